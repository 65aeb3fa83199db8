"""Many signed copies at once through the window; the list of what is missing, the oldest first."""

from __future__ import annotations

import io
from datetime import timedelta
from pathlib import Path

import pypdfium2
import pytest
from pytestqt.qtbot import QtBot

from inl_logistics.handovers import papers
from inl_logistics.handovers.documents import render
from inl_logistics.handovers.signing import SignDraft, sign
from inl_logistics.reports import exports
from tests.builders import TODAY, Post
from tests.paper.samples import PRINTED_AT
from tests.ui.fieldwork import Hands
from tests.ui.handovers.conftest import VESTS, opened
from ui.handovers.copies import CopiesDialog, OtherReceiptDialog
from ui.handovers.listpage import HandoversPage
from ui.kit.dialogs import open_overlay
from ui.kit.navigation import Route
from ui.kit.widget import Label
from ui.shell.window import MainWindow

LATER = TODAY + timedelta(days=9)

pytestmark = pytest.mark.timeout(120)


@pytest.fixture
def signed(post: Post) -> list[int]:
    """Three receipts, two of them signed on other days."""
    vest = int(str(post.scalar("SELECT variant_id FROM unit LIMIT 1")))
    made = [post.issued(post.picks(vest, serial)) for serial in VESTS[:3]]
    post.clock.on(LATER)
    post.work.write(sign, SignDraft(made[0], LATER, "Luis Arriaga"))
    post.work.write(sign, SignDraft(made[1], TODAY, "Luis Arriaga", "La Hondura"))
    return made


def scan(post: Post, *numbers: int) -> bytes:
    """Return receipts scanned into one file."""
    made = pypdfium2.PdfDocument.new()
    for number in numbers:
        one = post.work.read(papers.paper_by_number, f"PCL-HO-2026-A{number:04d}")
        content = render(one.receipt, printed_at=PRINTED_AT, copies=(1,), seal=one.seal)
        made.import_pages(pypdfium2.PdfDocument(content))
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def listed(window: MainWindow, *params: tuple[str, str]) -> HandoversPage:
    """Return the list."""
    window.navigator.open(Route("handovers", None, params))
    page = window.pages.current()
    assert isinstance(page, HandoversPage)
    return page


def dialog(window: MainWindow) -> CopiesDialog:
    """Open the dialog by its button."""
    Hands().click(listed(window).copies_button)
    found = open_overlay(window)
    assert isinstance(found, CopiesDialog)
    return found


def test_a_feeder_full_of_receipts_is_filed_and_taken_back(
    post: Post, window: MainWindow, signed: list[int], tmp_path: Path
) -> None:
    path = tmp_path / "feeder.pdf"
    path.write_bytes(scan(post, 1, 2, 3))
    odd = tmp_path / "letter.txt"
    odd.write_bytes(b"a letter")
    asked = dialog(window)
    assert asked.act.reason() == "Choose scans of signed receipts"
    asked.intake.paths.emit([path, odd])
    texts = [one.text() for one in asked.list.findChildren(Label)]
    assert "HO-26-A0001 · Response Group" in texts
    assert "Enter first what was signed" in texts
    assert "Neither a picture nor a PDF, whatever its name says. Choose the scan." in texts
    assert asked.act.text() == "File 2 copies"
    Hands().click(asked.act)
    assert open_overlay(window) is None
    assert post.scalar("SELECT count(*) FROM handover WHERE copy_attachment_id IS NOT NULL") == 2
    notice = window.notices.current()
    assert notice is not None
    assert notice.words == "2 signed copies filed."
    notice.act()
    assert post.scalar("SELECT count(*) FROM handover WHERE copy_attachment_id IS NOT NULL") == 0


def test_a_scan_of_another_receipt_is_asked_about(
    post: Post, window: MainWindow, signed: list[int], tmp_path: Path
) -> None:
    path = tmp_path / "scan.pdf"
    path.write_bytes(scan(post, 2))
    page = opened(window, signed[0])
    page.acting.file(path)
    asked = open_overlay(window)
    assert isinstance(asked, OtherReceiptDialog)
    assert post.scalar("SELECT count(*) FROM attachment") == 0
    Hands().click(asked.go_on)
    assert post.scalar("SELECT copy_attachment_id IS NOT NULL FROM handover WHERE id = :h", h=signed[0]) == 1
    own = opened(window, signed[1])
    own.acting.file(path)
    assert open_overlay(window) is None
    assert post.scalar("SELECT copy_attachment_id IS NOT NULL FROM handover WHERE id = :h", h=signed[1]) == 1


def test_missing_copies_are_listed_with_their_age_and_exported(
    post: Post, window: MainWindow, signed: list[int], qtbot: QtBot
) -> None:
    page = listed(window, ("filter.status", "copy-missing"))
    qtbot.waitUntil(lambda: list(page.model.keys()) == [signed[1], signed[0]])
    sheet = post.work.read(exports.sheet, "missing-copies", today=LATER)
    assert [(row[0], row[2], row[7]) for row in sheet.rows] == [
        ("PCL-HO-2026-A0002", 9, "La Hondura"), ("PCL-HO-2026-A0001", 0, ""),
    ]  # fmt: skip


def test_a_page_that_is_open_shows_the_copy_that_was_filed_from_the_list(
    post: Post, window: MainWindow, signed: list[int], qtbot: QtBot, tmp_path: Path
) -> None:
    page = opened(window, signed[0])
    qtbot.waitUntil(lambda: page.detail is not None and page.detail.status == "copy-missing")
    path = tmp_path / "scan.pdf"
    path.write_bytes(scan(post, 1))
    asked = dialog(window)
    asked.intake.paths.emit([path])
    qtbot.waitUntil(lambda: asked.act.text() == "File 1 copy")
    Hands().click(asked.act)
    qtbot.waitUntil(lambda: post.scalar("SELECT count(*) FROM handover WHERE copy_attachment_id IS NOT NULL") == 1)
    assert opened(window, signed[0]) is page
    qtbot.waitUntil(lambda: page.detail is not None and page.detail.copy_name == "scan.pdf")


def test_each_file_that_is_no_scan_says_what_it_is(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    wrong = {
        "letter.jpg": (b"a letter", "Neither a picture nor a PDF, whatever its name says. Choose the scan."),
        "empty.pdf": (b"", "The file is empty. Scan it again."),
        "cut.png": (b"\x89PNG\r\n\x1a\n", "Only part of the file is there, or it is damaged. Copy or scan it again."),
        "photo.jpg": (b"\0\0\0\x18ftypheic\0\0\0\0", "A phone's HEIC photo. Save it as JPEG or PDF."),
    }
    for name, (content, _words) in wrong.items():
        (tmp_path / name).write_bytes(content)
    asked = dialog(window)
    asked.intake.paths.emit([tmp_path / name for name in wrong])
    qtbot.waitUntil(lambda: len(asked.proposals) == len(wrong))
    texts = [one.text() for one in asked.list.findChildren(Label)]
    for _content, words in wrong.values():
        assert words in texts
