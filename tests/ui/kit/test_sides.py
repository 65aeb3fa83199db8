"""The switch between the lists of a section."""

from __future__ import annotations

from typing import Any, cast

from pytestqt.qtbot import QtBot

from ui.kit.sides import PURCHASING, SideSwitch


def test_the_switch_is_never_a_window_of_its_own(qtbot: QtBot) -> None:
    """It was shown before it had a parent: a second window came up for a moment and took the focus from the first."""
    switch = SideSwitch(cast("Any", None), PURCHASING, "orders")
    qtbot.addWidget(switch)
    assert not switch.isVisible()
    assert switch.current() == "orders"
