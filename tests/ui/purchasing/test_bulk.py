"""Ticked orders: the primary button acts on them, the preview says what happens."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from inl_logistics.agreements.commands import AgreementDraft, ProjectDraft, save_agreement
from inl_logistics.purchasing.commands import OrderDraft, OrderLineDraft, draft_of, save_order
from tests.builders import TODAY, Post, puerto_claro
from tests.ui.desk import dialog, go, shown
from tests.ui.fieldwork import Hands, cut_off, window_on
from ui.kit.navigation import Route
from ui.purchasing.bulkacts import MoveOrdersDialog, PlaceDialog
from ui.purchasing.detail import OrderPage
from ui.purchasing.editor import OrderEditor
from ui.purchasing.feature import FEATURE as PURCHASING
from ui.purchasing.linedialog import LineDialog
from ui.purchasing.page import OrdersPage
from ui.shell.window import MainWindow


@pytest.fixture
def post(tmp_path: Path) -> Post:
    """Three drafts under P-1; the last has no vendor."""
    made = puerto_claro(tmp_path / "post")
    vest = made.item("ARM-01", name="Vest")
    agreement = made.work.write(
        save_agreement,
        AgreementDraft("LOA-1", signed_on=date(2026, 1, 1), projects=(ProjectDraft("P-1"), ProjectDraft("P-2"))),
    )
    for vendor in (made.vendor, made.vendor, None):
        line = OrderLineDraft(vest, 4, 100_000_000)
        made.work.write(
            save_order,
            OrderDraft((line,), title="Vests", vendor_id=vendor, agreement_id=agreement, project_id=1,
                       ordered_on=TODAY - timedelta(days=10)),
        )  # fmt: skip
    return made


@pytest.fixture
def window(post: Post, qtbot: QtBot, qapp: QApplication) -> Iterator[MainWindow]:
    """The window on it."""
    with window_on(post, (PURCHASING,), qtbot, qapp) as opened:
        yield opened


def test_ticked_drafts_are_placed_and_the_others_left_out(window: MainWindow, post: Post, qtbot: QtBot) -> None:
    hands = Hands()
    page = go(window, OrdersPage, Route("orders"))
    qtbot.waitUntil(lambda: page.model.rowCount() == 3)
    assert page.new.text() == "New order"
    page.model.set_ticked([1, 2, 3], on=True)
    assert page.new.text() == "Place 3…"
    assert page.more.isVisible()
    assert not cut_off(page)
    hands.click(page.new)
    preview = dialog(window, PlaceDialog)
    assert preview.save.text() == "Place 2 orders, leave out 1"
    hands.click(preview.save)
    assert post.scalar("SELECT count(*) FROM document WHERE kind = 'PO'") == 2
    assert page.model.tick_count() == 0


def test_ticked_orders_move_to_another_project(window: MainWindow, post: Post) -> None:
    hands = Hands()
    page = go(window, OrdersPage, Route("orders"))
    page.model.set_ticked([1, 2], on=True)
    page.acting.move()
    form = dialog(window, MoveOrdersDialog)
    hands.click(form.save)
    assert form.reason.has_error()
    form.project.editor.set_value(2)
    form.project.editor.chosen.emit(2)
    hands.fill(form.reason.editor, "Second phase")
    hands.click(form.save)
    assert post.scalar("SELECT count(*) FROM purchase_order WHERE project_id = 2") == 2


def test_a_foreign_order_needs_its_rate_and_a_line_its_own_project(
    window: MainWindow, post: Post, qtbot: QtBot
) -> None:
    hands = Hands()
    editor = go(window, OrderEditor, Route("order-draft", 1))
    editor.part.choose("money")
    header = editor.header
    assert not header.rate.isEnabled()
    header.currency.editor.setText("")
    hands.fill(header.currency.editor, "eur")
    QTest.qWait(0)
    header.show_rate()
    hands.click(editor.save)
    assert header.rate.has_error()
    hands.fill(header.rate.editor, "1.1")
    header.rate_on.editor.set_day(TODAY)
    editor.table.opened.emit(0)
    line = dialog(window, LineDialog)
    line.project.editor.set_value(2)
    hands.click(line.save)
    hands.click(editor.save)
    qtbot.waitUntil(lambda: shown(window, OrderPage) is not None)
    kept = post.work.read(draft_of, 1)
    assert (kept.currency, kept.rate_micros, kept.rate_on) == ("EUR", 1_100_000, TODAY)
    assert kept.lines[0].project_id == 2
    assert post.scalar("SELECT value_usd_minor FROM order_line WHERE order_id = 1") == 440_00


def test_a_placed_line_stays_in_its_order(window: MainWindow, post: Post) -> None:
    hands = Hands()
    page = go(window, OrderPage, Route("order", 1))
    hands.click(page.primary)
    editor = go(window, OrderEditor, Route("order-draft", 1))
    assert editor.save.text() == "Save amendment"
    editor.table.set_current_row(0)
    editor._remove()
    assert len(editor.form.lines) == 1
    notice = window.notices.current()
    assert notice is not None
    assert "stays in the order" in notice.words


def test_a_line_says_which_number_it_cannot_read(window: MainWindow, post: Post) -> None:
    hands = Hands()
    editor = go(window, OrderEditor, Route("order-draft", 1))
    editor.table.opened.emit(0)
    line = dialog(window, LineDialog)
    slips = {line.warranty: "two years", line.min_life: "-3", line.quantity: "4.5", line.price: "-1"}
    had = {field: field.editor.text() for field in slips}
    for field, typed in slips.items():
        field.editor.clear()
        hands.fill(field.editor, typed)
    hands.click(line.save)
    assert all(field.has_error() for field in slips), "all at once"
    assert line.isVisible()
    for field, text in had.items():
        field.editor.setText(text)
    line.quantity.editor.setText("9999999999999")
    line.price.editor.setText("100000")
    hands.click(line.save)
    assert line.quantity.has_error(), "past all counting"
    line.quantity.editor.setText("999999999999")
    hands.click(line.save)
    hands.click(editor.save)
    assert editor.summary.isVisible() or editor.banner.isVisible()
    assert post.scalar("SELECT quantity FROM order_line WHERE order_id = 1") == 4
