"""The running balance of projects as of any day: ceiling, planned, ordered, received, handed over.

Ordered comes from the journal of commitments; received and handed over are valued at the order line's price and belong to
the project that paid the line on that day, so that a line moved to another project takes its goods along from that day on.
Source: domain.md 2.2, 7 (report 6: LOA balance); scenario 10 of domain.md 8.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import text
from sqlalchemy.orm import Session

# The project that pays a line on a day: the one that took more of it than it gave back.
_OWNER = (
    "owner AS (SELECT order_line_id AS line, project_id AS project, agreement_id AS agreement FROM commitment"
    " WHERE effective_on <= :d GROUP BY 1, 2, 3 HAVING sum(amount_minor) > 0)"
)
# The value of so many of a line in cents of USD, rounded half up once.
_VALUE = "CASE WHEN l.quantity > 0 THEN (2 * {q} * l.value_usd_minor + l.quantity) / (2 * l.quantity) ELSE 0 END"
_RECEIVED = (
    "got AS (SELECT x.order_line_id AS line, sum(x.quantity) AS q FROM receipt_line x JOIN receiving r"
    " ON r.id = x.receiving_id WHERE r.state = 'posted' AND x.outcome = 'good' AND x.order_line_id IS NOT NULL"
    " AND r.received_on <= :d GROUP BY 1)"
)
_HANDED = (
    "given AS (SELECT y.order_line_id AS line, sum(CASE WHEN t.kind = 'facility' THEN m.quantity ELSE 0 END)"
    " - sum(CASE WHEN f.kind = 'facility' THEN m.quantity ELSE 0 END) AS q FROM layer y JOIN movement m"
    " ON m.layer_id = y.id AND m.item_id = y.item_id AND m.effective_on <= :d JOIN place t ON t.id = m.to_place_id"
    " JOIN place f ON f.id = m.from_place_id WHERE y.order_line_id IS NOT NULL GROUP BY 1)"
)


@dataclass(frozen=True, slots=True)
class Money:
    """What became of a project's or an agreement's money by a day, in cents of USD."""

    ordered_minor: int = 0
    received_minor: int = 0
    handed_over_minor: int = 0

    def __add__(self, other: Money) -> Money:
        """Add two projects up."""
        return Money(
            self.ordered_minor + other.ordered_minor, self.received_minor + other.received_minor,
            self.handed_over_minor + other.handed_over_minor,
        )  # fmt: skip


def by_project(session: Session, *, on: date) -> Mapping[tuple[int | None, int | None], Money]:
    """Return the money by (project, agreement); lines without a project count for their agreement alone."""
    rows = session.execute(
        text(
            f"WITH {_OWNER}, {_RECEIVED}, {_HANDED},"
            " took AS (SELECT project_id AS project, agreement_id AS agreement, sum(amount_minor) AS v FROM commitment"
            "  WHERE effective_on <= :d GROUP BY 1, 2),"
            f" worth AS (SELECT w.project, w.agreement, sum({_VALUE.format(q='COALESCE(g.q, 0)')}) AS received,"
            f"  sum({_VALUE.format(q='COALESCE(h.q, 0)')}) AS handed FROM owner w JOIN order_line l ON l.id = w.line"
            "  LEFT JOIN got g ON g.line = w.line LEFT JOIN given h ON h.line = w.line GROUP BY 1, 2)"
            " SELECT t.project, t.agreement, t.v, COALESCE(w.received, 0), COALESCE(w.handed, 0) FROM took t"
            " LEFT JOIN worth w ON w.project IS t.project AND w.agreement IS t.agreement"
        ),
        {"d": on.isoformat()},
    )
    return {(row[0], row[1]): Money(row[2], row[3], row[4]) for row in rows}


@dataclass(frozen=True, slots=True)
class YearMoney:
    """What was ordered, received and handed over in one year, in cents of USD."""

    year: int
    money: Money


def by_year(session: Session, agreement_id: int | None, *, on: date, fiscal: bool) -> list[YearMoney]:
    """Return the money of each year through a day: fiscal years begin on 1 October, calendar years on 1 January.

    The sum over the years is the balance of the day, whichever years are taken. None asks for all agreements.
    """
    values = {"d": on.isoformat(), "a": agreement_id}
    year = "CAST(substr({day}, 1, 4) AS INTEGER)"
    if fiscal:
        year += " + (substr({day}, 6, 2) >= '10')"
    mine = "(:a IS NULL OR {t}.agreement{id} IS :a)"
    found: dict[int, list[int]] = {}
    # Cumulative worth by line: a year's share is what is worth through its last day less what was through the one before,
    # so that rounding never adds a cent.
    ordered = session.execute(
        text(
            f"SELECT {year.format(day='effective_on')} AS y, sum(amount_minor) FROM commitment c WHERE effective_on <= :d"
            f" AND {mine.format(t='c', id='_id')} GROUP BY 1"
        ),
        values,
    )
    for row in ordered:
        found.setdefault(row[0], [0, 0, 0])[0] += row[1]
    for at, events in ((1, _RECEIPTS), (2, _GIFTS)):
        for row in session.execute(text(_worth_by_year(events, year, mine)), values):
            found.setdefault(row[0], [0, 0, 0])[at] += row[1]
    return [YearMoney(one, Money(*found[one])) for one in sorted(found)]


_RECEIPTS = (
    "SELECT x.order_line_id AS line, r.received_on AS day, x.quantity AS q FROM receipt_line x JOIN receiving r"
    " ON r.id = x.receiving_id WHERE r.state = 'posted' AND x.outcome = 'good' AND x.order_line_id IS NOT NULL"
    " AND r.received_on <= :d"
)
_GIFTS = (
    "SELECT y.order_line_id AS line, m.effective_on AS day, CASE WHEN t.kind = 'facility' THEN m.quantity ELSE"
    " -m.quantity END AS q FROM layer y JOIN movement m ON m.layer_id = y.id AND m.item_id = y.item_id"
    " AND m.effective_on <= :d JOIN place t ON t.id = m.to_place_id JOIN place f ON f.id = m.from_place_id"
    " WHERE y.order_line_id IS NOT NULL AND (t.kind = 'facility') <> (f.kind = 'facility')"
)


def _worth_by_year(events: str, year: str, mine: str) -> str:
    """SQL for (year, worth): each line's cumulative worth at the end of a year less that of the year before."""
    return (
        f"WITH {_OWNER}, e AS ({events}), n AS (SELECT line, {year.format(day='day')} AS y, sum(q) AS q FROM e GROUP BY 1, 2),"
        " c AS (SELECT n.line, n.y, sum(n.q) OVER (PARTITION BY n.line ORDER BY n.y) AS total FROM n),"
        f" v AS (SELECT c.line, c.y, {_VALUE.format(q='c.total')} AS worth FROM c JOIN order_line l ON l.id = c.line)"
        " SELECT v.y, sum(v.worth - COALESCE((SELECT p.worth FROM v p WHERE p.line = v.line AND p.y < v.y"
        f" ORDER BY p.y DESC LIMIT 1), 0)) FROM v JOIN owner w ON w.line = v.line WHERE {mine.format(t='w', id='')} GROUP BY 1"
    )


def planned(session: Session, *, on: date) -> Mapping[int, int]:
    """Return by project what approved plans still want to order, in cents of USD by the catalog's prices.

    A plan counts from the day of its approval; what its own order lines took is no longer planned.
    """
    rows = session.execute(
        text(
            "WITH cost AS (SELECT n.requirement_id AS r, sum(n.quantity * i.price_micros) / 10000 AS v FROM requirement_need n"
            " JOIN item i ON i.id = n.item_id AND i.currency = 'USD' GROUP BY 1),"
            " done AS (SELECT q.requirement_id AS r, sum(c.amount_minor) AS v FROM requirement_order q JOIN commitment c"
            "  ON c.order_line_id = q.order_line_id WHERE c.effective_on <= :d GROUP BY 1)"
            " SELECT r.project_id, sum(max(0, cost.v - COALESCE(done.v, 0))) FROM requirement r JOIN cost ON cost.r = r.id"
            " LEFT JOIN done ON done.r = r.id WHERE r.state = 'approved' AND substr(r.decided_at, 1, 10) <= :d"
            " AND r.project_id IS NOT NULL GROUP BY 1"
        ),
        {"d": on.isoformat()},
    )
    return {row[0]: row[1] for row in rows}
