"""Signing, voiding, reversing and filing through the window."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from inl_logistics.attachments import files
from inl_logistics.handovers.queries import keys, rows
from inl_logistics.home.queries import months
from inl_logistics.kernel.listing import ListQuery
from inl_logistics.paper.model import SignerRole
from tests.builders import TODAY, Post
from tests.ui.fieldwork import Hands, double_click
from tests.ui.handovers.conftest import VESTS, opened
from ui.handovers.endings import ReverseDialog
from ui.handovers.page import HandoverPage
from ui.handovers.signatures import Pad
from ui.kit.buttons import Button
from ui.kit.chips import ChipLabel
from ui.kit.dialogs import open_overlay
from ui.kit.enddialog import EndDialog
from ui.kit.signedpaper import SignedDialog
from ui.kit.widget import Link
from ui.shell.window import MainWindow

pytestmark = pytest.mark.timeout(120)


@pytest.fixture
def vest(post: Post) -> int:
    """The vests' variant."""
    return int(str(post.scalar("SELECT variant_id FROM unit LIMIT 1")))


@pytest.fixture
def issued(post: Post, vest: int, window: MainWindow) -> HandoverPage:
    """An issued handover of five vests and ten tourniquets, open."""
    lot = int(
        str(post.scalar("SELECT l.variant_id FROM layer l JOIN lot t ON t.id = l.lot_id WHERE t.code = 'F-7720'"))
    )
    layer = post.scalar("SELECT id FROM layer WHERE lot_id = (SELECT id FROM lot WHERE code = 'F-7720')")
    line = post.pick_quantity(lot, 10)
    from dataclasses import replace

    picks = (replace(line.picks[0], layer_id=int(str(layer))),)
    return opened(window, post.issued(post.picks(vest, *VESTS[:5]), replace(line, picks=picks)))


def sign(pad: Pad) -> None:
    """Draw a stroke with the mouse."""
    QTest.mousePress(pad, Qt.MouseButton.LeftButton, pos=QPoint(20, 20))
    for x in range(25, 120, 10):
        QTest.mouseMove(pad, QPoint(x, 20 + x % 7))
    QTest.mouseRelease(pad, Qt.MouseButton.LeftButton, pos=QPoint(120, 30))


def draw(page: HandoverPage, role: SignerRole) -> None:
    """Draw as the pad records it: offscreen mouse moves carry no buttons."""
    pad = page.signatures.signers[role].pad
    sign(pad)
    if not pad.is_signed():
        pad._strokes[-1].extend([(30, 22), (60, 30), (90, 18)])
        pad.signed.emit()


def test_signing_on_the_screen(post: Post, issued: HandoverPage, window: MainWindow) -> None:
    """Both sign; the strokes are kept; the stock is theirs."""
    assert issued.primary.reason() == "Recipient signature needed"
    draw(issued, SignerRole.RECEIVED)
    assert issued.primary.reason() == "Your signature needed"
    draw(issued, SignerRole.DELIVERED)
    assert issued.primary.reason() == ""
    Hands().ctrl(Qt.Key.Key_Return)
    assert issued.detail is not None
    assert issued.detail.state == "signed"
    assert len(issued.detail.signatures) == 2
    assert post.scalar("SELECT signed_on_screen FROM handover") == 1
    notice = window.notices.current()
    assert notice is not None
    assert notice.words == "HO-26-A0001 signed. 15 units left stock."
    assert issued.detail.status == "complete", "what is signed on the screen has no paper to file"
    assert issued.primary.isHidden()
    assert post.scalar("SELECT count(*) FROM handover WHERE copy_attachment_id IS NULL") == 1


