"""Part the rows below a header into data rows and what a report prints around them.

Blank rows are counted; total rows are compared, not imported; repeated headers and page feet are counted as
foot lines. Any other row is data, and has to answer for what it lacks: none is dropped in silence.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from inl_logistics.imports.columns import header_key
from inl_logistics.imports.recognition import Layout, is_date, is_number, page_line
from inl_logistics.imports.roles import NEEDS, Kind, Reads, Role, reads
from inl_logistics.imports.synonyms import TOTAL_WORDS
from inl_logistics.kernel.text import fold
from inl_logistics.sheets.cells import Cell, Row, Sheet, cell_text


@dataclass(frozen=True, slots=True)
class TotalRow:
    """A recognized total: the cells that stand in the quantity and value columns."""

    row: int
    label: str
    before: int
    """How many data rows stand above it."""
    quantity: Cell
    value: Cell
    extra: Cell = ""


@dataclass(frozen=True, slots=True)
class Body:
    """The parted rows of a sheet; row numbers are the file's own, from 1."""

    rows: list[Row]
    numbers: list[int]
    totals: tuple[TotalRow, ...]
    blank: int
    foot_lines: int


_REMARK = re.compile(
    r"\*|\(?note|nota|source|fuente|prepared|preparado|elaborado|prepare|certified|certificado|signature|firma|"
    r"approved|aprobado|visto|reviewed|revisado|legend|prices|all amounts|todos los|end of|fin d|disclaimer|comments?:|"
    r"received by|recibido por|observaci|remarks?:|generated|printed"
)


@cache
def _total_word() -> re.Pattern[str]:
    words = "|".join(re.escape(fold(word)) for word in sorted(TOTAL_WORDS.split("|"), key=len, reverse=True))
    return re.compile(
        rf"(?:{words})(?:\s*[:=].*|\s+(?:for|of|de|del|general|para|pour|por|usd|us\$|qty|quantity|items?|records?|rows?|"
        r"value|cost|pieces|units|amount|lines?|articulos|registros|piezas|unidades|\d).*)?\s*:?\Z"
    )


def is_total_label(text: str) -> bool:
    """Tell whether a text labels a total row: `Summary`, `Total for ACWORTH`, `Suma:`."""
    return bool(_total_word().match(fold(text).replace("-", " ").strip(" *=")))


def part(sheet: Sheet, layout: Layout, kind: Kind) -> Body:
    """Part the rows of a recognized sheet."""
    start = layout.header_row + 1
    rows = sheet.rows[start:]
    if not rows:
        return Body([], [], (), 0, 0)
    strange = _strange_rows(rows, layout, kind)
    if not strange:
        return Body(rows, list(range(start + 1, start + 1 + len(rows))), (), 0, 0)
    last_data = max((place for place in range(len(rows)) if place not in strange), default=-1)
    found = _Parting(layout, kind, last_data)
    for place, row in enumerate(rows):
        found.take(place, row, place in strange, start)
    return Body(found.rows, found.numbers, tuple(found.totals), found.blank, found.foot_lines)


def _strange_rows(rows: list[Row], layout: Layout, kind: Kind) -> set[int]:
    """Return rows that lack a needed column or carry a word of a total or header in one; found by columns."""
    strange: set[int] = set()
    for group in NEEDS[kind].groups:
        places = [layout.index_of(role) for role in group]
        lists = [[row[place] for row in rows] for place in places if place is not None]
        if not lists:
            continue
        empty = _empty_places(lists[0])
        for cells in lists[1:]:
            empty &= _empty_places(cells)
        strange |= empty
    for column in layout.columns:
        if column.role is None or reads(column.role) not in {Reads.TEXT, Reads.CODE, Reads.NSN}:
            continue
        cells = [row[column.index] for row in rows]
        own = header_key(column.header)
        odd = {
            cell
            for cell in set(cells)
            if isinstance(cell, str) and len(cell) < 120 and (is_total_label(cell) or (own and header_key(cell) == own))
        }
        if odd:
            strange |= {place for place, cell in enumerate(cells) if cell in odd}
    return strange


