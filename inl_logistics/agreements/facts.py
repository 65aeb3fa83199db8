"""What the rules of the money need to know, read inside a command's transaction.

Source: domain.md 2.2 (agreement + amendments + cumulative amount for each project).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlalchemy import text
from sqlalchemy.orm import Session

from inl_logistics.agreements.rules import Scope, Term
from inl_logistics.kernel.dates import stored_day
from inl_logistics.kernel.text import fold

_CEILING = (
    "SELECT c.project_id, sum(CASE WHEN m.signed_on <= :d OR (m.number = 0 AND a.signed_on IS NULL) THEN c.amount_minor"
    " ELSE 0 END) FROM ceiling c JOIN amendment m ON m.id = c.amendment_id JOIN agreement a ON a.id = m.agreement_id"
)


def term(session: Session, agreement_id: int | None, *, on: date) -> Term | None:
    """Return an agreement's term as amended by the day: the last amendment that sets an end, else its own."""
    row = session.execute(
        text(
            "SELECT a.number, COALESCE((SELECT m.expires_on FROM amendment m WHERE m.agreement_id = a.id"
            " AND m.signed_on <= :d AND m.expires_on IS NOT NULL ORDER BY m.number DESC LIMIT 1), a.expires_on)"
            " AS expires_on FROM agreement a WHERE a.id = :a"
        ),
        {"a": agreement_id, "d": on.isoformat()},
    ).first()
    if row is None:
        return None
    return Term(row.number, stored_day(row.expires_on))


def expiries(session: Session, *, on: date) -> dict[int, date | None]:
    """Return the last day of every agreement as amended by the day."""
    rows = session.execute(
        text(
            "SELECT a.id, COALESCE((SELECT m.expires_on FROM amendment m WHERE m.agreement_id = a.id AND m.signed_on <= :d"
            " AND m.expires_on IS NOT NULL ORDER BY m.number DESC LIMIT 1), a.expires_on) FROM agreement a"
        ),
        {"d": on.isoformat()},
    )
    return {row[0]: stored_day(row[1]) for row in rows}


def ceilings(session: Session, *, on: date) -> dict[int, int]:
    """Return the ceiling of every project that has one recorded, as amended by the day, in cents of USD."""
    rows = session.execute(text(f"{_CEILING} GROUP BY c.project_id"), {"d": on.isoformat()})
    return {row[0]: row[1] for row in rows}


def ceiling(session: Session, project_id: int, *, on: date) -> int | None:
    """Return a project's ceiling as amended by the day, in cents of USD; None where none was ever recorded.

    An agreement whose day of signature is not known counts from the beginning.
    """
    row = session.execute(
        text(f"{_CEILING} WHERE c.project_id = :p GROUP BY c.project_id"), {"p": project_id, "d": on.isoformat()}
    ).first()
    return None if row is None else int(row[1])


def committed(session: Session, project_id: int) -> int:
    """Return what placed orders take of a project by the journal, in cents of USD."""
    return int(
        session.execute(
            text("SELECT COALESCE(sum(amount_minor), 0) FROM commitment WHERE project_id = :p"), {"p": project_id}
        ).scalar_one()
    )


def project_codes(session: Session, project_ids: Iterable[int]) -> dict[int, str]:
    """Return the codes of projects."""
    return {
        project: session.execute(text("SELECT code FROM project WHERE id = :p"), {"p": project}).scalar_one()
        for project in project_ids
    }


def agreement_of(session: Session, project_id: int | None) -> int | None:
    """Return the agreement of a project."""
    return session.execute(text("SELECT agreement_id FROM project WHERE id = :p"), {"p": project_id}).scalar()


def scope(session: Session, project_id: int | None, agreement_id: int | None) -> Scope | None:
    """Return what a project allows; without a project, what any project of the agreement allows."""
    if project_id is not None:
        return _scope_of_project(session, project_id)
    if agreement_id is None:
        return None
    number = session.execute(text("SELECT number FROM agreement WHERE id = :a"), {"a": agreement_id}).scalar_one()
    projects = session.execute(text("SELECT id FROM project WHERE agreement_id = :a"), {"a": agreement_id}).scalars()
    scopes = [_scope_of_project(session, project) for project in projects.all()]
    if not all(one.categories or one.items for one in scopes):
        return Scope(number)
    return Scope(
        number,
        frozenset().union(*(one.categories for one in scopes)),
        frozenset().union(*(one.items for one in scopes)),
    )


def _scope_of_project(session: Session, project_id: int) -> Scope:
    code = session.execute(text("SELECT code FROM project WHERE id = :p"), {"p": project_id}).scalar_one()
    rows = session.execute(
        text("SELECT category, item_id FROM project_allows WHERE project_id = :p"), {"p": project_id}
    ).all()
    return Scope(
        code, frozenset(fold(row.category) for row in rows if row.category),
        frozenset(row.item_id for row in rows if row.item_id is not None),
    )  # fmt: skip
