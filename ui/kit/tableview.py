"""The list view: one paint pass, keyboard as in ui.md 9, ticks apart from the current row.

view = ListView(model); view.opened.connect(self._open); view.current_changed.connect(self._show)
view.sort_asked.connect(...)  # the page asks its query for another order and sets a new snapshot
view.save_state() / view.restore_state(state): widths, order, hidden columns, density
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Literal

from PySide6.QtCore import QEvent, QPoint, QRect, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QGuiApplication,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QToolTip, QWidget

from inl_logistics.kernel.text import fold
from ui.kit import paint, theme
from ui.kit.keys import name_of
from ui.kit.tablebase import Density, KeyedTableView
from ui.kit.tablelook import as_text, tip
from ui.kit.tablemodel import KeyedTableModel
from ui.kit.tablepaint import TICK_WIDTH, Place, RowLook, RowPainter
from ui.kit.tablerows import Column, Ready

_FIND_GAP_S = 1.0


class ListView(KeyedTableView):
    """A table of keyed rows, drawn by one paintEvent."""

    opened = Signal(object)  # key: Enter or double click
    row_menu_asked = Signal(object)  # key: the right button or the menu key on a row
    cell_clicked = Signal(object, str)  # key, column: links and actions
    find_asked = Signal(str)  # typed letters that no loaded row starts with

    def __init__(self, model: KeyedTableModel, *, density: Density = "default", grid: bool = False,
                 parent: QWidget | None = None) -> None:  # fmt: skip
        super().__init__(model, density=density, parent=parent)
        self._grid, self._hover = grid, -1
        self._found, self._found_at = "", 0.0
        self._nothing = ""

    def set_nothing(self, words: str) -> None:
        """Say in the middle of the empty table how rows come."""
        self._nothing = words
        self.setAccessibleDescription(words)
        self.viewport().update()

    # keyboard -----------------------------------------------------------------------------------------------
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Do what ui.md 9 says; everything else moves as usual."""
        act: Callable[[], None] | None = {
            "Space": self._tick_current,
            "Ctrl+A": self.toggle_all,
            "Ctrl+C": self.copy,
            "Enter": self._open_current,
            "Home": lambda: self.set_current_row(0),
            "End": lambda: self.set_current_row(self.list.rowCount() - 1),
            "Left": lambda: self._fold(not self.isRightToLeft()),
            "Right": lambda: self._fold(self.isRightToLeft()),
        }.get(name_of(event))
        if act is not None and self.list.rowCount():
            act()
            event.accept()
            return
        if name_of(event) in {"Tab", "Shift+Tab", "Esc", "Enter", "Del"}:
            event.ignore()
            return
        super().keyPressEvent(event)

    def _tick_current(self) -> None:
        if self._found and time.monotonic() - self._found_at < _FIND_GAP_S:
            self.keyboardSearch(" ")  # a space inside a name that is being typed
            return
        if self.list.tickable and self.currentIndex().isValid():
            self._toggle(self.currentIndex().row())

    def _toggle(self, row: int) -> None:
        rows = {index.row() for index in self.selectionModel().selectedRows()} | {row}
        group = self.list.group_at(row)
        if group is not None:
            rows = set(range(row + 1, row + 1 + group.count))
        keys = [key for key in map(self.list.key_at, rows) if key is not None]
        on = not all(self.list.is_ticked(key) for key in keys)
        self.list.set_ticked(keys, on)

    def _open_current(self) -> None:
        row = self.currentIndex().row()
        group = self.list.group_at(row)
        if group is not None:
            self.list.set_collapsed(group, not self.list.is_collapsed(group))
        elif (key := self.current_key()) is not None:
            self.opened.emit(key)

    def _fold(self, closing: bool) -> None:
        row = self.currentIndex().row()
        group = self.list.group_at(row)
        if group is not None:
            self.list.set_collapsed(group, closing)
        elif closing and (header := self.list.group_above(row)) >= 0:
            self.set_current_row(header)

    def keyboardSearch(self, search: str) -> None:
        """Type to find: the next loaded row whose main text starts so; else the page is asked."""
        now = time.monotonic()
        self._found = self._found + search if now - self._found_at < _FIND_GAP_S else search
        self._found_at = now
        wanted = fold(self._found)
        place = next((n for n, column in enumerate(self.list.columns) if column.kind == "strong"), 0)
        for _position, ready in self.list.loaded():
            if fold(ready.cells[place].text).startswith(wanted):
                self.set_current_key(ready.key)
                return
        self.find_asked.emit(self._found)

    def copy(self) -> None:
        """Put the chosen rows with headers on the clipboard, tab-separated."""
        keys, places = self.chosen_keys(), self.places()
        columns = [self.list.columns[place.index] for place in places]

        def put(ready: Sequence[Ready]) -> None:
            QGuiApplication.clipboard().setText(as_text(self.list.columns, columns, ready))

        self.list.gather(keys, put)

    # mouse --------------------------------------------------------------------------------------------------
    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Tick in the tick column, fold on a group, follow links; else select."""
        point = event.position().toPoint()
        row = self.rowAt(point.y())
        if event.button() == Qt.MouseButton.LeftButton and row >= 0 and self._clicked(row, point):
            event.accept()
            return
        super().mousePressEvent(event)

    def _clicked(self, row: int, point: QPoint) -> bool:
        from_start = self.viewport().width() - point.x() if self.isRightToLeft() else point.x()
        group = self.list.group_at(row)
        if group is not None:
            if from_start < 32:
                self.list.set_collapsed(group, not self.list.is_collapsed(group))
            return from_start < 32
        if self.list.tickable and from_start < TICK_WIDTH:
            self.setFocus(Qt.FocusReason.MouseFocusReason)
            key = self.list.key_at(row)
            self.list.set_ticked([key], not self.list.is_ticked(key))
            return True
        column = self._column_at(point)
        if column is not None and column.kind in {"link", "action"}:
            self.set_current_row(row)
            self.cell_clicked.emit(self.list.key_at(row), column.key)
            return True
        return False

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open the row."""
        row = self.rowAt(event.position().toPoint().y())
        point = event.position().toPoint()
        if row >= 0 and not self._clicked(row, point):
            self._open_current()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Make the row under the pointer the current one and ask for what can be done with it."""
        if event.reason() == QContextMenuEvent.Reason.Mouse:
            row = self.rowAt(self.viewport().mapFromGlobal(event.globalPos()).y())
            if row < 0:
                return
            self.set_current_row(row)
        if (key := self.current_key()) is not None:
            self.row_menu_asked.emit(key)

    def current_box(self) -> QRect:
        """Return where the current row stands in the viewport, to drop a menu below it."""
        y = max(
            0, min(self.rowViewportPosition(self.currentIndex().row()), self.viewport().height() - self.row_height())
        )
        return QRect(0, y, self.viewport().width(), self.row_height())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Hover, and the hand over links."""
        point = event.position().toPoint()
        self._set_hover(self.rowAt(point.y()))
        column = self._column_at(point)
        linked = column is not None and column.kind in {"link", "action"} and self._hover >= 0
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if linked else Qt.CursorShape.ArrowCursor)
        if event.buttons():
            super().mouseMoveEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Leave hover."""
        self._set_hover(-1)
        super().leaveEvent(event)

    def _set_hover(self, row: int) -> None:
        if row == self._hover:
            return
        for changed in (self._hover, row):
            if changed >= 0:
                y = self.rowViewportPosition(changed)
                self.viewport().update(QRect(0, y, self.viewport().width(), self.row_height()))
        self._hover = row

    def _column_at(self, point: QPoint) -> Column | None:
        index = self.columnAt(point.x())
        return self.list.columns[index] if index >= 0 else None

    def viewportEvent(self, event: QEvent) -> bool:
        """Show problems and cut texts as tooltips."""
        if event.type() == QEvent.Type.ToolTip:
            point = self.viewport().mapFromGlobal(self.cursor().pos())
            QToolTip.showText(self.cursor().pos(), self._tip(point), self.viewport())
            return True
        return super().viewportEvent(event)

    def _tip(self, point: QPoint) -> str:
        row, index = self.rowAt(point.y()), self.columnAt(point.x())
        ready = self.list.ready(row) if row >= 0 else None
        if ready is None or index < 0:
            return ""
        return tip(self.list.columns[index], ready.cells[index], self.head.sectionSize(index))

    # painting -----------------------------------------------------------------------------------------------
    def places(self) -> list[Place]:
        """Return where each shown column stands."""
        places: list[Place] = []
        rtl = self.isRightToLeft()
        for visual in range(self.head.count()):
            index = self.head.logicalIndex(visual)
            if self.head.isSectionHidden(index):
                continue
            x, width = self.head.sectionViewportPosition(index), self.head.sectionSize(index)
            if self.list.tickable and not places:
                x, width = (x if rtl else x + TICK_WIDTH), width - TICK_WIDTH
            places.append(Place(index, self.list.columns[index], x, width))
        return places

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the rows that need it, in one pass."""
        area = event.rect()
        painter = QPainter(self.viewport())
        painter.fillRect(area, theme.color("surface"))
        rows = self.list.rowCount()
        height = self.row_height()
        offset = self.verticalScrollBar().value()
        first = max(0, (area.top() + offset) // height)
        last = min(rows - 1, (area.bottom() + offset) // height)
        if last < first:
            if not rows and self._nothing:
                box = self.viewport().rect().toRectF()
                paint.text(painter, box, self._nothing, "body", theme.color("text3"), align="center")
            return
        width = self.viewport().width()
        drawer = RowPainter(painter, width=width, height=height, ratio=self.devicePixelRatioF(),
                            rtl=self.isRightToLeft(), grid=self._grid)  # fmt: skip
        places, selected = self.places(), self._selected_rows()
        current, focused = self.currentIndex().row(), self.hasFocus()
        for row in range(first, last + 1):
            y = row * height - offset
            group = self.list.group_at(row)
            if group is not None:
                closed = self.list.is_collapsed(group)
                drawer.group(y, group, collapsed=closed, current=row == current, focused=focused)
                continue
            ready = self.list.ready(row)
            key = ready.key if ready is not None else self.list.key_at(row)
            ticked: Literal["none", "off", "on"] = "none"
            if self.list.tickable:
                ticked = "on" if self.list.is_ticked(key) else "off"
            look = RowLook(row == current, row in selected, focused, row == self._hover, ticked)
            if ready is None:
                drawer.waiting(y, places, look)
            else:
                drawer.row(y, ready, places, look)
        painter.end()
        top, bottom = offset // height, (offset + self.viewport().height()) // height
        self.list.settle(min(top, rows - 1), min(bottom, rows - 1))

    def _selected_rows(self) -> set[int]:
        found: set[int] = set()
        for part in self.selectionModel().selection().toList():
            found.update(range(part.top(), min(part.bottom(), part.top() + 5000) + 1))
        return found

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Draw the current row in its focused look; there is always a current row."""
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self.list.rowCount():
            first = 1 if self.list.group_at(0) is not None and self.list.rowCount() > 1 else 0
            self.set_current_row(first)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Draw the current row in its quiet look."""
        super().focusOutEvent(event)
        self.viewport().update()

    def changeEvent(self, event: QEvent) -> None:
        """Follow language and text size."""
        if event.type() == QEvent.Type.LanguageChange:
            self.list.retranslate()
        elif event.type() == QEvent.Type.StyleChange and hasattr(self, "head"):
            self.set_density(self._density)
        super().changeEvent(event)
