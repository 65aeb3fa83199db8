"""A unit or facility that changes who it stands under from a day on, and keeps its past.

Source: product.md 3 (Partners: effective dates); domain.md 6 (a facility can change agency).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import text
from sqlalchemy.orm import Session

from inl_logistics.kernel.actor import Actor
from inl_logistics.kernel.dates import stored_day
from inl_logistics.kernel.problems import BadInput, Problem, RulesBroken
from inl_logistics.kernel.text import clean
from inl_logistics.partners.lineage import MoveFacts, Span, Step, move_problems, moved, parent_on, spans_of, steps_of
from inl_logistics.partners.records import PartnerKind
from inl_logistics.settings.declared import local_day
from inl_logistics.users import trail


@dataclass(frozen=True, slots=True)
class MoveDraft:
    """Several partners that stand under another from a day on; a parent of None puts them at the top."""

    partner_ids: tuple[int, ...]
    parent_id: int | None
    from_on: date | None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class MoveRow:
    """One partner of a move, for the preview: who it stands under on that day, and whose papers it already has since.

    Where a later move is known, `until` is the last day of this one and `then` who follows (nothing: nobody).
    """

    partner_id: int
    kind: str
    name: str
    parent: str
    holds: int
    papers: int
    problems: tuple[Problem, ...]
    until: date | None = None
    then: str = ""


def lineage(session: Session, partner_id: int) -> tuple[Step, ...]:
    """Return who a partner stood under, as steps."""
    rows = session.execute(
        text("SELECT parent_id, from_on, to_on, reason FROM partner_link WHERE child_id = :c ORDER BY from_on, id"),
        {"c": partner_id},
    )
    return steps_of(
        [Span(row.parent_id, date.fromisoformat(row.from_on), stored_day(row.to_on), row.reason) for row in rows]
    )


def past(session: Session, partner_ids: tuple[int, ...]) -> dict[int, tuple[Span, ...]]:
    """Return who some partners stood under, for taking a move back."""
    return {one: spans_of(lineage(session, one)) for one in partner_ids}


def relink(session: Session, partner_id: int, parent_id: int | None, from_on: date, reason: str = "") -> None:
    """Write that a partner stands under another from a day on."""
    _write(session, partner_id, spans_of(moved(lineage(session, partner_id), Step(from_on, parent_id, reason))))


def _write(session: Session, partner_id: int, spans: Sequence[Span]) -> None:
    session.execute(text("DELETE FROM partner_link WHERE child_id = :c"), {"c": partner_id})
    if spans:
        session.execute(
            text(
                "INSERT INTO partner_link (child_id, parent_id, from_on, to_on, reason)"
                " VALUES (:child, :parent, :first, :last, :reason)"
            ),
            [
                {
                    "child": partner_id, "parent": one.parent_id, "first": one.from_on.isoformat(),
                    "last": one.to_on.isoformat() if one.to_on else None, "reason": one.reason,
                }
                for one in spans
            ],
        )  # fmt: skip


def _called(session: Session, partner_id: int | None) -> str:
    return session.execute(text("SELECT name FROM partner WHERE id = :p"), {"p": partner_id}).scalar() or ""


def preview(session: Session, draft: MoveDraft, *, today: date) -> list[MoveRow]:
    """Return what a move would do with each partner."""
    parent = session.execute(
        text("SELECT name, kind, retired_on FROM partner WHERE id = :p"), {"p": draft.parent_id}
    ).first()
    day = draft.from_on or today
    rows = []
    for one in dict.fromkeys(draft.partner_ids):
        partner = session.execute(text("SELECT name, kind FROM partner WHERE id = :p"), {"p": one}).first()
        if partner is None:
            raise BadInput("not-found", what=str(one))
        steps = lineage(session, one)
        old, later = parent_on(steps, day), next((step for step in steps if step.from_on > day), None)
        facts = MoveFacts(
            partner.name, PartnerKind(partner.kind), parent.name if parent else "",
            PartnerKind(parent.kind) if parent else None, parent is not None and parent.retired_on is not None,
            old == draft.parent_id,
        )  # fmt: skip
        problems = move_problems(facts, from_on=draft.from_on, reason=clean(draft.reason), today=today)
        name = _called(session, old)
        rows.append(
            MoveRow(
                one,
                partner.kind,
                partner.name,
                name,
                _holds(session, one),
                _papers(session, one, day),
                tuple(problems),
                later.from_on - timedelta(days=1) if later else None,
                _called(session, later.parent_id) if later else "",
            )
        )
    return rows


def move_partners(session: Session, draft: MoveDraft, *, by: Actor, at: datetime) -> int:
    """Move several partners from a day on, all or none; return how many. Raises: RulesBroken, BadInput."""
    rows = preview(session, draft, today=local_day(session, at))
    problems = _once([one for row in rows for one in row.problems])
    if not rows:
        problems = [Problem("no-partner-chosen")]
    if problems or draft.from_on is None:
        raise RulesBroken(problems)
    parent = session.execute(text("SELECT name FROM partner WHERE id = :p"), {"p": draft.parent_id}).scalar() or ""
    for row in rows:
        relink(session, row.partner_id, draft.parent_id, draft.from_on, clean(draft.reason))
        trail.record(
            session, "partner.move", kind="partner", subject_id=row.partner_id, subject=row.name, by=by, at=at,
            before={"parent": row.parent},
            after={"parent": parent, "from": draft.from_on.isoformat(), "reason": clean(draft.reason)},
        )  # fmt: skip
    return len(rows)


def undo_move(session: Session, spans: dict[int, tuple[Span, ...]], *, by: Actor, at: datetime) -> None:
    """Put back who some partners stood under, as `past` read it before."""
    for partner_id, old in spans.items():
        _write(session, partner_id, old)
        name = session.execute(text("SELECT name FROM partner WHERE id = :p"), {"p": partner_id}).scalar() or ""
        trail.record(session, "partner.move-undone", kind="partner", subject_id=partner_id, subject=name, by=by, at=at)


def _once(problems: Sequence[Problem]) -> list[Problem]:
    found: list[Problem] = []
    for one in problems:
        if one not in found:
            found.append(one)
    return found


def _holds(session: Session, partner_id: int) -> int:
    return int(
        session.execute(
            text(
                "SELECT COALESCE(sum(b.quantity), 0) FROM place z JOIN balance b ON b.place_id = z.id"
                " WHERE z.partner_id = :p AND z.real = 1 AND b.real = 1 AND b.quantity > 0"
            ),
            {"p": partner_id},
        ).scalar_one()
    )


def _papers(session: Session, partner_id: int, day: date) -> int:
    """Return how many receipts of this partner were signed from the day on: they keep what they say."""
    return int(
        session.execute(
            text("SELECT count(*) FROM handover WHERE :p IN (unit_id, facility_id) AND signed_on >= :d"),
            {"p": partner_id, "d": day.isoformat()},
        ).scalar_one()
    )
