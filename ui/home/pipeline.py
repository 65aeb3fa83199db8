"""Where the goods ordered in a fiscal year are now: four figures and one bar in proportion. Picture 01."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy

from inl_logistics.home.queries import Stage
from inl_logistics.kernel.translation import N_, _, ngettext
from inl_logistics.kernel.values import Money
from ui.kit import paint, theme
from ui.kit.formats import number, short_money
from ui.kit.tokens import ToneName
from ui.kit.widget import KitWidget

_NAMES = {
    "ordered": N_("Ordered"), "in-transit": N_("In transit"), "in-store": N_("In store"),
    "handed-over": N_("Handed over"),
}  # fmt: skip
_STAGE = 68


class Pipeline(KitWidget):
    """Figures of the stages; each opens its list."""

    opened = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._stages: tuple[Stage, ...] = ()
        self._units, self._current = False, 0
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_stages(self, stages: Sequence[Stage]) -> None:
        """Show other figures."""
        self._stages = tuple(stages)
        self._retranslate()
        self.updateGeometry()

    def show_units(self, units: bool) -> None:
        """Show units instead of dollars."""
        self._units = units
        self._retranslate()

    def _retranslate(self) -> None:
        said = [f"{_(_NAMES[stage.name])}: {self._value(stage)}, {self._note(stage)}" for stage in self._stages]
        self.setAccessibleName(_("Pipeline"))
        self.setAccessibleDescription("; ".join(said))
        self.update()

    def _value(self, stage: Stage) -> str:
        return number(stage.units) if self._units else short_money(Money(stage.value_minor))

    def _note(self, stage: Stage) -> str:
        n = stage.papers
        match stage.name:
            case "ordered":
                papers = ngettext("{n} PO", "{n} POs", n)
            case "in-transit":
                papers = ngettext("{n} load", "{n} loads", n)
            case "in-store":
                papers = ngettext("{n} item", "{n} items", n)
            case _:
                papers = ngettext("{n} receipt", "{n} receipts", n)
        first = (
            short_money(Money(stage.value_minor))
            if self._units
            else (ngettext("{n} unit", "{n} units", stage.units).format(n=number(stage.units)))
        )
        return f"{first} · {papers.format(n=number(n))}"

    def shares(self) -> list[float]:
        """Return which part of what was ordered is in transit, in store, handed over."""

        def size(stage: Stage) -> int:
            return stage.units if self._units else stage.value_minor

        if not self._stages:
            return []
        whole = max(size(self._stages[0]), sum(size(stage) for stage in self._stages[1:]), 1)
        return [size(stage) / whole for stage in self._stages[1:]]

    # sizes --------------------------------------------------------------------------------------------------
    def _across(self) -> int:
        widest = max((paint.width_of(self._note(stage), "caption") for stage in self._stages), default=100)
        return 4 if (widest + 22) * 4 <= self.width() - 14 else 2

    def sizeHint(self) -> QSize:
        """Fit figures, bar and shares."""
        lines = 1 if self._across() == 4 else 2
        return QSize(440, theme.px(_STAGE) * lines + theme.px(46))

    def resizeEvent(self, event: object) -> None:
        """Stand in two lines where the card is narrow."""
        self.updateGeometry()

    def _box(self, at: int) -> QRectF:
        across, step = self._across(), theme.px(_STAGE)
        width = (self.width() - 28) / across
        place = at % across
        if self.isRightToLeft():
            place = across - 1 - place
        return QRectF(14 + place * width, 8 + at // across * step, width, step - 6)

    # acting -------------------------------------------------------------------------------------------------
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open a stage."""
        for at, stage in enumerate(self._stages):
            if self._box(at).contains(event.position()):
                self.opened.emit(stage.name)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk over the stages and open one."""
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
        if step and self._stages:
            step = -step if self.isRightToLeft() else step
            self._current = max(0, min(len(self._stages) - 1, self._current + step))
            self.update()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space} and self._stages:
            self.opened.emit(self._stages[self._current].name)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: object) -> None:
        """Show the ring."""
        self.update()

    def focusOutEvent(self, event: object) -> None:
        """Hide the ring."""
        self.update()

    # painting -----------------------------------------------------------------------------------------------
    @staticmethod
    def _tints() -> list[QColor]:
        tones: tuple[ToneName, ...] = ("neutral", "info", "teal", "ok")
        return [theme.tone(tone).dot for tone in tones]

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw figures and bar."""
        painter, rtl = QPainter(self), self.isRightToLeft()
        tints = self._tints()
        across = self._across()
        for at, stage in enumerate(self._stages):
            box = self._box(at)
            if at % across:
                edge = box.right() if rtl else box.x()
                painter.fillRect(QRectF(edge, box.y() + 2, 1, box.height() - 4), theme.color("border"))
            inner = box if at % across == 0 else box.adjusted(0 if rtl else 12, 0, -12 if rtl else 0, 0)
            self._stage(painter, inner, stage, tints[at], rtl)
            if at == self._current and self.hasFocus():
                paint.ring(painter, box.adjusted(1, 0, -1, 2), 5)
        if self._stages:
            self._bar(painter, tints, rtl)

    def _stage(self, painter: QPainter, box: QRectF, stage: Stage, tint: QColor, rtl: bool) -> None:
        first, second = theme.px(16), theme.px(27)
        square = QRectF(box.right() - 9 if rtl else box.x(), box.y() + (first - 9) / 2, 9, 9)
        paint.rounded(painter, square, fill=tint, radius=2)
        name = QRectF(box.x() if rtl else box.x() + 15, box.y(), box.width() - 15, first)
        paint.text(painter, name, _(_NAMES[stage.name]), "secondary", theme.color("text2"), rtl=rtl)
        value = QRectF(box.x(), box.y() + first, box.width(), second)
        paint.text(painter, value, self._value(stage), "bignumber", theme.color("text"), rtl=rtl)
        note = QRectF(box.x(), box.y() + first + second, box.width() - 4, theme.px(15))
        paint.text(painter, note, self._note(stage), "caption", theme.color("text3"), rtl=rtl)

    def _bar(self, painter: QPainter, tints: list[QColor], rtl: bool) -> None:
        top, width = self.height() - theme.px(40), self.width() - 28
        track = QRectF(14, top, width, 10)
        paint.rounded(painter, track, fill=theme.color("disabledBg"), radius=4)
        at = 14.0
        shares = self.shares()
        last = max((n for n, share in enumerate(shares) if share > 0), default=-1)
        for n, share in enumerate(shares):
            wide = share * width
            if wide < 1:
                continue
            x = self.width() - at - wide if rtl else at
            paint.rounded(
                painter, QRectF(x + (1 if rtl else 0), top, max(2.0, wide - 2), 10), fill=tints[n + 1], radius=4
            )
            words = _("{n} %").format(n=round(share * 100))
            if n == last:
                what = _("{n} % of ordered units") if self._units else _("{n} % of ordered value")
                words = what.format(n=round(share * 100))
            room = (width + 14 - at) if n == last else wide - 4
            if room >= paint.width_of(words, "caption") or n == last:
                label = QRectF(self.width() - at - room if rtl else at, top + 13, room, theme.px(15))
                paint.text(painter, label, words, "caption", theme.color("text2"), rtl=rtl)
            at += wide
