"""Shows any paper of a record over the window, to print it or to save it as PDF.

    self._printouts = Printouts(self)
    self.print.clicked.connect(lambda: self._printouts.show("order-record", self.record.id))

What it prints is read on a reader, drawn by the warm child, then shown. Source: product.md 3 ("Print").
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import QObject

from inl_logistics.kernel.translation import _
from inl_logistics.paper.model import PaperSize
from inl_logistics.reports import papers
from ui.kit.navigation import Page
from ui.kit.openpost import local_now, open_post
from ui.kit.paperdialog import PaperDialog
from ui.kit.warm import NewestWins


class Printouts(QObject):
    """Asks, draws and shows one paper at a time."""

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self._page, self._context, self._workspace = page, page.context, open_post(page.context)
        self._then: Callable[[bytes], None] | None = None
        self._drawing = NewestWins(self, show=self._drawn, failed=self._failed)

    def show(
        self, name: str, subject_id: int, *, number: str = "", on: date | None = None,
        freeze: Callable[[Any, int, date], Any] | None = None, reprint: int = 0,
        printed: Callable[[Any], None] | None = None,
    ) -> None:  # fmt: skip
        """Show the paper `name` of a record; `number` names the file it is saved as.

        `on` is the day it is shown for, today where none is said; `freeze` reads an older version of it. Where prints are
        counted, `printed` hears of the one that came out, with what was frozen, and the next one is asked for anew.
        """
        paper = papers.paper(name)
        title = _(paper.title)

        def draw(frozen: Any) -> None:
            work = partial(
                paper.draw, frozen, printed_at=local_now(self._workspace), language=self._workspace.post.language,
                paper=PaperSize(self._workspace.post.paper), **({"reprint": reprint} if reprint else {}),
            )  # fmt: skip

            def open_(pdf: bytes) -> None:
                dialog = PaperDialog(
                    self._page, title, pdf, name=f"{title} {number}".strip(), jobs=self._context.jobs
                )  # fmt: skip
                if printed is not None:
                    dialog.came_out.connect(dialog.dismiss)
                    dialog.came_out.connect(partial(printed, frozen))
                dialog.open()

            self._then = open_
            self._drawing.ask(work)

        self._context.jobs.read(
            self._page, freeze or paper.freeze, subject_id, on or self._context.today(), done=draw,
            failed=self._context.notices.show_error,
        )  # fmt: skip

    def _failed(self, error: BaseException) -> None:
        self._context.notices.show_error(error)

    def _drawn(self, pdf: bytes) -> None:
        then, self._then = self._then, None
        if then is not None:
            then(pdf)
