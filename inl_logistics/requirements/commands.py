"""Making, submitting, deciding and canceling requirements; `carrying.py` has what is done for an approved one.

Source: domain.md 2.1 (fields, signers), product.md 5 (RQ is taken on leaving Draft).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import delete, insert, text, update
from sqlalchemy.orm import Session

from inl_logistics.approvals.commands import record_used
from inl_logistics.catalog.kitfacts import version_in_force
from inl_logistics.database.search import Entry, index
from inl_logistics.inventory import commands as inventory
from inl_logistics.kernel.actor import Actor
from inl_logistics.kernel.problems import BadInput, Problem, RulesBroken, StaleEdit, raise_if_broken
from inl_logistics.kernel.text import clean, clean_lines
from inl_logistics.kernel.values import DocumentId
from inl_logistics.partners.rules import VettingStanding
from inl_logistics.register import numbers, seals
from inl_logistics.register.records import DocumentKind, Fact
from inl_logistics.requirements import facts, snapshot
from inl_logistics.requirements.records import (
    Basis,
    NeedRecord,
    Priority,
    RecipientRecord,
    RequirementLineRecord,
    RequirementRecord,
    RequirementState,
    RosterSizeRecord,
)
from inl_logistics.requirements.rules import (
    DecisionFacts,
    LineFacts,
    PlanFacts,
    RecipientFacts,
    decision_problems,
    may_become,
    plan_problems,
)
from inl_logistics.settings.declared import local_day
from inl_logistics.users import trail

OWNER = "requirement"  # reservations of a recipient's share: the owner is the recipient


@dataclass(frozen=True, slots=True)
class PersonSize:
    """The size that one numbered person takes of an item."""

    person_no: int
    item_id: int
    size: str


@dataclass(frozen=True, slots=True)
class RecipientDraft:
    """Who gets a share, for how many persons, in which sizes."""

    facility_id: int | None = None
    unit_id: int | None = None
    person_id: int | None = None
    headcount: int = 0
    planned_on: date | None = None
    sizes: tuple[PersonSize, ...] = ()
    id: int | None = None


@dataclass(frozen=True, slots=True)
class RequirementLineDraft:
    """What is asked for; `recipient` is the place of the recipient in the draft, from 1; None means all of them."""

    quantity: int
    basis: Basis = Basis.TOTAL
    kit_id: int | None = None
    item_id: int | None = None
    variant_id: int | None = None
    recipient: int | None = None
    remarks: str = ""


@dataclass(frozen=True, slots=True)
class RequirementDraft:
    """A requirement as typed."""

    recipients: tuple[RecipientDraft, ...] = ()
    lines: tuple[RequirementLineDraft, ...] = ()
    id: int | None = None
    version: int = 0
    title: str = ""
    agency_id: int | None = None
    agreement_id: int | None = None
    project_id: int | None = None
    justification: str = ""
    priority: Priority = Priority.ROUTINE
    need_by: date | None = None
    training_event: str = ""
    maintenance: str = ""
    host_request: str = ""
    remarks: str = ""
    requested_by: str = ""


_TEXTS = ("title", "training_event", "maintenance", "host_request", "requested_by")
_BLOCKS = ("justification", "remarks")
_PLAIN = ("agency_id", "agreement_id", "project_id", "priority", "need_by")


def save_requirement(session: Session, draft: RequirementDraft, *, by: Actor, at: datetime) -> int:
    """Keep a draft; return its id.

    Raises: RulesBroken (lines that say nothing, a plan that is no longer a draft), StaleEdit.
    """
    stored = _stored(session, draft)
    raise_if_broken(plan_problems(_typed(draft), submitting=False))
    values = {
        **{name: clean(getattr(draft, name)) for name in _TEXTS},
        **{name: clean_lines(getattr(draft, name)) for name in _BLOCKS},
        **{name: getattr(draft, name) for name in _PLAIN},
    }
    if stored is None:
        requirement_id = int(
            session.execute(
                insert(RequirementRecord)
                .values(**values, created_at=at, created_by=by.user_id)
                .returning(RequirementRecord.id)
            ).scalar_one()
        )
    else:
        requirement_id = stored.id
        session.execute(
            update(RequirementRecord)
            .where(RequirementRecord.id == requirement_id)
            .values(**values, version=RequirementRecord.version + 1)
        )
    _save_contents(session, requirement_id, draft, on=local_day(session, at))
    _index(session, requirement_id)
    trail.record(
        session, "requirement.save", kind="requirement", subject_id=requirement_id, subject=clean(draft.title), by=by,
        at=at, after={"recipients": len(draft.recipients), "lines": len(draft.lines)},
    )  # fmt: skip
    return requirement_id


def submit(session: Session, requirement_id: int, *, by: Actor, at: datetime) -> str:
    """Hand a draft to the approver: it takes its number, and is sealed as asked for.

    Raises: RulesBroken naming all that a plan must say.
    """
    plan = facts.record(session, requirement_id)
    if plan.state is RequirementState.SUBMITTED and plan.document_id is not None:
        return _number(session, plan.document_id)
    today = local_day(session, at)
    if plan.state is RequirementState.DRAFT:
        facts.take_released(session, plan.id, on=today)
    raise_if_broken(
        [
            *may_become(plan.state, RequirementState.SUBMITTED),
            *plan_problems(facts.facts_of(session, plan, today=today), submitting=True),
        ]
    )
    document = numbers.numbered(session, f"requirement:{requirement_id}") or numbers.assign(
        session, DocumentKind.REQUIREMENT, request=f"requirement:{requirement_id}", effective_on=today,
        title=plan.title, by=by, at=at,
    )  # fmt: skip
    _become(session, requirement_id, RequirementState.SUBMITTED, document_id=document.id, submitted_at=at,
            submitted_by=by.user_id, decided_at=None, decided_by=None, decision="")  # fmt: skip
    _seal(session, requirement_id, Fact.ISSUE, by=by, at=at)
    _index(session, requirement_id)
    _record(session, "submit", requirement_id, by=by, at=at, after={"number": document.number})
    return document.number


@dataclass(frozen=True, slots=True)
class DecisionDraft:
    """The approver's word on a submitted plan."""

    requirement_id: int
    approve: bool
    reason: str = ""


