"""The state of an import without widgets: what was chosen and changed, as the next dry run needs it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from inl_logistics.imports.commands import RunOptions
from inl_logistics.imports.days import Order
from inl_logistics.imports.mapping import Mapping
from inl_logistics.imports.plan import (
    Fixes,
    ImportPlan,
    ImportProblem,
    ImportRequest,
    Level,
    SheetFacts,
    State,
    cell_name,
)
from inl_logistics.imports.roles import Kind, Role
from inl_logistics.kernel.text import fold


@dataclass
class ImportForm:
    """Kind, files, mapping, fixes and options."""

    kind: Kind = Kind.ORDERS
    files: tuple[Path, ...] = ()
    today: date = date.min
    country: str = ""
    remembered: tuple[Mapping, ...] = ()
    mapping: Mapping | None = None
    fixes: Fixes = field(default_factory=Fixes)
    as_of: date | None = None
    options: RunOptions = field(default_factory=RunOptions)
    plan: ImportPlan | None = None
    sheets: tuple[str, ...] = ()

    def request(self) -> ImportRequest:
        """Return the next dry run."""
        return ImportRequest(
            self.kind, self.files, self.today, mapping=self.mapping, remembered=self.remembered, sheets=self.sheets,
            as_of=self.as_of, country=self.country, fixes=self.fixes,
        )  # fmt: skip

    def sheet(self) -> SheetFacts | None:
        """Return the sheet whose columns are shown: the one with the most rows."""
        read = self.plan.read_sheets if self.plan else ()
        return max(read, key=lambda one: one.rows, default=None)

    def match(self, header: str, role: Role | None) -> None:
        """Say what a column means."""
        sheet = self.sheet()
        if sheet is None or self.plan is None:
            return
        columns = dict(self.mapping.columns) if self.mapping else {
            column.header or column.letter: column.role for column in sheet.columns
        }  # fmt: skip
        if role is not None:
            columns = {name: (None if known is role else known) for name, known in columns.items()}
        columns[header] = role
        name = self.mapping.name if self.mapping else self.files[0].stem
        base = self.mapping or Mapping(name, self.kind, signature=self.plan.signature)
        self.mapping = replace(base, columns=columns)

    def matched_mapping(self) -> Mapping | None:
        """Return how the columns of the sheet are matched now, to be kept for files like it."""
        sheet = self.sheet()
        if sheet is None or self.plan is None:
            return None
        columns = {one.header or one.letter: one.role for one in sheet.columns}
        base = self.mapping or Mapping("", self.kind)
        return replace(base, columns=columns, signature=self.plan.signature)

    def day_first(self, first: bool) -> None:
        """Settle whether 03/04 is in April or in March."""
        name = self.files[0].stem if self.files else "import"
        base = self.mapping or Mapping(name, self.kind, signature=self.plan.signature if self.plan else "")
        self.mapping = replace(base, date_order=Order.DAY_FIRST if first else Order.MONTH_FIRST)

    def type_cell(self, index: int, letter: str, text: str) -> None:
        """Replace one cell."""
        self.fixes = replace(self.fixes, cells={**self.fixes.cells, self._cell(index, letter): text})

    def match_item(self, found: str, code: str) -> None:
        """Say which catalog item a code means, in all rows."""
        self.fixes = replace(self.fixes, items={**self.fixes.items, fold(found): code})

    def expand_all(self) -> None:
        """Make a range of serials from each row whose one serial stands for several."""
        self.fixes = replace(self.fixes, expand_all=True)

    def leave_out(self, wanted: bool) -> None:
        """Leave out every row with an error, or none."""
        self.fixes = replace(self.fixes, leave_out_bad=wanted)

    def _cell(self, index: int, letter: str) -> str:
        if self.plan is None:
            raise AssertionError(index)
        table = self.plan.table
        sheet = self.plan.read_sheets[table.sheet[index]]
        file = next(at for at, one in enumerate(self.plan.files) if one.name == sheet.file)
        return cell_name(file, sheet.name, table.row[index], letter)

    # what is shown ------------------------------------------------------------------------------------------

    def problems_by_row(self) -> dict[int, list[ImportProblem]]:
        """Return the errors and warnings of each row."""
        found: dict[int, list[ImportProblem]] = {}
        for problem in self.plan.problems if self.plan else ():
            if problem.index >= 0 and problem.level is not Level.NOTE:
                found.setdefault(problem.index, []).append(problem)
        return found

    def indexes(self, scope: str) -> list[int]:
        """Return the rows of a scope: all, problems, errors."""
        if self.plan is None:
            return []
        if scope == "all":
            return list(range(self.plan.table.length))
        by_row = self.problems_by_row()
        if scope == "errors":
            return sorted(row for row, found in by_row.items() if any(one.level is Level.ERROR for one in found))
        return sorted(by_row)

    def counts(self) -> tuple[int, int, int, int]:
        """Return how many rows are ready, have errors, have only warnings, are left out."""
        if self.plan is None:
            return 0, 0, 0, 0
        by_row = self.problems_by_row()
        warned = sum(not any(one.level is Level.ERROR for one in found) for found in by_row.values())
        return (
            self.plan.count(State.READY), self.plan.count(State.REFUSED), warned, self.plan.count(State.LEFT_OUT)
        )  # fmt: skip
