"""Scenarios 3, 6 and 9 of domain.md 8 through the window: paper signed days later, a wrong agency, a vetting that lapses."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from inl_logistics.agreements.commands import AgreementDraft, ProjectDraft, save_agreement
from inl_logistics.handovers.documents import render
from inl_logistics.handovers.papers import paper_by_number
from inl_logistics.kernel.values import Tracking
from inl_logistics.partners.commands import (
    PartnerDraft,
    PersonDraft,
    VettingDraft,
    record_vetting,
    save_partner,
    save_person,
)
from inl_logistics.partners.moving import MoveDraft, move_partners
from inl_logistics.partners.records import PartnerKind, VettingResult
from inl_logistics.register.listing import register
from inl_logistics.register.periods import CloseDraft, close, closed_months
from tests.builders import PASSWORD, TODAY, Post, puerto_claro
from tests.paper.reading import pages, words
from tests.paper.samples import PRINTED_AT
from tests.ui.fieldwork import Hands, window_on
from tests.ui.handovers.conftest import current, opened
from ui.handovers.endings import ReverseDialog
from ui.handovers.feature import FEATURE as HANDOVERS
from ui.handovers.page import HandoverPage
from ui.kit.approval import OverrideDialog
from ui.kit.chips import ChipLabel
from ui.kit.dialogs import open_overlay
from ui.kit.navigation import Route
from ui.kit.signedpaper import SignedDialog
from ui.kit.widget import Label
from ui.settings.feature import FEATURE as SETTINGS
from ui.settings.months import CloseDialog
from ui.settings.page import SettingsPage
from ui.shell.window import MainWindow

pytestmark = pytest.mark.timeout(120)

PRINTED, SIGNED, ENTERED = date(2027, 3, 3), date(2027, 3, 6), date(2027, 3, 12)


@pytest.fixture
def post(tmp_path: Path) -> Post:
    """Vests by serial, gloves by quantity, two agencies."""
    made = puerto_claro(tmp_path / "post")
    made.work.write(
        save_agreement, AgreementDraft("LOA 2023-04", "Corrections", projects=(ProjectDraft("INL-24-CV-07"),))
    )
    vest = made.item("PE-1042-L", name="Ballistic vest IIIA, L")
    made.stocked(vest, [f"BA3-{n:02d}" for n in range(1, 21)])
    made.stocked_quantity(made.item("PPE-01", name="Gloves", tracking=Tracking.QUANTITY), 40)
    made.work.write(record_vetting, VettingDraft(made.unit, VettingResult.CLEARED, valid_from=TODAY,
                                                 valid_to=date(2027, 3, 20), case_number="V-2"))  # fmt: skip
    return made


@pytest.fixture
def window(post: Post, qtbot: QtBot, qapp: QApplication) -> Iterator[MainWindow]:
    """The window on it."""
    with window_on(post, (HANDOVERS, SETTINGS), qtbot, qapp) as made:
        yield made


def _variant(post: Post, code: str) -> int:
    return int(str(post.scalar("SELECT v.id FROM variant v JOIN item i ON i.id = v.item_id WHERE i.code = :c", c=code)))


def _issued_page(post: Post, window: MainWindow, hands: Hands) -> HandoverPage:
    vests = post.picks(_variant(post, "PE-1042-L"), *(f"BA3-{n:02d}" for n in range(1, 21)))
    gloves = post.pick_quantity(_variant(post, "PPE-01"), 20)
    page = opened(window, post.draft(vests, gloves))
    hands.ctrl(Qt.Key.Key_Return)
    assert page.detail is not None
    assert page.detail.state == "issued"
    return page


def _paper(page: HandoverPage, window: MainWindow, hands: Hands) -> SignedDialog:
    page.signatures.mode.choose("paper")
    page.items.table.setFocus()
    hands.ctrl(Qt.Key.Key_Return)
    dialog = open_overlay(window)
    assert isinstance(dialog, SignedDialog)
    if dialog.day.editor.day() is None:  # an older paper: only it knows the day, which is asked and not proposed
        dialog.day.editor.set_day(page.context.today())
    return dialog


def _chips(page: HandoverPage) -> list[str]:
    return [one.accessibleName() for one in page.head.findChildren(ChipLabel)]


def _override(window: MainWindow, hands: Hands, reason: str) -> None:
    dialog = open_overlay(window)
    assert isinstance(dialog, OverrideDialog)
    hands.fill(dialog.reason.editor, reason)
    hands.fill(dialog.password.editor, PASSWORD)
    hands.click(dialog.approve)


def test_scenario_3_paper_signed_days_later_into_a_closed_month(post: Post, window: MainWindow, qtbot: QtBot) -> None:
    """Printed 3 Mar, signed 6 Mar with 20 → 18 gloves and two serials struck out, entered 12 Mar after the month's end."""
    hands = Hands()
    post.clock.on(PRINTED)
    page = _issued_page(post, window, hands)
    post.clock.on(ENTERED)

    # The officer has closed the books through 8 Mar for a report.
    window.navigator.open(Route("settings"))
    settings = window.pages.current()
    assert isinstance(settings, SettingsPage)
    hands.click(settings.months_card.close_month)
    dialog = open_overlay(window)
    assert isinstance(dialog, CloseDialog)
    dialog.through.editor.selectAll()
    hands.fill(dialog.through.editor, "8 mar")
    hands.click(dialog.save)

    page = opened(window, page.id)
    signed = _paper(page, window, hands)
    signed.day.editor.selectAll()
    hands.fill(signed.day.editor, "6 mar")
    signed._quantities[2].selectAll()
    hands.fill(signed._quantities[2], "18")
    for serial in ("BA3-19", "BA3-20"):
        hands.scan(serial, signed.strike.editor)
    assert signed.variance.text() == "36 of 40 signed. A variance note lists 4; they stay in stock."
    hands.fill(signed.remarks.editor, "Two vests torn, two pairs missing.")
    hands.click(signed.save)

    assert page.detail is not None
    assert (page.detail.state, page.detail.signed_on) == ("variance", SIGNED)
    assert "Late entry" in _chips(page)
    said = page.banner.words().replace("\u2068", "").replace("\u2069", "")
    assert "Entered on 12 Mar 2027, into books that were closed through 8 Mar 2027." in said
    assert "VN-27-A0001" in page.banner.words()
    # Title passed on the day of the paper; what was struck is ours and free again.
    moved = post.scalar("SELECT count(*) FROM movement m JOIN place p ON p.id = m.to_place_id WHERE p.kind = 'facility'"
                        " AND m.effective_on = '2027-03-06' AND m.title_to = 'host'")  # fmt: skip
    assert moved == 19
    assert post.on_hand(_variant(post, "PE-1042-L")) == 2
    assert post.on_hand(_variant(post, "PPE-01")) == 22
    assert post.scalar("SELECT count(*) FROM reservation") == 0
    late = {row.number for row in post.work.read(register, today=TODAY) if row.late}
    assert late == {"PCL-HO-2027-A0001", "PCL-VN-2027-A0001"}
    window.navigator.open(Route("settings"))
    settings = window.pages.current()
    assert isinstance(settings, SettingsPage)
    assert [one.late for one in post.work.read(closed_months)] == [2]
    card = settings.months_card
    qtbot.waitUntil(lambda: any("2 late entries" in label.text() for label in card.findChildren(Label)), timeout=3000)


