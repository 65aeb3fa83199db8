"""Scenarios about what there is, through the window: 7 and 8 of domain.md, 2, 3 and 7 of scenarios.md.

7: a vendor's file with letters for digits, zeros eaten by Excel, a real duplicate, two makes that share a number.
8: the lot that expires first has too little life; an approver lets it go, and the receipt prints the expiry.
2: more than there is, and nothing. 3: serials that clash are shown at once. 7 (systems): back-dating before a count.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from inl_logistics.catalog.commands import ItemDraft, save_item
from inl_logistics.catalog.queries import draft as item_draft
from inl_logistics.handovers.papers import paper_by_number
from inl_logistics.kernel.values import Tracking
from inl_logistics.shipments.commands import ShipmentLineDraft
from inl_logistics.verification import verify
from tests.builders import PASSWORD, TODAY, Post, puerto_claro
from tests.builders_counts import begun
from tests.ui.fieldwork import Hands, double_click, window_on
from ui.handovers.feature import FEATURE as HANDOVERS
from ui.handovers.page import HandoverPage
from ui.imports.feature import FEATURE as IMPORTS
from ui.imports.page import ImportPage
from ui.inventory.feature import FEATURE as INVENTORY
from ui.kit.approval import OverrideDialog
from ui.kit.dialogs import open_overlay
from ui.kit.navigation import Route
from ui.kit.pickpanel import QuantityDialog
from ui.receiving.feature import FEATURE as RECEIVING
from ui.receiving.finish import FinishDialog
from ui.receiving.page import ReceivingPage
from ui.receiving.start import StartReceivingPage
from ui.shell.window import MainWindow
from ui.shipments.feature import FEATURE as SHIPMENTS

pytestmark = pytest.mark.timeout(180)


@pytest.fixture
def post(tmp_path: Path) -> Post:
    return puerto_claro(tmp_path / "post")


@pytest.fixture
def window(post: Post, qtbot: QtBot, qapp: QApplication) -> Iterator[MainWindow]:
    with window_on(post, (SHIPMENTS, RECEIVING, INVENTORY, HANDOVERS, IMPORTS), qtbot, qapp) as made:
        yield made


def handover(window: MainWindow, hands: Hands, qtbot: QtBot) -> HandoverPage:
    window.setFocus()
    hands.ctrl(Qt.Key.Key_H)
    qtbot.waitUntil(lambda: isinstance(window.pages.current(), HandoverPage), timeout=3000)
    page = window.pages.current()
    assert isinstance(page, HandoverPage)
    hands.fill(page.card.unit.editor, "resp", enter=True)
    return page


def packing_list(window: MainWindow, folder: Path, into: int, rows: list[list[str]]) -> ImportPage:
    path = folder / "packing.csv"
    with path.open("w", newline="", encoding="utf-8") as stream:
        csv.writer(stream).writerows([["Carton", "Part No", "Description", "Qty", "Serial No"], *rows])
    params = (("kind", "packing-list"), ("file", str(path)), ("into", str(into)))
    window.navigator.open(Route("import", None, params))
    page = window.pages.current()
    assert isinstance(page, ImportPage)
    return page


def test_domain_7_duplicate_and_dirty_serials(window: MainWindow, post: Post, tmp_path: Path) -> None:
    vest, helmet = (
        post.item("ARM-01", name="Vest", maker="Ferro", model="V3"),
        post.item("RIO-01", name="Helmet", maker="Casco", model="C1"),
    )
    order = post.order((vest, 6), (helmet, 1))
    first, second = post.order_lines(order)
    shipment = post.ship(order, [ShipmentLineDraft(vest, 6, first), ShipmentLineDraft(helmet, 1, second)])
    rows = [
        ["CTN 1", "ARM-01", "Vest", "1", "00123"], ["CTN 1", "ARM-01", "Vest", "1", "123"],
        ["CTN 1", "ARM-01", "Vest", "1", "AB-O07"], ["CTN 1", "ARM-01", "Vest", "1", "AB-007 "],
        ["CTN 1", "ARM-01", "Vest", "1", "1E05"], ["CTN 1", "ARM-01", "Vest", "1", "AB-O07"],
        ["CTN 2", "RIO-01", "Helmet", "1", "AB-007"],
    ]  # fmt: skip
    page = packing_list(window, tmp_path, shipment, rows)
    assert page.footer.go.reason(), "the real duplicate stops it"
    ready, errors, warnings = page.form.counts()[:3]
    assert (ready, errors) == (6, 1)
    assert warnings >= 2, "look-alikes and what Excel may have rewritten are named, not refused"
    box = page.checking.problems.repair
    box.typed.editor.setText("AB-O08")
    QTest.mouseClick(box.first, Qt.MouseButton.LeftButton)
    assert page.form.counts()[1] == 0
    double_click(page.footer.go)
    serials = post.work.read(
        lambda s: [row[0] for row in s.connection().exec_driver_sql("SELECT serial FROM shipment_serial ORDER BY id")]
    )
    assert serials == ["00123", "123", "AB-O07", "AB-007", "1E05", "AB-O08", "AB-007"], (
        "as typed; two makes share a number"
    )


def test_systems_3_serials_that_clash_are_shown_at_once(window: MainWindow, post: Post, tmp_path: Path) -> None:
    vest = post.item("ARM-01", name="Vest")
    order = post.order((vest, 4), (vest, 5))
    lines = post.order_lines(order)
    shipment = post.ship(order, [ShipmentLineDraft(vest, 4, lines[0]), ShipmentLineDraft(vest, 5, lines[1])])
    fifty = "9" * 50
    serials = ["AB-001", "AB-002", fifty, "AB-9", " ab 001 ", "AB٠٠٢", fifty, "00AB-003", "X-1"]
    page = packing_list(window, tmp_path, shipment, [["CTN 1", "ARM-01", "Vest", "1", one] for one in serials])
    assert page.form.counts()[1] == 3, "space, case, Arabic digits and fifty digits: three clashes, all at once"
    assert page.footer.go.reason()
    assert post.scalar("SELECT count(*) FROM shipment_serial") == 0


def test_domain_8_a_lot_with_too_little_life(window: MainWindow, post: Post, qtbot: QtBot) -> None:
    spray = post.item("INT-03", name="OC spray", tracking=Tracking.LOT)
    item = post.work.read(item_draft, int(post.scalar("SELECT item_id FROM variant WHERE id = :v", v=spray)))  # type: ignore[call-overload]
    assert isinstance(item, ItemDraft)

    post.work.write(save_item, replace(item, min_life_handover_months=12))
    expires = TODAY + timedelta(days=150)
    post.stocked_quantity(spray, 20, lot="2411B", expires_on=expires)
    hands = Hands()
    page = handover(window, hands, qtbot)
    page.items.mode.choose("pick")
    hands.fill(page.picker.item.editor, "spray", enter=True)
    hands.fill(page.picker.quantity.editor, "5", enter=True)
    assert "2411B skipped: it expires in 150 days" in page.items.skipped.words()
    page.items.skipped._run()
    assert [(line.quantity, line.lots) for line in page.lines] == [(5, ("2411B",))]
    hands.ctrl(Qt.Key.Key_Return)
    dialog = open_overlay(window)
    assert isinstance(dialog, OverrideDialog)
    hands.fill(dialog.reason.editor, "used in training this month; cable 26 PCL 31")
    hands.fill(dialog.password.editor, PASSWORD, enter=True)
    assert page.detail is not None
    assert page.detail.state == "issued"
    receipt = post.work.read(paper_by_number, page.detail.number).receipt
    assert receipt.lines[0].expires_on == expires
    assert post.scalar("SELECT count(*) FROM approval") >= 1


def test_systems_2_more_than_there_is_and_nothing(window: MainWindow, post: Post, qtbot: QtBot) -> None:
    gloves = post.item("PPE-01", name="Gloves", tracking=Tracking.QUANTITY)
    post.stocked_quantity(gloves, 10)
    before = post.scalar("SELECT count(*) FROM movement")
    hands = Hands()
    page = handover(window, hands, qtbot)
    hands.scan("PPE-01", page.items.scan)
    for typed in ("25", "0"):
        hands.key(Qt.Key.Key_F2)
        dialog = open_overlay(window)
        assert isinstance(dialog, QuantityDialog)
        dialog.quantity.editor.setText("")
        hands.fill(dialog.quantity.editor, typed, enter=True)
        if open_overlay(window) is dialog:
            assert dialog.quantity.has_error()
            dialog.dismiss()
        assert all(line.quantity <= 10 for line in page.lines), "the receipt never shows more than there is"
        page.items.scan.setFocus()
        if not page.lines:
            hands.scan("PPE-01", page.items.scan)
    assert post.scalar("SELECT count(*) FROM movement") == before
    assert int(post.scalar("SELECT COALESCE(sum(quantity), 0) FROM reservation")) <= 10  # type: ignore[call-overload]


def test_systems_7_a_july_receipt_before_a_november_count(window: MainWindow, post: Post, qtbot: QtBot) -> None:
    """The count stays as it was; nothing is posted before the officer says what the entry means for it."""
    post.clock.on(date(2026, 6, 1))
    gloves = post.item("PPE-01", name="Gloves", tracking=Tracking.QUANTITY)
    post.stocked_quantity(gloves, 1, on=date(2026, 6, 1))
    post.clock.on(date(2026, 11, 10))
    count = begun(post)
    count.quantity(gloves, 1)
    count.finish()
    count.book()
    post.clock.on(TODAY)
    order = post.order((gloves, 5))
    shipment = post.ship(order, [ShipmentLineDraft(gloves, 5, post.order_lines(order)[0])])
    hands = Hands()
    window.navigator.open(Route("receive", shipment))
    start = window.pages.current()
    assert isinstance(start, StartReceivingPage)
    qtbot.waitUntil(lambda: start.shipment.editor.value() == shipment)
    start.run()
    page = window.pages.current()
    assert isinstance(page, ReceivingPage)
    hands.scan("PPE-01", page.scan)
    asked = open_overlay(window)
    assert asked is not None
    asked.accept()  # type: ignore[attr-defined]
    hands.key(Qt.Key.Key_F9)
    finish = open_overlay(window)
    assert isinstance(finish, FinishDialog)
    finish.day.editor.set_day(date(2026, 7, 14))
    QTest.mouseClick(finish.act, Qt.MouseButton.LeftButton)
    assert open_overlay(window) is finish
    assert not finish.count.isHidden(), "it asks what the entry means for the count"
    assert post.on_hand(gloves) == 1
    finish.count.counted.setChecked(True)
    QTest.mouseClick(finish.act, Qt.MouseButton.LeftButton)
    assert post.on_hand(gloves) == 1, "already in the count: the count stays right"
    assert post.scalar("SELECT counted FROM counted ORDER BY id DESC LIMIT 1") == 1
    assert post.work.read(verify).holds
