"""Choosing: check box, radio, segmented switch, tabs of the inspector. Source: ui.md 5.

views = Segmented(); views.set_options([("usd", _("USD")), ("units", _("Units"))])
views.chosen.connect(self._show)              # key of the option
tabs = Tabs(); tabs.set_options([("serials", _("Serials")), ("files", _("Files 3"))])
box = CheckBox(dot="ok", count=True); box.setText(_("Available")); box.set_count(12)
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from ui.kit import focus, icons, paint, theme
from ui.kit.tokens import ToneName
from ui.kit.widget import KitWidget


class CheckBox(QAbstractButton):
    """A check box with an optional tone dot and a count at the end (filters), or a radio button."""

    def __init__(self, text: str = "", *, dot: ToneName | None = None, counted: bool = False,
                 radio: bool = False) -> None:  # fmt: skip
        super().__init__()
        self._dot, self._counted, self._count, self._mixed, self._radio = dot, counted, "", False, radio
        self.setCheckable(True)
        self.setAutoExclusive(radio)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        wide = QSizePolicy.Policy.Expanding if counted else QSizePolicy.Policy.Maximum
        self.setSizePolicy(wide, QSizePolicy.Policy.Fixed)
        self.setText(text)

    def setText(self, text: str) -> None:
        """Set words and accessible name."""
        super().setText(text)
        self.setAccessibleName(text)
        self.updateGeometry()

    def set_count(self, count: int | None) -> None:
        """Show how many records the filter would give."""
        self._count = "" if count is None else f"{count:,}"
        self.setAccessibleDescription(self._count)
        self.update()

    def set_mixed(self, mixed: bool) -> None:
        """Show that some, not all, are ticked."""
        self._mixed = mixed
        self.update()

    def sizeHint(self) -> QSize:
        """Fit box and words; filter rows are 26 high."""
        width = 16 + (10 if self.text() else 0) + int(paint.width_of(self.text(), "body")) + 4
        return QSize(width + (12 if self._dot else 0) + (40 if self._counted else 0), max(26, theme.px(26)))

    def minimumSizeHint(self) -> QSize:
        """Allow eliding in the filter panel."""
        return QSize(60, self.sizeHint().height()) if self._counted else self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw box, dot, words and count."""
        painter = QPainter(self)
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        middle, width = self.height() / 2, self.width()
        box = QRectF(width - 16 if rtl else 0, middle - 8, 16, 16)
        if self._radio:
            self._paint_radio(painter, box)
        else:
            state: Literal["off", "on", "mixed"] = "mixed" if self._mixed else "on" if self.isChecked() else "off"
            paint.check_box(painter, box, state, enabled=self.isEnabled(), ratio=self.devicePixelRatioF())
        if self.hasFocus():
            edge = box.adjusted(-2, -2, 2, 2)
            paint.ring(painter, edge.intersected(QRectF(self.rect())), 8 if self._radio else 6)
        at = 24.0
        if self._dot:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.tone(self._dot).dot)
            painter.drawEllipse(QPointF(width - at - 4 if rtl else at + 4, middle), 3.5, 3.5)
            at += 13
        tail = paint.width_of(self._count, "secondary") + 6 if self._count else 0
        room = QRectF(tail if rtl else at, 0, width - at - tail, self.height())
        ink = theme.color("text2" if self.isEnabled() else "disabled")
        if not self._counted and self.isEnabled():
            ink = theme.color("text")
        paint.text(painter, room, self.text(), "body", ink, rtl=rtl)
        if self._count:
            paint.text(
                painter, QRectF(self.rect()), self._count, "secondary", theme.color("text3"), align="end", rtl=rtl
            )

    def _paint_radio(self, painter: QPainter, box: QRectF) -> None:
        edge = theme.color("accent" if self.isChecked() else "control")
        paint.rounded(painter, box, fill=theme.color("field"), border=edge, radius=8, width=1.5)
        if self.isChecked():
            paint.rounded(painter, box.adjusted(4, 4, -4, -4), fill=theme.color("accent"), radius=4)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text size."""
        if event.type() == QEvent.Type.StyleChange:
            self.updateGeometry()
        super().changeEvent(event)


class _Options(KitWidget):
    """Options in a row with one chosen; arrows move, following the direction of the layout."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._options: tuple[tuple[str, str, str], ...] = ()
        self._current, self._hover = "", -1
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)

    def set_options(self, options: Sequence[tuple[str, str] | tuple[str, str, str]]) -> None:
        """Set (key, words) or (key, words, icon); the choice stays if its key stays."""
        self._options = tuple((o[0], o[1], o[2] if len(o) == 3 else "") for o in options)
        if self._current not in {key for key, _words, _icon in self._options}:
            self._current = self._options[0][0] if self._options else ""
        self._announce()
        self.updateGeometry()
        self.update()

    def current(self) -> str:
        """Return the key of the chosen option."""
        return self._current

    def choose(self, key: str, *, tell: bool = True) -> None:
        """Choose an option; `chosen` is sent only for a change."""
        if key == self._current or key not in {k for k, _w, _i in self._options}:
            return
        self._current = key
        self._announce()
        self.update()
        if tell:
            self.chosen.emit(key)

    def _announce(self) -> None:
        words = {key: text for key, text, _icon in self._options}
        self.setAccessibleName(words.get(self._current, ""))
        self.setAccessibleDescription(" · ".join(words.values()))

    def _widths(self) -> list[int]:
        raise NotImplementedError

    def _boxes(self) -> list[QRectF]:
        raise NotImplementedError

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show hover."""
        self._hover = self._at(event.position())
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Leave hover."""
        self._hover = -1
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the option under the pointer."""
        at = self._at(event.position())
        if at >= 0:
            self.choose(self._options[at][0])

    def _at(self, position: QPointF) -> int:
        return next((n for n, box in enumerate(self._boxes()) if box.contains(position)), -1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move with the arrows."""
        keys = [key for key, _words, _icon in self._options]
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0) * (-1 if rtl else 1)
        if not step or not keys:
            super().keyPressEvent(event)
            return
        self.choose(keys[max(0, min(len(keys) - 1, keys.index(self._current) + step))])

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring."""
        if event.reason() != Qt.FocusReason.MouseFocusReason:
            focus.show_ring(self, radius=7)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hide the ring."""
        focus.hide_ring(self)


