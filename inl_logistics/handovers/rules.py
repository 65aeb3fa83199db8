"""Rules of a handover: what blocks, what needs an override, what only warns.

Sources: domain.md 7; product.md 4 (Vetting, Handover); 2.9.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from inl_logistics.agreements.rules import Scope, ScopedLine, Term, scope_problems, term_problems
from inl_logistics.handovers.documents import HandoverType
from inl_logistics.handovers.records import HandoverState
from inl_logistics.kernel.dates import short
from inl_logistics.kernel.problems import Problem, Severity
from inl_logistics.kernel.values import dollars, minor_of
from inl_logistics.partners.rules import VettingFacts, vetting_problems

TRANSITIONS: Mapping[HandoverState, frozenset[HandoverState]] = {
    HandoverState.DRAFT: frozenset({HandoverState.ISSUED}),
    HandoverState.ISSUED: frozenset(
        {HandoverState.SIGNED, HandoverState.VARIANCE, HandoverState.REFUSED, HandoverState.VOID}
    ),
    HandoverState.SIGNED: frozenset({HandoverState.REVERSED}),
    HandoverState.VARIANCE: frozenset({HandoverState.REVERSED}),
    HandoverState.REFUSED: frozenset(),
    HandoverState.VOID: frozenset(),
    HandoverState.REVERSED: frozenset(),
}


@dataclass(frozen=True, slots=True)
class LineFacts:
    """A line as composed; the lives in days, None where the item has no expiry. `asked` tells that the rest follows."""

    line_no: int
    item: str
    quantity: int
    is_serial: bool
    units: int
    policy_hold: bool
    expires_on: date | None
    min_life_months: int | None
    price_micros: int
    available: bool = True
    item_id: int = 0
    category: str = ""
    asked: bool = False


@dataclass(frozen=True, slots=True)
class HandoverFacts:
    """A handover as composed, judged for one day."""

    type: HandoverType
    on: date
    unit: str
    has_unit: bool
    has_agency: bool
    has_facility: bool
    has_person: bool
    person_may_sign: bool
    vetting: VettingFacts
    agreement: str
    agreement_expires_on: date | None
    lines: Sequence[LineFacts]
    show_values: bool
    default_min_life_months: int
    scope: Scope | None = None
    project: str = ""
    ceiling_minor: int | None = None  # of the project as amended by the day, in cents of USD
    given_minor: int = 0  # what other receipts under the project hand over
    training_kits: Sequence[str] = ()
    has_original: bool = False
    has_bin: bool = False


def handover_problems(facts: HandoverFacts) -> list[Problem]:
    """Return everything that stands against issuing (or signing) this handover on its day."""
    if facts.type is HandoverType.RETURN:
        return _return_problems(facts)
    found: list[Problem] = []
    if facts.type is HandoverType.REPLACEMENT and not facts.has_original:
        found.append(Problem("replacement-needs-original", where=("refers_to_id",)))
    found += _party_problems(facts)
    if not facts.lines or all(line.asked and line.quantity < 1 for line in facts.lines):
        found.append(Problem("handover-without-lines", where=("lines",)))
    if facts.has_unit:
        found += vetting_problems(facts.unit, facts.vetting, on=facts.on)
    found += term_problems([Term(facts.agreement, facts.agreement_expires_on)], on=facts.on)
    if not facts.agreement:
        found.append(Problem("handover-without-agreement", Severity.WARN, where=("agreement_id",)))
    found += _ceiling_problems(facts)
    found += [Problem("training-kit", Severity.WARN, {"kit": kit}, ("lines",)) for kit in facts.training_kits]
    for line in facts.lines:
        found += _line_problems(line, facts)
    found += scope_problems(
        [ScopedLine(line.line_no, line.item, line.item_id, line.category, facts.scope) for line in facts.lines]
    )
    return found


def _ceiling_problems(facts: HandoverFacts) -> list[Problem]:
    """Ask for an override where this brings what was handed over above the amended ceiling. Source: domain.md 7."""
    own = minor_of(sum(line.quantity * line.price_micros for line in facts.lines))
    if facts.ceiling_minor is None or not own or facts.given_minor + own <= facts.ceiling_minor:
        return []
    params = {
        "project": facts.project, "ceiling": dollars(facts.ceiling_minor), "given": dollars(facts.given_minor),
        "value": dollars(own),
    }  # fmt: skip
    return [Problem("handover-above-ceiling", Severity.OVERRIDE, params, ("project_id",))]


def _party_problems(facts: HandoverFacts) -> list[Problem]:
    """Who stands on the host's side: unit, agency, facility and an official who may sign. Source: domain.md 7."""
    found: list[Problem] = []
    if not facts.has_unit or not facts.has_agency:
        found.append(Problem("handover-without-recipient", where=("unit_id",)))
    if facts.has_unit and not facts.has_facility:
        found.append(Problem("handover-without-facility", where=("facility_id",)))
    if not facts.has_person:
        found.append(Problem("handover-without-official", where=("person_id",)))
    elif not facts.person_may_sign:
        found.append(Problem("official-may-not-sign", where=("person_id",)))
    return found


