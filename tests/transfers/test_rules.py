"""What stands against taking goods of a transfer off the road. Source: domain.md 2.7."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from inl_logistics.transfers.records import TransferState
from inl_logistics.transfers.rules import ArrivalFacts, TransferFacts, arrival_problems, transfer_problems

DAY = date(2026, 11, 24)
ARRIVING = ArrivalFacts(TransferState.IN_TRANSIT, DAY, DAY, DAY, lines=1, reason="", needs_reason=False)


@pytest.mark.parametrize(
    ("facts", "codes"),
    [
        (ARRIVING, []),
        (replace(ARRIVING, state=TransferState.DRAFT), ["transfer-not-on-road"]),
        (replace(ARRIVING, lines=0), ["nothing-counted"]),
        (replace(ARRIVING, on=DAY + timedelta(days=1)), ["date-in-future"]),
        (replace(ARRIVING, on=DAY - timedelta(days=1)), ["arrived-before-sent"]),
        (replace(ARRIVING, needs_reason=True), ["reason-needed"]),
    ],
)
def test_goods_come_off_the_road_after_they_left(facts: ArrivalFacts, codes: list[str]) -> None:
    assert [problem.code for problem in arrival_problems(facts)] == codes


@pytest.mark.parametrize(
    ("facts", "codes"),
    [
        (TransferFacts(TransferState.DRAFT, 1, 1, 2, quantities=(4,)), []),
        (TransferFacts(TransferState.DRAFT, 2, 1, 2, quantities=(4, 0)), ["quantity-not-positive"]),
        (TransferFacts(TransferState.DRAFT, 1, 1, 1, ("Gloves",)), ["transfer-same-store", "transfer-foreign"]),
        (TransferFacts(TransferState.RECEIVED, 0, 1, 2), ["transfer-not-draft", "transfer-empty"]),
    ],
)
def test_what_is_sent_says_what_and_between_which_stores(facts: TransferFacts, codes: list[str]) -> None:
    assert [problem.code for problem in transfer_problems(facts, sending=True)] == codes
