"""The rail: sections in order, Settings at the foot, a badge for what is overdue. Source: ui.md 2 and 9."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent, QFocusEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QVBoxLayout

from inl_logistics.kernel.translation import _, ngettext
from ui.kit import icons, paint, theme
from ui.kit.navigation import Section
from ui.kit.tokens import RAIL_WIDTH, Token
from ui.kit.widget import KitWidget, emptied


class Rail(KitWidget):
    """The navigation at the start side of the window."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setFixedWidth(theme.px(RAIL_WIDTH))
        self._buttons: dict[str, _RailButton] = {}
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(6, 54, 6, 2)
        self._layout.setSpacing(4)
        self._retranslate()

    def set_sections(self, sections: Sequence[Section]) -> None:
        """Show the sections that have a screen."""
        emptied(self._layout)
        self._buttons = {}
        for section in (*(s for s in sections if not s.at_end), None, *(s for s in sections if s.at_end)):
            if section is None:
                self._layout.addStretch(1)
                continue
            button = self._buttons[section.key] = _RailButton(section)
            button.clicked.connect(self._clicked)
            self._layout.addWidget(button)

    def set_current(self, key: str) -> None:
        """Mark the section of the page shown."""
        for name, button in self._buttons.items():
            button.setChecked(name == key)

    def set_badge(self, key: str, count: int) -> None:
        """Show how many tasks are overdue."""
        if key in self._buttons:
            self._buttons[key].set_badge(count)

    def buttons(self) -> tuple[QAbstractButton, ...]:
        """Return the entries in order."""
        return tuple(self._buttons.values())

    def _clicked(self) -> None:
        sender = self.sender()
        if isinstance(sender, _RailButton):
            self.chosen.emit(sender.section.key)

    def _retranslate(self) -> None:
        self.setAccessibleName(_("Sections"))

    def _restyle(self) -> None:
        self.setFixedWidth(theme.px(RAIL_WIDTH))
        for button in self._buttons.values():
            button.updateGeometry()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the rail and the program's mark."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color("rail"))
        if theme.is_high_contrast():
            painter.fillRect(self.width() - 1, 0, 1, self.height(), theme.color("border"))
        left = (self.width() - 30) / 2
        paint.rounded(painter, QRectF(left, 12, 30, 30), fill=theme.color("accent"), radius=8)
        mark = icons.pixmap("boxes", 18, theme.color("onAccent"), ratio=self.devicePixelRatioF())
        painter.drawPixmap(QPointF(left + 6, 18), mark)


class _RailButton(QAbstractButton):
    def __init__(self, section: Section) -> None:
        super().__init__()
        self.section, self._badge = section, 0
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setObjectName(f"rail.{section.key}")
        self.retranslate()

    def retranslate(self) -> None:
        words = _(self.section.title)
        self.setText(words)
        self.setAccessibleName(words)
        key = f"Ctrl {self.section.digit}" if self.section.digit else ""
        self.setToolTip(f"{words}  {paint.isolated(key)}" if key else words)

    def set_badge(self, count: int) -> None:
        self._badge = count
        words = ngettext("{n} overdue", "{n} overdue", count).format(n=count) if count else ""
        self.setAccessibleDescription(words)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.px(RAIL_WIDTH) - 12, max(50, self._least() + 6))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(RAIL_WIDTH) - 12, self._least())

    @staticmethod
    def _least() -> int:
        return 29 + int(theme.metrics("rail").height() + 0.999)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, box = QPainter(self), QRectF(self.rect())
        on, hover = self.isChecked(), self.underMouse()
        if on or hover:
            edge = theme.color("focus") if on and theme.is_high_contrast() else None
            paint.rounded(painter, box, fill=theme.color("railSel" if on else "railHover"), border=edge, radius=6)
        token: Token = "railOn" if on else "railText"
        ratio = self.devicePixelRatioF()
        line = theme.metrics("rail").height()
        top = (self.height() - 32 - line) / 2
        icon_x = (self.width() - 20) / 2
        painter.drawPixmap(
            QPointF(icon_x, top + 5), icons.pixmap(self.section.icon, 20, theme.color(token), ratio=ratio)
        )
        words = QRectF(1, top + 29, self.width() - 2, line)
        paint.text(painter, words, self.text(), "rail", theme.color(token), align="center")
        if self._badge:
            shown = str(self._badge) if self._badge < 100 else "99+"
            width = max(15.0, paint.width_of(shown, "keycap") + 7)
            rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
            spot = QRectF(icon_x - width + 7 if rtl else icon_x + 13, top + 3, width, 15)
            paint.rounded(painter, spot, fill=theme.tone("bad").dot, radius=7.5)
            paint.text(painter, spot, shown, "keycap", theme.color("railOn"), align="center", rtl=False)
        if self.hasFocus():
            paint.ring(painter, box, 6, theme.color("railFocus"))

    def enterEvent(self, event: QEnterEvent) -> None:
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.update()
        super().focusInEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)
