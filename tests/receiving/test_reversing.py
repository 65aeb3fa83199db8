"""Taking a posted receiving back. Source: product.md 4 (Undo)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text

from inl_logistics.counts.commands import CountDraft, SeenDraft
from inl_logistics.counts.commands import post as post_count
from inl_logistics.handovers.signing import SignDraft, sign
from inl_logistics.kernel.actor import Override, Role
from inl_logistics.kernel.problems import ApprovalNeeded, RulesBroken
from inl_logistics.kernel.values import Tracking
from inl_logistics.ledger.rules import CountAnswer
from inl_logistics.receiving.claims import SettleDraft, settle
from inl_logistics.receiving.commands import (
    Mode,
    ScanDraft,
    StartDraft,
    scan,
    start,
)
from inl_logistics.receiving.documents import Resolution
from inl_logistics.receiving.posting import FinishDraft, Posted
from inl_logistics.receiving.posting import post as post_receipt
from inl_logistics.receiving.queries import counting
from inl_logistics.receiving.reversing import ReverseDraft, reverse
from inl_logistics.shipments.commands import PackedSerial, ShipmentLineDraft, cancel_shipment
from inl_logistics.users.commands import UserDraft, add_user
from inl_logistics.verification import verify
from tests.builders import TODAY, Post

SERIALS = ("BA-1", "BA-2", "BA-3")


def received(post: Post) -> Posted:
    """Three serials and ten of a quantity, one of them damaged."""
    vest, gloves = post.item("BA-01"), post.item("PPE-01", tracking=Tracking.QUANTITY)
    order = post.order((vest, 3), (gloves, 12))
    lines = post.order_lines(order)
    shipment = post.ship(
        order,
        [
            ShipmentLineDraft(vest, 3, lines[0], serials=tuple(PackedSerial(one) for one in SERIALS)),
            ShipmentLineDraft(gloves, 12, lines[1]),
        ],
    )
    receiving = post.work.write(start, StartDraft(shipment, post.store))
    for serial in SERIALS:
        post.work.write(scan, ScanDraft(receiving, serial))
    post.work.write(scan, ScanDraft(receiving, "PPE-01", quantity=9))
    post.work.write(scan, ScanDraft(receiving, "PPE-01", quantity=1, mode=Mode.DAMAGED))
    return post.work.write(post_receipt, FinishDraft(receiving, TODAY - timedelta(days=2)))


def back(posted: Posted, **more: object) -> ReverseDraft:
    """Reverse it today."""
    return ReverseDraft(posted.receiving_id, "wrong shipment", TODAY, **more)  # type: ignore[arg-type]


def on_hand(post: Post) -> object:
    """Everything in stores and facilities."""
    return post.scalar("SELECT COALESCE(sum(quantity), 0) FROM balance WHERE real = 1")


def test_the_goods_leave_stock_and_the_shipment_can_be_received_again(post: Post) -> None:
    posted = received(post)
    assert on_hand(post) == 13
    number = post.work.write(reverse, back(posted))
    assert number == "PCL-RV-2026-A0001"
    assert on_hand(post) == 0
    assert post.work.read(verify).holds
    linked = "SELECT o.number FROM document d JOIN document o ON o.id = d.reverses_id WHERE d.number = :n"
    assert post.scalar(linked, n=number) == posted.report
    assert post.scalar("SELECT state FROM receiving") == "reversed"
    assert post.scalar("SELECT state FROM shipment") == "delivered"
    assert post.scalar("SELECT count(*) FROM discrepancy WHERE resolved_on IS NULL") == 0
    assert post.scalar("SELECT count(*) FROM milestone WHERE kind = 'received' AND actual_on IS NOT NULL") == 0
    again = post.receive(int(str(post.scalar("SELECT max(id) FROM shipment"))), SERIALS)
    assert again.report == "PCL-RR-2026-A0002"
    assert on_hand(post) == 3
    assert post.scalar("SELECT count(*) FROM unit") == 3, "the same units come back, not new ones"
    assert post.work.read(verify).holds


def test_reversing_twice_posts_once(post: Post) -> None:
    posted = received(post)
    assert post.work.write(reverse, back(posted)) == post.work.write(reverse, back(posted))
    assert post.scalar("SELECT count(*) FROM document WHERE kind = 'RV'") == 1


def test_goods_that_were_handed_over_since_stand_against_it(post: Post) -> None:
    posted = received(post)
    vest = int(str(post.scalar("SELECT id FROM variant WHERE code LIKE 'BA-01%'")))
    handover = post.issued(post.picks(vest, "BA-1", "BA-2"))
    post.work.write(sign, SignDraft(handover, TODAY, "Warden"))
    with pytest.raises(RulesBroken) as refused:
        post.work.write(reverse, back(posted))
    said = [(one.code, one.params.get("document"), one.params.get("count")) for one in refused.value.problems]
    number = "PCL-HO-2026-A0001"
    assert said == [("later-fact-depends", number, None), ("later-fact-more", number, "1")]
    assert on_hand(post) == 13
    assert post.scalar("SELECT count(*) FROM document WHERE kind = 'RV'") == 0


def test_what_a_printed_receipt_has_put_aside_stands_against_it(post: Post) -> None:
    """An issued handover only reserves, but its paper is out and names the units."""
    posted = received(post)
    gloves = int(str(post.scalar("SELECT id FROM variant WHERE code LIKE 'PPE-01%'")))
    vest = int(str(post.scalar("SELECT id FROM variant WHERE code LIKE 'BA-01%'")))
    post.issued(post.picks(vest, "BA-1"), post.pick_quantity(gloves, 2))
    with pytest.raises(RulesBroken) as refused:
        post.work.write(reverse, back(posted))
    assert {one.code for one in refused.value.problems} == {"unit-reserved", "not-available"}
    assert on_hand(post) == 13


def test_a_count_since_asks_what_it_saw(post: Post) -> None:
    posted = received(post)
    row = post.work.read(
        lambda session: session.execute(
            text("SELECT layer_id, place_id FROM balance WHERE real = 1 AND status = 'available' AND quantity = 9")
        ).one()
    )
    post.work.write(post_count, CountDraft((SeenDraft(row.layer_id, row.place_id, 9),), TODAY))
    early = ReverseDraft(posted.receiving_id, "wrong shipment", TODAY - timedelta(days=1))
    with pytest.raises(RulesBroken) as refused:
        post.work.write(reverse, early)
    assert [one.code for one in refused.value.problems] == ["count-between"]
    post.work.write(
        reverse,
        ReverseDraft(early.receiving_id, early.reason, early.reversed_on, CountAnswer.MISSED),
    )
    assert on_hand(post) == 0
    assert post.work.read(verify).holds


def test_a_unit_that_was_lost_is_found_again_by_receiving_it(post: Post) -> None:
    """A unit outside the stores comes in from where the books have it."""
    posted = received(post)
    post.work.write(reverse, back(posted))
    shipment = int(str(post.scalar("SELECT max(id) FROM shipment")))
    post.receive(shipment, ("BA-2",), final=False)
    assert on_hand(post) == 1


def test_an_earlier_part_that_is_reversed_is_missing_again(post: Post) -> None:
    """The later receipt was the final one; the shipment is open again all the same."""
    gloves = post.item("PPE-01", tracking=Tracking.QUANTITY)
    order = post.order((gloves, 100))
    shipment = post.ship(order, [ShipmentLineDraft(gloves, 100, post.order_lines(order)[0])])
    parts = []
    for quantity, final in ((60, False), (40, True)):
        receiving = post.work.write(start, StartDraft(shipment, post.store))
        post.work.write(scan, ScanDraft(receiving, "PPE-01", quantity=quantity))
        parts.append(post.work.write(post_receipt, FinishDraft(receiving, TODAY, final=final)))
    assert post.scalar("SELECT state FROM shipment") == "closed"
    post.work.write(reverse, back(parts[0]))
    assert post.scalar("SELECT state FROM shipment") == "delivered"
    again = post.work.write(start, StartDraft(shipment, post.store))
    assert post.work.read(counting, again).lines[0].expected == 60


def test_a_serial_received_again_leads_back_to_its_new_line(post: Post) -> None:
    """Taken in on the wrong shipment first: price, lot and order are those of the second receipt."""
    vest = post.item("BA-01")
    shipments = []
    for price in (100_000_000, 250_000_000):
        order = post.order((vest, 1), price_micros=price)
        shipments.append(post.ship(order, [ShipmentLineDraft(vest, 1, post.order_lines(order)[0])]))
    posted = post.receive(shipments[0], ["BA-1"])
    post.work.write(reverse, back(posted))
    post.receive(shipments[1], ["BA-1"])
    worth = "SELECT y.price_usd_micros FROM unit u JOIN layer y ON y.id = u.layer_id"
    assert post.scalar(worth) == 250_000_000
    paid = "SELECT l.order_id FROM unit u JOIN layer y ON y.id = u.layer_id JOIN order_line l ON l.id = y.order_line_id"
    assert post.scalar(paid) == 2
    assert (
        post.scalar("SELECT sum(quantity) FROM balance b JOIN unit u ON u.layer_id = b.layer_id WHERE b.real = 1") == 1
    )
    assert post.work.read(verify).holds


def test_a_shipment_whose_receiving_was_reversed_can_be_canceled(post: Post) -> None:
    posted = received(post)
    shipment = int(str(post.scalar("SELECT max(id) FROM shipment")))
    with pytest.raises(RulesBroken):
        post.work.write(cancel_shipment, shipment, reason="not ours")
    post.work.write(reverse, back(posted))
    post.work.write(cancel_shipment, shipment, reason="not ours")
    assert post.scalar("SELECT state FROM shipment") == "canceled"


def test_who_approved_a_reversal_is_on_file(post: Post) -> None:
    posted = received(post)
    other = post.work.write(add_user, UserDraft("ana", "Ana Ruiz", roles=(Role.APPROVER,)))
    post.work.actor = replace(post.work.actor, roles=frozenset({Role.LOGISTICS}))
    with pytest.raises(ApprovalNeeded):
        post.work.write(reverse, back(posted))
    given = Override("reversal-approval", "counted at the wrong door", other, "Ana Ruiz")
    number = post.work.write(reverse, back(posted), overrides=(given,))
    kept = "SELECT a.reason || ' ' || d.number FROM approval a JOIN document d ON d.id = a.document_id"
    assert post.scalar(kept) == f"counted at the wrong door {number}"


def test_a_claim_that_was_settled_stays_settled_when_the_goods_go_back(post: Post) -> None:
    posted = received(post)
    short = int(str(post.scalar("SELECT id FROM discrepancy WHERE kind = 'short'")))
    post.work.write(settle, SettleDraft((short,), Resolution.CREDIT, TODAY - timedelta(days=1), 82_400))
    post.work.write(reverse, back(posted))
    ended = "SELECT resolution || ' ' || resolved_on FROM discrepancy WHERE kind = :k"
    assert post.scalar(ended, k="short") == f"credit {TODAY - timedelta(days=1)}"
    assert post.scalar(ended, k="damaged") == f"reversed {TODAY}"
