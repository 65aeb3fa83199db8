"""Several partners at once through the list, its filters, and the retired. Source: product.md 3 (bulk with preview)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from pytestqt.qtbot import QtBot

from inl_logistics.kernel.listing import ListQuery
from inl_logistics.partners import queries
from inl_logistics.partners.commands import PartnerDraft, save_partner
from inl_logistics.partners.moving import MoveDraft, move_partners
from inl_logistics.partners.records import PartnerKind
from tests.builders import TODAY, Post
from tests.ui.desk import dialog, go
from ui.kit.navigation import Route
from ui.partners.bulkacts import ChangeDialog, RetireDialog
from ui.partners.movedialog import MoveDialog
from ui.partners.page import PartnersPage
from ui.shell.window import MainWindow


@pytest.fixture
def page(window: MainWindow) -> PartnersPage:
    """The host list."""
    return go(window, PartnersPage, Route("partners"))


def names(post: Post, **filters: str) -> set[str]:
    """Return the partners that filters find."""
    query = ListQuery(filters={name: frozenset({value}) for name, value in filters.items()})
    found = post.work.read(queries.keys, query, today=TODAY).keys
    return {one.name for one in post.work.read(queries.rows, found)}


def test_vetting_is_set_on_several_with_a_preview(window: MainWindow, page: PartnersPage, post: Post) -> None:
    page.model.set_ticked([post.unit, post.facility], True)
    assert page.bulk.isVisibleTo(page)
    page.acts.change()
    asked = dialog(window, ChangeDialog)
    assert asked.save.reason()
    asked.vetting.editor.set_value("yes")
    asked.again()
    said = {str(asked.model.index(n, 0).data()): str(asked.model.index(n, 2).data()) for n in range(2)}
    assert said["Response Group"] == "—"
    assert said["La Hondura Center"] != "—"
    asked.submit()
    assert post.scalar("SELECT count(*) FROM partner WHERE vetting_needed = 1") == 2
    assert page.model.tick_count() == 0


def test_several_are_retired_and_come_back(qtbot: QtBot, window: MainWindow, page: PartnersPage, post: Post) -> None:
    page.model.set_ticked([post.unit, post.facility], True)
    page.acts.retire()
    dialog(window, RetireDialog).submit()
    assert names(post, state="retired") == {"Response Group", "La Hondura Center"}
    notice = window.notices.current()
    assert notice is not None
    notice.act()
    qtbot.waitUntil(lambda: names(post, state="retired") == set())
    page.model.set_ticked([post.facility], True)
    page.acts.retire()
    dialog(window, RetireDialog).submit()
    page.filters.choose_view("retired")
    qtbot.waitUntil(lambda: list(page.model.keys()) == [post.facility])
    page.model.set_ticked([post.facility], True)
    page.acts.restore()
    assert names(post, state="retired") == set()


def test_the_ticked_are_moved_together(window: MainWindow, page: PartnersPage, post: Post) -> None:
    page.model.set_ticked([post.unit, post.facility], True)
    page.acts.move()
    asked = dialog(window, MoveDialog)
    assert set(asked.partner_ids) == {post.unit, post.facility}


def test_a_ministry_finds_everyone_under_it_now(post: Post) -> None:
    ministry = post.work.write(save_partner, PartnerDraft(PartnerKind.MINISTRY, "Ministry of Justice"))
    draft = MoveDraft((post.agency,), ministry, TODAY - timedelta(days=3), "Founded")
    post.work.write(move_partners, draft)
    everyone = {"Ministry of Justice", "National Prison Service", "Response Group", "La Hondura Center"}
    assert names(post, ministry=str(ministry)) == everyone
    assert names(post, service="corrections") == {"National Prison Service"}
