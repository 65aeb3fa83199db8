"""What blocks the next kit, in a few words, for lists and for the dialog that takes kits. Source: product.md 3 (Kits).

lack_words(ready.blocks)     # "RIO-01 L × 5, PPE-01 × 10, INT-03 × 4 and 2 more"
"""

from __future__ import annotations

from collections.abc import Sequence

from inl_logistics.kernel.translation import _
from inl_logistics.kits.readiness import LackRow
from ui.kit.formats import number

_MOST = 3


def lack_words(lacks: Sequence[LackRow]) -> str:
    """Return code, size and how many are missing of the first few, and how many things more."""
    words = [f"{one.code}{f' {one.size}' if one.size else ''} × {number(one.quantity)}" for one in lacks]
    if len(words) <= _MOST:
        return ", ".join(words)
    return _("{what} and {n} more").format(what=", ".join(words[:_MOST]), n=number(len(words) - _MOST))
