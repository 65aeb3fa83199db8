"""Shows PDF bytes as pages on the desk, and prints them through the system's dialog.

    view = PdfView(); view.set_pdf(pdf_bytes); view.page_changed.connect(...); view.print_(title="PCL-HO-2026-A0212")

pypdfium2 draws the pages; printing renders at the printer's resolution. Source: architecture.md 5; picture 05.
"""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent

from inl_logistics.kernel.translation import _
from ui.kit import paint, theme
from ui.kit.widget import KitWidget

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

_PRINT_DPI = 300
_ONE_AT_A_TIME = Lock()  # the library keeps state of its own; thumbnails and printing draw on other threads
_MARGIN = 14


def render_page(pdf: bytes, page: int, *, width_px: int) -> QImage:
    """Return one page as an image of a width in device pixels."""
    import pypdfium2  # loaded when the first paper is shown, not at start

    with _ONE_AT_A_TIME:
        document = pypdfium2.PdfDocument(pdf)
        try:
            sheet = document[page]
            scale = width_px / sheet.get_width()
            bitmap = sheet.render(scale=scale, rev_byteorder=True, prefer_bgrx=True)
            kind = QImage.Format.Format_RGBX8888
            return QImage(bytes(bitmap.buffer), bitmap.width, bitmap.height, bitmap.stride, kind).copy()
        finally:
            document.close()


def page_sizes(pdf: bytes) -> list[tuple[float, float]]:
    """Return width and height in points of each page."""
    import pypdfium2  # loaded when the first paper is shown, not at start

    with _ONE_AT_A_TIME:
        document = pypdfium2.PdfDocument(pdf)
        try:
            return [document.get_page_size(n) for n in range(len(document))]
        finally:
            document.close()


class PdfView(KitWidget):
    """One page at a time on the desk color, fitted to the width."""

    page_changed = Signal(int, int)  # page from 1, of how many

    def __init__(self) -> None:
        super().__init__()
        self._pdf = b""
        self._sizes: list[tuple[float, float]] = []
        self._page, self._image = 0, QImage()
        self._offset = 0  # px scrolled down
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumWidth(220)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._render)

    def set_pdf(self, pdf: bytes) -> None:
        """Show another paper; the page stays where it was if it exists."""
        self._pdf = pdf
        self._sizes = page_sizes(pdf) if pdf else []
        self._page = max(0, min(self._page, len(self._sizes) - 1))
        self._render()
        self.page_changed.emit(self._page + 1, len(self._sizes))

    def pdf(self) -> bytes:
        """Return the paper shown."""
        return self._pdf

    def page_count(self) -> int:
        """Return the number of pages."""
        return len(self._sizes)

    def show_page(self, number: int) -> None:
        """Show a page, counted from 1."""
        if 1 <= number <= len(self._sizes) and number - 1 != self._page:
            self._page, self._offset = number - 1, 0
            self._render()
            self.page_changed.emit(number, len(self._sizes))

    def _paper(self) -> QRectF:
        if not self._sizes:
            return QRectF()
        wide, high = self._sizes[self._page]
        width: float = self.width() - 2 * _MARGIN
        height = width * high / wide
        room = self.height() - 2 * 20
        if height > room >= 300 and height < room * 1.25:
            height, width = float(room), room * wide / high
        return QRectF((self.width() - width) / 2, 20 - self._offset, width, height)

    def _render(self) -> None:
        paper = self._paper()
        if paper.width() > 40:
            self._image = render_page(self._pdf, self._page, width_px=round(paper.width() * self.devicePixelRatioF()))
        self.setAccessibleName(_("Page {page} of {pages}").format(page=self._page + 1, pages=len(self._sizes)))
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Draw again at the new size, once it settles."""
        self._timer.start(60)

    def sizeHint(self) -> QSize:
        """Suggest the width of picture 05."""
        return QSize(458, 640)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll within the page, then on to the next."""
        self._scroll(-event.angleDelta().y() // 2)

    def _scroll(self, by: int) -> None:
        most = max(0, int(self._paper().height() + 40 - self.height()))
        wanted = self._offset + by
        if wanted > most and self._page + 1 < len(self._sizes) and self._offset == most:
            self.show_page(self._page + 2)
        elif wanted < 0 and self._page > 0 and self._offset == 0:
            self.show_page(self._page)
        else:
            self._offset = max(0, min(most, wanted))
            self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Page and scroll with the keyboard."""
        if event.key() == Qt.Key.Key_PageDown:
            self.show_page(self._page + 2)
        elif event.key() == Qt.Key.Key_PageUp:
            self.show_page(self._page)
        elif event.key() in {Qt.Key.Key_Up, Qt.Key.Key_Down}:
            self._scroll(60 if event.key() == Qt.Key.Key_Down else -60)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw desk, shadow and paper."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color("desk"))
        paper = self._paper()
        if paper.isEmpty():
            return
        for n in range(4):
            shade = QColor(15, 26, 43, 22 - 5 * n)
            paint.rounded(painter, paper.adjusted(-n, 1 - n, n, n + 2), border=shade, radius=2)
        painter.fillRect(paper, QColor("white"))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(paper, self._image)
        if self.hasFocus():
            paint.ring(painter, paper.adjusted(-3, -3, 3, 3), 3)

    def print_(self, *, title: str) -> None:
        """Open the system's print dialog; it prints when the person accepts."""
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter  # needs the printing system: only now

        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setDocName(title)
        dialog = QPrintDialog(printer, self)
        dialog.setWindowTitle(_("Print {title}").format(title=title))
        dialog.setMinMax(1, max(1, len(self._sizes)))
        dialog.accepted.connect(lambda: print_pdf(self._pdf, printer))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setWindowModality(Qt.WindowModality.WindowModal)
        dialog.show()


def print_pdf(pdf: bytes, printer: QPrinter) -> None:
    """Send the pages to a printer, each at the printer's resolution."""
    sizes = page_sizes(pdf)
    first, last = printer.fromPage() or 1, printer.toPage() or len(sizes)
    printer.setFullPage(True)
    painter = QPainter()
    if not painter.begin(printer):
        raise OSError(_("The printer does not answer."))
    resolution: Any = min(printer.resolution(), _PRINT_DPI)
    for number in range(first, min(last, len(sizes)) + 1):
        if number > first:
            printer.newPage()
        width, height = sizes[number - 1]
        image = render_page(pdf, number - 1, width_px=round(width / 72 * resolution))
        target = QRectF(QPointF(0, 0), QRectF(painter.viewport()).size())
        scale = min(target.width() / width, target.height() / height)
        painter.drawImage(QRectF(0, 0, width * scale, height * scale), image)
    painter.end()
