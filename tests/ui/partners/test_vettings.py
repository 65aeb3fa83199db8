"""The vetting calendar through the window. Source: product.md 4 (Vetting); domain.md 7 (report 15)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from inl_logistics.home.values import Task, TaskKind
from inl_logistics.partners import calendar, queries
from inl_logistics.partners.commands import (
    PartnerDraft,
    PersonDraft,
    VettingDraft,
    record_vetting,
    save_partner,
    save_person,
)
from inl_logistics.partners.records import PartnerKind, VettingResult
from inl_logistics.partners.rules import VettingStanding
from tests.builders import TODAY, Post
from tests.ui.desk import dialog, go
from ui.home.words import task_route, verb_route
from ui.kit.dialogs import open_overlay
from ui.kit.navigation import Route
from ui.partners.dialogs import VettingDialog, year_later
from ui.partners.renewdialog import RenewDialog
from ui.partners.vettings import VettingsPage
from ui.shell.window import MainWindow


@pytest.fixture
def units(post: Post) -> tuple[int, int]:
    """Two more units: one whose vetting ended, one that ends in a week."""
    made = []
    for name, days in (("Alfa", -2), ("Bravo", 7)):
        ident = post.work.write(
            save_partner, PartnerDraft(PartnerKind.UNIT, name, vetting_needed=True, parent_id=post.agency)
        )
        end = TODAY + timedelta(days=days)
        draft = VettingDraft(ident, VettingResult.CLEARED, valid_from=TODAY - timedelta(days=300), valid_to=end)
        post.work.write(record_vetting, draft)
        made.append(ident)
    return made[0], made[1]


@pytest.fixture
def page(window: MainWindow, units: tuple[int, int]) -> VettingsPage:
    """The calendar."""
    return go(window, VettingsPage, Route("vettings"))


def test_the_most_urgent_is_first_and_a_month_narrows(
    qtbot: QtBot, page: VettingsPage, post: Post, units: tuple[int, int]
) -> None:
    assert list(page.model.keys()) == [*units, post.unit]
    at = next(n for n, one in enumerate(page.band.months()) if one.key == "2027-03")
    qtbot.mouseClick(page.band, Qt.MouseButton.LeftButton, pos=page.band.box(at).center().toPoint())
    qtbot.waitUntil(lambda: list(page.model.keys()) == [post.unit])
    page.band.setFocus()
    qtbot.keyClick(page.band, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(page.model.keys()) == 3)


def test_several_are_renewed_with_a_preview(
    qtbot: QtBot, window: MainWindow, page: VettingsPage, post: Post, units: tuple[int, int]
) -> None:
    page.model.set_ticked(units, True)
    assert "2" in page.renew_button.text()
    page.renew()
    asked = dialog(window, RenewDialog)
    assert asked.model.rowCount() == 2
    asked.end.editor.setText("")
    asked.submit()
    assert asked.end.has_error()
    asked.case.editor.setText("V-90")
    asked.end.editor.setText("23 nov 2027")
    assert "→" in str(asked.model.index(0, 2).data())
    asked.submit()
    found = post.work.read(calendar.rows, units, today=TODAY)
    assert {(one.case_number, str(one.valid_to)) for one in found} == {("V-90", "2027-11-23")}


def test_home_leads_to_renewing_one(
    qtbot: QtBot, window: MainWindow, page: VettingsPage, units: tuple[int, int]
) -> None:
    task = Task(TaskKind.VETTING, "partner", units[0], "Alfa", "", 2)
    assert task_route(task) == Route("partner", units[0], (("panel", "vetting"),))
    window.navigator.open(verb_route(task))
    qtbot.waitUntil(lambda: open_overlay(window) is not None)
    assert page.record is not None
    assert page.record.key == units[0]
    assert dialog(window, VettingDialog).isVisible()


def test_the_last_day_that_can_be_written_has_no_year_after_it() -> None:
    assert year_later(date(9999, 12, 31), 12) == date(9999, 12, 31)
    assert year_later(date(2024, 2, 29), 12) == date(2025, 2, 28)


def test_a_denial_and_a_request_ask_for_their_own_day(
    qtbot: QtBot, window: MainWindow, page: VettingsPage, post: Post
) -> None:
    """A unit that is vetted for months is denied: the denial counts from today, not from the end of the old vetting."""
    detail = post.work.read(queries.detail, post.unit)
    assert detail is not None
    asked = VettingDialog(window.context, window, detail)
    asked.open()
    assert asked.start.editor.day() == date(2027, 3, 14), "a renewal holds from the end of the one that holds now"
    asked.result.editor._pick(asked.result.editor.options()[2])
    assert asked.result.editor.value() == "denied"
    assert (asked.start.editor.day(), asked.end.isVisible()) == (TODAY, False)
    asked.submit()
    row = post.work.read(calendar.detail, post.unit, today=TODAY)
    assert row is not None
    assert row.standing is VettingStanding.DENIED
    again = post.work.read(queries.detail, post.unit)
    assert again is not None
    asked = VettingDialog(window.context, window, again)
    assert asked.start.editor.day() == TODAY, "after a denial a clearing holds from today"
    asked.result.editor._pick(asked.result.editor.options()[0])
    assert (asked.requested.editor.day(), asked.start.editor.day()) == (TODAY, None)
    asked.dismiss()


def test_after_a_change_of_commander_a_new_vetting_holds_from_today(
    qtbot: QtBot, window: MainWindow, page: VettingsPage, post: Post
) -> None:
    post.work.write(save_person, PersonDraft(post.unit, "Rosa Paz", commands=True, commands_from=TODAY))
    detail = post.work.read(queries.detail, post.unit)
    assert detail is not None
    assert VettingDialog(window.context, window, detail).start.editor.day() == TODAY
