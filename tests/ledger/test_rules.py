"""The rules of the ledger, without a database."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from inl_logistics.ledger.rules import (
    CountAnswer,
    CountBetween,
    DayFacts,
    StockFacts,
    UnitFacts,
    count_problems,
    day_problems,
    lowest_after,
    stock_problems,
    unit_problems,
)

DAY = date(2026, 11, 24)


@pytest.mark.parametrize(("days", "codes"), [(1, ["date-in-future"]), (0, []), (-30, []), (-31, ["date-too-old"])])
def test_a_day_lies_in_the_window_for_back_dating(days: int, codes: list[str]) -> None:
    found = day_problems(DayFacts(DAY + timedelta(days=days), DAY, 30))
    assert [problem.code for problem in found] == codes


@pytest.mark.parametrize(
    ("there", "since", "codes"),
    [
        (True, DAY, []),
        (True, None, []),
        (True, DAY + timedelta(days=1), ["unit-moved-later"]),
        (False, DAY, ["unit-not-there"]),
        (False, DAY + timedelta(days=1), ["unit-not-there"]),
    ],
)
def test_a_unit_moves_from_where_it_is_and_not_before_it_came(
    there: bool, since: date | None, codes: list[str]
) -> None:
    unit = UnitFacts(4, "", "Vest", there, "MAIN A-04", since, "RR-26-A0001")
    found = unit_problems([unit], effective_on=DAY)
    assert [problem.code for problem in found] == codes
    assert all(problem.where == ("lines", 4, "unit") and problem.params["serial"] == "—" for problem in found)


@pytest.mark.parametrize(
    ("asked", "now", "lowest", "codes"),
    [(5, 5, 5, []), (6, 5, 5, ["not-enough-stock"]), (5, 6, 4, ["below-zero-later"]), (4, 6, 4, [])],
)
def test_no_day_goes_below_zero(asked: int, now: int, lowest: int, codes: list[str]) -> None:
    found = stock_problems([StockFacts(1, "Gloves", "MAIN", asked, now, lowest, DAY)])
    assert [problem.code for problem in found] == codes


def test_without_later_days_only_the_present_counts() -> None:
    assert stock_problems([StockFacts(1, "Gloves", "MAIN", 5, 6, 4, None)]) == []


def test_the_lowest_day_is_the_first_that_is_lowest() -> None:
    later = [DAY + timedelta(days=count) for count in (1, 2, 3, 4)]
    assert lowest_after(7, [], start=DAY) == (7, DAY)
    assert lowest_after(7, list(zip(later, (-3, 5, -5, 4), strict=True)), start=DAY) == (3, later[0])
    assert lowest_after(9, [(later[0], 5)], start=DAY) == (4, DAY)


def test_a_count_that_lies_between_asks_until_it_is_answered() -> None:
    between = [CountBetween("Gloves", "MAIN", DAY, 5, "CC-26-A0001")]
    assert [problem.code for problem in count_problems(between, answer=None)] == ["count-between"]
    assert count_problems(between, answer=CountAnswer.MISSED) == []
