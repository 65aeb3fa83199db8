"""What stands against leaving, and against taking goods off a vehicle. Source: domain.md 2.7, 2.8."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from inl_logistics.outbound.records import OutboundState
from inl_logistics.outbound.rules import (
    DispatchFacts,
    HandoverFacts,
    RoadFacts,
    VehicleFacts,
    dispatch_problems,
    road_problems,
)

DAY = date(2026, 11, 24)
ISSUED = HandoverFacts("HO-26-A0001", "issued", elsewhere=False)
TRUCK = VehicleFacts("MIA-1042", "J. Reyes", sent=False)
READY = DispatchFacts(OutboundState.DRAFT, DAY, DAY, [ISSUED], [TRUCK], quantity=12)


def test_what_is_ready_leaves() -> None:
    assert dispatch_problems(READY) == []


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        (replace(READY, state=OutboundState.CANCELED), "outbound-not-draft"),
        (replace(READY, handovers=()), "outbound-empty"),
        (replace(READY, quantity=0), "outbound-nothing-left"),
        (replace(READY, on=DAY + timedelta(days=1)), "date-in-future"),
        (replace(READY, handovers=[replace(ISSUED, state="draft")]), "outbound-not-issued"),
        (replace(READY, handovers=[replace(ISSUED, state="signed")]), "outbound-handover-state"),
        (replace(READY, handovers=[replace(ISSUED, elsewhere=True)]), "outbound-taken"),
        (replace(READY, vehicles=[replace(TRUCK, sent=True)]), "waybill-sent"),
        (replace(READY, vehicles=[replace(TRUCK, vehicle="")]), "waybill-vehicle"),
        (replace(READY, vehicles=[replace(TRUCK, driver="")]), "waybill-driver"),
    ],
)
def test_one_thing_is_said_of_each_fault(facts: DispatchFacts, code: str) -> None:
    assert [problem.code for problem in dispatch_problems(facts)] == [code]


@pytest.mark.parametrize(
    ("facts", "codes"),
    [
        (RoadFacts(DAY, DAY, DAY, "flat tire"), []),
        (RoadFacts(DAY, DAY, DAY, ""), ["reason-needed"]),
        (RoadFacts(DAY, DAY + timedelta(days=1), DAY, "flat tire"), ["date-in-future"]),
        (RoadFacts(DAY, DAY - timedelta(days=1), DAY, "flat tire"), ["arrived-before-sent"]),
    ],
)
def test_goods_come_off_a_vehicle_after_it_left_and_with_a_reason(facts: RoadFacts, codes: list[str]) -> None:
    assert [problem.code for problem in road_problems(facts)] == codes
