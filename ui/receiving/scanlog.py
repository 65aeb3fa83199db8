"""The scan log: newest first, drawn by one paint; unknown scans carry their decisions, damage its photos. Picture 04.

log.show_scans(rows); log.acted.connect(self._act)        # (scan id, "over" | "aside" | "ignore" | "wrong" | …)
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QMenu

from inl_logistics.kernel.translation import N_, _
from inl_logistics.receiving.queries import ScanRow
from ui.kit import formats, icons, paint, theme
from ui.kit.keys import name_of
from ui.kit.tokens import ToneName

_MARKS: dict[str, tuple[str, ToneName]] = {
    "good": ("circle-check", "ok"), "damaged": ("circle-alert", "bad"), "over": ("circle-plus", "violet"),
    "wrong": ("circle-plus", "violet"), "set-aside": ("circle-plus", "violet"), "repeated": ("copy", "neutral"),
    "unknown": ("circle-x", "bad"), "ignored": ("ban", "neutral"),
}  # fmt: skip
ACTIONS: dict[str, tuple[tuple[str, str], ...]] = {
    "unknown": (("over", N_("Add as over")), ("aside", N_("Set aside")), ("wrong", N_("Wrong item")),
                ("ignore", N_("Ignore"))),
    "damaged": (("note", N_("Note")), ("photo", N_("Add photo"))),
}  # fmt: skip
_MORE: tuple[tuple[str, str], ...] = (
    ("correct", N_("Lot, expiry, bin, quantity…")),
    ("photos", N_("Photos…")),
    ("note", N_("Note…")),
    ("undo", N_("Take this scan back")),
)


def explained(scan: ScanRow) -> tuple[str, ToneName | None]:
    """Return the second line of an entry and its tone."""
    item = scan.item
    if scan.quantity > 1 and item:
        item = _("{n} × {item}").format(n=formats.number(scan.quantity), item=item)
    match scan.outcome:
        case "repeated":
            return _("Scanned twice, counted once"), None
        case "unknown":
            return _("Not on this shipment"), "bad"
        case "ignored":
            return _("Ignored"), None
        case "damaged":
            return _("{item} · {what}").format(item=item, what=scan.note or _("damaged")), "bad"
        case "wrong":
            return _("{item} · wrong item").format(item=item), "violet"
        case "set-aside":
            return _("{item} · set aside").format(item=item), "violet"
        case _:
            lot = _("lot {lot}").format(lot=paint.isolated(scan.lot)) if scan.lot else ""
            return " · ".join(filter(None, (item, lot, scan.bin, scan.note))), None


@dataclass(slots=True)
class _Hit:
    box: QRectF
    scan_id: int
    action: str


class ScanLog(QAbstractScrollArea):
    """The entries; ↑ ↓ move, Enter opens what can be done with one."""

    acted = Signal(int, str)

    def __init__(self, local: Callable[[datetime], datetime]) -> None:
        super().__init__()
        self._local = local
        self._scans: tuple[ScanRow, ...] = ()
        self._tops: list[int] = []
        self._hits: list[_Hit] = []
        self._several = self._closed = False
        self._current = -1
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.viewport().setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def show_scans(self, scans: Sequence[ScanRow], *, closed: bool = False) -> None:
        """Show other entries, keeping the current one; nothing can be done with the scans of a closed receiving."""
        self._closed = closed
        kept = self._scans[self._current].id if 0 <= self._current < len(self._scans) else None
        self._scans = tuple(scans)
        self._several = len({scan.by for scan in scans}) > 1  # who counted is said where it was more than one
        self._current = next((n for n, scan in enumerate(self._scans) if scan.id == kept), -1)
        self._measure()
        self.viewport().update()

    def scans(self) -> tuple[ScanRow, ...]:
        """Return the entries shown."""
        return self._scans

    def current(self) -> ScanRow | None:
        """Return the current entry."""
        return self._scans[self._current] if 0 <= self._current < len(self._scans) else None

    def select(self, scan_id: int) -> None:
        """Make an entry current and bring it into view."""
        self._go(next((n for n, scan in enumerate(self._scans) if scan.id == scan_id), -1))

    def next_problem(self) -> ScanRow | None:
        """Go to the next entry that waits for a decision."""
        waiting = [n for n, scan in enumerate(self._scans) if scan.outcome == "unknown"]
        if not waiting:
            return None
        self._go(next((n for n in waiting if n > self._current), waiting[0]))
        return self.current()

    def offered(self) -> set[str]:
        """Return what the buttons now drawn do."""
        return {hit.action for hit in self._hits}

    def sizeHint(self) -> QSize:
        """Suggest the width of picture 04."""
        return QSize(340, 400)

    def _height(self, scan: ScanRow) -> int:
        places = self._places(scan)
        return theme.px(42) + (round(places[-1][2].bottom()) + theme.px(8) if places else 0)

    def _measure(self) -> None:
        self._tops, at = [], 0
        for scan in self._scans:
            self._tops.append(at)
            at += self._height(scan)
        bar = self.verticalScrollBar()
        bar.setRange(0, max(0, at - self.viewport().height()))
        bar.setPageStep(self.viewport().height())
        bar.setSingleStep(theme.px(42))

    def _go(self, at: int) -> None:
        if not 0 <= at < len(self._scans):
            return
        self._current = at
        top, height = self._tops[at], self._height(self._scans[at])
        bar = self.verticalScrollBar()
        if top < bar.value():
            bar.setValue(top)
        elif top + height > bar.value() + self.viewport().height():
            bar.setValue(top + height - self.viewport().height())
        scan = self._scans[at]
        self.setAccessibleDescription(f"{scan.text}: {explained(scan)[0]}")
        self.viewport().update()

    # Qt -----------------------------------------------------------------------------------------------------
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Measure again."""
        self._measure()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move, and open the entry's actions."""
        name = name_of(event)
        steps = {"Down": 1, "Up": -1, "PgDown": 8, "PgUp": -8}
        if name in steps:
            self._go(max(0, min(len(self._scans) - 1, self._current + steps[name])))
        elif name in {"Enter", "Space"} and self.current() is not None:
            self._menu()
        else:
            super().keyPressEvent(event)

    def _menu(self) -> None:
        scan = self.current()
        if scan is None or self._closed:
            return
        menu = QMenu(self)
        own = ACTIONS.get(scan.outcome, ())
        for key, words in (*own, *(more for more in _MORE if more[0] not in dict(own))):
            action = menu.addAction(_(words))
            action.triggered.connect(lambda _checked=False, key=key, one=scan.id: self.acted.emit(one, key))
        y = self._tops[self._current] - self.verticalScrollBar().value() + theme.px(40)
        menu.popup(self.viewport().mapToGlobal(QPoint(theme.px(38), y)))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Act on a button, else make the entry current."""
        at = event.position()
        hit = next((hit for hit in self._hits if hit.box.contains(at)), None)
        if hit is not None:
            self.acted.emit(hit.scan_id, hit.action)
            return
        y = at.y() + self.verticalScrollBar().value()
        found = [n for n, top in enumerate(self._tops) if top <= y < top + self._height(self._scans[n])]
        if found:
            self._go(found[0])
            if event.button() == Qt.MouseButton.RightButton:
                self._menu()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show the hand over buttons."""
        over = any(hit.box.contains(event.position()) for hit in self._hits)
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Have a current entry."""
        super().focusInEvent(event)
        if self._current < 0:
            self._go(0)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Draw without the ring."""
        super().focusOutEvent(event)
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the visible entries."""
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), theme.color("surface"))
        self._hits = []
        offset, high = self.verticalScrollBar().value(), self.viewport().height()
        for n, scan in enumerate(self._scans):
            top = self._tops[n] - offset
            if top > high:
                break
            if top + self._height(scan) >= 0:
                self._entry(painter, n, scan, top)
        if not self._scans:
            words = _("Scans appear here, the newest first.")
            box = QRectF(14, 0, self.viewport().width() - 28, theme.px(60))
            paint.text(painter, box, words, "body", theme.color("text3"), align="center")

    def _x(self, at: float, width: float) -> float:
        return self.viewport().width() - at - width if self.isRightToLeft() else at

    def _entry(self, painter: QPainter, n: int, scan: ScanRow, top: int) -> None:
        width, height, rtl = self.viewport().width(), self._height(scan), self.isRightToLeft()
        if n == self._current and self.hasFocus():
            paint.ring(painter, QRectF(3, top + 1, width - 6, height - 2), 6)
        icon, tone = _MARKS.get(scan.outcome, ("info", "neutral"))
        ratio = self.devicePixelRatioF()
        mark = icons.pixmap(icon, 16, theme.tone(tone).dot, ratio=ratio)
        painter.drawPixmap(QPointF(self._x(14, 16), top + theme.px(12)), mark)
        time = f"{self._local(scan.at):%H:%M:%S}"
        wide = paint.width_of(time, "secondary") + 2
        line = theme.px(17)
        first = QRectF(self._x(40, width - 66 - wide), top + 4, width - 66 - wide, line)
        paint.text(painter, first, scan.text, "mono", theme.color("text"), middle=True, rtl=rtl)
        at = QRectF(self._x(width - 14 - wide, wide), top + 4, wide, line)
        paint.text(painter, at, time, "secondary", theme.color("text3"), rtl=False)
        words, loud = explained(scan)
        if self._several:
            words = " · ".join(filter(None, (words, scan.by)))
        below = QRectF(self._x(40, width - 54), top + 4 + line, width - 54, line)
        tint = theme.tone(loud).text if loud else theme.color("text2")
        paint.text(painter, below, words, "secondary", tint, rtl=rtl)
        if scan.outcome in ACTIONS and not self._closed:
            self._buttons(painter, scan, top + theme.px(42))
        painter.fillRect(QRectF(self._x(40, width - 54), top + height - 1, width - 54, 1), theme.color("grid"))

    def _buttons(self, painter: QPainter, scan: ScanRow, top: int) -> None:
        for key, words, box in self._places(scan):
            placed = QRectF(self._x(box.x(), box.width()), top + box.y(), box.width(), box.height())
            outlined = key == ACTIONS[scan.outcome][0][0]
            if outlined:
                paint.rounded(
                    painter, placed, fill=theme.color("surface"), border=theme.color("borderStrong"), radius=6
                )
            ink = theme.color("text" if outlined else "accentText")
            paint.text(painter, placed, words, "label", ink, align="center", rtl=self.isRightToLeft())
            self._hits.append(_Hit(placed, scan.id, key))

    def _places(self, scan: ScanRow) -> list[tuple[str, str, QRectF]]:
        """Return the buttons of an entry from its start edge, in as many lines as they need."""
        found: list[tuple[str, str, QRectF]] = []
        at, y, height, room = 40.0, 0.0, theme.px(28), self.viewport().width() - 4
        for n, (key, words) in enumerate(() if self._closed else ACTIONS.get(scan.outcome, ())):
            shown = _("Photos {n}").format(n=scan.photos) if key == "photo" and scan.photos else _(words)
            width = paint.width_of(shown, "label") + (20 if n == 0 else 12)
            if at + width > room and n:
                at, y = 40.0, y + height + 2
            found.append((key, shown, QRectF(at, y, width, height)))
            at += width + 4
        return found