def test_scenario_6_a_signed_receipt_for_the_wrong_agency(post: Post, window: MainWindow) -> None:
    """The signed receipt is reversed and another issued; both print for ever; nothing is gained or lost."""
    other = post.work.write(save_partner, PartnerDraft(PartnerKind.AGENCY, "Penitentiary Services Unit"))
    unit = post.work.write(
        save_partner,
        PartnerDraft(PartnerKind.UNIT, "Logistics Depot", parent_id=other, parent_from=TODAY, vetting_needed=False),
    )
    post.work.write(
        save_partner, PartnerDraft(PartnerKind.FACILITY, "Central Depot", parent_id=unit, parent_from=TODAY)
    )
    post.work.write(save_person, PersonDraft(unit, "Rosa Vega", title="Depot chief"))
    hands = Hands()
    page = _issued_page(post, window, hands)
    hands.click(_paper(page, window, hands).save)
    before = post.scalar("SELECT sum(quantity) FROM balance WHERE real = 1")
    first = post.work.read(paper_by_number, "PCL-HO-2026-A0001")

    (command,) = [one for one in page.commands() if one.id == "handover.reverse"]
    command.run()
    dialog = open_overlay(window)
    assert isinstance(dialog, ReverseDialog)
    hands.fill(dialog.reason.editor, "Written for the wrong agency")
    hands.click(dialog.act)
    if isinstance(open_overlay(window), OverrideDialog):
        _override(window, hands, "Written for the wrong agency")
    assert page.detail is not None
    assert page.detail.state == "reversed"

    (again,) = [one for one in page.commands() if one.id == "handover.again"]
    assert again.enabled_reason() == ""
    again.run()
    second = current(window)
    assert second is not page
    hands.click(second.card.change)
    second.card.unit.editor.selectAll()
    hands.fill(second.card.unit.editor, "logistics dep", enter=True)
    assert second.card.facility.editor.text() == "Central Depot"
    assert second.card.person.editor.text().startswith("Rosa Vega")
    hands.ctrl(Qt.Key.Key_Return)
    hands.click(_paper(second, window, hands).save)
    assert second.detail is not None
    assert second.detail.state == "signed"
    assert second.detail.agency == "Penitentiary Services Unit"

    assert post.scalar("SELECT sum(quantity) FROM balance WHERE real = 1") == before
    again_first = post.work.read(paper_by_number, "PCL-HO-2026-A0001")
    assert again_first.receipt == first.receipt
    text = words(
        "\n".join(pages(render(again_first.receipt, printed_at=PRINTED_AT, language="es", seal=again_first.seal)))
    )
    assert "National Prison Service" in text
    assert "Penitentiary Services Unit" not in text


