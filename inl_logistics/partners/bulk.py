"""Several partners at once: whether they need vetting, their service, retired or offered again; all of them or none.

Source: product.md 3 (bulk actions with preview).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import text
from sqlalchemy.orm import Session

from inl_logistics.kernel.actor import Actor
from inl_logistics.kernel.problems import Problem, RulesBroken
from inl_logistics.partners.commands import restore_partner, retire_partner
from inl_logistics.partners.records import Service
from inl_logistics.users import trail


@dataclass(frozen=True, slots=True)
class PartnersChange:
    """What is set on all chosen partners; what is None stays."""

    partner_ids: tuple[int, ...]
    vetting_needed: bool | None = None
    service: Service | None = None


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One partner as it is, for the preview; `open_papers` are drafts and issued handovers to it."""

    partner_id: int
    kind: str
    name: str
    service: str
    vetting_needed: bool
    retired: bool
    below: int
    holds: int
    open_papers: int


def preview(session: Session, partner_ids: Sequence[int]) -> list[ChangeRow]:
    """Return the chosen partners as they are now."""
    among = ",".join(str(int(one)) for one in partner_ids) or "0"
    rows = session.execute(
        text(
            "SELECT p.id, p.kind, p.name, p.service, p.vetting_needed, p.retired_on IS NOT NULL AS retired, (SELECT count(*)"
            " FROM partner_link l JOIN partner q ON q.id = l.child_id WHERE l.parent_id = p.id AND l.to_on IS NULL"
            " AND q.retired_on IS NULL) AS below, COALESCE((SELECT sum(b.quantity) FROM place z JOIN balance b ON"
            " b.place_id = z.id WHERE z.partner_id = p.id AND z.real = 1 AND b.real = 1 AND b.quantity > 0), 0) AS holds,"
            " (SELECT count(*) FROM handover h WHERE p.id IN (h.unit_id, h.facility_id) AND h.state IN ('draft', 'issued'))"
            f" AS open_papers FROM partner p WHERE p.id IN ({among}) ORDER BY p.name, p.id"
        )
    )
    return [
        ChangeRow(
            row.id, row.kind, row.name, row.service, bool(row.vetting_needed), bool(row.retired), row.below, row.holds,
            row.open_papers,
        )
        for row in rows
    ]  # fmt: skip


def change_partners(session: Session, change: PartnersChange, *, by: Actor, at: datetime) -> int:
    """Set the same on several partners and return how many there were. Raises: RulesBroken."""
    rows = preview(session, tuple(dict.fromkeys(change.partner_ids)))
    named: dict[str, str | bool] = {}
    if change.vetting_needed is not None:
        named["vetting_needed"] = change.vetting_needed
    if change.service is not None:
        named["service"] = change.service.value
    problems = [] if rows else [Problem("no-partner-chosen")]
    if not named:
        problems.append(Problem("nothing-changes"))
    if problems:
        raise RulesBroken(problems)
    setting = ", ".join(f"{name} = :{name}" for name in named)
    for row in rows:
        session.execute(
            text(f"UPDATE partner SET {setting}, version = version + 1 WHERE id = :p"), {**named, "p": row.partner_id}
        )
        before: dict[str, object] = {name: getattr(row, name) for name in named}
        trail.record(
            session, "partner.change", kind="partner", subject_id=row.partner_id, subject=row.name, by=by, at=at,
            before=before, after=dict(named),
        )  # fmt: skip
    return len(rows)


def retire_partners(session: Session, partner_ids: tuple[int, ...], *, by: Actor, at: datetime) -> int:
    """Offer several partners no more; return how many were still offered. Raises: RulesBroken."""
    rows = [row for row in preview(session, partner_ids) if not row.retired]
    if not rows:
        raise RulesBroken([Problem("no-partner-chosen")])
    for row in rows:
        retire_partner(session, row.partner_id, by=by, at=at)
    return len(rows)


def restore_partners(session: Session, partner_ids: tuple[int, ...], *, by: Actor, at: datetime) -> int:
    """Offer several retired partners again; return how many. Raises: RulesBroken."""
    rows = [row for row in preview(session, partner_ids) if row.retired]
    if not rows:
        raise RulesBroken([Problem("no-partner-chosen")])
    for row in rows:
        restore_partner(session, row.partner_id, by=by, at=at)
    return len(rows)
