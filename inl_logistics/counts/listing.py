"""The list of counts with how right each was, accuracy over time, and what is due to be counted. Source: domain.md 2.6."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Row, text
from sqlalchemy.orm import Session

from inl_logistics.database.conditions import Conditions, order_by
from inl_logistics.kernel.dates import stored_day
from inl_logistics.kernel.listing import Facet, Listing, ListQuery
from inl_logistics.settings.declared import RULES, get

# `status` is what the chip says: planned, counting, different, matched (looked at or posted), canceled.
_ROW = """
WITH shown AS (SELECT c.id, COALESCE(d.number, '') AS number, c.title, c.kind, c.state, COALESCE(s.name, '') AS store,
  COALESCE(c.store_id, 0) AS store_id, c.counter_one, c.counter_two, c.planned_on, c.counted_on,
  CASE WHEN c.state = 'checked' THEN CASE WHEN c.different > 0 THEN 'different' ELSE 'matched' END
   WHEN c.state = 'posted' THEN CASE WHEN k.matched < k.lines THEN 'adjusted' ELSE 'matched-posted' END
   ELSE c.state END AS status,
  COALESCE(k.lines, (SELECT count(*) FROM counting_line l WHERE l.counting_id = c.id)) AS lines,
  (SELECT count(*) FROM counting_line l WHERE l.counting_id = c.id AND EXISTS (SELECT 1 FROM counting_scan x
   WHERE x.line_id = l.id AND x.undone = 0 AND x.outcome = 'counted')) AS counted,
  CASE WHEN c.state = 'posted' THEN k.lines - k.matched ELSE c.different END AS different, k.matched,
  COALESCE(k.missing_minor, 0) AS missing, COALESCE(k.found_minor, 0) AS found, COALESCE(a.number, '') AS adjustment,
  COALESCE(c.counted_on, c.planned_on, substr(c.created_at, 1, 10)) AS day
  FROM counting c LEFT JOIN document d ON d.id = c.document_id LEFT JOIN store s ON s.id = c.store_id
  LEFT JOIN stock_count k ON k.document_id = c.document_id LEFT JOIN document a ON a.id = k.adjustment_id)
