"""The last acts at the post: what, about what, when, by whom. Picture 01."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime

from PySide6.QtCore import QLocale, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy

from inl_logistics.home.queries import Activity
from inl_logistics.kernel.translation import _, language
from inl_logistics.register.numbers import screen_number
from ui.home.words import act_time, act_words, initials
from ui.kit import icons, paint, theme
from ui.kit.widget import KitWidget

_ROW = 32


def subject_words(act: Activity) -> str:
    """Return what an act was about, with what it concerned."""
    return " · ".join(filter(None, (screen_number(act.subject), act.detail)))


class ActivityList(KitWidget):
    """Acts below each other; one that has a page opens it."""

    opened = Signal(object)

    def __init__(self, today: Callable[[], date], local: Callable[[datetime], datetime]) -> None:
        super().__init__()
        self._today, self._local = today, local
        self._acts: tuple[Activity, ...] = ()
        self._current = 0
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def set_acts(self, acts: Sequence[Activity]) -> None:
        """Show other acts, newest first."""
        self._acts = tuple(acts)
        self._current = 0
        self._retranslate()

    def _retranslate(self) -> None:
        self.setAccessibleName(_("Recent activity"))
        said = (f"{act_words(act)[0]} {subject_words(act)}, {self._time(act)}, {act.by}" for act in self._acts)
        self.setAccessibleDescription("; ".join(said))
        self.update()

    def _time(self, act: Activity) -> str:
        at = self._local(act.at)
        weekday = QLocale(language()).standaloneDayName(at.isoweekday(), QLocale.FormatType.ShortFormat)
        return act_time(at.date(), f"{at:%H:%M}", today=self._today(), weekday=weekday)

    def minimumSizeHint(self) -> QSize:
        """Show at least two."""
        return QSize(260, theme.px(_ROW) * 2 + 6)

    def sizeHint(self) -> QSize:
        """Show four."""
        return QSize(520, theme.px(_ROW) * 4 + 6)

    def _box(self, at: int) -> QRectF:
        return QRectF(0, 3 + at * theme.px(_ROW), self.width(), theme.px(_ROW))

    def _visible(self) -> int:
        return min(len(self._acts), max(1, (self.height() - 3) // theme.px(_ROW)))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open an act's record."""
        for at in range(self._visible()):
            if self._box(at).contains(event.position()):
                self.opened.emit(self._acts[at])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk and open."""
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)
        if step and self._acts:
            self._current = max(0, min(self._visible() - 1, self._current + step))
            self.update()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self._acts:
            self.opened.emit(self._acts[self._current])
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: object) -> None:
        """Show the ring."""
        self.update()

    def focusOutEvent(self, event: object) -> None:
        """Hide the ring."""
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the acts that fit."""
        painter = QPainter(self)
        if not self._acts:
            words = _("What you receive, issue and import is listed here.")
            paint.text(painter, self._box(0).adjusted(14, 0, -14, 0), words, "body", theme.color("text3"),
                       rtl=self.isRightToLeft())  # fmt: skip
        for at in range(self._visible()):
            self._act(painter, self._box(at), self._acts[at])
            if at == self._current and self.hasFocus():
                paint.ring(painter, self._box(at).adjusted(6, 1, -6, -1), 5)

    def _act(self, painter: QPainter, box: QRectF, act: Activity) -> None:
        rtl = self.isRightToLeft()
        verb, icon, tone_name = act_words(act)
        tone, middle = theme.tone(tone_name), box.center().y()
        spot = QRectF(box.width() - 36 if rtl else 14, middle - 11, 22, 22)
        paint.rounded(painter, spot, fill=tone.background, radius=11)
        drawn = icons.pixmap(icon, 12, tone.text, ratio=self.devicePixelRatioF(), rtl=rtl)
        painter.drawPixmap(QPointF(spot.x() + 5, middle - 6), drawn)
        who, when = theme.px(30), theme.px(56)
        end = (
            QRectF(14, box.y(), who, box.height())
            if rtl
            else QRectF(box.width() - 14 - who, box.y(), who, box.height())
        )
        paint.text(painter, end, initials(act.by), "chip", theme.color("text3"), align="end", rtl=rtl)
        at = QRectF(14 + who, box.y(), when, box.height()) if rtl else end.adjusted(-when, 0, -who - 4, 0)
        paint.text(painter, at, self._time(act), "numeric", theme.color("text3"), align="end", rtl=rtl)
        room = box.width() - 46 - 14 - who - when - 8
        words = QRectF(box.width() - 46 - room if rtl else 46, box.y(), room, box.height())
        used = paint.text(painter, words, verb, "strong", theme.color("text"), rtl=rtl)
        rest = words.adjusted(0, 0, -used - 8, 0) if rtl else words.adjusted(used + 8, 0, 0, 0)
        paint.text(painter, rest, subject_words(act), "body", theme.color("text2"), rtl=rtl)
