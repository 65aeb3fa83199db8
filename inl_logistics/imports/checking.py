"""The dry run: read the files, find the tables, parse every row, and say everything that is wrong at once.

Pure Python over values, no database: it runs in a child process. What only the post can know (serials in stock,
codes of the catalog) is added by `against`. Source: product.md 7 and 8.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

from inl_logistics.imports.body import Body, part
from inl_logistics.imports.days import day_in_name
from inl_logistics.imports.findings import Findings
from inl_logistics.imports.mapping import Mapping, signature
from inl_logistics.imports.plan import (
    FileFacts,
    ImportPlan,
    ImportRequest,
    Level,
    Repair,
    SheetFacts,
    State,
    Table,
    cell_name,
)
from inl_logistics.imports.recognition import Layout, Skipped, missing_roles, recognize
from inl_logistics.imports.rowrules import check_rows, distinct_of, value_sums
from inl_logistics.imports.sheetrows import gather
from inl_logistics.imports.totals import compare
from inl_logistics.kernel.problems import BadInput
from inl_logistics.sheets.cells import Book, Sheet, cell_text, column_letter
from inl_logistics.sheets.reading import read_book

Progress = Callable[[int, int], None]


def check(request: ImportRequest, progress: Progress | None = None) -> ImportPlan:
    """Return the plan of an import. May be told to stop by an exception out of `progress`.

    Raises: BadInput for a file that is no spreadsheet or holds no table of the kind.
    """
    say = progress or (lambda _done, _total: None)
    books = []
    for number, path in enumerate(request.files):
        encoding = request.mapping.encoding if request.mapping else None
        books.append(read_book(path, encoding=encoding, progress=_share(say, number, len(request.files))))
    found = _Sheets(request)
    for number, book in enumerate(books):
        found.add(number, book)
    gathered = gather(request, found.chosen)
    say(80, 100)
    file_date = request.as_of or _file_date(request.files, found)
    findings = found.findings
    table = check_rows(request, gathered, findings, file_date)
    totals = compare(gathered, table, found.bodies, findings)
    state = _states(request, table, findings)
    table = replace(table, state=state)
    say(100, 100)
    return ImportPlan(
        request=request,
        files=tuple(FileFacts(b.path.name, b.sha256, b.size_bytes, b.format) for b in books),
        sheets=tuple(found.facts),
        table=table,
        problems=findings.ordered(),
        totals=tuple(totals),
        blank=sum(body.blank for body in found.bodies),
        foot_lines=sum(body.foot_lines for body in found.bodies),
        quantity=_quantity(table),
        values=value_sums(table),
        distinct=distinct_of(gathered, table),
        file_date=file_date,
        signature=found.signature,
    )


def _share(say: Progress, number: int, files: int) -> Progress:
    """Return how one file's sheets count in the progress of all."""

    def told(done: int, total: int) -> None:
        say(int((number + done / max(total, 1)) * 70 / files), 100)

    return told


def _quantity(table: Table) -> int | None:
    if not table.has("quantity"):
        return None
    return sum(value for value in table.get("quantity") if isinstance(value, int))


