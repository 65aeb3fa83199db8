"""The lines of a handover: from what is stored to lines on the page, and back to what the command saves."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from inl_logistics.handovers.drafts import LineDraft, PickDraft
from inl_logistics.handovers.queries import HandoverLineRow
from inl_logistics.kernel.values import Condition
from ui.kit.picklines import Line, Picked


def from_rows(rows: Sequence[HandoverLineRow]) -> tuple[Line, ...]:
    """Take over stored lines."""
    return tuple(
        Line(
            row.variant_id, row.item, row.code, row.tracking, row.unit,
            tuple(
                Picked(
                    pick.layer_id, pick.place_id, pick.quantity, pick.price_micros, pick.unit_id, pick.serial, pick.lot,
                    pick.expires_on, Condition(pick.condition), pick.signed, pick.returned,
                )
                for pick in row.picks
            ),
            row.asked, row.remarks,
        )
        for row in rows
    )  # fmt: skip


def drafts(lines: Iterable[Line]) -> tuple[LineDraft, ...]:
    """Return what the command saves."""
    return tuple(
        LineDraft(
            line.variant_id,
            tuple(PickDraft(p.layer_id, p.place_id, p.quantity, p.unit_id, p.condition) for p in line.picks),
            line.asked, line.remarks,
        )
        for line in lines
    )  # fmt: skip
