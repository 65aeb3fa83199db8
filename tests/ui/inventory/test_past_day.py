"""The stock list as of a past day, through the window."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from inl_logistics.inventory import stock
from inl_logistics.kernel.listing import ListQuery
from inl_logistics.kernel.values import Tracking
from tests.builders import TODAY, Post
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
    hands.ctrl(Qt.Key.Key_L)
    hands.ctrl(Qt.Key.Key_M)
    assert open_overlay(window) is None, "no key does what the buttons do not"
    said = window.notices.current()
    assert said is not None
    assert "stock of 23 Nov 2026" in said.words
    reasons = {one.id: one.enabled_reason() for one in page.commands()}
    assert "stock of 23 Nov 2026" in reasons["stock.reserve"]
    page.show_day(None)
    assert page._total.quantity == now
    assert page.hand_over.isEnabled()
    assert cut_off(page) == []


def test_a_past_day_judges_expiry_by_itself(window: MainWindow, post: Post) -> None:
    """A lot that expires soon now was good for months then."""
    query = ListQuery(filters={"status": frozenset({"expiring"})})
    soon = TODAY + timedelta(days=60)
    variant = post.item("MED-09", name="Burn gel", tracking=Tracking.LOT)
    post.stocked_quantity(variant, 5, lot="BG", expires_on=soon, on=TODAY - timedelta(days=200))
    now = post.work.read(stock.keys, query, today=TODAY).keys
    then = replace(query, filters={**query.filters, "day": frozenset({(TODAY - timedelta(days=100)).isoformat()})})
    assert any(key >> 32 == variant for key in now)
    assert not post.work.read(stock.keys, then, today=TODAY).keys
