"""Milestones move a shipment forward and never back; what was entered by mistake is taken away again."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from inl_logistics.kernel.actor import Override
from inl_logistics.kernel.problems import RulesBroken
from inl_logistics.kernel.sentences import sentence
from inl_logistics.purchasing.amendments import AmendDraft, amend_order
from inl_logistics.purchasing.commands import draft_of as order_draft
from inl_logistics.receiving.reversing import ReverseDraft, reverse
from inl_logistics.shipments import arranging
from inl_logistics.shipments.commands import (
    PackageDraft,
    PackedSerial,
    ShipmentDraft,
    ShipmentLineDraft,
    book_shipment,
    cancel_shipment,
    save_shipment,
)
from inl_logistics.shipments.demurrage import Terms, demurrage
from inl_logistics.shipments.following import MilestoneDraft, set_milestone
from inl_logistics.shipments.packing import packing_of
from inl_logistics.shipments.queries import detail, facets
from inl_logistics.shipments.records import MilestoneKind
from inl_logistics.shipments.waiting import waiting
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


def test_a_draft_that_reaches_a_milestone_stays_a_draft_until_it_is_booked(post: Post) -> None:
    draft = ShipmentDraft((ShipmentLineDraft(post.item("UNI-01"), 1),), title="Shirts", vendor_id=post.vendor)
    shipment = post.work.write(save_shipment, draft)
    post.work.write(set_milestone, MilestoneDraft(shipment, MilestoneKind.DEPARTED, YESTERDAY))
    assert _state(post, shipment) == "draft"
    post.work.write(book_shipment, shipment)
    assert _state(post, shipment) == "in-transit"


def test_canceling_asks_why_and_not_after_something_was_received(post: Post) -> None:
    shipment = post.ship(0, [ShipmentLineDraft(post.item("BA-01"), 1)])
    with pytest.raises(RulesBroken) as caught:
        post.work.write(cancel_shipment, shipment, reason=" ")
    assert [one.code for one in caught.value.problems] == ["reason-needed"]
    post.receive(shipment, ["V1"])
    with pytest.raises(RulesBroken) as caught:
        post.work.write(cancel_shipment, shipment, reason="Lost")
    assert "shipment-being-received" in [one.code for one in caught.value.problems]
    receiving = int(str(post.scalar("SELECT id FROM receiving")))
    own = (Override("reversal-approval", "Wrong shipment", post.work.actor.user_id, post.work.actor.name),)
    post.work.write(reverse, ReverseDraft(receiving, "Wrong shipment", TODAY), overrides=own)
    post.work.write(cancel_shipment, shipment, reason="Never came")
    assert _state(post, shipment) == "canceled"


def test_what_waits_is_what_has_not_been_received(post: Post) -> None:
    vest = post.item("BA-01")
    order = post.order((vest, 3))
    draft = post.work.read(order_draft, order)
    post.work.write(amend_order, AmendDraft(replace(draft, need_by=TODAY), "By the opening"))
    shipment = post.ship(order, [ShipmentLineDraft(vest, 3, post.order_lines(order)[0])])
    assert [(one.kind, one.quantity) for one in post.work.read(waiting, shipment)] == [("order", 3)]
    post.receive(shipment, ["V1"], final=False)
    assert [(one.kind, one.quantity) for one in post.work.read(waiting, shipment)] == [("order", 2)]


def test_serials_named_in_a_carton_lie_there_without_a_count(post: Post) -> None:
    vest = post.item("BA-01")
    serials = tuple(PackedSerial(f"V{n}", "CTN 001") for n in range(3))
    draft = ShipmentDraft((ShipmentLineDraft(vest, 3, serials=serials),), (PackageDraft("CTN 001"),), title="Vests")
    packing = post.work.read(packing_of, post.work.write(save_shipment, draft))
    assert packing.lines[0].inside("CTN 001") == 3
    assert packing.lines[0].loose() == 0
    with pytest.raises(RulesBroken):
        arranging.put(packing, packing.lines[0].line_id, 0, "CTN 001", source="CTN 001")


def test_an_amount_that_reaches_the_cap_exactly_is_not_above_it() -> None:
    found = demurrage(TODAY, None, Terms(0, 100, cap_minor=200), today=TODAY + timedelta(days=2))
    assert found is not None
    assert (found.minor, found.capped, found.running) == (200, False, True)
