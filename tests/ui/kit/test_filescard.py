"""Files on a record's page: dropped, pasted, from the watched folder; named, taken off with undo, saved."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QColor, QDropEvent, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from inl_logistics.attachments.queries import AttachedRow, files_of
from inl_logistics.kernel.values import Tracking
from inl_logistics.paper.picture import picture_page
from tests.builders import Post, puerto_claro
from tests.ui.desk import dialog, go
from tests.ui.fieldwork import Hands, window_on
from ui.kit.dialogs import Dialog
from ui.kit.fields import LineEdit
from ui.kit.navigation import Route
from ui.kit.pdfview import page_sizes
from ui.kit.thumbnails import draw
from ui.kit.watched import watched_folder
from ui.purchasing.detail import OrderPage
from ui.purchasing.feature import FEATURE as PURCHASING
from ui.shell.window import MainWindow

pytestmark = pytest.mark.timeout(120)


@pytest.fixture
def post(tmp_path: Path) -> Post:
    """A post with an order."""
    return puerto_claro(tmp_path / "post")


@pytest.fixture
def window(post: Post, qtbot: QtBot, qapp: QApplication) -> Iterator[MainWindow]:
    """The window on it."""
    with window_on(post, (PURCHASING,), qtbot, qapp) as opened:
        yield opened


@pytest.fixture
def page(post: Post, window: MainWindow) -> OrderPage:
    """The page of an order."""
    item = post.item("RIO-01", tracking=Tracking.QUANTITY)
    return go(window, OrderPage, Route("order", post.order((item, 5))))


def photo(folder: Path, name: str = "seal.png", color: str = "red") -> Path:
    """A small picture."""
    image = QImage(120, 80, QImage.Format.Format_RGB32)
    image.fill(QColor(color))
    image.save(str(folder / name))
    return folder / name


def kept(post: Post, page: OrderPage) -> list[AttachedRow]:
    """What the order has."""
    return post.work.read(files_of, "order", [page.route.id])


def test_a_dropped_file_is_kept_and_shown(post: Post, page: OrderPage, tmp_path: Path, qtbot: QtBot) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(photo(tmp_path)))])
    event = QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton,
                       Qt.KeyboardModifier.NoModifier)  # fmt: skip
    page.files.dropEvent(event)
    qtbot.waitUntil(lambda: [one.name for one in page.files.rows.files()] == ["seal.png"])
    assert [one.media_type for one in kept(post, page)] == ["image/png"]
    page.files.grab()
    page.files.add_paths([tmp_path / "seal.png"])
    assert len(kept(post, page)) == 1, "the same file is not kept twice"


def test_ctrl_v_pastes_a_picture(post: Post, page: OrderPage, qtbot: QtBot) -> None:
    image = QImage(40, 40, QImage.Format.Format_RGB32)
    image.fill(QColor("blue"))
    QGuiApplication.clipboard().setImage(image)
    QTest.keyClick(page.files, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: len(kept(post, page)) == 1)
    assert kept(post, page)[0].name.endswith(".png")
    QGuiApplication.clipboard().setText("no picture")
    page.files.paste()
    assert len(kept(post, page)) == 1


def test_what_comes_into_the_watched_folder_is_offered_to_the_open_record(
    post: Post, page: OrderPage, tmp_path: Path, qtbot: QtBot
) -> None:
    scans = tmp_path / "scans"
    scans.mkdir()
    photo(scans, "old.png")
    watched = watched_folder(page.context)
    watched.watch(scans)
    with qtbot.waitSignal(watched.arrived, timeout=10_000) as told:
        photo(scans, "new.png", "green")
    assert told.args is not None
    assert told.args[0] == scans / "new.png", "what lay there before is not offered"
    page.files.add_paths([told.args[0]])
    qtbot.waitUntil(lambda: [one.name for one in kept(post, page)] == ["new.png"])
    watched.watch(None)
    assert watched.folder() is None


def test_a_file_is_named_with_f2_and_taken_off_with_undo(
    post: Post, page: OrderPage, window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    page.files.add_paths([photo(tmp_path)])
    qtbot.waitUntil(lambda: bool(page.files.rows.files()))
    QTest.keyClick(page.files.rows, Qt.Key.Key_F2)
    field = dialog(window, Dialog).findChild(LineEdit)
    assert field is not None
    Hands().fill(field, "Broken seal", enter=True)
    assert [one.caption for one in kept(post, page)] == ["Broken seal"]
    QTest.keyClick(page.files.rows, Qt.Key.Key_Delete)
    assert kept(post, page) == []
    notice = page.context.notices.current()
    assert notice is not None
    notice.act()
    assert [one.caption for one in kept(post, page)] == ["Broken seal"]


def test_all_files_are_saved_into_a_folder_none_over_another(
    post: Post, page: OrderPage, tmp_path: Path, qtbot: QtBot
) -> None:
    one, two = tmp_path / "a", tmp_path / "b"
    out = tmp_path / "out"
    for folder in (one, two, out):
        folder.mkdir()
    page.files.add_paths([photo(one, color="red"), photo(two, color="blue")])
    qtbot.waitUntil(lambda: len(page.files.rows.files()) == 2)
    page.files.save_all(out)
    qtbot.waitUntil(lambda: sorted(path.name for path in out.iterdir()) == ["seal (2).png", "seal.png"])


def test_thumbnails_and_print_pages_are_drawn_and_a_broken_picture_stops_nothing(tmp_path: Path) -> None:
    content = photo(tmp_path).read_bytes()
    assert draw(content, is_pdf=False).width() == 64
    pdf = picture_page(content, title="seal")
    assert page_sizes(pdf)[0][0] > page_sizes(pdf)[0][1], "a wide picture lies on wide paper"
    assert not draw(pdf, is_pdf=True).isNull()
    assert draw(b"broken", is_pdf=False).isNull()
    assert draw(b"broken", is_pdf=True).isNull()


def test_files_stand_beside_each_other_in_a_wide_card(
    post: Post, page: OrderPage, tmp_path: Path, qtbot: QtBot
) -> None:
    colors = ("red", "blue", "green")
    page.files.add_paths([photo(tmp_path, f"{color}.png", color) for color in colors])
    qtbot.waitUntil(lambda: len(page.files.rows.files()) == 3)
    rows = page.files.rows
    rows.resize(260, 200)
    narrow = rows.sizeHint().height()
    rows.resize(980, 200)
    assert rows.sizeHint().height() < narrow
    assert rows._box(1).left() > rows._box(0).right()
    QTest.keyClick(rows, Qt.Key.Key_Right)
    with qtbot.waitSignal(rows.renamed) as told:
        QTest.keyClick(rows, Qt.Key.Key_F2)
    assert told.args == [rows.files()[1].id]
