"""Checking a receipt through the window, and signing its PDF."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from pyhanko.pdf_utils.reader import PdfFileReader
from PySide6.QtCore import QCoreApplication, QEvent, QMimeData, QUrl
from PySide6.QtGui import QGuiApplication, QImage

from inl_logistics.handovers import papers
from inl_logistics.handovers.commands import void
from inl_logistics.handovers.documents import render
from tests.builders import Post
from tests.paper.samples import PRINTED_AT
from tests.ui.fieldwork import Hands
from tests.ui.handovers.conftest import VESTS, current, opened
from ui.handovers.check import CheckDialog
from ui.handovers.listpage import HandoversPage
from ui.kit.dialogs import open_overlay
from ui.kit.navigation import Route
from ui.kit.watched import watched_folder
from ui.kit.widget import Label, Link
from ui.shell.window import MainWindow

pytestmark = pytest.mark.timeout(120)


@pytest.fixture
def issued(post: Post) -> int:
    """A receipt of three vests."""
    vest = int(str(post.scalar("SELECT variant_id FROM unit LIMIT 1")))
    return post.issued(post.picks(vest, *VESTS[:3]))


@pytest.fixture
def scan(post: Post, issued: int) -> bytes:
    """The printed receipt."""
    one = post.work.read(papers.paper_by_number, "PCL-HO-2026-A0001")
    return render(one.receipt, printed_at=PRINTED_AT, language="es", copies=(1,), seal=one.seal)


@pytest.fixture
def dialog(window: MainWindow, issued: int) -> CheckDialog:
    """The dialog, opened by its button."""
    window.navigator.open(Route("handovers"))
    page = window.pages.current()
    assert isinstance(page, HandoversPage)
    Hands().click(page.check_button)
    found = open_overlay(window)
    assert isinstance(found, CheckDialog)
    return found


def said(dialog: CheckDialog) -> list[str]:
    """Return the sentences of the answers."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    return [one.text() for one in dialog.answers.findChildren(Label) if one.text().endswith(".")]


def test_a_scanned_code_is_answered_and_opens_its_receipt(
    post: Post, window: MainWindow, dialog: CheckDialog, issued: int
) -> None:
    seal = post.work.read(papers.paper_by_number, "PCL-HO-2026-A0001").seal
    assert seal is not None
    Hands().scan(seal.qr_text, dialog.code.editor)
    assert said(dialog) == ["PCL-HO-2026-A0001 was issued by PCL A as printed."]
    Hands().scan(seal.qr_text[:-6] + "000000", dialog.code.editor)
    assert said(dialog) == ["PCL-HO-2026-A0001 was altered: the signature."]
    (link,) = dialog.answers.findChildren(Link)
    link.clicked.emit()
    assert current(window).id == issued


def test_a_typed_check_code_and_nonsense(post: Post, dialog: CheckDialog) -> None:
    seal = post.work.read(papers.paper_by_number, "PCL-HO-2026-A0001").seal
    assert seal is not None
    Hands().scan(seal.check_code.lower(), dialog.code.editor)
    assert "Compare the paper with what is on file." in said(dialog)[0]
    Hands().scan("hello", dialog.code.editor)
    assert dialog.code.has_error()
    assert dialog.answers.isHidden()


def test_a_pdf_dropped_pasted_or_come_into_the_watched_folder(
    post: Post, window: MainWindow, dialog: CheckDialog, scan: bytes, tmp_path: Path
) -> None:
    path = tmp_path / "receipt.pdf"
    path.write_bytes(scan)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    QGuiApplication.clipboard().setMimeData(data)
    Hands().click(dialog.intake.paste_button)
    assert said(dialog) == ["PCL-HO-2026-A0001 was issued by PCL A as printed."]
    dialog.answers.show_answers(())
    watched_folder(dialog._context).arrived.emit(path)
    assert len(said(dialog)) == 1
    post.work.write(void, 1, reason="Spoiled")
    dialog.intake.paths.emit([path])
    assert said(dialog)[0].endswith("but it is void, as far as known here on 24 Nov 2026.")


def test_a_pasted_picture_without_a_code_is_said_at_the_field(dialog: CheckDialog) -> None:
    image = QImage(200, 200, QImage.Format.Format_RGB32)
    image.fill(0xFFFFFFFF)
    QGuiApplication.clipboard().setImage(image)
    Hands().click(dialog.intake.paste_button)
    assert dialog.code.has_error()


def test_the_palette_checks_from_anywhere(window: MainWindow, issued: int) -> None:
    opened(window, issued)
    window.navigator.open(Route("handovers", None, (("act", "check"),)))
    from PySide6.QtTest import QTest

    QTest.qWait(0)
    assert isinstance(open_overlay(window), CheckDialog)


def test_a_signed_pdf_is_saved(
    post: Post, window: MainWindow, issued: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved = tmp_path / "signed.pdf"
    monkeypatch.setattr("ui.handovers.acting.save_file", lambda _over, _title, _name, then: then(saved))
    page = opened(window, issued)
    command = {one.id: one for one in page.commands()}["handover.pdf.signed"]
    assert command.enabled_reason() == ""
    command.run()
    (signature,) = PdfFileReader(io.BytesIO(saved.read_bytes())).embedded_signatures
    assert signature.signer_cert.subject.native["organization_name"] == "Embassy Puerto Claro"
    assert post.scalar("SELECT count(*) FROM printing") == 1


def test_a_draft_is_not_signed(post: Post, window: MainWindow) -> None:
    vest = int(str(post.scalar("SELECT variant_id FROM unit LIMIT 1")))
    page = opened(window, post.draft(post.picks(vest, VESTS[5])))
    command = {one.id: one for one in page.commands()}["handover.pdf.signed"]
    assert command.enabled_reason() == "Only an issued receipt"
