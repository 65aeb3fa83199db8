"""Counting scan by scan: what is found, missing, elsewhere, out or unknown, and what posting moves."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from inl_logistics.counts.closing import recount, reopen_count
from inl_logistics.counts.planning import PlanDraft, cancel_count, save_count, start_count
from inl_logistics.counts.posting import post_count
from inl_logistics.counts.queries import scope_choices, serials_to_see
from inl_logistics.counts.records import Cause, CountState, Finding
from inl_logistics.counts.rules import Scope
from inl_logistics.counts.scanning import Decision, Meaning, decide, undo_last
from inl_logistics.counts.sheets import Again, SheetDraft, SheetLine, enter_sheet
from inl_logistics.handovers.signing import SignDraft, sign
from inl_logistics.inventory.commands import MoveDraft, StockPick, move
from inl_logistics.inventory.reversing import ReverseDraft, reverse
from inl_logistics.kernel.actor import Actor, Override
from inl_logistics.kernel.problems import ApprovalNeeded, RulesBroken
from inl_logistics.ledger import places
from inl_logistics.verification import verify
from tests.builders import TODAY, Post
from tests.builders_counts import Count, begun, on_hand_at, shelf


def codes(caught: pytest.ExceptionInfo[RulesBroken]) -> list[str]:
    return [problem.code for problem in caught.value.problems]


def bin_place(post: Post, code: str) -> int:
    post.work.write(_place, code)
    return int(post.scalar("SELECT p.id FROM place p JOIN bin b ON b.id = p.bin_id WHERE b.code = :c", c=code))  # type: ignore[call-overload]


def _place(session: Session, code: str, *, by: Actor, at: datetime) -> None:
    bin_id = session.execute(text("SELECT id FROM bin WHERE code = :c"), {"c": code}).scalar_one()
    places.of_bin(session, bin_id)


def _all_right(count: Count, gloves: int) -> None:
    count.scan("H-1", "H-2", "H-3", "H-4", "H-5")
    count.quantity(gloves, 10)


def test_a_count_that_agrees_is_posted_without_an_adjustment(post: Post) -> None:
    goods = shelf(post)
    count = begun(post)
    assert count.number == "PCL-CC-2026-A0001"
    _all_right(count, goods.gloves)
    assert count.finish() == 0
    posted = count.book()
    assert (posted.number, posted.adjustment) == (count.number, "")
    assert count.book() == posted, "posted twice, it is posted once"
    assert post.scalar("SELECT lines || ' ' || matched FROM stock_count") == "2 2"
    assert post.scalar("SELECT count(*) FROM count_line WHERE unit_id IS NOT NULL") == 5, "each unit was sighted"
    assert post.work.read(verify).holds
    assert post.scalar("SELECT max(counted_on) FROM counted") == TODAY.isoformat()


def test_missing_and_found_move_by_one_adjustment_and_it_can_be_reversed(post: Post) -> None:
    goods = shelf(post)
    count = begun(post)
    count.scan("H-1", "H-2", "H-3", "H-4")
    count.quantity(goods.gloves, 12)
    assert count.finish() == 2
    with pytest.raises(RulesBroken) as caught:
        count.book()
    assert codes(caught) == ["count-line-cause", "count-line-cause"]
    count.explain()
    posted = count.book()
    assert posted.adjustment == "PCL-AD-2026-A0001"
    assert (post.on_hand(goods.helmets), post.on_hand(goods.gloves)) == (4, 12)
    assert post.scalar("SELECT missing_minor || ' ' || found_minor FROM stock_count") == "41200 82400"
    assert post.work.read(verify).holds
    page = count.page()
    assert page.state is CountState.POSTED
    helmets = next(line for line in page.lines if line.variant_id == goods.helmets)
    assert (helmets.counted, helmets.books, helmets.change, helmets.serials) == (
        4,
        5,
        -1,
        ((Finding.MISSING, ("H-5",)),),
    )
    post.work.write(reverse, ReverseDraft(posted.adjustment, "they were in the van", TODAY))
    assert (post.on_hand(goods.helmets), post.on_hand(goods.gloves)) == (5, 10)
    assert post.work.read(verify).holds


def test_what_nobody_counted_must_be_said_to_be_nothing(post: Post) -> None:
    goods = shelf(post)
    count = begun(post)
    count.scan("H-1", "H-2", "H-3", "H-4", "H-5")
    with pytest.raises(RulesBroken) as caught:
        count.finish()
    assert codes(caught) == ["count-line-open"]
    assert count.finish(rest_is_zero=True) == 1
    count.explain(Cause.STOLEN)
    override = Override("adjustment-above-limit", "seen by the director", post.work.actor.user_id, "Dana Morales")
    with pytest.raises(ApprovalNeeded):
        count.book()
    post.work.write(post_count, count.id, overrides=(override,))
    assert post.on_hand(goods.gloves) == 0
    assert (
        post.scalar(
            "SELECT counted FROM counted WHERE item_id = (SELECT item_id FROM variant WHERE id = :v)", v=goods.gloves
        )
        == 0
    )


def test_a_unit_in_another_bin_is_moved_there(post: Post) -> None:
    goods = shelf(post)
    other = bin_place(post, "A-04")
    count = begun(post)
    assert count.scan("H-1", "H-2", "H-3", "H-4")[-1].meaning is Meaning.COUNTED
    result = count.scan("A-04")[0]
    assert (result.meaning, result.place_id) == (Meaning.BIN, other)
    seen = count.scan("H-5", place=other)[0]
    assert (seen.meaning, seen.books_at) == (Meaning.ELSEWHERE, "Main warehouse")
    count.quantity(goods.gloves, 10)
    assert count.finish() == 2, "missing here, found there: both lines say so"
    here, there = (line for line in count.page().lines if line.variant_id == goods.helmets)
    assert (here.serials, here.cause) == (((Finding.AWAY, ("H-5 (Main warehouse A-04)",)),), Cause.WRONG_PLACE)
    assert there.serials == ((Finding.MOVED, ("H-5 (Main warehouse)",)),)
    count.book()
    assert on_hand_at(post, other, goods.helmets) == 1
    assert post.on_hand(goods.helmets) == 5
    assert post.work.read(verify).holds


def test_scanned_twice_counts_once_and_a_scan_can_be_taken_back(post: Post) -> None:
    shelf(post)
    count = begun(post)
    assert [one.meaning for one in count.scan("H-1", "h 1")] == [Meaning.COUNTED, Meaning.REPEATED]
    assert post.work.write(undo_last, count.id) == 1
    assert post.work.write(undo_last, count.id) == 1
    assert count.page().lines[1].seen == {}
    assert [one.meaning for one in count.scan("H-1")] == [Meaning.COUNTED]


def test_an_unknown_serial_waits_for_a_decision_and_becomes_a_unit(post: Post) -> None:
    goods = shelf(post)
    count = begun(post)
    _all_right(count, goods.gloves)
    strange, again = count.scan("X-99", "x99")
    assert (strange.meaning, again.meaning) == (Meaning.UNKNOWN, Meaning.REPEATED)
    with pytest.raises(RulesBroken) as caught:
        count.finish()
    assert codes(caught) == ["count-undecided"]
    post.work.write(decide, Decision(strange.scan_id or 0, variant_id=goods.helmets))
    assert count.finish() == 1
    count.explain(Cause.NOT_BOOKED_IN)
    count.book()
    assert post.on_hand(goods.helmets) == 6
    assert post.scalar("SELECT serial FROM unit WHERE folded = 'X99'") == "X-99"
    assert post.work.read(verify).holds


def test_a_misread_serial_is_said_to_be_the_unit_it_looks_like(post: Post) -> None:
    goods = shelf(post)
    helmets = goods.helmets
    post.stocked(helmets, ["B-0I"])
    count = begun(post)
    _all_right(count, goods.gloves)
    strange = count.scan("B-O1")[0]
    assert (strange.meaning, strange.alike) == (Meaning.UNKNOWN, "B-0I")
    unit = post.scalar("SELECT id FROM unit WHERE serial = 'B-0I'")
    post.work.write(decide, Decision(strange.scan_id or 0, unit_id=int(unit)))  # type: ignore[call-overload]
    assert count.finish() == 0


def test_what_was_written_off_comes_back_when_it_is_found(post: Post) -> None:
    goods = shelf(post)
    first = begun(post)
    first.scan("H-1", "H-2", "H-3", "H-4")
    first.quantity(goods.gloves, 10)
    first.finish()
    first.explain()
    first.book()
    second = begun(post)
    _all_right(second, goods.gloves)
    assert second.finish() == 1
    second.explain(Cause.MISCOUNTED)
    second.book()
    assert post.on_hand(goods.helmets) == 5
    assert post.work.read(verify).holds


def test_goods_under_an_issued_handover_are_out_and_not_missing(post: Post) -> None:
    goods = shelf(post)
    post.issued(post.picks(goods.helmets, "H-5"), post.pick_quantity(goods.gloves, 3))
    count = begun(post)
    count.scan("H-1", "H-2", "H-3", "H-4")
    count.quantity(goods.gloves, 6)
    assert count.finish() == 1, "one glove is missing besides the three that are out"
    gloves, helmets = count.page().lines
    assert (gloves.out, gloves.change, gloves.out_document) == (3, -1, "PCL-HO-2026-A0001")
    assert (helmets.out, helmets.change, helmets.differs) == (1, 0, False)
    count.explain()
    count.book()
    assert post.on_hand(goods.gloves) == 9
    assert post.on_hand(goods.helmets) == 5


def test_a_unit_that_the_books_have_at_a_prison_is_named_and_not_moved(post: Post) -> None:
    goods = shelf(post)
    handover = post.issued(post.picks(goods.helmets, "H-5"))
    post.work.write(sign, SignDraft(handover, TODAY))
    count = begun(post)
    _all_right(count, goods.gloves)
    assert count.finish() == 1
    helmets = next(line for line in count.page().lines if line.variant_id == goods.helmets)
    assert helmets.serials == ((Finding.UNEXPECTED, ("H-5 (La Hondura Center)",)),)
    count.explain(Cause.WRONG_ITEM)
    count.book()
    assert post.on_hand(goods.helmets) == 4
    assert post.scalar("SELECT finding FROM count_line WHERE finding <> ''") == "unexpected"


def test_what_moves_after_it_was_counted_is_no_difference(post: Post) -> None:
    """scenarios.md 8: stock moves between snapshot and closing."""
    goods = shelf(post)
    count = begun(post)
    place = count.first_place()
    bin_place(post, "A-04")
    _all_right(count, goods.gloves)
    pick = post.pick_quantity(goods.gloves, 4).picks[0]
    item = int(post.scalar("SELECT item_id FROM variant WHERE id = :v", v=goods.gloves))  # type: ignore[call-overload]
    target = int(post.scalar("SELECT id FROM bin WHERE code = 'A-04'"))  # type: ignore[call-overload]
    post.work.write(move, MoveDraft((StockPick(item, pick.layer_id, place, 4),), target, TODAY))
    count.scan("A-04")
    assert count.finish() == 0
    count.book()
    assert on_hand_at(post, place, goods.gloves) == 6
    assert post.work.read(verify).holds


def test_two_counters_must_agree_or_count_again(post: Post) -> None:
    goods = shelf(post)
    count = begun(post, two_counters=True, counter_two="Luis")
    _all_right(count, goods.gloves)
    count.scan("H-1", "H-2", "H-3", "H-4", round=2)
    count.quantity(goods.gloves, 10, round=2)
    assert count.finish() == 1
    line = next(one for one in count.page().lines if one.variant_id == goods.helmets)
    assert (line.disagree, line.counted) == (True, None)
    with pytest.raises(RulesBroken) as caught:
        count.book()
    assert codes(caught) == ["count-disagree"]
    assert post.work.write(recount, count.id, [line.line_id]) == 1
    count.scan("H-1", "H-2", "H-3", "H-4", "H-5", round=2)
    assert count.finish() == 0
    count.book()
    assert post.scalar("SELECT count(*) FROM counting_scan WHERE round = 3") == 5, "the first counts stay on record"


def test_a_recount_replaces_the_first_count_of_its_line_only(post: Post) -> None:
    goods = shelf(post)
    count = begun(post)
    count.scan("H-1", "H-2", "H-3", "H-4", "H-5")
    count.quantity(goods.gloves, 7)
    assert count.finish() == 1
    line = next(one for one in count.page().lines if one.variant_id == goods.gloves)
    post.work.write(recount, count.id, [line.line_id])
    assert post.work.write(recount, count.id, [line.line_id]) == 0, "asked twice, it is counted again once"
    count.quantity(goods.gloves, 10)
    assert count.finish() == 0


def test_frozen_places_let_nothing_move_until_the_count_is_over(post: Post) -> None:
    goods = shelf(post)
    count = begun(post, frozen=True)
    place = count.first_place()
    bin_place(post, "A-04")
    target = int(post.scalar("SELECT id FROM bin WHERE code = 'A-04'"))  # type: ignore[call-overload]
    item = int(post.scalar("SELECT item_id FROM variant WHERE id = :v", v=goods.gloves))  # type: ignore[call-overload]
    pick = post.pick_quantity(goods.gloves, 4).picks[0]
    draft = MoveDraft((StockPick(item, pick.layer_id, place, 4),), target, TODAY)
    with pytest.raises(RulesBroken) as caught:
        post.work.write(move, draft)
    assert codes(caught)[0] == "place-frozen"
    with pytest.raises(RulesBroken) as caught:
        begun(post, frozen=True)
    assert set(codes(caught)) == {"place-frozen"}
    count.scan("H-1", "H-2", "H-3", "H-4")
    count.quantity(goods.gloves, 10)
    count.finish()
    count.explain()
    count.book()
    post.work.write(move, replace(draft, request="later"))
    assert on_hand_at(post, place, goods.gloves) == 6


def test_a_count_that_is_given_up_lets_go_and_keeps_its_number(post: Post) -> None:
    shelf(post)
    count = begun(post, frozen=True)
    with pytest.raises(RulesBroken) as caught:
        post.work.write(cancel_count, count.id, "")
    assert codes(caught) == ["reason-needed"]
    post.work.write(cancel_count, count.id, "flood")
    assert post.scalar("SELECT count(*) FROM frozen_place") == 0
    assert count.page().state is CountState.CANCELED
    with pytest.raises(RulesBroken):
        count.scan("H-1")
    assert begun(post, frozen=True).number == "PCL-CC-2026-A0002"


def test_a_count_of_one_class_leaves_the_rest_alone(post: Post) -> None:
    goods = shelf(post)
    item = int(post.scalar("SELECT item_id FROM variant WHERE id = :v", v=goods.helmets))  # type: ignore[call-overload]
    count = begun(post, scope=Scope(items=(item,)))
    assert [line.variant_id for line in count.page().lines] == [goods.helmets]
    result = count.scan("PPE-01", place=count.first_place())[0]
    assert result.meaning is Meaning.OUTSIDE
    assert post.scalar("SELECT count(*) FROM counting_scan") == 0
    choices = post.work.read(scope_choices, post.store, Scope(items=(item,)))
    assert (choices.lines, choices.units) == (1, 5)


def test_what_was_counted_lately_can_be_left_out(post: Post) -> None:
    goods = shelf(post)
    item = int(post.scalar("SELECT item_id FROM variant WHERE id = :v", v=goods.helmets))  # type: ignore[call-overload]
    first = begun(post, scope=Scope(items=(item,)))
    first.scan("H-1", "H-2", "H-3", "H-4", "H-5")
    first.finish()
    first.book()
    second = begun(post, scope=Scope(not_since=TODAY))
    assert [line.variant_id for line in second.page().lines] == [goods.gloves]


def test_a_sheet_of_an_earlier_day_is_compared_with_that_day(post: Post) -> None:
    goods = shelf(post)
    post.clock.on(TODAY + timedelta(days=2))
    count = begun(post)
    place = count.first_place()
    bin_place(post, "A-04")
    target = int(post.scalar("SELECT id FROM bin WHERE code = 'A-04'"))  # type: ignore[call-overload]
    item = int(post.scalar("SELECT item_id FROM variant WHERE id = :v", v=goods.gloves))  # type: ignore[call-overload]
    pick = post.pick_quantity(goods.gloves, 4).picks[0]
    post.work.write(move, MoveDraft((StockPick(item, pick.layer_id, place, 4),), target, TODAY + timedelta(days=1)))
    lines = {line.variant_id: line.line_id for line in count.page().lines}
    seen = post.work.read(serials_to_see, lines[goods.helmets])
    assert seen == ("H-1", "H-2", "H-3", "H-4", "H-5")
    entered = post.work.write(
        enter_sheet,
        SheetDraft(count.id, "Rosa", TODAY, (SheetLine(lines[goods.gloves], 10), SheetLine(lines[goods.helmets], None, (*seen, "??")))),
    )  # fmt: skip
    assert (entered.lines, entered.unknown) == (2, ("??",))
    post.work.write(decide, Decision(int(post.scalar("SELECT max(id) FROM counting_scan"))))  # type: ignore[call-overload]
    assert count.finish() == 0, "ten lay there on that day; four were moved the day after"
    assert count.page().counted_on == TODAY


def test_a_sheet_is_refused_whole(post: Post) -> None:
    goods = shelf(post)
    count = begun(post)
    line = next(one for one in count.page().lines if one.variant_id == goods.gloves)
    with pytest.raises(RulesBroken) as caught:
        post.work.write(
            enter_sheet, SheetDraft(count.id, "", TODAY + timedelta(days=1), (SheetLine(line.line_id, -1),))
        )
    assert codes(caught) == ["count-counter", "count-negative-figure", "date-in-future"]
    with pytest.raises(RulesBroken) as caught:
        post.work.write(enter_sheet, SheetDraft(count.id, "Rosa", TODAY, (SheetLine(line.line_id),)))
    assert codes(caught) == ["nothing-counted"]


def test_a_new_lot_found_on_the_shelf_becomes_stock_of_its_own(post: Post) -> None:
    goods = shelf(post)
    count = begun(post)
    _all_right(count, goods.gloves)
    count.quantity(goods.gloves, 3, lot="L-9", expires_on=date(2027, 5, 1))
    assert count.finish() == 1
    count.explain(Cause.NOT_BOOKED_IN)
    count.book()
    assert post.on_hand(goods.gloves) == 13
    assert (
        post.scalar(
            "SELECT t.code FROM layer l JOIN lot t ON t.id = l.lot_id JOIN balance b ON b.layer_id = l.id WHERE b.real = 1"
        )
        == "L-9"
    )
    assert post.work.read(verify).holds


def test_a_plan_says_all_that_it_lacks(post: Post) -> None:
    with pytest.raises(RulesBroken) as caught:
        post.work.write(save_count, PlanDraft("", counter_one="Rosa", counter_two="rosa", two_counters=True))
    assert codes(caught) == ["count-title", "count-same-counter"]
    empty = post.work.write(save_count, PlanDraft("Empty store", store_id=post.store))
    with pytest.raises(RulesBroken) as caught:
        post.work.write(start_count, empty)
    assert codes(caught) == ["count-counter", "count-nothing-there"]


def test_counting_goes_on_after_it_was_finished_too_early(post: Post) -> None:
    goods = shelf(post)
    count = begun(post)
    _all_right(count, goods.gloves)
    count.finish()
    with pytest.raises(RulesBroken):
        count.scan("H-1")
    post.work.write(reopen_count, count.id)
    assert count.scan("H-1")[0].meaning is Meaning.REPEATED


def test_more_missing_than_is_there_now_was_there_after_all(post: Post) -> None:
    """Counted as none, then four of them moved: the count of that line is overtaken."""
    goods = shelf(post)
    count = begun(post)
    place = count.first_place()
    bin_place(post, "A-04")
    count.scan("H-1", "H-2", "H-3", "H-4", "H-5")
    count.quantity(goods.gloves, 0)
    pick = post.pick_quantity(goods.gloves, 4).picks[0]
    item = int(post.scalar("SELECT item_id FROM variant WHERE id = :v", v=goods.gloves))  # type: ignore[call-overload]
    target = int(post.scalar("SELECT id FROM bin WHERE code = 'A-04'"))  # type: ignore[call-overload]
    post.work.write(move, MoveDraft((StockPick(item, pick.layer_id, place, 4),), target, TODAY))
    count.finish()
    with pytest.raises(RulesBroken) as caught:
        count.book()
    assert codes(caught) == ["count-overtaken"]
    line = next(one for one in count.page().lines if one.overtaken)
    post.work.write(recount, count.id, [line.line_id])
    count.quantity(goods.gloves, 6)
    assert count.finish() == 0


def test_the_code_of_a_serial_item_is_no_unit(post: Post) -> None:
    """It asks for the serials and writes nothing, so that nobody has to decide about it later."""
    goods = shelf(post)
    count = begun(post)
    result = count.scan("RIO-01")[0]
    assert (result.meaning, result.variant_id) == (Meaning.BY_SERIAL, goods.helmets)
    assert result.line_id is not None
    assert post.scalar("SELECT count(*) FROM counting_scan") == 0


def test_a_sheet_that_is_entered_twice_is_asked_about(post: Post) -> None:
    """The same figures would be added up; a second sheet replaces them, or is added because somebody says so."""
    goods = shelf(post)
    count = begun(post)
    line = next(one for one in count.page().lines if one.variant_id == goods.gloves)
    helmets = next(one for one in count.page().lines if one.variant_id == goods.helmets)
    first = SheetDraft(
        count.id, "Rosa", TODAY, (SheetLine(line.line_id, 9), SheetLine(helmets.line_id, None, ("H-1", "H-2")))
    )

    def counted() -> dict[int, int | None]:
        return {one.variant_id: one.counted for one in count.page().lines}

    post.work.write(enter_sheet, first)
    with pytest.raises(RulesBroken) as caught:
        post.work.write(enter_sheet, first)
    assert codes(caught) == ["count-sheet-again"]
    assert caught.value.problems[0].params["figure"] == "9"
    assert counted() == {goods.gloves: 9, goods.helmets: 2}
    post.work.write(enter_sheet, replace(first, again=Again.REPLACE, lines=(SheetLine(line.line_id, 10),)))
    assert counted() == {goods.gloves: 10, goods.helmets: 2}
    post.work.write(enter_sheet, replace(first, again=Again.ADD, lines=(SheetLine(line.line_id, 3),)))
    assert counted()[goods.gloves] == 13
    with pytest.raises(RulesBroken):
        post.work.write(enter_sheet, replace(first, again=Again.REPLACE, counter=""))
    assert counted()[goods.gloves] == 13, "a refused sheet takes nothing back"
    post.work.write(
        enter_sheet, SheetDraft(count.id, "Rosa", TODAY, (SheetLine(helmets.line_id, None, ("H-2", "H-3")),))
    )
    assert counted()[goods.helmets] == 3, "a serial is told apart by itself"
