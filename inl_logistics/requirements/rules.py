"""Rules of requirements: what a plan must say before it is submitted, who may decide, which state follows which.

Sources: domain.md 2.1 and 2 (states), 7 (self-approval, vetting, project); product.md 1 (separation of duties warns).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from inl_logistics.kernel.dates import short
from inl_logistics.kernel.problems import Problem, Severity
from inl_logistics.partners.rules import VettingStanding
from inl_logistics.requirements.records import Basis, RequirementState

# Which state may follow which: a decision is taken back by opening the plan again, under the same number.
TRANSITIONS: Mapping[RequirementState, frozenset[RequirementState]] = {
    RequirementState.DRAFT: frozenset({RequirementState.SUBMITTED, RequirementState.CANCELED}),
    RequirementState.SUBMITTED: frozenset(
        {RequirementState.APPROVED, RequirementState.REJECTED, RequirementState.DRAFT, RequirementState.CANCELED}
    ),
    RequirementState.APPROVED: frozenset({RequirementState.DRAFT, RequirementState.CANCELED}),
    RequirementState.REJECTED: frozenset({RequirementState.DRAFT, RequirementState.CANCELED}),
    RequirementState.CANCELED: frozenset(),
}


def may_become(state: RequirementState, wanted: RequirementState) -> list[Problem]:
    """Return why a plan may not change to a state, if so."""
    if wanted in TRANSITIONS[state]:
        return []
    return [Problem("requirement-state", params={"state": state.value, "wanted": wanted.value})]


@dataclass(frozen=True, slots=True)
class RecipientFacts:
    """A recipient as typed, and how its unit stands on the day the goods are needed."""

    name: str
    headcount: int
    has_facility: bool
    has_unit: bool
    vetting: VettingStanding
    vetted_to: date | None = None


@dataclass(frozen=True, slots=True)
class LineFacts:
    """A line as typed. `allowed` is None where no project limits what may be bought."""

    item: str
    quantity: int
    basis: Basis
    known: bool
    recipient_known: bool
    policy_hold: bool = False
    allowed: bool | None = None
    is_kit_empty: bool = False  # a kit of which no version is released: nobody would get anything


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """A plan as typed. Money in cents of USD; `left_minor` is what its project still has, None without a ceiling."""

    title: str
    has_agency: bool
    justification: str
    need_by: date | None
    recipients: Sequence[RecipientFacts]
    lines: Sequence[LineFacts]
    open_sizes: int = 0
    estimate_minor: int = 0
    left_minor: int | None = None
    project: str = ""
    agreement_ends_on: date | None = None


def plan_problems(facts: PlanFacts, *, submitting: bool) -> list[Problem]:
    """Return all that is wrong with a plan; more is asked when it is submitted."""
    found: list[Problem] = []
    for number, line in enumerate(facts.lines, 1):
        found += _line_problems(number, line)
    for number, one in enumerate(facts.recipients, 1):
        if one.headcount < 0:
            found.append(Problem("headcount-negative", params={"recipient": one.name}, where=("recipients", number)))
    if submitting:
        found += _missing(facts)
        found += _warnings(facts)
    return found


def _line_problems(number: int, line: LineFacts) -> list[Problem]:
    params, where = {"line": str(number), "item": line.item, "quantity": str(line.quantity)}, ("lines", number)
    found = []
    if not line.known:
        found.append(Problem("line-without-item", params=params, where=(*where, "item")))
    if line.quantity < 1:
        found.append(Problem("line-quantity", params=params, where=(*where, "quantity")))
    if not line.recipient_known:
        found.append(Problem("line-recipient-unknown", params=params, where=(*where, "recipient")))
    return found


def _missing(facts: PlanFacts) -> list[Problem]:
    """Name what a plan must say before it goes to the approver."""
    asked = (
        ("requirement-title", facts.title, "title"),
        ("requirement-agency", facts.has_agency, "agency_id"),
        ("requirement-justification", facts.justification, "justification"),
        ("requirement-need-by", facts.need_by, "need_by"),
        ("requirement-recipients", facts.recipients, "recipients"),
        ("requirement-lines", facts.lines, "lines"),
    )
    found = [Problem(code, where=(where,)) for code, given, where in asked if not given]
    for number, line in enumerate(facts.lines, 1):
        if line.is_kit_empty:
            found.append(Problem("plan-kit-draft", params={"item": line.item}, where=("lines", number)))
    for number, one in enumerate(facts.recipients, 1):
        where = ("recipients", number)
        if not one.has_facility:
            found.append(Problem("recipient-facility", params={"recipient": one.name}, where=where))
        if not one.headcount and any(line.basis is Basis.PERSON for line in facts.lines):
            found.append(Problem("recipient-headcount", params={"recipient": one.name}, where=where))
    return found


def _warnings(facts: PlanFacts) -> list[Problem]:
    found: list[Problem] = []
    for number, one in enumerate(facts.recipients, 1):
        found += _vetting(one, number, facts.need_by)
    for number, line in enumerate(facts.lines, 1):
        params, where = {"item": line.item, "project": facts.project}, ("lines", number)
        if line.allowed is False:
            found.append(Problem("plan-item-not-allowed", Severity.WARN, params, where))
        if line.policy_hold:
            found.append(Problem("plan-policy-hold", Severity.WARN, params, where))
    if facts.open_sizes:
        found.append(Problem("sizes-open", Severity.WARN, {"count": str(facts.open_sizes)}, ("roster",)))
    if facts.left_minor is not None and facts.estimate_minor > facts.left_minor:
        above = facts.estimate_minor - facts.left_minor
        params = {"project": facts.project, "above": f"{above // 100:,}"}
        found.append(Problem("plan-above-ceiling", Severity.WARN, params, ("project_id",)))
    if facts.agreement_ends_on and facts.need_by and facts.agreement_ends_on < facts.need_by:
        params = {"day": short(facts.agreement_ends_on)}
        found.append(Problem("plan-after-agreement", Severity.WARN, params, ("need_by",)))
    return found


def _vetting(one: RecipientFacts, number: int, need_by: date | None) -> list[Problem]:
    """A denied unit stops the plan; one that is not vetted on the day is named, for there is time to vet it."""
    params = {"unit": one.name, "day": short(need_by) if need_by else "—"}
    where = ("recipients", number)
    if one.vetting is VettingStanding.DENIED:
        return [Problem("vetting-denied", params=params, where=where)]
    if one.vetting in (VettingStanding.VALID, VettingStanding.NOT_NEEDED, VettingStanding.ENDING) or not one.has_unit:
        return []
    return [Problem("plan-vetting", Severity.WARN, params, where)]


@dataclass(frozen=True, slots=True)
class DecisionFacts:
    """A decision on a submitted plan."""

    approves: bool
    own: bool
    reason: str


def decision_problems(facts: DecisionFacts) -> list[Problem]:
    """A refusal needs a reason; approving one's own plan needs another approver, or the exception recorded."""
    found = []
    if not facts.approves and not facts.reason:
        found.append(Problem("reason-needed", where=("reason",)))
    if facts.approves and facts.own:
        found.append(Problem("self-approval", Severity.OVERRIDE))
    return found


def progress(*, state: RequirementState, needed: int, ordered: int, ready: int, handed_over: int) -> str:
    """Return the computed state of a plan: what was approved and how far it went. Source: domain.md 2.

    Args:
        needed, ordered, ready, handed_over: units of issue; ready is what is put aside or lies in handovers.
    """
    if state is not RequirementState.APPROVED or not needed:
        return state.value
    if handed_over >= needed:
        return "handed-over"
    if handed_over:
        return "partly-handed-over"
    if ready >= needed:
        return "ready"
    if ordered + ready >= needed:
        return "ordered"
    return "partly-ordered" if ordered else "approved"
