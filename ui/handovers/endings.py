"""Ending a handover other than by signature: void, refused, reverse. They name what will happen. ui.md 11."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtWidgets import QWidget

from inl_logistics.handovers.signing import ReverseDraft
from inl_logistics.kernel.problems import LogisticsError, RulesBroken
from inl_logistics.kernel.sentences import sentence
from inl_logistics.kernel.translation import _, ngettext
from ui.handovers.composition import Line
from ui.kit import formats, paint
from ui.kit.buttons import Button
from ui.kit.cards import ErrorSummary
from ui.kit.choices import CheckBox
from ui.kit.countanswer import CODE as COUNT_BETWEEN
from ui.kit.countanswer import CountQuestion
from ui.kit.dialogs import Dialog
from ui.kit.fields import DateEdit, Field, TextArea
from ui.kit.widget import Label


class EndDialog(Dialog):
    """Asks for a reason; the safe button comes first and Escape is it."""

    def __init__(self, over: QWidget, title: str, text: str, *, safe: str, danger: str,
                 done: Callable[[str], None]) -> None:  # fmt: skip
        super().__init__(over, title, width=440)
        self._done = done
        self.body.addWidget(Label(text, role="body", token="text2", wrap=True))
        self.summary = ErrorSummary()
        self.body.addWidget(self.summary)
        self.reason = Field(TextArea(lines=2), required=True)
        self.reason.set_label(_("Reason"))
        self.body.addWidget(self.reason)
        keep, self.act = Button(safe, key="Esc"), Button(danger, kind="danger")
        keep.clicked.connect(self.reject)
        self.act.clicked.connect(self._accept)
        self.set_buttons(keep, self.act)

    def _accept(self) -> None:
        reason = self.reason.editor.text().strip()
        if not reason:
            self.reason.set_error(_("Enter a reason; it is kept with the receipt."))
            self.reason.editor.setFocus()
            return
        self._done(reason)

    def refuse(self, error: BaseException) -> None:
        """Say why it was not done."""
        words = sentence(error) if isinstance(error, LogisticsError) else _("This did not work.")
        self.summary.show_errors(_("Nothing was changed"), [words])
        self._place()


def void_dialog(over: QWidget, number: str, units: int, done: Callable[[str], None]) -> EndDialog:
    """Ask before voiding an issued, unsigned receipt."""
    text = ngettext(
        "{n} unit returns to stock. The number is not used again and the void is kept in the log.",
        "{n} units return to stock. The number is not used again and the void is kept in the log.", units,
    ).format(n=formats.number(units))  # fmt: skip
    title = _("Void receipt {number}?").format(number=paint.isolated(number))
    return EndDialog(over, title, text, safe=_("Keep receipt"), danger=_("Void receipt"), done=done)


def refuse_dialog(over: QWidget, number: str, units: int, done: Callable[[str], None]) -> EndDialog:
    """Ask before entering that the recipient refused to sign."""
    text = ngettext(
        "Nothing moves: {n} unit stays in stock and is free again. The receipt is closed as refused.",
        "Nothing moves: {n} units stay in stock and are free again. The receipt is closed as refused.", units,
    ).format(n=formats.number(units))  # fmt: skip
    title = _("Enter {number} as refused?").format(number=paint.isolated(number))
    return EndDialog(over, title, text, safe=_("Keep receipt"), danger=_("Enter as refused"), done=done)


class ReverseDialog(EndDialog):
    """Asks which lines of a signed handover come back, from which day, and why."""

    def __init__(self, over: QWidget, handover_id: int, number: str, lines: Sequence[Line], *,
                 today: Callable[[], date], done: Callable[[ReverseDraft], None]) -> None:  # fmt: skip
        title = _("Reverse {number}?").format(number=paint.isolated(number))
        text = _("The chosen lines return to the store they came from. A reversal with its own number is posted; "
                 "the receipt stays on file.")  # fmt: skip
        super().__init__(over, title, text, safe=_("Keep as signed"), danger=_("Reverse"), done=self._with_reason)
        self._handover_id, self._send = handover_id, done
        self.day = Field(DateEdit(today=today), required=True)
        self.day.set_label(_("Reversed on"))
        self.day.editor.set_day(today())
        self.lines = [
            CheckBox(f"{n} · {line.item} · {formats.number(line.quantity if line.signed is None else line.signed)}")
            for n, line in enumerate(lines, 1)
        ]
        for box in self.lines:
            box.setChecked(True)
            self.body.insertWidget(self.body.count() - 1, box)
        self.body.insertWidget(self.body.count() - 1, self.day)
        self.count = CountQuestion()
        self.body.addWidget(self.count)

    def _with_reason(self, reason: str) -> None:
        chosen = tuple(n for n, box in enumerate(self.lines, 1) if box.isChecked())
        day = self.day.editor.day()
        self.day.set_error("" if day else _("Enter a day, such as 24 Nov."))
        if not chosen:
            self.summary.show_errors(_("Nothing was changed"), [_("Choose at least one line.")])
            return
        if day is not None:
            every = len(chosen) == len(self.lines)
            numbers = () if every else chosen
            self._send(ReverseDraft(self._handover_id, reason, day, numbers, self.count.answer()))

    def refuse(self, error: BaseException) -> None:
        """Ask about a count that lies between, else say why it was not done."""
        asked = isinstance(error, RulesBroken) and self.count.ask(error.problems)
        if not asked or not isinstance(error, RulesBroken) or any(p.code != COUNT_BETWEEN for p in error.problems):
            super().refuse(error)
        self._place()
