"""Shows a paper over the window, to print it or to save it as PDF; and opens the system's print dialog.

    PaperDialog(self, _("Receiving report"), pdf, name="PCL-RR-2026-A0012").open()
    ask_printer(self, pdf, title="PCL-HO-2026-A0212", accepted=self._record_printing)
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from inl_logistics.kernel.translation import _
from ui.kit.buttons import Button
from ui.kit.dialogs import Dialog
from ui.kit.files import save_file
from ui.kit.openpost import save_bytes
from ui.kit.pdfview import PdfView, print_pdf


def _nothing() -> None:
    """Stand for no follow-up."""


def ask_printer(over: QWidget, pdf: bytes, *, title: str, accepted: Callable[[], None] = _nothing) -> None:
    """Open the system's print dialog; `accepted` runs before the pages are sent."""
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter  # needs the printing system: only now

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(title)
    dialog = QPrintDialog(printer, over.window())
    dialog.setWindowTitle(_("Print {title}").format(title=title))

    def send() -> None:
        accepted()
        print_pdf(pdf, printer)

    dialog.accepted.connect(send)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setWindowModality(Qt.WindowModality.WindowModal)
    dialog.show()


class PaperDialog(Dialog):
    """A paper with Print and Save as PDF."""

    def __init__(self, over: QWidget, title: str, pdf: bytes, *, name: str) -> None:
        super().__init__(over, title, width=760)
        self._name = name
        self.view = PdfView()
        self.view.setMinimumHeight(max(360, over.window().height() - 230))
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.addWidget(self.view, 1)
        self.save, self.print = Button(_("Save as PDF…"), icon="download"), Button(
            _("Print…"), kind="primary", icon="printer", key="Ctrl P"
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
        save_bytes(path, self.view.pdf())

    def _print(self) -> None:
        ask_printer(self, self.view.pdf(), title=self._name)
