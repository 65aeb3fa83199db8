"""The SQL under posting: the draft table, the facts that rules judge, and the set-based writes.

`CROSS JOIN` after `temp.draft` fixes the join order: the planner has no statistics for a temp table.
Source: speed.md 2.
"""

from __future__ import annotations

import json
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from inl_logistics.kernel.problems import Problem
from inl_logistics.kernel.values import (
    Condition,
    DocumentId,
    ItemId,
    LayerId,
    PlaceId,
    Status,
    Title,
    UnitId,
)
from inl_logistics.ledger.places import name_sql
from inl_logistics.ledger.rules import CountBetween, FrozenFacts, StockFacts, UnitFacts, lowest_after

_COLUMNS = (
    "item_id, layer_id, unit_id, quantity, from_place_id, to_place_id, condition_from, condition_to,"
    " status_from, status_to, title_from, title_to, effective_on, reverses_id"
)
_MOST_NAMED = 200  # problems named one by one; a longer list helps nobody


def draft(session: Session, rows: Sequence[tuple[object, ...]]) -> None:
    """Fill the TEMP draft table of this connection."""
    driver = session.connection().exec_driver_sql
    driver(
        "CREATE TEMP TABLE IF NOT EXISTS draft (seq INTEGER PRIMARY KEY, item_id, layer_id, unit_id, quantity,"
        " from_place_id, to_place_id, condition_from, condition_to, status_from, status_to, title_from, title_to,"
        " effective_on, reverses_id)"
    )
    driver("DELETE FROM temp.draft")
    driver(f"INSERT INTO temp.draft (seq, {_COLUMNS}) VALUES ({','.join('?' * 15)})", list(rows))


def repeated_units(session: Session) -> list[Problem]:
    """Name units that stand twice in the draft."""
    rows = session.connection().exec_driver_sql(
        "SELECT u.serial, min(d.seq), max(d.seq) FROM temp.draft d CROSS JOIN unit u ON u.id = d.unit_id"
        f" GROUP BY d.unit_id HAVING count(*) > 1 LIMIT {_MOST_NAMED}"
    )
    return [Problem("unit-twice", params={"serial": row[0] or "—"}, where=("lines", row[2], "unit")) for row in rows]


def displaced_units(session: Session) -> list[UnitFacts]:
    """Return the facts of units that are elsewhere, in another state, or moved after the day."""
    rows = session.connection().exec_driver_sql(
        "SELECT d.seq, u.serial, i.name, d.from_place_id, COALESCE(p.place_id, 0),"
        " p.unit_id IS NULL OR (p.condition = d.condition_from AND p.status = d.status_from"
        " AND p.title = d.title_from), p.since,"
        " (SELECT number FROM movement m JOIN document x ON x.id = m.document_id WHERE m.id = p.movement_id),"
        f" COALESCE({name_sql('f')}, {name_sql('w')})"
        " FROM temp.draft d CROSS JOIN unit u ON u.id = d.unit_id CROSS JOIN item i ON i.id = d.item_id"
        " CROSS JOIN place w ON w.id = d.from_place_id"
        " LEFT JOIN position p ON p.unit_id = d.unit_id LEFT JOIN place f ON f.id = p.place_id"
        " WHERE (p.unit_id IS NULL AND w.real = 1) OR (p.unit_id IS NOT NULL AND (p.place_id <> d.from_place_id"
        " OR p.condition <> d.condition_from OR p.status <> d.status_from OR p.title <> d.title_from"
        f" OR p.since > d.effective_on)) LIMIT {_MOST_NAMED}"
    )
    return [
        UnitFacts(
            seq=row[0], serial=row[1], item=row[2], there=row[3] == row[4] and bool(row[5]), place=row[8],
            since=date.fromisoformat(row[6]) if row[6] else None, last_document=row[7] or "—",
        )
        for row in rows
    ]  # fmt: skip


