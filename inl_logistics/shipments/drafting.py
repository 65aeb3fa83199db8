"""A stored shipment as the draft of its next save: what is not edited stays as it is."""

from __future__ import annotations

from dataclasses import fields

from sqlalchemy import text
from sqlalchemy.orm import Session

from inl_logistics.kernel.dates import stored_day
from inl_logistics.kernel.problems import BadInput
from inl_logistics.shipments.drafts import PLAIN, TEXTS, ShipmentDraft, ShipmentLineDraft
from inl_logistics.shipments.packing import packing_of

_DAYS = ("exemption_on", "note_on", "customs_entry_on", "demurrage_until")
_LINE = (
    "id", "variant_id", "quantity", "order_line_id", "description", "price_micros", "lot", "made_on", "expires_on",
    "weight_g", "freight_minor", "source_ref", "hs", "origin", "weight_note", "freight_note", "weight_line_id",
    "freight_line_id",
)  # fmt: skip


def draft_of(session: Session, shipment_id: int) -> ShipmentDraft:
    """Return a shipment as a draft; its milestones are left out and so stay. Raises: BadInput("not-found")."""
    names = [*TEXTS, *PLAIN, "remarks"]
    row = session.execute(
        text(f"SELECT id, version, {', '.join(names)} FROM shipment WHERE id = :s"), {"s": shipment_id}
    ).first()
    if row is None:
        raise BadInput("not-found", what=str(shipment_id))
    packing = packing_of(session, shipment_id)
    packed = {line.line_id: line for line in packing.lines}
    lines = []
    for one in session.execute(
        text(f"SELECT {', '.join(_LINE)} FROM shipment_line WHERE shipment_id = :s ORDER BY line_no"),
        {"s": shipment_id},
    ):
        values = dict(one._mapping)
        values["made_on"], values["expires_on"] = stored_day(one.made_on), stored_day(one.expires_on)
        lines.append(ShipmentLineDraft(serials=packed[one.id].serials, packed=packed[one.id].packed, **values))
    header = dict(row._mapping)
    header |= {name: stored_day(header[name]) for name in _DAYS}
    assert header.keys() <= {field.name for field in fields(ShipmentDraft)}
    return ShipmentDraft(tuple(lines), packing.packages, **header)
