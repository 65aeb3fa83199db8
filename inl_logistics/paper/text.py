"""Lines and paragraphs of text in any script, measured and broken, ready to be drawn.

Source: architecture.md 5; isolation of values inside right-to-left text: ui.md 13.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from inl_logistics.paper import shaping
from inl_logistics.paper.bidi import FSI, LRI, PDI, RLI, levels, visual_order
from inl_logistics.paper.fonts import Family, Weight
from inl_logistics.paper.shaping import Run

# A line may end after a space and after a hyphen or slash between letters; codes and dates stay whole.
_UNITS = re.compile(r".+?(?:[ \u2000-\u200b\u3000]+|(?<=[^\W\d])[-–—/](?=[^\W\d])|$)", re.DOTALL)
_TOLERANCE = 0.01  # points; sums of the same widths in another order differ by less


@dataclass(frozen=True, slots=True)
class Style:
    """How text looks; `gray` 0 is black, 1 is white."""

    size: float
    weight: Weight = Weight.REGULAR
    family: Family = Family.SANS
    gray: float = 0.0
    tabular: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """One line, shaped and in visual order."""

    runs: tuple[Run, ...]
    style: Style
    width: float
    above: float
    below: float

    @property
    def height(self) -> float:
        """Return how much room the line takes."""
        return self.above + self.below


def value(text: str) -> str:
    """Wrap a number, date or code so that right-to-left text around it does not turn it round."""
    return f"{LRI}{text}{PDI}" if text else ""


def right_to_left(text: str) -> str:
    """Wrap a whole phrase of a right-to-left language that stands in left-to-right text."""
    return f"{RLI}{text}{PDI}" if text else ""


def name(text: str) -> str:
    """Wrap a name of unknown direction so that it keeps its own."""
    return f"{FSI}{text}{PDI}" if text else ""


@lru_cache(maxsize=16384)
def line(text: str, style: Style, language: str = "en", *, rtl: bool | None = False) -> Line:
    """Shape text as one line. `rtl` None finds the direction from the text."""
    ready = _ready(text, style, language)
    return _line(ready, levels(ready, _base(rtl))[1], style, language)


@lru_cache(maxsize=8192)
def paragraph(
    text: str, style: Style, width: float, language: str = "en", *, rtl: bool | None = False
) -> tuple[Line, ...]:
    """Break text into lines of at most `width` points; nothing is ever cut off."""
    found: list[Line] = []
    for part in text.split("\n"):
        whole = line(part, style, language, rtl=rtl)
        if whole.width <= width + _TOLERANCE:
            found.append(whole)
        else:
            found += _wrapped(part, style, width, language, rtl)
    return tuple(found)


def height(lines: tuple[Line, ...]) -> float:
    """Return how much room the lines take."""
    return sum(each.above + each.below for each in lines)


def widest(lines: tuple[Line, ...]) -> float:
    """Return the width of the widest line."""
    return max((each.width for each in lines), default=0.0)


def _base(rtl: bool | None) -> int | None:
    return None if rtl is None else int(rtl)


def _ready(text: str, style: Style, language: str) -> str:
    bare = " ".join(text.split("\t"))
    return shaping.prepared(bare, family=style.family, weight=style.weight, language=language)


def _line(text: str, level_of: list[int], style: Style, language: str) -> Line:
    found = shaping.runs(
        text, level_of, family=style.family, weight=style.weight, tabular=style.tabular, language=language
    )
    order = visual_order([run.level for run in found]) if len(found) > 1 else range(len(found))
    above = max((run.above for run in found), default=0.95) * style.size
    below = max((run.below for run in found), default=0.27) * style.size
    return Line(tuple(found[i] for i in order), style, sum(run.width(style.size) for run in found), above, below)


def _wrapped(text: str, style: Style, width: float, language: str, rtl: bool | None) -> list[Line]:
    ready = _ready(text, style, language)
    level_of = levels(ready, _base(rtl))[1]
    lines: list[Line] = []
    start = end = 0
    room = width
    for unit_start, unit_end in _fitting_units(ready, level_of, style, width, language):
        # Letters that join take other forms than apart, so what is not set off by a space is measured with its line.
        joined = end > start and not ready[unit_start - 1].isspace()
        begins, had = (start, width) if joined else (unit_start, room)
        bare = _measure(ready, level_of, begins, _trimmed(ready, begins, unit_end), style, language)
        needed = _measure(ready, level_of, unit_start, unit_end, style, language)
        if end > start and bare > had + _TOLERANCE:
            lines.append(_cut(ready, level_of, start, end, style, language))
            start, room, joined = unit_start, width, False
        end = unit_end
        room = width - _measure(ready, level_of, start, end, style, language) if joined else room - needed
    if end > start:
        lines.append(_cut(ready, level_of, start, end, style, language))
    return lines


def _fitting_units(text: str, level_of: list[int], style: Style, width: float, language: str) -> list[tuple[int, int]]:
    """Return the pieces that a line is made of; a word wider than the line is cut between letters."""
    found: list[tuple[int, int]] = []
    for match in _UNITS.finditer(text):
        start, end = match.span()
        if start == end:
            continue
        while end - start > 1 and _measure(text, level_of, start, _trimmed(text, start, end), style, language) > width:
            cut = start + 1
            while cut < end and _measure(text, level_of, start, cut + 1, style, language) <= width:
                cut += 1
            found.append((start, cut))
            start = cut
        found.append((start, end))
    return found


def _measure(text: str, level_of: list[int], start: int, end: int, style: Style, language: str) -> float:
    if start >= end:
        return 0.0
    return _line(text[start:end], level_of[start:end], style, language).width


def _trimmed(text: str, start: int, end: int) -> int:
    while end > start and text[end - 1].isspace():
        end -= 1
    return end


def _cut(text: str, level_of: list[int], start: int, end: int, style: Style, language: str) -> Line:
    """Make one line of a paragraph: its trailing white space goes, so rule L1 has nothing left to move."""
    end = _trimmed(text, start, end)
    while start < end and text[start].isspace():
        start += 1
    return _line(text[start:end], level_of[start:end], style, language)
