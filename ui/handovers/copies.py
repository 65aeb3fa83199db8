"""Many signed copies at once: what each page is, then filing them in one step. Source: product.md 3 (Handover), 8."""

from __future__ import annotations

import mimetypes
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from inl_logistics.handovers import copies
from inl_logistics.handovers.copies import TO_FILE, CopyDraft, Filed, Part, Proposal, Scanned, Source, Standing
from inl_logistics.kernel.problems import LogisticsError
from inl_logistics.kernel.sentences import sentence
from inl_logistics.kernel.translation import N_, _, ngettext
from inl_logistics.register.numbers import screen_number
from ui.kit import formats, paint
from ui.kit.buttons import Button
from ui.kit.dialogs import Dialog
from ui.kit.fileintake import FileIntake
from ui.kit.navigation import PageContext
from ui.kit.openpost import keep_content, local_now, open_post
from ui.kit.tokens import ToneName
from ui.kit.widget import IconMark, KitWidget, Label, column, emptied, row

_SAID: dict[Standing, tuple[ToneName, str, str]] = {
    Standing.READY: ("ok", "circle-check", N_("Signed copy, to be filed")),
    Standing.NOTE: ("ok", "circle-check", N_("Signed note, kept with its receipt")),
    Standing.NO_CODE: ("warn", "circle-help", N_("No code was found on it. Scan it again at 200 dpi or more.")),
    Standing.UNREADABLE: ("bad", "circle-alert", N_("This is no picture or PDF that can be read.")),
    Standing.UNKNOWN: ("warn", "circle-help", N_("Not a receipt of this post")),
    Standing.ALTERED: ("bad", "circle-alert", N_("The code was altered. Check the receipt.")),
    Standing.NOT_SIGNED: ("warn", "triangle-alert", N_("Enter first what was signed")),
    Standing.ENDED: ("warn", "triangle-alert", N_("This receipt is void or was refused")),
    Standing.FILED: ("neutral", "info", N_("A signed copy is filed already")),
    Standing.TWICE: ("warn", "triangle-alert", N_("The same receipt stands above already")),
}  # fmt: skip
_MOST_SHOWN = 60


class CopiesDialog(Dialog):
    """Takes files, shows which receipt each page is, files what can be filed."""

    def __init__(self, context: PageContext, over: QWidget, *, done: Callable[[], None]) -> None:
        super().__init__(over, _("Attach signed copies"), width=760)
        self._context, self._workspace, self._done = context, open_post(context), done
        self._over = over  # outlives the dialog: the undo is asked for after it is gone
        self._sources: list[Source] = []
        self._scanned: list[Scanned] = []
        self.proposals: Sequence[Proposal] = ()
        words = _("Scans and photos of signed receipts find their receipt by the square code: one page or many, several "
                  "receipts in one file, turned or askew.")  # fmt: skip
        self.body.addWidget(Label(words, role="body", token="text2", wrap=True))
        self.intake = FileIntake(self, context)
        self.body.addLayout(row(None, *self.intake.buttons(), "stretch", gap=8))
        self.list = _Proposals()
        self.body.addWidget(self.list)
        cancel = Button(_("Cancel"), key="Esc")
        self.act = Button(kind="primary", icon="paperclip", key="Ctrl Enter", writes=True)
        cancel.clicked.connect(self.reject)
        self.act.clicked.connect(self.file)
        self.set_buttons(cancel, self.act)
        self.intake.paths.connect(lambda paths: self.look([Source(path.name, path) for path in paths]))
        self.intake.picture.connect(self._pasted)
        self._show()

    def _pasted(self, content: bytes, _name: str) -> None:
        when = f"{local_now(self._workspace):%Y-%m-%d %H.%M.%S}"
        self.look([Source(_("Pasted {when}.png").format(when=when), content=content)])

    def look(self, sources: Sequence[Source]) -> None:
        """Read more files, in a process of its own, and say what they are."""
        first = len(self._sources)
        self._sources += sources
        self.act.set_reason(_("Reading scans"))
        self.note.setText(_("Reading scans"))

        def read(found: Sequence[Scanned]) -> None:
            self._scanned += [Scanned(first + one.source, one.name, one.page, one.texts, one.wrong) for one in found]
            self._propose()

        self._context.jobs.compute(
            self, copies.read_scans, list(sources), done=read, failed=self._failed, button=self.intake.choose_button,
            title=_("Reading scans"),
        )  # fmt: skip

    def _propose(self) -> None:
        self._context.jobs.read(self, copies.propose, list(self._scanned), done=self._proposed, failed=self._failed)

    def _proposed(self, found: Sequence[Proposal]) -> None:
        self.proposals = found
        self._show()

    def _ready(self) -> list[Proposal]:
        return [one for one in self.proposals if one.standing in TO_FILE]

    def _show(self) -> None:
        self.list.show_proposals(self.proposals)
        count = len(self._ready())
        self.act.setText(ngettext("File {n} copy", "File {n} copies", count).format(n=formats.number(count)))
        self.act.set_reason("" if count else _("Choose scans of signed receipts"))
        self.note.setText(self.act.reason())
        if count:
            self.act.setFocus(Qt.FocusReason.OtherFocusReason)
        self._place()

    # filing -------------------------------------------------------------------------------------------------
    def file(self) -> None:
        """Cut the files, keep the parts encrypted, put them on their receipts in one step."""
        ready = self._ready()
        if not ready:
            return
        self._context.jobs.compute(
            self, copies.cut, list(self._sources), ready, done=partial(self._keep, ready), failed=self._failed,
            button=self.act, title=_("Cutting scans"),
        )  # fmt: skip

    def _keep(self, ready: Sequence[Proposal], parts: Sequence[Part]) -> None:
        workspace = self._workspace

        def keep() -> tuple[CopyDraft, ...]:
            return tuple(
                CopyDraft(
                    one.handover_id or 0, part.name, len(part.content), keep_content(workspace, part.content),
                    mimetypes.guess_type(part.name)[0] or "", one.standing is Standing.NOTE,
                )
                for one, part in zip(ready, parts, strict=True)
            )  # fmt: skip

        def write(drafts: tuple[CopyDraft, ...]) -> None:
            self._context.jobs.write(self, copies.file_copies, drafts, done=self._filed, failed=self._failed,
                                     button=self.act)  # fmt: skip

        self._context.jobs.call(self, keep, done=write, failed=self._failed, button=self.act)

    def _filed(self, filed: Filed) -> None:
        context, done = self._context, self._done
        over = self._over

        def undo() -> None:
            context.jobs.write(over, copies.unfile_copies, filed, done=lambda _none: done(),
                               failed=context.notices.show_error)  # fmt: skip

        count = len(filed.attachment_ids)
        words = ngettext("{n} signed copy filed.", "{n} signed copies filed.", count).format(n=formats.number(count))
        self.dismiss()
        context.notices.show_notice(words, action=_("Undo"), act=undo, key="Ctrl Z")
        done()

    def _failed(self, error: BaseException) -> None:
        if isinstance(error, LogisticsError):
            self.note.setText(sentence(error))
            if self._scanned:
                self._propose()
        else:
            self._context.jobs.unhandled(error)


