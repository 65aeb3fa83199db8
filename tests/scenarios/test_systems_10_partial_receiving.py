"""scenarios.md 10 through the window: three receipts for one shipment; short, over, damaged, a line split into two lots with
a corrected expiry, the remainder closed. Status, receiving reports and discrepancy report agree.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from inl_logistics.kernel.values import Tracking
from inl_logistics.purchasing import queries as purchasing
from inl_logistics.receiving import followup, listing, queries
from inl_logistics.shipments import queries as shipments
from inl_logistics.shipments.commands import PackedSerial, ShipmentLineDraft
from inl_logistics.verification import verify
from tests.builders import PASSWORD, TODAY, Post, puerto_claro
from tests.ui.desk import dialog, go, shown
from tests.ui.fieldwork import Hands, window_on
from ui.inventory.feature import FEATURE as INVENTORY
from ui.kit.approval import OverrideDialog
from ui.kit.dialogs import open_overlay
from ui.kit.navigation import Route
from ui.purchasing.feature import FEATURE as PURCHASING
from ui.receiving.asking import CorrectDialog, CountDialog
from ui.receiving.feature import FEATURE as RECEIVING
from ui.receiving.finish import FinishDialog
from ui.receiving.listpage import ReceivingsPage
from ui.receiving.page import ReceivingPage
from ui.receiving.start import StartReceivingPage
from ui.shell.window import MainWindow
from ui.shipments.feature import FEATURE as SHIPMENTS

pytestmark = pytest.mark.timeout(180)
VESTS = tuple(f"BA3-{number:04d}" for number in range(10))


@pytest.fixture
def post(tmp_path: Path) -> Post:
    """A post."""
    return puerto_claro(tmp_path / "post")


@pytest.fixture
def window(post: Post, qtbot: QtBot, qapp: QApplication) -> Iterator[MainWindow]:
    """The window on it."""
    with window_on(post, (PURCHASING, SHIPMENTS, RECEIVING, INVENTORY), qtbot, qapp) as opened:
        yield opened


def begin(window: MainWindow, shipment: int, qtbot: QtBot) -> ReceivingPage:
    """Start to receive what is left of the shipment."""
    start = go(window, StartReceivingPage, Route("receive", shipment))
    qtbot.waitUntil(lambda: start.shipment.editor.value() == shipment)
    start.run()
    return shown(window, ReceivingPage)


def count(window: MainWindow, page: ReceivingPage, quantity: int, *, damaged: bool = False, lot: str = "",
          expires: date | None = None, bin_: str = "") -> None:  # fmt: skip
    """Scan the item's code and type how many."""
    Hands().scan("MR-5020", page.scan)
    typed = dialog(window, CountDialog)
    typed.quantity.editor.set_value(quantity)
    typed.state.choose("damaged" if damaged else "good", tell=False)
    if lot:
        typed.lot.editor.setText(lot)
        typed.expires.editor.set_day(expires)
    typed.bin.editor.set_value(bin_ or None)
    Hands().click(typed.act)


def finish(window: MainWindow, page: ReceivingPage, *, more: bool) -> None:
    """Post what was counted; more comes, or the rest is declared short."""
    page.finishing.ask()
    last = dialog(window, FinishDialog)
    last.more.setChecked(more)
    last.bin.editor.set_value("Q-01")
    Hands().click(last.act)


