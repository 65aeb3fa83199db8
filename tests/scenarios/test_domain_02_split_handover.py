"""domain.md 8, scenario 2, through the window: 60 kits for three prisons on two trucks, prison 2 closed, truck 1 diverts.

Receipts, waybills and balances stay right; prison 3 receives one of prison 2's cartons.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from inl_logistics.handovers.commands import issue, void
from inl_logistics.handovers.signing import SignDraft, SignedQuantity, sign
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
from ui.kit.dialogs import Dialog, open_overlay
from ui.kit.fields import LineEdit
from ui.kit.navigation import Route
from ui.kit.paperdialog import PaperDialog
from ui.outbound.detail import OutboundPage
from ui.outbound.dialogs import LeaveDialog, PlanDialog, VehicleDialog
from ui.outbound.feature import FEATURE as OUTBOUND
from ui.outbound.page import OutboundsPage
from ui.outbound.stopdialogs import CopyDialog, OffDialog, StopDialog
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


def focus(window: MainWindow, qtbot: QtBot) -> None:
    """Give the window the keys back."""
    window.activateWindow()
    window.setFocus()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)


def test_scenario_2(made: Planned, window: MainWindow, qtbot: QtBot) -> None:
    post, hands = made.post, Hands()
    plan, facilities = approved_plan(made)
    page = go(window, RequirementPage, Route("requirement", plan))
    hands.click(page.reserve)
    hands.click(page.primary)
    qtbot.waitUntil(lambda: post.scalar("SELECT count(*) FROM handover") == 3)
    handovers = {
        facility: int(str(post.scalar("SELECT id FROM handover WHERE facility_id = :f", f=facility)))
        for facility in facilities
    }
    first, second, third = (handovers[facility] for facility in facilities)
    for one in (first, second, third):
        post.work.write(issue, one)

    # planned on two trucks
    listed = go(window, OutboundsPage, Route("outbounds"))
    hands.click(listed.new)
    planning = dialog(window, PlanDialog)
    hands.fill(planning.run.editor, "Graduation run")
    hands.fill(planning.vehicle.editor, "MIA-1042")
    hands.fill(planning.driver.editor, "J. Reyes")
    planning.model.set_ticked([first, second, third], True)
    hands.click(planning.save)
    run = shown(window, OutboundPage)
    assert run.record is not None
    assert [len(one.stops) for one in run.record.vehicles] == [3]
    run.acting.change_vehicle()
    vehicle = dialog(window, VehicleDialog)
    hands.fill(vehicle.fields["vehicle"].editor, "MIA-2210")
    hands.fill(vehicle.fields["driver"].editor, "P. Ortiz")
    hands.click(vehicle.save)
    run.vehicles.tree.set_current_key(("stop", third))
    focus(window, qtbot)
    run.vehicles.tree.setFocus()
    QTest.keyClick(run.vehicles.tree, Qt.Key.Key_Down,
                   Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier)  # fmt: skip
    qtbot.waitUntil(lambda: [len(one.stops) for one in run.record.vehicles] == [2, 1] if run.record else False)

    # picked and packed: prison 2's shirts into a carton of their own
    run.vehicles.tree.set_current_key(None)
    run.goods.set_ticked(run.goods.keys(), True)
    hands.click(run.pick)
    assert run.record.row.picked == run.record.row.picks
    run.vehicles.tree.set_current_key(("stop", second))
    run.goods.set_ticked(run.goods.keys(), True)
    hands.click(run.pack)
    field = dialog(window, Dialog).findChild(LineEdit)
    assert field is not None
    hands.fill(field, "C-2", enter=True)
    run.vehicles.tree.set_current_key(("stop", second))
    assert {one.package for one in run.record.goods if one.receipt.endswith("0002")} == {"C-2"}
    for name in ("pick-list", "outbound-packing-list"):
        run.acting.print_paper(name)
        qtbot.waitUntil(lambda: isinstance(open_overlay(window), PaperDialog))
        dialog(window, PaperDialog).reject()

    # both leave; each with a waybill
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
    run.acting.print_waybill(run.record.vehicles[0])
    qtbot.waitUntil(lambda: isinstance(open_overlay(window), PaperDialog))
    dialog(window, PaperDialog).reject()

    # prison 1 signs; prison 2 is closed by a riot
    post.work.write(sign, SignDraft(first, TODAY))
    run = go(window, OutboundPage, Route("outbound", run.record.id))
    run.refresh()
    run.vehicles.tree.set_current_key(("stop", second))
    run.acting.stop()
    what = dialog(window, StopDialog)
    what.outcome.editor.set_value("closed")
    hands.fill(what.said.editor, "Riot")
    hands.click(what.save)
    qtbot.waitUntil(lambda: run.record is not None and run.record.stops[1].fate == "closed")
    assert [stop.fate for stop in run.record.stops] == ["delivered", "closed", "open"]

    # truck 1 diverts to prison 3 with one carton of prison 2's: its receipt is void, five pairs of cuffs get another
    post.work.write(void, second, reason="Prison closed by a riot")
    run.refresh()
    run.vehicles.tree.set_current_key(("vehicle", run.record.vehicles[0].id))
    run.acting.off("redirect")
    off = dialog(window, OffDialog)
    off.target.editor.set_value(post.unit)
    off.target.editor.chosen.emit(post.unit)
    off.facility.editor.set_value(facilities[2])
    assert off.person.editor.value() == post.person, "the one who may sign there is proposed"
    cuffs = [one.goods.key for one in off.goods.rows() if one.goods.serial][:5]
    off.goods.model.set_ticked(cuffs, True)
    hands.click(off.save)
    qtbot.waitUntil(lambda: post.scalar("SELECT count(*) FROM handover") == 4)
    carton = int(str(post.scalar("SELECT max(id) FROM handover")))
    post.work.write(issue, carton)
    post.work.write(sign, SignDraft(carton, TODAY))
    # prison 3 signs for its own, two shirts short
    post.work.write(sign, SignDraft(third, TODAY, quantities=(SignedQuantity(_shirts(made, third), 43),)))

    # what is left comes home
    run.refresh()
    for at, (vehicle_row, count) in enumerate(zip(run.record.vehicles, (75, 2), strict=True)):
        assert vehicle_row.on_road == count
        run.vehicles.tree.set_current_key(("vehicle", vehicle_row.id))
        run.acting.off("back")
        back = dialog(window, OffDialog)
        back.target.editor.set_value(back.target.editor.options()[0].value)
        hands.fill(back.reason.editor, "Riot" if at == 0 else "Not taken")
        hands.click(back.save)
        qtbot.waitUntil(lambda at=at: run.record is not None and run.record.vehicles[at].on_road == 0)
    for vehicle_row in run.record.vehicles:
        run.acting.copy(vehicle_row)
        hands.click(dialog(window, CopyDialog).save)
    qtbot.waitUntil(lambda: run.record is not None and run.record.row.status == "delivered")

    # receipts, waybills and balances are right
    assert (post.on_hand(made.cuffs), post.on_hand(made.sizes["M"])) == (15, 60 + 2)
    held = "SELECT sum(b.quantity) FROM balance b JOIN place p ON p.id = b.place_id WHERE p.partner_id = :f"
    assert [post.scalar(held, f=one) or 0 for one in facilities] == [100, 0, 58 + 5]
    waybill = post.work.read(snapshot.waybill_paper, run.record.vehicles[0].id)
    assert [sum(line.quantity for line in stop.lines) for stop in waybill.stops] == [100, 80], "as it left"
    assert post.scalar("SELECT count(*) FROM reservation WHERE owner_kind = 'handover'") == 0
    assert not post.work.read(differences)
    assert post.work.read(verify).holds


def _shirts(made: Planned, handover: int) -> int:
    return int(
        str(made.post.scalar("SELECT line_no FROM handover_line WHERE handover_id = :h AND variant_id = :v", h=handover,
                             v=made.sizes["M"]))
    )  # fmt: skip
