"""The edges of a count: days, rounds, lots and status, units without a serial, what stands elsewhere or is put aside."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from inl_logistics.catalog.bulk import ItemsChange, change_items
from inl_logistics.catalog.records import MonitoringClass
from inl_logistics.counts.closing import CauseDraft, recount, reopen_count, set_cause
from inl_logistics.counts.listing import due, rows
from inl_logistics.counts.planning import PlanDraft, save_count
from inl_logistics.counts.posting import post_count
from inl_logistics.counts.records import Cause, Finding
from inl_logistics.counts.rules import Scope
from inl_logistics.counts.scanning import Decision, Meaning, decide, undo_scan
from inl_logistics.counts.sheets import SheetDraft, SheetLine, enter_sheet
from inl_logistics.counts.snapshot import count_sheet
from inl_logistics.handovers.signing import SignDraft, sign
from inl_logistics.inventory.commands import ConditionDraft, MoveDraft, StockPick, change_condition, move
from inl_logistics.kernel.actor import Actor
from inl_logistics.kernel.problems import ApprovalNeeded, RulesBroken, StaleEdit
from inl_logistics.kernel.values import Status
from inl_logistics.ledger import places
from inl_logistics.ledger.rules import CountAnswer
from inl_logistics.verification import verify
from tests.builders import TODAY, Post
from tests.builders_counts import Count, Shelf, begun, nameless, on_hand_at, shelf


def codes(caught: pytest.ExceptionInfo[RulesBroken]) -> list[str]:
    return [problem.code for problem in caught.value.problems]


def integer(post: Post, sql: str, **params: object) -> int:
    return int(str(post.scalar(sql, **params)))


def bin_place(post: Post, code: str) -> int:
    def make(session: Session, *, by: Actor, at: datetime) -> int:
        return places.of_bin(
            session, session.execute(text("SELECT id FROM bin WHERE code = :c"), {"c": code}).scalar_one()
        )

    return int(post.work.write(make))


def item_of(post: Post, variant: int) -> int:
    return integer(post, "SELECT item_id FROM variant WHERE id = :v", v=variant)


def moved(post: Post, goods: Shelf, quantity: int, *, on: object = TODAY) -> None:
    """Move gloves to bin A-04."""
    pick = post.pick_quantity(goods.gloves, quantity).picks[0]
    chosen = StockPick(item_of(post, goods.gloves), pick.layer_id, pick.place_id, quantity)
    post.work.write(move, MoveDraft((chosen,), integer(post, "SELECT id FROM bin WHERE code = 'A-04'"), on))  # type: ignore[arg-type]


def quarantined(post: Post, goods: Shelf, quantity: int) -> None:
    pick = post.pick_quantity(goods.gloves, quantity).picks[0]
    chosen = StockPick(item_of(post, goods.gloves), pick.layer_id, pick.place_id, quantity)
    post.work.write(change_condition, ConditionDraft((chosen,), None, Status.QUARANTINED, TODAY, "wet"))


def helmets_right(count: Count) -> None:
    count.scan("H-1", "H-2", "H-3", "H-4", "H-5")


def gloves_line(count: Count, goods: Shelf, status: str = "available") -> object:
    return next(one for one in count.page().lines if one.variant_id == goods.gloves and one.status == status)


# causes -----------------------------------------------------------------------------------------------------------
def test_a_cause_that_nobody_knows_needs_a_word(post: Post) -> None:
    goods = shelf(post)
    count = begun(post)
    helmets_right(count)
    count.quantity(goods.gloves, 9)
    count.finish()
    line = gloves_line(count, goods).line_id  # type: ignore[attr-defined]
    with pytest.raises(RulesBroken) as caught:
        post.work.write(set_cause, CauseDraft(count.id, (line,), Cause.UNKNOWN, " "))
    assert codes(caught) == ["count-cause-note"]
    post.work.write(set_cause, CauseDraft(count.id, (line,), Cause.LOST))


def test_the_cause_of_a_unit_elsewhere_is_plain_unless_somebody_said_another(post: Post) -> None:
    goods = shelf(post)
    other = bin_place(post, "A-04")
    count = begun(post)
    count.scan("H-1", "H-2", "H-3", "H-4")
    count.scan("H-5", place=other)
    count.quantity(goods.gloves, 10)
    count.finish()
    lines = tuple(one.line_id for one in count.page().lines if one.differs)
    post.work.write(set_cause, CauseDraft(count.id, lines, Cause.NOT_BOOKED_OUT))
    post.work.write(reopen_count, count.id)
    count.finish()
    assert {one.cause for one in count.page().lines if one.differs} == {Cause.NOT_BOOKED_OUT}


def test_a_unit_that_the_books_have_at_a_partner_asks_for_its_cause(post: Post) -> None:
    goods = shelf(post)
    post.work.write(sign, SignDraft(post.issued(post.picks(goods.helmets, "H-5")), TODAY))
    count = begun(post)
    helmets_right(count)
    count.quantity(goods.gloves, 10)
    count.finish()
    with pytest.raises(RulesBroken) as caught:
        count.book()
    assert codes(caught) == ["count-line-cause"]


# days -------------------------------------------------------------------------------------------------------------
def test_the_day_of_a_count_is_that_of_its_sheets_only_where_all_is_from_sheets(post: Post) -> None:
    goods = shelf(post)
    post.clock.on(TODAY + timedelta(days=2))
    count = begun(post)
    line = gloves_line(count, goods).line_id  # type: ignore[attr-defined]
    post.work.write(enter_sheet, SheetDraft(count.id, "Rosa", TODAY, (SheetLine(line, 10),)))
    helmets_right(count)
    count.finish()
    assert count.page().counted_on == TODAY + timedelta(days=2)


def test_what_moved_on_the_day_of_a_sheet_had_moved_when_it_was_filled_in(post: Post) -> None:
    """A paper figure is true at the end of its day."""
    goods = shelf(post)
    bin_place(post, "A-04")
    post.clock.on(TODAY + timedelta(days=2))
    count = begun(post)
    moved(post, goods, 4, on=TODAY)
    line = gloves_line(count, goods).line_id  # type: ignore[attr-defined]
    post.work.write(enter_sheet, SheetDraft(count.id, "Rosa", TODAY, (SheetLine(line, 6),)))
    helmets_right(count)
    assert count.finish() == 0


def test_a_unit_received_on_the_day_of_a_sheet_is_missed_on_it(post: Post) -> None:
    goods = shelf(post)
    post.clock.on(TODAY + timedelta(days=2))
    count = begun(post)
    helmets = next(one for one in count.page().lines if one.variant_id == goods.helmets)
    sheet = SheetLine(helmets.line_id, None, ("H-1", "H-2", "H-3", "H-4"))
    post.work.write(enter_sheet, SheetDraft(count.id, "Rosa", TODAY, (sheet,)))
    count.quantity(goods.gloves, 10)
    assert count.finish() == 1
    line = next(one for one in count.page().lines if one.variant_id == goods.helmets)
    assert line.serials == ((Finding.MISSING, ("H-5",)),)


def test_a_sheet_of_today_is_true_now_and_not_at_midnight(post: Post) -> None:
    goods = shelf(post)
    bin_place(post, "A-04")
    count = begun(post)
    line = gloves_line(count, goods).line_id  # type: ignore[attr-defined]
    post.work.write(enter_sheet, SheetDraft(count.id, "Rosa", TODAY, (SheetLine(line, 10),)))
    moved(post, goods, 4)
    helmets_right(count)
    assert count.finish() == 0


def test_a_unit_that_moved_after_its_scan_is_no_difference(post: Post) -> None:
    goods = shelf(post)
    bin_place(post, "A-04")
    count = begun(post)
    helmets_right(count)
    count.quantity(goods.gloves, 10)
    pick = post.picks(goods.helmets, "H-5").picks[0]
    chosen = StockPick(item_of(post, goods.helmets), pick.layer_id, pick.place_id, 1, pick.unit_id)
    post.work.write(move, MoveDraft((chosen,), integer(post, "SELECT id FROM bin WHERE code = 'A-04'"), TODAY))
    assert count.finish() == 0
    count.book()
    assert on_hand_at(post, bin_place(post, "A-04"), goods.helmets) == 1


def test_an_adjustment_before_another_count_asks_what_that_one_saw(post: Post) -> None:
    goods = shelf(post)
    post.clock.on(TODAY + timedelta(days=2))
    early = begun(post)
    line = gloves_line(early, goods).line_id  # type: ignore[attr-defined]
    post.work.write(enter_sheet, SheetDraft(early.id, "Rosa", TODAY, (SheetLine(line, 9),)))
    helmets_right(early)
    early.finish(on=TODAY)
    early.explain()
    late = begun(post)
    helmets_right(late)
    late.quantity(goods.gloves, 10)
    late.finish()
    late.book()
    with pytest.raises(RulesBroken) as caught:
        early.book()
    assert set(codes(caught)) == {"count-between"}
    post.work.write(post_count, early.id, count_answer=CountAnswer.MISSED)
    assert post.on_hand(goods.gloves) == 9


# quantities by layer, lot and status ------------------------------------------------------------------------------
def test_what_is_missing_leaves_the_layer_that_came_first(post: Post) -> None:
    goods = shelf(post)
    post.stocked_quantity(goods.gloves, 10)
    count = begun(post)
    helmets_right(count)
    count.quantity(goods.gloves, 17)
    count.finish()
    count.explain()
    count.book()
    left = post.work.read(
        lambda session: list(
            session.execute(
                text(
                    "SELECT b.quantity FROM balance b JOIN layer l ON l.id = b.layer_id WHERE l.variant_id = :v"
                    " AND b.real = 1 ORDER BY l.id"
                ),
                {"v": goods.gloves},
            ).scalars()
        )
    )
    assert left == [7, 10]


def test_quarantined_goods_are_counted_apart_and_no_paper_holds_them(post: Post) -> None:
    goods = shelf(post)
    quarantined(post, goods, 5)
    post.issued(post.pick_quantity(goods.gloves, 3))
    count = begun(post)
    helmets_right(count)
    count.quantity(goods.gloves, 5)
    count.quantity(goods.gloves, 3, status="quarantined")
    assert count.finish() == 1
    line = gloves_line(count, goods, "quarantined")
    assert (line.out, line.change) == (0, -2)  # type: ignore[attr-defined]
    count.explain()
    count.book()
    assert (post.on_hand(goods.gloves), post.on_hand(goods.gloves, status="quarantined")) == (5, 3)


def test_what_only_a_draft_holds_is_missing(post: Post) -> None:
    """product.md 4: out are goods under an issued, unsigned handover; a draft only reserves."""
    goods = shelf(post)
    post.draft(post.pick_quantity(goods.gloves, 3))
    count = begun(post)
    helmets_right(count)
    count.quantity(goods.gloves, 7)
    assert count.finish() == 1
    line = gloves_line(count, goods)
    assert (line.out, line.change) == (0, -3)  # type: ignore[attr-defined]


def test_a_unit_that_only_moves_is_worth_nothing_to_the_adjustment(post: Post) -> None:
    goods = shelf(post)
    count = begun(post)
    count.scan("H-1", "H-2", "H-3", "H-4")
    count.scan("H-5", place=bin_place(post, "A-04"))
    count.quantity(goods.gloves, 10)
    count.finish()
    count.book()
    assert post.scalar("SELECT missing_minor || ' ' || found_minor FROM stock_count") == "0 0"


def test_goods_found_where_the_books_have_none_count_against_the_limit(post: Post) -> None:
    goods = shelf(post)
    count = begun(post)
    helmets_right(count)
    count.quantity(goods.gloves, 10)
    count.quantity(goods.gloves, 7, place_id=bin_place(post, "A-04"))
    count.finish()
    count.explain()
    with pytest.raises(ApprovalNeeded):
        count.book()


def test_goods_that_all_went_elsewhere_since_were_counted_all_the_same(post: Post) -> None:
    """The posted count has a line of them: accuracy, and what is due next, are read from there."""
    goods = shelf(post)
    bin_place(post, "A-04")
    count = begun(post)
    helmets_right(count)
    count.quantity(goods.gloves, 10)
    moved(post, goods, 10)
    assert count.finish() == 0
    count.book()
    where = "SELECT counted || ' ' || recorded FROM counted WHERE item_id = :i"
    assert post.scalar(where, i=item_of(post, goods.gloves)) == "10 10"


# units without a serial -------------------------------------------------------------------------------------------
def test_units_without_a_serial_are_counted_by_a_figure(post: Post) -> None:
    goods = shelf(post)
    nameless(post, goods.helmets, 3, goods.place)
    count = begun(post)
    helmets_right(count)
    count.quantity(goods.gloves, 10)
    count.quantity(goods.helmets, 1)
    with pytest.raises(RulesBroken) as caught:
        count.quantity(goods.helmets, 3)
    assert codes(caught) == ["count-nameless"], "one is counted already, three there are"
    count.quantity(goods.helmets, 1)
    assert count.finish() == 1
    line = next(one for one in count.page().lines if one.variant_id == goods.helmets)
    assert (line.counted, line.books, line.change, line.serials) == (7, 8, -1, ((Finding.MISSING, ("—",)),))
    count.explain()
    count.book()
    assert post.on_hand(goods.helmets) == 7
    assert post.work.read(verify).holds


# scans and rounds -------------------------------------------------------------------------------------------------
def test_nobody_counts_as_second_where_one_counts(post: Post) -> None:
    shelf(post)
    count = begun(post)
    with pytest.raises(RulesBroken) as caught:
        count.scan("H-1", round=2)
    assert codes(caught) == ["count-one-counter"]


def test_what_is_unknown_to_both_counters_waits_for_both(post: Post) -> None:
    shelf(post)
    count = begun(post, two_counters=True, counter_two="Luis")
    first, second = count.scan("X-9")[0], count.scan("X-9", round=2)[0]
    assert (first.meaning, second.meaning) == (Meaning.UNKNOWN, Meaning.UNKNOWN)
    assert count.scan("X-9")[0].meaning is Meaning.REPEATED


def test_the_rest_is_zero_for_both_counters(post: Post) -> None:
    goods = shelf(post)
    count = begun(post, two_counters=True, counter_two="Luis")
    for number in (1, 2):
        count.scan("H-1", "H-2", "H-3", "H-4", "H-5", round=number)
    assert count.finish(rest_is_zero=True) == 1
    line = gloves_line(count, goods)
    assert (line.disagree, line.counted, line.seen) == (False, 0, {1: 0, 2: 0})  # type: ignore[attr-defined]


def test_a_decision_stands(post: Post) -> None:
    goods = shelf(post)
    count = begun(post)
    scan_id = count.scan("X-9")[0].scan_id or 0
    post.work.write(decide, Decision(scan_id))
    post.work.write(decide, Decision(scan_id, variant_id=goods.helmets))
    assert post.scalar("SELECT outcome FROM counting_scan") == "ignored"


def test_a_scan_taken_back_lets_the_next_one_of_the_same_unit_count(post: Post) -> None:
    """First at the wrong bin, then where it lies: taking the first back must not lose the unit."""
    goods = shelf(post)
    other = bin_place(post, "A-04")
    count = begun(post)
    wrong = count.scan("H-1", place=other)[0]
    assert count.scan("H-1", "H-2", "H-3", "H-4", "H-5")[0].meaning is Meaning.REPEATED
    post.work.write(undo_scan, wrong.scan_id)
    count.quantity(goods.gloves, 10)
    assert count.finish(rest_is_zero=True) == 0


def test_an_unknown_serial_taken_back_is_asked_about_where_it_was_scanned_again(post: Post) -> None:
    shelf(post)
    count = begun(post)
    first, again = count.scan("X-9", "X-9")
    assert again.meaning is Meaning.REPEATED
    post.work.write(undo_scan, first.scan_id)
    assert count.page().undecided == 1


def test_of_two_makers_the_unit_that_lies_here_is_meant(post: Post) -> None:
    goods = shelf(post)
    vest = post.item("ARM-01", maker="Northgate", model="V")
    post.stocked(vest, ["H-1"])
    pick = post.picks(vest, "H-1").picks[0]
    chosen = StockPick(item_of(post, vest), pick.layer_id, pick.place_id, 1, pick.unit_id)
    other = bin_place(post, "A-04")
    post.work.write(move, MoveDraft((chosen,), integer(post, "SELECT id FROM bin WHERE code = 'A-04'"), TODAY))
    count = begun(post)
    assert [count.scan("H-1", place=one)[0].variant_id for one in (goods.place, other)] == [goods.helmets, vest]


def test_a_bin_outside_the_count_is_refused(post: Post) -> None:
    goods = shelf(post)
    bin_place(post, "A-04")
    moved(post, goods, 4)
    bins = (integer(post, "SELECT id FROM bin WHERE code = 'A-04'"),)
    count = begun(post, scope=Scope(bins=bins))
    with pytest.raises(RulesBroken) as caught:
        count.scan("Q-01")
    assert codes(caught) == ["count-other-bin"]


def test_goods_of_another_class_are_outside(post: Post) -> None:
    goods = shelf(post)
    post.work.write(change_items, ItemsChange((item_of(post, goods.helmets),), monitoring=MonitoringClass.B))
    count = begun(post, scope=Scope(classes=("B",)))
    assert [one.variant_id for one in count.page().lines] == [goods.helmets]
    assert count.scan("PPE-01")[0].meaning is Meaning.OUTSIDE
    assert count.scan("H-1")[0].meaning is Meaning.COUNTED


# plans, sheets, lists ---------------------------------------------------------------------------------------------
def test_a_plan_that_somebody_changed_since_is_not_overwritten(post: Post) -> None:
    shelf(post)
    plan = PlanDraft("One", store_id=post.store)
    made = post.work.write(save_count, plan)
    post.work.write(save_count, PlanDraft("Two", store_id=post.store, id=made, version=1))
    with pytest.raises(StaleEdit):
        post.work.write(save_count, PlanDraft("Three", store_id=post.store, id=made, version=1))


def test_a_blind_sheet_says_neither_figures_nor_serials(post: Post) -> None:
    goods = shelf(post)
    for blind, gloves, serials in ((True, None, ()), (False, 10, ("H-1", "H-2", "H-3", "H-4", "H-5"))):
        count = begun(post, blind=blind)
        lines = {one.code: one for one in post.work.read(count_sheet, count.id, today=TODAY).lines}
        assert (lines["PPE-01"].expected, lines["RIO-01"].serials) == (gloves, serials)
    assert goods.place


def test_the_sheet_of_a_recount_has_the_lines_that_still_wait_for_it(post: Post) -> None:
    """Entered twice, a figure would count twice."""
    goods = shelf(post)
    count = begun(post)
    count.scan("H-1", "H-2", "H-3", "H-4")
    count.quantity(goods.gloves, 9)
    count.finish()
    post.work.write(recount, count.id, [one.line_id for one in count.page().lines])
    count.quantity(goods.gloves, 10)
    assert [one.code for one in post.work.read(count_sheet, count.id, today=TODAY).lines] == ["RIO-01"]


def test_a_count_is_due_the_day_after_its_days_have_passed(post: Post) -> None:
    goods = shelf(post)
    count = begun(post)
    helmets_right(count)
    count.quantity(goods.gloves, 10)
    count.finish()
    count.book()
    assert [one.status for one in post.work.read(rows, [count.id], today=TODAY)] == ["matched-posted"]
    assert post.work.read(due, today=TODAY + timedelta(days=365)) == []
    late = post.work.read(due, today=TODAY + timedelta(days=366))
    assert [(one.lines, one.never, one.oldest) for one in late] == [(2, 0, TODAY)]
    post.stocked(post.item("ARM-01"), ["A-1"])
    (one,) = post.work.read(due, today=TODAY)
    assert (one.lines, one.never, one.oldest) == (1, 1, None)
