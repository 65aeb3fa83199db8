"""domain.md 8, scenario 2, through the window from the plan to the last signature: 60 kits, three prisons, two trucks.

One act makes the run, one issues its receipts, one prints everything; prison 2 is closed by a riot and truck 1 diverts:
prison 3 receives one of prison 2's cartons. Receipts, waybills and balances stay right.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from inl_logistics.handovers.papers import paper
from inl_logistics.kernel.actor import Override
from inl_logistics.ledger.proof import differences
from inl_logistics.outbound import snapshot
from inl_logistics.partners.commands import PartnerDraft, save_partner
from inl_logistics.partners.records import PartnerKind
from inl_logistics.requirements.commands import (
    DecisionDraft,
    PersonSize,
    RecipientDraft,
    RequirementDraft,
    RequirementLineDraft,
    decide,
    save_requirement,
    submit,
)
from inl_logistics.requirements.records import Basis
from inl_logistics.verification import verify
from tests.builders import TODAY
from tests.requirements.plans import Planned, planned
from tests.ui.desk import dialog, go, shown
from tests.ui.fieldwork import Hands, window_on
from ui.handovers.feature import FEATURE as HANDOVERS
from ui.inventory.feature import FEATURE as INVENTORY
from ui.kit.dialogs import Dialog
from ui.kit.fields import LineEdit
from ui.kit.navigation import Route
from ui.kit.signedpaper import SignedDialog
from ui.outbound.detail import OutboundPage
from ui.outbound.dialogs import LeaveDialog
from ui.outbound.feature import FEATURE as OUTBOUND
from ui.outbound.issuedialog import IssueDialog
from ui.outbound.nextstep import Next
from ui.outbound.offdialogs import CopyDialog, OffDialog
from ui.outbound.printdialog import PrintDialog
from ui.outbound.rundialog import RunDialog
from ui.outbound.stopdialogs import DivertDialog, StopDialog
from ui.purchasing.feature import FEATURE as PURCHASING
from ui.requirements.detail import RequirementPage
from ui.requirements.feature import FEATURE as REQUIREMENTS
from ui.shell.window import MainWindow
from ui.shipments.feature import FEATURE as SHIPMENTS
from ui.transfers.feature import FEATURE as TRANSFERS

pytestmark = pytest.mark.timeout(300)

HEADS = (25, 20, 15)
SERIALS = tuple(f"HC-{number:04d}" for number in range(1, 61))


@pytest.fixture
def made(tmp_path: Path) -> Planned:
    """A post with 60 kits in stock: a pair of cuffs and three shirts each."""
    found = planned(tmp_path / "post")
    found.post.stocked(found.cuffs, SERIALS)
    found.post.stocked_quantity(found.sizes["M"], 180)
    return found


@pytest.fixture
def window(made: Planned, qtbot: QtBot, qapp: QApplication) -> Iterator[MainWindow]:
    """The window on it."""
    features = (PURCHASING, REQUIREMENTS, SHIPMENTS, OUTBOUND, TRANSFERS, INVENTORY, HANDOVERS)
    with window_on(made.post, features, qtbot, qapp) as opened:
        yield opened


def approved_plan(made: Planned) -> tuple[int, list[int]]:
    """60 kits for three prisons, approved; returns the plan and the facilities."""
    post = made.post
    third = post.work.write(save_partner, PartnerDraft(PartnerKind.FACILITY, "Santa Rita", parent_id=post.unit))
    facilities = [post.facility, made.second, int(third)]
    recipients = tuple(
        RecipientDraft(
            facility, post.unit, post.person, heads,
            sizes=tuple(PersonSize(number, made.shirt, "M") for number in range(1, heads + 1)),
        )
        for facility, heads in zip(facilities, HEADS, strict=True)
    )  # fmt: skip
    plan = post.work.write(
        save_requirement,
        RequirementDraft(recipients, (RequirementLineDraft(1, Basis.PERSON, kit_id=made.kit),), title="Graduation",
                         agency_id=post.agency, justification="New officers", need_by=TODAY),
    )  # fmt: skip
    post.work.write(submit, plan)
    own = (Override("self-approval", "Alone at the post", post.work.actor.user_id, post.work.actor.name),)
    post.work.write(decide, DecisionDraft(plan, approve=True), overrides=own)
    return plan, facilities


def run_of(window: MainWindow, plan: int) -> OutboundPage:
    """From the approved plan to the run: two trucks, prisons 1 and 2 on the first."""
    hands = Hands()
    page = go(window, RequirementPage, Route("requirement", plan))
    hands.click(page.primary)
    asking = dialog(window, RunDialog)
    assert asking.preview is not None
    assert [(one.kits, one.gets, one.lacks) for one in asking.preview.shares] == [
        ((("K-GRAD", 25),), 100, 0), ((("K-GRAD", 20),), 80, 0), ((("K-GRAD", 15),), 60, 0),
    ]  # fmt: skip
    hands.click(asking.add_button)
    first, second, third = (one.recipient_id for one in asking.preview.shares)
    assert [one.handover_ids for one in asking.plan.vehicles] == [(first,), (second, third), ()]
    asking.tree.set_current_key(("stop", second))
    asking.tree.setFocus()
    QTest.keyClick(asking.tree, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier)
    assert [one.handover_ids for one in asking.plan.vehicles] == [(first, second), (third,), ()]
    for at, (plates, driver) in enumerate((("MIA-1042", "J. Reyes"), ("MIA-2210", "P. Ortiz")), 1):
        hands.fill(asking.fields[f"vehicle{at}"].editor, plates)
        hands.fill(asking.fields[f"driver{at}"].editor, driver)
    hands.click(asking.save)
    run = shown(window, OutboundPage)
    assert run.record is not None
    assert [(one.vehicle, len(one.stops), one.units) for one in run.record.vehicles] == [
        ("MIA-1042", 2, 180), ("MIA-2210", 1, 60),
    ]  # fmt: skip
    return run


def pick_and_pack(window: MainWindow, made: Planned, run: OutboundPage) -> None:
    """Everything is picked; prison 2's cuffs go into a carton of their own."""
    hands = Hands()
    assert run.record is not None
    run.scope.choose("goods")
    run.goods.set_ticked(run.goods.keys(), True)
    hands.click(run.pick)
    assert run.record.row.picked == run.record.row.picks
    stop = run.record.stops[1]
    run.vehicles.tree.set_current_key(("stop", stop.handover_id))
    run.goods.set_ticked([one.key for one in run.record.goods if one.stop_id == stop.id and one.serials], True)
    hands.click(run.pack)
    field = dialog(window, Dialog).findChild(LineEdit)
    assert field is not None
    hands.fill(field, "C-2", enter=True)


