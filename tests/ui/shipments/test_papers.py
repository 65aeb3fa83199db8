"""A shipment's documents: what is attached can be opened and saved again; the release leads to its milestone."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QMenu
from pytestqt.qtbot import QtBot

from inl_logistics.attachments.commands import AttachmentDraft, attach
from inl_logistics.shipments.commands import ShipmentLineDraft
from inl_logistics.shipments.following import PaperDraft, set_paper
from inl_logistics.shipments.records import MilestoneKind, PaperKind
from tests.builders import TODAY, Post, puerto_claro
from tests.ui.fieldwork import Hands, grab, window_on
from ui.kit import attached
from ui.kit.dialogs import open_overlay
from ui.kit.navigation import Route
from ui.kit.openpost import keep_file
from ui.shell.window import MainWindow
from ui.shipments.detail import ShipmentPage
from ui.shipments.dialogs import MilestoneDialog, PaperDialog
from ui.shipments.feature import FEATURE as SHIPMENTS

RELEASE = b"%PDF-1.7 invented release"


@pytest.fixture
def post(tmp_path: Path) -> Post:
    """A post."""
    return puerto_claro(tmp_path / "post")


@pytest.fixture
def shipment(post: Post) -> int:
    """Ten vests on their way."""
    vest = post.item("BA-01")
    order = post.order((vest, 10))
    return post.ship(order, [ShipmentLineDraft(vest, 10, post.order_lines(order)[0])])


@pytest.fixture
def window(post: Post, qtbot: QtBot, qapp: QApplication) -> Iterator[MainWindow]:
    """The window on it."""
    with window_on(post, (SHIPMENTS,), qtbot, qapp) as made:
        yield made
    attached.clear_opened()


def file_release(post: Post, shipment: int, folder: Path, name: str = "release.pdf") -> None:
    """File the customs release with its number and its scan."""
    path = folder / name
    path.write_bytes(RELEASE)
    kept = keep_file(post.work, path)
    path.unlink()
    ident = post.work.write(attach, AttachmentDraft("shipment", shipment, kept.name, kept.size, kept.sha256))
    post.work.write(set_paper, PaperDraft(shipment, PaperKind.CUSTOMS_RELEASE, "CR-991", TODAY, ident))


def page_of(window: MainWindow, shipment: int) -> ShipmentPage:
    """Open the shipment."""
    window.navigator.open(Route("shipment", shipment))
    page = window.pages.current()
    assert isinstance(page, ShipmentPage)
    return page


def menu_of(page: ShipmentPage) -> QMenu:
    """Open the menu of the release's row with the keys."""
    page.papers.setFocus()
    for _n in range(9):
        QTest.keyClick(page.papers, Qt.Key.Key_Up)
    rows = [paper.kind for paper in page.record.papers] if page.record else []
    for _n in range(rows.index(PaperKind.CUSTOMS_RELEASE.value)):
        QTest.keyClick(page.papers, Qt.Key.Key_Down)
    QTest.keyClick(page.papers, Qt.Key.Key_Return)
    return next(menu for menu in page.papers.findChildren(QMenu) if menu.isVisible())


def act(menu: QMenu, words: str) -> None:
    """Choose an entry."""
    next(one for one in menu.actions() if one.text().startswith(words)).trigger()
    menu.close()


def test_an_attached_document_is_opened_as_a_copy_that_goes_with_the_program(
    post: Post, window: MainWindow, shipment: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pictures: Path
) -> None:
    """Decrypted outside the post, read-only, shown by the system; gone afterwards."""
    file_release(post, shipment, tmp_path)
    shown: list[Path] = []
    monkeypatch.setattr(attached.QDesktopServices, "openUrl", lambda url: shown.append(Path(url.toLocalFile())) or True)
    page = page_of(window, shipment)
    assert "PDF · 1 KB, CR-991 · 24 Nov 2026, release.pdf" in page.papers.accessibleName()
    grab(window, pictures, "shipment-papers")
    menu = menu_of(page)
    assert [one.text() for one in menu.actions()] == ["Open file", "Save as…", "Number, date or file…"]
    act(menu, "Open")
    assert [path.name for path in shown] == ["release.pdf"]
    assert shown[0].read_bytes() == RELEASE
    assert not shown[0].is_relative_to(post.work.folder)
    assert not shown[0].stat().st_mode & 0o277
    act(menu_of(page), "Open")
    attached.clear_opened()
    assert not shown[0].parent.parent.exists()


