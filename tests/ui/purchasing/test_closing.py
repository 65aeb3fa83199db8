"""Orders are closed from their page and from the list; a foreign order speaks its own currency."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from inl_logistics.purchasing.commands import OrderDraft, OrderLineDraft, place_order, save_order
from inl_logistics.reports import exports
from inl_logistics.shipments.commands import ShipmentLineDraft, cancel_shipment
from inl_logistics.shipments.queries import rows as shipment_rows
from tests.builders import TODAY, Post, puerto_claro
from tests.ui.desk import dialog, go
from tests.ui.fieldwork import Hands, window_on
from ui.kit.buttons import Button
from ui.kit.dialogs import Dialog, open_overlay
from ui.kit.navigation import Route
from ui.kit.tables import KeyedTableModel
from ui.kit.widget import Label
from ui.purchasing.bulkacts import CloseOrdersDialog
from ui.purchasing.detail import OrderPage
from ui.purchasing.editor import OrderEditor
from ui.purchasing.feature import FEATURE as PURCHASING
from ui.purchasing.page import OrdersPage
from ui.shell.window import MainWindow
from ui.shipments.detail import ShipmentPage
from ui.shipments.feature import FEATURE as SHIPMENTS


@pytest.fixture
def post(tmp_path: Path) -> Post:
    """Order 1 is complete, order 2 has a canceled shipment, order 3 is in euros."""
    made = puerto_claro(tmp_path / "post")
    vest = made.item("BA-01", name="Vest")
    orders = [made.order((vest, 2)), made.order((vest, 2))]
    ships = [made.ship(one, [ShipmentLineDraft(vest, 2, made.order_lines(one)[0])]) for one in orders]
    made.receive(ships[0], ["V1", "V2"])
    made.work.write(cancel_shipment, ships[1], reason="Lost")
    euro = OrderDraft((OrderLineDraft(vest, 2, 100_000_000),), title="Vests", vendor_id=made.vendor, currency="EUR",
                      rate_micros=1_100_000, rate_on=TODAY, ordered_on=TODAY)  # fmt: skip
    made.work.write(save_order, euro)
    return made


@pytest.fixture
def window(post: Post, qtbot: QtBot, qapp: QApplication) -> Iterator[MainWindow]:
    """The window on it."""
    with window_on(post, (PURCHASING, SHIPMENTS), qtbot, qapp) as opened:
        yield opened


def _button(over: Dialog, text: str) -> Button:
    return next(one for one in over.findChildren(Button) if one.text() == text)


def test_a_complete_order_is_closed_with_two_clicks(window: MainWindow, post: Post) -> None:
    hands = Hands()
    page = go(window, OrderPage, Route("order", 1))
    assert (page.close_.text(), page.close_.reason()) == ("Close order…", "")
    hands.click(page.close_)
    asked = open_overlay(window)
    assert isinstance(asked, Dialog)
    hands.click(_button(asked, "Close order"))
    assert post.scalar("SELECT state FROM purchase_order WHERE id = 1") == "closed"
    assert page.record is not None
    assert page.record.status == "closed"
    assert page.close_.reason() == page.edit.reason() == "The order is closed"


def test_an_order_that_never_came_is_closed_with_a_reason(window: MainWindow, post: Post) -> None:
    page = go(window, OrderPage, Route("order", 2))
    assert page.close_.text() == "Cancel order…"
    assert "canceled" in [one.text() for one in page.shipments_card.findChildren(Label)]
    page.ending.close()
    asked = open_overlay(window)
    assert isinstance(asked, Dialog)
    hands = Hands()
    field = next(one for one in asked.findChildren(QLineEdit) if one.isVisible())
    hands.fill(field, "Vendor closed")
    hands.click(_button(asked, "Close order"))
    assert page.banner.words() == "Closed on 24 Nov 2026: Vendor closed"
    assert post.scalar("SELECT canceled_quantity FROM order_line WHERE order_id = 2") == 2


def test_ticked_orders_are_closed_and_the_others_left_out(window: MainWindow, post: Post, qtbot: QtBot) -> None:
    page = go(window, OrdersPage, Route("orders"))
    qtbot.waitUntil(lambda: page.model.rowCount() == 3)
    page.model.set_ticked([1, 2, 3], on=True)
    page.acting.close_ticked()
    preview = dialog(window, CloseOrdersDialog)
    assert preview.save.text() == "Close 1 order, leave out 2"
    Hands().click(preview.save)
    assert post.scalar("SELECT count(*) FROM purchase_order WHERE state = 'closed'") == 1
    assert page.model.tick_count() == 0


def _cells(model: KeyedTableModel) -> list[object]:
    return [model.data(model.index(0, column)) for column in range(model.columnCount())]


def test_lines_of_a_foreign_order_are_in_its_currency(window: MainWindow, post: Post) -> None:
    editor = go(window, OrderEditor, Route("order-draft", 3))
    assert any("€200.00" in str(one) for one in _cells(editor.lines)), _cells(editor.lines)
    post.work.write(place_order, 3)
    page = go(window, OrderPage, Route("order", 3))
    assert any("€200.00" in str(one) for one in _cells(page.lines)), _cells(page.lines)
    page = go(window, OrderPage, Route("order", 1))
    assert not any("€" in str(one) for one in _cells(page.lines))


def test_the_summary_keeps_its_order_in_right_to_left_text(window: MainWindow, qapp: QApplication) -> None:
    page = go(window, OrderPage, Route("order", 1))
    assert page.head._summary.text().startswith("PO-26-A0001 · ")
    qapp.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    try:
        page.head.set_summary("PO-26-A0001 · Northgate · $5")
        assert page.head._summary.text().count("\N{FIRST STRONG ISOLATE}") == 3
    finally:
        qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)


def test_the_sheet_of_orders_says_what_was_handed_over(post: Post) -> None:
    sheet = post.work.read(exports.sheet, "orders", today=TODAY)
    keys = [column.key for column in sheet.columns]
    assert keys.index("handed") == keys.index("received") + 1
    assert all(len(row) == len(keys) for row in sheet.rows)


def test_an_order_is_put_on_one_draft_shipment_however_often_one_asks(
    window: MainWindow, post: Post, qtbot: QtBot
) -> None:
    """What waits on a draft is not shipped again; the draft opens. It takes the order's day, prices and currency."""
    hands = Hands()
    post.work.write(place_order, 3)
    page = go(window, OrderPage, Route("order", 3))
    hands.click(page.primary)
    assert post.scalar("SELECT count(*) FROM shipment WHERE state = 'draft'") == 1
    assert isinstance(window.pages.current(), ShipmentPage)
    page = go(window, OrderPage, Route("order", 3))
    qtbot.waitUntil(lambda: page.record is not None and bool(page.record.shipments))
    hands.click(page.primary)
    assert post.scalar("SELECT count(*) FROM shipment WHERE state = 'draft'") == 1
    assert isinstance(window.pages.current(), ShipmentPage)
    ordered = post.scalar("SELECT actual_on FROM milestone m JOIN shipment h ON h.id = m.shipment_id"
                          " WHERE h.state = 'draft' AND m.kind = 'ordered'")  # fmt: skip
    assert ordered == TODAY.isoformat()
    shipment = int(str(post.scalar("SELECT id FROM shipment WHERE state = 'draft'")))
    assert post.scalar("SELECT currency FROM shipment WHERE id = :s", s=shipment) == "EUR"
    row = post.work.read(shipment_rows, [shipment], today=TODAY)[0]
    assert row.value_minor == 220_00, "in dollars by the order's rate"


def test_a_shipment_in_dollars_takes_a_foreign_price_by_its_rate(post: Post) -> None:
    post.work.write(place_order, 3)
    (line,) = post.order_lines(3)
    shipment = post.ship(3, [ShipmentLineDraft(1, 2, line)])
    assert post.work.read(shipment_rows, [shipment], today=TODAY)[0].value_minor == 220_00