def _empty_places(cells: Sequence[Cell]) -> set[int]:
    return {place for place, cell in enumerate(cells) if cell == "" or (isinstance(cell, str) and not cell.strip())}


class _Parting:
    """Collects the rows of one sheet in order."""

    def __init__(self, layout: Layout, kind: Kind, last_data: int) -> None:
        self._groups = [
            {place for role in group if (place := layout.index_of(role)) is not None} for group in NEEDS[kind].groups
        ]
        self.rows: list[Row] = []
        self.numbers: list[int] = []
        self.totals: list[TotalRow] = []
        self.blank = 0
        self.foot_lines = 0
        self._layout = layout
        self._last_data = last_data
        self._quantity = layout.index_of(Role.QUANTITY)
        self._values = [
            place for role in (Role.LINE_VALUE, Role.OBLIGATION) if (place := layout.index_of(role)) is not None
        ]
        self._price = layout.index_of(Role.UNIT_VALUE)
        self._headers = {column.index: header_key(column.header) for column in layout.columns if column.header}

    def take(self, place: int, row: Row, strange: bool, start: int) -> None:
        """Put one row where it belongs."""
        number = start + 1 + place
        if not strange:
            self._data(row, number)
            return
        filled = [index for index, cell in enumerate(row) if cell_text(cell).strip()]
        if not filled:
            self.blank += 1
        elif self._is_header(row, filled) or (place > self._last_data and self._is_foot(row, filled)):
            self.foot_lines += 1
        elif (label := self._total_label(row, filled, place)) is not None:
            self.totals.append(self._total(row, label, number))
        elif self._is_page_line(row, filled):
            self.foot_lines += 1
        else:
            self._data(row, number)

    def _data(self, row: Row, number: int) -> None:
        self.rows.append(row)
        self.numbers.append(number)

    def _is_header(self, row: Row, filled: list[int]) -> bool:
        same = sum(1 for index in filled if self._headers.get(index) == header_key(cell_text(row[index])))
        return len(filled) >= 2 and same * 3 >= len(filled) * 2

    def _is_page_line(self, row: Row, filled: list[int]) -> bool:
        texts = [cell_text(row[index]).strip() for index in filled if not is_date(row[index])]
        only_times = all(not isinstance(row[index], float | int) for index in filled)
        return (
            only_times
            and len(filled) <= 4
            and all(page_line().fullmatch(text) or re.fullmatch(r"\d{1,2}:\d{2}(:\d{2})?.*", text) for text in texts)
        )

    def _is_foot(self, row: Row, filled: list[int]) -> bool:
        """Below the last data row: remarks, signatures, `Prepared by`, dates: words without any figure.

        A row that lacks only one of the needed columns is data with a fault, not a remark.
        """
        if self._is_page_line(row, filled):
            return True
        lacking = sum(1 for group in self._groups if group.isdisjoint(filled))
        if lacking < 2 and not (len(filled) == 1 and _REMARK.match(fold(cell_text(row[filled[0]])))):
            return False
        texts = [row[index] for index in filled if isinstance(row[index], str)]
        figures = [index for index in filled if is_number(row[index])]
        labeled = any(is_total_label(cell_text(text)) for text in texts)
        return len(filled) <= 3 and not figures and not labeled

    def _total_label(self, row: Row, filled: list[int], place: int) -> str | None:
        """Return the label of a total row (perhaps empty), or None for a data row."""
        wanted = {index for index in (self._quantity, *self._values) if index is not None}
        figures = {index for index in filled if is_number(row[index])}
        words = [index for index in filled if index not in figures and not is_date(row[index])]
        labels = [index for index in words if is_total_label(cell_text(row[index]))]
        if labels and len(words) <= 2 and (figures or len(filled) == 1):
            return cell_text(row[labels[0]]).strip()
        if not words and figures and figures & wanted and place > self._last_data:
            return ""
        return None

    def _total(self, row: Row, label: str, number: int) -> TotalRow:
        quantity = row[self._quantity] if self._quantity is not None else ""
        value = next((row[place] for place in self._values if cell_text(row[place]).strip()), "")
        extra = row[self._price] if self._price is not None else ""
        return TotalRow(number, label, len(self.rows), quantity, value, extra)
