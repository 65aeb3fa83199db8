"""The lines of a handover: from what is stored to lines on the page, and back to what the command saves."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from inl_logistics.handovers.drafts import KitCount, LineDraft, PickDraft
from inl_logistics.handovers.whole import KitRow
from ui.kit.picklines import KitHead, Line, from_rows

__all__ = ["counts", "drafts", "from_rows", "heads"]


def drafts(lines: Iterable[Line]) -> tuple[LineDraft, ...]:
    """Return what the command saves."""
    return tuple(
        LineDraft(
            line.variant_id,
            tuple(PickDraft(p.layer_id, p.place_id, p.quantity, p.unit_id, p.condition) for p in line.picks),
            line.asked, line.remarks, line.kit_id, line.condition_to,
        )
        for line in lines
    )  # fmt: skip


def heads(kits: Sequence[KitRow]) -> tuple[KitHead, ...]:
    """Return the heads of the kits for the table."""
    return tuple(KitHead(one.kit_id, one.code, one.name, one.version, one.count, one.numbers) for one in kits)


def counts(kits: Sequence[KitHead]) -> tuple[KitCount, ...]:
    """Return the kits as the command saves them."""
    return tuple(KitCount(one.kit_id, one.count, one.version, one.numbers) for one in kits)
