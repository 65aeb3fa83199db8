"""Keys: shortcuts that work on every layout, and the scanner that types like a keyboard.

One filter on the application sees key events first, so that shortcuts win over a text field's own meaning
(Ctrl K, Ctrl H, Ctrl D) and work with Arabic, Cyrillic, Greek or Hebrew letters and on AZERTY digits.

    router = KeyRouter(app)
    router.commands = window.active_commands       # page first, then window
    router.scanned.connect(window.open_scan)       # only when no scan field has the focus
    name_of(event) -> "Ctrl+K", "Alt+Enter", "F8", "" for plain letters

Source: ui.md 9 (keyboard, scanner rule).
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget

from ui.kit import keyplaces
from ui.kit.navigation import Command
from ui.kit.scanedit import ScanEdit

SCAN_GAP_MS = 35
SCAN_LENGTH = 4
SEPARATORS = frozenset("\x1c\x1d\x1e\x04\u241d")

_NAMED = {
    Qt.Key.Key_Return: "Enter", Qt.Key.Key_Enter: "Enter", Qt.Key.Key_Escape: "Esc", Qt.Key.Key_Delete: "Del",
    Qt.Key.Key_Tab: "Tab", Qt.Key.Key_Backtab: "Tab", Qt.Key.Key_Space: "Space", Qt.Key.Key_Left: "Left",
    Qt.Key.Key_Right: "Right", Qt.Key.Key_Up: "Up", Qt.Key.Key_Down: "Down", Qt.Key.Key_Home: "Home",
    Qt.Key.Key_End: "End", Qt.Key.Key_PageUp: "PgUp", Qt.Key.Key_PageDown: "PgDown",
    Qt.Key.Key_Backspace: "Backspace",
}  # fmt: skip
_ROWS = ("1234567890", "QWERTYUIOP", "ASDFGHJKL", "ZXCVBNM")
# First key of each row: X11 and Wayland (evdev + 8), Windows (set 1).
_ROW_STARTS = {"linux": (10, 24, 38, 52), "win32": (2, 16, 30, 44)}
_MAC = dict(zip(
    (18, 19, 20, 21, 23, 22, 26, 28, 25, 29, 12, 13, 14, 15, 17, 16, 32, 34, 31, 35, 0, 1, 2, 3, 5, 4, 38, 40, 37,
     6, 7, 8, 9, 11, 45, 46),
    "1234567890QWERTYUIOPASDFGHJKLZXCVBNM", strict=True,
))  # fmt: skip
_MODIFIERS = frozenset({
    Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_AltGr, Qt.Key.Key_Shift, Qt.Key.Key_Meta,
})  # fmt: skip
# What stays with a text field that has the focus.
_TEXT_KEYS = frozenset({
    "Ctrl+A", "Ctrl+C", "Ctrl+V", "Ctrl+X", "Ctrl+Left", "Ctrl+Right", "Ctrl+Home", "Ctrl+End", "Ctrl+Backspace",
    "Ctrl+Del", "Ctrl+Shift+Left", "Ctrl+Shift+Right", "Ctrl+Shift+Home", "Ctrl+Shift+End", "Alt+Down",
})  # fmt: skip


def name_of(event: QKeyEvent) -> str:
    """Return the layout-independent name of a key with its modifiers."""
    modifiers = event.modifiers()
    ctrl = bool(modifiers & Qt.KeyboardModifier.ControlModifier)
    if sys.platform == "darwin":
        ctrl = ctrl or bool(modifiers & Qt.KeyboardModifier.MetaModifier)
    alt = bool(modifiers & Qt.KeyboardModifier.AltModifier)
    shift = bool(modifiers & Qt.KeyboardModifier.ShiftModifier)
    key = _key_name(event, positional=ctrl or alt)
    if not key:
        return ""
    return "+".join([*(["Ctrl"] if ctrl else []), *(["Alt"] if alt else []), *(["Shift"] if shift else []), key])


def _key_name(event: QKeyEvent, *, positional: bool) -> str:
    key = event.key()
    if named := _NAMED.get(Qt.Key(key)):
        return named
    if Qt.Key.Key_F1 <= key <= Qt.Key.Key_F12:
        return f"F{key - Qt.Key.Key_F1 + 1}"
    if Qt.Key.Key_A <= key <= Qt.Key.Key_Z or Qt.Key.Key_0 <= key <= Qt.Key.Key_9:
        return chr(key)
    if not positional:
        return ""
    by_letter = keyplaces.BY_LETTER.get(_letter(event), "").upper()
    return _by_position(event) or (by_letter if by_letter.isalpha() else "")


def _letter(event: QKeyEvent) -> str:
    typed = event.text()
    if len(typed) == 1 and typed.isprintable():
        return typed.lower()
    return chr(event.key()).lower() if 0x80 <= event.key() < 0x10000 else ""


def _by_position(event: QKeyEvent) -> str:
    if sys.platform == "darwin":
        return _MAC.get(event.nativeVirtualKey(), "") if event.nativeScanCode() else ""
    code = event.nativeScanCode()
    for start, keys in zip(_ROW_STARTS.get(sys.platform, _ROW_STARTS["linux"]), _ROWS, strict=True):
        if start <= code < start + len(keys):
            return keys[code - start]
    return ""


def _milliseconds() -> float:
    return time.monotonic() * 1000


@dataclass(slots=True)
class ScanReader:
    """Tells a scan from typing: 4 or more characters, each under 35 ms after the last, then Enter or Tab."""

    clock: Callable[[], float] = _milliseconds
    _typed: list[str] = field(default_factory=list)
    _places: list[str] = field(default_factory=list)
    _last: float = -1e9

    def character(self, text: str, stamp: float | None = None, *, place: str | None = None) -> None:
        """Take one typed character; `place` is what its key types on the US layout."""
        now = self.clock() if stamp is None else stamp
        if now - self._last >= SCAN_GAP_MS:
            self.clear()
        self._typed.append(text)
        self._places.append(text if place is None else place)
        self._last = now

    def clear(self) -> None:
        """Forget what was typed."""
        self._typed.clear()
        self._places.clear()

    def typed(self) -> str:
        """Return what came so far, as the system's layout has it."""
        return "".join(self._typed)

    def separator(self, stamp: float | None = None) -> None:
        """Take a separator; two in a row are one."""
        if self._typed and self._typed[-1] == "\x1d":
            self._last = self.clock() if stamp is None else stamp
        else:
            self.character("\x1d", stamp)

    def under_way(self, stamp: float | None = None) -> bool:
        """Tell whether a character came just before: a person is not that fast."""
        now = self.clock() if stamp is None else stamp
        return bool(self._typed) and now - self._last < SCAN_GAP_MS

    def just_begun(self) -> bool:
        """Tell whether the last character was the first."""
        return len(self._typed) == 1

    def pending(self, stamp: float | None = None) -> bool:
        """Tell whether a scan seems to be under way."""
        now = self.clock() if stamp is None else stamp
        return len(self._typed) >= SCAN_LENGTH and now - self._last < SCAN_GAP_MS

    def end(self, stamp: float | None = None) -> str:
        """Take the ending key; return the scan, or nothing."""
        found = ""
        if self.pending(stamp):
            found = keyplaces.meant(self.typed(), "".join(self._places) if all(self._places) else "")
        self.clear()
        return found


