"""A partner's page through the window. Source: product.md 3 (Partners)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from pytestqt.qtbot import QtBot

from inl_logistics.handovers.signing import SignDraft, sign
from inl_logistics.partners.commands import PersonDraft, save_person
from tests.builders import TODAY, Post
from tests.ui.desk import VESTS, dialog, go
from ui.kit.navigation import Route
from ui.partners.detail import PartnerPage
from ui.partners.dialogs import PersonDialog
from ui.shell.window import MainWindow


def open_page(window: MainWindow, ident: int, **params: str) -> PartnerPage:
    """Open a partner."""
    return go(window, PartnerPage, Route("partner", ident, tuple(params.items())))


@pytest.fixture
def handed(post: Post) -> int:
    """Two vests handed over to the unit."""
    vest = int(str(post.scalar("SELECT v.id FROM variant v JOIN item i ON i.id = v.item_id WHERE i.code = 'PE-1042'")))
    handover = post.issued(post.picks(vest, *VESTS[:2]))
    post.work.write(sign, SignDraft(handover, TODAY))
    return handover


def test_it_shows_what_is_held_and_by_which_receipt(window: MainWindow, post: Post, handed: int) -> None:
    page = open_page(window, post.unit)
    assert page.record is not None
    (line,) = page.record.held
    assert page.models["held"].rowCount() == 1
    assert (line.holder, line.quantity, line.serials) == ("La Hondura Center", 2, VESTS[:2])
    assert line.papers[0].startswith("PCL-HO-2026")
    assert page.models["handed"].rowCount() == 1
    page.as_of.set_day(TODAY - timedelta(days=1))
    page.as_of.left.emit()
    assert page.models["held"].rowCount() == 0
    assert page.banner.isVisibleTo(page)


def test_what_it_holds_is_returned_from_its_line(window: MainWindow, post: Post, handed: int) -> None:
    page = open_page(window, post.facility)
    (command,) = [one for one in page.commands() if one.id == "partner.return"]
    assert command.enabled_reason() == ""
    command.run()
    made = post.scalar("SELECT max(id) FROM handover")
    assert post.scalar("SELECT type || facility_id FROM handover WHERE id = :h", h=made) == f"return{post.facility}"
    lines = (
        "SELECT sum(k.quantity) FROM handover_pick k JOIN handover_line l ON l.id = k.line_id WHERE l.handover_id = :h"
    )
    assert post.scalar(lines, h=made) == 2


def test_a_person_has_authority_with_days(window: MainWindow, post: Post) -> None:
    page = open_page(window, post.unit, panel="people")
    page.acts.add_person()
    asked = dialog(window, PersonDialog)
    asked.called.editor.setText("Marta Quiroga")
    asked.authority.editor.setText("Receipts of equipment")
    asked.signs_from.editor.setText("1 jan 2026")
    asked.signs_to.editor.setText("1 jan 2025")
    asked.submit()
    assert asked.signs_to.has_error()
    asked.signs_to.editor.setText("31 dec 2026")
    asked.submit()
    assert page.record is not None
    made = next(one for one in page.record.detail.people if one.name == "Marta Quiroga")
    assert (made.authority, str(made.signs_to)) == ("Receipts of equipment", "2026-12-31")


def test_a_person_who_left_comes_back_by_undo(qtbot: QtBot, window: MainWindow, post: Post) -> None:
    page = open_page(window, post.unit, panel="people")
    page.tables["people"].set_current_key(post.person)
    page.acts.person_left()
    qtbot.waitUntil(lambda: page.models["people"].rowCount() == 0)
    notice = window.notices.current()
    assert notice is not None
    notice.act()
    qtbot.waitUntil(lambda: page.models["people"].rowCount() == 1)


def test_a_new_commander_is_told_of_the_vetting(window: MainWindow, post: Post) -> None:
    post.work.write(save_person, PersonDraft(post.unit, "Rosa Paz", commands=True, commands_from=TODAY))
    page = open_page(window, post.unit, panel="vetting")
    assert page.banner.isVisibleTo(page)
    assert page.record is not None
    assert page.record.ends[0].why == "commander"


def test_retired_and_offered_again(window: MainWindow, post: Post) -> None:
    page = open_page(window, post.facility)
    page.acts.retire()
    assert page.record is not None
    assert page.record.retired_on == TODAY
    page.acts.restore()
    assert page.record.retired_on is None
