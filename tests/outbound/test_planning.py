"""A plan as a value: taking vehicles out, and where their stops go."""

from __future__ import annotations

import pytest

from inl_logistics.outbound.commands import OutboundDraft, VehicleDraft
from inl_logistics.outbound.planning import shifted, without_vehicle

PLAN = OutboundDraft(
    (
        VehicleDraft("A", handover_ids=(1, 2), id=11),
        VehicleDraft("B", handover_ids=(3,), id=12),
        VehicleDraft("C", id=13),
    )
)


@pytest.mark.parametrize(
    ("gone", "left"),
    [
        (11, [("B", (3, 1, 2)), ("C", ())]),
        (12, [("A", (1, 2, 3)), ("C", ())]),
        (13, [("A", (1, 2)), ("B", (3,))]),
        (99, [("A", (1, 2)), ("B", (3,)), ("C", ())]),
    ],
)
def test_stops_of_a_vehicle_that_is_taken_out_go_to_the_one_before_it(
    gone: int, left: list[tuple[str, tuple[int, ...]]]
) -> None:
    assert [(one.vehicle, one.handover_ids) for one in without_vehicle(PLAN, gone).vehicles] == left


@pytest.mark.parametrize(
    ("handover", "step", "left"),
    [
        (1, 1, [(2, 1), (3,), ()]),
        (2, 1, [(1,), (2, 3), ()]),
        (3, -1, [(1, 2, 3), (), ()]),
        (3, 1, [(1, 2), (), (3,)]),
        (1, -1, [(1, 2), (3,), ()]),
    ],
)
def test_a_stop_is_moved_through_the_vehicles(handover: int, step: int, left: list[tuple[int, ...]]) -> None:
    assert [one.handover_ids for one in shifted(PLAN, handover, step).vehicles] == left
