"""A window on the invented post with a shipment at the door."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from inl_logistics.kernel.values import Tracking
from inl_logistics.shipments.commands import PackageDraft, PackedSerial, ShipmentLineDraft
from tests.builders import Post, puerto_claro
from tests.ui.fieldwork import window_on
from ui.handovers.feature import FEATURE as HANDOVERS
from ui.kit.navigation import Route
from ui.receiving.feature import FEATURE as RECEIVING
from ui.receiving.page import ReceivingPage
from ui.receiving.start import StartReceivingPage
from ui.shell.window import MainWindow

HELMETS = tuple(f"RH-{n:05d}" for n in range(200))
VESTS = tuple(f"BA3-{n:04d}" for n in range(10))


@pytest.fixture
def post(tmp_path: Path) -> Post:
    """A post."""
    return puerto_claro(tmp_path / "post")


@pytest.fixture
def shipment(post: Post) -> int:
    """200 helmets in one carton, 10 vests in another, 60 tourniquets of a lot."""
    helmet = post.item("PE-2210", name="Riot helmet with visor")
    vest = post.item("PE-1042-L", name="Ballistic vest IIIA, L")
    lot = post.item("MR-5020", name="Tourniquet, combat type", tracking=Tracking.LOT)
    order = post.order((helmet, 200), (vest, 10), (lot, 60))
    lines = post.order_lines(order)
    return post.ship(
        order,
        [
            ShipmentLineDraft(helmet, 200, lines[0], serials=tuple(PackedSerial(s, "CTN 001") for s in HELMETS)),
            ShipmentLineDraft(vest, 10, lines[1], serials=tuple(PackedSerial(s, "CTN 002") for s in VESTS)),
            ShipmentLineDraft(lot, 60, lines[2], lot="TQ-118", expires_on=date(2030, 3, 31)),
        ],
        [PackageDraft("CTN 001"), PackageDraft("CTN 002")],
    )


@pytest.fixture
def window(post: Post, shipment: int, qtbot: QtBot, qapp: QApplication) -> Iterator[MainWindow]:
    """The window on it."""
    with window_on(post, (HANDOVERS, RECEIVING), qtbot, qapp) as made:
        yield made


@pytest.fixture
def page(window: MainWindow, shipment: int, qtbot: QtBot) -> ReceivingPage:
    """Counting, started from the shipment."""
    window.navigator.open(Route("receive", shipment))
    start = window.pages.current()
    assert isinstance(start, StartReceivingPage)
    qtbot.waitUntil(lambda: start.shipment.editor.value() == shipment)
    start.run()
    return receiving(window)


def receiving(window: MainWindow) -> ReceivingPage:
    """Return the counting page shown."""
    shown = window.pages.current()
    assert isinstance(shown, ReceivingPage)
    return shown
