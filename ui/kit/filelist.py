"""Rows of attached files with thumbnail, name and what is known of them; keys and mouse as in every list.

rows = FileList(page)
rows.set_files(found); rows.opened.connect(...); rows.asked.connect(self._menu); rows.removed.connect(...)
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy

from inl_logistics.attachments.queries import AttachedRow
from inl_logistics.kernel.translation import _
from ui.kit import icons, paint, theme
from ui.kit.formats import day
from ui.kit.navigation import Page
from ui.kit.thumbnails import Thumbnails
from ui.kit.widget import KitWidget

_ROW, _THUMB, _PAD, _WIDE = 44, 32, 14, 300


class FileList(KitWidget):
    """The files of a record."""

    opened = Signal(int)
    asked = Signal(int, QRect)
    removed = Signal(int)
    renamed = Signal(int)

    def __init__(self, page: Page, *, roles: Mapping[str, str] | None = None) -> None:
        super().__init__()
        self._roles = roles or {}
        self._files: tuple[AttachedRow, ...] = ()
        self._current = 0
        self._thumbs = Thumbnails(page, ready=self.update)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def set_files(self, found: Sequence[AttachedRow]) -> None:
        """Show these files."""
        self._files = tuple(found)
        self._current = min(self._current, max(0, len(found) - 1))
        self.setAccessibleName("; ".join(f"{self.title_of(one)}, {note(one)}" for one in self._files))
        self.setVisible(bool(self._files))
        self.updateGeometry()
        self.update()

    def files(self) -> tuple[AttachedRow, ...]:
        """Return the files shown."""
        return self._files

    def title_of(self, one: AttachedRow) -> str:
        """Return what a file is called: by the officer, else by its role, else by its own name."""
        role = _(self._roles[one.role]) if one.role in self._roles else one.role
        return one.caption or role or one.name

    def sizeHint(self) -> QSize:
        """Ask for one row a file, fewer where several stand beside each other."""
        rows = -(-len(self._files) // self._across())
        return QSize(200, rows * theme.px(_ROW) + 6)

    def _across(self) -> int:
        """Return how many files stand beside each other: one in a narrow card, more in a wide one."""
        return max(1, (self.width() - _PAD) // theme.px(_WIDE))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take as much height as the new width needs."""
        super().resizeEvent(event)
        self.updateGeometry()

    def _box(self, at: int) -> QRectF:
        across, tall = self._across(), theme.px(_ROW)
        wide = (self.width() - _PAD) / across
        place = at % across
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            place = across - 1 - place
        return QRectF(_PAD + place * wide, 2 + at // across * tall, wide - _PAD, tall)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the rows."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        for at, one in enumerate(self._files):
            box = self._box(at)
            self._thumb(painter, box, one, rtl=rtl)
            left = box.left() + (0 if rtl else _THUMB + 10)
            room = box.width() - _THUMB - 10
            tall = box.height()
            name = QRectF(left, box.top() + 4, room, tall / 2 - 3)
            title = self.title_of(one)
            paint.text(painter, name, title, "strong", theme.color("text"), rtl=rtl)
            below = QRectF(left, box.top() + tall / 2, room, tall / 2 - 4)
            said = note(one) if title == one.name else f"{one.name} · {note(one)}"
            paint.text(painter, below, said, "caption", theme.color("text3"), rtl=rtl)
            if self.hasFocus() and at == self._current:
                paint.ring(painter, box.adjusted(-5, 1, 5, -1), 6)

    def _thumb(self, painter: QPainter, box: QRectF, one: AttachedRow, *, rtl: bool) -> None:
        left = box.right() - _THUMB if rtl else box.left()
        frame = QRectF(left, box.top() + (box.height() - _THUMB) / 2, _THUMB, _THUMB)
        paint.rounded(painter, frame, fill=theme.color("sunken"), border=theme.color("border"), radius=4)
        image = self._thumbs.image(one)
        if image is not None:
            size = image.size().scaled(QSize(_THUMB - 4, _THUMB - 4), Qt.AspectRatioMode.KeepAspectRatio)
            place = QRectF(0, 0, size.width(), size.height())
            place.moveCenter(frame.center())
            painter.drawImage(place, image)
            return
        icon = (
            "image"
            if one.is_picture
            else "file-spreadsheet"
            if one.name.lower().endswith((".xlsx", ".xls"))
            else "file-text"
        )
        pixmap = icons.pixmap(icon, 16, theme.color("text3"), ratio=self.devicePixelRatioF())
        painter.drawPixmap(int(frame.center().x() - 8), int(frame.center().y() - 8), pixmap)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the row under the pointer and offer what can be done with it."""
        for at, one in enumerate(self._files):
            if self._box(at).contains(event.position()):
                self._current = at
                self.setFocus()
                self.update()
                self.asked.emit(one.id, self._box(at).toRect())
                return

    def _steps(self) -> dict[int, int]:
        """Return by how many files each arrow moves."""
        across, along = self._across(), -1 if self.layoutDirection() == Qt.LayoutDirection.RightToLeft else 1
        steps: dict[int, int] = {Qt.Key.Key_Up: -across, Qt.Key.Key_Down: across}
        return steps | ({Qt.Key.Key_Left: -along, Qt.Key.Key_Right: along} if across > 1 else {})

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move with the arrows, open with Enter, remove with Del, name with F2."""
        key = event.key()
        current = self._files[self._current].id if self._files else 0
        if key in self._steps():
            self._current = max(0, min(len(self._files) - 1, self._current + self._steps()[key]))
            self.update()
        elif current and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit(current)
        elif current and key == Qt.Key.Key_Delete:
            self.removed.emit(current)
        elif current and key == Qt.Key.Key_F2:
            self.renamed.emit(current)
        else:
            super().keyPressEvent(event)


def note(one: AttachedRow) -> str:
    """Say kind, size, day and who of a file."""
    kind = one.name.rpartition(".")[2].upper() if "." in one.name else ""
    size = f"{one.size / 1e6:.1f} MB" if one.size >= 1_000_000 else f"{max(1, one.size // 1000)} KB"
    return " · ".join(filter(None, (kind, size, day(one.added_at.date()), one.by)))
