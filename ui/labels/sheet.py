"""A sheet of labels to click on: where the first free label is, and which ones will be printed.

    sheet = SheetPicker()
    sheet.show_sheet(layout, start=4, count=12)
    sheet.chosen.connect(self._start_at)         # the place, from 0

Arrows move the start, Home and End go to the first and last place. Source: ui.md 14 (every control by keyboard, with its name).
"""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent

from inl_logistics.kernel.translation import _, ngettext
from inl_logistics.labels.layouts import Layout
from ui.kit import paint, theme
from ui.kit.widget import KitWidget

_HEIGHT, _MOST_WIDTH = 210, 190


class SheetPicker(KitWidget):
    """A small picture of the sheet; used places are gray, those to be printed are in the accent color."""

    chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._layout: Layout | None = None
        self._start = self._count = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setMinimumHeight(120)

    def show_sheet(self, layout: Layout, *, start: int, count: int) -> None:
        """Show a sheet, its first free place and how many labels will be printed."""
        self._layout, self._start, self._count = layout, start, count
        self.updateGeometry()
        self._name()
        self.update()

    def start(self) -> int:
        """Return the first place that is printed."""
        return self._start

    def box(self, place: int) -> QRectF:
        """Return where a place is drawn."""
        paper, size = self._paper(), self._layout
        if size is None or paper.isEmpty():
            return QRectF()
        scale = paper.width() / size.page[0]
        x, y = size.corner(place)
        return QRectF(paper.x() + x * scale, paper.y() + y * scale, size.width * scale, size.height * scale)

    def _paper(self) -> QRectF:
        if self._layout is None:
            return QRectF()
        width, height = self._layout.page
        scale = min((self.width() - 8) / width, (self.height() - 8) / height)
        return QRectF((self.width() - width * scale) / 2, 4, width * scale, height * scale)

    def _name(self) -> None:
        size = self._layout
        if size is None:
            return
        row, column = divmod(self._start, size.columns)
        words = _("First label: row {row}, column {column}. {count} on a sheet of {places}.").format(
            row=row + 1, column=column + 1, places=size.places,
            count=ngettext("{n} label", "{n} labels", self._count).format(n=f"{self._count:,}"),
        )  # fmt: skip
        self.setAccessibleName(words)
        self.setToolTip(_("Click the first label that is still on the sheet."))

    def _choose(self, place: int) -> None:
        size = self._layout
        if size is not None and 0 <= place < size.places and place != self._start:
            self._start = place
            self._name()
            self.update()
            self.chosen.emit(place)

    def sizeHint(self) -> QSize:
        """Be as high as a sheet that one can click on."""
        return QSize(_MOST_WIDTH, _HEIGHT)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Start at the label under the mouse."""
        if self._layout is not None:
            at = event.position()
            found = next((n for n in range(self._layout.places) if self._reach(n).contains(at)), None)
            if found is not None:
                self._choose(found)
        self.setFocus(Qt.FocusReason.MouseFocusReason)

    def _reach(self, place: int) -> QRectF:
        return self.box(place).adjusted(-1, -1, 1, 1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the start."""
        size = self._layout
        if size is None:
            super().keyPressEvent(event)
            return
        steps = {
            Qt.Key.Key_Left: self._start - 1, Qt.Key.Key_Right: self._start + 1, Qt.Key.Key_Home: 0,
            Qt.Key.Key_Up: self._start - size.columns, Qt.Key.Key_Down: self._start + size.columns,
            Qt.Key.Key_End: size.places - 1,
        }  # fmt: skip
        wanted = steps.get(Qt.Key(event.key()))
        if wanted is None:
            super().keyPressEvent(event)
        else:
            self._choose(wanted)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the sheet with its labels."""
        size, paper = self._layout, self._paper()
        if size is None or paper.isEmpty():
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint.rounded(painter, paper, fill=theme.color("surface"), border=theme.color("borderStrong"), radius=3)
        for place in range(size.places):
            box = self.box(place).adjusted(0.7, 0.7, -0.7, -0.7)
            printed = self._start <= place < self._start + self._count
            if printed:
                paint.rounded(painter, box, fill=theme.color("accent"), radius=1.5)
            elif place < self._start:
                paint.rounded(painter, box, fill=theme.color("border"), radius=1.5)
                painter.setPen(theme.color("text3"))
                painter.drawLine(box.topLeft() + QPointF(1, 1), box.bottomRight() - QPointF(1, 1))
            else:
                paint.rounded(painter, box, border=theme.color("border"), radius=1.5)
        if self.hasFocus():
            paint.ring(painter, self._reach(self._start), 2)
