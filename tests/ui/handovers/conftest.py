"""A window with both screens on the invented post, its stock counted in."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from inl_logistics.agreements.commands import AgreementDraft, ProjectDraft, save_agreement
from inl_logistics.kernel.values import Tracking
from tests.builders import TODAY, Post, puerto_claro
from tests.ui.fieldwork import window_on
from ui.handovers.feature import FEATURE as HANDOVERS
from ui.handovers.page import HandoverPage
from ui.kit.navigation import Route
from ui.receiving.feature import FEATURE as RECEIVING
from ui.shell.window import MainWindow

VESTS = tuple(f"BA3-2240{n:02d}" for n in range(30))


@pytest.fixture
def post(tmp_path: Path) -> Post:
    """A post with an agreement, 30 vests, and tourniquets in two lots, one of which expires soon."""
    made = puerto_claro(tmp_path / "post")
    made.work.write(
        save_agreement, AgreementDraft("LOA 2023-04", "Corrections", projects=(ProjectDraft("INL-24-CV-07"),))
    )
    vest = made.item("PE-1042-L", name="Ballistic vest IIIA, L")
    made.stocked(vest, VESTS)
    tourniquet = made.item("MR-5020", name="Tourniquet, combat type", tracking=Tracking.LOT)
    made.stocked_quantity(tourniquet, 40, lot="F-7719", expires_on=TODAY + timedelta(days=68))
    made.stocked_quantity(tourniquet, 100, lot="F-7720", expires_on=date(2031, 6, 30))
    return made


@pytest.fixture
def window(post: Post, qtbot: QtBot, qapp: QApplication) -> Iterator[MainWindow]:
    """The window on it."""
    with window_on(post, (HANDOVERS, RECEIVING), qtbot, qapp) as made:
        yield made


def current(window: MainWindow) -> HandoverPage:
    """Return the handover page shown."""
    page = window.pages.current()
    assert isinstance(page, HandoverPage)
    return page


def opened(window: MainWindow, handover_id: int) -> HandoverPage:
    """Open a handover."""
    window.navigator.open(Route("handover", handover_id))
    return current(window)
