"""A combo box that filters as you type: words anywhere, accents and case ignored. Source: ui.md 5.

combo = Combo()
combo.set_options([Option(7, "Riot helmet with visor", "PE-2210")])
combo.chosen.connect(self._chosen)                 # the value
combo.set_value(7); combo.value()
Combo(search=lambda text: [...])                   # for long lists: options on demand
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QRegion,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from inl_logistics.kernel.text import fold
from inl_logistics.kernel.translation import _
from ui.kit import paint, theme
from ui.kit.fields import LineEdit
from ui.kit.widget import KitWidget

_ROWS, _RADIUS = 9, 6
_TYPING_PAUSE = 0.9  # seconds, after which a letter begins anew
_CHORDS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier


@dataclass(frozen=True, slots=True)
class Option:
    """One choice: value, words, and a quiet note (code, place)."""

    value: object
    text: str
    note: str = ""


class Combo(LineEdit):
    """A field with a list of choices below it."""

    chosen = Signal(object)
    unmatched = Signal(str)  # what was typed and left, and is no choice

    def __init__(self, *, search: Callable[[str], Sequence[Option]] | None = None, editable: bool = True,
                 height: int = 30) -> None:  # fmt: skip
        super().__init__(height=height)
        self._options: tuple[Option, ...] = ()
        self._folded: tuple[str, ...] = ()
        self._value: object = None
        self._shown = ""
        self._search = search
        self._popup: _Popup | None = None
        self._ahead, self._typed_at = "", 0.0
        self.setReadOnly(not editable)
        self.set_mark("chevron-down")
        self.textEdited.connect(self._typed)

    def _show_error_mark(self, invalid: bool) -> None:
        self.set_mark("circle-alert" if invalid else "chevron-down")

    def set_options(self, options: Sequence[Option]) -> None:
        """Set the choices; the present value stays shown if it is among them."""
        self._options = tuple(options)
        self._folded = tuple(fold(f"{option.text} {option.note}") for option in options)
        self.set_value(self._value)

    def options(self) -> tuple[Option, ...]:
        """Return the choices."""
        return self._options

    def value(self) -> object:
        """Return the chosen value, or None."""
        return self._value

    def settle(self) -> bool:
        """Take a text that names one choice; tell whether what stands in the field is a choice or nothing."""
        typed = fold(self.text())
        exact = [o for o, folded in zip(self._options, self._folded, strict=True) if fold(o.text) == typed]
        if len(exact) == 1 and exact[0].value != self._value:
            self._pick(exact[0])
        elif not typed and self._value is not None and not self.isReadOnly():
            self._pick(Option(None, ""))
        return not typed or typed == fold(self._shown)

    def set_value(self, value: object, text: str = "") -> None:
        """Choose by program, without telling; `text` names a value that is not in the list."""
        self._value = value
        self._shown = next((option.text for option in self._options if option.value == value), text)
        self.setText(self._shown)
        self.setCursorPosition(0)
        if self.hasFocus() and not self.isReadOnly():
            self.selectAll()  # proposed while one stands in the field: typing replaces it

    def matches(self, text: str) -> tuple[Option, ...]:
        """Return the choices that hold all typed words."""
        if self._search is not None:
            return tuple(self._search(text))
        words = fold(text).split()
        pairs = zip(self._options, self._folded, strict=True)
        return tuple(option for option, folded in pairs if all(word in folded for word in words))

    def open_list(self, *, everything: bool = True) -> None:
        """Show the list below the field."""
        popup = self._popup
        if popup is None:
            popup = self._popup = _Popup(self)
            popup.picked.connect(self._pick)
        popup.show_options(self.matches("" if everything else self.text()), self._value)

    def close_list(self) -> None:
        """Hide the list."""
        if self._popup is not None:
            self._popup.hide()

    def is_open(self) -> bool:
        """Tell whether the list is shown."""
        return self._popup is not None and self._popup.isVisible()

    def popup(self) -> QWidget | None:
        """Return the list's widget, for tests and pictures."""
        return self._popup

    def _typed(self) -> None:
        self.open_list(everything=False)

    def _pick(self, option: Option) -> None:
        self.close_list()
        changed = option.value != self._value
        self.set_value(option.value, option.text)
        if changed:
            self.edited.emit()
            self.chosen.emit(option.value)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open and move with the arrows, choose with Enter, restore with Escape."""
        key = event.key()
        if self.is_open() and self._popup is not None:
            if key in {Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp}:
                steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: _ROWS}
                self._popup.move_current(steps.get(Qt.Key(key), -_ROWS))
                return
            if key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
                self._popup.choose()
                return
            if key == Qt.Key.Key_Escape:
                self.close_list()
                self.setText(self._shown)
                return
        letter = event.text().strip()
        if self.isReadOnly() and letter and letter.isprintable() and not event.modifiers() & _CHORDS:
            self._type_ahead(letter)
            return
        opens = key in {Qt.Key.Key_Down, Qt.Key.Key_F4} or (self.isReadOnly() and key == Qt.Key.Key_Space)
        if opens and not self.is_open():
            self.open_list()
            return
        super().keyPressEvent(event)

    def _names_one(self) -> bool:
        """Tell whether what was typed fits one choice of the list alone: it is meant, as with Enter."""
        typed = self.text().strip()
        return self._search is None and bool(typed) and typed != self._shown and len(self.matches(typed)) == 1

    def _type_ahead(self, typed: str) -> None:
        """Choose the next option that begins with what is typed in one go."""
        now = time.monotonic()
        self._ahead = typed if now - self._typed_at > _TYPING_PAUSE else self._ahead + typed
        self._typed_at = now
        walks = len(set(self._ahead)) == 1
        wanted = fold(typed if walks else self._ahead)
        hits = [option for option in self._options if fold(option.text).startswith(wanted)]
        if not hits and len(wanted) > 1:  # a number on a packet, the second word of a name
            hits = [option for option in self._options if wanted in fold(option.text)]
        if not hits:
            return
        at = next((n for n, option in enumerate(hits) if option.value == self._value), -1)
        # One letter again and again walks through the options; more letters stay at the one they name.
        self._pick(hits[(at + 1) % len(hits)] if walks or at < 0 else hits[at])

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Open on a click."""
        super().mousePressEvent(event)
        if self.isEnabled():
            if self.is_open():
                self.close_list()
            else:
                self.selectAll()
                self.open_list()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Typing replaces what is chosen, however the focus came here."""
        super().focusInEvent(event)
        if not self.isReadOnly() and event.reason() != Qt.FocusReason.ActiveWindowFocusReason:
            self.selectAll()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Close; take what the arrows went to, a text that fits one choice alone, else restore the choice."""
        tabbed = event.reason() in {Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason}
        if tabbed and self.is_open() and self._popup is not None and (self._popup.was_moved() or self._names_one()):
            self._popup.choose()
        self.close_list()
        if not self.settle() and (self._value is not None or self._search is None):
            # What was typed is no choice: the choice that counts is shown again.
            typed = self.text().strip()
            self.setText(self._shown)
            self.unmatched.emit(typed)
        self.setCursorPosition(0)  # a choice longer than the field shows its beginning
        super().focusOutEvent(event)


