"""Milestones move a shipment forward and never back; what was entered by mistake is taken away again."""

from __future__ import annotations

from datetime import timedelta

import pytest

from inl_logistics.kernel.problems import RulesBroken
from inl_logistics.kernel.sentences import sentence
from inl_logistics.shipments.commands import ShipmentLineDraft, cancel_shipment
from inl_logistics.shipments.following import MilestoneDraft, set_milestone
from inl_logistics.shipments.queries import detail, facets
from inl_logistics.shipments.records import MilestoneKind
from tests.builders import TODAY, Post

YESTERDAY = TODAY - timedelta(days=1)


def _shipment(post: Post, code: str = "UNI-01") -> int:
    return post.ship(0, [ShipmentLineDraft(post.item(code), 1)])


def _state(post: Post, shipment: int) -> object:
    return post.scalar("SELECT state FROM shipment WHERE id = :s", s=shipment)


def _late(post: Post) -> int:
    return next(one.count for one in post.work.read(facets, today=TODAY)["status"] if one.key == "late")


def _refused(post: Post, draft: MilestoneDraft) -> list[str]:
    with pytest.raises(RulesBroken) as caught:
        post.work.write(set_milestone, draft)
    return [one.code for one in caught.value.problems]


def test_a_day_entered_late_does_not_bring_a_shipment_back(post: Post) -> None:
    shipment = _shipment(post)
    post.work.write(set_milestone, MilestoneDraft(shipment, MilestoneKind.ARRIVED, TODAY))
    post.work.write(set_milestone, MilestoneDraft(shipment, MilestoneKind.DEPARTED, YESTERDAY))
    assert _state(post, shipment) == "in-customs"
    assert _refused(post, MilestoneDraft(shipment, MilestoneKind.CUSTOMS, YESTERDAY)) == ["milestone-before-earlier"]


def test_a_day_that_is_taken_away_takes_its_state_along(post: Post) -> None:
    shipment = _shipment(post)
    post.work.write(set_milestone, MilestoneDraft(shipment, MilestoneKind.READY, YESTERDAY, planned_on=YESTERDAY))
    post.work.write(set_milestone, MilestoneDraft(shipment, MilestoneKind.ARRIVED, TODAY))
    post.work.write(set_milestone, MilestoneDraft(shipment, MilestoneKind.ARRIVED, emptied=("actual_on",)))
    assert _state(post, shipment) == "ready"
    post.work.write(set_milestone, MilestoneDraft(shipment, MilestoneKind.READY, emptied=("actual_on", "planned_on")))
    assert _state(post, shipment) == "planned"
    found = post.work.read(detail, shipment, today=TODAY)
    assert found is not None
    assert [step.planned_on for step in found.steps if step.kind is MilestoneKind.READY] == [None]


def test_a_shipment_that_has_ended_stays_as_it_is(post: Post) -> None:
    shipment = _shipment(post)
    post.work.write(cancel_shipment, shipment, reason="Booked twice")
    assert _refused(post, MilestoneDraft(shipment, MilestoneKind.ARRIVED, TODAY)) == ["milestone-of-canceled"]
    assert _state(post, shipment) == "canceled"
    with pytest.raises(RulesBroken) as caught:
        post.work.write(cancel_shipment, shipment, reason="Once more")
    assert [one.code for one in caught.value.problems] == ["shipment-has-ended"]
    received = _shipment(post, "UNI-02")
    post.work.write(lambda session, **_who: session.connection().exec_driver_sql(
        "UPDATE shipment SET state = 'closed' WHERE id = ?", (received,)
    ))  # fmt: skip
    post.work.write(set_milestone, MilestoneDraft(received, MilestoneKind.CUSTOMS, YESTERDAY))
    assert _state(post, received) == "closed", "its customs day may come late"


def test_received_is_what_the_receiving_report_says(post: Post) -> None:
    shipment = _shipment(post)
    assert _refused(post, MilestoneDraft(shipment, MilestoneKind.RECEIVED, TODAY)) == ["milestone-by-receiving"]
    post.work.write(set_milestone, MilestoneDraft(shipment, MilestoneKind.RECEIVED, planned_on=TODAY))


def test_nobody_waits_for_a_milestone_before_the_furthest_one(post: Post) -> None:
    shipment = _shipment(post)
    post.work.write(set_milestone, MilestoneDraft(shipment, MilestoneKind.READY, planned_on=YESTERDAY))
    assert _late(post) == 1
    post.work.write(set_milestone, MilestoneDraft(shipment, MilestoneKind.DEPARTED, TODAY))
    assert _late(post) == 0


def test_a_milestone_is_named_in_words(post: Post) -> None:
    shipment = _shipment(post)
    post.work.write(set_milestone, MilestoneDraft(shipment, MilestoneKind.PICKED_UP, TODAY))
    with pytest.raises(RulesBroken) as caught:
        post.work.write(set_milestone, MilestoneDraft(shipment, MilestoneKind.DELIVERED, YESTERDAY))
    assert "“Picked up”" in sentence(caught.value)
