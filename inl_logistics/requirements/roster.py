"""Reading a size roster: a heading of items, a row for each person, a size in each cell. Names are never taken in.

What comes from a spreadsheet's clipboard, a file or the empty form of `form_rows` is read alike: columns are matched to
items by code or name, a column that is no item (names, ranks) is left out and said so, an unknown size is named with its
row. Source: domain.md 5 (anonymous size roster: line number, not name).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.orm import Session

from inl_logistics.catalog.kitrules import parts
from inl_logistics.kernel.problems import Problem, Severity
from inl_logistics.kernel.text import clean, fold
from inl_logistics.requirements.commands import PersonSize
from inl_logistics.requirements.facts import goods

_NUMBERS = frozenset({"", "#", "no", "no.", "nr", "n.º", "nº", "num", "number", "person", "persona", "personne"})


@dataclass(frozen=True, slots=True)
class SizedItem:
    """An item that comes in sizes, with the sizes as the catalog writes them."""

    item_id: int
    code: str
    name: str
    sizes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Roster:
    """What was read: sizes by person, how many persons, what was left out, what is wrong."""

    sizes: tuple[PersonSize, ...]
    persons: int
    left_out: tuple[str, ...]
    problems: tuple[Problem, ...]


def sized_items(session: Session, kit_ids: Iterable[int], item_ids: Iterable[int]) -> list[SizedItem]:
    """Return the items of these kits, and these items, that come in more than one size, by code."""
    known = goods(session)
    wanted = set(item_ids)
    for kit in kit_ids:
        wanted |= {item for item, fixed in parts(kit, 1, known.kits) if fixed is None}
    found = [item for item in wanted if len(known.variants.get(item, {})) > 1]
    if not found:
        return []
    ids = ",".join(str(int(one)) for one in found)
    sizes: dict[int, list[str]] = {}
    for row in session.execute(text(f"SELECT item_id, size FROM variant WHERE item_id IN ({ids}) ORDER BY id")):
        sizes.setdefault(row.item_id, []).append(row.size)
    rows = session.execute(text(f"SELECT id, code, name FROM item WHERE id IN ({ids}) ORDER BY code"))
    return [SizedItem(row.id, row.code, row.name, tuple(sizes[row.id])) for row in rows]


def form_rows(items: Sequence[SizedItem], persons: int) -> list[list[str]]:
    """Return an empty roster to fill in: a heading and a numbered row for each person."""
    heading = ["No.", *(f"{item.code} {item.name}" for item in items)]
    return [heading, *([str(number), *("" for _ in items)] for number in range(1, persons + 1))]


def read_text(typed: str, items: Sequence[SizedItem]) -> Roster:
    """Read what was copied in a spreadsheet: cells parted by tabs, rows by lines."""
    return read_rows([line.split("\t") for line in typed.splitlines()], items)


def read_rows(rows: Sequence[Sequence[object]], items: Sequence[SizedItem]) -> Roster:
    """Read a table whose first row that names an item is the heading."""
    cells = [[_text(cell) for cell in row] for row in rows]
    for at, row in enumerate(cells):
        columns = _columns(row, items)
        if columns:
            return _read(cells, at, columns, items)
    return Roster((), 0, (), (Problem("roster-without-heading"),))


def _read(cells: list[list[str]], heading: int, columns: dict[int, int], items: Sequence[SizedItem]) -> Roster:
    by_id = {item.item_id: item for item in items}
    found: list[PersonSize] = []
    problems: list[Problem] = []
    person = 0
    for number, row in enumerate(cells[heading + 1 :], heading + 2):
        if not any(row[at] for at in columns if at < len(row)) and not _is_numbered(row):
            continue
        person += 1
        for at, item_id in columns.items():
            typed = row[at] if at < len(row) else ""
            if not typed:
                continue
            size = _size(typed, by_id[item_id].sizes)
            if size is None:
                item = by_id[item_id]
                params = {"row": str(number), "item": item.name, "found": typed, "known": ", ".join(item.sizes[:12])}
                problems.append(Problem("roster-size-unknown", Severity.BLOCK, params, ("roster", number)))
            else:
                found.append(PersonSize(person, item_id, size))
    left_out = tuple(
        name for at, name in enumerate(cells[heading]) if name and at not in columns and fold(name) not in _NUMBERS
    )
    return Roster(tuple(found), person, left_out, tuple(problems))


def _columns(row: list[str], items: Sequence[SizedItem]) -> dict[int, int]:
    """Return which column holds which item; a heading holds its code or its name."""
    found: dict[int, int] = {}
    for at, cell in enumerate(row):
        folded = fold(cell)
        if not folded or folded in _NUMBERS:
            continue
        for item in items:
            code, name = fold(item.code), fold(item.name)
            named = folded in (code, name) or code in folded.split() or (len(folded) > 3 and folded in name)
            if named and item.item_id not in found.values():
                found[at] = item.item_id
                break
    return found


def _size(typed: str, sizes: Sequence[str]) -> str | None:
    wanted = fold(typed).replace(" ", "")
    return next((size for size in sizes if fold(size).replace(" ", "") == wanted), None)


def _is_numbered(row: list[str]) -> bool:
    return bool(row) and row[0].isdigit()


def _text(cell: object) -> str:
    """Write a cell as it reads: Excel gives the size 43 as 43.0."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return clean("" if cell is None else str(cell))
