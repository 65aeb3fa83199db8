"""Dates: what people type, what paper and screen show, and the two years of the trade.

Days are stored as ISO text (they sort and read well), instants as UTC text with milliseconds.
Source: ui.md 5 and 12; domain.md 2.2 (fiscal year starts 1 October, end-use year is the calendar year).
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

from inl_logistics.kernel.problems import BadInput

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_MONTH_NUMBER = {name.lower(): number for number, name in enumerate(_MONTHS, 1)}


def fiscal_year(day: date) -> int:
    """Return the U.S. fiscal year of a day: it starts on 1 October of the year before."""
    return day.year + (1 if day.month >= 10 else 0)


def fiscal_start(year: int) -> date:
    """Return the first day of a fiscal year."""
    return date(year - 1, 10, 1)


def short(day: date) -> str:
    """Write a day as on screen and paper in English: 24 Nov 2026."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def day_month(day: date, today: date | None = None) -> str:
    """Write a day near today: 24 Nov; with its year when it is more than half a year from `today`."""
    written = f"{day.day} {_MONTHS[day.month - 1]}"
    return f"{written} {day.year}" if today is not None and abs((day - today).days) > 183 else written


def instant_text(at: datetime) -> str:
    """Write an aware instant as it is stored: 2026-11-24T14:32:05.123Z."""
    utc = at.astimezone(UTC)
    return utc.strftime("%Y-%m-%dT%H:%M:%S.") + f"{utc.microsecond // 1000:03d}Z"


def instant_from_text(text: str) -> datetime:
    """Read a stored instant back."""
    return datetime.fromisoformat(text)


def stored_day(text: str | None) -> date | None:
    """Read a stored day back; an empty one is none."""
    return date.fromisoformat(text) if text else None


def typed_day(text: str, *, today: date) -> date:
    """Read what an officer types: `24 nov`, `24/11`, `24/11/26`, `2026-11-24`, `+7`, `today`.

    Day comes before month. A year left out is this year.
    Raises: BadInput("not-a-date").
    """
    raw = text.strip().lower()
    if re.fullmatch(r"[+-]\d{1,4}", raw):
        return today + timedelta(days=int(raw))
    if raw in {"today", "t"}:
        return today
    found = _parts(raw, today)
    if found is None:
        raise BadInput("not-a-date", found=text)
    try:
        return date(*found)
    except ValueError:
        raise BadInput("not-a-date", found=text) from None


def _parts(raw: str, today: date) -> tuple[int, int, int] | None:
    if iso := re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", raw):
        return int(iso[1]), int(iso[2]), int(iso[3])
    if named := re.fullmatch(r"(\d{1,2})[ .-]*([a-z]{3})[a-z]*[ .,-]*(\d{4}|\d{2})?", raw):
        month = _MONTH_NUMBER.get(named[2])
        return (_year(named[3], today), month, int(named[1])) if month else None
    if plain := re.fullmatch(r"(\d{1,2})[/.](\d{1,2})(?:[/.](\d{4}|\d{2}))?", raw):
        return _year(plain[3], today), int(plain[2]), int(plain[1])
    return None


def _year(text: str | None, today: date) -> int:
    if text is None:
        return today.year
    return int(text) + (2000 if len(text) == 2 else 0)
