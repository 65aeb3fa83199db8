"""Scenarios 1, 2, 3, 5 and 7 of scenarios.md, through the commands."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import text

from inl_logistics.counts.commands import CountDraft, SeenDraft
from inl_logistics.counts.commands import post as post_count
from inl_logistics.handovers.commands import issue
from inl_logistics.handovers.drafts import HandoverDraft, LineDraft, PickDraft, save_draft
from inl_logistics.handovers.reversing import ReverseDraft, reverse
from inl_logistics.handovers.signing import SignDraft, sign
from inl_logistics.inventory.commands import MoveDraft, StockPick, move
from inl_logistics.kernel.problems import RulesBroken, StaleEdit
from inl_logistics.kernel.values import Tracking
from inl_logistics.ledger.rules import CountAnswer
from inl_logistics.partners.commands import bin_of
from inl_logistics.register import numbers
from inl_logistics.shipments.commands import PackedSerial, ShipmentDraft, ShipmentLineDraft, save_shipment
from tests.builders import TODAY, Post


def _codes(caught: pytest.ExceptionInfo[RulesBroken]) -> list[str]:
    return [problem.code for problem in caught.value.problems]


def test_1_stale_copies_of_a_lot_never_take_more_than_there_is(post: Post) -> None:
    gloves = post.item("PPE-01", tracking=Tracking.QUANTITY)
    post.stocked_quantity(gloves, 10, lot="L1")
    stale = post.pick_quantity(gloves, 6)
    first = post.issued(stale)
    with pytest.raises(RulesBroken) as caught:
        post.draft(stale)
    assert _codes(caught) == ["not-available"]
    assert caught.value.problems[0].params["found"] == "4"
    second = post.issued(post.pick_quantity(gloves, 4))
    post.work.write(sign, SignDraft(first, TODAY))
    post.work.write(sign, SignDraft(second, TODAY))
    pick = stale.picks[0]
    target = post.work.write(lambda session, **_who: bin_of(session, post.store, "A-04"))
    item = post.scalar("SELECT item_id FROM variant WHERE id = :v", v=gloves)
    taken = StockPick(item, pick.layer_id, pick.place_id, 3)
    with pytest.raises(RulesBroken) as caught:
        post.work.write(move, MoveDraft((taken,), target, TODAY, request="m1"))
    assert _codes(caught) == ["not-enough-stock"]
    assert post.on_hand(gloves) == 0
    assert post.scalar("SELECT sum(quantity) FROM balance WHERE real = 1") == 10


def test_2_over_issue_is_refused_with_the_real_balance_and_leaves_no_line(post: Post) -> None:
    gloves = post.item("PPE-01", tracking=Tracking.QUANTITY)
    post.stocked_quantity(gloves, 10)
    before = post.scalar("SELECT count(*) FROM movement")
    ten = post.pick_quantity(gloves, 10).picks[0]
    for quantity, code in ((25, "not-available"), (0, None)):
        with pytest.raises(Exception) as caught:
            post.draft(LineDraft(gloves, (PickDraft(ten.layer_id, ten.place_id, quantity),)))
        if code:
            assert isinstance(caught.value, RulesBroken)
            assert caught.value.problems[0].params["found"] == "10"
    assert post.scalar("SELECT count(*) FROM movement") == before
    assert post.scalar("SELECT count(*) FROM handover") == 0


def test_3_serials_that_clash_are_all_shown_at_once_and_nothing_is_saved(post: Post) -> None:
    vest = post.item("ARM-01")
    order = post.order((vest, 4), (vest, 6))
    first, second = post.order_lines(order)
    fifty = "9" * 50
    lines = (
        ShipmentLineDraft(vest, 4, first, serials=tuple(map(PackedSerial, ("AB-001", "AB-002", fifty, "AB-O07")))),
        ShipmentLineDraft(
            vest, 6, second, serials=tuple(map(PackedSerial, (" ab 001 ", "AB٠٠٢", fifty, "AB-007", "00AB-003", "AB-9"))),
        ),
    )  # fmt: skip
    with pytest.raises(RulesBroken) as caught:
        post.work.write(save_shipment, ShipmentDraft(lines, title="Vests", vendor_id=post.vendor))
    assert _codes(caught) == ["serial-twice-on-list"] * 3
    assert post.scalar("SELECT count(*) FROM shipment") == 0
    assert post.scalar("SELECT count(*) FROM shipment_serial") == 0


def test_3_two_makes_may_share_a_number_and_the_typed_form_is_kept(post: Post) -> None:
    one = post.item("RAD-1", maker="Halcyon", model="H1")
    other = post.item("RAD-2", maker="Meridian", model="M9")
    post.stocked(one, ["00123", "1E05"])
    post.stocked(other, ["00123"])
    assert post.scalar("SELECT count(*) FROM unit WHERE serial = '00123'") == 2
    assert post.scalar("SELECT serial FROM unit WHERE folded = '1E05'") == "1E05"


def test_3_a_serial_in_stock_is_not_counted_again(post: Post) -> None:
    vest = post.item("ARM-01")
    post.stocked(vest, ["AB-001"])
    with pytest.raises(RulesBroken) as caught:
        post.stocked(vest, ["ab001"])
    assert _codes(caught) == ["nothing-counted"]
    assert post.on_hand(vest) == 1


def test_5_two_stale_copies_of_one_transfer_return_or_handover_post_once(post: Post) -> None:
    gloves = post.item("PPE-01", tracking=Tracking.QUANTITY)
    post.stocked_quantity(gloves, 10)
    pick = post.pick_quantity(gloves, 5).picks[0]
    item = post.scalar("SELECT item_id FROM variant WHERE id = :v", v=gloves)
    target = post.work.write(lambda session, **_who: bin_of(session, post.store, "A-04"))
    draft = MoveDraft((StockPick(item, pick.layer_id, pick.place_id, 5),), target, TODAY, request="transfer-7")
    assert post.work.write(move, draft) == post.work.write(move, draft)
    assert post.scalar("SELECT count(*) FROM document WHERE kind = 'TR'") == 1

    handover = post.issued(post.pick_quantity(gloves, 3))
    once, twice = (post.work.write(sign, SignDraft(handover, TODAY)) for _copy in range(2))
    assert once == twice
    post.work.write(reverse, ReverseDraft(handover, "wrong unit", TODAY))
    with pytest.raises(RulesBroken):
        post.work.write(reverse, ReverseDraft(handover, "wrong unit", TODAY))
    assert post.on_hand(gloves) == 10


def test_5_a_stale_copy_of_a_draft_is_refused(post: Post) -> None:
    handover = post.draft()
    post.work.write(save_draft, HandoverDraft(id=handover, version=1, remarks="mine"))
    with pytest.raises(StaleEdit):
        post.work.write(save_draft, HandoverDraft(id=handover, version=1, remarks="theirs"))
    assert post.scalar("SELECT remarks FROM handover WHERE id = :h", h=handover) == "mine"


JULY, NOVEMBER = date(2026, 7, 10), date(2026, 11, 2)


def _counted_once(post: Post) -> tuple[int, PickDraft]:
    """Ten in June, nine handed over in June, one counted in November."""
    gloves = post.item("PPE-01", tracking=Tracking.QUANTITY)
    post.clock.on(date(2026, 6, 1))
    post.stocked_quantity(gloves, 10, on=date(2026, 6, 1))
    pick = post.pick_quantity(gloves, 9).picks[0]
    post.clock.on(date(2026, 6, 2))
    handover = post.issued(LineDraft(gloves, (pick,)), planned_on=date(2026, 6, 2))
    post.work.write(sign, SignDraft(handover, date(2026, 6, 2)))
    post.clock.on(NOVEMBER)
    counted = CountDraft((SeenDraft(pick.layer_id, pick.place_id, 1),), NOVEMBER)
    post.work.write(post_count, counted)
    post.clock.on(TODAY)
    return handover, pick


def test_7_a_july_receipt_before_a_november_count_asks_and_the_count_stays(post: Post) -> None:
    _handover, _pick = _counted_once(post)
    gloves = post.scalar("SELECT id FROM variant WHERE code = 'PPE-01'")
    with pytest.raises(RulesBroken) as caught:
        post.stocked_quantity(gloves, 5, on=JULY)
    assert _codes(caught) == ["count-between"]
    assert post.on_hand(gloves) == 1
    post.work.write(
        lambda session, **_who: session.execute(text("UPDATE receiving SET state = 'abandoned' WHERE state = 'open'"))
    )
    post.stocked_quantity(gloves, 5, on=JULY, count_answer=CountAnswer.ALREADY_COUNTED)
    assert post.on_hand(gloves) == 1
    post.stocked_quantity(gloves, 2, on=JULY, count_answer=CountAnswer.MISSED)
    assert post.on_hand(gloves) == 3
    assert post.scalar("SELECT counted FROM counted") == 1


def test_7_reversing_a_june_issue_before_the_count_leaves_the_count_at_one(post: Post) -> None:
    handover, _pick = _counted_once(post)
    gloves = post.scalar("SELECT id FROM variant WHERE code = 'PPE-01'")
    june = date(2026, 6, 3)
    with pytest.raises(RulesBroken) as caught:
        post.work.write(reverse, ReverseDraft(handover, "wrong unit", june))
    assert _codes(caught) == ["count-between"]
    post.work.write(reverse, ReverseDraft(handover, "wrong unit", june, count_answer=CountAnswer.ALREADY_COUNTED))
    assert post.on_hand(gloves) == 1


@pytest.mark.parametrize(
    ("seen", "answer", "left"), [(7, None, 7), (8, CountAnswer.ALREADY_COUNTED, 8), (8, CountAnswer.MISSED, 7)]
)
def test_7_what_a_count_put_down_to_a_receipt_leaves_with_it(
    post: Post, seen: int, answer: CountAnswer | None, left: int
) -> None:
    """Three stood under an issued receipt when the count was made: its entry asks only for what the count saw still here."""
    gloves = post.item("PPE-01", tracking=Tracking.QUANTITY)
    post.clock.on(date(2026, 6, 1))
    post.stocked_quantity(gloves, 10, on=date(2026, 6, 1))
    pick = post.pick_quantity(gloves, 3).picks[0]
    post.clock.on(JULY)
    handover = post.issued(LineDraft(gloves, (pick,)), planned_on=JULY)
    post.clock.on(NOVEMBER)
    post.work.write(post_count, CountDraft((SeenDraft(pick.layer_id, pick.place_id, seen),), NOVEMBER))
    assert post.on_hand(gloves) == 10, "what is out under a paper is not missing"
    post.clock.on(TODAY)
    if answer is not None:
        with pytest.raises(RulesBroken) as caught:
            post.work.write(sign, SignDraft(handover, JULY))
        assert _codes(caught) == ["count-between"]
    post.work.write(sign, SignDraft(handover, JULY, count_answer=answer))
    assert post.on_hand(gloves) == left


def test_7_a_later_count_that_saw_the_goods_again_is_asked_about(post: Post) -> None:
    gloves = post.item("PPE-01", tracking=Tracking.QUANTITY)
    post.clock.on(date(2026, 6, 1))
    post.stocked_quantity(gloves, 10, on=date(2026, 6, 1))
    pick = post.pick_quantity(gloves, 3).picks[0]
    post.clock.on(JULY)
    handover = post.issued(LineDraft(gloves, (pick,)), planned_on=JULY)
    for day, seen in ((NOVEMBER, 7), (NOVEMBER + timedelta(days=3), 10)):
        post.clock.on(day)
        post.work.write(post_count, CountDraft((SeenDraft(pick.layer_id, pick.place_id, seen),), day))
    post.clock.on(TODAY)
    with pytest.raises(RulesBroken) as caught:
        post.work.write(sign, SignDraft(handover, JULY))
    assert "count-between" in _codes(caught)
    post.work.write(sign, SignDraft(handover, JULY, count_answer=CountAnswer.ALREADY_COUNTED))
    assert post.on_hand(gloves) == 10


def test_7_an_entry_that_makes_a_past_day_negative_is_refused_with_the_day(post: Post) -> None:
    gloves = post.item("PPE-01", tracking=Tracking.QUANTITY)
    post.clock.on(date(2026, 6, 1))
    post.stocked_quantity(gloves, 10, on=date(2026, 6, 1))
    pick = post.pick_quantity(gloves, 8).picks[0]
    post.clock.on(date(2026, 8, 1))
    late = post.issued(LineDraft(gloves, (pick,)), planned_on=date(2026, 8, 1))
    post.work.write(sign, SignDraft(late, date(2026, 8, 1)))
    post.clock.on(date(2026, 8, 20))
    post.work.write(reverse, ReverseDraft(late, "came back", date(2026, 8, 20)))
    post.clock.on(TODAY)
    early = post.draft(LineDraft(gloves, (PickDraft(pick.layer_id, pick.place_id, 5),)), planned_on=JULY)
    post.work.write(issue, early)
    with pytest.raises(RulesBroken) as caught:
        post.work.write(sign, SignDraft(early, JULY))
    assert _codes(caught) == ["below-zero-later"]
    assert caught.value.problems[0].params["day"] == "1 Aug 2026"


def test_7_two_posts_in_the_same_second_keep_their_order(post: Post) -> None:
    gloves = post.item("PPE-01", tracking=Tracking.QUANTITY)
    made = [post.stocked_quantity(gloves, number + 1).report for number in range(3)]
    found = post.work.read(
        lambda session: session.execute(
            text("SELECT d.number FROM movement m JOIN document d ON d.id = m.document_id ORDER BY m.effective_on, m.id")
        ).scalars().all()
    )  # fmt: skip
    assert list(found) == made
    assert [numbers.screen_number(one) for one in made] == [f"RR-26-A000{number}" for number in (1, 2, 3)]


def test_7_a_day_in_the_future_or_too_far_back_is_refused(post: Post) -> None:
    gloves = post.item("PPE-01", tracking=Tracking.QUANTITY)
    for day, code in ((TODAY + timedelta(days=1), "date-in-future"), (TODAY - timedelta(days=900), "date-too-old")):
        with pytest.raises(RulesBroken) as caught:
            post.stocked_quantity(gloves, 1, on=day)
        assert code in _codes(caught)
        post.work.write(
            lambda session, **_who: session.execute(
                text("UPDATE receiving SET state = 'abandoned' WHERE state = 'open'")
            )
        )