class Segmented(_Options):
    """Two to four exclusive views in one soft track; `height` 28, or 40 beside a large scan field."""

    def __init__(self, *, height: int = 28) -> None:
        super().__init__()
        self._height = height
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def _widths(self) -> list[int]:
        return [int(paint.width_of(words, "label")) + 21 + (22 if icon else 0) for _key, words, icon in self._options]

    def _boxes(self) -> list[QRectF]:
        boxes, x = [], 3.0
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        for width in self._widths():
            boxes.append(QRectF(self.width() - x - width if rtl else x, 3, width, self.height() - 6))
            x += width
        return boxes

    def sizeHint(self) -> QSize:
        """Fit the options."""
        return QSize(sum(self._widths()) + 6, theme.px(self._height))

    def minimumSizeHint(self) -> QSize:
        """Never cut the words."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw track, thumb and words."""
        painter = QPainter(self)
        track = theme.color("disabledBg") if not theme.is_dark() else theme.color("press")
        edge = theme.color("border") if theme.is_high_contrast() else None
        paint.rounded(painter, QRectF(self.rect()), fill=track, border=edge, radius=7)
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        for n, ((key, words, icon), box) in enumerate(zip(self._options, self._boxes(), strict=True)):
            chosen = key == self._current
            if chosen:
                paint.rounded(painter, box, fill=theme.color("surface"), border=theme.color("borderStrong"), radius=5)
            ink = theme.color("text" if chosen or n == self._hover else "text2")
            area = box
            if icon:
                x = box.right() - 26 if rtl else box.x() + 10
                drawn = icons.pixmap(icon, 16, ink, ratio=self.devicePixelRatioF())
                painter.drawPixmap(QPointF(x, box.center().y() - 8), drawn)
                area = box.adjusted(0, 0, -22, 0) if rtl else box.adjusted(22, 0, 0, 0)
            paint.text(painter, area, words, "label", ink, align="center", rtl=rtl)


class Tabs(_Options):
    """Underlined tabs; only inside the inspector."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def _widths(self) -> list[int]:
        return [int(paint.width_of(words, "strong")) + 1 for _key, words, _icon in self._options]

    def _boxes(self) -> list[QRectF]:
        boxes, x, widths = [], 14.0, self._widths()
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        gap = max(7.0, min(20.0, (self.width() - 28 - sum(widths)) / max(1, len(widths) - 1)))
        for width in widths:
            boxes.append(QRectF(self.width() - x - width if rtl else x, 0, width, self.height()))
            x += width + gap
        return boxes

    def sizeHint(self) -> QSize:
        """Fit the tabs."""
        return QSize(sum(self._widths()) + 20 * len(self._options) + 8, theme.px(34))

    def minimumSizeHint(self) -> QSize:
        """Allow the panel to be narrow."""
        return QSize(80, theme.px(34))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw words, underline and the line below all."""
        painter = QPainter(self)
        height = self.height()
        painter.fillRect(0, height - 1, self.width(), 1, theme.color("border"))
        for n, ((key, words, _icon), box) in enumerate(zip(self._options, self._boxes(), strict=True)):
            chosen = key == self._current
            ink = theme.color("accentText" if chosen else "text" if n == self._hover else "text2")
            rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
            paint.text(painter, box.adjusted(0, 0, 2, -1), words, "strong", ink, rtl=rtl)
            if chosen:
                painter.fillRect(QRectF(box.x(), height - 2, box.width(), 2), theme.color("selBar"))


def exclusive(parent: QWidget, *boxes: CheckBox) -> None:
    """Let only one of the radio boxes be chosen."""
    for box in boxes:
        box.setParent(parent)
        box.setAutoExclusive(True)