def test_scenario_10(post: Post, window: MainWindow, qtbot: QtBot) -> None:
    vest = post.item("PE-1042", name="Vest")
    tourniquet = post.item("MR-5020", name="Tourniquet", tracking=Tracking.LOT)
    order = post.order((vest, 10), (tourniquet, 100))
    first, second = post.order_lines(order)
    wrong_expiry, right_expiry, other = TODAY + timedelta(700), TODAY + timedelta(1000), TODAY + timedelta(1400)
    shipment = post.ship(
        order,
        [
            ShipmentLineDraft(vest, 10, first, serials=tuple(PackedSerial(serial) for serial in VESTS)),
            ShipmentLineDraft(tourniquet, 100, second, lot="TQ-118", expires_on=wrong_expiry),
        ],
    )
    hands = Hands()

    # first receipt: short; the line comes in two lots, one with a corrected expiry
    page = begin(window, shipment, qtbot)
    for serial in VESTS[:4]:
        hands.scan(serial, page.scan)
    count(window, page, 30, bin_="A-04")
    count(window, page, 20, lot="TQ-119", expires=other)
    assert page.counting is not None
    mistaken = next(scan for scan in page.counting.scans if scan.lot == "TQ-118")
    page.deciding.act(mistaken.id, "correct")
    correction = dialog(window, CorrectDialog)
    correction.expires.editor.set_day(right_expiry)
    hands.click(correction.act)
    finish(window, page, more=True)
    qtbot.waitUntil(lambda: page.counting is not None and page.counting.state == "posted")
    assert page.counting.discrepancy == "", "what still comes is no difference"

    # second receipt: damaged
    page = begin(window, shipment, qtbot)
    assert page.counting is not None
    assert [line.expected for line in page.counting.lines] == [6, 50], "less what came"
    hands.key(Qt.Key.Key_F4)
    hands.scan(VESTS[4], page.scan)
    hands.key(Qt.Key.Key_F4)
    count(window, page, 5, damaged=True)
    finish(window, page, more=True)
    qtbot.waitUntil(lambda: page.counting is not None and page.counting.discrepancy != "")

    # third receipt: more tourniquets than were shipped, vests short; the remainder is closed
    page = begin(window, shipment, qtbot)
    assert page.counting is not None
    assert [line.expected for line in page.counting.lines] == [5, 45]
    for serial in VESTS[5:7]:
        hands.scan(serial, page.scan)
    count(window, page, 55)
    finish(window, page, more=False)
    asked = dialog(window, OverrideDialog)
    hands.fill(asked.reason.editor, "Sent free of charge")
    hands.fill(asked.password.editor, PASSWORD)
    hands.click(asked.approve)
    qtbot.waitUntil(lambda: page.counting is not None and page.counting.state == "posted")
    assert open_overlay(window) is None

    # everything agrees
    rows = post.work.read(listing.rows, [1, 2, 3], today=TODAY)
    assert [(row.status, row.good, row.aside) for row in rows] == [("part", 54, 0), ("part", 0, 6), ("posted", 57, 0)]
    shipped = post.work.read(shipments.detail, shipment, today=TODAY)
    assert shipped is not None
    assert shipped.state == "closed"
    ordered = post.work.read(purchasing.detail, order, today=TODAY)
    assert ordered is not None
    assert [line.received for line in ordered.lines] == [6, 105]
    assert (post.on_hand(vest), post.on_hand(vest, status="quarantined")) == (6, 1)
    assert (post.on_hand(tourniquet), post.on_hand(tourniquet, status="quarantined")) == (105, 5)
    lots = (
        "SELECT group_concat(w, ' ') FROM (SELECT t.code || ':' || t.expires_on AS w FROM lot t JOIN layer y ON y.lot_id = t.id"
        " GROUP BY 1 ORDER BY 1)"
    )
    assert post.scalar(lots) == f"TQ-118:{right_expiry} TQ-119:{other}", "the corrected expiry is proposed again"
    reports_ = [post.work.read(queries.report, row.number) for row in rows]
    assert [report.is_final for report in reports_] == [False, False, True]
    assert [[line.accepted for line in report.lines] for report in reports_] == [[4, 50], [0, 0], [2, 55]]
    second_claim = post.work.read(followup.lines, 2)
    last_claim = post.work.read(followup.lines, 3)
    assert sorted((line.kind, line.quantity) for line in second_claim) == [("damaged", 1), ("damaged", 5)]
    assert sorted((line.kind, line.quantity) for line in last_claim) == [("over", 10), ("short", 3)]
    listed = go(window, ReceivingsPage, Route("receivings"))
    qtbot.waitUntil(lambda: len(listed.total.keys) == 3)
    assert post.work.read(verify).holds
