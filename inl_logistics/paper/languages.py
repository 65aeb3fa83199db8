"""The languages of paper: labels, units, conditions, numbers, dates and clauses, each language a data file.

A new language is a new file, no code (see `languagefiles`); the labels of one area's papers may stand in a file
of their own beside it (`es/orders.toml`). Texts carry a version and a mark that says whether a native speaker has
approved them. Source: domain.md 2.9, 2.14 and 6, product.md 3 (Languages).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from functools import cache
from gettext import c2py
from string import Formatter

import msgspec

from inl_logistics.kernel.problems import BadInput
from inl_logistics.kernel.text import clean
from inl_logistics.paper import languagefiles
from inl_logistics.paper.text import name, value

_LATIN_DIGITS = "0123456789"
_DATE_PLACES = frozenset({"day", "month", "year"})
# From the count of days since the year 1 to that of the 33-year cycles of the solar Hijri calendar.
_SOLAR_DAYS, _SOLAR_YEAR = 356_032, -1595
_CYCLE, _CYCLE_YEARS, _FOUR_YEARS, _FIRST_HALF = 12_053, 33, 1_461, 186


@dataclass(frozen=True, slots=True, eq=False)
class Language:
    """One paper language, as its file says."""

    code: str
    name: str
    native_name: str
    rtl: bool
    repeat_dates: bool  # its readers do not read English months
    version: str
    reviewed: bool
    embassy: str
    bureau: str
    months: tuple[str, ...]
    date_form: str
    labels: Mapping[str, str]
    units: Mapping[str, tuple[str, ...]]
    conditions: Mapping[str, str]
    clauses: Mapping[str, Mapping[str, str]]
    decimal: str = "."
    group: str = ","
    digits: str = ""  # ten digits, where the readers do not expect Latin ones
    plural: str = "n != 1"  # which form of a unit stands with n, as in gettext catalogs
    calendar: str = ""  # "solar-hijri": printed beside the Gregorian date
    calendar_months: tuple[str, ...] = ()
    font: str = ""  # the file of the hand that its readers expect

    def label(self, key: str, **params: object) -> str:
        """Return a label with its values in place, which keep their own direction; numbers as its readers write them.

        A post's own language may lack a label: English stands for it.
        """
        text = self.labels.get(key)
        if text is None:
            return language("en").label(key, **params)
        if not params:
            return text
        return text.format(**{key: self._placed(self._written(each)) for key, each in params.items()})

    def _written(self, param: object) -> str:
        return self.number(param) if isinstance(param, int | Decimal) else str(param)

    def _placed(self, text: str) -> str:
        if not self.rtl:
            return text
        return value(text) if text.isascii() else name(text)

    def number(self, figure: int | Decimal) -> str:
        """Write a number."""
        swaps = str.maketrans(
            {",": self.group, ".": self.decimal, **dict(zip(_LATIN_DIGITS, self.digits, strict=False))}
        )
        return f"{figure:,}".translate(swaps)

    def unit(self, code: str, quantity: int) -> str:
        """Return the name of a unit of issue; one that the file lacks prints its code."""
        forms = self.units.get(code)
        return forms[min(_plural(self.plural)(quantity), len(forms) - 1)] if forms else code

    def day(self, day: date) -> str:
        """Write a date."""
        return self._dated(day.day, self.months[day.month - 1], day.year)

    def full_day(self, day: date) -> str:
        """Write a date, with the day of the readers' own calendar where they have one."""
        if not self.calendar_months:
            return self.day(day)
        year, month, number = solar_hijri(day)
        return f"{self.day(day)} · {self._dated(number, self.calendar_months[month - 1], year)}"

    def _dated(self, day: int, month: str, year: int) -> str:
        figures = str.maketrans(dict(zip(_LATIN_DIGITS, self.digits, strict=False)))
        return self.date_form.format(day=str(day).translate(figures), month=month, year=str(year).translate(figures))


@cache
def language(code: str) -> Language:
    """Read a language.

    Raises: BadInput("paper-language-unknown"), BadInput("paper-language-broken").
    """
    if code not in available():
        raise BadInput("paper-language-unknown", language=code, known=", ".join(available()))
    content = languagefiles.content(code)
    if unknown := content.keys() - {each.name for each in fields(Language)}:
        raise languagefiles.broken(code, f"nothing is called {', '.join(sorted(unknown))}")
    try:
        made = msgspec.convert(content, type=Language)
        _plural(made.plural)
    except (msgspec.ValidationError, ValueError) as error:
        raise languagefiles.broken(code, error) from error
    _check(made)
    return made


