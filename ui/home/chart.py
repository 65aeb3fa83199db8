"""Handovers by month as stacked bars with a gap between parts; values on hover, on the best and the present month.

The time axis is never mirrored. Arrow keys walk over the months; the value is announced. Picture 01, ui.md 13.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QLocale, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QSizePolicy

from inl_logistics.home.queries import Month
from inl_logistics.kernel.translation import N_, _, language, ngettext
from inl_logistics.kernel.values import Money
from ui.kit import paint, theme
from ui.kit.formats import money, short_money
from ui.kit.tokens import Token
from ui.kit.widget import KitWidget

_PARTS: tuple[tuple[str, Token], ...] = (
    (N_("Police"), "chart1"),
    (N_("Corrections"), "chart2"),
    (N_("Other"), "chart3"),
)
_LEFT = 40
_GAP = 1.5


def _amounts(month: Month) -> tuple[int, int, int]:
    return month.police_minor, month.corrections_minor, month.other_minor


def nice_top(highest: int) -> int:
    """Return a round number of thousands of dollars, at least as high, that three steps divide well."""
    thousands = max(1, -(-highest // 100_000))
    scale = 1
    while True:
        for tick in (1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 25, 30, 40, 50, 60, 80):
            if 3 * tick * scale >= thousands:
                return 3 * tick * scale
        scale *= 100


class MonthChart(KitWidget):
    """Stacked bars, one a month; each opens its handovers."""

    opened = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._months: tuple[Month, ...] = ()
        self._at = -1
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def set_months(self, months: Sequence[Month]) -> None:
        """Show other months, the present one last."""
        self._months = tuple(months)
        self._at = -1
        self._retranslate()

    def _retranslate(self) -> None:
        self.setAccessibleName(_("Handovers by month"))
        self.setAccessibleDescription("; ".join(self.said(month) for month in self._months))
        self.update()

    def said(self, month: Month) -> str:
        """Return a month in words: "Sep 2026: $128,400, 6 handovers (Police $60,000, Corrections $68,400)"."""
        parts = ", ".join(
            f"{_(name)} {money(Money(amount), cents=False)}"
            for (name, _token), amount in zip(_PARTS, _amounts(month), strict=True)
            if amount
        )
        count = ngettext("{n} handover", "{n} handovers", month.count).format(n=month.count)
        total = money(Money(month.total_minor), cents=False)
        return f"{self.name(month)} {month.first.year}: {total}, {count}" + (f" ({parts})" if parts else "")

    @staticmethod
    def name(month: Month) -> str:
        """Return a month's short name in the screen's language."""
        return QLocale(language()).standaloneMonthName(month.first.month, QLocale.FormatType.ShortFormat).rstrip(".")

    def minimumSizeHint(self) -> QSize:
        """Be at least 120 high."""
        return QSize(260, theme.px(124))

    def sizeHint(self) -> QSize:
        """Prefer the picture's size."""
        return QSize(560, 220)

    # geometry -----------------------------------------------------------------------------------------------
    def _plot(self) -> QRectF:
        top, bottom = theme.px(42), theme.px(24)
        return QRectF(_LEFT, top, self.width() - _LEFT - 16, self.height() - top - bottom)

    def _slot(self, at: int) -> QRectF:
        plot = self._plot()
        width = plot.width() / max(1, len(self._months))
        return QRectF(plot.x() + at * width, plot.y(), width, plot.height())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show the month under the pointer."""
        at = self._month_at(event)
        self._show(at)
        self.setCursor(Qt.CursorShape.PointingHandCursor if at >= 0 else Qt.CursorShape.ArrowCursor)

    def _month_at(self, event: QMouseEvent) -> int:
        """Return the month of the bar, its number or its name under the pointer, or -1."""
        x, y = event.position().x(), event.position().y()
        hit = (n for n in range(len(self._months)) if self._slot(n).left() <= x < self._slot(n).right())
        return next(hit, -1) if y >= self._plot().y() - theme.px(17) else -1

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open the handovers of a month."""
        at = self._month_at(event)
        if at >= 0 and event.button() == Qt.MouseButton.LeftButton:
            self.opened.emit(self._months[at].first)

    def leaveEvent(self, event: object) -> None:
        """Show none."""
        self._show(-1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk over the months and open one; time runs to the right in every language."""
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
        if step and self._months:
            at = self._at if self._at >= 0 else len(self._months) - (1 if step < 0 else 2)
            self._show(max(0, min(len(self._months) - 1, at + step)))
        elif self._at >= 0 and event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}:
            self.opened.emit(self._months[self._at].first)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: object) -> None:
        """Show the ring."""
        self.update()

    def focusOutEvent(self, event: object) -> None:
        """Show none."""
        self._show(-1)
        self.update()

    def _show(self, at: int) -> None:
        if at == self._at:
            return
        self._at = at
        if at >= 0:
            self.setAccessibleDescription(self.said(self._months[at]))
        self.setToolTip(self.said(self._months[at]) if at >= 0 else "")
        self.update()

    # painting -----------------------------------------------------------------------------------------------
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw legend, grid, bars and values."""
        painter = QPainter(self)
        self._legend(painter)
        if not self._months:
            return
        top = nice_top(max(month.total_minor for month in self._months))
        self._grid(painter, top)
        best = max(range(len(self._months)), key=lambda n: self._months[n].total_minor)
        for at, month in enumerate(self._months):
            last = at == len(self._months) - 1
            self._month(painter, at, month, top, shown=at in {best, self._at} or last, strong=last)
        if self.hasFocus():
            paint.ring(painter, QRectF(self.rect()).adjusted(3, 3, -3, -3), 6)

    def _legend(self, painter: QPainter) -> None:
        rtl, at, box = self.isRightToLeft(), 14.0, QRectF(0, 6, self.width(), theme.px(20))
        used = [name for n, name in enumerate(_PARTS) if n < 2 or any(_amounts(month)[n] for month in self._months)]
        for words, token in used:
            shown = _(words)
            square = QRectF(self.width() - at - 9 if rtl else at, box.center().y() - 4.5, 9, 9)
            paint.rounded(painter, square, fill=theme.color(token), radius=2)
            width = paint.width_of(shown, "secondary") + 2
            name = QRectF(self.width() - at - 15 - width if rtl else at + 15, box.y(), width, box.height())
            paint.text(painter, name, shown, "secondary", theme.color("text2"), rtl=rtl)
            at += 15 + width + 24
        total = sum(month.total_minor for month in self._months)
        count = sum(month.count for month in self._months)
        words = ngettext("{value} · {n} handover", "{value} · {n} handovers", count)
        shown = words.format(value=short_money(Money(total)), n=f"{count:,}")
        if at + paint.width_of(shown, "label") + 20 < self.width():
            paint.text(painter, box.adjusted(14, 0, -16, 0), shown, "label", theme.color("text"), align="end", rtl=rtl)

    def _grid(self, painter: QPainter, top: int) -> None:
        plot = self._plot()
        for step in range(4):
            y = round(plot.bottom() - plot.height() * step / 3)
            painter.fillRect(QRectF(plot.x(), y, plot.width(), 1), theme.color("borderStrong" if step == 0 else "grid"))
            label = QRectF(0, y - 9, _LEFT - 8, 18)
            paint.text(painter, label, f"{top * step // 3:,}", "caption", theme.color("text3"), align="end", rtl=False)

    def _month(self, painter: QPainter, at: int, month: Month, top: int, *, shown: bool, strong: bool) -> None:
        slot, plot = self._slot(at), self._plot()
        width = min(theme.px(22), slot.width() * 0.62)
        x = slot.center().x() - width / 2
        if at == self._at:
            paint.rounded(painter, slot.adjusted(1, -4, -1, 0), fill=theme.color("hover"), radius=4)
        y = plot.bottom()
        parts = [
            (amount, theme.color(token)) for (_n, token), amount in zip(_PARTS, _amounts(month), strict=True) if amount
        ]
        for n, (amount, tint) in enumerate(parts):
            height = max(1.5, plot.height() * amount / (top * 100_000))
            y -= height
            self._part(painter, QRectF(x, y, width, height), tint, top=n == len(parts) - 1, gap=n > 0)
        name = QRectF(slot.x() - 6, plot.bottom() + 4, slot.width() + 12, theme.px(18))
        ink = theme.color("text" if strong else "text3")
        every = 1 if slot.width() > paint.width_of("Sep", "caption") + 4 else 2
        if (len(self._months) - 1 - at) % every == 0:
            paint.text(painter, name, self.name(month), "chip" if strong else "caption", ink, align="center", rtl=False)
        if shown and month.total_minor:
            value = QRectF(slot.x() - 12, y - theme.px(17), slot.width() + 24, theme.px(15))
            thousands = f"{round(month.total_minor / 100_000):,}"
            paint.text(painter, value, thousands, "chip", theme.color("text"), align="center", rtl=False)

    @staticmethod
    def _part(painter: QPainter, box: QRectF, tint: QColor, *, top: bool, gap: bool) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        inner = box.adjusted(0, 0, 0, -_GAP if gap and box.height() > _GAP else 0)
        path = QPainterPath(QPointF(inner.x(), inner.bottom()))
        radius = min(3.0, inner.height()) if top else 0.0
        path.lineTo(inner.x(), inner.y() + radius)
        path.quadTo(inner.x(), inner.y(), inner.x() + radius, inner.y())
        path.lineTo(inner.right() - radius, inner.y())
        path.quadTo(inner.right(), inner.y(), inner.right(), inner.y() + radius)
        path.lineTo(inner.right(), inner.bottom())
        path.closeSubpath()
        painter.fillPath(path, tint)
        painter.restore()
