"""A text field that is always as tall as its text: a condition is read whole, never through a slit.

Field(GrowingText())
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent

from ui.kit import theme
from ui.kit.fields import TextArea

_LEAST = 2  # lines


class GrowingText(TextArea):
    """Grows and shrinks with what is written, in any script, without scroll bars."""

    def __init__(self) -> None:
        super().__init__(lines=_LEAST)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().documentLayout().documentSizeChanged.connect(lambda _size: self._grow())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width breaks the lines elsewhere."""
        super().resizeEvent(event)
        self._grow()

    def _grow(self) -> None:
        lines = theme.metrics("body").lineSpacing() * _LEAST
        block = self.document().begin()
        tall = 0.0
        while block.isValid():  # lines of other scripts are taller than those of the screen's font
            tall += self.blockBoundingRect(block).height()
            block = block.next()
        frame = self.height() - self.viewport().height()
        wanted = round(max(lines, tall) + 2 * self.document().documentMargin()) + frame
        if wanted != self.height():
            self.setFixedHeight(wanted)
