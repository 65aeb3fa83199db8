"""The papers of receiving: tally sheet, receiving report, discrepancy report; drawn by the warm child, then shown."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject

from inl_logistics.kernel.translation import _
from inl_logistics.paper.model import PaperSize
from inl_logistics.receiving import queries
from inl_logistics.receiving.documents import (
    DiscrepancyReport,
    ReceivingReport,
    TallySheet,
    render_discrepancy,
    render_report,
    render_tally,
)
from inl_logistics.receiving.reports import tally_sheet
from ui.kit.navigation import Page
from ui.kit.openpost import local_now, open_post
from ui.kit.paperdialog import PaperDialog
from ui.kit.warm import NewestWins, Work


class Papers(QObject):
    """Asks, draws and shows one paper at a time."""

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self._page, self._context, self._workspace = page, page.context, open_post(page.context)
        self._then: Callable[[bytes], None] | None = None
        self._drawing = NewestWins(self, show=self._drawn, failed=self._failed)

    def _failed(self, error: BaseException) -> None:
        self._context.notices.show_error(error)

    def _draw(self, work: Work, title: str, name: str) -> None:
        self._then = lambda pdf: PaperDialog(self._page, title, pdf, name=name, jobs=self._context.jobs).open()
        self._drawing.ask(work)

    def _drawn(self, pdf: bytes) -> None:
        then, self._then = self._then, None
        if then is not None:
            then(pdf)

    def _how(self) -> tuple[str, PaperSize]:
        return self._workspace.post.language, PaperSize(self._workspace.post.paper)

    def tally(self, receiving_id: int) -> None:
        """Show the sheet to count against by hand."""

        def show(sheet: TallySheet) -> None:
            language, paper = self._how()
            work = partial(render_tally, sheet, printed_at=local_now(self._workspace), language=language, paper=paper)
            self._draw(work, _("Tally sheet"), f"{_('Tally sheet')} {sheet.shipment}")

        self._context.jobs.read(self._page, tally_sheet, receiving_id, today=self._context.today(), done=show)

    def report(self, number: str) -> None:
        """Show the receiving report."""

        def show(report: ReceivingReport) -> None:
            language, paper = self._how()
            at = local_now(self._workspace)
            self._draw(partial(render_report, report, printed_at=at, language=language, paper=paper),
                       _("Receiving report"), number)  # fmt: skip

        self._context.jobs.read(self._page, queries.report, number, done=show)

    def discrepancy(self, number: str) -> None:
        """Show the discrepancy report."""

        def show(report: DiscrepancyReport) -> None:
            language, paper = self._how()
            at = local_now(self._workspace)
            self._draw(partial(render_discrepancy, report, printed_at=at, language=language, paper=paper),
                       _("Discrepancy report"), number)  # fmt: skip

        self._context.jobs.read(self._page, queries.discrepancy, number, done=show)
