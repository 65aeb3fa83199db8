"""The rules of purchase orders, without a database."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from inl_logistics.purchasing.records import OrderState
from inl_logistics.purchasing.rules import TRANSITIONS, LineFacts, OrderFacts, may_become, order_problems

DAY = date(2026, 11, 24)
LINE = LineFacts(5, True, 1)
GOOD = OrderFacts(OrderState.DRAFT, True, True, DAY, DAY, (LINE,))


@pytest.mark.parametrize(
    ("facts", "saving", "placing"),
    [
        (GOOD, [], []),
        (replace(GOOD, lines=(replace(LINE, quantity=0),)), ["line-quantity"], ["line-quantity"]),
        (replace(GOOD, lines=(replace(LINE, shipped=6),)), ["line-below-shipped"], ["line-below-shipped"]),
        (replace(GOOD, lines=(replace(LINE, shipped=5),)), [], []),
        (replace(GOOD, lines=(replace(LINE, has_item=False),)), [], ["line-without-item"]),
        (replace(GOOD, need_by=DAY - timedelta(days=1)), ["need-before-order"], ["need-before-order"]),
        (replace(GOOD, lines=(replace(LINE, price_micros=-1),)), ["line-price-negative"], ["line-price-negative"]),
        (replace(GOOD, lines=(replace(LINE, quantity=10**12 + 1),)), ["line-too-large"], ["line-too-large"]),
        (
            replace(GOOD, lines=(replace(LINE, quantity=10**6, price_micros=10**13),)),
            ["line-too-large"],
            ["line-too-large"],
        ),
        (replace(GOOD, lines=(replace(LINE, quantity=10**6, price_micros=10**12),)), [], []),
        (replace(GOOD, rate_micros=0), ["rate-not-positive"], ["rate-not-positive"]),
        (replace(GOOD, need_by=None), [], []),
        (replace(GOOD, ordered_on=None), [], []),
        (replace(GOOD, lines=()), [], ["order-without-lines"]),
        (replace(GOOD, has_vendor=False), [], ["order-without-vendor"]),
        (replace(GOOD, has_agreement=False), [], ["order-without-agreement"]),
    ],
)
def test_more_is_asked_of_an_order_when_it_is_placed(facts: OrderFacts, saving: list[str], placing: list[str]) -> None:
    assert [problem.code for problem in order_problems(facts, placing=False)] == saving
    assert [problem.code for problem in order_problems(facts, placing=True)] == placing


def test_only_the_steps_of_its_life_are_open_to_an_order() -> None:
    for state in OrderState:
        for wanted in OrderState:
            codes = [problem.code for problem in may_become(state, wanted)]
            assert codes == ([] if wanted in TRANSITIONS[state] else ["order-step"])
    assert TRANSITIONS[OrderState.CLOSED] == TRANSITIONS[OrderState.CANCELED] == frozenset()
