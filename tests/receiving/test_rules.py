"""The rules of receiving, without a database. Source: product.md 4 (When stock moves)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from inl_logistics.kernel.problems import Severity
from inl_logistics.receiving.records import ReceivingState, ScanOutcome
from inl_logistics.receiving.rules import (
    FinishFacts,
    OrderedFacts,
    ReverseFacts,
    ScanFacts,
    Tally,
    TermFacts,
    finish_problems,
    outcome,
    reverse_problems,
)

DAY = date(2026, 11, 24)
NOTHING = ScanFacts(False, False, False, "", False, False, False)
GOOD = FinishFacts(ReceivingState.OPEN, (Tally(5, 5),), 0, 0, DAY, DAY, (), 10)


def lasting(days: int) -> TermFacts:
    """A lot with these days left, of a line that asks for twelve months of 30 days."""
    return TermFacts("Spray", 5, "2411B", DAY + timedelta(days=days), False, 12, False, 0)


@pytest.mark.parametrize(
    ("tally", "counted", "over", "short"),
    [(Tally(5, 3, 2), 5, 0, 0), (Tally(5, 5, 2), 7, 2, 0), (Tally(5, 1, 1), 2, 0, 3)],
)
def test_received_and_damaged_and_short_less_over_is_what_was_expected(
    tally: Tally, counted: int, over: int, short: int
) -> None:
    assert (tally.counted, tally.over, tally.short) == (counted, over, short)
    assert tally.counted + tally.short - tally.over == tally.expected


@pytest.mark.parametrize(
    ("facts", "meaning"),
    [
        (NOTHING, ScanOutcome.UNKNOWN),
        (replace(NOTHING, on_list=True), ScanOutcome.GOOD),
        (replace(NOTHING, serial_line=True, damaged=True), ScanOutcome.DAMAGED),
        (replace(NOTHING, counts_by_quantity=True), ScanOutcome.GOOD),
        (replace(NOTHING, on_list=True, in_stock_at="MAIN A-04"), ScanOutcome.UNKNOWN),
        (replace(NOTHING, on_list=True, scanned_before=True, in_stock_at="MAIN"), ScanOutcome.REPEATED),
    ],
)
def test_one_scan_means_one_thing(facts: ScanFacts, meaning: ScanOutcome) -> None:
    assert outcome(facts) is meaning


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        (GOOD, []),
        (replace(GOOD, state=ReceivingState.PAUSED), []),
        (replace(GOOD, state=ReceivingState.POSTED), [("receiving-not-open", Severity.BLOCK)]),
        (replace(GOOD, tallies=(Tally(5),)), [("nothing-counted", Severity.BLOCK)]),
        (replace(GOOD, tallies=(), wrong=1), []),
        (replace(GOOD, received_on=DAY + timedelta(days=1)), [("date-in-future", Severity.BLOCK)]),
        (replace(GOOD, unresolved=2), [("scans-unresolved", Severity.WARN)]),
        (replace(GOOD, papers_missing=("invoice",)), [("papers-missing", Severity.WARN)]),
        (replace(GOOD, tallies=(Tally(5, 5, 1),)), [("over-list", Severity.WARN)]),
        (replace(GOOD, orders=(OrderedFacts("Gloves", 10, 5, 5),)), []),
        (replace(GOOD, orders=(OrderedFacts("Gloves", 10, 5, 6),)), []),
        (replace(GOOD, orders=(OrderedFacts("Gloves", 10, 5, 7),)), [("over-receipt", Severity.OVERRIDE)]),
        (replace(GOOD, orders=(OrderedFacts("Gloves", 0, 0, 1),)), [("over-receipt", Severity.OVERRIDE)]),
        (replace(GOOD, orders=(OrderedFacts("Gloves", 10, 12, 0),)), []),
        (replace(GOOD, terms=(lasting(359),)), [("life-short-at-receipt", Severity.OVERRIDE)]),
        (replace(GOOD, terms=(lasting(360),)), []),
    ],
)
def test_missing_papers_warn_and_only_what_cannot_be_blocks(
    facts: FinishFacts, said: list[tuple[str, Severity]]
) -> None:
    assert [(one.code, one.severity) for one in finish_problems(facts)] == said


POSTED = ReverseFacts(ReceivingState.POSTED, "wrong store", DAY, DAY, DAY)


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        (POSTED, []),
        (replace(POSTED, state=ReceivingState.OPEN), ["receiving-not-posted"]),
        (replace(POSTED, state=ReceivingState.REVERSED), ["receiving-not-posted"]),
        (replace(POSTED, reason=""), ["reason-needed"]),
        (replace(POSTED, reversed_on=DAY + timedelta(days=1)), ["date-in-future"]),
        (replace(POSTED, reversed_on=DAY - timedelta(days=1)), ["reversed-before-received"]),
    ],
)
def test_only_a_posted_receiving_is_reversed_with_a_reason_and_not_before_its_day(
    facts: ReverseFacts, said: list[str]
) -> None:
    assert [one.code for one in reverse_problems(facts)] == said
