"""A distribution run through the window: arranged before it is made, issued with one approval, printed as one job."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sqlalchemy import text

from inl_logistics.handovers.commands import void
from inl_logistics.kernel.actor import Override
from inl_logistics.kernel.problems import Canceled
from inl_logistics.outbound import rundrawing
from inl_logistics.outbound.commands import save_outbound
from inl_logistics.outbound.planning import draft_of
from inl_logistics.outbound.queries import detail
from inl_logistics.outbound.running import RunDraft, RunVehicle, make_run, preview
from inl_logistics.outbound.runpapers import RunPapersDraft, printed_of, record_run_print, run_papers
from inl_logistics.paper.model import PaperSize
from inl_logistics.partners.commands import PartnerDraft, PersonDraft, save_partner, save_person
from inl_logistics.partners.records import PartnerKind
from inl_logistics.requirements.commands import DecisionDraft, decide, save_requirement, submit
from tests.builders import PASSWORD, TODAY
from tests.paper.reading import pages
from tests.requirements.plans import Planned
from tests.ui.desk import dialog, go, shown
from tests.ui.fieldwork import Hands, cut_off, scrolls_sideways, window_on
from tests.ui.outbound.conftest import RUN_FEATURES
from ui.kit.approval import OverrideDialog
from ui.kit.buttons import IconButton
from ui.kit.jobs import Job, Jobs, JobState
from ui.kit.navigation import Route
from ui.kit.paperdialog import PaperDialog
from ui.outbound.detail import OutboundPage
from ui.outbound.issuedialog import IssueDialog
from ui.outbound.nextstep import Next
from ui.outbound.page import OutboundsPage
from ui.outbound.printdialog import PrintDialog
from ui.outbound.rundialog import RunDialog
from ui.shell.window import MainWindow

pytestmark = pytest.mark.timeout(180)


def page_of(made: Planned, window: MainWindow, plan: int) -> OutboundPage:
    """Make the plan's run on two vehicles and open it."""
    keys = [one.recipient_id for one in made.post.work.read(preview, plan, today=TODAY).shares]
    vehicles = tuple(RunVehicle((key,), f"MIA-{at}", "J. Reyes") for at, key in enumerate(keys, 1))
    run = made.post.work.write(make_run, RunDraft(plan, vehicles, on=TODAY))
    return go(window, OutboundPage, Route("outbound", run))


def test_the_run_is_arranged_before_it_is_made(made: Planned, window: MainWindow, qtbot: QtBot) -> None:
    plan, hands = made.approved(), Hands()
    go(window, OutboundsPage, Route("outbounds", None, (("plan", str(plan)),)))
    asking = dialog(window, RunDialog)
    focused = QApplication.focusWidget()
    assert focused is not None
    assert asking.isAncestorOf(focused), "Esc and Enter belong to the dialog, not to the list behind it"
    first, second = asking._shares
    assert asking.note.text() == "2 receipts · 13 units · 7 to follow"
    assert asking.model.record(0).gets == 3, "what the first stop gets is shown"
    crosses = [one for one in asking.findChildren(IconButton) if one.toolTip() == "Take this vehicle out"]
    assert [one.isHidden() for one in crosses] == [True], "a run has a vehicle: its cross did nothing when clicked"
    hands.click(asking.add_button)
    crosses = [one for one in asking.findChildren(IconButton) if one.toolTip() == "Take this vehicle out"]
    assert [one.isHidden() for one in crosses] == [False, False]
    assert [one.handover_ids for one in asking.plan.vehicles] == [(first,), (second,), ()]
    asking.tree.dropped.emit(("stop", second), ("stop", first), "before")
    assert [one.handover_ids for one in asking.plan.vehicles] == [(second, first), (), ()]
    asking.tree.set_current_key(("stop", first))
    asking.arrange("remove")
    assert [one.handover_ids for one in asking.plan.vehicles] == [(second,), (), (first,)]
    hands.fill(asking.fields["vehicle1"].editor, "MIA-1042")
    hands.click(asking.save)
    run = shown(window, OutboundPage)
    assert run.record is not None
    assert [(one.vehicle, [stop.facility for stop in one.stops]) for one in run.record.vehicles] == [
        ("MIA-1042", ["El Faro Center"])
    ]
    assert made.post.scalar("SELECT count(*) FROM handover") == 1


