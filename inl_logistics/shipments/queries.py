"""Questions about the list of inbound shipments: keys, rows, filters, totals. `whole.py` answers about one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import text
from sqlalchemy.orm import Session

from inl_logistics.database.conditions import Conditions, in_fiscal_years, order_by
from inl_logistics.kernel.dates import stored_day
from inl_logistics.kernel.listing import Facet, Listing, ListQuery
from inl_logistics.shipments.cargo import papers_for
from inl_logistics.shipments.demurrage import Demurrage, Terms, demurrage, lasts_until
from inl_logistics.shipments.whole import PaperRow, ShipmentDetail, carrier_options, detail, papers, steps

__all__ = [
    "PaperRow",
    "ShipmentDetail",
    "ShipmentRow",
    "carrier_options",
    "detail",
    "facets",
    "keys",
    "papers",
    "rows",
    "steps",
]

NEXT_DUE = (
    "(SELECT COALESCE(m.planned_on, m.forecast_on) FROM milestone m WHERE m.shipment_id = h.id AND m.skipped = 0"
    " AND COALESCE(m.planned_on, m.forecast_on) IS NOT NULL"
    " AND m.id > COALESCE((SELECT max(r.id) FROM milestone r WHERE r.shipment_id = h.id AND r.actual_on IS NOT NULL), 0)"
    " ORDER BY m.id LIMIT 1)"
)
OPEN = "h.history = 0 AND h.state NOT IN ('draft', 'closed', 'canceled')"
_UNDER_WAY = (
    "SELECT s.shipment_id FROM shipment_line s JOIN order_line l ON l.id = s.order_line_id JOIN purchase_order o"
    " ON o.id = l.order_id WHERE o.state NOT IN ('draft', 'canceled') AND o.history = 0 AND s.quantity >"
    " COALESCE((SELECT sum(x.quantity) FROM receipt_line x JOIN receiving r ON r.id = x.receiving_id"
    " WHERE x.shipment_line_id = s.id AND r.state = 'posted'), 0)"
)
_GOODS = (
    "EXISTS (SELECT 1 FROM shipment_line s JOIN variant v ON v.id = s.variant_id JOIN item i ON i.id = v.item_id"
    " WHERE s.shipment_id = h.id AND {test})"
)
HAZARDOUS = _GOODS.format(test="(i.un_number <> '' OR i.hazard_class <> '')")
CONTROLLED = _GOODS.format(
    test="lower(replace(i.export_class, ' ', '')) NOT IN ('', '-', 'ear99', 'none', 'n/a', 'na')"
)
_REACHED = "(SELECT m.actual_on FROM milestone m WHERE m.shipment_id = h.id AND m.kind = '{kind}')"
ARRIVED, DELIVERED = _REACHED.format(kind="arrived"), _REACHED.format(kind="delivered")
DEMURRAGE_RUNS = (
    f"(h.history = 0 AND h.state <> 'canceled' AND h.demurrage_minor IS NOT NULL AND h.free_days IS NOT NULL AND"
    f" COALESCE(h.demurrage_until, {DELIVERED}) IS NULL AND"
    f" date({ARRIVED}, '+' || (h.free_days + 1) || ' days') <= '{{today}}')"
)
# Cents of USD: a foreign shipment's lines by the rates of their orders; what no order gives a rate for counts nothing.
_VALUE = (
    "CASE WHEN h.currency = 'USD' THEN (SELECT COALESCE(sum(s.value_minor), 0) FROM shipment_line s WHERE s.shipment_id = h.id)"
    " ELSE (SELECT COALESCE(sum(CAST(round(s.quantity * s.price_micros / 10000.0 * o.rate_micros / 1000000) AS INTEGER)), 0)"
    " FROM shipment_line s JOIN order_line l ON l.id = s.order_line_id JOIN purchase_order o ON o.id = l.order_id"
    " AND o.currency = h.currency WHERE s.shipment_id = h.id) END"
)
_SORTS = {
    "number": "d.id IS NULL DESC, h.id",
    "title": "h.title",
    "vendor": "vendor",
    "mode": "h.mode",
    "due": "due IS NULL, due",
    "value": "value",
    "weight": "h.weight_g",
    "carrier": "carrier",
    "state": "h.state",
}


@dataclass(frozen=True, slots=True)
class ShipmentRow:
    """A shipment in the list; its value in cents of USD. `due_on` is the next milestone's day, `late_days` how late it is."""

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
    carrier: str = ""
    hazardous: bool = False
    missing: tuple[str, ...] = ()
    demurrage: Demurrage | None = None
    delivery_on: date | None = None


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
    for name in ("vendor", "carrier"):
        where.among(f"h.{name}_id", [int(one) for one in query.chosen(name)])
    marks = query.chosen("marks")
    if "hazardous" in marks:
        where.add(HAZARDOUS)
    if "controlled" in marks:
        where.add(CONTROLLED)
    if "demurrage" in marks:
        where.add(DEMURRAGE_RUNS.format(today=today.isoformat()))
    if "papers" in marks:
        where.add(f"h.id IN ({_listed(missing_papers(session))})")
    if years := query.chosen("year"):  # what of that year's orders is under way, as Home counts it
        where.add(f"{OPEN} AND h.id IN ({_UNDER_WAY} AND {in_fiscal_years('o.ordered_on', years)})")
    rows = session.execute(
        text(
            f"SELECT h.id, {NEXT_DUE} AS due, COALESCE(v.name, '') AS vendor, COALESCE(c.name, '') AS carrier,"
            f" {_VALUE} AS value,"
            " (SELECT COALESCE(sum(s.quantity), 0) FROM shipment_line s WHERE s.shipment_id = h.id) AS quantity"
            " FROM shipment h LEFT JOIN document d ON d.id = h.document_id LEFT JOIN partner v ON v.id = h.vendor_id"
            " LEFT JOIN partner c ON c.id = h.carrier_id"
            f" WHERE {where} ORDER BY {order_by(query, _SORTS, 'h.id DESC')}, h.id DESC"
        ),
        where.values,
    ).all()
    return Listing(tuple(row[0] for row in rows), (), sum(row.quantity for row in rows), sum(row.value for row in rows))


