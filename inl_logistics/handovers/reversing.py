"""Taking a signed handover back, whole or some of its lines: a reversal with its own number, linked both ways.

Source: product.md 4 (after signature only a reversal; refused where a later fact depends on it), domain.md 8
scenario 6.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import text, update
from sqlalchemy.orm import Session

from inl_logistics.approvals.commands import record_used
from inl_logistics.handovers import facts, noting
from inl_logistics.handovers.records import HandoverRecord, HandoverState
from inl_logistics.handovers.rules import may_become
from inl_logistics.kernel.actor import Actor
from inl_logistics.kernel.problems import Problem, raise_if_broken
from inl_logistics.kernel.text import clean
from inl_logistics.ledger import commands as ledger
from inl_logistics.ledger import facts as ledger_facts
from inl_logistics.ledger.rules import CountAnswer
from inl_logistics.register import numbers, seals
from inl_logistics.register.numbers import Document
from inl_logistics.register.records import DocumentKind, Fact
from inl_logistics.settings.declared import RULES, get, local_day
from inl_logistics.users import trail
from inl_logistics.users.rights import reversal_problems


@dataclass(frozen=True, slots=True)
class ReverseDraft:
    """Taking a signed handover back: all of it, or some of its lines."""

    handover_id: int
    reason: str
    reversed_on: date
    line_numbers: tuple[int, ...] = ()
    count_answer: CountAnswer | None = None


def reverse(session: Session, draft: ReverseDraft, *, by: Actor, at: datetime) -> str:
    """Post a reversal with its own number, linked both ways; return its number.

    Raises: RulesBroken with the reason for each line that cannot be reversed, ApprovalNeeded for one who is no approver.
    """
    document = numbers.numbered(session, f"handover:{draft.handover_id}")
    problems = _problems(facts.record(session, draft.handover_id), draft, by)
    raise_if_broken(problems, overridden=by.overridden)
    if document is None:
        raise AssertionError(draft.handover_id)
    movements = _movements(session, draft, document)
    if not movements:
        raise_if_broken([Problem("handover-nothing-to-reverse")])
    part = "-".join(map(str, draft.line_numbers)) or "all"
    count = session.execute(
        text("SELECT count(*) FROM document WHERE reverses_id = :d"), {"d": document.id}
    ).scalar_one()
    reversal = numbers.assign(
        session, DocumentKind.REVERSAL, request=f"reversal:{document.id}:{part}:{count}",
        effective_on=draft.reversed_on, title=document.number, by=by, at=at, reverses=document.id,
    )  # fmt: skip
    window = get(session, RULES).backdating_days
    posting = ledger.Posting(reversal.id, draft.reversed_on, local_day(session, at), window, draft.count_answer)
    ledger.reverse(session, posting, movements)
    left = _left(session, document)
    body = noting.reversal_of(
        session, reversal, document, draft.handover_id, reversed_on=draft.reversed_on, reason=clean(draft.reason),
        whole=not left and not count, by=by,
    )  # fmt: skip
    seals.seal(session, reversal.id, Fact.POST, body.to_json(), by=by, at=at)
    record_used(session, problems, document_id=reversal.id, by=by, at=at)
    if not left:
        session.execute(
            update(HandoverRecord)
            .where(HandoverRecord.id == draft.handover_id)
            .values(state=HandoverState.REVERSED, closed_reason=clean(draft.reason), version=HandoverRecord.version + 1)
        )
    trail.record(
        session, "handover.reverse", kind="handover", subject_id=draft.handover_id, subject=document.number, by=by,
        at=at, after={"reversal": reversal.number, "reason": clean(draft.reason)},
    )  # fmt: skip
    return reversal.number


def _problems(handover: HandoverRecord, draft: ReverseDraft, by: Actor) -> list[Problem]:
    found = []
    if handover.state is not HandoverState.REVERSED:
        found += may_become(handover.state, HandoverState.REVERSED)
    if not clean(draft.reason):
        found.append(Problem("reason-needed", where=("reason",)))
    return [*found, *reversal_problems(by)]


def _movements(session: Session, draft: ReverseDraft, document: Document) -> list[int]:
    """Return the movements to reverse; chosen lines are named so that a second try says why it fails.

    Signing posts one movement for each signed pick, in order; what follows them are the opposites of quantities
    that a count had seen already.
    """
    if not draft.line_numbers:
        return _left(session, document)
    posted = ledger_facts.movements(session, ledger_facts.of_document(session, document.id))
    signed = [pick for pick in facts.picks(session, draft.handover_id) if pick.signed]
    chosen = [move for pick, move in zip(signed, posted, strict=False) if pick.line_no in draft.line_numbers]
    left = set(_left(session, document))
    opposites = [move for move in posted[len(signed) :] if move.id in left]
    for move in tuple(chosen):
        # Another line may have moved as much of the same layer: each movement has one opposite at either end.
        for is_opposite in (_entered_again, _taken_again):
            other = next((one for one in opposites if is_opposite(one, move)), None)
            if other is not None:
                chosen.append(other)
                opposites.remove(other)
    return sorted(move.id for move in chosen)


def _entered_again(one: ledger_facts.Movement, move: ledger_facts.Movement) -> bool:
    return _like(one, move) and one.to_place == move.from_place and one.condition_to is move.condition_from


def _taken_again(one: ledger_facts.Movement, move: ledger_facts.Movement) -> bool:
    return _like(one, move) and one.from_place == move.to_place and one.condition_from is move.condition_to


def _like(one: ledger_facts.Movement, move: ledger_facts.Movement) -> bool:
    return move.unit_id is None and one.layer_id == move.layer_id and one.quantity == move.quantity


def _left(session: Session, document: Document) -> list[int]:
    rows = session.execute(
        text(
            "SELECT m.id FROM movement m WHERE m.document_id = :d AND NOT EXISTS"
            " (SELECT 1 FROM movement r WHERE r.reverses_id = m.id) ORDER BY m.seq"
        ),
        {"d": document.id},
    )
    return [row.id for row in rows]
