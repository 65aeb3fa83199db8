"""The officer prints labels: chooses a size and where to start, sees what comes out, saves or prints it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import zxingcpp
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.builders import Post
from tests.paper.reading import picture
from tests.ui.desk import dialog, go
from ui.inventory.page import InventoryPage
from ui.inventory.unitpage import UnitPage
from ui.kit.navigation import Route
from ui.labels.dialog import LabelDialog
from ui.partners.stores import StoresPage
from ui.shell.window import MainWindow


def opened(window: MainWindow, post: Post, qtbot: QtBot) -> LabelDialog:
    page = go(window, StoresPage, Route("stores"))
    page.table.set_current_key(post.store)
    qtbot.keyClick(page.table, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    found = dialog(window, LabelDialog)
    qtbot.waitUntil(lambda: bool(found.view.pdf()))
    return found


def test_bins_of_a_store_are_labeled_from_the_third_place_on(
    window: MainWindow, post: Post, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = opened(window, post, qtbot)
    assert found.note.text() == "2 labels on 1 sheet"
    qtbot.mouseClick(found.sheet, Qt.MouseButton.LeftButton, pos=found.sheet.box(3).center().toPoint())
    qtbot.keyClick(found.sheet, Qt.Key.Key_Left)
    assert found.draft().start == 2
    assert found.sheet.accessibleName() == "First label: row 1, column 3. 2 labels on a sheet of 21."
    assert post.scalar("SELECT count(*) FROM tag") == 0

    def choose(_over: Any, _title: str, name: str, done: Callable[[Path], None]) -> None:
        done(tmp_path / name)

    monkeypatch.setattr("ui.labels.dialog.save_file", choose)
    qtbot.mouseClick(found.save, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: (tmp_path / "Labels PCL0000001.pdf").exists())
    pdf = (tmp_path / "Labels PCL0000001.pdf").read_bytes()
    assert sorted(one.text for one in zxingcpp.read_barcodes(picture(pdf, dpi=203))) == ["PCL0000001", "PCL0000002"]
    qtbot.waitUntil(lambda: post.scalar("SELECT count(*) FROM trail WHERE action = 'labels.print'") == 1)
    again = opened(window, post, qtbot)
    assert again.draft().start == 4, "the sheet goes on where it ended"


def test_a_printed_unit_is_found_by_its_tag(
    window: MainWindow, post: Post, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    unit = int(str(post.scalar("SELECT id FROM unit WHERE serial = 'BA3-224005'")))
    page = go(window, UnitPage, Route("unit", unit))
    qtbot.mouseClick(page.label, Qt.MouseButton.LeftButton)
    found = dialog(window, LabelDialog)
    qtbot.waitUntil(lambda: bool(found.view.pdf()))

    def accept(_over: Any, pdf: bytes, *, accepted: Callable[[], None], **_more: Any) -> None:
        assert pdf
        accepted()

    monkeypatch.setattr("ui.labels.dialog.ask_printer", accept)
    found.size_field.editor.set_value("50x25")
    found.size_field.editor.chosen.emit("50x25")
    assert not found.sheet.isVisible()
    qtbot.keyClick(found, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: post.scalar("SELECT printed FROM tag") == 1)
    go(window, InventoryPage, Route("inventory"))
    window.take_scan("]C0PCL0000001")
    qtbot.waitUntil(lambda: isinstance(window.pages.current(), UnitPage))
    assert window.pages.current().route.id == unit  # type: ignore[union-attr]


def test_what_does_not_fit_says_so_before_printing(window: MainWindow, post: Post, qtbot: QtBot) -> None:
    found = opened(window, post, qtbot)
    found.copies.editor.setText("0")
    found.copies.editor.edited.emit()
    qtbot.waitUntil(lambda: not found.print.isEnabled())
    assert found.copies.has_error()
    found.copies.editor.setText("3")
    found.copies.editor.edited.emit()
    qtbot.waitUntil(lambda: found.print.isEnabled())
    assert found.note.text() == "6 labels on 1 sheet"


def test_labels_of_ticked_lines(window: MainWindow, post: Post, qtbot: QtBot) -> None:
    page = go(window, InventoryPage, Route("inventory"))
    qtbot.waitUntil(lambda: page.model.rowCount() > 0)
    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    page.print_labels()
    found = dialog(window, LabelDialog)
    kinds = {one.kind.value for one in found.draft().subjects}
    assert kinds == {"unit", "item"}
    assert len(found.draft().subjects) == 14
