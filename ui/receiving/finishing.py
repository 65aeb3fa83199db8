"""Ending a counting session: pause and resume, the last look, posting, and taking a posted one back."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from inl_logistics.kernel.translation import _, ngettext
from inl_logistics.receiving import commands, posting, reversing
from inl_logistics.receiving.inspecting import in_quarantine
from inl_logistics.receiving.posting import FinishDraft, Posted
from inl_logistics.receiving.reversing import ReverseDraft
from inl_logistics.receiving.tallying import TallyEntered
from inl_logistics.register.numbers import screen_number
from inl_logistics.transfers.roadgoods import RoadGoods
from ui.kit import formats, paint
from ui.kit.approval import ApprovedWrites
from ui.kit.enddialog import ReversalDialog
from ui.kit.menus import Entry, drop_menu
from ui.kit.navigation import Route
from ui.kit.tokens import ToneName
from ui.receiving.finish import FinishDialog
from ui.receiving.inspection import InspectionDialog
from ui.receiving.tallyentry import TallyDialog, entered_words

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
        self._waiting: list[RoadGoods] = []

    def set_bins(self, bins: list[str]) -> None:
        """Take the bins of the store, for quarantine."""
        self._bins = bins

    def bins(self) -> list[str]:
        """Return the bins of the store."""
        return self._bins

    # the sheet on paper ---------------------------------------------------------------------------------------
    def tally_menu(self) -> None:
        """Offer the sheet to print, and what was filled in on it to enter."""
        entries: list[Entry] = [
            ("printer", _("Print tally sheet"), "Ctrl P", partial(self._page.print_paper, "tally-sheet")),
            ("pen-line", _("Enter a tally sheet…"), "Ctrl T", self.enter_tally),
        ]
        drop_menu(self._page.tally, entries)

    def enter_tally(self) -> None:
        """Enter what was counted by hand."""
        page = self._page
        if page.counting is None or page.is_closed():
            return
        dialog = TallyDialog(self._context, page, page.id, page.counting.lines, self._bins)
        dialog.saved.connect(self._entered)
        dialog.open()

    def _entered(self, found: TallyEntered) -> None:
        tone: ToneName = "warn" if found.unknown or found.repeated else "ok"
        self._page.bar.say(tone, entered_words(found))
        self._page.refresh()

    # after posting --------------------------------------------------------------------------------------------
    def show_waiting(self, *, posted: bool) -> None:
        """Offer to inspect while something of it waits in quarantine."""
        self._page.inspect.hide()
        if posted:
            self._context.jobs.read(self._page, in_quarantine, self._page.id, done=self._waits)

    def _waits(self, found: list[RoadGoods]) -> None:
        self._waiting = found
        self._page.inspect.setVisible(bool(found))

    def inspect(self) -> None:
        """Enter what an inspection found."""
        if self._waiting:
            dialog = InspectionDialog(self._context, self._page, self._page.id, self._waiting)
            dialog.saved.connect(self._inspected)
            dialog.open()

    def _inspected(self, number: object) -> None:
        words = _("{number}: inspection entered.").format(number=paint.isolated(screen_number(str(number))))
        self._context.notices.show_notice(words)
        self._page.refresh()

    def open_discrepancy(self) -> None:
        """Open what differed, to claim it and follow it."""
        self._context.navigator.open(Route("discrepancy", self._page.id))

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
