"""What begins something new is found by its name from every page, and acts each time."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.desk import desk_post
from tests.ui.fieldwork import window_on
from ui.agreements.feature import FEATURE as AGREEMENTS
from ui.catalog.feature import FEATURE as CATALOG
from ui.counts.feature import FEATURE as COUNTS
from ui.home.feature import FEATURE as HOME
from ui.inventory.feature import FEATURE as INVENTORY
from ui.kit.dialogs import Dialog, open_overlay
from ui.kit.navigation import Command, Route
from ui.kits.feature import FEATURE as KITS
from ui.outbound.feature import FEATURE as OUTBOUND
from ui.partners.feature import FEATURE as PARTNERS
from ui.purchasing.feature import FEATURE as PURCHASING
from ui.requirements.feature import FEATURE as REQUIREMENTS
from ui.shell.window import MainWindow
from ui.shipments.feature import FEATURE as SHIPMENTS
from ui.transfers.feature import FEATURE as TRANSFERS

FEATURES = (
    HOME,
    INVENTORY,
    CATALOG,
    KITS,
    COUNTS,
    PARTNERS,
    PURCHASING,
    REQUIREMENTS,
    AGREEMENTS,
    SHIPMENTS,
    OUTBOUND,
    TRANSFERS,
)
BY_DIALOG = {
    "agreement.new": "agreements", "kit.new": "kits", "shipment.new": "shipments", "outbound.new": "outbounds",
    "transfer.new": "transfers", "counts.plan": "counts", "partner.new": "partners", "store.new": "stores",
}  # fmt: skip
BY_PAGE = {"order.new": "order-draft", "requirement.new": "requirement-draft"}


@pytest.fixture
def window(tmp_path: Path, qtbot: QtBot, qapp: QApplication) -> Iterator[MainWindow]:
    """The window on a small post."""
    with window_on(desk_post(tmp_path / "post"), FEATURES, qtbot, qapp) as opened:
        yield opened


def offered(window: MainWindow, name: str) -> Command:
    """Return the one command of this name."""
    (found,) = [one for one in window.active_commands() if one.id == name]
    return found


@pytest.mark.parametrize(("name", "kind"), BY_DIALOG.items())
def test_a_dialog_is_asked_for_from_anywhere_each_time(window: MainWindow, name: str, kind: str) -> None:
    window.navigator.open(Route(kind))
    for _time in range(2):
        window.navigator.open(Route("home"))
        offered(window, name).run()
        QApplication.processEvents()
        asked = open_overlay(window)
        assert isinstance(asked, Dialog), name
        asked.dismiss()
        page = window.pages.current()
        assert page is not None
        assert page.route == Route(kind), "the list stands in the history as itself"
    offered(window, name)  # once, though the list has it too


@pytest.mark.parametrize(("name", "kind"), BY_PAGE.items())
def test_a_page_is_opened_from_anywhere(window: MainWindow, name: str, kind: str) -> None:
    window.navigator.open(Route("home"))
    offered(window, name).run()
    page = window.pages.current()
    assert page is not None
    assert page.route.kind == kind


def test_no_two_commands_of_everywhere_have_one_name(window: MainWindow) -> None:
    names = [one.id for one in window.commands()]
    assert len(names) == len(set(names))
