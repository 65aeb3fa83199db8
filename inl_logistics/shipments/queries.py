"""Questions about inbound shipments: the list, one shipment whole, its packages, lines and papers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from inl_logistics.kernel.dates import stored_day
from inl_logistics.kernel.listing import Facet, Listing, ListQuery
from inl_logistics.kernel.text import fold
from inl_logistics.shipments.records import MilestoneKind
from inl_logistics.shipments.rules import Step, days_late, demurrage_starts, next_step

NEXT_DUE = (
    "(SELECT COALESCE(m.planned_on, m.forecast_on) FROM milestone m WHERE m.shipment_id = h.id AND m.actual_on IS NULL"
    " AND m.skipped = 0 ORDER BY m.id LIMIT 1)"
)
OPEN = "h.history = 0 AND h.state NOT IN ('draft', 'closed', 'canceled')"
_SORTS = {
    "number": "d.id IS NULL DESC, h.id",
    "title": "h.title",
    "vendor": "vendor",
    "mode": "h.mode",
    "due": "due IS NULL, due",
    "value": "value",
    "weight": "h.weight_g",
    "state": "h.state",
}


@dataclass(frozen=True, slots=True)
class ShipmentRow:
    """A shipment in the list. `due_on` is the next milestone's day, `late_days` how late it is."""

    key: int
    number: str
    source_number: str
    title: str
    vendor: str
    mode: str
    transport_number: str
    state: str
    counting: bool
    due_on: date | None
    late_days: int
    lines: int
    quantity: int
    received: int
    value_minor: int
    weight_g: int | None
    history: bool


def keys(session: Session, query: ListQuery, *, today: date) -> Listing:
    """Return the inbound shipments that match, newest first unless said otherwise."""
    where, values = ["h.direction = 'in'"], {}
    for number, word in enumerate(fold(query.search).split()):
        where.append(f"h.id IN (SELECT subject_id FROM search_text WHERE kind = 'shipment' AND folded LIKE :w{number})")
        values[f"w{number}"] = f"%{word}%"
    states = query.chosen("status")
    if states:
        tests = [f"h.state = '{one}'" for one in sorted(states) if one not in ("late", "history")]
        if "late" in states:
            tests.append(f"({OPEN} AND {NEXT_DUE} < '{today.isoformat()}')")
        if "history" in states:
            tests.append("h.history = 1")
        where.append("(" + " OR ".join(tests) + ")")
    if query.chosen("mode"):
        where.append("h.mode IN (" + ",".join(f"'{one}'" for one in sorted(query.chosen("mode"))) + ")")
    order = _SORTS.get(query.sort, "h.id DESC")
    direction = " DESC" if query.descending and query.sort else ""
    rows = session.execute(
        text(
            f"SELECT h.id, {NEXT_DUE} AS due, COALESCE(v.name, '') AS vendor,"
            " (SELECT COALESCE(sum(s.value_minor), 0) FROM shipment_line s WHERE s.shipment_id = h.id) AS value,"
            " (SELECT COALESCE(sum(s.quantity), 0) FROM shipment_line s WHERE s.shipment_id = h.id) AS quantity"
            " FROM shipment h LEFT JOIN document d ON d.id = h.document_id LEFT JOIN partner v ON v.id = h.vendor_id"
            f" WHERE {' AND '.join(where)} ORDER BY {order}{direction}, h.id DESC"
        ),
        values,
    ).all()
    return Listing(tuple(row[0] for row in rows), (), sum(row[4] for row in rows), sum(row[3] for row in rows))


