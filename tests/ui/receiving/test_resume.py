"""Starting and resuming a receiving through the window."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from inl_logistics.receiving.commands import Mode
from tests.builders import Post
from tests.ui.fieldwork import Hands, grab
from tests.ui.receiving.conftest import VESTS, receiving
from ui.kit.navigation import Route
from ui.receiving.page import ReceivingPage
from ui.receiving.start import StartReceivingPage
from ui.shell.window import MainWindow


def start_page(window: MainWindow, shipment: int | None, qtbot: QtBot) -> StartReceivingPage:
    """Open the start page, of a shipment or to choose one."""
    window.navigator.open(Route("receive", shipment))
    start = window.pages.current()
    assert isinstance(start, StartReceivingPage)
    qtbot.waitUntil(lambda: start.shipment.editor.value() is not None)
    return start


def test_a_click_leaves_the_keys_in_the_scan_field(window: MainWindow, shipment: int, qtbot: QtBot) -> None:
    """Started by mouse, and after any button of the page, a serial typed by hand goes into it."""
    start = start_page(window, shipment, qtbot)
    QTest.mouseClick(start.start, Qt.MouseButton.LeftButton)
    page = receiving(window)
    assert page.scan.hasFocus()
    page.finish.setFocus()
    window.navigator.open(Route("receive"))
    window.navigator.back()
    qtbot.waitUntil(page.scan.hasFocus)
    for button in (page.sound, page.pause):
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        assert page.scan.hasFocus(), button.text()
    QTest.mousePress(page.finish, Qt.MouseButton.LeftButton)
    assert page.scan.hasFocus()


def test_what_hiding_the_page_before_does_to_the_focus_is_put_right(
    window: MainWindow, shipment: int, qtbot: QtBot
) -> None:
    """The focus that falls to another widget once the page is shown comes back to the scan field."""
    start = start_page(window, shipment, qtbot)
    QTest.mouseClick(start.start, Qt.MouseButton.LeftButton)
    page = receiving(window)
    page.finish.setFocus()
    qtbot.waitUntil(page.scan.hasFocus)


def test_a_resumed_count_begins_with_good_goods(window: MainWindow, page: ReceivingPage, qtbot: QtBot) -> None:
    """F4 and F7 hold until the page is left."""
    hands = Hands()
    for key, mode in ((Qt.Key.Key_F4, Mode.DAMAGED), (Qt.Key.Key_F7, Mode.CARTON)):
        hands.key(key)
        assert page.mode.current() == mode.value
        window.navigator.open(Route("receive"))
        window.navigator.back()
        qtbot.waitUntil(page.scan.hasFocus)
        assert page.mode.current() == Mode.GOOD.value
    hands.scan(VESTS[0])
    assert page.counting is not None
    assert page.counting.scans[0].outcome == "good"


def test_what_is_being_counted_is_said_and_gone_on_with(
    post: Post, window: MainWindow, page: ReceivingPage, qtbot: QtBot, pictures: Path
) -> None:
    """Which shipment, since when, how many scans; the button resumes."""
    for serial in VESTS[:3]:
        Hands().scan(serial)
    page.pause.click()
    window.setFocus()
    Hands().ctrl(Qt.Key.Key_R)
    start = window.pages.current()
    assert isinstance(start, StartReceivingPage)
    qtbot.waitUntil(start.open_card.isVisible)
    assert start.start.text() == "Resume receiving"
    model = start.counts.list
    said = [model.index(0, at).data(Qt.ItemDataRole.DisplayRole) for at in range(model.columnCount())]
    assert "IN-26-A0001 · Body armor" in said
    assert "3" in said
    assert "Paused" in said
    assert any("24 Nov 2026" in str(one) for one in said)
    grab(window, pictures, "receiving-resume")
    start.counts.setFocus()
    QTest.keyClick(start.counts, Qt.Key.Key_Return)
    assert receiving(window).id == page.id


def test_a_whole_carton_is_taken_back_whole_after_a_restart(
    post: Post, window: MainWindow, page: ReceivingPage, shipment: int, qtbot: QtBot
) -> None:
    """What was scanned together is known by the post, not by the window."""
    hands = Hands()
    hands.scan(VESTS[0])
    hands.key(Qt.Key.Key_F7)
    hands.scan("CTN 002")
    assert post.scalar("SELECT count(*) FROM scan WHERE undone = 0") == 10
    window.pages.clear()
    window.navigator.open(Route("receive", shipment))
    qtbot.waitUntil(lambda: isinstance(window.pages.current(), ReceivingPage))
    again = receiving(window)
    qtbot.waitUntil(again.scan.hasFocus)
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClick(focus, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert again.bar.title == "9 scans taken back"
    assert post.scalar("SELECT count(*) FROM scan WHERE undone = 0") == 1
    QTest.keyClick(focus, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert again.bar.title == "1 scan taken back"
    QTest.keyClick(focus, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert again.bar.title == "Nothing to undo"
