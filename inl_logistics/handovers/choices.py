"""What the composer offers: the papers of recipients, and what stands against the draft.

Questions only; kept apart from `queries.py` because they serve one screen as it is typed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import text
from sqlalchemy.orm import Session

from inl_logistics.handovers import facts, papers, whole
from inl_logistics.handovers.records import HandoverState
from inl_logistics.kernel.actor import Actor
from inl_logistics.kernel.dates import stored_day
from inl_logistics.kernel.problems import Problem
from inl_logistics.partners.facts import vetting_of
from inl_logistics.partners.rules import VettingStanding, standing


@dataclass(frozen=True, slots=True)
class AgreementChoice:
    """An agreement to hand over under; `ended` on the day asked for."""

    id: int
    number: str
    title: str
    ended: bool


@dataclass(frozen=True, slots=True)
class ProjectChoice:
    """A project and the agreement it belongs to."""

    id: int
    code: str
    name: str
    agreement_id: int | None


@dataclass(frozen=True, slots=True)
class PaperChoices:
    """Agreements and projects of the post."""

    agreements: tuple[AgreementChoice, ...]
    projects: tuple[ProjectChoice, ...]


def paper_choices(session: Session, *, today: date) -> PaperChoices:
    """Return the agreements, those still in force first, and the projects."""
    agreements = session.execute(
        text(
            "SELECT a.id, a.number, a.title, COALESCE((SELECT m.expires_on FROM amendment m WHERE m.agreement_id = a.id"
            " AND m.expires_on IS NOT NULL ORDER BY m.number DESC LIMIT 1), a.expires_on, '9999-12-31') < :d AS ended"
            " FROM agreement a ORDER BY ended, a.number"
        ),
        {"d": today.isoformat()},
    )
    projects = session.execute(text("SELECT id, code, name, agreement_id FROM project ORDER BY code"))
    return PaperChoices(
        tuple(AgreementChoice(row.id, row.number, row.title, bool(row.ended)) for row in agreements),
        tuple(ProjectChoice(row.id, row.code, row.name, row.agreement_id) for row in projects),
    )


@dataclass(frozen=True, slots=True)
class Original:
    """A signed receipt that another can refer to."""

    id: int
    number: str
    signed_on: date | None
    facility: str


def originals(session: Session, unit_id: int) -> list[Original]:
    """Return the signed receipts of a unit, the newest first."""
    rows = session.execute(
        text(
            "SELECT h.id, d.number, h.signed_on, COALESCE(f.name, '') AS facility FROM handover h JOIN document d"
            " ON d.id = h.document_id LEFT JOIN partner f ON f.id = h.facility_id WHERE h.unit_id = :u"
            " AND h.state IN ('signed', 'variance') AND h.type <> 'return' ORDER BY h.signed_on DESC, h.id DESC LIMIT 500"
        ),
        {"u": unit_id},
    )
    return [Original(row.id, row.number, stored_day(row.signed_on), row.facility) for row in rows]


@dataclass(frozen=True, slots=True)
class BinChoice:
    """A bin of a store in use."""

    id: int
    name: str


def bins(session: Session) -> list[BinChoice]:
    """Return the bins where returned goods can go, with their store."""
    rows = session.execute(
        text(
            "SELECT b.id, s.name || CASE WHEN b.code = '' THEN '' ELSE ' ' || b.code END AS name FROM bin b JOIN store s"
            " ON s.id = b.store_id WHERE s.retired_on IS NULL AND b.retired_on IS NULL ORDER BY s.name, b.code"
        )
    )
    return [BinChoice(row.id, row.name) for row in rows]


@dataclass(frozen=True, slots=True)
class Checked:
    """A draft as stored: what stands against it, its paper, how the unit's vetting stands on its day, who paid all of it."""

    problems: tuple[Problem, ...]
    paper: papers.Paper
    standing: VettingStanding
    valid_to: date | None
    paid_by: facts.PaidBy | None


def checked(session: Session, handover_id: int, *, today: date, by: Actor) -> Checked:
    """Return what the composer shows after each change, in one question."""
    handover = facts.record(session, handover_id)
    on = handover.planned_on or today
    is_draft = handover.document_id is None
    if handover.state is HandoverState.ISSUED:
        on = max(on, today)
    vetting = vetting_of(session, handover.unit_id, on=on)
    return Checked(
        tuple(whole.problems(session, handover_id, on=on)) if is_draft else (),
        papers.paper(session, handover_id, today=today, by=by), standing(vetting, on=on), vetting.valid_to,
        facts.paid_by(session, _layers(session, handover_id)) if is_draft else None,
    )  # fmt: skip


def _layers(session: Session, handover_id: int) -> Sequence[int]:
    found = text(
        "SELECT DISTINCT k.layer_id FROM handover_line l JOIN handover_pick k ON k.line_id = l.id WHERE l.handover_id = :h"
    )
    return session.execute(found, {"h": handover_id}).scalars().all()
