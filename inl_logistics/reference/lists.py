"""Searching a code list. A list is read when somebody first asks it; what it lacks may always be typed freely.

search(CodeList.HS, "helmet safety")    -> [Entry("650610", "Headgear; safety, …")]
name_of(CodeList.COUNTRY, "HN")         -> "Honduras"

Source: resources/reference/README.md.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from inl_logistics.kernel.resources import resource
from inl_logistics.kernel.text import fold


class CodeList(StrEnum):
    """The lists."""

    COUNTRY = "countries"
    CURRENCY = "currencies"
    PORT = "seaports"
    AIRPORT = "airports"
    HS = "hs"
    PSC = "psc"
    FSC = "fsc"
    UN = "un-numbers"
    DEMIL = "demil"


@dataclass(frozen=True, slots=True)
class Entry:
    """A code, its words and a quiet note (city, country, parent heading)."""

    code: str
    name: str
    note: str = ""


_FSC_DIGITS = 4


def search(of: CodeList, typed: str, *, limit: int = 40) -> list[Entry]:
    """Return the entries that hold every typed word, those whose code begins with the text first."""
    start = "".join(fold(typed).split()).replace(".", "")
    words = fold(typed).split()
    by_code: list[Entry] = []
    by_words: list[Entry] = []
    for entry, code, folded in _folded(of):
        if start and code.startswith(start):
            by_code.append(entry)
        elif len(by_words) < limit and all(word in folded for word in words):
            by_words.append(entry)
        if len(by_code) >= limit:
            break
    return [*by_code, *by_words][:limit]


def name_of(of: CodeList, code: str, *, language: str = "en") -> str:
    """Return the words of a code, or the empty text where the list does not know it."""
    wanted = code.strip().upper().replace(".", "") if of is CodeList.HS else code.strip().upper()
    if of is CodeList.COUNTRY:
        return country_names(wanted).get(language) or country_names(wanted).get("en", "")
    return _names(of).get(wanted, "")


def country_names(code: str) -> dict[str, str]:
    """Return the names of a country by language (en, es, fr, ar)."""
    return _countries().get(code.strip().upper(), {})


def country_code(name: str) -> str:
    """Return the two-letter code of a country from its code or its name in any of the languages, or the empty text."""
    return _country_keys().get(fold(name), "")


@cache
def _entries(of: CodeList) -> tuple[Entry, ...]:
    if of is CodeList.FSC:
        return tuple(one for one in _entries(CodeList.PSC) if len(one.code) == _FSC_DIGITS and one.code.isdigit())
    return tuple(_read(of))


def _read(of: CodeList) -> Iterable[Entry]:
    for row in _rows(of):
        match of:
            case CodeList.COUNTRY:
                yield Entry(row["code"], row["en"], row["alpha3"])
            case CodeList.PORT:
                yield Entry(row["code"], row["name"], row["country"])
            case CodeList.AIRPORT:
                yield Entry(row["code"], row["name"], ", ".join(filter(None, (row["city"], row["country"]))))
            case _:
                yield Entry(row["code"], row["name"])


def _rows(of: CodeList) -> list[dict[str, str]]:
    with resource("reference", f"{of.value}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@cache
def _folded(of: CodeList) -> tuple[tuple[Entry, str, str], ...]:
    found = []
    for entry in _entries(of):
        words = f"{entry.code} {entry.name} {entry.note}"
        if of is CodeList.COUNTRY:
            words = f"{words} {' '.join(country_names(entry.code).values())}"
        found.append((entry, entry.code.casefold(), words.casefold() if words.isascii() else fold(words)))
    return tuple(found)


@cache
def _names(of: CodeList) -> dict[str, str]:
    found: dict[str, str] = {}
    for one in _entries(of):
        found.setdefault(one.code, one.name)
    return found


@cache
def _countries() -> dict[str, dict[str, str]]:
    languages = ("en", "es", "fr", "ar")
    return {row["code"]: {one: row[one] for one in languages if row[one]} for row in _rows(CodeList.COUNTRY)}


@cache
def _country_keys() -> dict[str, str]:
    found: dict[str, str] = {}
    for row in _rows(CodeList.COUNTRY):
        for one in ("code", "alpha3", "en", "es", "fr", "ar"):
            found.setdefault(fold(row[one]), row["code"])
    return found
