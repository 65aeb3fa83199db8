"""The composed lines as values: joining, cutting, totals; first expiry; a count that lies between."""

from __future__ import annotations

from datetime import date

from pytestqt.qtbot import QtBot

from inl_logistics.inventory.picking import PickOffer, UnitPick
from inl_logistics.inventory.queries import Proposal
from inl_logistics.kernel.problems import Problem
from inl_logistics.kernel.values import Money
from inl_logistics.ledger.rules import CountAnswer
from ui.kit import picklines
from ui.kit.countanswer import CountQuestion


def offer(*proposals: Proposal) -> PickOffer:
    """Return an offer of a lot item."""
    return PickOffer(7, "Tourniquet", "MR-5020", "lot", "EA", proposals, ())


def lot(layer: int, code: str, free: int, expires: date, skipped: str = "") -> Proposal:
    """Return a lot."""
    return Proposal(layer, 1, "A-04", code, expires, "new", free, (), 29_000_000, skipped)


LATE = lot(2, "B", 50, date(2030, 1, 1))
EARLY = lot(1, "A", 20, date(2029, 1, 1))
SHORT = lot(3, "S", 10, date(2027, 1, 1), "life")


def test_first_expiry_takes_the_early_lot_and_never_the_skipped_one() -> None:
    """What is missing is said, not taken from a lot that was passed over."""
    lines, key, missing = picklines.with_quantity((), offer(EARLY, LATE, SHORT), 90)
    assert missing == 20
    assert [(pick.lot, pick.quantity) for pick in lines[0].picks] == [("A", 20), ("B", 50)]
    used = picklines.with_lot_first(lines, key, SHORT)
    assert [(pick.lot, pick.quantity) for pick in used[0].picks] == [("S", 10), ("A", 20), ("B", 40)]


def test_cutting_gives_back_what_was_picked_last() -> None:
    """The earliest lot stays."""
    lines, key, _missing = picklines.with_quantity((), offer(EARLY, LATE), 60)
    assert [(p.lot, p.quantity) for p in picklines.with_less(lines, key, 25)[0].picks] == [("A", 20), ("B", 5)]


def test_units_join_the_last_line_of_their_item() -> None:
    """Totals count lines, units and serials, and value exactly."""
    unit = UnitPick(1, "BA3-1", 5, 1, "new", "", None, 412_330_000, 9, "Vest", "PE-1", "EA")
    other = UnitPick(2, "BA3-2", 5, 1, "new", "", None, 412_330_000, 9, "Vest", "PE-1", "EA")
    lines, key = picklines.with_unit((), unit)
    lines, again = picklines.with_unit(lines, other)
    assert key == again
    assert picklines.totals(lines) == picklines.Totals(1, 2, 2, Money(82_466))
    assert picklines.line_with_unit(lines, 2) == 1
    assert picklines.without_serial(lines, key, "BA3-1")[0].serials == ("BA3-2",)
    assert picklines.without(lines, key) == ()


def test_a_count_that_lies_between_is_asked_about(qtbot: QtBot) -> None:
    """Nothing is chosen for the officer."""
    question = CountQuestion()
    qtbot.addWidget(question)
    assert not question.ask([Problem("date-in-future")])
    assert question.answer() is None
    assert question.ask([Problem("count-between", params={"item": "Vest"})])
    assert question.answer() is None
    question.missed.setChecked(True)
    assert question.answer() is CountAnswer.MISSED


def test_a_scanned_lot_is_picked_from_that_lot_while_it_lasts() -> None:
    """First expiry is for goods whose lot nobody named."""
    offered = offer(EARLY, LATE)
    assert [one.lot for one in picklines.of_lot(offered, "b").proposals] == ["B"]
    assert picklines.of_lot(offered, "no such lot") is offered
    assert picklines.of_lot(offered, "") is offered


def test_lines_have_the_numbers_of_their_paper() -> None:
    """What is wholly short is listed at the end of the paper, two lots are two rows, a kit counts its parts."""
    two_lots = (picklines.Picked(1, 1, 2, 5, lot="A"), picklines.Picked(2, 1, 3, 5, lot="B"))
    one = (picklines.Picked(3, 1, 2, 5),)

    def line(picks: tuple[picklines.Picked, ...], asked: int | None = None, kit: int | None = None) -> picklines.Line:
        return picklines.Line(7, "Thing", "X", "lot", "EA", picks, asked=asked, kit_id=kit)

    lines = (
        line(one, 3, 1), line((), 2, 1), line(two_lots, 5, 1), line(one, 2, 1), line(two_lots), line((), 4), line(one)
    )  # fmt: skip
    assert picklines.paper_numbers(lines) == ("1.1", "S2", "1.2", "1.4", "2", "S3", "4")