def _check(made: Language) -> None:
    """Make sure that a file, which may be a post's own, cannot fail in the middle of a paper."""
    reasons = []
    if len(made.months) != 12:
        reasons.append("months needs twelve names")
    if made.calendar not in ("", "solar-hijri"):
        reasons.append(f"calendar “{made.calendar}” is not known")
    if len(made.calendar_months) != (12 if made.calendar else 0):
        reasons.append("calendar_months needs twelve names where there is a calendar, and none where there is not")
    if len(made.digits) not in (0, 10):
        reasons.append("digits needs ten digits")
    if empty := [code for code, forms in made.units.items() if not forms]:
        reasons.append(f"units: {', '.join(empty)} has no form")
    if _placeholders(made.date_form) != _DATE_PLACES:
        reasons.append("date_form needs {day}, {month} and {year}, and no others")
    if made.code != "en":
        english = language("en")
        reasons += [
            f"{key} has not the placeholders of the English text"
            for key, text in made.labels.items()
            if _placeholders(text) != _placeholders(english.labels.get(key, text))
        ]
        reasons += [f"condition {key} is missing" for key in english.conditions.keys() - made.conditions.keys()]
        for version, texts in made.clauses.items():
            reasons += [f"clause {key} of version {version} is missing" for key in english.clauses["1"].keys() - texts]
            reasons += [
                f"clause {key} of version {version} has not the placeholders of the English text"
                for key, text in texts.items()
                if _placeholders(text) != _placeholders(english.clauses["1"].get(key, text))
            ]
    if reasons:
        raise languagefiles.broken(made.code, "; ".join(reasons))


def _placeholders(text: str) -> frozenset[str]:
    """Return the names in braces; braces that are not pairs are no text's, so they never match those of another."""
    try:
        return frozenset(field for _text, field, _form, _how in Formatter().parse(text) if field is not None)
    except ValueError:
        return frozenset({"{"})


@cache
def _plural(rule: str) -> Callable[[int], int]:
    made: Callable[[int], int] = c2py(rule)
    return made


def solar_hijri(day: date) -> tuple[int, int, int]:
    """Return the year, month and day of the solar Hijri calendar, by its cycle of 33 years (right for 1925–2087)."""
    cycles, days = divmod(day.toordinal() + _SOLAR_DAYS, _CYCLE)
    fours, days = divmod(days, _FOUR_YEARS)
    year = _SOLAR_YEAR + _CYCLE_YEARS * cycles + 4 * fours
    if days > 365:
        more, days = divmod(days - 1, 365)
        year += more
    if days < _FIRST_HALF:
        return year, 1 + days // 31, 1 + days % 31
    return year, 7 + (days - _FIRST_HALF) // 30, 1 + (days - _FIRST_HALF) % 30


def areas(code: str) -> tuple[str, ...]:
    """Return the areas whose labels stand in a file of their own."""
    return languagefiles.areas(code)


def available() -> tuple[str, ...]:
    """Return the codes of all paper languages, English first."""
    return languagefiles.codes()


def forget() -> None:
    """Read the files again next time: for tests, and after a file of the post was put in place."""
    languagefiles.forget()
    language.cache_clear()


@dataclass(frozen=True, slots=True)
class Words:
    """English, and the language of the other side (None where English is enough)."""

    english: Language
    local: Language | None

    @classmethod
    def of(cls, code: str) -> Words:
        """Return English with the language of this code; "en" means English alone."""
        return cls(language("en"), None if code == "en" else language(code))

    @property
    def rtl(self) -> bool:
        """Tell whether the other language runs right to left."""
        return self.local is not None and self.local.rtl

    @property
    def code(self) -> str:
        """Return the code of the other language."""
        return self.local.code if self.local else "en"

    def label(self, key: str, **params: object) -> tuple[str, str]:
        """Return a label in both languages; the second is empty where it would say the same."""
        english = self.english.label(key, **params)
        local = self.local.label(key, **params) if self.local else ""
        return english, "" if clean(local) == english else local

    def upper(self, key: str) -> tuple[str, str]:
        """Return a heading in capitals."""
        english, local = self.label(key)
        return english.upper(), local.upper()

    def unit(self, code: str, quantity: int) -> tuple[str, str]:
        """Return a unit of issue in both languages."""
        return self.english.unit(code, quantity), self.local.unit(code, quantity) if self.local else ""

    def condition(self, key: str) -> tuple[str, str]:
        """Return a condition in both languages."""
        return self.english.conditions[key], self.local.conditions[key] if self.local else ""

    def day(self, day: date) -> tuple[str, str]:
        """Return a date, repeated only for readers of another script."""
        repeated = self.local is not None and self.local.repeat_dates
        return self.english.day(day), self.local.full_day(day) if self.local and repeated else ""
