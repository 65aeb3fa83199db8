"""What a list view is before keys, pointer and paint: columns and their widths, order, current row, ticks, place.

`ListView` (tableview.py) adds what the officer does with it. Source: ui.md 6; conventions.md 28 and 29.
"""

from __future__ import annotations

from typing import Any, Literal

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPoint, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from ui.kit import theme
from ui.kit.tableheader import ListHeader, SortOrder
from ui.kit.tablelook import fit, restored_look, saved_look
from ui.kit.tablemodel import KeyedTableModel

Density = Literal["compact", "default", "roomy", "two-line"]
ROW_HEIGHTS: dict[Density, int] = {"compact": 28, "default": 32, "roomy": 40, "two-line": 42}


class KeyedTableView(QTableView):
    """A table of keyed rows: what is shown of it and where one stands in it."""

    current_changed = Signal(object)  # key or None
    menu_asked = Signal(str, QPoint)
    order_changed = Signal(object)
    columns_changed = Signal()

    def __init__(self, model: KeyedTableModel, *, density: Density = "default", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.list = model
        self._density: Density = density
        self._hidden: set[str] = set()
        self._kept: tuple[Any, int, int] | None = None
        self.head = ListHeader(model.columns, tickable=model.tickable, parent=self)
        self._build(model)
        self._connect(model)

    def _build(self, model: KeyedTableModel) -> None:
        self.setHorizontalHeader(self.head)
        self.setModel(model)
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setMinimumSectionSize(16)
        rows.setDefaultSectionSize(self.row_height())
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setCornerButtonEnabled(False)
        self.verticalScrollBar().setSingleStep(self.row_height())
        for index, column in enumerate(model.columns):
            self.head.resizeSection(index, theme.px(column.width))

    def _connect(self, model: KeyedTableModel) -> None:
        self.head.sort_asked.connect(self._sort)
        self.head.menu_asked.connect(self.menu_asked)
        self.head.tick_all_asked.connect(self.toggle_all)
        self.head.sectionResized.connect(self._resized)
        model.ticks_changed.connect(self._ticks_changed)
        model.modelAboutToBeReset.connect(self._keep_place)
        model.modelReset.connect(self._restore_place)
        self.selectionModel().currentChanged.connect(self._tell_current)

    # sizes --------------------------------------------------------------------------------------------------
    def row_height(self) -> int:
        """Return the height of every row."""
        return theme.px(ROW_HEIGHTS[self._density])

    def density(self) -> Density:
        """Return how close the rows stand."""
        return self._density

    def set_density(self, density: Density) -> None:
        """Change how close the rows stand."""
        self._density = density
        self.verticalHeader().setDefaultSectionSize(self.row_height())
        self.verticalScrollBar().setSingleStep(self.row_height())
        self.viewport().update()

    def hide_column(self, key: str, hidden: bool) -> None:
        """Hide or show a column by choice."""
        self._hidden = self._hidden | {key} if hidden else self._hidden - {key}
        self.fit_columns()
        self.columns_changed.emit()

    def hidden_columns(self) -> frozenset[str]:
        """Return the columns hidden by choice."""
        return frozenset(self._hidden)

    def fit_columns(self) -> None:
        """Show the columns that belong to this window width; the stretching one takes what is left."""
        fit(self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the columns again."""
        super().resizeEvent(event)
        self.fit_columns()

    def _resized(self, index: int, _old: int, _new: int) -> None:
        if not self.list.columns[index].stretch and self.head.underMouse():
            self.fit_columns()
            self.columns_changed.emit()

    def save_state(self) -> dict[str, Any]:
        """Return widths, hidden columns, order and density."""
        return saved_look(self)

    def restore_state(self, state: dict[str, Any]) -> None:
        """Take over what `save_state` gave; unknown columns are left out."""
        self._hidden = set(restored_look(self, state))
        if state.get("density") in ROW_HEIGHTS and self._density != "two-line":
            self.set_density(state["density"])
        self.fit_columns()

    # order --------------------------------------------------------------------------------------------------
    def order(self) -> SortOrder:
        """Return the sort order as (column key, descending) pairs."""
        return self.head.order

    def set_order(self, order: SortOrder) -> None:
        """Show an order (the query follows it)."""
        self.head.order = order
        self.head.viewport().update()

    def _sort(self, key: str, second: bool) -> None:
        order = dict(self.head.order)
        down = not order[key] if key in order else False
        if second and self.head.order:
            kept = tuple(pair for pair in self.head.order if pair[0] != key)[:1]
            self.set_order((*kept, (key, down)))
        else:
            self.set_order(((key, down),))
        self.order_changed.emit(self.head.order)

    # current row and ticks ----------------------------------------------------------------------------------
    def current_key(self) -> Any:
        """Return the key of the current row, or None."""
        return self.list.key_at(self.currentIndex().row()) if self.currentIndex().isValid() else None

    def current_record(self) -> Any:
        """Return the query's row of the current row, if it is here."""
        return self.list.record(self.currentIndex().row()) if self.currentIndex().isValid() else None

    def set_current_key(self, key: Any) -> bool:
        """Make a key's row current and bring it into view."""
        row = self.list.row_of(key)
        if row < 0:
            return False
        self.set_current_row(row)
        return True

    def set_current_row(self, row: int) -> None:
        """Make a shown row current."""
        index = self.list.index(row, 0)
        flags = QItemSelectionModel.SelectionFlag
        self.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
        self.scrollTo(index)

    def chosen_keys(self) -> list[Any]:
        """Return what an action works on: the ticked keys, else the selected rows, else the current one."""
        if self.list.tick_count():
            return self.list.ticked()
        rows = sorted(index.row() for index in self.selectionModel().selectedRows())
        return [key for key in map(self.list.key_at, rows) if key is not None]

    def toggle_all(self) -> None:
        """Tick all shown, or none when all are ticked."""
        everything = self.list.keys()
        on = self.list.tick_count() < len(everything)
        self.list.set_ticked(everything, on)

    def _ticks_changed(self) -> None:
        count, total = self.list.tick_count(), len(self.list.keys())
        self.head.ticks = "off" if not count else "on" if count == total else "mixed"
        self.head.viewport().update()
        self.viewport().update()

    def _tell_current(self, current: QModelIndex, _previous: QModelIndex) -> None:
        self.current_changed.emit(self.list.key_at(current.row()) if current.isValid() else None)

    def _keep_place(self) -> None:
        self._kept = (self.current_key(), self.currentIndex().row(), self.verticalScrollBar().value())

    def _restore_place(self) -> None:
        key, row, scroll = self._kept or (None, -1, 0)
        self._kept = None
        self.fit_columns()
        at = self.list.row_of(key) if key is not None else -1
        if at < 0 and row >= 0 and self.list.rowCount():
            at = min(row, self.list.rowCount() - 1)
        if at >= 0:
            flags = QItemSelectionModel.SelectionFlag
            self.selectionModel().setCurrentIndex(self.list.index(at, 0), flags.ClearAndSelect | flags.Rows)
        self.verticalScrollBar().setValue(scroll)
