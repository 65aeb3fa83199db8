"""Proving every balance and position from the movements, and rebuilding them.

The movements are grouped first by place and state and only then made into two legs: half the time of legs
first (speed.md 2). Source: architecture.md 2 (rebuilt and compared).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy.orm import Session

from inl_logistics.ledger.places import name_sql

_KEYS = "place_id, item_id, layer_id, condition, status, title"
_GROUPED = (
    "SELECT item_id, layer_id, from_place_id, to_place_id, condition_from, condition_to, status_from, status_to,"
    " title_from, title_to, sum(quantity) AS q FROM movement"
    " GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10"
)
_FOLDED = (
    f"WITH g AS MATERIALIZED ({_GROUPED}), legs AS ("
    "SELECT to_place_id AS place_id, item_id, layer_id, condition_to AS condition, status_to AS status,"
    " title_to AS title, q FROM g UNION ALL"
    " SELECT from_place_id, item_id, layer_id, condition_from, status_from, title_from, -q FROM g)"
    f" SELECT {_KEYS}, sum(q) AS quantity FROM legs GROUP BY {_KEYS} HAVING sum(q) <> 0"
)
_KEPT = f"SELECT {_KEYS}, quantity FROM balance WHERE quantity <> 0"
_LAST = (
    "SELECT unit_id, to_place_id, item_id, condition_to, status_to, title_to, effective_on, id FROM ("
    "SELECT *, row_number() OVER (PARTITION BY unit_id ORDER BY effective_on DESC, id DESC) AS n"
    " FROM movement WHERE unit_id IS NOT NULL) WHERE n = 1"
)


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing whose stored figure does not follow from the movements."""

    kind: str
    what: str
    stored: str
    proven: str


def differences(session: Session, *, most: int = 100) -> list[Difference]:
    """Return what does not hold, at most `most` of each kind; an empty list proves the ledger."""
    return [*_balances(session, most), *_positions(session, most), *_paths(session, most)]


def _balances(session: Session, most: int) -> Iterator[Difference]:
    rows = session.connection().exec_driver_sql(
        f"WITH proven AS MATERIALIZED ({_FOLDED}), kept AS MATERIALIZED ({_KEPT}),"
        " odd AS (SELECT * FROM (SELECT * FROM proven EXCEPT SELECT * FROM kept)"
        " UNION SELECT * FROM (SELECT * FROM kept EXCEPT SELECT * FROM proven))"
        f" SELECT DISTINCT i.code, {name_sql('p')}, o.condition, o.status,"
        " (SELECT quantity FROM kept k WHERE k.place_id = o.place_id AND k.item_id = o.item_id"
        "  AND k.layer_id = o.layer_id AND k.condition = o.condition AND k.status = o.status AND k.title = o.title),"
        " (SELECT quantity FROM proven k WHERE k.place_id = o.place_id AND k.item_id = o.item_id"
        "  AND k.layer_id = o.layer_id AND k.condition = o.condition AND k.status = o.status AND k.title = o.title)"
        " FROM odd o JOIN place p ON p.id = o.place_id JOIN item i ON i.id = o.item_id LIMIT ?",
        (most,),
    )
    for code, place, condition, status, stored, proven in rows:
        yield Difference("balance", f"{code} · {place} · {condition} · {status}", str(stored or 0), str(proven or 0))


def _positions(session: Session, most: int) -> Iterator[Difference]:
    """The position of a unit must be the end of its last movement; a unit's movements follow by id.

    The index on unit_id holds the ids in order, so nothing is sorted. That days never run backwards along the ids
    is what `_paths` proves.
    """
    rows = session.connection().exec_driver_sql(
        "SELECT u.serial, COALESCE(k.place_id, 0), COALESCE(m.to_place_id, 0) FROM"
        " (SELECT unit_id, max(id) AS id FROM movement WHERE unit_id IS NOT NULL GROUP BY unit_id) l"
        " FULL JOIN position k ON k.unit_id = l.unit_id LEFT JOIN movement m ON m.id = l.id"
        " LEFT JOIN unit u ON u.id = COALESCE(k.unit_id, l.unit_id)"
        " WHERE k.unit_id IS NULL OR l.unit_id IS NULL OR k.movement_id <> l.id OR k.place_id <> m.to_place_id"
        " OR k.item_id <> m.item_id OR k.condition <> m.condition_to OR k.status <> m.status_to"
        " OR k.title <> m.title_to OR k.since <> m.effective_on LIMIT ?",
        (most,),
    )
    for serial, stored, proven in rows:
        yield Difference("position", serial or "—", str(stored), str(proven))


def _paths(session: Session, most: int) -> Iterator[Difference]:
    """Each movement of a unit must start where the one before it ended, on that day or later."""
    rows = session.connection().exec_driver_sql(
        "SELECT u.serial, o.to_before, o.from_place_id FROM (SELECT unit_id, from_place_id, effective_on,"
        " lag(to_place_id) OVER w AS to_before, lag(effective_on) OVER w AS day_before"
        " FROM movement INDEXED BY ix_movement_unit WHERE unit_id IS NOT NULL"
        " WINDOW w AS (PARTITION BY unit_id ORDER BY id)) o JOIN unit u ON u.id = o.unit_id"
        " WHERE o.to_before IS NOT NULL AND (o.to_before <> o.from_place_id OR o.day_before > o.effective_on) LIMIT ?",
        (most,),
    )
    for serial, before, start in rows:
        yield Difference("path", serial or "—", str(before), str(start))


def rebuild(session: Session) -> None:
    """Make balances and positions again from the movements, in the caller's transaction."""
    driver = session.connection().exec_driver_sql
    driver("DELETE FROM balance")
    driver(
        f"INSERT INTO balance ({_KEYS}, real, quantity) SELECT f.place_id, f.item_id, f.layer_id, f.condition,"
        f" f.status, f.title, p.real, f.quantity FROM ({_FOLDED}) f JOIN place p ON p.id = f.place_id"
    )
    driver("DELETE FROM position")
    driver(f"INSERT INTO position (unit_id, place_id, item_id, condition, status, title, since, movement_id) {_LAST}")
