"""Kits, what follows later, returns, replacements and further signers, through the window."""

from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import text

from inl_logistics.catalog.kits import KitDraft, KitLineDraft, release_version, save_kit
from inl_logistics.handovers.papers import paper
from inl_logistics.handovers.signing import SignDraft, sign
from inl_logistics.kernel.values import Condition, Tracking
from tests.builders import TODAY, Post
from tests.ui.fieldwork import Hands
from tests.ui.handovers.conftest import VESTS, current, opened
from ui.handovers.conditiondialog import ConditionDialog
from ui.handovers.kitdialog import AddKitDialog
from ui.handovers.page import HandoverPage
from ui.kit.dialogs import open_overlay
from ui.kit.enddialog import EndDialog
from ui.kit.signedpaper import SignedDialog
from ui.kit.widget import Label, Link
from ui.shell.window import MainWindow

pytestmark = pytest.mark.timeout(120)


@pytest.fixture
def kit(post: Post) -> int:
    """A kit of a mask and two pairs of gloves; 9 masks for 12 kits."""
    mask = post.item("RSP-01", name="Gas mask, M", tracking=Tracking.QUANTITY)
    gloves = post.item("PPE-01", name="Gloves", tracking=Tracking.QUANTITY)
    post.stocked_quantity(mask, 9)
    post.stocked_quantity(gloves, 40)
    ids = {code: int(str(post.scalar("SELECT id FROM item WHERE code = :c", c=code))) for code in ("RSP-01", "PPE-01")}
    lines = (KitLineDraft(1, ids["RSP-01"]), KitLineDraft(2, ids["PPE-01"]))
    made = post.work.write(save_kit, KitDraft("K-CERT", "Response team member", lines=lines))
    post.work.write(release_version, made, TODAY)
    return int(made)


def _add_kits(page: HandoverPage, window: MainWindow, count: int, hands: Hands) -> None:
    hands.click(page.items.kits)
    dialog = open_overlay(window)
    assert isinstance(dialog, AddKitDialog)
    hands.fill(dialog.which.editor, "respon", enter=True)
    dialog.count.editor.selectAll()
    hands.fill(dialog.count.editor, str(count))
    hands.click(dialog.save)


def link_in(widget: QWidget, words: str) -> Link:
    """Return the link with these words."""
    (found,) = [one for one in widget.findChildren(Link) if one.text() == words and one.isVisible()]
    return found


def _menu(page: HandoverPage, name: str) -> None:
    (command,) = [one for one in page.commands() if one.id == name]
    assert command.enabled_reason() == ""
    command.run()


def _sign_paper(page: HandoverPage, window: MainWindow) -> None:
    page.signatures.mode.choose("paper")
    page.step.run()
    dialog = open_overlay(window)
    assert isinstance(dialog, SignedDialog)
    dialog.save.click()


def test_scenario_11_a_kit_with_a_missing_component_is_completed_by_a_later_receipt(
    post: Post, window: MainWindow, kit: int
) -> None:
    hands = Hands()
    page = opened(window, post.draft())
    _add_kits(page, window, 12, hands)
    rows = [page.items.model.record(at) for at in range(page.items.model.rowCount())]
    assert [(row.number, row.quantity) for row in rows] == [("1", "12"), ("1.1", "24"), ("1.2", "9 of 12")]
    assert rows[0].tracking == "K-CERT v1 · 3 to follow"
    hands.ctrl(Qt.Key.Key_Return)
    _sign_paper(page, window)
    assert page.banner.words() == "3 units are still to follow."

    # Meanwhile the kit has another version, and three masks come in.
    version = int(str(post.scalar("SELECT version FROM kit WHERE id = :k", k=kit)))
    gloves = int(str(post.scalar("SELECT id FROM item WHERE code = 'PPE-01'")))
    post.work.write(save_kit, KitDraft("K-CERT", "Response team member", id=kit, version=version,
                                       lines=(KitLineDraft(4, gloves),)))  # fmt: skip
    post.work.write(release_version, kit, TODAY + timedelta(days=0))
    mask = int(str(post.scalar("SELECT v.id FROM variant v JOIN item i ON i.id = v.item_id WHERE i.code = 'RSP-01'")))
    post.stocked_quantity(mask, 5)
    page.load()
    hands.click(link_in(page.banner, "Make good"))
    later = current(window)
    assert later is not page
    assert [(line.item, line.quantity) for line in later.lines] == [("Gas mask, M", 3)]
    assert later.card.more.type.editor.text() == "Make-good"
    assert later.head.title() == "Make-good for National Prison Service"
    hands.ctrl(Qt.Key.Key_Return)
    _sign_paper(later, window)
    first = opened(window, page.id)
    first.load()
    assert first.detail is not None
    assert first.detail.to_follow == 0
    assert [one.number for one in first.detail.linked] == ["PCL-HO-2026-A0002"]
    _menu(later, "handover.original")
    assert current(window).id == page.id


