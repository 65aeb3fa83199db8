"""Bases of the kit's widgets: live switch of language and theme, labels with a role, lines, layouts.

    class Panel(KitWidget):
        def __init__(self) -> None:
            super().__init__()
            self._title = Label(role="section")
            column(self, self._title, margins=14, gap=8)
            self._retranslate()

        def _retranslate(self) -> None:
            self._title.setText(_("Packages"))

Source: conventions.md 23 and 31; ui.md 2 and 4.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, TypeVar

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QEnterEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLabel, QLayout, QSizePolicy, QVBoxLayout, QWidget

from ui.kit import icons, paint, theme
from ui.kit.tokens import Role, Token, ToneName

Margins = int | tuple[int, int, int, int]
Stretch = Literal["stretch"]
L = TypeVar("L", bound=QBoxLayout)


class KitWidget(QWidget):
    """A widget that is told of a new language (`_retranslate`) and of a new theme (`_restyle`)."""

    def changeEvent(self, event: QEvent) -> None:
        """Pass language and style changes on to the two hooks."""
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        elif event.type() == QEvent.Type.StyleChange:
            self._restyle()
            self.updateGeometry()
        super().changeEvent(event)

    def _retranslate(self) -> None:
        """Set all visible text again."""

    def _restyle(self) -> None:
        """Take over sizes or pictures that were kept from the old theme."""


class Surface(KitWidget):
    """A plain area filled with one token, with an optional line at an edge."""

    def __init__(
        self, token: Token = "surface", *, line: Literal["", "top", "bottom", "start", "end"] = "",
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._token, self._line = token, line

    def paintEvent(self, event: QPaintEvent) -> None:
        """Fill and draw the edge line."""
        painter = QPainter(self)
        painter.fillRect(event.rect(), theme.color(self._token))
        if not self._line:
            return
        w, h, rtl = self.width(), self.height(), self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        edge = theme.color("border")
        if self._line in {"top", "bottom"}:
            painter.fillRect(0, 0 if self._line == "top" else h - 1, w, 1, edge)
        else:
            at_left = (self._line == "start") != rtl
            painter.fillRect(0 if at_left else w - 1, 0, 1, h, edge)


class Label(QLabel):
    """Plain text in a role of the type scale and a token color, following the theme."""

    def __init__(
        self, text: str = "", *, role: Role = "body", token: Token = "text", tone: ToneName | None = None,
        wrap: bool = False, elide: bool = False, selectable: bool = False, parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._role, self._token, self._tone, self._elide = role, token, tone, elide
        self._words = ""
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wrap)
        if elide:
            self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        if selectable:
            self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._restyle()
        theme.signals.changed.connect(self._restyle)
        self.setText(text)

    def setText(self, text: str) -> None:
        """Show words; Latin ones keep their order in a mirrored layout."""
        self._words = text
        rtl = self.isRightToLeft()
        super().setText(paint.in_layout(text, rtl=rtl))
        if self.textInteractionFlags() & Qt.TextInteractionFlag.TextSelectableByMouse:
            # Text that can be selected is laid out by its own direction: a Latin name would leave the mirrored edge.
            edge = Qt.AlignmentFlag.AlignRight if rtl else Qt.AlignmentFlag.AlignLeft
            self.setAlignment(edge | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter)

    def text(self) -> str:
        """Return the words shown."""
        return self._words

    def changeEvent(self, event: QEvent) -> None:
        """Follow the direction of the layout."""
        if event.type() == QEvent.Type.LayoutDirectionChange:
            self.setText(self._words)
        super().changeEvent(event)

    def set_look(self, *, role: Role | None = None, token: Token | None = None, tone: ToneName | None = None) -> None:
        """Change role or color."""
        self._role, self._token, self._tone = role or self._role, token or self._token, tone
        self._restyle()

    def _restyle(self) -> None:
        self.setFont(theme.font(self._role))
        tint = theme.tone(self._tone).text if self._tone else theme.color(self._token)
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.WindowText, tint)
        self.setPalette(palette)
        self.updateGeometry()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw elided where asked for, with the whole text as tooltip."""
        if not self._elide:
            super().paintEvent(event)
            return
        tint = theme.tone(self._tone).text if self._tone else theme.color(self._token)
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        paint.text(QPainter(self), QRectF(self.contentsRect()), self.text(), self._role, tint, rtl=rtl)
        cut = paint.elides(self.text(), self._role, self.width())
        if (self.toolTip() != "") != cut:
            self.setToolTip(self.text() if cut else "")


