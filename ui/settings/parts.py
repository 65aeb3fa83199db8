"""One part of a long page: scrolled to, with the keys on what is done there. Source: ui.md 9 (palette).

InSight(self.months_card)
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

_BY_TAB = Qt.FocusPolicy.TabFocus
_GROWN = frozenset({QEvent.Type.Move, QEvent.Type.Resize})
_ROOM = 12  # that stays visible around it


class InSight(QObject):
    """Shows a card at once, and again as it moves or grows: what is in it and above it is read meanwhile.

    It ends when the person turns the wheel or goes to something else; the card owns it.
    """

    def __init__(self, card: QWidget) -> None:
        super().__init__(card)
        self._card, self._area, self._follows = card, _area_of(card), True
        card.installEventFilter(self)
        if self._area is not None:
            self._area.viewport().installEventFilter(self)
        QApplication.instance().focusChanged.connect(self._moved_on)  # type: ignore[union-attr]
        self._show()

    def _show(self) -> None:
        """Scroll to the card, and give the keys to what is done there unless they are there already."""
        if not self._follows:
            return
        parts = self._card.findChildren(QWidget)
        if not any(one.hasFocus() for one in parts):
            inside = next((one for one in parts if one.isVisible() and one.focusPolicy() & _BY_TAB), None)
            if inside is not None:
                inside.setFocus(Qt.FocusReason.ShortcutFocusReason)
        if self._area is not None:
            self._area.ensureWidgetVisible(self._card, 0, _ROOM)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the card; leave it when the person scrolls."""
        if watched is self._card and event.type() in _GROWN:
            QTimer.singleShot(0, self, self._show)  # once everything has its new place
        elif watched is not self._card and event.type() == QEvent.Type.Wheel:
            self._end()
        return False

    def _moved_on(self, _old: QWidget | None, now: QWidget | None) -> None:
        if now is not None and not self._card.isAncestorOf(now):
            self._end()

    def _end(self) -> None:
        self._follows = False
        self.deleteLater()


def _area_of(card: QWidget) -> QScrollArea | None:
    above = card.parentWidget()
    while above is not None and not isinstance(above, QScrollArea):
        above = above.parentWidget()
    return above