def test_what_is_short_can_be_closed_with_a_reason(post: Post, window: MainWindow, kit: int) -> None:
    hands = Hands()
    page = opened(window, post.draft())
    _add_kits(page, window, 12, hands)
    hands.ctrl(Qt.Key.Key_Return)
    _sign_paper(page, window)
    _menu(page, "handover.end-shortage")
    dialog = open_overlay(window)
    assert isinstance(dialog, EndDialog)
    hands.fill(dialog.reason.editor, "The plan was cut")
    hands.click(dialog.act)
    assert page.detail is not None
    assert page.detail.to_follow == 0


def test_removing_the_head_of_a_kit_removes_its_components_and_undo_brings_them_back(
    post: Post, window: MainWindow, kit: int
) -> None:
    hands = Hands()
    page = opened(window, post.draft())
    _add_kits(page, window, 2, hands)
    page.items.table.setFocus()
    hands.key(Qt.Key.Key_Home)
    hands.key(Qt.Key.Key_Delete)
    assert page.lines == ()
    hands.ctrl(Qt.Key.Key_Z)
    assert len(page.lines) == 2
    assert post.scalar("SELECT count FROM handover_kit WHERE handover_id = :h", h=page.id) == 2


def test_goods_are_returned_on_a_receipt_of_their_own(post: Post, window: MainWindow) -> None:
    vest = int(str(post.scalar("SELECT variant_id FROM unit WHERE serial = :s", s=VESTS[0])))
    handover = post.issued(post.picks(vest, *VESTS[:3]))
    post.work.write(sign, SignDraft(handover, TODAY, "Luis Arriaga"))
    hands = Hands()
    page = opened(window, handover)
    _menu(page, "handover.return")
    back = current(window)
    assert back.head.title() == "Return from National Prison Service"
    assert back.card.more.isVisible()
    assert back.card.more.type.editor.text() == "Return"
    assert not back.card.more.type.editor.isEnabled()
    assert not back.items.scan.isVisible()
    back.items.table.setFocus()
    hands.key(Qt.Key.Key_Home)
    hands.key(Qt.Key.Key_F4)
    dialog = open_overlay(window)
    assert isinstance(dialog, ConditionDialog)
    dialog.condition.editor.set_value(Condition.POOR)
    hands.fill(dialog.serials.editor, "NOT-THERE")
    hands.click(dialog.save)
    assert dialog.serials.has_error()
    dialog.serials.editor.setText(VESTS[1])
    hands.click(dialog.save)
    rows = [back.items.model.record(at) for at in range(back.items.model.rowCount())]
    assert [(row.tracking, row.quantity) for row in rows] == [("2 serials", "2"), ("1 serial · Poor", "1")]
    hands.ctrl(Qt.Key.Key_Return)
    assert back.detail is not None
    assert back.detail.state == "issued"
    _sign_paper(back, window)
    notice = window.notices.current()
    assert notice is not None
    assert notice.words == "HO-26-A0002 signed. 3 units are back in stock."
    assert (post.on_hand(vest), post.on_hand(vest, status="quarantined")) == (29, 1)
    first = opened(window, handover)
    first.load()
    assert first.detail is not None
    assert {one.number for one in first.detail.linked} == {"PCL-HO-2026-A0002"}


