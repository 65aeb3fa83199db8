"""Fields: a label above, an editor, a hint or error below. Source: ui.md 5 and 11; fields 30 high.

    code = Field(LineEdit(mono=True), required=True)
    code.set_label(_("Item code")); code.set_hint(_("Letters and digits"))
    code.set_error(_("Used by “Ballistic vest”. Choose another code."))   # "" clears
    price = Field(NumberEdit(decimals=2)); price.editor.value() -> Decimal | None; .set_value(...)
    day = Field(DateEdit(today=date.today)); day.editor.day() -> date | None
    agency = Field(Combo()); agency.editor.set_options([Option(3, "Prison Service")]); agency.editor.value()

Editors send `edited` when the person changes them, never when a program fills them.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Generic, TypeVar

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QSizePolicy, QWidget

from inl_logistics.kernel import dates
from inl_logistics.kernel.problems import BadInput
from inl_logistics.kernel.translation import _
from inl_logistics.kernel.values import typed_number
from ui.kit import cuttext, icons, paint, theme
from ui.kit.calendar import CalendarPopup
from ui.kit.widget import KitWidget, Label, column, row

E = TypeVar("E", bound=QWidget)


class LineEdit(QLineEdit):
    """One line of text; with an icon at the start and room for a mark at the end."""

    edited = Signal()
    left = Signal()

    def __init__(self, *, mono: bool = False, icon: str = "", strong: bool = False, height: int = 30,
                 key: str = "") -> None:  # fmt: skip
        super().__init__()
        self._icon, self._height, self._key, self._mark = icon, height, key, ""
        self.setProperty("mono", mono)
        self.setProperty("outline", "strong" if strong else "")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.textEdited.connect(self._tell)
        self._margins()

    def setText(self, text: str | None) -> None:
        """Show the beginning of a text that is longer than the field, unless the officer is typing in it."""
        super().setText(text)
        if not self.hasFocus():
            self.setCursorPosition(0)

    def _tell(self) -> None:
        self.edited.emit()

    def _margins(self) -> None:
        start = 20 if self._icon else 0
        end = 22 if self._mark else (paint.key_cap_width(self._key) + 2 if self._key else 0)
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        self.setTextMargins(*((end, 0, start, 0) if rtl else (start, 0, end, 0)))

    def set_mark(self, icon: str) -> None:
        """Show a small icon at the end (error, calendar, chevron)."""
        self._mark = icon
        self._margins()
        self.update()

    def set_invalid(self, invalid: bool) -> None:
        """Show the red border and mark."""
        self.setProperty("error", "true" if invalid else "false")
        self.style().unpolish(self)
        self.style().polish(self)
        self._show_error_mark(invalid)

    def _show_error_mark(self, invalid: bool) -> None:
        self.set_mark("circle-alert" if invalid else "")

    def sizeHint(self) -> QSize:
        """Be as high as the tokens say."""
        return QSize(140, theme.px(self._height))

    def minimumSizeHint(self) -> QSize:
        """Allow narrow columns."""
        return QSize(60, theme.px(self._height))

    def changeEvent(self, event: QEvent) -> None:
        """Follow direction and text size."""
        super().changeEvent(event)
        if event.type() in {QEvent.Type.LayoutDirectionChange, QEvent.Type.StyleChange}:
            self._margins()
            self.updateGeometry()

    def event(self, event: QEvent) -> bool:
        """Show the whole text where it is wider than the field."""
        return cuttext.show_whole(self, event) or super().event(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tell that the person left the field: it is checked now."""
        super().focusOutEvent(event)
        if event.reason() not in {Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason}:
            self.left.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw icon, mark and key cap over Qt's own field."""
        super().paintEvent(event)
        painter, middle = QPainter(self), self.height() / 2
        rtl, ratio = self.layoutDirection() == Qt.LayoutDirection.RightToLeft, self.devicePixelRatioF()
        if self._icon:
            x = self.width() - 26 if rtl else 10
            drawn = icons.pixmap(self._icon, 16, theme.color("text3"), ratio=ratio)
            painter.drawPixmap(x, int(middle - 8), drawn)
        if self._mark:
            bad = self._mark == "circle-alert"
            tint = theme.tone("bad").dot if bad else theme.color("text3" if self.isEnabled() else "disabled")
            size = 16 if bad or self._mark == "calendar" else 14
            x = 9 if rtl else self.width() - 9 - size
            painter.drawPixmap(x, int(middle - size / 2), icons.pixmap(self._mark, size, tint, ratio=ratio))
        elif self._key:
            width = paint.key_cap_width(self._key)
            paint.key_cap(painter, 6 if rtl else self.width() - 6 - width, middle, self._key)


