"""What a read sheet is made of: cells with the file's own row numbers and column letters.

Source: product.md 3 (Import): never an identifier's leading zero lost.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path

type_of_cell = str | float | int | bool | date | datetime | time | timedelta
Cell = type_of_cell
"""An empty cell is the empty text."""

Row = list[Cell]


@dataclass(frozen=True, slots=True)
class Note:
    """Something the reader saw that the user should know; `code` has a sentence."""

    code: str
    sheet: str = ""
    params: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Merge:
    """A merged block, in 0-based inclusive rows and columns."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: rows from the file's row 1 and column A on; every row has the same length."""

    name: str
    rows: list[Row]
    hidden: bool = False
    merges: tuple[Merge, ...] = ()
    uncomputed: tuple[tuple[int, int], ...] = ()
    """0-based cells that hold a formula without a stored result."""
    is_text: bool = False
    """True for CSV: every cell is text as it stands in the file."""

    @property
    def width(self) -> int:
        """Return the number of columns."""
        return len(self.rows[0]) if self.rows else 0


@dataclass(frozen=True, slots=True)
class Book:
    """A read file."""

    path: Path
    format: str
    sha256: str
    size_bytes: int
    sheets: tuple[Sheet, ...]
    notes: tuple[Note, ...] = ()


def column_letter(index: int) -> str:
    """Return the letters of a 0-based column: 0 is A, 26 is AA."""
    letters = ""
    number = index + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_index(letters: str) -> int:
    """Return the 0-based column of its letters."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number - 1


def cell_text(value: Cell) -> str:
    """Return a cell as text: whole floats without `.0`, so that a number stored as 123.0 reads 123."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return _float_text(value)
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="seconds") if value.time() != time() else value.date().isoformat()
    return value.isoformat() if isinstance(value, date | time) else str(value)


def _float_text(value: float) -> str:
    if value.is_integer() and abs(value) < 1e21:
        return str(int(value))
    text = repr(value)
    if "e" in text:
        text = f"{value:.15f}".rstrip("0").rstrip(".") if abs(value) < 1 else text.upper()
    return text
