"""The stock list through the window: find stock and act on it. Source: ui.md 10 (Inventory), picture 02."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from inl_logistics.settings.views import views_of
from tests.builders import Post
from tests.ui.desk import VESTS, dialog, focused, go, shown
from ui.inventory.cardpage import StockCardPage
from ui.inventory.dialogs import ConditionDialog, HoldDialog, MoveDialog
from ui.inventory.page import InventoryPage
from ui.inventory.unitpage import UnitPage
from ui.kit import theme
from ui.kit.exporting import write_list
from ui.kit.languages import switch_language
from ui.kit.navigation import Route
from ui.shell.window import MainWindow

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def page(window: MainWindow) -> InventoryPage:
    """The list."""
    return go(window, InventoryPage, Route("inventory"))


def stand_on(page: InventoryPage, qtbot: QtBot, name: str) -> None:
    """Make the line of an item current and wait for the inspector."""
    keys = page.model.keys()
    page.fetch(keys, lambda rows: page.table.set_current_key(next(row.key for row in rows if name in row.item)))
    qtbot.waitUntil(lambda: name in page.inspector.accessibleName())


def test_lines_stand_in_groups_with_totals(page: InventoryPage) -> None:
    assert [(group.title, group.note) for group in page.model.groups()] == [
        ("Batons and irritant sprays", "1 item · 64 units"), ("Body armor", "2 items · 332 units"),
    ]  # fmt: skip
    assert page.status() == ("3 items · 396 units · $163,152",)
    assert page.path_chip() == "All stock"


def test_another_language_reaches_filters_groups_and_totals_at_once(page: InventoryPage, qapp: QApplication) -> None:
    switch_language(qapp, "ar")
    try:
        said = [page.model.groups()[0].note, *page.status(), *(group.title for group in page.filters.groups())]
        said += [option.text for group in page.filters.groups() for option in group.options if group.key == "status"]
        said += [label.text() for label in page.filters._titles.values()]
        assert [words for words in said if not any("\u0600" <= letter <= "\u06ff" for letter in words)] == []
    finally:
        switch_language(qapp, "en")


def test_views_narrow_the_list_and_count(page: InventoryPage) -> None:
    page.filters.choose_view("below")
    assert len(page.model.keys()) == 1
    page.filters.choose_view("expiring")
    assert len(page.model.keys()) == 1
    assert page.path_chip() == "Expiring in 90 days"


def test_an_own_view_is_kept_in_the_post(qtbot: QtBot, page: InventoryPage, post: Post) -> None:
    page.filters.toggle("category", "Body armor")
    qtbot.waitUntil(lambda: len(page.model.keys()) == 2)
    page.views.save()
    qtbot.keyClicks(focused(), "Armor")
    qtbot.keyClick(focused(), Qt.Key.Key_Return)
    (kept,) = post.work.read(views_of, "inventory")
    assert (kept.name, dict(kept.content.filters)) == ("Armor", {"category": ("Body armor",)})
    own = next(view for view in page.filters.views() if view.own)
    page.filters.view_removed.emit(own.key)
    assert post.work.read(views_of, "inventory") == []
    notice = page.context.notices.current()
    assert notice is not None
    notice.act()
    assert [view.name for view in post.work.read(views_of, "inventory")] == ["Armor"]


def test_a_link_brings_its_filter(window: MainWindow) -> None:
    page = go(window, InventoryPage, Route("inventory", None, (("view", "below"),)))
    assert len(page.model.keys()) == 1
    go(window, InventoryPage, Route("inventory", None, (("search", "gloves"),)))
    assert len(page.model.keys()) == 1
    assert page.search.text() == "gloves"


def test_ticked_lines_name_the_action_and_are_summed(page: InventoryPage) -> None:
    page.model.set_ticked(page.model.keys()[:2], True)
    assert page.hand_over.text() == "Hand over 2"
    assert page.status()[1].startswith("2 selected · ")


def test_reserving_asks_for_whom_and_can_be_undone(
    qtbot: QtBot, window: MainWindow, page: InventoryPage, post: Post
) -> None:
    stand_on(page, qtbot, "vest")
    qtbot.keyClick(page.table, Qt.Key.Key_L, CTRL)
    asked = dialog(window, HoldDialog)
    asked.submit()
    assert asked.fields["note"].has_error()
    asked.fields["note"].editor.setText("Training in La Hondura")
    asked.fields["line0"].editor.setText("13")
    asked.submit()
    assert "12 available" in asked.fields["line0"].error()
    asked.fields["line0"].editor.setText("5")
    asked.submit()
    assert post.scalar("SELECT sum(quantity) FROM reservation") == 5
    notice = window.notices.current()
    assert notice is not None
    notice.act()
    assert post.scalar("SELECT count(*) FROM reservation") == 0


def test_moving_ticked_serials_to_another_bin(
    qtbot: QtBot, window: MainWindow, page: InventoryPage, post: Post
) -> None:
    stand_on(page, qtbot, "vest")
    page.move_current()
    asked = dialog(window, MoveDialog)
    asked.units.set_ticked(asked.units.keys()[:3], True)
    assert asked.quantity.editor.integer() == 3
    asked.submit()
    assert asked.fields["to_bin"].has_error()
    asked.target.editor.set_value(next(o.value for o in asked.target.editor.options() if o.text.endswith("A-04")))
    asked.submit()
    moved = post.scalar(
        "SELECT count(*) FROM position o JOIN place p ON p.id = o.place_id JOIN bin b ON b.id = p.bin_id WHERE b.code = 'A-04'"
    )
    assert moved == 3


def test_a_changed_condition_needs_a_reason(qtbot: QtBot, window: MainWindow, page: InventoryPage, post: Post) -> None:
    stand_on(page, qtbot, "gloves")
    page.change_current()
    asked = dialog(window, ConditionDialog)
    asked.quantity.editor.set_value(7)
    asked.submit()
    assert "another condition" in asked.fields["condition"].error()
    asked.state.editor.set_value("quarantined")
    asked.submit()
    assert asked.fields["reason"].has_error()
    asked.reason.editor.setText("Torn seams")
    asked.submit()
    assert post.scalar("SELECT sum(quantity) FROM balance WHERE status = 'quarantined' AND real = 1") == 7


def test_the_inspector_finds_a_serial_and_opens_its_life(qtbot: QtBot, window: MainWindow, page: InventoryPage) -> None:
    stand_on(page, qtbot, "vest")
    serials = page._about.serials
    assert len(serials.model.keys()) == 6
    assert serials.more.text() == "6 more"
    serials.more.clicked.emit()
    assert len(serials.model.keys()) == 12
    qtbot.keyClicks(serials.search, "24007")
    assert [ready.row.serial for _n, ready in serials.model.loaded()] == [VESTS[7]]
    serials.list.opened.emit(serials.model.keys()[0])
    unit = shown(window, UnitPage)
    assert unit.head.title() == VESTS[7]
    assert "Ordered" in unit.life.accessibleDescription()


def test_a_figure_opens_the_movements_that_made_it(qtbot: QtBot, window: MainWindow, page: InventoryPage) -> None:
    stand_on(page, qtbot, "spray")
    page.inspector.figure_opened.emit(3)
    card = shown(window, StockCardPage)
    assert card.views.current() == "movements"
    assert [row.quantity for row in card._moves.values()] == [64]
    assert card.crumbs()[-1].text == "OC spray, 3 oz"


def test_a_scan_anywhere_opens_what_it_names(window: MainWindow, page: InventoryPage) -> None:
    window.take_scan(VESTS[2])
    assert shown(window, UnitPage).head.title() == VESTS[2]
    window.take_scan("CA-0303")
    assert shown(window, StockCardPage).head.title() == "OC spray, 3 oz"
    window.take_scan("nothing of that name")
    assert window.notices.current() is not None


def test_what_is_shown_is_written_as_a_spreadsheet(page: InventoryPage, tmp_path: Path) -> None:
    page.search.setText("gloves")
    write_list(page, "stock", page.query(), tmp_path / "stock.xlsx")
    rows = list(openpyxl.load_workbook(tmp_path / "stock.xlsx").active.iter_rows(values_only=True))
    assert any("Cut-resistant gloves" in map(str, row) for row in rows)
    assert not any("OC spray" in map(str, row) for row in rows)


def test_a_header_menu_filters_its_column(qtbot: QtBot, page: InventoryPage) -> None:
    page.table.menu_asked.emit("status", page.mapToGlobal(page.rect().center()))
    menu = QApplication.activePopupWidget()
    assert menu is not None
    action = next(action for action in menu.actions() if action.text().startswith("Below minimum"))
    action.trigger()
    menu.close()
    qtbot.waitUntil(lambda: len(page.model.keys()) == 1)
    assert page.table.head.filtered == {"status"}


def test_an_empty_post_says_what_will_be_here(qtbot: QtBot, window: MainWindow, page: InventoryPage) -> None:
    page.search.setText("no such thing")
    page.refresh()
    assert "no such thing" in page.nothing.accessibleDescription()


@pytest.mark.parametrize(("language", "size"), [("en", 130), ("ar", 115), ("ar", 130)])
def test_larger_letters_leave_columns_out_instead_of_cutting_them(
    page: InventoryPage, window: MainWindow, qapp: QApplication, language: str, size: int
) -> None:
    """ui.md 3: no clipped label at 130 %, in the smallest window."""
    theme.apply(qapp, scheme="light", text_size=size)
    switch_language(qapp, language)
    try:
        window.resize(1280, 680)
        qapp.processEvents()
        assert page.table.horizontalScrollBar().maximum() == 0
        shown = [c.key for n, c in enumerate(page.model.columns) if not page.table.head.isSectionHidden(n)]
        assert {"item", "on_hand", "available", "status"} <= set(shown)
    finally:
        switch_language(qapp, "en")
        theme.apply(qapp, scheme="light", text_size=100)