def decide(session: Session, draft: DecisionDraft, *, by: Actor, at: datetime) -> None:
    """Approve or reject a submitted plan.

    Raises: RulesBroken; ApprovalNeeded("self-approval") where the one who submitted it approves it too.
    """
    plan = facts.record(session, draft.requirement_id)
    wanted = RequirementState.APPROVED if draft.approve else RequirementState.REJECTED
    if plan.state is wanted:
        return
    today = local_day(session, at)
    judged = facts.facts_of(session, plan, today=today)
    problems = [
        *may_become(plan.state, wanted),
        *decision_problems(DecisionFacts(draft.approve, plan.submitted_by == by.user_id, clean(draft.reason))),
        *(plan_problems(judged, submitting=True) if draft.approve else ()),
    ]
    raise_if_broken(problems, overridden=by.overridden)
    _become(session, plan.id, wanted, decided_at=at, decided_by=by.user_id, decision=clean(draft.reason))
    if draft.approve:
        _seal(session, plan.id, Fact.POST, by=by, at=at)
    if plan.document_id is not None:
        record_used(session, problems, document_id=plan.document_id, by=by, at=at)
    _record(session, "approve" if draft.approve else "reject", plan.id, by=by, at=at,
            after={"reason": clean(draft.reason), "overrides": sorted(by.overridden)})  # fmt: skip


def reopen(session: Session, requirement_id: int, *, reason: str, by: Actor, at: datetime) -> None:
    """Make a submitted or decided plan a draft again, under its number: what was put aside for it is given back.

    Raises: RulesBroken.
    """
    plan = facts.record(session, requirement_id)
    problems = may_become(plan.state, RequirementState.DRAFT)
    if not clean(reason):
        problems.append(Problem("reason-needed", where=("reason",)))
    raise_if_broken(problems)
    release_all(session, requirement_id)
    _become(session, requirement_id, RequirementState.DRAFT)
    _record(session, "reopen", requirement_id, by=by, at=at, after={"reason": clean(reason)})


