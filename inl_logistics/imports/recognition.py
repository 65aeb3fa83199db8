"""Find the table on a sheet: its header row below titles, and what each column means for the kind of import.

Words of the header come first, the look of the values second; nothing here knows any particular file.
Source: product.md 3 (header row found below titles, several sheets), domain.md 1.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import cache

from inl_logistics.imports.columns import Guess, guess_roles, header_key, known_headers
from inl_logistics.imports.mapping import Mapping
from inl_logistics.imports.roles import NEEDS, Kind, Role
from inl_logistics.imports.synonyms import CANCELLATION_ROLES
from inl_logistics.kernel.problems import BadInput
from inl_logistics.sheets.cells import Row, Sheet, cell_text, column_index, column_letter

_LOOK_DOWN = 80
"""Rows in which the header is sought."""
_SAMPLE = 300


@dataclass(frozen=True, slots=True)
class ColumnFound:
    """One column of a recognized table."""

    index: int
    header: str
    role: Role | None
    score: int
    """100 = the header says so; under 60 = guessed from the values; 0 = not recognized."""
    chosen: bool = False
    """Set by the user's mapping."""

    @property
    def letter(self) -> str:
        """Return the column's letter in the file."""
        return column_letter(self.index)


@dataclass(frozen=True, slots=True)
class Layout:
    """A recognized table on a sheet."""

    header_row: int
    """0-based; -1 without a header."""
    columns: tuple[ColumnFound, ...]
    titles: tuple[str, ...] = ()

    def index_of(self, role: Role) -> int | None:
        """Return the 0-based column of a role."""
        return next((column.index for column in self.columns if column.role is role), None)

    @property
    def roles(self) -> frozenset[Role]:
        """Return the roles found."""
        return frozenset(column.role for column in self.columns if column.role is not None)


@dataclass(frozen=True, slots=True)
class Skipped:
    """Why a sheet is not read, as a code."""

    reason: str
    params: dict[str, str] = field(default_factory=dict)


def recognize(sheet: Sheet, kind: Kind, mapping: Mapping | None = None) -> Layout | Skipped:
    """Return the layout of a sheet, or why it is skipped."""
    if not any(_filled(row) for row in sheet.rows):
        return Skipped("sheet-blank")
    found = _header_row(sheet, kind, mapping)
    if found is None:
        return Skipped("no-header")
    names = _names(sheet, found)
    body = sheet.rows[found + 1 : found + 1 + _SAMPLE]
    guesses = guess_roles(kind, names, body)
    columns = _apply(names, guesses, mapping, sheet.rows[found + 1 :])
    if mapping is None and len(columns) > 1 and not any(_filled(row) for row in sheet.rows[found + 1 :]):
        return Skipped("no-rows")
    layout = Layout(found, columns, _titles(sheet.rows[: max(found, 0)]))
    missing = missing_roles(layout, kind)
    if missing and mapping is None and not layout.roles:
        return Skipped("no-header")
    if not missing and mapping is None and layout.roles & CANCELLATION_ROLES == CANCELLATION_ROLES:
        return Skipped("canceled-requests")
    return layout


def missing_roles(layout: Layout, kind: Kind) -> tuple[tuple[Role, ...], ...]:
    """Return the groups of roles of which the layout has none."""
    return tuple(group for group in NEEDS[kind].groups if not layout.roles.intersection(group))


def _filled(row: Iterable[object]) -> int:
    return sum(1 for cell in row if cell != "" and not (isinstance(cell, str) and not cell.strip()))


def _titles(rows: Sequence[Row]) -> tuple[str, ...]:
    return tuple(" ".join(cell_text(cell).strip() for cell in row if cell != "") for row in rows if _filled(row))


def _header_row(sheet: Sheet, kind: Kind, mapping: Mapping | None) -> int | None:
    """Return the 0-based header row, -1 for a table without one, None where there is no table."""
    if mapping is not None and mapping.header_row is not None:
        chosen_row = mapping.header_row - 1
        if chosen_row >= len(sheet.rows):
            raise BadInput("header-row-missing", sheet=sheet.name, row=mapping.header_row)
        return chosen_row
    chosen = frozenset(header_key(name) for name in mapping.columns) if mapping else frozenset()
    best, best_score = None, 0.0
    for number, row in enumerate(sheet.rows[:_LOOK_DOWN]):
        score = _header_score(row, kind, chosen)
        if score > best_score:
            best, best_score = number, score
        if score >= 6 and score >= _filled(row):
            break
    if best is not None and (best_score >= 2 or (best_score >= 1 and sheet.width == 1)):
        return best
    return _unknown_header(sheet, kind)


