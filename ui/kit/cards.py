"""Cards, banner, empty states, page errors and the summary of field errors. Source: ui.md 5 and 11.

card = Card(); card.set_title(_("Details")); card.add_action(edit_button); card.body.addWidget(form)
banner = Banner(); banner.show_message("warn", _("Customs release is missing."), _("Attach release"), self._attach)
empty = EmptyState("eye"); empty.set_words(_("No end-use checks yet"), _("Checks are scheduled …"))
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from inl_logistics.kernel.translation import _
from ui.kit import paint, theme
from ui.kit.buttons import Button
from ui.kit.tokens import ToneName
from ui.kit.widget import IconMark, KitWidget, Label, Line, Link, RoundIcon, column, emptied, row

_ICON_OF_TONE: dict[ToneName, str] = {
    "neutral": "info", "info": "info", "ok": "circle-check", "warn": "triangle-alert", "bad": "circle-alert",
    "violet": "info", "teal": "info",
}  # fmt: skip


class Card(KitWidget):
    """A bordered surface with an optional header of 40 px; content goes into `body`."""

    def __init__(self, *, header: bool = True, margins: int | tuple[int, int, int, int] = 0) -> None:
        super().__init__()
        outer = column(self, margins=1)
        self.title = Label(role="section")
        self.note = Label(role="secondary", token="text3")
        self.tools = QHBoxLayout()
        self.tools.setSpacing(8)
        if header:
            self._header = QWidget()
            row(self._header, self.title, "stretch", self.note, self.tools, margins=(14, 0, 10, 0), gap=10)
            self._header.setFixedHeight(theme.px(40))
            outer.addWidget(self._header)
            outer.addWidget(Line())
        self.body = QVBoxLayout()
        self.body.setSpacing(0)
        around = (margins,) * 4 if isinstance(margins, int) else margins
        self.body.setContentsMargins(*around)
        outer.addLayout(self.body, 1)
        self._has_header = header

    def set_title(self, text: str, note: str = "") -> None:
        """Set the header's words and the quiet note at its end."""
        self.title.setText(text)
        self.note.setText(note)
        self.note.setVisible(bool(note) and self._has_header)
        self.setAccessibleName(text)

    def add_action(self, widget: QWidget) -> None:
        """Put a small control at the header's end."""
        self.tools.addWidget(widget)

    def _restyle(self) -> None:
        if self._has_header:
            self._header.setFixedHeight(theme.px(40))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw surface and border."""
        edge, fill = theme.color("border"), theme.color("surface")
        paint.rounded(QPainter(self), QRectF(self.rect()), fill=fill, border=edge, radius=8)


class Banner(KitWidget):
    """One sentence with one action across a page; hidden until there is something to say."""

    def __init__(self) -> None:
        super().__init__()
        self._tone: ToneName = "info"
        self._icon = IconMark("info", tone="info")
        self._words = Label(role="strong", wrap=True)
        self._action = Link(role="semibold")
        self._act: Callable[[], None] | None = None
        self._action.clicked.connect(self._run)
        self._others = row(None, gap=10)
        layout = row(self, self._icon, self._words, self._others, self._action, margins=(14, 6, 14, 6), gap=10)
        layout.setStretch(1, 1)
        self.setMinimumHeight(theme.px(36))
        self.hide()

    def show_message(self, tone: ToneName, words: str, action: str = "", act: Callable[[], None] | None = None,
                     *, icon: str = "", others: Sequence[tuple[str, Callable[[], None]]] = ()) -> None:  # fmt: skip
        """Show a sentence; `act` runs when its action is clicked, `others` are further links before it."""
        self._tone, self._act = tone, act
        self._icon.set_icon(icon or _ICON_OF_TONE[tone], tone=tone)
        self._words.set_look(tone=tone)
        self._words.setText(words)
        self._action._tone = tone
        self._action.set_text(action)
        self._action.setVisible(bool(action))
        emptied(self._others)
        for text, run in others:
            link = Link(text, role="semibold")
            link._tone = tone
            link.clicked.connect(run)
            self._others.addWidget(link)
        self.setAccessibleName(words)
        self.show()
        self.update()

    def words(self) -> str:
        """Return the sentence shown."""
        return self._words.text()

    def _run(self) -> None:
        if self._act is not None:
            self._act()

    def _restyle(self) -> None:
        self.setMinimumHeight(theme.px(36))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the tone's background."""
        tone = theme.tone(self._tone)
        edge = tone.dot if theme.is_high_contrast() else None
        paint.rounded(QPainter(self), QRectF(self.rect()), fill=tone.background, border=edge, radius=8)


