"""What a dry run gives: every row parsed, every problem at once, the totals compared. Frozen; nothing is written.

Source: product.md 7 (import --json), 8 (Import button); ui.md 10 Import.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cache
from pathlib import Path

from inl_logistics.imports.mapping import Mapping as ColumnMapping
from inl_logistics.imports.recognition import ColumnFound
from inl_logistics.imports.roles import Kind, Role
from inl_logistics.kernel.problems import Problem
from inl_logistics.kernel.sentences import sentence
from inl_logistics.kernel.values import Title
from inl_logistics.sheets.cells import Row


class Level(StrEnum):
    """How much a finding stops: an error until fixed or left out, a warning never, a note is only said."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Repair(StrEnum):
    """What one can do about a problem, for all alike."""

    NONE = ""
    EDIT = "edit"
    MATCH_ITEM = "match-item"
    EXPAND_SERIALS = "expand-serials"
    CHOOSE_DATE_ORDER = "choose-date-order"
    MATCH_COLUMN = "match-column"
    COMPARE = "compare"


class State(StrEnum):
    """What becomes of a row."""

    READY = "ready"
    REFUSED = "refused"
    LEFT_OUT = "left-out"


@dataclass(frozen=True, slots=True)
class Cellref:
    """A place in the imported files; `row` is the file's own row number from 1, `column` its letter."""

    file: int
    sheet: str
    row: int
    column: str = ""


@dataclass(frozen=True, slots=True)
class ImportProblem:
    """One finding."""

    code: str
    level: Level
    file: str
    sheet: str
    row: int
    column: str = ""
    header: str = ""
    found: str = ""
    params: Mapping[str, str] = field(default_factory=dict)
    repair: Repair = Repair.NONE
    index: int = -1
    """Row in the plan's table, or -1 for a whole sheet or column."""

    def message(self) -> str:
        """Return the sentence: what was found and what to do."""
        params = {"found": self.found, "row": str(self.row), "column": self.column, "header": self.header}
        return sentence(Problem(self.code, params={**params, "sheet": self.sheet, "file": self.file, **self.params}))


@dataclass(frozen=True, slots=True)
class SheetFacts:
    """One sheet of one file: how it was read, or why not."""

    file: str
    name: str
    header_row: int
    """File row number; 0 where there is no header."""
    rows: int
    columns: tuple[ColumnFound, ...] = ()
    titles: tuple[str, ...] = ()
    skipped: str = ""
    skipped_rows: int = 0

    def letter(self, role: Role) -> str:
        """Return the column letter of a role, or the empty text."""
        return next((column.letter for column in self.columns if column.role is role), "")

    def header(self, role: Role) -> str:
        """Return the header of a role, or the empty text."""
        return next((column.header for column in self.columns if column.role is role), "")


@dataclass(frozen=True, slots=True)
class TotalFacts:
    """A total row of the file: compared, never imported."""

    file: str
    sheet: str
    row: int
    label: str
    quantity: int | None
    value: Decimal | None
    agrees: bool


@dataclass(frozen=True, slots=True)
class FileFacts:
    """One file that was read."""

    name: str
    sha256: str
    size_bytes: int
    format: str


@cache
def _nothing(length: int) -> list[object]:
    """Return the one column of None of a length, made once: absent columns are asked for in every row."""
    return [None] * length


@dataclass(frozen=True, slots=True)
class Table:
    """The data rows of all sheets, column by column. Lists are as long as `length`; they are not to be changed."""

    length: int
    columns: Mapping[str, list[object]]
    """Role → parsed values; also `nsn` joined from FSC and NIIN, `serials` (tuple a row), `price_micros`,
    `value_micros`, `currency_code`, `recorded` (False: the serial is kept only as found text)."""
    sheet: list[int]
    row: list[int]
    state: list[State]
    raw: list[Row]

    def get(self, name: str) -> list[object]:
        """Return a column; one of None where the file has none."""
        found = self.columns.get(name)
        return found if found is not None else _nothing(self.length)

    def has(self, name: str) -> bool:
        """Tell whether the file has a column."""
        return name in self.columns

    def ready(self) -> list[int]:
        """Return the indexes of the rows that will be imported."""
        return [index for index, state in enumerate(self.state) if state is State.READY]