def _no_commands() -> Sequence[Command]:
    return ()


def _never() -> bool:
    return False


class KeyRouter(QObject):
    """The one filter on the application's key events."""

    scanned = Signal(str)
    refused = Signal(str)  # why the command of a key cannot be done now
    touched = Signal()  # any key: the auto-lock starts again

    def __init__(self, app: QApplication, *, clock: Callable[[], float] = _milliseconds) -> None:
        super().__init__(app)
        self.commands: Callable[[], Sequence[Command]] = _no_commands
        self.takes_scans: Callable[[], bool] = _never
        self.pastes: Callable[[], bool] = _never  # Ctrl V of a picture, which no text field can take
        self.enabled = True
        self._scan = ScanReader(clock)
        self._field: tuple[QLineEdit | QPlainTextEdit, str] | None = None
        app.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Run shortcuts and collect scans before any widget sees the key."""
        kind = event.type()
        if kind not in {QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride} or not isinstance(watched, QWidget):
            return False
        if not isinstance(event, QKeyEvent) or not self.enabled:
            return False
        if QApplication.activePopupWidget() is not None:
            return False
        if self._separates(event):
            return True
        name = name_of(event)
        command = self._command(name) if _routes(name) else None
        if kind == QEvent.Type.ShortcutOverride:
            if command is not None:
                event.accept()
            return command is not None
        if watched is not (QApplication.focusWidget() or watched):
            return False  # the same key on its way up through the parents
        self.touched.emit()
        if name == "Ctrl+V" and self.pastes():
            return True
        if command is not None:
            if reason := command.enabled_reason():
                self.refused.emit(reason)
                command.refused()
            else:
                command.run()
            return True
        return self._scanning(event, name, watched)

    def _command(self, name: str) -> Command | None:
        focused = QApplication.focusWidget()
        if _is_typing(focused):
            if name in _TEXT_KEYS:
                return None
            if name in {"Ctrl+Z", "Ctrl+Shift+Z"} and _can_undo(focused, redo="Shift" in name):
                return None
        return next((c for c in self.commands() if c.shortcut and name in c.shortcut.split(", ")), None)

    def _scanning(self, event: QKeyEvent, name: str, watched: QWidget) -> bool:
        stamp = float(event.timestamp()) or None
        typed = event.text()
        if name in {"Enter", "Tab"}:
            raw = self._scan.typed()
            found = self._scan.end(stamp)
            if isinstance(watched, ScanEdit):
                if found and (name == "Tab" or found != raw):
                    watched.take(watched.text().replace(raw, found) if raw in watched.text() else watched.text())
                    return True
                return False
            if not found or (_is_typing(watched) and not self._take_out(watched)):
                return False
            self.scanned.emit(found)
            return True
        if typed and (typed.isprintable() or typed in SEPARATORS) and "Ctrl" not in name and "Alt" not in name:
            inside = self._scan.under_way(stamp)
            if typed in SEPARATORS:
                self._scan.separator(stamp)
            else:
                self._scan.character(typed, stamp, place=keyplaces.us_character(event))
            if inside and typed == " " and not _is_typing(watched):
                return True  # within a scan it presses no button and ticks no line
            if self._scan.just_begun():
                self._field = (watched, _text_of(watched)) if isinstance(watched, QLineEdit | QPlainTextEdit) else None
        return False

    def _take_out(self, watched: QWidget) -> bool:
        """Give a text field back what stood in it before the scan; False where the page takes no scans."""
        if self._field is None or self._field[0] is not watched or not self.takes_scans():
            return False
        field, text = self._field
        if isinstance(field, QLineEdit):
            field.setText(text)
        else:
            field.setPlainText(text)
        close_list = getattr(field, "close_list", None)
        if close_list is not None:
            close_list()
        return True

    def _separates(self, event: QKeyEvent) -> bool:
        """Swallow what scanners send for a separator inside a scan: Ctrl+], a function key, Alt with digits."""
        stamp = float(event.timestamp()) or None
        chord = event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
        function = Qt.Key.Key_F1 <= event.key() <= Qt.Key.Key_F35
        if not (chord or function) or event.key() in _MODIFIERS or not self._scan.pending(stamp):
            return False
        event.accept()
        if event.type() == QEvent.Type.KeyPress:
            begun = self._scan.typed().endswith("\x1d")
            self._scan.separator(stamp)
            if begun:
                return True
            focused = QApplication.focusWidget()
            if isinstance(focused, ScanEdit):
                focused.insert("\x1d")
        return True


def _routes(name: str) -> bool:
    """Keys that may be commands everywhere: with Ctrl or Alt, and the function keys."""
    return "Ctrl+" in name or "Alt+" in name or (name[-2:].lstrip("F").isdigit() and "F" in name)


def _is_typing(widget: QWidget | None) -> bool:
    return isinstance(widget, QLineEdit | QPlainTextEdit) and not widget.isReadOnly()


def _text_of(widget: QLineEdit | QPlainTextEdit) -> str:
    return widget.text() if isinstance(widget, QLineEdit) else widget.toPlainText()


def _can_undo(widget: QWidget | None, *, redo: bool) -> bool:
    if isinstance(widget, QLineEdit):
        return widget.isRedoAvailable() if redo else widget.isUndoAvailable()
    if isinstance(widget, QPlainTextEdit):
        document = widget.document()
        return document.isRedoAvailable() if redo else document.isUndoAvailable()
    return False