class _Sheets:
    """Recognizes the sheets of every file and keeps those that are read."""

    def __init__(self, request: ImportRequest) -> None:
        self.request = request
        self.facts: list[SheetFacts] = []
        self.chosen: list[tuple[int, SheetFacts, Layout, Body, Sheet, Mapping | None]] = []
        self.findings = Findings(request)
        self.signature = ""

    @property
    def bodies(self) -> list[Body]:
        """Return the parted bodies of the sheets that are read."""
        return [entry[3] for entry in self.chosen]

    def add(self, number: int, book: Book) -> None:
        """Recognize the sheets of one file. Raises: BadInput."""
        wanted = self.request.sheets or (self.request.mapping.sheets if self.request.mapping else None) or ()
        names = [sheet.name for sheet in book.sheets]
        if wanted and len(self.request.files) == 1 and not set(wanted) <= set(names):
            missing = next(name for name in wanted if name not in names)
            raise BadInput("import-no-such-sheet", file=book.path.name, sheet=missing, sheets=", ".join(names))
        before = len(self.chosen)
        for note in book.notes:
            level = Level.WARNING if note.code == "sheet-formula-without-value" else Level.NOTE
            self.findings.sheet(note.code, level, book.path.name, note.sheet, note.params)
        incomplete: list[tuple[Sheet, Layout]] = []
        for sheet in book.sheets:
            self._sheet(number, book, sheet, wanted, incomplete)
        if len(self.chosen) == before:
            self._nothing(number, book, incomplete)

    def _sheet(
        self, number: int, book: Book, sheet: Sheet, wanted: tuple[str, ...], incomplete: list[tuple[Sheet, Layout]]
    ) -> None:
        if wanted and sheet.name not in wanted and len(book.sheets) > 1:
            self._skip(book, sheet, "sheet-not-chosen")
            return
        if sheet.hidden and not wanted and any(not other.hidden for other in book.sheets):
            self._skip(book, sheet, "sheet-hidden")
            return
        fixed = self._fixed(number, sheet)
        mapping = self.request.mapping or self._remembered(fixed)
        layout = recognize(fixed, self.request.kind, mapping)
        if isinstance(layout, Skipped) and layout.reason == "canceled-requests" and sheet.name in wanted:
            layout = recognize(fixed, self.request.kind, Mapping("", self.request.kind))
        if isinstance(layout, Skipped):
            self._skip(book, sheet, layout.reason)
        elif missing_roles(layout, self.request.kind):
            incomplete.append((fixed, layout))
            self._skip(book, sheet, "no-header", layout)
        else:
            self._use(number, book, fixed, layout, mapping)

    def _use(self, number: int, book: Book, sheet: Sheet, layout: Layout, mapping: Mapping | None) -> None:
        body = part(sheet, layout, self.request.kind)
        facts = SheetFacts(
            book.path.name, sheet.name, layout.header_row + 1, len(body.rows), layout.columns, layout.titles
        )
        self.facts.append(facts)
        self.chosen.append((number, facts, layout, body, sheet, mapping))
        self.signature = self.signature or signature(self.request.kind, tuple(c.header for c in layout.columns))
        if layout.header_row < 0:
            self.findings.sheet("no-header-used", Level.WARNING, facts.file, facts.name, {})
        for column in layout.columns:
            if column.role is None and not column.chosen and column.header:
                self.findings.column("column-not-imported", Level.NOTE, facts, column)

    def _nothing(self, number: int, book: Book, incomplete: list[tuple[Sheet, Layout]]) -> None:
        """No sheet can be read: say what is missing where there was a table at all."""
        if not incomplete:
            raise BadInput("import-nothing-recognized", file=book.path.name, kind=self.request.kind.value)
        for sheet, layout in incomplete:
            self.facts = [facts for facts in self.facts if (facts.file, facts.name) != (book.path.name, sheet.name)]
            self._use(number, book, sheet, layout, self.request.mapping)
            for group in missing_roles(layout, self.request.kind):
                roles = ", ".join(role.value for role in group)
                params = {"roles": roles}
                self.findings.sheet(
                    "import-column-missing", Level.ERROR, book.path.name, sheet.name, params, Repair.MATCH_COLUMN
                )

    def _skip(self, book: Book, sheet: Sheet, reason: str, layout: Layout | None = None) -> None:
        columns = layout.columns if layout else ()
        header = layout.header_row + 1 if layout else 0
        rows = sum(1 for row in sheet.rows if any(cell != "" for cell in row))
        self.facts.append(SheetFacts(book.path.name, sheet.name, header, 0, columns, (), reason, rows))

    def _fixed(self, number: int, sheet: Sheet) -> Sheet:
        """Put the cells that the user typed in the place of those read."""
        cells = self.request.fixes.cells
        if not cells:
            return sheet
        start = f"{number}!{sheet.name}!"
        typed = {name: text for name, text in cells.items() if name.startswith(start)}
        if not typed:
            return sheet
        rows = list(sheet.rows)
        for row_number, row in enumerate(rows, 1):
            changed = None
            for place in range(len(row)):
                text = typed.get(cell_name(number, sheet.name, row_number, column_letter(place)))
                if text is not None:
                    changed = changed or list(row)
                    changed[place] = text
            if changed is not None:
                rows[row_number - 1] = changed
        return replace(sheet, rows=rows)

    def _remembered(self, sheet: Sheet) -> Mapping | None:
        """Return the mapping whose signature one of the first rows has."""
        if not self.request.remembered:
            return None
        known = {mapping.signature: mapping for mapping in self.request.remembered if mapping.signature}
        for row in sheet.rows[:60]:
            found = known.get(signature(self.request.kind, tuple(cell_text(cell) for cell in row)))
            if found is not None:
                return found
        return None


def _file_date(files: tuple[Path, ...], found: _Sheets) -> date | None:
    """Return the date the file itself is of: in its name, its folder's, its titles, or below its last row."""
    for path in files:
        day = day_in_name(path.stem) or day_in_name(path.parent.name)
        if day is not None:
            return day
    for _number, facts, _layout, _body, sheet, _mapping in found.chosen:
        for title in facts.titles:
            day = day_in_name(title)
            if day is not None:
                return day
        for row in sheet.rows[-3:]:
            filled = [cell for cell in row if cell != ""]
            if len(filled) <= 4 and filled and isinstance(filled[0], date):
                first = filled[0]
                return date(first.year, first.month, first.day)
    return None


def _states(request: ImportRequest, table: Table, findings: Findings) -> list[State]:
    """Say what becomes of each row: left out by choice, refused by an error, or ready."""
    bad = findings.rows_with_errors()
    state = [State.READY] * table.length
    for index in bad:
        state[index] = State.LEFT_OUT if request.fixes.leave_out_bad else State.REFUSED
    if request.fixes.leave_out:
        sheets = findings.sheets
        for index in range(table.length):
            facts = sheets[table.sheet[index]]
            name = cell_name(findings.file_numbers[table.sheet[index]], facts.name, table.row[index])
            if name in request.fixes.leave_out:
                state[index] = State.LEFT_OUT
    return state
