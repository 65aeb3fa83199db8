"""The rules of a handover, without a database. Source: domain.md 7; product.md 4."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from inl_logistics.agreements.rules import Scope
from inl_logistics.handovers.documents import HandoverType
from inl_logistics.handovers.records import HandoverState
from inl_logistics.handovers.rules import (
    TRANSITIONS,
    HandoverFacts,
    LineFacts,
    SignedLine,
    handover_problems,
    may_become,
    signing_problems,
)
from inl_logistics.kernel.problems import Problem, Severity
from inl_logistics.partners.rules import VettingFacts

DAY = date(2026, 11, 24)
LINE = LineFacts(1, "Vest", 2, True, 2, False, None, None, 1, item_id=7, category="Body armor")
NO_VETTING = VettingFacts(False, None, None, None, "", "", None, None)
GOOD = HandoverFacts(
    HandoverType.TITLE, DAY, "Guard", True, True, True, True, True, NO_VETTING, "LOA-1", DAY, (LINE,), True, 12
)


def _said(found: list[Problem]) -> list[tuple[str, str]]:
    return [(problem.code, problem.severity.value) for problem in found]


@pytest.mark.parametrize(
    ("facts", "codes"),
    [
        (GOOD, []),
        (replace(GOOD, has_unit=False, has_facility=False), [("handover-without-recipient", "block")]),
        (replace(GOOD, has_agency=False), [("handover-without-recipient", "block")]),
        (replace(GOOD, has_facility=False), [("handover-without-facility", "block")]),
        (replace(GOOD, has_person=False, person_may_sign=False), [("handover-without-official", "block")]),
        (replace(GOOD, person_may_sign=False), [("official-may-not-sign", "block")]),
        (replace(GOOD, lines=()), [("handover-without-lines", "block")]),
        (replace(GOOD, agreement_expires_on=DAY - timedelta(days=1)), [("agreement-expired", "override")]),
        (replace(GOOD, scope=Scope("P-1", frozenset({"body armor"}))), []),
        (
            replace(GOOD, scope=Scope("P-1", frozenset({"uniforms"}), frozenset({9}))),
            [("item-not-in-project", "override")],
        ),
        (replace(GOOD, agreement="", agreement_expires_on=None), [("handover-without-agreement", "warn")]),
        (replace(GOOD, vetting=replace(NO_VETTING, needed=True)), [("vetting-missing", "override")]),
    ],
)
def test_a_handover_says_to_whom_under_what_and_who_signs(facts: HandoverFacts, codes: list[tuple[str, str]]) -> None:
    assert _said(handover_problems(facts)) == codes


SUPPLY = replace(LINE, is_serial=False, units=0)


@pytest.mark.parametrize(
    ("line", "codes"),
    [
        (SUPPLY, []),
        (replace(SUPPLY, quantity=0), [("line-quantity", "block")]),
        (replace(LINE, units=1), [("line-without-serials", "block")]),
        (replace(LINE, available=False), [("line-not-available", "block")]),
        (replace(LINE, policy_hold=True), [("policy-hold", "override")]),
        (replace(LINE, price_micros=0), [("line-without-value", "warn")]),
        (replace(SUPPLY, expires_on=DAY - timedelta(days=1)), [("stock-expired", "override")]),
        (replace(SUPPLY, expires_on=DAY), [("life-too-short", "override")]),
        (replace(SUPPLY, expires_on=DAY + timedelta(days=359)), [("life-too-short", "override")]),
        (replace(SUPPLY, expires_on=DAY + timedelta(days=360)), []),
        (replace(SUPPLY, expires_on=DAY + timedelta(days=60), min_life_months=2), []),
        (replace(SUPPLY, expires_on=DAY, min_life_months=0), []),
    ],
)
def test_a_line_is_whole_there_and_has_life_left(line: LineFacts, codes: list[tuple[str, str]]) -> None:
    assert _said(handover_problems(replace(GOOD, lines=(line,)))) == codes


def test_a_receipt_without_values_asks_for_none() -> None:
    assert handover_problems(replace(GOOD, lines=(replace(LINE, price_micros=0),), show_values=False)) == []


def test_only_the_steps_of_its_life_are_open_to_a_handover() -> None:
    for state in HandoverState:
        for wanted in HandoverState:
            codes = [problem.code for problem in may_become(state, wanted)]
            refused = "handover-not-issued" if state is HandoverState.DRAFT else "handover-final"
            assert codes == ([] if wanted in TRANSITIONS[state] else [refused])
    assert HandoverState.SIGNED not in TRANSITIONS[HandoverState.DRAFT]
    assert HandoverState.VOID not in TRANSITIONS[HandoverState.SIGNED]
    assert TRANSITIONS[HandoverState.VOID] == frozenset()


@pytest.mark.parametrize(
    ("signed", "days", "person", "codes"),
    [
        (2, 0, "Luis", []),
        (1, 0, "Luis", []),
        (3, 0, "Luis", ["signed-more-than-printed"]),
        (-1, 0, "Luis", ["signed-more-than-printed"]),
        (0, 0, "Luis", ["nothing-signed"]),
        (2, 1, "Luis", ["date-in-future"]),
        (2, -6, "Luis", ["signed-before-issue"]),
        (2, -5, "", ["signed-by-nobody"]),
    ],
)
def test_what_the_paper_says_is_possible(signed: int, days: int, person: str, codes: list[str]) -> None:
    found = signing_problems(
        [SignedLine(2, signed, "Vest")], signed_on=DAY + timedelta(days=days), issued_on=DAY - timedelta(days=5),
        today=DAY, person=person,
    )  # fmt: skip
    assert [problem.code for problem in found] == codes
    assert all(problem.severity is Severity.BLOCK for problem in found)


def test_a_line_of_which_nothing_is_here_follows_later_unless_all_do() -> None:
    short = replace(SUPPLY, quantity=0, asked=True)
    assert _said(handover_problems(replace(GOOD, lines=(SUPPLY, short)))) == []
    assert _said(handover_problems(replace(GOOD, lines=(short,)))) == [("handover-without-lines", "block")]


@pytest.mark.parametrize(
    ("ceiling", "given", "codes"),
    [
        (None, 10**9, []),
        (200_00, 99_99, [("handover-above-ceiling", "override")]),
        (200_00, 98_00, []),
        (200_00, 98_01, [("handover-above-ceiling", "override")]),
    ],
)
def test_what_is_handed_over_stays_below_the_ceiling_of_its_project(
    ceiling: int | None, given: int, codes: list[tuple[str, str]]
) -> None:
    """Two of 51.00 each: 102.00 more."""
    line = replace(LINE, price_micros=51_000_000)
    facts = replace(GOOD, lines=(line,), project="P-1", ceiling_minor=ceiling, given_minor=given)
    assert _said(handover_problems(facts)) == codes


def test_a_return_asks_for_its_bin_and_what_it_takes_and_for_nothing_else() -> None:
    worn = replace(LINE, available=False, policy_hold=True, expires_on=DAY - timedelta(days=9))
    facts = replace(
        GOOD, type=HandoverType.RETURN, agreement_expires_on=DAY - timedelta(days=1), lines=(worn,), ceiling_minor=0,
        vetting=replace(NO_VETTING, needed=True),
    )  # fmt: skip
    assert _said(handover_problems(facts)) == [("return-needs-bin", "block"), ("line-not-held", "block")]
    assert _said(handover_problems(replace(facts, has_bin=True, lines=()))) == [("handover-without-lines", "block")]


def test_a_training_kit_is_warned_about() -> None:
    assert _said(handover_problems(replace(GOOD, training_kits=("Trainer set",)))) == [("training-kit", "warn")]


def test_a_replacement_names_its_receipt() -> None:
    facts = replace(GOOD, type=HandoverType.REPLACEMENT)
    assert _said(handover_problems(facts)) == [("replacement-needs-original", "block")]
    assert handover_problems(replace(facts, has_original=True)) == []
