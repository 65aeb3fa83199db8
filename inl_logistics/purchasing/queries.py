"""Questions about purchase orders: the list, one order whole, what became of each line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import text
from sqlalchemy.orm import Session

from inl_logistics.database.conditions import Conditions, in_fiscal_years, order_by
from inl_logistics.kernel.dates import stored_day
from inl_logistics.kernel.listing import Facet, Listing, ListQuery
from inl_logistics.kernel.values import value_left
from inl_logistics.purchasing import past

_TWICE = "(2 * l.value_usd_minor * (l.quantity - l.canceled_quantity) + l.quantity)"
# What is left of a line's value in cents of USD, rounded half-even as `value_left` does it.
_LEFT = (
    f"CASE WHEN l.canceled_quantity = 0 THEN l.value_usd_minor ELSE {_TWICE} / (2 * l.quantity)"
    f" - ({_TWICE} % (2 * l.quantity) = 0 AND {_TWICE} / (2 * l.quantity) % 2 = 1) END"
)
# Units of issue over an order's lines: ordered (less canceled), shipped, accepted, handed over.
_FATE = """
SELECT l.order_id, sum(l.quantity - l.canceled_quantity) AS ordered, sum({left}) AS value,
  count(*) AS lines,
  sum(COALESCE((SELECT sum(s.quantity) FROM shipment_line s JOIN shipment h ON h.id = s.shipment_id
    WHERE s.order_line_id = l.id AND h.state NOT IN ('draft', 'canceled')), 0)) AS shipped,
  sum(COALESCE((SELECT sum(x.quantity) FROM receipt_line x JOIN receiving r ON r.id = x.receiving_id
    WHERE x.order_line_id = l.id AND r.state = 'posted' AND x.outcome = 'good'), 0)) AS received
