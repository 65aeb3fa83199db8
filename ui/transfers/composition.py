"""The lines of a transfer: from what is stored to lines on the page, and back to what the command saves."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from inl_logistics.transfers.commands import TransferPick
from inl_logistics.transfers.queries import TransferPickRow
from ui.kit.picklines import Line, Picked


def from_rows(rows: Sequence[TransferPickRow]) -> tuple[Line, ...]:
    """Take over stored picks: one line for each item."""
    found: dict[int, Line] = {}
    for row in rows:
        pick = Picked(
            row.layer_id, row.place_id, row.quantity, row.price_micros, row.unit_id, row.serial, row.lot, row.expires_on,
            row.condition,
        )  # fmt: skip
        known = found.get(row.variant_id)
        if known is None:
            found[row.variant_id] = Line(row.variant_id, row.item, row.code, row.tracking, row.unit, (pick,))
        else:
            made = Line(row.variant_id, row.item, row.code, row.tracking, row.unit, (*known.picks, pick), key=known.key)
            found[row.variant_id] = made
    return tuple(found.values())


def picks(lines: Iterable[Line]) -> tuple[TransferPick, ...]:
    """Return what the command saves."""
    return tuple(
        TransferPick(pick.layer_id, pick.place_id, pick.quantity, pick.unit_id, pick.condition)
        for line in lines
        for pick in line.picks
    )
