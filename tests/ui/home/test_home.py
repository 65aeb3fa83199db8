"""Home through the window. Source: ui.md 10 (Home), picture 01."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from pytestqt.qtbot import QtBot

from inl_logistics.home.queries import Month, Stage
from inl_logistics.home.values import Task, TaskKind
from inl_logistics.kernel.sentences import say
from tests.builders import TODAY, Post
from tests.ui.desk import go, shown
from ui.home.chart import MonthChart, nice_top
from ui.home.page import HomePage
from ui.home.pipeline import Pipeline
from ui.home.words import task_detail, task_route
from ui.inventory.cardpage import StockCardPage
from ui.inventory.page import InventoryPage
from ui.kit.navigation import Route
from ui.shell.window import MainWindow


@pytest.fixture
def home(window: MainWindow) -> HomePage:
    """The page that the window starts with."""
    return shown(window, HomePage)


def test_home_says_what_needs_the_officer(home: HomePage) -> None:
    said = home.tasks.shown()
    assert "Below minimum 1" in said
    assert "PE-1042, Ballistic vest IIIA — 12 of minimum 20, −8, Order" in said
    assert "Lot 2411B, OC spray, 3 oz — 64 units, 31 Dec, Plan" in said
    assert home.title.text() == "Tuesday 24 November"


def test_a_group_opens_its_filtered_list(qtbot: QtBot, window: MainWindow, home: HomePage) -> None:
    home.tasks.setFocus()
    qtbot.keyClick(home.tasks, Qt.Key.Key_Home)
    qtbot.keyClick(home.tasks, Qt.Key.Key_Return)
    page = shown(window, InventoryPage)
    assert page.path_chip() == "Below minimum"
    assert len(page.model.keys()) == 1


def test_a_task_opens_its_record_and_its_verb_acts(qtbot: QtBot, window: MainWindow, home: HomePage) -> None:
    home.tasks.setFocus()
    qtbot.keyClick(home.tasks, Qt.Key.Key_Home)
    qtbot.keyClick(home.tasks, Qt.Key.Key_Down)
    qtbot.keyClick(home.tasks, Qt.Key.Key_Return)
    assert shown(window, StockCardPage).head.title() == "Ballistic vest IIIA"
    window.navigator.back()
    with qtbot.waitSignal(home.tasks.acted) as acted:
        qtbot.keyClick(home.tasks, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert acted.args[0].title == "PE-1042"


def test_the_badge_counts_what_is_overdue(window: MainWindow, home: HomePage, post: Post) -> None:
    button = next(one for one in window.rail.buttons() if one.objectName() == "rail.home")
    assert button.accessibleDescription() == ""
    post.clock.on(date(2027, 1, 10))
    home.refresh()
    window._ask_badges()
    assert button.accessibleDescription() == "1 overdue"


def test_the_pipeline_shows_shares_of_what_was_ordered(qtbot: QtBot) -> None:
    pipeline = Pipeline()
    qtbot.addWidget(pipeline)
    pipeline.set_stages([Stage("ordered", 248_000_000, 14_225, 14), Stage("in-transit", 62_000_000, 1_480, 6),
                         Stage("in-store", 102_000_000, 9_840, 214), Stage("handed-over", 84_000_000, 2_905, 31)])  # fmt: skip
    assert [round(share * 100) for share in pipeline.shares()] == [25, 41, 34]
    assert "Ordered: $2.48 M, 14,225 units · 14 POs" in pipeline.accessibleDescription()
    pipeline.show_units(True)
    assert "Ordered: 14,225, $2.48 M · 14 POs" in pipeline.accessibleDescription()


def test_a_new_fiscal_year_begins_at_the_last_that_ordered(home: HomePage, window: MainWindow) -> None:
    # Ordered in August: the fiscal year before, and nothing since 1 October.
    assert home.year.text() == "FY 2026"
    assert "In store: $163" in home.pipeline.accessibleDescription()


def test_a_chosen_year_is_kept(home: HomePage, window: MainWindow) -> None:
    home.set_year(2027)
    home.refresh()
    assert home.year.text() == "FY 2027"
    assert "In store: $0" in home.pipeline.accessibleDescription()


def test_a_month_says_its_values(qtbot: QtBot) -> None:
    chart = MonthChart()
    qtbot.addWidget(chart)
    chart.resize(600, 220)
    chart.show()
    chart.set_months([Month(date(2026, 10, 1), 3_900_000, 5_800_000, 0, 4), Month(date(2026, 11, 1), 0, 0, 0, 0)])
    at = chart._slot(0).center()
    move = QMouseEvent(QEvent.Type.MouseMove, QPointF(at), QPointF(at), Qt.MouseButton.NoButton, Qt.MouseButton.NoButton,
                       Qt.KeyboardModifier.NoModifier)  # fmt: skip
    chart.mouseMoveEvent(move)
    assert chart.toolTip() == "Oct 2026: $97,000, 4 handovers (Police $39,000, Corrections $58,000)"


@pytest.mark.parametrize(("highest", "top"), [(0, 3), (12_800_000, 150), (3_040_000, 36), (100, 3)])
def test_the_scale_ends_in_a_round_number(highest: int, top: int) -> None:
    assert nice_top(highest) == top


def test_recent_acts_are_told_and_open(window: MainWindow, home: HomePage) -> None:
    assert "Received RR-26-A0003" in home.log.accessibleDescription()
    assert home.context.today() == TODAY
    assert go(window, HomePage, Route("home")) is home


@pytest.mark.parametrize(
    ("code", "kind", "words", "route"),
    [
        ("agreement-ceiling", "order", "Above the ceiling", Route("order", 7)),
        ("export-authorization", "shipment", "No export authorization", Route("shipment", 7)),
        ("adjustment-above-limit", "", "Adjustment above the limit", Route("inventory")),
    ],
)
def test_an_approval_to_review_says_the_rule_and_opens_its_record(
    code: str, kind: str, words: str, route: Route
) -> None:
    task = Task(TaskKind.COSIGN, kind, 7 if kind else 0, "PCL-PO-2026-A0001", code, -30)
    assert task_detail(task) == words
    assert task_route(task) == route


def test_every_rule_that_can_be_set_aside_has_a_name_on_home() -> None:
    found = set()
    for path in Path("inl_logistics").rglob("rules.py"):
        found |= set(re.findall(r'Problem\(\s*"([\w-]+)",\s*Severity.OVERRIDE', path.read_text(encoding="utf-8")))
    assert "agreement-ceiling" in found
    for code in found:
        assert task_detail(Task(TaskKind.COSIGN, "", 0, "AD", code, 0)) != say(code, {}), code
