"""The running balance of projects as of any day: ceiling, planned, committed, ordered, received, handed over.

Committed and ordered come from the journal of commitments; received and handed over are valued at what the journal says a
unit of the line cost on that day, and belong to the project that paid the line then, so that a line moved to another
project takes its goods along from that day on. Each event is worth what its line is worth after it less what it was worth
before, so the events of a line add up to its value to the cent, however they are parted.
Source: domain.md 2.2, 7 (report 6: LOA balance); scenario 10 of domain.md 8.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import text
from sqlalchemy.orm import Session

# The project that pays a line on a day: the one of which more was ordered than given back; what it committed by then.
_OWNER = (
    "paid AS (SELECT c.order_line_id AS line, c.project_id AS project, COALESCE(j.agreement_id, c.agreement_id) AS agreement,"
    " sum(c.amount_minor) AS v, sum(c.quantity) AS q, sum(c.ordered_minor) AS o FROM commitment c LEFT JOIN project j"
    " ON j.id = c.project_id WHERE c.effective_on <= :d GROUP BY 1, 2, 3),"
    " owner AS (SELECT line, project, agreement, v, q FROM paid WHERE o > 0)"
)
# The value of so many of a line in cents of USD, rounded half up once.
_VALUE = (
    "CASE WHEN w.q > 0 THEN (2 * ({q}) * w.v + w.q) / (2 * w.q)"
    " WHEN l.quantity > 0 THEN (2 * ({q}) * l.value_usd_minor + l.quantity) / (2 * l.quantity) ELSE 0 END"
)
# Accepted, and taken back by a reversal on its own day.
_RECEIPTS = (
    "SELECT x.order_line_id AS line, r.received_on AS day, x.quantity AS q, r.document_id AS document FROM receipt_line x"
    " JOIN receiving r ON r.id = x.receiving_id WHERE r.state IN ('posted', 'reversed') AND x.outcome = 'good'"
    " AND x.order_line_id {lines} AND r.received_on <= :d"
    " UNION ALL SELECT x.order_line_id, d.effective_on, -x.quantity, d.id FROM receipt_line x JOIN receiving r"
    " ON r.id = x.receiving_id JOIN document d ON d.reverses_id = r.document_id WHERE r.state = 'reversed'"
    " AND x.outcome = 'good' AND x.order_line_id {lines} AND d.effective_on <= :d"
)
_GIFTS = (
    "SELECT y.order_line_id AS line, m.effective_on AS day, CASE WHEN t.kind = 'facility' THEN m.quantity ELSE"
    " -m.quantity END AS q, m.document_id AS document FROM layer y JOIN movement m ON m.layer_id = y.id"
    " AND m.item_id = y.item_id AND m.effective_on <= :d JOIN place t ON t.id = m.to_place_id JOIN place f"
    " ON f.id = m.from_place_id WHERE y.order_line_id {lines} AND (t.kind = 'facility') <> (f.kind = 'facility')"
)
# The same total where nothing moved since: what lies at the facilities now.
_HELD = (
    "SELECT y.order_line_id AS line, b.quantity AS q FROM balance b JOIN place p ON p.id = b.place_id AND p.kind = 'facility'"
    " JOIN layer y ON y.id = b.layer_id WHERE b.real = 1 AND b.quantity > 0 AND y.order_line_id IS NOT NULL"
)


@dataclass(frozen=True, slots=True)
class Money:
    """What became of a project's or an agreement's money by a day, in cents of USD.

    Committed is what was ordered less what was canceled of it.
    """

    committed_minor: int = 0
    ordered_minor: int = 0
    received_minor: int = 0
    handed_over_minor: int = 0

    def __add__(self, other: Money) -> Money:
        """Add two projects up."""
        return Money(
            self.committed_minor + other.committed_minor, self.ordered_minor + other.ordered_minor,
            self.received_minor + other.received_minor, self.handed_over_minor + other.handed_over_minor,
        )  # fmt: skip


def by_project(session: Session, *, on: date) -> Mapping[tuple[int | None, int | None], Money]:
    """Return the money by (project, agreement); lines without a project count for their agreement alone."""
    last = session.execute(text("SELECT max(effective_on) FROM movement")).scalar() or ""
    given = _HELD if last <= on.isoformat() else f"SELECT line, q FROM ({_GIFTS.format(lines='IS NOT NULL')})"
    rows = session.execute(
        text(
            f"WITH {_OWNER}, got AS (SELECT line, sum(q) AS q FROM ({_RECEIPTS.format(lines='IS NOT NULL')}) GROUP BY 1),"
            f" given AS (SELECT line, sum(q) AS q FROM ({given}) GROUP BY 1),"
            " took AS (SELECT project, agreement, sum(v) AS v, sum(o) AS o FROM paid GROUP BY 1, 2),"
            f" worth AS (SELECT w.project, w.agreement, sum({_VALUE.format(q='COALESCE(g.q, 0)')}) AS received,"
            f"  sum({_VALUE.format(q='COALESCE(h.q, 0)')}) AS handed FROM owner w JOIN order_line l ON l.id = w.line"
            "  LEFT JOIN got g ON g.line = w.line LEFT JOIN given h ON h.line = w.line GROUP BY 1, 2)"
            " SELECT t.project, t.agreement, t.v, t.o, COALESCE(w.received, 0), COALESCE(w.handed, 0) FROM took t"
            " LEFT JOIN worth w ON w.project IS t.project AND w.agreement IS t.agreement"
        ),
        {"d": on.isoformat()},
    )
    return {(row[0], row[1]): Money(row[2], row[3], row[4], row[5]) for row in rows}


@dataclass(frozen=True, slots=True)
class YearMoney:
    """What was committed, ordered, received and handed over in one year, in cents of USD."""

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
    found: dict[int, list[int]] = {}
    taken = session.execute(
        text(
            f"SELECT {year.format(day='c.effective_on')} AS y, sum(c.amount_minor), sum(c.ordered_minor) FROM commitment c"
            " LEFT JOIN project j ON j.id = c.project_id WHERE c.effective_on <= :d"
            " AND (:a IS NULL OR COALESCE(j.agreement_id, c.agreement_id) IS :a) GROUP BY 1"
        ),
        values,
    )
    for row in taken:
        found[row[0]] = [row[1], row[2], 0, 0]
    for at, events in ((2, _RECEIPTS), (3, _GIFTS)):
        query = (
            f"{_worth(events)} SELECT {year.format(day='day')} AS y, sum(amount) FROM worth WHERE {_MINE} GROUP BY 1"
        )
        for row in session.execute(text(query), values):
            found.setdefault(row[0], [0, 0, 0, 0])[at] += row[1]
    return [YearMoney(one, Money(*found[one])) for one in sorted(found)]


_MINE = "(:a IS NULL OR agreement IS :a)"


def _worth(events: str) -> str:
    """SQL for `worth`: each event of the agreement :a (None: of all) with its units and worth in cents of USD."""
    return (
        f"WITH {_OWNER}, mine AS (SELECT line FROM owner WHERE {_MINE}), e AS ({events.format(lines='IN mine')}), n AS (SELECT line, day, document, sum(q) AS q FROM e GROUP BY 1, 2, 3),"
        " c AS (SELECT line, day, document, q, sum(q) OVER (PARTITION BY line ORDER BY day, document) AS total FROM n),"
        " worth AS (SELECT w.project, w.agreement, c.line, c.day, c.document, c.q,"
        f" {_VALUE.format(q='c.total')} - {_VALUE.format(q='c.total - c.q')} AS amount FROM c JOIN owner w ON w.line = c.line"
        " JOIN order_line l ON l.id = c.line)"
    )


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that makes a figure: an order line taking or giving back, goods accepted or handed over.

    `document` is the number under which it happened; amounts in cents of USD, what takes back is negative.
    """

    order_id: int
    order: str
    line_no: int
    item: str
    project_id: int | None
    project: str
    on: date
    document: str
    reason: str
    quantity: int
    amount_minor: int


