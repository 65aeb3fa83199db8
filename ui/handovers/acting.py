"""What can be done with a handover: issue, sign, print, file the copy, void, refuse, reverse.

Each act is one command; an override that is needed is asked for and the act is done again with it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject

from inl_logistics.attachments.commands import AttachmentDraft
from inl_logistics.handovers import commands, drafts, papers, reversing, signing, whole
from inl_logistics.handovers.copies import Source, numbers_in
from inl_logistics.handovers.papers import Paper
from inl_logistics.handovers.signing import Signed
from inl_logistics.kernel.problems import LogisticsError
from inl_logistics.kernel.sentences import sentence
from inl_logistics.kernel.translation import _, ngettext
from inl_logistics.paper.model import PaperSize
from inl_logistics.paper.pdfsigning import sign_pdf
from inl_logistics.register.certificates import Certificate, device_certificate
from inl_logistics.register.numbers import screen_number
from ui.handovers.copies import OtherReceiptDialog
from ui.handovers.endings import ReverseDialog, refuse_dialog, void_dialog
from ui.handovers.preview import all_copies
from ui.kit import formats, paint
from ui.kit.approval import ApprovedWrites
from ui.kit.buttons import Button
from ui.kit.enddialog import EndDialog
from ui.kit.files import choose_file, save_file
from ui.kit.navigation import Page
from ui.kit.openpost import KeptFile, keep_file, local_now, open_post, save_bytes
from ui.kit.paperdialog import ask_printer
from ui.kit.picklines import Line
from ui.kit.signedpaper import Printed, SignedDialog
from ui.kit.warm import NewestWins

SCANS = "*.pdf *.png *.jpg *.jpeg *.tif *.tiff *.heic"


@dataclass(frozen=True, slots=True)
class Shown:
    """What the page shows at the moment of an act: the language of its paper, and whether goods come back."""

    language: str
    comes_back: bool


class Acting(QObject):
    """The acts of one handover page; `reload` shows what became of it."""

    def __init__(self, page: Page, handover_id: int, button: Button, *, reload: Callable[[], None],
                 shown: Callable[[], Shown]) -> None:  # fmt: skip
        super().__init__(page)
        self._page, self._context, self.id = page, page.context, handover_id
        self._button, self._reload, self._shown = button, reload, shown
        self._workspace = open_post(page.context)
        self._approved = ApprovedWrites(page.context, page)
        self._drawn: Callable[[bytes], None] | None = None
        self._drawing = NewestWins(self, show=self._show_drawn, failed=self._failed)

    def _failed(self, error: BaseException) -> None:
        self._context.notices.show_error(error)

    # issue and sign -----------------------------------------------------------------------------------------
    def issue(self, failed: Callable[[BaseException], None]) -> None:
        """Take the number and freeze the receipt."""
        self._approved.write(commands.issue, self.id, done=self._issued, verb=_("Issue with override"), failed=failed,
                             button=self._button)  # fmt: skip

    def _issued(self, number: str) -> None:
        words = _("{number} issued. Print it for signature, or sign on the screen.")
        self._context.notices.show_notice(
            words.format(number=paint.isolated(screen_number(number))), action=_("Print"), act=self.print_, key="Ctrl P"
        )
        self._reload()

    def sign(self, draft: signing.SignDraft, *, failed: Callable[[BaseException], None] | None = None,
             done: Callable[[], None] | None = None, button: Button | None = None) -> None:  # fmt: skip
        """Post what was signed."""

        def signed(result: Signed) -> None:
            if done is not None:
                done()
            self._signed(result)

        self._approved.write(signing.sign, draft, done=signed, verb=_("Sign with override"),
                             failed=failed or self._failed, button=button or self._button)  # fmt: skip

    def _signed(self, result: Signed) -> None:
        left = ngettext("{number} signed. {n} unit left stock.", "{number} signed. {n} units left stock.", result.units)
        back = ngettext(
            "{number} signed. {n} unit is back in stock.", "{number} signed. {n} units are back in stock.", result.units
        )
        words = (back if self._shown().comes_back else left).format(
            number=paint.isolated(screen_number(result.number)), n=formats.number(result.units)
        )
        if result.variance:
            note = paint.isolated(screen_number(result.variance))
            words = _("{words} Variance note {note} lists what was not signed for.").format(words=words, note=note)
        self._context.notices.show_notice(words, action=_("Reverse…"), act=self._reverse_now)
        self._reload()

    def _reverse_now(self) -> None:
        self._context.jobs.read(self._page, whole.detail, self.id, today=self._context.today(),
                                done=self._reverse_detail)  # fmt: skip

    def _reverse_detail(self, detail: whole.HandoverDetail | None) -> None:
        from ui.kit.picklines import from_rows

        if detail is not None:
            self.reverse(detail.number, from_rows(detail.lines))

    def enter_signed(self, printed: Printed) -> SignedDialog:
        """Open the dialog for the signed paper."""

        def send(draft: signing.SignDraft) -> None:
            self.sign(draft, failed=dialog.refuse, done=dialog.dismiss, button=dialog.save)

        dialog = SignedDialog(self._page, printed, today=self._context.today, done=send)
        dialog.open()
        return dialog

    # endings ------------------------------------------------------------------------------------------------
    def void(self, number: str, units: int) -> EndDialog:
        """Ask for the reason and void."""
        return self._end(commands.void, void_dialog, number, units, _("{number} is void. Its units are free again."))

    def refuse(self, number: str, units: int) -> EndDialog:
        """Ask for the reason and enter as refused."""
        return self._end(commands.refuse, refuse_dialog, number, units,
                         _("{number} is entered as refused. Its units are free again."))  # fmt: skip

    def _end(self, command: Callable[..., None], ask: Callable[..., EndDialog], number: str, units: int,
             words: str) -> EndDialog:  # fmt: skip
        def send(reason: str) -> None:
            self._context.jobs.write(self._page, command, self.id, reason=reason, done=done, failed=dialog.refuse,
                                     button=dialog.act)  # fmt: skip

        def done(_nothing: None) -> None:
            dialog.dismiss()
            self._context.notices.show_notice(words.format(number=paint.isolated(screen_number(number))))
            self._reload()

        dialog = ask(self._page, screen_number(number), units, send)
        dialog.open()
        return dialog

    def reverse(self, number: str, lines: tuple[Line, ...]) -> ReverseDialog:
        """Ask which lines and why, and post the reversal."""

        def send(draft: reversing.ReverseDraft) -> None:
            ApprovedWrites(self._context, dialog).write(
                reversing.reverse, draft, done=done, failed=dialog.refuse, button=dialog.act,
                verb=_("Reverse with override"),
            )  # fmt: skip

        def done(reversal: str) -> None:
            dialog.dismiss()
            words = _("{number} posted. The units are back in stock.")
            self._context.notices.show_notice(words.format(number=paint.isolated(screen_number(reversal))))
            self._reload()

        dialog = ReverseDialog(self._page, self.id, screen_number(number), lines, today=self._context.today, done=send)
        dialog.open()
        return dialog

    def delete(self) -> None:
        """Throw the draft away and go back."""

        def done(_nothing: None) -> None:
            self._context.notices.show_notice(_("The draft is deleted; its units are free again."))
            if not self._context.navigator.back():
                self._reload()

        self._context.jobs.write(self._page, drafts.delete_draft, self.id, done=done, failed=self._failed)

    # papers -------------------------------------------------------------------------------------------------
    def _size(self) -> PaperSize:
        return PaperSize(self._workspace.post.paper)

    def _draw_all(self, then: Callable[[Paper, bytes], None]) -> None:
        def draw(stored: Paper) -> None:
            # The language that is shown, also where the receipt was issued in another: what is previewed is printed.
            paper = replace(stored, language=self._shown().language)
            self._drawn = partial(then, paper)
            at = local_now(self._workspace)
            self._drawing.ask(
                all_copies(paper, language=paper.language, size=self._size(), values=paper.show_values, at=at)
            )

        self._context.jobs.read(self._page, papers.paper, self.id, today=self._context.today(),
                                by=self._workspace.actor, done=draw)  # fmt: skip

    def _show_drawn(self, pdf: bytes) -> None:
        drawn, self._drawn = self._drawn, None
        if drawn is not None:
            drawn(pdf)

    def print_(self) -> None:
        """Print all copies through the system's dialog; what is printed is recorded."""
        self._draw_all(self._send_to_printer)

    def _send_to_printer(self, paper: Paper, pdf: bytes) -> None:
        title = paper.receipt.number or _("Draft receipt")
        ask_printer(self._page, pdf, title=title, jobs=self._context.jobs, accepted=partial(self._record, paper),
                    failed=partial(self._not_printed, paper, pdf))  # fmt: skip

    def _not_printed(self, paper: Paper, pdf: bytes, error: BaseException) -> None:
        """Without a printer the receipt can still be saved and printed elsewhere."""
        if isinstance(error, LogisticsError):
            self._context.notices.show_notice(sentence(error), tone="warn", action=_("Save as PDF…"),
                                              act=partial(self._ask_where, paper, pdf))  # fmt: skip
        else:
            self._failed(error)

    def _record(self, paper: Paper) -> None:
        if paper.document_id is not None:
            self._context.jobs.write(
                self._page, commands.record_print, paper.document_id, language=paper.language, paper=self._size().value,
                done=lambda _n: None, failed=self._failed,
            )  # fmt: skip

    def save_pdf(self) -> None:
        """Save all copies as one PDF."""
        self._draw_all(self._ask_where)

    def save_signed(self) -> None:
        """Save all copies as one PDF, signed with the device's certificate."""
        self._draw_all(self._certify)

    def _certify(self, paper: Paper, pdf: bytes) -> None:
        """The certificate is made when it is first needed; the signature is put on in a process of its own."""

        def sign(own: Certificate) -> None:
            self._context.jobs.compute(
                self._page, partial(sign_pdf, pdf, own.certificate, own.key, reason=paper.receipt.number or ""),
                done=partial(self._ask_where, paper, signed=True), failed=self._failed, title=_("Signing the PDF"),
            )  # fmt: skip

        self._context.jobs.write(self._page, device_certificate, done=sign, failed=self._failed)

    def _ask_where(self, paper: Paper, pdf: bytes, *, signed: bool = False) -> None:
        def save(path: Path) -> None:
            self._record(paper)
            self._context.jobs.call(self._page, lambda: save_bytes(path, pdf), done=saved, failed=self._failed)

        def saved(path: Path) -> None:
            self._context.notices.show_notice(_("Saved as {name}.").format(name=path.name))

        title = _("Save signed receipt") if signed else _("Save receipt")
        save_file(self._page, title, f"{paper.receipt.number or _('Draft receipt')}.pdf", save)

    # the signed copy ----------------------------------------------------------------------------------------
    def ask_copy(self) -> None:
        """Choose the scan or photo of the signed paper."""
        choose_file(self._page, _("Choose the scan of the signed receipt"), [(_("Scans and photos"), SCANS)], self.file)

    def file(self, path: Path) -> None:
        """File the scan; where its code is that of another receipt, ask first."""

        def looked(found: tuple[str, ...]) -> None:
            self._context.jobs.read(self._page, papers.number_of, self.id, done=partial(self._compare, path, found),
                                    failed=self._failed)  # fmt: skip

        self._context.jobs.compute(self._page, numbers_in, Source(path.name, path), done=looked, failed=self._failed,
                                   button=self._button, title=_("Reading scans"))  # fmt: skip

    def _compare(self, path: Path, found: tuple[str, ...], number: str) -> None:
        if found and number not in found:
            OtherReceiptDialog(self._page, path.name, found, number, partial(self._keep_copy, path)).open()
        else:
            self._keep_copy(path)

    def _keep_copy(self, path: Path) -> None:
        """Keep the scan encrypted and file it."""
        workspace = self._workspace
        self._context.jobs.call(self._page, lambda: keep_file(workspace, path), done=self._attach, failed=self._failed,
                                button=self._button)  # fmt: skip

    def unfile(self) -> None:
        """Take the filed copy off again."""

        def done(_nothing: None) -> None:
            self._context.notices.show_notice(_("The copy is taken off this receipt."))
            self._reload()

        self._context.jobs.write(self._page, commands.unfile_copy, self.id, done=done, failed=self._failed)

    def _attach(self, kept: KeptFile) -> None:
        draft = AttachmentDraft("handover", self.id, kept.name, kept.size, kept.sha256, "signed-copy", kept.media_type)

        def done(_attachment: int) -> None:
            words = _("Signed copy filed: {name}").format(name=paint.isolated(kept.name))
            self._context.notices.show_notice(words, action=_("Undo"), act=self.unfile)
            self._reload()

        self._context.jobs.write(self._page, commands.attach_copy, self.id, draft, done=done, failed=self._failed,
                                 button=self._button)  # fmt: skip
