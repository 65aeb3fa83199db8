"""The calendar that opens below a day field: a month in the program's own look, days and months in the language of the screen.

CalendarPopup(field); popup.open_on(day); popup.picked.connect(take)     # picked tells a date
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QDate, QEvent, QLocale, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QToolButton, QWidget

from inl_logistics.kernel.translation import _, language
from ui.kit import icons, paint, theme

_CELL = 34
_FRAME = 6
_ARROWS = (("qt_calendar_prevmonth", "chevron-left"), ("qt_calendar_nextmonth", "chevron-right"))


class CalendarPopup(QCalendarWidget):
    """A month below a field; it closes when a day is picked."""

    picked = Signal(object)  # date

    def __init__(self, over: QWidget, *, today: Callable[[], date]) -> None:
        super().__init__(over)
        self._over, self._today = over, today
        self.setWindowFlags(Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint)
        self.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        self.setHorizontalHeaderFormat(QCalendarWidget.HorizontalHeaderFormat.ShortDayNames)
        if (layout := self.layout()) is not None:
            layout.setContentsMargins(_FRAME, _FRAME, _FRAME, _FRAME)
        self.activated.connect(self._pick)
        self.clicked.connect(self._pick)

    def open_on(self, day: date) -> None:
        """Show the month of a day below the field."""
        self._dress()
        self.setSelectedDate(QDate(day.year, day.month, day.day))
        self.setFixedSize(self.sizeHint())
        mirrored = self._over.layoutDirection() == Qt.LayoutDirection.RightToLeft
        start = QPoint(self._over.width() - self.width() if mirrored else 0, self._over.height() + 2)
        if self._over.mapToGlobal(start).y() + self.height() > self._over.screen().availableGeometry().bottom():
            start.setY(-self.height() - 2)  # above the field where the screen ends below it
        self.move(self._over.mapToGlobal(start))
        self.show()

    def _dress(self) -> None:
        """Take colors, arrows and words of now."""
        # The screen has Western figures in every language; of the Arabic countries those of the Gulf write them so.
        self.setLocale(QLocale("ar_AE" if language() == "ar" else language()))
        head = QTextCharFormat()
        head.setForeground(theme.color("text3"))
        head.setFont(theme.font("secondary"))
        self.setHeaderTextFormat(head)
        for day in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
            self.setWeekdayTextFormat(day, head)
        names = {"qt_calendar_prevmonth": _("Month before"), "qt_calendar_nextmonth": _("Month after")}
        for name, icon in _ARROWS:
            button = self.findChild(QToolButton, name)
            if button is not None:
                button.setIcon(icons.icon(icon))
                button.setAccessibleName(names[name])

    def sizeHint(self) -> QSize:
        """Leave each day the room of a finger."""
        side = theme.px(_CELL)
        frame = QSize(2 * _FRAME, 2 * _FRAME)
        return super().sizeHint().expandedTo(QSize(7 * side, 8 * side)) + frame

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the frame: it lies over fields of its own color."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color("raised"))
        paint.rounded(painter, self.rect().toRectF(), border=theme.color("borderStrong"), radius=0)

    def paintCell(self, painter: QPainter, rect: QRect, day: QDate | date) -> None:
        """Draw one day: chosen filled, today ringed, other months quiet."""
        day = day if isinstance(day, QDate) else QDate(day.year, day.month, day.day)
        box = QRectF(rect).adjusted(2, 2, -2, -2)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(rect, theme.color("raised"))
        chosen, here = day == self.selectedDate(), day.month() == self.monthShown()
        if chosen:
            paint.rounded(painter, box, fill=theme.color("accent"))
        elif day.toPython() == self._today():
            paint.rounded(painter, box, border=theme.color("accent"))
        tint = theme.color("onAccent" if chosen else "text" if here else "disabled")
        paint.text(painter, box, str(day.day()), "strong" if chosen else "body", tint, align="center")
        painter.restore()

    def _pick(self, chosen: QDate) -> None:
        self.hide()
        self.picked.emit(date(chosen.year(), chosen.month(), chosen.day()))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme while it is open."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and self.isVisible():
            self._dress()