_CENTS = 2


# No quantity or amount comes near; what does is a serial in the wrong field, and more than the database holds.
_PAST_COUNTING = 1_000_000_000_000


class NumberEdit(LineEdit):
    """A whole or decimal number, kept exact; an unreadable text, or a number past all counting, stays and has no value."""

    def __init__(self, *, decimals: int = 0, negative: bool = False) -> None:
        super().__init__()
        self._decimals, self._negative = decimals, negative
        self.setAlignment(Qt.AlignmentFlag.AlignRight)

    def value(self) -> Decimal | None:
        """Return the number, or nothing for an empty or unreadable text."""
        number = typed_number(self.text())
        if number is None or (number < 0 and not self._negative) or abs(number) >= _PAST_COUNTING:
            return None
        return number if round(number, self._decimals) == number else None

    def integer(self) -> int | None:
        """Return the number as a whole one."""
        number = self.value()
        return None if number is None or number != number.to_integral_value() else int(number)

    def set_value(self, number: Decimal | int | None) -> None:
        """Show a number with its thousands apart."""
        text = "" if number is None else f"{Decimal(number):,.{self._decimals}f}"
        while self._decimals > _CENTS and text.endswith("0") and text[-_CENTS - 1] != ".":
            text = text[:-1]  # millionths are shown where there are some
        self.setText(text)

    def is_valid(self) -> bool:
        """Tell whether the text is empty or a number."""
        return not self.text().strip() or self.value() is not None


def _today() -> date:
    return datetime.now(tz=UTC).astimezone().date()


class DateEdit(LineEdit):
    """A day: type `24 nov`, `24/11`, `+7`; the calendar opens on Alt ↓ or on its icon."""

    def __init__(self, *, today: Callable[[], date] = _today) -> None:
        super().__init__()
        self._today = today
        self._calendar: CalendarPopup | None = None
        self.set_mark("calendar")
        self.editingFinished.connect(self._read)

    def _show_error_mark(self, invalid: bool) -> None:
        self.set_mark("circle-alert" if invalid else "calendar")

    def day(self) -> date | None:
        """Return the day, or nothing for an empty or unreadable text."""
        text = self.text().strip()
        if not text:
            return None
        try:
            return dates.typed_day(text, today=self._today())
        except BadInput:
            return None

    def is_valid(self) -> bool:
        """Tell whether the text is empty or a day."""
        return not self.text().strip() or self.day() is not None

    def set_day(self, day: date | None) -> None:
        """Show a day."""
        self.setText(dates.short(day) if day else "")

    def _read(self) -> None:
        day = self.day()
        if day is not None:
            self.set_day(day)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the calendar on Alt ↓."""
        if event.key() == Qt.Key.Key_Down and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.open_calendar()
            return
        super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Open the calendar on its icon."""
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        x = event.position().x()
        if (x < 30) if rtl else (x > self.width() - 30):
            self.open_calendar()
            return
        super().mousePressEvent(event)

    def open_calendar(self) -> None:
        """Show the calendar below the field."""
        if self._calendar is None:
            self._calendar = CalendarPopup(self, today=self._today)
            self._calendar.picked.connect(self._pick)
        self._calendar.open_on(self.day() or self._today())

    def _pick(self, chosen: date) -> None:
        self.set_day(chosen)
        self.edited.emit()