def rows(session: Session, shipment_ids: Sequence[int], *, today: date) -> list[ShipmentRow]:
    """Return the rows of these shipments, in the same order."""
    if not shipment_ids:
        return []
    wanted = ",".join(str(int(one)) for one in shipment_ids)
    found = session.execute(
        text(
            f"SELECT h.*, d.number AS number, v.name AS vendor, {NEXT_DUE} AS due, {OPEN} AS open,"
            " (SELECT count(*) FROM shipment_line s WHERE s.shipment_id = h.id) AS line_count,"
            " (SELECT COALESCE(sum(s.quantity), 0) FROM shipment_line s WHERE s.shipment_id = h.id) AS quantity,"
            " (SELECT COALESCE(sum(s.value_minor), 0) FROM shipment_line s WHERE s.shipment_id = h.id) AS value,"
            " (SELECT COALESCE(sum(x.quantity), 0) FROM receipt_line x JOIN receiving r ON r.id = x.receiving_id"
            "  WHERE r.shipment_id = h.id AND r.state = 'posted' AND x.outcome = 'good') AS received,"
            " EXISTS (SELECT 1 FROM receiving r WHERE r.shipment_id = h.id AND r.state IN ('open', 'paused')) AS counting"
            " FROM shipment h LEFT JOIN document d ON d.id = h.document_id LEFT JOIN partner v ON v.id = h.vendor_id"
            f" WHERE h.id IN ({wanted})"
        )
    )
    by_key = {}
    for row in found:
        due = stored_day(row.due) if row.open else None
        late = (today - due).days if due is not None and due < today else 0
        by_key[row.id] = ShipmentRow(
            row.id, row.number or "", row.source_number, row.title, row.vendor or "", row.mode, row.transport_number,
            row.state, bool(row.counting), due, late, row.line_count, row.quantity, row.received, row.value, row.weight_g,
            bool(row.history),
        )  # fmt: skip
    return [by_key[key] for key in shipment_ids if key in by_key]


def facets(session: Session, *, today: date) -> dict[str, tuple[Facet, ...]]:
    """Return the filter options of the shipment list."""
    states = session.execute(
        text(
            "SELECT state, count(*) FROM shipment WHERE direction = 'in' AND history = 0 GROUP BY state ORDER BY state"
        )
    ).all()
    late = session.execute(
        text(f"SELECT count(*) FROM shipment h WHERE direction = 'in' AND {OPEN} AND {NEXT_DUE} < :t"),
        {"t": today.isoformat()},
    ).scalar_one()
    history = session.execute(text("SELECT count(*) FROM shipment WHERE history = 1")).scalar_one()
    modes = session.execute(
        text("SELECT mode, count(*) FROM shipment WHERE direction = 'in' AND mode <> '' GROUP BY mode ORDER BY mode")
    )
    found = [Facet("late", "late", late), *(Facet(row[0], row[0], row[1]) for row in states)]
    if history:
        found.append(Facet("history", "history", history))
    return {"status": tuple(found), "mode": tuple(Facet(row[0], row[0], row[1]) for row in modes)}


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


@dataclass(frozen=True, slots=True)
class PaperRow:
    """A paper of the checklist."""

    kind: str
    required: bool
    number: str
    dated_on: date | None
    attachment_id: int | None
    file_name: str
    size: int

    @property
    def is_there(self) -> bool:
        """Tell whether it has come."""
        return bool(self.number or self.dated_on or self.attachment_id)


@dataclass(frozen=True, slots=True)
class ShipmentDetail:
    """One inbound shipment whole; money in minor units of `currency`, weights in grams."""

    id: int
    version: int
    number: str
    state: str
    title: str
    vendor_id: int | None
    vendor: str
    carrier_id: int | None
    carrier: str
    fields: dict[str, Any]
    history: bool
    receiving_id: int | None
    receiving_state: str
    steps: tuple[Step, ...]
    packages: tuple[PackageRow, ...]
    lines: tuple[ShipmentLineRow, ...]
    papers: tuple[PaperRow, ...]
    orders: tuple[tuple[int, str], ...]
    projects: tuple[str, ...]
    late_days: int
    due_step: str
    demurrage_on: date | None
    changed: tuple[str, str]


