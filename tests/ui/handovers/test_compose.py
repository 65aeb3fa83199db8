"""Composing through the window: scans, picks, problems, the draft that is never lost."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from inl_logistics.agreements.commands import AgreementDraft, ProjectDraft, save_agreement
from inl_logistics.approvals.queries import approvers
from inl_logistics.handovers.commands import issue
from inl_logistics.handovers.drafts import HandoverDraft, LineDraft, save_draft
from inl_logistics.inventory.picking import stock_choices
from inl_logistics.kernel.actor import Role
from inl_logistics.kernel.values import Tracking
from inl_logistics.partners.commands import VettingDraft, record_vetting
from inl_logistics.partners.records import VettingResult
from inl_logistics.users.commands import UserDraft, add_user
from tests.builders import PASSWORD, TODAY, Post
from tests.ui.fieldwork import Hands, double_click
from tests.ui.handovers.conftest import VESTS, current, opened
from ui.app import switch_language
from ui.handovers.page import HandoverPage
from ui.kit.approval import OverrideDialog
from ui.kit.dialogs import open_overlay
from ui.kit.navigation import Route
from ui.kit.pickpanel import QuantityDialog
from ui.kit.widget import Label
from ui.shell.window import MainWindow

pytestmark = pytest.mark.timeout(120)


def new_handover(window: MainWindow, hands: Hands, qtbot: QtBot) -> HandoverPage:
    """Press Ctrl H and wait for the draft's page."""
    window.setFocus()
    hands.ctrl(Qt.Key.Key_H)
    qtbot.waitUntil(lambda: isinstance(window.pages.current(), HandoverPage), timeout=3000)
    return current(window)


def choose_unit(page: HandoverPage, hands: Hands) -> None:
    """Type the start of the unit's name and take it."""
    hands.fill(page.card.unit.editor, "resp", enter=True)


