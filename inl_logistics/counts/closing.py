"""From counting to posting: finish, look at the differences, count again, say why, post.

Only the difference moves, under one adjustment; what was seen is kept for ever. Source: product.md 4; domain.md 2.6.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import text, update
from sqlalchemy.orm import Session

from inl_logistics.counts.judging import JudgedLine, judge
from inl_logistics.counts.records import Cause, CountingLineRecord, CountingRecord, CountState, Finding
from inl_logistics.counts.rules import FIRST, RECOUNT, SECOND, LineFacts, finish_problems
from inl_logistics.counts.scanning import QuantityDraft, count_quantity, open_count
from inl_logistics.kernel.actor import Actor
from inl_logistics.kernel.problems import BadInput, Problem, RulesBroken, raise_if_broken
from inl_logistics.kernel.text import clean
from inl_logistics.settings.declared import local_day
from inl_logistics.users import trail


@dataclass(frozen=True, slots=True)
class FinishDraft:
    """That counting is over; `rest_is_zero` says of every line that nobody counted that nothing was there."""

    counting_id: int
    counted_on: date | None = None
    rest_is_zero: bool = False


def finish_count(session: Session, draft: FinishDraft, *, by: Actor, at: datetime) -> int:
    """Close the counting and return how many lines differ or wait for a recount.

    Raises: RulesBroken naming lines that nobody counted and scans that nobody decided about.
    """
    count = open_count(session, draft.counting_id)
    today = local_day(session, at)
    if draft.rest_is_zero:
        _count_zeros(session, draft.counting_id, two=bool(count.two_counters), by=by, at=at)
    judged = judge(session, draft.counting_id)
    undecided = session.execute(
        text("SELECT count(*) FROM counting_scan WHERE counting_id = :c AND undone = 0 AND outcome = 'unknown'"),
        {"c": draft.counting_id},
    ).scalar_one()
    _explain_moved(session, judged)
    open_lines = sum(one.differs or one.disagree for one in judged)
    day = draft.counted_on or _last_day(session, draft.counting_id) or today
    raise_if_broken(finish_problems(facts_of(judged), undecided=undecided, counted_on=day, today=today))
    session.execute(
        update(CountingRecord)
        .where(CountingRecord.id == draft.counting_id)
        .values(
            state=CountState.CHECKED,
            counted_on=day,
            finished_at=at,
            different=open_lines,
            version=CountingRecord.version + 1,
        )
    )
    trail.record(
        session, "count.finish", kind="counting", subject_id=draft.counting_id, subject=count.title, by=by, at=at,
        after={"lines": len(judged), "different": open_lines, "day": day.isoformat(), "rest_is_zero": draft.rest_is_zero},
    )  # fmt: skip
    return open_lines


def reopen_count(session: Session, counting_id: int, *, by: Actor, at: datetime) -> None:
    """Count on after all: something was forgotten. Raises: RulesBroken("count-not-checked")."""
    count = _checked(session, counting_id)
    session.execute(
        update(CountingRecord)
        .where(CountingRecord.id == counting_id)
        .values(state=CountState.COUNTING, version=CountingRecord.version + 1)
    )
    trail.record(session, "count.reopen", kind="counting", subject_id=counting_id, subject=count, by=by, at=at)


def recount(session: Session, counting_id: int, line_ids: Sequence[int], *, by: Actor, at: datetime) -> int:
    """Have lines counted again; what was counted before stays on record. Return how many lines.

    Raises: RulesBroken where the count is neither being counted nor looked at.
    """
    count = session.execute(text("SELECT state, title FROM counting WHERE id = :c"), {"c": counting_id}).first()
    if count is None:
        raise BadInput("not-found", what=str(counting_id))
    if count.state not in {CountState.COUNTING, CountState.CHECKED}:
        raise RulesBroken([Problem("count-closed")])
    changed = session.execute(
        text(
            "UPDATE counting_line SET recount = max(:first, recount + 1) WHERE counting_id = :c AND id IN"
            " (SELECT value FROM json_each(:l)) AND (recount = 0 OR EXISTS (SELECT 1 FROM counting_scan s"
            " WHERE s.line_id = counting_line.id AND s.round = counting_line.recount AND s.undone = 0))"
        ),
        {"c": counting_id, "l": json.dumps([int(one) for one in line_ids]), "first": RECOUNT},
    )
    session.execute(
        update(CountingRecord)
        .where(CountingRecord.id == counting_id)
        .values(state=CountState.COUNTING, version=CountingRecord.version + 1)
    )
    lines = int(changed.rowcount)  # type: ignore[attr-defined]
    trail.record(
        session, "count.recount", kind="counting", subject_id=counting_id, subject=count.title, by=by, at=at,
        after={"lines": lines},
    )  # fmt: skip
    return lines


@dataclass(frozen=True, slots=True)
class CauseDraft:
    """Why some lines differ."""

    counting_id: int
    line_ids: tuple[int, ...]
    cause: Cause
    note: str = ""


def set_cause(session: Session, draft: CauseDraft, *, by: Actor, at: datetime) -> None:
    """Say why lines differ. Raises: RulesBroken("count-not-checked", "count-cause-note")."""
    title = _checked(session, draft.counting_id)
    note = clean(draft.note)
    if draft.cause is Cause.UNKNOWN and not note:
        raise RulesBroken([Problem("count-cause-note", where=("note",))])
    session.execute(
        update(CountingLineRecord)
        .where(CountingLineRecord.counting_id == draft.counting_id, CountingLineRecord.id.in_(draft.line_ids))
        .values(cause=draft.cause, note=note)
    )
    trail.record(
        session, "count.cause", kind="counting", subject_id=draft.counting_id, subject=title, by=by, at=at,
        after={"lines": list(draft.line_ids), "cause": draft.cause.value, "note": note},
    )  # fmt: skip


def facts_of(judged: Sequence[JudgedLine]) -> list[LineFacts]:
    """Return what the rules ask of the lines."""
    return [
        LineFacts(
            f"{one.item} · {one.place}", one.round is not None, one.disagree, one.differs, one.cause, one.overtaken
        )
        for one in judged
    ]


def _explain_moved(session: Session, judged: Sequence[JudgedLine]) -> None:
    """Where units only lie in another bin than the books say, the cause is plain: nobody is asked for it."""
    plain = {Finding.MOVED, Finding.AWAY, Finding.OUT}
    lines = [
        one.line_id for one in judged if one.is_serial and one.differs and {f.finding for f in one.findings} <= plain
    ]
    session.execute(
        update(CountingLineRecord)
        .where(CountingLineRecord.id.in_(lines), CountingLineRecord.cause.is_(None))
        .values(cause=Cause.WRONG_PLACE)
    )


def _checked(session: Session, counting_id: int) -> str:
    row = session.execute(text("SELECT state, title FROM counting WHERE id = :c"), {"c": counting_id}).first()
    if row is None:
        raise BadInput("not-found", what=str(counting_id))
    if row.state != CountState.CHECKED:
        raise RulesBroken([Problem("count-not-checked")])
    return str(row.title)


def _last_day(session: Session, counting_id: int) -> date | None:
    """Return the day of the last paper figure, where all figures come from paper."""
    row = session.execute(
        text("SELECT max(as_of) AS day, count(*) = count(as_of) AS paper FROM counting_scan WHERE counting_id = :c AND undone = 0"),
        {"c": counting_id},
    ).one()  # fmt: skip
    return date.fromisoformat(row.day) if row.day and row.paper else None


def _count_zeros(session: Session, counting_id: int, *, two: bool, by: Actor, at: datetime) -> None:
    """Write a zero for every round of every line that nobody counted."""
    rows = session.execute(
        text(
            "SELECT l.id, l.place_id, l.recount, s.round FROM counting_line l LEFT JOIN (SELECT DISTINCT line_id, round"
            " FROM counting_scan WHERE counting_id = :c AND undone = 0 AND outcome = 'counted') s ON s.line_id = l.id"
            " WHERE l.counting_id = :c"
        ),
        {"c": counting_id},
    ).all()
    done: dict[int, set[int]] = {}
    for row in rows:
        done.setdefault(row.id, set()).add(row.round or 0)
    for line_id, place_id, again in {(row.id, row.place_id, row.recount) for row in rows}:
        wanted = (again,) if again else (FIRST, SECOND) if two else (FIRST,)
        for round_ in wanted:
            if round_ not in done[line_id]:
                draft = QuantityDraft(counting_id, place_id, 0, line_id, round=min(round_, SECOND) if two else FIRST)
                count_quantity(session, draft, by=by, at=at)
