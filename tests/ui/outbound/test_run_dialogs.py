"""What the dialogs of a run ask and show: opened again, another vehicle, another day, what a stop needs."""

from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from inl_logistics.handovers.signing import SignDraft
from inl_logistics.kernel.dates import short
from inl_logistics.outbound.dispatch import DispatchDraft, dispatch
from inl_logistics.outbound.issuing import IssueRunDraft, issue_run
from inl_logistics.outbound.queries import detail
from inl_logistics.outbound.running import RunDraft, RunVehicle, make_run, preview
from inl_logistics.outbound.stopping import StopRefusedDraft, StopSignedDraft, refuse_stop, sign_stop
from tests.builders import TODAY
from tests.requirements.plans import Planned
from tests.ui.desk import dialog, go, shown
from tests.ui.fieldwork import Hands
from ui.kit.dialogs import open_overlay
from ui.kit.navigation import Route
from ui.kit.signedpaper import SignedDialog
from ui.kit.widget import Label
from ui.outbound.detail import OutboundPage
from ui.outbound.issuedialog import IssueDialog
from ui.outbound.nextstep import Next
from ui.outbound.offdialogs import OffDialog
from ui.outbound.page import OutboundsPage
from ui.outbound.rundialog import RunDialog
from ui.outbound.stopdialogs import StopDialog
from ui.outbound.words import outbound_chips
from ui.requirements.detail import RequirementPage
from ui.shell.window import MainWindow

pytestmark = pytest.mark.timeout(180)


@pytest.fixture
def run(made: Planned) -> int:
    """The plan's run on two vehicles."""
    plan = made.approved()
    keys = [one.recipient_id for one in made.post.work.read(preview, plan, today=TODAY).shares]
    vehicles = tuple(RunVehicle((key,), f"MIA-{at}", "J. Reyes") for at, key in enumerate(keys, 1))
    return int(made.post.work.write(make_run, RunDraft(plan, vehicles, on=TODAY)))


def test_a_run_is_asked_for_again_after_the_list_was_looked_at(made: Planned, window: MainWindow) -> None:
    plan, hands = made.approved(), Hands()
    go(window, OutboundsPage, Route("outbounds"))
    for _time in range(2):
        page = go(window, RequirementPage, Route("requirement", plan))
        hands.click(page.primary)
        dialog(window, RunDialog).dismiss()
    go(window, RequirementPage, Route("requirement", plan))
    window.go_back()
    assert isinstance(window.pages.current(), OutboundsPage)
    QApplication.processEvents()
    assert open_overlay(window) is None, "going back asks nothing"


def test_another_vehicle_is_typed_at_once(made: Planned, window: MainWindow) -> None:
    go(window, OutboundsPage, Route("outbounds", None, (("plan", str(made.approved())),)))
    asking = dialog(window, RunDialog)
    Hands().click(asking.add_button)
    QTest.keyClicks(QApplication.focusWidget(), "MIA-2210")
    assert asking.fields["vehicle2"].editor.text() == "MIA-2210"


def test_another_day_is_judged_anew_and_nothing_of_the_first_stays(run: int, window: MainWindow, qtbot: QtBot) -> None:
    page, hands = go(window, OutboundPage, Route("outbound", run)), Hands()
    hands.click(page.primary)
    issuing = dialog(window, IssueDialog)
    before = sorted(one.text() for one in issuing.findChildren(Label) if one.isVisible())
    for days in (1, 0):
        hands.fill(issuing.day.editor, short(TODAY + timedelta(days=days)))
    QApplication.processEvents()
    assert sorted(one.text() for one in issuing.findChildren(Label) if one.isVisible()) == before


def test_an_issued_run_is_no_draft(run: int, made: Planned, window: MainWindow) -> None:
    made.post.work.write(issue_run, IssueRunDraft(run, TODAY))
    page = go(window, OutboundPage, Route("outbound", run))
    assert page.record is not None
    assert [one.text for one in outbound_chips(page.record.row)] == ["Issued"]
    shown_ = go(window, OutboundsPage, Route("outbounds", None, (("filter.status", "issued"),)))
    assert shown_.total.keys == (run,)


def test_refusing_needs_a_reason_and_says_so(run: int, made: Planned, window: MainWindow) -> None:
    post = made.post
    post.work.write(issue_run, IssueRunDraft(run, TODAY))
    post.work.write(dispatch, DispatchDraft(run, on=TODAY))
    page = go(window, OutboundPage, Route("outbound", run))
    Hands().click(page.primary)
    asking = dialog(window, StopDialog)
    assert not asking.said.is_required()
    asking.outcome.editor.set_value("refused")
    asking.outcome.editor.chosen.emit("refused")
    assert asking.said.is_required()
    Hands().click(asking.save)
    assert asking.said.error() == "Fill in Reason."
    asking.outcome.editor.set_value("closed")
    asking.outcome.editor.chosen.emit("closed")
    assert not asking.said.error()


def test_what_is_left_on_a_vehicle_comes_before_the_papers(run: int, made: Planned, window: MainWindow) -> None:
    post = made.post
    post.work.write(issue_run, IssueRunDraft(run, TODAY))
    post.work.write(dispatch, DispatchDraft(run, on=TODAY))
    record = post.work.read(detail, run, today=TODAY)
    assert record is not None
    first, second = record.stops
    post.work.write(sign_stop, StopSignedDraft(first.id, SignDraft(first.handover_id, TODAY, "Ana Vera")))
    post.work.write(refuse_stop, StopRefusedDraft(second.id, TODAY, "No room"))
    page = go(window, OutboundPage, Route("outbound", run))
    assert page.next is Next.UNLOAD
    Hands().click(page.primary)
    dialog(window, OffDialog).dismiss()
    vehicle = shown(window, OutboundPage).vehicles.vehicle()
    assert vehicle is not None
    assert vehicle.vehicle == "MIA-2"


def test_a_paper_signed_on_the_way_asks_for_its_day(run: int, made: Planned, window: MainWindow, qtbot: QtBot) -> None:
    """The vehicle left two days ago: the day of the signature stands on the paper only."""
    post = made.post
    post.work.write(issue_run, IssueRunDraft(run, TODAY))
    post.work.write(dispatch, DispatchDraft(run, on=TODAY))
    post.clock.on(TODAY + timedelta(days=2))
    page = go(window, OutboundPage, Route("outbound", run))
    Hands().click(page.primary)
    asking = dialog(window, StopDialog)
    asking.outcome.editor.set_value("partly")
    asking.outcome.editor.chosen.emit("partly")
    Hands().click(asking.save)
    qtbot.waitUntil(lambda: isinstance(open_overlay(window), SignedDialog))
    signing = dialog(window, SignedDialog)
    assert signing.day.editor.day() is None
    Hands().scan("HC-1", signing.strike.editor)
    assert signing.variance.text().endswith("still on the vehicle.")