def short_stock(session: Session) -> list[StockFacts]:
    """Return the facts of quantities that leave a real place and may not be there, now or on a later day."""
    rows = (
        session.connection()
        .exec_driver_sql(
            "SELECT min(d.seq), d.from_place_id, d.layer_id, d.condition_from, d.status_from, d.title_from,"
            " sum(d.quantity), min(d.effective_on), i.name,"
            f" {name_sql('p')},"
            " COALESCE((SELECT b.quantity FROM balance b WHERE b.place_id = d.from_place_id AND b.item_id = d.item_id"
            " AND b.layer_id = d.layer_id AND b.condition = d.condition_from AND b.status = d.status_from"
            " AND b.title = d.title_from), 0) AS now,"
            " EXISTS (SELECT 1 FROM movement m WHERE m.layer_id = d.layer_id AND m.effective_on > d.effective_on)"
            " AND max(d.unit_id) IS NULL AS later"
            " FROM temp.draft d CROSS JOIN place p ON p.id = d.from_place_id CROSS JOIN item i ON i.id = d.item_id"
            " WHERE p.real = 1 GROUP BY d.from_place_id, d.item_id, d.layer_id, d.condition_from, d.status_from,"
            " d.title_from HAVING sum(d.quantity) > now OR later"
        )
        .all()
    )
    found = []
    for row in rows:
        now, lowest, low_on = row[10], row[10], None
        if row[11]:
            start = date.fromisoformat(row[7])
            lowest, low_on = lowest_after(now, _changes(session, row), start=start)
        found.append(StockFacts(row[0], row[8], row[9], row[6], now, lowest, low_on))
    return found


def _changes(session: Session, row: Sequence[object]) -> list[tuple[date, int]]:
    keys = (row[1], row[3], row[4], row[5], row[1], row[3], row[4], row[5], row[2], row[7])
    rows = session.connection().exec_driver_sql(
        "SELECT effective_on, sum(CASE WHEN to_place_id = ? AND condition_to = ? AND status_to = ? AND title_to = ?"
        " THEN quantity ELSE 0 END) - sum(CASE WHEN from_place_id = ? AND condition_from = ? AND status_from = ?"
        " AND title_from = ? THEN quantity ELSE 0 END)"
        " FROM movement WHERE layer_id = ? AND effective_on > ? GROUP BY effective_on ORDER BY effective_on",
        keys,
    )
    return [(date.fromisoformat(day), change) for day, change in rows]


def counted_out(session: Session, document_id: DocumentId) -> dict[tuple[PlaceId, LayerId], int]:
    """Return how many of each layer at each place every count after the draft's day put down to this document.

    A later count that saw the goods again was told nothing by the first: it is asked about as any other.
    """
    driver = session.connection().exec_driver_sql
    if driver("SELECT 1 FROM counted_out WHERE document_id = ? LIMIT 1", (document_id,)).first() is None:
        return {}
    rows = driver(
        "SELECT d.from_place_id, d.layer_id, min(COALESCE((SELECT sum(o.quantity) FROM counted_out o WHERE o.counted_id = c.id"
        " AND o.document_id = ? AND o.layer_id = d.layer_id), 0)) FROM temp.draft d CROSS JOIN counted c"
        " ON c.item_id = d.item_id AND c.place_id = d.from_place_id AND c.counted_on > d.effective_on GROUP BY 1, 2",
        (document_id,),
    )
    return {(PlaceId(row[0]), LayerId(row[1])): int(row[2]) for row in rows if row[2]}


def counts_between(
    session: Session, *, explained: Container[tuple[PlaceId, ItemId]] = frozenset()
) -> list[CountBetween]:
    """Return the counts of an item at a place after the day of a line that touches it.

    Args:
        explained: places and items of which the count already knew that this document takes them.
    """
    rows = session.connection().exec_driver_sql(
        f"SELECT i.name, {name_sql('p')}, c.counted_on, c.counted, x.number, c.place_id, c.item_id FROM counted c"
        " JOIN item i ON i.id = c.item_id JOIN place p ON p.id = c.place_id JOIN document x ON x.id = c.document_id"
        " WHERE c.id IN (SELECT c2.id FROM temp.draft d CROSS JOIN counted c2 ON c2.item_id = d.item_id"
        " AND c2.place_id IN (d.from_place_id, d.to_place_id) AND c2.counted_on > d.effective_on) LIMIT 50"
    )
    return [
        CountBetween(row[0], row[1], date.fromisoformat(row[2]), row[3], row[4])
        for row in rows
        if (PlaceId(row[5]), ItemId(row[6])) not in explained
    ]


def frozen(session: Session) -> list[FrozenFacts]:
    """Return the places of the draft that a count has frozen."""
    driver = session.connection().exec_driver_sql
    if driver("SELECT 1 FROM frozen_place LIMIT 1").first() is None:
        return []
    rows = driver("SELECT DISTINCT from_place_id FROM temp.draft UNION SELECT to_place_id FROM temp.draft")
    return frozen_places(session, [row[0] for row in rows])


