"""Buttons: primary, secondary, ghost and danger, with icon, key cap and a busy state. Source: ui.md 5.

save = Button(kind="primary", icon="check", key="Ctrl S")
save.setText(_("Save item"))
save.clicked.connect(self._save)
save.set_busy(True)          # a second click or Enter does nothing until set_busy(False)
print_ = IconButton("printer"); print_.set_hint(_("Print"), "Ctrl P")
"""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QEnterEvent, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from ui.kit import focus, icons, paint, theme
from ui.kit.tokens import Role

Kind = Literal["primary", "secondary", "ghost", "danger", "soft", "bare"]
HEIGHT = 30


class _Hold:
    """Why nothing may be written in this window now: read only, or a person who only looks."""

    why = ""


def hold_writes(why: str) -> None:
    """Disable the buttons that write, of all that is built from now on, with this reason; empty lets go."""
    _Hold.why = why


class Button(QAbstractButton):
    """A push button in one of the kit's kinds; `writes` tells whether it changes the post (the loud kinds do)."""

    def __init__(
        self, text: str = "", *, kind: Kind = "secondary", icon: str = "", key: str = "", chevron: bool = False,
        pad: int = 12, writes: bool | None = None, parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._kind, self._icon, self._key, self._chevron, self._pad = kind, icon, key, chevron, pad
        self._key_shown = True
        self._busy, self._turn, self._why = False, 0, ""
        self._writes = kind in {"primary", "danger"} if writes is None else writes
        self._timer = QTimer(self)
        self._timer.setInterval(100)
        self._timer.timeout.connect(self._tick)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setText(text)
        if _Hold.why:
            self.set_reason("")

    def setText(self, text: str) -> None:
        """Set the words and the accessible name."""
        super().setText(text)
        if text:
            self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def set_icon(self, name: str) -> None:
        """Show another icon."""
        self._icon = name
        self.updateGeometry()
        self.update()

    def set_key(self, key: str) -> None:
        """Show another shortcut inside the button."""
        self._key = key
        self.updateGeometry()
        self.update()

    def show_key(self, shown: bool) -> None:
        """Leave the shortcut out where a toolbar is narrow; F1 and the palette name it too."""
        if shown != self._key_shown:
            self._key_shown = shown
            self.updateGeometry()
            self.update()

    def set_kind(self, kind: Kind) -> None:
        """Change how loud the button is."""
        self._kind = kind
        self.update()

    def set_busy(self, busy: bool) -> None:
        """Hold the button while its work runs: it turns a mark and takes no second click."""
        self._busy = busy
        if busy:
            self._timer.start()
        else:
            self._timer.stop()
        self.update()

    def is_busy(self) -> bool:
        """Tell whether the work still runs."""
        return self._busy

    def set_reason(self, why: str) -> None:
        """Disable with a reason in words (empty enables); a page shows it beside the button."""
        if self._writes and _Hold.why:
            why = _Hold.why
        self._why = why
        self.setEnabled(not why)
        self.setAccessibleDescription(why)
        self.setToolTip(why)

    def reason(self) -> str:
        """Return why the button is disabled."""
        return self._why

    def nextCheckState(self) -> None:
        """Keep checkable buttons from toggling while busy."""
        if not self._busy:
            super().nextCheckState()

    def hitButton(self, pos: object) -> bool:
        """Take no mouse click while busy."""
        return not self._busy and super().hitButton(pos)  # type: ignore[arg-type]

    def click(self) -> None:
        """Click as a person would: not while busy."""
        if not self._busy:
            super().click()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Take a double click as the one click it was meant as: its second half may meet another page's button."""
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Act on Enter as well as Space, not while busy."""
        if self._busy:
            event.accept()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not event.modifiers():
            self.click()
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        """Fit icon, words and key cap."""
        width = self._pad * 2 - (2 if self._icon else 0)
        if self._icon:
            width += 16 + (6 if self.text() else 0)
        if self.text():
            width += int(paint.width_of(self.text(), self._role()) + 0.999)
        if self._key and self._key_shown:
            width += 8 + paint.key_cap_width(self._key) - 1
        if self._chevron:
            width += 6 + 14 - 3
        return QSize(width, theme.px(HEIGHT))

    def minimumSizeHint(self) -> QSize:
        """Never cut the words."""
        return self.sizeHint()

    def _role(self) -> Role:
        return "strong"

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the button in its state."""
        painter = QPainter(self)
        fill, edge, ink = self._colors()
        paint.rounded(painter, QRectF(self.rect()), fill=fill, border=edge, radius=6)
        self._content(painter, ink)

    def _content(self, painter: QPainter, ink: QColor) -> None:
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        hint = self.sizeHint().width()
        at = self._pad - (1 if self._icon else 0) + max(0, (self.width() - hint) / 2)
        middle, ratio = self.height() / 2, self.devicePixelRatioF()

        def place(width: float) -> float:
            return self.width() - at - width if rtl else at

        if self._icon or self._busy:
            if self._busy:
                painter.save()
                painter.translate(place(16) + 8, middle)
                painter.rotate(self._turn * 36)
                painter.drawPixmap(QPointF(-8, -8), icons.pixmap("refresh-cw", 16, ink, ratio=ratio))
                painter.restore()
            else:
                painter.drawPixmap(QPointF(place(16), middle - 8), icons.pixmap(self._icon, 16, ink, ratio=ratio))
            at += 16 + (6 if self.text() else 0)
        if self.text():
            room = paint.width_of(self.text(), self._role()) + 2
            paint.text(painter, QRectF(place(room), 0, room, self.height()), self.text(), self._role(), ink, rtl=rtl)
            at += room - 2
        if self._key and self._key_shown:
            at += 8
            width = paint.key_cap_width(self._key)
            loud = self._kind == "primary" and self.isEnabled()
            paint.key_cap(painter, place(width), middle, self._key, on_accent=loud)
            at += width
        if self._chevron:
            at += 6
            tint = theme.color("text3") if self.isEnabled() else ink
            drawn = icons.pixmap("chevron-down", 14, tint, ratio=ratio)
            painter.drawPixmap(QPointF(place(14), middle - 7), drawn)

    def _colors(self) -> tuple[QColor | None, QColor | None, QColor]:
        hover, down = self.underMouse(), self.isDown() or self.isChecked()
        c = theme.color
        if not self.isEnabled():
            if self._kind in {"ghost", "bare"}:
                return None, None, c("disabled")
            return c("disabledBg"), c("border"), c("disabled")
        if self._kind == "primary":
            return c("accentPress" if down else "accentHover" if hover else "accent"), None, c("onAccent")
        if self._kind == "danger":
            bad = theme.tone("bad")
            return (bad.background if hover or down else c("surface")), bad.text, bad.text
        if self._kind == "soft":
            return c("sel" if hover or down else "accentSoft"), None, c("accentText")
        if self._kind in {"ghost", "bare"}:
            if self.isChecked():
                return c("accentSoft"), None, c("accentText")
            edge = c("border") if theme.is_high_contrast() else None
            return (c("press") if down else c("hover") if hover else None), edge, c("text2")
        return c("press" if down else "hover" if hover else "surface"), c("borderStrong"), c("text")

    def _tick(self) -> None:
        self._turn = (self._turn + 1) % 10
        self.update()

    def enterEvent(self, event: QEnterEvent) -> None:
        """Show hover."""
        self.update()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Leave hover."""
        self.update()
        super().leaveEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring, unless a mouse click brought the focus."""
        super().focusInEvent(event)
        if event.reason() != Qt.FocusReason.MouseFocusReason:
            focus.show_ring(self)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hide the ring."""
        super().focusOutEvent(event)
        focus.hide_ring(self)

    def changeEvent(self, event: QEvent) -> None:
        """Follow text size and state."""
        if event.type() == QEvent.Type.StyleChange:
            self.updateGeometry()
        super().changeEvent(event)


class IconButton(Button):
    """A button of one icon; its tooltip names the action and the shortcut."""

    def __init__(self, icon: str, *, kind: Kind = "ghost", side: int = HEIGHT, parent: QWidget | None = None) -> None:
        super().__init__("", kind=kind, icon=icon, pad=7, parent=parent)
        self._side = side

    def set_hint(self, words: str, key: str = "") -> None:
        """Name the action for tooltip and screen reader."""
        self.setAccessibleName(words)
        self.setToolTip(f"{words}  {paint.isolated(key)}" if key else words)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Take every click: these step, zoom and turn pages, and are clicked fast."""
        self.mousePressEvent(event)

    def sizeHint(self) -> QSize:
        """Be square."""
        return QSize(theme.px(self._side), theme.px(self._side))

    def _content(self, painter: QPainter, ink: QColor) -> None:
        drawn = icons.pixmap(self._icon, 16, ink, ratio=self.devicePixelRatioF())
        painter.drawPixmap(QPointF((self.width() - 16) / 2, (self.height() - 16) / 2), drawn)
