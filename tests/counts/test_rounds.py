"""Scans and rounds of a count, its plan, its sheets, and what is due next."""

from __future__ import annotations

from datetime import timedelta

import pytest

from inl_logistics.catalog.bulk import ItemsChange, change_items
from inl_logistics.catalog.records import MonitoringClass
from inl_logistics.counts.closing import recount
from inl_logistics.counts.listing import due, rows
from inl_logistics.counts.planning import PlanDraft, save_count
from inl_logistics.counts.rules import Scope
from inl_logistics.counts.scanning import Decision, Meaning, decide, undo_scan
from inl_logistics.counts.snapshot import count_sheet
from inl_logistics.inventory.commands import MoveDraft, StockPick, move
from inl_logistics.kernel.problems import RulesBroken, StaleEdit
from tests.builders import TODAY, Post
from tests.builders_counts import begun, shelf
from tests.counts.shelves import bin_place, codes, gloves_line, helmets_right, integer, item_of, moved


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
