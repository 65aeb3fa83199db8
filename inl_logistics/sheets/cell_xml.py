"""The XML of Excel cells, by kind of column. Text is always inline text, so nothing typed becomes a formula.

Source: architecture.md 5 (Excel out): escape `_x0041_`, control characters, 32,767 characters, 2^53.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum

from inl_logistics.kernel.problems import BadInput
from inl_logistics.kernel.values import Money, UnitPrice, exponent

MAX_TEXT = 32_767
MAX_EXACT = 2**53
_EPOCH = date(1899, 12, 30).toordinal()
_FIRST_SAFE = 61
"""Days before 1 March 1900 differ between programs: written as text."""


class Kind(StrEnum):
    """What a column holds, and the Python values it takes (None is always an empty cell)."""

    TEXT = "text"
    """str, StrEnum or anything with a text."""
    LONG_TEXT = "long_text"
    INTEGER = "integer"
    """int."""
    MONEY = "money"
    """int in cents, or Money."""
    PRICE = "price"
    """int in millionths, or UnitPrice."""
    DATE = "date"
    """date, or ISO text."""
    INSTANT = "instant"
    """aware datetime already in the post's time zone."""
    PERCENT = "percent"
    """int in hundredths of a percent: 8750 is 87.50 %."""


FORMATS = {
    Kind.TEXT: "@",
    Kind.LONG_TEXT: "@",
    Kind.INTEGER: "#,##0",
    Kind.MONEY: "#,##0.00;[Red]-#,##0.00",
    Kind.PRICE: "#,##0.00####",
    Kind.DATE: "d mmm yyyy",
    Kind.INSTANT: "d mmm yyyy hh:mm",
    Kind.PERCENT: "0.0%",
}

Made = Callable[[Sequence[object], Sequence[str]], list[str]]
"""Takes the values and row numbers of one column's block, gives the cells."""

_BAD = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_PLAIN = re.compile(r"[\w .,:;/()+#%*=@'!?°|\[\]{}~$\u2010-\u2027-]*\Z")


def escaped(text: str) -> str:
    """Return the text as it stands inside XML: what Excel would read as an escape or refuse is written out."""
    if _PLAIN.match(text) and "_x" not in text:
        return text
    text = _ESCAPED.sub("_x005F_", text)
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\r", "_x000D_")
    return _BAD.sub(_hidden, text)


def _hidden(found: re.Match[str]) -> str:
    code = ord(found[0])
    # A lone surrogate or a non-character has no place in XML; the replacement sign shows that something was there.
    return f"_x{code:04X}_" if code < 0x20 else "\ufffd"


def text_cell(letter: str, row: str, style: int, text: str, *, title: str = "") -> str:
    """Return one text cell. Raises: BadInput("sheet-text-too-long")."""
    if not text:
        return f'<c r="{letter}{row}" s="{style}"/>'
    if len(text) > MAX_TEXT:
        raise BadInput("sheet-text-too-long", row=row, column=title, length=f"{len(text):,}", limit=f"{MAX_TEXT:,}")
    return f'<c r="{letter}{row}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{escaped(text)}</t></is></c>'


def maker(kind: Kind, letter: str, style: int, *, title: str = "") -> Made:
    """Return the function that writes a column."""
    if kind in {Kind.TEXT, Kind.LONG_TEXT}:
        return _text_maker(letter, style, title)
    number = _NUMBERS[kind]

    known: dict[object, str] = {}

    def make(values: Sequence[object], rows: Sequence[str]) -> list[str]:
        cells: list[str] = []
        for value, row in zip(values, rows, strict=True):
            if value is None or value == "":
                cells.append(f'<c r="{letter}{row}" s="{style}"/>')
                continue
            shown = known.get(value)
            if shown is None:
                shown = number(value)
                if len(known) < 50_000:
                    known[value] = shown
            if shown:
                cells.append(f'<c r="{letter}{row}" s="{style}"><v>{shown}</v></c>')
            else:
                cells.append(text_cell(letter, row, style, str(value), title=title))
        return cells

    return make


def _text_maker(letter: str, style: int, title: str) -> Made:
    known: dict[str, str] = {}
    head = f'<c r="{letter}'

    def tail(text: str, row: str) -> str:
        return text_cell(letter, row, style, text, title=title)[len(head) + len(row) :]

    def make(values: Sequence[object], rows: Sequence[str]) -> list[str]:
        cells: list[str] = []
        for value, row in zip(values, rows, strict=True):
            text = value if isinstance(value, str) else "" if value is None else str(value)
            end = known.get(text)
            if end is None:
                end = tail(text, row)
                if len(known) < 20_000 and len(text) < 80:
                    known[text] = end
            cells.append(f"{head}{row}{end}")
        return cells

    return make


def _integer(value: object) -> str:
    number = int(value)  # type: ignore[call-overload]  # the column's contract: an int
    return str(number) if abs(number) <= MAX_EXACT else ""


def _money(value: object) -> str:
    minor, digits = (value.minor, exponent(value.currency)) if isinstance(value, Money) else (value, 2)
    assert isinstance(minor, int)
    return _scaled(minor, digits)


def _price(value: object) -> str:
    micros = value.micros if isinstance(value, UnitPrice) else value
    assert isinstance(micros, int)
    return _scaled(micros, 6)


def _percent(value: object) -> str:
    assert isinstance(value, int)
    return _scaled(value, 4)


def _scaled(number: int, digits: int) -> str:
    """Write an integer with its decimal point; nothing goes through a float."""
    if abs(number) > MAX_EXACT:
        return ""
    sign = "-" if number < 0 else ""
    text = str(abs(number)).zfill(digits + 1)
    if not digits:
        return sign + text
    fraction = text[-digits:].rstrip("0")
    return f"{sign}{text[:-digits]}.{fraction}" if fraction else sign + text[:-digits]


def _date(value: object) -> str:
    day = value if isinstance(value, date) else date.fromisoformat(str(value)[:10])
    serial = day.toordinal() - _EPOCH
    return str(serial) if serial >= _FIRST_SAFE else ""


def _instant(value: object) -> str:
    assert isinstance(value, datetime)
    since = timedelta(hours=value.hour, minutes=value.minute, seconds=value.second)
    days = value.toordinal() - _EPOCH
    # A spreadsheet's own way to hold a time of day is a fraction: display only, never a stored figure.
    return f"{days + since.seconds / 86_400:.6f}" if days >= _FIRST_SAFE else ""


_NUMBERS: dict[Kind, Callable[[object], str]] = {
    Kind.INTEGER: _integer,
    Kind.MONEY: _money,
    Kind.PRICE: _price,
    Kind.DATE: _date,
    Kind.INSTANT: _instant,
    Kind.PERCENT: _percent,
}


def texts(values: Iterable[object]) -> list[str]:
    """Return values as the texts a CSV holds."""
    return ["" if value is None else str(value) for value in values]
