"""The rules of the money, without a database. Source: domain.md 7."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from inl_logistics.agreements.rules import (
    ProjectMoney,
    Scope,
    ScopedLine,
    Term,
    ceiling_problems,
    scope_problems,
    term_problems,
)
from inl_logistics.kernel.problems import Severity
from inl_logistics.kernel.sentences import sentence

DAY = date(2026, 11, 24)
MONEY = ProjectMoney("INL-24", 1_000_000, 600_000, 400_000)


@pytest.mark.parametrize(
    ("money", "above"),
    [
        (MONEY, ""),
        (replace(MONEY, order_minor=400_001), "$0.01"),
        (replace(MONEY, committed_minor=1_200_000), "$6,000.00"),
        (replace(MONEY, ceiling_minor=None, order_minor=10**12), ""),
        (replace(MONEY, ceiling_minor=0, committed_minor=0), "$4,000.00"),
        # A change that asks no more than the placed order did is let be, also above the ceiling.
        (replace(MONEY, committed_minor=900_000, before_minor=400_000), ""),
        (replace(MONEY, committed_minor=900_000, before_minor=399_999), "$3,000.00"),
        (replace(MONEY, order_minor=0, committed_minor=2_000_000), ""),
    ],
)
def test_a_project_is_spent_up_to_its_amended_ceiling(money: ProjectMoney, above: str) -> None:
    found = ceiling_problems([money])
    assert [(one.code, one.severity, one.params["above"]) for one in found] == (
        [("agreement-ceiling", Severity.OVERRIDE, above)] if above else []
    )


def test_the_sentence_has_every_figure_and_each_project_its_own() -> None:
    over = replace(MONEY, order_minor=520_050)
    first, second = ceiling_problems([over, replace(over, project="INL-25"), MONEY])
    assert second.params["project"] == "INL-25"
    assert sentence(first) == (
        "INL-24: its ceiling is $10,000.00, $6,000.00 are committed and this order takes $5,200.50. That is $1,200.50 "
        "above the ceiling. Order less, have the agreement amended, or override."
    )


def test_an_agreement_holds_through_its_last_day() -> None:
    terms = [Term("LOA-1", DAY), Term("LOA-2", None), Term("LOA-3", DAY - timedelta(days=1))]
    found = term_problems(terms, on=DAY)
    assert [(one.code, one.severity, dict(one.params)) for one in found] == [
        ("agreement-expired", Severity.OVERRIDE, {"agreement": "LOA-3", "day": "23 Nov 2026"})
    ]


@pytest.mark.parametrize(
    ("scope", "allowed"),
    [
        (None, True),
        (Scope("P"), True),
        (Scope("P", frozenset({"body armor"})), True),
        (Scope("P", items=frozenset({7})), True),
        (Scope("P", frozenset({"uniforms"}), frozenset({8})), False),
        (Scope("P", frozenset({"uniforms"}), frozenset({7})), True),
    ],
)
def test_a_project_allows_what_it_lists_and_everything_where_it_lists_nothing(
    scope: Scope | None, allowed: bool
) -> None:
    found = scope_problems([ScopedLine(2, "Vest", 7, "Body Armor", scope)])
    assert [one.code for one in found] == ([] if allowed else ["item-not-in-project"])
    assert all(one.where == ("lines", 2, "item") and one.severity is Severity.OVERRIDE for one in found)