_FIELDS = (
    "source_number", "mode", "transport_number", "container", "seal", "vessel", "port_from", "port_to", "broker",
    "consignee", "incoterm", "declared_minor", "currency", "diplomatic_note", "exemption", "exemption_on", "customs_entry",
    "free_days", "demurrage_minor", "weight_g", "volume_cm3", "freight_minor", "insurance_minor", "remarks",
)  # fmt: skip


def detail(session: Session, shipment_id: int, *, today: date) -> ShipmentDetail | None:
    """Return one shipment, or None."""
    row = session.execute(
        text(
            "SELECT h.*, d.number AS number, v.name AS vendor, c.name AS carrier,"
            " (SELECT r.id FROM receiving r WHERE r.shipment_id = h.id AND r.state <> 'abandoned' ORDER BY r.id DESC LIMIT 1)"
            " AS receiving_id, (SELECT r.state FROM receiving r WHERE r.shipment_id = h.id AND r.state <> 'abandoned'"
            " ORDER BY r.id DESC LIMIT 1) AS receiving_state FROM shipment h LEFT JOIN document d ON d.id = h.document_id"
            " LEFT JOIN partner v ON v.id = h.vendor_id LEFT JOIN partner c ON c.id = h.carrier_id WHERE h.id = :s"
        ),
        {"s": shipment_id},
    ).first()
    if row is None:
        return None
    found_steps = steps(session, shipment_id)
    active = not row.history and row.state not in ("draft", "closed", "canceled")
    step = next_step(found_steps)
    arrived = next((one.actual_on for one in found_steps if one.kind is MilestoneKind.ARRIVED), None)
    fields = {name: getattr(row, name) for name in _FIELDS}
    fields["exemption_on"] = stored_day(fields["exemption_on"])
    found_lines = lines(session, shipment_id)
    orders = {line.order_id: line.order_ref.rpartition(" / ")[0] for line in found_lines if line.order_id}
    projects = session.execute(
        text(
            "SELECT DISTINCT j.code FROM shipment_line s JOIN order_line l ON l.id = s.order_line_id JOIN purchase_order o"
            " ON o.id = l.order_id JOIN project j ON j.id = COALESCE(l.project_id, o.project_id) WHERE s.shipment_id = :s"
        ),
        {"s": shipment_id},
    ).scalars()
    changed = session.execute(
        text(
            "SELECT t.at, u.name FROM trail t JOIN user_account u ON u.id = t.user_id WHERE t.subject_kind = 'shipment'"
            " AND t.subject_id = :s ORDER BY t.id DESC LIMIT 1"
        ),
        {"s": shipment_id},
    ).first()
    return ShipmentDetail(
        row.id, row.version, row.number or "", row.state, row.title, row.vendor_id, row.vendor or "", row.carrier_id,
        row.carrier or "", fields, bool(row.history), row.receiving_id, row.receiving_state or "", tuple(found_steps),
        packages(session, shipment_id), found_lines, papers(session, shipment_id), tuple(orders.items()), tuple(projects),
        days_late(found_steps, today=today) if active else 0, step.kind.value if step and active else "",
        demurrage_starts(arrived, row.free_days), (changed.at, changed.name) if changed else ("", ""),
    )  # fmt: skip


def steps(session: Session, shipment_id: int) -> list[Step]:
    """Return the milestones of a shipment in order."""
    found = session.execute(
        text(
            "SELECT kind, planned_on, forecast_on, actual_on, skipped FROM milestone WHERE shipment_id = :s ORDER BY id"
        ),
        {"s": shipment_id},
    )
    by_kind = {
        row.kind: Step(
            MilestoneKind(row.kind),
            stored_day(row.planned_on),
            stored_day(row.forecast_on),
            stored_day(row.actual_on),
            bool(row.skipped),
        )
        for row in found
    }
    return [by_kind[kind.value] for kind in MilestoneKind if kind.value in by_kind]


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
        text("SELECT id, parent_id, kind, code, note, weight_g FROM package WHERE shipment_id = :s ORDER BY id"),
        {"s": shipment_id},
    )
    return tuple(
        PackageRow(
            row.id, row.parent_id, row.kind, row.code, row.note, row.weight_g, tuple(contents.get(row.id, {}).items())
        )
        for row in listed
    )  # fmt: skip


