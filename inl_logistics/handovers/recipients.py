"""Questions about who can receive: the host units with their vetting, a unit's facilities and officials."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import text
from sqlalchemy.orm import Session

from inl_logistics.partners.facts import vetting_of
from inl_logistics.partners.rules import VettingStanding, standing


@dataclass(frozen=True, slots=True)
class Recipient:
    """A unit that can receive, with its agency and how its vetting stands."""

    unit_id: int
    unit: str
    unit_native: str
    agency: str
    standing: VettingStanding
    valid_to: date | None


def recipients(session: Session, *, today: date) -> list[Recipient]:
    """Return the host units to choose from."""
    found = session.execute(
        text(
            "SELECT u.id, u.name, u.name_native, COALESCE(a.name, '') AS agency FROM partner u LEFT JOIN partner_link l"
            " ON l.child_id = u.id AND l.to_on IS NULL LEFT JOIN partner a ON a.id = l.parent_id"
            " WHERE u.kind = 'unit' AND u.retired_on IS NULL ORDER BY u.name"
        )
    )
    listed = []
    for row in found:
        vetting = vetting_of(session, row.id, on=today)
        listed.append(
            Recipient(row.id, row.name, row.name_native, row.agency, standing(vetting, on=today), vetting.valid_to)
        )
    return listed


@dataclass(frozen=True, slots=True)
class RecipientChoices:
    """What belongs to a unit: its facilities and the officials who may sign."""

    facilities: tuple[tuple[int, str], ...]
    officials: tuple[tuple[int, str], ...]


def recipient_choices(session: Session, unit_id: int) -> RecipientChoices:
    """Return the facilities under a unit, or beside it under its agency, and the officials of all of them."""
    near = (
        "WITH RECURSIVE up(id) AS (SELECT :u UNION SELECT l.parent_id FROM partner_link l JOIN up ON l.child_id = up.id"
        " JOIN partner q ON q.id = l.parent_id WHERE l.to_on IS NULL AND q.kind IN ('unit', 'agency')),"
        " down(id) AS (SELECT id FROM up UNION SELECT l.child_id FROM partner_link l JOIN down ON l.parent_id = down.id"
        " WHERE l.to_on IS NULL) "
    )
    facilities = session.execute(
        text(
            near
            + "SELECT p.id, p.name, EXISTS (SELECT 1 FROM partner_link l WHERE l.child_id = p.id AND l.parent_id = :u)"
            " AS own FROM partner p JOIN down ON down.id = p.id WHERE p.kind = 'facility' AND p.retired_on IS NULL"
            " ORDER BY own DESC, p.name LIMIT 500"
        ),
        {"u": unit_id},
    )
    officials = session.execute(
        text(
            near + "SELECT p.id, p.name, p.title FROM person p JOIN down ON down.id = p.partner_id WHERE p.may_sign = 1"
            " AND p.retired_on IS NULL ORDER BY p.partner_id = :u DESC, p.name LIMIT 500"
        ),
        {"u": unit_id},
    )
    return RecipientChoices(
        tuple((row.id, row.name) for row in facilities),
        tuple((row.id, f"{row.name} · {row.title}" if row.title else row.name) for row in officials),
    )
