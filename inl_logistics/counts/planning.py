"""Planning a count, beginning it, giving it up.

Beginning takes the number, keeps what the books have line by line, and freezes the places where that was asked for.
Source: domain.md 2.6; product.md 5 (CC on leaving Draft).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import msgspec
from sqlalchemy import Row, insert, text, update
from sqlalchemy.orm import Session

from inl_logistics.counts import scope as scopes
from inl_logistics.counts.records import CountingRecord, CountKind, CountState
from inl_logistics.counts.rules import EVERYTHING, PlanFacts, Scope, plan_problems, start_problems
from inl_logistics.database.search import Entry, index
from inl_logistics.kernel.actor import Actor
from inl_logistics.kernel.problems import BadInput, Problem, RulesBroken, StaleEdit, raise_if_broken
from inl_logistics.kernel.text import clean, clean_lines
from inl_logistics.kernel.values import DocumentId
from inl_logistics.ledger import commands as ledger
from inl_logistics.register import numbers, seals
from inl_logistics.register.records import DocumentKind, Fact
from inl_logistics.settings.declared import local_day
from inl_logistics.users import trail

_OPEN = (CountState.PLANNED, CountState.COUNTING, CountState.CHECKED)


@dataclass(frozen=True, slots=True)
class PlanDraft:
    """A count as planned; no store means all our stores. A second counter counts everything apart from the first."""

    title: str
    kind: CountKind = CountKind.CYCLE
    store_id: int | None = None
    scope: Scope = EVERYTHING
    blind: bool = True
    two_counters: bool = False
    frozen: bool = False
    counter_one: str = ""
    counter_two: str = ""
    planned_on: date | None = None
    remarks: str = ""
    id: int | None = None
    version: int = 0


def save_count(session: Session, draft: PlanDraft, *, by: Actor, at: datetime) -> int:
    """Keep a planned count, or what may still change of one under way: title, counters, remarks.

    Raises: RulesBroken, StaleEdit.
    """
    state, before = CountState.PLANNED, None
    if draft.id is not None:
        row = _row(session, draft.id)
        if row.version != draft.version:
            raise StaleEdit("stale-edit", what=row.title)
        state = CountState(row.state)
        before = {"title": row.title, "scope": row.scope, "counters": [row.counter_one, row.counter_two]}
    raise_if_broken(plan_problems(_facts(draft, state)))
    values: dict[str, object] = {
        "title": clean(draft.title), "counter_one": clean(draft.counter_one), "counter_two": clean(draft.counter_two),
        "planned_on": draft.planned_on, "remarks": clean_lines(draft.remarks),
    }  # fmt: skip
    if state is CountState.PLANNED:
        values |= {
            "kind": draft.kind, "store_id": draft.store_id, "scope": msgspec.json.encode(draft.scope).decode(),
            "blind": draft.blind, "two_counters": draft.two_counters, "frozen": draft.frozen,
        }  # fmt: skip
    if draft.id is None:
        counting_id = session.execute(
            insert(CountingRecord).values(**values, created_at=at, created_by=by.user_id).returning(CountingRecord.id)
        ).scalar_one()
    else:
        counting_id = draft.id
        session.execute(
            update(CountingRecord)
            .where(CountingRecord.id == counting_id)
            .values(**values, version=CountingRecord.version + 1)
        )
    _index(session, counting_id)
    trail.record(
        session, "count.plan", kind="counting", subject_id=counting_id, subject=clean(draft.title), by=by, at=at,
        before=before,
        after={"title": clean(draft.title), "scope": msgspec.json.encode(draft.scope).decode(),
               "counters": [clean(draft.counter_one), clean(draft.counter_two)]},
    )  # fmt: skip
    return counting_id


def start_count(session: Session, counting_id: int, *, by: Actor, at: datetime) -> str:
    """Begin a count and return its number; a second call returns the same number.

    Raises: RulesBroken for nobody who counts, nothing that is there, or places that another count has frozen.
    """
    known = numbers.numbered(session, f"counting:{counting_id}")
    if known is not None:
        return known.number
    row = _row(session, counting_id)
    scope = msgspec.json.decode(row.scope, type=Scope)
    facts = PlanFacts(CountState(row.state), row.title, row.counter_one, row.counter_two, bool(row.two_counters))
    lines = scopes.make_lines(session, counting_id, row.store_id, scope) if row.state == CountState.PLANNED else 0
    raise_if_broken(start_problems(facts, lines=lines))
    today = local_day(session, at)
    document = numbers.assign(
        session, DocumentKind.COUNT, request=f"counting:{counting_id}", effective_on=today, title=row.title, by=by, at=at
    )  # fmt: skip
    _seal(session, document.id, row.title, row.scope, lines, by=by, at=at)
    if row.frozen:
        ledger.freeze(session, scopes.places_of(session, row.store_id, scope), document_id=document.id)
    last = session.execute(text("SELECT COALESCE(max(id), 0) FROM movement")).scalar_one()
    session.execute(
        update(CountingRecord)
        .where(CountingRecord.id == counting_id)
        .values(document_id=document.id, state=CountState.COUNTING, started_at=at, ledger_at=last,
                version=CountingRecord.version + 1)
    )  # fmt: skip
    _index(session, counting_id)
    trail.record(
        session, "count.start", kind="counting", subject_id=counting_id, subject=document.number, by=by, at=at,
        after={"lines": lines, "frozen": bool(row.frozen)},
    )  # fmt: skip
    return document.number


def begin(session: Session, title: str, *, kind: CountKind, counter: str, request: str, by: Actor, at: datetime) -> int:
    """Begin a count that was made elsewhere: no lines are expected, only what is entered counts."""
    counting_id = session.execute(
        insert(CountingRecord)
        .values(kind=kind, title=title, counter_one=counter, request=request, state=CountState.COUNTING, started_at=at,
                created_at=at, created_by=by.user_id)
        .returning(CountingRecord.id)
    ).scalar_one()  # fmt: skip
    document = numbers.assign(
        session, DocumentKind.COUNT, request=f"counting:{counting_id}", effective_on=local_day(session, at), title=title,
        by=by, at=at,
    )  # fmt: skip
    _seal(session, document.id, title, "{}", 0, by=by, at=at)
    last = session.execute(text("SELECT COALESCE(max(id), 0) FROM movement")).scalar_one()
    session.execute(
        update(CountingRecord).where(CountingRecord.id == counting_id).values(document_id=document.id, ledger_at=last)
    )
    _index(session, counting_id)
    return int(counting_id)


def cancel_count(session: Session, counting_id: int, reason: str, *, by: Actor, at: datetime) -> None:
    """Give a count up; its number stays in the register and nothing moves. Raises: RulesBroken."""
    row = _row(session, counting_id)
    problems = []
    if row.state not in _OPEN:
        problems.append(Problem("count-closed"))
    if row.document_id is not None and not clean(reason):
        problems.append(Problem("reason-needed", where=("reason",)))
    if problems:
        raise RulesBroken(problems)
    session.execute(
        update(CountingRecord)
        .where(CountingRecord.id == counting_id)
        .values(state=CountState.CANCELED, version=CountingRecord.version + 1)
    )
    if row.document_id is not None:
        ledger.thaw(session, row.document_id)
    trail.record(
        session, "count.cancel", kind="counting", subject_id=counting_id, subject=row.title, by=by, at=at,
        before={"state": row.state}, after={"reason": clean(reason)},
    )  # fmt: skip


def _seal(
    session: Session, document_id: DocumentId, title: str, scope: str, lines: int, *, by: Actor, at: datetime
) -> None:
    """Seal that the count began and over what: what it found is sealed when it is posted."""
    body = msgspec.json.encode({"title": title, "scope": scope, "lines": lines}, order="deterministic")
    seals.seal(session, document_id, Fact.ISSUE, body, by=by, at=at)


def _facts(draft: PlanDraft, state: CountState) -> PlanFacts:
    return PlanFacts(state, clean(draft.title), clean(draft.counter_one), clean(draft.counter_two), draft.two_counters)


def _row(session: Session, counting_id: int) -> Row[Any]:
    row = session.execute(text("SELECT * FROM counting WHERE id = :i"), {"i": counting_id}).first()
    if row is None:
        raise BadInput("not-found", what=str(counting_id))
    return row


def _index(session: Session, counting_id: int) -> None:
    row = session.execute(
        text(
            "SELECT c.title, COALESCE(d.number, '') AS number FROM counting c LEFT JOIN document d ON d.id = c.document_id"
            " WHERE c.id = :i"
        ),
        {"i": counting_id},
    ).one()
    number = numbers.screen_number(row.number) if row.number else ""
    index(session, [Entry("count", counting_id, number or row.title, row.title, row.number)])
