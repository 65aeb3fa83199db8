"""domain.md 8, scenario 1, through the window: a partial receipt with over, damage and goods nobody ordered.

Order 120 helmets, carton list 118, counted 121 of which 4 are cracked, and a carton of 5 gloves nobody ordered: 117 accepted,
4 in quarantine, over against the list (+3) and the order (+1), a wrong-item line, a report with photos, 3 still open.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sqlalchemy import text

from inl_logistics.kernel.values import Tracking
from inl_logistics.purchasing import queries as purchasing
from inl_logistics.receiving import followup, reports
from inl_logistics.shipments.commands import PackedSerial, ShipmentLineDraft
from inl_logistics.verification import verify
from tests.builders import TODAY, Post, puerto_claro
from tests.ui.desk import dialog, go, shown
from tests.ui.fieldwork import Hands, window_on
from ui.inventory.feature import FEATURE as INVENTORY
from ui.kit.dialogs import open_overlay
from ui.kit.navigation import Route
from ui.kit.paperdialog import PaperDialog
from ui.purchasing.feature import FEATURE as PURCHASING
from ui.receiving.asking import ItemDialog
from ui.receiving.discrepancy import DiscrepancyPage
from ui.receiving.feature import FEATURE as RECEIVING
from ui.receiving.finish import FinishDialog
from ui.receiving.page import ReceivingPage
from ui.receiving.start import StartReceivingPage
from ui.shell.window import MainWindow
from ui.shipments.feature import FEATURE as SHIPMENTS

pytestmark = pytest.mark.timeout(180)
LISTED = tuple(f"RH-{number:05d}" for number in range(118))
EXTRA = ("RH-90001", "RH-90002", "RH-90003")


@pytest.fixture
def post(tmp_path: Path) -> Post:
    """A post."""
    return puerto_claro(tmp_path / "post")


@pytest.fixture
def window(post: Post, qtbot: QtBot, qapp: QApplication) -> Iterator[MainWindow]:
    """The window on it."""
    with window_on(post, (PURCHASING, SHIPMENTS, RECEIVING, INVENTORY), qtbot, qapp) as opened:
        yield opened


def test_scenario_1(post: Post, window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    helmet = post.item("RIO-01", name="Riot helmet")
    gloves = post.item("PPE-01", name="Gloves", tracking=Tracking.QUANTITY)
    order = post.order((helmet, 120))
    line = post.order_lines(order)[0]
    shipment = post.ship(
        order, [ShipmentLineDraft(helmet, 118, line, serials=tuple(PackedSerial(serial) for serial in LISTED))]
    )
    hands = Hands()
    begin = go(window, StartReceivingPage, Route("receive", shipment))
    qtbot.waitUntil(lambda: begin.shipment.editor.value() == shipment)
    begin.run()
    page = shown(window, ReceivingPage)

    # four cracked, with notes and a photo; the rest good; three that the carton list does not name
    hands.key(Qt.Key.Key_F4)
    for serial in LISTED[:4]:
        hands.scan(serial)
    hands.key(Qt.Key.Key_F4)
    for serial in (*LISTED[4:], *EXTRA):
        hands.scan(serial)
    assert page.counting is not None
    by_text = {scan.text: scan for scan in page.counting.scans}
    photo = tmp_path / "visor.png"
    picture = QImage(60, 40, QImage.Format.Format_RGB32)
    picture.fill(0x8899AA)
    assert picture.save(str(photo))
    page.deciding.add_photo(by_text[LISTED[0]].id, photo)
    for serial in EXTRA:
        page.log.acted.emit(by_text[serial].id, "over")
    hands.ctrl(Qt.Key.Key_N)
    wrong = dialog(window, ItemDialog)
    hands.fill(wrong.item.editor, "gloves", enter=True)
    wrong.quantity.editor.set_value(5)
    hands.click(wrong.act)
    counted = page.counting.lines[0]
    assert (counted.received, counted.damaged, counted.over, counted.short) == (117, 4, 3, 0)

    hands.key(Qt.Key.Key_F9)
    finish = dialog(window, FinishDialog)
    finish.bin.editor.set_value("Q-01")
    hands.ctrl(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.counting is not None and page.counting.state == "posted")
    assert (page.counting.report, page.counting.discrepancy) == ("PCL-RR-2026-A0001", "PCL-DR-2026-A0001")

    assert post.on_hand(helmet) == 117
    assert post.on_hand(helmet, status="quarantined") == 4
    assert post.on_hand(gloves, status="quarantined") == 5
    found = {(one.kind, one.quantity) for one in post.work.read(reports.differences, page.id)}
    assert found == {("damaged", 4), ("over", 3), ("wrong", 5)}
    over = next(one for one in post.work.read(reports.differences, page.id) if one.kind == "over")
    assert "+1" in over.detail, "against the order of 120"
    ordered = post.work.read(purchasing.detail, order, today=TODAY)
    assert ordered is not None
    assert ordered.lines[0].quantity - ordered.lines[0].received == 3, "the order is still open for three"
    accepted = post.work.read(
        lambda session: session.execute(
            text("SELECT sum(quantity) FROM receipt_line WHERE order_line_id = :o AND outcome = 'good'"), {"o": line}
        ).scalar_one()
    )
    assert accepted == 117

    # the report is there with its photo, as a paper and to be followed
    hands.click(page.discrepancy)
    report = shown(window, DiscrepancyPage)
    qtbot.waitUntil(lambda: [one.name for one in report.files.rows.files()] == ["visor.png"])
    assert report.record is not None
    assert sorted(one.kind for one in report.record.lines) == ["damaged", "over", "wrong"]
    report.print_paper("discrepancy-report")
    assert isinstance(open_overlay(window), PaperDialog)
    assert post.work.read(followup.as_it_stands, page.id).number == "PCL-DR-2026-A0001"
    assert post.work.read(verify).holds
