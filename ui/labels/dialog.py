"""Printing labels: which size, which code, where on the sheet, how many; what will come out is drawn beside it.

    print_labels(page, queries.of_store, store_id)        # asks what, then opens the dialog
    LabelDialog(page, subjects).open()

The last choice is remembered on this computer; after a sheet the next one begins where this one ended. A thing gets its tag
when its label is printed or saved, never for the preview alone. Source: product.md 3 (Labels).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtGui import QKeyEvent

from inl_logistics.kernel.problems import EnvironmentFault, LogisticsError, RulesBroken
from inl_logistics.kernel.sentences import sentence
from inl_logistics.kernel.translation import _, ngettext
from inl_logistics.labels import commands, drawing
from inl_logistics.labels.commands import LabelsDraft, PrintedDraft
from inl_logistics.labels.drawing import Printing
from inl_logistics.labels.facts import Label as LabelFacts
from inl_logistics.labels.layouts import Layout, layout, layouts
from inl_logistics.labels.tags import Subject
from inl_logistics.paper.codes import Symbol
from ui.kit.buttons import Button
from ui.kit.choices import Segmented
from ui.kit.combo import Combo, Option
from ui.kit.dialogs import Dialog
from ui.kit.fields import Field, NumberEdit
from ui.kit.files import save_file
from ui.kit.formats import number
from ui.kit.keys import name_of
from ui.kit.navigation import Page
from ui.kit.openpost import local_now, open_post, save_bytes
from ui.kit.paperdialog import ask_printer
from ui.kit.pdfview import PdfView
from ui.kit.warm import NewestWins
from ui.kit.widget import Label, column, row
from ui.labels.sheet import SheetPicker

_KEPT = "labels"
_PREVIEWED = 2  # sheets
_CODES = ((Symbol.QR, "QR"), (Symbol.DATA_MATRIX, "Data Matrix"), (Symbol.CODE128, "Code 128"))


def print_labels(page: Page, question: Callable[..., Sequence[Subject]], *args: Any) -> None:
    """Ask which things are meant, then open the dialog for them."""

    def opened(found: Sequence[Subject]) -> None:
        if found:
            LabelDialog(page, found).open()
        else:
            words = _("There is nothing here that a label can be printed for.")
            page.context.notices.show_notice(words, tone="warn")

    page.context.jobs.read(page, question, *args, done=opened, failed=page.context.notices.show_error)


class LabelDialog(Dialog):
    """Size, code, copies, start; the preview; Print and Save."""

    def __init__(self, page: Page, subjects: Sequence[Subject]) -> None:
        count = ngettext("Print {n} label", "Print labels for {n} things", len(subjects)).format(
            n=number(len(subjects))
        )
        super().__init__(page, count, width=780)
        self._page, self._context, self._workspace = page, page.context, open_post(page.context)
        self._subjects = tuple(subjects)
        self._labels: Sequence[LabelFacts] = ()
        self._pdf = b""
        self._then: Callable[[bytes], None] | None = None
        self._preview = NewestWins(self, show=self._show_pdf, failed=self._failed)
        self._final = NewestWins(self, show=self._made, failed=self._failed)
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.timeout.connect(self._ask)
        self._build()
        self._recall()
        self._changed()

    def _build(self) -> None:
        self.size_field, self.copies = Field(Combo(editable=False)), Field(NumberEdit())
        self.size_field.set_label(_("Label"))
        self.copies.set_label(_("Copies of each"))
        self.codes = Segmented(height=30)
        self.codes.set_options([(symbol.value, words) for symbol, words in _CODES])
        self.codes.setAccessibleName(_("Kind of code"))
        self._code_label, self._start_label = Label(role="label", token="text2"), Label(role="label", token="text2")
        self._code_label.setText(_("Code"))
        self._start_label.setText(_("First free label on the sheet"))
        self.sheet, self.view = SheetPicker(), PdfView()
        self.view.setMinimumHeight(max(280, min(460, self._page.window().height() - 260)))
        options = column(
            None, self.size_field, column(None, self._code_label, self.codes, gap=4), self.copies,
            column(None, self._start_label, self.sheet, gap=4), "stretch", gap=12,
        )  # fmt: skip
        whole = row(None, options, self.view, gap=16)
        whole.setStretch(0, 4)
        whole.setStretch(1, 6)
        self.body.addLayout(whole, 1)
        self.save = Button(_("Save as PDF…"), icon="download", writes=True)
        self.print = Button(_("Print…"), kind="primary", icon="printer", key="Ctrl P", writes=True)
        self.set_buttons(self.save, self.print)
        paper = self._workspace.post.paper
        ordered = sorted(layouts(), key=lambda one: 0 if one.paper == paper else 2 if one.paper else 1)
        self.size_field.editor.set_options([Option(one.name, size_words(one), one.size_words()) for one in ordered])
        self.size_field.editor.chosen.connect(self._size_chosen)
        self.codes.chosen.connect(lambda _key: self._changed())
        self.copies.editor.edited.connect(self._changed)
        self.sheet.chosen.connect(lambda _place: self._changed())
        self.save.clicked.connect(partial(self._make, self._save))
        self.print.clicked.connect(partial(self._make, self._send))

    # what is chosen -----------------------------------------------------------------------------------------
    def _recall(self) -> None:
        kept = self._context.notebook.get(_KEPT)
        known = kept if isinstance(kept, dict) else {}
        fallback = "a4-21" if self._workspace.post.paper == "a4" else "letter-30"
        name = known.get("layout")
        size = next((one for one in layouts() if one.name == name), layout(fallback))
        self.size_field.editor.set_value(size.name)
        symbol = known.get("code")
        self.codes.choose(symbol if symbol in {one.value for one in Symbol} else Symbol.QR.value, tell=False)
        self.copies.editor.set_value(1)
        self._start_at(size)

    def _start_at(self, size: Layout) -> None:
        starts = self._context.notebook.get(f"{_KEPT}.start")
        start = starts.get(size.name, 0) if isinstance(starts, dict) else 0
        self.sheet.show_sheet(size, start=start if 0 <= start < size.places else 0, count=0)

    def _size_chosen(self, _value: object) -> None:
        self._start_at(self._layout())
        self._changed()

    def _layout(self) -> Layout:
        return layout(str(self.size_field.editor.value()))

    def draft(self) -> LabelsDraft:
        """Return what is printed and how."""
        return LabelsDraft(
            self._subjects, self._layout().name, Symbol(self.codes.current()), self.sheet.start(),
            self.copies.editor.integer() or 0,
        )  # fmt: skip

    def _changed(self) -> None:
        size, copies = self._layout(), self.copies.editor.integer() or 0
        on_sheet = size.places > 1
        self.sheet.setVisible(on_sheet)
        self._start_label.setVisible(on_sheet)
        if on_sheet:
            self.sheet.show_sheet(size, start=self.sheet.start(), count=copies * len(self._subjects))
        self._settle.start(60)

    # the preview --------------------------------------------------------------------------------------------
    def _ask(self) -> None:
        self._context.jobs.read(self, commands.preview, self.draft(), done=self._previewed, failed=self._not_previewed)

    def _previewed(self, found: tuple[list[LabelFacts], Printing]) -> None:
        self._labels, printing = found
        try:
            drawing.check(self._labels, printing)
        except LogisticsError as error:
            self._refused(error)
            return
        self.size_field.set_error("")
        self.copies.set_error("")
        for button in (self.print, self.save):
            button.set_reason("")
        self._say()
        most = max(1, _PREVIEWED * printing.layout.places)
        shown = self._labels[:most]
        self._preview.ask(partial(drawing.draw, shown, printing, printed_at=local_now(self._workspace)))

    def _not_previewed(self, error: BaseException) -> None:
        if isinstance(error, LogisticsError):
            self._refused(error)
        else:
            self._failed(error)

    def _show_pdf(self, pdf: bytes) -> None:
        self.view.set_pdf(pdf)

    def _say(self) -> None:
        draft, size = self.draft(), self._layout()
        count = len(self._labels) * draft.copies
        words = ngettext("{n} label", "{n} labels", count).format(n=number(count))
        if size.places > 1:
            sheets = -(-(draft.start + count) // size.places)
            pages = ngettext("{n} sheet", "{n} sheets", sheets).format(n=number(sheets))
            words = _("{labels} on {sheets}").format(labels=words, sheets=pages)
        self.note.setText(words)

    def _refused(self, error: LogisticsError) -> None:
        problems = error.problems if isinstance(error, RulesBroken) else ()
        for problem in problems:
            field = self.copies if problem.where == ("copies",) else self.size_field
            field.set_error(sentence(problem))
        self.note.setText("" if problems else sentence(error))
        for button in (self.print, self.save):
            button.set_reason(sentence(error))

    # making them --------------------------------------------------------------------------------------------
    def _make(self, then: Callable[[bytes], None]) -> None:
        if self.print.reason():
            return
        self._then = then
        self._context.jobs.write(self, commands.make_labels, self.draft(), done=self._tagged, failed=self._failed,
                                 button=self.print)  # fmt: skip

    def _tagged(self, found: tuple[list[LabelFacts], Printing]) -> None:
        self._labels, printing = found
        self._final.ask(partial(drawing.draw, self._labels, printing, printed_at=local_now(self._workspace)))

    def _made(self, pdf: bytes) -> None:
        self._pdf = pdf
        self.view.set_pdf(pdf)
        then, self._then = self._then, None
        if then is not None:
            then(pdf)

    def _send(self, pdf: bytes) -> None:
        ask_printer(self, pdf, title=self._name(), jobs=self._context.jobs, failed=self._failed,
                    accepted=partial(self._record, saved=False))  # fmt: skip

    def _save(self, _pdf: bytes) -> None:
        save_file(self, _("Save labels as PDF"), f"{self._name()}.pdf", self.write_to)

    def write_to(self, path: Path) -> None:
        """Write the labels that were made where the officer chose."""
        try:
            save_bytes(path, self._pdf)
        except EnvironmentFault as error:
            self._failed(error)
        else:
            self._record(saved=True)

    def _name(self) -> str:
        tags = [one.tag for one in self._labels]
        return _("Labels {first}").format(first=tags[0]) if tags else _("Labels")

    def _record(self, *, saved: bool) -> None:
        draft = self.draft()
        tags = tuple(one.tag for one in self._labels)
        self._remember(draft, len(tags) * draft.copies)
        printed = PrintedDraft(tags, draft.layout, draft.symbol, draft.copies, saved=saved)
        self._context.jobs.write(self, commands.record_print, printed, done=self._recorded, failed=self._failed)

    def _recorded(self, count: int) -> None:
        words = ngettext("{n} label made: {first}.", "{n} labels made: {first} to {last}.", count)
        tags = [one.tag for one in self._labels]
        self._context.notices.show_notice(words.format(n=number(count), first=tags[0], last=tags[-1]))
        self.dismiss()

    def _remember(self, draft: LabelsDraft, count: int) -> None:
        notebook, size = self._context.notebook, self._layout()
        notebook.set(_KEPT, {"layout": draft.layout, "code": draft.symbol.value})
        kept = notebook.get(f"{_KEPT}.start")
        starts = dict(kept) if isinstance(kept, dict) else {}
        notebook.set(f"{_KEPT}.start", starts | {size.name: (draft.start + count) % size.places})

    def _failed(self, error: BaseException) -> None:
        if isinstance(error, LogisticsError):
            self.note.setText(sentence(error))
        else:
            self._context.jobs.unhandled(error)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl P prints."""
        if name_of(event) == "Ctrl+P":
            self._make(self._send)
        else:
            super().keyPressEvent(event)


def size_words(size: Layout) -> str:
    """Return the name of a size of label."""
    if size.paper is None:
        return _("Single label {size}").format(size=size.size_words())
    paper = size.paper.value.upper() if size.paper.value == "a4" else _("Letter")
    words = ngettext("{title}: {n} on {paper}", "{title}: {n} on {paper}", size.places)
    return words.format(title=size.title, n=size.places, paper=paper)
