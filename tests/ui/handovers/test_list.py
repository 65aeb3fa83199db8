"""The list of handovers and the ways into a new one."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.builders import Post
from tests.ui.fieldwork import Hands
from tests.ui.handovers.conftest import VESTS, current
from ui.app import switch_language
from ui.handovers.listpage import HandoversPage
from ui.handovers.page import HandoverPage
from ui.kit.navigation import Route
from ui.shell.window import MainWindow


def listed(window: MainWindow) -> HandoversPage:
    """Return the list."""
    page = window.pages.current()
    assert isinstance(page, HandoversPage)
    return page


def vest(post: Post) -> int:
    """Return the vests' variant."""
    return int(str(post.scalar("SELECT variant_id FROM unit LIMIT 1")))


def test_filters_and_a_route_with_a_filter(post: Post, window: MainWindow, qtbot: QtBot) -> None:
    """Home opens the list with its filter; counts stand beside the boxes."""
    post.draft(post.picks(vest(post), VESTS[0]))
    issued = post.issued(post.picks(vest(post), VESTS[1]))
    window.navigator.open(Route("handovers", None, (("filter.status", "issued"),)))
    page = listed(window)
    qtbot.waitUntil(lambda: list(page.model.keys()) == [issued])
    page.filters.clear()
    qtbot.waitUntil(lambda: len(page.model.keys()) == 2)
    assert page.status()[0] == "2 handovers"
    page.filters.choose_view("drafts")
    qtbot.waitUntil(lambda: len(page.model.keys()) == 1)


def test_enter_opens_and_the_way_back_keeps_the_place(post: Post, window: MainWindow, qtbot: QtBot) -> None:
    """Enter opens the current handover; Escape comes back to the same list."""
    issued = post.issued(post.picks(vest(post), VESTS[1]))
    window.navigator.open(Route("handovers"))
    page = listed(window)
    qtbot.waitUntil(lambda: page.table.current_key() == issued)
    page.table.setFocus()
    Hands().key(Qt.Key.Key_Return)
    assert current(window).id == issued
    window.navigator.back()
    assert listed(window) is page


def test_a_new_handover_from_chosen_stock(post: Post, window: MainWindow, qtbot: QtBot) -> None:
    """Units and variants chosen in another list stand on the new draft."""
    unit = post.scalar("SELECT id FROM unit WHERE serial = :s", s=VESTS[4])
    lot = post.scalar("SELECT l.variant_id FROM layer l JOIN lot t ON t.id = l.lot_id LIMIT 1")
    window.navigator.open(Route("handover", "new", (("units", str(unit)), ("variants", str(lot)))))
    qtbot.waitUntil(lambda: isinstance(window.pages.current(), HandoverPage))
    page = current(window)
    assert [(line.quantity, line.serials, line.lots) for line in page.lines] == [
        (1, (VESTS[4],), ()), (1, (), ("F-7720",)),
    ]  # fmt: skip


def test_a_scanned_receipt_opens_its_handover(post: Post, window: MainWindow, qtbot: QtBot) -> None:
    """The QR on the paper, or its number, opens the handover from anywhere."""
    issued = post.issued(post.picks(vest(post), VESTS[1]))
    window.navigator.open(Route("handovers"))
    window.take_scan("PCL-HO-2026-A0001")
    assert current(window).id == issued


def test_the_button_that_opens_is_a_verb_in_arabic_too(window: MainWindow, qapp: QApplication) -> None:
    """The state "open" and the verb are one word in English only."""
    window.navigator.open(Route("handovers"))
    page = listed(window)
    try:
        switch_language(qapp, "ar")
        qapp.processEvents()
        assert page._open.text() == "فتح التسليم"
    finally:
        switch_language(qapp, "en")
