"""Posting a count of goods: what only warns never stops it, and is recorded. Source: product.md 4."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import text

from inl_logistics.agreements.commands import AgreementDraft, ProjectDraft, save_agreement
from inl_logistics.kernel.actor import Override
from inl_logistics.kernel.problems import ApprovalNeeded
from inl_logistics.kernel.values import Tracking
from inl_logistics.purchasing.commands import OrderDraft, OrderLineDraft, place_order, save_order
from inl_logistics.purchasing.ending import short_close_order
from inl_logistics.receiving.commands import (
    Mode,
    ScanDraft,
    StartDraft,
    scan,
    start,
    undo_scan,
)
from inl_logistics.receiving.deciding import Decision, DecisionDraft, WrongDraft, add_wrong, decide
from inl_logistics.receiving.posting import FinishDraft
from inl_logistics.receiving.posting import post as post_receipt
from inl_logistics.receiving.queries import discrepancy
from inl_logistics.shipments.commands import PackageDraft, PackedSerial, ShipmentLineDraft
from inl_logistics.verification import verify
from tests.builders import TODAY, Post


def test_more_than_the_list_says_and_missing_papers_are_recorded_and_stop_nothing(post: Post) -> None:
    gloves = post.item("PPE-01", tracking=Tracking.QUANTITY)
    order = post.order((gloves, 12))
    shipment = post.ship(order, [ShipmentLineDraft(gloves, 10, post.order_lines(order)[0])])
    receiving = post.work.write(start, StartDraft(shipment, post.store))
    post.work.write(scan, ScanDraft(receiving, "PPE-01", quantity=12))
    assert post.work.write(post_receipt, FinishDraft(receiving, TODAY)).units == 12
    kept = json.loads(str(post.scalar("SELECT after FROM trail WHERE action = 'receiving.post'")))
    warnings = dict(kept["warnings"])
    assert warnings["over-list"] == {"count": "2"}
    assert "invoice" in warnings["papers-missing"]["papers"]


def test_more_than_ordered_needs_an_approver_and_what_is_set_aside_does_not(post: Post) -> None:
    """domain.md 7: over-receipt beyond tolerance. Nothing is half done when it is refused."""
    gloves = post.item("PPE-01", tracking=Tracking.QUANTITY)
    order = post.order((gloves, 10))
    shipment = post.ship(order, [ShipmentLineDraft(gloves, 10, post.order_lines(order)[0])])
    receiving = post.work.write(start, StartDraft(shipment, post.store))
    post.work.write(scan, ScanDraft(receiving, "PPE-01", quantity=12))
    with pytest.raises(ApprovalNeeded) as refused:
        post.work.write(post_receipt, FinishDraft(receiving, TODAY))
    (problem,) = refused.value.problems
    said = {"item": "PPE-01", "ordered": "10", "accepted": "12", "over": "2"}
    assert (problem.code, dict(problem.params)) == ("over-receipt", said)
    assert post.on_hand(gloves) == 0
    assert post.scalar("SELECT count(*) FROM document WHERE kind IN ('RR', 'DR')") == 0
    given = Override("over-receipt", "free replacements", post.work.actor.user_id, post.work.actor.name)
    posted = post.work.write(post_receipt, FinishDraft(receiving, TODAY), overrides=(given,))
    assert post.on_hand(gloves) == 12
    asked = (
        "SELECT a.code || ' ' || a.reason || ' ' || d.number FROM approval a JOIN document d ON d.id = a.document_id"
    )
    assert post.scalar(asked) == f"over-receipt free replacements {posted.report}"


def test_what_an_earlier_receipt_accepted_counts_against_the_order(post: Post) -> None:
    gloves = post.item("PPE-01", tracking=Tracking.QUANTITY)
    order = post.order((gloves, 10))
    line = post.order_lines(order)[0]
    for quantity, needs in ((6, False), (6, True)):
        shipment = post.ship(order, [ShipmentLineDraft(gloves, 5, line)])
        receiving = post.work.write(start, StartDraft(shipment, post.store))
        post.work.write(scan, ScanDraft(receiving, "PPE-01", quantity=quantity))
        if needs:
            with pytest.raises(ApprovalNeeded):
                post.work.write(post_receipt, FinishDraft(receiving, TODAY))
        else:
            post.work.write(post_receipt, FinishDraft(receiving, TODAY))
    assert post.on_hand(gloves) == 6


def test_what_was_bought_in_euros_is_worth_dollars_at_the_orders_rate(post: Post) -> None:
    gloves = post.item("PPE-01", tracking=Tracking.QUANTITY)
    line = OrderLineDraft(gloves, 3, 1_000_001)
    draft = OrderDraft((line,), title="Gloves", vendor_id=post.vendor, ordered_on=TODAY - timedelta(days=9))
    order = post.work.write(save_order, replace(draft, currency="EUR", rate_micros=1_500_000, rate_on=TODAY))
    post.work.write(place_order, order)
    shipment = post.ship(order, [ShipmentLineDraft(gloves, 3, post.order_lines(order)[0])])
    receiving = post.work.write(start, StartDraft(shipment, post.store))
    post.work.write(scan, ScanDraft(receiving, "PPE-01", quantity=3))
    post.work.write(post_receipt, FinishDraft(receiving, TODAY))
    # 1.500001(5) dollars: half to even.
    assert post.scalar("SELECT price_micros || currency || price_usd_micros FROM layer") == "1000001EUR1500002"


def test_damaged_goods_lie_in_the_quarantine_bin_and_good_ones_do_not(post: Post) -> None:
    gloves = post.item("PPE-01", tracking=Tracking.QUANTITY)
    shipment = post.ship(order := post.order((gloves, 10)), [ShipmentLineDraft(gloves, 10, post.order_lines(order)[0])])
    receiving = post.work.write(start, StartDraft(shipment, post.store))
    post.work.write(scan, ScanDraft(receiving, "PPE-01", quantity=8))
    post.work.write(scan, ScanDraft(receiving, "PPE-01", quantity=2, mode=Mode.DAMAGED))
    post.work.write(post_receipt, FinishDraft(receiving, TODAY, quarantine_bin="Q-01"))
    where = (
        "SELECT n.code || ' ' || b.status || ' ' || b.quantity FROM balance b JOIN place p ON p.id = b.place_id"
        " JOIN bin n ON n.id = p.bin_id WHERE b.quantity > 0 AND b.status = :s"
    )
    assert post.scalar(where, s="quarantined") == "Q-01 quarantined 2"
    assert str(post.scalar(where, s="available")).endswith(" available 8")
    assert not str(post.scalar(where, s="available")).startswith("Q-01")


def test_wrong_goods_counted_with_and_without_serials_are_all_booked(post: Post) -> None:
    """One was scanned, two were typed: three units in quarantine, of which two have no serial on record."""
    gloves, radio = post.item("PPE-01", tracking=Tracking.QUANTITY), post.item("COM-01")
    order = post.order((gloves, 10))
    shipment = post.ship(order, [ShipmentLineDraft(gloves, 10, post.order_lines(order)[0])])
    receiving = post.work.write(start, StartDraft(shipment, post.store))
    post.work.write(scan, ScanDraft(receiving, "PPE-01", quantity=8))
    post.work.write(scan, ScanDraft(receiving, "PPE-01", quantity=2, mode=Mode.DAMAGED))
    post.work.write(add_wrong, WrongDraft(receiving, radio, 1, text="R-1"))
    post.work.write(add_wrong, WrongDraft(receiving, radio, 2))
    assert post.work.write(post_receipt, FinishDraft(receiving, TODAY)).units == 13
    assert post.on_hand(radio, status="quarantined") == 3
    units = "SELECT count(*) || ' ' || count(folded) FROM unit"
    assert post.scalar(units) == "3 1"
    assert post.scalar("SELECT sum(quantity) FROM receipt_line") == 13
    assert post.work.read(verify).holds


def test_the_claim_adds_up_what_is_missing_or_broken_and_names_its_carton(post: Post) -> None:
    vest = post.item("BA-01")
    order = post.order((vest, 3), price_micros=100_000_000)
    packed = tuple(PackedSerial(serial, "CTN 2") for serial in ("B-1", "B-2", "B-3"))
    line = ShipmentLineDraft(vest, 3, post.order_lines(order)[0], serials=packed)
    shipment = post.ship(order, [line], [PackageDraft("CTN 2")])
    receiving = post.work.write(start, StartDraft(shipment, post.store))
    post.work.write(scan, ScanDraft(receiving, "B-1", mode=Mode.DAMAGED))
    post.work.write(scan, ScanDraft(receiving, "B-2"))
    post.work.write(add_wrong, WrongDraft(receiving, vest, 1, text="B-9"))
    posted = post.work.write(post_receipt, FinishDraft(receiving, TODAY))
    claim = post.work.read(discrepancy, posted.discrepancy)
    said = [(one.type.value, one.carton, one.value_minor) for one in claim.lines]
    assert said == [("damaged", "CTN 2", 10_000), ("short", "", 10_000), ("wrong", "", None)]
    assert claim.orders == ("PCL-PO-2026-A0001",), "the paper has the long number"


def test_goods_set_aside_wait_in_quarantine(post: Post) -> None:
    vest, radio = post.item("BA-01"), post.item("COM-01")
    line = post.order_lines(order := post.order((vest, 1)))[0]
    shipment = post.ship(order, [ShipmentLineDraft(vest, 1, line, serials=(PackedSerial("B-1"),))])
    receiving = post.work.write(start, StartDraft(shipment, post.store))
    post.work.write(scan, ScanDraft(receiving, "B-1"))
    unknown = post.work.write(scan, ScanDraft(receiving, "R-77"))
    post.work.write(decide, DecisionDraft(unknown.scan_id, Decision.SET_ASIDE, variant_id=radio))
    post.work.write(post_receipt, FinishDraft(receiving, TODAY))
    assert (post.on_hand(radio), post.on_hand(radio, status="quarantined")) == (0, 1)


def test_what_was_canceled_on_the_order_is_no_longer_ordered(post: Post) -> None:
    """Six of ten were short-closed away: a seventh accepted needs an approver; a scan taken back does not count."""
    gloves = post.item("PPE-01", tracking=Tracking.QUANTITY)
    order = post.order((gloves, 10))
    shipment = post.ship(order, [ShipmentLineDraft(gloves, 4, post.order_lines(order)[0])])
    post.work.write(short_close_order, order, reason="no money")
    receiving = post.work.write(start, StartDraft(shipment, post.store))
    slip = post.work.write(scan, ScanDraft(receiving, "PPE-01", quantity=5))
    post.work.write(undo_scan, slip.scan_id)
    post.work.write(scan, ScanDraft(receiving, "PPE-01", quantity=4))
    post.work.write(scan, ScanDraft(receiving, "PPE-01", quantity=1))
    with pytest.raises(ApprovalNeeded) as refused:
        post.work.write(post_receipt, FinishDraft(receiving, TODAY))
    assert refused.value.problems[0].params["ordered"] == "4"
    last = post.scalar("SELECT max(id) FROM scan")
    post.work.write(undo_scan, last)
    assert post.work.write(post_receipt, FinishDraft(receiving, TODAY)).units == 4


@pytest.mark.parametrize(("delivered", "kept"), [(None, TODAY), (TODAY - timedelta(days=3), TODAY - timedelta(days=3))])
def test_the_final_receipt_says_when_it_was_received_and_keeps_when_it_was_delivered(
    post: Post, delivered: date | None, kept: date
) -> None:
    gloves = post.item("PPE-01", tracking=Tracking.QUANTITY)
    shipment = post.ship(order := post.order((gloves, 10)), [ShipmentLineDraft(gloves, 10, post.order_lines(order)[0])])
    day = "UPDATE milestone SET actual_on = :d WHERE kind = 'delivered' AND shipment_id = :s"
    post.work.write(lambda session, **_who: session.execute(text(day), {"d": delivered, "s": shipment}))
    receiving = post.work.write(start, StartDraft(shipment, post.store))
    post.work.write(scan, ScanDraft(receiving, "PPE-01", quantity=10))
    post.work.write(post_receipt, FinishDraft(receiving, TODAY))
    actual = "SELECT actual_on FROM milestone WHERE shipment_id = :s AND kind = :k"
    assert post.scalar(actual, s=shipment, k="delivered") == kept.isoformat()
    assert post.scalar(actual, s=shipment, k="received") == TODAY.isoformat()


def test_what_the_order_asks_of_life_is_not_asked_of_what_is_damaged(post: Post) -> None:
    """It waits in quarantine and is claimed; nobody accepts it."""
    spray = post.item("OC-01", tracking=Tracking.LOT)
    line = OrderLineDraft(spray, 10, 412_000_000, min_life_months=24)
    order = post.work.write(save_order, OrderDraft((line,), title="Spray", vendor_id=post.vendor, ordered_on=TODAY))
    post.work.write(place_order, order)
    shipment = post.ship(order, [ShipmentLineDraft(spray, 10, post.order_lines(order)[0])])
    receiving = post.work.write(start, StartDraft(shipment, post.store))
    old = ScanDraft(receiving, "OC-01", Mode.DAMAGED, quantity=10, lot="B-1", expires_on=TODAY + timedelta(days=30))
    post.work.write(scan, old)
    assert post.work.write(post_receipt, FinishDraft(receiving, TODAY)).units == 10
    assert post.on_hand(spray, status="quarantined") == 10


def test_the_same_serial_of_two_makers_is_two_units(post: Post) -> None:
    """domain.md 7: unique within an item's model; the same number under two makes is allowed."""
    north = post.item("RAD-N", maker="Northgate", model="M1")
    south = post.item("RAD-S", maker="Southgate", model="M1")
    post.stocked(north, ["R-1"])
    post.stocked(south, ["R-1"])
    assert (post.on_hand(north), post.on_hand(south)) == (1, 1)
    assert post.scalar("SELECT count(*) FROM unit WHERE folded = 'R1'") == 2


