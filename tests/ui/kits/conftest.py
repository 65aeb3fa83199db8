"""The desk with the parts of a kit, and the window on it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.kits.conftest import Desk, made
from tests.ui.desk import FEATURES
from tests.ui.fieldwork import window_on
from ui.handovers.feature import FEATURE as HANDOVERS
from ui.kits.feature import FEATURE as KITS
from ui.shell.window import MainWindow
from ui.transfers.feature import FEATURE as TRANSFERS


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """The desk."""
    found = made(tmp_path / "post")
    yield found
    found.post.work.close()


@pytest.fixture
def window(desk: Desk, qtbot: QtBot, qapp: QApplication) -> Iterator[MainWindow]:
    """The window on it."""
    with window_on(desk.post, (*FEATURES, HANDOVERS, KITS, TRANSFERS), qtbot, qapp) as opened:
        yield opened
