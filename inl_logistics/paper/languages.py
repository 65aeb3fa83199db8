"""The languages of paper: labels, units, conditions, dates and clauses, each language a data file.

A new language is a new file in resources/paper/languages, no code; the labels of one area's papers may stand in a file
of their own beside it (`es/orders.toml`). Texts carry a version and a mark that says whether a native speaker has
approved them. Source: domain.md 2.9 and 2.14, product.md 3 (Languages).
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

import msgspec

from inl_logistics.kernel.problems import BadInput
from inl_logistics.kernel.resources import resource
from inl_logistics.kernel.text import clean
from inl_logistics.paper.text import name, value


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
    units: Mapping[str, tuple[str, str]]
    conditions: Mapping[str, str]
    clauses: Mapping[str, Mapping[str, str]]

    def label(self, key: str, **params: object) -> str:
        """Return a label with its values in place, which keep their own direction."""
        text = self.labels[key]
        if not params:
            return text
        return text.format(**{key: self._placed(str(each)) for key, each in params.items()})

    def _placed(self, text: str) -> str:
        if not self.rtl:
            return text
        return value(text) if text.isascii() else name(text)

    def unit(self, code: str, quantity: int) -> str:
        """Return the name of a unit of issue; one that the file lacks prints its code."""
        forms = self.units.get(code)
        return forms[0 if quantity == 1 else 1] if forms else code

    def day(self, day: date) -> str:
        """Write a date."""
        return self.date_form.format(day=day.day, month=self.months[day.month - 1], year=day.year)


@cache
def language(code: str) -> Language:
    """Read a language file.

    Raises: BadInput("paper-language-unknown"), BadInput("paper-language-broken").
    """
    if code not in available():
        raise BadInput("paper-language-unknown", language=code, known=", ".join(available()))
    folder = resource("paper", "languages")
    try:
        with (folder / f"{code}.toml").open("rb") as file:
            content = tomllib.load(file)
        for area in areas(code):
            with (folder / code / f"{area}.toml").open("rb") as file:
                labels = msgspec.convert(tomllib.load(file), type=_Area).labels
            if taken := content["labels"].keys() & labels.keys():
                # One area's paper would print another's words.
                reason = f"{area}.toml: {', '.join(sorted(taken))} is a label of another file already"
                raise BadInput("paper-language-broken", language=code, reason=reason)
            content["labels"] |= labels
        return msgspec.convert(content, type=Language)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise BadInput("paper-language-broken", language=code, reason=error) from error


class _Area(msgspec.Struct, forbid_unknown_fields=True):
    """A file with the labels of one area's papers."""

    labels: dict[str, str]


@cache
def areas(code: str) -> tuple[str, ...]:
    """Return the areas whose labels stand in a file of their own."""
    return tuple(sorted(path.stem for path in resource("paper", "languages", code).glob("*.toml")))


@cache
def available() -> tuple[str, ...]:
    """Return the codes of all paper languages, English first."""
    found = sorted(path.stem for path in resource("paper", "languages").glob("*.toml"))
    return ("en", *(code for code in found if code != "en"))


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
        return self.english.day(day), self.local.day(day) if self.local and repeated else ""
