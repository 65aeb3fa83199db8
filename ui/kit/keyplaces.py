"""Which character a key is on the US layout, whatever layout the system has: what a scanner means that types like a keyboard.

A scanner sends key positions. With an Arabic, Cyrillic or AZERTY layout in the system, "PCL0000123" arrives as other letters;
the positions say what was scanned. Events without a position are told by their letter.

    us_character(event)          # "A", "7", "-" … or "" where it cannot be known
    meant(typed, positional)     # which of the two readings of a whole scan is right

Source: ui.md 9 (scanner rule; keys on non-Latin layouts).
"""

from __future__ import annotations

import sys
import unicodedata

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

_PLAIN = ("1234567890-=", "qwertyuiop[]", "asdfghjkl;'", "zxcvbnm,./")
_SHIFTED = ("!@#$%^&*()_+", "QWERTYUIOP{}", 'ASDFGHJKL:"', "ZXCVBNM<>?")
# First key of each row, then the backslash and the grave: X11 and Wayland (evdev + 8), Windows (set 1).
_STARTS = {"linux": (10, 24, 38, 52, 51, 49), "win32": (2, 16, 30, 44, 43, 41)}
_MAC_CODES = (
    18, 19, 20, 21, 23, 22, 26, 28, 25, 29, 27, 24, 12, 13, 14, 15, 17, 16, 32, 34, 31, 35, 33, 30, 0, 1, 2, 3, 5, 4, 38, 40,
    37, 41, 39, 6, 7, 8, 9, 11, 45, 46, 43, 47, 44,
)  # fmt: skip
# Letters of common layouts in the order of the Latin keys, for events that carry no position.
_LAYOUTS = (
    ("ضصثقفغعهخحجد", "شسيبلاتنمكط", "ئءؤر\ufefbىةوزظ"),
    ("йцукенгшщзхъ", "фывапролджэ", "ячсмитьбю."),
    ("/'קראטוןםפ", "שדגכעיחלךף,", "זסבהנמצתץ"),
    (";ςερτυθιοπ", "ασδφγηξκλ", "ζχψωβνμ"),
)
_AZERTY_ROW = "à&é\"'(-è_ç"  # what the digits 0 to 9 type there without Shift


def _codes() -> dict[int, tuple[str, str]]:
    if sys.platform == "darwin":
        return dict(zip(_MAC_CODES, zip("".join(_PLAIN), "".join(_SHIFTED), strict=True), strict=True))
    *rows, backslash, grave = _STARTS.get(sys.platform, _STARTS["linux"])
    found = {
        start + at: pair
        for start, plain, shifted in zip(rows, _PLAIN, _SHIFTED, strict=True)
        for at, pair in enumerate(zip(plain, shifted, strict=True))
    }
    return found | {backslash: ("\\", "|"), grave: ("`", "~")}


_BY_CODE = _codes()
BY_LETTER = {
    letter: latin
    for rows in _LAYOUTS
    for typed, keys in zip(rows, _PLAIN[1:], strict=True)
    for letter, latin in zip(typed, keys, strict=False)
    if not letter.isascii()
} | {"لا": "b"}


def us_character(event: QKeyEvent) -> str:
    """Return what the key types on the US layout, or nothing where neither position nor letter tells."""
    typed = event.text()
    if typed == " ":
        return " "
    shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
    code = event.nativeVirtualKey() if sys.platform == "darwin" else event.nativeScanCode()
    if event.nativeScanCode() and code in _BY_CODE:
        return _BY_CODE[code][shift]
    if typed.lower() in BY_LETTER:
        latin = BY_LETTER[typed.lower()]
        return latin.upper() if shift or typed != typed.lower() else latin
    if len(typed) == 1 and not typed.isascii() and (digit := unicodedata.decimal(typed, None)) is not None:
        return str(digit)
    return typed if typed.isascii() and typed.isprintable() else ""


def meant(typed: str, positional: str) -> str:
    """Return what was scanned: what was typed, or by position where the layout has garbled it.

    `positional` is empty where a key had no position. Codes are written in Latin letters and digits: what came as another
    script, or with the letters that AZERTY has on its digits, was never on the label.
    """
    if not positional or typed == positional:
        return typed
    garbled = any(not one.isascii() and one.isalnum() and _is_foreign(one) for one in typed)
    return positional if garbled else typed


def _is_foreign(letter: str) -> bool:
    return letter.lower() in _AZERTY_ROW or not unicodedata.name(letter, "").startswith("LATIN")
