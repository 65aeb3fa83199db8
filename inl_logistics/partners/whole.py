"""One partner whole, for its page: what came and went, agreements, what ended each vetting, and its trail.

Source: product.md 3 (Partners), ui.md 10.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import msgspec
from sqlalchemy import text
from sqlalchemy.orm import Session

from inl_logistics.kernel.dates import instant_from_text, stored_day
from inl_logistics.kernel.text import fold
from inl_logistics.partners.commands import agency_of
from inl_logistics.partners.facts import vetting_of
from inl_logistics.partners.holdings import HeldLine, held
from inl_logistics.partners.moving import lineage
from inl_logistics.partners.queries import PartnerDetail, PersonRow, VettingRow, detail
from inl_logistics.partners.rules import VettingStanding, standing
from inl_logistics.partners.tree import below
from inl_logistics.register.numbers import screen_number


@dataclass(frozen=True, slots=True)
class HandedRow:
    """A handover to a partner, or to one under it; `agency` is the one that its paper names."""

    id: int
    number: str
    on: date | None
    state: str
    unit: str
    facility: str
    agency: str
    units: int


@dataclass(frozen=True, slots=True)
class AgreementRow:
    """An agreement that a partner signed, or under which something was handed over to it."""

    id: int
    number: str
    title: str
    expires_on: date | None
    signs: bool


@dataclass(frozen=True, slots=True)
class VettingEnd:
    """When a vetting stopped holding before its last day, and by what: commander, agency or a newer one."""

    on: date | None
    why: str


@dataclass(frozen=True, slots=True)
class Change:
    """One entry of the trail: what was before and after, by field."""

    id: int
    at: datetime
    by: str
    action: str
    before: dict[str, object]
    after: dict[str, object]


@dataclass(frozen=True, slots=True)
class PartnerWhole:
    """Everything that the page shows; figures as of the day asked for."""

    detail: PartnerDetail
    retired_on: date | None
    standing: VettingStanding
    vetted_to: date | None
    agency: str
    agency_id: int | None
    ends: tuple[VettingEnd, ...]
    held: tuple[HeldLine, ...]
    as_of: date
    below: tuple[int, ...]
    handovers: tuple[HandedRow, ...]
    agreements: tuple[AgreementRow, ...]
    history: tuple[Change, ...]


def whole(session: Session, partner_id: int, *, today: date, as_of: date | None = None) -> PartnerWhole | None:
    """Return one partner, or None."""
    shown = detail(session, partner_id)
    if shown is None:
        return None
    day = as_of or today
    facts = vetting_of(session, partner_id, on=today)
    agency = agency_of(session, partner_id, day)
    under = below(session, partner_id, on=day)
    retired = session.execute(text("SELECT retired_on FROM partner WHERE id = :p"), {"p": partner_id}).scalar()
    name = session.execute(text("SELECT name FROM partner WHERE id = :p"), {"p": agency}).scalar() or ""
    return PartnerWhole(
        shown, stored_day(retired), standing(facts, on=today), facts.valid_to, name, agency,
        ended(session, shown), tuple(held(session, partner_id, on=day)), day, under,
        _handovers(session, under), _agreements(session, partner_id, under, day), _history(session, partner_id),
    )  # fmt: skip


def ended(session: Session, partner: PartnerDetail) -> tuple[VettingEnd, ...]:
    """Return what ended each vetting early, in the order of the history (the newest first)."""
    commander = next((one for one in partner.people if one.commands), None)
    changes = [one.from_on for one in lineage(session, partner.id)]
    found = []
    for at, row in enumerate(partner.vettings):
        newer = next((one for one in reversed(partner.vettings[:at]) if one.result != "requested"), None)
        found.append(_end(session, partner.id, row, newer, commander, changes))
    return tuple(found)


def _end(
    session: Session, partner_id: int, row: VettingRow, newer: VettingRow | None, commander: PersonRow | None,
    changes: Sequence[date],
) -> VettingEnd:  # fmt: skip
    """Judge one vetting: the first of a change of agency, of the commander, or a newer vetting within its days."""
    if row.result != "cleared" or row.valid_from is None or row.valid_to is None:
        return VettingEnd(None, "")
    ends: list[tuple[date, str]] = []
    if row.agency_id is not None:
        ends += [
            (day, "agency")
            for day in changes
            if row.valid_from < day <= row.valid_to and agency_of(session, partner_id, day) != row.agency_id
        ]
    since = commander.commands_from if commander else None
    another = commander is not None and bool(row.commander) and fold(commander.name) != fold(row.commander)
    if another and since is not None and row.valid_from < since <= row.valid_to:
        ends.append((since, "commander"))
    if newer is not None:
        start = newer.valid_from or newer.requested_on
        if newer.result == "denied" and start is not None and start <= row.valid_to:
            ends.append((start, "denied"))
        elif newer.result == "cleared" and start is not None and start <= row.valid_to:
            ends.append((start, "newer"))
    return VettingEnd(*min(ends)) if ends else VettingEnd(None, "")


def _handovers(session: Session, partner_ids: Sequence[int], *, most: int = 200) -> tuple[HandedRow, ...]:
    among = ",".join(str(int(one)) for one in partner_ids)
    rows = session.execute(
        text(
            "SELECT h.id, d.number, COALESCE(h.signed_on, h.planned_on) AS on_day, h.state, COALESCE(u.name, '') AS unit,"
            " COALESCE(f.name, '') AS facility, COALESCE(a.name, '') AS agency, CASE h.type WHEN 'return' THEN -1 ELSE 1 END * COALESCE((SELECT sum(COALESCE("
            "k.signed_quantity, k.quantity)) FROM handover_line l JOIN handover_pick k ON k.line_id = l.id"
            " WHERE l.handover_id = h.id), 0) AS units FROM handover h LEFT JOIN document d ON d.id = h.document_id"
            " LEFT JOIN partner u ON u.id = h.unit_id LEFT JOIN partner f ON f.id = h.facility_id"
            f" LEFT JOIN partner a ON a.id = h.agency_id WHERE h.unit_id IN ({among}) OR h.facility_id IN ({among})"
            f" OR h.agency_id IN ({among}) ORDER BY COALESCE(h.signed_on, h.planned_on, '9') DESC, h.id DESC LIMIT :n"
        ),
        {"n": most},
    )
    return tuple(
        HandedRow(
            row.id, screen_number(row.number or ""), stored_day(row.on_day), row.state, row.unit, row.facility, row.agency,
            row.units,
        )
        for row in rows
    )  # fmt: skip


def _agreements(session: Session, partner_id: int, under: Sequence[int], day: date) -> tuple[AgreementRow, ...]:
    among = ",".join(str(int(one)) for one in under)
    rows = session.execute(
        text(
            "WITH RECURSIVE up(id) AS (SELECT :p UNION SELECT l.parent_id FROM partner_link l JOIN up ON l.child_id = up.id"
            " WHERE l.from_on <= :d AND (l.to_on IS NULL OR l.to_on >= :d))"
            " SELECT a.id, a.number, a.title, (SELECT max(m.expires_on) FROM amendment m WHERE m.agreement_id = a.id)"
            " AS expires_on, COALESCE(a.partner_id IN (SELECT id FROM up), 0) AS signs FROM agreement a WHERE a.partner_id IN"
            f" (SELECT id FROM up) OR a.id IN (SELECT h.agreement_id FROM handover h WHERE h.unit_id IN ({among})"
            f" OR h.facility_id IN ({among})) ORDER BY a.number"
        ),
        {"p": partner_id, "d": day.isoformat()},
    )
    return tuple(
        AgreementRow(row.id, row.number, row.title, stored_day(row.expires_on), bool(row.signs)) for row in rows
    )


def _history(session: Session, partner_id: int, *, most: int = 80) -> tuple[Change, ...]:
    """Return what the trail says of a partner and its people, the newest first."""
    rows = session.execute(
        text(
            "SELECT t.id, t.at, u.name, t.action, t.before, t.after FROM trail t JOIN user_account u ON u.id = t.user_id"
            " WHERE (t.subject_kind = 'partner' AND t.subject_id = :p) OR (t.subject_kind = 'person' AND t.subject_id IN"
            " (SELECT id FROM person WHERE partner_id = :p)) ORDER BY t.id DESC LIMIT :n"
        ),
        {"p": partner_id, "n": most},
    )
    return tuple(
        Change(row.id, instant_from_text(row.at), row.name, row.action, _fields(row.before), _fields(row.after))
        for row in rows
    )


def _fields(raw: str) -> dict[str, object]:
    return msgspec.json.decode(raw, type=dict[str, object]) if raw else {}