class IconMark(KitWidget):
    """One icon in a token or tone color."""

    def __init__(self, name: str, size: int = 16, *, token: Token = "text2", tone: ToneName | None = None,
                 solid: bool = False) -> None:  # fmt: skip
        super().__init__()
        self._name, self._size, self._token, self._tone, self._solid = name, size, token, tone, solid
        self.setFixedSize(size, size)

    def set_icon(self, name: str, *, token: Token | None = None, tone: ToneName | None = None) -> None:
        """Show another icon."""
        self._name, self._token, self._tone = name, token or self._token, tone
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the icon."""
        tint = theme.color(self._token)
        if self._tone:
            tint = theme.tone(self._tone).dot if self._solid else theme.tone(self._tone).text
        QPainter(self).drawPixmap(0, 0, icons.pixmap(self._name, self._size, tint, ratio=self.devicePixelRatioF()))


class RoundIcon(KitWidget):
    """An icon on a soft round or square patch: lists, empty states, recipient cards."""

    def __init__(self, name: str, *, size: int = 24, icon_size: int = 12, tone: ToneName = "neutral",
                 square: bool = False) -> None:  # fmt: skip
        super().__init__()
        self._name, self._icon_size, self._tone, self._square = name, icon_size, tone, square
        self.setFixedSize(size, size)

    def set_icon(self, name: str, tone: ToneName) -> None:
        """Show another icon in another tone."""
        self._name, self._tone = name, tone
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw patch and icon."""
        painter, tone, side = QPainter(self), theme.tone(self._tone), self.width()
        radius = 8 if self._square else side / 2
        paint.rounded(painter, QRectF(self.rect()), fill=tone.background, radius=radius)
        at = (side - self._icon_size) // 2
        drawn = icons.pixmap(self._name, self._icon_size, tone.text, ratio=self.devicePixelRatioF())
        painter.drawPixmap(at, at, drawn)