def test_a_replacement_asks_which_receipt_it_replaces(post: Post, window: MainWindow) -> None:
    vest = int(str(post.scalar("SELECT variant_id FROM unit WHERE serial = :s", s=VESTS[0])))
    first = post.issued(post.picks(vest, VESTS[0]))
    post.work.write(sign, SignDraft(first, TODAY, "Luis Arriaga"))
    hands = Hands()
    page = opened(window, post.draft(post.picks(vest, VESTS[1])))
    _menu(page, "handover.details")
    page.card.more.type.editor.set_value(page.card.more.type.editor.options()[2].value)
    page.card.more.type.editor.chosen.emit(page.card.more.type.editor.value())
    assert page.card.more.refers_to.isVisible()
    page.saver.now()
    assert page.head.title() == "Replacement for National Prison Service"
    assert page.primary.reason() == "Receipt to replace needed"
    hands.fill(page.card.more.refers_to.editor, "A0001", enter=True)
    page.saver.now()
    assert page.primary.reason() == ""
    hands.ctrl(Qt.Key.Key_Return)
    receipt = post.work.read(paper, page.id, today=TODAY, by=post.work.actor).receipt
    assert receipt.refers_to == "PCL-HO-2026-A0001"


def _stroke(pad: object) -> None:
    QTest.mousePress(pad, Qt.MouseButton.LeftButton, pos=QPoint(10, 10))  # type: ignore[call-overload]
    QTest.mouseMove(pad, QPoint(60, 30))  # type: ignore[call-overload]
    QTest.mouseRelease(pad, Qt.MouseButton.LeftButton, pos=QPoint(80, 12))  # type: ignore[call-overload]


def test_custodian_witness_and_interpreter_sign_on_the_screen_too(post: Post, window: MainWindow, qtbot: QtBot) -> None:
    vest = int(str(post.scalar("SELECT variant_id FROM unit WHERE serial = :s", s=VESTS[0])))
    handover = post.issued(post.picks(vest, VESTS[0]), custodian="Ana Ruiz, store keeper", witness="J. Doe",
                           interpreter="Li Wei")  # fmt: skip
    page = opened(window, handover)
    window.resize(1366, 900)
    shown = [role.value for role, signer in page.signatures.signers.items() if signer.isVisible()]
    assert shown == ["delivered", "received", "custodian", "witness", "interpreter"]
    for signer in page.signatures.signers.values():
        assert page.primary.reason()
        _stroke(signer.pad)
    assert page.primary.reason() == ""
    page.step.run()
    assert page.detail is not None
    assert page.detail.state == "signed"
    stored = post.work.read(paper, handover, today=TODAY, by=post.work.actor).signatures
    assert {one.role.value for one in stored} == set(shown)


def test_what_is_worth_a_second_look_is_said_and_stops_nothing(post: Post, window: MainWindow, kit: int) -> None:
    hands = Hands()
    post.work.write(lambda session, **_who: session.execute(text("UPDATE kit SET training = 1")))
    page = opened(window, post.draft())
    _add_kits(page, window, 2, hands)
    assert page.banner.words() == "The handover names no agreement."
    hands.click(link_in(page.banner, "All 2…"))
    dialog = open_overlay(window)
    assert dialog is not None
    said = [label.text() for label in dialog.findChildren(Label)]
    assert "Response team member is a kit for training. Check that it is meant for duty." in said
    hands.key(Qt.Key.Key_Escape)
    assert page.primary.reason() == ""


def test_a_replacement_is_of_today_at_the_usual_place(post: Post, window: MainWindow) -> None:
    """As any new handover; the fields were empty while the paper showed today."""
    vest = int(str(post.scalar("SELECT variant_id FROM unit WHERE serial = :s", s=VESTS[0])))
    first = post.issued(post.picks(vest, VESTS[0]))
    post.work.write(sign, SignDraft(first, TODAY, "Luis Arriaga"))
    _menu(opened(window, first), "handover.replace")
    begun = current(window)
    assert begun.card.day.editor.day() == TODAY
    assert begun.card.place.editor.text() == post.work.post.place