def test_scenario_9_a_vetting_that_lapses_between_print_and_signature(post: Post, window: MainWindow) -> None:
    """Signed after its end, it needs an approver; renewed, the same number is signed."""
    hands = Hands()
    post.clock.on(PRINTED)
    page = _issued_page(post, window, hands)
    post.clock.on(date(2027, 4, 2))
    page.load()
    hands.click(_paper(page, window, hands).save)
    dialog = open_overlay(window)
    assert isinstance(dialog, OverrideDialog)
    dialog.reject()
    signing = open_overlay(window)
    assert isinstance(signing, SignedDialog)
    signing.dismiss()
    post.work.write(record_vetting, VettingDraft(post.unit, VettingResult.CLEARED, valid_from=date(2027, 4, 1),
                                                 valid_to=date(2028, 4, 1), case_number="V-3"))  # fmt: skip
    page.load()
    hands.click(_paper(page, window, hands).save)
    assert page.detail is not None
    assert (page.detail.number, page.detail.state) == ("PCL-HO-2027-A0001", "signed")


def test_scenario_9_a_denial_after_print_blocks_and_the_form_is_voided(post: Post, window: MainWindow) -> None:
    hands = Hands()
    page = _issued_page(post, window, hands)
    post.work.write(record_vetting, VettingDraft(post.unit, VettingResult.DENIED, valid_from=TODAY))
    page.load()
    signing = _paper(page, window, hands)
    hands.click(signing.save)
    assert open_overlay(window) is signing
    assert page.detail is not None
    assert page.detail.state == "issued"


def test_scenario_9_another_commander_asks_for_an_approver(post: Post, window: MainWindow) -> None:
    hands = Hands()
    post.clock.on(PRINTED)
    page = _issued_page(post, window, hands)
    post.clock.on(SIGNED)
    post.work.write(save_person, PersonDraft(post.unit, "Marta Solis", title="Commander", commands=True,
                                             commands_from=SIGNED - timedelta(days=1)))  # fmt: skip
    page.load()
    hands.click(_paper(page, window, hands).save)
    _override(window, hands, "Written authority of 5 March on file")
    assert page.detail is not None
    assert page.detail.state == "signed"
    assert post.scalar("SELECT count(*) FROM approval WHERE document_id = (SELECT document_id FROM handover)") == 1


def test_scenario_9_a_unit_that_passed_to_another_agency(post: Post, window: MainWindow) -> None:
    """Vetted anew, the paper still names the old agency: void it and issue another, which names the new one."""
    hands = Hands()
    post.clock.on(PRINTED)
    page = _issued_page(post, window, hands)
    post.clock.on(SIGNED)
    army = post.work.write(save_partner, PartnerDraft(PartnerKind.AGENCY, "Armed Forces Commission"))
    post.work.write(move_partners, MoveDraft((post.unit,), army, SIGNED, "Decree 12"))
    post.work.write(record_vetting, VettingDraft(post.unit, VettingResult.CLEARED, valid_from=SIGNED,
                                                 valid_to=date(2028, 3, 6), case_number="V-4"))  # fmt: skip
    page.load()
    hands.click(_paper(page, window, hands).save)
    dialog = open_overlay(window)
    assert isinstance(dialog, OverrideDialog)
    dialog.reject()
    signing = open_overlay(window)
    assert isinstance(signing, SignedDialog)
    signing.dismiss()
    (void,) = [one for one in page.commands() if one.id == "handover.void"]
    void.run()
    ending = open_overlay(window)
    assert ending is not None
    hands.fill(ending.reason.editor, "The agency changed")  # type: ignore[attr-defined]
    hands.click(ending.act)  # type: ignore[attr-defined]
    (again,) = [one for one in page.commands() if one.id == "handover.again"]
    again.run()
    second = current(window)
    hands.ctrl(Qt.Key.Key_Return)
    hands.click(_paper(second, window, hands).save)
    assert second.detail is not None
    assert (second.detail.state, second.detail.agency) == ("signed", "Armed Forces Commission")
    assert (
        post.work.read(paper_by_number, "PCL-HO-2027-A0002").receipt.received.organization.text
        == "Armed Forces Commission"
    )


def test_a_month_is_closed_once_and_only_when_it_is_over(post: Post) -> None:
    post.work.write(close, CloseDraft(TODAY - timedelta(days=10)))
    for day in (TODAY, TODAY - timedelta(days=10), TODAY - timedelta(days=11)):
        with pytest.raises(Exception, match="rules-broken"):
            post.work.write(close, CloseDraft(day))