def test_goods_belong_to_the_project_of_their_order_line_else_of_the_order(post: Post) -> None:
    gloves, vest = post.item("PPE-01", tracking=Tracking.QUANTITY), post.item("BA-01", tracking=Tracking.QUANTITY)
    codes = (ProjectDraft("P-24", "Response"), ProjectDraft("P-25", "Academy"))
    post.work.write(save_agreement, AgreementDraft("LOA 2025-01", "Corrections", post.agency, projects=codes))
    first, second = (
        int(str(post.scalar("SELECT id FROM project WHERE code = :c", c=code))) for code in ("P-24", "P-25")
    )
    placed = OrderDraft(
        (OrderLineDraft(gloves, 10, 1_000_000, project_id=second), OrderLineDraft(vest, 10, 1_000_000)),
        title="Gloves", vendor_id=post.vendor, ordered_on=TODAY, project_id=first,
    )  # fmt: skip
    order = post.work.write(save_order, placed)
    lines = post.order_lines(order)
    shipment = post.ship(order, [ShipmentLineDraft(gloves, 10, lines[0]), ShipmentLineDraft(vest, 10, lines[1])])
    receiving = post.work.write(start, StartDraft(shipment, post.store))
    for code in ("PPE-01", "BA-01"):
        post.work.write(scan, ScanDraft(receiving, code, quantity=10))
    post.work.write(post_receipt, FinishDraft(receiving, TODAY))
    assert (
        post.scalar("SELECT group_concat(project_id) FROM (SELECT project_id FROM layer ORDER BY id)")
        == f"{second},{first}"
    )
