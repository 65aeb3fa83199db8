"""Where the files of the paper languages lie and what they say, before anything is made of it.

The shipped files lie in resources/paper/languages. A post may put files of the same form into a folder of its own:
a whole new language, or single entries that replace those of a shipped one. Nothing here knows fonts or layout.
Source: product.md 3 (a language is a data file), docs/paper.md.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from inl_logistics.kernel.problems import BadInput
from inl_logistics.kernel.resources import resource

OWN_FOLDER_VARIABLE = "INL_LOGISTICS_LANGUAGES"
_TABLES = ("labels", "units", "conditions", "clauses")

Content = dict[str, Any]


def shipped_folder() -> Path:
    """Return the folder of the shipped languages."""
    return resource("paper", "languages")


def own_folder() -> Path:
    """Return the folder where a post puts language files and fonts of its own; it need not exist."""
    named = os.environ.get(OWN_FOLDER_VARIABLE)
    return Path(named) if named else Path.home() / "INL Logistics" / "paper-languages"


@cache
def codes() -> tuple[str, ...]:
    """Return the codes of all paper languages, English first."""
    found = {path.stem for folder in (shipped_folder(), own_folder()) for path in folder.glob("*.toml")}
    return ("en", *sorted(found - {"en"}))


def areas(code: str, folder: Path | None = None) -> tuple[str, ...]:
    """Return the areas whose labels stand in a file of their own."""
    return tuple(sorted(path.stem for path in ((folder or shipped_folder()) / code).glob("*.toml")))


@cache
def content(code: str) -> Content:
    """Return all that the files of a language say, a post's own entries in the place of the shipped ones.

    Raises: BadInput("paper-language-broken").
    """
    made = _of_folder(code, shipped_folder())
    own = _of_folder(code, own_folder())
    if made and own.get("clauses"):
        # The version on the paper would not tell which text was signed; Settings keeps a post's own text.
        raise broken(code, "conditions are changed in Settings, not in a file")
    if made and own.pop("code", code) != code:
        raise broken(code, "the code is not the name of the file")
    for name in _TABLES:
        if not isinstance(own.get(name, {}), dict):
            raise broken(code, f"{name} is not a table: write [{name}], then its entries below")
        own[name] = made.get(name, {}) | own.get(name, {})
    return made | own


@dataclass(frozen=True, slots=True)
class Named:
    """What a language is called: in English, and by those who read it."""

    english: str
    native: str
    rtl: bool


@cache
def names() -> Mapping[str, Named]:
    """Return what each language is called, without reading its texts. Raises: BadInput("paper-language-broken")."""
    found: dict[str, Named] = {}
    for code in codes():
        head = _head(code, shipped_folder()) | _head(code, own_folder())
        name = str(head.get("name", code))
        found[code] = Named(name, str(head.get("native_name", name)), bool(head.get("rtl", False)))
    return found


def _head(code: str, folder: Path) -> Content:
    """Read what stands before the first table of a file."""
    path = folder / f"{code}.toml"
    if not path.is_file():
        return {}
    try:
        return tomllib.loads(path.read_text(encoding="utf-8").partition("\n[")[0])
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise broken(code, error) from error


@cache
def font_of(code: str) -> str:
    """Return the font that a language asks for, or nothing."""
    return str(content(code).get("font", "")) if code in codes() else ""


def broken(code: str, reason: object) -> BadInput:
    """Return the error that says what is wrong with a file."""
    return BadInput("paper-language-broken", language=code, reason=reason)


def forget() -> None:
    """Read the files again next time."""
    for cached in (codes, content, names, font_of):
        cached.cache_clear()


def _of_folder(code: str, folder: Path) -> Content:
    path = folder / f"{code}.toml"
    if not path.is_file():
        return {}
    try:
        made = tomllib.loads(path.read_text(encoding="utf-8"))
        for area in areas(code, folder):
            more = tomllib.loads((folder / code / f"{area}.toml").read_text(encoding="utf-8"))
            labels = made.setdefault("labels", {})
            if set(more) - {"labels"}:
                raise broken(code, f"{area}.toml: only labels may stand in it")
            if taken := labels.keys() & more["labels"].keys():
                # One area's paper would print another's words.
                raise broken(code, f"{area}.toml: {', '.join(sorted(taken))} is a label of another file already")
            labels |= more["labels"]
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise broken(code, error) from error
    return made
