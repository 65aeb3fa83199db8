"""Settings through the window: each takes effect at once and is kept."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from inl_logistics.settings.declared import POST, RECEIPT_COPIES, RULES, get
from inl_logistics.workspace import open_post
from tests.builders import PASSWORD, Post
from tests.ui.desk import go
from tests.ui.fieldwork import double_click, grab
from ui.inventory.page import InventoryPage
from ui.kit import theme
from ui.kit.dialogs import open_overlay
from ui.kit.navigation import Route
from ui.kit.widget import Label
from ui.settings.page import SettingsPage
from ui.settings.users import AccountDialog
from ui.shell.window import MainWindow


@pytest.fixture
def page(window: MainWindow) -> SettingsPage:
    """The page."""
    return go(window, SettingsPage, Route("settings"))


def test_theme_and_text_size_switch_at_once(page: SettingsPage, qapp: QApplication) -> None:
    page.scheme.choose("dark")
    assert theme.is_dark()
    page.size_choice.choose("130")
    assert theme.text_size() == 130
    assert page.context.notebook.get("scheme") == "dark"
    theme.apply(qapp, scheme="light", text_size=100)


def test_the_post_is_saved_and_shown_in_the_window(window: MainWindow, page: SettingsPage, post: Post) -> None:
    page.fields["name"].editor.setText("")
    page.store_post()
    assert page.fields["name"].has_error()
    page.fields["name"].editor.setText("Embassy Puerto Claro, Annex")
    page.fields["letterhead"].editor.setText("Embassy of the United States")
    page.fields["receipts"].editor.set_value("fr")
    page.store_post()
    kept = post.work.read(get, POST)
    assert (kept.name, kept.letterhead, kept.language) == (
        "Embassy Puerto Claro, Annex", ("Embassy of the United States",), "fr",
    )  # fmt: skip


def test_the_post_says_who_keeps_a_copy_of_receipts(page: SettingsPage, post: Post) -> None:
    copies = page.fields["copies"].editor
    assert copies.value() == RECEIPT_COPIES
    for key in RECEIPT_COPIES:
        copies.boxes[key].click()
    page.store_post()
    assert "at least one copy" in page.fields["copies"].error()
    for key in ("custodian", "end_use"):
        copies.boxes[key].click()
    page.store_post()
    assert post.work.read(get, POST).copies == ("custodian", "end_use")
    assert not page.is_unsaved()


def test_the_days_of_the_sixth_condition_are_a_rule_of_the_post(page: SettingsPage, post: Post) -> None:
    page.fields["loss"].editor.setText("5")
    page.store_rules()
    assert post.work.read(get, RULES).report_loss_days == 5


def test_rules_take_only_sensible_numbers(page: SettingsPage, post: Post) -> None:
    page.fields["lock"].editor.setText("0")
    page.store_rules()
    assert page.fields["lock"].has_error()
    page.fields["lock"].editor.setText("5")
    page.store_rules()
    assert post.work.read(get, RULES).lock_after_minutes == 5


def test_the_limit_of_adjustments_is_shown_and_kept(page: SettingsPage, post: Post) -> None:
    assert page.fields["adjustment"].editor.text() == "2,500"
    page.fields["adjustment"].editor.setText("-1")
    page.store_rules()
    assert page.fields["adjustment"].has_error()
    page.fields["adjustment"].editor.setText("0")
    page.store_rules()
    assert post.work.read(get, RULES).adjustment_limit_usd == 0
    page.fields["adjustment"].editor.setText("12,000")
    page.store_rules()
    assert post.work.read(get, RULES).adjustment_limit_usd == 12_000


def test_the_password_is_changed_with_the_present_one(page: SettingsPage, post: Post) -> None:
    for name, words in (("old", "not it at all"), ("new", "a new long one"), ("again", "another one")):
        page.fields[name].editor.setText(words)
    page.password_card.change_password()
    assert page.fields["again"].has_error()
    page.fields["again"].editor.setText("a new long one")
    page.password_card.change_password()
    assert page.fields["old"].has_error()
    page.fields["old"].editor.setText(PASSWORD)
    page.password_card.change_password()
    assert page.fields["old"].editor.text() == ""
    post.work.unlock("a new long one")


def test_verifying_says_what_was_proven(page: SettingsPage) -> None:
    page.verify_now()
    assert page._result.text().startswith("Everything holds: ")


@pytest.mark.parametrize("size", [(1280, 680), (1366, 768), (1920, 1080)])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_screens_can_be_drawn_at_every_size(
    qtbot: QtBot, window: MainWindow, qapp: QApplication, pictures: Path, size: tuple[int, int], scheme: str
) -> None:
    theme.apply(qapp, scheme="dark" if scheme == "dark" else "light", text_size=100)
    window.resize(*size)
    for kind in ("home", "inventory", "catalog", "partners", "vendors", "stores", "settings"):
        window.navigator.open(Route(kind))
        picture = window.grab()
        assert picture.width() >= size[0]
        picture.save(str(pictures / f"{kind}-{size[0]}-{scheme}.png"))
    theme.apply(qapp, scheme="light", text_size=100)


def test_a_user_is_added_with_roles_changed_and_closed(
    post: Post, page: SettingsPage, window: MainWindow, qtbot: QtBot
) -> None:
    """The second person opens the post with a password of her own, until her account is closed."""
    page.users_card.add.click()
    dialog = open_overlay(window)
    assert isinstance(dialog, AccountDialog)
    assert [role.value for role, box in dialog.roles.items() if box.isChecked()] == ["storekeeper"]
    qtbot.keyClicks(dialog.called.editor, "Rosa Diaz")
    qtbot.keyClicks(dialog.login.editor, "rosa")
    qtbot.keyClicks(dialog.password.editor, "short")
    double_click(dialog.save)
    qtbot.waitUntil(lambda: "8 characters" in dialog.password.error())
    qtbot.keyClicks(dialog.password.editor, " no more")
    double_click(dialog.save)
    qtbot.waitUntil(lambda: open_overlay(window) is None)
    open_post(post.work.folder, password="short no more", login="rosa", read_only=True).close()
    assert post.scalar("SELECT roles FROM user_account WHERE login = 'rosa'") == "storekeeper"
    qtbot.waitUntil(lambda: len(page.users_card._rows) == 2)
    rosa = next(one for one in page.users_card._rows if one.login == "rosa")
    page.edit_account(rosa)
    change = open_overlay(window)
    assert isinstance(change, AccountDialog)
    change.active.click()
    change.save.click()
    qtbot.waitUntil(lambda: open_overlay(window) is None)
    assert post.scalar("SELECT active FROM user_account WHERE login = 'rosa'") == 0
    page.edit_account(next(one for one in page.users_card._rows if one.login == "dana"))
    own = open_overlay(window)
    assert isinstance(own, AccountDialog)
    own.active.click()
    own.save.click()
    qtbot.waitUntil(lambda: "cannot close the account" in own.summary.accessibleName())


def test_each_user_is_listed_by_name(page: SettingsPage, qtbot: QtBot) -> None:
    """The name once had no width: only the roles were to be seen."""
    names = [label for label in page.users_card.findChildren(Label) if label.text() == "Dana Morales · dana"]
    qtbot.waitUntil(lambda: bool(names) and names[0].width() > 100)


def test_what_is_not_saved_is_said_and_kept(
    qtbot: QtBot, window: MainWindow, page: SettingsPage, post: Post, pictures: Path
) -> None:
    """The card and the status bar say so; leaving keeps it, closing the post asks, saving settles it."""
    name = page.fields["name"].editor
    name.setFocus()
    name.end(False)
    qtbot.keyClicks(name, " Annex")
    typed = name.text()
    assert page.is_unsaved()
    assert page.post_card.note.text() == "not saved yet"
    assert page.status() == ("Changes are not saved yet",)
    grab(window, pictures, "settings-unsaved")
    page.fields["lock"].editor.setText("7")
    page.store_rules()
    page.refresh()
    assert name.text() == typed
    go(window, InventoryPage, Route("inventory"))
    assert window.pages.unsaved() is page
    window.ask_close_post()
    asked = open_overlay(window)
    assert asked is not None
    asked.dismiss()
    assert go(window, SettingsPage, Route("settings")).fields["name"].editor.text() == typed
    page.store_post()
    assert not page.is_unsaved()
    assert page.post_card.note.text() == "printed on every paper"
    assert post.work.read(get, POST).name == typed
    qtbot.keyClicks(page.fields["lock"].editor, "1")
    assert page.rules_card.note.text() == "not saved yet"
    page.discard()
    assert not page.is_unsaved()
    assert page.fields["lock"].editor.text() == "7"


def test_the_top_bar_says_what_is_not_saved(page: SettingsPage, window: MainWindow, qtbot: QtBot) -> None:
    name = page.fields["name"].editor
    name.setFocus()
    qtbot.keyClicks(name, "x")
    qtbot.waitUntil(lambda: window.top._saved.text() == "Not saved yet")
    page.store_post()
    qtbot.waitUntil(lambda: window.top._saved.text() != "Not saved yet")
