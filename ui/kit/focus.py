"""The 2 px focus ring drawn 1 px outside a control, as a widget of its own above it. Source: ui.md 5.

def focusInEvent(self, event): show_ring(self, radius=6)
def focusOutEvent(self, event): hide_ring(self)
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ui.kit import paint, theme

_OUTSIDE = 3


class _Ring(QWidget):
    def __init__(self, target: QWidget, radius: float) -> None:
        super().__init__(target.parentWidget())
        self._target, self._radius = target, radius
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        target.installEventFilter(self)
        self._follow()
        self.show()
        self.raise_()

    def _follow(self) -> None:
        box: QRect = self._target.geometry()
        self.setGeometry(box.adjusted(-_OUTSIDE, -_OUTSIDE, _OUTSIDE, _OUTSIDE))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay around the control."""
        if event.type() in {QEvent.Type.Move, QEvent.Type.Resize}:
            self._follow()
        elif event.type() == QEvent.Type.Hide:
            self.hide()
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ring."""
        paint.ring(QPainter(self), QRectF(self.rect()), self._radius + _OUTSIDE, theme.color("focus"))


def show_ring(target: QWidget, *, radius: float = 6) -> None:
    """Put the ring around a control; it goes with the control."""
    hide_ring(target)
    if target.parentWidget() is not None:
        target.setProperty("ring", _Ring(target, radius))


def hide_ring(target: QWidget) -> None:
    """Take the ring away."""
    ring = target.property("ring")
    if isinstance(ring, _Ring):
        target.removeEventFilter(ring)
        ring.hide()
        ring.deleteLater()
        target.setProperty("ring", None)