def test_a_copy_is_saved_where_the_officer_says(post: Post, window: MainWindow, shipment: int, tmp_path: Path) -> None:
    """The proposed name is the file's own."""
    file_release(post, shipment, tmp_path)
    act(menu_of(page_of(window, shipment)), "Save as")
    asked = window.findChildren(QFileDialog)[-1]
    assert asked.selectedFiles()[0].endswith("release.pdf")
    asked.fileSelected.emit(str(tmp_path / "copy.pdf"))
    asked.close()
    assert (tmp_path / "copy.pdf").read_bytes() == RELEASE
    notice = window.notices.current()
    assert notice is not None
    assert "copy.pdf" in notice.words


def test_what_the_system_would_run_is_not_opened(
    post: Post, window: MainWindow, shipment: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only kinds that a program shows; anything else can be saved."""
    file_release(post, shipment, tmp_path, "release.desktop")
    monkeypatch.setattr(attached.QDesktopServices, "openUrl", lambda _url: pytest.fail("it was run"))
    act(menu_of(page_of(window, shipment)), "Open")
    notice = window.notices.current()
    assert notice is not None
    assert notice.words == "This computer cannot show release.desktop. Save it and open it from there."


def test_the_row_is_still_changed_and_the_pointer_finds_it(
    post: Post, window: MainWindow, shipment: int, tmp_path: Path
) -> None:
    """The third entry, or a click on a row without a file."""
    file_release(post, shipment, tmp_path)
    page = page_of(window, shipment)
    act(menu_of(page), "Number")
    dialog = open_overlay(window)
    assert isinstance(dialog, PaperDialog)
    assert dialog.number.editor.text() == "CR-991"
    dialog.dismiss()
    QTest.mouseClick(page.papers, Qt.MouseButton.LeftButton, pos=QPoint(60, 14))
    assert isinstance(open_overlay(window), PaperDialog)


def test_nothing_decrypted_stays_when_the_program_ends() -> None:
    """Also when nobody cleared it."""
    code = "from ui.kit import attached; print(attached._put_out(7, 'release.pdf', b'x'))"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    path = Path(ran.stdout.strip())
    assert path.name == "release.pdf"
    assert not path.parent.parent.exists()


def test_the_release_leads_to_its_milestone_which_starts_with_the_day_it_happened(
    post: Post, window: MainWindow, shipment: int
) -> None:
    """A typed day and Ctrl Enter record that it was cleared, not a forecast."""
    page = page_of(window, shipment)
    post.work.write(set_paper, PaperDraft(shipment, PaperKind.CUSTOMS_RELEASE, "CR-991"))
    page.refresh()
    notice = window.notices.current()
    assert notice is not None
    assert notice.words == "The customs release has come. When was it cleared?"
    notice.grab()
    spot = QPoint(*map(int, notice._place_of_action.center().toTuple()))
    QTest.mouseClick(notice, Qt.MouseButton.LeftButton, pos=spot)
    dialog = open_overlay(window)
    assert isinstance(dialog, MilestoneDialog)
    assert dialog.kind.editor.value() == MilestoneKind.CUSTOMS.value
    assert dialog.actual.editor.hasFocus()
    hands = Hands()
    dialog.actual.editor.setText("24 nov")
    hands.ctrl(Qt.Key.Key_Return)
    assert post.scalar("SELECT actual_on FROM milestone WHERE kind = 'customs'") == TODAY.isoformat()
