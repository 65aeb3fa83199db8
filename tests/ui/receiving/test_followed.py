"""After and beside the scanning, through the window: sheets, corrections, photos, inspection, claims, the two lists."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from inl_logistics.receiving.commands import (
    Mode,
    ScanDraft,
    StartDraft,
    scan,
    start,
)
from inl_logistics.receiving.deciding import Decision, DecisionDraft, decide
from inl_logistics.receiving.posting import FinishDraft
from inl_logistics.receiving.posting import post as post_receipt
from inl_logistics.receiving.queries import report
from inl_logistics.users.commands import UserDraft, add_user
from tests.builders import PASSWORD, TODAY, Post
from tests.ui.desk import dialog, go, shown
from tests.ui.fieldwork import Hands, cut_off, double_click, scrolls_sideways
from tests.ui.receiving.conftest import VESTS
from ui.kit.approval import OverrideDialog
from ui.kit.dialogs import Dialog, open_overlay
from ui.kit.fields import LineEdit, NumberEdit, TextArea
from ui.kit.filescard import FilesCard
from ui.kit.navigation import Route
from ui.kit.paperdialog import PaperDialog
from ui.receiving.asking import CorrectDialog, CountDialog
from ui.receiving.claimdialogs import ClaimDialog, SettleDialog, StepDialog
from ui.receiving.discrepancies import DiscrepanciesPage
from ui.receiving.discrepancy import DiscrepancyPage
from ui.receiving.finish import FinishDialog
from ui.receiving.inspection import InspectionDialog
from ui.receiving.listpage import ReceivingsPage
from ui.receiving.page import ReceivingPage
from ui.receiving.tallyentry import TallyDialog
from ui.shell.window import MainWindow


def test_a_sheet_filled_in_by_hand_is_entered_and_a_line_split_over_lots_and_bins(
    post: Post, page: ReceivingPage, window: MainWindow
) -> None:
    hands = Hands()
    hands.ctrl(Qt.Key.Key_T)
    sheet = dialog(window, TallyDialog)
    hands.click(sheet.save)
    assert sheet.counter.has_error()
    hands.fill(sheet.counter.editor, "R. Mena")
    vests, lot = sheet.entries[1], sheet.entries[2]
    assert isinstance(vests.good, TextArea)
    assert isinstance(lot.good, NumberEdit)
    vests.good.setText("\n".join([*VESTS[:6], "ZZ-1"]))
    lot.good.setText("x7")
    hands.click(sheet.save)
    assert open_overlay(window) is sheet, "what cannot be read is said, and nothing is lost"
    lot.good.setText("40")
    lot.bin.set_value("A-04")
    more = sheet._add_row(lot.line, after=lot)
    assert isinstance(more.good, NumberEdit)
    assert isinstance(more.damaged, NumberEdit)
    more.good.setText("18")
    more.damaged.setText("2")
    more.lot.setText("TQ-119")
    more.bin.set_value("Q-01")
    hands.click(sheet.save)
    assert page.bar.tone == "warn"
    assert "46" not in page.bar.title
    assert page.bar.title.startswith("66 units taken over.")
    assert page.counting is not None
    assert [(line.received, line.damaged) for line in page.counting.lines] == [(0, 0), (6, 0), (58, 2)]
    assert {scan_.by for scan_ in page.counting.scans} == {"R. Mena"}
    post.work.write(post_receipt, FinishDraft(page.id, TODAY, final=False))
    placed = (
        "SELECT group_concat(w, ' ') FROM (SELECT t.code || '@' || b.code || ':' || sum(x.quantity) AS w FROM receipt_line x"
        " JOIN layer y ON y.id = x.layer_id JOIN lot t ON t.id = y.lot_id JOIN place p ON p.id = x.place_id JOIN bin b"
        " ON b.id = p.bin_id GROUP BY t.code, b.code ORDER BY 1)"
    )
    assert post.scalar(placed) == "TQ-118@A-04:40 TQ-119@Q-01:20"


def test_a_typed_count_goes_into_a_bin_and_is_corrected(post: Post, page: ReceivingPage, window: MainWindow) -> None:
    hands = Hands()
    hands.scan("MR-5020")
    count = dialog(window, CountDialog)
    count.bin.editor.set_value("A-04")
    hands.click(count.act)
    assert page.counting is not None
    page.deciding.act(page.counting.scans[0].id, "correct")
    wrong = dialog(window, CorrectDialog)
    assert (wrong.lot.editor.text(), wrong.bin.editor.value()) == ("TQ-118", "A-04")
    wrong.lot.editor.clear()
    hands.fill(wrong.lot.editor, "TQ-120")
    wrong.quantity.editor.set_value(55)
    hands.click(wrong.act)
    assert [(one.lot, one.quantity, one.bin) for one in page.counting.scans] == [("TQ-120", 55, "A-04")]


def test_photos_of_damage_are_looked_at_again_and_stay_with_the_report(
    post: Post, page: ReceivingPage, window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    photo = tmp_path / "crack.png"
    picture = QImage(40, 30, QImage.Format.Format_RGB32)
    picture.fill(0x336699)
    assert picture.save(str(photo))
    result = post.work.write(scan, ScanDraft(page.id, VESTS[0], Mode.DAMAGED))
    page.refresh()
    page.deciding.add_photo(result.scan_id, photo)
    assert page.counting is not None
    assert page.counting.scans[0].photos == 1
    page.deciding.act(result.scan_id, "photo")
    files = dialog(window, Dialog).findChild(FilesCard)
    assert files is not None
    assert [one.name for one in files.rows.files()] == ["crack.png"]
    dialog(window, Dialog).reject()
    post.work.write(post_receipt, FinishDraft(page.id, TODAY))
    page.refresh()
    assert not page.side.files.isHidden()
    assert len(page.side.files.rows.files()) == 1
    report = go(window, DiscrepancyPage, Route("discrepancy", page.id))
    qtbot.waitUntil(lambda: len(report.files.rows.files()) == 1)


def test_a_report_is_claimed_followed_and_closed(
    post: Post, page: ReceivingPage, window: MainWindow, qtbot: QtBot
) -> None:
    hands = Hands()
    for serial in VESTS[:8]:
        hands.scan(serial)
    post.work.write(scan, ScanDraft(page.id, VESTS[8], Mode.DAMAGED, note="torn"))
    post.work.write(post_receipt, FinishDraft(page.id, TODAY))
    listed = go(window, DiscrepanciesPage, Route("discrepancies"))
    qtbot.waitUntil(lambda: len(listed.total.keys) == 1)
    listed.open_key(listed.total.keys[0])
    report = shown(window, DiscrepancyPage)
    assert report.record is not None
    damaged = next(line for line in report.record.lines if line.kind == "damaged")
    report.lines.set_ticked([damaged.id], True)
    hands.click(report.primary)
    claim = dialog(window, ClaimDialog)
    claim.addressee.editor.clear()
    hands.fill(claim.addressee.editor, "Andes Air Cargo")
    claim.role.editor.set_value("carrier")
    claim.cause.editor.set_value("carrier")
    double_click(claim.save)
    assert [line.status for line in report.record.lines].count("claimed") == 1
    hands.click(report.step)
    step = dialog(window, StepDialog)
    hands.fill(step.what.editor, "Letter sent")
    hands.click(step.save)
    hands.click(report.close_lines)
    ending = dialog(window, SettleDialog)
    ending.how.editor.set_value("credit")
    hands.click(ending.save)
    assert ending.amount.has_error(), "a credit has an amount"
    hands.fill(ending.amount.editor, "120.50")
    hands.click(ending.save)
    qtbot.waitUntil(lambda: report.record is not None and report.record.row.status == "resolved")
    assert report.record.row.settled_minor == 120_50
    assert [note.what for note in report.record.notes] == ["settled:credit", "Letter sent"]
    assert report.primary.reason()
    report.open_again()
    field = dialog(window, Dialog).findChild(LineEdit)
    assert field is not None
    hands.fill(field, "The credit was withdrawn", enter=True)
    assert report.record.row.open == len(report.record.lines)
    report.print_paper("discrepancy-follow-up")
    assert isinstance(open_overlay(window), PaperDialog)


def test_goods_in_quarantine_are_inspected_from_the_receiving(
    post: Post, page: ReceivingPage, window: MainWindow, qtbot: QtBot
) -> None:
    hands = Hands()
    for at, serial in enumerate(VESTS[:4]):
        post.work.write(scan, ScanDraft(page.id, serial, Mode.DAMAGED if at < 2 else Mode.GOOD))
    post.work.write(post_receipt, FinishDraft(page.id, TODAY, quarantine_bin="Q-01"))
    page.refresh()
    hands.click(page.inspect)
    look = dialog(window, InspectionDialog)
    look.goods.model.clear_ticks()
    hands.scan(VESTS[1], look.goods.scan)
    hands.fill(look.inspector.editor, "M. Cruz")
    double_click(look.save)
    assert post.scalar("SELECT count(*) FROM inspection") == 1
    vest = int(str(post.scalar("SELECT id FROM variant WHERE code = 'PE-1042-L'")))
    assert (post.on_hand(vest), post.on_hand(vest, status="quarantined")) == (3, 1)
    hands.click(page.inspect)
    look = dialog(window, InspectionDialog)
    look.result.editor.set_value("failed")
    hands.fill(look.inspector.editor, "M. Cruz")
    hands.click(look.save)
    assert look.said.has_error(), "why it failed must be said"
    hands.fill(look.said.editor, "plate broken")
    hands.click(look.save)
    qtbot.waitUntil(lambda: post.scalar("SELECT count(*) FROM inspection") == 2)
    assert post.on_hand(vest, status="quarantined") == 1


def test_surplus_set_aside_is_let_into_stock_over_an_approver(
    post: Post, page: ReceivingPage, window: MainWindow, qtbot: QtBot
) -> None:
    hands = Hands()
    vest = int(str(post.scalar("SELECT id FROM variant WHERE code = 'PE-1042-L'")))
    unknown = post.work.write(scan, ScanDraft(page.id, "BA3-9999")).scan_id
    post.work.write(decide, DecisionDraft(unknown, Decision.SET_ASIDE, variant_id=vest))
    post.work.write(post_receipt, FinishDraft(page.id, TODAY, quarantine_bin="Q-01"))
    page.refresh()
    hands.click(page.inspect)
    look = dialog(window, InspectionDialog)
    hands.fill(look.inspector.editor, "M. Cruz")
    hands.click(look.save)
    asked = dialog(window, OverrideDialog)
    assert post.scalar("SELECT count(*) FROM inspection") == 0
    asked.reason.editor.setText("The vendor leaves it to us")
    asked.password.editor.setText(PASSWORD)
    double_click(asked.approve)
    qtbot.waitUntil(lambda: post.on_hand(vest) == 1)
    assert post.scalar("SELECT reason FROM approval WHERE code = 'never-ordered'") == "The vendor leaves it to us"


def test_the_list_of_receivings_says_who_counted(
    post: Post, page: ReceivingPage, window: MainWindow, qtbot: QtBot
) -> None:
    Hands().scan(VESTS[0])
    listed = go(window, ReceivingsPage, Route("receivings"))
    qtbot.waitUntil(lambda: len(listed.total.keys) == 1)
    assert listed.status() == ("1 receiving · 1 units · $0",)
    listed.switch.choose("discrepancies")
    shown(window, DiscrepanciesPage)
    again = go(window, ReceivingsPage, Route("receivings"))
    again.open_key(page.id)
    shown(window, ReceivingPage)
    for kind, route in ((ReceivingsPage, Route("receivings")), (DiscrepanciesPage, Route("discrepancies"))):
        for size in ((1280, 680), (1366, 768)):
            window.resize(*size)
            one = go(window, kind, route)
            qtbot.waitUntil(one.isVisible)
            assert not cut_off(one), kind
            assert not scrolls_sideways(one), kind


def test_several_reports_are_claimed_at_once(post: Post, page: ReceivingPage, window: MainWindow, qtbot: QtBot) -> None:
    for at, bin_ in ((0, "A-04"), (1, "Q-01")):
        post.work.write(scan, ScanDraft(page.id, VESTS[at], Mode.DAMAGED))
        post.work.write(post_receipt, FinishDraft(page.id, TODAY, quarantine_bin=bin_, final=bool(at)))
        if not at:
            shipment = int(str(post.scalar("SELECT shipment_id FROM receiving LIMIT 1")))
            page.id = post.work.write(start, StartDraft(shipment, post.store))
    listed = go(window, DiscrepanciesPage, Route("discrepancies"))
    qtbot.waitUntil(lambda: len(listed.total.keys) == 2)
    listed.model.set_ticked(listed.total.keys, True)
    Hands().click(listed.bulk)
    claim = dialog(window, ClaimDialog)
    assert claim.preview.rowCount() > 2
    Hands().click(claim.save)
    assert post.scalar("SELECT count(*) FROM discrepancy WHERE claimed_on IS NULL") == 0
    assert post.scalar("SELECT count(*) FROM trail WHERE action = 'discrepancy.claim'") == 2


def test_two_people_count_one_after_the_other_and_both_are_named(
    post: Post, page: ReceivingPage, window: MainWindow, qtbot: QtBot
) -> None:
    hands = Hands()
    hands.scan(VESTS[0])
    hands.click(page.pause)
    second = post.work.write(add_user, UserDraft("rosa", "Rosa Mena", "Storekeeper"))
    mine = post.work.actor
    post.work.actor = replace(mine, user_id=second, name="Rosa Mena")
    page.finishing.pause_or_resume()
    hands.scan(VESTS[1], page.scan)
    post.work.actor = mine
    page.refresh()
    assert page.counting is not None
    assert [one.by for one in page.counting.scans] == ["Rosa Mena", "Dana Morales"]
    posted = post.work.write(post_receipt, FinishDraft(page.id, TODAY))
    assert post.work.read(report, posted.report).counted_by == ("Dana Morales (1)", "Rosa Mena (1)")


def test_nothing_can_be_done_with_the_scans_of_a_posted_receiving(
    page: ReceivingPage, window: MainWindow, qtbot: QtBot
) -> None:
    hands = Hands()
    for typed in (VESTS[0], "ZZZ-9"):
        hands.scan(typed)
    log, acted = page.side.log, []
    log.acted.connect(lambda *what: acted.append(what))
    log.grab()
    assert log.offered() == {"over", "aside", "wrong", "ignore"}
    hands.key(Qt.Key.Key_F9)
    hands.click(dialog(window, FinishDialog).act)
    qtbot.waitUntil(page.is_closed)
    log.grab()
    assert log.offered() == set(), "no button that does nothing"
    log.setFocus()
    hands.key(Qt.Key.Key_Return)
    assert QApplication.activePopupWidget() is None
    assert not acted


def test_a_report_that_is_not_there_offers_nothing(page: ReceivingPage, window: MainWindow) -> None:
    report = go(window, DiscrepancyPage, Route("discrepancy", 999))
    assert report.banner.isVisible()
    buttons = (report.print, report.step, report.inspect, report.close_lines, report.primary)
    assert [button.reason() for button in buttons] == ["This report is no longer there."] * 5
    assert not report.more.isVisible()
    assert not report.files.isVisible()
    blocked = [one.id for one in report.commands() if one.enabled_reason() == "This report is no longer there."]
    assert len(blocked) == len(report.commands())
