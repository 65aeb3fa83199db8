"""Partners through the window: host, vendors, stores, and their editors. Source: product.md 3 and 8."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from inl_logistics.partners import queries
from inl_logistics.partners.queries import PartnerDetail
from inl_logistics.partners.stores import stores
from tests.builders import Post
from tests.ui.desk import dialog, focused, go, shown
from ui.kit.dialogs import open_overlay
from ui.kit.navigation import Route
from ui.partners.dialogs import PartnerDialog, PersonDialog, StoreDialog, VettingDialog
from ui.partners.page import PartnersPage
from ui.partners.stores import StoresPage
from ui.shell.palette import Palette
from ui.shell.window import MainWindow


@pytest.fixture
def page(window: MainWindow) -> PartnersPage:
    """The host list."""
    return go(window, PartnersPage, Route("partners"))


def stand_on(page: PartnersPage, qtbot: QtBot, ident: int, name: str) -> None:
    """Make a partner current and wait for the inspector."""
    page.table.set_current_key(ident)
    qtbot.waitUntil(lambda: page.inspector.accessibleName() == name)


def of(post: Post, ident: int) -> PartnerDetail:
    """Return a partner whole."""
    found = post.work.read(queries.detail, ident)
    assert found is not None
    return found


def test_host_and_companies_are_two_lists(window: MainWindow, page: PartnersPage, post: Post) -> None:
    assert set(page.model.keys()) == {post.agency, post.unit, post.facility}
    page.switch.choose("vendors")
    assert list(shown(window, PartnersPage).model.keys()) == [post.vendor]
    shown(window, PartnersPage).switch.choose("stores")
    assert list(shown(window, StoresPage).model.keys()) == [post.store]


def test_the_inspector_shows_people_vetting_and_holdings(qtbot: QtBot, page: PartnersPage, post: Post) -> None:
    stand_on(page, qtbot, post.unit, "Response Group")
    assert [key for key, _words, _icon in page.inspector.tabs._options] == ["facts", "people", "vetting", "below"]
    assert "Cleared V-1" in page._about.vetting.accessibleDescription()


def test_a_vetting_is_added_and_the_chip_follows(
    qtbot: QtBot, window: MainWindow, page: PartnersPage, post: Post
) -> None:
    stand_on(page, qtbot, post.unit, "Response Group")
    page.record_vetting()
    asked = dialog(window, VettingDialog)
    assert asked.commander.editor.text() == "Luis Arriaga"
    asked.end.editor.setText("1 jan 2020")
    asked.submit()
    assert asked.end.has_error()
    asked.end.editor.setText("14 mar 2028")
    asked.case.editor.setText("V-2")
    asked.submit()
    assert [(one.case_number, one.valid_to) for one in of(post, post.unit).vettings] == [
        ("V-2", date(2028, 3, 14)), ("V-1", date(2027, 3, 14)),
    ]  # fmt: skip


def test_home_leads_straight_to_renewing(qtbot: QtBot, window: MainWindow, post: Post) -> None:
    route = Route("partners", None, (("search", ""), ("key", str(post.unit)), ("act", "vet")))
    page = go(window, PartnersPage, route)
    qtbot.waitUntil(lambda: page._about.detail is not None and page._about.detail.id == post.unit)
    assert dialog(window, VettingDialog).isVisible()


def test_a_new_unit_stands_under_the_chosen_agency(
    qtbot: QtBot, window: MainWindow, page: PartnersPage, post: Post
) -> None:
    stand_on(page, qtbot, post.agency, "National Prison Service")
    page.make()
    asked = dialog(window, PartnerDialog)
    assert asked.kind.editor.value() == "unit"
    asked.submit()
    assert asked.called.has_error()
    asked.called.editor.setText("Transport Unit")
    asked.native.editor.setText("Unidad de Traslado")
    asked.country.editor.setText("Atlantis")
    asked.submit()
    assert asked.country.has_error()
    asked.country.editor.setText("México")  # a country is known by its names too
    asked.submit()
    made = int(str(post.scalar("SELECT id FROM partner WHERE name = 'Transport Unit'")))
    assert [one.parent_id for one in of(post, made).parents] == [post.agency]
    assert of(post, made).country == "MX"
    qtbot.waitUntil(lambda: page.inspector.accessibleName() == "Transport Unit")


def test_a_person_is_added_and_changed(qtbot: QtBot, window: MainWindow, page: PartnersPage, post: Post) -> None:
    stand_on(page, qtbot, post.unit, "Response Group")
    page.add_person()
    asked = dialog(window, PersonDialog)
    asked.called.editor.setText("Marta Quiroga")
    asked.post.editor.setText("Warehouse chief")
    asked.submit()
    people = {one.name: one for one in of(post, post.unit).people}
    assert people["Marta Quiroga"].may_sign
    qtbot.waitUntil(lambda: page._about.detail is not None and len(page._about.detail.people) == 2)
    page._about.people.opened.emit(people["Marta Quiroga"].id)
    asked = dialog(window, PersonDialog)
    asked.signs.setChecked(False)
    asked.submit()
    assert not {one.name: one for one in of(post, post.unit).people}["Marta Quiroga"].may_sign


def test_a_store_gets_bins(window: MainWindow, post: Post) -> None:
    page = go(window, StoresPage, Route("stores"))
    page.open_key(post.store)
    asked = dialog(window, StoreDialog)
    asked.bins.editor.setText(asked.bins.editor.text() + "\nB-01\n B-02 \nB-01")
    asked.submit()
    (store,) = post.work.read(stores)
    assert store.bins == ("A-04", "B-01", "B-02", "Q-01")
    assert QApplication.focusWidget() is not None


def test_a_retired_partner_can_be_taken_back(qtbot: QtBot, window: MainWindow, page: PartnersPage, post: Post) -> None:
    stand_on(page, qtbot, post.facility, "La Hondura Center")
    page.retire()
    assert post.facility not in list(page.model.keys())
    notice = window.notices.current()
    assert notice is not None
    notice.act()
    assert post.facility in list(page.model.keys())


def test_every_side_of_the_section_is_found_by_its_name(qtbot: QtBot, window: MainWindow) -> None:
    for typed, kind in (("vetting", "vettings"), ("host tree", "partner-tree"), ("stores", "stores")):
        window.open_palette()
        palette = open_overlay(window)
        assert isinstance(palette, Palette)
        qtbot.keyClicks(focused(), typed)
        assert typed in [line.title.lower() for line in palette.lines()]
        palette.dismiss()
        next(one for one in window.active_commands() if one.id == f"{kind}.open").run()
        here = window.navigator.current
        assert here is not None
        assert here.kind == kind
