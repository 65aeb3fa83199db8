"""What is done on a shipment's page: book, receive, lines, milestones, papers, print, cancel."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from inl_logistics.kernel.translation import _
from inl_logistics.register.numbers import screen_number
from inl_logistics.shipments import commands
from inl_logistics.shipments.drafting import draft_of
from inl_logistics.shipments.drafts import ShipmentDraft
from inl_logistics.shipments.following import MilestoneDraft, set_milestone
from inl_logistics.shipments.records import MilestoneKind, PaperKind
from ui.kit import paint
from ui.kit.approval import ApprovedWrites
from ui.kit.attached import attached_menu
from ui.kit.dialogs import ask_text
from ui.kit.menus import Entry, drop_menu
from ui.kit.navigation import Route
from ui.kit.printouts import Printouts
from ui.shipments import words
from ui.shipments.booking import BookingDialog
from ui.shipments.dialogs import MilestoneDialog, PaperDialog
from ui.shipments.editor import ShipmentEditor
from ui.shipments.linedialog import LineDialog, OrderLinesDialog

if TYPE_CHECKING:
    from ui.shipments.detail import ShipmentPage

_PRINTS = ("shipment-sheet", "inbound-packing-list", "diplomatic-note", "exemption-request")


class ShipmentActs(QObject):
    """The acts on one shipment's page."""

    def __init__(self, page: ShipmentPage) -> None:
        super().__init__(page)
        self._page = page
        self._approved = ApprovedWrites(page.context, page)
        self._printouts = Printouts(page)

    # booking and receiving ------------------------------------------------------------------------------------

    def go_on(self) -> None:
        """Do the page's primary act: book a draft, receive what has come."""
        page = self._page
        if page.record is None or page.receive.reason() or page.receive.is_busy():
            return
        if page.record.state != "draft":
            page.context.navigator.open(Route("receive", page.record.id))
        elif page.record.warnings or any(mark.is_hazardous for mark in page.record.marks):
            BookingDialog(page, page.record, self._book).open()
        else:
            self._book()

    def _book(self) -> None:
        page = self._page
        if page.record is not None:
            self._approved.write(
                commands.book_shipment, page.record.id, done=self._booked, failed=page.failed, button=page.receive,
                verb=_("Book with override"),
            )  # fmt: skip

    def _booked(self, number_: str) -> None:
        self._page.context.notices.show_notice(_("{number} booked.").format(number=screen_number(number_)))
        self._page.refresh()

    # lines ----------------------------------------------------------------------------------------------------

    def add_lines(self) -> None:
        """Choose lines of orders that come with this shipment."""
        self._with_draft(
            lambda draft: OrderLinesDialog(
                self._page.context, self._page, draft, partial(self._save, draft, _("Lines added."))
            ).open()
        )

    def change_line(self) -> None:
        """Ask what is known of the current line."""
        key, record = self._page.table.current_key(), self._page.record
        line = next((one for one in record.lines if one.id == key), None) if record else None
        if line is None:
            return

        def ask(draft: ShipmentDraft) -> None:
            at = next((n for n, one in enumerate(draft.lines) if one.id == line.id), None)
            if at is not None:
                told = _("Line {n} changed.").format(n=line.line_no)
                LineDialog(
                    self._page.context, self._page, draft, at, line.item, partial(self._save, draft, told)
                ).open()

        self._with_draft(ask)

    def remove_line(self) -> None:
        """Take the current line off the shipment, with undo."""
        key, record = self._page.table.current_key(), self._page.record
        line = next((one for one in record.lines if one.id == key), None) if record else None
        if line is None:
            return

        def drop(draft: ShipmentDraft) -> None:
            rest = tuple(one for one in draft.lines if one.id != line.id)
            self._save(draft, _("{item} taken off.").format(item=paint.isolated(line.item)), replace(draft, lines=rest))

        self._with_draft(drop)

    def _with_draft(self, then: Callable[[ShipmentDraft], Any]) -> None:
        page = self._page
        if page.record is None:
            return
        if page.fixed:
            page.context.notices.show_notice(page.fixed, tone="warn")
            return
        page.context.jobs.read(page, draft_of, page.record.id, done=then)

    def _save(self, before: ShipmentDraft, told: str, after: ShipmentDraft) -> None:
        page = self._page

        def undo() -> None:
            def back(now: ShipmentDraft) -> None:
                restored = replace(before, version=now.version)
                page.context.jobs.write(page, commands.save_shipment, restored, done=page.saved, failed=page.failed)

            page.context.jobs.read(page, draft_of, after.id or 0, done=back)

        def saved(_id: int) -> None:
            page.refresh()
            page.offer_undo(told, undo)

        self._approved.write(
            commands.save_shipment, after, done=saved, failed=page.failed, verb=_("Save with override")
        )

    # header, milestones, papers -------------------------------------------------------------------------------

    def edit(self) -> None:
        """Change the details."""
        page = self._page
        if page.record is not None and not page.edit.reason():
            ShipmentEditor(page, page.context, page.record, done=page.saved).open()

    def milestone(self, key: str = "") -> None:
        """Enter a milestone: the one that is clicked, else the next."""
        page = self._page
        if page.record is not None and not page.milestone.reason():
            kind = MilestoneKind(key or page.record.due_step or MilestoneKind.ARRIVED.value)
            MilestoneDialog(
                page, page.context, page.record, kind, failed=page.failed, saved=self._milestone_saved
            ).open()

    def _milestone_saved(self, back: MilestoneDraft) -> None:
        page = self._page

        def undo() -> None:
            page.context.jobs.write(page, set_milestone, back, done=lambda _none: page.refresh(), failed=page.failed)

        page.refresh()
        said = _("Milestone “{milestone}” saved.").format(milestone=_(words.MILESTONES[back.kind]))
        page.offer_undo(said, undo)

    def paper_chosen(self, kind: str) -> None:
        """Offer the file of a paper, else ask for the paper."""
        page = self._page
        papers = page.record.papers if page.record else ()
        paper = next((one for one in papers if one.kind == kind and one.attachment_id is not None), None)
        if paper is None or paper.attachment_id is None:
            self.paper(kind)
            return
        change: Entry = ("pencil", _("Number, date or file…"), "", partial(self.paper, kind))
        attached_menu(page, page.papers, page.papers.row_box(kind), paper.attachment_id, paper.file_name, more=[change])

    def paper(self, kind: str) -> None:
        """Ask for number, date and files of a paper."""
        page = self._page
        if page.record is not None:
            PaperDialog(page, page.context, page.record, PaperKind(kind), failed=page.failed).open()

    def add_paper(self) -> None:
        """Offer the papers that are not on the list yet."""
        from ui.shipments.words import PAPERS

        page = self._page
        there = {one.kind for one in page.record.papers} if page.record else set()
        entries: list[Entry] = [
            ("file-text", _(PAPERS[kind]), "", partial(self.paper, kind.value))
            for kind in PaperKind
            if kind.value not in there
        ]
        drop_menu(page.add_paper, entries)

    def import_list(self) -> None:
        """Import a packing list into this shipment."""
        page = self._page
        if page.record is not None and not page.packing.reason():
            into = page.record.number or str(page.record.id)
            page.context.navigator.open(Route("import", None, (("kind", "packing-list"), ("into", into))))

    # print and cancel -----------------------------------------------------------------------------------------

    def print_menu(self) -> None:
        """Offer the papers that this shipment prints."""
        names = {
            "shipment-sheet": _("Shipment sheet"), "inbound-packing-list": _("Packing list"),
            "diplomatic-note": _("Diplomatic note"), "exemption-request": _("Exemption request"),
        }  # fmt: skip
        entries: list[Entry] = [
            ("printer" if name == _PRINTS[0] else "file-text", names[name], "Ctrl P" if name == _PRINTS[0] else "",
             partial(self.print_paper, name))
            for name in _PRINTS
        ]  # fmt: skip
        drop_menu(self._page.print, entries)

    def print_paper(self, name: str = _PRINTS[0]) -> None:
        """Show a paper to print or save it."""
        record = self._page.record
        if record is not None:
            self._printouts.show(name, record.id, number=screen_number(record.number))

    def cancel(self) -> None:
        """Ask why it is canceled."""
        page = self._page
        if page.record is None:
            return
        shipment = page.record.id

        def cancel(reason: str) -> None:
            page.context.jobs.write(page, commands.cancel_shipment, shipment, reason=reason,
                                    done=lambda _none: page.refresh(), failed=page.failed)  # fmt: skip

        ask_text(page, _("Cancel this shipment?"), _("Reason"), _("Cancel shipment"), cancel)