def events(
    session: Session, figure: str, agreement_id: int, project_id: int | None = None, *, whole: bool = False, on: date
) -> list[Event]:
    """Return what makes a figure by a day: "committed", "ordered", "received" or "handed"; oldest first.

    Of one project (None: of what names no project), or of the `whole` agreement.
    """
    mine = ":a IS {agreement}" + ("" if whole else " AND {project} IS :p")
    if figure in ("committed", "ordered"):
        amount = "c.amount_minor" if figure == "committed" else "c.ordered_minor"
        source = (
            f"SELECT c.order_id, c.order_line_id AS line, c.effective_on AS day, c.quantity AS q, {amount} AS amount, c.reason,"
            " '' AS document, c.id AS n, c.project_id AS project FROM commitment c LEFT JOIN project j ON j.id = c.project_id"
            f" WHERE c.effective_on <= :d AND "
            + mine.format(agreement="COALESCE(j.agreement_id, c.agreement_id)", project="c.project_id")
        )
        query = f"WITH x AS ({source})"
    else:
        query = (
            f"{_worth(_RECEIPTS if figure == 'received' else _GIFTS)}, x AS (SELECT l.order_id, w.line, w.day, w.q, w.amount,"
            " '' AS reason, COALESCE(d.number, '') AS document, w.document AS n, w.project FROM worth w JOIN order_line l"
            f" ON l.id = w.line LEFT JOIN document d ON d.id = w.document WHERE {mine.format(agreement='w.agreement', project='w.project')})"
        )
    found = session.execute(
        text(
            f"{query} SELECT x.order_id, COALESCE(d.number, o.source_number, o.title), COALESCE(l.line_no, 0),"
            " COALESCE(i.name || CASE WHEN v.size = '' THEN '' ELSE ', ' || v.size END, l.description, '—'), x.project,"
            " COALESCE(j.code, ''), x.day, x.document, x.reason, x.q, x.amount FROM x JOIN purchase_order o ON o.id = x.order_id"
            " LEFT JOIN document d ON d.id = o.document_id LEFT JOIN order_line l ON l.id = x.line LEFT JOIN variant v"
            " ON v.id = l.variant_id LEFT JOIN item i ON i.id = v.item_id LEFT JOIN project j ON j.id = x.project"
            " WHERE x.amount <> 0 ORDER BY x.day, x.n, l.line_no"
        ),
        {"d": on.isoformat(), "a": agreement_id, "p": project_id},
    )
    return [
        Event(
            row[0], row[1], row[2], row[3], row[4], row[5], date.fromisoformat(row[6]), row[7], row[8], row[9], row[10]
        )
        for row in found
    ]  # fmt: skip


