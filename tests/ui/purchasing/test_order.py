"""Writing an order, placing it, booking and following its shipment through the window."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from inl_logistics.kernel.dates import day_month
from inl_logistics.shipments.contents import ShipmentLineRow
from inl_logistics.shipments.records import MilestoneKind
from tests.builders import TODAY, Post, puerto_claro
from tests.ui.fieldwork import double_click, window_on
from ui.kit.buttons import Button
from ui.kit.dialogs import Dialog, open_overlay
from ui.kit.fields import LineEdit
from ui.kit.listpage import ListPage
from ui.kit.navigation import Route
from ui.purchasing.detail import OrderPage
from ui.purchasing.editor import OrderEditor
from ui.purchasing.feature import FEATURE as PURCHASING
from ui.purchasing.linedialog import LineDialog
from ui.purchasing.page import OrdersPage
from ui.shell.pages import KEPT
from ui.shell.window import MainWindow
from ui.shipments.detail import ShipmentPage
from ui.shipments.dialogs import MilestoneDialog
from ui.shipments.feature import FEATURE as SHIPMENTS
from ui.shipments.words import in_packages


@pytest.fixture
def post(tmp_path: Path) -> Post:
    """The invented post with one item."""
    made = puerto_claro(tmp_path / "post")
    made.item("RIO-01", name="Riot helmet")
    return made


@pytest.fixture
def window(post: Post, qtbot: QtBot, qapp: QApplication) -> Iterator[MainWindow]:
    """The window on it."""
    with window_on(post, (PURCHASING, SHIPMENTS), qtbot, qapp) as made:
        yield made


def _shown(window: MainWindow, kind: type) -> object:
    page = window.pages.current()
    assert isinstance(page, kind), page
    return page


def _placed(window: MainWindow) -> OrderPage:
    window.navigator.open(Route("order-draft"))
    editor = _shown(window, OrderEditor)
    assert isinstance(editor, OrderEditor)
    editor.title.editor.setText("Riot helmets")
    editor.vendor.editor.set_value(1)
    QTest.mouseClick(editor.add, Qt.MouseButton.LeftButton)
    line = open_overlay(window)
    assert isinstance(line, LineDialog)
    option = next(iter(line._found))
    line.item.editor.set_value(option)
    line.quantity.editor.setText("120")
    line.price.editor.setText("137.50")
    QTest.mouseClick(line.save, Qt.MouseButton.LeftButton)
    assert editor.total.text().endswith("16,500.00\u2069") or "16,500.00" in editor.total.text()
    double_click(editor.save)
    page = _shown(window, OrderPage)
    assert isinstance(page, OrderPage)
    return page


def test_an_order_is_written_placed_and_shipped_once_however_often_one_clicks(window: MainWindow, post: Post) -> None:
    page = _placed(window)
    assert post.scalar("SELECT count(*) FROM purchase_order") == 1
    double_click(page.primary)
    assert post.scalar("SELECT number FROM document WHERE kind = 'PO'") == "PCL-PO-2026-A0001"
    if window.pages.current() is page:
        QTest.mouseClick(page.primary, Qt.MouseButton.LeftButton)
    shipment = _shown(window, ShipmentPage)
    assert isinstance(shipment, ShipmentPage)
    assert post.scalar("SELECT count(*) FROM shipment") == 1
    double_click(shipment.receive)
    assert post.scalar("SELECT count(*) FROM document WHERE kind = 'IN'") == 1


def test_an_empty_order_says_what_is_missing_and_keeps_what_was_typed(window: MainWindow, post: Post) -> None:
    window.navigator.open(Route("order-draft"))
    editor = _shown(window, OrderEditor)
    assert isinstance(editor, OrderEditor)
    editor.need_by.editor.setText("not a day")
    QTest.mouseClick(editor.save, Qt.MouseButton.LeftButton)
    assert editor.title.has_error()
    assert editor.need_by.has_error()
    assert editor.need_by.editor.text() == "not a day"
    assert post.scalar("SELECT count(*) FROM purchase_order") == 0


def test_the_list_shows_orders_with_their_state(window: MainWindow, post: Post, qtbot: QtBot) -> None:
    variant = int(str(post.scalar("SELECT id FROM variant WHERE code = 'RIO-01'")))
    post.order((variant, 10))
    window.navigator.open(Route("orders"))
    page = _shown(window, OrdersPage)
    assert isinstance(page, OrdersPage)
    qtbot.waitUntil(lambda: "1 order" in page.status()[0])


def test_a_milestone_moves_the_shipment_and_a_future_one_is_refused(window: MainWindow, post: Post) -> None:
    from inl_logistics.shipments.commands import ShipmentLineDraft

    variant = int(str(post.scalar("SELECT id FROM variant WHERE code = 'RIO-01'")))
    order = post.order((variant, 10))
    shipment = post.ship(order, [ShipmentLineDraft(variant, 10, post.order_lines(order)[0])])
    window.navigator.open(Route("shipment", shipment))
    page = _shown(window, ShipmentPage)
    assert isinstance(page, ShipmentPage)
    page.acting.milestone(MilestoneKind.DEPARTED.value)
    dialog = open_overlay(window)
    assert isinstance(dialog, MilestoneDialog)
    dialog.actual.editor.set_day(date(2027, 1, 1))
    QTest.mouseClick(dialog.save, Qt.MouseButton.LeftButton)
    assert dialog.actual.has_error()
    dialog.actual.editor.set_day(TODAY)
    QTest.mouseClick(dialog.save, Qt.MouseButton.LeftButton)
    assert post.scalar("SELECT state FROM shipment") == "in-transit"


def test_an_order_for_what_is_below_its_minimum_starts_with_what_is_missing(window: MainWindow, post: Post) -> None:
    from inl_logistics.catalog.commands import ItemDraft, VariantDraft, save_item
    from inl_logistics.kernel.values import Tracking

    post.work.write(
        save_item,
        ItemDraft("RST-01", "Handcuffs", Tracking.SERIAL, price_micros=36_000_000, variants=(VariantDraft("", 40),)),
    )
    variant = post.scalar("SELECT id FROM variant WHERE code = 'RST-01'")
    window.navigator.open(Route("order-draft", None, (("variants", str(variant)),)))
    editor = _shown(window, OrderEditor)
    assert isinstance(editor, OrderEditor)
    assert [(line.code, line.quantity) for line in editor.form.lines] == [("RST-01", 40)]


def test_closing_asks_before_a_typed_order_is_lost(window: MainWindow, post: Post) -> None:
    window.navigator.open(Route("order-draft"))
    editor = _shown(window, OrderEditor)
    assert isinstance(editor, OrderEditor)
    assert not editor.is_unsaved()
    QTest.keyClicks(editor.title.editor, "Helmets")
    window.navigator.open(Route("orders"))
    assert not window.close_post()
    assert window.pages.current() is editor
    asked = open_overlay(window)
    assert isinstance(asked, Dialog)
    keep = next(one for one in asked.findChildren(Button) if one.text() == "Keep working")
    QTest.mouseClick(keep, Qt.MouseButton.LeftButton)
    assert editor.title.editor.text() == "Helmets"
    assert not window.close()
    asked = open_overlay(window)
    assert isinstance(asked, Dialog)
    leave = next(one for one in asked.findChildren(Button) if one.text() == "Close without saving")
    QTest.mouseClick(leave, Qt.MouseButton.LeftButton)
    assert window.workspace is None


def test_a_remark_alone_is_unsaved_too(window: MainWindow, post: Post) -> None:
    window.navigator.open(Route("order-draft"))
    editor = _shown(window, OrderEditor)
    assert isinstance(editor, OrderEditor)
    QTest.keyClicks(editor.remarks.editor, "Call first")
    assert editor.is_unsaved()
    for number in range(KEPT + 1):
        window.navigator.open(Route("order", number + 1))
    assert window.pages.unsaved() is editor, "the pages opened after it do not push it out"
    editor.discard()


def test_a_long_text_shows_its_beginning(qtbot: QtBot) -> None:
    field = LineEdit()
    qtbot.addWidget(field)
    field.setText("Annex B, Embassy warehouse, gate 4")
    assert field.cursorPosition() == 0


def test_this_carton_shows_what_lies_in_it() -> None:
    row = ShipmentLineRow(
        1, 1, None, None, "", None, "Radio", "COM-01", "serial", 60, 60, 0, 620_000_000, 3_720_000, "", None, None, "", "",
        ((7, 20), (8, 40)), (("A-1", "CTN 1"), ("A-2", "CTN 2")),
    )  # fmt: skip
    inside = in_packages(row, {7}, {"CTN 1"})
    assert (inside.quantity, inside.serials, inside.value_minor) == (20, 1, 1_240_000)


def test_a_milestone_years_away_shows_its_year() -> None:
    assert day_month(date(2026, 12, 1), TODAY) == "1 Dec"
    assert day_month(date(2031, 11, 24), TODAY) == "24 Nov 2031"


def test_a_new_order_after_a_saved_one_is_empty(window: MainWindow, post: Post) -> None:
    """What was saved is not saved again under another number."""
    _placed(window)
    window.navigator.open(Route("order-draft"))
    fresh = _shown(window, OrderEditor)
    assert isinstance(fresh, OrderEditor)
    assert (fresh.title.editor.text(), fresh.form.lines, fresh.is_unsaved()) == ("", [], False)
    assert post.scalar("SELECT count(*) FROM purchase_order") == 1


def test_leaving_a_changed_order_says_that_it_is_kept_and_can_be_let_go(window: MainWindow, post: Post) -> None:
    page = _placed(window)
    assert page.record is not None
    window.navigator.open(Route("order-draft", page.record.id))
    editor = _shown(window, OrderEditor)
    assert isinstance(editor, OrderEditor)
    QTest.keyClicks(editor.title.editor, " and more")
    window.navigator.open(Route("order", page.record.id))
    notice = window.notices.current()
    assert notice is not None
    assert "is not saved; what you typed is kept" in notice.words
    window.navigator.open(Route("order-draft", page.record.id))
    assert window.pages.current() is editor
    window.navigator.open(Route("order", page.record.id))
    again = window.notices.current()
    assert again is not None
    again.act()
    assert window.pages.unsaved() is None
    window.navigator.open(Route("order-draft", page.record.id))
    fresh = _shown(window, OrderEditor)
    assert isinstance(fresh, OrderEditor)
    assert fresh.title.editor.text() == "Riot helmets"


@pytest.mark.parametrize(("kind", "name"), [("orders", "orders"), ("shipments", "shipments")])
def test_what_is_listed_is_exported_by_button_and_key(
    window: MainWindow, post: Post, monkeypatch: pytest.MonkeyPatch, kind: str, name: str
) -> None:
    """Every list that draws the button exports; Ctrl E does the same."""
    asked: list[str] = []
    monkeypatch.setattr("ui.kit.exporting.export_list", lambda _page, name, _query, *, button: asked.append(name))
    window.navigator.open(Route(kind))
    page = window.pages.current()
    assert isinstance(page, ListPage)
    QTest.mouseClick(page.export_button, Qt.MouseButton.LeftButton)
    page.setFocus()
    QTest.keyClick(page, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    assert asked == [name, name]
