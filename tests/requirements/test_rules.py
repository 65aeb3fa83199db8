"""The rules of a plan, one by one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from inl_logistics.kernel.problems import Severity
from inl_logistics.kernel.sentences import known_codes
from inl_logistics.partners.rules import VettingStanding
from inl_logistics.requirements.records import Basis, RequirementState
from inl_logistics.requirements.rules import (
    DecisionFacts,
    LineFacts,
    PlanFacts,
    RecipientFacts,
    decision_problems,
    may_become,
    plan_problems,
    progress,
)

RECIPIENT = RecipientFacts("Response Group", 25, has_facility=True, has_unit=True, vetting=VettingStanding.VALID)
LINE = LineFacts("K-GRAD", 1, Basis.PERSON, known=True, recipient_known=True)
PLAN = PlanFacts("Graduation", has_agency=True, justification="New officers", need_by=date(2026, 12, 12),
                 recipients=(RECIPIENT,), lines=(LINE,))  # fmt: skip


def codes(facts: PlanFacts, *, submitting: bool = True) -> dict[str, Severity]:
    """The problems of a plan by code."""
    found = plan_problems(facts, submitting=submitting)
    assert {one.code for one in found} <= known_codes()
    return {one.code: one.severity for one in found}


def test_a_whole_plan_has_no_problem() -> None:
    assert codes(PLAN) == {}


def test_an_empty_plan_is_kept_as_a_draft_and_told_everything_when_it_is_submitted() -> None:
    empty = PlanFacts("", has_agency=False, justification="", need_by=None, recipients=(), lines=())
    assert codes(empty, submitting=False) == {}
    assert set(codes(empty)) == {
        "requirement-title", "requirement-agency", "requirement-justification", "requirement-need-by",
        "requirement-recipients", "requirement-lines",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (replace(LINE, quantity=0), "line-quantity"),
        (replace(LINE, known=False), "line-without-item"),
        (replace(LINE, recipient_known=False), "line-recipient-unknown"),
    ],
)
def test_a_line_that_says_nothing_is_refused_at_once(line: LineFacts, code: str) -> None:
    assert codes(replace(PLAN, lines=(line,)), submitting=False) == {code: Severity.BLOCK}


@pytest.mark.parametrize(
    ("recipient", "found"),
    [
        (replace(RECIPIENT, headcount=-1), {"headcount-negative": Severity.BLOCK}),
        (replace(RECIPIENT, headcount=0), {"recipient-headcount": Severity.BLOCK}),
        (replace(RECIPIENT, has_facility=False), {"recipient-facility": Severity.BLOCK}),
        (replace(RECIPIENT, vetting=VettingStanding.DENIED), {"vetting-denied": Severity.BLOCK}),
        (replace(RECIPIENT, vetting=VettingStanding.EXPIRED), {"plan-vetting": Severity.WARN}),
        (replace(RECIPIENT, vetting=VettingStanding.MISSING, has_unit=False), {}),
        (replace(RECIPIENT, vetting=VettingStanding.ENDING), {}),
    ],
)
def test_a_recipient(recipient: RecipientFacts, found: dict[str, Severity]) -> None:
    assert codes(replace(PLAN, recipients=(recipient,))) == found


def test_a_headcount_is_not_needed_where_no_line_counts_persons() -> None:
    lines = (replace(LINE, basis=Basis.TOTAL),)
    assert codes(replace(PLAN, recipients=(replace(RECIPIENT, headcount=0),), lines=lines)) == {}


@pytest.mark.parametrize(
    ("plan", "code"),
    [
        (replace(PLAN, lines=(replace(LINE, allowed=False),)), "plan-item-not-allowed"),
        (replace(PLAN, lines=(replace(LINE, policy_hold=True),)), "plan-policy-hold"),
        (replace(PLAN, open_sizes=3), "sizes-open"),
        (replace(PLAN, estimate_minor=1001, left_minor=1000), "plan-above-ceiling"),
        (replace(PLAN, agreement_ends_on=date(2026, 12, 11)), "plan-after-agreement"),
    ],
)
def test_what_only_warns(plan: PlanFacts, code: str) -> None:
    assert codes(plan) == {code: Severity.WARN}
    assert codes(plan, submitting=False) == {}


def test_money_and_term_at_the_edge_are_fine() -> None:
    assert codes(replace(PLAN, estimate_minor=1000, left_minor=1000, agreement_ends_on=PLAN.need_by)) == {}


def test_approving_ones_own_plan_asks_for_an_approval_and_a_refusal_for_a_reason() -> None:
    own = decision_problems(DecisionFacts(approves=True, own=True, reason=""))
    assert [(one.code, one.severity) for one in own] == [("self-approval", Severity.OVERRIDE)]
    assert decision_problems(DecisionFacts(approves=True, own=False, reason="")) == []
    refused = decision_problems(DecisionFacts(approves=False, own=True, reason=""))
    assert [one.code for one in refused] == ["reason-needed"]
    assert decision_problems(DecisionFacts(approves=False, own=True, reason="No funds")) == []


def test_a_canceled_plan_stays_canceled_and_a_draft_is_not_approved() -> None:
    for wanted in RequirementState:
        assert may_become(RequirementState.CANCELED, wanted)
    assert may_become(RequirementState.DRAFT, RequirementState.APPROVED)
    assert not may_become(RequirementState.APPROVED, RequirementState.DRAFT)


@pytest.mark.parametrize(
    ("ordered", "ready", "handed_over", "said"),
    [
        (0, 0, 0, "approved"), (1, 0, 0, "partly-ordered"), (60, 0, 0, "ordered"), (30, 30, 0, "ordered"),
        (0, 60, 0, "ready"), (0, 60, 1, "partly-handed-over"), (0, 60, 60, "handed-over"),
    ],
)  # fmt: skip
def test_how_far_an_approved_plan_is(ordered: int, ready: int, handed_over: int, said: str) -> None:
    state = RequirementState.APPROVED
    assert progress(state=state, needed=60, ordered=ordered, ready=ready, handed_over=handed_over) == said


def test_a_plan_that_is_not_approved_says_its_state() -> None:
    assert progress(state=RequirementState.DRAFT, needed=5, ordered=9, ready=9, handed_over=9) == "draft"
    assert progress(state=RequirementState.APPROVED, needed=0, ordered=0, ready=0, handed_over=0) == "approved"
