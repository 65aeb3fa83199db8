"""Storing the lines of a shipment: a line that is there already keeps its id."""

from __future__ import annotations

from sqlalchemy import delete, insert, select, text, update
from sqlalchemy.orm import Session

from inl_logistics.kernel.text import clean, serial_key
from inl_logistics.kernel.values import MICROS, ShipmentId, UnitPrice, div_half_even, line_value
from inl_logistics.shipments.drafts import ShipmentDraft, ShipmentLineDraft
from inl_logistics.shipments.packing import store_contents
from inl_logistics.shipments.records import ShipmentLineRecord, ShipmentSerialRecord

_SAME = (
    "order_line_id", "variant_id", "quantity", "made_on", "expires_on", "weight_g", "freight_minor", "weight_line_id",
    "freight_line_id",
)  # fmt: skip
_CLEANED = ("description", "lot", "source_ref", "hs", "origin", "weight_note", "freight_note")


def save_lines(session: Session, shipment_id: ShipmentId, draft: ShipmentDraft, packages: dict[str, int]) -> None:
    """Write the lines in their order, with their serials and what lies in which package (ids by code)."""
    own = ShipmentLineRecord.shipment_id == shipment_id
    known = set(session.execute(select(ShipmentLineRecord.id).where(own)).scalars())
    session.execute(
        delete(ShipmentSerialRecord).where(
            ShipmentSerialRecord.shipment_line_id.in_(select(ShipmentLineRecord.id).where(own))
        )
    )
    _drop(session, known - {line.id for line in draft.lines})
    session.execute(update(ShipmentLineRecord).where(own).values(line_no=-ShipmentLineRecord.line_no))
    for number, line in enumerate(draft.lines, 1):
        values = _values(session, shipment_id, number, line, draft.currency)
        if line.id in known:
            line_id = int(line.id or 0)
            session.execute(update(ShipmentLineRecord).where(ShipmentLineRecord.id == line_id).values(**values))
        else:
            line_id = session.execute(
                insert(ShipmentLineRecord).values(**values).returning(ShipmentLineRecord.id)
            ).scalar_one()
        _serials(session, line_id, line, packages)
        store_contents(session, line_id, line.packed, packages)


def _values(
    session: Session, shipment_id: ShipmentId, number: int, line: ShipmentLineDraft, currency: str
) -> dict[str, object]:
    price = line.price_micros or _ordered_price(session, line.order_line_id, currency)
    return {
        "shipment_id": shipment_id, "line_no": number, "price_micros": price,
        "value_minor": line_value(line.quantity, UnitPrice(price, currency)).minor,
        **{name: getattr(line, name) for name in _SAME},
        **{name: clean(getattr(line, name)) for name in _CLEANED},
    }  # fmt: skip


def _drop(session: Session, gone: set[int]) -> None:
    if not gone:
        return
    wanted = ",".join(str(one) for one in sorted(gone))
    # Scans of a receiving that was given up may still name the line.
    session.execute(text(f"UPDATE scan SET shipment_line_id = NULL WHERE shipment_line_id IN ({wanted})"))
    session.execute(delete(ShipmentLineRecord).where(ShipmentLineRecord.id.in_(gone)))


def _serials(session: Session, line_id: int, line: ShipmentLineDraft, packages: dict[str, int]) -> None:
    named = [
        (line_id, packages.get(clean(one.package)), clean(one.serial), serial_key(one.serial)) for one in line.serials
    ]
    if named:
        session.connection().exec_driver_sql(
            "INSERT INTO shipment_serial (shipment_line_id, package_id, serial, folded) VALUES (?, ?, ?, ?)", named
        )


def _ordered_price(session: Session, order_line_id: int | None, currency: str) -> int:
    """A packing list seldom has prices: the order's price stands, in dollars by the order's rate where they differ."""
    row = session.execute(
        text(
            "SELECT l.price_micros AS price, o.currency, o.rate_micros AS rate FROM order_line l JOIN purchase_order o"
            " ON o.id = l.order_id WHERE l.id = :o"
        ),
        {"o": order_line_id},
    ).first()
    if row is None:
        return 0
    if row.currency == currency:
        return int(row.price)
    return div_half_even(row.price * row.rate, MICROS) if currency == "USD" else 0