"""
_SORTS = {
    "number": "number = '' DESC, id", "title": "title", "store": "store", "kind": "kind",
    "planned_on": "planned_on IS NULL DESC, planned_on", "counted_on": "counted_on IS NULL DESC, counted_on",
    "lines": "lines", "different": "different", "accuracy": "matched * 1.0 / max(lines, 1)", "missing": "missing",
    "found": "found",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class CountListRow:
    """A count in the list; accuracy in tenths of a percent of the lines, None before it is posted; cents of USD."""

    key: int
    number: str
    title: str
    kind: str
    state: str
    status: str
    store: str
    counters: tuple[str, ...]
    planned_on: date | None
    counted_on: date | None
    lines: int
    counted: int
    different: int
    accuracy: int | None
    missing_minor: int
    found_minor: int
    adjustment: str


def keys(session: Session, query: ListQuery, *, today: date) -> Listing:  # noqa: ARG001 - every list asks alike
    """Return the counts that match, those under way first, then the newest."""
    where = Conditions()
    words = "(lower(number || ' ' || title || ' ' || store || ' ' || counter_one || ' ' || counter_two || ' ' || adjustment)"
    where.words(f"{words} LIKE {{word}})", query.search)
    where.among("status", query.chosen("status"))
    where.among("kind", query.chosen("kind"))
    where.among("store_id", [int(one) for one in query.chosen("store")])
    order = order_by(query, _SORTS, "state IN ('counting', 'checked') DESC, state = 'planned' DESC, day DESC, id DESC")
    found = session.execute(
        text(f"{_ROW} SELECT id, lines, missing + found AS value FROM shown WHERE {where} ORDER BY {order}, id DESC"),
        where.values,
    ).all()
    return Listing(tuple(row.id for row in found), (), sum(row.lines for row in found), sum(row.value for row in found))


def rows(session: Session, counting_ids: Sequence[int], *, today: date) -> list[CountListRow]:  # noqa: ARG001
    """Return the rows of these counts, in the same order."""
    wanted = ",".join(str(int(one)) for one in counting_ids) or "0"
    found = {row.id: _row(row) for row in session.execute(text(f"{_ROW} SELECT * FROM shown WHERE id IN ({wanted})"))}
    return [found[key] for key in counting_ids if key in found]


def _row(row: Row[Any]) -> CountListRow:
    accuracy = None if row.matched is None else row.matched * 1000 // row.lines if row.lines else 1000
    return CountListRow(
        row.id, row.number, row.title, row.kind, row.state, row.status, row.store,
        tuple(filter(None, (row.counter_one, row.counter_two))), stored_day(row.planned_on), stored_day(row.counted_on),
        row.lines, row.lines if row.state == "posted" else row.counted, row.different, accuracy, row.missing, row.found,
        row.adjustment,
    )  # fmt: skip


def facets(session: Session, *, today: date) -> dict[str, tuple[Facet, ...]]:  # noqa: ARG001
    """Return the filter options of the list."""
    found = {}
    for name, key, title in (("status", "status", "status"), ("kind", "kind", "kind"), ("store", "store_id", "store")):
        facet = session.execute(text(f"{_ROW} SELECT {key}, {title}, count(*) FROM shown GROUP BY 1, 2 ORDER BY 2"))
        found[name] = tuple(Facet(str(row[0]), row[1], row[2]) for row in facet if row[1])
    return found


def detail(session: Session, counting_id: int, *, today: date) -> CountListRow | None:
    """Return one count, or None."""
    return next(iter(rows(session, [counting_id], today=today)), None)


@dataclass(frozen=True, slots=True)
class Accuracy:
    """How right the counts of a month were: lines counted and right, and what was missing and found, cents of USD."""

    month: str
    counts: int
    lines: int
    matched: int
    missing_minor: int
    found_minor: int


def accuracy(session: Session, *, store_id: int | None = None) -> list[Accuracy]:
    """Return accuracy by month, oldest first."""
    found = session.execute(
        text(
            "SELECT substr(k.counted_on, 1, 7) AS month, count(*), sum(k.lines), sum(k.matched), sum(k.missing_minor),"
            " sum(k.found_minor) FROM stock_count k JOIN counting c ON c.document_id = k.document_id WHERE k.lines > 0"
            " AND (:s IS NULL OR c.store_id = :s) GROUP BY 1 ORDER BY 1"
        ),
        {"s": store_id},
    )
    return [Accuracy(*row) for row in found]


@dataclass(frozen=True, slots=True)
class Due:
    """Goods of a class in a store that were not counted for longer than the post wants."""

    store_id: int
    store: str
    monitoring: str
    lines: int
    never: int
    oldest: date | None
    since: date


def due(session: Session, *, today: date) -> list[Due]:
    """Return what is due to be counted, by store and class; oldest count first."""
    rules = get(session, RULES)
    days = {"A": rules.count_days_a, "B": rules.count_days_b}
    found: list[Due] = []
    listed = session.execute(
        text(
            "SELECT p.store_id, s.name, i.monitoring, p.id AS place, i.id AS item, (SELECT max(c.counted_on) FROM counted c"
            " WHERE c.place_id = p.id AND c.item_id = i.id) AS last FROM balance b JOIN place p ON p.id = b.place_id"
            " JOIN store s ON s.id = p.store_id JOIN item i ON i.id = b.item_id WHERE b.real = 1 AND b.quantity > 0"
            " AND p.kind = 'bin' GROUP BY p.id, i.id ORDER BY s.name, i.monitoring"
        )
    ).all()
    groups: dict[tuple[int, str, str], list[str | None]] = {}
    for row in listed:
        groups.setdefault((row.store_id, row.name, row.monitoring), []).append(row.last)
    for (store_id, store, monitoring), lasts in groups.items():
        since = today - timedelta(days=days.get(monitoring, rules.count_days_c))
        late = [one for one in lasts if one is None or one < since.isoformat()]
        if late:
            counted = [one for one in late if one is not None]
            oldest = date.fromisoformat(min(counted)) if counted else None
            found.append(Due(store_id, store, monitoring, len(late), len(late) - len(counted), oldest, since))
    return sorted(found, key=lambda one: (one.monitoring or "Z", one.store))
