"""Collects the findings of a dry run with the place each has in its file."""

from __future__ import annotations

from collections.abc import Mapping

from inl_logistics.imports.plan import ImportProblem, ImportRequest, Level, Repair, SheetFacts
from inl_logistics.imports.recognition import ColumnFound
from inl_logistics.imports.roles import Role

MAX_KEPT_WARNINGS = 200_000
"""Warnings kept one by one; their counts by code are always whole because no file has more cells to warn of."""


class Findings:
    """Findings in the making. Sheets are numbered as in the table's `sheet` column."""

    def __init__(self, request: ImportRequest) -> None:
        self.request = request
        self.sheets: list[SheetFacts] = []
        self.file_numbers: list[int] = []
        self.sheet_of: list[int] = []
        self.row_of: list[int] = []
        self._found: list[ImportProblem] = []
        self._bad: set[int] = set()

    def begin(self, sheets: list[SheetFacts], files: list[int], sheet_of: list[int], row_of: list[int]) -> None:
        """Tell where the rows of the table stand."""
        self.sheets, self.file_numbers, self.sheet_of, self.row_of = sheets, files, sheet_of, row_of

    def row(
        self, code: str, level: Level, index: int, role: Role | None = None, *, found: object = "",
        params: Mapping[str, str] | None = None, repair: Repair = Repair.NONE,
    ) -> None:  # fmt: skip
        """Add a finding about one row, at the cell of a role."""
        facts = self.sheets[self.sheet_of[index]]
        letter, header = (facts.letter(role), facts.header(role)) if role is not None else ("", "")
        self._found.append(
            ImportProblem(
                code, level, facts.file, facts.name, self.row_of[index], letter, header, str(found), params or {},
                repair, index,
            )
        )  # fmt: skip
        if level is Level.ERROR:
            self._bad.add(index)

    def add(self, problem: ImportProblem) -> None:
        """Add a finding that has its place already."""
        self._found.append(problem)

    def sheet(
        self, code: str, level: Level, file: str, sheet: str, params: Mapping[str, str], repair: Repair = Repair.NONE
    ) -> None:
        """Add a finding about a whole sheet."""
        self._found.append(ImportProblem(code, level, file, sheet, 0, params=params, repair=repair))

    def column(
        self, code: str, level: Level, facts: SheetFacts, column: ColumnFound, params: Mapping[str, str] | None = None
    ) -> None:
        """Add a finding about a whole column."""
        self._found.append(
            ImportProblem(code, level, facts.file, facts.name, 0, column.letter, column.header, params=params or {})
        )

    def rows_with_errors(self) -> frozenset[int]:
        """Return the rows that have an error."""
        return frozenset(self._bad)

    def ordered(self) -> tuple[ImportProblem, ...]:
        """Return all findings: errors, warnings, notes, each in the order of the rows."""
        rank = {Level.ERROR: 0, Level.WARNING: 1, Level.NOTE: 2}
        return tuple(sorted(self._found, key=lambda p: (rank[p.level], p.index, p.code)))
