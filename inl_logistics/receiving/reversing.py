"""Taking a posted receiving back whole: the goods return to where they came from, and can be received again.

Source: product.md 4 (Undo: after posting, only a reversal; refused where later facts depend on it), 5 (RV).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import text, update
from sqlalchemy.orm import Session

from inl_logistics.approvals.commands import record_used
from inl_logistics.inventory.reversing import post_reversal
from inl_logistics.kernel.actor import Actor
from inl_logistics.kernel.problems import BadInput, raise_if_broken
from inl_logistics.kernel.text import clean
from inl_logistics.ledger import commands as ledger
from inl_logistics.ledger.rules import CountAnswer
from inl_logistics.receiving.records import DiscrepancyRecord, ReceivingRecord, ReceivingState
from inl_logistics.receiving.rules import ReverseFacts, reverse_problems
from inl_logistics.register import numbers, seals
from inl_logistics.register.records import DocumentKind, Fact
from inl_logistics.settings.declared import RULES, get, local_day
from inl_logistics.shipments.records import MilestoneKind, MilestoneRecord
from inl_logistics.users import trail
from inl_logistics.users.rights import reversal_problems


@dataclass(frozen=True, slots=True)
class ReverseDraft:
    """Which receiving is taken back, from which day on, and why."""

    receiving_id: int
    reason: str
    reversed_on: date
    count_answer: CountAnswer | None = None


def reverse(session: Session, draft: ReverseDraft, *, by: Actor, at: datetime) -> str:
    """Post the reversal of a receiving and return its number; a second call gives back the same number.

    The shipment that it closed can be received again; its discrepancies are closed as reversed.
    Raises: BadInput("not-found"); RulesBroken naming the document that depends on the goods, ApprovalNeeded for
    one who is no approver; nothing is written then.
    """
    request = f"receiving-reversal:{draft.receiving_id}"
    known = numbers.numbered(session, request)
    if known is not None:
        return known.number
    record = session.get(ReceivingRecord, draft.receiving_id)
    if record is None:
        raise BadInput("not-found", what=str(draft.receiving_id))
    today = local_day(session, at)
    facts = ReverseFacts(record.state, clean(draft.reason), draft.reversed_on, record.received_on, today)
    problems = [*reverse_problems(facts), *reversal_problems(by)]
    raise_if_broken(problems, overridden=by.overridden)
    document = numbers.numbered(session, f"receiving:{draft.receiving_id}")
    if document is None:
        raise AssertionError(draft.receiving_id)
    reversal = numbers.assign(
        session, DocumentKind.REVERSAL, request=request, effective_on=draft.reversed_on, title=document.number,
        by=by, at=at, reverses=document.id,
    )  # fmt: skip
    posting = ledger.Posting(
        reversal.id, draft.reversed_on, today, get(session, RULES).backdating_days, draft.count_answer
    )
    post_reversal(session, posting, document.id)
    body = ledger.snapshot_of(
        session, reversal.id, number=reversal.number, reverses=document.number, reason=clean(draft.reason)
    )
    seals.seal(session, reversal.id, Fact.POST, body, by=by, at=at)
    record_used(session, problems, document_id=reversal.id, by=by, at=at)
    _reopen(session, record, draft)
    trail.record(
        session, "receiving.reverse", kind="receiving", subject_id=record.id, subject=document.number, by=by, at=at,
        after={"reversal": reversal.number, "reason": clean(draft.reason)},
    )  # fmt: skip
    return reversal.number


def _reopen(session: Session, record: ReceivingRecord, draft: ReverseDraft) -> None:
    session.execute(
        update(ReceivingRecord)
        .where(ReceivingRecord.id == record.id)
        .values(state=ReceivingState.REVERSED, version=ReceivingRecord.version + 1)
    )
    session.execute(
        update(DiscrepancyRecord)
        .where(DiscrepancyRecord.receiving_id == record.id, DiscrepancyRecord.resolved_on.is_(None))
        .values(resolution="reversed", resolved_on=draft.reversed_on, version=DiscrepancyRecord.version + 1)
    )
    # Even where a later receipt was the final one: what this one brought is missing again.
    session.execute(
        update(MilestoneRecord)
        .where(MilestoneRecord.shipment_id == record.shipment_id, MilestoneRecord.kind == MilestoneKind.RECEIVED)
        .values(actual_on=None)
    )
    # The goods are still at the door: the shipment stays delivered, and is open again to be received.
    session.execute(
        text("UPDATE shipment SET state = 'delivered', version = version + 1 WHERE id = :s AND state = 'closed'"),
        {"s": record.shipment_id},
    )
