"""Scenario 6 of the systems: ten allocated, four lost before the vehicle leaves; the paper says six and a shortfall."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sqlalchemy import text

from inl_logistics.counts.commands import CountDraft, SeenDraft
from inl_logistics.counts.commands import post as post_count
from inl_logistics.kernel.values import Tracking
from inl_logistics.ledger.proof import differences
from inl_logistics.outbound.commands import OutboundDraft, VehicleDraft, save_outbound
from inl_logistics.outbound.snapshot import waybill_paper
from inl_logistics.verification import verify
from tests.builders import TODAY, Post, puerto_claro
from tests.ui.desk import dialog, go
from tests.ui.fieldwork import Hands, window_on
from ui.handovers.feature import FEATURE as HANDOVERS
from ui.inventory.feature import FEATURE as INVENTORY
from ui.kit.navigation import Route
from ui.outbound.detail import OutboundPage
from ui.outbound.dialogs import LeaveDialog
from ui.outbound.feature import FEATURE as OUTBOUND
from ui.shell.window import MainWindow
from ui.shipments.feature import FEATURE as SHIPMENTS

pytestmark = pytest.mark.timeout(120)


@pytest.fixture
def post(tmp_path: Path) -> Post:
    """Ten flashlights, all of them put aside for one handover."""
    made = puerto_claro(tmp_path / "post")
    light = made.item("TAC-01", name="Flashlight", tracking=Tracking.QUANTITY)
    made.stocked_quantity(light, 10)
    made.draft(made.pick_quantity(light, 10))
    return made


@pytest.fixture
def window(post: Post, qtbot: QtBot, qapp: QApplication) -> Iterator[MainWindow]:
    """The window on it."""
    with window_on(post, (SHIPMENTS, OUTBOUND, INVENTORY, HANDOVERS), qtbot, qapp) as opened:
        yield opened


def test_scenario_6(post: Post, window: MainWindow, qtbot: QtBot) -> None:
    """The count that finds four gone is posted by its command; everything else is done in the window."""
    vehicle = VehicleDraft("MIA-1042", "J. Reyes", (1,))
    key = post.work.write(save_outbound, OutboundDraft((vehicle,), "North run", TODAY))
    page = go(window, OutboundPage, Route("outbound", key))
    assert page.record is not None
    lies = post.work.read(
        lambda session: session.execute(
            text("SELECT layer_id, place_id FROM balance WHERE real = 1 AND quantity = 10")
        ).one()
    )
    post.work.write(post_count, CountDraft((SeenDraft(lies.layer_id, lies.place_id, 6, "Water"),), TODAY))
    page.refresh()
    (leave,) = [one for one in page.commands() if one.id == "outbound.leave"]
    leave.run()
    leaving = dialog(window, LeaveDialog)
    assert "Flashlight" in leaving.warnings.text() or "TAC-01" in leaving.warnings.text()
    Hands().click(leaving.save)
    qtbot.waitUntil(lambda: page.record is not None and page.record.state == "sent")
    waybill = int(str(post.scalar("SELECT id FROM waybill")))
    (stop,) = post.work.read(waybill_paper, waybill).stops
    assert [(line.quantity, line.planned) for line in stop.lines] == [(6, 10)]
    on_road = "SELECT sum(b.quantity) FROM balance b JOIN place p ON p.id = b.place_id WHERE p.kind = 'transit'"
    assert post.scalar(on_road) == 6
    assert not post.work.read(differences)
    assert post.work.read(verify).holds
