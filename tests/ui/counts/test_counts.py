"""Counting through the window with real keys: plan, scan, type, finish, explain, post; and what goes wrong."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from inl_logistics.counts.records import Cause, CountState
from inl_logistics.counts.sheets import Again
from inl_logistics.partners.commands import StoreDraft, save_store
from inl_logistics.verification import verify
from tests.builders import Post, puerto_claro
from tests.builders_counts import Shelf, begun, shelf
from tests.ui.fieldwork import Hands, cut_off, double_click, window_on
from ui.counts.accuracy import AccuracyPage
from ui.counts.detail import CountDetailPage
from ui.counts.dialogs import CauseDialog, FinishDialog, GoodsDialog, QuantityDialog
from ui.counts.feature import FEATURE as COUNTS
from ui.counts.page import CountsPage
from ui.counts.plan import PlanDialog
from ui.counts.sheetentry import SheetDialog
from ui.inventory.feature import FEATURE as INVENTORY
from ui.kit.dialogs import open_overlay
from ui.kit.navigation import Route
from ui.kit.paperdialog import PaperDialog
from ui.search.feature import FEATURE as SEARCH
from ui.shell.window import MainWindow


@pytest.fixture
def post(tmp_path: Path) -> Post:
    return puerto_claro(tmp_path / "post")


@pytest.fixture
def goods(post: Post) -> Shelf:
    return shelf(post)


@pytest.fixture
def window(post: Post, goods: Shelf, qtbot: QtBot, qapp: QApplication) -> Iterator[MainWindow]:
    with window_on(post, (COUNTS, INVENTORY, SEARCH), qtbot, qapp) as made:
        yield made


def detail(window: MainWindow) -> CountDetailPage:
    page = window.pages.current()
    assert isinstance(page, CountDetailPage), page
    return page


def counting(window: MainWindow, hands: Hands, qtbot: QtBot) -> CountDetailPage:
    """Plan a count of the whole store with the keyboard and begin it."""
    window.navigator.open(Route("counts"))
    hands.ctrl(Qt.Key.Key_N)
    dialog = open_overlay(window)
    assert isinstance(dialog, PlanDialog)
    assert dialog.title_.editor.text() == "Main warehouse"
    assert "2 lines to count, 15 units" in dialog.extent.text()
    hands.ctrl(Qt.Key.Key_S)
    page = detail(window)
    hands.ctrl(Qt.Key.Key_Return)
    qtbot.waitUntil(page.takes_scans)
    return page


def figure(window: MainWindow, hands: Hands, quantity: str) -> None:
    dialog = open_overlay(window)
    assert isinstance(dialog, QuantityDialog), dialog
    hands.fill(dialog.quantity.editor, quantity, enter=True)
    assert open_overlay(window) is None


def test_a_store_is_counted_and_posted_with_the_keyboard(
    window: MainWindow, post: Post, goods: Shelf, qtbot: QtBot
) -> None:
    hands = Hands()
    page = counting(window, hands, qtbot)
    assert page.panel.scan.hasFocus()
    assert page.found is not None
    assert "expected" in page.panel.table.hidden_columns(), "blind: the books are not shown"
    for serial in ("H-1", "H-2", "H-3", "H-4", "H-4"):
        hands.scan(serial)
    assert page.panel.bar.title == "H-4 was scanned before"
    hands.scan("PPE-01")
    figure(window, hands, "12")
    hands.key(Qt.Key.Key_F9)
    dialog = open_overlay(window)
    assert isinstance(dialog, FinishDialog)
    double_click(dialog.save)
    assert page.found.state is CountState.CHECKED
    qtbot.waitUntil(page.differences.table.hasFocus)  # the keys of the status bar work at once
    assert not page.act.isEnabled(), "two differences need a cause"
    worth = [str(page.differences.model.index(at, 6).data()) for at in range(2)]
    assert sorted(one[0] for one in worth) == ["$", "\u2212"], "two gloves more, one helmet less"
    QTest.keyClick(page.differences.table, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    hands.key(Qt.Key.Key_F2)
    cause = open_overlay(window)
    assert isinstance(cause, CauseDialog)
    cause.cause.editor.set_value(Cause.NOT_BOOKED_OUT.value)
    hands.ctrl(Qt.Key.Key_S)
    assert page.act.isEnabled()
    hands.ctrl(Qt.Key.Key_Return)
    assert page.found.state is CountState.POSTED
    assert (post.on_hand(goods.helmets), post.on_hand(goods.gloves)) == (4, 12)
    assert post.work.read(verify).holds
    assert page.found.adjustment == "PCL-AD-2026-A0001"
    assert cut_off(page) == []


def test_a_bin_is_scanned_and_what_lies_there_is_moved(
    window: MainWindow, post: Post, goods: Shelf, qtbot: QtBot
) -> None:
    hands = Hands()
    page = counting(window, hands, qtbot)
    for serial in ("H-1", "H-2", "H-3", "H-4"):
        hands.scan(serial)
    hands.scan("A-04")
    assert page.panel.bar.title == "Now counting Main warehouse A-04"
    assert page.panel.place.text().endswith("A-04")
    hands.scan("H-5")
    assert page.panel.bar.tone == "warn"
    assert "Main warehouse" in page.panel.bar.text
    page.panel.table.set_current_key(next(one.line_id for one in page.found.lines if one.variant_id == goods.gloves))  # type: ignore[union-attr]
    hands.key(Qt.Key.Key_F2)
    figure(window, hands, "10")
    hands.key(Qt.Key.Key_F9)
    hands.ctrl(Qt.Key.Key_S)
    assert page.act.isEnabled(), "the cause of a wrong place is plain"
    hands.ctrl(Qt.Key.Key_Return)
    found = post.scalar(
        "SELECT count(*) FROM position q JOIN place p ON p.id = q.place_id JOIN bin b ON b.id = p.bin_id WHERE b.code = 'A-04'"
    )
    assert found == 1


def test_an_unknown_serial_is_decided_and_nothing_is_finished_before(
    window: MainWindow, post: Post, goods: Shelf, qtbot: QtBot
) -> None:
    hands = Hands()
    page = counting(window, hands, qtbot)
    hands.scan("NEW-1")
    assert page.panel.bar.tone == "bad"
    hands.key(Qt.Key.Key_F9)
    dialog = open_overlay(window)
    assert isinstance(dialog, GoodsDialog), "what nobody knows is asked about first"
    dialog.item.editor.set_value(goods.helmets, "Riot helmet")
    hands.ctrl(Qt.Key.Key_S)
    assert page.found is not None
    assert page.found.undecided == 0
    assert page.found.lines[-1].seen == {1: 1}


def test_what_nobody_counted_must_be_confirmed_as_nothing(
    window: MainWindow, post: Post, goods: Shelf, qtbot: QtBot
) -> None:
    hands = Hands()
    page = counting(window, hands, qtbot)
    for serial in ("H-1", "H-2", "H-3", "H-4", "H-5"):
        hands.scan(serial)
    hands.key(Qt.Key.Key_F9)
    dialog = open_overlay(window)
    assert isinstance(dialog, FinishDialog)
    hands.ctrl(Qt.Key.Key_S)
    assert open_overlay(window) is dialog, "refused, with the reason on top"
    dialog.rest.setChecked(True)
    hands.ctrl(Qt.Key.Key_S)
    assert page.found is not None
    assert [line.change for line in page.found.lines] == [-10, 0]
    page.differences.table.set_current_key(page.found.lines[0].line_id)
    QTest.mouseClick(page.differences.again, Qt.MouseButton.LeftButton)
    assert page.takes_scans()
    assert [row.variant_id for row in (page.panel.model.ready(0).row,)] == [goods.gloves]
    hands.scan("PPE-01")
    figure(window, hands, "10")
    hands.key(Qt.Key.Key_F9)
    hands.ctrl(Qt.Key.Key_S)
    hands.ctrl(Qt.Key.Key_Return)
    assert page.found.state is CountState.POSTED
    assert page.found.adjustment == ""


def test_a_sheet_is_printed_and_entered(window: MainWindow, post: Post, goods: Shelf, qtbot: QtBot) -> None:
    hands = Hands()
    page = counting(window, hands, qtbot)
    hands.ctrl(Qt.Key.Key_P)
    paper = open_overlay(window)
    assert isinstance(paper, PaperDialog)
    paper.dismiss()
    hands.ctrl(Qt.Key.Key_T)
    sheet = open_overlay(window)
    assert isinstance(sheet, SheetDialog)
    gloves, helmets = sheet.entries
    assert gloves.figure is not None
    assert helmets.serials is not None
    hands.fill(gloves.figure, "9")
    helmets.serials.setPlainText("H-1\nH-2\nH-3\nH-4\nH-5\nQ-1")
    hands.ctrl(Qt.Key.Key_S)
    assert page.panel.bar.tone == "warn"
    assert "1 serial is not in the books" in page.panel.bar.title
    assert page.found is not None
    assert {line.variant_id: line.counted for line in page.found.lines} == {goods.gloves: 9, goods.helmets: 5}


def test_two_windows_of_time_a_count_that_is_left_goes_on(
    window: MainWindow, post: Post, goods: Shelf, qtbot: QtBot
) -> None:
    """Closed in the middle, everything scanned is there; undo takes back one scan at a time."""
    hands = Hands()
    page = counting(window, hands, qtbot)
    hands.scan("H-1")
    hands.scan("H-2")
    window.navigator.open(Route("counts"))
    window.navigator.open(Route("count", page.id))
    again = detail(window)
    assert again.found is not None
    assert again.found.scan_count == 2
    again.panel.scan.setFocus()
    hands.ctrl(Qt.Key.Key_Z)
    assert again.found.scan_count == 1


def test_who_counts_blind_sees_nothing_of_the_other_counter(
    window: MainWindow, post: Post, goods: Shelf, qtbot: QtBot
) -> None:
    count = begun(post, two_counters=True, counter_one="Dana", counter_two="Rosa", blind=True)
    count.quantity(goods.gloves, 8)
    count.scan("H-1")
    window.navigator.open(Route("count", count.id))
    page = detail(window)
    qtbot.waitUntil(page.takes_scans)
    panel = page.panel

    def lines() -> list[list[str]]:
        texts = [panel.model.index(at, column).data() for at in range(2) for column in (4, 5)]
        return [texts[:2], texts[2:]]

    assert lines() == [["8", "Counted"], ["1", "Counted"]]
    assert panel.seen.rowCount() == 2
    panel.round.choose("2")
    assert lines() == [["—", "Not counted"], ["—", "Not counted"]]
    assert panel.seen.rowCount() == 0
    count.quantity(goods.gloves, 9, round=2)
    page.refresh()
    qtbot.waitUntil(lambda: panel.seen.rowCount() == 1)
    assert lines()[0] == ["9", "Counted"], "that the two disagree is said when both are through"


def test_the_list_finds_filters_and_opens(window: MainWindow, post: Post, goods: Shelf, qtbot: QtBot) -> None:
    count = begun(post, title="Bay four")
    window.navigator.open(Route("counts"))
    page = window.pages.current()
    assert isinstance(page, CountsPage)
    qtbot.waitUntil(lambda: page.total.keys == (count.id,))
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    assert detail(window).id == count.id


def test_accuracy_shows_months_and_plans_what_is_due(window: MainWindow, post: Post, goods: Shelf) -> None:
    window.navigator.open(Route("count-accuracy"))
    page = window.pages.current()
    assert isinstance(page, AccuracyPage)
    assert page.none.isVisible()
    assert page.due.keys() == (0,), "helmets and gloves of no class were never counted"
    page.due_table.setFocus()
    page.due_table.set_current_key(0)
    QTest.keyClick(page.due_table, Qt.Key.Key_Return)
    dialog = open_overlay(window)
    assert isinstance(dialog, PlanDialog)
    dialog.dismiss()
    count = begun(post)
    count.scan("H-1", "H-2", "H-3", "H-4", "H-5")
    count.quantity(goods.gloves, 10)
    count.finish()
    count.book()
    page.refresh()
    assert page.month_table.isVisible()
    assert page.nothing.isVisible()


def test_giving_up_takes_a_reason_and_lets_go(window: MainWindow, post: Post, goods: Shelf, qtbot: QtBot) -> None:
    count = begun(post, frozen=True)
    window.navigator.open(Route("count", count.id))
    page = detail(window)
    QTest.mouseClick(page.cancel, Qt.MouseButton.LeftButton)
    dialog = open_overlay(window)
    assert dialog is not None
    dialog.reason.editor.setPlainText("flood")  # type: ignore[attr-defined]
    QTest.mouseClick(dialog.act, Qt.MouseButton.LeftButton)  # type: ignore[attr-defined]
    assert page.found is not None
    assert page.found.state is CountState.CANCELED
    assert post.scalar("SELECT count(*) FROM frozen_place") == 0


def test_a_sheet_entered_again_asks_what_becomes_of_the_figures(window: MainWindow, goods: Shelf, qtbot: QtBot) -> None:
    hands = Hands()
    page = counting(window, hands, qtbot)
    for _time in range(2):
        hands.ctrl(Qt.Key.Key_T)
        sheet = open_overlay(window)
        assert isinstance(sheet, SheetDialog)
        figure = sheet.entries[0].figure
        assert figure is not None
        assert not sheet.again.isVisible()
        hands.fill(figure, "9")
        hands.ctrl(Qt.Key.Key_S)
    assert open_overlay(window) is sheet
    assert sheet.again.isVisible()
    assert sheet.again.has_error()
    sheet.again.editor.set_value(Again.REPLACE)
    hands.ctrl(Qt.Key.Key_S)
    assert open_overlay(window) is None
    assert page.found is not None
    assert next(one for one in page.found.lines if one.variant_id == goods.gloves).counted == 9


def test_a_line_counted_by_serial_says_so_before_it_asks_for_a_number(
    window: MainWindow, goods: Shelf, qtbot: QtBot
) -> None:
    hands = Hands()
    page = counting(window, hands, qtbot)
    assert page.found is not None
    helmets = next(one for one in page.found.lines if one.variant_id == goods.helmets)
    page.panel.table.set_current_key(helmets.line_id)
    hands.key(Qt.Key.Key_F2)
    assert open_overlay(window) is None
    assert page.panel.bar.title.endswith("is counted by its serials")
    assert page.panel.scan.hasFocus()


def test_every_bin_can_be_reached_in_a_plan(window: MainWindow, post: Post, qtbot: QtBot) -> None:
    bins = tuple(f"R-{n:03d}" for n in range(60))
    version = int(post.scalar("SELECT version FROM store WHERE id = :s", s=post.store))  # type: ignore[call-overload]
    post.work.write(save_store, StoreDraft("MW", "Main warehouse", post.store, version, "", bins))
    hands = Hands()
    window.navigator.open(Route("counts"))
    hands.ctrl(Qt.Key.Key_N)
    dialog = open_overlay(window)
    assert isinstance(dialog, PlanDialog)
    assert dialog.bins.finder.isVisible()
    assert dialog.bins.more.text().endswith("more: type to find them.")
    hands.fill(dialog.bins.finder, "r-05")
    assert {box.text() for box in dialog.bins.boxes.values()} == {f"R-05{n}" for n in range(10)}
    next(box for box in dialog.bins.boxes.values() if box.text() == "R-057").click()
    dialog.bins.finder.clear()
    hands.fill(dialog.bins.finder, "r-011")
    assert [box.text() for box in dialog.bins.boxes.values()] == ["R-057", "R-011"], "what is ticked stays in sight"
    assert dialog.title_.editor.text() == "Main warehouse, R-057"
    (ticked,) = dialog.scope().bins
    assert post.scalar("SELECT code FROM bin WHERE id = :b", b=ticked) == "R-057"
