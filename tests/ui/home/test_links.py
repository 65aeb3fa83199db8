"""What Home's figures open: lists that count the same. Source: ui.md 10 (everything opens its filtered list)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from inl_logistics.handovers.reversing import ReverseDraft, reverse
from inl_logistics.handovers.signing import SignDraft, sign
from inl_logistics.home import queries
from inl_logistics.purchasing.commands import OrderDraft, OrderLineDraft, place_order, save_order
from inl_logistics.shipments.commands import ShipmentLineDraft
from tests.builders import TODAY, Post
from tests.ui.desk import FEATURES, VESTS, desk_post, shown
from tests.ui.fieldwork import grab, window_on
from ui.handovers.feature import FEATURE as HANDOVERS
from ui.handovers.listpage import HandoversPage
from ui.home.page import HomePage
from ui.inventory.page import InventoryPage
from ui.kit.listpage import ListPage
from ui.kit.navigation import Route
from ui.purchasing.feature import FEATURE as PURCHASING
from ui.purchasing.page import OrdersPage
from ui.shell.window import MainWindow
from ui.shipments.feature import FEATURE as SHIPMENTS
from ui.shipments.page import ShipmentsPage


@pytest.fixture
def post(tmp_path: Path) -> Post:
    """Orders of two fiscal years, one of them under way, two signed handovers of which one was taken back whole."""
    made = desk_post(tmp_path / "post")
    vest = int(str(made.scalar("SELECT v.id FROM variant v JOIN item i ON i.id = v.item_id WHERE i.code = 'PE-1042'")))
    order = made.order((vest, 4))
    made.ship(order, [ShipmentLineDraft(vest, 4, made.order_lines(order)[0])])
    old = made.work.write(
        save_order,
        OrderDraft((OrderLineDraft(vest, 9, 1_000_000),), title="Last year", vendor_id=made.vendor,
                   ordered_on=TODAY - timedelta(days=500)),
    )  # fmt: skip
    made.work.write(place_order, old)
    handovers = [made.issued(made.picks(vest, serial)) for serial in VESTS[:2]]
    for handover in handovers:
        made.work.write(sign, SignDraft(handover, TODAY))
    made.work.write(reverse, ReverseDraft(handovers[0], "wrong unit", TODAY))
    return made


@pytest.fixture
def window(post: Post, qtbot: QtBot, qapp: QApplication) -> Iterator[MainWindow]:
    """The window on it."""
    with window_on(post, (*FEATURES, HANDOVERS, SHIPMENTS, PURCHASING), qtbot, qapp) as made:
        yield made


@pytest.fixture
def home(window: MainWindow) -> HomePage:
    """Home."""
    return shown(window, HomePage)


@pytest.mark.parametrize(("at", "kind"), [(0, OrdersPage), (1, ShipmentsPage), (2, InventoryPage), (3, HandoversPage)])
def test_a_stage_opens_the_list_of_its_fiscal_year(
    qtbot: QtBot, window: MainWindow, home: HomePage, at: int, kind: type[ListPage], pictures: Path
) -> None:
    """As many papers as the pipeline says; the filter is shown and can be cleared."""
    stage = home.pipeline._stages[at]
    assert stage.papers == (4, 1, 3, 1)[at]
    QTest.mouseClick(home.pipeline, Qt.MouseButton.LeftButton, pos=home.pipeline._box(at).center().toPoint())
    page = shown(window, kind)
    qtbot.waitUntil(lambda: len(page.model.keys()) == stage.papers)
    assert page.filters.chosen_words() == ["FY 2026"]
    grab(window, pictures, f"home-stage-{at}")
    if at == 2:
        assert f"{stage.units:,} units" in page.status()[0]
    page.clear_all()
    qtbot.waitUntil(lambda: "FY 2026" not in page.filters.chosen_words())
    if at == 0:
        qtbot.waitUntil(lambda: len(page.model.keys()) == 5)


def test_a_receipt_taken_back_whole_is_not_handed_over(post: Post) -> None:
    (*_rest, handed) = post.work.read(queries.pipeline, year=2026)
    assert (handed.name, handed.units, handed.papers) == ("handed-over", 1, 1)


def test_a_bar_opens_the_handovers_of_its_month(
    qtbot: QtBot, window: MainWindow, home: HomePage, pictures: Path
) -> None:
    """By pointer on bar or number, and by keys."""
    chart = home.chart
    last = chart._slot(11)
    for above in (2, int(last.height()) + 8):
        spot = QPoint(int(last.center().x()), int(last.bottom()) - above)
        QTest.mouseClick(chart, Qt.MouseButton.LeftButton, pos=spot)
        qtbot.waitUntil(lambda: len(shown(window, HandoversPage).model.keys()) == 1)
        assert shown(window, HandoversPage).filters.chosen_words() == ["November 2026"]
        window.navigator.open(Route("home"))
    chart.setFocus()
    qtbot.keyClick(chart, Qt.Key.Key_Left)
    with qtbot.waitSignal(chart.opened) as opened:
        qtbot.keyClick(chart, Qt.Key.Key_Return)
    assert opened.args == [date(2026, 10, 1)]
    page = shown(window, HandoversPage)
    qtbot.waitUntil(lambda: not page.model.keys())
    assert "October 2026" in page.nothing.accessibleDescription()