def cancel(session: Session, requirement_id: int, *, reason: str, by: Actor, at: datetime) -> None:
    """Cancel a plan and give back what was put aside for it; its orders and handovers stay. Raises: RulesBroken."""
    plan = facts.record(session, requirement_id)
    problems = may_become(plan.state, RequirementState.CANCELED)
    if not clean(reason):
        problems.append(Problem("reason-needed", where=("reason",)))
    raise_if_broken(problems)
    release_all(session, requirement_id)
    _become(session, requirement_id, RequirementState.CANCELED, decision=clean(reason))
    _record(session, "cancel", requirement_id, by=by, at=at, after={"reason": clean(reason)})


def release_all(session: Session, requirement_id: int) -> None:
    """Give back everything that is put aside for a plan."""
    for share in facts.shares(session, requirement_id):
        inventory.release(session, OWNER, share.recipient_id)


def _typed(draft: RequirementDraft) -> PlanFacts:
    """Return what can be judged of a draft before it is stored."""
    return PlanFacts(
        draft.title, draft.agency_id is not None, draft.justification, draft.need_by,
        [
            RecipientFacts(str(number), one.headcount, one.facility_id is not None, one.unit_id is not None,
                           VettingStanding.NOT_NEEDED)
            for number, one in enumerate(draft.recipients, 1)
        ],
        [
            LineFacts(
                str(number), line.quantity, line.basis, (line.kit_id is None) != (line.item_id is None),
                line.recipient is None or 1 <= line.recipient <= len(draft.recipients),
            )
            for number, line in enumerate(draft.lines, 1)
        ],
    )  # fmt: skip


def _save_contents(session: Session, requirement_id: int, draft: RequirementDraft, *, on: date) -> None:
    """Write recipients, sizes and lines; a recipient that stays keeps its id, so that its handovers stay its own."""
    for table in (NeedRecord, RequirementLineRecord):
        session.execute(delete(table).where(table.requirement_id == requirement_id))
    known = {share.recipient_id for share in facts.shares(session, requirement_id)}
    kept = {one.id for one in draft.recipients if one.id is not None}
    if not kept <= known:
        raise BadInput("not-found", what=str(min(kept - known)))
    for gone in known - kept:
        _drop_recipient(session, gone)
    # Numbers are unique within the plan: move those that stay out of the way first.
    session.execute(
        text("UPDATE requirement_recipient SET line_no = -id WHERE requirement_id = :r"), {"r": requirement_id}
    )
    ids: list[int] = []
    for number, one in enumerate(draft.recipients, 1):
        ids.append(_save_recipient(session, requirement_id, number, one))
    for number, line in enumerate(draft.lines, 1):
        session.execute(
            insert(RequirementLineRecord).values(
                requirement_id=requirement_id, line_no=number, quantity=line.quantity, basis=line.basis,
                kit_id=line.kit_id, kit_version=version_in_force(session, line.kit_id, on=on), item_id=line.item_id,
                variant_id=line.variant_id, remarks=clean(line.remarks),
                recipient_id=None if line.recipient is None else ids[line.recipient - 1],
            )
        )  # fmt: skip
    facts.work_out(session, requirement_id, on=on)


