"""Balances as they were at the end of a day: those of now, less everything that moved after it.

Reading back from now makes a recent day cheap; an early day is added up from the beginning instead. The quantities come from the
index over days alone; what is quarantined or damaged is rare and has an index of its own. Source: architecture.md 4 (as of).
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import text
from sqlalchemy.orm import Session

from inl_logistics.ledger.records import SET_APART

_APART_NOW = "(status = 'quarantined' OR condition IN ('poor', 'unserviceable'))"


def is_early(session: Session, day: date) -> bool:
    """Tell whether less moved until a day than since, by where it lies between the first and the last: then it is added up."""
    first, last = session.execute(text("SELECT min(effective_on), max(effective_on) FROM movement")).one()
    if first is None:
        return False
    return (day - date.fromisoformat(first)).days * 2 < (date.fromisoformat(last) - date.fromisoformat(first)).days


def balances(day: date | None, *, items: str = "", early: bool = False) -> str:
    """Return the SQL of the balances to read from: the table itself, or what it was at the end of a day.

    Of a past day it tells good stock from what was quarantined or damaged, not condition from condition.

    Args:
        day: None for now.
        items: SQL of the items wanted ("1,2" or a SELECT), empty for all; it keeps a page of rows cheap.
        early: add up what moved until the day, instead of taking from now what moved since.
    """
    if day is None:
        return "balance"
    some = f" AND item_id IN ({items})" if items else ""
    when = f"effective_on {'<=' if early else '>'} '{day.isoformat()}'"
    # For a few items their layers are the shorter way; the plus keeps the planner off the index over days.
    moved = f"+{when} AND layer_id IN (SELECT id FROM layer WHERE item_id IN ({items}))" if items else when
    to, source = ("", "-") if early else ("-", "")
    none = " AND 0" if early else ""
    apart_to, apart_from = (
        _APART_NOW.replace("status", f"status_{at}").replace("condition", f"condition_{at}") for at in ("to", "from")
    )
    return (
        "(WITH moved AS MATERIALIZED (SELECT item_id, layer_id, from_place_id AS f, to_place_id AS t, sum(quantity) AS q"
        f" FROM movement WHERE {moved} GROUP BY 1, 2, 3, 4),"
        " apart AS MATERIALIZED (SELECT place_id, item_id, layer_id, condition, status, sum(q) AS q FROM ("
        "SELECT place_id, item_id, layer_id, condition, status, quantity AS q FROM balance WHERE real = 1"
        f" AND {_APART_NOW}{some}{none}"
        f" UNION ALL SELECT to_place_id, item_id, layer_id, condition_to, status_to, {to}quantity FROM movement"
        f" WHERE {when} AND {SET_APART} AND {apart_to}{some}"
        f" UNION ALL SELECT from_place_id, item_id, layer_id, condition_from, status_from, {source}quantity FROM movement"
        f" WHERE {when} AND {SET_APART} AND {apart_from}{some}) GROUP BY 1, 2, 3, 4, 5 HAVING sum(q) <> 0)"
        " SELECT place_id, item_id, layer_id, 'new' AS condition, 'available' AS status, 1 AS real, sum(q) AS quantity FROM ("
        f"SELECT place_id, item_id, layer_id, quantity AS q FROM balance WHERE real = 1 AND quantity <> 0{some}{none}"
        f" UNION ALL SELECT t, item_id, layer_id, {to}q FROM moved UNION ALL SELECT f, item_id, layer_id, {source}q FROM moved"
        " UNION ALL SELECT place_id, item_id, layer_id, -q FROM apart) GROUP BY 1, 2, 3 HAVING sum(q) <> 0"
        " UNION ALL SELECT place_id, item_id, layer_id, condition, status, 1, q FROM apart)"
    )
