"""Tables on paper: columns with heads in two languages, rows that stay whole, serials that may run on.

Source: ui.md 15 (item 5: full serials under the line, 8 across, mono; column heads repeat).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from inl_logistics.paper.fonts import Family, Weight
from inl_logistics.paper.languages import Words
from inl_logistics.paper.page import HAIR, SMALL, THIN, TINT, Block, Flow, put
from inl_logistics.paper.pdf import Page
from inl_logistics.paper.text import Line, Style, height, line, paragraph

SERIAL = Style(7.0, Weight.MEDIUM, Family.MONO)
SERIAL_GRAY = Style(7.0, Weight.REGULAR, Family.MONO, gray=0.3)
_HEAD = Style(7.2, Weight.SEMIBOLD)
_PAD = 3.2
_ACROSS = 8
_SERIAL_GAP = 6.0


@dataclass(frozen=True, slots=True)
class Column:
    """One column; width 0 takes what is left."""

    label: tuple[str, str]
    width: float = 0.0
    align: float = 0.0


@dataclass(frozen=True, slots=True)
class Row:
    """One row: lines for each cell, and below them serials that may break between their rows."""

    cells: tuple[tuple[Line, ...], ...]
    serials: tuple[tuple[str, ...], ...] = ()  # groups, each begins a row; a leading "" leaves a gap
    indent: float = 0.0
    banner: tuple[Line, ...] = ()  # instead of cells: a heading over the rows that follow
    local: tuple[tuple[int, tuple[Line, ...]], ...] = ()  # right-aligned lines below those of a cell
    number: str = ""
    beside: tuple[Line, ...] = ()  # after the first part of the second cell, on its line


class Table:
    """A table of one document: its columns with their places, its head and its rows as blocks."""

    def __init__(self, columns: Sequence[Column], words: Words, width: float, *, grid: bool = False) -> None:
        self.words = words
        self._grid = grid
        self.width = width
        free = width - sum(column.width for column in columns)
        self.columns = [
            Column(column.label, column.width or free / sum(not each.width for each in columns), column.align)
            for column in columns
        ]
        self.lefts = [sum(each.width for each in self.columns[:i]) for i in range(len(self.columns))]

    def room(self, column: int) -> float:
        """Return the width of text in a column."""
        return self.columns[column].width - 2 * _PAD

    @property
    def across(self) -> float:
        """Return the room of what runs over all columns but that of the number."""
        return self.width - self.lefts[1] - 2 * _PAD

    def head(self) -> Block:
        """Return the column heads, tinted, repeated on every page."""
        cells = []
        for number, column in enumerate(self.columns):
            room = self.room(number)
            english, local = column.label
            lines = paragraph(english, _HEAD, room)
            second = paragraph(local, SMALL, room, self.words.code, rtl=self.words.rtl) if local else ()
            cells.append((lines, second, column.align))
        tall = max(height(one) + height(other) for one, other, _ in cells) + 5

        def draw(page: Page, x: float, y: float) -> None:
            page.rectangle(x, y, self.width, tall, gray=TINT)
            page.frame(x, y, self.width, tall, line=THIN)
            for left, (one, other, align), column in zip(self.lefts, cells, self.columns, strict=True):
                room = column.width - 2 * _PAD
                at = put(page, one, x + left + _PAD, y + 2.5, width=room, align=align)
                put(page, other, x + left + _PAD, at, width=room, align=1.0 if self.words.rtl else align)

        return Block(tall, draw)

    def place(self, flow: Flow, rows: Sequence[Row], pieces: Sequence[Sequence[Block]]) -> None:
        """Draw the rows, cut by `atoms`: a row's first serials stay with it, the others may run on."""
        for row, atoms in zip(rows, pieces, strict=True):
            for number, atom in enumerate(atoms):
                turned = flow.room < atom.height
                if turned and number:
                    flow.turn()
                    self._carry_on(flow, row)
                flow.place(atom)

    def atoms(self, row: Row) -> list[Block]:
        """Return the pieces of a row that are never cut."""
        if row.banner:
            return [self._banner(row)]
        serial_rows = self._serial_rows(row.serials)
        first = self._main(row, serial_rows[:1], last=len(serial_rows) <= 1)
        rest = [
            self._serial_block(line_, last=number == len(serial_rows))
            for number, line_ in enumerate(serial_rows[1:], 2)
        ]
        return [first, *rest]

    def _main(self, row: Row, serial_rows: list[list[tuple[float, Line]]], *, last: bool) -> Block:
        seconds = dict(row.local)
        body = max(height(cell) + height(seconds.get(i, ())) for i, cell in enumerate(row.cells))
        serial_height = sum(_SERIAL_LINE for _ in serial_rows)
        tall = body + serial_height + (4.6 if last else 2.2)

        def draw(page: Page, x: float, y: float) -> None:
            for number, (left, column, cell) in enumerate(zip(self.lefts, self.columns, row.cells, strict=True)):
                indent = row.indent if number == 1 else 0.0
                room = column.width - 2 * _PAD - indent
                second = seconds.get(number, ())
                at = y + 2.2
                if column.align == 1.0 or number == 0:
                    at += (min(body, 20.0) - height(cell) - height(second)) / 2 if body > height(cell) else 0
                at = max(at, y + 2.2)
                if number == 1 and row.beside:
                    self._beside(page, x + left + _PAD + indent, at, row)
                at = put(page, cell, x + left + _PAD + indent, at, width=room, align=column.align)
                put(page, second, x + left + _PAD, at, width=column.width - 2 * _PAD, align=1.0)
            at = y + 2.2 + body
            for serial_row in serial_rows:
                self._draw_serials(page, x, at, serial_row)
                at += _SERIAL_LINE
            self._edges(page, x, y, tall, last=last)
            if self._grid:
                for left in self.lefts[1:]:
                    page.rule(x + left, y, x + left, y + tall - serial_height, line=HAIR, gray=0.45)

        return Block(tall, draw)

    def _beside(self, page: Page, x: float, y: float, row: Row) -> None:
        """Draw a code after the name it belongs to, on the last line of the name's style."""
        cell = row.cells[1]
        for each in cell:
            last = each.style == cell[0].style
            if not last:
                break
            baseline, end = y + each.above, x + each.width + 5
            y += each.height
        page.text(end, baseline, row.beside[0])

    def _serial_block(self, serials: list[tuple[float, Line]], *, last: bool) -> Block:
        tall = _SERIAL_LINE + (2.4 if last else 0.0)

        def draw(page: Page, x: float, y: float) -> None:
            self._draw_serials(page, x, y, serials)
            self._edges(page, x, y, tall, last=last)

        return Block(tall, draw)

    def _draw_serials(self, page: Page, x: float, y: float, serials: list[tuple[float, Line]]) -> None:
        for left, each in serials:
            page.text(x + self.lefts[1] + _PAD + left, y + each.above, each)

    def _edges(self, page: Page, x: float, y: float, tall: float, *, last: bool) -> None:
        page.rule(x, y, x, y + tall, line=THIN)
        page.rule(x + self.width, y, x + self.width, y + tall, line=THIN)
        if last:
            page.rule(x, y + tall, x + self.width, y + tall, line=HAIR, gray=0.45)

    def _serial_rows(self, groups: Sequence[Sequence[str]]) -> list[list[tuple[float, Line]]]:
        """Lay serials out on a grid of eight, or of as many as the longest leaves room for; never cut."""
        room = self.across
        found: list[list[tuple[float, Line]]] = []
        for group in groups:
            lines = [line(text, SERIAL) for text in group]
            longest = max((each.width for each in lines), default=0.0)
            across = max(1, min(_ACROSS, int(room // (longest + _SERIAL_GAP)))) if longest else _ACROSS
            if longest > room:
                for text in group:
                    found += [[(0.0, each)] for each in paragraph(text, SERIAL, room)]
                continue
            step = room / across
            for start in range(0, len(lines), across):
                found.append([(step * i, each) for i, each in enumerate(lines[start : start + across])])
        return found

    def _banner(self, row: Row) -> Block:
        tall = height(row.banner) + 4

        def draw(page: Page, x: float, y: float) -> None:
            page.rectangle(x, y, self.width, tall, gray=0.97)
            put(page, row.banner, x + self.lefts[1] + _PAD, y + 2)
            self._edges(page, x, y, tall, last=True)

        return Block(tall, draw)

    def _carry_on(self, flow: Flow, row: Row) -> None:
        """Say, on a new page, whose serials these are."""
        note = line(f"{row.number} {' · '.join(filter(None, self.words.label('continued')))}", SMALL, self.words.code)
        tall = note.height + 2

        def draw(page: Page, x: float, y: float) -> None:
            put(page, (note,), x + self.lefts[1] + _PAD, y + 1)
            self._edges(page, x, y, tall, last=False)

        flow.place(Block(tall, draw))


_SERIAL_LINE = 9.0


def total_row(
    width: float, left: float, title: tuple[Line, ...], middle: tuple[Line, ...], right: tuple[Line, ...]
) -> Block:
    """Return the tinted row under a table: title, what was counted, and the value."""
    tall = max(height(title), height(middle), height(right)) + 4

    def draw(page: Page, x: float, y: float) -> None:
        page.rectangle(x, y, width, tall, gray=TINT)
        page.frame(x, y, width, tall, line=THIN)
        put(page, title, x + left + _PAD, y + (tall - height(title)) / 2)
        put(page, middle, x + left + 92, y + (tall - height(middle)) / 2)
        put(page, right, x, y + (tall - height(right)) / 2, width=width - _PAD, align=1)

    return Block(tall, draw)