@dataclass(frozen=True, slots=True)
class Distinct:
    """How many different values the data rows hold, accepted or not."""

    nsn: int = 0
    item: int = 0
    serial: int = 0
    agency: int = 0
    agency_name: int = 0
    order: int = 0
    shipment: int = 0
    vendor: int = 0


@dataclass(frozen=True, slots=True)
class Fixes:
    """What the user changed in the grid; part of the next dry run."""

    cells: Mapping[str, str] = field(default_factory=dict)
    """`file!sheet!B12` → the text typed in its place; see `cell_name`."""
    items: Mapping[str, str] = field(default_factory=dict)
    """Item code as found, folded → the catalog code it means."""
    leave_out: frozenset[str] = frozenset()
    """`file!sheet!12` of rows left out by choice."""
    expand: frozenset[str] = frozenset()
    """`file!sheet!12` of rows whose one serial stands for a range."""
    expand_all: bool = False
    leave_out_bad: bool = False


def cell_name(file: int, sheet: str, row: int, column: str = "") -> str:
    """Return the name of a cell or row as `Fixes` uses it."""
    return f"{file}!{sheet}!{column}{row}"


@dataclass(frozen=True, slots=True)
class ImportRequest:
    """Everything a dry run needs; it crosses to the child process."""

    kind: Kind
    files: tuple[Path, ...]
    today: date
    mapping: ColumnMapping | None = None
    remembered: tuple[ColumnMapping, ...] = ()
    """Mappings known for this kind: the one with the sheet's signature is used."""
    sheets: tuple[str, ...] = ()
    as_of: date | None = None
    title: Title | None = None
    currency: str = "USD"
    country: str = ""
    fixes: Fixes = Fixes()


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """The outcome of a dry run."""

    request: ImportRequest
    files: tuple[FileFacts, ...]
    sheets: tuple[SheetFacts, ...]
    table: Table
    problems: tuple[ImportProblem, ...]
    totals: tuple[TotalFacts, ...]
    blank: int
    foot_lines: int
    quantity: int | None
    values: Mapping[str, Decimal]
    """Currency → value of all data rows; empty where the file has no value."""
    distinct: Distinct
    file_date: date | None = None
    signature: str = ""

    @property
    def kind(self) -> Kind:
        """Return what the import makes."""
        return self.request.kind

    @property
    def read_sheets(self) -> tuple[SheetFacts, ...]:
        """Return the sheets that the table's `sheet` column numbers."""
        return tuple(facts for facts in self.sheets if not facts.skipped)

    @property
    def rows(self) -> int:
        """Return how many data rows were read."""
        return self.table.length

    def count(self, state: State) -> int:
        """Return how many rows are in a state."""
        return self.table.state.count(state)

    @property
    def errors(self) -> tuple[ImportProblem, ...]:
        """Return the findings that stop the import, those of rows left out not included."""
        out = {index for index, state in enumerate(self.table.state) if state is State.LEFT_OUT}
        return tuple(p for p in self.problems if p.level is Level.ERROR and p.index not in out)

    @property
    def can_import(self) -> bool:
        """Tell whether the plan can be written as it is."""
        return not self.errors and State.READY in self.table.state

    def content_hash(self) -> bytes:
        """Return the hash that tells that the same files come again."""
        import hashlib

        chosen = "|".join(sorted(self.request.sheets))
        text = "\n".join((self.kind.value, chosen, *sorted(one.sha256 for one in self.files)))
        return hashlib.sha256(text.encode()).digest()


def grouped(problems: Sequence[ImportProblem]) -> list[tuple[str, Level, list[ImportProblem]]]:
    """Group problems by code for the list at the start of the window: errors first, the largest first."""
    groups: dict[tuple[str, Level], list[ImportProblem]] = {}
    for problem in problems:
        groups.setdefault((problem.code, problem.level), []).append(problem)
    order = {Level.ERROR: 0, Level.WARNING: 1, Level.NOTE: 2}
    ranked = sorted(groups.items(), key=lambda group: (order[group[0][1]], -len(group[1]), group[0][0]))
    return [(code, level, found) for (code, level), found in ranked]
