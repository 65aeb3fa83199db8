"""The real receipt beside the composer: language, page, print; drawn by a warm child process. Picture 05."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QMenu

from inl_logistics.handovers.documents import render, render_preview
from inl_logistics.handovers.papers import Paper
from inl_logistics.kernel.translation import _
from inl_logistics.paper.model import PaperSize, Signature
from ui.handovers.words import language_name
from ui.kit import paint, theme
from ui.kit.buttons import Button, IconButton
from ui.kit.pdfview import PdfView
from ui.kit.warm import NewestWins, Work, warm_up
from ui.kit.widget import KitWidget, Label, Surface, column, row


def preload() -> None:
    """Import in the child what drawing a receipt needs."""
    from inl_logistics.handovers import receipt_form

    receipt_form.__name__.strip()


def first_page(paper: Paper, *, language: str, size: PaperSize, values: bool, at: datetime,
               signatures: tuple[Signature, ...]) -> Work:  # fmt: skip
    """Return the drawing of what would be printed: a draft, or the original as issued."""
    if paper.document_id is None:
        return partial(render_preview, paper.receipt, printed_at=at, language=language, paper=size, values=values,
                       signatures=signatures)  # fmt: skip
    return partial(
        render, paper.receipt, printed_at=at, language=language, paper=size, copies=(1,), values=values,
        mark=paper.mark, seal=paper.seal, signatures=paper.signatures or signatures, taken_back=paper.taken_back,
    )  # fmt: skip


def all_copies(paper: Paper, *, language: str, size: PaperSize, values: bool, at: datetime) -> Work:
    """Return the drawing of all copies, as original or as REPRINT n."""
    receipt = paper.receipt if paper.document_id is not None else replace(paper.receipt, number=None)
    if paper.document_id is None:
        return partial(render_preview, receipt, printed_at=at, language=language, paper=size, values=values)
    return partial(
        render, receipt, printed_at=at, language=language, paper=size, values=values, mark=paper.mark,
        reprint=paper.printed, seal=paper.seal, signatures=paper.signatures, taken_back=paper.taken_back,
    )  # fmt: skip


class PreviewPane(KitWidget):
    """The header with title, language, page and print, over the desk with the paper."""

    language_chosen = Signal(str)
    print_asked = Signal()
    failed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._language, self._shown = "es", (0, 0)
        self._title = Label(role="section", elide=True)
        self.language = Button(kind="ghost", icon="languages", chevron=True, pad=8)
        self.page = Label(role="body", token="text2")
        self.print = IconButton("printer")
        head = Surface("surface", line="bottom")
        line = row(head, self._title, self.language, self.page, self.print, margins=(14, 7, 10, 7), gap=4)
        line.setStretch(0, 1)
        self.view = PdfView()
        edge = Surface("border")
        edge.setFixedWidth(1)
        whole_pane = column(None, head, self.view)
        whole_pane.setStretch(1, 1)
        row(self, edge, whole_pane).setStretch(1, 1)
        self._drawing = NewestWins(self, show=self._show, failed=self.failed.emit)
        self.view.page_changed.connect(self._page_changed)
        self.language.clicked.connect(self._choose)
        self.print.clicked.connect(self.print_asked)
        warm_up(preload)
        self._retranslate()

    def draw(self, work: Work) -> None:
        """Draw another paper; a newer request replaces one that waits."""
        self._drawing.ask(work)

    def set_language(self, code: str) -> None:
        """Show which languages the receipt is in."""
        self._language = code
        self.language.setText(language_name(code))
        self.language.setAccessibleName(_("Receipt language: {name}").format(name=language_name(code)))

    def _show(self, pdf: bytes) -> None:
        self.view.set_pdf(pdf)

    def _page_changed(self, page: int, pages: int) -> None:
        self._shown = (page, pages)
        words = _("{page} of {pages}").format(page=page, pages=pages) if pages else ""
        self.page.setText(paint.isolated(words) if words else "")

    def _choose(self) -> None:
        from inl_logistics.paper.languages import available  # brings the text layer: only when it is chosen

        menu = QMenu(self)
        for code in available():
            action = QAction(language_name(code), menu)
            action.setCheckable(True)
            action.setChecked(code == self._language)
            action.setData(code)
            menu.addAction(action)
        menu.triggered.connect(lambda action: self.language_chosen.emit(str(action.data())))
        menu.popup(self.language.mapToGlobal(self.language.rect().bottomLeft()))

    def _retranslate(self) -> None:
        self._title.setText(_("Receipt preview"))
        self.print.set_hint(_("Print receipt"), "Ctrl P")
        self.set_language(self._language)
        self._page_changed(*self._shown)
        self.setAccessibleName(_("Receipt preview"))

    def fit(self, window_width: int) -> None:
        """Take the share of the window that picture 05 gives."""
        self.setFixedWidth(max(360, min(theme.px(620), round(window_width * 0.335))))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Hide the page number where there is no room."""
        super().resizeEvent(event)
        self.page.setVisible(self.width() >= theme.px(420))
