"""Dates in the forms people write, and whether day or month comes first: a property of a column.

Source: product.md 3 (Import); ui.md: where a column leaves it open, day comes before month, with a warning.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from inl_logistics.kernel.text import digits_to_ascii, fold
from inl_logistics.sheets.cells import Cell


class Order(StrEnum):
    """Which number of 03/04/26 is the month."""

    DAY_FIRST = "day-first"
    MONTH_FIRST = "month-first"


_EPOCH = date(1899, 12, 30)
_SERIAL_FROM, _SERIAL_TO = 14_611, 73_415
"""Numbers that can be a spreadsheet's date: the years 1940 to 2100."""

_MONTH_WORDS = (
    "jan january ene enero janv janvier janeiro",
    "feb february febrero fev fevr fevrier fevereiro",
    "mar march marzo mars marco",
    "apr april abr abril avr avril",
    "may mayo mai maio",
    "jun june junio juin junho",
    "jul july julio juil juillet julho",
    "aug august ago agosto aout",
    "sep sept september septiembre setiembre septembre set setembro",
    "oct october octubre octobre out outubro",
    "nov november noviembre novembre novembro",
    "dec december dic diciembre decembre dez dezembro",
)
MONTHS = {word: number for number, words in enumerate(_MONTH_WORDS, 1) for word in words.split()}

_TIME = re.compile(r"[ t]+\d{1,2}:\d{2}(:\d{2}([.,]\d+)?)?\s*([ap]\.?\s*m\.?)?\s*(z|utc|gmt|[+-]\d{2}:?\d{2})?\Z")
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})\Z")
_COMPACT = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})\Z")
_NUMERIC = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4}|\d{2})\Z")
_DAY_NAME = re.compile(
    r"^(?:mon|tue|wed|thu|fri|sat|sun|lun|mar|mie|mer|jue|jeu|vie|ven|sab|sam|dom|dim)[a-z]*[ ,.]+(?=\S)"
)
_D_MON_Y = re.compile(
    r"(\d{1,2})(?:st|nd|rd|th|er|o)?[-/. ,]*(?:de |of )?([a-z]{3,10})\.?[-/. ,]*(?:de |del )?(\d{4}|\d{2})\Z"
)
_MON_D_Y = re.compile(r"([a-z]{3,10})\.?[-/. ]*(\d{1,2})(?:st|nd|rd|th)?[-/. ,]+(\d{4}|\d{2})\Z")
_MON_Y = re.compile(r"([a-z]{3,10})\.?[-/. ,]*(?:de )?(\d{4}|\d{2})\Z")
_M_Y = re.compile(r"(\d{1,2})[-/.](\d{4})\Z")
_Y_M = re.compile(r"(\d{4})[-/.](\d{1,2})\Z")


@dataclass(frozen=True, slots=True)
class Read:
    """A date that was read, with what had to be assumed."""

    day: date
    assumed_order: bool = False
    from_number: bool = False
    month_only: bool = False


def order_of(values: Iterable[Cell]) -> tuple[Order | None, bool]:
    """Return the order the values prove, and whether some contradict it."""
    day_first = month_first = 0
    for value in values:
        if not isinstance(value, str):
            continue
        found = _NUMERIC.fullmatch(_bare(value))
        if found:
            first, second = int(found[1]), int(found[2])
            day_first += first > 12 >= second
            month_first += second > 12 >= first
    if not day_first and not month_first:
        return None, False
    return (Order.DAY_FIRST if day_first >= month_first else Order.MONTH_FIRST), bool(day_first and month_first)


