"""Shortcuts on every layout, the scanner rule. Source: ui.md 9."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from ui.kit.fields import LineEdit
from ui.kit.keys import SCAN_GAP_MS, KeyRouter, ScanReader, name_of
from ui.kit.navigation import Command
from ui.kit.scanedit import ScanEdit

ROOT = Path(__file__).parents[3] / "ui"
CTRL = Qt.KeyboardModifier.ControlModifier


def pressed(key: int, modifiers: Qt.KeyboardModifier, text: str = "", *, scan: int = 0) -> QKeyEvent:
    """Make a key event as a keyboard driver would."""
    return QKeyEvent(QEvent.Type.KeyPress, key, modifiers, scan, 0, 0, text)


@pytest.mark.parametrize(
    ("event", "name"),
    [
        (pressed(Qt.Key.Key_K, CTRL), "Ctrl+K"),
        (pressed(0x0646, CTRL, "ن"), "Ctrl+K"),
        (pressed(0x0646, CTRL), "Ctrl+K"),
        (pressed(0x043B, CTRL, "л"), "Ctrl+K"),
        (pressed(Qt.Key.Key_Ampersand, CTRL, "&", scan=10), "Ctrl+1"),
        (pressed(Qt.Key.Key_Return, Qt.KeyboardModifier.AltModifier), "Alt+Enter"),
        (pressed(Qt.Key.Key_F8, Qt.KeyboardModifier.ShiftModifier), "Shift+F8"),
        (pressed(0x0646, Qt.KeyboardModifier.NoModifier, "ن"), ""),
    ],
)
def test_keys_have_one_name_on_every_layout(event: QKeyEvent, name: str) -> None:
    assert name_of(event) == name


class Clock:
    """A clock that tests move."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_four_fast_characters_and_an_ending_are_a_scan() -> None:
    clock = Clock()
    reader = ScanReader(clock)
    for letter in "BA3-2":
        clock.now += SCAN_GAP_MS - 5
        reader.character(letter)
    clock.now += 5
    assert reader.end() == "BA3-2"


@pytest.mark.parametrize(("text", "gap"), [("BA3", 5), ("BA3-224017", SCAN_GAP_MS + 5)])
def test_few_or_slow_characters_are_typing(text: str, gap: float) -> None:
    clock = Clock()
    reader = ScanReader(clock)
    for letter in text:
        clock.now += gap
        reader.character(letter)
    assert reader.end() == ""


class Ran:
    """Counts what ran."""

    def __init__(self) -> None:
        self.names: list[str] = []

    def command(self, name: str, shortcut: str) -> Command:
        """Make a command that notes its name."""
        return Command(name, name, lambda: self.names.append(name), shortcut)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def router(qapp: QApplication, clock: Clock) -> Iterator[KeyRouter]:
    made = KeyRouter(qapp, clock=clock)
    yield made
    qapp.removeEventFilter(made)
    made.deleteLater()


def test_a_shortcut_wins_over_the_text_fields_own_meaning(qtbot: QtBot, host: QWidget, router: KeyRouter) -> None:
    ran, field = Ran(), LineEdit()
    field.setParent(host)
    field.setText("abc")
    field.show()
    field.setFocus()
    router.commands = lambda: [ran.command("palette", "Ctrl+K"), ran.command("all", "Ctrl+A")]
    qtbot.keyClick(field, Qt.Key.Key_K, CTRL)
    qtbot.keyClick(field, Qt.Key.Key_A, CTRL)
    assert ran.names == ["palette"]
    assert field.selectedText() == "abc"


def test_undo_belongs_to_the_text_while_it_can_undo(qtbot: QtBot, host: QWidget, router: KeyRouter) -> None:
    ran, field = Ran(), LineEdit()
    field.setParent(host)
    field.show()
    field.setFocus()
    router.commands = lambda: [ran.command("undo", "Ctrl+Z")]
    qtbot.keyClicks(field, "abc")
    qtbot.keyClick(field, Qt.Key.Key_Z, CTRL)
    assert ran.names == []
    qtbot.keyClick(field, Qt.Key.Key_Z, CTRL)
    assert ran.names == ["undo"]


def test_a_scan_outside_fields_is_told_and_inside_text_it_is_not(
    qtbot: QtBot, host: QWidget, router: KeyRouter, clock: Clock
) -> None:
    scans: list[str] = []
    router.scanned.connect(scans.append)
    host.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    host.setFocus()
    qtbot.keyClicks(host, "HO-26-A0212")
    qtbot.keyClick(host, Qt.Key.Key_Return)
    field = LineEdit()
    field.setParent(host)
    field.show()
    field.setFocus()
    qtbot.keyClicks(field, "HO-26-A0212")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert scans == ["HO-26-A0212"]


def test_a_scan_ending_in_tab_is_handed_over_by_the_scan_field(qtbot: QtBot, host: QWidget, router: KeyRouter) -> None:
    field = ScanEdit()
    field.setParent(host)
    field.show()
    field.setFocus()
    with qtbot.waitSignal(field.scanned) as got:
        qtbot.keyClicks(field, "BA3-224017")
        qtbot.keyClick(field, Qt.Key.Key_Tab)
    assert got.args == ["BA3-224017"]


def test_a_separator_inside_a_scan_never_runs_a_command(qtbot: QtBot, host: QWidget, router: KeyRouter) -> None:
    scans: list[str] = []
    router.scanned.connect(scans.append)
    host.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    host.setFocus()
    qtbot.keyClicks(host, "01095")
    qtbot.keyClick(host, Qt.Key.Key_BracketRight, CTRL)
    qtbot.keyClicks(host, "21A")
    qtbot.keyClick(host, Qt.Key.Key_Return)
    assert scans == ["01095\x1d21A"]


def test_every_shortcut_in_the_program_is_a_name_that_a_key_press_has() -> None:
    written = re.compile(r'"((?:Ctrl\+|Alt\+|Shift\+)+\w+)"')
    names = {found for path in ROOT.rglob("*.py") for found in written.findall(path.read_text("utf-8"))}
    assert "Ctrl+Enter" in names
    assert {name for name in names if name.rpartition("+")[2] in {"Return", "Delete", "Escape", "Ins"}} == set()