class EmptyState(KitWidget):
    """What will be here, or why nothing matches, with one primary action and one other way in."""

    def __init__(self, icon: str) -> None:
        super().__init__()
        self._icon = RoundIcon(icon, size=56, icon_size=24, tone="info")
        self._title = Label(role="heading")
        self._text = Label(role="body", token="text2", wrap=True)
        self._text.setMaximumWidth(theme.px(360))
        self._text.setMinimumWidth(theme.px(260))
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(8)
        layout = column(self, "stretch", margins=18, gap=0)
        center = Qt.AlignmentFlag.AlignHCenter
        for part, space in ((self._icon, 12), (self._title, 4)):
            layout.addWidget(part, 0, center)
            layout.addSpacing(space)
        wrapped = row(None, "stretch", self._text, "stretch")  # an aligned label would get one line only
        wrapped.setStretch(1, 100)
        layout.addLayout(wrapped)
        layout.addSpacing(14)
        self._title.setAlignment(center)
        self._text.setAlignment(center)
        line = row(None, "stretch", self._buttons, "stretch")
        layout.addLayout(line)
        layout.addStretch(1)

    def set_icon(self, name: str) -> None:
        """Show another icon."""
        self._icon.set_icon(name, "info")

    def set_words(self, title: str, text: str) -> None:
        """Set the two texts."""
        self._title.setText(title)
        self._text.setText(text)
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)

    def set_actions(self, *buttons: Button) -> None:
        """Replace the buttons."""
        while (item := self._buttons.takeAt(0)) is not None:
            old = item.widget()
            if old is not None and old not in buttons:
                old.deleteLater()
        for button in buttons:
            self._buttons.addWidget(button)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Fill with the surface."""
        QPainter(self).fillRect(self.rect(), theme.color("surface"))


class PageError(KitWidget):
    """Cause, whether data is safe, next step, and details that can be copied."""

    acted = Signal()

    def __init__(self, icon: str = "circle-alert") -> None:
        super().__init__()
        self._title = Label(role="strong", wrap=True)
        self._text = Label(role="secondary", token="text2", wrap=True)
        self._action = Link(role="body")
        self._details = Link(role="body")
        self._long = ""
        self._action.clicked.connect(self.acted)
        self._details.clicked.connect(self._copy)
        links = row(None, self._action, self._details, "stretch", gap=10)
        words = column(None, self._title, self._text, links, gap=4)
        mark = column(None, IconMark(icon, 18, tone="bad", solid=True), "stretch")
        row(self, mark, words, margins=(18, 12, 14, 10), gap=12).setStretch(1, 1)
        self._retranslate()

    def set_words(self, title: str, text: str, *, action: str = "", details: str = "") -> None:
        """Say what happened, whether the data is safe, and what to do."""
        self._title.setText(title)
        self._text.setText(text)
        self._action.set_text(action)
        self._action.setVisible(bool(action))
        self._long = details
        self._details.setVisible(bool(details))
        self.setAccessibleName(f"{title} {text}")

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._long)

    def _retranslate(self) -> None:
        self._details.set_text(_("Copy details"))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the red outline with its thick start edge."""
        painter, bad = QPainter(self), theme.tone("bad").dot
        paint.rounded(painter, QRectF(self.rect()), fill=theme.color("surface"), border=bad, radius=8)
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        painter.setClipRect(QRectF(self.width() - 4 if rtl else 0, 0, 4, self.height()))
        paint.rounded(painter, QRectF(self.rect()), fill=bad, radius=8)


class ErrorSummary(KitWidget):
    """The fields that need a change, each line jumping to its field; without `jumps`, sentences that wrap."""

    jumped = Signal(int)

    def __init__(self, *, jumps: bool = True) -> None:
        super().__init__()
        self._jumps = jumps
        self._title = Label(role="semibold", tone="bad")
        self._lines = QVBoxLayout()
        self._lines.setSpacing(0 if jumps else 4)
        words = column(None, self._title, self._lines, gap=2)
        mark = IconMark("circle-alert", 16, tone="bad")
        beside = row(self, mark, words, margins=(14, 10, 14, 8), gap=10)
        beside.setAlignment(mark, Qt.AlignmentFlag.AlignTop)
        beside.setStretch(1, 1)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.hide()

    def show_errors(self, title: str, errors: Sequence[str]) -> None:
        """List the errors; an empty list hides the summary."""
        emptied(self._lines)
        self._title.setText(title)
        for n, words in enumerate(errors):
            if not self._jumps:
                self._lines.addWidget(Label(words, role="body", tone="bad", wrap=True))
                continue
            link = Link(words, role="body", tone="bad", underline=True, wrap=True)
            link.setProperty("n", n)
            link.clicked.connect(self._jump)
            self._lines.addWidget(link)
        self.setAccessibleName(". ".join((title, *errors)))
        self.setVisible(bool(errors))

    def _jump(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.jumped.emit(int(sender.property("n")))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the bad background."""
        paint.rounded(QPainter(self), QRectF(self.rect()), fill=theme.tone("bad").background, radius=6)


class BigNumber(KitWidget):
    """A number over its caption: the inspector's four figures, the receiving header.

    With `set_linked(True)` it is clicked, or Enter pressed, to show what makes it.
    """

    clicked = Signal()

    def __init__(self, *, tone: ToneName | None = None) -> None:
        super().__init__()
        self._linked = False
        self._value = Label(role="number")
        self._caption = Label(role="caption", token="text3")
        if tone:
            self._value.set_look(tone=tone)
        column(self, self._value, self._caption, gap=1)

    def set_words(self, value: str, caption: str, *, quiet: bool = False, tone: ToneName | None = None) -> None:
        """Set figure and caption."""
        self._value.setText(value)
        self._caption.setText(caption)
        self._value.set_look(token="text2" if quiet else "text", tone=tone)
        self.setAccessibleName(f"{caption}: {value}")

    def set_linked(self, linked: bool) -> None:
        """Let the figure be opened."""
        self._linked = linked
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus if linked else Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor if linked else Qt.CursorShape.ArrowCursor)

    def sizeHint(self) -> QSize:
        """Fit both lines."""
        return super().sizeHint()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open on a click."""
        if self._linked and self.rect().contains(event.position().toPoint()):
            self.clicked.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open on Enter and Space."""
        if self._linked and event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}:
            self.clicked.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Show the focus, and a line under a figure that can be opened."""
        painter = QPainter(self)
        if self.hasFocus():
            paint.ring(painter, QRectF(self.rect()), 4)
        if self._linked and self.underMouse():
            painter.fillRect(QRectF(self._value.x(), self._value.geometry().bottom() + 1, self._value.width(), 1),
                             theme.color("accentText"))  # fmt: skip
