"""The list of receivings: counting, paused, posted, reversed; and what one brought. Source: domain.md 2.5."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, text
from sqlalchemy.orm import Session

from inl_logistics.database.conditions import Conditions, order_by
from inl_logistics.kernel.dates import instant_from_text, stored_day
from inl_logistics.kernel.listing import Facet, Listing, ListQuery
from inl_logistics.ledger.places import name_sql

_ROW = f"""
WITH shown AS (SELECT r.id, COALESCE(d.number, '') AS number, COALESCE(h.number, s.title) AS shipment, s.title,
  COALESCE(v.name, '') AS vendor, COALESCE(v.id, 0) AS vendor_id, {name_sql("p")} AS store, r.state, r.received_on,
  r.started_at, r.final, CASE WHEN r.state = 'posted' AND r.final = 0 THEN 'part' ELSE r.state END AS status,
  u.name AS started_by, COALESCE(b.good, c.good, 0) AS good, COALESCE(b.aside, c.aside, 0) AS aside,
  COALESCE(b.value, 0) AS value, COALESCE(c.people, '') AS people, COALESCE((SELECT y.number FROM discrepancy x
  JOIN document y ON y.id = x.document_id WHERE x.receiving_id = r.id LIMIT 1), '') AS discrepancy
  FROM receiving r JOIN shipment s ON s.id = r.shipment_id JOIN place p ON p.id = r.place_id
  JOIN user_account u ON u.id = r.started_by LEFT JOIN document d ON d.id = r.document_id
  LEFT JOIN document h ON h.id = s.document_id LEFT JOIN partner v ON v.id = s.vendor_id
  LEFT JOIN (SELECT x.receiving_id, sum(CASE WHEN x.outcome = 'good' THEN x.quantity ELSE 0 END) AS good,
   sum(CASE WHEN x.outcome <> 'good' THEN x.quantity ELSE 0 END) AS aside,
   sum(x.quantity * y.price_usd_micros) AS value FROM receipt_line x JOIN layer y ON y.id = x.layer_id GROUP BY 1) b
   ON b.receiving_id = r.id
  LEFT JOIN (SELECT c.receiving_id, sum(CASE WHEN c.outcome = 'good' THEN c.quantity ELSE 0 END) AS good,
   sum(CASE WHEN c.outcome IN ('damaged', 'wrong', 'set-aside') THEN c.quantity ELSE 0 END) AS aside,
   group_concat(DISTINCT CASE WHEN c.counter = '' THEN a.name ELSE c.counter END) AS people FROM scan c
   JOIN user_account a ON a.id = c.by WHERE c.undone = 0 GROUP BY 1) c ON c.receiving_id = r.id)
"""
_SORTS = {
    "number": "number = '' DESC, id", "shipment": "shipment", "vendor": "vendor", "good": "good",
    "received_on": "received_on IS NULL DESC, received_on", "store": "store", "value": "value",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ReceivingRow:
    """A receiving in the list; units of issue, value in cents of USD. `status`: open, paused, part, posted, reversed…"""

    key: int
    number: str
    shipment: str
    title: str
    vendor: str
    store: str
    status: str
    received_on: date | None
    started_at: datetime
    started_by: str
    counted_by: tuple[str, ...]
    good: int
    aside: int
    value_minor: int
    discrepancy: str


def keys(session: Session, query: ListQuery, *, today: date) -> Listing:  # noqa: ARG001 - every list asks alike
    """Return the receivings that match, those being counted first, then the newest."""
    where = Conditions()
    where.words("(lower(number || ' ' || shipment || ' ' || title || ' ' || vendor || ' ' || discrepancy) LIKE {word})",
                query.search)  # fmt: skip
    where.among("status", query.chosen("status"))
    where.among("vendor_id", [int(one) for one in query.chosen("vendor")])
    order = order_by(query, _SORTS, "status IN ('open', 'paused') DESC, id DESC")
    found = session.execute(
        text(f"{_ROW} SELECT id, good, value FROM shown WHERE {where} ORDER BY {order}, id DESC"), where.values
    ).all()
    value = round(sum(row.value for row in found) / 10_000)
    return Listing(tuple(row.id for row in found), (), sum(row.good for row in found), value)


def rows(session: Session, receiving_ids: Sequence[int], *, today: date) -> list[ReceivingRow]:  # noqa: ARG001
    """Return the rows of these receivings, in the same order."""
    wanted = ",".join(str(int(one)) for one in receiving_ids) or "0"
    found = {row.id: _row(row) for row in session.execute(text(f"{_ROW} SELECT * FROM shown WHERE id IN ({wanted})"))}
    return [found[key] for key in receiving_ids if key in found]


def _row(row: Row[Any]) -> ReceivingRow:
    return ReceivingRow(
        row.id, row.number, row.shipment or "", row.title, row.vendor, row.store, row.status, stored_day(row.received_on),
        instant_from_text(row.started_at), row.started_by, tuple(filter(None, row.people.split(","))), row.good, row.aside,
        round(row.value / 10_000), row.discrepancy,
    )  # fmt: skip


def facets(session: Session, *, today: date) -> dict[str, tuple[Facet, ...]]:  # noqa: ARG001
    """Return the filter options of the list."""
    states = session.execute(text(f"{_ROW} SELECT status, count(*) FROM shown GROUP BY 1 ORDER BY 1"))
    vendors = session.execute(
        text(f"{_ROW} SELECT vendor_id, vendor, count(*) FROM shown WHERE vendor <> '' GROUP BY 1 ORDER BY 2")
    )
    return {
        "status": tuple(Facet(row[0], row[0], row[1]) for row in states),
        "vendor": tuple(Facet(str(row[0]), row[1], row[2]) for row in vendors),
    }


def detail(session: Session, receiving_id: int, *, today: date) -> ReceivingRow | None:
    """Return one receiving, or None."""
    return next(iter(rows(session, [receiving_id], today=today)), None)
