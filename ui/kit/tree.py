"""A small painted tree: packages of a shipment, agencies and units. Source: picture 03.

    tree = Tree(); tree.set_nodes([
        Node("c1", "MSKU 704182-6", "20 ft · sea", "2,318 kg", icon="container", children=(...))
    ])
    tree.current_changed.connect(self._filter_lines)      # key or None

Up and Down move, → opens, ← closes or goes to the parent. With `set_movable(True)` a node is dragged onto another
(into it) or onto the upper edge of one (before it): `dropped(key, onto, "into" or "before")`; `onto` is None below the
last one. For hundreds of nodes; lists are for thousands.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QSizePolicy

from ui.kit import icons, paint, theme
from ui.kit.tokens import Token, ToneName
from ui.kit.widget import KitWidget

ROW = 30
_INDENT = 18


@dataclass(frozen=True, slots=True)
class Node:
    """One node: name, quiet note, value at the end."""

    key: object
    title: str
    note: str = ""
    value: str = ""
    icon: str = "box"
    children: tuple[Node, ...] = ()
    tone: ToneName | None = None


@dataclass(frozen=True, slots=True)
class _Shown:
    node: Node
    depth: int
    parent: int


class Tree(KitWidget):
    """Nodes below each other, indented, with guide lines."""

    current_changed = Signal(object)
    opened = Signal(object)
    dropped = Signal(object, object, str)

    def __init__(self) -> None:
        super().__init__()
        self._movable, self._pressed, self._dragging = False, QPointF(), False
        self._target: tuple[int, str] | None = None
        self._nodes: tuple[Node, ...] = ()
        self._closed: set[object] = set()
        self._shown: list[_Shown] = []
        self._current, self._hover = -1, -1
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.MinimumExpanding)

    def set_movable(self, movable: bool) -> None:
        """Let nodes be dragged."""
        self._movable = movable

    def has_nodes(self) -> bool:
        """Tell whether there is anything to show."""
        return bool(self._nodes)

    def row_box(self, key: object) -> QRect:
        """Return where a node is."""
        at = next((n for n, shown in enumerate(self._shown) if shown.node.key == key), 0)
        return QRect(0, at * theme.px(ROW), self.width(), theme.px(ROW))

    def set_nodes(self, nodes: Sequence[Node], *, closed: Sequence[object] = ()) -> None:
        """Show other nodes; the current key stays current."""
        before = self.current_key()
        self._nodes, self._closed = tuple(nodes), self._closed | set(closed)
        self._arrange()
        self._current = next((n for n, shown in enumerate(self._shown) if shown.node.key == before), -1)
        self._say()

    def current_key(self) -> object:
        """Return the key of the current node, or None."""
        return self._shown[self._current].node.key if 0 <= self._current < len(self._shown) else None

    def set_current_key(self, key: object) -> None:
        """Make a node current."""
        self._set_current(next((n for n, shown in enumerate(self._shown) if shown.node.key == key), -1))

    def _arrange(self) -> None:
        self._shown = list(self._walk(self._nodes, 0, -1, 0))
        self.updateGeometry()
        self.update()

    def _walk(self, nodes: Sequence[Node], depth: int, parent: int, at: int) -> Iterator[_Shown]:
        for node in nodes:
            yield _Shown(node, depth, parent)
            here = at
            at += 1
            if node.children and node.key not in self._closed:
                below = list(self._walk(node.children, depth + 1, here, at))
                yield from below
                at += len(below)

    def sizeHint(self) -> QSize:
        """Fit all shown nodes."""
        return QSize(200, theme.px(ROW) * len(self._shown))

    def minimumSizeHint(self) -> QSize:
        """Let the scroll area scroll."""
        return QSize(120, self.sizeHint().height())

    def _set_current(self, row: int) -> None:
        if row == self._current:
            return
        self._current = row
        self._say()
        self.update()
        self.current_changed.emit(self.current_key())

    def _say(self) -> None:
        if 0 <= self._current < len(self._shown):
            node = self._shown[self._current].node
            self.setAccessibleDescription(", ".join(part for part in (node.title, node.note, node.value) if part))

    def _fold(self, row: int, closing: bool) -> None:
        key = self._shown[row].node.key
        current = self.current_key()
        self._closed = self._closed | {key} if closing else self._closed - {key}
        self._arrange()
        self._current = next((n for n, s in enumerate(self._shown) if s.node.key == current), row)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move, open, close."""
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        closing, opening = (Qt.Key.Key_Right, Qt.Key.Key_Left) if rtl else (Qt.Key.Key_Left, Qt.Key.Key_Right)
        key, last = event.key(), len(self._shown) - 1
        moves = {Qt.Key.Key_Up: self._current - 1, Qt.Key.Key_Down: self._current + 1, Qt.Key.Key_Home: 0,
                 Qt.Key.Key_End: last}  # fmt: skip
        if key in moves and last >= 0:
            self._set_current(max(0, min(last, moves[Qt.Key(key)])))
        elif key in {closing, opening} and 0 <= self._current <= last:
            shown = self._shown[self._current]
            folded = shown.node.key in self._closed
            if shown.node.children and folded == (key == opening):
                self._fold(self._current, key == closing)
            elif key == closing and shown.parent >= 0:
                self._set_current(shown.parent)
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.current_key() is not None:
            self.opened.emit(self.current_key())
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Select, or fold on the chevron."""
        row = int(event.position().y() // theme.px(ROW))
        self._pressed, self._dragging, self._target = event.position(), False, None
        if not 0 <= row < len(self._shown):
            return
        shown = self._shown[row]
        x = event.position().x()
        from_start = self.width() - x if self.layoutDirection() == Qt.LayoutDirection.RightToLeft else x
        start = 10 + shown.depth * _INDENT
        if shown.node.children and start <= from_start < start + 20:
            self._fold(row, shown.node.key not in self._closed)
        else:
            self._set_current(row)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Hover."""
        self._hover = int(event.position().y() // theme.px(ROW))
        far = (event.position() - self._pressed).manhattanLength() >= QApplication.startDragDistance()
        if (
            self._movable
            and event.buttons() & Qt.MouseButton.LeftButton
            and self._current >= 0
            and (self._dragging or far)
        ):
            self._dragging = True
            row, within = divmod(event.position().y(), theme.px(ROW))
            before = within < theme.px(ROW) / 4
            self._target = (int(row), "before" if before else "into") if 0 <= row < len(self._shown) else (-1, "into")
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Drop what was dragged."""
        target, dragged = self._target, self.current_key()
        was, self._dragging, self._target = self._dragging, False, None
        self.unsetCursor()
        self.update()
        if was and target is not None:
            onto = self._shown[target[0]].node.key if target[0] >= 0 else None
            if onto != dragged:
                self._closed = self._closed - {onto}
                self.dropped.emit(dragged, onto, target[1])

    def leaveEvent(self, event: QEvent) -> None:
        """Leave hover."""
        self._hover = -1
        self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Draw the focused look."""
        if self._current < 0 and self._shown:
            self._set_current(0)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Draw the quiet look."""
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw guide lines and nodes."""
        painter, height = QPainter(self), theme.px(ROW)
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        for row, shown in enumerate(self._shown):
            y = row * height
            if event.rect().bottom() < y or event.rect().top() > y + height:
                continue
            self._background(painter, row, y, height, rtl)
            self._node(painter, shown, QRectF(0, y, self.width(), height), rtl)
        self._mark_target(painter, height)

    def _mark_target(self, painter: QPainter, height: int) -> None:
        if not self._dragging or self._target is None or self._target[0] < 0:
            return
        top = self._target[0] * height
        if self._target[1] == "before":
            painter.fillRect(8, top, self.width() - 16, 2, theme.color("focus"))
        else:
            paint.ring(painter, QRectF(4, top + 1, self.width() - 8, height - 2), 6)

    def _background(self, painter: QPainter, row: int, y: int, height: int, rtl: bool) -> None:
        if row == self._current:
            painter.fillRect(0, y, self.width(), height, theme.color("sel" if self.hasFocus() else "inactive"))
            bar = theme.color("selBar" if self.hasFocus() else "control")
            painter.fillRect(self.width() - 3 if rtl else 0, y, 3, height, bar)
        elif row == self._hover:
            painter.fillRect(0, y, self.width(), height, theme.color("hover"))
        for depth in range(self._shown[row].depth):
            x = 19 + depth * _INDENT
            painter.fillRect(self.width() - x if rtl else x, y, 1, height, theme.color("border"))

    def _node(self, painter: QPainter, shown: _Shown, box: QRectF, rtl: bool) -> None:
        node, ratio, middle = shown.node, self.devicePixelRatioF(), box.center().y()
        at = 12.0 + shown.depth * _INDENT

        def place(width: float) -> QRectF:
            return QRectF(box.width() - at - width if rtl else at, box.y(), width, box.height())

        if node.children:
            name = "chevron-right" if node.key in self._closed else "chevron-down"
            drawn = icons.pixmap(name, 14, theme.color("text2"), ratio=ratio, rtl=rtl)
            painter.drawPixmap(QPointF(place(14).x(), middle - 7), drawn)
        at += 18
        token: Token = "accentText" if self._shown.index(shown) == self._current else "text2"
        drawn = icons.pixmap(node.icon, 16, theme.color(token), ratio=ratio)
        painter.drawPixmap(QPointF(place(16).x(), middle - 8), drawn)
        at += 22
        value = paint.width_of(node.value, "numeric") + 12
        ink = theme.tone(node.tone).text if node.tone else theme.color("text")
        title = place(max(0.0, self.width() - at - value - 6))
        at += paint.text(painter, title, node.title, "strong", ink, rtl=rtl) + 8
        room = self.width() - at - value - 6
        if room > 20:
            paint.text(painter, place(room), node.note, "secondary", theme.color("text3"), rtl=rtl)
        end = QRectF(12, box.y(), self.width() - 24, box.height())
        paint.text(painter, end, node.value, "numeric", theme.color("text2"), align="end", rtl=rtl)
