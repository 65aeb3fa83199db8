"""The filter panel of a list: saved views, then check-box filters with counts. Source: ui.md 10; picture 02.

panel.set_views([SavedView("all", _("All stock"))], counts={"all": 214})
panel.set_groups([FilterGroup("status", _("Status"), (FilterOption("available", _("Available"), 12, "ok"),))])
panel.changed.connect(self.ask)
panel.chosen() -> {"status": frozenset({"available"})}      # groups with nothing ticked are left out
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QEvent, QPointF, QRectF, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QEnterEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QMenu, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from inl_logistics.kernel.translation import _
from ui.kit import icons, paint, theme
from ui.kit.buttons import Button, IconButton
from ui.kit.choices import CheckBox
from ui.kit.tokens import ToneName
from ui.kit.widget import Label, Line, Surface, column, emptied, row


@dataclass(frozen=True, slots=True)
class FilterOption:
    """One check box: value, words, how many records it would give, the tone of its dot."""

    value: str
    text: str
    count: int | None = None
    tone: ToneName | None = None


@dataclass(frozen=True, slots=True)
class FilterGroup:
    """A titled group of check boxes."""

    key: str
    title: str
    options: tuple[FilterOption, ...]


@dataclass(frozen=True, slots=True)
class SavedView:
    """A named set of filters; `own` ones were saved by the user, who can rename and remove them."""

    key: str
    title: str
    filters: Mapping[str, frozenset[str]] = field(default_factory=dict)
    search: str = ""
    own: bool = False
    group: str | None = None


class FilterPanel(Surface):
    """Saved views on top, filters below, Clear and Save view at the foot."""

    changed = Signal()
    view_chosen = Signal(str)
    save_asked = Signal()
    view_removed = Signal(str)
    view_renamed = Signal(str)

    def __init__(self) -> None:
        super().__init__("surface")
        self._boxes: dict[tuple[str, str], CheckBox] = {}
        self._titles: dict[str, Label] = {}
        self._views: tuple[SavedView, ...] = ()
        self._groups: tuple[FilterGroup, ...] = ()
        self._own_groups: tuple[FilterGroup, ...] = ()
        self._periods: tuple[FilterGroup, ...] = ()
        self._waiting: dict[str, frozenset[str]] = {}  # chosen before the boxes of their group are known
        self._current = ""
        self._rows: dict[str, _ViewRow] = {}
        self._build()
        self._clear.clicked.connect(self.clear)
        self._save.clicked.connect(self.save_asked)
        self._plus.clicked.connect(self.save_asked)
        self._retranslate()

    def _build(self) -> None:
        self._views_title, self._plus = Label(role="header", token="text2"), IconButton("plus", side=24)
        self._view_list, self._group_list = QVBoxLayout(), QVBoxLayout()
        self._view_list.setSpacing(2)
        self._group_list.setSpacing(0)
        head = row(None, self._views_title, "stretch", self._plus)
        inner = QWidget()
        inner.setProperty("plain", "true")
        column(inner, head, 2, self._view_list, 8, Line(), self._group_list, "stretch", margins=(14, 12, 11, 8))
        scroll = QScrollArea()
        scroll.setWidget(inner)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._clear, self._save = Button(kind="ghost", pad=9), Button(kind="soft", pad=9)
        foot = row(None, self._clear, "stretch", self._save)
        column(self, scroll, 0, column(None, Line(), 8, foot, margins=(14, 0, 12, 8))).setStretch(0, 1)

    def _retranslate(self) -> None:
        self._views_title.setText(_("Saved views"))
        self._plus.set_hint(_("Save these filters as a view"))
        self._clear.setText(_("Clear"))
        self._save.setText(_("Save view"))
        self.setAccessibleName(_("Filters"))

    # saved views --------------------------------------------------------------------------------------------
    def set_views(self, views: Sequence[SavedView], *, counts: Mapping[str, int] | None = None) -> None:
        """Show the saved views."""
        self._views = tuple(views)
        emptied(self._view_list)
        self._rows = {}
        for view in views:
            line = self._rows[view.key] = _ViewRow(view.key, view.title, (counts or {}).get(view.key))
            line.clicked.connect(self._view_clicked)
            line.own = view.own
            line.remove_asked.connect(self.view_removed)
            line.rename_asked.connect(self.view_renamed)
            line.setChecked(view.key == self._current)
            self._view_list.addWidget(line)

    def views(self) -> tuple[SavedView, ...]:
        """Return the saved views."""
        return self._views

    def current_view(self) -> SavedView | None:
        """Return the view whose filters are shown, if they were not changed since."""
        return next((view for view in self._views if view.key == self._current), None)

    def choose_view(self, key: str) -> None:
        """Take over a saved view's filters."""
        view = next((view for view in self._views if view.key == key), None)
        if view is None:
            return
        self._mark(key)
        self.set_chosen(view.filters, tell=False)
        self.view_chosen.emit(key)

    def mark_view(self, key: str) -> None:
        """Mark the view whose filters are shown already: it was just saved."""
        self._mark(key)

    def leave_view(self) -> None:
        """Mark no view: other filters are set from outside."""
        self._mark("")

    def _view_clicked(self) -> None:
        sender = self.sender()
        if isinstance(sender, _ViewRow):
            self.choose_view(sender.key)

    def _mark(self, key: str) -> None:
        self._current = key
        for name, line in self._rows.items():
            line.setChecked(name == key)

    # filters ------------------------------------------------------------------------------------------------
    def set_groups(self, groups: Sequence[FilterGroup]) -> None:
        """Show groups of check boxes; what was ticked stays ticked."""
        before = self.chosen()
        self._own_groups = tuple(groups)
        groups = [*self._periods, *groups]
        old = {(g.key, o.value) for g in groups for o in g.options}
        self._groups = tuple(groups)
        if old and old == set(self._boxes):
            self._recount(groups)
            return
        emptied(self._group_list)
        self._boxes, self._titles = {}, {}
        for group in groups:
            self._waiting.pop(group.key, None)
            if not group.options:
                continue
            self._group_list.addSpacing(12)
            title = self._titles[group.key] = Label(group.title, role="header", token="text2")
            self._group_list.addWidget(title)
            self._group_list.addSpacing(4)
            for option in group.options:
                box = self._boxes[group.key, option.value] = CheckBox(option.text, dot=option.tone, counted=True)
                box.set_count(option.count)
                box.setChecked(option.value in before.get(group.key, ()))
                box.toggled.connect(self._toggled)
                self._group_list.addWidget(box)

    def set_periods(self, groups: Sequence[FilterGroup]) -> None:
        """Show the periods that a link brought above the list's own groups."""
        if tuple(groups) != self._periods:
            self._periods = tuple(groups)
            self.set_groups(self._own_groups)

    def _recount(self, groups: Sequence[FilterGroup]) -> None:
        for group in groups:
            if group.key in self._titles:
                self._titles[group.key].setText(group.title)
            for option in group.options:
                box = self._boxes[group.key, option.value]
                box.set_count(option.count)
                box.setText(option.text)

    def groups(self) -> tuple[FilterGroup, ...]:
        """Return the groups of check boxes."""
        return self._groups

    def toggle(self, group: str, value: str) -> None:
        """Tick or untick one option, as a click does."""
        box = self._boxes.get((group, value))
        if box is not None:
            box.click()

    def chosen(self) -> dict[str, frozenset[str]]:
        """Return what is ticked, by group."""
        found: dict[str, set[str]] = {key: set(values) for key, values in self._waiting.items() if values}
        for (group, value), box in self._boxes.items():
            if box.isChecked():
                found.setdefault(group, set()).add(value)
        return {group: frozenset(values) for group, values in found.items()}

    def chosen_words(self) -> list[str]:
        """Return the ticked words, for "No items match …"."""
        return [box.text() for box in self._boxes.values() if box.isChecked()]

    def set_chosen(self, filters: Mapping[str, frozenset[str]], *, tell: bool = True) -> None:
        """Tick exactly these."""
        known = {group for group, _value in self._boxes}
        self._waiting = {key: frozenset(values) for key, values in filters.items() if key not in known}
        for (group, value), box in self._boxes.items():
            with QSignalBlocker(box):
                box.setChecked(value in filters.get(group, ()))
            box.update()
        if tell:
            self.changed.emit()

    def clear(self) -> None:
        """Untick all."""
        self._mark("")
        self.set_chosen({})

    def _toggled(self) -> None:
        self._mark("")
        self.changed.emit()