def _save_recipient(session: Session, requirement_id: int, number: int, one: RecipientDraft) -> int:
    values = {
        "line_no": number, "facility_id": one.facility_id, "unit_id": one.unit_id, "person_id": one.person_id,
        "headcount": one.headcount, "planned_on": one.planned_on,
    }  # fmt: skip
    if one.id is None:
        recipient_id = session.execute(
            insert(RecipientRecord).values(requirement_id=requirement_id, **values).returning(RecipientRecord.id)
        ).scalar_one()
    else:
        recipient_id = one.id
        session.execute(update(RecipientRecord).where(RecipientRecord.id == one.id).values(**values))
        session.execute(delete(RosterSizeRecord).where(RosterSizeRecord.recipient_id == one.id))
    sizes = {(size.person_no, size.item_id): clean(size.size) for size in one.sizes if clean(size.size)}
    if sizes:
        session.execute(
            insert(RosterSizeRecord),
            [
                {"recipient_id": recipient_id, "person_no": person, "item_id": item, "size": size}
                for (person, item), size in sizes.items()
            ],
        )
    return int(recipient_id)


def _drop_recipient(session: Session, recipient_id: int) -> None:
    """Take a recipient off a draft; one that has a handover stays. Raises: RulesBroken."""
    row = session.execute(
        text(
            "SELECT COALESCE(d.number, '') FROM requirement_handover h JOIN handover o ON o.id = h.handover_id"
            " LEFT JOIN document d ON d.id = o.document_id WHERE h.recipient_id = :r LIMIT 1"
        ),
        {"r": recipient_id},
    ).first()
    if row is not None:
        raise RulesBroken([Problem("recipient-has-handover", params={"number": row[0] or "—"}, where=("recipients",))])
    inventory.release(session, OWNER, recipient_id)
    session.execute(delete(RosterSizeRecord).where(RosterSizeRecord.recipient_id == recipient_id))
    session.execute(delete(RecipientRecord).where(RecipientRecord.id == recipient_id))


def _stored(session: Session, draft: RequirementDraft) -> RequirementRecord | None:
    if draft.id is None:
        return None
    stored = facts.record(session, draft.id)
    if stored.version != draft.version:
        raise StaleEdit("stale-edit", what=stored.title or "—")
    if stored.state is not RequirementState.DRAFT:
        raise RulesBroken([Problem("requirement-not-draft")])
    return stored


def _become(session: Session, requirement_id: int, state: RequirementState, **values: object) -> None:
    session.execute(
        update(RequirementRecord)
        .where(RequirementRecord.id == requirement_id)
        .values(state=state, version=RequirementRecord.version + 1, **values)
    )


def _seal(session: Session, requirement_id: int, fact: Fact, *, by: Actor, at: datetime) -> None:
    session.expire_all()
    plan = facts.record(session, requirement_id)
    if plan.document_id is None:
        raise AssertionError(requirement_id)
    frozen = snapshot.frozen(session, requirement_id)
    seals.seal(session, DocumentId(plan.document_id), fact, frozen.to_json(), by=by, at=at)


def _number(session: Session, document_id: int) -> str:
    return str(session.execute(text("SELECT number FROM document WHERE id = :d"), {"d": document_id}).scalar_one())


def _record(
    session: Session, action: str, requirement_id: int, *, by: Actor, at: datetime, after: dict[str, object]
) -> None:
    title = session.execute(text("SELECT title FROM requirement WHERE id = :r"), {"r": requirement_id}).scalar_one()
    trail.record(
        session, f"requirement.{action}", kind="requirement", subject_id=requirement_id, subject=title, by=by, at=at,
        after=after,
    )  # fmt: skip


def _index(session: Session, requirement_id: int) -> None:
    row = session.execute(
        text(
            "SELECT d.number, r.title, COALESCE(a.name, '') AS agency, (SELECT group_concat(f.name, ' ') FROM"
            " requirement_recipient p JOIN partner f ON f.id = p.facility_id WHERE p.requirement_id = r.id) AS names"
            " FROM requirement r LEFT JOIN document d ON d.id = r.document_id LEFT JOIN partner a ON a.id = r.agency_id"
            " WHERE r.id = :r"
        ),
        {"r": requirement_id},
    ).one()
    number = numbers.screen_number(row.number) if row.number else ""
    words = f"{row.number or ''} {row.agency} {row.names or ''}"
    index(session, [Entry("requirement", requirement_id, number or row.title, row.title, words)])