def lines(session: Session, shipment_id: int) -> tuple[ShipmentLineRow, ...]:
    """Return the lines of a shipment."""
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
    named: dict[int, list[tuple[str, str]]] = {}
    for line, serial, code in session.execute(
        text(
            "SELECT x.shipment_line_id, x.serial, COALESCE(p.code, '') FROM shipment_serial x JOIN shipment_line s"
            " ON s.id = x.shipment_line_id LEFT JOIN package p ON p.id = x.package_id WHERE s.shipment_id = :s ORDER BY x.id"
        ),
        {"s": shipment_id},
    ):
        named.setdefault(line, []).append((serial, code))
    found = session.execute(
        text(
            "SELECT s.id, s.line_no, s.order_line_id, l.order_id, COALESCE(d.number, o.source_number, '') || ' / ' || l.line_no"
            " AS ref, s.variant_id, COALESCE(i.name || CASE WHEN v.size = '' THEN '' ELSE ', ' || v.size END, s.description)"
            " AS item, COALESCE(v.code, '') AS code, COALESCE(i.tracking, '') AS tracking, s.quantity,"
            " (SELECT count(*) FROM shipment_serial x WHERE x.shipment_line_id = s.id) AS serials,"
            " COALESCE((SELECT sum(x.quantity) FROM receipt_line x JOIN receiving r ON r.id = x.receiving_id"
            "  WHERE x.shipment_line_id = s.id AND r.state = 'posted' AND x.outcome = 'good'), 0) AS received,"
            " s.price_micros, s.value_minor, s.lot, s.made_on, s.expires_on, COALESCE(i.un_number, '') AS un_number,"
            " COALESCE(i.export_class, '') AS export_class FROM shipment_line s LEFT JOIN order_line l"
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
            tuple(held.get(row.id, {}).items()), tuple(named.get(row.id, ())),
        )
        for row in found
    )  # fmt: skip


def papers(session: Session, shipment_id: int) -> tuple[PaperRow, ...]:
    """Return the paper checklist of a shipment."""
    found = session.execute(
        text(
            "SELECT p.kind, p.required, p.number, p.dated_on, p.attachment_id, COALESCE(a.file_name, '') AS file_name,"
            " COALESCE(a.size, 0) AS size FROM shipment_paper p LEFT JOIN attachment a ON a.id = p.attachment_id"
            " WHERE p.shipment_id = :s ORDER BY p.id"
        ),
        {"s": shipment_id},
    )
    return tuple(
        PaperRow(
            row.kind,
            bool(row.required),
            row.number,
            stored_day(row.dated_on),
            row.attachment_id,
            row.file_name,
            row.size,
        )
        for row in found
    )


def carrier_options(session: Session) -> list[tuple[int, str]]:
    """Return the carriers to choose from."""
    found = session.execute(
        text("SELECT id, name FROM partner WHERE kind = 'carrier' AND retired_on IS NULL ORDER BY name")
    )
    return [(row.id, row.name) for row in found]


def serials(session: Session, line_id: int) -> list[tuple[str, str]]:
    """Return the serials of a line with their package codes."""
    found = session.execute(
        text(
            "SELECT x.serial, COALESCE(p.code, '') AS package FROM shipment_serial x LEFT JOIN package p"
            " ON p.id = x.package_id WHERE x.shipment_line_id = :l ORDER BY x.id"
        ),
        {"l": line_id},
    )
    return [(row.serial, row.package) for row in found]