def planned(session: Session, *, on: date) -> Mapping[int, int]:
    """Return by project what approved plans still want to order, in cents of USD by the catalog's prices.

    A plan counts from the day of its approval. How many of an item its own order lines took is no longer planned, at
    whatever price they were ordered.
    """
    rows = session.execute(
        text(
            "WITH need AS (SELECT requirement_id AS r, item_id AS item, sum(quantity) AS q FROM requirement_need GROUP BY 1, 2),"
            " done AS (SELECT o.requirement_id AS r, v.item_id AS item, sum(c.quantity) AS q FROM requirement_order o"
            "  JOIN commitment c ON c.order_line_id = o.order_line_id JOIN order_line l ON l.id = o.order_line_id"
            "  JOIN variant v ON v.id = l.variant_id WHERE c.effective_on <= :d GROUP BY 1, 2)"
            " SELECT r.project_id, sum(max(0, need.q - COALESCE(done.q, 0)) * i.price_micros) / 10000 FROM requirement r"
            " JOIN need ON need.r = r.id JOIN item i ON i.id = need.item AND i.currency = 'USD'"
            " LEFT JOIN done ON done.r = r.id AND done.item = need.item WHERE r.state = 'approved'"
            " AND substr(r.decided_at, 1, 10) <= :d AND r.project_id IS NOT NULL GROUP BY 1"
        ),
        {"d": on.isoformat()},
    )
    return {row[0]: row[1] for row in rows}
