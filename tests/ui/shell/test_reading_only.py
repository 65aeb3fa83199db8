"""A window that may not write says so where it would: before anything is typed. Source: product.md 1, 8; ui.md 11."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from inl_logistics.database import keys
from inl_logistics.kernel.actor import Role
from inl_logistics.kernel.problems import EnvironmentFault
from inl_logistics.workspace import open_post
from tests.builders import PASSWORD, Post
from tests.ui.desk import FEATURES, desk_post, go
from tests.ui.fieldwork import window_on
from ui.home.page import HomePage
from ui.kit.buttons import hold_writes
from ui.kit.dialogs import open_overlay
from ui.kit.navigation import Route
from ui.partners.dialogs import PartnerDialog
from ui.partners.page import PartnersPage
from ui.settings.page import SettingsPage
from ui.shell.window import MainWindow


@pytest.fixture
def post(tmp_path: Path) -> Post:
    """A post."""
    return desk_post(tmp_path / "post")


@pytest.fixture
def second(post: Post, qtbot: QtBot, qapp: QApplication) -> Iterator[MainWindow]:
    """A second window on the post, which another has open for writing."""
    reader = open_post(post.work.folder, password=PASSWORD, login="dana", read_only=True)
    with window_on(replace(post, work=reader), FEATURES, qtbot, qapp) as made:
        yield made
    hold_writes("")
    post.work.close()


def test_a_second_window_says_that_it_only_reads(second: MainWindow, post: Post) -> None:
    home = go(second, HomePage, Route("home"))
    assert (home.hand_over.isEnabled(), home.hand_over.reason()) == (False, "Open for reading only")
    page = go(second, PartnersPage, Route("partners"))
    assert not page.new.isEnabled()
    page.new.click()
    assert open_overlay(second) is None
    PartnerDialog(page.context, page, None, kinds=("unit",)).open()
    dialog = open_overlay(second)
    assert isinstance(dialog, PartnerDialog)
    assert not dialog.save.isEnabled()
    assert dialog.note.text() == "Open for reading only"
    dialog.dismiss()
    settings = go(second, SettingsPage, Route("settings"))
    for button in (settings.save_post, settings.save_rules, settings.password_card.change, settings.users_card.add):
        assert button.reason() == "Open for reading only"
    with pytest.raises(EnvironmentFault):
        second.workspace.change_password(old=PASSWORD, new="another password")
    assert keys.unlock(keys.read_keys(post.work.folder), login="dana", password=PASSWORD)


def test_a_viewer_is_told_the_same_way(post: Post, qtbot: QtBot, qapp: QApplication) -> None:
    post.work.actor = replace(post.work.actor, roles=frozenset({Role.VIEWER}))
    with window_on(post, FEATURES, qtbot, qapp) as window:
        home = go(window, HomePage, Route("home"))
        assert home.hand_over.reason() == "You may look, not change"
        window.close_post()
        assert window.start.welcome.new_button.isEnabled()


def test_a_window_that_writes_holds_nothing(post: Post, qtbot: QtBot, qapp: QApplication) -> None:
    with window_on(post, FEATURES, qtbot, qapp) as window:
        assert go(window, HomePage, Route("home")).hand_over.isEnabled()
