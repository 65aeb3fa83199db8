"""A timeline: the stock card with signed quantity and balance, or recent activity. Source: pictures 01, 02.

card = Timeline(); card.set_titles(_("Stock card"), _("Balance"))
card.set_entries([
        Entry("Received IN-26-0081", "18 Nov · D. Morales", "arrow-down-to-line", "ok", "+120", "184", key=7)
    ])
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy

from ui.kit import icons, paint, theme
from ui.kit.tokens import ToneName
from ui.kit.widget import KitWidget

_STEP = 40
_HEAD = 32


@dataclass(frozen=True, slots=True)
class Entry:
    """One event: title, small line, icon and tone, signed quantity, balance after it."""

    title: str
    note: str
    icon: str
    tone: ToneName = "neutral"
    change: str = ""
    balance: str = ""
    key: object = None


class Timeline(KitWidget):
    """Events under each other, joined by a line."""

    clicked = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._title, self._end_title = "", ""
        self._entries: tuple[Entry, ...] = ()
        self._current = -1
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.MinimumExpanding)

    def set_titles(self, title: str, end: str) -> None:
        """Set the header's words."""
        self._title, self._end_title = title, end
        self.setAccessibleName(title)
        self.update()

    def set_entries(self, entries: Sequence[Entry]) -> None:
        """Show other events, the newest first."""
        self._entries = tuple(entries)
        said = [f"{e.title}, {e.note} {e.change} {e.balance}".strip() for e in self._entries]
        self.setAccessibleDescription("; ".join(said))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Fit all events."""
        head = theme.px(_HEAD) if self._title else 6
        return QSize(240, head + theme.px(_STEP) * len(self._entries) + 6)

    def minimumSizeHint(self) -> QSize:
        """Let the scroll area scroll."""
        return QSize(160, self.sizeHint().height())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Tell which event was clicked."""
        head = theme.px(_HEAD) if self._title else 6
        at = int((event.position().y() - head) // theme.px(_STEP))
        if 0 <= at < len(self._entries):
            self.clicked.emit(self._entries[at].key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk and open with the keyboard."""
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        if event.key() in steps and self._entries:
            self._current = max(0, min(len(self._entries) - 1, self._current + steps[Qt.Key(event.key())]))
            self.update()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and 0 <= self._current < len(self._entries):
            self.clicked.emit(self._entries[self._current].key)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw header, line and events."""
        painter = QPainter(self)
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        head, step = (theme.px(_HEAD) if self._title else 6), theme.px(_STEP)
        if self._title:
            line = QRectF(14, 4, self.width() - 28, head - 6)
            paint.text(painter, line, self._title, "header", theme.color("text2"), rtl=rtl)
            paint.text(painter, line, self._end_title, "secondary", theme.color("text3"), align="end", rtl=rtl)
        center = self.width() - 24 if rtl else 24
        if len(self._entries) > 1:
            painter.fillRect(
                QRectF(center - 1, head + step / 2, 2, step * (len(self._entries) - 1)), theme.color("border")
            )
        for n, entry in enumerate(self._entries):
            self._entry(painter, entry, QRectF(0, head + n * step, self.width(), step), rtl, n == self._current)

    def _entry(self, painter: QPainter, entry: Entry, box: QRectF, rtl: bool, current: bool) -> None:
        tone, middle = theme.tone(entry.tone), box.center().y()
        if current and self.hasFocus():
            paint.ring(painter, box.adjusted(6, 1, -6, -1), 6)
        x = self.width() - 34 if rtl else 14
        paint.rounded(painter, QRectF(x, middle - 10, 20, 20), fill=tone.background, radius=10)
        drawn = icons.pixmap(entry.icon, 12, tone.text, ratio=self.devicePixelRatioF(), rtl=rtl)
        painter.drawPixmap(QPointF(x + 4, middle - 6), drawn)
        end = (theme.px(36) + 14 if entry.balance else 0) if entry.change else 0
        figures = end + int(paint.width_of(entry.change, "numericBold")) + 8 if entry.change else 0
        words = QRectF(figures + 14 if rtl else 46, box.y(), self.width() - 60 - figures, box.height())
        top = QRectF(words.x(), middle - theme.px(17), words.width(), theme.px(18))
        below = QRectF(words.x(), middle + 1, words.width(), theme.px(15))
        paint.text(painter, top, entry.title, "strong", theme.color("text"), rtl=rtl)
        paint.text(painter, below, entry.note, "caption", theme.color("text3"), rtl=rtl)
        balance = QRectF(14, box.y(), self.width() - 28, box.height())
        paint.text(painter, balance, entry.balance, "numeric", theme.color("text2"), align="end", rtl=rtl)
        gone = entry.change.startswith(("-", "\u2212"))
        ink = theme.tone("ok").text if entry.change.startswith("+") else theme.color("text" if gone else "text2")
        end = end + 14 if entry.balance else 14
        change = QRectF(end if rtl else 14, box.y(), self.width() - 14 - end, box.height())
        paint.text(painter, change, entry.change, "numericBold", ink, align="end", rtl=rtl)
