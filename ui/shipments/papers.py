"""The paper checklist of a shipment: what has come, and what is missing in warn. Picture 03, Documents."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy

from inl_logistics.kernel.translation import _, ngettext
from inl_logistics.shipments.queries import PaperRow
from inl_logistics.shipments.records import PaperKind
from ui.kit import icons, paint, theme
from ui.kit.formats import day
from ui.kit.widget import KitWidget
from ui.shipments.words import PAPERS

_ROW, _SECOND = 29, 15


class PaperList(KitWidget):
    """Rows of papers; a click or Enter asks to enter one, or offers the file that it has."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._papers: tuple[PaperRow, ...] = ()
        self._current = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def set_papers(self, papers: Sequence[PaperRow]) -> None:
        """Show these papers."""
        self._papers = tuple(papers)
        self._current = min(self._current, max(0, len(papers) - 1))
        said = [
            f"{_(PAPERS[PaperKind(p.kind)])}: {', '.join(filter(None, (_note(p), _number(p), p.file_name)))}"
            for p in papers
        ]
        self.setAccessibleName(", ".join(said))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Ask for one row a paper, and a line more where a paper has both file and number."""
        return QSize(200, int(sum(map(_height, self._papers))) + 6 if self._papers else _ROW + 6)

    def row_box(self, kind: str) -> QRect:
        """Return where the row of a paper is."""
        at = next((n for n, paper in enumerate(self._papers) if paper.kind == kind), 0)
        return self._box(at).toRect()

    def _box(self, at: int) -> QRectF:
        top = 2 + sum(map(_height, self._papers[:at]))
        return QRectF(14, top, self.width() - 28, _height(self._papers[at]) if self._papers else _ROW)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the rows."""
        painter = QPainter(self)
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        for at, paper in enumerate(self._papers):
            self._row(painter, self._box(at), paper, rtl=rtl)
            if self.hasFocus() and at == self._current:
                paint.ring(painter, self._box(at).adjusted(-4, 1, 4, -1), 6)

    def _row(self, painter: QPainter, box: QRectF, paper: PaperRow, *, rtl: bool) -> None:
        there = paper.is_there or paper.waived or not paper.required
        quiet = theme.color("text3") if there else theme.tone("warn").text
        icon = icons.pixmap(
            "file-text" if there else "circle-dashed", 16, quiet, ratio=self.devicePixelRatioF(), rtl=rtl
        )
        painter.drawPixmap(int(box.right() - 16 if rtl else box.left()), int(box.top() + 6), icon)
        note = _note(paper)
        note_width = min(box.width() * 0.5, paint.width_of(note, "caption") + 4)
        room = box.width() - 30 - note_width
        name_box = QRectF(box.left() + (note_width + 6 if rtl else 24), box.top(), room, _ROW)
        note_box = QRectF(box.left() if rtl else box.right() - note_width, box.top(), note_width, _ROW)
        name = _(PAPERS[PaperKind(paper.kind)])
        paint.text(painter, name_box, name, "strong" if there else "body", theme.color("text") if there else quiet,
                   rtl=rtl)  # fmt: skip
        tint = theme.color("accentText") if paper.file_name else quiet
        paint.text(painter, note_box, note, "caption", tint, rtl=rtl, align="end")
        if number := _number(paper):
            line = QRectF(box.left() + (0 if rtl else 24), box.top() + _ROW - 7, box.width() - 24, theme.px(_SECOND))
            paint.text(painter, line, number, "caption", quiet, rtl=rtl)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the row under the pointer."""
        for at, paper in enumerate(self._papers):
            if self._box(at).top() <= event.position().y() < self._box(at).bottom():
                self._current = at
                self.chosen.emit(paper.kind)
                return

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move with the arrows, choose with Enter."""
        key = event.key()
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            step = 1 if key == Qt.Key.Key_Down else -1
            self._current = max(0, min(len(self._papers) - 1, self._current + step))
            self.update()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._papers:
            self.chosen.emit(self._papers[self._current].kind)
        else:
            super().keyPressEvent(event)


def _note(paper: PaperRow) -> str:
    if paper.files > 1:
        return ngettext("{n} file", "{n} files", paper.files).format(n=paper.files)
    if paper.file_name:
        return f"{paper.file_name.rpartition('.')[2].upper()} · {max(1, paper.size // 1000)} KB"
    if paper.number:
        return paper.number
    if paper.dated_on:
        return day(paper.dated_on)
    if paper.waived:
        return _("not needed")
    return _("required to receive") if paper.kind == PaperKind.CUSTOMS_RELEASE else _("missing")


def _number(paper: PaperRow) -> str:
    """Return number and day of a paper whose first line names its file."""
    dated = day(paper.dated_on) if paper.dated_on else ""
    return " · ".join(filter(None, (paper.number, dated))) if paper.file_name else ""


def _height(paper: PaperRow) -> float:
    return _ROW + (theme.px(_SECOND) if _number(paper) else 0)