def _return_problems(facts: HandoverFacts) -> list[Problem]:
    """What stands against taking goods back: nothing is assisted, so vetting, agreement and life do not count."""
    found = _party_problems(facts)
    if not facts.has_bin:
        found.append(Problem("return-needs-bin", where=("to_bin_id",)))
    if not facts.lines:
        found.append(Problem("handover-without-lines", where=("lines",)))
    for line in facts.lines:
        where = ("lines", line.line_no)
        params = {"line": str(line.line_no), "item": line.item}
        if line.quantity < 1:
            found.append(Problem("line-quantity", params=params, where=(*where, "quantity")))
        if not line.available:
            found.append(Problem("line-not-held", params=params, where=(*where, "quantity")))
    return found


def _line_problems(line: LineFacts, facts: HandoverFacts) -> list[Problem]:
    found: list[Problem] = []
    where = ("lines", line.line_no)
    params = {"line": str(line.line_no), "item": line.item}
    if line.quantity < 1 and line.asked:
        return []  # nothing of it is here: the receipt prints it as to follow
    if line.quantity < 1:
        found.append(Problem("line-quantity", params=params, where=(*where, "quantity")))
    if line.is_serial and line.units != line.quantity:
        more = {**params, "quantity": str(line.quantity), "serials": str(line.units)}
        found.append(Problem("line-without-serials", params=more, where=(*where, "serials")))
    if not line.available:
        found.append(Problem("line-not-available", params=params, where=(*where, "quantity")))
    if line.policy_hold:
        found.append(Problem("policy-hold", Severity.OVERRIDE, params, (*where, "item")))
    if line.expires_on is not None:
        found += _life_problems(line, facts)
    if facts.show_values and not line.price_micros:
        found.append(Problem("line-without-value", Severity.WARN, params, (*where, "price")))
    return found


def _life_problems(line: LineFacts, facts: HandoverFacts) -> list[Problem]:
    """Expired, or less life left than the item asks for. Source: domain.md 7 (default 12 months)."""
    if line.expires_on is None:
        return []
    params = {"item": line.item, "day": short(line.expires_on), "line": str(line.line_no)}
    where = ("lines", line.line_no, "expires_on")
    if line.expires_on < facts.on:
        return [Problem("stock-expired", Severity.OVERRIDE, params, where)]
    months = facts.default_min_life_months if line.min_life_months is None else line.min_life_months
    if (line.expires_on - facts.on).days < months * 30:
        more = {**params, "months": str(months), "days": str((line.expires_on - facts.on).days)}
        return [Problem("life-too-short", Severity.OVERRIDE, more, where)]
    return []


def may_become(state: HandoverState, wanted: HandoverState) -> list[Problem]:
    """Refuse a step that the handover's life does not have."""
    if wanted in TRANSITIONS[state]:
        return []
    code = "handover-not-issued" if state is HandoverState.DRAFT else "handover-final"
    return [Problem(code, params={"state": state.value}, where=("state",))]


@dataclass(frozen=True, slots=True)
class SignedLine:
    """What the paper says of one pick."""

    printed: int
    signed: int
    label: str


def signing_problems(
    lines: Sequence[SignedLine], *, signed_on: date, issued_on: date, today: date, person: str
) -> list[Problem]:
    """Return what is wrong with a signature as entered from the paper."""
    found: list[Problem] = []
    if signed_on > today:
        found.append(Problem("date-in-future", params={"day": short(signed_on)}, where=("signed_on",)))
    if signed_on < issued_on:
        params = {"day": short(signed_on), "issued": short(issued_on)}
        found.append(Problem("signed-before-issue", params=params, where=("signed_on",)))
    if not person:
        found.append(Problem("signed-by-nobody", where=("signed_by",)))
    for line in lines:
        if not 0 <= line.signed <= line.printed:
            params = {"item": line.label, "printed": str(line.printed), "signed": str(line.signed)}
            found.append(Problem("signed-more-than-printed", params=params, where=("lines",)))
    if lines and not any(line.signed for line in lines):
        found.append(Problem("nothing-signed", where=("lines",)))
    return found
