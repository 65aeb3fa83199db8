"""The stock list as of a past day, through the window."""

from __future__ import annotations

from datetime import timedelta

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.builders import TODAY
from tests.ui.desk import go
from tests.ui.fieldwork import Hands, cut_off
from ui.inventory.dialogs import DayDialog
from ui.inventory.page import InventoryPage
from ui.kit.dialogs import open_overlay
from ui.kit.navigation import Route
from ui.shell.window import MainWindow


def test_a_day_shows_what_was_there_and_nothing_can_be_done_with_it(window: MainWindow) -> None:
    page = go(window, InventoryPage, Route("inventory"))
    now = page._total.quantity
    assert now > 0
    hands = Hands()
    QTest.mouseClick(page.as_of, Qt.MouseButton.LeftButton)
    dialog = open_overlay(window)
    assert isinstance(dialog, DayDialog)
    hands.fill(dialog.day.editor, (TODAY + timedelta(days=1)).isoformat(), enter=True)
    assert open_overlay(window) is dialog, "tomorrow has no stock yet"
    dialog.day.editor.clear()
    hands.fill(dialog.day.editor, (TODAY - timedelta(days=1)).isoformat(), enter=True)
    assert page._total.quantity == 0, "all of it came today"
    assert page.status()[0].startswith("23 Nov 2026: ")
    assert not page.hand_over.isEnabled()
    assert not page.reserve.isEnabled()
    page.show_day(None)
    assert page._total.quantity == now
    assert page.hand_over.isEnabled()
    assert cut_off(page) == []
