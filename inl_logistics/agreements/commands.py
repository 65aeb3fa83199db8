"""Agreements, amendments, projects and ceilings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import delete, insert, select, text, update
from sqlalchemy.orm import Session

from inl_logistics.agreements import snapshot
from inl_logistics.agreements.records import (
    AgreementRecord,
    AllowedRecord,
    AmendmentRecord,
    CeilingRecord,
    ProjectRecord,
)
from inl_logistics.agreements.rules import end_problems
from inl_logistics.database.search import Entry, index
from inl_logistics.kernel.actor import Actor
from inl_logistics.kernel.problems import BadInput, Problem, RulesBroken, raise_if_broken
from inl_logistics.kernel.text import clean, clean_lines, fold
from inl_logistics.settings.declared import local_day
from inl_logistics.users import trail


@dataclass(frozen=True, slots=True)
class ProjectDraft:
    """A project, the amount the agreement adds to it in cents of USD, and what it allows.

    A ceiling left None keeps what is there. `categories` of the catalog and single `items` are the whole list of what
    may be bought and handed over under the project; both empty allow everything.
    """

    code: str
    name: str = ""
    fund: str = ""
    fiscal_year: int | None = None
    ceiling_minor: int | None = None
    categories: tuple[str, ...] = ()
    items: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class AgreementDraft:
    """A letter of agreement as first signed. One that `is_new` never changes another with the same number."""

    number: str
    title: str = ""
    partner_id: int | None = None
    signed_on: date | None = None
    expires_on: date | None = None
    projects: tuple[ProjectDraft, ...] = ()
    host_signer: str = ""
    remarks: str = ""
    is_new: bool = False


def save_agreement(session: Session, draft: AgreementDraft, *, by: Actor, at: datetime) -> int:
    """Make an agreement as first signed, or correct it and its projects; return its id.

    Raises: BadInput, RulesBroken("project-elsewhere", "category-unknown", "agreement-number-taken",
    "agreement-ends-before").
    """
    number = clean(draft.number)
    if not number:
        raise BadInput("agreement-number-empty")
    known = session.execute(select(AgreementRecord.id).where(AgreementRecord.number == number)).scalar()
    taken = draft.is_new and known is not None
    raise_if_broken(
        [
            *([Problem("agreement-number-taken", params={"number": number}, where=("number",))] if taken else ()),
            *end_problems(draft.signed_on, draft.expires_on),
        ]
    )
    before = _kept(session, known) if known is not None else None
    values = {
        "title": clean(draft.title), "partner_id": draft.partner_id, "signed_on": draft.signed_on,
        "expires_on": draft.expires_on, "host_signer": clean(draft.host_signer), "remarks": clean_lines(draft.remarks),
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
        first_signed = (AmendmentRecord.agreement_id == known) & (AmendmentRecord.number == 0)
        session.execute(update(AmendmentRecord).where(first_signed).values(expires_on=draft.expires_on))
        if draft.signed_on is not None:
            session.execute(update(AmendmentRecord).where(first_signed).values(signed_on=draft.signed_on))
    for project in draft.projects:
        write_project(session, agreement_id, project)
    ours = session.execute(
        text("SELECT d.number FROM agreement a JOIN document d ON d.id = a.document_id WHERE a.id = :a"),
        {"a": agreement_id},
    ).scalar()
    index(session, [Entry("agreement", agreement_id, number, clean(draft.title), ours or "")])
    snapshot.seal_again(session, agreement_id, by=by, at=at)
    trail.record(
        session, "agreement.save", kind="agreement", subject_id=agreement_id, subject=number, by=by, at=at,
        before=before, after=_kept(session, agreement_id),
    )  # fmt: skip
    return int(agreement_id)


def _kept(session: Session, agreement_id: int) -> dict[str, object]:
    """Return what the trail keeps of an agreement: its days, and by project the money and what it may be spent on."""
    row = session.execute(
        text("SELECT number, title, signed_on, expires_on FROM agreement WHERE id = :a"), {"a": agreement_id}
    ).one()
    projects = session.execute(
        text(
            "SELECT j.code, (SELECT sum(c.amount_minor) FROM ceiling c WHERE c.project_id = j.id) AS ceiling,"
            " (SELECT group_concat(w.category) FROM project_allows w WHERE w.project_id = j.id AND w.category <> '') AS categories,"
            " (SELECT group_concat(w.item_id) FROM project_allows w WHERE w.project_id = j.id AND w.item_id IS NOT NULL) AS items"
            " FROM project j WHERE j.agreement_id = :a ORDER BY j.code"
        ),
        {"a": agreement_id},
    )
    return {
        "number": row.number, "title": row.title, "signed_on": row.signed_on, "expires_on": row.expires_on,
        "projects": [
            {"code": one.code, "ceiling_minor": one.ceiling, "categories": one.categories or "", "items": one.items or ""}
            for one in projects
        ],
    }  # fmt: skip


def write_project(session: Session, agreement_id: int, draft: ProjectDraft) -> int:
    """Make or change a project inside a command of its agreement; return its id. Raises: RulesBroken."""
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
        _set_ceiling(session, agreement_id, project_id, draft.ceiling_minor)
    _set_allowed(session, project_id, draft)
    return int(project_id)


def _set_ceiling(session: Session, agreement_id: int, project_id: int, amount_minor: int) -> None:
    """Write what the last amendment adds to a project; saving it again corrects it."""
    amendment = session.execute(
        select(AmendmentRecord.id).where(AmendmentRecord.agreement_id == agreement_id)
        .order_by(AmendmentRecord.number.desc())
    ).scalars().first()  # fmt: skip
    keys = {"amendment_id": amendment, "project_id": project_id}
    session.execute(delete(CeilingRecord).filter_by(**keys))
    session.execute(insert(CeilingRecord).values(**keys, amount_minor=amount_minor))


def _set_allowed(session: Session, project_id: int, draft: ProjectDraft) -> None:
    categories = dict.fromkeys(filter(None, map(clean, draft.categories)))
    items = dict.fromkeys(draft.items)
    known = {fold(one) for one in session.execute(text("SELECT DISTINCT category FROM item")).scalars()}
    raise_if_broken(
        Problem("category-unknown", params={"category": one}, where=("projects", "categories"))
        for one in categories
        if fold(one) not in known
    )
    for item_id in items:
        if session.execute(text("SELECT 1 FROM item WHERE id = :i"), {"i": item_id}).first() is None:
            raise BadInput("not-found", what=str(item_id))
    session.execute(delete(AllowedRecord).where(AllowedRecord.project_id == project_id))
    rows: list[tuple[str, int | None]] = [*((one, None) for one in categories), *(("", one) for one in items)]
    if rows:
        session.execute(
            insert(AllowedRecord),
            [{"project_id": project_id, "category": category, "item_id": item_id} for category, item_id in rows],
        )
