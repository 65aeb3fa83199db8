"""The lines of orders as an Excel sheet: what was ordered of each, what became of it, who pays. Source: domain.md 2.3."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from inl_logistics.kernel.listing import ListQuery
from inl_logistics.kernel.translation import _
from inl_logistics.purchasing import queries
from inl_logistics.register.numbers import screen_number
from inl_logistics.sheets.cell_xml import Kind
from inl_logistics.sheets.writing import Column, Value


def line_rows(session: Session, query: ListQuery, today: date) -> list[tuple[Value, ...]]:
    """Return the lines of the orders that the query finds."""
    rows: list[tuple[Value, ...]] = []
    for key in queries.keys(session, query, today=today).keys:
        order = queries.detail(session, key, today=today)
        if order is None:
            continue
        rows += [
            (
                screen_number(order.number), line.line_no, line.code, line.item, line.vendor_item, line.project or order.project,
                line.quantity, line.canceled, line.shipped, line.received, line.handed_over, line.unit, order.currency,
                line.price_micros, line.left_minor, line.origin, line.warranty_months,
                _("yes") if line.serial_list else "", _("yes") if line.lot_required else "", line.min_life_months,
            )
            for line in order.lines
        ]  # fmt: skip
    return rows


def line_columns() -> tuple[Column, ...]:
    """Return the columns of the sheet; values are in the order's own currency."""
    return (
        Column("order", _("Order"), width=15), Column("line", _("Line"), Kind.INTEGER, 7), Column("code", _("Code"), width=14),
        Column("item", _("Item"), width=38), Column("vendor_item", _("Vendor's item no."), width=18),
        Column("project", _("Project"), width=16), Column("quantity", _("Ordered"), Kind.INTEGER, 10),
        Column("canceled", _("Canceled"), Kind.INTEGER, 10), Column("shipped", _("Shipped"), Kind.INTEGER, 10),
        Column("received", _("Received"), Kind.INTEGER, 10), Column("handed", _("Handed over"), Kind.INTEGER, 12),
        Column("unit", _("Unit"), width=8), Column("currency", _("Currency"), width=9),
        Column("price", _("Unit price"), Kind.PRICE, 14), Column("value", _("Value"), Kind.MONEY, 16),
        Column("origin", _("Country of origin"), width=14), Column("warranty", _("Warranty, months"), Kind.INTEGER, 10),
        Column("serials", _("Serial list"), width=10), Column("lots", _("Lot and expiry"), width=12),
        Column("life", _("Least life left, months"), Kind.INTEGER, 12),
    )  # fmt: skip