class _Proposals(KitWidget):
    """One line for each receipt or page: its file and pages, its receipt, what becomes of it."""

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(8)
        self._grid.setColumnStretch(1, 3)
        self._grid.setColumnStretch(2, 3)
        self._grid.setColumnStretch(3, 4)
        column(self).addLayout(self._grid)

    def show_proposals(self, found: Sequence[Proposal]) -> None:
        """Show other proposals."""
        emptied(self._grid)
        top = Qt.AlignmentFlag.AlignTop
        for at, one in enumerate(found[:_MOST_SHOWN]):
            tone, icon, words = _SAID[one.standing]
            receipt = " · ".join(filter(None, (screen_number(one.number) if one.number else "", one.recipient)))
            name = Label(_file_words(one), role="body", wrap=True)
            what = Label(receipt or "—", role="strong", wrap=True)
            state = Label(_why(one) or _(words), role="body", tone=tone, wrap=True)
            for place, part in enumerate((IconMark(icon, tone=tone), name, what, state)):
                self._grid.addWidget(part, at, place, top)
            name.setAccessibleName(f"{name.text()}, {receipt}: {state.text()}")
        if len(found) > _MOST_SHOWN:
            n = len(found) - _MOST_SHOWN
            more = ngettext("{n} more", "{n} more", n).format(n=formats.number(n))
            self._grid.addWidget(Label(more, role="secondary", token="text3"), _MOST_SHOWN, 1)
        self.setVisible(bool(found))


_WHY = {
    "picture-empty": N_("The file is empty. Scan it again."),
    "picture-locked": N_("The PDF has a password. Save it without one."),
    "picture-incomplete": N_("Only part of the file is there, or it is damaged. Copy or scan it again."),
    "picture-of-phone": N_("A phone's HEIC photo. Save it as JPEG or PDF."),
    "picture-other-kind": N_("Neither a picture nor a PDF, whatever its name says. Choose the scan."),
    "file-unreadable": N_("The file is gone or cannot be opened."),
}  # fmt: skip


def _why(one: Proposal) -> str:
    return _(_WHY[one.wrong]) if one.wrong in _WHY else ""


def _file_words(one: Proposal) -> str:
    name = paint.isolated(Path(one.name).name)
    if one.is_whole:
        return name
    pages = _runs([page + 1 for page in one.pages])
    return ngettext("{file}, page {pages}", "{file}, pages {pages}", len(one.pages)).format(
        file=name, pages=paint.isolated(pages)
    )


def _runs(pages: Sequence[int]) -> str:
    """Write pages as people do: 1–3, 7."""
    found: list[list[int]] = []
    for page in pages:
        if found and page == found[-1][-1] + 1:
            found[-1].append(page)
        else:
            found.append([page])
    return ", ".join(f"{run[0]}–{run[-1]}" if len(run) > 1 else str(run[0]) for run in found)


class OtherReceiptDialog(Dialog):
    """A scan that is attached to one receipt shows another: the safe button is the way back."""

    def __init__(self, over: QWidget, file: str, found: Sequence[str], number: str, attach: Callable[[], None]) -> None:
        title = _("Is this the signed copy of {number}?").format(number=paint.isolated(screen_number(number)))
        super().__init__(over, title, width=460)
        words = _("The code on {file} is that of {found}, not of {number}.").format(
            file=paint.isolated(file), found=paint.isolated(", ".join(screen_number(one) for one in found)),
            number=paint.isolated(screen_number(number)),
        )  # fmt: skip
        self.body.addWidget(Label(words, role="body", token="text2", wrap=True))
        back, self.go_on = (
            Button(_("Choose another file"), key="Esc"),
            Button(_("Attach it all the same"), kind="danger"),
        )
        back.clicked.connect(self.dismiss)

        def taken() -> None:
            self.dismiss()
            attach()

        self.go_on.clicked.connect(taken)
        self.set_buttons(back, self.go_on)
