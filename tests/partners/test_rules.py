"""The rules of partners and vetting, without a database. Source: product.md 4 (Vetting)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from inl_logistics.kernel.problems import Severity
from inl_logistics.partners.records import PartnerKind, VettingResult
from inl_logistics.partners.rules import (
    PartnerFacts,
    VettingFacts,
    VettingStanding,
    partner_problems,
    standing,
    vetting_entry_problems,
    vetting_problems,
)

DAY = date(2026, 11, 24)
CLEARED = VettingFacts(True, VettingResult.CLEARED, DAY - timedelta(days=300), DAY + timedelta(days=60), "a", "a", 1, 1)


@pytest.mark.parametrize(
    ("kind", "name", "parent", "codes"),
    [
        (PartnerKind.UNIT, "Guard", PartnerKind.AGENCY, []),
        (PartnerKind.UNIT, "", None, ["name-empty"]),
        (PartnerKind.AGENCY, "Prisons", PartnerKind.UNIT, ["parent-not-above"]),
        (PartnerKind.UNIT, "Guard", PartnerKind.UNIT, ["parent-not-above"]),
        (PartnerKind.UNIT, "Guard", PartnerKind.VENDOR, ["parent-not-above"]),
        (PartnerKind.VENDOR, "Northgate", PartnerKind.UNIT, []),
    ],
)
def test_a_partner_has_a_name_and_stands_below_its_parent(
    kind: PartnerKind, name: str, parent: PartnerKind | None, codes: list[str]
) -> None:
    assert [problem.code for problem in partner_problems(PartnerFacts(kind, name, parent))] == codes


@pytest.mark.parametrize(
    ("result", "start", "end", "codes"),
    [
        (VettingResult.CLEARED, DAY, DAY, []),
        (VettingResult.CLEARED, DAY, None, ["vetting-needs-dates"]),
        (VettingResult.CLEARED, None, DAY, ["vetting-needs-dates"]),
        (VettingResult.DENIED, None, None, []),
        (VettingResult.DENIED, DAY, DAY - timedelta(days=1), ["vetting-dates-swapped"]),
    ],
)
def test_a_clearance_has_two_dates_in_order(
    result: VettingResult, start: date | None, end: date | None, codes: list[str]
) -> None:
    assert [problem.code for problem in vetting_entry_problems(result, start, end)] == codes


STANDINGS = [
    (CLEARED, VettingStanding.VALID, None),
    (replace(CLEARED, valid_to=DAY + timedelta(days=31)), VettingStanding.VALID, None),
    (replace(CLEARED, valid_to=DAY + timedelta(days=30)), VettingStanding.ENDING, Severity.WARN),
    (replace(CLEARED, valid_to=DAY), VettingStanding.ENDING, Severity.WARN),
    (replace(CLEARED, valid_to=DAY - timedelta(days=1)), VettingStanding.EXPIRED, Severity.OVERRIDE),
    (replace(CLEARED, valid_from=DAY + timedelta(days=1)), VettingStanding.EXPIRED, Severity.OVERRIDE),
    (replace(CLEARED, valid_from=None), VettingStanding.EXPIRED, Severity.OVERRIDE),
    (replace(CLEARED, valid_to=None), VettingStanding.EXPIRED, Severity.OVERRIDE),
    (replace(CLEARED, commander_now="b"), VettingStanding.CHANGED, Severity.OVERRIDE),
    (replace(CLEARED, commander_now=""), VettingStanding.VALID, None),
    (replace(CLEARED, commander_then=""), VettingStanding.VALID, None),
    (replace(CLEARED, agency_now=2), VettingStanding.CHANGED, Severity.OVERRIDE),
    (replace(CLEARED, agency_then=None), VettingStanding.VALID, None),
    (replace(CLEARED, result=None), VettingStanding.MISSING, Severity.OVERRIDE),
    (replace(CLEARED, result=VettingResult.REQUESTED), VettingStanding.REQUESTED, Severity.OVERRIDE),
    (replace(CLEARED, needed=False, result=None), VettingStanding.NOT_NEEDED, None),
    (replace(CLEARED, result=VettingResult.DENIED), VettingStanding.DENIED, Severity.BLOCK),
    (replace(CLEARED, needed=False, result=VettingResult.DENIED), VettingStanding.DENIED, Severity.BLOCK),
]


@pytest.mark.parametrize(("facts", "how", "severity"), STANDINGS)
def test_denied_blocks_and_only_missing_expired_or_changed_may_be_overridden(
    facts: VettingFacts, how: VettingStanding, severity: Severity | None
) -> None:
    assert standing(facts, on=DAY) is how
    assert [problem.severity for problem in vetting_problems("Guard", facts, on=DAY)] == (
        [severity] if severity else []
    )
