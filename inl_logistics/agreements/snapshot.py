"""From an agreement's records to its frozen paper, with or without the balance of a day."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import text
from sqlalchemy.orm import Session

from inl_logistics.agreements.documents import AgreementPaper, PaperAmendment, PaperClause, PaperProject
from inl_logistics.agreements.facts import ceilings, term
from inl_logistics.kernel.actor import Actor
from inl_logistics.kernel.dates import stored_day
from inl_logistics.kernel.problems import BadInput
from inl_logistics.kernel.values import DocumentId
from inl_logistics.paper.model import NOBODY, Named
from inl_logistics.register import seals
from inl_logistics.register.records import Fact
from inl_logistics.settings.declared import POST, get
from inl_logistics.settings.letterhead import letterhead

_ALWAYS = date(9999, 12, 31)


def seal_again(session: Session, agreement_id: int, *, by: Actor, at: datetime) -> None:
    """Seal an agreement that is recorded as signed, as it stands after a change."""
    session.flush()
    document = session.execute(text("SELECT document_id FROM agreement WHERE id = :a"), {"a": agreement_id}).scalar()
    if document is not None:
        paper = frozen(session, agreement_id)
        seals.seal(session, DocumentId(document), Fact.ISSUE, paper.to_json(), by=by, at=at)


def frozen(
    session: Session, agreement_id: int, *, as_of: date | None = None,
    money: dict[int, tuple[int, int, int, int]] | None = None,
) -> AgreementPaper:  # fmt: skip
    """Return what the record prints; `money` is committed, received, handed over and planned by project, in cents of USD.

    Raises: BadInput("not-found").
    """
    row = session.execute(
        text(
            "SELECT a.*, d.number AS ours, p.name AS ministry, p.name_native FROM agreement a LEFT JOIN document d"
            " ON d.id = a.document_id LEFT JOIN partner p ON p.id = a.partner_id WHERE a.id = :a"
        ),
        {"a": agreement_id},
    ).first()
    if row is None:
        raise BadInput("not-found", what=str(agreement_id))
    day = as_of or _ALWAYS
    limits = term(session, agreement_id, on=day)
    amendments = _amendments(session, agreement_id, day)
    shown = as_of or max((one.signed_on for one in amendments), default=date(2000, 1, 1))
    return AgreementPaper(
        row.ours, row.number, row.title, shown, letterhead(get(session, POST)), amendments,
        _projects(session, agreement_id, day, money or {}), _clauses(session, agreement_id, day),
        Named(row.ministry, row.name_native or "") if row.ministry else NOBODY, row.host_signer,
        stored_day(row.signed_on), limits.expires_on if limits else None, row.remarks,
    )  # fmt: skip


def _amendments(session: Session, agreement_id: int, day: date) -> tuple[PaperAmendment, ...]:
    rows = session.execute(
        text(
            "SELECT id, number, signed_on, expires_on, note FROM amendment WHERE agreement_id = :a AND signed_on <= :d"
            " ORDER BY number"
        ),
        {"a": agreement_id, "d": day.isoformat()},
    ).all()
    found = []
    for row in rows:
        amounts = session.execute(
            text(
                "SELECT j.code, c.amount_minor FROM ceiling c JOIN project j ON j.id = c.project_id"
                " WHERE c.amendment_id = :m ORDER BY j.code"
            ),
            {"m": row.id},
        )
        found.append(
            PaperAmendment(
                row.number, date.fromisoformat(row.signed_on), stored_day(row.expires_on), row.note,
                tuple((one[0], one[1]) for one in amounts),
            )
        )  # fmt: skip
    return tuple(found)


def _projects(
    session: Session, agreement_id: int, day: date, money: dict[int, tuple[int, int, int, int]]
) -> tuple[PaperProject, ...]:
    rows = session.execute(
        text("SELECT id, code, name, fund, fiscal_year FROM project WHERE agreement_id = :a ORDER BY code"),
        {"a": agreement_id},
    ).all()
    cites: dict[int, list[str]] = {}
    for row in session.execute(
        text(
            "SELECT f.project_id, f.appropriation, f.allotment, f.obligation_number, f.object_code FROM fund_cite f"
            " JOIN project j ON j.id = f.project_id WHERE j.agreement_id = :a ORDER BY f.id"
        ),
        {"a": agreement_id},
    ):
        cites.setdefault(row[0], []).append(" · ".join(filter(None, row[1:])))
    limits = ceilings(session, on=day)
    return tuple(
        PaperProject(
            row.code, row.name, row.fund, row.fiscal_year, limits.get(row.id), *money.get(row.id, (0, 0, 0, 0)),
            cites=tuple(cites.get(row.id, ())),
        )
        for row in rows
    )  # fmt: skip


def _clauses(session: Session, agreement_id: int, day: date) -> tuple[PaperClause, ...]:
    rows = session.execute(
        text(
            "SELECT kind, version, reference, wording FROM agreement_clause c WHERE agreement_id = :a AND version ="
            " (SELECT max(version) FROM agreement_clause x WHERE x.agreement_id = c.agreement_id AND x.kind = c.kind"
            " AND (x.from_on IS NULL OR x.from_on <= :d)) ORDER BY kind"
        ),
        {"a": agreement_id, "d": day.isoformat()},
    )
    return tuple(PaperClause(*row) for row in rows)
