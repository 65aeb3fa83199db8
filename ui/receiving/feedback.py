"""The figures of a receiving with their progress bar. Picture 04; ui.md 10."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent

from inl_logistics.kernel.translation import _, ngettext
from inl_logistics.receiving.queries import CountLine, ScanRow
from ui.kit import formats, paint, theme
from ui.kit.cards import BigNumber
from ui.kit.tokens import ToneName
from ui.kit.widget import KitWidget, Label, column, row


@dataclass(frozen=True, slots=True)
class Sums:
    """The figures of the whole session."""

    expected: int
    received: int
    damaged: int
    short: int
    over: int
    wrong: int

    @property
    def counted(self) -> int:
        """How many units of the list were in hand; overs and wrong items do not bring the end nearer."""
        return self.expected - self.short


def sums(lines: Sequence[CountLine]) -> Sums:
    """Add the lines up."""
    return Sums(
        sum(line.expected for line in lines), sum(line.received for line in lines),
        sum(line.damaged for line in lines), sum(line.short for line in lines), sum(line.over for line in lines),
        sum(line.wrong for line in lines),
    )  # fmt: skip


def minutes_left(scans: Sequence[ScanRow], left: int, *, at: datetime) -> int | None:
    """Return how long the rest takes at the pace of the last scans; nothing before there is a pace."""
    recent = [scan for scan in scans if scan.outcome in {"good", "damaged"}][:50]
    if len(recent) < 5 or left <= 0:
        return None
    seconds = (max(recent[0].at, at) - recent[-1].at).total_seconds()
    counted = sum(scan.quantity for scan in recent)
    return max(1, round(left * seconds / counted / 60)) if seconds > 0 else None


class _Bar(KitWidget):
    """Received, damaged and over as parts of one bar."""

    def __init__(self) -> None:
        super().__init__()
        self._parts: tuple[tuple[float, ToneName], ...] = ()
        self.setFixedHeight(10)

    def show_sums(self, found: Sums) -> None:
        """Show other shares."""
        whole = max(1, found.expected + found.over)
        good = found.received - min(found.over, found.received)
        self._parts = (
            (good / whole, "ok"), (found.damaged / whole, "bad"), (min(found.over, found.received) / whole, "violet"),
        )  # fmt: skip
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the parts with a gap of the surface between them."""
        painter, rtl = QPainter(self), self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        parts = tuple((share, theme.tone(tone).dot) for share, tone in self._parts)
        paint.bar(painter, QRectF(self.rect()), parts, rtl=rtl)
        at = 0.0
        for share, _tint in parts[:-1]:
            at += share
            if share:
                x = self.width() * (1 - at) if rtl else self.width() * at
                painter.fillRect(QRectF(x - 0.75, 0, 1.5, self.height()), theme.color("surface"))


class Figures(KitWidget):
    """Expected, received, damaged, short, over; how far it is and how long it will take."""

    def __init__(self) -> None:
        super().__init__()
        self._numbers = [BigNumber() for _n in range(5)]
        self._bar = _Bar()
        self.progress, self.pace = Label(role="label", token="text2"), Label(role="secondary", token="text3")
        below = row(None, self.progress, "stretch", self.pace, gap=12)
        right = column(None, 4, self._bar, 5, below, "stretch")
        line = row(self, *self._numbers, 6, right, gap=28)
        line.setStretch(len(self._numbers) + 1, 1)

    def show_sums(self, found: Sums, *, started: datetime, left: int | None, closed: bool) -> None:
        """Show other figures; `left` are minutes at this pace."""
        short = _("Short") if closed else _("Short so far")
        tones: tuple[tuple[int, str, ToneName | None], ...] = (
            (found.expected, _("Expected"), None), (found.received, _("Received"), "ok"),
            (found.damaged, _("Damaged"), "bad" if found.damaged else None), (found.short, short, "warn"),
            (found.over, _("Over"), "violet" if found.over else None),
        )  # fmt: skip
        for number, (value, caption, tone) in zip(self._numbers, tones, strict=True):
            number.set_words(formats.number(value), caption, tone=tone if value else None, quiet=not value)
        self._bar.show_sums(found)
        percent = found.counted * 100 // found.expected if found.expected else 100
        counted = formats.number(found.counted)
        words = _("{counted} of {expected} counted · {percent} %")
        self.progress.setText(words.format(counted=counted, expected=formats.number(found.expected), percent=percent))
        time = paint.isolated(f"{started:%H:%M}")
        if closed:
            self.pace.setText(_("Started {time}").format(time=time))
        elif left is None:
            self.pace.setText(_("Started {time} · no pace yet").format(time=time))
        else:
            words = ngettext(
                "Started {time} · about {n} min left at this pace", "Started {time} · about {n} min left at this pace",
                left,
            )  # fmt: skip
            self.pace.setText(words.format(time=time, n=left))
