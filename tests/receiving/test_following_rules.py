"""What stands against closing a discrepancy and against an inspection. Source: domain.md 2.5."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from inl_logistics.receiving.documents import Resolution
from inl_logistics.receiving.rules import InspectionFacts, SettleFacts, inspection_problems, settle_problems

DAY = date(2026, 11, 24)
LATER, SOONER = DAY + timedelta(days=1), DAY - timedelta(days=1)
CREDITED = SettleFacts(Resolution.CREDIT, DAY, DAY, "", 41_200, closed=[False], claimed=[DAY])
INSPECTED = InspectionFacts("Rosa Mena", DAY, DAY, DAY, quantity=2, missing=(), failed=False, note="")


@pytest.mark.parametrize(
    ("facts", "codes"),
    [
        (CREDITED, []),
        (replace(CREDITED, settled_minor=-1), ["claim-amount"]),
        (replace(CREDITED, settled_minor=None), ["claim-amount"]),
        (replace(CREDITED, on=LATER), ["date-in-future"]),
        (replace(CREDITED, on=SOONER), ["claim-settled-before"]),
        (replace(CREDITED, on=DAY, claimed=[SOONER, DAY]), []),
        (replace(CREDITED, on=SOONER, claimed=[SOONER, DAY]), ["claim-settled-before"]),
        (replace(CREDITED, resolution=Resolution.ACCEPT), ["reason-needed"]),
        (replace(CREDITED, resolution=Resolution.OPEN), ["claim-resolution"]),
        (replace(CREDITED, closed=[True]), ["claim-closed"]),
    ],
)
def test_a_line_is_closed_with_its_reason_amount_and_day(facts: SettleFacts, codes: list[str]) -> None:
    assert [problem.code for problem in settle_problems(facts)] == codes


@pytest.mark.parametrize(
    ("facts", "codes"),
    [
        (INSPECTED, []),
        (replace(INSPECTED, inspector=""), ["inspector-needed"]),
        (replace(INSPECTED, on=LATER), ["date-in-future"]),
        (replace(INSPECTED, on=SOONER), ["inspected-before-received"]),
        (replace(INSPECTED, failed=True), ["reason-needed"]),
        (replace(INSPECTED, quantity=0), ["nothing-counted"]),
        (replace(INSPECTED, missing=["ARM-01"]), ["not-in-quarantine"]),
    ],
)
def test_an_inspection_names_who_when_and_what(facts: InspectionFacts, codes: list[str]) -> None:
    assert [problem.code for problem in inspection_problems(facts)] == codes