def issue_and_print(
    window: MainWindow, run: OutboundPage, folder: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All receipts are issued in one act, and all papers are one job."""
    hands = Hands()
    assert run.record is not None
    assert run.next is Next.ISSUE
    hands.click(run.primary)
    issuing = dialog(window, IssueDialog)
    assert len(issuing.found) == 3
    hands.click(issuing.save)
    assert [stop.receipt for stop in run.record.stops] == [f"PCL-HO-2026-A000{at}" for at in (1, 2, 3)]
    assert [one.number for one in run.record.vehicles] == ["PCL-WB-2026-A0001", "PCL-WB-2026-A0002"]
    monkeypatch.setattr("ui.outbound.printdialog.choose_folder", lambda _over, _title, done: done(folder))
    assert run.next is Next.PRINT
    hands.click(run.primary)
    printing = dialog(window, PrintDialog)
    printing.way.choose("folder")
    hands.click(printing.save)
    qtbot.waitUntil(lambda: run.next is Next.LEAVE, timeout=60_000)
    papers = sorted(one.stem for one in (folder / "PCL-OUT-2026-A0001").iterdir())
    assert len(papers) == 1 + 2 * 3 + 3
    assert papers[5] == "01 MIA-1042 4 stop 02 PCL-HO-2026-A0002"


def choose(what: StopDialog, key: str) -> None:
    """Choose what happened, as a person does."""
    what.outcome.editor.set_value(key)
    what.outcome.editor.chosen.emit(key)


def closed_and_diverted(window: MainWindow, run: OutboundPage, qtbot: QtBot) -> None:
    """Prison 2 is closed by a riot: truck 1 diverts its carton of cuffs to prison 3."""
    hands = Hands()
    assert run.record is not None
    hands.click(run.primary)
    what = dialog(window, StopDialog)
    choose(what, "closed")
    hands.fill(what.said.editor, "Riot")
    hands.click(what.save)
    assert [stop.fate for stop in run.record.stops] == ["delivered", "closed", "open"]
    notice = window.notices.current()
    assert notice is not None
    notice.act()
    divert = dialog(window, DivertDialog)
    assert list(divert.boxes) == ["", "C-2"]
    divert.boxes[""].setChecked(False)
    options = divert.stop.editor.options()
    divert.stop.editor.set_value(next(one.value for one in options if one.text == "Santa Rita"))
    hands.click(divert.save)
    qtbot.waitUntil(lambda: len(run.record.stops) == 4 if run.record else False)
    assert [(stop.fate, stop.handover_state) for stop in run.record.stops] == [
        ("delivered", "signed"), ("diverted", "void"), ("open", "issued"), ("open", "issued"),
    ]  # fmt: skip


def home_and_filed(
    window: MainWindow, run: OutboundPage, folder: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is left comes home, the signed copies are filed, the return copies are back."""
    hands = Hands()
    assert run.record is not None
    for at, (vehicle, count) in enumerate(zip(run.record.vehicles, (60, 2), strict=True)):
        assert vehicle.on_road == count
        run.vehicles.tree.set_current_key(("vehicle", vehicle.id))
        run.acting.off("back")
        back = dialog(window, OffDialog)
        back.target.editor.set_value(back.target.editor.options()[0].value)
        hands.fill(back.reason.editor, "Riot" if at == 0 else "Not taken")
        hands.click(back.save)
        qtbot.waitUntil(lambda at=at: run.record is not None and run.record.vehicles[at].on_road == 0)
    scan = folder / "scan.pdf"
    scan.write_bytes(b"%PDF-1.4 signed")
    monkeypatch.setattr("ui.outbound.runacts.choose_file", lambda _over, _title, _kinds, done: done(scan))
    for _copy in range(3):
        assert run.next is Next.FILE
        hands.click(run.primary)
    assert [stop.copy for stop in run.record.stops] == ["filed", "", "filed", "filed"]
    for _vehicle in run.record.vehicles:
        assert run.next is Next.COPY
        hands.click(run.primary)
        hands.click(dialog(window, CopyDialog).save)
    qtbot.waitUntil(lambda: run.record is not None and run.record.row.status == "delivered")
    assert run.next is Next.NOTHING


def test_scenario_2(
    made: Planned, window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    post, hands = made.post, Hands()
    plan, facilities = approved_plan(made)
    run = run_of(window, plan)
    assert run.record is not None
    second, third = run.record.stops[1].handover_id, run.record.stops[2].handover_id
    pick_and_pack(window, made, run)
    issue_and_print(window, run, tmp_path, qtbot, monkeypatch)
    assert post.scalar("SELECT count(*) FROM printing") == 5
    printed = post.work.read(paper, second, today=TODAY, by=post.work.actor).receipt
    assert [(one.kind.value, one.quantity) for one in printed.lines] == [
        ("kit", 20),
        ("component", 20),
        ("component", 60),
    ]
    assert printed.waybill == "WB-26-A0001"

    # both leave
    run.vehicles.tree.set_current_key(None)
    hands.click(run.primary)
    leaving = dialog(window, LeaveDialog)
    assert leaving.note.text() == "240 units"
    hands.click(leaving.save)
    qtbot.waitUntil(lambda: run.record is not None and run.record.state == "sent")
    assert [(one.number, one.on_road) for one in run.record.vehicles] == [
        ("PCL-WB-2026-A0001", 180), ("PCL-WB-2026-A0002", 60),
    ]  # fmt: skip
    assert post.on_hand(made.cuffs) == 0

    # prison 1 signs as printed
    assert run.next is Next.STOP
    hands.click(run.primary)
    what = dialog(window, StopDialog)
    assert what.name.editor.text(), "the one who may sign there is proposed"
    hands.click(what.save)
    assert [stop.fate for stop in run.record.stops] == ["delivered", "open", "open"]
    closed_and_diverted(window, run, qtbot)

    # prison 3 signs for the carton, and for its own, two shirts short
    carton = run.record.stops[2]
    assert (carton.facility, carton.units, carton.receipt) == ("Santa Rita", 20, "PCL-HO-2026-A0004")
    run.vehicles.tree.set_current_key(("stop", carton.handover_id))
    run.acting.stop()
    hands.click(dialog(window, StopDialog).save)
    run.vehicles.tree.set_current_key(("stop", third))
    run.acting.stop()
    what = dialog(window, StopDialog)
    choose(what, "partly")
    hands.click(what.save)
    signing = dialog(window, SignedDialog)
    (shirts,) = signing._quantities.values()
    shirts.set_value(43)
    hands.click(signing.save)
    qtbot.waitUntil(lambda: run.record is not None and run.record.stops[3].fate == "partly")
    home_and_filed(window, run, tmp_path, qtbot, monkeypatch)

    # receipts, waybills and balances are right
    assert (post.on_hand(made.cuffs), post.on_hand(made.sizes["M"])) == (0, 60 + 2)
    held = "SELECT sum(b.quantity) FROM balance b JOIN place p ON p.id = b.place_id WHERE p.partner_id = :f"
    assert [post.scalar(held, f=one) or 0 for one in facilities] == [100, 0, 58 + 20]
    waybill = post.work.read(snapshot.waybill_paper, run.record.vehicles[0].id)
    assert [sum(line.quantity for line in stop.lines) for stop in waybill.stops] == [100, 80], "as it left"
    assert post.scalar("SELECT count(*) FROM reservation WHERE owner_kind = 'handover'") == 0
    assert not post.work.read(differences)
    assert post.work.read(verify).holds