FROM order_line l {where} GROUP BY l.order_id
"""
_SORTS = {
    "number": "d.id IS NULL DESC, o.id",
    "title": "o.title",
    "vendor": "vendor",
    "ordered_on": "o.ordered_on",
    "need_by": "o.need_by IS NULL, o.need_by",
    "value": "f.value",
    "state": "status",
}


@dataclass(frozen=True, slots=True)
class OrderRow:
    """An order in the list; value in cents of USD, quantities in units of issue."""

    key: int
    number: str
    source_number: str
    title: str
    vendor: str
    project: str
    ordered_on: date | None
    need_by: date | None
    status: str
    lines: int
    ordered: int
    shipped: int
    received: int
    value_minor: int
    export_authorization: str = ""
    handed_over: int = 0


def _status(today: str) -> str:
    """SQL for the computed state: stored ones, else part shipped, complete or late. Source: ui.md 7."""
    return (
        "CASE WHEN o.state <> 'placed' THEN o.state WHEN o.history = 1 THEN 'complete'"
        " WHEN f.ordered > 0 AND f.received >= f.ordered THEN 'complete'"
        f" WHEN o.need_by < '{today}' THEN 'late' WHEN f.shipped > 0 THEN 'part-shipped' ELSE 'ordered' END"
    )


def _from() -> str:
    return (
        f" FROM purchase_order o LEFT JOIN ({_FATE.format(left=_LEFT, where='')}) f ON f.order_id = o.id"
        " LEFT JOIN document d ON d.id = o.document_id LEFT JOIN partner v ON v.id = o.vendor_id"
        " LEFT JOIN project j ON j.id = o.project_id"
    )


def keys(session: Session, query: ListQuery, *, today: date) -> Listing:
    """Return the orders that match, newest first unless said otherwise."""
    where = Conditions()
    where.found("o.id", "order", query.search)
    where.among("status", query.chosen("status"))
    where.among("o.id", [int(one) for one in query.chosen("order")])
    where.among("o.vendor_id", [int(one) for one in query.chosen("vendor")])
    where.among("o.project_id", [int(one) for one in query.chosen("project")])
    where.among("o.agreement_id", [int(one) for one in query.chosen("agreement")])
    where.among("o.currency", query.chosen("currency"))
    if years := query.chosen("fiscal"):
        where.add(in_fiscal_years("o.ordered_on", years))
    if years := query.chosen("year"):
        where.add(
            f"{in_fiscal_years('o.ordered_on', years)} AND o.state NOT IN ('draft', 'canceled') AND o.history = 0"
        )
    rows = session.execute(
        text(
            f"SELECT o.id, {_status(today.isoformat())} AS status, COALESCE(v.name, '') AS vendor, f.ordered, f.value"
            f"{_from()} WHERE {where} ORDER BY {order_by(query, _SORTS, 'o.id DESC')}, o.id DESC"
        ),
        where.values,
    ).all()
    return Listing(
        tuple(row[0] for row in rows), (), sum(row[3] or 0 for row in rows), sum(row[4] or 0 for row in rows)
    )


def rows(session: Session, order_ids: Sequence[int], *, today: date) -> list[OrderRow]:
    """Return the rows of these orders, in the same order."""
    if not order_ids:
        return []
    wanted = ",".join(str(int(one)) for one in order_ids)
    found = session.execute(
        text(
            "SELECT o.id, COALESCE(d.number, '') AS number, o.source_number, o.title, COALESCE(v.name, '') AS vendor,"
            f" COALESCE(j.code, '') AS project, o.ordered_on, o.need_by, {_status(today.isoformat())} AS status, f.lines,"
            " f.ordered, f.shipped, f.received, f.value, o.export_authorization, COALESCE((SELECT sum(b.quantity) FROM order_line l"
            " JOIN layer y ON y.order_line_id = l.id JOIN balance b ON b.layer_id = y.id JOIN place p ON p.id = b.place_id"
            " AND p.kind = 'facility' WHERE l.order_id = o.id), 0) AS handed FROM purchase_order o"
            f" LEFT JOIN ({_FATE.format(left=_LEFT, where=f'WHERE l.order_id IN ({wanted})')}) f ON f.order_id = o.id"
            " LEFT JOIN document d ON d.id = o.document_id LEFT JOIN partner v ON v.id = o.vendor_id"
            f" LEFT JOIN project j ON j.id = o.project_id WHERE o.id IN ({wanted})"
        )
    )
    by_key = {
        row.id: OrderRow(
            row.id, row.number, row.source_number, row.title, row.vendor, row.project, stored_day(row.ordered_on),
            stored_day(row.need_by), row.status, row.lines or 0, row.ordered or 0, row.shipped or 0, row.received or 0,
            row.value or 0, row.export_authorization, row.handed,
        )
        for row in found
    }  # fmt: skip
    return [by_key[key] for key in order_ids if key in by_key]


def facets(session: Session, *, today: date) -> dict[str, tuple[Facet, ...]]:
    """Return the filter options of the order list."""
    states = session.execute(
        text(f"SELECT {_status(today.isoformat())} AS status, count(*){_from()} GROUP BY status ORDER BY status")
    )
    vendors = session.execute(
        text(
            "SELECT v.id, v.name, count(*) FROM purchase_order o JOIN partner v ON v.id = o.vendor_id GROUP BY v.id ORDER BY v.name"
        )
    )
    return {
        "status": tuple(Facet(row[0], row[0], row[1]) for row in states),
        "vendor": tuple(Facet(str(row[0]), row[1], row[2]) for row in vendors),
        "project": _counted(
            session,
            "SELECT j.id, j.code, count(*) FROM purchase_order o JOIN project j ON j.id = o.project_id GROUP BY 1 ORDER BY 2",
        ),
        "agreement": _counted(
            session,
            "SELECT a.id, a.number, count(*) FROM purchase_order o JOIN agreement a ON a.id = o.agreement_id GROUP BY 1 ORDER BY 2",
        ),
        "fiscal": tuple(
            Facet(one.key, f"FY {one.title}", one.count)
            for one in _counted(
                session,
                "SELECT CAST(substr(ordered_on, 1, 4) AS INTEGER) + (substr(ordered_on, 6, 2) >= '10') AS y,"
                " CAST(substr(ordered_on, 1, 4) AS INTEGER) + (substr(ordered_on, 6, 2) >= '10'), count(*) FROM purchase_order"
                " WHERE ordered_on IS NOT NULL GROUP BY y ORDER BY y DESC",
            )
        ),
        "currency": _counted(session, "SELECT currency, currency, count(*) FROM purchase_order GROUP BY 1 ORDER BY 1"),
    }


def _counted(session: Session, query: str) -> tuple[Facet, ...]:
    return tuple(Facet(str(row[0]), str(row[1]), row[2]) for row in session.execute(text(query)))


@dataclass(frozen=True, slots=True)
class OrderLineRow:
    """One line and what became of it, in units of issue; price in millionths of the order's currency.

    `shipped` are on shipments that are booked, `drafted` on those that are not yet.
    """

    id: int
    line_no: int
    variant_id: int | None
    item: str
    code: str
    description: str
    quantity: int
    canceled: int
    unit: str
    price_micros: int
    value_minor: int
    shipped: int
    received: int
    handed_over: int
    project: str
    vendor_item: str
    project_id: int | None = None
    source_ref: str = ""
    origin: str = ""
    warranty_months: int | None = None
    min_life_months: int | None = None
    serial_list: bool = False
    lot_required: bool = False
    drafted: int = 0

    @property
    def to_ship(self) -> int:
        """How many are on no shipment yet, booked or drafted."""
        return max(0, self.quantity - self.canceled - self.shipped - self.drafted)

    @property
    def left_minor(self) -> int:
        """What the line is worth less what was canceled of it."""
        return value_left(self.value_minor, self.quantity, self.canceled)


@dataclass(frozen=True, slots=True)
class OrderShipment:
    """A shipment that carries something of an order."""

    id: int
    number: str
    title: str
    state: str
    quantity: int


@dataclass(frozen=True, slots=True)
class OrderDetail:
    """One order whole."""

    id: int
    version: int
    number: str
    state: str
    status: str
    title: str
    vendor_id: int | None
    vendor: str
    recipient_id: int | None
    agreement_id: int | None
    agreement: str
    project_id: int | None
    project: str
    source_number: str
    contract_number: str
    fund_cite: str
    incoterm: str
    incoterm_place: str
    ordered_on: date | None
    need_by: date | None
    currency: str
    rate_micros: int
    rate_on: date | None
    remarks: str
    export_authorization: str
    history: bool
    lines: tuple[OrderLineRow, ...]
    shipments: tuple[OrderShipment, ...]
    more: dict[str, str]
    closed_reason: str
    closed_on: date | None
    amendments: tuple[past.AmendmentRow, ...]
    approvals: tuple[past.UsedApproval, ...]
    requirements: tuple[tuple[int, str], ...]
    sealed: bool = False


MORE = (
    "amendment", "pr_number", "appropriation", "allotment", "obligation_number", "object_code", "ship_to", "mark_for",
    "consignee", "inspection_point", "cor", "gtm", "packing", "marking", "hazmat",
)  # fmt: skip


def detail(session: Session, order_id: int, *, today: date) -> OrderDetail | None:
    """Return one order with its lines and shipments, or None."""
    row = session.execute(
        text(
            "SELECT o.*, EXISTS (SELECT 1 FROM seal e WHERE e.document_id = o.document_id) AS sealed, d.number AS number, v.name AS vendor,"
            f" a.number AS agreement, j.code AS project,"
            f" {_status(today.isoformat())} AS status FROM purchase_order o"
            f" LEFT JOIN ({_FATE.format(left=_LEFT, where='WHERE l.order_id = :o')}) f ON f.order_id = o.id"
            " LEFT JOIN document d ON d.id = o.document_id LEFT JOIN partner v ON v.id = o.vendor_id"
            " LEFT JOIN agreement a ON a.id = o.agreement_id LEFT JOIN project j ON j.id = o.project_id WHERE o.id = :o"
        ),
        {"o": order_id},
    ).first()
    if row is None:
        return None
    shipments = session.execute(
        text(
            "SELECT h.id, COALESCE(d.number, '') AS number, h.title, h.state, sum(s.quantity) AS quantity FROM shipment h"
            " JOIN shipment_line s ON s.shipment_id = h.id JOIN order_line l ON l.id = s.order_line_id"
            " LEFT JOIN document d ON d.id = h.document_id WHERE l.order_id = :o GROUP BY h.id ORDER BY h.id"
        ),
        {"o": order_id},
    )
    return OrderDetail(
        row.id, row.version, row.number or "", row.state, row.status, row.title, row.vendor_id, row.vendor or "",
        row.recipient_id, row.agreement_id, row.agreement or "", row.project_id, row.project or "", row.source_number,
        row.contract_number, row.fund_cite, row.incoterm, row.incoterm_place, stored_day(row.ordered_on),
        stored_day(row.need_by), row.currency, row.rate_micros, stored_day(row.rate_on), row.remarks,
        row.export_authorization, bool(row.history), lines(session, order_id),
        tuple(OrderShipment(one.id, one.number, one.title, one.state, one.quantity) for one in shipments),
        {name: row._mapping[name] for name in MORE}, row.closed_reason, stored_day(row.closed_on),
        past.amendments(session, order_id), past.approvals(session, order_id), past.requirements(session, order_id),
        bool(row.sealed),
    )  # fmt: skip


def lines(session: Session, order_id: int) -> tuple[OrderLineRow, ...]:
    """Return the lines of an order with what was shipped, accepted and handed over of each."""
    found = session.execute(
        text(
            "SELECT l.id, l.line_no, l.variant_id, COALESCE(i.name || CASE WHEN v.size = '' THEN '' ELSE ', ' || v.size END,"
            " l.description) AS item, COALESCE(v.code, '') AS code, l.description, l.quantity, l.canceled_quantity,"
            " COALESCE(v.unit_of_issue, '') AS unit, l.price_micros, l.value_minor,"
            " COALESCE((SELECT sum(s.quantity) FROM shipment_line s JOIN shipment h ON h.id = s.shipment_id"
            "  WHERE s.order_line_id = l.id AND h.state NOT IN ('draft', 'canceled')), 0) AS shipped,"
            " COALESCE((SELECT sum(x.quantity) FROM receipt_line x JOIN receiving r ON r.id = x.receiving_id"
            "  WHERE x.order_line_id = l.id AND r.state = 'posted' AND x.outcome = 'good'), 0) AS received,"
            " COALESCE((SELECT sum(b.quantity) FROM layer y JOIN balance b ON b.layer_id = y.id JOIN place p"
            "  ON p.id = b.place_id WHERE y.order_line_id = l.id AND p.kind = 'facility'), 0) AS handed_over,"
            " COALESCE(j.code, '') AS project, l.vendor_item, l.project_id, l.source_ref, l.origin, l.warranty_months,"
            " l.min_life_months, l.serial_list, l.lot_required, COALESCE((SELECT sum(s.quantity) FROM shipment_line s"
            "  JOIN shipment h ON h.id = s.shipment_id WHERE s.order_line_id = l.id AND h.state = 'draft'), 0) AS drafted"
            " FROM order_line l LEFT JOIN variant v ON v.id = l.variant_id"
            " LEFT JOIN item i ON i.id = v.item_id LEFT JOIN project j ON j.id = l.project_id"
            " WHERE l.order_id = :o ORDER BY l.line_no"
        ),
        {"o": order_id},
    )
    return tuple(OrderLineRow(*row) for row in found)


def vendor_options(session: Session) -> list[tuple[int, str]]:
    """Return the vendors to choose from."""
    return [
        (row.id, row.name)
        for row in session.execute(
            text("SELECT id, name FROM partner WHERE kind = 'vendor' AND retired_on IS NULL ORDER BY name")
        )
    ]


def agreement_options(session: Session) -> list[tuple[int, str]]:
    """Return the agreements to choose from."""
    rows = session.execute(text("SELECT id, number, title FROM agreement ORDER BY number"))
    return [(row.id, f"{row.number} · {row.title}" if row.title else row.number) for row in rows]


def project_options(session: Session, agreement_id: int | None = None) -> list[tuple[int, str]]:
    """Return the projects to choose from, of one agreement where one is given."""
    rows = session.execute(
        text("SELECT id, code, name FROM project WHERE :a IS NULL OR agreement_id = :a ORDER BY code"),
        {"a": agreement_id},
    )
    return [(row.id, f"{row.code} · {row.name}" if row.name else row.code) for row in rows]
