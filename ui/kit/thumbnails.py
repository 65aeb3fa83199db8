"""Small pictures of attached files: drawn off the window's thread, kept in memory by their content's hash.

    self._thumbs = Thumbnails(page, ready=self.update)
    image = self._thumbs.image(row)             # a QImage, or None while it is drawn or where there is none

Pictures and the first page of a PDF are drawn; everything else shows its kind. Source: product.md 3 (photos), ui.md 10.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject, QSize, Qt
from PySide6.QtGui import QImage, QImageReader

from inl_logistics.attachments import files
from inl_logistics.attachments.queries import AttachedRow
from inl_logistics.kernel.problems import LogisticsError
from ui.kit.navigation import Page
from ui.kit.openpost import open_post
from ui.kit.pdfview import render_page

SIDE = 64  # drawn at twice the size shown, so that it is sharp on dense screens
_KEPT = 300
_CACHE: OrderedDict[bytes, QImage] = OrderedDict()


def photo_of(rows: Sequence[AttachedRow]) -> AttachedRow | None:
    """Return the photo of a record: the newest that was given as such, else its first picture."""
    pictures = [one for one in rows if one.is_picture]
    given = [one for one in pictures if one.role == "photo"]
    return given[-1] if given else pictures[0] if pictures else None


class Thumbnails(QObject):
    """Draws thumbnails for one page."""

    def __init__(self, page: Page, *, ready: Callable[[], None]) -> None:
        super().__init__(page)
        self._page, self._ready = page, ready
        self._asked: set[bytes] = set()

    def image(self, row: AttachedRow) -> QImage | None:
        """Return the small picture of a file, or ask for it."""
        if row.sha256 in _CACHE:
            _CACHE.move_to_end(row.sha256)
            found = _CACHE[row.sha256]
            return None if found.isNull() else found
        if (row.is_picture or row.is_pdf) and row.sha256 not in self._asked:
            self._asked.add(row.sha256)
            workspace = open_post(self._page.context)
            folder, key, is_pdf, digest = workspace.folder, workspace.key_for("attachments"), row.is_pdf, row.sha256
            self._page.context.jobs.call(
                self, lambda: (digest, draw(files.get(folder, key, digest), is_pdf=is_pdf)), done=self._drawn,
                failed=lambda _error: None,
            )  # fmt: skip
        return None

    def _drawn(self, found: tuple[bytes, QImage]) -> None:
        digest, image = found
        _CACHE[digest] = image
        while len(_CACHE) > _KEPT:
            _CACHE.popitem(last=False)
        self._ready()


def draw(content: bytes, *, is_pdf: bool) -> QImage:
    """Return a small picture of a file, a null one where it cannot be read: a damaged photo must not stop a list."""
    if is_pdf:
        try:
            page = render_page(content, 0, width_px=SIDE * 2)
        except (LogisticsError, OSError, RuntimeError, ValueError):  # pypdfium2 raises its own kind of RuntimeError
            return QImage()
        return _fitted(page)
    buffer = QBuffer()
    buffer.setData(QByteArray(content))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setAutoTransform(True)  # a phone keeps its pictures lying on their side
    size = reader.size()
    if size.isValid() and max(size.width(), size.height()) > SIDE * 2:
        reader.setScaledSize(size.scaled(QSize(SIDE * 2, SIDE * 2), Qt.AspectRatioMode.KeepAspectRatio))
    return _fitted(reader.read())


def _fitted(image: QImage) -> QImage:
    if image.isNull():
        return image
    return image.scaled(
        QSize(SIDE, SIDE), Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
    )
