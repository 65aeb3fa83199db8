"""Notices: what was just done, for 8 seconds, with Undo or Reverse…. Source: ui.md 11; picture 12.

    notices.show_notice(_("HO-26-0211 completed. 80 units left stock."), action=_("Undo"), act=self._undo, key="Ctrl Z")
    notices.show_error(error)              # the sentence of a LogisticsError, in bad tone

The timer stands still while the pointer or the focus is on the notice.
"""

from __future__ import annotations

from collections.abc import Callable
from weakref import WeakKeyDictionary

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QEnterEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from inl_logistics.kernel.problems import LogisticsError
from inl_logistics.kernel.sentences import sentence
from inl_logistics.kernel.translation import _
from ui.kit import icons, paint, theme
from ui.kit.tokens import ToneName
from ui.kit.widget import KitWidget

SHOWN_MS = 8_000
_ICONS: dict[ToneName, str] = {"ok": "circle-check", "bad": "circle-alert", "warn": "triangle-alert"}


class Notice(KitWidget):
    """One dark bar with an icon, a sentence, an action and its key."""

    closed = Signal()

    def __init__(self, host: QWidget, words: str, tone: ToneName, action: str, act: Callable[[], None] | None,
                 key: str) -> None:  # fmt: skip
        super().__init__(host)
        self._host = host
        self.words, self._tone, self._action, self._act, self._key = words, tone, action, act, key
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus if action else Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(f"{words} {action}".strip())
        self.setMouseTracking(True)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._expire)
        self._timer.start(SHOWN_MS)
        self._place_of_action = QRectF()

    def sizeHint(self) -> QSize:
        """Fit the sentence, at most the host's width."""
        width = 14 + 16 + 10 + paint.width_of(self.words, "body") + 36
        if self._action:
            width += 10 + paint.width_of(self._action, "semibold")
        if self._key:
            width += 14 + paint.key_cap_width(self._key)
        return QSize(int(min(width, self._host.width() - 40)), theme.px(42))

    def act(self) -> None:
        """Do the action and go."""
        if self._act is not None:
            self._act()
        self._expire()

    def _expire(self) -> None:
        self.hide()
        self.closed.emit()
        self.deleteLater()

    def enterEvent(self, event: QEnterEvent) -> None:
        """Stand still under the pointer."""
        self._timer.stop()

    def leaveEvent(self, event: QEvent) -> None:
        """Go on."""
        if not self.hasFocus():
            self._timer.start(SHOWN_MS)

    def focusInEvent(self, event: object) -> None:
        """Stand still with the focus."""
        self._timer.stop()
        self.update()

    def focusOutEvent(self, event: object) -> None:
        """Go on."""
        self._timer.start(SHOWN_MS)
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Act on the action, close on the cross."""
        x = event.position().x()
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        if (x < 32) if rtl else (x > self.width() - 32):
            self._expire()
        elif self._action and self._place_of_action.contains(event.position()):
            self.act()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Act on Enter and Space, close on Escape."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}:
            self.act()
        elif event.key() == Qt.Key.Key_Escape:
            self._expire()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the bar."""
        painter, ratio = QPainter(self), self.devicePixelRatioF()
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        paint.rounded(painter, QRectF(self.rect()), fill=theme.color("tip"), radius=8)
        middle, at = self.height() / 2, 14.0

        def box(width: float) -> QRectF:
            return QRectF(self.width() - at - width if rtl else at, 0, width, self.height())

        dot = theme.tone(self._tone).dot
        if not theme.is_dark():
            dot = dot.lighter(150)
        icon = _ICONS.get(self._tone, "info")
        painter.drawPixmap(QPointF(box(16).x(), middle - 8), icons.pixmap(icon, 16, dot, ratio=ratio))
        at += 26
        tail = (paint.width_of(self._action, "semibold") + 10 if self._action else 0) + 36
        tail += paint.key_cap_width(self._key) + 14 if self._key else 0
        used = paint.text(
            painter, box(self.width() - at - tail + 6), self.words, "body", theme.color("tipText"), rtl=rtl
        )
        at += used + 10
        if self._action:
            self._place_of_action = box(paint.width_of(self._action, "semibold") + 4)
            paint.text(painter, self._place_of_action, self._action, "semibold", theme.color("tipLink"), rtl=rtl)
            at += self._place_of_action.width() + 10
        if self._key:
            width = paint.key_cap_width(self._key)
            cap = QRectF(box(width).x(), middle - 9, width, 18)
            paint.rounded(painter, cap, border=theme.color("control"), radius=4)
            paint.text(painter, cap, self._key, "keycap", theme.color("tipText"), align="center", rtl=False)
        x = 12 if rtl else self.width() - 26
        painter.drawPixmap(QPointF(x, middle - 7), icons.pixmap("x", 14, theme.color("control"), ratio=ratio))
        if self.hasFocus():
            paint.ring(painter, QRectF(self.rect()), 8, theme.color("railFocus"))


def raise_below_cover(part: QWidget, host: QWidget) -> None:
    """Put a part of a window on top, but never above what hides everything, such as the lock."""
    part.raise_()
    for other in host.children():
        if isinstance(other, QWidget) and other is not part and other.isVisible() and other.property("coversAll"):
            part.stackUnder(other)


_shown_in: WeakKeyDictionary[QWidget, Notices] = WeakKeyDictionary()


def notices_of(window: QWidget) -> Notices | None:
    """Return the notices of a window, for parts that are made without them."""
    return _shown_in.get(window)


class Notices(QObject):
    """Shows one notice at a time at the foot of a window."""

    def __init__(self, host: QWidget) -> None:
        super().__init__(host)
        _shown_in[host] = self
        self._host = host
        self._current: Notice | None = None
        host.installEventFilter(self)

    def show_notice(self, words: str, *, tone: ToneName = "ok", action: str = "", act: Callable[[], None] | None = None,
                    key: str = "") -> Notice:  # fmt: skip
        """Show a sentence with one action."""
        if self._current is not None:
            self._current.hide()
            self._current.deleteLater()
        notice = self._current = Notice(self._host, words, tone, action, act, key)
        notice.closed.connect(self._gone)
        self._place()
        notice.show()
        raise_below_cover(notice, self._host)
        return notice

    def show_error(self, error: BaseException) -> Notice:
        """Say in words why something was not done."""
        if isinstance(error, LogisticsError):
            return self.show_notice(sentence(error), tone="bad")
        return self.show_notice(
            _("This did not work because of a fault in the program. Nothing was changed."), tone="bad"
        )

    def current(self) -> Notice | None:
        """Return the notice shown now."""
        return self._current

    def _gone(self) -> None:
        if self.sender() is self._current:
            self._current = None

    def _place(self) -> None:
        notice = self._current
        if notice is None:
            return
        notice.resize(notice.sizeHint())
        notice.move((self._host.width() - notice.width()) // 2, self._host.height() - notice.height() - 18)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay at the foot of the window."""
        if event.type() == QEvent.Type.Resize and self._current is not None:
            self._place()
        return False
