"""An outbound shipment through the window: planned, arranged, picked, left short, reloaded, lost, canceled."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from inl_logistics.kernel.values import Tracking
from inl_logistics.ledger.proof import differences
from inl_logistics.outbound.commands import OutboundDraft, VehicleDraft, save_outbound
from inl_logistics.outbound.loads import GoodsRow, StopRow
from tests.builders import PASSWORD, TODAY, Post, puerto_claro
from tests.ui.desk import dialog, go
from tests.ui.fieldwork import Hands, cut_off, double_click, scrolls_sideways, window_on
from ui.handovers.feature import FEATURE as HANDOVERS
from ui.inventory.feature import FEATURE as INVENTORY
from ui.kit.approval import OverrideDialog
from ui.kit.buttons import Button
from ui.kit.dialogs import open_overlay
from ui.kit.navigation import Route
from ui.outbound.bulk import CopiesDialog
from ui.outbound.detail import OutboundPage
from ui.outbound.dialogs import HeadDialog, LeaveDialog, PlanDialog
from ui.outbound.feature import FEATURE as OUTBOUND
from ui.outbound.offdialogs import OffDialog
from ui.outbound.page import OutboundsPage
from ui.outbound.stopdialogs import DivertDialog
from ui.shell.window import MainWindow
from ui.shipments.feature import FEATURE as SHIPMENTS
from ui.transfers.feature import FEATURE as TRANSFERS

pytestmark = pytest.mark.timeout(120)
FEATURES = (SHIPMENTS, OUTBOUND, TRANSFERS, INVENTORY, HANDOVERS)


@pytest.fixture
def post(tmp_path: Path) -> Post:
    """Three handovers of vests and gloves."""
    made = puerto_claro(tmp_path / "post")
    vest = made.item("ARM-01", name="Vest")
    gloves = made.item("PPE-01", name="Gloves", tracking=Tracking.QUANTITY)
    made.stocked(vest, ["A-1", "A-2", "A-3"])
    made.stocked_quantity(gloves, 40)
    for serial, count in (("A-1", 10), ("A-2", 8), ("A-3", 5)):
        made.issued(made.picks(vest, serial), made.pick_quantity(gloves, count))
    return made


@pytest.fixture
def window(post: Post, qtbot: QtBot, qapp: QApplication) -> Iterator[MainWindow]:
    """The window on it."""
    with window_on(post, FEATURES, qtbot, qapp) as opened:
        yield opened


def planned(post: Post, window: MainWindow, *loads: tuple[int, ...]) -> OutboundPage:
    """Open a plan with these handovers on each vehicle."""
    vehicles = tuple(VehicleDraft(f"MIA-{at}", "J. Reyes", load) for at, load in enumerate(loads, 1))
    key = post.work.write(save_outbound, OutboundDraft(vehicles, "North run", TODAY))
    page = go(window, OutboundPage, Route("outbound", key))
    assert page.record is not None
    return page


def stops(page: OutboundPage) -> list[list[int]]:
    """Return the handovers on each vehicle."""
    assert page.record is not None
    return [[stop.handover_id for stop in one.stops] for one in page.record.vehicles]


def leave(window: MainWindow, page: OutboundPage) -> None:
    """Let everything leave."""
    Hands().click(page.depart)
    Hands().click(dialog(window, LeaveDialog).save)


def test_stops_are_dragged_between_vehicles_taken_off_and_put_back(
    post: Post, window: MainWindow, qtbot: QtBot
) -> None:
    page = planned(post, window, (1, 2), (3,))
    assert page.record is not None
    page.vehicles.tree.dropped.emit(("stop", 1), ("stop", 3), "before")
    assert stops(page) == [[2], [1, 3]]
    page.vehicles.tree.set_current_key(("stop", 3))
    page.acting.arrange("up")
    assert stops(page) == [[2], [3, 1]]
    page.vehicles.tree.set_current_key(("vehicle", page.record.vehicles[1].id))
    page.acting.arrange("remove")
    assert stops(page) == [[2, 3, 1]], "a vehicle taken out gives its stops to the one before"
    notice = window.notices.current()
    assert notice is not None
    notice.act()
    assert stops(page) == [[2], [3, 1]]
    page.vehicles.tree.set_current_key(("stop", 2))
    page.acting.arrange("remove")
    assert stops(page) == [[], [3, 1]]
    assert not post.work.read(differences)


def test_more_handovers_join_and_the_plan_is_renamed_and_canceled(post: Post, window: MainWindow, qtbot: QtBot) -> None:
    hands = Hands()
    page = planned(post, window, (1,))
    page.acting.add_handovers()
    more = dialog(window, PlanDialog)
    assert [more.model.record(at).id for at in range(more.model.rowCount())] == [2, 3]
    more.model.set_ticked([3], True)
    hands.click(more.save)
    assert stops(page) == [[1, 3]]
    page.vehicles.tree.set_current_key(None)
    page.acting.change()
    head = dialog(window, HeadDialog)
    hands.fill(head.run.editor, "North run again")
    hands.click(head.save)
    assert page.head.title() == "North run again"
    page.acting.cancel()
    open_overlay(window).findChildren(Button)[-1].click()  # type: ignore[union-attr]
    qtbot.waitUntil(lambda: page.record is not None and page.record.state == "canceled")
    assert page.primary.isHidden()
    listed = go(window, OutboundsPage, Route("outbounds", None, (("handovers", "1,2"),)))
    again = dialog(window, PlanDialog)
    assert again.model.ticked() == [1, 2], "a canceled run lets its handovers go; those of the route are ticked"
    assert listed.export_name == "outbound"


def test_vehicles_leave_once_and_the_dialog_says_what_is_short(post: Post, window: MainWindow, qtbot: QtBot) -> None:
    page = planned(post, window, (1,), (2,))
    post.work.write(_take_away)
    Hands().click(page.depart)
    leaving = dialog(window, LeaveDialog)
    assert "Gloves" in leaving.warnings.text()
    list(leaving.boxes.values())[1].setChecked(False)
    double_click(leaving.save)
    qtbot.waitUntil(lambda: page.record is not None and page.record.state == "sent")
    assert page.record is not None
    assert [bool(one.sent_on) for one in page.record.vehicles] == [True, False]
    assert post.scalar("SELECT count(*) FROM document WHERE kind = 'WB'") == 1
    page.vehicles.tree.dropped.emit(("stop", 1), ("vehicle", page.record.vehicles[1].id), "into")
    assert stops(page) == [[1], [2]], "what left is not arranged any more"


def _take_away(session: object, **_who: object) -> None:
    """Make 6 of the 10 pairs of gloves of the first handover unavailable, as a write-off before leaving does."""
    from sqlalchemy import text
    from sqlalchemy.orm import Session

    assert isinstance(session, Session)
    session.execute(text("UPDATE balance SET quantity = 4 WHERE quantity = 40"))


def test_goods_go_onto_the_other_vehicle_and_what_is_lost_needs_an_approver(
    post: Post, window: MainWindow, qtbot: QtBot
) -> None:
    hands = Hands()
    page = planned(post, window, (1,), (2,))
    leave(window, page)
    assert page.record is not None
    page.vehicles.tree.set_current_key(("stop", 1))
    page.acting.off("reload")
    off = dialog(window, OffDialog)
    hands.fill(off.reason.editor, "Broken axle")
    hands.click(off.save)
    assert stops(page) == [[], [2, 1]]
    assert [one.on_road for one in page.record.vehicles] == [0, 20]
    page.vehicles.tree.set_current_key(("stop", 2))
    page.scope.choose("road")
    assert page.load.sum_end.text() == "20 units"
    page.acting.off("lost")
    off = dialog(window, OffDialog)
    off.goods.take_scan("A-2")
    hands.fill(off.reason.editor, "Robbed")
    hands.click(off.save)
    asked = dialog(window, OverrideDialog)
    hands.fill(asked.reason.editor, "Police report 4")
    hands.fill(asked.password.editor, PASSWORD)
    hands.click(asked.approve)
    qtbot.waitUntil(lambda: page.record is not None and page.record.vehicles[1].on_road == 19)
    assert [event.kind for event in page.record.events] == ["lost", "reloaded"]
    assert not post.work.read(differences)


@pytest.mark.parametrize("size", [(1280, 680), (1366, 768)])
def test_nothing_is_cut_off(post: Post, qtbot: QtBot, qapp: QApplication, size: tuple[int, int]) -> None:
    with window_on(post, FEATURES, qtbot, qapp, size) as opened:
        route = planned(post, opened, (1, 2), (3,)).route
        for kind, where in ((OutboundsPage, Route("outbounds")), (OutboundPage, route)):
            page = go(opened, kind, where)
            qtbot.waitUntil(page.isVisible)
            assert not cut_off(page), kind
            assert not scrolls_sideways(page), kind


def test_return_copies_of_several_runs_are_filed_at_once(post: Post, window: MainWindow, qtbot: QtBot) -> None:
    for load in (1, 2):
        leave(window, planned(post, window, (load,)))
    listed = go(window, OutboundsPage, Route("outbounds"))
    qtbot.waitUntil(lambda: len(listed.total.keys) == 2)
    listed.model.set_ticked(listed.total.keys, True)
    Hands().click(listed.bulk)
    copies = dialog(window, CopiesDialog)
    assert copies.model.rowCount() == 2
    Hands().click(copies.save)
    assert post.scalar("SELECT count(*) FROM waybill WHERE back_on IS NOT NULL") == 2
    listed.model.set_ticked(listed.total.keys, True)
    Hands().click(listed.bulk)
    assert open_overlay(window) is None, "nothing is missing any more"


def test_what_a_carton_holds_wraps_instead_of_widening_the_dialog(post: Post, window: MainWindow, qtbot: QtBot) -> None:
    stop = StopRow(
        1, 1, 1, "HO-26-A0001", "La Hondura Center", "Prison Response Group", "issued", "closed", None, "", 3, 3, 0
    )
    long = "Handcuffs, chain, double lock, standard, stainless, with key and case"
    goods = [
        GoodsRow(1, 1, "HO-26-A0001", f"{long} {at}", "RST-01", "EA", "A-01", "", None, (), 1, None, "", False, "", (), None, "A-01")
        for at in range(3)
    ]  # fmt: skip
    page = go(window, OutboundsPage, Route("outbounds"))
    asked = DivertDialog(page.context, page, stop, goods, [])
    asked.open()
    qtbot.waitUntil(asked.isVisible)
    assert asked._content.minimumSizeHint().width() < 620
