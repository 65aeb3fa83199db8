"""Who is signed in, at the end of the top bar, and the menu behind it: lock, settings, close. Source: ui.md 2."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QPoint, QRectF, Qt
from PySide6.QtGui import QEnterEvent, QFocusEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QMenu

from ui.kit import focus, icons, paint, theme
from ui.kit.navigation import Command


class Account(QAbstractButton):
    """The initials of who is signed in; opens the menu with Lock and Close."""

    def __init__(self) -> None:
        super().__init__()
        self.initials, self.user = "", ""
        self._commands: Callable[[], Sequence[Command]] = tuple
        self.setFixedSize(28, 28)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.clicked.connect(self.open_menu)

    def set_commands(self, commands: Callable[[], Sequence[Command]]) -> None:
        """Say what the menu offers."""
        self._commands = commands

    def set_user(self, user: str) -> None:
        """Show who is signed in."""
        parts: list[str] = user.split()
        ends = parts[:1] + parts[-1:] if len(parts) > 1 else parts
        self.user, self.initials = user, "".join(part[:1] for part in ends).upper()
        self.setToolTip(user)
        self.setAccessibleName(user)
        self.update()

    def open_menu(self) -> QMenu:
        """Show the menu below the initials."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(self.user).setEnabled(False)
        menu.addSeparator()
        for command in self._commands():
            shown = menu.addAction(icons.icon(command.icon), command.words())
            shown.triggered.connect(lambda _checked=False, run=command.run: run())
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        corner = self.mapToGlobal(self.rect().bottomLeft() if rtl else self.rect().bottomRight())
        menu.popup(corner if rtl else QPoint(corner.x() - menu.sizeHint().width(), corner.y()))
        return menu

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the initials."""
        painter, box = QPainter(self), QRectF(self.rect())
        fill = theme.color("accentSoft" if self.underMouse() else "sel")
        paint.rounded(painter, box, fill=fill, radius=14)
        paint.text(painter, box, self.initials, "header", theme.color("accentText"), align="center")

    def enterEvent(self, event: QEnterEvent) -> None:
        """Hover."""
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Leave hover."""
        self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring."""
        focus.show_ring(self)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hide the ring."""
        focus.hide_ring(self)
