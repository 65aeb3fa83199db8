"""A plan for two recipients with its goods in stock, and the window on it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.requirements.plans import Planned, planned
from tests.ui.fieldwork import window_on
from ui.handovers.feature import FEATURE as HANDOVERS
from ui.inventory.feature import FEATURE as INVENTORY
from ui.outbound.feature import FEATURE as OUTBOUND
from ui.requirements.feature import FEATURE as REQUIREMENTS
from ui.shell.window import MainWindow
from ui.shipments.feature import FEATURE as SHIPMENTS
from ui.transfers.feature import FEATURE as TRANSFERS

RUN_FEATURES = (SHIPMENTS, OUTBOUND, TRANSFERS, INVENTORY, HANDOVERS, REQUIREMENTS)


@pytest.fixture
def made(tmp_path: Path) -> Planned:
    """Four pairs of cuffs and fifty shirts M for a plan of five kits."""
    found = planned(tmp_path / "post")
    found.post.stocked(found.cuffs, ("HC-1", "HC-2", "HC-3", "HC-4"))
    found.post.stocked_quantity(found.sizes["M"], 50)
    return found


@pytest.fixture
def window(made: Planned, qtbot: QtBot, qapp: QApplication) -> Iterator[MainWindow]:
    """The window on it."""
    with window_on(made.post, RUN_FEATURES, qtbot, qapp) as opened:
        yield opened
