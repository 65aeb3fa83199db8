"""A record's life: the stepper (numbers and checks) and the milestones of a shipment. Source: ui.md 5, 10.

stepper.set_steps([Step(_("Draft"), "done"), Step(_("Checked"), "current"), Step(_("Issued"), "todo")])
row.set_milestones([Milestone(_("Ordered"), "12 Aug", _("on plan"), "done"), ...])
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy

from inl_logistics.kernel.translation import N_, _
from ui.kit import icons, paint, theme
from ui.kit.tokens import Role
from ui.kit.widget import KitWidget

_CENTER = 21  # px from the top to the middle of a milestone's circle
State = Literal["done", "current", "late", "todo", "skipped"]
_WORDS: dict[State, str] = {
    "done": N_("done"), "current": N_("current"), "late": N_("late"), "todo": N_("to do"), "skipped": N_("skipped"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a record's life."""

    title: str
    state: State


@dataclass(frozen=True, slots=True)
class Milestone:
    """One milestone: title, what is known (actual or due or forecast), the small line below it."""

    title: str
    when: str
    note: str = ""
    state: State = "todo"
    key: str = ""


class Stepper(KitWidget):
    """Circles with titles beside them and lines between."""

    def __init__(self) -> None:
        super().__init__()
        self._steps: tuple[Step, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def set_steps(self, steps: Sequence[Step]) -> None:
        """Show other steps."""
        self._steps = tuple(steps)
        said = [f"{step.title} ({_(_WORDS[step.state])})" for step in self._steps]
        self.setAccessibleName(", ".join(said))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Fit the titles with lines of 56 px."""
        return QSize(self._titles_width() + max(0, len(self._steps) - 1) * (56 + 16), theme.px(24))

    def minimumSizeHint(self) -> QSize:
        """Lines may shrink, titles not."""
        return QSize(self._titles_width() + max(0, len(self._steps) - 1) * (16 + 16), theme.px(24))

    def _titles_width(self) -> int:
        return sum(20 + 7 + int(paint.width_of(step.title, _role(step))) + 2 for step in self._steps)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw circles, titles and lines."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        gaps = max(1, len(self._steps) - 1)
        line = min(56, (self.width() - self._titles_width()) / gaps - 16)
        x, middle = 0.0, self.height() / 2

        def box(width: float) -> QRectF:
            return QRectF(self.width() - x - width if rtl else x, 0, width, self.height())

        for n, step in enumerate(self._steps):
            circle = box(20)
            _circle(painter, QPointF(circle.center().x(), middle), step.state, str(n + 1), self.devicePixelRatioF())
            x += 27
            width = paint.width_of(step.title, _role(step)) + 2
            ink = theme.color("text2" if step.state in {"todo", "skipped"} else "text")
            paint.text(painter, box(width), step.title, _role(step), ink, rtl=rtl)
            x += width
            if n + 1 < len(self._steps):
                x += 8
                done = step.state == "done"
                tint = theme.tone("ok").dot if done else theme.color("borderStrong")
                painter.fillRect(QRectF(box(line).x(), middle - 1, line, 2), tint)
                x += line + 8


class Milestones(KitWidget):
    """Circles across the width with title and two lines below each."""

    clicked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._marks: tuple[Milestone, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_milestones(self, marks: Sequence[Milestone]) -> None:
        """Show other milestones."""
        self._marks = tuple(marks)
        said = [f"{mark.title} ({_(_WORDS[mark.state])}): {mark.when} {mark.note}" for mark in self._marks]
        self.setAccessibleName("; ".join(said))
        self.update()

    def sizeHint(self) -> QSize:
        """Be 80 high at 100 %."""
        return QSize(120 * max(1, len(self._marks)), _CENTER + 14 + theme.px(54))

    def minimumSizeHint(self) -> QSize:
        """Allow narrow windows; titles elide."""
        return QSize(70 * max(1, len(self._marks)), self.sizeHint().height())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Tell which milestone was clicked."""
        for n, mark in enumerate(self._marks):
            if self._cell(n).contains(event.position()):
                self.clicked.emit(mark.key)

    def _cell(self, n: int) -> QRectF:
        width = self.width() / max(1, len(self._marks))
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        at = len(self._marks) - 1 - n if rtl else n
        return QRectF(at * width, 0, width, self.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw lines first, then marks and words."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for n in range(len(self._marks) - 1):
            self._line(painter, n)
        for n, mark in enumerate(self._marks):
            cell = self._cell(n)
            center = QPointF(cell.center().x(), _CENTER)
            _circle(painter, center, mark.state, "", self.devicePixelRatioF())
            self._words(painter, cell.adjusted(3, 0, -3, 0), mark)

    def _line(self, painter: QPainter, n: int) -> None:
        one, two = self._cell(n).center().x(), self._cell(n + 1).center().x()
        left, right = min(one, two) + 13, max(one, two) - 13
        after = self._marks[n + 1].state
        tints: dict[State, QColor] = {"done": theme.tone("ok").dot, "late": theme.tone("bad").dot,
                                      "current": theme.tone("info").dot}  # fmt: skip
        pen = QPen(tints.get(after, theme.color("control")), 2 if after in tints else 1)
        if after not in tints:
            pen.setDashPattern([3, 3])
        painter.setPen(pen)
        painter.drawLine(QPointF(left, _CENTER), QPointF(right, _CENTER))

    def _words(self, painter: QPainter, cell: QRectF, mark: Milestone) -> None:
        late = mark.state == "late"
        known = mark.state in {"done", "late", "current"}
        bad = theme.tone("bad").text
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        first, step = _CENTER + 14 + theme.px(2), theme.px(17)
        lines: tuple[tuple[str, Role, QColor], ...] = (
            (mark.title, "header", theme.color("text" if known else "text2")),
            (mark.when, "header" if late else "secondary", bad if late else theme.color("text2")),
            (mark.note, "caption", bad if late else theme.color("text3")),
        )
        for n, (words, role, tint) in enumerate(lines):
            strong: Role = "chip" if late and n == 2 else role
            spot = QRectF(cell.x(), first + n * step - (1 if n == 2 else 0), cell.width(), step)
            paint.text(painter, spot, words, strong, tint, align="center", rtl=rtl)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text size."""
        if event.type() == QEvent.Type.StyleChange:
            self.updateGeometry()
        super().changeEvent(event)


def _role(step: Step) -> Role:
    return "semibold" if step.state in {"current", "late"} else "strong"


def _circle(painter: QPainter, center: QPointF, state: State, number: str, ratio: float) -> None:
    painter.save()
    spot = QRectF(center.x() - 10, center.y() - 10, 20, 20)
    if state == "late":
        halo = QColor(theme.tone("bad").background)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(halo)
        painter.drawEllipse(spot.adjusted(-3, -3, 3, 3))
    fills: dict[State, QColor] = {"done": theme.tone("ok").dot, "late": theme.tone("bad").dot,
                                  "current": theme.color("accent")}  # fmt: skip
    if state in fills:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(fills[state])
        painter.drawEllipse(spot)
    else:
        pen = QPen(theme.color("control"), 1)
        if state == "skipped":
            pen.setDashPattern([2, 2])
        painter.setPen(pen)
        painter.setBrush(theme.color("surface"))
        painter.drawEllipse(spot.adjusted(0.5, 0.5, -0.5, -0.5))
    ink = theme.color("surface") if theme.is_dark() and state in {"done", "late"} else theme.color("onAccent")
    if state == "done" or (state == "late" and not number):
        drawn = icons.pixmap("check" if state == "done" else "hourglass", 12, ink, ratio=ratio,
                              stroke=3 if state == "done" else 2)  # fmt: skip
        painter.drawPixmap(QPointF(center.x() - 6, center.y() - 6), drawn)
    elif number:
        tint = theme.color("onAccent") if state in fills else theme.color("text2")
        paint.text(painter, spot, number, "chip", tint, align="center", rtl=False)
    painter.restore()
