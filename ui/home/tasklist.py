"""The grouped list of tasks: the two worst of each kind, "n more", one verb a row. Picture 01.

Painted as one widget, so that ↑ ↓ walk over groups and rows alike; Enter opens, Ctrl Enter does the verb.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QScrollArea, QSizePolicy, QToolTip

from inl_logistics.home.values import Task, TaskKind
from inl_logistics.kernel.translation import _
from ui.home.words import GROUPS, task_chip, task_detail, task_title
from ui.kit import icons, paint, theme
from ui.kit.chips import look_width
from ui.kit.keys import name_of
from ui.kit.widget import KitWidget

_SHOWN = 2
_HEAD, _ROW = 26, 35


@dataclass(frozen=True, slots=True)
class _Line:
    """One painted line: a group's head (task is None) or a task."""

    kind: TaskKind
    task: Task | None
    count: int = 0


class TaskList(KitWidget):
    """All groups with their worst tasks."""

    opened = Signal(object)  # Task
    acted = Signal(object)  # Task
    group_opened = Signal(object)  # TaskKind

    def __init__(self) -> None:
        super().__init__()
        self._lines: tuple[_Line, ...] = ()
        self._current, self._hover = -1, QPointF(-1, -1)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.MinimumExpanding)

    def set_tasks(self, tasks: Sequence[Task]) -> None:
        """Show other tasks; the current one stays if it is still there."""
        before = self.current_task()
        lines: list[_Line] = []
        for kind in TaskKind:
            of_kind = [task for task in tasks if task.kind is kind]
            if of_kind:
                lines += [_Line(kind, None, len(of_kind)), *(_Line(kind, task) for task in of_kind[:_SHOWN])]
        self._lines = tuple(lines)
        same = (n for n, line in enumerate(lines) if line.task is not None and before is not None
                and (line.task.kind, line.task.subject_id) == (before.kind, before.subject_id))  # fmt: skip
        self._current = next(same, 1 if lines else -1)
        self._retranslate()
        self.updateGeometry()
        self.update()

    def current_task(self) -> Task | None:
        """Return the task of the current line."""
        return self._lines[self._current].task if 0 <= self._current < len(self._lines) else None

    def shown(self) -> list[str]:
        """Return the words of every line, for screen readers and tests."""
        return [self._said(line) for line in self._lines]

    def _said(self, line: _Line) -> str:
        group = GROUPS[line.kind]
        if line.task is None:
            return f"{_(group.title)} {line.count}"
        parts = (task_title(line.task), task_detail(line.task), task_chip(line.task).text, _(group.verb))
        return ", ".join(parts)

    def _retranslate(self) -> None:
        self.setAccessibleName(_("Needs you today"))
        if 0 <= self._current < len(self._lines):
            self.setAccessibleDescription(self._said(self._lines[self._current]))
        self.update()

    # sizes --------------------------------------------------------------------------------------------------
    def _height(self, line: _Line) -> int:
        return theme.px(_HEAD if line.task is None else _ROW)

    def sizeHint(self) -> QSize:
        """Fit all lines."""
        return QSize(420, sum(self._height(line) for line in self._lines) + 1)

    def minimumSizeHint(self) -> QSize:
        """Let the card scroll."""
        return QSize(300, self.sizeHint().height())

    def _box(self, at: int) -> QRectF:
        top = sum(self._height(line) for line in self._lines[:at])
        return QRectF(0, top, self.width(), self._height(self._lines[at]))

    def _at(self, point: QPointF) -> int:
        return next((n for n in range(len(self._lines)) if self._box(n).contains(point)), -1)

    def _end_words(self, line: _Line) -> str:
        if line.task is not None:
            return _(GROUPS[line.kind].verb)
        more = line.count - _SHOWN
        return _("{n} more").format(n=more) if more > 0 else ""

    def _end_box(self, at: int) -> QRectF:
        box, width = self._box(at), paint.width_of(self._end_words(self._lines[at]), "strong") + 8
        return QRectF(10 if self.isRightToLeft() else box.width() - 10 - width, box.y(), width, box.height())

    # acting -------------------------------------------------------------------------------------------------
    def _move(self, step: int) -> None:
        if self._lines:
            self._set_current(max(0, min(len(self._lines) - 1, self._current + step)))

    def _set_current(self, at: int) -> None:
        self._current = at
        self.setAccessibleDescription(self._said(self._lines[at]))
        port = self.parentWidget()
        area = port.parentWidget() if port is not None else None
        if isinstance(area, QScrollArea):
            box = self._box(at)
            area.ensureVisible(0, int(box.center().y()), 0, int(box.height()))
        self.update()

    def open_current(self) -> None:
        """Open the record, or the list behind a group."""
        if 0 <= self._current < len(self._lines):
            line = self._lines[self._current]
            if line.task is None:
                self.group_opened.emit(line.kind)
            else:
                self.opened.emit(line.task)

    def act_current(self) -> None:
        """Do the verb of the current line."""
        task = self.current_task()
        if task is not None:
            self.acted.emit(task)
        else:
            self.open_current()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk, open, do."""
        steps = {"Up": -1, "Down": 1, "PgUp": -8, "PgDown": 8, "Home": -len(self._lines), "End": len(self._lines)}
        name = name_of(event)
        if name in steps:
            self._move(steps[name])
        elif name == "Enter":
            self.open_current()
        elif name == "Ctrl+Enter":
            self.act_current()
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Do the verb, open "n more", or choose the line."""
        at = self._at(event.position())
        if at < 0 or event.button() != Qt.MouseButton.LeftButton:
            return
        self._set_current(at)
        if self._end_words(self._lines[at]) and self._end_box(at).contains(event.position()):
            self.act_current()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open the line."""
        if self._at(event.position()) >= 0:
            self.open_current()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the pointer; show what is cut."""
        self._hover = event.position()
        at = self._at(self._hover)
        on_link = at >= 0 and bool(self._end_words(self._lines[at])) and self._end_box(at).contains(self._hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor if on_link else Qt.CursorShape.ArrowCursor)
        task = self._lines[at].task if at >= 0 else None
        self.setToolTip(f"{task_title(task)}  {task_detail(task)}" if task is not None else "")
        self.update()

    def leaveEvent(self, event: object) -> None:
        """Leave hover."""
        self._hover = QPointF(-1, -1)
        QToolTip.hideText()
        self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """There is always a current line."""
        if self._current < 0 and self._lines:
            self._set_current(1)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Draw the quiet look."""
        self.update()

    # painting -----------------------------------------------------------------------------------------------
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw all lines."""
        painter = QPainter(self)
        for at, line in enumerate(self._lines):
            box = self._box(at)
            if not box.intersects(QRectF(event.rect())):
                continue
            self._ground(painter, at, line, box)
            if line.task is None:
                self._head(painter, at, line, box)
            else:
                self._row(painter, at, line.task, box)

    def _ground(self, painter: QPainter, at: int, line: _Line, box: QRectF) -> None:
        rtl, current = self.isRightToLeft(), at == self._current
        if line.task is None:
            painter.fillRect(box, theme.color("sunken"))
        if current:
            painter.fillRect(box, theme.color("sel" if self.hasFocus() else "inactive"))
            bar = QRectF(box.right() - 3 if rtl else box.x(), box.y(), 3, box.height())
            painter.fillRect(bar, theme.color("selBar" if self.hasFocus() else "control"))
        elif line.task is not None and box.contains(self._hover):
            painter.fillRect(box, theme.color("hover"))
        start = 0 if line.task is None else 36
        x, width = (box.x() if rtl else box.x() + start), box.width() - start
        painter.fillRect(QRectF(x, box.bottom() - 1, width, 1), theme.color("grid"))

    def _head(self, painter: QPainter, at: int, line: _Line, box: QRectF) -> None:
        rtl, group = self.isRightToLeft(), GROUPS[line.kind]
        drawn = icons.pixmap(group.icon, 14, theme.color("text2"), ratio=self.devicePixelRatioF())
        painter.drawPixmap(QPointF(box.right() - 28 if rtl else 14, box.center().y() - 7), drawn)
        words = QRectF(14 if rtl else 36, box.y(), box.width() - 50, box.height())
        used = paint.text(painter, words, _(group.title), "header", theme.color("text"), rtl=rtl)
        rest = words.adjusted(0, 0, -used - 8, 0) if rtl else words.adjusted(used + 8, 0, 0, 0)
        paint.text(painter, rest, f"{line.count:,}", "secondary", theme.color("text3"), rtl=rtl)
        self._end(painter, at, "label")

    def _end(self, painter: QPainter, at: int, role: str) -> None:
        words, box = self._end_words(self._lines[at]), self._end_box(at)
        if not words:
            return
        rtl = self.isRightToLeft()
        inner = box.adjusted(4, 0, -4, 0)
        ink = theme.color("accentText")
        used = paint.text(painter, inner, words, "label" if role == "label" else "strong", ink, align="end", rtl=rtl)
        if box.contains(self._hover):
            x = inner.x() if rtl else inner.right() - used
            painter.fillRect(QRectF(x, box.center().y() + theme.px(9), used, 1), ink)

    def _row(self, painter: QPainter, at: int, task: Task, box: QRectF) -> None:
        rtl, look, verb = self.isRightToLeft(), task_chip(task), self._end_box(at)
        column = max(theme.px(70), verb.width() + 10)  # verbs of all rows stand below each other
        wide = look_width(look)
        x = column + 10 if rtl else box.width() - column - 10 - wide
        paint.chip(painter, x, box.center().y(), look.text, look.tone, ratio=self.devicePixelRatioF())
        room = box.width() - 36 - column - wide - 26
        words = QRectF(box.width() - 36 - room if rtl else 36, box.y(), room, box.height())
        used = paint.text(painter, words, task_title(task), "strong", theme.color("text"), rtl=rtl)
        rest = words.adjusted(0, 0, -used - 12, 0) if rtl else words.adjusted(used + 12, 0, 0, 0)
        paint.text(painter, rest, task_detail(task), "body", theme.color("text2"), rtl=rtl)
        self._end(painter, at, "strong")
