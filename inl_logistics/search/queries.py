"""One box over serials, lots, numbers, units, items, text: accent- and script-blind, within 3 ms.

Three letters and more use the trigram index; one or two letters a prefix of titles and serials. All rows come
back in one SQLite step (json_group_array): row by row would hold up the painting thread (speed.md 3).
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from sqlalchemy.orm import Session

from inl_logistics.database.search import match_phrase
from inl_logistics.kernel.text import fold, serial_key
from inl_logistics.ledger.places import name_sql

_MOST = 50


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found: its kind ("item", "unit", "order" …) and id open it."""

    kind: str
    subject_id: int
    title: str
    note: str


def hits(session: Session, typed: str, *, limit: int = _MOST) -> list[Hit]:
    """Return what matches: exact and prefix serials first, then records, then serials that contain the text."""
    folded = fold(typed)
    if not folded:
        return []
    key = serial_key(typed)
    found = _serials_starting(session, key, limit=8) if key else []
    found += _records(session, folded, limit=limit)
    if len(key) >= 3 and len(found) < limit:
        seen = {(hit.kind, hit.subject_id) for hit in found}
        found += [hit for hit in _serials_with(session, key, limit=12) if (hit.kind, hit.subject_id) not in seen]
    return found[:limit]


def _records(session: Session, folded: str, *, limit: int) -> list[Hit]:
    phrase = match_phrase(folded)
    if not phrase:
        sql = (
            "SELECT json_group_array(json_array(kind, subject_id, title, note)) FROM (SELECT kind, subject_id, title, note"
            " FROM search_text WHERE folded LIKE ? OR folded LIKE ? ORDER BY length(title) LIMIT ?)"
        )
        return _read(session, sql, (f"{folded}%", f"% {folded}%", limit))
    short = [word for word in folded.split() if len(word) < 3]
    more = " AND t.folded LIKE ?" * len(short)
    sql = (
        "SELECT json_group_array(json_array(kind, subject_id, title, note)) FROM (SELECT t.kind, t.subject_id, t.title,"
        " t.note FROM (SELECT rowid AS id FROM search_index WHERE search_index MATCH ? ORDER BY rowid DESC LIMIT 400) f"
        f" CROSS JOIN search_text t ON t.id = f.id WHERE 1{more}"
        " ORDER BY instr(t.folded, ?) <> 1, length(t.title), t.id DESC LIMIT ?)"
    )
    return _read(session, sql, (phrase, *(f"%{word}%" for word in short), folded, limit))


_UNIT = (
    "SELECT json_group_array(json_array('unit', u.id, u.serial, i.name || ' · ' || COALESCE("
    + name_sql("p")
    + ", ''))) FROM {source} CROSS JOIN unit u ON u.id = f.id CROSS JOIN item i ON i.id = u.item_id"
    " LEFT JOIN position o ON o.unit_id = u.id LEFT JOIN place p ON p.id = o.place_id"
)


def _serials_starting(session: Session, key: str, *, limit: int) -> list[Hit]:
    source = "(SELECT id FROM unit WHERE folded >= ? AND folded < ? ORDER BY folded LIMIT ?) f"
    return _read(session, _UNIT.format(source=source), (key, key + "\U0010ffff", limit))


def _serials_with(session: Session, key: str, *, limit: int) -> list[Hit]:
    source = "(SELECT rowid AS id FROM unit_search WHERE unit_search MATCH ? ORDER BY rowid LIMIT ?) f"
    return _read(session, _UNIT.format(source=source), ('"' + key.replace('"', '""') + '"', limit))


def _read(session: Session, sql: str, values: tuple[object, ...]) -> list[Hit]:
    raw = session.connection().exec_driver_sql(sql, values).scalar()
    return [Hit(*row) for row in json.loads(raw or "[]")]