def frozen_places(session: Session, place_ids: Sequence[int]) -> list[FrozenFacts]:
    """Return which of these places a count has frozen, and which count."""
    rows = session.connection().exec_driver_sql(
        f"SELECT {name_sql('p')}, x.number FROM frozen_place f JOIN place p ON p.id = f.place_id"
        " JOIN document x ON x.id = f.document_id WHERE f.place_id IN (SELECT value FROM json_each(?)) ORDER BY 1",
        (json.dumps([int(one) for one in place_ids]),),
    )
    return [FrozenFacts(row[0], row[1]) for row in rows]


def count_days(session: Session) -> dict[tuple[PlaceId, ItemId], date]:
    """Return the first count after the draft's day, for each place and item it touches."""
    rows = session.connection().exec_driver_sql(
        "SELECT c.place_id, c.item_id, min(c.counted_on) FROM temp.draft d CROSS JOIN counted c"
        " ON c.item_id = d.item_id AND c.place_id IN (d.from_place_id, d.to_place_id)"
        " AND c.counted_on > d.effective_on GROUP BY c.place_id, c.item_id"
    )
    return {(PlaceId(row[0]), ItemId(row[1])): date.fromisoformat(row[2]) for row in rows}


def write(session: Session, document_id: DocumentId) -> int:
    """Turn the draft into movements, positions and balances; return how many movements were written."""
    driver = session.connection().exec_driver_sql
    base = int(driver("SELECT COALESCE(max(id), 0) FROM movement").scalar_one())
    first = int(driver("SELECT COALESCE(min(seq), 1) FROM temp.draft").scalar_one())
    shift = base + 1 - first
    written = driver(
        f"INSERT INTO movement (id, document_id, seq, {_COLUMNS})"
        f" SELECT seq + ?, ?, seq, {_COLUMNS} FROM temp.draft ORDER BY seq",
        (shift, document_id),
    ).rowcount
    driver(
        "INSERT INTO position (unit_id, place_id, item_id, condition, status, title, since, movement_id)"
        " SELECT unit_id, to_place_id, item_id, condition_to, status_to, title_to, effective_on, seq + ?"
        " FROM temp.draft WHERE unit_id IS NOT NULL"
        " ON CONFLICT (unit_id) DO UPDATE SET place_id = excluded.place_id, condition = excluded.condition,"
        " status = excluded.status, title = excluded.title, since = excluded.since,"
        " movement_id = excluded.movement_id",
        (shift,),
    )
    _balance(session)
    return int(written)


def _balance(session: Session) -> None:
    driver = session.connection().exec_driver_sql
    keys = "place_id, item_id, layer_id, condition, status, title"
    to_side = "d.to_place_id, d.item_id, d.layer_id, d.condition_to, d.status_to, d.title_to"
    from_side = "d.from_place_id, d.item_id, d.layer_id, d.condition_from, d.status_from, d.title_from"
    driver(
        f"INSERT INTO balance ({keys}, real, quantity) SELECT {to_side}, p.real, sum(d.quantity)"
        f" FROM temp.draft d CROSS JOIN place p ON p.id = d.to_place_id GROUP BY {to_side}"
        f" ON CONFLICT ({keys}) DO UPDATE SET quantity = quantity + excluded.quantity"
    )
    # A CHECK is judged before the conflict, so a negative row cannot be upserted: make it, then take away.
    driver(
        f"INSERT INTO balance ({keys}, real, quantity) SELECT {from_side}, p.real, 0"
        f" FROM temp.draft d CROSS JOIN place p ON p.id = d.from_place_id GROUP BY {from_side}"
        f" ON CONFLICT ({keys}) DO NOTHING"
    )
    driver(
        "UPDATE balance SET quantity = balance.quantity - o.taken FROM"
        f" (SELECT {from_side}, sum(d.quantity) AS taken FROM temp.draft d GROUP BY {from_side}) o"
        " WHERE balance.place_id = o.from_place_id AND balance.item_id = o.item_id"
        " AND balance.layer_id = o.layer_id AND balance.condition = o.condition_from"
        " AND balance.status = o.status_from AND balance.title = o.title_from"
    )


@dataclass(frozen=True, slots=True)
class Movement:
    """A movement as posted."""

    id: int
    document_id: DocumentId
    item_id: ItemId
    layer_id: LayerId
    unit_id: UnitId | None
    quantity: int
    from_place: PlaceId
    to_place: PlaceId
    condition_from: Condition
    condition_to: Condition
    status_from: Status
    status_to: Status
    title_from: Title
    title_to: Title
    effective_on: date
    reverses: int | None


def movements(session: Session, ids: Sequence[int]) -> list[Movement]:
    """Return posted movements by id, in order."""
    driver = session.connection().exec_driver_sql
    found: list[Movement] = []
    for start in range(0, len(ids), 500):
        part = tuple(ids[start : start + 500])
        rows = driver(
            f"SELECT id, document_id, {_COLUMNS} FROM movement WHERE id IN ({','.join('?' * len(part))})", part
        )
        found += [_movement(row) for row in rows]
    return sorted(found, key=lambda movement: movement.id)