def _header_score(row: Row, kind: Kind, chosen: frozenset[str]) -> float:
    """Count the cells that are headers we know, less the cells that look like data."""
    known = known_headers(kind)
    roles: set[Role | str] = set()
    against = 0.0
    for cell in row:
        if cell == "":
            continue
        if not isinstance(cell, str):
            against += 0.5
            continue
        key = header_key(cell)
        role = known.get(key) or (key if key in chosen else None)
        if role is not None:
            roles.add(role)
        elif _looks_like_data(cell):
            against += 0.5
    return len(roles) - against


_DATA = re.compile(r"\d{4}-\w{2}-\w{3}-\w{4}|[-$€£+]?\s?[\d.,]+%?|\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}.*")


def _looks_like_data(text: str) -> bool:
    return bool(_DATA.fullmatch(text.strip()))


def _unknown_header(sheet: Sheet, kind: Kind) -> int | None:
    """Find a header whose words we do not know: full of text, above rows that look otherwise; or no header at all."""
    width = max((_filled(row) for row in sheet.rows[:_LOOK_DOWN]), default=0)
    for number, row in enumerate(sheet.rows[:_LOOK_DOWN]):
        if _filled(row) < max(1, (width * 3 + 4) // 5) or (width > 2 and _filled(row) < 2):
            continue
        texts = [cell for cell in row if isinstance(cell, str) and cell.strip()]
        is_header = len(texts) == _filled(row) and not any(_looks_like_data(text) for text in texts)
        guesses = guess_roles(kind, [""] * len(row), sheet.rows[number : number + _SAMPLE])
        by_look = {guess.role for guess in guesses if guess.role is not None}
        if is_header and not (width == 1 and kind is Kind.SERIALS):
            return number
        if all(by_look.intersection(group) for group in NEEDS[kind].groups):
            return number - 1 if number else -1
        return number if is_header else None
    return None


def _names(sheet: Sheet, header_row: int) -> list[str]:
    """Return the header texts; where a heading spans two rows, the upper one fills what the lower leaves open."""
    if header_row < 0:
        return [""] * sheet.width
    names = [" ".join(cell_text(cell).split()) for cell in sheet.rows[header_row]]
    above = sheet.rows[header_row - 1] if header_row else []
    if _filled(above) > 1:
        for place, cell in enumerate(above):
            if not names[place] and isinstance(cell, str) and cell.strip():
                names[place] = " ".join(cell.split())
    return names


def _apply(
    names: list[str], guesses: Sequence[Guess], mapping: Mapping | None, body: Sequence[Row]
) -> tuple[ColumnFound, ...]:
    """Put the user's choices over the guesses; a role chosen by hand leaves the column that had it."""
    chosen: dict[int, Role | None] = {}
    if mapping is not None:
        by_name = {header_key(name): role for name, role in mapping.columns.items()}
        for place, name in enumerate(names):
            if name and header_key(name) in by_name:
                chosen[place] = by_name[header_key(name)]
        for name, role in mapping.columns.items():
            if re.fullmatch(r"[A-Z]{1,2}", name) and header_key(name) not in map(header_key, names):
                chosen[column_index(name)] = role
    taken = {role for role in chosen.values() if role is not None}
    found: list[ColumnFound] = []
    for place, name in enumerate(names):
        if place in chosen:
            found.append(ColumnFound(place, name, chosen[place], 100, chosen=True))
            continue
        guess = guesses[place]
        free = guess.role is not None and guess.role not in taken
        if name or free or any(row[place] != "" for row in body if place < len(row)):
            found.append(ColumnFound(place, name, guess.role if free else None, guess.score if free else 0))
    return tuple(found)


@cache
def page_line() -> re.Pattern[str]:
    """Return what a printed page leaves at its foot: `- 1 -`, `Page 1 of 9`, `Printed on …`."""
    return re.compile(
        r"-?\s*\d{1,4}\s*-|(?:page|pagina|página|seite|p\.)\s*:?\s*\d+(?:\s*(?:of|de|/|sur|von)\s*\d+)?|"
        r"(?:printed|generated|run|report|print)\s*(?:on|date|time|by)?\b.*|(?:impreso|imprime|imprimé|generado)\b.*|"
        r"end of report|fin del? (?:reporte|informe|rapport)|\*{3,}.*",
        re.IGNORECASE,
    )


def is_number(cell: object) -> bool:
    """Tell whether a cell is a number or a text that only holds one."""
    if isinstance(cell, float | int | Decimal) and not isinstance(cell, bool):
        return True
    return isinstance(cell, str) and bool(re.fullmatch(r"[-$€£( ]*\d[\d.,\s]*\)?", cell.strip()))


def is_date(cell: object) -> bool:
    """Tell whether a cell is a date cell."""
    return isinstance(cell, date | datetime)
