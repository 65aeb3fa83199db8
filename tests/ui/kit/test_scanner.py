"""The scanner that types like a keyboard: on every layout, with separators in every form, pressing nothing. Source: ui.md 9."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from ui.kit.keyplaces import meant
from ui.kit.keys import KeyRouter
from ui.kit.navigation import Command
from ui.kit.scanedit import ScanEdit

NONE = Qt.KeyboardModifier.NoModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier
PLACES = {
    **{one: 10 + at for at, one in enumerate("1234567890-")}, **{one: 24 + at for at, one in enumerate("qwertyuiop")},
    **{one: 38 + at for at, one in enumerate("asdfghjkl")}, **{one: 52 + at for at, one in enumerate("zxcvbnm")},
}  # fmt: skip
# What the keys of "pcl0000123" and "qa-7" type on other layouts.
ARABIC = {"p": "ح", "c": "ؤ", "l": "م", "q": "ض", "a": "ش", "b": "لا"}
AZERTY = {"q": "a", "a": "q", **dict(zip("1234567890", "&é\"'(-è_çà", strict=True)), "-": ")"}
CYRILLIC = {"p": "з", "c": "с", "l": "д", "q": "й", "a": "ф"}


class Scanner:
    """Types key positions on some layout of the system."""

    def __init__(self) -> None:
        self.now = 1000

    def clock(self) -> float:
        return self.now

    def press(self, widget: QWidget, key: int, text: str, held: Qt.KeyboardModifier = NONE, place: int = 0) -> None:
        self.now += 5
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(widget, QKeyEvent(kind, key, held, place, 0, 0, text))

    def type(self, widget: QWidget, code: str, layout: dict[str, str] | None = None) -> None:
        for one in code:
            low = one.lower()
            text = (layout or {}).get(low, low)
            shifted = one.isupper()
            self.press(widget, ord(one.upper()), text.upper() if shifted else text, SHIFT if shifted else NONE,
                       PLACES.get(low, 0))  # fmt: skip

    def enter(self, widget: QWidget) -> None:
        self.press(widget, Qt.Key.Key_Return, "\r")


@pytest.fixture
def scanner() -> Scanner:
    return Scanner()


@pytest.fixture
def scans(qapp: QApplication, scanner: Scanner) -> Iterator[list[str]]:
    router = KeyRouter(qapp, clock=scanner.clock)
    found: list[str] = []
    router.scanned.connect(found.append)
    router.commands = lambda: COMMANDS
    yield found
    qapp.removeEventFilter(router)
    router.deleteLater()


RAN: list[str] = []
COMMANDS: Sequence[Command] = tuple(
    Command(one, one, lambda one=one: RAN.append(one), one)  # type: ignore[misc]
    for one in ("F8", "Ctrl+M", "Alt+0", "Alt+2", "Alt+9")
)


@pytest.fixture
def listening(qtbot: QtBot, host: QWidget) -> QWidget:
    RAN.clear()
    host.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    host.setFocus()
    return host


@pytest.mark.parametrize("layout", [None, ARABIC, AZERTY, CYRILLIC], ids=["us", "arabic", "azerty", "cyrillic"])
@pytest.mark.parametrize("code", ["PCL0000123", "BA3-224018", "QA-7790"])
def test_the_layout_of_the_system_does_not_matter(
    listening: QWidget, scanner: Scanner, scans: list[str], layout: dict[str, str] | None, code: str
) -> None:
    scanner.type(listening, code, layout)
    scanner.enter(listening)
    assert scans == [code]


def test_a_scan_field_gets_what_was_scanned_on_any_layout(
    qtbot: QtBot, host: QWidget, scanner: Scanner, scans: list[str]
) -> None:
    field = ScanEdit()
    field.setParent(host)
    field.show()
    field.setFocus()
    with qtbot.waitSignal(field.scanned) as got:
        scanner.type(field, "PCL0000123", ARABIC)
        scanner.enter(field)
    assert got.args == ["PCL0000123"]
    assert scans == []


@pytest.mark.parametrize(
    "separator",
    [
        [(Qt.Key.Key_BracketRight, "\x1d", CTRL)],
        [(Qt.Key.Key_F8, "", NONE)],
        [(Qt.Key.Key_M, "\r", CTRL)],
        [(Qt.Key.Key_0, "", ALT), (Qt.Key.Key_2, "", ALT), (Qt.Key.Key_9, "", ALT)],
        [(0, "\x1d", NONE)],
        [(0, "\u241d", NONE)],
    ],
    ids=["ctrl-bracket", "function-key", "any-ctrl", "alt-digits", "character", "picture"],
)
def test_a_separator_in_any_form_runs_nothing(
    listening: QWidget, scanner: Scanner, scans: list[str], separator: list[tuple[int, str, Qt.KeyboardModifier]]
) -> None:
    scanner.type(listening, "0109506000134352")
    for key, text, held in separator:
        scanner.press(listening, key, text, held)
    scanner.type(listening, "21A")
    scanner.enter(listening)
    assert scans == ["0109506000134352\x1d21A"]
    assert RAN == []


def test_keys_of_a_person_still_run_commands(listening: QWidget, scanner: Scanner, scans: list[str]) -> None:
    scanner.type(listening, "0109")
    scanner.now += 400
    scanner.press(listening, Qt.Key.Key_F8, "")
    assert RAN == ["F8"]


def test_a_space_within_a_scan_presses_no_button(
    qtbot: QtBot, host: QWidget, scanner: Scanner, scans: list[str]
) -> None:
    pressed: list[bool] = []
    button = QPushButton("Post", host)
    button.clicked.connect(lambda: pressed.append(True))
    button.show()
    button.setFocus()
    scanner.type(button, "AB")
    scanner.press(button, Qt.Key.Key_Space, " ")
    scanner.type(button, "77")
    scanner.enter(button)
    assert scans == ["AB 77"]
    assert pressed == []
    scanner.now += 400
    scanner.press(button, Qt.Key.Key_Space, " ")
    assert pressed == [True], "a person's space presses it"


def test_names_in_latin_letters_stay_as_typed() -> None:
    assert meant("Müller-7", "M[ller-7") == "Müller-7"
    assert meant("حؤم", "") == "حؤم", "without positions it is what it is"