def of_document(session: Session, document_id: DocumentId) -> list[int]:
    """Return the ids of a document's movements, in order."""
    rows = session.connection().exec_driver_sql(
        "SELECT id FROM movement WHERE document_id = ? ORDER BY seq", (document_id,)
    )
    return [row[0] for row in rows]


def _movement(row: Sequence[object]) -> Movement:
    ident, document, item, layer, unit, quantity, source, target, *states, day, rev = row
    cond0, cond1, stat0, stat1, tit0, tit1 = states
    return Movement(
        _int(ident), DocumentId(_int(document)), ItemId(_int(item)), LayerId(_int(layer)),
        None if unit is None else UnitId(_int(unit)), _int(quantity), PlaceId(_int(source)), PlaceId(_int(target)),
        Condition(str(cond0)), Condition(str(cond1)), Status(str(stat0)), Status(str(stat1)),
        Title(str(tit0)), Title(str(tit1)), date.fromisoformat(str(day)), None if rev is None else _int(rev),
    )  # fmt: skip


def _int(value: object) -> int:
    if not isinstance(value, int):
        raise TypeError(value)
    return value


def reversal_problems(session: Session, originals: Sequence[Movement]) -> list[Problem]:
    """Say why movements cannot be reversed: done before, themselves a reversal, or a later fact depends on them."""
    done, moved = _reversed_by(session, originals), _moved_since(session, originals)
    found: list[Problem] = []
    for original in originals:
        where = ("movements", original.id)
        if original.reverses is not None:
            found.append(Problem("reversal-is-final", where=where))
        if original.id in done:
            found.append(Problem("already-reversed", params={"document": done[original.id]}, where=where))
        elif original.unit_id is None:
            found += _taken_since(session, original)
        elif (later := moved.get(original.unit_id)) is not None:
            found.append(Problem("later-fact-depends", params={"what": later[0], "document": later[1]}, where=where))
    return found


def _reversed_by(session: Session, originals: Sequence[Movement]) -> dict[int, str]:
    """Return the document that reversed each movement already."""
    rows = session.connection().exec_driver_sql(
        "SELECT m.reverses_id, x.number FROM movement m JOIN document x ON x.id = m.document_id"
        " WHERE m.reverses_id IN (SELECT value FROM json_each(?))",
        (json.dumps([one.id for one in originals]),),
    )
    return {row[0]: row[1] for row in rows}


def _moved_since(session: Session, originals: Sequence[Movement]) -> dict[int, tuple[str, str]]:
    """Return serial and document of the units that something else moved last."""
    rows = session.connection().exec_driver_sql(
        "SELECT p.unit_id, COALESCE(u.serial, '—'), x.number FROM position p JOIN unit u ON u.id = p.unit_id"
        " JOIN movement m ON m.id = p.movement_id JOIN document x ON x.id = m.document_id"
        " WHERE p.unit_id IN (SELECT value FROM json_each(?)) AND p.movement_id NOT IN"
        " (SELECT value FROM json_each(?))",
        (
            json.dumps([one.unit_id for one in originals if one.unit_id is not None]),
            json.dumps([one.id for one in originals]),
        ),
    )
    return {row[0]: (row[1], row[2]) for row in rows}


def _taken_since(session: Session, original: Movement) -> Iterator[Problem]:
    """A quantity that came to a real place and was taken on since cannot be taken back."""
    driver = session.connection().exec_driver_sql
    row = driver(
        "SELECT b.quantity, b.real, i.name FROM balance b JOIN item i ON i.id = b.item_id WHERE b.place_id = ?"
        " AND b.item_id = ? AND b.layer_id = ? AND b.condition = ? AND b.status = ? AND b.title = ?",
        (
            original.to_place, original.item_id, original.layer_id, original.condition_to.value,
            original.status_to.value, original.title_to.value,
        ),
    ).first()  # fmt: skip
    if row is None or not row[1] or row[0] >= original.quantity:
        return
    later = driver(
        "SELECT x.number FROM movement m JOIN document x ON x.id = m.document_id"
        " WHERE m.layer_id = ? AND m.from_place_id = ? AND m.id > ? ORDER BY m.id DESC LIMIT 1",
        (original.layer_id, original.to_place, original.id),
    ).scalar()
    yield Problem(
        "later-fact-depends", params={"what": row[2], "document": later or "—"}, where=("movements", original.id)
    )
