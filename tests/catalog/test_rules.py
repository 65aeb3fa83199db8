"""The rules of a catalog item, without a database."""

from __future__ import annotations

from dataclasses import replace

import pytest

from inl_logistics.catalog.rules import ItemFacts, is_export_controlled, item_problems
from inl_logistics.kernel.values import Tracking

GOOD = ItemFacts("ARM-01", "Vest", "", Tracking.SERIAL, Tracking.SERIAL, True, 1, ("S", "M"))


@pytest.mark.parametrize(
    ("facts", "codes"),
    [
        (GOOD, []),
        (replace(GOOD, code=""), ["item-code-empty"]),
        (replace(GOOD, name=""), ["item-name-empty"]),
        (replace(GOOD, code_taken_by="Helmet"), ["item-code-taken"]),
        (replace(GOOD, stored_tracking=Tracking.QUANTITY), ["tracking-has-stock"]),
        (replace(GOOD, stored_tracking=Tracking.QUANTITY, has_stock=False), []),
        (replace(GOOD, stored_tracking=None), []),
        (replace(GOOD, price_micros=-1), ["not-an-amount"]),
        (replace(GOOD, price_micros=0), ["item-without-value"]),
        (replace(GOOD, sizes=("S", "S")), ["size-twice"]),
    ],
)
def test_everything_wrong_with_an_item_is_said(facts: ItemFacts, codes: list[str]) -> None:
    assert [problem.code for problem in item_problems(facts)] == codes


@pytest.mark.parametrize("written", ["0A979", "1a005", "USML X", "XI(c)", "0A982?", "verify"])
def test_a_category_or_another_number_than_ear99_is_controlled(written: str) -> None:
    assert is_export_controlled(written)


@pytest.mark.parametrize("written", ["", " ", "EAR99", "ear 99", "-", "N/A", "none"])
def test_ear99_and_nothing_written_are_not_controlled(written: str) -> None:
    assert not is_export_controlled(written)
