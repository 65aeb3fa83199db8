"""Rules of partners and vetting. Sources: product.md 4 (Vetting); domain.md 6 and 7."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from inl_logistics.kernel.dates import short
from inl_logistics.kernel.problems import Problem, Severity
from inl_logistics.partners.records import PartnerKind, VettingResult

HOST_ORDER = (
    PartnerKind.COUNTRY, PartnerKind.MINISTRY, PartnerKind.AGENCY, PartnerKind.UNIT, PartnerKind.FACILITY,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class PartnerFacts:
    """A partner as typed."""

    kind: PartnerKind
    name: str
    parent_kind: PartnerKind | None
    child_kinds: tuple[PartnerKind, ...] = ()


def stands_above(parent: PartnerKind, child: PartnerKind) -> bool:
    """Tell whether a partner of one kind can have one of the other under it."""
    return parent in HOST_ORDER and child in HOST_ORDER and HOST_ORDER.index(parent) < HOST_ORDER.index(child)


def partner_problems(facts: PartnerFacts) -> list[Problem]:
    """Return what is wrong with a partner: no name, or a parent that stands below it."""
    found = []
    if not facts.name:
        found.append(Problem("name-empty", where=("name",)))
    if facts.parent_kind is not None and facts.kind in HOST_ORDER and not stands_above(facts.parent_kind, facts.kind):
        found.append(Problem("parent-not-above", where=("parent_id",)))
    wrong = sum(1 for kind in facts.child_kinds if not stands_above(facts.kind, kind))
    if wrong:
        found.append(Problem("children-not-below", params={"name": facts.name, "count": str(wrong)}, where=("kind",)))
    return found


@dataclass(frozen=True, slots=True)
class Authority:
    """Whether an official may sign, and between which days; None leaves that side open."""

    may_sign: bool
    signs_from: date | None = None
    signs_to: date | None = None

    def holds_on(self, day: date) -> bool:
        """Tell whether a paper of this day may be signed."""
        begun = self.signs_from is None or self.signs_from <= day
        return self.may_sign and begun and (self.signs_to is None or day <= self.signs_to)


def authority_problems(name: str, authority: Authority) -> list[Problem]:
    """Return what is wrong with a person as typed."""
    found = []
    if not name:
        found.append(Problem("name-empty", where=("name",)))
    if authority.signs_from and authority.signs_to and authority.signs_to < authority.signs_from:
        found.append(Problem("authority-dates-swapped", where=("signs_to",)))
    return found


def vetting_entry_problems(
    result: VettingResult, valid_from: date | None, valid_to: date | None, *, today: date | None = None
) -> list[Problem]:
    """Return what is wrong with a vetting as typed; a denial counts from the day it was decided, which has come."""
    if result is VettingResult.DENIED and valid_from is not None and today is not None and valid_from > today:
        return [Problem("denial-later", params={"day": short(today)}, where=("valid_from",))]
    if result is VettingResult.CLEARED and (valid_from is None or valid_to is None):
        return [Problem("vetting-needs-dates", where=("valid_to",))]
    if valid_from is not None and valid_to is not None and valid_to < valid_from:
        return [Problem("vetting-dates-swapped", where=("valid_to",))]
    return []


class VettingStanding(StrEnum):
    """How a unit stands on a day. The chip of ui.md 7."""

    NOT_NEEDED = "not-needed"
    MISSING = "missing"
    REQUESTED = "requested"
    VALID = "valid"
    ENDING = "ending"
    EXPIRED = "expired"
    CHANGED = "changed"
    DENIED = "denied"


@dataclass(frozen=True, slots=True)
class VettingFacts:
    """The last vetting of a unit, and what the unit is on the day in question."""

    needed: bool
    result: VettingResult | None
    valid_from: date | None
    valid_to: date | None
    commander_then: str
    commander_now: str
    agency_then: int | None
    agency_now: int | None


def standing(facts: VettingFacts, *, on: date, ending_days: int = 30) -> VettingStanding:
    """Judge the vetting of a unit on a day (the day of signature, for a handover)."""
    if facts.result is VettingResult.DENIED:
        return VettingStanding.DENIED
    if not facts.needed:
        return VettingStanding.NOT_NEEDED
    if facts.result is None:
        return VettingStanding.MISSING
    if facts.result is VettingResult.REQUESTED:
        return VettingStanding.REQUESTED
    if facts.valid_to is None or facts.valid_from is None or not facts.valid_from <= on <= facts.valid_to:
        return VettingStanding.EXPIRED
    changed = facts.commander_then and facts.commander_now and facts.commander_then != facts.commander_now
    moved = facts.agency_then is not None and facts.agency_then != facts.agency_now
    if changed or moved:
        return VettingStanding.CHANGED
    return VettingStanding.ENDING if (facts.valid_to - on).days <= ending_days else VettingStanding.VALID


def vetting_problems(unit: str, facts: VettingFacts, *, on: date) -> list[Problem]:
    """Return what vetting says of a handover: denied blocks; missing, expired or changed needs an override.

    Source: product.md 4 (Vetting).
    """
    how = standing(facts, on=on)
    params = {"unit": unit, "day": short(on), "ended": short(facts.valid_to) if facts.valid_to else "—"}
    where = ("unit_id",)
    match how:
        case VettingStanding.DENIED:
            return [Problem("vetting-denied", Severity.BLOCK, params, where)]
        case VettingStanding.MISSING | VettingStanding.REQUESTED:
            return [Problem("vetting-missing", Severity.OVERRIDE, params, where)]
        case VettingStanding.EXPIRED:
            return [Problem("vetting-expired", Severity.OVERRIDE, params, where)]
        case VettingStanding.CHANGED:
            return [Problem("vetting-changed", Severity.OVERRIDE, params, where)]
        case VettingStanding.ENDING:
            return [Problem("vetting-ending", Severity.WARN, params, where)]
        case VettingStanding.VALID | VettingStanding.NOT_NEEDED:
            return []
