"""Questions about inbound shipments: the list, one shipment whole, its milestones and papers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from inl_logistics.database.conditions import Conditions, in_fiscal_years, order_by
from inl_logistics.kernel.dates import stored_day
from inl_logistics.kernel.listing import Facet, Listing, ListQuery
from inl_logistics.shipments import contents
from inl_logistics.shipments.contents import PackageRow, ShipmentLineRow
from inl_logistics.shipments.records import MilestoneKind
from inl_logistics.shipments.rules import Step, days_late, demurrage_starts, next_step

NEXT_DUE = (
    "(SELECT COALESCE(m.planned_on, m.forecast_on) FROM milestone m WHERE m.shipment_id = h.id AND m.actual_on IS NULL"
    " AND m.skipped = 0 ORDER BY m.id LIMIT 1)"
)
OPEN = "h.history = 0 AND h.state NOT IN ('draft', 'closed', 'canceled')"
_UNDER_WAY = (
    "SELECT s.shipment_id FROM shipment_line s JOIN order_line l ON l.id = s.order_line_id JOIN purchase_order o"
    " ON o.id = l.order_id WHERE o.state NOT IN ('draft', 'canceled') AND o.history = 0 AND s.quantity >"
    " COALESCE((SELECT sum(x.quantity) FROM receipt_line x JOIN receiving r ON r.id = x.receiving_id"
    " WHERE x.shipment_line_id = s.id AND r.state = 'posted'), 0)"
)
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
    where = Conditions("h.direction = 'in'")
    where.found("h.id", "shipment", query.search)
    states = query.chosen("status")
    if states:
        tests = [f"h.state = '{one}'" for one in sorted(states) if one not in ("late", "history")]
        if "late" in states:
            tests.append(f"({OPEN} AND {NEXT_DUE} < '{today.isoformat()}')")
        if "history" in states:
            tests.append("h.history = 1")
        where.add("(" + " OR ".join(tests) + ")")
    where.among("h.mode", query.chosen("mode"))
    if years := query.chosen("year"):  # what of that year's orders is under way, as Home counts it
        where.add(f"{OPEN} AND h.id IN ({_UNDER_WAY} AND {in_fiscal_years('o.ordered_on', years)})")
    rows = session.execute(
        text(
            f"SELECT h.id, {NEXT_DUE} AS due, COALESCE(v.name, '') AS vendor,"
            " (SELECT COALESCE(sum(s.value_minor), 0) FROM shipment_line s WHERE s.shipment_id = h.id) AS value,"
            " (SELECT COALESCE(sum(s.quantity), 0) FROM shipment_line s WHERE s.shipment_id = h.id) AS quantity"
            " FROM shipment h LEFT JOIN document d ON d.id = h.document_id LEFT JOIN partner v ON v.id = h.vendor_id"
            f" WHERE {where} ORDER BY {order_by(query, _SORTS, 'h.id DESC')}, h.id DESC"
        ),
        where.values,
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
    found_lines = contents.lines(session, shipment_id)
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
        contents.packages(session, shipment_id), found_lines, papers(session, shipment_id), tuple(orders.items()), tuple(projects),
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
