"""Who must be vetted until when: the vetting calendar, and several renewed in one act.

Everything is judged from a handful of set-based questions, whatever the number of units. Source: product.md 3 and 4
(Vetting); domain.md 7 (report 15).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import text
from sqlalchemy.orm import Session

from inl_logistics.kernel.actor import Actor
from inl_logistics.kernel.dates import stored_day
from inl_logistics.kernel.listing import Facet, Listing, ListQuery
from inl_logistics.kernel.problems import Problem, RulesBroken
from inl_logistics.kernel.text import fold
from inl_logistics.partners.commands import VettingDraft, record_vetting
from inl_logistics.partners.facts import last_first, since
from inl_logistics.partners.records import VettingResult
from inl_logistics.partners.rules import VettingFacts, VettingStanding, standing, vetting_entry_problems
from inl_logistics.settings.declared import local_day

_ORDER = ("ended", "changed", "denied", "missing", "requested", "30", "60", "90", "later")


@dataclass(frozen=True, slots=True)
class CalendarRow:
    """One unit that needs vetting, or has been vetted, as it stands on the day."""

    key: int
    kind: str
    name: str
    name_native: str
    agency_id: int | None
    agency: str
    commander: str
    result: str
    case_number: str
    valid_from: date | None
    valid_to: date | None
    standing: VettingStanding
    days_left: int | None
    waiting: int
    ends: str
    folded: str


def bucket(how: VettingStanding, days_left: int | None) -> str:
    """Return the filter that a unit falls under: what is wrong with it, or how soon it ends."""
    match how:
        case VettingStanding.DENIED:
            return "denied"
        case VettingStanding.CHANGED:
            return "changed"
        case VettingStanding.EXPIRED:
            return "ended"
        case VettingStanding.MISSING:
            return "missing"
        case VettingStanding.REQUESTED:
            return "requested"
    left = days_left if days_left is not None else 0
    return next((str(limit) for limit in (30, 60, 90) if left <= limit), "later")


def whole_calendar(session: Session, *, today: date) -> list[CalendarRow]:
    """Return every unit of the calendar, the most urgent first."""
    agencies = _agencies(session)
    names = {row[0]: row[1] for row in session.execute(text("SELECT id, name FROM partner WHERE kind = 'agency'"))}
    found = []
    rows = session.execute(
        text(
            "SELECT p.id, p.kind, p.name, p.name_native, p.folded, p.vetting_needed, v.result, v.case_number, v.valid_from,"
            " v.valid_to, v.commander, v.agency_id, COALESCE((SELECT h.name FROM person h WHERE h.partner_id = p.id"
            " AND h.commands = 1 AND (h.commands_from IS NULL OR h.commands_from <= :d)), '') AS commands,"
            " (SELECT count(*) FROM handover h WHERE h.unit_id = p.id AND h.state IN ('draft', 'issued')) AS waiting"
            " FROM partner p LEFT JOIN vetting v ON v.id = (SELECT x.id FROM vetting x WHERE x.partner_id = p.id"
            f" AND {since('x')} <= :d ORDER BY {last_first('x')} LIMIT 1)"
            " WHERE p.kind IN ('agency', 'unit', 'facility') AND p.retired_on IS NULL AND (p.vetting_needed = 1"
            " OR v.id IS NOT NULL)"
        ),
        {"d": today.isoformat()},
    )
    for row in rows:
        agency = agencies.get(row.id)
        end = stored_day(row.valid_to)
        facts = VettingFacts(
            bool(row.vetting_needed), VettingResult(row.result) if row.result else None, stored_day(row.valid_from), end,
            fold(row.commander or ""), fold(row.commands), row.agency_id, agency,
        )  # fmt: skip
        how = standing(facts, on=today)
        holds = how in (VettingStanding.VALID, VettingStanding.ENDING, VettingStanding.EXPIRED)
        left = (end - today).days if end is not None and row.result == "cleared" and holds else None
        found.append(
            CalendarRow(
                row.id, row.kind, row.name, row.name_native, agency, names.get(agency or 0, ""), row.commands,
                row.result or "", row.case_number or "", stored_day(row.valid_from), end, how, left, row.waiting,
                bucket(how, left), row.folded,
            )
        )  # fmt: skip
    return sorted(found, key=lambda one: (_ORDER.index(one.ends), one.valid_to or date.min, one.name))


def _agencies(session: Session) -> dict[int, int]:
    """Return the agency of each partner now."""
    kinds = {row[0]: row[1] for row in session.execute(text("SELECT id, kind FROM partner"))}
    links = session.execute(text("SELECT child_id, parent_id FROM partner_link WHERE to_on IS NULL"))
    parents = {row[0]: row[1] for row in links}
    found = {}
    for one in kinds:
        at: int | None = one
        while at is not None and kinds[at] != "agency":
            at = parents.get(at)
        if at is not None:
            found[one] = at
    return found


def _matching(session: Session, query: ListQuery, today: date) -> list[CalendarRow]:
    words = fold(query.search).split()
    ends, agencies, months = (query.chosen(name) for name in ("ends", "agency", "until"))
    return [
        one
        for one in whole_calendar(session, today=today)
        if all(word in f"{one.folded} {fold(one.case_number)} {fold(one.agency)}" for word in words)
        and (not ends or one.ends in ends)
        and (not agencies or str(one.agency_id or "") in agencies)
        and (not months or month_of(one) in months)
    ]


def month_of(row: CalendarRow) -> str:
    """Return the month in which a vetting ends, or nothing."""
    return row.valid_to.isoformat()[:7] if row.valid_to is not None and row.result == "cleared" else ""


_SORTS: dict[str, Callable[[CalendarRow], tuple[object, ...]]] = {
    "name": lambda r: (r.name,), "agency": lambda r: (r.agency, r.name), "commander": lambda r: (r.commander, r.name),
    "valid_to": lambda r: (r.valid_to or date.max, r.name), "valid_from": lambda r: (r.valid_from or date.max, r.name),
    "waiting": lambda r: (r.waiting, r.name), "standing": lambda r: (_ORDER.index(r.ends), r.name),
    "case": lambda r: (r.case_number, r.name),
}  # fmt: skip


def keys(session: Session, query: ListQuery, *, today: date) -> Listing:
    """Return the units that match, the most urgent first unless said otherwise."""
    found = _matching(session, query, today)
    if query.sort in _SORTS:
        found.sort(key=_SORTS[query.sort], reverse=query.descending)
    return Listing(tuple(one.key for one in found), quantity=sum(one.waiting for one in found))


def rows(session: Session, unit_ids: Sequence[int], /, *, today: date) -> list[CalendarRow]:
    """Return the rows of units, in the same order."""
    by_key = {one.key: one for one in whole_calendar(session, today=today)}
    return [by_key[key] for key in unit_ids if key in by_key]


def detail(session: Session, unit_id: int, /, *, today: date) -> CalendarRow | None:
    """Return one unit, or None."""
    return next((one for one in whole_calendar(session, today=today) if one.key == unit_id), None)


def facets(session: Session, *, today: date) -> dict[str, tuple[Facet, ...]]:
    """Return the filter options: how soon, which agency, which month."""
    found = whole_calendar(session, today=today)
    ends = Counter(one.ends for one in found)
    agencies = Counter((str(one.agency_id), one.agency) for one in found if one.agency_id)
    months = Counter(filter(None, (month_of(one) for one in found)))
    return {
        "ends": tuple(Facet(key, key, ends[key]) for key in _ORDER if ends[key]),
        "agency": tuple(
            Facet(key, name, count) for (key, name), count in sorted(agencies.items(), key=lambda one: one[0][1])
        ),
        "until": tuple(Facet(month, month, months[month]) for month in sorted(months)),
    }


@dataclass(frozen=True, slots=True)
class RenewDraft:
    """Several units vetted, or asked for, together: the same days and case number for all."""

    unit_ids: tuple[int, ...]
    result: VettingResult = VettingResult.CLEARED
    valid_from: date | None = None
    valid_to: date | None = None
    case_number: str = ""
    requested_on: date | None = None
    note: str = ""


def renew_problems(rows_: Sequence[CalendarRow], draft: RenewDraft) -> list[Problem]:
    """Return why these cannot be renewed together: a denial is decided unit by unit."""
    found = vetting_entry_problems(draft.result, draft.valid_from, draft.valid_to)
    if not rows_:
        found.append(Problem("no-partner-chosen"))
    denied = [one.name for one in rows_ if one.result == "denied"]
    if denied and draft.result is not VettingResult.REQUESTED:
        found.append(Problem("renew-denied", params={"units": ", ".join(denied)}))
    if draft.result is VettingResult.DENIED:
        found.append(Problem("deny-one-by-one", where=("result",)))
    return found


def renew_vettings(session: Session, draft: RenewDraft, *, by: Actor, at: datetime) -> int:
    """Record the same vetting for several units, all or none; return how many. Raises: RulesBroken."""
    wanted = dict.fromkeys(draft.unit_ids)
    found = [one for one in whole_calendar(session, today=local_day(session, at)) if one.key in wanted]
    if problems := renew_problems(found, draft):
        raise RulesBroken(problems)
    for one in found:
        record_vetting(
            session,
            VettingDraft(
                one.key, draft.result, one.commander, draft.requested_on, draft.valid_from, draft.valid_to,
                draft.case_number, draft.note,
            ),
            by=by, at=at,
        )  # fmt: skip
    return len(found)
