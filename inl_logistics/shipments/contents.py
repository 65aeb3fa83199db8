"""Questions about what a shipment carries: its packages, its lines, the serials that the packing list names."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import text
from sqlalchemy.orm import Session

from inl_logistics.kernel.dates import stored_day
from inl_logistics.shipments.arranging import volume_cm3
from inl_logistics.shipments.drafts import PackageDraft


@dataclass(frozen=True, slots=True)
class PackageRow:
    """A package of the tree; `contents` says in words what lies in it directly."""

    id: int
    parent_id: int | None
    kind: str
    code: str
    note: str
    weight_g: int | None
    contents: tuple[tuple[str, int], ...]
    seal: str = ""
    size_mm: str = ""
    volume_cm3: int | None = None


@dataclass(frozen=True, slots=True)
class ShipmentLineRow:
    """A line; `serials` is how many the packing list names. `packages` are the ids that hold some of it."""

    id: int
    line_no: int
    order_line_id: int | None
    order_id: int | None
    order_ref: str
    variant_id: int | None
    item: str
    code: str
    tracking: str
    quantity: int
    serials: int
    received: int
    price_micros: int
    value_minor: int
    lot: str
    made_on: date | None
    expires_on: date | None
    un_number: str
    export_class: str
    packages: tuple[tuple[int, int], ...]
    serial_list: tuple[tuple[str, str], ...]
    hs: str = ""
    origin: str = ""
    weight_g: int | None = None
    freight_minor: int | None = None
    weight_note: str = ""
    freight_note: str = ""
    serial_list_asked: bool = False
    lot_asked: bool = False
    weight_with: str = ""
    freight_with: str = ""


def packages(session: Session, shipment_id: int) -> tuple[PackageRow, ...]:
    """Return the packages of a shipment, parents before children."""
    contents: dict[int, dict[str, int]] = {}
    found = session.execute(
        text(
            "SELECT x.package_id, i.name || CASE WHEN v.size = '' THEN '' ELSE ', ' || v.size END AS item, count(*) AS q"
            " FROM shipment_serial x JOIN shipment_line s ON s.id = x.shipment_line_id JOIN variant v ON v.id = s.variant_id"
            " JOIN item i ON i.id = v.item_id WHERE s.shipment_id = :s AND x.package_id IS NOT NULL GROUP BY 1, s.id"
            " UNION ALL SELECT c.package_id, i.name || CASE WHEN v.size = '' THEN '' ELSE ', ' || v.size END, c.quantity"
            " FROM package_content c JOIN shipment_line s ON s.id = c.shipment_line_id JOIN variant v ON v.id = s.variant_id"
            " JOIN item i ON i.id = v.item_id WHERE s.shipment_id = :s AND NOT EXISTS (SELECT 1 FROM shipment_serial y"
            " WHERE y.shipment_line_id = s.id AND y.package_id = c.package_id)"
        ),
        {"s": shipment_id},
    )
    for row in found:
        inside = contents.setdefault(row.package_id, {})
        inside[row.item] = inside.get(row.item, 0) + row.q
    listed = session.execute(
        text(
            "SELECT id, parent_id, kind, code, note, weight_g, seal, size_mm, volume_cm3 FROM package WHERE shipment_id = :s"
            " ORDER BY position, id"
        ),
        {"s": shipment_id},
    )
    return tuple(
        PackageRow(
            row.id, row.parent_id, row.kind, row.code, row.note, row.weight_g, tuple(contents.get(row.id, {}).items()),
            row.seal, row.size_mm,
            volume_cm3(PackageDraft(row.code, size_mm=row.size_mm, volume_cm3=row.volume_cm3)),
        )
        for row in listed
    )  # fmt: skip


def lines(session: Session, shipment_id: int) -> tuple[ShipmentLineRow, ...]:
    """Return the lines of a shipment."""
    held, named = _held(session, shipment_id), _named(session, shipment_id)
    found = session.execute(
        text(
            "SELECT s.id, s.line_no, s.order_line_id, l.order_id, COALESCE(d.number, o.source_number, '') || ' / ' || l.line_no"
            " AS ref, s.variant_id, COALESCE(i.name || CASE WHEN v.size = '' THEN '' ELSE ', ' || v.size END, s.description)"
            " AS item, COALESCE(v.code, '') AS code, COALESCE(i.tracking, '') AS tracking, s.quantity,"
            " (SELECT count(*) FROM shipment_serial x WHERE x.shipment_line_id = s.id) AS serials,"
            " COALESCE((SELECT sum(x.quantity) FROM receipt_line x JOIN receiving r ON r.id = x.receiving_id"
            "  WHERE x.shipment_line_id = s.id AND r.state = 'posted' AND x.outcome = 'good'), 0) AS received,"
            " s.price_micros, s.value_minor, s.lot, s.made_on, s.expires_on, COALESCE(i.un_number, '') AS un_number,"
            " COALESCE(i.export_class, '') AS export_class, COALESCE(NULLIF(s.hs, ''), i.hs, '') AS hs, s.origin, s.weight_g,"
            " s.freight_minor, s.weight_note, s.freight_note, COALESCE(l.serial_list, 0) AS serial_list_asked,"
            " COALESCE(l.lot_required, 0) AS lot_asked, COALESCE((SELECT CAST(w.line_no AS TEXT) FROM shipment_line w"
            " WHERE w.id = s.weight_line_id), '') AS weight_with, COALESCE((SELECT CAST(w.line_no AS TEXT) FROM shipment_line w"
            " WHERE w.id = s.freight_line_id), '') AS freight_with FROM shipment_line s LEFT JOIN order_line l"
            " ON l.id = s.order_line_id LEFT JOIN purchase_order o ON o.id = l.order_id LEFT JOIN document d"
            " ON d.id = o.document_id LEFT JOIN variant v ON v.id = s.variant_id LEFT JOIN item i ON i.id = v.item_id"
            " WHERE s.shipment_id = :s ORDER BY s.line_no"
        ),
        {"s": shipment_id},
    )
    return tuple(
        ShipmentLineRow(
            row.id, row.line_no, row.order_line_id, row.order_id, row.ref or "", row.variant_id, row.item or "", row.code,
            row.tracking, row.quantity, row.serials, row.received, row.price_micros, row.value_minor, row.lot,
            stored_day(row.made_on), stored_day(row.expires_on), row.un_number, row.export_class,
            tuple(held.get(row.id, {}).items()), tuple(named.get(row.id, ())), row.hs, row.origin, row.weight_g,
            row.freight_minor, row.weight_note, row.freight_note, bool(row.serial_list_asked), bool(row.lot_asked),
            row.weight_with, row.freight_with,
        )
        for row in found
    )  # fmt: skip


def _held(session: Session, shipment_id: int) -> dict[int, dict[int, int]]:
    """Return how much of each line lies in each package."""
    held: dict[int, dict[int, int]] = {}
    for line, package, quantity in session.execute(
        text(
            "SELECT x.shipment_line_id, x.package_id, count(*) FROM shipment_serial x JOIN shipment_line s"
            " ON s.id = x.shipment_line_id WHERE s.shipment_id = :s AND x.package_id IS NOT NULL GROUP BY 1, 2"
            " UNION ALL SELECT c.shipment_line_id, c.package_id, c.quantity FROM package_content c JOIN shipment_line s"
            " ON s.id = c.shipment_line_id WHERE s.shipment_id = :s"
        ),
        {"s": shipment_id},
    ):
        inside = held.setdefault(line, {})
        inside[package] = max(inside.get(package, 0), quantity)
    return held


def _named(session: Session, shipment_id: int) -> dict[int, list[tuple[str, str]]]:
    """Return the serials of each line with the codes of their packages."""
    named: dict[int, list[tuple[str, str]]] = {}
    for line, serial, code in session.execute(
        text(
            "SELECT x.shipment_line_id, x.serial, COALESCE(p.code, '') FROM shipment_serial x JOIN shipment_line s"
            " ON s.id = x.shipment_line_id LEFT JOIN package p ON p.id = x.package_id WHERE s.shipment_id = :s ORDER BY x.id"
        ),
        {"s": shipment_id},
    ):
        named.setdefault(line, []).append((serial, code))
    return named
