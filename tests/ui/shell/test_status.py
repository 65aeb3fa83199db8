"""The status bar: what runs in the background stands beside the keys, not over them."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from ui.kit.navigation import KeyHint
from ui.shell.bars import StatusBar


@pytest.mark.parametrize("direction", [Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft])
def test_a_running_task_does_not_cover_the_keys(qtbot: QtBot, direction: Qt.LayoutDirection) -> None:
    """While a run was printed, "1 task running" was drawn over "print everything"."""
    bar = StatusBar()
    qtbot.addWidget(bar)
    bar.setLayoutDirection(direction)
    bar.resize(1282, bar.height())
    keys = (("Ctrl Enter", "print everything"), ("Space", "tick"), ("Ctrl L", "picked"), ("Ctrl B", "pack"),
            ("Ctrl P", "print"), ("Esc", "back to list"))  # fmt: skip
    bar.set_hints([KeyHint(key, words) for key, words in keys])
    bar.set_texts(("OUT-26-A0003",))
    bar.activity.set_text("1 task running")
    bar.activity.show()
    bar.show()
    box, needed = bar.activity.geometry(), bar._needed()
    if direction == Qt.LayoutDirection.LeftToRight:
        assert box.right() < bar.width() - 27 - needed + 19
    else:
        assert box.left() > 27 + needed - 19
    assert box.left() > 0
