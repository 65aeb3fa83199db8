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


class Family(StrEnum):
    """What a style asks for."""

    SANS = "sans"
    MONO = "mono"


class Weight(StrEnum):
    """How heavy."""

    REGULAR = "regular"
    MEDIUM = "medium"
    SEMIBOLD = "semibold"


_CHAINS: dict[tuple[Family, Weight], tuple[str, ...]] = {
    (Family.SANS, Weight.REGULAR): ("Inter-Regular", "NotoSansArabic-Regular", "NotoSans-Regular"),
    (Family.SANS, Weight.MEDIUM): ("Inter-Medium", "NotoSansArabic-Medium", "NotoSans-Regular"),
    (Family.SANS, Weight.SEMIBOLD): ("Inter-SemiBold", "NotoSansArabic-SemiBold", "NotoSans-SemiBold"),
    (Family.MONO, Weight.REGULAR): (
        "JetBrainsMono-Regular", "Inter-Regular", "NotoSansArabic-Regular", "NotoSans-Regular",
    ),
    (Family.MONO, Weight.MEDIUM): (
        "JetBrainsMono-Medium", "Inter-Medium", "NotoSansArabic-Medium", "NotoSans-Regular",
    ),
    (Family.MONO, Weight.SEMIBOLD): (
        "JetBrainsMono-Medium", "Inter-SemiBold", "NotoSansArabic-SemiBold", "NotoSans-SemiBold",
    ),
}  # fmt: skip

# Languages whose readers expect another hand than the chain's: put before the Arabic font.
_HAND_OF_LANGUAGE = {"ur": "NotoNastaliqUrdu-Regular"}

# Share of the size that lies above and below the baseline in a line of text. Arabic needs 1.25 times the
# height of Latin (ui.md 13), Nastaliq 2.2 times its size (architecture.md 5).
_LATIN_LINE = (0.95, 0.27)
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


@cache
def font(name: str) -> Font:
    """Load a font of resources/fonts.

    Raises: EnvironmentFault("font-missing").
    """
    path = resource("fonts", f"{name}.ttf")
    try:
        data = path.read_bytes()
    except OSError as error:
        raise EnvironmentFault("font-missing", font=path.name, reason=error.strerror or "") from error
    face = hb.Face(hb.Blob(data))
    above, below = _LINES.get(name.partition("-")[0], _LATIN_LINE)
    covered = frozenset(chr(code) for code in face.unicodes)
    return Font(name, data, face, hb.Font(face), face.upem, covered, above, below)


@cache
def chain(family: Family, weight: Weight, language: str = "") -> tuple[Font, ...]:
    """Return the fonts to try, in order."""
    names = list(_CHAINS[family, weight])
    hand = _HAND_OF_LANGUAGE.get(language)
    if hand is not None:
        at = next(i for i, name in enumerate(names) if name.startswith("NotoSansArabic"))
        names.insert(at, hand)
    return tuple(font(name) for name in names)


@cache
def _covered(fonts: tuple[Font, ...]) -> frozenset[str]:
    return frozenset().union(*(each.coverage for each in fonts))


def missing_characters(texts: Iterable[str]) -> str:
    """Return the characters of the texts that no shipped font can draw, sorted, each once."""
    covered = _covered(chain(Family.SANS, Weight.REGULAR))
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
