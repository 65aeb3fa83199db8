"""A code picked from a reference list or typed freely, through the keys. Source: resources/reference/README.md."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from inl_logistics.reference.lists import CodeList
from ui.kit.codeedit import CodeField
from ui.kit.widget import column


def field_on(host: QWidget) -> CodeField:
    """Return a field of HS codes with the focus."""
    field = CodeField(CodeList.HS)
    field.set_label("HS code")
    column(host, field, "stretch")
    field.show()
    field.editor.setFocus()
    return field


def test_words_find_the_code_and_its_meaning_stands_below(qtbot: QtBot, host: QWidget) -> None:
    field = field_on(host)
    qtbot.keyClicks(field.editor, "headgear safety")
    assert field.editor.is_open()
    qtbot.keyClick(field.editor, Qt.Key.Key_Return)
    assert field.editor.text() == "650610"
    assert field.editor.accessibleDescription().startswith("Headgear; safety")


def test_a_code_that_no_list_knows_is_kept_as_typed(qtbot: QtBot, host: QWidget) -> None:
    field = field_on(host)
    qtbot.keyClicks(field.editor, "9999.99.0010")
    qtbot.keyClick(field.editor, Qt.Key.Key_Escape)
    field.editor.setText("9999.99.0010")
    assert field.editor.settle()
    assert (field.editor.text(), field.editor.value()) == ("9999.99.0010", "9999.99.0010")
    assert field.editor.meaning() == ""


def test_a_code_that_was_known_shows_its_meaning_and_an_emptied_one_none(host: QWidget) -> None:
    field = field_on(host)
    field.editor.set_code("8507.60")
    assert "lithium-ion" in field.editor.accessibleDescription()
    field.editor.set_code("")
    assert (field.editor.accessibleDescription(), field.editor.value()) == ("", None)