def test_twenty_lines_from_scans_take_few_acts(
    post: Post, window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """product.md 6: 20 scans and at most 12 other acts, printing included."""
    serials = []
    for n in range(20):
        variant = post.item(f"IT-{n:02d}", name=f"Item {n:02d}")
        post.stocked(variant, [f"SER-{n:02d}-1"])
        serials.append(f"SER-{n:02d}-1")
    printed: list[str] = []
    monkeypatch.setattr(
        "ui.handovers.acting.ask_printer",
        lambda _over, _pdf, *, title, accepted, **_more: (printed.append(title), accepted()),
    )
    hands = Hands()
    page = new_handover(window, hands, qtbot)
    choose_unit(page, hands)
    assert page.card.facility.editor.value() == post.facility, "the only facility is taken by itself"
    assert page.card.person.editor.value() == post.person
    assert page.card.agreement.editor.text() == "LOA 2023-04"
    hands.ctrl(Qt.Key.Key_F)
    for serial in serials:
        hands.scan(serial, page.items.scan)
    assert len(page.lines) == 20
    hands.ctrl(Qt.Key.Key_Return)
    assert page.detail is not None
    assert page.detail.state == "issued"
    hands.ctrl(Qt.Key.Key_P)
    hands.acts += 1  # Enter in the system's print dialog
    assert printed == ["PCL-HO-2026-A0001"]
    assert hands.scans == 20
    assert hands.acts <= 12
    assert post.scalar("SELECT count(*) FROM printing") == 1


def test_a_scan_is_for_the_lines_whatever_field_has_the_focus(post: Post, window: MainWindow, qtbot: QtBot) -> None:
    """The officer chooses the unit and picks up the scanner: what stood in the field is left as it was."""
    hands = Hands()
    page = new_handover(window, hands, qtbot)
    hands.scan(VESTS[0], page.card.unit.editor)
    assert page.card.unit.editor.text() == ""
    assert not page.card.unit.editor.is_open()
    choose_unit(page, hands)
    person = page.card.person.editor
    before = person.text()
    hands.scan(VESTS[1], person)
    assert (person.text(), person.value()) == (before, post.person)
    assert [line.serials for line in page.lines] == [VESTS[:2]]
    assert window.pages.current() is page


def test_a_new_handover_asked_for_on_an_empty_one_is_a_live_page(post: Post, window: MainWindow, qtbot: QtBot) -> None:
    """The empty draft is not kept; its number in the database may come again for the new one."""
    hands = Hands()
    new_handover(window, hands, qtbot)
    window.setFocus()
    hands.ctrl(Qt.Key.Key_H)

    def live() -> bool:
        shown = window.pages.current()
        return isinstance(shown, HandoverPage) and shown.is_draft() and shown.card.isVisible()

    qtbot.waitUntil(live, timeout=3000)
    page = current(window)
    choose_unit(page, hands)
    hands.scan(VESTS[0], page.items.scan)
    assert len(page.lines) == 1
    assert post.scalar("SELECT count(*) FROM handover") == 1


def test_a_draft_without_a_unit_opens_with_the_focus_in_the_unit(post: Post, window: MainWindow, qtbot: QtBot) -> None:
    draft = post.work.write(save_draft, HandoverDraft((), planned_on=TODAY, language="es", place="Annex B"))
    page = opened(window, draft.id)
    qtbot.waitUntil(page.is_draft, timeout=3000)
    found, page.detail = page.detail, None
    page.items.table.setFocus()  # where the focus lies while the answer, on a slow disk, is on its way
    page._loaded(found)
    assert QApplication.focusWidget() is page.card.unit.editor


def test_a_draft_is_stored_as_it_is_composed_and_reserves(post: Post, window: MainWindow, qtbot: QtBot) -> None:
    """Reopening shows the same lines; the units are held meanwhile."""
    hands = Hands()
    page = new_handover(window, hands, qtbot)
    choose_unit(page, hands)
    for serial in VESTS[:3]:
        hands.scan(serial, page.items.scan)
    assert page.items.answer.text() == f"{VESTS[2]} added, 3 on line 1"
    assert post.scalar("SELECT count(*) FROM reservation") == 3
    handover = page.id
    window.navigator.open(Route("handovers"))
    window.pages.clear()
    again = opened(window, handover)
    assert again is not page
    assert [line.serials for line in again.lines] == [VESTS[:3]]
    assert again.card.person.editor.value() == post.person


def test_scans_that_cannot_be_taken_say_why(post: Post, window: MainWindow, qtbot: QtBot) -> None:
    """Unknown, doubled, held by another draft, not in our stores."""
    post.draft(post.picks(int(str(post.scalar("SELECT variant_id FROM unit LIMIT 1"))), VESTS[9]))
    hands = Hands()
    page = new_handover(window, hands, qtbot)
    hands.scan(VESTS[0], page.items.scan)
    for text, words, tone in (
        ("NO-SUCH", "NO-SUCH is not known here.", "bad"),
        (VESTS[0], f"{VESTS[0]} is on line 1 already.", "warn"),
        (VESTS[9], f"{VESTS[9]} is reserved by another draft.", "bad"),
    ):
        hands.scan(text, page.items.scan)
        assert (page.items.answer.text(), page.items.answer.tone()) == (words, tone)
    assert [line.quantity for line in page.lines] == [1]
    hands.scan(VESTS[1], page.items.scan)
    assert page.items.refused.told == ["NO-SUCH is not known here.", f"{VESTS[9]} is reserved by another draft."]
    assert page.items.refused.isVisible(), "a scan that went well does not hide those that were not taken"
    page.items.refused.forget()
    assert not page.items.refused.isVisible()


def test_the_project_that_paid_the_goods_is_proposed_once(post: Post, window: MainWindow, qtbot: QtBot) -> None:
    """Two agreements are in force; what was scanned was paid by one of them."""
    for name in ("LOA 2025-01", "LOA 2026-02"):
        post.work.write(
            save_agreement, AgreementDraft(name, projects=(ProjectDraft(f"{name}-A"), ProjectDraft(f"{name}-B")))
        )
    project = int(str(post.scalar("SELECT id FROM project WHERE code = 'LOA 2026-02-B'")))
    variant = post.item("RES-01", name="Gas mask")
    post.stocked(variant, ("GM-1", "GM-2"), project_id=project)
    hands = Hands()
    page = new_handover(window, hands, qtbot)
    choose_unit(page, hands)
    assert page.card.agreement.editor.value() is None
    hands.scan("GM-1", page.items.scan)
    assert (page.card.agreement.editor.text(), page.project()) == ("LOA 2026-02", project)
    qtbot.waitUntil(lambda: post.scalar("SELECT project_id FROM handover") == project)
    page.card.agreement.editor.set_value(None)
    page.card.agreement.editor.chosen.emit(None)
    page.card.more.project.editor.set_value(None)
    hands.scan("GM-2", page.items.scan)
    assert page.card.agreement.editor.value() is None, "what the officer took away stays away"


def _paid(post: Post, serial: str) -> LineDraft:
    """Bring a unit into stock that a project paid, and pick it."""
    post.work.write(save_agreement, AgreementDraft("LOA 2025-01", projects=(ProjectDraft("P-1"), ProjectDraft("P-2"))))
    post.work.write(save_agreement, AgreementDraft("LOA 2026-02"))
    variant = post.item("RES-01", name="Gas mask")
    project = int(str(post.scalar("SELECT id FROM project WHERE code = 'P-2'")))
    post.stocked(variant, (serial,), project_id=project)
    return post.picks(variant, serial)


def test_to_look_at_a_draft_changes_nothing_of_it(post: Post, window: MainWindow, qtbot: QtBot) -> None:
    """Its goods were paid by a project that it does not name: that is proposed once somebody works on it."""
    handover = post.draft(_paid(post, "GM-1"))
    before = post.scalar("SELECT version FROM handover WHERE id = :h", h=handover)
    page = opened(window, handover)
    qtbot.waitUntil(lambda: bool(page.lines))
    qtbot.waitUntil(lambda: bool(page.problems))  # it names no agreement
    assert page.project() is None
    assert post.scalar("SELECT version FROM handover WHERE id = :h", h=handover) == before


def test_a_draft_that_was_issued_elsewhere_is_shown_issued(post: Post, window: MainWindow, qtbot: QtBot) -> None:
    handover = post.draft(_paid(post, "GM-1"))
    page = opened(window, handover)
    qtbot.waitUntil(lambda: page.detail is not None)
    window.navigator.open(Route("handovers"))
    post.work.write(issue, handover)
    assert opened(window, handover) is page
    qtbot.waitUntil(lambda: page.detail is not None and page.detail.state == "issued")
    assert not page.is_draft()


def test_an_agreement_that_was_taken_away_is_not_proposed(post: Post, window: MainWindow, qtbot: QtBot) -> None:
    _paid(post, "GM-1")
    hands = Hands()
    page = new_handover(window, hands, qtbot)
    choose_unit(page, hands)
    page.card.agreement.editor.chosen.emit(None)  # chosen, and wiped out again
    hands.scan("GM-1", page.items.scan)
    page.saver.now()
    assert (page.card.agreement.editor.value(), page.project()) == (None, None)


def test_pick_from_stock_takes_first_expiry_and_offers_the_skipped_lot(
    post: Post, window: MainWindow, qtbot: QtBot
) -> None:
    """A lot with too little life is passed over, said, and taken when asked for."""
    hands = Hands()
    page = new_handover(window, hands, qtbot)
    choose_unit(page, hands)
    variant = post.work.read(stock_choices, "tourn")[0].variant_id
    page.items.mode.choose("pick")
    assert page.picker.isVisible()
    hands.fill(page.picker.item.editor, "tourn", enter=True)
    assert page.picker.note() == "100 free"
    hands.fill(page.picker.quantity.editor, "48", enter=True)
    assert [(line.variant_id, line.quantity, line.lots) for line in page.lines] == [(variant, 48, ("F-7720",))]
    assert page.items.skipped.words() == "First-expiry lot F-7719 skipped: it expires in 68 days."
    page.items.answer.say("bad", "Nothing of it is free.")
    page.items.skipped._run()
    assert page.items.answer.text() == "", "what was said before is answered"
    assert page.lines[0].quantity == 48
    assert page.lines[0].lots == ("F-7719", "F-7720")
    hands.ctrl(Qt.Key.Key_Z)
    assert page.lines[0].lots == ("F-7720",)
    hands.ctrl(Qt.Key.Key_D)
    assert [line.quantity for line in page.lines] == [48, 48]
    page.items.scan.setFocus()
    hands.key(Qt.Key.Key_Delete)
    assert [line.quantity for line in page.lines] == [48]


def test_a_quantity_is_changed_with_f2(post: Post, window: MainWindow, qtbot: QtBot) -> None:
    """F2 on a lot line asks for another quantity."""
    hands = Hands()
    page = new_handover(window, hands, qtbot)
    hands.scan("MR-5020", page.items.scan)
    assert page.lines[0].quantity == 1
    hands.key(Qt.Key.Key_F2)
    dialog = open_overlay(window)
    assert isinstance(dialog, QuantityDialog)
    dialog.quantity.editor.setText("")
    hands.fill(dialog.quantity.editor, "101", enter=True)
    assert dialog.quantity.error() == "At most 100 can be taken.", "no other number is put there without a word"
    assert open_overlay(window) is dialog
    dialog.quantity.editor.setText("")
    hands.fill(dialog.quantity.editor, "60", enter=True)
    assert page.lines[0].quantity == 60
    assert page.lines[0].lots == ("F-7720",)


def test_what_is_missing_stands_beside_the_button(post: Post, window: MainWindow, qtbot: QtBot) -> None:
    """The button names what is needed; F8 marks the fields and goes to the first."""
    hands = Hands()
    page = new_handover(window, hands, qtbot)
    hands.scan(VESTS[0], page.items.scan)
    assert page.primary.reason() == "Recipient needed"
    assert not page.primary.isEnabled()
    assert not page.card.unit.has_error()
    page.items.scan.setFocus()
    hands.ctrl(Qt.Key.Key_Return)
    assert page.card.unit.editor.hasFocus(), "the key of the button goes to what is missing"
    page.items.scan.setFocus()
    hands.key(Qt.Key.Key_F8)
    assert page.card.unit.has_error()
    assert page.card.unit.editor.hasFocus()
    choose_unit(page, hands)
    assert page.primary.reason() == ""


def test_denied_vetting_blocks(post: Post, window: MainWindow, qtbot: QtBot) -> None:
    """Denied: no override."""
    post.work.write(record_vetting, VettingDraft(post.unit, VettingResult.DENIED, valid_from=TODAY - timedelta(days=1)))
    hands = Hands()
    page = new_handover(window, hands, qtbot)
    choose_unit(page, hands)
    hands.scan(VESTS[0], page.items.scan)
    assert page.primary.reason() == "Vetting was denied"
    assert not page.banner.isHidden()
    hands.ctrl(Qt.Key.Key_Return)
    assert page.detail is not None
    assert page.detail.state == "draft"
    assert open_overlay(window) is None


def test_expired_vetting_asks_for_an_approver(post: Post, window: MainWindow, qtbot: QtBot) -> None:
    """With no other approver the officer approves, recorded for a later co-signature."""
    post.clock.on(date(2027, 6, 1))
    hands = Hands()
    page = new_handover(window, hands, qtbot)
    choose_unit(page, hands)
    hands.scan(VESTS[0], page.items.scan)
    assert [look.text for look in [page.card._chip.look()] if look] == ["Ended"]
    assert not page.banner.isHidden()
    hands.ctrl(Qt.Key.Key_Return)
    dialog = open_overlay(window)
    assert isinstance(dialog, OverrideDialog)
    dialog.approve.click()
    assert dialog.reason.has_error()
    assert dialog.password.has_error()
    hands.fill(dialog.reason.editor, "Cable 26 PCL 104")
    hands.fill(dialog.password.editor, "not it", enter=True)
    assert dialog.password.has_error()
    dialog.password.editor.setText("")
    hands.fill(dialog.password.editor, PASSWORD, enter=True)
    assert page.detail is not None
    assert page.detail.state == "issued"
    assert post.scalar("SELECT self_approved FROM approval") == 1
    assert page.set_aside.isVisible(), "who let it pass, and why, stands on the receipt's page"
    shown = [one.text() for one in page.set_aside.findChildren(Label)]
    assert shown[-3:-1] == ["Vetting expired", "Cable 26 PCL 104"]
    assert re.sub("[\u2068\u2069]", "", shown[-1]) == (
        "Approved by Dana Morales on 1 Jun 2027 for themselves, a co-signature is missing"
    )


def test_a_double_click_issues_once(post: Post, window: MainWindow, qtbot: QtBot) -> None:
    """The second click does nothing, not even the next step."""
    hands = Hands()
    page = new_handover(window, hands, qtbot)
    choose_unit(page, hands)
    hands.scan(VESTS[0], page.items.scan)
    qtbot.waitUntil(lambda: page.step.guard.hasExpired(QApplication.doubleClickInterval()))
    double_click(page.primary)
    assert page.detail is not None
    assert page.detail.state == "issued"
    assert post.scalar("SELECT count(*) FROM document WHERE kind = 'HO'") == 1
    assert open_overlay(window) is None


def test_an_empty_draft_is_not_kept(post: Post, window: MainWindow, qtbot: QtBot) -> None:
    """Leaving a handover in which nothing was entered leaves nothing behind."""
    hands = Hands()
    new_handover(window, hands, qtbot)
    window.navigator.open(Route("handovers"))
    assert post.scalar("SELECT count(*) FROM handover") == 0


def test_typing_is_stored_when_the_page_is_left(post: Post, window: MainWindow, qtbot: QtBot) -> None:
    """The pause of the autosave does not lose the last words."""
    hands = Hands()
    page = new_handover(window, hands, qtbot)
    choose_unit(page, hands)
    hands.fill(page.card.place.editor, "Annex B")
    window.navigator.open(Route("handovers"))
    assert post.scalar("SELECT place FROM handover") == "Annex B"
    window.navigator.back()
    hands.scan(VESTS[0], current(window).items.scan)
    assert [line.quantity for line in current(window).lines] == [1]


def paper_text(pdf: bytes) -> str:
    """Return the words of the first page."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return str(document[0].get_textpage().get_text_range())
    finally:
        document.close()


def test_the_preview_is_the_real_receipt_in_the_chosen_language(post: Post, window: MainWindow, qtbot: QtBot) -> None:
    """English with another language; a draft has no number, an issued receipt has one."""
    hands = Hands()
    page = new_handover(window, hands, qtbot)
    choose_unit(page, hands)
    hands.scan(VESTS[0], page.items.scan)
    shown = paper_text(page.pane.view.pdf())
    assert VESTS[0] in shown
    assert "Acta de entrega" in shown
    page.pane.language_chosen.emit("fr")
    assert "HANDOVER RECEIPT" in paper_text(page.pane.view.pdf())
    assert "Acta de entrega" not in paper_text(page.pane.view.pdf())
    assert post.scalar("SELECT language FROM handover") == "fr"
    assert "PCL-HO" not in paper_text(page.pane.view.pdf())
    hands.ctrl(Qt.Key.Key_Return)
    assert "PCL-HO-2026-A0001" in paper_text(page.pane.view.pdf())


def test_serials_can_be_taken_off_a_line(post: Post, window: MainWindow, qtbot: QtBot) -> None:
    """The serials link opens them; unticking one frees it."""
    variant = int(str(post.scalar("SELECT variant_id FROM unit LIMIT 1")))
    page = opened(window, post.draft(post.picks(variant, *VESTS[:4])))
    page.items.table.cell_clicked.emit(page.lines[0].key, "tracking")
    dialog = open_overlay(window)
    assert dialog is not None
    box = next(box for box in dialog._boxes if box.text() == VESTS[1])  # type: ignore[attr-defined]
    QTest.mouseClick(box, Qt.MouseButton.LeftButton)
    dialog.save.click()  # type: ignore[attr-defined]
    assert page.lines[0].serials == (VESTS[0], VESTS[2], VESTS[3])
    assert post.scalar("SELECT count(*) FROM reservation") == 3


def test_quantity_items_join_their_line(post: Post, window: MainWindow, qtbot: QtBot) -> None:
    """Scanning a code twice counts two on one line."""
    post.stocked_quantity(post.item("CR-1", name="Carrier", tracking=Tracking.QUANTITY), 10)
    hands = Hands()
    page = new_handover(window, hands, qtbot)
    hands.scan("CR-1", page.items.scan)
    hands.scan("CR-1", page.items.scan)
    assert [line.quantity for line in page.lines] == [2]


def test_another_approver_is_asked_before_oneself(post: Post) -> None:
    """Self-approval is only for a post without another active approver (product.md 4)."""
    asking = post.work.actor.user_id
    assert [(one.name, one.is_self) for one in post.work.read(approvers, asking)] == [("Dana Morales", True)]
    post.work.write(add_user, UserDraft("rene", "Rene Castillo", roles=(Role.APPROVER,)))
    post.work.write(add_user, UserDraft("kim", "Kim Okafor", roles=(Role.STOREKEEPER,)))
    assert [(one.name, one.is_self) for one in post.work.read(approvers, asking)] == [("Rene Castillo", False)]


def test_a_day_that_cannot_be_read_is_said_and_nothing_is_issued(post: Post, window: MainWindow, qtbot: QtBot) -> None:
    """The receipt would else carry the day before it, in silence."""
    hands = Hands()
    page = new_handover(window, hands, qtbot)
    choose_unit(page, hands)
    hands.scan(VESTS[0], page.items.scan)
    page.card.day.editor.setFocus()
    page.card.day.editor.setText("soon 27 Nov")
    page.items.scan.setFocus()
    assert page.card.day.has_error(), "said when the field is left"
    hands.ctrl(Qt.Key.Key_Return)
    assert page.detail is not None
    assert page.detail.state == "draft"
    assert QApplication.focusWidget() is page.card.day.editor
    page.card.day.editor.setText("")
    hands.fill(page.card.day.editor, "24 Nov")
    hands.ctrl(Qt.Key.Key_Return)
    assert page.detail.state == "issued"
    assert not page.card.day.has_error()


def test_nothing_is_offered_to_pick_on_an_issued_receipt(post: Post, window: MainWindow, qtbot: QtBot) -> None:
    """The fields of picking go with the scan field."""
    hands = Hands()
    page = new_handover(window, hands, qtbot)
    choose_unit(page, hands)
    hands.scan(VESTS[0], page.items.scan)
    page.items.mode.choose("pick")
    assert page.picker.isVisible()
    hands.ctrl(Qt.Key.Key_Return)
    assert page.detail is not None
    assert page.detail.state == "issued"
    assert not page.picker.isVisible()


def test_a_draft_that_is_open_speaks_the_language_that_is_chosen(
    post: Post, window: MainWindow, qtbot: QtBot, qapp: QApplication
) -> None:
    """Its vetting and its lines too, not the head alone."""
    hands = Hands()
    page = new_handover(window, hands, qtbot)
    choose_unit(page, hands)
    hands.scan(VESTS[0], page.items.scan)
    try:
        switch_language(qapp, "ar")
        qapp.processEvents()
        assert page.items.model.index(0, 2).data() == "1 رقم"
        chip = page.card._chip.look()
        assert chip is not None
        assert "Vetted" not in chip.text
    finally:
        switch_language(qapp, "en")
