"""Agreements, amendments, projects and ceilings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from inl_logistics.agreements.records import AgreementRecord, AmendmentRecord, CeilingRecord, ProjectRecord
from inl_logistics.database.search import Entry, index
from inl_logistics.kernel.actor import Actor
from inl_logistics.kernel.problems import BadInput, Problem, RulesBroken
from inl_logistics.kernel.text import clean
from inl_logistics.settings.declared import local_day
from inl_logistics.users import trail


@dataclass(frozen=True, slots=True)
class ProjectDraft:
    """A project and the amount the agreement adds to it, in cents of USD."""

    code: str
    name: str = ""
    fund: str = ""
    fiscal_year: int | None = None
    ceiling_minor: int | None = None


@dataclass(frozen=True, slots=True)
class AgreementDraft:
    """A letter of agreement as first signed."""

    number: str
    title: str = ""
    partner_id: int | None = None
    signed_on: date | None = None
    expires_on: date | None = None
    projects: tuple[ProjectDraft, ...] = ()


def save_agreement(session: Session, draft: AgreementDraft, *, by: Actor, at: datetime) -> int:
    """Make an agreement, or add its new projects; return its id. Raises: BadInput, RulesBroken."""
    number = clean(draft.number)
    if not number:
        raise BadInput("agreement-number-empty")
    known = session.execute(select(AgreementRecord.id).where(AgreementRecord.number == number)).scalar()
    values = {
        "title": clean(draft.title), "partner_id": draft.partner_id, "signed_on": draft.signed_on,
        "expires_on": draft.expires_on,
    }  # fmt: skip
    if known is None:
        agreement_id = session.execute(
            insert(AgreementRecord).values(number=number, **values).returning(AgreementRecord.id)
        ).scalar_one()
        first = {"agreement_id": agreement_id, "number": 0, "signed_on": draft.signed_on or local_day(session, at)}
        session.execute(insert(AmendmentRecord).values(**first, expires_on=draft.expires_on))
    else:
        agreement_id = known
        session.execute(update(AgreementRecord).where(AgreementRecord.id == known).values(**values))
    for project in draft.projects:
        _project(session, agreement_id, project)
    index(session, [Entry("agreement", agreement_id, number, clean(draft.title))])
    trail.record(
        session, "agreement.save", kind="agreement", subject_id=agreement_id, subject=number, by=by, at=at,
        after={"number": number, "projects": [project.code for project in draft.projects]},
    )  # fmt: skip
    return int(agreement_id)


def _project(session: Session, agreement_id: int, draft: ProjectDraft) -> None:
    code = clean(draft.code)
    known = session.execute(select(ProjectRecord).where(ProjectRecord.code == code)).scalar()
    if known is not None and known.agreement_id not in (None, agreement_id):
        raise RulesBroken([Problem("project-elsewhere", params={"project": code}, where=("projects",))])
    values = {
        "agreement_id": agreement_id, "name": clean(draft.name), "fund": clean(draft.fund),
        "fiscal_year": draft.fiscal_year,
    }  # fmt: skip
    if known is None:
        project_id = session.execute(
            insert(ProjectRecord).values(code=code, **values).returning(ProjectRecord.id)
        ).scalar_one()
    else:
        project_id = known.id
        session.execute(update(ProjectRecord).where(ProjectRecord.id == project_id).values(**values))
    if draft.ceiling_minor is not None:
        amendment = session.execute(
            select(AmendmentRecord.id).where(AmendmentRecord.agreement_id == agreement_id)
            .order_by(AmendmentRecord.number.desc())
        ).scalars().first()  # fmt: skip
        session.execute(
            insert(CeilingRecord).values(
                amendment_id=amendment, project_id=project_id, amount_minor=draft.ceiling_minor
            )
        )
