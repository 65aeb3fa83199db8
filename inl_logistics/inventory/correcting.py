"""Correcting a serial that was typed wrongly: the unit gets its real one, the old form stays findable.

Papers that were sealed keep the words they were signed with. Source: product.md 4 (Serials); issue of scenario 7.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import text
from sqlalchemy.orm import Session

from inl_logistics.kernel.actor import Actor
from inl_logistics.kernel.problems import BadInput, Problem, raise_if_broken
from inl_logistics.kernel.text import clean, serial_key, serial_lookalike
from inl_logistics.kernel.values import UnitId
from inl_logistics.ledger import things
from inl_logistics.ledger.places import name_sql
from inl_logistics.users import trail


@dataclass(frozen=True, slots=True)
class SerialDraft:
    """The serial as it stands on the unit. `sure` says that a serial which looks like another one was read twice."""

    unit_id: int
    serial: str
    reason: str
    sure: bool = False


def correct_serial(session: Session, draft: SerialDraft, *, by: Actor, at: datetime) -> str:
    """Correct a unit's serial and return it as stored.

    Raises: RulesBroken for an empty or taken serial, no reason, or one that looks like another unit's and is not sure.
    """
    unit = session.execute(text("SELECT * FROM unit WHERE id = :u"), {"u": draft.unit_id}).first()
    if unit is None:
        raise BadInput("not-found", what=str(draft.unit_id))
    serial, key = clean(draft.serial), serial_key(draft.serial)
    problems = []
    if not key:
        problems.append(Problem("serial-not-typed", where=("serial",)))
    elif serial == unit.serial:
        problems.append(Problem("serial-same", where=("serial",)))
    elif key != unit.folded:
        problems += _others(session, draft, unit.model_id, key)
    if not clean(draft.reason):
        problems.append(Problem("reason-needed", where=("reason",)))
    raise_if_broken(problems)
    things.rename_unit(session, UnitId(draft.unit_id), serial, by=by.user_id, at=at, reason=clean(draft.reason))
    trail.record(
        session, "unit.correct", kind="unit", subject_id=draft.unit_id, subject=serial, by=by, at=at,
        before={"serial": unit.serial}, after={"serial": serial, "reason": clean(draft.reason)},
    )  # fmt: skip
    return serial


def _others(session: Session, draft: SerialDraft, model_id: int, key: str) -> list[Problem]:
    """Name the unit of the same maker and model that has this serial, or one that looks like it."""
    rows = session.execute(
        text(
            f"SELECT u.serial, u.folded, i.name AS item, COALESCE({name_sql('p')}, '—') AS place FROM unit u"
            " JOIN item i ON i.id = u.item_id LEFT JOIN position q ON q.unit_id = u.id LEFT JOIN place p ON p.id = q.place_id"
            " WHERE u.id <> :u AND u.model_id = :m AND u.lookalike = :l ORDER BY u.folded <> :k LIMIT 1"
        ),
        {"u": draft.unit_id, "m": model_id, "l": serial_lookalike(draft.serial), "k": key},
    ).all()
    for row in rows:
        params = {"serial": row.serial, "item": row.item, "place": row.place}
        if row.folded == key:
            return [Problem("serial-taken", params=params, where=("serial",))]
        if not draft.sure:
            return [Problem("serial-alike", params=params, where=("sure",))]
    return []
