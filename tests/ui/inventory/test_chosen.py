"""What is chosen in the stock list: ticks under a filter, saved views, columns that do not fit."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from inl_logistics.settings.views import views_of
from tests.builders import Post
from tests.ui.desk import dialog, focused, go
from tests.ui.fieldwork import grab
from ui.inventory.dialogs import HoldDialog
from ui.inventory.page import InventoryPage
from ui.kit.navigation import Route
from ui.shell.window import MainWindow


@pytest.fixture
def page(window: MainWindow) -> InventoryPage:
    """The list."""
    return go(window, InventoryPage, Route("inventory"))


def key_of(page: InventoryPage, name: str) -> int:
    """Return the key of an item's line."""
    found: list[int] = []
    page.fetch(page.model.keys(), lambda rows: found.extend(row.key for row in rows if name in row.item))
    return found[0]


def test_ticked_lines_that_a_filter_hides_are_left_alone(
    qtbot: QtBot, window: MainWindow, page: InventoryPage, pictures: Path
) -> None:
    """The bar counts what is shown, the status bar says what is hidden, and they come back with the filter."""
    page.model.set_ticked([key_of(page, "spray")], True)
    assert page.hand_over.text() == "Hand over 1"
    page.filters.toggle("category", "Body armor")
    qtbot.waitUntil(lambda: len(page.model.keys()) == 2)
    assert page.hand_over.text() == "Hand over"
    assert page.status()[1] == "1 selected line is hidden by the filter"
    vest = key_of(page, "vest")
    page.model.set_ticked([vest], True)
    qtbot.waitUntil(lambda: page.status()[1].startswith("1 selected, 1 hidden · 12 units"))
    assert page.hand_over.text() == "Hand over 1"
    grab(window, pictures, "inventory-ticks-hidden")
    page.reserve_chosen()
    asked = dialog(window, HoldDialog)
    assert [line.item for line in asked._lines] == ["Ballistic vest IIIA"]
    asked.dismiss()
    page.filters.toggle("category", "Body armor")
    qtbot.waitUntil(lambda: page.hand_over.text() == "Hand over 2")
    assert page.status()[1].startswith("2 selected · ")


def test_lines_that_one_reservation_does_not_take_stay_ticked(
    qtbot: QtBot, window: MainWindow, page: InventoryPage, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("ui.inventory.dialogs", "ui.inventory.page"):
        monkeypatch.setattr(f"{module}.MOST_LINES", 1)
    keys = [key_of(page, "spray"), key_of(page, "vest")]
    page.model.set_ticked(keys, True)
    page.reserve_chosen()
    asked = dialog(window, HoldDialog)
    asked.purpose.editor.setText("Escort team")
    asked.submit()
    qtbot.waitUntil(lambda: page.model.tick_count() == 1)


def test_enter_twice_reserves_once(qtbot: QtBot, window: MainWindow, page: InventoryPage, post: Post) -> None:
    """The second Enter comes while the first one is still being written."""
    page.model.set_ticked([key_of(page, "spray")], True)
    page.reserve_chosen()
    asked = dialog(window, HoldDialog)
    asked.purpose.editor.setText("Escort team")
    held = post.scalar("SELECT count(*) FROM reservation")
    asked.save.set_busy(True)
    qtbot.keyClick(asked.purpose.editor, Qt.Key.Key_Return)
    assert post.scalar("SELECT count(*) FROM reservation") == held
    asked.save.set_busy(False)
    qtbot.keyClick(asked.purpose.editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: post.scalar("SELECT count(*) FROM reservation") != held)


def test_a_saved_view_is_the_current_one_and_can_be_renamed(
    qtbot: QtBot, window: MainWindow, page: InventoryPage, post: Post
) -> None:
    page.filters.toggle("category", "Body armor")
    qtbot.waitUntil(lambda: len(page.model.keys()) == 2)
    for name in ("Armor", "Gloves"):
        page.views.save()
        qtbot.keyClicks(focused(), name)
        qtbot.keyClick(focused(), Qt.Key.Key_Return)
        assert page.path_chip() == name
        view = page.filters.current_view()
        assert view is not None
        assert view.title == name
    line = page.filters._rows[view.key]
    qtbot.waitUntil(line.isVisible)
    assert line.isChecked()
    line.setFocus()
    qtbot.keyClick(line, Qt.Key.Key_F2)
    field = focused()
    assert field.text() == "Gloves"  # type: ignore[attr-defined]
    field.setText("Armor")  # type: ignore[attr-defined]
    qtbot.keyClick(field, Qt.Key.Key_Return)
    notice = window.notices.current()
    assert notice is not None
    assert notice.words == "There is a view “Armor” already. Choose another name."
    page.filters.view_renamed.emit(view.key)
    focused().setText("Gloves and vests")  # type: ignore[attr-defined]
    qtbot.keyClick(focused(), Qt.Key.Key_Return)
    assert [view.name for view in post.work.read(views_of, "inventory")] == ["Armor", "Gloves and vests"]
    assert page.path_chip() == "Gloves and vests"


def test_columns_that_do_not_fit_are_marked(window: MainWindow, page: InventoryPage) -> None:
    """They are ticked, and the menu says why they are not seen."""
    page._menus.columns()
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    said = [(one.text(), one.isChecked()) for one in menu.actions() if isinstance(one.data(), str)]
    menu.close()
    assert ("Code  ·  hidden at this width", True) in said
    assert ("On hand", True) in said
    assert not any("hidden" in text for text, _on in said if text.startswith(("Item", "Location", "Track", "Status")))