def read_day(value: Cell, *, order: Order | None, year: int, end_of_month: bool = False) -> Read | None:
    """Read one cell as a day; None where it is none.

    Args:
        order: proven or chosen order; None reads day first and says so.
        year: the present year, which decides the century of two digits.
        end_of_month: a month without a day means its last day (expiry), else its first.
    """
    if isinstance(value, datetime):
        return Read(value.date())
    if isinstance(value, date):
        return Read(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _from_number(float(value))
    if not isinstance(value, str):
        return None
    text = _bare(value)
    try:
        return _from_text(text, order, year, end_of_month)
    except ValueError:
        return None


def _from_number(value: float) -> Read | None:
    if _SERIAL_FROM <= value <= _SERIAL_TO:
        return Read(_EPOCH + timedelta(days=int(value)), from_number=True)
    if value.is_integer() and (found := _COMPACT.fullmatch(str(int(value)))):
        try:
            return Read(date(int(found[1]), int(found[2]), int(found[3])))
        except ValueError:
            return None
    return None


def _bare(text: str) -> str:
    """Return the folded text without a time of day, a weekday, or marks at the ends."""
    plain = fold(digits_to_ascii(text)).strip(" .'")
    plain = _TIME.sub("", plain)
    return _DAY_NAME.sub("", plain) if plain[:1].isalpha() and sum(ch.isalpha() for ch in plain) > 4 else plain


def _from_text(text: str, order: Order | None, year: int, end_of_month: bool) -> Read | None:
    if found := _ISO.fullmatch(text) or _COMPACT.fullmatch(text):
        return Read(date(int(found[1]), int(found[2]), int(found[3])))
    if found := _NUMERIC.fullmatch(text):
        return _numeric(int(found[1]), int(found[2]), _year(found[3], year), order)
    if (found := _D_MON_Y.fullmatch(text)) and found[2] in MONTHS:
        return Read(date(_year(found[3], year), MONTHS[found[2]], int(found[1])))
    if (found := _MON_D_Y.fullmatch(text)) and found[1] in MONTHS:
        return Read(date(_year(found[3], year), MONTHS[found[1]], int(found[2])))
    if (found := _MON_Y.fullmatch(text)) and found[1] in MONTHS:
        return _month(_year(found[2], year), MONTHS[found[1]], end_of_month)
    if found := _M_Y.fullmatch(text):
        return _month(int(found[2]), int(found[1]), end_of_month)
    if found := _Y_M.fullmatch(text):
        return _month(int(found[1]), int(found[2]), end_of_month)
    if text.replace(".", "", 1).isdecimal():
        return _from_number(float(text))
    return None


def _numeric(first: int, second: int, year: int, order: Order | None) -> Read | None:
    chosen = order or Order.DAY_FIRST
    day, month = (first, second) if chosen is Order.DAY_FIRST else (second, first)
    return Read(date(year, month, day), assumed_order=order is None and first != second)


def _month(year: int, month: int, end: bool) -> Read:
    return Read(date(year, month, monthrange(year, month)[1] if end else 1), month_only=True)


def _year(text: str, present: int) -> int:
    """Two digits mean the century that lies no more than 20 years ahead."""
    number = int(text)
    if len(text) == 4:
        return number
    century = present - present % 100
    return century + number if number <= present % 100 + 20 else century - 100 + number


def day_in_name(name: str) -> date | None:
    """Find a date in a file or folder name: 12312025, 2020-03-31, 20140822, 3-17-21, `31 dec 2025`."""
    text = digits_to_ascii(name)
    for pattern, places in (
        (r"(?<!\d)(20\d{2}|19\d{2})[-_. ]?(\d{2})[-_. ]?(\d{2})(?!\d)", (1, 2, 3)),
        (r"(?<!\d)(\d{2})[-_. ]?(\d{2})[-_. ]?(20\d{2})(?!\d)", (3, 1, 2)),
        (r"(?<!\d)(\d{2})[-_. ]?(\d{2})[-_. ]?(20\d{2})(?!\d)", (3, 2, 1)),
        (r"(?<!\d)(\d{1,2})[-_.](\d{1,2})[-_.](\d{2})(?!\d)", (3, 1, 2)),
    ):
        for found in re.finditer(pattern, text):
            year, month, day = (int(found[place]) for place in places)
            try:
                return date(year + 2000 if year < 100 else year, month, day)
            except ValueError:
                continue
    return None