def test_one_approval_issues_all_receipts(made: Planned, window: MainWindow, qtbot: QtBot) -> None:
    post, hands = made.post, Hands()
    unit = post.work.write(
        save_partner, PartnerDraft(PartnerKind.UNIT, "New guard", parent_id=post.agency, vetting_needed=True)
    )
    person = post.work.write(
        save_person, PersonDraft(partner_id=int(unit), name="Ana Vera", title="Director", may_sign=True)
    )
    draft = made.draft()
    recipients = tuple(replace(one, unit_id=int(unit), person_id=int(person)) for one in draft.recipients)
    plan = post.work.write(save_requirement, replace(draft, recipients=recipients))
    post.work.write(submit, plan)
    actor = post.work.actor
    reasons = ("self-approval", "recipient-not-vetted", "vetting-missing")
    overrides = tuple(Override(code, "Alone at the post", actor.user_id, actor.name) for code in reasons)
    post.work.write(decide, DecisionDraft(plan, approve=True), overrides=overrides)
    page = page_of(made, window, plan)
    hands.click(page.primary)
    issuing = dialog(window, IssueDialog)
    assert issuing.save.text() == "Issue with override…"
    hands.click(issuing.save)
    asked = dialog(window, OverrideDialog)
    hands.fill(asked.reason.editor, "Cable 44")
    hands.fill(asked.password.editor, PASSWORD)
    hands.click(asked.approve)
    qtbot.waitUntil(lambda: page.next is Next.PRINT)
    assert post.scalar("SELECT count(*) FROM handover WHERE state = 'issued'") == 2
    assert post.scalar("SELECT count(*) FROM approval WHERE code = 'vetting-missing'") == 2


