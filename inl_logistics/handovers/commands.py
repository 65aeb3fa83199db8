"""What becomes of a composed handover: issue its receipt, void it, enter a refusal, file its signed copy.

Drafts are in `drafts.py`, signing and reversing in `signing.py` and `reversing.py`. Source: product.md 4 (Handover, two
chained facts).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import text, update
from sqlalchemy.orm import Session

from inl_logistics.approvals.commands import record_used
from inl_logistics.attachments.commands import AttachmentDraft, attach, remove
from inl_logistics.handovers import facts, snapshot
from inl_logistics.handovers.finding import index_handover
from inl_logistics.handovers.records import HandoverRecord, HandoverState
from inl_logistics.handovers.rules import handover_problems, may_become
from inl_logistics.inventory import commands as inventory
from inl_logistics.kernel.actor import Actor
from inl_logistics.kernel.problems import Problem, RulesBroken, raise_if_broken
from inl_logistics.kernel.text import clean
from inl_logistics.partners.commands import agency_of
from inl_logistics.register import numbers, seals
from inl_logistics.register.records import DocumentKind, Fact
from inl_logistics.settings.declared import local_day
from inl_logistics.users import trail


def issue(session: Session, handover_id: int, *, dated_on: date | None = None, by: Actor, at: datetime) -> str:
    """Issue the receipt: number, frozen snapshot, seal; no movement. Twice returns the same number.

    Raises: RulesBroken, ApprovalNeeded (missing or expired vetting, short life, policy hold …).
    """
    request = f"handover:{handover_id}"
    known = numbers.numbered(session, request)
    if known is not None:
        return known.number
    handover = facts.record(session, handover_id)
    day = dated_on or handover.planned_on or local_day(session, at)
    problems = [
        *may_become(handover.state, HandoverState.ISSUED),
        *handover_problems(facts.facts_of(session, handover, on=day)),
    ]
    raise_if_broken(problems, overridden=by.overridden)
    unit = session.execute(text("SELECT name FROM partner WHERE id = :u"), {"u": handover.unit_id}).scalar()
    document = numbers.assign(
        session, DocumentKind.HANDOVER, request=request, effective_on=day, title=unit or "", by=by, at=at
    )
    frozen = snapshot.receipt_of(session, handover_id, number=document.number, dated_on=day, by=by)
    seals.seal(session, document.id, Fact.ISSUE, frozen.to_json(), by=by, at=at)
    session.execute(
        update(HandoverRecord)
        .where(HandoverRecord.id == handover_id)
        .values(
            state=HandoverState.ISSUED, document_id=document.id, issued_at=at, planned_on=day,
            agency_id=agency_of(session, handover.unit_id, day) if handover.unit_id else None,
            version=HandoverRecord.version + 1,
        )
    )  # fmt: skip
    record_used(session, problems, document_id=document.id, by=by, at=at)
    index_handover(session, handover_id)
    trail.record(
        session, "handover.issue", kind="handover", subject_id=handover_id, subject=document.number, by=by, at=at,
        after={"dated_on": day, "overrides": sorted(by.overridden)},
    )  # fmt: skip
    return document.number


def void(session: Session, handover_id: int, *, reason: str, by: Actor, at: datetime) -> None:
    """Void an issued, unsigned form: the number stays in the register, the reservations are released."""
    _end_unsigned(session, handover_id, HandoverState.VOID, reason, by=by, at=at)


def refuse(session: Session, handover_id: int, *, reason: str, by: Actor, at: datetime) -> None:
    """Enter that the recipient refused to sign; nothing moves, the reservations are released."""
    _end_unsigned(session, handover_id, HandoverState.REFUSED, reason, by=by, at=at)


def file_copy(session: Session, handover_id: int, attachment_id: int, *, by: Actor, at: datetime) -> None:
    """File the scan of the signed paper. Raises: RulesBroken for a receipt that is not signed."""
    handover = facts.record(session, handover_id)
    if handover.state not in {HandoverState.SIGNED, HandoverState.VARIANCE, HandoverState.REVERSED}:
        raise RulesBroken([Problem("copy-needs-signature")])
    session.execute(
        update(HandoverRecord)
        .where(HandoverRecord.id == handover_id)
        .values(copy_attachment_id=attachment_id, version=HandoverRecord.version + 1)
    )
    trail.record(
        session, "handover.file-copy", kind="handover", subject_id=handover_id, subject=str(attachment_id),
        by=by, at=at,
    )  # fmt: skip


def attach_copy(session: Session, handover_id: int, draft: AttachmentDraft, *, by: Actor, at: datetime) -> int:
    """Put the scan of the signed paper on the receipt and file it, in one step. Raises: as `file_copy`."""
    attachment_id = attach(session, replace(draft, subject_kind="handover", subject_id=handover_id), by=by, at=at)
    file_copy(session, handover_id, attachment_id, by=by, at=at)
    return attachment_id


def unfile_copy(session: Session, handover_id: int, *, by: Actor, at: datetime) -> None:
    """Take the filed copy off again: it was another paper. The file stays for the trail."""
    handover = facts.record(session, handover_id)
    if handover.copy_attachment_id is None:
        return
    remove(session, handover.copy_attachment_id, by=by, at=at)
    session.execute(
        update(HandoverRecord)
        .where(HandoverRecord.id == handover_id)
        .values(copy_attachment_id=None, version=HandoverRecord.version + 1)
    )
    trail.record(
        session, "handover.unfile-copy", kind="handover", subject_id=handover_id,
        subject=str(handover.copy_attachment_id), by=by, at=at,
    )  # fmt: skip


def record_print(
    session: Session, document_id: int, *, language: str, paper: str, by: Actor, at: datetime, content: str = ""
) -> int:  # fmt: skip
    """Record one printing; return 0 for the original and n for REPRINT n. `content` is the hash of what may change yet."""
    ordinal = session.execute(
        text("SELECT COALESCE(max(ordinal), -1) + 1 FROM printing WHERE document_id = :d"), {"d": document_id}
    ).scalar_one()
    session.execute(
        text(
            "INSERT INTO printing (document_id, ordinal, at, user_id, language, paper, content)"
            " VALUES (:d, :o, :a, :u, :l, :p, :c)"
        ),
        {"d": document_id, "o": ordinal, "a": at.isoformat(), "u": by.user_id, "l": language, "p": paper, "c": content},
    )
    return int(ordinal)


def _end_unsigned(
    session: Session, handover_id: int, state: HandoverState, reason: str, *, by: Actor, at: datetime
) -> None:
    handover = facts.record(session, handover_id)
    if handover.state is state:
        return
    problems = may_become(handover.state, state)
    if not clean(reason):
        problems.append(Problem("reason-needed", where=("reason",)))
    raise_if_broken(problems)
    document = numbers.numbered(session, f"handover:{handover_id}")
    if document is None:
        raise AssertionError(handover_id)
    inventory.release(session, "handover", handover_id)
    session.execute(
        update(HandoverRecord)
        .where(HandoverRecord.id == handover_id)
        .values(state=state, closed_reason=clean(reason), version=HandoverRecord.version + 1)
    )
    body = f'{{"number":"{document.number}","state":"{state.value}"}}'.encode()
    seals.seal(session, document.id, Fact.VOID, body, by=by, at=at)
    trail.record(
        session, f"handover.{state.value}", kind="handover", subject_id=handover_id, subject=document.number,
        by=by, at=at, after={"reason": clean(reason)},
    )  # fmt: skip
