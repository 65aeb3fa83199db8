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


def test_tab_takes_what_fits_one_choice_alone(qtbot: QtBot, host: QWidget) -> None:
    """Enter took it and Tab threw it away without a word; what fits several is still no choice."""
    combo, after = Combo(), LineEdit()
    column(host, combo, after)
    combo.set_options(
        [Option(1, "Border Police Unit 4"), Option(2, "Coast Guard Station 2"), Option(3, "Border Post 9")]
    )
    qtbot.waitUntil(after.isVisible)
    combo.setFocus()
    qtbot.keyClicks(combo, "coast")
    qtbot.keyClick(combo, Qt.Key.Key_Tab)
    assert (combo.value(), after.hasFocus()) == (2, True)
    combo.setFocus()
    combo.selectAll()
    qtbot.keyClicks(combo, "border")
    qtbot.keyClick(combo, Qt.Key.Key_Tab)
    assert (combo.value(), combo.text()) == (2, "Coast Guard Station 2")


def test_a_list_that_is_not_typed_into_finds_a_number_inside_a_name(qtbot: QtBot, host: QWidget) -> None:
    combo = Combo(editable=False)
    column(host, combo)
    combo.set_options(
        [Option("a", "L7160: 21 on A4"), Option("b", "L7651: 65 on A4"), Option("c", "5160: 30 on Letter")]
    )
    combo.setFocus()
    qtbot.keyClicks(combo, "7651")
    assert combo.value() == "b"