def test_papers_are_recorded_when_they_are_saved_and_are_reprints_then(
    made: Planned, window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hands = Hands()
    page = page_of(made, window, made.approved())
    hands.click(page.primary)
    hands.click(dialog(window, IssueDialog).save)

    def cancel(*_args: object, **_more: object) -> None:
        raise Canceled("job-canceled")

    target = tmp_path / "run.pdf"
    monkeypatch.setattr("ui.outbound.printdialog.save_file", lambda _over, _title, _name, done: done(target))
    monkeypatch.setattr("ui.outbound.printdialog.rundrawing.to_file", cancel)
    page.acting.print_all()
    printing = dialog(window, PrintDialog)
    assert "REPRINT" not in printing.told.text()
    printing.way.choose("file")
    hands.click(printing.save)
    notice = window.notices.current()
    assert notice is not None
    assert "Nothing was printed" in notice.words
    assert made.post.scalar("SELECT count(*) FROM printing") == 0
    monkeypatch.undo()
    monkeypatch.setattr("ui.outbound.printdialog.save_file", lambda _over, _title, _name, done: done(target))
    page.acting.print_all()
    printing = dialog(window, PrintDialog)
    printing.way.choose("file")
    hands.click(printing.save)
    qtbot.waitUntil(lambda: page.next is Next.LEAVE)
    assert len(pypdfium2.PdfDocument(target.read_bytes())) > 20
    assert made.post.scalar("SELECT count(*) FROM printing") == 4
    page.acting.print_all()
    assert "4 were printed before and say REPRINT." in dialog(window, PrintDialog).told.text()


def test_everything_of_a_run_is_looked_at_before_it_is_printed(made: Planned, window: MainWindow) -> None:
    """Each paper has a preview; all of them at once had none, so that a look was an original."""
    hands = Hands()
    page = page_of(made, window, made.approved())
    hands.click(page.primary)
    hands.click(dialog(window, IssueDialog).save)
    page.acting.print_all()
    printing = dialog(window, PrintDialog)
    printing.way.choose("preview")
    assert "no print is counted" in printing.told.text()
    hands.click(printing.save)
    shown_ = dialog(window, PaperDialog)
    seen = pages(shown_.view.pdf())
    assert sum("DRAFT" in one for one in seen) == 5 * (2 + 2 * 2), "every copy of two waybills and two receipts"
    assert made.post.scalar("SELECT count(*) FROM printing") == 0


def test_a_printed_waybill_that_changes_is_asked_for_again(
    made: Planned, window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another driver after printing: the run said "Leave…" and the driver had a paper with somebody else's name."""
    post, hands = made.post, Hands()
    page = page_of(made, window, made.approved())
    run = page.record.id if page.record else 0
    hands.click(page.primary)
    hands.click(dialog(window, IssueDialog).save)
    monkeypatch.setattr("ui.kit.paperdialog.save_file", lambda _over, _title, name, done: done(tmp_path / name))
    assert page.record is not None
    page.acting.print_waybill(page.record.vehicles[0])
    hands.click(dialog(window, PaperDialog).save)
    assert post.scalar("SELECT count(*) FROM printing") == 1, "a waybill that is printed by itself counts"
    assert not [one for one in window.findChildren(PaperDialog) if one.isVisible()], "the next one is a reprint"
    found = post.work.read(run_papers, RunPapersDraft(run), today=TODAY, by=post.work.actor)
    post.work.write(record_run_print, printed_of(found, run, paper="a4", saved=True))
    page.refresh()
    assert page.next is Next.LEAVE
    plan = post.work.read(draft_of, run)
    post.work.write(
        save_outbound, replace(plan, vehicles=(replace(plan.vehicles[0], driver="P. Ortiz"), *plan.vehicles[1:]))
    )
    page.refresh()
    assert page.next is Next.PRINT
    assert "MIA-1" in page.banner.words()


def test_a_receipt_that_is_void_before_leaving_is_said_and_taken_off(made: Planned, window: MainWindow) -> None:
    """The run said "Leave…", the waybill listed its goods, and only leaving was refused."""
    post, hands = made.post, Hands()
    page = page_of(made, window, made.approved())
    hands.click(page.primary)
    hands.click(dialog(window, IssueDialog).save)
    assert page.record is not None
    post.work.write(void, page.record.stops[0].handover_id, reason="Wrong numbers")
    page.refresh()
    assert "HO-26-A0001" in page.banner.words()
    page.acting.take_off_ended()
    assert page.record is not None
    assert [one.receipt for one in page.record.stops] == ["PCL-HO-2026-A0002"]


def test_a_canceled_job_ends_within_a_second_and_leaves_nothing(made: Planned, qtbot: QtBot, tmp_path: Path) -> None:
    """In a real child process: it is drawing the hundredth paper when it is stopped."""
    keys = [one.recipient_id for one in made.post.work.read(preview, made.approved(), today=TODAY).shares]
    run = made.post.work.write(make_run, RunDraft(1, (RunVehicle(tuple(keys), "MIA-1"),), on=TODAY))
    assert made.post.work.read(detail, run, today=TODAY) is not None
    found = made.post.work.read(run_papers, RunPapersDraft(run), today=TODAY, by=made.post.work.actor)
    many = replace(
        found, sheets=tuple(replace(one, name=f"{at} {one.name}") for at in range(400) for one in found.sheets)
    )
    jobs, owner, errors = Jobs(made.post.work), QObject(), list[BaseException]()
    folder = tmp_path / "papers"
    job: Job = jobs.compute(
        owner, rundrawing.to_folder, many, folder, datetime(2026, 11, 24, tzinfo=UTC), PaperSize.A4,
        done=lambda _result: None, failed=errors.append,
    )  # fmt: skip
    qtbot.waitUntil(lambda: job.done >= 3, timeout=60_000)
    assert rundrawing.unfinished(folder).exists()
    job.cancel()
    qtbot.waitUntil(lambda: bool(errors), timeout=3_000)
    assert job.state is JobState.CANCELED
    rundrawing.forget(folder)
    assert not [one.name for one in tmp_path.iterdir() if "papers" in one.name]
    jobs.close()


def test_a_stop_says_in_words_that_its_unit_is_not_vetted(made: Planned, window: MainWindow) -> None:
    post = made.post
    unit = int(post.work.write(
        save_partner, PartnerDraft(PartnerKind.UNIT, "New guard", parent_id=post.agency, vetting_needed=True)
    ))  # fmt: skip
    plan = made.approved()
    post.work.write(
        lambda session, **_who: session.execute(text("UPDATE requirement_recipient SET unit_id = :u"), {"u": unit})
    )
    go(window, OutboundsPage, Route("outbounds", None, (("plan", str(plan)),)))
    asking = dialog(window, RunDialog)
    notes = [asking._stop_node(one).note for one in asking._shares]
    assert all("Not vetted" in one for one in notes), "the name was only red"


@pytest.mark.parametrize("size", [(1280, 680), (1366, 768)])
def test_nothing_of_a_run_is_cut_off(made: Planned, qtbot: QtBot, qapp: QApplication, size: tuple[int, int]) -> None:
    plan = made.approved()
    with window_on(made.post, RUN_FEATURES, qtbot, qapp, size) as opened:
        page = page_of(made, opened, plan)
        qtbot.waitUntil(page.isVisible)
        for scope in ("stops", "goods", "road"):
            page.scope.choose(scope)
            assert not cut_off(page), scope
            assert not scrolls_sideways(page), scope