def rows(session: Session, shipment_ids: Sequence[int], *, today: date) -> list[ShipmentRow]:
    """Return the rows of these shipments, in the same order."""
    if not shipment_ids:
        return []
    wanted = _listed(shipment_ids)
    missing = missing_papers(session, shipment_ids)
    found = session.execute(
        text(
            f"SELECT h.*, d.number AS number, v.name AS vendor, c.name AS carrier, {NEXT_DUE} AS due, {OPEN} AS open,"
            f" {HAZARDOUS} AS hazardous, {ARRIVED} AS arrived_on, {DELIVERED} AS delivered_on,"
            " (SELECT COALESCE(m.forecast_on, m.planned_on) FROM milestone m WHERE m.shipment_id = h.id"
            "  AND m.kind = 'delivered') AS delivery_on,"
            " (SELECT count(*) FROM shipment_line s WHERE s.shipment_id = h.id) AS line_count,"
            " (SELECT COALESCE(sum(s.quantity), 0) FROM shipment_line s WHERE s.shipment_id = h.id) AS quantity,"
            f" {_VALUE} AS value,"
            " (SELECT COALESCE(sum(x.quantity), 0) FROM receipt_line x JOIN receiving r ON r.id = x.receiving_id"
            "  WHERE r.shipment_id = h.id AND r.state = 'posted' AND x.outcome = 'good') AS received,"
            " EXISTS (SELECT 1 FROM receiving r WHERE r.shipment_id = h.id AND r.state IN ('open', 'paused')) AS counting"
            " FROM shipment h LEFT JOIN document d ON d.id = h.document_id LEFT JOIN partner v ON v.id = h.vendor_id"
            f" LEFT JOIN partner c ON c.id = h.carrier_id WHERE h.id IN ({wanted})"
        )
    )
    by_key = {}
    for row in found:
        due = stored_day(row.due) if row.open else None
        late = (today - due).days if due is not None and due < today else 0
        terms = Terms(row.free_days, row.demurrage_minor, row.demurrage_currency, row.demurrage_cap_minor)
        until = lasts_until(stored_day(row.delivered_on), stored_day(row.demurrage_until))
        cost = None if row.history else demurrage(stored_day(row.arrived_on), until, terms, today=today)
        by_key[row.id] = ShipmentRow(
            row.id, row.number or "", row.source_number, row.title, row.vendor or "", row.mode, row.transport_number,
            row.state, bool(row.counting), due, late, row.line_count, row.quantity, row.received, row.value, row.weight_g,
            bool(row.history), row.carrier or "", bool(row.hazardous), missing.get(row.id, ()) if row.open else (), cost,
            stored_day(row.delivered_on) or stored_day(row.delivery_on),
        )  # fmt: skip
    return [by_key[key] for key in shipment_ids if key in by_key]


