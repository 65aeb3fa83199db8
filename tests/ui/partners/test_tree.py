"""The host tree through the window: a day, a search in any script, a move by key and by dragging. Source: product.md 3."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from inl_logistics.partners.commands import PartnerDraft, save_partner
from inl_logistics.partners.moving import MoveDraft, move_partners
from inl_logistics.partners.records import PartnerKind
from tests.builders import TODAY, Post
from tests.ui.desk import dialog, go, shown
from ui.kit.navigation import Route
from ui.partners.detail import PartnerPage
from ui.partners.movedialog import MoveDialog
from ui.partners.treepage import TreePage
from ui.shell.window import MainWindow


@pytest.fixture
def police(post: Post) -> int:
    """Another agency."""
    return post.work.write(save_partner, PartnerDraft(PartnerKind.AGENCY, "National Police", name_native="الشرطة"))


@pytest.fixture
def page(window: MainWindow, police: int) -> TreePage:
    """The tree."""
    return go(window, TreePage, Route("partner-tree"))


def parent_of(post: Post, ident: int, day: date) -> object:
    """Return the parent of a day."""
    return post.scalar(
        "SELECT parent_id FROM partner_link WHERE child_id = :c AND from_on <= :d AND (to_on IS NULL OR to_on >= :d)",
        c=ident, d=day.isoformat(),
    )  # fmt: skip


def test_a_unit_is_moved_by_key_with_day_and_reason_and_moved_back(
    qtbot: QtBot, window: MainWindow, page: TreePage, post: Post, police: int
) -> None:
    page.tree.set_current_key(post.unit)
    page.tree.setFocus()
    qtbot.keyClick(window, Qt.Key.Key_M, Qt.KeyboardModifier.ControlModifier)
    asked = dialog(window, MoveDialog)
    asked.submit()
    assert asked.parent_field.has_error()
    assert asked.reason.has_error()
    asked.parent_field.editor.set_value(police)
    asked.parent_field.editor.chosen.emit(police)
    asked.reason.editor.setText("Decree 12")
    asked.since.editor.set_day(TODAY - timedelta(days=10))
    asked.again()
    becomes = str(asked.model.index(0, asked.model.columnCount() - 1).data())
    assert "National Prison Service → National Police" in becomes
    asked.submit()
    assert parent_of(post, post.unit, TODAY) == police
    assert parent_of(post, post.unit, TODAY - timedelta(days=11)) == post.agency
    notice = window.notices.current()
    assert notice is not None
    notice.act()
    assert parent_of(post, post.unit, TODAY) == post.agency


def test_a_move_before_another_says_until_when(window: MainWindow, page: TreePage, post: Post, police: int) -> None:
    post.work.write(move_partners, MoveDraft((post.unit,), police, TODAY - timedelta(days=5), "Decree"))
    page.tree.set_current_key(post.unit)
    page.move_current()
    asked = dialog(window, MoveDialog)
    top = asked.parent_field.editor.options()[0]
    asked.parent_field.editor.set_value(top.value)
    asked.since.editor.set_day(TODAY - timedelta(days=10))
    asked.again()
    becomes = str(asked.model.index(0, asked.model.columnCount() - 1).data())
    assert "until 18 Nov 2026, then National Police" in becomes


def test_a_move_that_cannot_be_says_why(window: MainWindow, page: TreePage, post: Post, police: int) -> None:
    page.tree.set_current_key(post.unit)
    page.move_current()
    asked = dialog(window, MoveDialog)
    asked.parent_field.editor.set_value(police)
    asked.reason.editor.setText("Decree 12")
    asked.since.editor.set_day(TODAY + timedelta(days=3))
    asked.submit()
    assert asked.since.has_error()


def test_a_unit_is_dragged_onto_another_agency(window: MainWindow, page: TreePage, post: Post, police: int) -> None:
    start, end = page.tree.row_box(post.unit).center(), page.tree.row_box(police).center()
    QTest.mousePress(page.tree, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, start)
    for at in (start + QPoint(0, 20), end + QPoint(0, 2), end + QPoint(0, 3)):
        QTest.mouseMove(page.tree, at)
    page.tree.dropped.emit(post.unit, police, "into")
    asked = dialog(window, MoveDialog)
    assert asked.parent_field.editor.value() == police
    assert asked.partner_ids == (post.unit,)


def test_the_tree_of_a_past_day_shows_the_old_parent(page: TreePage, post: Post, police: int) -> None:
    post.work.write(move_partners, MoveDraft((post.unit,), police, TODAY - timedelta(days=5), "Decree"))
    page.refresh()
    assert {row.id: row.parent_id for row in page.rows}[post.unit] == police
    page.as_of.set_day(TODAY - timedelta(days=6))
    page.as_of.left.emit()
    assert {row.id: row.parent_id for row in page.rows}[post.unit] == post.agency
    assert page.banner.isVisibleTo(page)


def test_a_name_is_found_in_its_own_script(qtbot: QtBot, page: TreePage, post: Post, police: int) -> None:
    page.search.setText("الشرطة")
    qtbot.waitUntil(lambda: page.tree.current_key() == police)
    page.search.setText("nothing such")
    qtbot.waitUntil(lambda: page.nothing.isVisibleTo(page))


def test_enter_opens_the_partner(qtbot: QtBot, window: MainWindow, page: TreePage, post: Post) -> None:
    page.tree.set_current_key(post.facility)
    page.tree.setFocus()
    qtbot.keyClick(page.tree, Qt.Key.Key_Return)
    assert shown(window, PartnerPage).record is not None
