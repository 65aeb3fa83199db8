"""Draws a list: one pass over the visible rows, from ready cells. Source: ui.md 6; speed.md 3."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPolygonF

from ui.kit import icons, paint, theme
from ui.kit.tablerows import Cell, Column, Group, Kind, Ready
from ui.kit.tokens import Role, Token

PAD = 8
TICK_WIDTH = 36

ROLES: dict[Kind, tuple[Role, Token]] = {
    "text": ("body", "text2"), "strong": ("strong", "text"), "quiet": ("secondary", "text3"),
    "mono": ("mono", "text2"), "number": ("numeric", "text"), "numberStrong": ("numericBold", "text"),
    "numberQuiet": ("numeric", "text3"), "money": ("numeric", "text2"), "chip": ("chip", "text"),
    "progress": ("caption", "text3"), "link": ("body", "accentText"), "icon": ("body", "text2"),
    "date": ("body", "text2"), "action": ("body", "text2"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class RowLook:
    """The state of one row while it is drawn."""

    current: bool
    selected: bool
    focused: bool
    hover: bool
    ticked: Literal["none", "off", "on"]
    warm: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """Where a column stands."""

    index: int
    column: Column
    x: float
    width: float


class RowPainter:
    """Draws rows and group rows with one painter."""

    def __init__(self, painter: QPainter, *, width: float, height: float, ratio: float, rtl: bool, grid: bool) -> None:
        self.painter, self.width, self.height = painter, width, height
        self.ratio, self.rtl, self.grid = ratio, rtl, grid
        self._line = theme.color("grid")

    def group(self, y: float, group: Group, *, collapsed: bool, current: bool, focused: bool) -> None:
        """Draw a group row: chevron, name, note, value."""
        p, h = self.painter, self.height
        fill: Token = "sel" if current and focused else "inactive" if current else "sunken"
        p.fillRect(QRectF(0, y, self.width, h), theme.color(fill))
        p.fillRect(QRectF(0, y + h - 1, self.width, 1), self._line)
        if current:
            self._bar(y, focused)
        name = "chevron-right" if collapsed else "chevron-down"
        chevron = icons.pixmap(name, 14, theme.color("text2"), ratio=self.ratio, rtl=self.rtl)
        p.drawPixmap(QPointF(self._x(10, 14), y + h / 2 - 7), chevron)
        used = paint.text(
            p, self._box(32, y, self.width * 0.5), group.title, "semibold", theme.color("text"), rtl=self.rtl
        )
        note = self._box(32 + used + 12, y, self.width * 0.4)
        paint.text(p, note, group.note, "secondary", theme.color("text3"), rtl=self.rtl)
        value = self._box(0, y, self.width - 12)
        paint.text(p, value, group.value, "numericStrong", theme.color("text2"), align="end", rtl=self.rtl)

    def row(self, y: float, ready: Ready, places: Sequence[Place], look: RowLook) -> None:
        """Draw one row."""
        self._background(y, look)
        if look.ticked != "none":
            box = QRectF(self._x(12, 16), y + (self.height - 16) / 2, 16, 16)
            paint.check_box(self.painter, box, look.ticked, ratio=self.ratio)
        for place in places:
            self._cell(y, place, ready.cells[place.index])

    def waiting(self, y: float, places: Sequence[Place], look: RowLook) -> None:
        """Draw a row whose page is still being fetched."""
        self._background(y, look)
        for place in places[:1]:
            bar = QRectF(place.x + PAD, y + self.height / 2 - 4, min(120, place.width - 2 * PAD), 8)
            paint.rounded(self.painter, bar, fill=theme.color("disabledBg"), radius=4)

    def _background(self, y: float, look: RowLook) -> None:
        p, h = self.painter, self.height
        fill: Token = "surface"
        if look.current or look.selected:
            fill = "sel" if look.focused else "inactive"
        elif look.hover:
            fill = "hover"
        p.fillRect(QRectF(0, y, self.width, h), theme.color(fill))
        p.fillRect(QRectF(0, y + h - 1, self.width, 1), self._line)
        if look.current:
            self._bar(y, look.focused)

    def _bar(self, y: float, focused: bool) -> None:
        bar = QRectF(self.width - 3 if self.rtl else 0, y, 3, self.height - 1)
        self.painter.fillRect(bar, theme.color("selBar" if focused else "control"))

    def _x(self, at: float, width: float) -> float:
        return self.width - at - width if self.rtl else at

    def _box(self, at: float, y: float, width: float) -> QRectF:
        return QRectF(self._x(at, width), y, width, self.height)

    def _cell(self, y: float, place: Place, cell: Cell) -> None:
        column, p = place.column, self.painter
        area = QRectF(place.x, y, place.width, self.height - 1)
        if cell.problem:
            self._problem(area, cell)
        if self.grid:
            p.fillRect(QRectF(place.x if self.rtl else place.x + place.width - 1, y, 1, self.height), self._line)
        inner = area.adjusted(PAD, 0, -PAD, 0)
        if cell.chip is not None:
            look = cell.chip
            width = paint.chip_width(look.text, look.icon or None)
            x = inner.right() - width if self.rtl != column.at_end() else inner.x()
            paint.chip(p, x, area.center().y(), look.text, look.tone, icon=look.icon or None, ratio=self.ratio,
                       dot=look.dot)  # fmt: skip
        elif column.kind == "progress":
            parts = tuple((share, theme.tone(tone).dot) for share, tone in cell.progress)
            bar = QRectF(inner.x(), area.center().y() - 3, inner.width(), 6)
            paint.bar(p, bar, parts, rtl=self.rtl)
        elif column.kind in {"icon", "action"}:
            self._icon(column.icon or cell.text, area)
        else:
            self._words(inner, column, cell)

    def _icon(self, name: str, area: QRectF) -> None:
        if name and name != "—":
            drawn = icons.pixmap(name, 16, theme.color("text2"), ratio=self.ratio, rtl=self.rtl)
            self.painter.drawPixmap(QPointF(area.center().x() - 8, area.center().y() - 8), drawn)

    def _words(self, inner: QRectF, column: Column, cell: Cell) -> None:
        role, token = ROLES[column.kind]
        tint: QColor = theme.tone(cell.tone).text if cell.tone else theme.color(token)
        if cell.tone and role == "numeric":
            role = "numericBold"
        words = cell.text or ("—" if column.title else "")  # what can be done in a row is missing without a dash
        if words in {"—", "–"} and not cell.tone:
            tint = theme.color("text3")
        align: paint.Align = "end" if column.at_end() else "start"
        middle = column.kind == "mono" or column.elide_middle
        if not cell.sub:
            paint.text(self.painter, inner, words, role, tint, align=align, middle=middle, rtl=self.rtl)
            return
        half = inner.height() / 2
        top = QRectF(inner.x(), inner.y() + 2, inner.width(), half - 1)
        below = QRectF(inner.x(), inner.y() + half, inner.width(), half - 3)
        paint.text(self.painter, top, words, role, tint, align=align, middle=middle, rtl=self.rtl)
        paint.text(self.painter, below, cell.sub, "caption", theme.color("text3"), align=align, rtl=self.rtl)

    def _problem(self, area: QRectF, cell: Cell) -> None:
        tone = theme.tone(cell.tone or "bad")
        p = self.painter
        p.fillRect(area, tone.background)
        p.save()
        p.setRenderHint(QPainter.RenderHint.Antialiasing)
        p.setPen(Qt.PenStyle.NoPen)
        p.setBrush(tone.dot)
        corner, side = (area.topLeft(), 1) if self.rtl else (area.topRight(), -1)
        p.drawPolygon(QPolygonF([corner, corner + QPointF(side * 8, 0), corner + QPointF(0, 8)]))
        p.restore()
