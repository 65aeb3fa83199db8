"""What the palette shows: field row, sections and lines, key line; painted. Source: picture 07."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent

from inl_logistics.kernel.translation import N_, _
from ui.kit import icons, paint, theme
from ui.kit.widget import KitWidget

if TYPE_CHECKING:
    from ui.shell.palette import Palette

WIDTH, ROW, TITLE = 640, 32, 28
_KEYS = (
    ("↑ ↓", N_("move")),
    ("↵", N_("run")),
    ("Tab", N_("more actions")),
    (">", N_("commands only")),
    ("#", N_("record number")),
)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the palette: a section title, or something to run."""

    title: str
    note: str = ""
    icon: str = ""
    key: str = ""
    code: str = ""
    why_not: str = ""
    run: Callable[[], None] | None = None

    @property
    def is_title(self) -> bool:
        """Tell whether this is a section's title."""
        return self.run is None and not self.why_not


class PaletteCard(KitWidget):
    """Painted: field row, lines, key line. The shadow takes 12 px around."""

    def __init__(self, palette: Palette) -> None:
        super().__init__(palette)
        self._palette = palette
        self.lines: tuple[Line, ...] = ()
        self._words, self._current, self._first = "", -1, 0
        self.setMouseTracking(True)

    def show_lines(self, lines: Sequence[Line], words: str) -> None:
        before = self._words
        self.lines, self._words = tuple(lines), words
        choices = self._choices()
        if words != before or self._current not in choices:
            self._current = choices[0] if choices else -1
            self._first = 0
        self._say()
        self.update()

    def _choices(self) -> list[int]:
        # Disabled commands can be current too: the best match must not be skipped for one that would run.
        return [n for n, line in enumerate(self.lines) if not line.is_title]

    def current_line(self) -> Line | None:
        return self.lines[self._current] if 0 <= self._current < len(self.lines) else None

    def move_current(self, step: int) -> None:
        choices = self._choices()
        if choices:
            at = choices.index(self._current) if self._current in choices else 0
            self._current = choices[max(0, min(len(choices) - 1, at + step))]
            self._say()
            self.update()

    def _say(self) -> None:
        line = self.current_line()
        self._palette.field.setAccessibleDescription(f"{line.title} {line.note} {line.key}" if line else "")

    def needed_height(self) -> int:
        listed = sum(self._height(line) for line in self.lines) or (theme.px(ROW) if self._words else 0)
        return theme.px(52) + listed + (12 if listed else 0) + theme.px(36)

    def _height(self, line: Line) -> int:
        return theme.px(TITLE if line.is_title else ROW)

    def sizeHint(self) -> QSize:
        return QSize(WIDTH + 24, self.needed_height() + 24)

    def resizeEvent(self, event: object) -> None:
        cap = paint.key_cap_width("Esc") + 20 + int(paint.width_of(self._palette.selection(), "secondary"))
        start, end = 12 + 46, 12 + cap + 20
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        self._palette.field.setGeometry(end if rtl else start, 12 + 8, self.width() - start - end, theme.px(36))

    def _tops(self) -> list[tuple[int, int]]:
        """Return (line number, y) of what is in view, scrolled so that the current line shows."""
        room = self.height() - 24 - theme.px(52) - theme.px(36) - 12
        heights = [self._height(line) for line in self.lines]
        if self._current < self._first:
            self._first = max(0, self._current - 1)
        while self._current >= 0 and sum(heights[self._first : self._current + 1]) > room > 0:
            self._first += 1
        y, tops = 12 + theme.px(52) + 6, []
        for n in range(self._first, len(self.lines)):
            if y + heights[n] > 12 + theme.px(52) + 6 + room + 1:
                break
            tops.append((n, y))
            y += heights[n]
        return tops

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        hit = self._at(event)
        if hit in self._choices() and hit != self._current:
            self._current = hit
            self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        hit = self._at(event)
        if hit in self._choices():
            self._current = hit
            self._palette.run_current()

    def _at(self, event: QMouseEvent) -> int:
        y = event.position().y()
        return next((n for n, top in self._tops() if top <= y < top + self._height(self.lines[n])), -1)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, ratio = QPainter(self), self.devicePixelRatioF()
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        for n in range(12):
            paint.rounded(
                painter, QRectF(self.rect()).adjusted(n, n, -n, -n), border=QColor(0, 0, 0, 3 + n), radius=22 - n
            )
        box = QRectF(self.rect()).adjusted(12, 12, -12, -12)
        edge = theme.color("borderStrong")
        paint.rounded(painter, box, fill=theme.color("raised"), border=edge, radius=12)
        top = theme.px(52)
        x = box.right() - 34 if rtl else box.x() + 18
        drawn = icons.pixmap("search", 18, theme.color("text2"), ratio=ratio)
        painter.drawPixmap(QPointF(x, box.y() + top / 2 - 9), drawn)
        painter.fillRect(QRectF(box.x(), box.y() + top, box.width(), 1), theme.color("border"))
        cap = paint.key_cap_width("Esc")
        paint.key_cap(painter, box.x() + 16 if rtl else box.right() - 16 - cap, box.y() + top / 2, "Esc")
        words = QRectF(box.x() + 24 + cap if rtl else box.x(), box.y(), box.width() - 24 - cap, top)
        paint.text(painter, words, self._palette.selection(), "secondary", theme.color("text3"), align="end", rtl=rtl)
        for n, y in self._tops():
            self._line(painter, self.lines[n], QRectF(box.x() + 8, y, box.width() - 16, self._height(self.lines[n])),
                       n == self._current, rtl, ratio)  # fmt: skip
        if not self.lines and self._words:
            empty = QRectF(box.x() + 18, box.y() + top + 6, box.width() - 36, theme.px(ROW))
            paint.text(painter, empty, _("Nothing found"), "body", theme.color("text3"), rtl=rtl)
        self._foot(painter, box, rtl)

    def _line(self, painter: QPainter, line: Line, box: QRectF, current: bool, rtl: bool, ratio: float) -> None:
        if line.is_title:
            paint.text(painter, box.adjusted(10, 4, -10, 0), line.title, "header", theme.color("text3"), rtl=rtl)
            return
        if current:
            paint.rounded(painter, box, fill=theme.color("sel"), radius=6)
        ink = theme.color("disabled" if line.why_not else "text")
        x = box.right() - 26 if rtl else box.x() + 10
        tint = theme.color("disabled" if line.why_not else "accentText" if current else "text2")
        painter.drawPixmap(QPointF(x, box.center().y() - 8), icons.pixmap(line.icon, 16, tint, ratio=ratio))
        tail = 8.0
        if current and not line.why_not:
            tail += 18
            at = QRectF(box.x() + 8 if rtl else box.right() - 8 - 18, box.center().y() - 9, 18, 18)
            paint.rounded(painter, at, fill=theme.color("surface"), border=theme.color("borderStrong"), radius=4)
            enter = icons.pixmap("corner-down-left", 12, theme.color("text2"), ratio=ratio, rtl=rtl)
            painter.drawPixmap(at.topLeft() + QPointF(3, 3), enter)
            tail += 6
        if line.key:
            width = paint.key_cap_width(line.key)
            paint.key_cap(painter, box.x() + tail if rtl else box.right() - tail - width, box.center().y(), line.key)
            tail += width + 8
        room = box.adjusted(tail, 0, -38, 0) if rtl else box.adjusted(38, 0, -tail, 0)
        used = self._marked(painter, room, line, ink, rtl)
        rest = room.adjusted(0, 0, -used - 12, 0) if rtl else room.adjusted(used + 12, 0, 0, 0)
        paint.text(painter, rest, line.why_not or line.note, "secondary", theme.color("text3"), rtl=rtl)

    def _marked(self, painter: QPainter, room: QRectF, line: Line, ink: QColor, rtl: bool) -> float:
        """Draw the title with the typed words in the accent color."""
        asked = self._words.lstrip("># ").lower()
        at = line.title.lower().find(asked) if asked else -1
        if at < 0 or rtl or paint.width_of(line.title, "strong") > room.width():
            return paint.text(painter, room, line.title, "strong", ink, rtl=rtl)
        used = 0.0
        for words, hit in ((line.title[:at], False), (line.title[at : at + len(asked)], True),
                           (line.title[at + len(asked) :], False)):  # fmt: skip
            spot = room.adjusted(used, 0, 0, 0)
            tint = theme.color("accentText") if hit and not line.why_not else ink
            paint.text(painter, spot, words, "semibold" if hit else "strong", tint, rtl=False)
            used += paint.width_of(words, "semibold" if hit else "strong")
        return used

    def _foot(self, painter: QPainter, box: QRectF, rtl: bool) -> None:
        height = theme.px(36)
        line = box.bottom() - height
        painter.fillRect(QRectF(box.x(), line, box.width(), 1), theme.color("border"))
        at = box.x() + 18
        middle = line + height / 2
        for key, words in _KEYS:
            cap = paint.key_cap_width(key)
            room = paint.width_of(_(words), "secondary") + 2
            mirror = box.right() + box.x()
            paint.key_cap(painter, mirror - at - cap if rtl else at, middle, key)
            at += cap + 7
            spot = QRectF(mirror - at - room if rtl else at, line, room, height)
            paint.text(painter, spot, _(words), "secondary", theme.color("text2"), rtl=rtl)
            at += room + 14
