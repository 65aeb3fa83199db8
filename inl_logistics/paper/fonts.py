"""The shipped fonts: which file draws which family and weight, and which characters each can draw.

A style names a family; a chain of files stands behind it, and each character takes the first that has it.
A character that none has is never drawn as an empty box: it is printed as its code, and can be asked for.
No font is taken from the system. Source: ui.md 4, architecture.md 5.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any

import uharfbuzz as hb

from inl_logistics.kernel.problems import EnvironmentFault
from inl_logistics.kernel.resources import resource
from inl_logistics.paper.languagefiles import font_of, own_folder


class Family(StrEnum):
    """What a style asks for."""

    SANS = "sans"
    MONO = "mono"


class Weight(StrEnum):
    """How heavy."""

    REGULAR = "regular"
    MEDIUM = "medium"
    SEMIBOLD = "semibold"


_LAST = "NotoSansTifinagh-Regular"  # names of Morocco

_CHAINS: dict[tuple[Family, Weight], tuple[str, ...]] = {
    (Family.SANS, Weight.REGULAR): ("Inter-Regular", "NotoSansArabic-Regular", "NotoSans-Regular", _LAST),
    (Family.SANS, Weight.MEDIUM): ("Inter-Medium", "NotoSansArabic-Medium", "NotoSans-Regular", _LAST),
    (Family.SANS, Weight.SEMIBOLD): ("Inter-SemiBold", "NotoSansArabic-SemiBold", "NotoSans-SemiBold", _LAST),
    (Family.MONO, Weight.REGULAR): (
        "JetBrainsMono-Regular", "Inter-Regular", "NotoSansArabic-Regular", "NotoSans-Regular", _LAST,
    ),
    (Family.MONO, Weight.MEDIUM): (
        "JetBrainsMono-Medium", "Inter-Medium", "NotoSansArabic-Medium", "NotoSans-Regular", _LAST,
    ),
    (Family.MONO, Weight.SEMIBOLD): (
        "JetBrainsMono-Medium", "Inter-SemiBold", "NotoSansArabic-SemiBold", "NotoSans-SemiBold", _LAST,
    ),
}  # fmt: skip

# Share of the size that lies above and below the baseline in a line of text. Arabic needs 1.25 times the
# height of Latin (ui.md 13), Nastaliq 2.2 times its size (architecture.md 5).
_LATIN_LINE = (0.95, 0.27)
_STEEP = 1.8
_KNOWN = {"Inter", "JetBrainsMono", "NotoSans", "NotoSansArabic", "NotoNastaliqUrdu", "NotoSansTifinagh"}
_LINES = {"NotoSansArabic": (1.02, 0.44), "NotoNastaliqUrdu": (1.45, 0.75)}


@dataclass(frozen=True, slots=True, eq=False)
class Font:
    """One font file, loaded once; compared by identity."""

    name: str
    data: bytes
    face: Any  # uharfbuzz ships no types
    shaper: Any
    upem: int
    coverage: frozenset[str]
    above: float
    below: float
    steep: bool  # its words climb, so each line is measured


@cache
def font(name: str) -> Font:
    """Load a font of resources/fonts.

    Raises: EnvironmentFault("font-missing").
    """
    path = resource("fonts", f"{name}.ttf")
    if not path.is_file():
        path = own_folder() / path.name  # of a language that the post has added
    try:
        data = path.read_bytes()
    except OSError as error:
        raise EnvironmentFault("font-missing", font=path.name, reason=error.strerror or "") from error
    face = hb.Face(hb.Blob(data))
    shaper = hb.Font(face)
    family = name.partition("-")[0]
    above, below = _LINES.get(family, _LATIN_LINE)
    if family not in _KNOWN:
        extents = shaper.get_font_extents("ltr")
        above, below = extents.ascender / face.upem, -extents.descender / face.upem
    covered = frozenset(chr(code) for code in face.unicodes)
    return Font(name, data, face, shaper, face.upem, covered, above, below, above + below > _STEEP)


@cache
def chain(family: Family, weight: Weight, language: str = "") -> tuple[Font, ...]:
    """Return the fonts to try, in order; the hand that a language asks for is put before the Arabic font."""
    names = list(_CHAINS[family, weight])
    hand = font_of(language)
    if hand:
        at = next(i for i, name in enumerate(names) if name.startswith("NotoSansArabic"))
        names.insert(at, hand)
    return tuple(font(name) for name in names)


@cache
def _covered(fonts: tuple[Font, ...]) -> frozenset[str]:
    return frozenset().union(*(each.coverage for each in fonts))


def missing_characters(texts: Iterable[str], language: str = "") -> str:
    """Return the characters of the texts that no font can draw, sorted, each once."""
    covered = _covered(chain(Family.SANS, Weight.REGULAR, language))
    found = set().union(*map(set, texts)) - covered
    return "".join(sorted(char for char in found if not invisible(char)))


def drawable(text: str, fonts: tuple[Font, ...]) -> str:
    """Return the text with what no font has written as its code: [U+1F46E]. Odd spaces become spaces."""
    if text.isascii() and text.isprintable():
        return text
    missing = set(text) - _covered(fonts)
    if not missing:
        return text
    swaps = {}
    for char in missing:
        if char.isspace():
            swaps[ord(char)] = " "
        elif not invisible(char):
            swaps[ord(char)] = f"[U+{ord(char):04X}]"
    return text.translate(swaps) if swaps else text


@cache
def invisible(char: str) -> bool:
    """Tell whether a character draws nothing by itself: joiners, direction marks, selectors, controls."""
    return char.isspace() or unicodedata.category(char) in {"Cc", "Cf"} or "\ufe00" <= char <= "\ufe0f"
