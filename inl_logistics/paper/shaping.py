"""From text to glyphs: splitting by direction, font and script, and shaping with HarfBuzz.

Every glyph that is drawn carries the text it stands for, so that what is searched and copied is the
text that was given. Arabic letters are drawn as a bare form plus dots, and one form serves many letters:
so the text belongs to the pair of glyph and text, never to the glyph alone.
Source: architecture.md 5.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import uharfbuzz as hb

from inl_logistics.paper.bidi import REMOVED
from inl_logistics.paper.fonts import Family, Font, Weight, chain, drawable

_JOINERS = "\u200c\u200d"  # they shape the letters beside them
_CONTROLS = "\u061c\u200b\u200e\u200f\u2066\u2067\u2068\u2069\u00ad"  # they have done their work by now

BLANK = -1  # a slot that draws nothing and only carries text

_SCRIPTS = (
    ("A", "ʯ", "Latn"), ("Ͱ", "Ͽ", "Grek"), ("Ѐ", "ԯ", "Cyrl"), ("֐", "׿", "Hebr"),
    ("؀", "ۿ", "Arab"), ("ݐ", "ݿ", "Arab"), ("ࡰ", "ࣿ", "Arab"), ("ऀ", "ॿ", "Deva"),
    ("ᲀ", "\u1c8f", "Cyrl"), ("Ḁ", "ỿ", "Latn"), ("ἀ", "\u1fff", "Grek"), ("ⴰ", "\u2d7f", "Tfng"), ("ⷠ", "ⷿ", "Cyrl"),
    ("Ꙁ", "ꚟ", "Cyrl"), ("\ufb1d", "\ufb4f", "Hebr"), ("ﭐ", "\ufdff", "Arab"), ("ﹰ", "\ufefe", "Arab"),
)  # fmt: skip

# Contextual alternates turn "->" and "3x4" into other signs: never on a paper that must say what was typed.
_PLAIN = {"calt": False, "dlig": False}
_TABULAR = {"calt": False, "dlig": False, "tnum": True}


@dataclass(frozen=True, slots=True)
class Slot:
    """One glyph in visual order; distances in font units."""

    glyph: int
    text: str
    advance: int  # how far the pen moves
    width: int  # how far it would move by the font's own table
    x: int
    y: int


@dataclass(frozen=True, slots=True, eq=False)
class Run:
    """A shaped piece of text in one font and direction; compared by identity, cached."""

    font: Font
    slots: tuple[Slot, ...]
    advance: int
    level: int
    above: float  # share of the size that a line with this run needs above its baseline, and below it
    below: float

    def width(self, size: float) -> float:
        """Return its width in points."""
        return self.advance * size / self.font.upem


@lru_cache(maxsize=4096)
def script_of(char: str) -> str:
    """Return the ISO 15924 script of a letter of the scripts we have fonts for, else nothing."""
    for first, last, script in _SCRIPTS:
        if first <= char <= last:
            return script if unicodedata.category(char)[0] in "LM" else ""
    return ""


def runs(
    text: str, level_of: Sequence[int], *, family: Family, weight: Weight, tabular: bool, language: str
) -> list[Run]:
    """Shape one line of text, in logical order; levels belong to the characters."""
    fonts = chain(family, weight, language)
    if not text:
        return []
    if text.isascii():
        level = level_of[0]
        if all(each == level for each in level_of):
            return [shape(fonts[0], text, level, "Latn", language, tabular)]
    return [
        shape(font, piece, level, script, language, tabular)
        for piece, font, level, script in _split(text, level_of, fonts)
    ]


def prepared(text: str, *, family: Family, weight: Weight, language: str) -> str:
    """Return what will be drawn: one line, with characters that no font has written as their codes."""
    return drawable(text, chain(family, weight, language))


@lru_cache(maxsize=32768)
def shape(font: Font, text: str, level: int, script: str, language: str, tabular: bool) -> Run:
    """Shape a piece of one font, direction and script."""
    buffer = hb.Buffer()
    buffer.add_str(text)
    buffer.direction = "rtl" if level % 2 else "ltr"
    buffer.script = script
    buffer.language = language or "en"
    buffer.cluster_level = hb.BufferClusterLevel.MONOTONE_CHARACTERS
    hb.shape(font.shaper, buffer, _TABULAR if tabular else _PLAIN)
    glyphs = [
        (info.codepoint, info.cluster, place.x_advance, place.x_offset, place.y_offset)
        for info, place in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True)
    ]
    slots = _slots(font, text, glyphs, rtl=bool(level % 2))
    above, below = _ink(font, slots) if font.steep else (font.above, font.below)
    return Run(font, slots, sum(slot.advance for slot in slots), level, above, below)


def _ink(font: Font, slots: tuple[Slot, ...]) -> tuple[float, float]:
    """Return how far the letters reach: words that climb, as in Nastaliq, may need more than their font promises."""
    above, below = font.above, font.below
    for slot in slots:
        extents = font.shaper.get_glyph_extents(slot.glyph) if slot.glyph != BLANK else None
        if extents is not None:
            top = slot.y + extents.y_bearing
            above = max(above, top / font.upem)
            below = max(below, -(top + extents.height) / font.upem)
    return above, below


def _slots(font: Font, text: str, glyphs: list[tuple[int, int, int, int, int]], *, rtl: bool) -> tuple[Slot, ...]:
    """Share the text of each cluster among its glyphs: whole to the widest, one letter at a time to blanks."""
    natural = font.shaper.get_glyph_h_advance
    result: list[Slot] = []
    starts = sorted({cluster for _, cluster, *_ in glyphs})
    end_of = dict(zip(starts, [*starts[1:], len(text)], strict=True))
    i = 0
    while i < len(glyphs):
        cluster = glyphs[i][1]
        last = i
        while last < len(glyphs) and glyphs[last][1] == cluster:
            last += 1
        words = text[cluster : end_of[cluster]]
        main = max(range(i, last), key=lambda at: glyphs[at][2])
        if rtl and len(words) > 1:
            # Read from the left, readers of PDF turn the order round: give the later letters first.
            result += [Slot(BLANK, char, 0, 0, 0, 0) for char in reversed(words[1:])]
            words = words[0]
        for at in range(i, last):
            glyph, _, advance, x, y = glyphs[at]
            result.append(Slot(glyph, words if at == main else "", advance, natural(glyph), x, y))
        i = last
    return tuple(result)


def _split(text: str, level_of: Sequence[int], fonts: tuple[Font, ...]) -> list[tuple[str, Font, int, str]]:
    """Cut the text where level, font or script changes; marks, spaces and signs stay with what is before."""
    first = fonts[0]
    scripts = _scripts(text)
    pieces: list[tuple[str, Font, int, str]] = []
    current: tuple[Font, int, str] | None = None
    kept: list[str] = []
    for char, level, script in zip(text, level_of, scripts, strict=True):
        if char in _CONTROLS or (level == REMOVED and char not in _JOINERS):
            continue
        level = current[1] if level == REMOVED and current else max(level, 0)
        before = current[0] if current else None
        clings = before is not None and (char in before.coverage or char in _JOINERS) and _clings(char)
        chosen = before if clings and before else next((each for each in fonts if char in each.coverage), first)
        key = (chosen, level, script)
        if current is not None and key != current:
            pieces.append(("".join(kept), *current))
            kept = []
        current = key
        kept.append(char)
    if current is not None:
        pieces.append(("".join(kept), *current))
    return pieces


@lru_cache(maxsize=4096)
def _clings(char: str) -> bool:
    return unicodedata.category(char)[0] in "MZPC"


def _scripts(text: str) -> list[str]:
    """Return the script of each character; what belongs to no script takes that of its neighbor."""
    found = [script_of(char) for char in text]
    last = next((script for script in found if script), "Latn")
    for i, script in enumerate(found):
        last = found[i] = script or last
    return found
