"""A recalled lot and a mistyped serial through the window."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from inl_logistics.inventory.recall import RecallDraft, quarantine_lot
from inl_logistics.kernel.values import Tracking
from tests.builders import TODAY, Post, puerto_claro
from tests.ui.fieldwork import Hands, double_click, window_on
from ui.inventory.cardpage import StockCardPage
from ui.inventory.feature import FEATURE as INVENTORY
from ui.inventory.lotpage import LotPage
from ui.inventory.serialdialog import SerialDialog
from ui.inventory.unitpage import UnitPage
from ui.kit.dialogs import open_overlay
from ui.kit.enddialog import ReversalDialog
from ui.kit.navigation import Route
from ui.search.feature import FEATURE as SEARCH
from ui.shell.window import MainWindow


@pytest.fixture
def post(tmp_path: Path) -> Post:
    made = puerto_claro(tmp_path / "post")
    spray = made.item("INT-03", name="OC spray", tracking=Tracking.LOT)
    made.stocked_quantity(spray, 40, lot="2411B")
    made.stocked(made.item("ARM-01", name="Vest"), ["A-1O1"])
    return made


@pytest.fixture
def window(post: Post, qtbot: QtBot, qapp: QApplication) -> Iterator[MainWindow]:
    with window_on(post, (INVENTORY, SEARCH), qtbot, qapp) as made:
        yield made


def test_a_lot_is_opened_from_the_stock_card_and_put_aside(window: MainWindow, post: Post) -> None:
    hands = Hands()
    variant = int(post.scalar("SELECT v.id FROM variant v JOIN item i ON i.id = v.item_id WHERE i.code = 'INT-03'"))  # type: ignore[call-overload]
    window.navigator.open(Route("stock-card", variant, (("show", "places"),)))
    card = window.pages.current()
    assert isinstance(card, StockCardPage)
    card.tables["places"].setFocus()
    card.tables["places"].set_current_key(0)
    hands.ctrl(Qt.Key.Key_O)
    page = window.pages.current()
    assert isinstance(page, LotPage)
    assert page.found is not None
    assert page.found.ours == 40
    QTest.mouseClick(page.aside, Qt.MouseButton.LeftButton)
    dialog = open_overlay(window)
    assert isinstance(dialog, ReversalDialog)
    dialog.reason.editor.setPlainText("maker's letter")
    double_click(dialog.act)
    assert post.scalar("SELECT count(*) FROM document WHERE kind = 'CH'") == 1
    assert not page.aside.isEnabled()
    assert page.found.rows[0].status == "quarantined"


def test_a_serial_is_corrected_on_its_page(window: MainWindow, post: Post) -> None:
    hands = Hands()
    unit = int(post.scalar("SELECT id FROM unit"))  # type: ignore[call-overload]
    window.navigator.open(Route("unit", unit))
    page = window.pages.current()
    assert isinstance(page, UnitPage)
    QTest.mouseClick(page.rename, Qt.MouseButton.LeftButton)
    dialog = open_overlay(window)
    assert isinstance(dialog, SerialDialog)
    dialog.serial.editor.setText("A-101")
    hands.ctrl(Qt.Key.Key_S)
    assert open_overlay(window) is dialog, "a reason is asked for"
    hands.fill(dialog.reason.editor, "read again", enter=True)
    assert open_overlay(window) is None
    assert page.head.title() == "A-101"
    window.navigator.open(Route("inventory"))
    hands.scan("A-1O1")
    assert window.pages.current().route == Route("unit", unit)


def test_a_recalled_lot_names_who_has_put_some_of_it_aside(window: MainWindow, post: Post) -> None:
    """What a draft holds stays free to be handed over: the page says so, and leads there."""
    variant = int(
        str(post.scalar("SELECT v.id FROM variant v JOIN item i ON i.id = v.item_id WHERE i.code = 'INT-03'"))
    )
    handover = post.draft(post.pick_quantity(variant, 5))
    lot_id = int(str(post.scalar("SELECT id FROM lot")))
    window.navigator.open(Route("lot", lot_id))
    page = window.pages.current()
    assert isinstance(page, LotPage)
    assert not page.banner.isVisible()
    post.work.write(quarantine_lot, RecallDraft(lot_id, TODAY, "maker's letter"))
    page.refresh()
    assert page.aside_card.isVisible()
    assert page.banner.words().startswith("5 units of this lot are put aside")
    assert [one.key for one in page.holders._entries] == [("handover", handover)]
