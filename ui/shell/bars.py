"""Top bar (path, search, saved state, post, user) and status bar (state, keys). Source: ui.md 2 and 9."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent, QFocusEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy

from inl_logistics.kernel.translation import _
from ui.kit import focus, icons, paint, theme
from ui.kit.chips import ChipLabel, ChipLook
from ui.kit.navigation import Crumb, KeyHint, Route
from ui.kit.tokens import STATUS_HEIGHT, TOP_HEIGHT
from ui.kit.widget import IconMark, Label, Line, Link, Surface, emptied, row
from ui.shell.account import Account


class SearchButton(QAbstractButton):
    """Looks like the search field and opens the palette."""

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.IBeamCursor)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setMaximumWidth(320)
        self.setMinimumWidth(140)

    def sizeHint(self) -> QSize:
        """Be 320 wide where there is room."""
        return QSize(320, theme.px(30))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the field."""
        painter, rtl = QPainter(self), self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        edge = theme.color("control" if self.underMouse() else "borderStrong")
        paint.rounded(painter, QRectF(self.rect()), fill=theme.color("field"), border=edge, radius=6)
        x = self.width() - 26 if rtl else 10
        drawn = icons.pixmap("search", 16, theme.color("text3"), ratio=self.devicePixelRatioF())
        painter.drawPixmap(QPointF(x, self.height() / 2 - 8), drawn)
        cap = paint.key_cap_width("Ctrl K")
        paint.key_cap(painter, 6 if rtl else self.width() - 6 - cap, self.height() / 2, "Ctrl K")
        room = QRectF(cap + 12 if rtl else 32, 0, self.width() - 44 - cap, self.height())
        paint.text(painter, room, self.text(), "body", theme.color("text3"), rtl=rtl)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Hover."""
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Leave hover."""
        self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring."""
        focus.show_ring(self)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hide the ring."""
        focus.hide_ring(self)


class TopBar(Surface):
    """Path, search, saved state, post, user."""

    opened = Signal(object)
    search_asked = Signal()

    def __init__(self) -> None:
        super().__init__("surface", line="bottom")
        self.setFixedHeight(TOP_HEIGHT)
        self._path = QHBoxLayout()
        self._path.setSpacing(9)
        self._chip = ChipLabel()
        self.search = SearchButton()
        self._saved_icon, self._saved = (
            IconMark("hard-drive", tone="ok", solid=True),
            Label(role="secondary", token="text2"),
        )
        self._post, self.account = Label(role="label", token="text2"), Account()
        self._saved_at: datetime | None = None
        self._read_only = self._unsaved = False
        saved = row(None, self._saved_icon, self._saved, margins=(10, 0, 20, 0), gap=8)
        post = row(None, IconMark("map-pin"), self._post, self.account, margins=(20, 0, 14, 0), gap=8)
        row(self, self._path, 9, self._chip, "stretch", self.search, "stretch", saved, Line(vertical=True), post,
            margins=(18, 0, 0, 1))  # fmt: skip
        self._chip.hide()
        self.search.clicked.connect(self.search_asked)
        self._retranslate()

    def _retranslate(self) -> None:
        self.search.setText(_("Search or run a command"))
        self.search.setAccessibleName(_("Search or run a command"))
        self._show_saved()

    def set_path(self, crumbs: Sequence[Crumb], chip: str = "") -> None:
        """Show the path; parts with a route open it."""
        emptied(self._path)
        for n, crumb in enumerate(crumbs):
            if n:
                self._path.addWidget(IconMark("chevron-right", 14, token="text3"))
            if n + 1 == len(crumbs):
                self._path.addWidget(Label(crumb.text, role="heading"))
            else:
                link = Link(crumb.text, role="body", token="text2")
                link.setProperty("route", crumb.route)
                link.setEnabled(crumb.route is not None)
                link.clicked.connect(self._open_crumb)
                self._path.addWidget(link)
        self._chip.set_look(ChipLook("info", chip, dot=False) if chip else None)
        self._chip.setVisible(bool(chip))

    def _open_crumb(self) -> None:
        sender = self.sender()
        route = sender.property("route")
        if isinstance(route, Route):
            self.opened.emit(route)

    def set_post(self, name: str, user: str) -> None:
        """Show whose data this is."""
        self._post.setText(name)
        self.account.set_user(user)

    def set_saved(self, at: datetime | None, *, read_only: bool = False) -> None:
        """Show when the last change was stored, in the post's time."""
        self._saved_at, self._read_only = at, read_only
        self._show_saved()

    def set_unsaved(self, unsaved: bool) -> None:
        """Show that something typed is not stored yet."""
        if unsaved != self._unsaved:
            self._unsaved = unsaved
            self._show_saved()

    def _show_saved(self) -> None:
        if self._read_only:
            self._saved_icon.set_icon("lock", tone="warn")
            self._saved.setText(_("Read only"))
            return
        self._saved_icon.set_icon("pencil" if self._unsaved else "hard-drive", tone="warn" if self._unsaved else "ok")
        if self._unsaved:
            self._saved.setText(_("Not saved yet"))
        elif self._saved_at is None:
            self._saved.setText(_("All saved"))
        else:
            time = paint.isolated(f"{self._saved_at:%H:%M}")
            self._saved.setText(_("Saved {time}").format(time=time))


class StatusBar(Surface):
    """State at the start, the useful keys at the end."""

    activity_asked = Signal()

    def __init__(self) -> None:
        super().__init__("surface", line="top")
        self.setFixedHeight(STATUS_HEIGHT)
        self._texts: tuple[str, ...] = ()
        self._hints: tuple[KeyHint, ...] = ()
        self.activity = Link(role="secondary")
        self.activity.hide()
        self.activity.clicked.connect(self.activity_asked)
        self._place = row(self, "stretch", self.activity)

    def set_texts(self, texts: Sequence[str]) -> None:
        """Show the state of the page."""
        self._texts = tuple(texts)
        self.setAccessibleName("; ".join(self._texts))
        self.update()

    def set_hints(self, hints: Sequence[KeyHint]) -> None:
        """Show keys; F1 comes last by itself."""
        self._hints = (*hints, KeyHint("F1", _("all keys")))
        # What runs stands before the keys, however many a page has: in the middle it was drawn over the first of them.
        self._place.setContentsMargins(0, 0, round(self._needed()) + 32, 0)
        self.update()

    def _needed(self) -> float:
        """Return the room of the keys."""
        return sum(paint.key_cap_width(h.key) + 7 + paint.width_of(h.words, "secondary") + 19 for h in self._hints)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw texts and key caps."""
        super().paintEvent(event)
        painter, rtl = QPainter(self), self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        width, height = self.width(), self.height()
        busy = self.activity.width() + 16 if self.activity.isVisible() else 0
        at, limit = 14.0, width - self._needed() - busy - 20
        for words in self._texts:
            room = min(paint.width_of(words, "secondary") + 1, max(0.0, limit - at))
            box = QRectF(width - at - room if rtl else at, 1, room, height - 1)
            paint.text(painter, box, words, "secondary", theme.color("text2"), rtl=rtl)
            at += room + 24
        at = 27.0
        for hint in reversed(self._hints):
            room = paint.width_of(hint.words, "secondary")
            box = QRectF(at if rtl else width - at - room, 1, room + 1, height - 1)
            paint.text(painter, box, hint.words, "secondary", theme.color("text2"), rtl=rtl)
            cap = paint.key_cap_width(hint.key)
            at += room + 7
            paint.key_cap(painter, at if rtl else width - at - cap, height / 2 + 0.5, hint.key)
            at += cap + 19
