"""The window: start, sign-in, navigation, palette, keys, scans, lock, commits, crash report. Source: ui.md 2, 9."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from inl_logistics.settings.commands import save_profile, save_rules
from inl_logistics.settings.declared import POST, PostProfile, Rules, put
from tests.ui.shell.sample import PASSWORD, SamplePage
from ui.app import switch_language
from ui.kit.dialogs import Dialog, ask_text, open_overlay
from ui.kit.navigation import Route
from ui.shell.crash import CrashReporter
from ui.shell.lock import LockScreen
from ui.shell.palette import Palette, matched
from ui.shell.window import MainWindow

CTRL = Qt.KeyboardModifier.ControlModifier


def focused() -> QWidget:
    """Return the widget that gets the keys."""
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def current(window: MainWindow) -> SamplePage:
    """Return the page shown."""
    page = window.pages.current()
    assert isinstance(page, SamplePage)
    return page


def palette_of(window: MainWindow) -> Palette:
    """Return the open palette."""
    overlay = open_overlay(window)
    assert isinstance(overlay, Palette)
    return overlay


def test_signing_in_opens_the_first_section(qtbot: QtBot, window: MainWindow, folder: Path) -> None:
    window.start.ask_password(folder)
    qtbot.keyClicks(focused(), "wrong password")
    qtbot.keyClick(focused(), Qt.Key.Key_Return)
    assert "not right" in window.start.sign_in.password.error()
    field = focused()
    assert isinstance(field, QLineEdit)
    field.selectAll()
    qtbot.keyClicks(field, PASSWORD)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert window.workspace is not None
    assert current(window).route == Route("home")
    assert window.parts.office.recent()[0].folder == folder


def test_a_folder_without_a_post_is_refused_in_words(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    window.start.ask_password(tmp_path)
    overlay = open_overlay(window)
    assert isinstance(overlay, Dialog)
    qtbot.keyClick(focused(), Qt.Key.Key_Escape)
    assert open_overlay(window) is None


def test_a_new_post_shows_its_recovery_key_and_has_it_confirmed(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    window.start.welcome.new_button.click()
    wizard, fields = window.start.wizard, window.start.wizard.fields
    wizard.next.click()
    assert fields["code"].has_error()
    assert wizard.summary.isVisible()
    for key, words in {"code": "pcl", "name": "Embassy Puerto Claro", "folder": str(tmp_path / "new")}.items():
        fields[key].editor.setText(words)
    wizard.next.click()
    wizard.next.click()
    for key, words in {
        "officer": "Dana Morales",
        "login": "dana",
        "password": PASSWORD,
        "again": PASSWORD + "x",
    }.items():
        fields[key].editor.setText(words)
    wizard.next.click()
    assert fields["again"].has_error()
    fields["again"].editor.setText(PASSWORD)
    wizard.next.click()
    assert window.workspace is None
    fields["confirm"].editor.setText("0000")
    wizard.next.click()
    assert fields["confirm"].has_error()
    fields["confirm"].editor.setText(wizard._recovery[-4:])
    wizard.next.click()
    assert window.workspace is not None
    assert window.workspace.post.code == "PCL"


def test_a_lost_password_is_replaced_with_the_recovery_key(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    from inl_logistics.database.keys import Cost
    from inl_logistics.newpost import PostDraft, create_post
    from inl_logistics.users.commands import UserDraft

    draft = PostDraft(profile=PostProfile(), officer=UserDraft(login="dana", name="Dana Morales"), password=PASSWORD)
    made = create_post(tmp_path / "p", draft, cost=Cost(time=1, memory_kib=64, lanes=1), catalog=False)
    made.workspace.close()
    window.start.ask_password(tmp_path / "p", recovering=True)
    card = window.start.sign_in
    card.key.editor.setText("AAAA")
    card.password.editor.setText("another password")
    card.again.editor.setText("another password")
    card.go.click()
    assert "recovery key" in card.key.error()
    card.key.editor.setText(made.recovery_key)
    card.go.click()
    assert window.workspace is not None


def test_ctrl_digits_belong_to_sections_and_back_keeps_the_page(qtbot: QtBot, opened: MainWindow) -> None:
    home = current(opened)
    qtbot.keyClick(focused(), Qt.Key.Key_4, CTRL)
    assert current(opened).route == Route("inventory")
    opened.navigator.open(Route("item", 7))
    qtbot.keyClick(focused(), Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    qtbot.keyClick(focused(), Qt.Key.Key_Escape)
    assert current(opened) is home
    qtbot.keyClick(focused(), Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    assert current(opened).route == Route("inventory")


def test_a_page_that_does_not_let_go_stays(opened: MainWindow) -> None:
    current(opened).lets_go = False
    opened.navigator.open(Route("inventory"))
    assert current(opened).route == Route("home")
    current(opened).lets_go = True


def test_page_commands_run_by_key_and_disabled_ones_do_not(qtbot: QtBot, opened: MainWindow) -> None:
    page = current(opened)
    qtbot.keyClick(focused(), Qt.Key.Key_L, CTRL)
    qtbot.keyClick(focused(), Qt.Key.Key_Delete)
    assert page.ran == ["reserve"]


def test_the_palette_finds_records_and_opens_them(qtbot: QtBot, opened: MainWindow) -> None:
    qtbot.keyClick(focused(), Qt.Key.Key_K, CTRL)
    palette = palette_of(opened)
    qtbot.keyClicks(focused(), "vest")
    titles = [line.title for line in palette.lines()]
    assert "Ballistic vest IIIA, L" in titles
    palette.grab()
    qtbot.keyClick(focused(), Qt.Key.Key_Down)
    qtbot.keyClick(focused(), Qt.Key.Key_Return)
    assert current(opened).route == Route("item", "Ballistic vest IIIA, M")
    assert open_overlay(opened) is None


def test_the_palette_runs_commands_and_says_why_not(qtbot: QtBot, opened: MainWindow) -> None:
    page = current(opened)
    qtbot.keyClick(focused(), Qt.Key.Key_K, CTRL)
    palette = palette_of(opened)
    qtbot.keyClicks(focused(), ">void")
    assert palette.lines()[1].why_not == "Signed already"
    qtbot.keyClick(focused(), Qt.Key.Key_Return)
    assert page.ran == []
    field = focused()
    assert isinstance(field, QLineEdit)
    field.selectAll()
    qtbot.keyClicks(field, ">reserve")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert page.ran == ["reserve"]


def test_tab_in_the_palette_shows_more_actions_and_escape_closes(qtbot: QtBot, opened: MainWindow) -> None:
    qtbot.keyClick(focused(), Qt.Key.Key_K, CTRL)
    palette = palette_of(opened)
    qtbot.keyClicks(focused(), "helmet")
    qtbot.keyClick(focused(), Qt.Key.Key_Tab)
    assert any(line.title.startswith("Copy") for line in palette.lines())
    qtbot.keyClick(focused(), Qt.Key.Key_Escape)
    assert open_overlay(opened) is None


@pytest.mark.parametrize(
    ("words", "text", "hit"), [("elan", "Élan radio", True), ("hnd ovr", "Hand over", True), ("zz", "Hand over", False)]
)
def test_matching_is_fuzzy_and_accent_blind(words: str, text: str, hit: bool) -> None:
    assert matched(words, text) is hit


def test_a_scan_anywhere_opens_what_it_names(qtbot: QtBot, opened: MainWindow) -> None:
    qtbot.keyClicks(focused(), "BA3-224017")
    qtbot.keyClick(focused(), Qt.Key.Key_Return)
    assert current(opened).route == Route("item", "BA3-224017")
    opened.take_scan("UNKNOWN-1")
    notice = opened.notices.current()
    assert notice is not None
    assert "UNKNOWN-1" in notice.words


def test_f1_lists_the_keys_of_the_screen(qtbot: QtBot, opened: MainWindow) -> None:
    qtbot.keyClick(focused(), Qt.Key.Key_F1)
    overlay = open_overlay(opened)
    assert isinstance(overlay, Dialog)
    overlay.grab()
    overlay.reject()


def test_f6_walks_the_panels(qtbot: QtBot, opened: MainWindow) -> None:
    before = focused()
    qtbot.keyClick(before, Qt.Key.Key_F6)
    assert focused() is not before


def test_a_commit_refreshes_the_visible_page_and_marks_the_hidden_ones(qtbot: QtBot, opened: MainWindow) -> None:
    home = current(opened)
    opened.navigator.open(Route("inventory"))
    shown = current(opened)
    workspace = opened.workspace
    assert workspace is not None

    def rename(session: Any, *, by: Any, at: datetime) -> None:
        put(session, POST, PostProfile(name="Embassy Puerto Claro"))

    workspace.write(rename)
    qtbot.waitUntil(lambda: shown.refreshed == 1)
    assert home.stale
    opened.navigator.open(Route("home"))
    assert home.refreshed == 1


def test_the_lock_hides_everything_until_the_password(qtbot: QtBot, opened: MainWindow) -> None:
    opened.lock()
    overlay = open_overlay(opened)
    assert isinstance(overlay, LockScreen)
    qtbot.keyClick(focused(), Qt.Key.Key_K, CTRL)
    assert open_overlay(opened) is overlay
    qtbot.keyClicks(focused(), "wrong")
    qtbot.keyClick(focused(), Qt.Key.Key_Return)
    assert overlay.password.has_error()
    field = focused()
    assert isinstance(field, QLineEdit)
    field.selectAll()
    qtbot.keyClicks(field, PASSWORD)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert open_overlay(opened) is None


def test_the_lock_keeps_what_is_being_typed_in_a_dialog(qtbot: QtBot, opened: MainWindow) -> None:
    """Nobody sees it meanwhile, and nothing is lost."""
    dialog = ask_text(opened, "Save view", "Name", "Save view", lambda _text: None)
    qtbot.keyClicks(focused(), "My stock")
    opened.lock()
    lock = open_overlay(opened)
    assert isinstance(lock, LockScreen)
    qtbot.keyClicks(focused(), PASSWORD)
    qtbot.keyClick(focused(), Qt.Key.Key_Return)
    assert open_overlay(opened) is dialog
    assert dialog.findChildren(QLineEdit)[0].text() == "My stock"


def test_the_initials_open_the_menu_with_the_lock(qtbot: QtBot, opened: MainWindow) -> None:
    menu = opened.top.account.open_menu()
    words = [action.text() for action in menu.actions() if action.text()]
    assert words == ["Dana Morales", "Lock", "Password and settings", "Close this post"]
    menu.actions()[2].trigger()
    menu.close()
    assert isinstance(open_overlay(opened), LockScreen)


def test_new_idle_minutes_and_a_new_name_take_effect_at_once(qtbot: QtBot, opened: MainWindow) -> None:
    workspace = opened.workspace
    assert workspace is not None
    workspace.write(save_rules, Rules(lock_after_minutes=3))
    qtbot.waitUntil(lambda: opened.auto_lock._timer.interval() == 3 * 60_000)
    workspace.write(save_profile, PostProfile(name="Embassy Puerto Nuevo"))
    qtbot.waitUntil(lambda: opened.top._post.text() == "Embassy Puerto Nuevo")


def test_the_second_click_of_a_double_click_does_not_reach_what_lies_below(qtbot: QtBot, opened: MainWindow) -> None:
    """The first click closes the dialog; the second must not open the row behind it."""
    dialog = ask_text(opened, "Save view", "Name", "Save view", lambda _text: None)
    spot = dialog.rect().center()
    dialog.dismiss()
    below = opened.childAt(spot)
    seen: list[int] = []

    class Spy(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            seen.append(int(event.type() == QEvent.Type.MouseButtonDblClick))
            return False

    spy = Spy()
    below.installEventFilter(spy)
    qtbot.mouseDClick(below, Qt.MouseButton.LeftButton)
    assert 1 not in seen


def test_the_lock_has_room_for_what_a_wrong_password_says(qtbot: QtBot, opened: MainWindow) -> None:
    opened.lock()
    lock = open_overlay(opened)
    assert isinstance(lock, LockScreen)
    lock.password.set_error("The password is not right. Check Caps Lock and the keyboard language, then try again.")
    qtbot.wait(50)
    field = lock.password
    assert field.height() >= field.heightForWidth(field.width())


def test_idle_minutes_lock_and_a_key_starts_them_again(opened: MainWindow) -> None:
    due: list[int] = []
    opened.auto_lock.due.connect(lambda: due.append(1))
    opened.auto_lock.start(15)
    opened.auto_lock.touch()
    assert opened.auto_lock._timer.isActive()
    opened.auto_lock._timer.timeout.emit()
    assert due == [1]
    assert isinstance(open_overlay(opened), LockScreen)


def test_closing_the_post_gives_the_lock_back(opened: MainWindow, folder: Path) -> None:
    assert opened.close_post()
    again = opened.parts.office.open(folder, login="dana", password=PASSWORD, read_only=False)
    again.close()


@pytest.mark.parametrize("code", ["qps", "ar"])
def test_the_window_speaks_and_mirrors_at_once(
    qtbot: QtBot, qapp: QApplication, opened: MainWindow, pictures: Path, code: str
) -> None:
    try:
        switch_language(qapp, code)
        if code == "qps":
            assert opened.top.search.text().startswith("[")
        else:
            origin = opened.rail.rect().topLeft()
            qtbot.waitUntil(lambda: opened.rail.mapTo(opened, origin).x() > opened.width() / 2)
        opened.grab().save(str(pictures / f"window-{code}.png"))
    finally:
        switch_language(qapp, "en")


def faulty(secret: str) -> None:
    """Fail with a text that must not reach the report."""
    raise ValueError(secret)


def test_a_fault_is_reported_once_without_values(
    qtbot: QtBot, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    reporter, told = CrashReporter(tmp_path, version="0.1.0"), []
    reporter.reported.connect(told.append)
    for _ in range(2):
        try:
            faulty("serial " + "BA3-224017")
        except ValueError as error:
            reporter.take(type(error), error, error.__traceback__)
    qtbot.waitUntil(lambda: bool(told))
    text = Path(told[0]).read_text(encoding="utf-8")
    assert "ValueError" in text
    assert "0.1.0" in text
    assert "serial BA3-224017" not in text
    assert len(told) == 1
    caplog.clear()
    reporter.deleteLater()