class TextArea(QPlainTextEdit):
    """Several lines of text; Tab leaves the field."""

    edited = Signal()
    left = Signal()

    def __init__(self, *, lines: int = 3) -> None:
        super().__init__()
        self._lines, self._filling = lines, False
        self.setTabChangesFocus(True)
        self.textChanged.connect(self._changed)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def setText(self, text: str) -> None:
        """Fill without telling."""
        self._filling = True
        self.setPlainText(text)
        self._filling = False

    def text(self) -> str:
        """Return the text."""
        return self.toPlainText()

    def _changed(self) -> None:
        if not self._filling:
            self.edited.emit()

    def set_invalid(self, invalid: bool) -> None:
        """Show the red border."""
        self.setProperty("error", "true" if invalid else "false")
        self.style().unpolish(self)
        self.style().polish(self)

    def sizeHint(self) -> QSize:
        """Show the asked number of lines."""
        return QSize(200, int(theme.metrics("body").lineSpacing() * self._lines) + 14)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tell that the person left."""
        super().focusOutEvent(event)
        self.left.emit()


class Field(KitWidget, Generic[E]):
    """Label above, editor, hint or error below."""

    def __init__(self, editor: E, *, required: bool = False, name: str = "") -> None:
        super().__init__()
        self.editor: E = editor
        self._required, self._hint_text, self._is_unmatched = required, "", False
        self._label = Label(role="label", token="text2")
        self._star = Label("*", role="label", tone="bad")
        self._hint = Label(role="secondary", token="text3", wrap=True)
        self._hint.hide()
        self._label.setBuddy(editor)
        top = row(None, self._label, self._star, "stretch", gap=4)
        column(self, top, editor, self._hint, "stretch", gap=4)
        self._star.setVisible(required)  # after it has a parent: a widget shown alone would be a window
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        if name:
            editor.setObjectName(name)
        for told, act in (("edited", self._clear_error), ("unmatched", self._say_unmatched)):
            if hasattr(editor, told):
                getattr(editor, told).connect(act)

    def set_label(self, text: str) -> None:
        """Set the label; it is the editor's accessible name too."""
        self._label.setText(text)
        self._label.setVisible(bool(text))
        self.editor.setAccessibleName(text)

    def is_required(self) -> bool:
        """Tell whether it must be filled in."""
        return self._required

    def set_required(self, required: bool) -> None:
        """Ask for it, or do not any more."""
        self._required = required
        self._star.setVisible(required)

    def label(self) -> str:
        """Return the label's words."""
        return self._label.text()

    def set_hint(self, text: str) -> None:
        """Set the quiet text below."""
        self._hint_text = text
        if not self.has_error():
            self._show(text, bad=False)

    def set_error(self, text: str) -> None:
        """Show what is wrong and what to do; an empty text clears it."""
        self._show(text or self._hint_text, bad=bool(text))
        invalid = getattr(self.editor, "set_invalid", None)
        if invalid is not None:
            invalid(bool(text))

    def error(self) -> str:
        """Return the error shown, if any."""
        return self._hint.text() if self.has_error() else ""

    def has_error(self) -> bool:
        """Tell whether an error is shown."""
        return bool(self.property("bad"))

    def _show(self, text: str, *, bad: bool) -> None:
        self.setProperty("bad", bad)
        self._hint.set_look(role="label" if bad else "secondary", token="text3", tone="bad" if bad else None)
        self._hint.setText(text)
        self._hint.setVisible(bool(text))
        self.editor.setAccessibleDescription(text)

    def _say_unmatched(self, typed: str) -> None:
        """What was typed into a list and is not in it does not go without a word."""
        kept = str(getattr(self.editor, "text", str)())
        words = (
            _("“{text}” is not in the list; {kept} stays.") if kept else _("“{text}” is not in the list. Add it first.")
        )
        if typed and not self.has_error():
            self._show(words.format(text=paint.isolated(typed), kept=paint.isolated(kept)), bad=False)
            self._hint.set_look(role="label", tone="warn")
            self._is_unmatched = True

    def _clear_error(self) -> None:
        if self.has_error() or self._is_unmatched:
            self._is_unmatched = False
            self.set_error("")


def required_note() -> Label:
    """Return the "* required" note that a form shows once."""
    return Label(_("* required"), role="secondary", token="text3")
