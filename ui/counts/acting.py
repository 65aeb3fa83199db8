"""Acts of a count's page beside its way: giving it up, taking the adjustment back, the sheet on paper."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from inl_logistics.counts import planning
from inl_logistics.counts.records import CountState
from inl_logistics.counts.sheets import SheetEntered
from inl_logistics.inventory.reversing import ReverseDraft
from inl_logistics.inventory.reversing import reverse as reverse_stock
from inl_logistics.kernel.translation import _
from inl_logistics.ledger.rules import CountAnswer
from inl_logistics.register.numbers import screen_number
from ui.counts.sheetentry import SheetDialog, entered_words
from ui.kit import paint
from ui.kit.approval import ApprovedWrites
from ui.kit.enddialog import EndDialog, ReversalDialog
from ui.kit.menus import Entry, drop_menu

if TYPE_CHECKING:
    from ui.counts.detail import CountDetailPage


class Acting(QObject):
    """What the quieter buttons of the head do."""

    def __init__(self, page: CountDetailPage) -> None:
        super().__init__(page)
        self._page = page

    def ask_cancel(self) -> None:
        """Ask why the count is given up."""

        def send(reason: str) -> None:
            self._page.context.jobs.write(
                self._page,
                planning.cancel_count,
                self._page.id,
                reason,
                done=done,
                failed=dialog.refuse,
                button=dialog.act,
            )

        def done(_nothing: None) -> None:
            dialog.dismiss()
            self._page.refresh()

        text = _("Nothing moves. What was scanned stays on record, and a number that was taken stays in the register.")
        dialog = EndDialog(
            self._page, _("Give this count up?"), text, safe=_("Keep counting"), danger=_("Give up"), done=send
        )
        dialog.open()

    def ask_reversal(self) -> None:
        """Ask why the adjustment is taken back, and do it."""
        found = self._page.found
        if found is None or not found.adjustment:
            return

        def send(reason: str, on: date, answer: CountAnswer | None) -> None:
            ApprovedWrites(self._page.context, dialog).write(
                reverse_stock, ReverseDraft(found.adjustment, reason, on, answer), done=done, failed=dialog.refuse,
                button=dialog.act, verb=_("Reverse with override"),
            )  # fmt: skip

        def done(reversal: str) -> None:
            dialog.dismiss()
            said = _("{number} posted; the adjustment is undone.")
            self._page.context.notices.show_notice(said.format(number=paint.isolated(screen_number(reversal))))
            self._page.refresh()

        name = paint.isolated(screen_number(found.adjustment))
        text = _("All that {number} moved goes back. What was counted stays on record.").format(number=name)
        dialog = ReversalDialog(
            self._page, _("Reverse {number}?").format(number=name), text, safe=_("Keep as posted"), today=self._page.context.today,
            done=send,
        )  # fmt: skip
        dialog.open()

    def sheet_menu(self) -> None:
        found = self._page.found
        if found is None:
            return
        entries: list[Entry] = [("printer", _("Print count sheet"), "Ctrl P", partial(self.print_paper, "count-sheet"))]
        if found.two_counters:
            entries.append(
                ("printer", _("Print sheet of the second counter"), "", partial(self.print_paper, "second-count-sheet"))
            )
        entries.append(("pen-line", _("Enter a count sheet…"), "Ctrl T", self.enter_sheet))
        drop_menu(self._page.sheet, entries)

    def print_paper(self, name: str) -> None:
        """Show one of the papers."""
        self._page.printouts.show(
            name, self._page.id, number=self._page.found.number if self._page.found is not None else ""
        )

    def enter_sheet(self) -> None:
        """Enter what was counted by hand."""
        found = self._page.found
        if found is None or found.state is not CountState.COUNTING:
            return
        place = self._page.panel.place.value() if len(found.lines) > 200 else None
        dialog = SheetDialog(self._page.context, self._page, found, place_id=place if isinstance(place, int) else None)
        dialog.saved.connect(self._entered)
        dialog.open()

    def _entered(self, found: SheetEntered) -> None:
        self._page.panel.bar.say("warn" if found.unknown else "ok", entered_words(found))
        self._page.refresh()
