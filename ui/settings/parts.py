"""One part of a long page: scrolled to, with the keys on what is done there. Source: ui.md 9 (palette)."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea, QWidget

_BY_TAB = Qt.FocusPolicy.TabFocus


def show_card(card: QWidget) -> None:
    """Scroll to a card and give the keys to what is done there."""
    inside = next((one for one in card.findChildren(QWidget) if one.isVisible() and one.focusPolicy() & _BY_TAB), None)
    if inside is not None:
        inside.setFocus(Qt.FocusReason.ShortcutFocusReason)
    area = card.parentWidget()
    while area is not None and not isinstance(area, QScrollArea):
        area = area.parentWidget()
    if isinstance(area, QScrollArea):
        area.ensureWidgetVisible(card, 0, 12)
