"""Labels as PDF: the code as shapes, the words in the program's fonts, sheets from any place on, single labels page by page.

Nothing that identifies the thing is ever cut: tag, serial, lot and day are printed whole and the name gives way.
Source: product.md 3 (Labels), ui.md 15 (vector PDF, embedded fonts).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from inl_logistics.kernel.problems import BadInput, Problem, raise_if_broken
from inl_logistics.labels.facts import Fact, Label
from inl_logistics.labels.layouts import EDGE, Layout, fits, module_size
from inl_logistics.labels.records import LabelKind
from inl_logistics.paper.codes import QUIET, Symbol, draw_symbol, modules
from inl_logistics.paper.fonts import Family, Weight
from inl_logistics.paper.languages import Language
from inl_logistics.paper.languages import language as paper_language
from inl_logistics.paper.page import MM
from inl_logistics.paper.pdf import Document, Page
from inl_logistics.paper.text import Line, Style, height, name, paragraph, value, widest

MOST = 5_000
MOST_COPIES = 50
_LARGEST_CODE = 34.0  # millimeters; a larger one is not read better
_WRAPS = 8.0  # a name in larger letters takes at most two lines
_SHARE = 0.44  # of the label's width that a square code may take
_SIZES = (18.0, 16.0, 14.5, 13.0, 12.0, 11.0, 10.0, 9.0, 8.5, 8.0, 7.5, 7.0, 6.5, 6.0, 5.5, 5.0, 4.5, 4.0, 3.6)
_SYMBOL_NAMES = {Symbol.QR: "QR", Symbol.DATA_MATRIX: "Data Matrix", Symbol.CODE128: "Code 128"}


@dataclass(frozen=True, slots=True)
class Printing:
    """How labels are printed; `start` is the first free place of the sheet, from 0."""

    layout: Layout
    symbol: Symbol = Symbol.QR
    start: int = 0
    copies: int = 1
    language: str = "en"


def check(labels: Sequence[Label], printing: Printing) -> None:
    """Make sure that it can be printed so that it is read again. Raises: BadInput, RulesBroken."""
    if not labels:
        raise BadInput("labels-none")
    problems = _count_problems(len(labels), printing)
    if not all(fits(printing.symbol, one.tag, printing.layout) for one in labels[:1]):
        params = {"code": _SYMBOL_NAMES[printing.symbol], "layout": printing.layout.size_words()}
        problems.append(Problem("label-too-small", params=params, where=("layout",)))
    raise_if_broken(problems)


def check_count(count: int, printing: Printing) -> None:
    """Make sure that copies, start and number are possible, before anything is read. Raises: RulesBroken."""
    raise_if_broken(_count_problems(count, printing))


def _count_problems(count: int, printing: Printing) -> list[Problem]:
    places, problems = printing.layout.places, []
    if not 1 <= printing.copies <= MOST_COPIES:
        problems.append(Problem("label-copies", params={"most": str(MOST_COPIES)}, where=("copies",)))
    if not 0 <= printing.start < places:
        problems.append(Problem("label-start", params={"places": str(places)}, where=("start",)))
    if count * printing.copies > MOST:
        params = {"count": f"{count * printing.copies:,}", "most": f"{MOST:,}"}
        problems.append(Problem("labels-too-many", params=params))
    return problems


def draw(labels: Sequence[Label], printing: Printing, *, printed_at: datetime) -> bytes:
    """Return the labels as PDF. Raises: BadInput, RulesBroken."""
    check(labels, printing)
    size = printing.layout
    words = paper_language(printing.language)
    title = labels[0].tag if len(labels) == 1 else f"{labels[0].tag} – {labels[-1].tag}"
    document = Document(title=title, language=printing.language, printed_at=printed_at)
    wanted = [one for one in labels for _ in range(printing.copies)]
    width, tall = (side * MM for side in size.page)
    page: Page | None = None
    for at, one in enumerate(wanted, printing.start):
        place = at % size.places
        if page is None or place == 0:
            page = document.page(width, tall)
        left, top = size.corner(place)
        _draw_one(page, one, left, top, printing, words)
    return document.finish()


def _draw_one(page: Page, label: Label, left: float, top: float, printing: Printing, words: Language) -> None:
    """Draw one label; measures in millimeters until they are handed to the page."""
    size = printing.layout
    x, y, width, tall = left + EDGE, top + EDGE, size.width - 2 * EDGE, size.height - 2 * EDGE
    if printing.symbol is Symbol.CODE128:
        _with_bars(page, label, (x, y, width, tall), words)
    elif size.height > size.width:
        side = min(width, tall * 0.5, 60.0)
        _square(page, label.tag, printing.symbol, x + (width - side) / 2, y + tall - side, side)
        _text(page, label, (x + 2, y + 2, width - 4, tall - side - 3), words)
    else:
        side = min(tall, _LARGEST_CODE, max(width * _SHARE, _needed(printing.symbol, label.tag)))
        _square(page, label.tag, printing.symbol, x, y + (tall - side) / 2, side)
        _text(page, label, (x + side, y + 0.8, width - side - 1.0, tall - 1.6), words)


def _needed(symbol: Symbol, text: str) -> float:
    return 0.34 * (len(modules(symbol, text)) + 2 * QUIET[symbol])


def _square(page: Page, text: str, symbol: Symbol, x: float, y: float, side: float) -> None:
    module = module_size(symbol, text, side, side)
    rows = modules(symbol, text)
    drawn = module * len(rows)
    inset = (side - drawn) / 2
    draw_symbol(page, (x + inset) * MM, (y + inset) * MM, drawn * MM, drawn * MM, symbol, text)


def _with_bars(page: Page, label: Label, box: tuple[float, float, float, float], words: Language) -> None:
    """Bars along the bottom with the tag under them; the words above."""
    x, y, width, tall = box
    module = min(module_size(Symbol.CODE128, label.tag, width, tall), 0.5)
    drawn = module * len(modules(Symbol.CODE128, label.tag)[0])
    under = min(2.6, tall * 0.18)
    bars = min(max(tall * 0.36, 5.0), 18.0)
    top = y + tall - under - bars
    draw_symbol(page, (x + (width - drawn) / 2) * MM, top * MM, drawn * MM, bars * MM, Symbol.CODE128, label.tag)
    style = Style(under * MM * 0.82, family=Family.MONO)
    line = paragraph(label.tag, style, width * MM)[0]
    page.text((x + width / 2) * MM - line.width / 2, (top + bars) * MM + line.above, line)
    _text(page, label, (x + 1.2, y + 0.4, width - 2.4, tall - under - bars - 1.0), words, tag=False)


def _text(
    page: Page, label: Label, box: tuple[float, float, float, float], words: Language, *, tag: bool = True
) -> None:
    """Draw the words as large as they fit, the tag at the foot."""
    x, y, width, tall = (side * MM for side in box)
    lines = _fitted(label, words, width, tall, tag=tag)
    for each in lines[: len(lines) - 1 if tag else len(lines)]:
        page.text(x, y + each.above, each)
        y += each.above + each.below
    if tag and lines:
        foot = lines[-1]
        page.text(x, (box[1] + box[3]) * MM - foot.below, foot)


def _fitted(label: Label, words: Language, width: float, tall: float, *, tag: bool) -> list[Line]:
    """Return the lines at the largest size at which all of them fit; where none does, the name is left short."""
    for size in _SIZES:
        lines, sound = _lines(label, words, size, width, tag=tag, most=2 if size > _WRAPS else 3)
        if sound and height(tuple(lines)) <= tall:
            return lines
    for native, note, most in ((False, True, 2), (False, True, 1), (False, False, 1), (False, False, 0)):
        for size in _SIZES[-4:]:
            lines, _ = _lines(label, words, size, width, tag=tag, native=native, note=note, most=most)
            if height(tuple(lines)) <= tall:
                return lines
    return lines


def _lines(
    label: Label, words: Language, size: float, width: float, *, tag: bool, native: bool = True, note: bool = True,
    most: int = 3,
) -> tuple[list[Line], bool]:  # fmt: skip
    """Return the lines at a size, and whether the important ones stay whole on one line."""
    big = size * (2.4 if label.kind is LabelKind.BIN else 1.15)
    title = paragraph(name(label.title), Style(big, Weight.SEMIBOLD), width, rtl=None)
    found = [*title[:most]]
    sound = len(title) <= most and (label.kind is not LabelKind.BIN or len(title) == 1)
    if native and label.native and label.native != label.title:
        local = paragraph(name(label.native), Style(size * 0.9), width, words.code, rtl=None)
        found += local[:2]
        sound = sound and len(local) <= 2
    if note and label.note:
        found += paragraph(name(label.note), Style(size * 0.85, family=Family.MONO, gray=0.2), width, rtl=None)[:1]
    for fact in label.facts:
        written = paragraph(_fact(fact, words), Style(size, Weight.MEDIUM), width, words.code, rtl=words.rtl)
        found += written
        sound = sound and len(written) == 1
    if tag:
        last = paragraph(label.tag, Style(size, Weight.MEDIUM, Family.MONO), width)
        found += last
        sound = sound and len(last) == 1 and widest(last) <= width
    return found, sound


def _fact(fact: Fact, words: Language) -> str:
    shown = words.day(fact.value) if isinstance(fact.value, date) else fact.value
    isolated = value(shown) if words.rtl and shown.isascii() else name(shown)
    return f"{words.labels[fact.word]} {isolated}" if fact.word else isolated
