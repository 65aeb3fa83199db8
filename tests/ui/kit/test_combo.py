"""The list below a combo box."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from ui.kit import theme
from ui.kit.combo import Combo, Option
from ui.kit.fields import LineEdit
from ui.kit.widget import column


def test_the_list_of_a_combo_box_has_no_see_through_corners(host: QWidget, pictures: Path) -> None:
    """Without a compositor they were black: the corners are cut out of the popup instead."""
    combo = Combo()
    column(host, combo, "stretch")
    combo.set_options([Option(n, f"Choice {n}") for n in range(4)])
    combo.open_list()
    popup = combo.popup()
    assert popup is not None
    assert not popup.testAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
    corners = popup.rect().topLeft(), popup.rect().bottomRight()
    assert not any(popup.mask().contains(corner) for corner in corners)
    assert popup.mask().contains(popup.rect().center())
    assert popup.grab().toImage().pixelColor(12, 2) == theme.color("raised")
    popup.grab().save(str(pictures / "combo-list.png"))
    combo.close_list()


def test_tab_takes_what_the_arrows_went_to(qtbot: QtBot, host: QWidget) -> None:
    combo, after = Combo(editable=False), LineEdit()
    column(host, combo, after, "stretch")
    combo.set_options([Option(n, f"Choice {n}") for n in range(4)])
    combo.set_value(0)
    qtbot.waitUntil(after.isVisible)
    combo.setFocus()
    qtbot.keyClick(combo, Qt.Key.Key_Down)
    qtbot.keyClick(combo, Qt.Key.Key_Tab)
    assert combo.value() == 0, "a list that was only opened changes nothing"
    combo.setFocus()
    for _press in range(3):
        qtbot.keyClick(combo, Qt.Key.Key_Down)
    qtbot.keyClick(combo, Qt.Key.Key_Tab)
    assert combo.value() == 2
    assert after.hasFocus()
