"""A transfer through the window: started, scanned, picked, sent, received in part, sent back, written off."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from inl_logistics.kernel.values import Tracking
from inl_logistics.ledger.proof import differences
from inl_logistics.partners.commands import StoreDraft, save_store
from inl_logistics.transfers.commands import TransferDraft, save_transfer
from tests.builders import PASSWORD, Post, puerto_claro
from tests.ui.desk import dialog, go, shown
from tests.ui.fieldwork import Hands, cut_off, double_click, scrolls_sideways, window_on
from ui.inventory.feature import FEATURE as INVENTORY
from ui.inventory.page import InventoryPage
from ui.kit.approval import OverrideDialog
from ui.kit.dialogs import open_overlay
from ui.kit.navigation import Page, Route
from ui.kit.paperdialog import PaperDialog
from ui.kit.pickpanel import QuantityDialog
from ui.outbound.feature import FEATURE as OUTBOUND
from ui.outbound.page import OutboundsPage
from ui.shell.palette import Palette
from ui.shell.window import MainWindow
from ui.shipments.feature import FEATURE as SHIPMENTS
from ui.transfers.bulk import ReceiveAllDialog
from ui.transfers.detail import TransferPage
from ui.transfers.dialogs import ArrivalDialog, HeadDialog, SendDialog
from ui.transfers.feature import FEATURE as TRANSFERS
from ui.transfers.page import TransfersPage

pytestmark = pytest.mark.timeout(120)


@pytest.fixture
def post(tmp_path: Path) -> Post:
    """Vests and gloves in the main store, and a second store."""
    made = puerto_claro(tmp_path / "post")
    made.stocked(made.item("ARM-01", name="Vest"), ["BA3-1", "BA3-2", "BA3-3"])
    made.stocked_quantity(made.item("PPE-01", name="Gloves", tracking=Tracking.QUANTITY), 40)
    made.work.write(save_store, StoreDraft("CST", "Coast store", bins=("C-01",)))
    return made


@pytest.fixture
def window(post: Post, qtbot: QtBot, qapp: QApplication) -> Iterator[MainWindow]:
    """The window on it."""
    with window_on(post, (SHIPMENTS, OUTBOUND, TRANSFERS, INVENTORY), qtbot, qapp) as opened:
        yield opened


def coast(post: Post) -> int:
    """Return the bin of the second store."""
    return int(str(post.scalar("SELECT b.id FROM bin b JOIN store s ON s.id = b.store_id WHERE b.code = 'C-01'")))


def draft(post: Post, window: MainWindow) -> TransferPage:
    """Open an empty draft to the coast."""
    key = post.work.write(save_transfer, TransferDraft(post.store, coast(post), reason="For the coast"))
    return go(window, TransferPage, Route("transfer", key))


def test_a_transfer_is_started_scanned_sent_and_received(post: Post, window: MainWindow, qtbot: QtBot) -> None:
    hands = Hands()
    listed = go(window, TransfersPage, Route("transfers"))
    hands.click(listed.new)
    head = dialog(window, HeadDialog)
    hands.click(head.save)
    assert head.target.has_error(), "where it goes must be said"
    head.target.editor.set_value(coast(post))
    hands.fill(head.driver.editor, "J. Reyes")
    hands.click(head.save)
    page = shown(window, TransferPage)
    assert page.primary.reason()
    assert page.items.scan.hasFocus(), "what is typed next is what goes"
    for serial in ("BA3-1", "ba3-2"):
        hands.scan(serial, page.items.scan)
    hands.scan("BA3-1", page.items.scan)
    assert page.items.answer.text() == "BA3-1 is on line 1 already."
    page.items.mode.choose("pick")
    variant = int(str(post.scalar("SELECT id FROM variant WHERE code = 'PPE-01'")))
    page.picker.item.editor.set_value(variant)
    page.picker.item.editor.chosen.emit(variant)
    hands.fill(page.picker.quantity.editor, "30", enter=True)
    qtbot.waitUntil(lambda: page.record is not None and page.record.row.units == 32)
    assert post.scalar("SELECT sum(quantity) FROM reservation WHERE owner_kind = 'transfer'") == 32
    hands.click(page.primary)
    hands.click(dialog(window, SendDialog).save)
    qtbot.waitUntil(lambda: page.record is not None and page.record.state == "in-transit")
    assert page.record is not None
    assert page.record.row.number == "PCL-TR-2026-A0001"
    qtbot.waitUntil(page.table.hasFocus)
    page.acting.print_note()
    qtbot.waitUntil(lambda: isinstance(open_overlay(window), PaperDialog))
    dialog(window, PaperDialog).reject()

    # a vest and ten pairs of gloves are not there yet; one vest came damaged
    hands.click(page.primary)
    arrival = dialog(window, ArrivalDialog)
    keys = {one.goods.serial or "gloves": one.goods.key for one in arrival.goods.rows()}
    arrival.goods.model.set_ticked([keys["BA3-2"]], False)
    arrival.goods.set_damaged(keys["BA3-1"], True)
    arrival.goods.ask_quantity(keys["gloves"])
    asked = dialog(window, QuantityDialog)
    asked.quantity.editor.set_value(20)
    hands.click(asked.save)
    hands.click(arrival.save)
    qtbot.waitUntil(lambda: page.record is not None and page.record.row.on_road == 11)
    assert [(line.item, line.received, line.on_road) for line in page.record.lines] == [
        ("Vest", 1, 1),
        ("Gloves", 20, 10),
    ]
    hands.click(page.primary)
    arrival = dialog(window, ArrivalDialog)
    arrival.goods.model.clear_ticks()
    hands.scan("BA3-2", arrival.goods.scan)
    hands.scan("BA3-9", arrival.goods.scan)
    assert "BA3-9" in arrival.goods.said.text()
    hands.click(arrival.save)
    page.acting.end("back")
    back = dialog(window, ArrivalDialog)
    hands.click(back.save)
    assert back.reason.has_error(), "why it comes back must be said"
    hands.fill(back.reason.editor, "Not needed")
    hands.click(back.save)
    qtbot.waitUntil(lambda: page.record is not None and page.record.state == "received")
    assert [event.kind for event in page.record.events] == ["received", "received", "returned"]
    assert not post.work.read(differences)
    listed = go(window, TransfersPage, Route("transfers"))
    qtbot.waitUntil(lambda: listed.status() == ("1 transfer · 0 units on the road · $13,184",))


def test_what_never_came_needs_an_approver(post: Post, window: MainWindow, qtbot: QtBot) -> None:
    hands = Hands()
    page = draft(post, window)
    hands.scan("BA3-1", page.items.scan)
    hands.click(page.primary)
    hands.click(dialog(window, SendDialog).save)
    page.acting.end("lost")
    lost = dialog(window, ArrivalDialog)
    hands.click(lost.save)
    assert open_overlay(window) is lost, "nothing is ticked: nothing is lost by accident"
    lost.goods.take_scan("BA3-1")
    hands.fill(lost.reason.editor, "Robbed")
    hands.click(lost.save)
    asked = dialog(window, OverrideDialog)
    hands.fill(asked.reason.editor, "Police report 12")
    hands.fill(asked.password.editor, PASSWORD)
    hands.click(asked.approve)
    qtbot.waitUntil(lambda: page.record is not None and page.record.state == "received")
    assert page.record is not None
    assert [line.lost for line in page.record.lines] == [1]


def test_a_double_click_sends_once_and_goods_of_another_store_are_refused(
    post: Post, window: MainWindow, qtbot: QtBot
) -> None:
    hands = Hands()
    page = draft(post, window)
    hands.scan("BA3-3", page.items.scan)
    hands.click(page.primary)
    double_click(dialog(window, SendDialog).save)
    qtbot.waitUntil(lambda: page.record is not None and page.record.state == "in-transit")
    assert post.scalar("SELECT count(*) FROM document WHERE kind = 'TR'") == 1
    hands.click(page.primary)
    hands.click(dialog(window, ArrivalDialog).save)
    other = draft(post, window)
    hands.scan("BA3-3", other.items.scan)
    assert other.items.answer.text() == "BA3-3 is in another store: Coast store C-01."


def test_lines_are_undone_kept_over_leaving_and_canceled(post: Post, window: MainWindow, qtbot: QtBot) -> None:
    hands = Hands()
    page = draft(post, window)
    hands.scan("BA3-1", page.items.scan)
    hands.scan("BA3-2", page.items.scan)
    page.items.scan.setFocus()
    hands.ctrl(Qt.Key.Key_Z)
    assert [line.serials for line in page.composing.lines] == [("BA3-1",)]
    go(window, TransfersPage, Route("transfers"))
    again = go(window, TransferPage, Route("transfer", page.route.id))
    assert [line.serials for line in again.composing.lines] == [("BA3-1",)]
    again.acting.change()
    head = dialog(window, HeadDialog)
    head.reason.editor.clear()
    hands.fill(head.reason.editor, "For the coast prisons")
    hands.click(head.save)
    qtbot.waitUntil(lambda: again.record is not None and again.record.row.reason == "For the coast prisons")
    hands.scan("BA3-2", again.items.scan)
    assert again.record is not None
    assert again.record.row.units == 2, "the changed details and the lines are one draft"
    again.acting.cancel()
    open_overlay(window).findChildren(type(again.primary))[-1].click()  # type: ignore[union-attr]
    qtbot.waitUntil(lambda: again.record is not None and again.record.state == "canceled")
    assert post.scalar("SELECT count(*) FROM reservation") == 0


@pytest.mark.parametrize("size", [(1280, 680), (1366, 768)])
def test_nothing_is_cut_off(post: Post, qtbot: QtBot, qapp: QApplication, size: tuple[int, int]) -> None:
    key = post.work.write(save_transfer, TransferDraft(post.store, coast(post), reason="For the coast"))
    with window_on(post, (SHIPMENTS, OUTBOUND, TRANSFERS, INVENTORY), qtbot, qapp, size) as opened:
        for kind, route in ((TransfersPage, Route("transfers")), (TransferPage, Route("transfer", key))):
            page = go(opened, kind, route)
            qtbot.waitUntil(page.isVisible)
            assert not cut_off(page), kind
            assert not scrolls_sideways(page), kind


def test_what_is_chosen_in_the_stock_list_begins_a_transfer(post: Post, window: MainWindow, qtbot: QtBot) -> None:
    stock = go(window, InventoryPage, Route("inventory"))
    qtbot.waitUntil(lambda: len(stock.model.keys()) == 2)
    stock.model.set_ticked(stock.model.keys(), True)
    stock.send_chosen()
    head = dialog(window, HeadDialog)
    head.target.editor.set_value(coast(post))
    Hands().click(head.save)
    page = shown(window, TransferPage)
    qtbot.waitUntil(lambda: page.record is not None and page.record.row.units == 2)
    assert sorted(line.item for line in page.composing.lines) == ["Gloves", "Vest"]


def test_several_transfers_are_received_whole_with_a_preview(post: Post, window: MainWindow, qtbot: QtBot) -> None:
    hands = Hands()
    for serial in ("BA3-1", "BA3-2"):
        page = draft(post, window)
        hands.scan(serial, page.items.scan)
        hands.click(page.primary)
        hands.click(dialog(window, SendDialog).save)
    draft(post, window)
    listed = go(window, TransfersPage, Route("transfers"))
    qtbot.waitUntil(lambda: len(listed.total.keys) == 3)
    listed.model.set_ticked(listed.total.keys, True)
    assert listed.bulk.text() == "Receive 3…"
    hands.click(listed.bulk)
    several = dialog(window, ReceiveAllDialog)
    assert several.model.rowCount() == 2, "a draft has nothing on the road"
    assert several.note.text() == "2 units come in"
    double_click(several.save)
    qtbot.waitUntil(lambda: post.scalar("SELECT count(*) FROM transfer WHERE state = 'received'") == 2)
    assert post.scalar("SELECT count(*) FROM document WHERE kind = 'TR'") == 4
    assert not post.work.read(differences)


@pytest.mark.parametrize(("typed", "page"), [("transfers", TransfersPage), ("outbound", OutboundsPage)])
def test_the_palette_goes_to_the_list(window: MainWindow, qtbot: QtBot, typed: str, page: type[Page]) -> None:
    go(window, InventoryPage, Route("inventory"))
    Hands().ctrl(Qt.Key.Key_K)
    palette = open_overlay(window)
    assert isinstance(palette, Palette)
    field = QApplication.focusWidget()
    assert field is not None
    qtbot.keyClicks(field, typed)
    qtbot.waitUntil(lambda: bool(palette.lines()))
    Hands().key(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: isinstance(window.pages.current(), page))
