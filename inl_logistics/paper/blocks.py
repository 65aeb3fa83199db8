"""The parts that papers are made of: letterhead, key band, parties, conditions, remarks, signatures.

In a paper of two left-to-right languages a label reads "English · Español"; with a right-to-left one
English stands at the left and the other at the right of each box. Layout is never mirrored.
Source: ui.md 15, product.md 8 (Receipt).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from inl_logistics.paper.fonts import Weight
from inl_logistics.paper.languages import Words
from inl_logistics.paper.model import Letterhead, Named, Party
from inl_logistics.paper.page import GRAY, HAIR, LABEL, SMALL, THIN, TINT, Block, put
from inl_logistics.paper.pdf import Page
from inl_logistics.paper.text import Line, Style, height, line, paragraph, right_to_left, widest

PAD = 4.6
BOLD = Style(8.2, Weight.SEMIBOLD)
PLAIN = Style(8.0)
HEADING = Style(7.4, Weight.SEMIBOLD)
WHITE = Style(7.6, Weight.SEMIBOLD, gray=1.0)
_GUTTER = 5.5


@dataclass(frozen=True, slots=True)
class Cell:
    """A label and its value in the key band; `second` is the value in the other language."""

    label: str
    value: str
    second: str = ""
    weight: float = 1.0
    large: bool = False


def joined(label: tuple[str, str], style: Style, width: float, words: Words) -> tuple[Line, ...]:
    """Set a label of two left-to-right languages: on one line, or one below the other."""
    english, local = label
    if not local:
        return paragraph(english, style, width)
    shown = f"{english} · {local}"
    if words.rtl:
        shown = f"{english} · {right_to_left(local)}"
    whole = paragraph(shown, style, width, words.code)
    if len(whole) == 1:
        return whole
    return paragraph(english, style, width) + paragraph(local, style, width, words.code)


def label_lines(
    label: tuple[str, str], style: Style, width: float, words: Words
) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
    """Return what stands at the left and what at the right of a box."""
    if not words.rtl:
        return joined(label, style, width, words), ()
    english = paragraph(label[0], style, width)
    local = paragraph(label[1], style, width, words.code, rtl=True)
    if widest(english) + widest(local) + 6 <= width:
        return english, local
    return (*english, *local), ()


def letterhead(head: Letterhead, words: Words, width: float) -> Block:
    """Return the letterhead, text only."""
    local = next((each for each in head.local if each.language == words.code), None)
    name = local.embassy if local else words.local.embassy if words.local else ""
    bureau = local.bureau if local else words.local.bureau if words.local else ""
    first, small, room = Style(10.2, Weight.SEMIBOLD), Style(7.6, gray=GRAY), width
    if words.rtl:
        room = (width - 14) / 2
        right = paragraph(name, first, room, words.code, rtl=True) + paragraph(
            bureau, small, room, words.code, rtl=True
        )
    else:
        right = ()
    left = paragraph(head.embassy, first, room) + paragraph(head.bureau, small, room)
    if name and not words.rtl:
        left += paragraph(f"{name} — {bureau}" if bureau else name, replace(small, size=7.2), room, words.code)

    def draw(page: Page, x: float, y: float) -> None:
        put(page, left, x, y)
        put(page, right, x, y, width=width, align=1)

    return Block(max(height(left), height(right)), draw)


def key_band(rows: Sequence[Sequence[Cell]], words: Words, width: float) -> Block:
    """Return the tinted band of what identifies the paper."""
    laid = [_band_row(row, words, width) for row in rows if row]

    def draw(page: Page, x: float, y: float) -> None:
        total = sum(block.height for block in laid)
        page.rectangle(x, y, width, total, gray=TINT)
        at = y
        for block in laid:
            block.draw(page, x, at)
            at += block.height
            if at < y + total - 1:
                page.rule(x, at, x + width, at, line=THIN)
        page.frame(x, y, width, total, line=THIN)

    return Block(sum(block.height for block in laid), draw)


def notice(both: tuple[str, str], words: Words, width: float) -> Block:
    """Return a framed line that must be seen first, in both languages."""
    left, right = label_lines(both, Style(9.4, Weight.SEMIBOLD), width - 2 * PAD, words)
    tall = max(height(left), height(right)) + 2 * PAD

    def draw(page: Page, x: float, y: float) -> None:
        page.frame(x, y, width, tall, line=1.4)
        put(page, left, x + PAD, y + PAD)
        put(page, right, x + PAD, y + PAD, width=width - 2 * PAD, align=1)

    return Block(tall, draw)


def _band_row(cells: Sequence[Cell], words: Words, width: float) -> Block:
    share = width / sum(cell.weight for cell in cells)
    laid = []
    for cell in cells:
        room = cell.weight * share - 2 * PAD
        english, local = words.label(cell.label)
        style = Style(10.0 if cell.large else 8.8, Weight.SEMIBOLD)
        value = paragraph(cell.value, style, room, words.code, rtl=None)
        second = paragraph(cell.second, Style(7.4), room, words.code, rtl=words.rtl) if cell.second else ()
        beside: tuple[Line, ...] = ()
        if second and len(value) == len(second) == 1 and value[0].width + second[0].width + 10 <= room:
            beside = second
        else:
            value += second
        laid.append((label_lines((english, local), LABEL, room, words), value, beside, cell.weight * share))
    tallest = 4.8 + max(
        max(height(left), height(right)) + max(height(value), height(beside))
        for (left, right), value, beside, _ in laid
    )

    def draw(page: Page, x: float, y: float) -> None:
        for number, ((left, right), value, beside, cell_width) in enumerate(laid):
            if number:
                page.rule(x, y, x, y + tallest, line=THIN)
            room = cell_width - 2 * PAD
            below_label = max(
                put(page, left, x + PAD, y + 2.0), put(page, right, x + PAD, y + 2.0, width=room, align=1)
            )
            put(page, value, x + PAD, below_label)
            for each in beside:
                page.text(x + PAD + room - each.width, below_label + value[0].above, each)
            x += cell_width

    return Block(tallest, draw)


def header_bar(page: Page, x: float, y: float, width: float, title: tuple[str, str], words: Words) -> float:
    """Draw a black bar with a white heading; returns the y below it."""
    left, right = label_lines(title, WHITE, width - 2 * PAD, words)
    tall = max(height(left), height(right)) + 3.8
    page.rectangle(x, y, width, tall, gray=0.0)
    put(page, left, x + PAD, y + 1.9)
    put(page, right, x + PAD, y + 1.9, width=width - 2 * PAD, align=1)
    return y + tall


_PARTY_ROWS = (
    ("organization", "organization", True), ("unit", "unit_name", False), ("facility", "facility", False),
    ("representative", "representative", True), ("title", "title", False), ("place", "place", False),
)  # fmt: skip
_ALWAYS = {"organization", "representative", "title"}


def parties(released: Party, received: Party, words: Words, width: float) -> Block:
    """Return the From and To boxes side by side, their rows on one line."""
    box = (width - _GUTTER) / 2
    rows: list[tuple[_PartyRow, _PartyRow]] = []
    for field, label, strong in _PARTY_ROWS:
        one, other = getattr(released, field), getattr(received, field)
        if field in _ALWAYS or one.text or other.text:
            rows.append((_party_row(one, label, words, box, strong), _party_row(other, label, words, box, strong)))
    heights = [max(a.height, b.height) for a, b in rows]
    bar = 3.8 + max(
        height(side) for key in ("from", "to") for side in label_lines(words.upper(key), WHITE, box - 2 * PAD, words)
    )
    total = bar + sum(heights)

    def draw(page: Page, x: float, y: float) -> None:
        for number, key in enumerate(("from", "to")):
            left = x + number * (box + _GUTTER)
            at = header_bar(page, left, y, box, words.upper(key), words)
            for row, tall in zip(rows, heights, strict=True):
                row[number].draw(page, left, at, box, tall)
                at += tall
                if at < y + total - 1:
                    page.rule(left, at, left + box, at, line=HAIR, gray=0.65)
            page.frame(left, y, box, total, line=THIN)

    return Block(total, draw)


@dataclass(frozen=True, slots=True)
class _PartyRow:
    left: tuple[Line, ...]
    right: tuple[Line, ...]
    value: tuple[Line, ...]
    value_x: float
    value_room: float
    align: float

    @property
    def height(self) -> float:
        return max(height(self.left), height(self.right), height(self.value)) + 2.8

    def draw(self, page: Page, x: float, y: float, box: float, tall: float) -> None:
        put(page, self.left, x + PAD, y + (tall - height(self.left)) / 2)
        put(page, self.right, x + PAD, y + (tall - height(self.right)) / 2, width=box - 2 * PAD, align=1)
        put(
            page, self.value, x + self.value_x, y + (tall - height(self.value)) / 2,
            width=self.value_room, align=self.align,
        )  # fmt: skip


def _party_row(name: Named, label: str, words: Words, box: float, strong: bool) -> _PartyRow:
    style = BOLD if strong else PLAIN
    label_room = box * (0.24 if words.rtl else 0.372)
    if words.rtl:
        english, local = words.label(label)
        left = paragraph(english, LABEL, label_room)
        right = paragraph(local, LABEL, label_room, words.code, rtl=True)
        value_x, align = label_room + PAD, 0.5
        value_room = box - 2 * (label_room + PAD)
    else:
        left, right = joined(words.label(label), SMALL, label_room, words), ()
        value_x, align = label_room + 2 * PAD, 0.0
        value_room = box - label_room - 3 * PAD
    return _PartyRow(left, right, named_lines(name, style, value_room, words), value_x, value_room, align)


def named_lines(name: Named, style: Style, width: float, words: Words) -> tuple[Line, ...]:
    """Set a name: as its owner writes it first, then as the document knows it."""
    if not name.native or name.native == name.text:
        return paragraph(name.text, style, width, words.code, rtl=None) if name.text else ()
    native = paragraph(name.native, style, width, words.code, rtl=None)
    return native + (paragraph(name.text, replace(LABEL, size=7.0), width) if name.text else ())


def heading(label: tuple[str, str], words: Words, width: float) -> Block:
    """Return a heading over an open area."""
    left, right = label_lines(label, replace(HEADING, gray=0.2), width, words)

    def draw(page: Page, x: float, y: float) -> None:
        put(page, left, x, y)
        put(page, right, x, y, width=width, align=1)

    return Block(max(height(left), height(right)), draw)


RULE_STEP = 14.8


def remarks(label: tuple[str, str], text: str, words: Words, width: float, *, room: float) -> Block:
    """Return the remarks: what is known, then ruled lines down to the room there is, at least two."""
    title = heading(label, words, width)
    said = paragraph(text, PLAIN, width, words.code, rtl=None) if text else ()
    used = title.height + height(said) + 2
    count = max(2, int((room - used) / RULE_STEP))
    total = used + count * RULE_STEP

    def draw(page: Page, x: float, y: float) -> None:
        title.draw(page, x, y)
        at = put(page, said, x, y + title.height + 1)
        for number in range(1, count + 1):
            page.rule(x, at + number * RULE_STEP, x + width, at + number * RULE_STEP, line=HAIR, gray=0.55)

    return Block(total, draw)


def two_columns(
    title: tuple[str, str],
    english: Sequence[str],
    local: Sequence[str],
    words: Words,
    width: float,
    *,
    numbered: bool,
    size: float = 6.9,
    spaced: float = 0.0,
) -> Block:
    """Return a box of paragraphs, English at the left, the other language at the right, row by row."""
    code, offset = words.code, 0
    if words.local is None:
        offset = (len(english) + 1) // 2
        english, local, code = english[:offset], english[offset:], "en"
    style, half = Style(size), width / 2
    hang, gap = (size * 1.45, size * 0.26) if numbered else (0.0, spaced)
    room = half - 2 * PAD - hang
    rows = _beside(english, local, style, room, code, rtl=words.rtl)
    marks = _beside(
        [f"{number}." if numbered else "" for number in range(1, len(rows) + 1)],
        [f"{number}." if numbered and other else "" for number, (_, other) in enumerate(rows, 1 + offset)],
        style, hang + 4, code, rtl=words.rtl,
    )  # fmt: skip
    titles = (paragraph(title[0], HEADING, room), paragraph(title[1] or "", HEADING, room, code, rtl=words.rtl))
    top = max(height(each) for each in titles) + 3.5
    heights = [max(height(one), height(other)) + gap for one, other in rows]
    total = top + sum(heights) + 5

    def draw(page: Page, x: float, y: float) -> None:
        page.frame(x, y, width, total, line=THIN)
        page.rule(x + half, y + 4, x + half, y + total - 4, line=HAIR, gray=0.65)
        side = 1.0 if words.rtl else 0.0
        put(page, titles[0], x + PAD, y + 3.5)
        put(page, titles[1], x + half + PAD, y + 3.5, width=half - 2 * PAD, align=side)
        at = y + top
        for (mark, second), (one, other), tall in zip(marks, rows, heights, strict=True):
            put(page, mark, x + PAD, at)
            lower = other[0].above - second[0].above if other and second else 0.0  # both on one baseline
            put(page, second, x + half + PAD, at + lower, width=half - 2 * PAD, align=side)
            put(page, one, x + PAD + hang, at)
            put(page, other, x + half + PAD + (0 if words.rtl else hang), at, width=room, align=side)
            at += tall

    return Block(total, draw)


def _beside(
    english: Sequence[str], local: Sequence[str], style: Style, room: float, code: str, *, rtl: bool
) -> list[tuple[tuple[Line, ...], tuple[Line, ...]]]:
    """Set texts of two columns row by row; an empty text takes no room."""
    return [
        (
            paragraph(one, style, room) if one else (),
            paragraph(other, style, room, code, rtl=rtl) if other else (),
        )
        for one, other in zip_longest(english, local, fillvalue="")
    ]


def copy_row(names: Sequence[tuple[str, str, bool]], words: Words, width: float) -> Block:
    """Return the distribution of copies: who keeps which, this one ticked."""
    strong = Style(6.5, Weight.SEMIBOLD)
    quiet = Style(6.5, gray=GRAY)
    needs = [
        max(line(english, strong).width, line(local, quiet, words.code, rtl=words.rtl).width if local else 0.0) + 16
        for english, local, _ in names
    ]
    spare = (width - sum(needs)) / max(len(names) - 1, 1)
    shares = [need + spare for need in needs] if spare > 0 else [need * width / sum(needs) for need in needs]
    laid = [
        (
            paragraph(english, strong, share - 9.5),
            paragraph(local, quiet, share - 9.5, words.code, rtl=words.rtl) if local else (),
            ticked,
        )
        for (english, local, ticked), share in zip(names, shares, strict=True)
    ]
    total = max((height(one) + height(other) for one, other, _ in laid), default=0.0)

    def draw(page: Page, x: float, y: float) -> None:
        for (one, other, ticked), share in zip(laid, shares, strict=True):
            page.frame(x, y + 1.2, 6, 6, line=0.6)
            if ticked:
                page.rule(x + 1.2, y + 4.2, x + 2.6, y + 6.0, line=1.1)
                page.rule(x + 2.6, y + 6.0, x + 5.2, y + 2.2, line=1.1)
            put(page, other, x + 9.5, put(page, one, x + 9.5, y))
            x += share

    return Block(total, draw)
