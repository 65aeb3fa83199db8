"""The grid of the check step: the file's own rows and letters, bad cells marked, columns matched in the header.

Source: picture 06; ui.md 6 (problem cells) and 10 (Import).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from inl_logistics.imports.plan import ImportPlan, ImportProblem, Level, SheetFacts
from inl_logistics.imports.recognition import ColumnFound
from inl_logistics.imports.roles import Reads, reads
from inl_logistics.sheets.cells import cell_text
from ui.imports.words import role
from ui.kit.tables import Column
from ui.kit.tokens import ToneName


@dataclass(frozen=True, slots=True)
class GridRow:
    """One row of the file: its own number, its cells as text, its problems by column letter."""

    index: int
    row: int
    cells: tuple[str, ...]
    problems: dict[str, ImportProblem]


def grid_columns(sheet: SheetFacts, *, most: int = 26) -> tuple[Column, ...]:
    """Return a column for the row number and one for each column of the file."""
    found = [Column("row", "#", lambda row: str(row.row), 52, "numberQuiet")]
    found += [_column(one) for one in sheet.columns[:most]]
    return tuple(found)


def _column(found: ColumnFound) -> Column:
    at, letter = found.index, found.letter

    def words(row: GridRow) -> str:
        problem = row.problems.get(letter)
        if at < len(row.cells) and row.cells[at]:
            return row.cells[at]
        return problem.found if problem else ""

    def tone(row: GridRow) -> ToneName | None:
        problem = row.problems.get(letter)
        if problem is None:
            return None
        return "bad" if problem.level is Level.ERROR else "warn"

    def problem(row: GridRow) -> str:
        one = row.problems.get(letter)
        return one.message() if one else ""

    how = reads(found.role) if found.role else None
    kind = "numberQuiet" if how in (Reads.QUANTITY, Reads.MONEY, Reads.NUMBER) else "mono" if how in (Reads.SERIAL, Reads.CODE, Reads.NSN) else "text"  # fmt: skip
    title = f"{letter}  {found.header or '—'} · {role(found.role)}"
    width = min(220, max(96, 7 * len(title) + 18))
    return Column(letter, title, words, width, kind, tone=tone, problem=problem)  # type: ignore[arg-type]  # literals


def row_maker(
    plan: ImportPlan, by_row: dict[int, list[ImportProblem]]
) -> Callable[[Sequence[Any], Callable[[Sequence[Any]], None]], None]:
    """Return the function that delivers rows of the plan by index: they are in memory already."""

    def deliver_rows(keys: Sequence[Any], deliver: Callable[[Sequence[Any]], None]) -> None:
        table = plan.table
        rows = []
        for index in keys:
            problems: dict[str, ImportProblem] = {}
            for one in by_row.get(index, ()):
                if one.column not in problems or one.level is Level.ERROR:
                    problems[one.column] = one
            cells = tuple(cell_text(cell) for cell in table.raw[index])
            rows.append(GridRow(index, table.row[index], cells, problems))
        deliver(rows)

    return deliver_rows
