"""Sizes typed for a kit: of several lines only those that cannot be read are marked."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from inl_logistics.kits.choices import SizeQuestion
from ui.kit.kittaking import SizesChoice


def test_only_the_sizes_that_cannot_be_read_are_marked(qtbot: QtBot) -> None:
    choice = SizesChoice(mixed=True)
    qtbot.addWidget(choice)
    sizes = ((1, "M", 9), (2, "L", 9))
    choice.ask([SizeQuestion(item, code, code, 3, sizes) for item, code in ((1, "HELMET"), (2, "VEST"), (3, "BOOTS"))])
    for item, typed in ((1, "M 2, L 1"), (2, "XL")):
        choice.lines[item].combo.set_value("mix")
        choice.lines[item].mix.setText(typed)
    choice.set_invalid(True)
    assert [line.mix.property("error") for line in choice.lines.values()] == ["false", "true", "false"]
    assert choice.focusProxy() is choice.lines[2].mix
    choice.lines[2].mix.setText("L 4")  # each can be read, and their sum is wrong: which one is, nobody knows
    choice.set_invalid(True)
    assert [line.mix.property("error") for line in choice.lines.values()] == ["true", "true", "false"]
