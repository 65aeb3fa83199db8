"""A picture of a code is a scan: dropped, pasted, chosen, or from the watched folder."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import segno
from PIL import Image
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from inl_logistics.labels.records import LabelKind
from inl_logistics.labels.tags import Subject, give_tags
from tests.builders import Post
from tests.ui.desk import VESTS, dialog, go, shown
from ui.inventory.cardpage import StockCardPage
from ui.inventory.page import InventoryPage
from ui.inventory.unitpage import UnitPage
from ui.kit.navigation import Route
from ui.kit.watched import watched_folder
from ui.shell.pictures import CodesDialog
from ui.shell.window import MainWindow


def photo(path: Path, *texts: str) -> Path:
    """Make a picture with some codes beside each other."""
    parts = []
    for text in texts:
        segno.make(text, micro=False).save(str(path), scale=6, border=6)
        parts.append(Image.open(path).convert("L").copy())
    whole = Image.new("L", (sum(one.width for one in parts), max(one.height for one in parts)), 255)
    left = 0
    for one in parts:
        whole.paste(one, (left, 0))
        left += one.width
    whole.save(path)
    return path


@pytest.fixture(autouse=True)
def _listed(window: MainWindow) -> None:
    go(window, InventoryPage, Route("inventory"))


def test_a_pasted_picture_opens_what_it_names(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    QGuiApplication.clipboard().setImage(QImage(str(photo(tmp_path / "a.png", VESTS[3]))))
    focused = QApplication.focusWidget()
    assert focused is not None
    qtbot.keyClick(focused, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: isinstance(window.pages.current(), UnitPage))


def test_pasted_text_stays_text(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    page = go(window, InventoryPage, Route("inventory"))
    QGuiApplication.clipboard().setText("spray")
    page.search.setFocus()
    qtbot.keyClick(page.search, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert page.search.text() == "spray"


def test_a_dropped_picture_with_several_codes_asks_which(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(photo(tmp_path / "b.png", VESTS[1], "PE-4020")))])
    how = (QPoint(200, 200), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    for event in (QDragEnterEvent(*how), QDropEvent(*how)):
        QApplication.sendEvent(window, event)
    asked = dialog(window, CodesDialog)
    assert len(asked.choices) == 2
    assert not asked.all.isVisible(), "nothing here takes several scans"
    second = next(one for one in asked.choices if "PE-4020" in one.text())
    qtbot.mouseClick(second, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: isinstance(window.pages.current(), StockCardPage))


def test_no_code_says_what_to_do(window: MainWindow, tmp_path: Path) -> None:
    path = tmp_path / "wall.png"
    Image.new("L", (300, 200), 90).save(path)
    window.pictures.read_file(path)
    notice = window.notices.current()
    assert notice is not None
    assert notice.words == "No code was found in wall.png. Take the picture closer, straight and in good light."


def test_the_palette_offers_to_choose_one(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = photo(tmp_path / "c.png", VESTS[2])

    def choose(_over: Any, _title: str, _kinds: Any, done: Any) -> None:
        done(path)

    monkeypatch.setattr("ui.shell.pictures.choose_file", choose)
    command = next(one for one in window.commands() if one.id == "window.picture")
    assert command.words() == "Scan a picture…"
    command.run()
    qtbot.waitUntil(lambda: isinstance(window.pages.current(), UnitPage))


def test_what_comes_into_the_watched_folder_is_offered(
    window: MainWindow, post: Post, qtbot: QtBot, tmp_path: Path
) -> None:
    watched_folder(window.context).arrived.emit(photo(tmp_path / "d.png", VESTS[2]))
    notice = window.notices.current()
    assert notice is not None
    assert "d.png" in notice.words
    notice.act()
    qtbot.waitUntil(lambda: isinstance(window.pages.current(), UnitPage))


def test_the_label_of_a_bin_shows_what_lies_in_it(window: MainWindow, post: Post, qtbot: QtBot) -> None:
    bin_id = int(str(post.scalar("SELECT id FROM bin WHERE code = 'A-04'")))
    bin_ = Subject(LabelKind.BIN, bin_id)
    window.take_scan(post.work.write(give_tags, [bin_])[bin_])
    page = shown(window, InventoryPage)
    qtbot.waitUntil(lambda: page.search.text() == "A-04")
    assert post.scalar("SELECT count(*) FROM place WHERE bin_id = :b", b=bin_id) in {0, 1}
    window.navigator.open(Route("inventory", None, (("search", ""),)))