def missing_papers(session: Session, shipment_ids: Sequence[int] | None = None) -> dict[int, tuple[str, ...]]:
    """Return the papers that shipments under way still miss: of these shipments, else of all."""
    which = f" AND h.id IN ({_listed(shipment_ids)})" if shipment_ids is not None else ""
    there: dict[int, set[str]] = {}
    for row in session.execute(
        text(
            "SELECT p.shipment_id, p.kind FROM shipment_paper p JOIN shipment h ON h.id = p.shipment_id LEFT JOIN attachment a"
            " ON a.id = p.attachment_id AND a.removed_at IS NULL WHERE (p.required = 0 OR p.number <> ''"
            f" OR p.dated_on IS NOT NULL OR a.id IS NOT NULL){which} UNION SELECT a.subject_id, a.role FROM attachment a"
            f" JOIN shipment h ON h.id = a.subject_id WHERE a.subject_kind = 'shipment' AND a.removed_at IS NULL{which}"
        )
    ):
        there.setdefault(row[0], set()).add(row[1])
    found = {}
    for row in session.execute(
        text(f"SELECT h.id, h.mode, {HAZARDOUS} AS hazardous, {CONTROLLED} AS controlled FROM shipment h"
             f" WHERE h.direction = 'in' AND {OPEN}{which}")
    ):  # fmt: skip
        needed = papers_for(row.mode, hazardous=bool(row.hazardous), controlled=bool(row.controlled))
        lacking = tuple(kind.value for kind in needed if kind.value not in there.get(row.id, ()))
        if lacking:
            found[row.id] = lacking
    return found


def _listed(ids: Iterable[int]) -> str:
    return ",".join(str(int(one)) for one in ids) or "0"


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
    return {
        "status": tuple(found), "marks": _marks(session, today),
        "mode": tuple(Facet(row[0], row[0], row[1]) for row in modes),
        "carrier": _companies(session, "carrier"), "vendor": _companies(session, "vendor"),
    }  # fmt: skip


def _marks(session: Session, today: date) -> tuple[Facet, ...]:
    counts = session.execute(
        text(
            f"SELECT COALESCE(sum({DEMURRAGE_RUNS.format(today=today.isoformat())}), 0), COALESCE(sum({HAZARDOUS}), 0),"
            f" COALESCE(sum({CONTROLLED}), 0) FROM shipment h WHERE h.direction = 'in'"
        )
    ).one()
    marks = (
        ("papers", len(missing_papers(session))), ("demurrage", counts[0]), ("hazardous", counts[1]),
        ("controlled", counts[2]),
    )  # fmt: skip
    return tuple(Facet(key, key, count) for key, count in marks if count)


def _companies(session: Session, role: str) -> tuple[Facet, ...]:
    rows = session.execute(
        text(
            f"SELECT p.id, p.name, count(*) FROM shipment h JOIN partner p ON p.id = h.{role}_id WHERE h.direction = 'in'"
            " GROUP BY p.id ORDER BY count(*) DESC, p.name LIMIT 12"
        )
    )
    return tuple(Facet(str(row[0]), row[1], row[2]) for row in rows)
