"""A menu of actions dropped below a button, on the side where the layout starts.

drop_menu(self.more, (("pencil", _("Edit…"), "F2", self.edit), ("trash-2", _("Retire"), "", self.retire)))
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QMenu, QWidget

from ui.kit import icons, paint

Entry = tuple[str, str, str, Callable[[], None]]


def drop_menu(button: QWidget, entries: Sequence[Entry], *, below: QRect | None = None) -> QMenu:
    """Show (icon, words, key, act) entries below a button, or below a part of a widget."""
    menu = QMenu(button)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    for icon, words, key, act in entries:
        shown = f"{words}\t{paint.isolated(key)}" if key else words
        menu.addAction(icons.icon(icon), shown).triggered.connect(lambda _on=False, run=act: run())
    box = button.rect() if below is None else below
    at = box.bottomLeft() + QPoint(0, 4)
    if button.layoutDirection() == Qt.LayoutDirection.RightToLeft:
        at.setX(box.x() + box.width() - menu.sizeHint().width())
    menu.popup(button.mapToGlobal(at))
    return menu
