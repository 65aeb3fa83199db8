"""The field that a scanner types into. Source: ui.md 5 and 10.

scan = ScanEdit(); scan.scanned.connect(self._scan)
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QKeyEvent

from ui.kit.fields import LineEdit


class ScanEdit(LineEdit):
    """A large field that a scanner types into; Enter hands the text over and empties it."""

    scanned = Signal(str)

    def __init__(self, *, height: int = 34) -> None:
        super().__init__(icon="scan-barcode", height=height)
        self.setProperty("large", height >= 40)

    def take(self, text: str) -> None:
        """Hand over a text that was scanned elsewhere on the page."""
        self.clear()
        if text.strip():
            self.scanned.emit(text.strip())

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Leave pictures and files to the window, which reads their codes."""
        if event.mimeData().hasUrls() or event.mimeData().hasImage():
            event.ignore()
        else:
            super().dragEnterEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Hand over on Enter; swallow the separators that some scanners send."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                event.ignore()  # the primary action of the page or dialog around it
                return
            self.take(self.text())
            return
        if event.text() and event.text() in {"\x1c", "\x1d", "\x1e", "\x04", "\u241d"}:
            self.insert("\x1d")
            return
        super().keyPressEvent(event)
