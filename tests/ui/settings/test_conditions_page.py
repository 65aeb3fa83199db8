"""The conditions of receipts through the window: written, refused, kept as versions, taken up again, approved."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from inl_logistics.paper.languagefiles import codes
from inl_logistics.settings.clauses import current, history
from tests.builders import Post
from tests.ui.desk import dialog, go
from tests.ui.fieldwork import grab
from ui.kit import theme
from ui.kit.navigation import Route
from ui.settings.clauses import ApprovalDialog, ClausesPage
from ui.settings.page import SettingsPage
from ui.shell.window import MainWindow


def _page(window: MainWindow, code: str = "es") -> ClausesPage:
    page = go(window, ClausesPage, Route("clauses", code))
    assert page.fields["care"].editor.text()
    return page


def _whole(qtbot: QtBot, page: ClausesPage) -> None:
    """Wait until each text is shown whole, without a scroll bar, and nothing lies over it."""

    def shown() -> bool:
        fields = page.fields.values()
        return all(
            field.editor.verticalScrollBar().maximum() == 0 and field.editor.geometry().bottom() <= field.height()
            for field in fields
        )

    qtbot.waitUntil(shown)


def _type(qtbot: QtBot, page: ClausesPage, key: str, words: str) -> None:
    editor = page.fields[key].editor
    editor.setFocus()
    editor.selectAll()
    qtbot.keyClicks(editor, words)


def test_every_paper_language_is_listed_and_opens(window: MainWindow, qtbot: QtBot, pictures: Path) -> None:
    page = go(window, SettingsPage, Route("settings"))
    card = page.conditions_card
    assert set(card.links) == set(codes())
    assert next(iter(card.links)) == "en"
    grab(window, pictures, "settings-conditions")
    card.links["ps"].setFocus()
    qtbot.keyClick(card.links["ps"], Qt.Key.Key_Return)
    opened = window.pages.current()
    assert isinstance(opened, ClausesPage)
    assert opened.head.title().replace("\u2068", "").replace("\u2069", "") == "Conditions in Pashto"


def test_the_receipt_languages_are_those_that_have_a_file(window: MainWindow) -> None:
    page = go(window, SettingsPage, Route("settings"))
    offered = {option.value for option in page.fields["receipts"].editor._options}
    assert offered == set(codes())


def test_a_change_is_saved_as_a_version_by_keys_alone(
    window: MainWindow, post: Post, qtbot: QtBot, pictures: Path
) -> None:
    page = _page(window)
    assert page.save.reason() == "Nothing is changed"
    _type(qtbot, page, "care", "La entidad cuida cada objeto.")
    assert page.is_unsaved()
    assert page.status() == ("Changes are not saved yet",)
    _whole(qtbot, page)
    grab(window, pictures, "clauses-es-typed")
    qtbot.keyClick(page.fields["care"].editor, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: post.work.read(current, "es").version == "1.1")
    qtbot.waitUntil(lambda: not page.is_unsaved())
    assert post.work.read(current, "es").texts["care"] == "La entidad cuida cada objeto."
    assert "1.2" in page.save.text()


def test_what_cannot_be_printed_is_said_at_its_field(window: MainWindow, post: Post, qtbot: QtBot) -> None:
    page = _page(window)
    _type(qtbot, page, "loss", "Se avisa pronto.")
    page.store()
    qtbot.waitUntil(page.fields["loss"].has_error)
    assert "{days} is missing" in page.fields["loss"].error()
    assert page.fields["loss"].editor.hasFocus()
    assert post.work.read(current, "es").version == "1"
    assert page._again["loss"].isVisibleTo(page)
    page._again["loss"].clicked.emit()
    assert not page.is_unsaved()
    page.fields["loss"].editor.undo()
    assert page.fields["loss"].editor.text() == "Se avisa pronto."
    page.discard()
    assert not page.is_unsaved()


def test_an_earlier_version_can_be_read_and_taken_up_again(window: MainWindow, post: Post, qtbot: QtBot) -> None:
    page = _page(window)
    for number, words in enumerate(("Uno.", "Dos."), 1):
        _type(qtbot, page, "care", words)
        page.store()
        qtbot.waitUntil(lambda wanted=f"1.{number}": post.work.read(current, "es").version == wanted)
        qtbot.waitUntil(lambda: not page.is_unsaved())
    page.version.chosen.emit("1.1")
    assert page.fields["care"].editor.text() == "Uno."
    assert page.fields["care"].editor.isReadOnly()
    assert not page.is_unsaved()
    assert page.banner.isVisibleTo(page)
    page._take_up()
    assert page.is_unsaved()
    page.store()
    qtbot.waitUntil(lambda: len(post.work.read(history, "es")) == 4)
    assert post.work.read(current, "es").texts["care"] == "Uno."


def test_a_named_person_approves_and_a_change_of_english_asks_again(
    window: MainWindow, post: Post, qtbot: QtBot, pictures: Path
) -> None:
    page = _page(window, "ar")
    page.approve.click()
    asked = dialog(window, ApprovalDialog)
    asked.save.click()
    assert asked.person.has_error()
    qtbot.keyClicks(asked.person.editor, "Samer Khatib")
    grab(window, pictures, "clauses-approve")
    asked.save.click()
    qtbot.waitUntil(lambda: post.work.read(current, "ar").reviewed)
    qtbot.waitUntil(lambda: "Samer Khatib" in page._approval_words(page._versions[0]))
    english = _page(window, "en")
    _type(qtbot, english, "care", "Every article is kept well.")
    english.store()
    qtbot.waitUntil(lambda: post.work.read(current, "en").version == "1.1")
    again = _page(window, "ar")
    qtbot.waitUntil(lambda: "changed after this one was approved" in again.banner.words())


@pytest.mark.parametrize("code", ["ar", "ur", "ps"])
def test_right_to_left_text_is_written_from_the_right(
    window: MainWindow, qtbot: QtBot, pictures: Path, code: str
) -> None:
    page = _page(window, code)
    editor = page.fields["care"].editor
    assert editor.layoutDirection() is Qt.LayoutDirection.RightToLeft
    assert editor.document().defaultTextOption().textDirection() is Qt.LayoutDirection.RightToLeft
    _whole(qtbot, page)
    grab(window, pictures, f"clauses-{code}")


@pytest.mark.parametrize("size", [(1280, 680), (1920, 1080)])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_can_be_drawn_at_every_size(
    window: MainWindow, qapp: QApplication, qtbot: QtBot, pictures: Path, size: tuple[int, int], scheme: str
) -> None:
    theme.apply(qapp, scheme="dark" if scheme == "dark" else "light", text_size=100)
    window.resize(*size)
    _whole(qtbot, _page(window))
    grab(window, pictures, f"clauses-{size[0]}-{scheme}")
    theme.apply(qapp, scheme="light", text_size=100)
