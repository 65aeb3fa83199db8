"""Signature boxes: for pen and stamp, or with the strokes of a signature given on the screen.

Source: ui.md 15 item 9 (signature area at least 22 mm tall, stamp box, date).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from inl_logistics.paper.blocks import BOLD, HEADING, PAD, PLAIN, joined, label_lines, named_lines
from inl_logistics.paper.languages import Words
from inl_logistics.paper.model import Named, Signature, Signer
from inl_logistics.paper.page import HAIR, LABEL, MM, SMALL, THIN, Block, put
from inl_logistics.paper.pdf import Page
from inl_logistics.paper.text import Line, Style, height, line, paragraph

AREA = 22 * MM
_STAMP = 21 * MM
_GUTTER = 5.5
_STAMP_GRAY = 0.5


@dataclass(frozen=True, slots=True)
class SignatureBox:
    """Who signs, as whom, and the signature if it is already there."""

    signer: Signer
    signature: Signature | None = None


def signatures(boxes: Sequence[SignatureBox], words: Words, width: float, *, stamps: bool = True) -> Block:
    """Return the boxes, two beside each other; three, without stamps, where stamps are not asked for."""
    across = 2 if stamps else 3
    room = (width - _GUTTER * (across - 1)) / across
    pairs = [boxes[i : i + across] for i in range(0, len(boxes), across)]
    laid = [[_Box.of(box, words, room, stamps) for box in pair] for pair in pairs]
    heights = [max(box.height for box in pair) for pair in laid]

    def draw(page: Page, x: float, y: float) -> None:
        for pair, tall in zip(laid, heights, strict=True):
            for number, box in enumerate(pair):
                box.draw(page, x + number * (box.width + _GUTTER), y, tall)
            y += tall + _GUTTER

    return Block(sum(heights) + _GUTTER * max(len(laid) - 1, 0), draw)


@dataclass(frozen=True, slots=True)
class _Box:
    width: float
    words: Words
    title: tuple[tuple[Line, ...], tuple[Line, ...]]
    rows: tuple[tuple[tuple[Line, ...], tuple[Line, ...], tuple[Line, ...]], ...]
    signature: Signature | None
    stamp: bool

    @classmethod
    def of(cls, box: SignatureBox, words: Words, width: float, stamp: bool) -> _Box:
        signer = box.signer
        title = label_lines(
            words.upper(f"{signer.role}" + "_by" * (signer.role in _BY)), HEADING, width - 2 * PAD, words
        )
        fields: list[tuple[str, Named, Style]] = [("name", signer.name, BOLD), ("title", signer.title, PLAIN)]
        if signer.unit.text:
            fields.append(("unit_name", signer.unit, PLAIN))
        room = width - _label_room(width) - 3 * PAD
        rows = tuple(
            (*_row_label(key, words, width), named_lines(name, style, room, words)) for key, name, style in fields
        )
        return cls(width, words, title, rows, box.signature, stamp)

    @property
    def height(self) -> float:
        return self._title_height + sum(_row_height(row) for row in self.rows) + AREA + 5 + _DATE

    @property
    def _title_height(self) -> float:
        return max(height(side) for side in self.title) + 4.5

    def draw(self, page: Page, x: float, y: float, tall: float) -> None:
        page.frame(x, y, self.width, tall, line=THIN)
        put(page, self.title[0], x + PAD, y + 2.4)
        put(page, self.title[1], x + PAD, y + 2.4, width=self.width - 2 * PAD, align=1)
        at = y + self._title_height
        room = _label_room(self.width)
        for row in self.rows:
            page.rule(x, at, x + self.width, at, line=HAIR, gray=0.65)
            step = _row_height(row)
            left, right, value = row
            put(page, left, x + PAD, at + (step - height(left)) / 2)
            put(page, right, x + PAD, at + (step - height(right)) / 2, width=room, align=1)
            put(page, value, x + room + 2 * PAD, at + (step - height(value)) / 2)
            at += step
        page.rule(x, at, x + self.width, at, line=HAIR, gray=0.65)
        self._area(page, x, at, y + tall - _DATE)
        self._date(page, x, y + tall - _DATE)

    def _area(self, page: Page, x: float, top: float, bottom: float) -> None:
        left, right = _row_label("signature", self.words, self.width)
        put(page, left, x + PAD, top + 2.5)
        put(page, right, x + PAD, top + 2.5, width=_label_room(self.width), align=1)
        end = x + self.width - PAD
        if self.stamp:
            self._stamp(page, end - _STAMP, top, bottom)
            end -= _STAMP + 6
        page.rule(x + PAD, bottom - 5, end, bottom - 5, line=THIN)
        if self.signature is not None:
            _strokes(page, self.signature, x + PAD, top + 9, end - 6 - x - PAD, bottom - top - 14)

    def _stamp(self, page: Page, x: float, top: float, bottom: float) -> None:
        page.frame(x, top + 4, _STAMP, bottom - top - 8, line=0.6, gray=_STAMP_GRAY, dash="3 2")
        english, local = self.words.label("stamp")
        pale, room = Style(6.6, gray=_STAMP_GRAY), _STAMP - 6
        if self.words.rtl:
            lines = paragraph(english, pale, room) + paragraph(local, pale, room, self.words.code, rtl=True)
        else:
            lines = joined((english, local), pale, room, self.words)
        put(page, lines, x, (top + bottom - height(lines)) / 2, width=_STAMP, align=0.5)

    def _date(self, page: Page, x: float, y: float) -> None:
        page.rule(x, y, x + self.width, y, line=HAIR, gray=0.65)
        left, right = _row_label("date", self.words, self.width)
        room = _label_room(self.width)
        put(page, left, x + PAD, y + (_DATE - height(left)) / 2)
        put(page, right, x + PAD, y + (_DATE - height(right)) / 2, width=room, align=1)
        if self.signature is None:
            value = line("____ / ____ / 20____", PLAIN)
        else:
            at = self.signature.signed_at
            value = line(f"{self.words.english.day(at.date())} {at:%H:%M}", BOLD)
        put(page, (value,), x + room + 2 * PAD, y + (_DATE - value.height) / 2)
        if self.signature is not None:
            free = self.width - room - value.width - 4 * PAD
            note = joined(self.words.label("on_screen"), SMALL, free, self.words)
            put(page, note, x, y + (_DATE - height(note)) / 2, width=self.width - PAD, align=1)


_BY = {
    "delivered", "received", "inspected", "acknowledged", "counted", "requested", "prepared", "approved", "picked",
    "dispatched", "countersigned",
}  # fmt: skip
_DATE = 15.5


def _label_room(width: float) -> float:
    return width * 0.29


def _row_label(key: str, words: Words, width: float) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
    return label_lines(words.label(key), LABEL, _label_room(width), words)


def _row_height(row: tuple[tuple[Line, ...], tuple[Line, ...], tuple[Line, ...]]) -> float:
    return max(max(height(part) for part in row) + 2.4, 13.0)


def _strokes(page: Page, signature: Signature, x: float, y: float, width: float, height_: float) -> None:
    """Fit the strokes into the area, keeping their shape."""
    scale = min(width / max(signature.width, 1), height_ / max(signature.height, 1))
    left = x + (width - signature.width * scale) / 2
    top = y + (height_ - signature.height * scale) / 2
    for points in signature.strokes:
        if points:
            page.stroke([(left + px * scale, top + py * scale) for px, py in points])