class Line(KitWidget):
    """A 1 px divider."""

    def __init__(self, *, vertical: bool = False, token: Token = "border") -> None:
        super().__init__()
        self._token = token
        if vertical:
            self.setFixedWidth(1)
        else:
            self.setFixedHeight(1)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Fill the line."""
        QPainter(self).fillRect(self.rect(), theme.color(self._token))


class Link(KitWidget):
    """A text that acts when clicked or on Enter; at least 24 px high; with `wrap` in as many lines as it needs."""

    clicked = Signal()

    def __init__(self, text: str = "", *, role: Role = "strong", token: Token = "accentText",
                 tone: ToneName | None = None, underline: bool = False, wrap: bool = False) -> None:  # fmt: skip
        super().__init__()
        self._text, self._role, self._token, self._tone, self._underline = text, role, token, tone, underline
        self._wrap = wrap
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        # One that wraps takes the room there is: what lies beside it would be pushed apart by its width else.
        fills, fits = QSizePolicy.Policy.Preferred, (QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        policy = QSizePolicy(fills, fills) if wrap else QSizePolicy(*fits)
        policy.setHeightForWidth(wrap)
        self.setSizePolicy(policy)
        self.setAccessibleName(text)

    def set_text(self, text: str) -> None:
        """Show other words."""
        self._text = text
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def text(self) -> str:
        """Return the shown words."""
        return self._text

    def sizeHint(self) -> QSize:
        """Fit the words."""
        return QSize(int(paint.width_of(self._text, self._role)) + 3, max(24, theme.px(20)))

    def minimumSizeHint(self) -> QSize:
        """Never cut the words; a text that wraps is as narrow as its longest one."""
        if not self._wrap:
            return self.sizeHint()
        widest = max((paint.width_of(one, self._role) for one in self._text.split()), default=0)
        return QSize(int(widest) + 3, self.sizeHint().height())

    def heightForWidth(self, width: int) -> int:
        """A line takes as much as a text of one."""
        return self.sizeHint().height() * len(self._lines(width - 3))

    def _lines(self, width: float) -> list[str]:
        if not self._wrap:
            return [self._text]
        lines = [""]
        for word in self._text.split():
            longer = f"{lines[-1]} {word}".strip()
            if lines[-1] and paint.width_of(longer, self._role) > width:
                lines.append(word)
            else:
                lines[-1] = longer
        return lines

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw words, underline under the pointer, ring with focus."""
        painter, tint = QPainter(self), self._tint()
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        lines = self._lines(self.width() - 3)
        high = self.height() / len(lines)
        for n, words in enumerate(lines):
            box = QRectF(1, n * high, self.width() - 2, high)
            width = paint.text(painter, box, words, self._role, tint, rtl=rtl)
            if self._underline or self.underMouse():
                x = box.right() - width if rtl else box.x()
                painter.fillRect(QRectF(x, box.center().y() + theme.px(9), width, 1), tint)
        if self.hasFocus():
            paint.ring(painter, QRectF(self.rect()), 4)

    def _tint(self) -> QColor:
        if not self.isEnabled():
            return theme.color("disabled")
        return theme.tone(self._tone).text if self._tone else theme.color(self._token)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Act on a left click inside."""
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.clicked.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Act on Enter and Space."""
        acts = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}
        # Ctrl Enter is for the main button of the page or dialog, wherever the focus is.
        if acts and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.clicked.emit()
            return
        super().keyPressEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Underline."""
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Remove the underline."""
        self.update()


def column(host: QWidget | None, *parts: QWidget | QLayout | int | Stretch, margins: Margins = 0,
           gap: int = 0) -> QVBoxLayout:  # fmt: skip
    """Lay parts out below each other; a number is extra space, "stretch" takes what is left."""
    layout = QVBoxLayout(host) if host is not None else QVBoxLayout()
    return _filled(layout, parts, margins, gap)


def row(host: QWidget | None, *parts: QWidget | QLayout | int | Stretch, margins: Margins = 0,
        gap: int = 0) -> QHBoxLayout:  # fmt: skip
    """Lay parts out beside each other, from the start side."""
    layout = _Row(host) if host is not None else _Row()
    return _filled(layout, parts, margins, gap)


class _Row(QHBoxLayout):
    """A row whose start and end margins change sides with the direction, which Qt's own do not."""

    def setGeometry(self, rect: QRect) -> None:
        parent = self.parentWidget()
        margins = self.contentsMargins()
        if parent is not None and margins.left() != margins.right():
            rtl = parent.isRightToLeft()
            if rtl != bool(self.property("mirrored")):
                self.setProperty("mirrored", rtl)
                self.setContentsMargins(margins.right(), margins.top(), margins.left(), margins.bottom())
        super().setGeometry(rect)


def _filled(layout: L, parts: Iterable[QWidget | QLayout | int | Stretch], margins: Margins,
            gap: int) -> L:  # fmt: skip
    around = (margins,) * 4 if isinstance(margins, int) else margins
    layout.setContentsMargins(*around)
    layout.setSpacing(gap)
    for part in parts:
        if isinstance(part, int):
            layout.addSpacing(part)
        elif isinstance(part, str):
            layout.addStretch(1)
        elif isinstance(part, QWidget):
            layout.addWidget(part)
        else:
            layout.addLayout(part)
    return layout


def emptied(layout: QLayout) -> None:
    """Remove and delete all widgets of a layout that is filled anew, also those of the layouts in it."""
    while (item := layout.takeAt(0)) is not None:
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        elif inner is not None:
            emptied(inner)
            inner.deleteLater()
