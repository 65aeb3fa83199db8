"""The model behind every list: a snapshot of sorted keys, and pages of 100 ready rows fetched by key.

    model = KeyedTableModel(COLUMNS, tickable=True)
    model.fetch = lambda keys, deliver: jobs.read(self, inventory.queries.rows, keys, done=deliver)
    model.set_snapshot(keys, groups=(Group("ppe", _("Protective equipment"), "9 items", "$323,242", 9),))
    model.set_rows(lines)                                # a short table in hand, no fetching

Rows become `Ready` cells once: those of a page when it arrives, those in hand when they first come into view. After that
painting and `data()` only look them up.
Source: conventions.md 28 to 30; architecture.md 4; speed.md 3.
"""

from __future__ import annotations

import logging
from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from inl_logistics.kernel.translation import _
from ui.kit.tablerows import Cell, Column, Group, Ready
from ui.kit.ticks import Ticks

PAGE = 100
KEPT_PAGES = 20
IN_FLIGHT = 2
_LOG = logging.getLogger(__name__)

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


@dataclass(slots=True)
class _Layout:
    """Where groups and keys stand among the shown rows."""

    tops: list[int] = field(default_factory=list)  # shown row of each group's header
    firsts: list[int] = field(default_factory=list)  # position of each group's first key
    rows: int = 0


Deliver = Callable[[Sequence[Any]], None]


