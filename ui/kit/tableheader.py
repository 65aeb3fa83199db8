"""The header of a list: titles aligned like their cells, sort arrows, tick-all box, a menu for each column."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHeaderView, QWidget

from inl_logistics.kernel.translation import _
from ui.kit import icons, paint, theme
from ui.kit.tablepaint import PAD, TICK_WIDTH
from ui.kit.tablerows import Column

HEIGHT = 30
SortOrder = tuple[tuple[str, bool], ...]  # (column key, descending), the first is the main one


class ListHeader(QHeaderView):
    """Paints and sorts; the view owns what the clicks mean."""

    sort_asked = Signal(str, bool)  # column key, as second key
    menu_asked = Signal(str, QPoint)
    tick_all_asked = Signal()

    def __init__(self, columns: tuple[Column, ...], *, tickable: bool, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._columns, self._tickable = columns, tickable
        self.order: SortOrder = ()
        self.filtered: frozenset[str] = frozenset()
        self.ticks: Literal["off", "on", "mixed"] = "off"
        self._hover, self._pressed = -1, -1
        self.setSectionsMovable(True)
        self.setFirstSectionMovable(False)
        self.setSectionsClickable(False)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(32)
        self.setMouseTracking(True)
        self.setFixedHeight(theme.px(HEIGHT))

    def sizeHint(self) -> QSize:
        """Be 30 high."""
        return QSize(super().sizeHint().width(), theme.px(HEIGHT))

    def set_filtered(self, keys: frozenset[str]) -> None:
        """Mark the columns that a filter narrows."""
        if keys != self.filtered:
            self.filtered = keys
            self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw all titles in one pass."""
        painter = QPainter(self.viewport())
        width, height = self.viewport().width(), self.height()
        painter.fillRect(0, 0, width, height, theme.color("sunken"))
        painter.fillRect(0, height - 1, width, 1, theme.color("border"))
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        for index, column in enumerate(self._columns):
            if not self.isSectionHidden(index):
                box = QRectF(self.sectionViewportPosition(index), 0, self.sectionSize(index), height - 1)
                self._title(painter, box, index, column, rtl)
        if self._tickable:
            x = width - TICK_WIDTH if rtl else 0
            painter.fillRect(x, 0, TICK_WIDTH, height - 1, theme.color("sunken"))
            spot = QRectF(width - 28 if rtl else 12, (height - 16) / 2, 16, 16)
            paint.check_box(painter, spot, self.ticks, ratio=self.devicePixelRatioF())

    def _title(self, painter: QPainter, box: QRectF, index: int, column: Column, rtl: bool) -> None:
        words = _(column.title)
        inner = box.adjusted(PAD, 0, -PAD, 0)
        if self._tickable and self.visualIndex(index) == 0:
            inner = inner.adjusted(0, 0, -TICK_WIDTH, 0) if rtl else inner.adjusted(TICK_WIDTH, 0, 0, 0)
        place = next((n for n, (key, _down) in enumerate(self.order) if key == column.key), -1)
        marks: list[str] = []
        if place >= 0:
            marks.append("arrow-down" if self.order[place][1] else "arrow-up")
        if column.key in self.filtered:
            marks.append("list-filter")
        elif self._hover == index and column.filterable:
            marks.append("chevron-down")
        room = inner.width() - 16 * len(marks)
        ratio = self.devicePixelRatioF()
        taken = min(paint.width_of(words, "header"), max(0.0, room))
        at_end = column.at_end()
        text_x = inner.right() - taken if at_end != rtl else inner.x()
        paint.text(painter, QRectF(text_x, 0, taken + 1, box.height()), words, "header", theme.color("text2"), rtl=rtl)
        for n, mark in enumerate(marks):
            before = at_end != rtl
            x = text_x - 16 * (n + 1) if before else text_x + taken + 4 + 16 * n
            drawn = icons.pixmap(
                mark, 12, theme.color("accentText" if mark != "chevron-down" else "text3"), ratio=ratio
            )
            painter.drawPixmap(QPointF(x, box.height() / 2 - 6), drawn)

    def _column_at(self, x: int) -> int:
        return self.logicalIndexAt(x)

    def _on_tick(self, x: int) -> bool:
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        return self._tickable and (x > self.viewport().width() - TICK_WIDTH if rtl else x < TICK_WIDTH)

    def _on_edge(self, x: int) -> bool:
        """Tell whether the pointer is where a width is dragged."""
        index = self.logicalIndexAt(x)
        if index < 0:
            return True
        box = QRect(self.sectionViewportPosition(index), 0, self.sectionSize(index), 1)
        return x - box.left() < 4 or box.right() - x < 4

    def _on_mark(self, index: int, x: int) -> bool:
        """Tell whether the pointer is on the filter mark beside the title."""
        column, taken = self._columns[index], paint.width_of(_(self._columns[index].title), "header")
        left, width = self.sectionViewportPosition(index), self.sectionSize(index)
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        lead = PAD + (TICK_WIDTH if self._tickable and self.visualIndex(index) == 0 else 0)
        from_text = left + width - x - lead if column.at_end() != rtl else x - left - lead
        return from_text > taken + (18 if any(key == column.key for key, _down in self.order) else 0)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Remember where a click began."""
        self._pressed = event.position().toPoint().x()
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Sort, tick all, or open the menu; a drag does neither."""
        super().mouseReleaseEvent(event)
        x = event.position().toPoint().x()
        if event.button() != Qt.MouseButton.LeftButton or abs(x - self._pressed) > 4:
            return
        if self._on_tick(x):
            self.tick_all_asked.emit()
            return
        index = self._column_at(x)
        if index < 0 or self._on_edge(x):
            return
        column = self._columns[index]
        if column.filterable and self._on_mark(index, x):
            self.menu_asked.emit(column.key, self.viewport().mapToGlobal(QPoint(x, self.height())))
        elif column.sort:
            self.sort_asked.emit(column.key, bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Open the column's menu."""
        index = self._column_at(event.pos().x())
        if index >= 0:
            self.menu_asked.emit(self._columns[index].key, event.globalPos())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show the hovered column's mark."""
        super().mouseMoveEvent(event)
        hover = self._column_at(event.position().toPoint().x())
        if hover != self._hover:
            self._hover = hover
            self.viewport().update()

    def leaveEvent(self, event: QEvent) -> None:
        """Leave hover."""
        self._hover = -1
        self.viewport().update()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text size."""
        if event.type() == QEvent.Type.StyleChange:
            self.setFixedHeight(theme.px(HEIGHT))
        super().changeEvent(event)
