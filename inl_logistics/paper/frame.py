"""What every document has round its content: opening, further headers, feet, marks, copies.

Source: ui.md 15 (items 1, 2, 10 and long receipts), product.md 8 (Receipt, QR).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from inl_logistics.paper.blocks import copy_row, letterhead
from inl_logistics.paper.codes import draw_qr
from inl_logistics.paper.fonts import Weight
from inl_logistics.paper.languages import Words
from inl_logistics.paper.model import Letterhead, Mark, Seal
from inl_logistics.paper.page import GRAY, MARGIN, MM, SMALL, Block, Sheet, put
from inl_logistics.paper.pdf import Document, Page
from inl_logistics.paper.text import Line, Style, height, line, paragraph, right_to_left

QR = 22 * MM
HEAD = 30.0  # header of the further pages
FOOT = 19.0
INITIALS = 7.0  # the boxes stand beside the second line of the foot
_TITLE = Style(15.5, Weight.SEMIBOLD)
_TITLE_LOCAL = Style(13.0, gray=GRAY)
_COPY = Style(7.4, Weight.SEMIBOLD)
_PAGE = Style(7.0, gray=GRAY)
_ENDED = frozenset({Mark.VOID, Mark.REVERSED})
_SIDE = 118.0  # room for copy name and page number beside the title


@dataclass(frozen=True, slots=True)
class CopyName:
    """One copy of the distribution."""

    number: int
    english: str
    local: str


@dataclass(slots=True)
class Frame:
    """One document's frame; `open` must come before `finish`, for it settles where the title stands."""

    words: Words
    sheet: Sheet
    title: str  # key of its label
    number: str | None
    form: str
    printed_at: datetime
    copies: tuple[CopyName, ...] = ()
    mark: Mark = Mark.NONE
    reprint: int = 0
    seal: Seal | None = None
    text_version: str = ""
    initials: bool = False
    title_y: float = 0.0
    copies_on: tuple[int, float] = (0, 0.0)  # page, and how far down, of the distribution of copies

    @property
    def is_draft(self) -> bool:
        """Tell whether the paper does not count yet."""
        return self.mark is Mark.DRAFT or self.number is None

    @property
    def foot(self) -> float:
        """Return how much height the foot of a page needs."""
        return FOOT + (INITIALS if self.initials else 0.0)

    def opening(self, head: Letterhead) -> Block:
        """Return the top of the first page: letterhead, QR, rule and title."""
        width = self.sheet.inner
        letters = letterhead(head, self.words, width - QR - 12)
        top = max(letters.height, QR) if self.seal or self.is_draft else max(letters.height, 40.0)
        title, title_height = self._title(width)
        side = (*self._copy_lines(1), *joined_always(self.words.label("page_of", page=1, pages=99), _PAGE, self.words))
        # A hand such as Nastaliq needs more than the usual line: REPRINT and the page stay above the boxes.
        title_height = max(title_height, 9.2 * (1 + len(self._copy_lines(1))), height(side))
        self.title_y = MARGIN + top + 7.5
        seal = None if self.is_draft else self.seal

        def draw(page: Page, x: float, y: float) -> None:
            letters.draw(page, x, y + max(0.0, (top - letters.height) / 3))
            if seal is not None:
                draw_qr(page, x + width - QR, y, QR, seal.qr_text)
            page.rule(x, y + top + 4, x + width, y + top + 4, line=1.6)
            title(page, x, y + top + 7.5)

        return Block(top + 7.5 + title_height + 4, draw)

    def finish(self, document: Document, pages: Sequence[Page], copies: Sequence[int]) -> None:
        """Add the pages to the document, once for each copy, with what stands on every page."""
        for number in copies or (0,):
            for at, loose in enumerate(pages, 1):
                page = document.add_copy(loose)
                self._furnish(page, at, len(pages), number)

    def copy_row(self, current: int) -> Block:
        """Return who keeps which copy, the current one ticked."""
        names = [(*copy_label(self.words, copy), copy.number == current) for copy in self.copies]
        return copy_row(names, self.words, self.sheet.inner)

    def _title(self, width: float) -> tuple[_Title, float]:
        english, local = self.words.upper(self.title)[0], self.words.label(self.title)[1]
        if self.words.rtl:
            room = (width - 2 * _SIDE + 60) / 2
            left = paragraph(english, _TITLE, room)
            right = self._one_line(local, room)
            return _Title(left, right, width, inline=False), max(height(left), height(right), 20.0)
        room = width - _SIDE
        left = paragraph(english, _TITLE, room)
        right = paragraph(local, _TITLE_LOCAL, room, self.words.code) if local else ()
        inline = len(left) == 1 and len(right) <= 1 and left[0].width + sum(r.width for r in right) + 10 <= room
        tall = height(left) if inline else height(left) + height(right)
        return _Title(left, right, 0.0, inline=inline), max(tall, 20.0)

    def _one_line(self, local: str, room: float) -> tuple[Line, ...]:
        """Set the right-to-left title on one line, a little smaller where it needs that."""
        sizes = (15.5, 14.2, 13.0)
        tried = [paragraph(local, Style(size, Weight.SEMIBOLD), room, self.words.code, rtl=True) for size in sizes]
        return next((lines for lines in tried if len(lines) == 1), tried[0])

    def _furnish(self, page: Page, at: int, count: int, copy: int) -> None:
        words, sheet = self.words, self.sheet
        numbers = words.label("page_of", page=at, pages=count)
        copy_lines = self._copy_lines(copy)
        pages = joined_always(numbers, _PAGE, words)
        if at == 1:
            side = (*copy_lines, *pages)
            align, left, width = (0.5, sheet.left, sheet.inner) if words.rtl else (1.0, sheet.left, sheet.inner)
            put(page, side, left, self.title_y, width=width, align=align)
        else:
            self._header(page, copy_lines, pages)
        self._footer(page, joined_always(numbers, Style(6.6, Weight.SEMIBOLD), words))
        if self.initials:
            self._initials(page)
        if at == self.copies_on[0]:
            self.copy_row(copy).draw(page, sheet.left, self.copies_on[1])
        if self.mark in _ENDED or self.is_draft:
            key = self.mark.value if self.mark in _ENDED else "draft"
            size = 128 if len(key) < 6 else 92
            page.across(line(words.english.label(key).upper(), Style(size, Weight.SEMIBOLD, gray=0.9)))

    def _copy_lines(self, copy: int) -> tuple[Line, ...]:
        words = self.words
        found: list[tuple[str, str]] = []
        if self.mark in _ENDED:
            found.append(words.upper(self.mark.value))
        if self.is_draft:
            found.append(words.upper("draft"))
        elif copy:
            english, local = words.upper("original" if copy == 1 else "copy")
            shown = f"{copy} / {max(len(self.copies), copy)}"
            found.append((f"{english} {shown}", local))
        if self.reprint:
            english, local = words.label("reprint", count=self.reprint)
            found.append((english.upper(), local.upper()))
        return tuple(each for pair in found for each in joined_always(pair, _COPY, words))

    def _header(self, page: Page, copy_lines: tuple[Line, ...], pages: tuple[Line, ...]) -> None:
        sheet, words = self.sheet, self.words
        english, local = words.label(self.title)
        number = line(self.number or words.english.label("draft").upper(), Style(10.0, Weight.SEMIBOLD))
        left = (number, *joined_always((english, local), _PAGE, words))
        y = MARGIN + HEAD - 5
        # Two lines in Nastaliq begin a little higher, in the room above their letters, to end above the rule.
        put(page, left, sheet.left, max(MARGIN - 2, min(MARGIN, y - height(left))))
        if words.rtl:
            put(page, copy_lines[:1], sheet.left, MARGIN, width=sheet.inner, align=0.5)
            side = (*copy_lines[1:], *pages)[-2:]
        else:
            side = (*copy_lines, *pages)[-2:]
        put(page, side, sheet.left, max(MARGIN - 4, min(MARGIN, y - height(side))), width=sheet.inner, align=1)
        page.rule(sheet.left, y, sheet.right, y, line=1.2)

    def _footer(self, page: Page, numbers: tuple[Line, ...]) -> None:
        sheet = self.sheet
        printed = f"{self.words.english.day(self.printed_at.date())} {self.printed_at:%H:%M}"
        first = ["INL Logistics", f"printed {printed}"]
        if self.seal is not None and not self.is_draft:
            first.append(f"check code {self.seal.check_code}")
        second = [f"form {self.form}", self.text_version]
        y = sheet.bottom - self.foot + 4
        page.rule(sheet.left, y - 1.5, sheet.right, y - 1.5, line=0.4, gray=0.6)
        foot = Style(6.5, gray=GRAY)
        left = [line(" · ".join(filter(None, part)), foot) for part in (first, second)]
        put(page, left, sheet.left, y)
        lead = line(f"{self.number} · ", numbers[0].style) if self.number and not self.is_draft else None
        baseline = y + numbers[0].style.size * 0.95
        x = sheet.right - numbers[0].width - (lead.width if lead else 0.0)
        if lead:
            page.text(x, baseline, lead)
        page.text(sheet.right - numbers[0].width, baseline, numbers[0])

    def _initials(self, page: Page) -> None:
        sheet, words = self.sheet, self.words
        y = sheet.bottom - self.foot + 13
        label = joined_always(words.label("initials"), SMALL, words)
        x = sheet.right - 2 * 54 - 5
        put(page, label, sheet.left, y + 2, width=x - sheet.left - 6, align=1)
        for number, key in enumerate(("from", "to")):
            left = x + number * 59
            page.frame(left, y, 54, 13, line=0.6)
            put(page, (line(words.english.label(key), Style(6.5, gray=0.5)),), left + 2, y + 0.6)


