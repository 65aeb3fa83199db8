"""The bar below a scan field that says what the last scan meant, in a tone; with Undo. Picture 04; ui.md 10.

self.bar.say("ok", _("{text} accepted").format(text=text), about, undo=True)
"""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy

from inl_logistics.kernel.translation import _
from ui.kit import icons, paint, theme
from ui.kit.tokens import ToneName
from ui.kit.widget import KitWidget

_ICONS: dict[ToneName, str] = {
    "ok": "circle-check", "warn": "triangle-alert", "bad": "circle-x", "violet": "circle-plus", "neutral": "scan-barcode",
}  # fmt: skip


class FeedbackBar(KitWidget):
    """What the last scan meant, in a tone; with Undo. Announced to screen readers."""

    undo_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.tone: ToneName = "neutral"
        self.title, self.text = "", ""
        self._can_undo = False
        self._undo_box = QRectF()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMouseTracking(True)

    def sizeHint(self) -> QSize:
        """Be 50 high."""
        return QSize(400, theme.px(50))

    def say(self, tone: ToneName, title: str, text: str = "", *, undo: bool = False) -> None:
        """Show another answer."""
        self.tone, self.title, self.text, self._can_undo = tone, title, text, undo
        self.setAccessibleName(f"{title}. {text}".strip())
        self.update()
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw background, icon, two lines and Undo with its key."""
        painter, tone, box = QPainter(self), theme.tone(self.tone), QRectF(self.rect())
        rtl, ratio = self.layoutDirection() == Qt.LayoutDirection.RightToLeft, self.devicePixelRatioF()
        edge = tone.dot if theme.is_high_contrast() else None
        paint.rounded(painter, box, fill=tone.background, border=edge, radius=6)
        middle = box.center().y()
        mark = icons.pixmap(_ICONS.get(self.tone, "info"), 22, tone.text, ratio=ratio)
        painter.drawPixmap(QPointF(box.right() - 37 if rtl else 14, middle - 11), mark)
        tail = self._paint_undo(painter, rtl) if self._can_undo else 14.0
        words = box.adjusted(tail, 0, -48, 0) if rtl else box.adjusted(48, 0, -tail, 0)
        if not self.text:
            paint.text(painter, words, self.title, "heading", tone.text, rtl=rtl)
            return
        half = words.height() / 2
        top = QRectF(words.x(), words.y() + 4, words.width(), half - 2)
        below = QRectF(words.x(), words.y() + half, words.width(), half - 4)
        paint.text(painter, top, self.title, "heading", tone.text, rtl=rtl)
        paint.text(painter, below, self.text, "label", tone.text, rtl=rtl)

    def _paint_undo(self, painter: QPainter, rtl: bool) -> float:
        cap, words = paint.key_cap_width("Ctrl Z"), _("Undo")
        width = paint.width_of(words, "strong") + 2
        total = 14 + cap + 8 + width
        at = 14.0
        x = at if rtl else self.width() - at - cap
        paint.key_cap(painter, x, self.height() / 2, "Ctrl Z")
        x = at + cap + 8 if rtl else self.width() - at - cap - 8 - width
        self._undo_box = QRectF(x - 4, 0, width + cap + 20, self.height())
        paint.text(painter, QRectF(x, 0, width, self.height()), words, "strong", theme.tone(self.tone).text, rtl=rtl)
        return total + 10

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show the hand over Undo."""
        over = self._can_undo and self._undo_box.contains(event.position())
        self.setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Undo."""
        if self._can_undo and self._undo_box.contains(event.position()):
            self.undo_asked.emit()
