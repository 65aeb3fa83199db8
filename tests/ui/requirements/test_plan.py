"""A plan through the window: written, sized from a pasted roster, submitted, approved, put aside, ordered, handed over."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from inl_logistics.requirements import planparts, queries
from inl_logistics.requirements.commands import submit
from tests.builders import PASSWORD, TODAY
from tests.requirements.plans import Planned, planned
from tests.ui.desk import dialog, go, shown
from tests.ui.fieldwork import Hands, cut_off, scrolls_sideways, window_on
from ui.handovers.feature import FEATURE as HANDOVERS
from ui.inventory.feature import FEATURE as INVENTORY
from ui.kit.approval import OverrideDialog
from ui.kit.dialogs import Dialog, open_overlay
from ui.kit.fields import LineEdit
from ui.kit.navigation import Route
from ui.kit.paperdialog import PaperDialog
from ui.purchasing.editor import OrderEditor
from ui.purchasing.feature import FEATURE as PURCHASING
from ui.requirements.detail import RequirementPage
from ui.requirements.dialogs import GoodsDialog, RecipientDialog
from ui.requirements.editor import RequirementEditor
from ui.requirements.feature import FEATURE as REQUIREMENTS
from ui.requirements.page import RequirementsPage
from ui.requirements.rosterdialog import PersonDialog, RosterDialog
from ui.shell.window import MainWindow

pytestmark = pytest.mark.timeout(180)


@pytest.fixture
def made(tmp_path: Path) -> Planned:
    """A post with a kit and two facilities."""
    return planned(tmp_path / "post")


@pytest.fixture
def window(made: Planned, qtbot: QtBot, qapp: QApplication) -> Iterator[MainWindow]:
    """The window on it."""
    with window_on(made.post, (PURCHASING, REQUIREMENTS, INVENTORY, HANDOVERS), qtbot, qapp) as opened:
        yield opened


def focus(window: MainWindow, qtbot: QtBot) -> None:
    """Give the window the keys back."""
    window.activateWindow()
    window.setFocus()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)


def answer(window: MainWindow, words: str) -> None:
    """Type a reason into the open question and press Enter."""
    field = dialog(window, Dialog).findChild(LineEdit)
    assert field is not None
    Hands().fill(field, words, enter=True)


def test_a_plan_is_written_with_a_pasted_roster_and_submitted(made: Planned, window: MainWindow, qtbot: QtBot) -> None:
    hands = Hands()
    listed = go(window, RequirementsPage, Route("requirements"))
    hands.click(listed.new)
    editor = shown(window, RequirementEditor)
    hands.fill(editor.title.editor, "Graduation, class 41")
    editor.agency.editor.set_value(made.post.agency)
    hands.fill(editor.need_by.editor, "12 dec")
    hands.fill(editor.justification.editor, "New officers")
    hands.click(editor.add_recipient)
    recipient = dialog(window, RecipientDialog)
    recipient.facility.editor.set_value(made.post.facility)
    recipient.facility.editor.chosen.emit(made.post.facility)
    assert recipient.unit.editor.value() == made.post.unit, "the unit above the facility is proposed"
    hands.fill(recipient.heads.editor, "3")
    hands.click(recipient.save)
    focus(window, qtbot)
    hands.ctrl(Qt.Key.Key_N)
    line = dialog(window, GoodsDialog)
    line.goods.editor.set_value(("kit", made.kit))
    hands.click(line.save)
    assert [(one.item, one.total) for one in editor.form.lines()] == [("Graduate kit", 3)]
    hands.click(editor.roster)
    sizes = dialog(window, RosterDialog)
    QGuiApplication.clipboard().setText("Name\tUNI-01\nPérez\tM\nRuiz\tXXL\nSoto\tL")
    hands.click(sizes.paste)
    assert "XXL" in sizes.said.text()
    QGuiApplication.clipboard().setText("Name\tUNI-01\nPérez\tM\nRuiz\tm\nSoto\tL")
    hands.ctrl(Qt.Key.Key_V)
    assert "Name" in sizes.said.text(), "the names are left out, and that is said"
    sizes.table.opened.emit(3)
    person = dialog(window, PersonDialog)
    person.sizes[made.shirt].editor.set_value("M")
    person.submit()
    hands.click(sizes.save)
    hands.click(editor.save)
    page = shown(window, RequirementPage)
    assert page.record is not None
    assert page.record.open_sizes == 0
    hands.click(page.primary)
    assert page.record.state == "submitted"
    assert page.record.row.number == "PCL-RQ-2026-A0001"
    draft = made.post.work.read(planparts.draft, page.record.id)
    assert [one.size for one in draft.recipients[0].sizes] == ["M", "M", "M"]


@pytest.mark.parametrize("stocked", [False, True])
def test_alone_at_the_post_one_approves_with_a_reason(
    made: Planned, window: MainWindow, qtbot: QtBot, stocked: bool
) -> None:
    from inl_logistics.requirements.commands import save_requirement

    if stocked:
        made.post.stocked(made.cuffs, [f"HC-{at}" for at in range(5)])
        for variant in made.sizes.values():
            made.post.stocked_quantity(variant, 20)
    plan = made.post.work.write(save_requirement, made.draft())
    made.post.work.write(submit, plan)
    page = go(window, RequirementPage, Route("requirement", plan))
    hands = Hands()
    hands.click(page.primary)
    asked = dialog(window, OverrideDialog)
    hands.fill(asked.reason.editor, "Nobody else is at the post")
    hands.fill(asked.password.editor, PASSWORD)
    hands.click(asked.approve)
    qtbot.waitUntil(lambda: page.record is not None and page.record.state == "approved")
    notice = window.notices.current()
    assert notice is not None
    assert ("Order its shortage" in notice.words) is not stocked, "nobody is told to order what is there"


def test_a_plan_is_refused_with_a_reason_and_opened_again(made: Planned, window: MainWindow, qtbot: QtBot) -> None:
    from inl_logistics.requirements.commands import save_requirement

    plan = made.post.work.write(save_requirement, made.draft())
    made.post.work.write(submit, plan)
    page = go(window, RequirementPage, Route("requirement", plan))
    page.acting.reject()
    answer(window, "No funds this year")
    assert "No funds this year" in page.banner.words()
    Hands().click(page.primary)
    answer(window, "A smaller class")
    shown(window, RequirementEditor)


def test_what_is_there_is_put_aside_the_rest_ordered_and_all_handed_over(
    made: Planned, window: MainWindow, qtbot: QtBot
) -> None:
    plan = made.approved()
    made.post.stocked(made.cuffs, tuple(f"HC-{n}" for n in range(5)))
    made.post.stocked_quantity(made.sizes["M"], 9)
    page = go(window, RequirementPage, Route("requirement", plan))
    hands = Hands()
    hands.click(page.reserve)
    assert page.record is not None
    assert page.record.row.ready == 14
    hands.click(page.order)
    editor = shown(window, OrderEditor)
    assert [(one.code, one.quantity) for one in editor.form.lines] == [("UNI-01-L", 6)]
    page = go(window, RequirementPage, Route("requirement", plan))
    qtbot.waitUntil(lambda: bool(page.order.reason()))  # what is on order is not ordered again
    hands.click(page.hand_over)
    assert page.record is not None
    assert [one.in_handover for one in page.record.recipients] == [9, 5]
    assert all(one.handover_id for one in page.record.recipients)
    focus(window, qtbot)
    hands.ctrl(Qt.Key.Key_P)
    qtbot.waitUntil(lambda: isinstance(open_overlay(window), PaperDialog))


def test_the_list_says_what_waits_and_filters_by_it(made: Planned, window: MainWindow, qtbot: QtBot) -> None:
    made.approved()
    listed = go(window, RequirementsPage, Route("requirements", None, (("filter.status", "approved"),)))
    qtbot.waitUntil(lambda: len(listed.total.keys) == 1)
    assert listed.total.quantity == 20


@pytest.mark.parametrize("size", [(1280, 680), (1366, 768)])
def test_nothing_is_cut_off(
    made: Planned, qtbot: QtBot, qapp: QApplication, size: tuple[int, int], tmp_path: Path
) -> None:
    plan = made.approved()
    with window_on(made.post, (PURCHASING, REQUIREMENTS), qtbot, qapp, size) as opened:
        for kind, route in (
            (RequirementPage, Route("requirement", plan)), (RequirementEditor, Route("requirement-draft")),
            (RequirementsPage, Route("requirements")),
        ):  # fmt: skip
            page = go(opened, kind, route)
            qtbot.waitUntil(page.isVisible)
            assert not cut_off(page)
            assert not scrolls_sideways(page)
    assert made.post.work.read(queries.rows, [plan], today=TODAY)
