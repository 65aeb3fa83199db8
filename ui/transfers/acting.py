"""What is done on a transfer's page: send, receive, send back, write off, print, cancel."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from inl_logistics.kernel.translation import _
from inl_logistics.register.numbers import screen_number
from inl_logistics.transfers import commands
from inl_logistics.transfers.commands import TransferDraft
from ui.kit.dialogs import confirm
from ui.kit.menus import Entry, drop_menu
from ui.kit.printouts import Printouts
from ui.transfers.dialogs import ArrivalDialog, End, HeadDialog, SendDialog

if TYPE_CHECKING:
    from ui.transfers.detail import TransferPage


class TransferActs(QObject):
    """The acts on one transfer's page."""

    def __init__(self, page: TransferPage) -> None:
        super().__init__(page)
        self._page = page
        self._printouts = Printouts(page)

    def act(self) -> None:
        """Do the next step: send a draft, receive what is on the road."""
        page = self._page
        if page.primary.reason() or page.record is None or page.primary.isHidden():
            return
        if page.is_draft():
            page.saver.then(lambda: page.read(self._send))
        else:
            self.end("receive")

    def _send(self) -> None:
        page = self._page
        if page.record is not None and page.record.row.units:
            dialog = SendDialog(page.context, page, page.record)
            dialog.saved.connect(self._sent)
            dialog.open()

    def _sent(self, number: object) -> None:
        words = _("{number} is on the road.").format(number=screen_number(str(number)))
        self._page.context.notices.show_notice(words, action=_("Print"), act=self.print_note)
        self._page.read()

    def end(self, end: End) -> None:
        """Take goods off the road."""
        page = self._page
        if page.record is not None and page.record.row.on_road:
            dialog = ArrivalDialog(page.context, page, page.record, end)
            dialog.saved.connect(partial(self._ended, end))
            dialog.open()

    def _ended(self, end: End, number: object) -> None:
        words = {
            "receive": _("{number}: received."), "back": _("{number}: sent back."), "lost": _("{number}: written off."),
        }[end]  # fmt: skip
        self._page.context.notices.show_notice(words.format(number=screen_number(str(number))))
        self._page.read()

    def change(self) -> None:
        """Change where a draft goes, with whom and why."""
        page = self._page

        def ask() -> None:
            if page.record is None or not page.is_draft():
                return
            dialog = HeadDialog(page.context, page, page.draft())
            dialog.saved.connect(lambda _id: page.read())
            dialog.open()

        page.saver.then(ask)

    def print_note(self) -> None:
        """Show the transfer note."""
        page = self._page
        if page.record is not None:
            shown = page.record.row
            page.saver.then(
                lambda: self._printouts.show("transfer-note", page.record.id if page.record else 0, number=shown.number)
            )

    def cancel(self) -> None:
        """Throw a draft away; what it had put aside is free again."""
        page = self._page
        if page.record is None or not page.is_draft():
            return
        draft: TransferDraft = page.draft()

        def done(_none: None) -> None:
            page.read()
            page.context.notices.show_notice(_("Transfer canceled."))

        def cancel() -> None:
            page.context.jobs.write(page, commands.cancel_transfer, draft.id, done=done, failed=page.failed)

        confirm(
            page, title=_("Cancel this transfer?"), text=_("What it had put aside is free again."), safe=_("Keep it"),
            danger=_("Cancel transfer"), done=cancel,
        )  # fmt: skip

    def menu(self) -> None:
        """Offer what is done seldom."""
        page = self._page
        entries: list[Entry] = []
        if page.is_draft():
            entries.append(("ban", _("Cancel transfer…"), "", self.cancel))
        elif page.record is not None and page.record.row.on_road:
            entries.append(("undo-2", _("Send back…"), "", partial(self.end, "back")))
            entries.append(("circle-x", _("Write off what never came…"), "", partial(self.end, "lost")))
        if entries:
            drop_menu(page.more, entries)
