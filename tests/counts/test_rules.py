"""The rule of adjustments, without a database. Source: domain.md 7."""

from __future__ import annotations

import pytest

from inl_logistics.counts.rules import adjustment_problems
from inl_logistics.kernel.problems import Severity


@pytest.mark.parametrize(
    ("changes", "value"),
    [
        ([], ""),
        ([(25, 100_000_000)], ""),
        ([(-25, 100_000_000)], ""),
        ([(-25, 100_010_000)], "$2,500.25"),
        ([(30, 100_000_000)], "$3,000.00"),
        ([(20, 100_000_000), (-20, 100_000_000)], "$4,000.00"),
        ([(1_000, 0)], ""),
    ],
)
def test_what_is_found_does_not_make_up_for_what_is_missing(changes: list[tuple[int, int]], value: str) -> None:
    found = adjustment_problems(changes, limit_usd=2_500)
    assert [(one.code, one.severity, one.params["value"]) for one in found] == (
        [("adjustment-above-limit", Severity.OVERRIDE, value)] if value else []
    )
