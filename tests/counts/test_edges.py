"""The edges of a count: causes, days, lots and status, units without a serial, what stands elsewhere or is put aside."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import text

from inl_logistics.catalog.commands import save_item
from inl_logistics.catalog.drafts import ItemDraft, VariantDraft
from inl_logistics.counts.closing import CauseDraft, reopen_count, set_cause
from inl_logistics.counts.posting import post_count
from inl_logistics.counts.records import Cause, Finding
from inl_logistics.counts.sheets import SheetDraft, SheetLine, enter_sheet
from inl_logistics.handovers.signing import SignDraft, sign
from inl_logistics.inventory.commands import MoveDraft, StockPick, move
from inl_logistics.kernel.actor import Override
from inl_logistics.kernel.problems import ApprovalNeeded, RulesBroken
from inl_logistics.ledger.rules import CountAnswer
from inl_logistics.partners.commands import StoreDraft, save_store
from inl_logistics.transfers.arriving import ArrivalDraft, write_off
from inl_logistics.transfers.commands import TransferDraft, TransferPick, save_transfer, send
from inl_logistics.verification import verify
from tests.builders import TODAY, Post
from tests.builders_counts import Shelf, begun, nameless, on_hand_at, shelf
from tests.counts.shelves import bin_place, codes, gloves_line, helmets_right, integer, item_of, moved, quarantined

LATER = TODAY + timedelta(days=2)


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


def test_what_was_written_off_on_the_road_is_found_again(post: Post) -> None:
    goods = shelf(post)
    pick = post.picks(goods.helmets, "H-5").picks[0]
    line = TransferPick(pick.layer_id, pick.place_id, 1, pick.unit_id)
    other = post.work.write(save_store, StoreDraft("S2", "Second Store"))
    target = integer(post, "SELECT id FROM bin WHERE store_id = :s", s=other)
    transfer = post.work.write(save_transfer, TransferDraft(post.store, target, (line,)))
    post.work.write(send, transfer)
    approved = Override("transfer-write-off", "the van burned", post.work.actor.user_id, "Dana Morales")
    gone = ArrivalDraft(transfer, TODAY, note="The van burned")
    post.work.write(write_off, gone, overrides=(approved,))
    count = begun(post)
    helmets_right(count)
    count.quantity(goods.gloves, 10)
    assert count.finish() == 1
    found = next(one for one in count.page().lines if one.variant_id == goods.helmets)
    assert found.serials == ((Finding.FOUND, ("H-5",)),)
    count.explain(Cause.MISCOUNTED)
    count.book()
    assert post.on_hand(goods.helmets) == 5


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


def test_what_is_out_is_put_down_to_each_receipt_for_what_it_holds(post: Post) -> None:
    """Three of ten gloves were not seen; receipts of two and four hold them, the earlier first."""
    goods = shelf(post)
    for quantity in (2, 4):
        post.issued(post.pick_quantity(goods.gloves, quantity))
    count = begun(post)
    count.scan("H-1", "H-2", "H-3", "H-4", "H-5")
    count.quantity(goods.gloves, 7)
    count.finish()
    count.book()
    held = post.work.read(
        lambda session: session.execute(
            text("SELECT d.number, o.quantity FROM counted_out o JOIN document d ON d.id = o.document_id ORDER BY d.id")
        ).all()
    )
    assert [tuple(row) for row in held] == [("PCL-HO-2026-A0001", 2), ("PCL-HO-2026-A0002", 1)]


def test_units_out_with_a_receipt_are_all_put_down_to_it_and_those_found_elsewhere_are_not(post: Post) -> None:
    """H-1 and H-2 were not seen; H-5, on the same receipt, lay in another bin."""
    goods = shelf(post)
    other = bin_place(post, "A-04")
    post.issued(post.picks(goods.helmets, "H-1", "H-2", "H-5"))
    count = begun(post)
    count.scan("H-3", "H-4")
    count.scan("H-5", place=other)
    count.quantity(goods.gloves, 10)
    count.finish(rest_is_zero=True)
    count.explain(Cause.WRONG_PLACE)
    count.book()
    assert post.scalar("SELECT sum(quantity) FROM counted_out") == 2


def test_units_that_are_out_are_put_down_to_their_receipt_which_then_asks_nothing(post: Post) -> None:
    """Two of five helmets were with a paper when the count was made; the paper is entered for an earlier day."""
    goods = shelf(post)
    handover = post.issued(post.picks(goods.helmets, "H-1", "H-2"))
    post.clock.on(LATER)
    count = begun(post)
    count.scan("H-3", "H-4", "H-5")
    count.quantity(goods.gloves, 10)
    count.finish()
    count.book()
    assert _put_down(post) == [("PCL-HO-2026-A0001", 2)]
    post.work.write(sign, SignDraft(handover, TODAY))
    assert on_hand_at(post, count.first_place(), goods.helmets) == 3


@pytest.mark.parametrize(("seen", "out"), [((7, 7), [3, 3]), ((7, 10), [3]), ((10, 7), [3])])
def test_of_two_sizes_on_a_receipt_only_what_the_count_saw_again_is_asked_about(
    post: Post, seen: tuple[int, int], out: list[int]
) -> None:
    """A receipt of three M and three L is entered for a day before the count, which missed one size, or both."""
    draft = ItemDraft("UNI-01", "Shirt", variants=(VariantDraft("M"), VariantDraft("L")))
    item = post.work.write(save_item, draft)
    sizes = [integer(post, "SELECT id FROM variant WHERE item_id = :i AND size = :s", i=item, s=size) for size in "ML"]
    for size in sizes:
        post.stocked_quantity(size, 10)
    handover = post.issued(*(post.pick_quantity(size, 3) for size in sizes))
    post.clock.on(LATER)
    count = begun(post)
    for size, quantity in zip(sizes, seen, strict=True):
        count.quantity(size, quantity)
    count.finish()
    count.book()
    assert _put_down(post) == [("PCL-HO-2026-A0001", quantity) for quantity in out]
    if seen != (7, 7):
        with pytest.raises(RulesBroken) as caught:
            post.work.write(sign, SignDraft(handover, TODAY))
        assert codes(caught) == ["count-between"]
    post.work.write(sign, SignDraft(handover, TODAY, count_answer=CountAnswer.ALREADY_COUNTED))
    assert tuple(post.on_hand(size) for size in sizes) == seen


def test_an_item_that_the_count_explains_does_not_hide_another_that_it_saw_again(post: Post) -> None:
    goods = shelf(post)
    handover = post.issued(post.picks(goods.helmets, "H-1"), post.pick_quantity(goods.gloves, 3))
    post.clock.on(LATER)
    count = begun(post)
    count.scan("H-2", "H-3", "H-4", "H-5")
    count.quantity(goods.gloves, 10)
    count.finish()
    count.book()
    with pytest.raises(RulesBroken) as caught:
        post.work.write(sign, SignDraft(handover, TODAY))
    assert codes(caught) == ["count-between"]


def test_two_lines_of_one_layer_share_what_the_count_put_down_to_their_receipt(post: Post) -> None:
    """Three gloves on two lines; the count saw one of them again."""
    goods = shelf(post)
    handover = post.issued(*(post.pick_quantity(goods.gloves, quantity) for quantity in (2, 1)))
    _gloves_counted(post, goods, 8)
    with pytest.raises(RulesBroken) as caught:
        post.work.write(sign, SignDraft(handover, TODAY))
    assert codes(caught) == ["count-between"]
    post.work.write(sign, SignDraft(handover, TODAY, count_answer=CountAnswer.ALREADY_COUNTED))
    assert post.on_hand(goods.gloves) == 8


def test_what_is_out_with_one_receipt_explains_nothing_of_another(post: Post) -> None:
    """Receipts of two and four hold six of ten; three were not seen, two of the first and one of the second."""
    goods = shelf(post)
    first, second = (post.issued(post.pick_quantity(goods.gloves, quantity)) for quantity in (2, 4))
    _gloves_counted(post, goods, 7)
    post.work.write(sign, SignDraft(second, TODAY, count_answer=CountAnswer.ALREADY_COUNTED))
    assert post.on_hand(goods.gloves) == 9, "the seven that were counted, and the two of the first"
    post.work.write(sign, SignDraft(first, TODAY))
    assert post.on_hand(goods.gloves) == 7


def _gloves_counted(post: Post, goods: Shelf, quantity: int) -> None:
    post.clock.on(LATER)
    count = begun(post)
    count.scan("H-1", "H-2", "H-3", "H-4", "H-5")
    count.quantity(goods.gloves, quantity)
    count.finish()
    count.book()


def _put_down(post: Post) -> list[tuple[str, int]]:
    found = "SELECT d.number, o.quantity FROM counted_out o JOIN document d ON d.id = o.document_id ORDER BY o.id"
    return post.work.read(lambda session: [(row.number, row.quantity) for row in session.execute(text(found))])
