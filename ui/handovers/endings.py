"""Ending a handover other than by signature: void, refused, reverse. They name what will happen. ui.md 11."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtWidgets import QWidget

from inl_logistics.handovers.reversing import ReverseDraft
from inl_logistics.kernel.translation import _, ngettext
from inl_logistics.ledger.rules import CountAnswer
from ui.kit import formats, paint
from ui.kit.choices import CheckBox
from ui.kit.enddialog import EndDialog, ReversalDialog
from ui.kit.picklines import Line, paper_numbers


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
        "Nothing moves: {n} unit stays where it is and is free again. The receipt is closed as refused.",
        "Nothing moves: {n} units stay where they are and are free again. The receipt is closed as refused.", units,
    ).format(n=formats.number(units))  # fmt: skip
    title = _("Enter {number} as refused?").format(number=paint.isolated(number))
    return EndDialog(over, title, text, safe=_("Keep receipt"), danger=_("Enter as refused"), done=done)


class ReverseDialog(ReversalDialog):
    """Asks which lines of a signed handover come back, from which day, and why."""

    def __init__(self, over: QWidget, handover_id: int, number: str, lines: Sequence[Line], *,
                 today: Callable[[], date], done: Callable[[ReverseDraft], None]) -> None:  # fmt: skip
        title = _("Reverse {number}?").format(number=paint.isolated(number))
        text = _("The chosen lines return to the store they came from. A reversal with its own number is posted; "
                 "the receipt stays on file.")  # fmt: skip
        super().__init__(over, title, text, safe=_("Keep as signed"), today=today, done=self._with_reason)
        self._handover_id, self._send = handover_id, done
        # What came back already, or was never signed for, cannot come back.
        self.lines = {
            n: CheckBox(f"{number} · {line.item} · {formats.number(left)}")
            for n, (line, number) in enumerate(zip(lines, paper_numbers(lines), strict=True), 1)
            if (left := (line.quantity if line.signed is None else line.signed) - line.returned) > 0
        }
        self._all = len(self.lines) == len(lines)
        for box in self.lines.values():
            box.setChecked(True)
            self.body.insertWidget(self.body.indexOf(self.reason), box)

    def _with_reason(self, reason: str, day: date, answer: CountAnswer | None) -> None:
        chosen = tuple(n for n, box in self.lines.items() if box.isChecked())
        if not chosen:
            self.summary.show_errors(_("Nothing was changed"), [_("Choose at least one line.")])
            return
        numbers = () if self._all and len(chosen) == len(self.lines) else chosen
        self._send(ReverseDraft(self._handover_id, reason, day, numbers, answer))
