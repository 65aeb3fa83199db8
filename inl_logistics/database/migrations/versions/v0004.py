"""Version 4: what there is and where: the whole catalog, kits, counts with their sheets, tags, partners over time.

Each area has its own list, in the order it must run; no row is lost. Source: domain.md 2.6, 4, 5 and 6.
"""

from __future__ import annotations

from typing import Any

CATALOG: tuple[str, ...] = ()

PARTNERS: tuple[str, ...] = ()

LABELS: tuple[str, ...] = ()

INVENTORY: tuple[str, ...] = ()

COUNTS: tuple[str, ...] = ()


def upgrade(op: Any) -> None:
    """Add tables and columns."""
    for area in (CATALOG, PARTNERS, LABELS, INVENTORY, COUNTS):
        for statement in area:
            op.execute(statement)