@dataclass(frozen=True, slots=True)
class _Title:
    left: tuple[Line, ...]
    right: tuple[Line, ...]
    width: float
    inline: bool

    def __call__(self, page: Page, x: float, y: float) -> None:
        below = put(page, self.left, x, y)
        if self.width:
            high = self.right[0].above > 1.2 * self.right[0].style.size  # a hand that reaches up to the rule
            put(page, self.right, x, y if high else y - 3, width=self.width, align=1)
        elif self.inline and self.right:
            page.text(x + self.left[0].width + 10, y + self.left[0].above, self.right[0])
        else:
            put(page, self.right, x, below)


def joined_always(pair: tuple[str, str], style: Style, words: Words) -> tuple[Line, ...]:
    """Set both languages on one line with a dot between, whatever their direction."""
    english, local = pair
    if not local:
        return (line(english, style),)
    shown = right_to_left(local) if words.rtl else local
    return (line(f"{english} · {shown}", style, words.code),)


def text_version(words: Words, version: str, *, reviewed: bool, english: str = "") -> str:
    """Say which text is printed, and whether anybody who speaks the language has approved it.

    `english` is the version of an English text that the post has worded itself.
    """
    if words.local is None:
        return f"text en-{version}"
    first = f"text en-{english}, " if english else "text "
    return f"{first}{words.code}-{version}" + ("" if reviewed else ", translation not yet reviewed")


def copy_label(words: Words, copy: CopyName) -> tuple[str, str]:
    """Return what the distribution row says of a copy."""
    key = "original" if copy.number == 1 else "copy"
    english, local = words.english.label(key), words.local.label(key) if words.local else ""
    first = f"{english}: {copy.english}" if copy.number == 1 else f"{english} {copy.number}: {copy.english}"
    if not local:
        return first, ""
    return first, f"{local}: {copy.local}" if copy.number == 1 else f"{local} {copy.number}: {copy.local}"
