"""The next step in the life of a handover, by its button or key: issue, sign, enter the paper, file the copy.

self.step = NextStep(page); page.primary.clicked.connect(self.step.clicked)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QElapsedTimer
from PySide6.QtWidgets import QApplication

from inl_logistics.handovers.signing import SignDraft
from inl_logistics.kernel.problems import RulesBroken
from inl_logistics.register.numbers import screen_number
from ui.handovers import words
from ui.kit.signedpaper import Printed

if TYPE_CHECKING:
    from ui.handovers.page import HandoverPage


class NextStep:
    """Does what is next; where something is missing, goes there. `asked`: the person tried to issue."""

    def __init__(self, page: HandoverPage) -> None:
        self._page = page
        self.asked = False
        self.guard = QElapsedTimer()

    def begin(self) -> None:
        """Another state is shown from now."""
        self.guard.start()

    def clicked(self) -> None:
        """Follow the button; the second click of a double click must not do the step after it."""
        if self.guard.hasExpired(QApplication.doubleClickInterval()):
            self.run()

    def run(self) -> None:
        """Do the page's next step."""
        page = self._page
        detail, primary = page.detail, page.primary
        if detail is None or primary.is_busy() or not primary.isEnabled() or primary.isHidden():
            return
        if detail.state == "draft":
            if page.card.has_readable_day():
                page.saver.then(lambda: page.acting.issue(self._refused))
        elif detail.state == "issued" and page.signatures.on_screen():
            page.acting.sign(
                SignDraft(page.id, page.context.today(), page.card.signer(), page.card.place.editor.text(),
                          on_screen=True, signatures=page.signatures.signatures())
            )  # fmt: skip
        elif detail.state == "issued":
            self.enter_signed()
        elif detail.status == "copy-missing":
            page.acting.ask_copy()

    def _refused(self, error: BaseException) -> None:
        if isinstance(error, RulesBroken):
            self.to_problem()
        self._page.context.notices.show_error(error)

    def to_problem(self) -> None:
        """Show everything that is still needed and go to the first of it."""
        page, self.asked = self._page, True
        page.card.show_problems(page.problems, missing_too=True)
        for problem in words.blocks(page.problems):
            name = problem.where[0] if problem.where else ""
            if name == "lines":
                page.items.scan.setFocus()
                return
            if page.card.focus_problem(name):
                return

    def enter_signed(self) -> None:
        """Ask what the signed paper says."""
        page = self._page
        if (one := page.detail) is not None:
            place = page.card.place.editor.text()
            page.acting.enter_signed(
                Printed(page.id, screen_number(one.number), page.lines, page.card.signer(), place, one.planned_on)
            )
