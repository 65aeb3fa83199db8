"""The stock list: one row for each variant in each place, with what is there, held, quarantined, expiring.

The row's key is variant × 2^32 + place. Figures come from balances, never from movements, so the list is flat
in the number of units. Source: product.md 3 (Inventory), 8 (Available); ui.md 10 (picture 02).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy.orm import Session

from inl_logistics.database.conditions import in_fiscal_years
from inl_logistics.inventory import past
from inl_logistics.kernel.listing import Facet, ListGroup, Listing, ListQuery
from inl_logistics.kernel.text import fold
from inl_logistics.kernel.values import minor_of
from inl_logistics.ledger.places import name_sql

EXPIRING_DAYS = 90
_PLACE_BITS = 32
_CUSTODY = {"ours": "bin", "partners": "facility", "transit": "transit"}

# Grouped by thing and place; {where} narrows balances before they are summed.
_STOCK = """
WITH held AS (
  SELECT l.variant_id AS v, r.place_id AS p, sum(r.quantity) AS q FROM reservation r
  JOIN layer l ON l.id = r.layer_id {held} GROUP BY 1, 2),
summed AS (
  SELECT l.variant_id AS v, b.place_id AS p, b.item_id AS i, sum(b.quantity) AS on_hand,
    sum(CASE b.status WHEN 'quarantined' THEN b.quantity ELSE 0 END) AS quarantined,
    sum(CASE WHEN b.condition IN ('poor', 'unserviceable') THEN b.quantity ELSE 0 END) AS damaged,
    min(t.expires_on) AS expires_on, sum(b.quantity * l.price_usd_micros) AS value_micros,
    max(l.price_usd_micros) AS price_micros, min(l.project_id) AS project_id, count(DISTINCT l.project_id) AS projects,
    {arrived} AS arrived_on
  FROM {balance} b JOIN layer l ON l.id = b.layer_id LEFT JOIN lot t ON t.id = l.lot_id
  WHERE b.real = 1 AND b.quantity > 0 {where} GROUP BY 1, 2),
-- A minimum is for the whole post: what is free in all our stores counts against it.
free AS (
  SELECT m.variant_id AS v, m.quantity AS least, COALESCE((SELECT sum(b.quantity) FROM layer l CROSS JOIN balance b ON
    b.layer_id = l.id JOIN place p ON p.id = b.place_id WHERE l.item_id = w.item_id AND l.variant_id = m.variant_id
    AND p.kind = 'bin' AND b.real = 1 AND b.status = 'available'), 0) - COALESCE((SELECT sum(r.quantity)
    FROM reservation r JOIN layer l ON l.id = r.layer_id WHERE r.item_id = w.item_id AND l.variant_id = m.variant_id), 0)
    AS q
  FROM minimum m JOIN variant w ON w.id = m.variant_id WHERE m.store_id IS NULL AND w.retired = 0 {least}),
listed AS (
  SELECT s.*, COALESCE(h.q, 0) AS reserved, a.name AS item, i.category, i.tracking, v.size, v.code, pl.kind,
    pl.store_id, i.monitoring, m.least AS minimum, pl.kind = 'bin' AND m.q < m.least AS below,
    s.on_hand - s.quarantined - COALESCE(h.q, 0) AS available
  FROM summed s JOIN variant v ON v.id = s.v JOIN item i ON i.id = s.i JOIN place pl ON pl.id = s.p
  JOIN (SELECT v2.id, i2.name || CASE WHEN v2.size = '' THEN '' ELSE ', ' || v2.size END AS name
        FROM variant v2 JOIN item i2 ON i2.id = v2.item_id) a ON a.id = s.v
  LEFT JOIN held h ON h.v = s.v AND h.p = s.p LEFT JOIN free m ON m.v = s.v)
