"""Ending a counting session: pause and resume, the last look, posting, and taking a posted one back."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from inl_logistics.kernel.translation import _, ngettext
from inl_logistics.receiving import commands, posting, reversing
from inl_logistics.receiving.posting import FinishDraft, Posted
from inl_logistics.receiving.reversing import ReverseDraft
from inl_logistics.register.numbers import screen_number
from ui.kit import formats, paint
from ui.kit.approval import ApprovedWrites
from ui.kit.enddialog import ReversalDialog
from ui.receiving.finish import FinishDialog

if TYPE_CHECKING:
    from datetime import date

    from inl_logistics.ledger.rules import CountAnswer
    from ui.receiving.page import ReceivingPage


class Finishing(QObject):
    """What the buttons of the head do for one receiving page."""

    def __init__(self, page: ReceivingPage) -> None:
        super().__init__(page)
        self._page, self._context = page, page.context
        self._bins: list[str] = []

    def set_bins(self, bins: list[str]) -> None:
        """Take the bins of the store, for quarantine."""
        self._bins = bins

    def pause_or_resume(self) -> None:
        """Pause, or go on."""
        page = self._page
        if page.counting is not None and page.counting.state == "paused":
            self._context.jobs.write(page, commands.resume, page.id, done=lambda _n: page.refresh(), button=page.pause)
            page.scan.setFocus()
            return
        self._context.jobs.write(page, commands.pause, page.id, done=self._paused,
                                 failed=self._context.notices.show_error, button=page.pause)  # fmt: skip

    def _paused(self, _nothing: None) -> None:
        self._page.refresh()
        self._context.notices.show_notice(_("Paused. Everything counted is kept; go on at any time."))

    def ask(self) -> None:
        """Open the last look before posting."""
        page = self._page
        if page.counting is None or page.is_closed() or page.finish.is_busy():
            return

        def send(draft: FinishDraft) -> None:
            ApprovedWrites(self._context, dialog).write(
                posting.post, draft, done=done, failed=dialog.refuse, button=dialog.act,
                verb=_("Finish with override"),
            )  # fmt: skip

        def done(posted: Posted) -> None:
            dialog.dismiss()
            self._posted(posted)

        dialog = FinishDialog(page, page.counting, self._bins, today=self._context.today, done=send)
        dialog.open()

    def _posted(self, posted: Posted) -> None:
        text = ngettext("{number} posted. {n} unit entered stock.", "{number} posted. {n} units entered stock.",
                        posted.units)  # fmt: skip
        number = paint.isolated(screen_number(posted.report))
        self._context.notices.show_notice(
            text.format(number=number, n=formats.number(posted.units)), action=_("Reverse…"), act=self.ask_reversal
        )
        self._page.sounds.close()
        self._page.refresh()

    def ask_reversal(self) -> None:
        """Ask why a posted receiving is taken back, and do it."""
        page = self._page
        found = page.counting
        if found is None or found.state != "posted":
            return

        def send(reason: str, day: date, answer: CountAnswer | None) -> None:
            draft = ReverseDraft(page.id, reason, day, answer)
            ApprovedWrites(self._context, dialog).write(
                reversing.reverse, draft, done=partial(self._reversed, dialog), failed=dialog.refuse,
                button=dialog.act, verb=_("Reverse with override"),
            )  # fmt: skip

        number = paint.isolated(screen_number(found.report))
        text = _("All that {number} brought into stock goes out again, to be received anew. A reversal with its own "
                 "number is posted; the report and its scans stay on file.").format(number=number)  # fmt: skip
        dialog = ReversalDialog(
            page, _("Reverse {number}?").format(number=number), text, safe=_("Keep as posted"),
            today=self._context.today, done=send,
        )  # fmt: skip
        dialog.open()

    def _reversed(self, dialog: ReversalDialog, number: str) -> None:
        dialog.dismiss()
        words = _("{number} posted. The shipment can be received again.")
        self._context.notices.show_notice(words.format(number=paint.isolated(screen_number(number))))
        self._page.refresh()
