"""Dialogs that end something posted or issued: the safe button first, a reason that is kept, what happens in words.

    EndDialog(page, _("Void receipt?"), text, safe=_("Keep receipt"), danger=_("Void receipt"), done=send).open()

Source: ui.md 11 (undo rather than "are you sure"; what cannot be undone names what will happen).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtWidgets import QWidget

from inl_logistics.kernel.problems import LogisticsError, RulesBroken
from inl_logistics.kernel.sentences import sentence
from inl_logistics.kernel.translation import _
from inl_logistics.ledger.rules import CountAnswer
from ui.kit.buttons import Button
from ui.kit.cards import ErrorSummary
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
        self.summary = ErrorSummary(jumps=False)
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
            self.reason.set_error(_("Enter a reason; it is kept with the document."))
            self.reason.editor.setFocus()
            return
        self._done(reason)

    def refuse(self, error: BaseException) -> None:
        """Say why it was not done."""
        words = sentence(error) if isinstance(error, LogisticsError) else _("This did not work.")
        self.summary.show_errors(_("Nothing was changed"), [words])
        self._place()


class ReversalDialog(EndDialog):
    """Asks from which day on something posted is taken back, and why; and about a count that lies between."""

    def __init__(self, over: QWidget, title: str, text: str, *, safe: str, today: Callable[[], date],
                 done: Callable[[str, date, CountAnswer | None], None], danger: str = "", day: str = "") -> None:  # fmt: skip
        super().__init__(over, title, text, safe=safe, danger=danger or _("Reverse"), done=self._with_day)
        self._taken = done
        self.day = Field(DateEdit(today=today), required=True)
        self.day.set_label(day or _("Reversed on"))
        self.day.editor.set_day(today())
        self.body.addWidget(self.day)
        self.count = CountQuestion()
        self.body.addWidget(self.count)

    def _with_day(self, reason: str) -> None:
        day = self.day.editor.day()
        self.day.set_error("" if day else _("Enter a day, such as 24 Nov."))
        if day is not None:
            self._taken(reason, day, self.count.answer())

    def refuse(self, error: BaseException) -> None:
        """Ask about a count that lies between, else say everything that stands against it."""
        problems = error.problems if isinstance(error, RulesBroken) else ()
        self.count.ask(problems)
        rest = [problem for problem in problems if problem.code != COUNT_BETWEEN]
        if rest:
            self.summary.show_errors(_("Nothing was changed"), [sentence(problem) for problem in rest])
        elif not problems:
            super().refuse(error)
        self._place()