def test_the_pad_keeps_what_is_drawn_when_its_box_changes(issued: HandoverPage) -> None:
    """The strokes are in the unit of the box they were begun in."""
    pad = issued.signatures.signers[SignerRole.RECEIVED].pad
    before = pad.size()
    draw(issued, SignerRole.RECEIVED)
    assert pad.size() == before, "the row above has room for what it says later"
    pad.resize(before.width(), before.height() // 2)
    (signature,) = issued.signatures.signatures()
    assert (signature.width, signature.height) == (before.width(), before.height())
    inside = pad.rect().toRectF().adjusted(-1, -1, 1, 1)
    assert all(inside.contains(path.boundingRect()) for path in pad._paths())


def test_what_an_empty_pad_says_is_never_cut(issued: HandoverPage) -> None:
    """Three sign side by side in a small window."""
    pad = issued.signatures.signers[SignerRole.RECEIVED].pad
    assert pad.invitation(400.0) == "Sign here with pen, touch pad or mouse"
    assert pad.invitation(180.0) == "Sign here"


def enter(issued: HandoverPage, window: MainWindow) -> SignedDialog:
    """Open the dialog for the signed paper."""
    issued.signatures.mode.choose("paper")
    Hands().ctrl(Qt.Key.Key_Return)
    dialog = open_overlay(window)
    assert isinstance(dialog, SignedDialog)
    return dialog


def test_struck_serials_and_fewer_units_make_a_variance(
    post: Post, issued: HandoverPage, vest: int, window: MainWindow
) -> None:
    """What the paper says wins; the rest stays in stock."""
    hands = Hands()
    dialog = enter(issued, window)
    hands.scan("BA3-NOT-HERE", dialog.strike.editor)
    assert dialog.strike.has_error()
    dialog.strike.editor.setText("")
    hands.scan(VESTS[3], dialog.strike.editor)
    dialog._quantities[2].setText("")
    hands.fill(dialog._quantities[2], "8")
    assert dialog.variance.text().startswith("12 of 15 signed.")
    dialog.save.click()
    assert issued.detail is not None
    assert issued.detail.state == "variance"
    assert issued.detail.variance == "PCL-VN-2026-A0001"
    assert post.on_hand(vest) == 26
    assert issued.lines[0].signed == 4
    assert post.scalar("SELECT count(*) FROM reservation") == 0
    shown = [issued.items.model.index(at, 5).data() for at in range(2)]
    each = [line.price.decimal() for line in issued.lines if line.price is not None]
    assert shown == [f"{4 * each[0]:,.2f}", f"{8 * each[1]:,.2f}"], "the lines add up to the total below them"


def test_a_quantity_that_is_none_is_said_before_it_is_sent(issued: HandoverPage, window: MainWindow) -> None:
    """An empty field or less than nothing is not "all were signed for"."""
    dialog = enter(issued, window)
    quantity = dialog._quantities[2]
    for text in ("-3", "", "x"):
        quantity.setText(text)
        quantity.edited.emit()
        assert dialog.variance.text() == "Tourniquet, combat type: enter how many were signed for, or 0.", text
    quantity.setText("10")
    quantity.edited.emit()
    assert dialog.variance.text() == "All 15 units were signed for."


def test_ctrl_enter_on_a_link_is_for_the_dialog(issued: HandoverPage, window: MainWindow) -> None:
    """With the focus on "Keep it" the struck serial stays struck, and the paper is entered."""
    hands = Hands()
    dialog = enter(issued, window)
    hands.scan(VESTS[3], dialog.strike.editor)
    link = dialog._struck_list.findChild(Link)
    assert isinstance(link, Link)
    link.setFocus()
    QTest.keyClick(link, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert issued.detail is not None
    assert issued.detail.state == "variance"
    assert issued.lines[0].signed == 4


def test_a_day_in_the_future_is_refused_at_its_field(issued: HandoverPage, window: MainWindow) -> None:
    """Input stays; the field says what is wrong."""
    dialog = enter(issued, window)
    dialog.day.editor.setText("24 Dec 2026")
    dialog.remarks.editor.setFocus()
    dialog.save.click()
    assert dialog.day.has_error()
    assert dialog.day.editor.text() == "24 Dec 2026"
    assert dialog.day.editor.hasFocus(), "typing goes where it is wrong"
    assert issued.detail is not None
    assert issued.detail.state == "issued"


def test_a_double_click_signs_once(post: Post, issued: HandoverPage, window: MainWindow) -> None:
    """Two clicks on the dialog's button post once."""
    dialog = enter(issued, window)
    double_click(dialog.save)
    assert post.scalar("SELECT count(*) FROM seal WHERE fact = 'sign'") == 1


def test_ctrl_enter_twice_enters_the_paper_once(
    issued: HandoverPage, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While the first is being written the dialog's button is busy."""
    begun: list[Button] = []

    def running(*_args: object, button: Button, **_more: object) -> None:
        begun.append(button)
        button.set_busy(True)

    dialog = enter(issued, window)
    monkeypatch.setattr(issued.acting._approved, "write", running)
    Hands().ctrl(Qt.Key.Key_Return)
    Hands().ctrl(Qt.Key.Key_Return)
    assert begun == [dialog.save]


def test_void_asks_for_a_reason_and_frees_the_units(post: Post, issued: HandoverPage, window: MainWindow) -> None:
    """The safe button comes first; a void needs a reason."""
    issued.acting.void("PCL-HO-2026-A0001", 15)
    dialog = open_overlay(window)
    assert isinstance(dialog, EndDialog)
    dialog.act.click()
    assert dialog.reason.has_error()
    Hands().fill(dialog.reason.editor, "Wrong unit")
    dialog.act.click()
    assert issued.detail is not None
    assert issued.detail.state == "void"
    assert issued.primary.isHidden()
    assert issued.banner.words() == "Void: Wrong unit · Dana Morales · 24 Nov 2026"
    assert post.scalar("SELECT count(*) FROM reservation") == 0


def test_reversing_chosen_lines(post: Post, issued: HandoverPage, vest: int, window: MainWindow) -> None:
    """One line comes back, the other stays with the unit."""
    enter(issued, window).save.click()
    issued.acting.reverse("PCL-HO-2026-A0001", issued.lines)
    dialog = open_overlay(window)
    assert isinstance(dialog, ReverseDialog)
    dialog.lines[2].setChecked(False)
    Hands().fill(dialog.reason.editor, "Wrong size")
    dialog.act.click()
    assert post.on_hand(vest) == 30
    assert issued.detail is not None
    assert issued.detail.state == "signed"
    assert issued.detail.reversals == ("PCL-RV-2026-A0001",)
    assert "Partly reversed" in [one.accessibleName() for one in issued.head.findChildren(ChipLabel)]
    assert "RV-26-A0001" in issued.banner.words()
    back = issued.lines[0]
    assert (back.returned, issued.lines[1].returned) == (5, 0)
    assert issued.items.total_words().startswith("2 lines · 10 units")
    (row,) = post.work.read(rows, [issued.id], today=TODAY)
    assert row.partly_reversed
    listed = post.work.read(keys, ListQuery())
    assert (row.units, row.value_minor) == (10, listed.value_minor)
    assert listed.quantity == 10
    assert sum(month.corrections_minor for month in post.work.read(months, today=TODAY)) == row.value_minor
    issued.acting.reverse("PCL-HO-2026-A0001", issued.lines)
    again = open_overlay(window)
    assert isinstance(again, ReverseDialog)
    assert list(again.lines) == [2], "what came back cannot come back again"


def test_a_serial_typed_without_enter_is_struck(
    post: Post, issued: HandoverPage, vest: int, window: MainWindow
) -> None:
    """It is struck on the paper; what is not on the receipt stops the entry."""
    dialog = enter(issued, window)
    dialog.strike.editor.setText("BA3-NOT-HERE")
    dialog.save.click()
    assert dialog.strike.has_error()
    assert open_overlay(window) is dialog
    dialog.strike.editor.setText(VESTS[3])
    dialog.save.click()
    assert issued.detail is not None
    assert issued.detail.state == "variance"
    assert post.on_hand(vest) == 26


def test_more_than_was_printed_cannot_be_signed_for(issued: HandoverPage, window: MainWindow) -> None:
    dialog = enter(issued, window)
    assert dialog.variance.text() == "All 15 units were signed for."
    dialog._quantities[2].setText("")
    Hands().fill(dialog._quantities[2], "12")
    assert dialog.variance.text() == "Tourniquet, combat type: 12 signed of 10 printed. Enter at most what is printed."
    dialog.save.click()
    assert open_overlay(window) is dialog
    assert issued.detail is not None
    assert issued.detail.state == "issued"


def test_the_signed_copy_is_kept_encrypted(
    post: Post, issued: HandoverPage, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The scan is filed; on the disk it cannot be read."""
    enter(issued, window).save.click()
    scan = tmp_path / "signed.pdf"
    scan.write_bytes(b"%PDF-1.7 signed paper")
    issued.acting.file(scan)
    assert issued.detail is not None
    assert issued.detail.copy_name == "signed.pdf"
    assert issued.primary.isHidden()
    notice = window.notices.current()
    assert notice is not None
    notice.act()
    assert issued.detail.copy_name == "", "it was another paper"
    assert issued.primary.text() == "Attach signed copy…"
    assert post.scalar("SELECT count(*) FROM attachment WHERE removed_at IS NULL") == 0
    issued.acting.file(scan)
    assert issued.detail.copy_name == "signed.pdf"
    saved = tmp_path / "out.pdf"
    monkeypatch.setattr("ui.kit.attached.save_file", lambda _over, _title, _name, then: then(saved))
    commands = {one.id: one for one in issued.commands()}
    assert commands["handover.copy.save"].enabled_reason() == ""
    commands["handover.copy.save"].run()
    assert saved.read_bytes() == scan.read_bytes()
    digest = post.scalar("SELECT sha256 FROM attachment")
    assert isinstance(digest, bytes)
    assert files.get(post.work.folder, post.work.key_for("attachments"), digest) == b"%PDF-1.7 signed paper"
    kept = [path for path in (post.work.folder / "files").rglob("*") if path.is_file()]
    assert b"signed paper" not in kept[0].read_bytes()


def test_a_double_click_on_complete_signs_once(
    post: Post, issued: HandoverPage, qtbot: QtBot, window: MainWindow
) -> None:
    """The second click does not open the file dialog of the next step."""
    draw(issued, SignerRole.RECEIVED)
    draw(issued, SignerRole.DELIVERED)
    qtbot.waitUntil(lambda: issued.step.guard.hasExpired(QApplication.doubleClickInterval()))
    double_click(issued.primary)
    assert post.scalar("SELECT count(*) FROM seal WHERE fact = 'sign'") == 1
    assert QApplication.activeModalWidget() is None


def test_printing_without_a_printer_says_so_and_offers_pdf(
    post: Post, issued: HandoverPage, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One sentence, a way out, and nothing is recorded as printed."""
    monkeypatch.setattr("PySide6.QtPrintSupport.QPrinterInfo.availablePrinterNames", staticmethod(list))
    Hands().ctrl(Qt.Key.Key_P)
    notice = window.notices.current()
    assert notice is not None
    assert notice.words.startswith("No printer is set up on this computer.")
    assert post.scalar("SELECT count(*) FROM printing") == 0


@pytest.fixture
def printed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The first page of everything that went to the printer."""
    texts: list[str] = []

    def keep(_over: object, pdf: bytes, *, accepted: Callable[[], None], **_more: object) -> None:
        document = pypdfium2.PdfDocument(pdf)
        texts.append(document[0].get_textpage().get_text_range())
        document.close()
        accepted()

    monkeypatch.setattr("ui.handovers.acting.ask_printer", keep)
    return texts


def test_the_second_printing_is_a_reprint(post: Post, issued: HandoverPage, printed: list[str]) -> None:
    """The first after issue is the original, later ones say REPRINT."""
    issued.acting.print_()
    issued.acting.print_()
    assert "REPRINT" not in printed[0]
    assert "REPRINT 1" in printed[1]
    assert post.scalar("SELECT max(ordinal) FROM printing") == 1


def test_the_language_shown_is_the_one_printed(post: Post, issued: HandoverPage, printed: list[str]) -> None:
    """Also where the receipt was issued in another: what the preview shows comes out of the printer."""
    issued.pane.language_chosen.emit("fr")
    issued.acting.print_()
    assert "Procès-verbal de remise" in printed[0]
    assert post.scalar("SELECT language FROM printing") == "fr"
