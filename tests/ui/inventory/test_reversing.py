"""Taking a move back through the window: from its notice and from the stock card. Source: product.md 4 (Undo)."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from inl_logistics.inventory.holding import HoldDraft, HoldLine, hold
from inl_logistics.verification import verify
from tests.builders import Post
from tests.ui.desk import dialog, go
from tests.ui.fieldwork import double_click, grab
from tests.ui.inventory.test_stock_list import stand_on
from ui.inventory.cardpage import StockCardPage
from ui.inventory.dialogs import ConditionDialog, MoveDialog
from ui.inventory.page import InventoryPage
from ui.kit import paint
from ui.kit.enddialog import ReversalDialog
from ui.kit.navigation import Route
from ui.shell.window import MainWindow


@pytest.fixture
def page(window: MainWindow) -> InventoryPage:
    """The list."""
    return go(window, InventoryPage, Route("inventory"))


def move_gloves(qtbot: QtBot, window: MainWindow, page: InventoryPage, count: int = 20) -> None:
    """Move some gloves to A-04."""
    stand_on(page, qtbot, "gloves")
    page.move_current()
    asked = dialog(window, MoveDialog)
    asked.quantity.editor.set_value(count)
    asked.target.editor.set_value(next(o.value for o in asked.target.editor.options() if o.text.endswith("A-04")))
    asked.submit()


def accept_notice(window: MainWindow) -> None:
    """Follow the action of the notice."""
    notice = window.notices.current()
    assert notice is not None
    assert notice.accessibleName().endswith("Reverse…")
    notice.act()


def in_bin(post: Post, code: str) -> object:
    """Return how much lies in a bin."""
    return post.scalar(
        "SELECT COALESCE(sum(b.quantity), 0) FROM balance b JOIN place p ON p.id = b.place_id JOIN bin x ON x.id = p.bin_id"
        " WHERE x.code = :c", c=code,
    )  # fmt: skip


def test_a_move_is_reversed_from_its_notice(qtbot: QtBot, window: MainWindow, page: InventoryPage, post: Post) -> None:
    move_gloves(qtbot, window, page)
    assert in_bin(post, "A-04") == 20
    accept_notice(window)
    asked = dialog(window, ReversalDialog)
    asked.act.click()
    assert asked.reason.error()
    asked.reason.editor.setText("Wrong bin")
    double_click(asked.act)
    assert in_bin(post, "A-04") == 0
    assert post.scalar("SELECT count(*) FROM document WHERE kind = 'RV'") == 1
    notice = window.notices.current()
    assert notice is not None
    assert notice.words == "RV-26-A0001 posted. The stock is again where and as it was before TR-26-A0001."
    assert post.work.read(verify).holds


def test_a_changed_condition_is_reversed_from_its_notice(
    qtbot: QtBot, window: MainWindow, page: InventoryPage, post: Post
) -> None:
    stand_on(page, qtbot, "gloves")
    page.change_current()
    change = dialog(window, ConditionDialog)
    change.quantity.editor.set_value(7)
    change.state.editor.set_value("quarantined")
    change.reason.editor.setText("Torn seams")
    change.submit()
    accept_notice(window)
    asked = dialog(window, ReversalDialog)
    asked.reason.editor.setText("They were clean")
    asked.act.click()
    assert post.scalar("SELECT COALESCE(sum(quantity), 0) FROM balance WHERE status = 'quarantined'") == 0


def test_the_stock_card_offers_it_for_what_can_be_reversed(
    qtbot: QtBot, window: MainWindow, page: InventoryPage, post: Post, pictures: Path
) -> None:
    """A link in the row of a move, and a command of the palette; once reversed the row says so."""
    move_gloves(qtbot, window, page)
    variant = int(
        str(post.scalar("SELECT v.id FROM variant v JOIN item i ON i.id = v.item_id WHERE i.code = 'PE-4020'"))
    )
    card = go(window, StockCardPage, Route("stock-card", variant))
    table = card.tables["card"]
    assert [entry.kind for entry in card._entries.values()] == ["TR", "RR"]
    command = next(one for one in card.commands() if one.id == "card.reverse")
    table.set_current_key(next(ident for ident, one in card._entries.items() if one.kind == "RR"))
    assert command.enabled_reason()
    move = next(ident for ident, one in card._entries.items() if one.kind == "TR")
    table.set_current_key(move)
    assert not command.enabled_reason()
    grab(window, pictures, "stock-card-reverse")
    table.cell_clicked.emit(move, "reverse")
    asked = dialog(window, ReversalDialog)
    asked.reason.editor.setText("Wrong bin")
    asked.act.click()
    card.refresh()
    assert card._entries[move].reversal == "PCL-RV-2026-A0001"
    assert command.enabled_reason()
    grab(window, pictures, "stock-card-reversed")


def test_a_day_is_never_cut_on_the_stock_card(window: MainWindow, post: Post) -> None:
    """At 1366 px every date column holds its widest day whole."""
    card = go(window, StockCardPage, Route("stock-card", 1))
    for name, table in card.tables.items():
        for at, entry in enumerate(table.list.columns):
            if entry.kind == "date":
                room = table.head.sectionSize(at) - 16
                assert room >= paint.width_of("28 May 2026", "body"), (name, entry.key)


def test_a_reservation_is_released_from_its_row(window: MainWindow, post: Post, qtbot: QtBot) -> None:
    """Its link is drawn and works."""
    row = post.work.read(
        lambda session: (
            session.connection()
            .exec_driver_sql(
                "SELECT l.variant_id, b.place_id FROM balance b JOIN layer l ON l.id = b.layer_id WHERE b.quantity = 320"
            )
            .one()
        )
    )
    post.work.write(hold, HoldDraft((HoldLine(row[0], row[1], 5),), "Training"))
    card = go(window, StockCardPage, Route("stock-card", row[0], (("show", "reserved"),)))
    qtbot.waitUntil(card.tables["reserved"].isVisible)
    card.grab()
    card.tables["reserved"].setFocus(Qt.FocusReason.OtherFocusReason)
    card.tables["reserved"].cell_clicked.emit(0, "release")
    assert post.scalar("SELECT count(*) FROM reservation") == 0