class _ViewRow(QAbstractButton):
    """Bookmark, name, count; F2, Del or the context menu renames and removes an own view."""

    remove_asked, rename_asked = Signal(str), Signal(str)

    def __init__(self, key: str, title: str, count: int | None) -> None:
        super().__init__()
        self.key = key
        self.own = False
        self._count = "" if count is None else f"{count:,}"
        self.setText(title)
        self.setAccessibleName(title)
        self.setAccessibleDescription(self._count)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def nextCheckState(self) -> None:
        """Stay as the panel says."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open on Enter; rename an own view on F2, remove it on Del."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.click()
        elif event.key() == Qt.Key.Key_Delete and self.own:
            self.remove_asked.emit(self.key)
        elif event.key() == Qt.Key.Key_F2 and self.own:
            self.rename_asked.emit(self.key)
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer to rename and to remove an own view."""
        if self.own:
            menu = QMenu(self)
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            menu.addAction(_("Rename view…")).triggered.connect(lambda: self.rename_asked.emit(self.key))
            menu.addAction(_("Remove view")).triggered.connect(lambda: self.remove_asked.emit(self.key))
            menu.popup(event.globalPos())

    def sizeHint(self) -> QSize:
        """Be 26 high."""
        return QSize(150, theme.px(26))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the row."""
        painter = QPainter(self)
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        chosen = self.isChecked()
        box = QRectF(self.rect())
        if chosen or self.underMouse():
            paint.rounded(painter, box, fill=theme.color("accentSoft" if chosen else "hover"), radius=4)
        if self.hasFocus():
            paint.ring(painter, box, 4)
        ink = theme.color("accentText" if chosen else "text2")
        x = self.width() - 14 if rtl else 0
        drawn = icons.pixmap("bookmark", 14, ink, ratio=self.devicePixelRatioF())
        painter.drawPixmap(QPointF(x, self.height() / 2 - 7), drawn)
        tail = paint.width_of(self._count, "secondary") + 8
        words = QRectF(tail if rtl else 22, 0, self.width() - 22 - tail, self.height())
        paint.text(painter, words, self.text(), "semibold" if chosen else "body", ink, rtl=rtl)
        count = QRectF(4, 0, self.width() - 8, self.height())
        tint = theme.color("accentText" if chosen else "text3")
        paint.text(painter, count, self._count, "secondary", tint, align="end", rtl=rtl)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Hover."""
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Leave hover."""
        self.update()
