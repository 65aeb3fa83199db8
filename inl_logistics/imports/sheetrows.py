"""Bring the rows of all recognized sheets into one table of parsed columns.

How numbers and dates are written is found per sheet, from all its columns together.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from inl_logistics.imports.body import Body
from inl_logistics.imports.days import order_of
from inl_logistics.imports.mapping import Mapping
from inl_logistics.imports.numbers import Mark, evidence
from inl_logistics.imports.parsing import Flaw, Forms, distinct, nsn_of, parse_column
from inl_logistics.imports.plan import ImportRequest, SheetFacts
from inl_logistics.imports.recognition import Layout
from inl_logistics.imports.roles import Reads, Role, reads
from inl_logistics.sheets.cells import Cell, Row, Sheet

Chosen = tuple[int, SheetFacts, Layout, Body, Sheet, Mapping | None]

_AMOUNTS = {Reads.MONEY, Reads.NUMBER, Reads.QUANTITY}


@dataclass(slots=True)
class Gathered:
    """All data rows, parsed, with the flaws found on the way."""

    sheets: list[SheetFacts] = field(default_factory=list)
    files: list[int] = field(default_factory=list)
    mappings: list[Mapping | None] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    """First table row of each sheet."""
    columns: dict[Role, list[object]] = field(default_factory=dict)
    cells: dict[Role, list[Cell]] = field(default_factory=dict)
    """The cells as read, for the columns whose text is counted or shown."""
    flaws: list[tuple[int, Role, Flaw, Cell]] = field(default_factory=list)
    unsure: list[tuple[int, Role, Mark]] = field(default_factory=list)
    """(sheet, role, mark) where the decimal mark had to be assumed."""
    sheet_of: list[int] = field(default_factory=list)
    row_of: list[int] = field(default_factory=list)
    raw: list[Row] = field(default_factory=list)
    uncomputed: list[tuple[int, Role]] = field(default_factory=list)

    @property
    def length(self) -> int:
        """Return the number of data rows."""
        return len(self.raw)


def gather(request: ImportRequest, chosen: list[Chosen]) -> Gathered:
    """Parse the rows of all chosen sheets."""
    gathered = Gathered()
    for number, (file, facts, layout, body, sheet, mapping) in enumerate(chosen):
        start = gathered.length
        gathered.sheets.append(facts)
        gathered.files.append(file)
        gathered.mappings.append(mapping)
        gathered.starts.append(start)
        gathered.sheet_of += [number] * len(body.rows)
        gathered.row_of += body.numbers
        gathered.raw += body.rows
        _columns(request, gathered, layout, body, mapping, start, number)
        _uncomputed(gathered, layout, body, sheet, start)
        for values in gathered.columns.values():
            values += [None] * (gathered.length - len(values))
        for cells in gathered.cells.values():
            cells += [""] * (gathered.length - len(cells))
    _join_stock_numbers(gathered)
    return gathered


def _columns(
    request: ImportRequest, gathered: Gathered, layout: Layout, body: Body, mapping: Mapping | None, start: int,
    number: int,
) -> None:  # fmt: skip
    by_role: dict[Role, list[Cell]] = {}
    transposed = list(zip(*body.rows, strict=True)) if body.rows else []
    for column in layout.columns:
        if column.role is not None and column.index < max(len(transposed), 1):
            by_role[column.role] = list(transposed[column.index]) if transposed else []
    marks = _marks(by_role, mapping)
    for role, mark in marks.items():
        if mark[1]:
            gathered.unsure.append((number, role, mark[0] or Mark.POINT))
    order = mapping.date_order if mapping else None
    dates = [cell for role, cells in by_role.items() if reads(role) is Reads.DATE for cell in distinct(cells)]
    proven = order or order_of(dates)[0]
    for role, cells in by_role.items():
        own = order or (order_of(distinct(cells))[0] if reads(role) is Reads.DATE else None)
        forms = Forms(own or proven, marks[role][0] if role in marks else None, request.today.year)
        parsed = parse_column(role, cells, forms)
        gathered.columns.setdefault(role, [None] * start).extend(parsed.values)
        gathered.cells.setdefault(role, [""] * start).extend(cells)
        gathered.flaws += [(start + place, role, flaw, cells[place]) for place, flaw in parsed.flaws]


def _marks(by_role: dict[Role, list[Cell]], mapping: Mapping | None) -> dict[Role, tuple[Mark | None, bool]]:
    """Return the decimal mark of each column with numbers, and whether it was assumed.

    A column's own values decide; where they leave it open the other columns of the sheet do.
    """
    found = {role: evidence(distinct(cells)) for role, cells in by_role.items() if reads(role) in _AMOUNTS}
    if mapping is not None and mapping.decimal_mark is not None:
        return dict.fromkeys(found, (mapping.decimal_mark, False))
    points = sum(points for points, _commas, _unsure in found.values())
    commas = sum(commas for _points, commas, _unsure in found.values())
    sheet_mark = None if points == commas else Mark.POINT if points > commas else Mark.COMMA
    marks: dict[Role, tuple[Mark | None, bool]] = {}
    for role, (own_points, own_commas, unsure) in found.items():
        own = None if own_points == own_commas else Mark.POINT if own_points > own_commas else Mark.COMMA
        chosen = own or sheet_mark
        assumed = chosen is None and unsure > 0 and reads(role) is Reads.MONEY
        marks[role] = (chosen, assumed)
    return marks


def _uncomputed(gathered: Gathered, layout: Layout, body: Body, sheet: Sheet, start: int) -> None:
    if not sheet.uncomputed:
        return
    roles = {column.index: column.role for column in layout.columns if column.role is not None}
    at = {row: start + place for place, row in enumerate(body.numbers)}
    for row, column in sheet.uncomputed:
        if row + 1 in at and column in roles:
            gathered.uncomputed.append((at[row + 1], roles[column]))


def _join_stock_numbers(gathered: Gathered) -> None:
    """Make one stock number of class and item number where the file parts them."""
    items = gathered.columns.get(Role.NIIN)
    if items is None:
        return
    groups = gathered.columns.get(Role.FSC) or [None] * len(items)
    whole = gathered.columns.get(Role.NSN) or [None] * len(items)
    gathered.columns[Role.NSN] = [
        given or nsn_of(group, item) for given, group, item in zip(whole, groups, items, strict=True)
    ]
