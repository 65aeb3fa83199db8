"""Balances as they were at the end of a day: those of now, less everything that moved after it.

Reading back from now makes a recent day cheap and never asks for more than what moved since. Source: architecture.md 4 (as of).
"""

from __future__ import annotations

from datetime import date

_COLUMNS = "place_id, item_id, layer_id, condition, status, title"


def balances(day: date | None, *, items: str = "") -> str:
    """Return the SQL of the balances to read from: the table itself, or what it was at the end of a day.

    Args:
        day: None for now.
        items: SQL of the items wanted ("1,2" or a SELECT), empty for all; it keeps a page of rows cheap.
    """
    if day is None:
        return "balance"
    some, moved = (f" AND item_id IN ({items})",) * 2 if items else ("", "")
    after = f"effective_on > '{day.isoformat()}'{moved}"
    return (
        f"(SELECT {_COLUMNS}, 1 AS real, sum(q) AS quantity FROM ("
        f"SELECT {_COLUMNS}, quantity AS q FROM balance WHERE real = 1 AND quantity <> 0{some}"
        " UNION ALL SELECT to_place_id, item_id, layer_id, condition_to, status_to, title_to, -quantity FROM movement"
        f" WHERE {after} UNION ALL SELECT from_place_id, item_id, layer_id, condition_from, status_from, title_from,"
        f" quantity FROM movement WHERE {after}) GROUP BY {_COLUMNS} HAVING sum(q) <> 0)"
    )
