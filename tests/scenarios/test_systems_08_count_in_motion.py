"""Scenario 8 of scenarios.md, through the window: a count in motion.

Stock moves between the beginning and the posting; a zero is a count; something is emptied while it is counted; something is
found that no list had. Each line says what differs, the zero is on record, the last-counted day is right.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from inl_logistics.counts.records import Cause, CountState
from inl_logistics.inventory.commands import MoveDraft, StockPick, move
from inl_logistics.kernel.values import Tracking
from inl_logistics.verification import verify
from tests.builders import TODAY, Post, puerto_claro
from tests.builders_counts import on_hand_at, shelf
from tests.ui.fieldwork import Hands, window_on
from ui.counts.detail import CountDetailPage
from ui.counts.dialogs import CauseDialog, FinishDialog, GoodsDialog, QuantityDialog
from ui.counts.feature import FEATURE as COUNTS
from ui.kit.dialogs import open_overlay
from ui.kit.navigation import Route
from ui.shell.window import MainWindow


@pytest.fixture
def post(tmp_path: Path) -> Post:
    return puerto_claro(tmp_path / "post")


@pytest.fixture
def window(post: Post, qtbot: QtBot, qapp: QApplication) -> Iterator[MainWindow]:
    with window_on(post, (COUNTS,), qtbot, qapp) as made:
        yield made


def _move(post: Post, variant: int, quantity: int, name: str) -> None:
    pick = post.pick_quantity(variant, quantity).picks[0]
    item = int(post.scalar("SELECT item_id FROM variant WHERE id = :v", v=variant))  # type: ignore[call-overload]
    bin_id = int(post.scalar("SELECT id FROM bin WHERE code = 'A-04'"))  # type: ignore[call-overload]
    picks = (StockPick(item, pick.layer_id, pick.place_id, quantity),)
    post.work.write(move, MoveDraft(picks, bin_id, TODAY, request=name))


def _count(window: MainWindow, hands: Hands, code: str, quantity: int) -> None:
    hands.scan(code)
    dialog = open_overlay(window)
    assert isinstance(dialog, QuantityDialog), dialog
    hands.fill(dialog.quantity.editor, str(quantity), enter=True)


def test_scenario_8(window: MainWindow, post: Post, qtbot: QtBot) -> None:
    goods = shelf(post)
    boots = post.item("UNI-06", name="Boots", tracking=Tracking.QUANTITY)
    belts = post.item("BEL-01", name="Belts", tracking=Tracking.QUANTITY)
    post.stocked_quantity(boots, 20)
    post.stocked_quantity(belts, 6)
    hands = Hands()
    window.navigator.open(Route("counts"))
    hands.ctrl(Qt.Key.Key_N)
    hands.ctrl(Qt.Key.Key_S)
    page = window.pages.current()
    assert isinstance(page, CountDetailPage)
    hands.ctrl(Qt.Key.Key_Return)
    qtbot.waitUntil(page.takes_scans)
    place = page.panel.place.value()
    assert isinstance(place, int)
    for serial in ("H-1", "H-2", "H-3", "H-4", "H-5"):
        hands.scan(serial)
    _count(window, hands, "PPE-01", 10)
    _move(post, goods.gloves, 4, "after it was counted")
    _move(post, boots, 5, "before it was counted")
    _count(window, hands, "UNI-06", 15)
    _move(post, belts, 6, "emptied meanwhile")
    _count(window, hands, "BEL-01", 0)
    hands.scan("ZZ-1")
    hands.key(Qt.Key.Key_F9)
    unknown = open_overlay(window)
    assert isinstance(unknown, GoodsDialog)
    unknown.item.editor.set_value(goods.helmets, "Riot helmet")
    hands.ctrl(Qt.Key.Key_S)
    hands.key(Qt.Key.Key_F9)
    assert isinstance(open_overlay(window), FinishDialog)
    hands.ctrl(Qt.Key.Key_S)
    assert page.found is not None
    assert page.found.state is CountState.CHECKED
    change = {line.variant_id: (line.books, line.counted, line.change) for line in page.found.lines}
    assert change == {goods.helmets: (5, 6, 1), goods.gloves: (10, 10, 0), boots: (15, 15, 0), belts: (0, 0, 0)}
    page.differences.table.setFocus()
    page.differences.table.set_current_key(next(line.line_id for line in page.found.lines if line.differs))
    QTest.keyClick(page.differences.table, Qt.Key.Key_F2)
    cause = open_overlay(window)
    assert isinstance(cause, CauseDialog)
    cause.cause.editor.set_value(Cause.NOT_BOOKED_IN.value)
    hands.ctrl(Qt.Key.Key_S)
    hands.ctrl(Qt.Key.Key_Return)
    assert page.found.state is CountState.POSTED
    assert (post.on_hand(goods.helmets), post.on_hand(goods.gloves), post.on_hand(boots), post.on_hand(belts)) == (
        6,
        10,
        20,
        6,
    )
    assert on_hand_at(post, place, goods.gloves) == 6
    zero = post.scalar(
        "SELECT counted FROM counted WHERE item_id = (SELECT item_id FROM variant WHERE id = :v)", v=belts
    )
    assert zero == 0, "a zero is on record"
    assert post.scalar("SELECT count(DISTINCT item_id) FROM counted WHERE counted_on = :d", d=TODAY.isoformat()) == 4
    assert post.work.read(verify).holds
