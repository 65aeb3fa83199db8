"""Transfers with a way between: what leaves a store is on the road until it arrives, comes back or is written off."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from inl_logistics.counts.commands import CountDraft, SeenDraft
from inl_logistics.counts.commands import post as post_count
from inl_logistics.handovers.signing import SignDraft, sign
from inl_logistics.inventory.commands import ConditionDraft, MoveDraft, StockPick, change_condition, move
from inl_logistics.kernel.actor import Override
from inl_logistics.kernel.problems import ApprovalNeeded, RulesBroken, StaleEdit
from inl_logistics.kernel.values import Condition, Status, Tracking
from inl_logistics.ledger.proof import differences
from inl_logistics.ledger.rules import CountAnswer
from inl_logistics.partners.commands import StoreDraft, bin_of, save_store
from inl_logistics.receiving.commands import ScanDraft, StartDraft, scan, start
from inl_logistics.receiving.posting import FinishDraft
from inl_logistics.receiving.posting import post as finish
from inl_logistics.shipments.commands import PackedSerial, ShipmentLineDraft
from inl_logistics.transfers.arriving import ArrivalDraft, Arrived, receive, send_back, write_off
from inl_logistics.transfers.commands import TransferDraft, TransferPick, cancel_transfer, save_transfer, send
from inl_logistics.transfers.records import TransferState
from tests.builders import TODAY, Post


def _codes(caught: pytest.ExceptionInfo[RulesBroken]) -> list[str]:
    return [problem.code for problem in caught.value.problems]


def _unit(post: Post, variant_id: int, serial: str) -> TransferPick:
    pick = post.picks(variant_id, serial).picks[0]
    return TransferPick(pick.layer_id, pick.place_id, 1, pick.unit_id, Condition(pick.condition))


def _quantity(post: Post, variant_id: int, quantity: int) -> TransferPick:
    pick = post.pick_quantity(variant_id, quantity).picks[0]
    return TransferPick(pick.layer_id, pick.place_id, quantity)


def _coast(post: Post) -> int:
    """Return a bin of a second store."""
    store = post.work.write(save_store, StoreDraft("CST", "Coast store", bins=("C-01",)))
    return post.work.write(lambda session, **_who: bin_of(session, store, "C-01"))


def _on_road(post: Post) -> int:
    return int(
        post.scalar("SELECT COALESCE(sum(quantity), 0) FROM balance b JOIN place p ON p.id = b.place_id"
                    " WHERE p.kind = 'transit'")  # type: ignore[arg-type]
    )  # fmt: skip


def test_what_is_sent_is_on_the_road_until_it_arrives(post: Post) -> None:
    vest, gloves = post.item("ARM-01"), post.item("PPE-01", tracking=Tracking.QUANTITY)
    post.stocked(vest, ["A-1", "A-2"])
    post.stocked_quantity(gloves, 10)
    target = _coast(post)
    draft = TransferDraft(post.store, target, (_unit(post, vest, "A-1"), _quantity(post, gloves, 6)), "For the coast")
    transfer = post.work.write(save_transfer, draft)
    assert post.scalar("SELECT sum(quantity) FROM reservation WHERE owner_kind = 'transfer'") == 7
    number = post.work.write(send, transfer)
    assert post.work.write(send, transfer) == number, "sending it twice sends once"
    assert (_on_road(post), post.on_hand(vest), post.on_hand(gloves)) == (7, 1, 4)
    assert post.scalar("SELECT count(*) FROM reservation WHERE owner_kind = 'transfer'") == 0

    layer = draft.picks[1].layer_id
    first = ArrivalDraft(transfer, TODAY, (Arrived(layer, 4),), receiver="R. Mena", request="first")
    assert post.work.write(receive, first) == post.work.write(receive, first)
    assert (_on_road(post), post.on_hand(gloves)) == (3, 8)
    with pytest.raises(RulesBroken) as caught:
        post.work.write(receive, ArrivalDraft(transfer, TODAY, (Arrived(layer, 3),)))
    assert _codes(caught) == ["more-than-on-road"]
    assert caught.value.problems[0].params == {"asked": "3", "found": "2"}
    post.work.write(receive, ArrivalDraft(transfer, TODAY))
    assert (_on_road(post), post.on_hand(vest), post.on_hand(gloves)) == (0, 2, 10)
    assert post.scalar("SELECT state FROM transfer") == TransferState.RECEIVED
    assert post.scalar("SELECT receiver FROM transfer") == "R. Mena"
    assert not post.work.read(differences)


def test_damaged_goods_arrive_in_quarantine_and_the_rest_goes_back(post: Post) -> None:
    vest = post.item("ARM-01")
    post.stocked(vest, ["A-1", "A-2", "A-3"])
    picks = tuple(_unit(post, vest, serial) for serial in ("A-1", "A-2", "A-3"))
    transfer = post.work.write(save_transfer, TransferDraft(post.store, _coast(post), picks))
    post.work.write(send, transfer)
    arrived = tuple(Arrived(one.layer_id, 1, one.unit_id, damaged=at == 0) for at, one in enumerate(picks[:2]))
    post.work.write(receive, ArrivalDraft(transfer, TODAY, arrived))
    assert post.on_hand(vest, status="quarantined") == 1
    assert post.scalar("SELECT condition FROM position WHERE unit_id = :u", u=picks[0].unit_id) == "poor"
    with pytest.raises(RulesBroken) as caught:
        post.work.write(send_back, ArrivalDraft(transfer, TODAY))
    assert _codes(caught) == ["reason-needed"]
    post.work.write(send_back, ArrivalDraft(transfer, TODAY, note="The road is closed"))
    home = post.scalar("SELECT place_id FROM position WHERE unit_id = :u", u=picks[2].unit_id)
    assert home == picks[2].place_id
    assert post.scalar("SELECT group_concat(kind) FROM transfer_event") == "received,returned"


def test_what_goes_back_lies_in_its_own_bin_again(post: Post) -> None:
    vest, gloves = post.item("ARM-01"), post.item("PPE-01", tracking=Tracking.QUANTITY)
    order = post.order((vest, 1), (gloves, 5))
    lines = post.order_lines(order)
    packed = [
        ShipmentLineDraft(vest, 1, lines[0], serials=(PackedSerial("A-1"),)),
        ShipmentLineDraft(gloves, 5, lines[1]),
    ]
    receiving = post.work.write(start, StartDraft(post.ship(order, packed), post.store))
    post.work.write(scan, ScanDraft(receiving, "A-1", bin="A-01"))
    post.work.write(scan, ScanDraft(receiving, "PPE-01", quantity=5, bin="B-02"))
    post.work.write(finish, FinishDraft(receiving, TODAY))
    picks = (_unit(post, vest, "A-1"), _quantity(post, gloves, 5))
    transfer = post.work.write(save_transfer, TransferDraft(post.store, _coast(post), picks))
    post.work.write(send, transfer)
    post.work.write(send_back, ArrivalDraft(transfer, TODAY, note="The road is closed"))
    where = (
        "SELECT b.code FROM balance q JOIN place p ON p.id = q.place_id JOIN bin b ON b.id = p.bin_id"
        " WHERE q.layer_id = :l AND q.quantity > 0"
    )
    assert [post.scalar(where, l=pick.layer_id) for pick in picks] == ["A-01", "B-02"]
    assert not post.work.read(differences)


def test_what_never_came_is_written_off_only_with_an_approval(post: Post) -> None:
    vest = post.item("ARM-01")
    post.stocked(vest, ["A-1"])
    pick = _unit(post, vest, "A-1")
    transfer = post.work.write(save_transfer, TransferDraft(post.store, _coast(post), (pick,)))
    post.work.write(send, transfer)
    draft = ArrivalDraft(transfer, TODAY, note="The truck was robbed")
    with pytest.raises(ApprovalNeeded) as caught:
        post.work.write(write_off, draft)
    assert [problem.code for problem in caught.value.problems] == ["transfer-write-off"]
    own = Override("transfer-write-off", "Police report 12", post.work.actor.user_id, post.work.actor.name)
    post.work.write(write_off, draft, overrides=(own,))
    assert _on_road(post) == 0
    assert post.scalar("SELECT p.kind FROM position o JOIN place p ON p.id = o.place_id") == "lost"
    assert post.scalar("SELECT count(*) FROM approval") == 1


def test_the_rules_of_sending(post: Post) -> None:
    vest = post.item("ARM-01")
    post.stocked(vest, ["A-1"])
    target = _coast(post)
    own = post.work.write(lambda session, **_who: bin_of(session, post.store, "A-04"))
    pick = _unit(post, vest, "A-1")
    with pytest.raises(RulesBroken) as caught:
        post.work.write(save_transfer, TransferDraft(post.store, own, (pick,)))
    assert _codes(caught) == ["transfer-same-store"]
    other = post.scalar("SELECT id FROM store WHERE code = 'CST'")
    with pytest.raises(RulesBroken) as caught:
        post.work.write(save_transfer, TransferDraft(other, own, (pick,)))  # type: ignore[arg-type]
    assert _codes(caught) == ["transfer-foreign"]
    empty = post.work.write(save_transfer, TransferDraft(post.store, target))
    with pytest.raises(RulesBroken) as caught:
        post.work.write(send, empty)
    assert _codes(caught) == ["transfer-empty"]
    post.work.write(cancel_transfer, empty)
    with pytest.raises(RulesBroken) as caught:
        post.work.write(send, empty)
    assert "transfer-not-draft" in _codes(caught)


def test_what_a_receipt_holds_is_not_sent_away(post: Post) -> None:
    vest = post.item("ARM-01")
    post.stocked(vest, ["A-1"])
    pick = _unit(post, vest, "A-1")
    handover = post.issued(post.picks(vest, "A-1"))
    with pytest.raises(RulesBroken) as caught:
        post.work.write(save_transfer, TransferDraft(post.store, _coast(post), (pick,)))
    assert _codes(caught) == ["unit-reserved"]
    assert post.work.write(sign, SignDraft(handover, TODAY)).units == 1


def test_what_a_receipt_holds_since_the_draft_is_not_sent_away(post: Post) -> None:
    gloves = post.item("PPE-01", tracking=Tracking.QUANTITY)
    post.stocked_quantity(gloves, 10)
    transfer = post.work.write(save_transfer, TransferDraft(post.store, _coast(post), (_quantity(post, gloves, 5),)))
    lost = "DELETE FROM reservation WHERE owner_kind = 'transfer'"
    post.work.write(lambda session, **_who: session.execute(text(lost)))
    post.issued(post.pick_quantity(gloves, 8))
    with pytest.raises(RulesBroken) as caught:
        post.work.write(send, transfer)
    assert _codes(caught) == ["not-available"]
    assert _on_road(post) == 0


def test_the_same_goods_named_twice_are_added_up(post: Post) -> None:
    gloves = post.item("PPE-01", tracking=Tracking.QUANTITY)
    post.stocked_quantity(gloves, 9)
    pick = _quantity(post, gloves, 9)
    transfer = post.work.write(save_transfer, TransferDraft(post.store, _coast(post), (pick,)))
    post.work.write(send, transfer)
    twice = (Arrived(pick.layer_id, 6), Arrived(pick.layer_id, 6))
    with pytest.raises(RulesBroken) as caught:
        post.work.write(receive, ArrivalDraft(transfer, TODAY, twice))
    assert [(one.code, dict(one.params)) for one in caught.value.problems] == [
        ("more-than-on-road", {"asked": "12", "found": "9"})
    ]
    assert _on_road(post) == 9


def test_days_of_the_road_follow_each_other(post: Post) -> None:
    vest = post.item("ARM-01")
    post.stocked(vest, ["A-1"], on=TODAY - timedelta(days=20))
    transfer = post.work.write(save_transfer, TransferDraft(post.store, _coast(post), (_unit(post, vest, "A-1"),)))
    post.work.write(send, transfer, sent_on=TODAY - timedelta(days=5))
    with pytest.raises(RulesBroken) as caught:
        post.work.write(receive, ArrivalDraft(transfer, TODAY - timedelta(days=6)))
    assert _codes(caught) == ["arrived-before-sent"]
    with pytest.raises(RulesBroken) as caught:
        post.work.write(receive, ArrivalDraft(transfer, TODAY + timedelta(days=1)))
    assert _codes(caught) == ["date-in-future"]
    post.work.write(receive, ArrivalDraft(transfer, TODAY - timedelta(days=3)))
    assert post.scalar("SELECT received_on FROM transfer") == (TODAY - timedelta(days=3)).isoformat()


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(["receive", "back"]), st.integers(1, 6)), max_size=6))
def test_sent_is_always_received_and_returned_and_still_on_the_road(post: Post, acts: list[tuple[str, int]]) -> None:
    sent = 9
    gloves = post.item(f"PPE-{post.clock().timestamp()}", tracking=Tracking.QUANTITY)
    post.stocked_quantity(gloves, 12)
    target = post.scalar("SELECT id FROM bin WHERE code = 'C-01'") or _coast(post)
    pick = _quantity(post, gloves, sent)
    transfer = post.work.write(save_transfer, TransferDraft(post.store, target, (pick,)))  # type: ignore[arg-type]
    post.work.write(send, transfer)
    came = {"receive": 0, "back": 0}
    for act, count in acts:
        left = sent - sum(came.values())
        draft = ArrivalDraft(transfer, TODAY, (Arrived(pick.layer_id, count),), note="why")
        command = receive if act == "receive" else send_back
        if count > left:
            with pytest.raises(RulesBroken):
                post.work.write(command, draft)
            continue
        post.work.write(command, draft)
        came[act] += count
    road = post.scalar(
        "SELECT COALESCE(sum(b.quantity), 0) FROM transfer t JOIN place p ON p.document_id = t.document_id"
        " JOIN balance b ON b.place_id = p.id WHERE t.id = :t", t=transfer,
    )  # fmt: skip
    assert road == sent - sum(came.values())
    assert post.on_hand(gloves) == 12 - int(road)  # type: ignore[call-overload]
    kept = post.scalar("SELECT COALESCE(sum(quantity), 0) FROM transfer_event WHERE transfer_id = :t", t=transfer)
    assert kept == sum(came.values())
    assert not post.work.read(differences)


@pytest.mark.parametrize("quantity", [0, -3])
def test_nothing_and_less_than_nothing_is_not_sent(post: Post, quantity: int) -> None:
    gloves = post.item("PPE-01", tracking=Tracking.QUANTITY)
    post.stocked_quantity(gloves, 10)
    draft = TransferDraft(post.store, _coast(post), (_quantity(post, gloves, quantity),))
    with pytest.raises(RulesBroken) as caught:
        post.work.write(save_transfer, draft)
    assert _codes(caught) == ["quantity-not-positive"]


def test_who_saved_a_draft_is_on_the_trail(post: Post) -> None:
    gloves = post.item("PPE-01", tracking=Tracking.QUANTITY)
    post.stocked_quantity(gloves, 10)
    draft = TransferDraft(post.store, _coast(post), (_quantity(post, gloves, 4),), "For the coast")
    transfer = post.work.write(save_transfer, draft)
    post.work.write(save_transfer, replace(draft, id=transfer, version=1, picks=()))
    saved = "SELECT group_concat(after, ' ') FROM trail WHERE action = 'transfer.save' AND subject_id = :t"
    assert [post.scalar(saved, t=transfer)] == ['{"lines":1,"units":4} {"lines":0,"units":0}']


def test_a_draft_that_is_thrown_away_lets_its_goods_go(post: Post) -> None:
    gloves = post.item("PPE-01", tracking=Tracking.QUANTITY)
    post.stocked_quantity(gloves, 10)
    transfer = post.work.write(save_transfer, TransferDraft(post.store, _coast(post), (_quantity(post, gloves, 10),)))
    held = "SELECT COALESCE(sum(quantity), 0) FROM reservation WHERE owner_kind = 'transfer'"
    assert post.scalar(held) == 10
    post.work.write(cancel_transfer, transfer)
    assert post.scalar(held) == 0
    with pytest.raises(RulesBroken) as caught:
        post.work.write(send, transfer)
    assert _codes(caught) == ["transfer-not-draft"]


def test_of_two_windows_the_second_to_save_reads_again(post: Post) -> None:
    gloves = post.item("PPE-01", tracking=Tracking.QUANTITY)
    post.stocked_quantity(gloves, 10)
    draft = TransferDraft(post.store, _coast(post), (_quantity(post, gloves, 4),))
    transfer = post.work.write(save_transfer, draft)
    mine = replace(draft, id=transfer, version=1)
    post.work.write(save_transfer, mine)
    with pytest.raises(StaleEdit):
        post.work.write(save_transfer, replace(mine, picks=()))
    assert post.scalar("SELECT sum(quantity) FROM transfer_line") == 4


def test_goods_in_quarantine_travel_and_stay_in_quarantine(post: Post) -> None:
    gloves = post.item("PPE-01", tracking=Tracking.QUANTITY)
    post.stocked_quantity(gloves, 10)
    pick = _quantity(post, gloves, 4)
    item = post.scalar("SELECT item_id FROM variant WHERE id = :v", v=gloves)
    wet = StockPick(item, pick.layer_id, pick.place_id, 4, None, Condition.NEW)  # type: ignore[arg-type]
    post.work.write(change_condition, ConditionDraft((wet,), Condition.POOR, Status.QUARANTINED, TODAY, "wet"))
    sick = replace(pick, condition=Condition.POOR, status=Status.QUARANTINED)
    draft = TransferDraft(post.store, _coast(post), (sick, _quantity(post, gloves, 6)))
    transfer = post.work.write(save_transfer, draft)
    assert post.scalar("SELECT sum(quantity) FROM reservation") == 6, "what is set aside needs no putting aside"
    post.work.write(send, transfer)
    post.work.write(receive, ArrivalDraft(transfer, TODAY))
    assert (post.on_hand(gloves), post.on_hand(gloves, status="quarantined")) == (6, 4)


def test_what_comes_back_damaged_is_not_free(post: Post) -> None:
    gloves = post.item("PPE-01", tracking=Tracking.QUANTITY)
    post.stocked_quantity(gloves, 10)
    pick = _quantity(post, gloves, 4)
    transfer = post.work.write(save_transfer, TransferDraft(post.store, _coast(post), (pick,)))
    post.work.write(send, transfer)
    back = ArrivalDraft(transfer, TODAY, (Arrived(pick.layer_id, 4, damaged=True),), note="Wet")
    post.work.write(send_back, back)
    assert (post.on_hand(gloves), post.on_hand(gloves, status="quarantined")) == (6, 4)


def test_goods_sent_before_a_count_say_what_the_count_saw(post: Post) -> None:
    gloves = post.item("PPE-01", tracking=Tracking.QUANTITY)
    post.stocked_quantity(gloves, 10, on=TODAY - timedelta(days=5))
    pick = _quantity(post, gloves, 4)
    transfer = post.work.write(save_transfer, TransferDraft(post.store, _coast(post), (pick,)))
    post.work.write(post_count, CountDraft((SeenDraft(pick.layer_id, pick.place_id, 10),), TODAY))
    day = TODAY - timedelta(days=1)
    with pytest.raises(RulesBroken) as caught:
        post.work.write(send, transfer, sent_on=day)
    assert _codes(caught) == ["count-between"]
    post.work.write(send, transfer, sent_on=day, count_answer=CountAnswer.MISSED)
    assert (post.on_hand(gloves), _on_road(post)) == (6, 4)


def test_one_layer_out_of_two_bins_goes_back_to_the_first(post: Post) -> None:
    gloves = post.item("PPE-01", tracking=Tracking.QUANTITY)
    post.stocked_quantity(gloves, 10)
    first = _quantity(post, gloves, 6)
    shelf = post.work.write(lambda session, **_who: bin_of(session, post.store, "A-04"))
    item = post.scalar("SELECT item_id FROM variant WHERE id = :v", v=gloves)
    moved = StockPick(item, first.layer_id, first.place_id, 4, None, Condition.NEW)  # type: ignore[arg-type]
    post.work.write(move, MoveDraft((moved,), shelf, TODAY))
    place = post.scalar("SELECT id FROM place WHERE bin_id = :b", b=shelf)
    second = replace(first, place_id=int(place), quantity=4)  # type: ignore[call-overload]
    transfer = post.work.write(save_transfer, TransferDraft(post.store, _coast(post), (first, second)))
    post.work.write(send, transfer)
    post.work.write(send_back, ArrivalDraft(transfer, TODAY, note="Road closed"))
    there = "SELECT sum(quantity) FROM balance WHERE place_id = :p AND quantity > 0"
    assert post.scalar(there, p=first.place_id) == 10