class KeyedTableModel(QAbstractTableModel, Ticks):
    """Keys in order, groups over them, ticks, and the pages that were needed last."""

    ticks_changed = Signal()
    snapshot_changed = Signal()

    def __init__(self, columns: Sequence[Column], *, tickable: bool = False, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self.tickable = tickable
        self.fetch: Callable[[Sequence[Any], Deliver], None] | None = None
        self._keys: Sequence[Any] = ()
        self._groups: tuple[Group, ...] = ()
        self._collapsed: set[str] = set()
        self._layout = _Layout()
        self._pages: OrderedDict[int, dict[int, Ready]] = OrderedDict()
        self._in_hand: tuple[Any, ...] | None = None
        self._made: dict[int, Ready] = {}
        self._wanted: list[int] = []
        self._in_flight: set[int] = set()
        self._generation = 0
        self._logged: set[str] = set()
        self._begin_ticks()

    # what is shown ------------------------------------------------------------------------------------------
    def set_snapshot(self, keys: Sequence[Any], *, groups: Sequence[Group] = ()) -> None:
        """Show other keys (in groups); pages are fetched when they come into view."""
        self.beginResetModel()
        self._keys, self._groups, self._in_hand = keys, tuple(groups), None
        self._forget_pages()
        self._arrange()
        self.endResetModel()
        self.snapshot_changed.emit()
        self.follow_keys(self._keys)

    def set_rows(self, rows: Sequence[Any], *, keys: Sequence[Any] | None = None, groups: Sequence[Group] = ()) -> None:
        """Show rows that are in hand already; keys are their positions unless given."""
        self.beginResetModel()
        self._keys = tuple(range(len(rows))) if keys is None else tuple(keys)
        self._groups = tuple(groups)
        self._forget_pages()
        if len(self._keys) != len(rows):
            raise ValueError(f"{len(self._keys)} keys for {len(rows)} rows")
        self._in_hand, self._made = tuple(rows), {}
        self._arrange()
        self.endResetModel()
        self.snapshot_changed.emit()
        self.follow_keys(self._keys)

    def retranslate(self) -> None:
        """Write headers and ready rows again in the present language."""
        self._made.clear()
        for number, page in self._pages.items():
            self._pages[number] = {n: self._ready(ready.key, ready.row) for n, ready in page.items()}
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self.columns) - 1)
        self._changed(0, self._layout.rows - 1)

    def keys(self) -> Sequence[Any]:
        """Return the snapshot."""
        return self._keys

    def groups(self) -> tuple[Group, ...]:
        """Return the groups."""
        return self._groups

    def _forget_pages(self) -> None:
        self._generation += 1
        self._pages.clear()
        self._wanted.clear()
        self._in_flight.clear()

    def _arrange(self) -> None:
        layout = _Layout()
        if not self._groups:
            layout.rows = len(self._keys)
        first = 0
        for group in self._groups:
            layout.tops.append(layout.rows)
            layout.firsts.append(first)
            layout.rows += 1 + (0 if group.key in self._collapsed else group.count)
            first += group.count
        self._layout = layout

    # groups -------------------------------------------------------------------------------------------------
    def group_at(self, row: int) -> Group | None:
        """Return the group whose header stands in a shown row."""
        at = bisect_right(self._layout.tops, row) - 1
        return self._groups[at] if at >= 0 and self._layout.tops[at] == row else None

    def group_above(self, row: int) -> int:
        """Return the shown row of the header that a row belongs to, or -1."""
        at = bisect_right(self._layout.tops, row) - 1
        return self._layout.tops[at] if at >= 0 else -1

    def is_collapsed(self, group: Group) -> bool:
        """Tell whether a group is closed."""
        return group.key in self._collapsed

    def set_collapsed(self, group: Group, collapsed: bool) -> None:
        """Close or open a group."""
        if collapsed == (group.key in self._collapsed):
            return
        at = self._groups.index(group)
        first = self._layout.tops[at] + 1
        last = first + group.count - 1
        if collapsed:
            self.beginRemoveRows(_ROOT, first, last)
            self._collapsed.add(group.key)
            self._arrange()
            self.endRemoveRows()
        else:
            self.beginInsertRows(_ROOT, first, last)
            self._collapsed.discard(group.key)
            self._arrange()
            self.endInsertRows()

    def position(self, row: int) -> int:
        """Return the position among the keys of a shown row, or -1 for a group header."""
        if not self._groups:
            return row if 0 <= row < len(self._keys) else -1
        at = bisect_right(self._layout.tops, row) - 1
        if at < 0 or self._layout.tops[at] == row:
            return -1
        return self._layout.firsts[at] + row - self._layout.tops[at] - 1

    def key_at(self, row: int) -> Any:
        """Return the key of a shown row, or None for a group header."""
        position = self.position(row)
        return self._keys[position] if position >= 0 else None

    def row_of(self, key: Any) -> int:
        """Return the shown row of a key, or -1 (also when its group is closed)."""
        try:
            position = self._keys.index(key)
        except ValueError:
            return -1
        if not self._groups:
            return position
        at = bisect_right(self._layout.firsts, position) - 1
        while at > 0 and self._groups[at].count == 0:
            at -= 1
        if self._groups[at].key in self._collapsed:
            return -1
        return self._layout.tops[at] + 1 + position - self._layout.firsts[at]

    # rows ---------------------------------------------------------------------------------------------------
    def ready(self, row: int) -> Ready | None:
        """Return a shown row if it is here; else ask for its page."""
        position = self.position(row)
        if position < 0:
            return None
        if self._in_hand is not None:
            return self._made_at(position, self._in_hand)
        number = position // PAGE
        page = self._pages.get(number)
        if page is None:
            self._want(number)
            return None
        return page.get(position)

    def _made_at(self, position: int, rows: Sequence[Any]) -> Ready | None:
        if position not in self._made and position < len(rows):
            self._made[position] = self._ready(self._keys[position], rows[position])
        return self._made.get(position)

    def record(self, row: int) -> Any:
        """Return the query's row in a shown row, or None."""
        position = self.position(row)
        if self._in_hand is not None:
            return self._in_hand[position] if 0 <= position < len(self._in_hand) else None
        ready = self.ready(row)
        return ready.row if ready is not None else None

    def loaded(self) -> Iterable[tuple[int, Ready]]:
        """Return (position, row) of all rows that are here, in order."""
        for position in range(len(self._in_hand or ())):
            ready = self._made_at(position, self._in_hand or ())
            if ready is not None:
                yield position, ready
        for number in sorted(self._pages):
            yield from self._pages[number].items()

    def gather(self, keys: Sequence[Any], done: Callable[[Sequence[Ready]], None]) -> None:
        """Hand over the rows of keys in their order; those that are not here are fetched first."""
        here = {ready.key: ready for _position, ready in self.loaded()}
        missing = [key for key in keys if key not in here]

        def take(rows: Sequence[Any]) -> None:
            found = dict(zip(missing, rows, strict=True)) if len(rows) == len(missing) else _by_own_key(rows)
            ready = (
                here[key] if key in here else self._ready(key, found[key])
                for key in keys
                if key in here or key in found
            )
            done(list(ready))

        if missing and self.fetch is not None:
            self.fetch(missing, take)
        else:
            done([here[key] for key in keys if key in here])

    def settle(self, first: int, last: int) -> None:
        """Fetch what is still wanted for the shown rows; drop what was scrolled past."""
        seen = {self.position(row) // PAGE for row in (first, last)}
        near = range(min(seen) - 1, max(seen) + 2)
        self._wanted = [number for number in self._wanted if number in near]
        for number in (max(seen), min(seen)):
            if number in self._pages:
                self._pages.move_to_end(number)
        self._pump()

    def _want(self, number: int) -> None:
        if number not in self._in_flight and number not in self._wanted:
            self._wanted.append(number)

    def _pump(self) -> None:
        while self.fetch is not None and self._wanted and len(self._in_flight) < IN_FLIGHT:
            number = self._wanted.pop()
            self._in_flight.add(number)
            keys = list(self._keys[number * PAGE : (number + 1) * PAGE])
            self.fetch(keys, _Arrival(self, self._generation, number, keys))

    def take_page(self, generation: int, number: int, keys: Sequence[Any], rows: Sequence[Any]) -> None:
        """Turn a page that arrived into ready rows; one of an older snapshot is dropped."""
        if generation != self._generation:
            return
        self._in_flight.discard(number)
        by_key = dict(zip(keys, rows, strict=True)) if len(rows) == len(keys) else _by_own_key(rows)
        start = number * PAGE
        self._pages[number] = {start + n: self._ready(key, by_key[key]) for n, key in enumerate(keys) if key in by_key}
        while len(self._pages) > KEPT_PAGES:
            self._pages.popitem(last=False)
        if self._groups:
            self._changed(0, self._layout.rows - 1)
        else:
            self._changed(start, start + len(keys) - 1)
        self._pump()

    def _ready(self, key: Any, row: Any) -> Ready:
        return Ready(key, row, tuple(self._cell(column, row) for column in self.columns))

    def _cell(self, column: Column, row: Any) -> Cell:
        try:
            look = column.chip(row) if column.chip else None
            return Cell(
                text=column.text(row),
                sub=column.sub(row) if column.sub else "",
                tone=column.tone(row) if column.tone else None,
                chip=look,
                progress=column.progress(row) if column.progress else (),
                problem=column.problem(row) if column.problem else "",
            )
        except (AttributeError, KeyError, IndexError, TypeError, ValueError, ArithmeticError):
            if column.key not in self._logged:
                self._logged.add(column.key)
                _LOG.exception("column %s cannot show a row", column.key)
            return Cell("—")

    def _changed(self, first: int, last: int) -> None:
        if last >= first >= 0:
            self.dataChanged.emit(self.index(first, 0), self.index(last, len(self.columns) - 1))

    # Qt -----------------------------------------------------------------------------------------------------
    def rowCount(self, parent: Index = _ROOT) -> int:
        """Return how many rows are shown, group headers included."""
        return 0 if parent.isValid() else self._layout.rows

    def columnCount(self, parent: Index = _ROOT) -> int:
        """Return how many columns there are."""
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Look a cell up; never raises, never asks the database."""
        if not index.isValid() or role not in _TEXT_ROLES:
            return None
        group = self.group_at(index.row()) if self._groups else None
        if group is not None:
            if role == Qt.ItemDataRole.AccessibleTextRole:
                return f"{group.title}, {group.note}"
            return group.title if index.column() == 0 else ""
        ready = self.ready(index.row())
        if ready is None:
            return ""
        cell = ready.cells[index.column()]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self.spoken(ready) if index.column() == 0 else cell.text or _("none")
        if role == Qt.ItemDataRole.ToolTipRole:
            return cell.problem or None
        return cell.text

    def spoken(self, ready: Ready) -> str:
        """Return a row as a screen reader says it: "Ballistic vest, 184 on hand, Available"."""
        said = []
        for column, cell in zip(self.columns, ready.cells, strict=True):
            if cell.text and cell.text not in {"—", "–"}:
                number = column.at_end()
                said.append(f"{cell.text} {_(column.title).lower()}" if number else cell.text)
        return ", ".join(said)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a column's title in the present language."""
        texts = {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}
        if orientation == Qt.Orientation.Horizontal and role in texts and 0 <= section < len(self.columns):
            return _(self.columns[section].title)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Rows can be current and selected; nothing is edited in place."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren


@dataclass(frozen=True, slots=True)
class _Arrival:
    """Hands a page to its model; keeps which snapshot it was asked for."""

    model: KeyedTableModel
    generation: int
    number: int
    keys: Sequence[Any]

    def __call__(self, rows: Sequence[Any]) -> None:
        self.model.take_page(self.generation, self.number, self.keys, rows)


_TEXT_ROLES = frozenset({
    Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole,
})  # fmt: skip


def _by_own_key(rows: Sequence[Any]) -> dict[Any, Any]:
    """Rows that vanished since the snapshot leave gaps; the rest is found by its own key or id."""
    return {getattr(row, "key", getattr(row, "id", None)): row for row in rows}
