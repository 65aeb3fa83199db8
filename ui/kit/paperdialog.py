"""Shows a paper over the window, to print it or to save it as PDF; and opens the system's print dialog.

    PaperDialog(self, _("Receiving report"), pdf, name="PCL-RR-2026-A0012", jobs=self.context.jobs).open()
    ask_printer(self, pdf, title="PCL-HO-2026-A0212", jobs=jobs, accepted=self._record, failed=self._failed)

Pages are sent off the window's thread. A computer without a printer gets a sentence, not a dialog.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from inl_logistics.kernel.problems import EnvironmentFault, LogisticsError
from inl_logistics.kernel.sentences import sentence
from inl_logistics.kernel.translation import _
from ui.kit.buttons import Button
from ui.kit.dialogs import Dialog
from ui.kit.files import save_file
from ui.kit.jobs import Jobs
from ui.kit.keys import name_of
from ui.kit.openpost import save_bytes
from ui.kit.pdfview import PdfView, print_pdf

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter


def _nothing() -> None:
    """Stand for no follow-up."""


def ask_printer(over: QWidget, pdf: bytes, *, title: str, jobs: Jobs, failed: Callable[[BaseException], None],
                accepted: Callable[[], None] = _nothing, sent: Callable[[], None] = _nothing) -> None:  # fmt: skip
    """Open the system's print dialog.

    `accepted` runs before the pages are sent, so that no original is lost; `sent` when the printer has taken all of them.
    """
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo  # needs the printing system: only now

    if not QPrinterInfo.availablePrinterNames():
        failed(EnvironmentFault("no-printer"))
        return
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(title)
    dialog = QPrintDialog(printer, over.window())
    dialog.setWindowTitle(_("Print {title}").format(title=title))

    def send() -> None:
        accepted()
        jobs.call(over, lambda: _send(pdf, printer), done=lambda _none: sent(), failed=failed,
                  title=_("Printing {title}").format(title=title))  # fmt: skip

    dialog.accepted.connect(send)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setWindowModality(Qt.WindowModality.WindowModal)
    dialog.show()


def _send(pdf: bytes, printer: QPrinter) -> None:
    try:
        print_pdf(pdf, printer)
    except OSError as cause:
        raise EnvironmentFault("printer-silent") from cause


class PaperDialog(Dialog):
    """A paper with Print and Save as PDF; `came_out` says that it was printed or saved."""

    came_out = Signal()

    def __init__(self, over: QWidget, title: str, pdf: bytes, *, name: str, jobs: Jobs) -> None:
        super().__init__(over, title, width=760)
        self._name, self._jobs = name, jobs
        self.view = PdfView()
        self.view.setMinimumHeight(max(360, over.window().height() - 230))
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.addWidget(self.view, 1)
        self.save, self.print = (
            Button(_("Save as PDF…"), icon="download"),
            Button(_("Print…"), kind="primary", icon="printer", key="Ctrl P", writes=False),
        )
        self.save.clicked.connect(self._save)
        self.print.clicked.connect(self._print)
        self.set_buttons(self.save, self.print)
        self.view.page_changed.connect(self._page)
        self.view.set_pdf(pdf)

    def _page(self, page: int, pages: int) -> None:
        self.note.setText(_("Page {page} of {pages}").format(page=page, pages=pages))

    def _save(self) -> None:
        save_file(self, _("Save as PDF"), f"{self._name}.pdf", self._write)

    def _write(self, path: Path) -> None:
        try:
            save_bytes(path, self.view.pdf())
        except EnvironmentFault as error:
            self._failed(error)
        else:
            self.note.setText(_("Saved as {name}.").format(name=path.name))
            self.came_out.emit()

    def _print(self) -> None:
        ask_printer(self, self.view.pdf(), title=self._name, jobs=self._jobs, failed=self._failed,
                    sent=self.came_out.emit)  # fmt: skip

    def _failed(self, error: BaseException) -> None:
        self.note.setText(sentence(error) if isinstance(error, LogisticsError) else _("This did not work."))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl P prints here too."""
        if name_of(event) == "Ctrl+P":
            self._print()
        else:
            super().keyPressEvent(event)
