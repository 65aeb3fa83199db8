"""Dangerous-goods and export marks of a shipment, gathered from the catalog. Source: domain.md 2.4, 4 (Haz, ExC)."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.orm import Session

from inl_logistics.catalog.rules import is_export_controlled
from inl_logistics.shipments.cargo import shipping_name


@dataclass(frozen=True, slots=True)
class MarkRow:
    """What has to be marked or declared of one item: in how many units and which packages it travels."""

    item: str
    un_number: str
    hazard_class: str
    shipping_name: str
    export_class: str
    authorization: str
    quantity: int
    packages: tuple[str, ...]

    @property
    def is_hazardous(self) -> bool:
        """Tell whether it travels as dangerous goods."""
        return bool(self.un_number or self.hazard_class)

    @property
    def is_controlled(self) -> bool:
        """Tell whether its export needs an authorization."""
        return is_export_controlled(self.export_class)


def marks(session: Session, shipment_id: int) -> tuple[MarkRow, ...]:
    """Return the items of a shipment that are dangerous goods or export-controlled."""
    packages: dict[int, list[str]] = {}
    for line, code in session.execute(
        text(
            "SELECT s.id, p.code FROM shipment_line s JOIN package p ON p.shipment_id = s.shipment_id WHERE s.shipment_id = :s"
            " AND (EXISTS (SELECT 1 FROM package_content c WHERE c.package_id = p.id AND c.shipment_line_id = s.id)"
            " OR EXISTS (SELECT 1 FROM shipment_serial x WHERE x.package_id = p.id AND x.shipment_line_id = s.id))"
            " ORDER BY p.position, p.id"
        ),
        {"s": shipment_id},
    ):
        packages.setdefault(line, []).append(code)
    found: dict[tuple[int, str], MarkRow] = {}
    for row in session.execute(
        text(
            "SELECT s.id, i.id AS item_id, i.name, i.un_number, i.hazard_class, i.export_class, s.quantity,"
            " COALESCE(o.export_authorization, '') AS authorization FROM shipment_line s JOIN variant v ON v.id = s.variant_id"
            " JOIN item i ON i.id = v.item_id LEFT JOIN order_line l ON l.id = s.order_line_id LEFT JOIN purchase_order o"
            " ON o.id = l.order_id WHERE s.shipment_id = :s ORDER BY s.line_no"
        ),
        {"s": shipment_id},
    ):
        key = (row.item_id, row.authorization)
        known = found.get(key)
        codes = [*(known.packages if known else ()), *packages.get(row.id, ())]
        mark = MarkRow(
            row.name, row.un_number, row.hazard_class, shipping_name(row.un_number), row.export_class, row.authorization,
            row.quantity + (known.quantity if known else 0), tuple(dict.fromkeys(codes)),
        )  # fmt: skip
        if mark.is_hazardous or mark.is_controlled:
            found[key] = mark
    return tuple(found.values())
