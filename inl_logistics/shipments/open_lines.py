"""The lines of placed orders of which something is still to be shipped: what a shipment may be made of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import text
from sqlalchemy.orm import Session

from inl_logistics.kernel.dates import stored_day


@dataclass(frozen=True, slots=True)
class OpenLine:
    """An order line: `left` is ordered less canceled less what shipments have (drafts too); price in millionths."""

    id: int
    order_id: int
    order: str
    line_no: int
    vendor_id: int | None
    vendor: str
    variant_id: int | None
    item: str
    code: str
    ordered: int
    left: int
    price_micros: int
    currency: str
    need_by: date | None
    serial_list: bool
    lot_required: bool


def open_lines(session: Session) -> list[OpenLine]:
    """Return the open lines of all placed orders, soonest needed first."""
    rows = session.execute(
        text(
            "SELECT n.* FROM (SELECT l.id, o.id AS order_id, COALESCE(d.number, NULLIF(o.source_number, ''), o.title) AS number,"
            " l.line_no, o.vendor_id, COALESCE(p.name, '') AS vendor, l.variant_id, COALESCE(i.name || CASE WHEN v.size = ''"
            " THEN '' ELSE ', ' || v.size END, l.description) AS item, COALESCE(v.code, '') AS code, l.quantity"
            " - l.canceled_quantity AS ordered, l.quantity - l.canceled_quantity - COALESCE((SELECT sum(s.quantity)"
            " FROM shipment_line s JOIN shipment h ON h.id = s.shipment_id AND h.state <> 'canceled'"
            " WHERE s.order_line_id = l.id), 0) AS rest, l.price_micros, o.currency, o.need_by, l.serial_list, l.lot_required"
            " FROM order_line l JOIN purchase_order o ON o.id = l.order_id LEFT JOIN document d ON d.id = o.document_id"
            " LEFT JOIN partner p ON p.id = o.vendor_id LEFT JOIN variant v ON v.id = l.variant_id LEFT JOIN item i"
            " ON i.id = v.item_id WHERE o.state = 'placed' AND o.history = 0) n WHERE n.rest > 0"
            " ORDER BY n.need_by IS NULL, n.need_by, n.order_id, n.line_no"
        )
    )
    return [
        OpenLine(
            row.id, row.order_id, row.number, row.line_no, row.vendor_id, row.vendor, row.variant_id, row.item, row.code,
            row.ordered, row.rest, row.price_micros, row.currency, stored_day(row.need_by), bool(row.serial_list),
            bool(row.lot_required),
        )
        for row in rows
    ]  # fmt: skip
