"""Composing a handover: save the draft (it reserves), issue its receipt, void it, file its signed copy.

Signing and reversing are in `signing.py`. Source: product.md 4 (Handover, two chained facts).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import insert, text, update
from sqlalchemy.orm import Session

from inl_logistics.approvals.commands import record_used
from inl_logistics.attachments.commands import AttachmentDraft, attach, remove
from inl_logistics.database.search import Entry, index
from inl_logistics.handovers import facts, snapshot
from inl_logistics.handovers.documents import HandoverType
from inl_logistics.handovers.records import HandoverLineRecord, HandoverPickRecord, HandoverRecord, HandoverState
from inl_logistics.handovers.rules import handover_problems, may_become
from inl_logistics.inventory import commands as inventory
from inl_logistics.kernel.actor import Actor
from inl_logistics.kernel.problems import BadInput, Problem, RulesBroken, StaleEdit, raise_if_broken
from inl_logistics.kernel.text import clean, clean_lines
from inl_logistics.kernel.values import Condition, HandoverId, ItemId, LayerId, PlaceId, UnitId
from inl_logistics.partners.commands import agency_of
from inl_logistics.register import numbers, seals
from inl_logistics.register.records import DocumentKind, Fact
from inl_logistics.settings.declared import local_day
from inl_logistics.users import trail


@dataclass(frozen=True, slots=True)
class PickDraft:
    """A unit, or a quantity of a layer at a place."""

    layer_id: int
    place_id: int
    quantity: int = 1
    unit_id: int | None = None
    condition: Condition = Condition.NEW


@dataclass(frozen=True, slots=True)
class LineDraft:
    """One line: what, and exactly which of it. `asked` is how many were wanted."""

    variant_id: int
    picks: tuple[PickDraft, ...] = ()
    asked: int | None = None
    remarks: str = ""


@dataclass(frozen=True, slots=True)
class HandoverDraft:
    """A handover as composed."""

    lines: tuple[LineDraft, ...] = ()
    id: int | None = None
    version: int = 0
    type: HandoverType = HandoverType.TITLE
    unit_id: int | None = None
    facility_id: int | None = None
    person_id: int | None = None
    witness: str = ""
    agreement_id: int | None = None
    project_id: int | None = None
    planned_on: date | None = None
    place: str = ""
    waybill: str = ""
    requirement: str = ""
    language: str = "es"
    show_values: bool = True
    remarks: str = ""


@dataclass(frozen=True, slots=True)
class SavedDraft:
    """The saved draft and the version its next save must name."""

    id: HandoverId
    version: int


def save_draft(session: Session, draft: HandoverDraft, *, by: Actor, at: datetime) -> SavedDraft:
    """Keep a draft and reserve what it picks, so that two drafts never take the same units.

    Raises: RulesBroken where a unit or quantity is not available, StaleEdit, RulesBroken("handover-not-draft").
    """
    if draft.type is HandoverType.RETURN:
        raise RulesBroken([Problem("return-needs-original", where=("type",))])
    values = {
        **{name: clean(getattr(draft, name)) for name in ("witness", "place", "waybill", "requirement", "language")},
        **{
            name: getattr(draft, name)
            for name in (
                "type", "unit_id", "facility_id", "person_id", "agreement_id", "project_id", "planned_on",
                "show_values",
            )
        },
        "remarks": clean_lines(draft.remarks),
        "agency_id": agency_of(session, draft.unit_id, local_day(session, at)) if draft.unit_id else None,
    }  # fmt: skip
    if draft.id is None:
        handover_id = session.execute(
            insert(HandoverRecord).values(**values, created_at=at, created_by=by.user_id).returning(HandoverRecord.id)
        ).scalar_one()
        version = 1
    else:
        handover_id, version = draft.id, _editable(session, draft) + 1
        session.execute(
            update(HandoverRecord).where(HandoverRecord.id == handover_id).values(**values, version=version)
        )
    _save_lines(session, handover_id, draft.lines)
    items = _items(session, [line.variant_id for line in draft.lines])
    wanted = [
        inventory.Wanted(
            items[line.variant_id], LayerId(pick.layer_id), PlaceId(pick.place_id), pick.quantity,
            None if pick.unit_id is None else UnitId(pick.unit_id),
        )
        for line in draft.lines
        for pick in line.picks
    ]  # fmt: skip
    inventory.reserve(session, "handover", handover_id, wanted, by=by, at=at)
    _index(session, handover_id)
    return SavedDraft(HandoverId(handover_id), version)


def save_over(session: Session, draft: HandoverDraft, *, by: Actor, at: datetime) -> SavedDraft:
    """Keep the last state of a draft when its page is left, whatever version this device stored meanwhile."""
    stored = facts.record(session, draft.id or 0)
    return save_draft(session, replace(draft, version=stored.version), by=by, at=at)


def delete_draft(session: Session, handover_id: int, *, by: Actor, at: datetime) -> None:
    """Throw a draft away; an issued receipt can only be voided."""
    handover = facts.record(session, handover_id)
    if handover.state is not HandoverState.DRAFT:
        raise RulesBroken([Problem("handover-not-draft")])
    inventory.release(session, "handover", handover_id)
    _clear_lines(session, handover_id)
    session.execute(text("DELETE FROM search_text WHERE kind = 'handover' AND subject_id = :h"), {"h": handover_id})
    session.execute(text("DELETE FROM handover WHERE id = :h"), {"h": handover_id})
    trail.record(
        session, "handover.delete-draft", kind="handover", subject_id=handover_id, subject="draft", by=by, at=at
    )


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
            version=HandoverRecord.version + 1,
        )
    )  # fmt: skip
    record_used(session, problems, document_id=document.id, by=by, at=at)
    _index(session, handover_id)
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


def record_print(session: Session, document_id: int, *, language: str, paper: str, by: Actor, at: datetime) -> int:
    """Record one printing; return 0 for the original and n for REPRINT n."""
    ordinal = session.execute(
        text("SELECT COALESCE(max(ordinal), -1) + 1 FROM printing WHERE document_id = :d"), {"d": document_id}
    ).scalar_one()
    session.execute(
        text(
            "INSERT INTO printing (document_id, ordinal, at, user_id, language, paper) VALUES (:d, :o, :a, :u, :l, :p)"
        ),
        {"d": document_id, "o": ordinal, "a": at.isoformat(), "u": by.user_id, "l": language, "p": paper},
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


def _editable(session: Session, draft: HandoverDraft) -> int:
    handover = facts.record(session, draft.id or 0)
    if handover.state is not HandoverState.DRAFT:
        raise RulesBroken([Problem("handover-not-draft")])
    if handover.version != draft.version:
        raise StaleEdit("stale-edit", what=str(draft.id))
    return handover.version


def _clear_lines(session: Session, handover_id: int) -> None:
    session.execute(
        text("DELETE FROM handover_pick WHERE line_id IN (SELECT id FROM handover_line WHERE handover_id = :h)"),
        {"h": handover_id},
    )
    session.execute(text("DELETE FROM handover_line WHERE handover_id = :h"), {"h": handover_id})


def _save_lines(session: Session, handover_id: int, lines: Sequence[LineDraft]) -> None:
    _clear_lines(session, handover_id)
    for number, line in enumerate(lines, 1):
        line_id = session.execute(
            insert(HandoverLineRecord)
            .values(
                handover_id=handover_id, line_no=number, variant_id=line.variant_id, asked=line.asked,
                remarks=clean(line.remarks),
            )
            .returning(HandoverLineRecord.id)
        ).scalar_one()  # fmt: skip
        picks = [
            {
                "line_id": line_id, "layer_id": pick.layer_id, "unit_id": pick.unit_id, "place_id": pick.place_id,
                "condition": pick.condition, "quantity": pick.quantity,
            }
            for pick in line.picks
        ]  # fmt: skip
        if picks:
            session.execute(insert(HandoverPickRecord), picks)


def _items(session: Session, variant_ids: Sequence[int]) -> dict[int, ItemId]:
    found: dict[int, ItemId] = {}
    for variant_id in set(variant_ids):
        item = session.execute(text("SELECT item_id FROM variant WHERE id = :v"), {"v": variant_id}).scalar()
        if item is None:
            raise BadInput("not-found", what=str(variant_id))
        found[variant_id] = ItemId(item)
    return found


def _index(session: Session, handover_id: int) -> None:
    row = session.execute(
        text(
            "SELECT d.number, u.name AS unit, a.name AS agency, f.name AS facility, p.name AS person,"
            " u.name_native FROM handover h LEFT JOIN document d ON d.id = h.document_id"
            " LEFT JOIN partner u ON u.id = h.unit_id LEFT JOIN partner a ON a.id = h.agency_id"
            " LEFT JOIN partner f ON f.id = h.facility_id LEFT JOIN person p ON p.id = h.person_id WHERE h.id = :h"
        ),
        {"h": handover_id},
    ).one()
    number = numbers.screen_number(row.number) if row.number else ""
    words = " ".join(filter(None, (row.number, row.agency, row.facility, row.person, row.name_native)))
    index(session, [Entry("handover", handover_id, number or row.unit or "—", row.unit or "", words)])
