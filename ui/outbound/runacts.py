"""What is done for a whole run and at its stops: issue all, print everything, what happened, divert, file the signed copy."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from inl_logistics.attachments.commands import AttachmentDraft
from inl_logistics.handovers import whole
from inl_logistics.handovers.commands import attach_copy
from inl_logistics.handovers.signing import SignDraft, Signed
from inl_logistics.handovers.whole import HandoverLineRow
from inl_logistics.kernel.translation import _, ngettext
from inl_logistics.outbound.issuing import IssuedRun
from inl_logistics.outbound.loads import StopRow
from inl_logistics.outbound.stopping import Diverted, StopSignedDraft, sign_stop
from inl_logistics.register.numbers import screen_number
from ui.kit import paint
from ui.kit.approval import ApprovedWrites
from ui.kit.files import choose_file
from ui.kit.formats import number
from ui.kit.openpost import KeptFile, keep_file, open_post
from ui.kit.picklines import from_rows
from ui.kit.signedpaper import Printed, SignedDialog
from ui.outbound.issuedialog import IssueDialog
from ui.outbound.printdialog import PrintDialog, PrintJob
from ui.outbound.stopdialogs import DivertDialog, StopDialog

if TYPE_CHECKING:
    from ui.outbound.detail import OutboundPage

_SCANS = "*.pdf *.png *.jpg *.jpeg *.tif *.tiff *.heic"


class RunActs(QObject):
    """The acts on a run."""

    def __init__(self, page: OutboundPage) -> None:
        super().__init__(page)
        self._page, self._context = page, page.context
        self._approved = ApprovedWrites(page.context, page)
        self.printing = PrintJob(page)
        self.printing.done.connect(page.refresh)

    # papers of the whole run ----------------------------------------------------------------------------------
    def issue_all(self) -> None:
        """Ask for the day, with what stands against each receipt, and issue all of them."""
        if self._page.record is not None:
            dialog = IssueDialog(self._context, self._page, self._page.record)
            dialog.saved.connect(self._issued)
            dialog.open()

    def _issued(self, result: IssuedRun) -> None:
        count = len(result.receipts)
        said = ngettext("{number}: {n} receipt issued.", "{number}: {n} receipts issued.", count)
        self._context.notices.show_notice(
            said.format(number=paint.isolated(screen_number(result.number)), n=number(count)),
            action=_("Print everything…"), act=self.print_all,
        )  # fmt: skip
        self._page.refresh()

    def print_all(self) -> None:
        """Ask which papers, and print or save them as one job."""
        if self._page.record is not None:
            PrintDialog(self._page, self._page.record, self.printing.start).open()

    # what happened at a stop ----------------------------------------------------------------------------------
    def _stop(self) -> StopRow | None:
        stop, vehicle = self._page.vehicles.stop(), self._page.vehicles.vehicle()
        return stop if vehicle is not None and vehicle.sent_on is not None else None

    def stop(self) -> None:
        """Say what happened at the current stop."""
        stop = self._stop()
        if stop is None:
            return
        dialog = StopDialog(self._context, self._page, stop)
        dialog.saved.connect(partial(self._stopped, stop, dialog))
        dialog.further.connect(
            lambda asks: {"differences": self.differences, "divert": self.divert}.get(asks, self._back)()
        )
        dialog.open()

    def _back(self) -> None:
        self._page.acting.off("back")

    def _stopped(self, stop: StopRow, dialog: StopDialog, result: object) -> None:
        self._page.refresh()
        if isinstance(result, Signed):
            self._signed(stop, result)
        elif stop.on_road and dialog.outcome.editor.value() in ("closed", "refused"):
            self._context.notices.show_notice(
                _("Its goods are still on the vehicle."), action=_("Divert them…"),
                act=partial(self._divert_of, stop.handover_id),
            )  # fmt: skip

    def _signed(self, stop: StopRow, result: Signed) -> None:
        said = ngettext("{number} signed: {n} unit.", "{number} signed: {n} units.", result.units).format(
            number=paint.isolated(screen_number(result.number)), n=number(result.units)
        )
        if result.variance:
            note = paint.isolated(screen_number(result.variance))
            said += " " + _("Variance note {note} lists the rest.").format(note=note)
        self._context.notices.show_notice(
            said, action=_("File signed copy…"), act=partial(self._file_of, stop.handover_id)
        )  # fmt: skip

    def differences(self) -> None:
        """Enter the signed paper of the current stop line by line."""
        stop = self._stop()
        if stop is not None:
            self._context.jobs.read(
                self._page, whole.lines, stop.handover_id, done=partial(self._ask_differences, stop)
            )  # fmt: skip

    def _ask_differences(self, stop: StopRow, rows: Sequence[HandoverLineRow]) -> None:
        def send(draft: SignDraft) -> None:
            self._approved.write(
                sign_stop, StopSignedDraft(stop.id, draft), done=done, failed=dialog.refuse, button=dialog.save,
                verb=_("Sign with override"),
            )  # fmt: skip

        def done(result: Signed) -> None:
            dialog.dismiss()
            self._page.refresh()
            self._signed(stop, result)

        vehicle = self._page.vehicles.vehicle()
        printed = Printed(
            stop.handover_id, screen_number(stop.receipt), from_rows(rows), stop.person, stop.facility,
            vehicle.sent_on if vehicle else None, on_vehicle=True,
        )  # fmt: skip
        dialog = SignedDialog(self._page, printed, today=self._context.today, done=send)
        dialog.open()

    def divert(self) -> None:
        """Ask which cartons of the current stop go to whom."""
        stop, record = self._stop(), self._page.record
        if stop is None or record is None:
            return
        goods = [one for one in record.goods if one.stop_id == stop.id]
        if stop.handover_state in ("signed", "variance", "reversed") or not goods:
            self._context.notices.show_notice(_("Nothing of this stop is on the vehicle any more."), tone="warn")
            return
        others = [one for one in record.stops if one.id != stop.id and one.fate in ("open", "delivered", "partly")]
        dialog = DivertDialog(self._context, self._page, stop, goods, others)
        dialog.saved.connect(self._diverted)
        dialog.open()

    def _divert_of(self, handover_id: int) -> None:
        self._page.vehicles.tree.set_current_key(("stop", handover_id))
        self.divert()

    def _diverted(self, result: Diverted) -> None:
        self._page.refresh()
        said = ngettext("{number} is for {n} unit.", "{number} is for {n} units.", result.units).format(
            number=paint.isolated(screen_number(result.number)), n=number(result.units)
        )
        self._context.notices.show_notice(
            said, action=_("Open handover"), act=partial(self._page.acting.open_handover, result.handover_id)
        )

    # the signed copy ------------------------------------------------------------------------------------------
    def file_copy(self) -> None:
        """Choose the scan of the current stop's signed paper and file it."""
        stop = self._page.vehicles.stop()
        if stop is not None and stop.copy:
            self._file_of(stop.handover_id)

    def _file_of(self, handover_id: int) -> None:
        choose_file(
            self._page, _("Choose the scan of the signed receipt"), [(_("Scans and photos"), _SCANS)],
            partial(self.file, handover_id),
        )  # fmt: skip

    def file(self, handover_id: int, path: Path) -> None:
        """Keep the scan encrypted and file it."""
        workspace = open_post(self._context)
        self._context.jobs.call(
            self._page, lambda: keep_file(workspace, path), done=partial(self._attach, handover_id),
            failed=self._page.failed, button=self._page.primary,
        )  # fmt: skip

    def _attach(self, handover_id: int, kept: KeptFile) -> None:
        draft = AttachmentDraft(
            "handover", handover_id, kept.name, kept.size, kept.sha256, "signed-copy", kept.media_type
        )

        def done(_attachment: int) -> None:
            self._context.notices.show_notice(_("Signed copy filed: {name}").format(name=paint.isolated(kept.name)))
            self._page.refresh()

        self._context.jobs.write(
            self._page, attach_copy, handover_id, draft, done=done, failed=self._page.failed, button=self._page.primary
        )
