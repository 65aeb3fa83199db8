"""Asks what a back-dated entry means for a count that came after its day. Source: product.md 4 (Counts).

question = CountQuestion(); form.addWidget(question)
question.ask(error.problems)          # shows itself where a count lies between; True when it asks
draft = replace(draft, count_answer=question.answer())
"""

from __future__ import annotations

from collections.abc import Iterable

from inl_logistics.kernel.problems import Problem
from inl_logistics.kernel.sentences import sentence
from inl_logistics.kernel.translation import _
from inl_logistics.ledger.rules import CountAnswer
from ui.kit.choices import CheckBox
from ui.kit.widget import KitWidget, Label, column

CODE = "count-between"


class CountQuestion(KitWidget):
    """Hidden until a count lies between; then two answers, none chosen."""

    def __init__(self) -> None:
        super().__init__()
        self._said = Label(role="strong", tone="warn", wrap=True)
        self.counted, self.missed = CheckBox(radio=True), CheckBox(radio=True)
        column(self, self._said, self.counted, self.missed, gap=4)
        self.hide()
        self._retranslate()

    def ask(self, problems: Iterable[Problem]) -> bool:
        """Ask where one of the problems is about a count; tell whether it did."""
        found = [problem for problem in problems if problem.code == CODE]
        self._said.setText(" ".join(sentence(problem) for problem in found[:3]))
        self.setVisible(bool(found))
        if found:
            self.counted.setFocus()
        return bool(found)

    def answer(self) -> CountAnswer | None:
        """Return what was chosen."""
        if self.isHidden():
            return None
        if self.counted.isChecked():
            return CountAnswer.ALREADY_COUNTED
        return CountAnswer.MISSED if self.missed.isChecked() else None

    def _retranslate(self) -> None:
        self.counted.setText(_("It is already in the count: the count stays right"))
        self.missed.setText(_("The count missed it: stock changes"))