"""
# The day on which the oldest of it came to us; a look into the movements of each layer, so only where it is asked for.
_ARRIVED = "min((SELECT min(m.effective_on) FROM movement m WHERE m.layer_id = b.layer_id))"
AGES = (
    90,
    180,
    365,
)  # days: the bands of ageing, the second is what warns. Source: domain.md 7 (stock idle > 180 days)
_SORTS = {
    "age": "arrived_on IS NULL, arrived_on DESC",
    "item": "item",
    "code": "code",
    "location": "place",
    "track": "tracking",
    "on_hand": "on_hand",
    "available": "available",
    "minimum": "minimum",
    "expiry": "expires_on IS NULL, expires_on",
    "value": "value_micros",
    "price": "price_micros",
    "status": "quarantined > 0, available",
    "category": "category",
}


@dataclass(frozen=True, slots=True)
class StockRow:
    """One thing at one place. Values in minor units of USD, price in millionths."""

    key: int
    variant_id: int
    place_id: int
    item_id: int
    item: str
    code: str
    category: str
    location: str
    tracking: str
    on_hand: int
    reserved: int
    quarantined: int
    damaged: int
    available: int
    minimum: int | None
    expires_on: date | None
    price_micros: int
    value_minor: int
    project: str
    monitoring: str
    place_kind: str
    below_minimum: bool
    bin: str
    store: str
    arrived_on: date | None = None


@dataclass(frozen=True, slots=True)
class _Asked:
    """What narrows the stock: the years that ordered it, the day it is asked of, and whether its age matters."""

    years: frozenset[str] = frozenset()
    day: date | None = None
    ages: bool = False
    early: bool = False

    def sql(self, *, where: str, least: str = "", items: str = "") -> str:
        """Return the common tables of the question. Reservations and minimums are those of now: a past day has none."""
        held = _ordered_in(self.years, first=True)
        if self.day is not None:
            held, least = "WHERE 0", "AND 0"
        return _STOCK.format(
            where=where, least=least, held=held, balance=past.balances(self.day, items=items, early=self.early and not items),
            arrived=_ARRIVED if self.ages else "NULL",
        )  # fmt: skip


def _asked(session: Session, query: ListQuery) -> _Asked:
    ages = query.sort == "age" or query.group == "age" or "aged" in query.chosen("status")
    day = day_of(query)
    return _Asked(query.chosen("year"), day, ages, early=day is not None and past.is_early(session, day))


def day_of(query: ListQuery) -> date | None:
    """Return the past day that is asked of, or None for now."""
    chosen = sorted(query.chosen("day"))
    return date.fromisoformat(chosen[0]) if chosen else None


def keys(session: Session, query: ListQuery, *, today: date) -> Listing:
    """Return the stock lines that match, in order, with their groups and totals; a past day judges by itself."""
    today = day_of(query) or today
    where, values = _narrow(query)
    having, more = _matching(query, today)
    order = _SORTS.get(query.sort, "item") + (" DESC" if query.descending else "")
    group = _group_sql(query.group, today)
    place = _place("listed.p") if query.sort == "location" else "''"
    rows = session.connection().exec_driver_sql(
        _asked(session, query).sql(where=where)
        + f"SELECT v * 4294967296 + p, {group}, on_hand, value_micros, {place} AS place FROM listed"
        f" WHERE {having} ORDER BY {group}, {order}, item, v, p",
        (*values, *more),
    )
    found: list[int] = []
    groups: dict[str, list[int]] = {}
    quantity = value = 0
    for key, name, on_hand, micros, _ in rows:
        found.append(key)
        quantity += on_hand
        value += micros
        if query.group:
            tally = groups.setdefault(name or "", [0, 0, 0])
            tally[0] += 1
            tally[1] += on_hand
            tally[2] += micros
    return Listing(
        tuple(found),
        tuple(ListGroup(name, name, tally[0], tally[1], minor_of(tally[2])) for name, tally in groups.items()),
        quantity,
        minor_of(value),
    )


def rows(
    session: Session, stock_keys: Sequence[int], *, years: frozenset[str] = frozenset(), day: date | None = None
) -> list[StockRow]:
    """Return the rows of these keys, in the same order; of what some fiscal years ordered, or as of a day, if asked."""
    if not stock_keys:
        return []
    variants = ",".join(str(int(key) >> _PLACE_BITS) for key in stock_keys)
    wanted = ",".join(str(int(key)) for key in stock_keys)
    found = session.connection().exec_driver_sql(
        _Asked(years, day, ages=True).sql(
            where=f"AND b.item_id IN (SELECT item_id FROM variant WHERE id IN ({variants})) AND l.variant_id IN ({variants})"
            + _ordered_in(years),
            least=f"AND m.variant_id IN ({variants})",
            items=f"SELECT item_id FROM variant WHERE id IN ({variants})",
        )
        + "SELECT v * 4294967296 + p AS key, v, p, i, item, code, category,"
        f" {_place('listed.p')} AS place, tracking, on_hand, reserved, quarantined, damaged, available, minimum,"
        " expires_on, price_micros, value_micros, CASE WHEN projects > 1 THEN '…' ELSE"
        " COALESCE((SELECT code FROM project WHERE id = project_id), '') END, monitoring, kind, below,"
        " COALESCE((SELECT x.code FROM bin x JOIN place z ON z.bin_id = x.id WHERE z.id = p), ''),"
        " COALESCE((SELECT name FROM store WHERE id = store_id), ''), arrived_on"
        f" FROM listed WHERE v * 4294967296 + p IN ({wanted})"
    )
    by_key = {row[0]: _row(tuple(row)) for row in found}
    return [by_key[key] for key in stock_keys if key in by_key]


def _row(row: tuple[Any, ...]) -> StockRow:
    (key, variant, place, item_id, item, code, category, location, tracking, on_hand, reserved, quarantined, damaged,
     available, minimum, expires, price, value, project, monitoring, kind, below,
     bin_code, store, arrived) = row  # fmt: skip
    return StockRow(
        key, variant, place, item_id, item, code, category, location, tracking, on_hand, reserved, quarantined, damaged,
        available, minimum, date.fromisoformat(expires) if expires else None, price, minor_of(value), project,
        monitoring, kind, bool(below), bin_code, store, date.fromisoformat(arrived) if arrived else None,
    )  # fmt: skip


def facets(session: Session, query: ListQuery, *, today: date) -> dict[str, tuple[Facet, ...]]:
    """Return the filter options with how many rows each would show, under the search alone."""
    today = day_of(query) or today
    years = query.chosen("year")
    past_day = {"day": query.chosen("day")}
    bare = ListQuery(search=query.search, filters={"custody": query.chosen("custody"), "year": years, **past_day})
    where, values = _narrow(bare)
    having, more = _matching(bare, today)
    soon = (today + timedelta(days=EXPIRING_DAYS)).isoformat()
    base = _asked(session, bare).sql(where=where)
    aged = replace(_asked(session, bare), ages=True).sql(where=where)
    driver = session.connection().exec_driver_sql
    row = driver(
        f"{aged} SELECT sum(available > 0), sum(reserved > 0), sum(quarantined > 0), sum(damaged > 0),"
        f" sum(expires_on < ?), sum(expires_on BETWEEN ? AND ?), sum(below = 1), sum({_is_aged(today)})"
        f" FROM listed WHERE {having}",
        (*values, today.isoformat(), today.isoformat(), soon, *more),
    ).one()
    names = ("available", "reserved", "quarantine", "damaged", "expired", "expiring", "below", "aged")
    status = tuple(Facet(name, name, count or 0) for name, count in zip(names, row, strict=True))
    stores = driver(
        f"{base} SELECT store_id, (SELECT name FROM store WHERE id = store_id), count(*) FROM listed"
        f" WHERE {having} AND store_id IS NOT NULL GROUP BY store_id ORDER BY 2",
        (*values, *more),
    )
    categories = driver(
        f"{base} SELECT category, count(*) FROM listed WHERE {having} GROUP BY category ORDER BY 1", (*values, *more)
    )
    anywhere = ListQuery(search=query.search, filters={"custody": frozenset(_CUSTODY), "year": years, **past_day})
    where, values = _narrow(anywhere)
    kinds = {
        row[0]: row[1]
        for row in driver(
            _asked(session, anywhere).sql(where=where)
            + f"SELECT kind, count(*) FROM listed WHERE {having} GROUP BY kind",
            (*values, *more),
        )
    }
    return {
        "custody": tuple(Facet(name, name, kinds.get(kind, 0)) for name, kind in _CUSTODY.items()),
        "status": status,
        "store": tuple(Facet(str(one[0]), one[1], one[2]) for one in stores),
        "category": tuple(Facet(one[0], one[0], one[1]) for one in categories),
    }


def _narrow(query: ListQuery) -> tuple[str, list[object]]:
    """Narrow balances before they are summed: custody and store are indexed by place."""
    custody = query.chosen("custody") or frozenset({"ours"})
    kinds = [kind for name, kind in _CUSTODY.items() if name in custody]
    where = f"AND b.place_id IN (SELECT id FROM place WHERE kind IN ({','.join('?' * len(kinds))})"
    values: list[object] = list(kinds)
    stores = sorted(query.chosen("store"))
    if stores:
        where += f" AND store_id IN ({','.join('?' * len(stores))})"
        values += [int(store) for store in stores]
    return where + ")" + _ordered_in(query.chosen("year")), values


def _ordered_in(years: frozenset[str], *, first: bool = False) -> str:
    """Keep the layers `l` that orders of these fiscal years paid for; no year keeps all."""
    if not years:
        return ""
    bought = in_fiscal_years("o.ordered_on", years)
    return (
        f" {'WHERE' if first else 'AND'} l.order_line_id IN (SELECT q.id FROM order_line q JOIN purchase_order o"
        f" ON o.id = q.order_id WHERE {bought})"
    )


def _matching(query: ListQuery, today: date) -> tuple[str, list[object]]:
    having: list[str] = ["1"]
    values: list[object] = []
    for word in fold(query.search).split():
        having.append(
            "(i IN (SELECT id FROM item WHERE folded LIKE ?) OR lower(code) LIKE ?"
            " OR i IN (SELECT item_id FROM item_name WHERE lower(name) LIKE ?)"
            " OR p IN (SELECT q.id FROM place q JOIN bin b ON b.id = q.bin_id WHERE lower(b.code) LIKE ?))"
        )
        values += [f"%{word}%"] * 4
    categories = sorted(query.chosen("category"))
    if categories:
        having.append(f"category IN ({','.join('?' * len(categories))})")
        values += categories
    status = query.chosen("status")
    if status:
        soon = (today + timedelta(days=EXPIRING_DAYS)).isoformat()
        tests = {
            "available": "available > 0", "reserved": "reserved > 0", "quarantine": "quarantined > 0",
            "damaged": "damaged > 0", "expired": f"expires_on < '{today.isoformat()}'",
            "expiring": f"expires_on BETWEEN '{today.isoformat()}' AND '{soon}'",
            "below": "below = 1", "aged": _is_aged(today),
        }  # fmt: skip
        having.append("(" + " OR ".join(tests[one] for one in sorted(status)) + ")")
    return " AND ".join(having), values


def _is_aged(today: date) -> str:
    return f"(kind = 'bin' AND arrived_on < '{(today - timedelta(days=AGES[1])).isoformat()}')"


def _group_sql(group: str, today: date) -> str:
    match group:
        case "age":
            edges = [(today - timedelta(days=days)).isoformat() for days in AGES]
            return (
                f"CASE WHEN arrived_on >= '{edges[0]}' THEN '0' WHEN arrived_on >= '{edges[1]}' THEN '1'"
                f" WHEN arrived_on >= '{edges[2]}' THEN '2' ELSE '3' END"
            )
        case "category":
            return "category"
        case "store":
            return "COALESCE((SELECT name FROM store WHERE id = store_id), '')"
        case "location":
            return _place("listed.p")
        case "project":
            return "COALESCE((SELECT code FROM project WHERE id = project_id), '')"
        case _:
            return "''"


def _place(column: str) -> str:
    return f"(SELECT {name_sql('pl2')} FROM place pl2 WHERE pl2.id = {column})"
