"""A band of months with how many vettings end in each; a month narrows the list to it, once more lets go.

    band = MonthBand(); band.set_months([Month("2026-12", "Dec", "2026", 4, "warn")]); band.chosen.connect(self._month)

← → move, Enter or Space choose. Source: domain.md 7 (report 15: vetting expiry calendar).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy

from inl_logistics.kernel.translation import ngettext
from ui.kit import paint, theme
from ui.kit.tokens import ToneName
from ui.kit.widget import KitWidget

_HEIGHT, _GAP, _SIDE = 58, 6, 12


@dataclass(frozen=True, slots=True)
class Month:
    """One month: its key, short name, year (shown where it begins), how many end in it and how urgent that is."""

    key: str
    name: str
    year: str
    count: int
    tone: ToneName = "neutral"


class MonthBand(KitWidget):
    """Months beside each other."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._months: tuple[Month, ...] = ()
        self._marked: frozenset[str] = frozenset()
        self._at = 0
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_months(self, months: Sequence[Month]) -> None:
        """Show other months."""
        self._months = tuple(months)
        self._at = min(self._at, max(0, len(months) - 1))
        self._say()
        self.update()

    def months(self) -> tuple[Month, ...]:
        """Return what is shown."""
        return self._months

    def mark(self, keys: frozenset[str]) -> None:
        """Show which months the list is narrowed to."""
        self._marked = keys
        self.update()

    def sizeHint(self) -> QSize:
        """One line of months."""
        return QSize(400, theme.px(_HEIGHT + 16))

    def minimumSizeHint(self) -> QSize:
        """Let it be narrow."""
        return QSize(200, theme.px(_HEIGHT + 16))

    def box(self, at: int) -> QRectF:
        """Return where a month is drawn."""
        count = max(1, len(self._months))
        width = (self.width() - 2 * _SIDE - _GAP * (count - 1)) / count
        place = at if self.layoutDirection() == Qt.LayoutDirection.LeftToRight else count - 1 - at
        return QRectF(_SIDE + place * (width + _GAP), 8, width, theme.px(_HEIGHT))

    def _say(self) -> None:
        if self._months:
            one = self._months[self._at]
            said = ngettext("{n} vetting ends", "{n} vettings end", one.count).format(n=one.count)
            self.setAccessibleDescription(f"{one.name} {one.year}: {said}")

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose a month."""
        for at in range(len(self._months)):
            if self.box(at).contains(event.position()):
                self._at = at
                self._choose()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move and choose."""
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        step = {Qt.Key.Key_Left: 1 if rtl else -1, Qt.Key.Key_Right: -1 if rtl else 1}.get(Qt.Key(event.key()), 0)
        if step and self._months:
            self._at = max(0, min(len(self._months) - 1, self._at + step))
            self._say()
            self.update()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}:
            self._choose()
        else:
            super().keyPressEvent(event)

    def _choose(self) -> None:
        if self._months:
            self._say()
            self.update()
            self.chosen.emit(self._months[self._at].key)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Draw the ring."""
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Draw without it."""
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the months."""
        painter = QPainter(self)
        for at, one in enumerate(self._months):
            box = self.box(at)
            look = theme.tone(one.tone)
            marked = one.key in self._marked
            fill = look.background if one.count else theme.color("sunken")
            edge = theme.color("selBar") if marked else theme.color("border")
            paint.rounded(painter, box, fill=fill, border=edge, radius=6)
            if marked:
                paint.rounded(painter, box.adjusted(1, 1, -1, -1), border=edge, radius=5)
            if at == self._at and self.hasFocus():
                paint.ring(painter, box, 6)
            upper = QRectF(box.x(), box.y() + 5, box.width(), box.height() / 2 - 5)
            lower = QRectF(box.x(), box.center().y() - 2, box.width(), box.height() / 2 - 2)
            words = f"{one.name} {one.year}".strip()
            if paint.width_of(words, "secondary") > box.width() - 4:
                words = one.name
            ink = look.text if one.count else theme.color("text3")
            paint.text(painter, upper, words, "secondary", theme.color("text2"), align="center")
            paint.text(painter, lower, str(one.count) if one.count else "—", "strong", ink, align="center")