class _Popup(KitWidget):
    """The list: painted rows, never taking the focus from the field."""

    picked = Signal(object)

    def __init__(self, owner: Combo) -> None:
        super().__init__(owner)
        self.setWindowFlags(Qt.WindowType.ToolTip | Qt.WindowType.FramelessWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMouseTracking(True)
        self._owner = owner
        self._options: tuple[Option, ...] = ()
        self._current, self._first, self._moved = 0, 0, False
        owner.window().installEventFilter(self)

    def show_options(self, options: Sequence[Option], value: object) -> None:
        """Fill and place the list."""
        self._options, self._moved = tuple(options), False
        self._current = next((n for n, option in enumerate(options) if option.value == value), 0)
        self._first = max(0, min(self._current - 2, len(self._options) - _ROWS))
        rows = max(1, min(_ROWS, len(self._options)))
        width = max(self._owner.width(), min(420, self._content_width()))
        self.resize(width, rows * self._row_height() + 10)
        at = self._owner.mapToGlobal(QPoint(0, self._owner.height() + 3))
        if self._owner.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            at.setX(at.x() + self._owner.width() - width)
        screen = self._owner.screen().availableGeometry()
        if at.y() + self.height() > screen.bottom():
            at.setY(self._owner.mapToGlobal(QPoint(0, 0)).y() - self.height() - 3)
        self.move(at)
        self.show()
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Cut the corners out of the window: where nothing composes windows, see-through ones are black."""
        path = QPainterPath()
        path.addRoundedRect(QRectF(self.rect()), _RADIUS, _RADIUS)
        self.setMask(QRegion(path.toFillPolygon().toPolygon()))

    def _content_width(self) -> int:
        widths = (paint.width_of(o.text, "body") + paint.width_of(o.note, "secondary") for o in self._options[:60])
        return int(max(widths, default=80)) + 48

    def _row_height(self) -> int:
        return max(28, theme.px(28))

    def was_moved(self) -> bool:
        """Tell whether the arrows chose a row."""
        return self._moved

    def move_current(self, step: int) -> None:
        """Move the current row and keep it in view."""
        self._moved = True
        self._current = max(0, min(len(self._options) - 1, self._current + step))
        if self._current < self._first:
            self._first = self._current
        elif self._current >= self._first + _ROWS:
            self._first = self._current - _ROWS + 1
        self.update()

    def choose(self) -> None:
        """Choose the current row."""
        if 0 <= self._current < len(self._options):
            self.picked.emit(self._options[self._current])

    def sizeHint(self) -> QSize:
        """Keep what `show_options` set."""
        return self.size()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the pointer."""
        self._current = min(len(self._options) - 1, self._first + int((event.position().y() - 5) // self._row_height()))
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the row under the pointer."""
        self.mouseMoveEvent(event)
        self.choose()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll."""
        self._first = max(0, min(len(self._options) - _ROWS, self._first - event.angleDelta().y() // 40))
        self.update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Close when the window moves or loses the focus."""
        if event.type() in {QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.WindowDeactivate, QEvent.Type.Hide}:
            self.hide()
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the rows."""
        painter = QPainter(self)
        rtl = self._owner.layoutDirection() == Qt.LayoutDirection.RightToLeft
        box = QRectF(self.rect())
        painter.fillRect(box, theme.color("borderStrong"))  # what the mask leaves of the corners' edge
        paint.rounded(painter, box, fill=theme.color("raised"), border=theme.color("borderStrong"), radius=_RADIUS)
        height = self._row_height()
        if not self._options:
            paint.text(painter, QRectF(14, 5, self.width() - 28, height), _("Nothing matches"), "body",
                       theme.color("text3"), rtl=rtl)  # fmt: skip
        for at, option in enumerate(self._options[self._first : self._first + _ROWS]):
            spot = QRectF(5, 5 + at * height, self.width() - 10, height)
            if self._first + at == self._current:
                paint.rounded(painter, spot, fill=theme.color("sel"), radius=4)
            inner = spot.adjusted(9, 0, -9, 0)
            used = paint.text(painter, inner, option.text, "body", theme.color("text"), rtl=rtl)
            if option.note:
                rest = inner.adjusted(0, 0, -used - 10, 0) if rtl else inner.adjusted(used + 10, 0, 0, 0)
                paint.text(painter, rest, option.note, "secondary", theme.color("text3"), align="end", rtl=rtl)
