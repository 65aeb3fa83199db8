"""An agreement after its first draft: recorded as signed, amended, its clauses and fund cites kept.

An amendment is a new number with what it adds; a slip in one is corrected with what was before in the trail.
Source: domain.md 2.2 (Agreement + Amendments + cumulative amount per project), product.md 5 (AG).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import delete, insert, select, text, update
from sqlalchemy.orm import Session

from inl_logistics.agreements import facts, snapshot
from inl_logistics.agreements.commands import ProjectDraft, write_project
from inl_logistics.agreements.records import (
    AgreementRecord,
    AmendmentRecord,
    CeilingRecord,
    ClauseKind,
    ClauseRecord,
    FundRecord,
)
from inl_logistics.agreements.rules import LoweredCeiling, end_problems, lowered_problems
from inl_logistics.approvals.commands import record_used
from inl_logistics.database.search import Entry, index
from inl_logistics.kernel.actor import Actor
from inl_logistics.kernel.dates import short
from inl_logistics.kernel.problems import BadInput, Problem, RulesBroken, raise_if_broken
from inl_logistics.kernel.text import clean, clean_lines
from inl_logistics.register import numbers
from inl_logistics.register.records import DocumentKind
from inl_logistics.settings.declared import local_day
from inl_logistics.users import trail


def record_signed(session: Session, agreement_id: int, *, by: Actor, at: datetime) -> str:
    """Take an agreement out of draft: it gets its number and is sealed. Doing it twice returns the same number.

    Raises: RulesBroken where the day of signature, the host signatory or a project is missing.
    """
    agreement = _agreement(session, agreement_id)
    request = f"agreement:{agreement_id}"
    known = numbers.numbered(session, request)
    if known is not None:
        return known.number
    projects = session.execute(
        text("SELECT count(*) FROM project WHERE agreement_id = :a"), {"a": agreement_id}
    ).scalar_one()
    missing = (
        ("agreement-signed-on", agreement.signed_on, "signed_on"),
        ("agreement-signatory", agreement.partner_id, "partner_id"),
        ("agreement-projects", projects, "projects"),
    )
    problems = [Problem(code, where=(where,)) for code, value, where in missing if not value]
    today = local_day(session, at)
    if agreement.signed_on and agreement.signed_on > today:
        problems.append(Problem("date-in-future", params={"day": short(agreement.signed_on)}, where=("signed_on",)))
    raise_if_broken(problems)
    document = numbers.assign(
        session, DocumentKind.AGREEMENT, request=request, effective_on=agreement.signed_on or today,
        title=agreement.number, by=by, at=at,
    )  # fmt: skip
    session.execute(
        update(AgreementRecord)
        .where(AgreementRecord.id == agreement_id)
        .values(document_id=document.id, version=AgreementRecord.version + 1)
    )
    snapshot.seal_again(session, agreement_id, by=by, at=at)
    found = f"{document.number} {numbers.screen_number(document.number)}"
    index(session, [Entry("agreement", agreement_id, agreement.number, agreement.title, found)])
    trail.record(
        session, "agreement.sign", kind="agreement", subject_id=agreement_id, subject=agreement.number, by=by, at=at,
        after={"number": document.number},
    )  # fmt: skip
    return document.number


@dataclass(frozen=True, slots=True)
class ProjectAmount:
    """What an amendment adds to a project (or takes from it), in cents of USD."""

    project_id: int
    amount_minor: int


@dataclass(frozen=True, slots=True)
class ClauseDraft:
    """The wording of a clause from the amendment on."""

    kind: ClauseKind
    wording: str
    reference: str = ""


@dataclass(frozen=True, slots=True)
class AmendmentDraft:
    """A signed amendment. `number` names one to correct; None is the next."""

    agreement_id: int
    signed_on: date
    amounts: tuple[ProjectAmount, ...] = ()
    clauses: tuple[ClauseDraft, ...] = ()
    expires_on: date | None = None
    note: str = ""
    number: int | None = None


def amend_agreement(session: Session, draft: AmendmentDraft, *, by: Actor, at: datetime) -> int:
    """Add a numbered amendment, or correct one; return its number.

    Raises: RulesBroken (a day in the future or out of order, a project of another agreement, an amendment that changes
    nothing); ApprovalNeeded where it would leave a project less than is committed.
    """
    agreement = _agreement(session, draft.agreement_id)
    known = _amendments(session, draft.agreement_id)
    number = draft.number if draft.number is not None else max(known, default=-1) + 1
    problems = [
        *_amendment_problems(session, draft, number, known, today=local_day(session, at)),
        *_lowered_problems(session, draft, number),
    ]
    raise_if_broken(problems, overridden=by.overridden)
    before = _kept(session, draft.agreement_id, number)
    amendment_id = _save_amendment(session, draft, number, known)
    for one in draft.amounts:
        keys = {"amendment_id": amendment_id, "project_id": one.project_id}
        session.execute(delete(CeilingRecord).filter_by(**keys))
        if one.amount_minor:
            session.execute(insert(CeilingRecord).values(**keys, amount_minor=one.amount_minor))
    for clause in draft.clauses:
        _add_clause(session, draft.agreement_id, clause, draft.signed_on)
    session.execute(
        update(AgreementRecord)
        .where(AgreementRecord.id == draft.agreement_id)
        .values(version=AgreementRecord.version + 1)
    )
    snapshot.seal_again(session, agreement.id, by=by, at=at)
    if agreement.document_id is not None:
        record_used(session, problems, document_id=agreement.document_id, by=by, at=at)
    trail.record(
        session, "agreement.amend", kind="agreement", subject_id=draft.agreement_id, subject=agreement.number, by=by,
        at=at, before=before, after=_kept(session, draft.agreement_id, number),
    )  # fmt: skip
    return number


def save_clause(
    session: Session, agreement_id: int, clause: ClauseDraft, *, from_on: date | None = None, by: Actor, at: datetime
) -> int:
    """Keep the wording of a clause; another wording is its next version, the one before is kept. Returns the version."""
    agreement = _agreement(session, agreement_id)
    version = _add_clause(session, agreement_id, clause, from_on or agreement.signed_on or local_day(session, at))
    snapshot.seal_again(session, agreement.id, by=by, at=at)
    trail.record(
        session, "agreement.clause", kind="agreement", subject_id=agreement_id, subject=agreement.number, by=by, at=at,
        after={"clause": clause.kind.value, "version": version},
    )  # fmt: skip
    return version


@dataclass(frozen=True, slots=True)
class FundDraft:
    """A fund cite; the amount in cents of USD where it is known."""

    appropriation: str = ""
    allotment: str = ""
    obligation_number: str = ""
    object_code: str = ""
    amount_minor: int | None = None


def save_funds(session: Session, project_id: int, funds: tuple[FundDraft, ...], *, by: Actor, at: datetime) -> None:
    """Make these the fund cites of a project. Raises: BadInput("not-found")."""
    code = session.execute(text("SELECT code FROM project WHERE id = :p"), {"p": project_id}).scalar()
    if code is None:
        raise BadInput("not-found", what=str(project_id))
    session.execute(delete(FundRecord).where(FundRecord.project_id == project_id))
    for one in funds:
        texts = {
            name: clean(getattr(one, name))
            for name in ("appropriation", "allotment", "obligation_number", "object_code")
        }
        if any(texts.values()) or one.amount_minor is not None:
            session.execute(insert(FundRecord).values(project_id=project_id, amount_minor=one.amount_minor, **texts))
    trail.record(
        session, "agreement.funds", kind="project", subject_id=project_id, subject=code, by=by, at=at,
        after={"cites": len(funds)},
    )  # fmt: skip


def _agreement(session: Session, agreement_id: int) -> AgreementRecord:
    found = session.get(AgreementRecord, agreement_id)
    if found is None:
        raise BadInput("not-found", what=str(agreement_id))
    return found


def _amendments(session: Session, agreement_id: int) -> dict[int, date]:
    rows = session.execute(
        select(AmendmentRecord.number, AmendmentRecord.signed_on).where(AmendmentRecord.agreement_id == agreement_id)
    )
    return {row.number: row.signed_on for row in rows}


def _amendment_problems(
    session: Session, draft: AmendmentDraft, number: int, known: dict[int, date], *, today: date
) -> list[Problem]:
    found: list[Problem] = []
    if draft.number is not None and draft.number not in known:
        raise RulesBroken([Problem("amendment-unknown", params={"number": str(draft.number)}, where=("number",))])
    if draft.signed_on > today:
        found.append(Problem("date-in-future", params={"day": short(draft.signed_on)}, where=("signed_on",)))
    found += end_problems(draft.signed_on, draft.expires_on)
    before = max((day for one, day in known.items() if one < number), default=None)
    if before is not None and draft.signed_on < before:
        found.append(Problem("amendment-before-last", params={"day": short(before)}, where=("signed_on",)))
    after = min((day for one, day in known.items() if one > number), default=None)
    if after is not None and draft.signed_on > after:
        found.append(Problem("amendment-after-next", params={"day": short(after)}, where=("signed_on",)))
    own = set(
        session.execute(text("SELECT id FROM project WHERE agreement_id = :a"), {"a": draft.agreement_id}).scalars()
    )
    if any(one.project_id not in own for one in draft.amounts):
        found.append(Problem("amendment-foreign-project", where=("amounts",)))
    if not any(one.amount_minor for one in draft.amounts) and not (
        draft.expires_on or draft.clauses or clean(draft.note)
    ):
        found.append(Problem("amendment-empty", where=("amounts",)))
    return found


def _lowered_problems(session: Session, draft: AmendmentDraft, number: int) -> list[Problem]:
    """Judge each project that gets less than before: is what is left still as much as its orders take?"""
    had = {
        row[0]: row[1]
        for row in session.execute(
            text(
                "SELECT c.project_id, c.amount_minor FROM ceiling c JOIN amendment m ON m.id = c.amendment_id"
                " WHERE m.agreement_id = :a AND m.number = :n"
            ),
            {"a": draft.agreement_id, "n": number},
        )
    }
    lowered = [one for one in draft.amounts if one.amount_minor < had.get(one.project_id, 0)]
    codes = facts.project_codes(session, [one.project_id for one in lowered if _is_known(session, one.project_id)])
    judged = []
    for one in lowered:
        ceiling, committed = (
            facts.ceiling(session, one.project_id, on=date.max),
            facts.committed(session, one.project_id),
        )
        left = (ceiling or 0) + one.amount_minor - had.get(one.project_id, 0)
        judged.append(LoweredCeiling(codes.get(one.project_id, ""), left, committed))
    return lowered_problems(judged)


def _is_known(session: Session, project_id: int) -> bool:
    return session.execute(text("SELECT 1 FROM project WHERE id = :p"), {"p": project_id}).first() is not None


def _save_amendment(session: Session, draft: AmendmentDraft, number: int, known: dict[int, date]) -> int:
    values = {"signed_on": draft.signed_on, "expires_on": draft.expires_on, "note": clean_lines(draft.note)}
    if number in known:
        session.execute(
            update(AmendmentRecord)
            .where(AmendmentRecord.agreement_id == draft.agreement_id, AmendmentRecord.number == number)
            .values(**values)
        )
        if number == 0:  # the agreement itself bears the days on which it was first signed to end
            days = {"signed_on": draft.signed_on, "expires_on": draft.expires_on}
            session.execute(update(AgreementRecord).where(AgreementRecord.id == draft.agreement_id).values(**days))
        return int(
            session.execute(
                select(AmendmentRecord.id).where(
                    AmendmentRecord.agreement_id == draft.agreement_id, AmendmentRecord.number == number
                )
            ).scalar_one()
        )
    return int(
        session.execute(
            insert(AmendmentRecord)
            .values(agreement_id=draft.agreement_id, number=number, **values)
            .returning(AmendmentRecord.id)
        ).scalar_one()
    )


def _kept(session: Session, agreement_id: int, number: int) -> dict[str, object]:
    """Return what the trail keeps of an amendment: day, end, amounts by project."""
    row = session.execute(
        text("SELECT id, signed_on, expires_on, note FROM amendment WHERE agreement_id = :a AND number = :n"),
        {"a": agreement_id, "n": number},
    ).first()
    if row is None:
        return {}
    amounts = session.execute(
        text(
            "SELECT j.code, c.amount_minor FROM ceiling c JOIN project j ON j.id = c.project_id WHERE c.amendment_id = :m"
        ),
        {"m": row.id},
    )
    return {
        "number": number, "signed_on": row.signed_on, "expires_on": row.expires_on, "note": row.note,
        "amounts": {one[0]: one[1] for one in amounts},
    }  # fmt: skip


def _add_clause(session: Session, agreement_id: int, clause: ClauseDraft, from_on: date) -> int:
    last = session.execute(
        select(ClauseRecord)
        .where(ClauseRecord.agreement_id == agreement_id, ClauseRecord.kind == clause.kind)
        .order_by(ClauseRecord.version.desc())
    ).scalars().first()  # fmt: skip
    wording, reference = clean_lines(clause.wording), clean(clause.reference)
    if last is not None and (last.wording, last.reference) == (wording, reference):
        return last.version
    version = last.version + 1 if last else 1
    session.execute(
        insert(ClauseRecord).values(
            agreement_id=agreement_id, kind=clause.kind, version=version, wording=wording, reference=reference,
            from_on=from_on,
        )
    )  # fmt: skip
    return version


def save_project(
    session: Session, agreement_id: int, project: ProjectDraft, funds: tuple[FundDraft, ...] | None = None, *,
    by: Actor, at: datetime,
) -> int:  # fmt: skip
    """Make a project of an agreement, or change its name, fund, year and what it allows; return its id.

    `funds` are all its fund cites; None keeps those that are there.

    Raises: RulesBroken("project-elsewhere", "category-unknown"), BadInput.
    """
    agreement = _agreement(session, agreement_id)
    last = max(_amendments(session, agreement_id), default=0)
    before = _kept(session, agreement_id, last)
    project_id = write_project(session, agreement_id, project)
    if funds is not None:
        save_funds(session, project_id, funds, by=by, at=at)
    snapshot.seal_again(session, agreement.id, by=by, at=at)
    trail.record(
        session, "agreement.project", kind="agreement", subject_id=agreement_id, subject=agreement.number, by=by, at=at,
        before={"amendment": before},
        after={"amendment": _kept(session, agreement_id, last), "project": clean(project.code), "ceiling_minor": project.ceiling_minor, "categories": list(project.categories)},
    )  # fmt: skip
    return project_id
