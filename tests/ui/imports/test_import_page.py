"""Importing through the window: repair a dirty file, import it, take it back."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from inl_logistics.imports.roles import Role
from inl_logistics.shipments.commands import ShipmentLineDraft
from tests.builders import PASSWORD, Post, puerto_claro
from tests.ui.desk import dialog
from tests.ui.fieldwork import Hands, double_click, window_on
from ui.imports.feature import FEATURE as IMPORTS
from ui.imports.page import ImportPage
from ui.inventory.feature import FEATURE as INVENTORY
from ui.kit.approval import OverrideDialog
from ui.kit.buttons import Button
from ui.kit.dialogs import open_overlay
from ui.kit.navigation import Route
from ui.purchasing.feature import FEATURE as PURCHASING
from ui.shell.window import MainWindow


@pytest.fixture
def post(tmp_path: Path) -> Post:
    """The invented post with two items."""
    made = puerto_claro(tmp_path / "post")
    made.item("RIO-01", name="Riot helmet")
    made.item("PPE-01", name="Gloves")
    return made


@pytest.fixture
def window(post: Post, qtbot: QtBot, qapp: QApplication) -> Iterator[MainWindow]:
    """The window on it."""
    with window_on(post, (PURCHASING, INVENTORY, IMPORTS), qtbot, qapp) as made:
        yield made


def _file(folder: Path, rows: list[list[str]]) -> Path:
    path = folder / "northgate.csv"
    with path.open("w", newline="", encoding="utf-8") as stream:
        csv.writer(stream).writerows([["PO Number", "Part No", "Description", "Qty", "Unit Price"], *rows])
    return path


def _open(window: MainWindow, path: Path, kind: str = "orders") -> ImportPage:
    window.navigator.open(Route("import", None, (("kind", kind), ("file", str(path)))))
    page = window.pages.current()
    assert isinstance(page, ImportPage)
    return page


def test_a_bad_cell_is_repaired_and_the_file_comes_in_at_once(window: MainWindow, post: Post, tmp_path: Path) -> None:
    rows = [["NG-147", "RIO-01", "Riot helmet", "60", "137.00"], ["NG-147", "PPE-01", "Gloves", "4O", "24.00"]]
    page = _open(window, _file(tmp_path, rows))
    assert page.form.counts()[:2] == (1, 1)
    assert page.footer.go.reason()
    box = page.checking.problems.repair
    box.typed.editor.setText("40")
    QTest.mouseClick(box.first, Qt.MouseButton.LeftButton)
    assert page.form.counts()[:2] == (2, 0)
    double_click(page.footer.go)
    assert post.scalar("SELECT count(*) FROM purchase_order WHERE source_number = 'NG-147'") == 1
    assert post.scalar("SELECT sum(quantity) FROM order_line") == 100
    notice = window.notices
    assert notice is not None


def test_errors_block_until_left_out_by_choice(window: MainWindow, post: Post, tmp_path: Path) -> None:
    rows = [["NG-147", "RIO-01", "Riot helmet", "60", "137.00"], ["NG-147", "PPE-01", "Gloves", "many", "24.00"]]
    page = _open(window, _file(tmp_path, rows))
    page.commands()[1].run()
    assert post.scalar("SELECT count(*) FROM purchase_order") == 0
    assert "1 row" in page.footer.leave_box.text()
    QTest.mouseClick(page.footer.leave_box, Qt.MouseButton.LeftButton)
    assert page.form.counts() == (1, 0, 1, 1) or page.form.counts()[3] == 1
    page.running.save_then_import(tmp_path / "left-out.xlsx")
    assert (tmp_path / "left-out.xlsx").exists()
    assert post.scalar("SELECT sum(quantity) FROM order_line") == 60


def test_a_column_is_matched_by_hand_and_the_mapping_remembered(window: MainWindow, post: Post, tmp_path: Path) -> None:
    path = tmp_path / "odd.csv"
    path.write_text("PO Number,Part No,Zzz,Unit Price\nNG-9,RIO-01,7,137.00\n", encoding="utf-8")
    page = _open(window, path)
    page.match("Zzz", Role.QUANTITY)
    sheet = page.form.sheet()
    assert sheet is not None
    assert {column.header: column.role for column in sheet.columns}["Zzz"] is Role.QUANTITY
    page.context.jobs.write(page, lambda session, **_who: None, done=lambda _none: None)
    assert page.form.counts()[1] == 0


def test_a_file_that_is_no_spreadsheet_gives_one_sentence(window: MainWindow, tmp_path: Path) -> None:
    path = tmp_path / "photo.xlsx"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    page = _open(window, path)
    assert page.form.plan is None
    assert "photo.xlsx" in page.banner.words()


def test_undo_takes_the_whole_import_back(window: MainWindow, post: Post, tmp_path: Path) -> None:
    page = _open(window, _file(tmp_path, [["NG-147", "RIO-01", "Riot helmet", "60", "137.00"]]))
    QTest.mouseClick(page.footer.go, Qt.MouseButton.LeftButton)
    run = int(str(post.scalar("SELECT max(id) FROM import_run")))
    page.running.undo(run)
    assert post.scalar("SELECT undone_at IS NOT NULL FROM import_run WHERE id = :r", r=run) == 1
    assert post.scalar("SELECT count(*) FROM purchase_order WHERE state <> 'canceled'") == 0


def test_a_second_file_is_imported_on_the_same_page(window: MainWindow, post: Post, tmp_path: Path) -> None:
    first = _open(window, _file(tmp_path, [["NG-147", "RIO-01", "Riot helmet", "60", "137.00"]]))
    double_click(first.footer.go)
    (tmp_path / "next").mkdir()
    second = _open(window, _file(tmp_path / "next", [["NG-148", "PPE-01", "Gloves", "5", "24.00"]]))
    double_click(second.footer.go)
    assert post.scalar("SELECT count(*) FROM purchase_order WHERE source_number = 'NG-148'") == 1


def test_an_import_can_be_undone_when_its_notice_is_long_gone(window: MainWindow, post: Post, tmp_path: Path) -> None:
    path = _file(tmp_path, [["NG-147", "RIO-01", "Riot helmet", "60", "137.00"]])
    double_click(_open(window, path).footer.go)
    window.navigator.open(Route("orders"))
    page = _open(window, path)
    page.open_file(path)
    assert page.banner.isVisible()
    page.banner._action.clicked.emit()
    overlay = open_overlay(window)
    assert overlay is not None
    undo = next(button for button in overlay.findChildren(Button) if button.text() == "Undo import")
    QTest.mouseClick(undo, Qt.MouseButton.LeftButton)
    assert post.scalar("SELECT count(*) FROM import_run WHERE undone_at IS NULL") == 0
    assert not page.banner.isVisible()


def test_a_packing_list_with_a_controlled_item_asks_an_approver_and_comes_in_once(
    window: MainWindow, post: Post, tmp_path: Path, qtbot: QtBot
) -> None:
    """Kept off it writes nothing and can be asked again; a wrong password lets nothing in."""
    hands = Hands()
    shirt, helmet = post.item("UNI-01", name="Shirt"), post.item("RIO-02", name="Visor", export_class="0A979")
    order = post.order((shirt, 5), (helmet, 5))
    shipment = post.ship(order, [ShipmentLineDraft(shirt, 5, post.order_lines(order)[0])])
    path = tmp_path / "packing.csv"
    path.write_text("Ctn,Part No,Qty\nC1,UNI-01,5\nC2,RIO-02,2\n", encoding="utf-8")
    params = (("kind", "packing-list"), ("file", str(path)), ("into", str(shipment)))
    window.navigator.open(Route("import", None, params))
    page = window.pages.current()
    assert isinstance(page, ImportPage)
    hands.click(page.footer.go)
    dialog(window, OverrideDialog)
    hands.key(Qt.Key.Key_Escape)
    assert open_overlay(window) is None
    assert post.scalar("SELECT count(*) FROM shipment_line") == 1
    assert not page.footer.go.is_busy()
    hands.click(page.footer.go)
    asked = dialog(window, OverrideDialog)
    hands.fill(asked.reason.editor, "License is on its way")
    hands.fill(asked.password.editor, "not it")
    hands.click(asked.approve)
    assert asked.isVisible()
    assert post.scalar("SELECT count(*) FROM approval") == 0
    asked.password.editor.clear()
    hands.fill(asked.password.editor, PASSWORD)
    double_click(asked.approve)
    qtbot.waitUntil(lambda: open_overlay(window) is None)
    assert post.scalar("SELECT count(*) FROM shipment_line") == 2
    assert post.scalar("SELECT group_concat(code || ' ' || reason) FROM approval") == (
        "export-authorization License is on its way"
    )
    assert post.scalar("SELECT count(*) FROM import_run WHERE kind = 'packing-list'") == 1
