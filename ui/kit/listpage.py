"""The frame of every list screen: filters | toolbar and table | inspector. Source: ui.md 2, 6, 10; picture 02.

    class ItemsPage(ListPage):
        def __init__(self, context, route):
            super().__init__(context, route, name="items", columns=COLUMNS)
            self.set_first_use("package", lambda: (_("No items yet"), _("Import …")))
        def crumbs(self): return (Crumb(_("Catalog")),)
        def ask(self):            # filters, search or order changed
            self.context.jobs.read(self, queries.keys, self.view(), done=self.show_keys)
        def fetch(self, keys, deliver):
            self.context.jobs.read(self, queries.rows, keys, done=deliver)
        def inspect(self, key):   # current row changed (None: nothing)
            ...
        def open_key(self, key): self.context.navigator.open(Route("item", key))

Ctrl B hides the filters, Alt Enter the inspector; widths, columns, order and density are remembered by name.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QStackedWidget, QWidget

from inl_logistics.kernel.listing import ListQuery
from inl_logistics.kernel.translation import N_, _
from ui.kit import theme
from ui.kit.buttons import Button, IconButton
from ui.kit.cards import Banner, EmptyState
from ui.kit.fields import LineEdit
from ui.kit.filters import FilterPanel, SavedView
from ui.kit.inspector import Inspector
from ui.kit.keptviews import KeptViews, PostViews
from ui.kit.listmenus import ListMenus
from ui.kit.navigation import Command, KeyHint, Page, PageContext, Route
from ui.kit.tables import Column, Density, Group, KeyedTableModel, ListView, SortOrder
from ui.kit.widget import Surface, column, row

_DEBOUNCE_MS = 90
NARROW = 1280


@dataclass(frozen=True, slots=True)
class ListState:
    """What is asked of the query: search text, ticked filters, order, grouping."""

    search: str
    filters: dict[str, frozenset[str]]
    order: SortOrder
    group: str


class ListPage(Page):
    """Filters, table and inspector; a feature fills them."""

    listed = Signal()
    kept_views: KeptViews = PostViews()
    with_export = True  # without, the export button is left out
    export_name = ""  # the list's name in `reports.exports`; with one, Ctrl E writes what is shown

    def __init__(
        self,
        context: PageContext,
        route: Route,
        *,
        name: str,
        columns: Sequence[Column],
        tickable: bool = True,
        filters: bool = True,
        inspector: bool = True,
        density: Density = "default",
        groups: Sequence[tuple[str, str]] = (),
    ) -> None:
        super().__init__(context, route)
        self.name = name
        self._views: tuple[SavedView, ...] = ()
        self._own_views: tuple[SavedView, ...] = ()
        self._view_counts: dict[str, int] | None = None
        self._views_loaded = False
        self._wanted_key: Any = None
        self._fitted: tuple[object, ...] = ()
        self._wanted_view = ""
        self.model = KeyedTableModel(columns, tickable=tickable, parent=self)
        self.model.fetch = self.fetch
        self.table = ListView(self.model, density=density)
        self._groupings, self._group = tuple(groups), ""
        self._with_filters, self._with_inspector = filters, inspector
        self._first_use: Callable[[], tuple[str, str]] | None = None
        self._asked = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_DEBOUNCE_MS)
        self._inspect_timer = QTimer(self)
        self._inspect_timer.setSingleShot(True)
        self._inspect_timer.setInterval(30)
        self._build_list()
        self._connect_list()
        self._restore()
        self._retranslate_list()
        self._take_route(route)

    # building -----------------------------------------------------------------------------------------------
    def _build_list(self) -> None:
        self.filters, self.inspector = FilterPanel(), Inspector()
        self.search = LineEdit(icon="search", strong=True, key="Ctrl F")
        self.search.setMaximumWidth(theme.px(196))
        self.group_button = Button(icon="layers", chevron=True)
        self.density_button, self.columns_button = IconButton("rows-3"), IconButton("columns-3")
        self.export_button = IconButton("download")
        self.start_tools, self.tools = QHBoxLayout(), QHBoxLayout()
        for box in (self.start_tools, self.tools):
            box.setSpacing(8)
        bar = self._bar = Surface("surface", line="bottom")
        row(bar, self.search, self.group_button, self.start_tools, "stretch", self.density_button, self.columns_button,
            self.export_button, self.tools, margins=(12, 8, 12, 8), gap=8).setStretch(0, 100)  # fmt: skip
        self.group_button.setVisible(bool(self._groupings))
        self.banner = Banner()
        self.empty, self.nothing = EmptyState("package"), EmptyState("list-filter")
        self._clear_filters = Button(icon="x")
        self.nothing.set_actions(self._clear_filters)
        self._stack = QStackedWidget()
        parts: tuple[QWidget, ...] = (self.table, self.empty, self.nothing)
        for part in parts:
            self._stack.addWidget(part)
        self._center = QWidget()
        column(self._center, bar, self.banner, self._stack).setStretch(2, 1)
        self._center.setMinimumWidth(360)
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        self._splitter.setHandleWidth(1)
        self._splitter.setChildrenCollapsible(False)
        panels: tuple[QWidget, ...] = (self.filters, self._center, self.inspector)
        for n, part in enumerate(panels):
            self._splitter.addWidget(part)
            self._splitter.setStretchFactor(n, 1 if part is self._center else 0)
        self.filters.setMinimumWidth(170)
        self.inspector.setMinimumWidth(260)
        self.filters.setVisible(self._with_filters)
        self.inspector.setVisible(self._with_inspector)
        column(self, self._splitter)

    def _connect_list(self) -> None:
        self._timer.timeout.connect(self._ask_now)
        self._inspect_timer.timeout.connect(self._inspect_now)
        self.search.edited.connect(self.ask_soon)
        self.filters.changed.connect(self._filters_changed)
        self.filters.view_chosen.connect(self._view_chosen)
        self.filters.save_asked.connect(self.save_view)
        self.filters.view_removed.connect(self._remove_view)
        self.table.opened.connect(self.open_key)
        self.table.current_changed.connect(self._current_changed)
        self.table.order_changed.connect(self._order_changed)
        self.table.columns_changed.connect(self.remember)
        self.model.ticks_changed.connect(self._ticks_changed)
        self._splitter.splitterMoved.connect(self.remember)
        self._bar.installEventFilter(self)
        self._clear_filters.clicked.connect(self.clear_all)
        self._menus = ListMenus(self)
        if self.export_name:
            self.export_button.clicked.connect(self.export)

    def _retranslate(self) -> None:
        self._retranslate_list()

    def _retranslate_list(self) -> None:
        self.search.setPlaceholderText(_("Filter this list"))
        self.search.setAccessibleName(_("Filter this list"))
        self.density_button.set_hint(_("Row height"))
        self.columns_button.set_hint(_("Columns"))
        self.export_button.set_hint(_("Export what is shown"), "Ctrl E")
        self._clear_filters.setText(_("Clear filters"))
        self.table.setAccessibleName(self.crumbs()[-1].text)
        self._show_group_words()
        if self._first_use is not None:
            self.empty.set_words(*self._first_use())

    # for the feature ----------------------------------------------------------------------------------------
    def ask(self) -> None:
        """Ask for keys with `state()` and hand them to `show_keys`."""

    def fetch(self, keys: Sequence[Any], deliver: Callable[[Sequence[Any]], None]) -> None:
        """Ask for the rows of keys and deliver them."""

    def inspect(self, key: Any) -> None:
        """Fill the inspector for the current row."""

    def open_key(self, key: Any) -> None:
        """Open a record."""

    def state(self) -> ListState:
        """Return what the query must follow."""
        return ListState(self.search.text().strip(), self.filters.chosen(), self.table.order(), self._group)

    def query(self) -> ListQuery:
        """Return what the query must follow, as `<feature>.queries.keys` takes it."""
        state = self.state()
        names = {one.key: one.sort for one in self.model.columns}
        key, down = state.order[0] if state.order else ("", False)
        return ListQuery(state.search, state.filters, names.get(key, ""), down, state.group)

    def reopen(self, route: Route) -> None:
        """Take over the filters, the search or the row that a link names."""
        super().reopen(route)
        if self._take_route(route) and self._asked:
            self._ask_now()

    def _take_route(self, route: Route) -> bool:
        """Read `view`, `search`, `key` and `filter.<group>` (values joined by commas) from a route."""
        params = dict(route.params)
        chosen = {
            name.removeprefix("filter."): frozenset(filter(None, value.split(",")))
            for name, value in params.items()
            if name.startswith("filter.")
        }
        if chosen or "search" in params:
            self.filters.leave_view()
            self.filters.set_chosen(chosen, tell=False)
            self.search.setText(params.get("search", ""))
        if "key" in params:
            self._wanted_key = int(params["key"]) if params["key"].isdigit() else params["key"]
        self._wanted_view = params.get("view", "")
        if self._wanted_view and self._views:
            self._choose_wanted_view()
        return bool(params)

    def _choose_wanted_view(self) -> None:
        view = next((view for view in self.filters.views() if view.key == self._wanted_view), None)
        if view is not None:
            self._wanted_view = ""
            self.filters.choose_view(view.key)

    def set_first_use(self, icon: str, words: Callable[[], tuple[str, str]], *buttons: Button) -> None:
        """Say what will be here when there is nothing yet."""
        self._first_use = words
        self.empty.set_icon(icon)
        self.empty.set_words(*words())
        self.empty.set_actions(*buttons)

    def show_keys(self, keys: Sequence[Any], groups: Sequence[Group] = ()) -> None:
        """Show the answer of `ask`."""
        self.model.set_snapshot(keys, groups=groups)
        self._after_rows(bool(keys))

    def show_rows(self, rows: Sequence[Any], keys: Sequence[Any], groups: Sequence[Group] = ()) -> None:
        """Show a short list that is in hand."""
        self.model.set_rows(rows, keys=keys, groups=groups)
        self._after_rows(bool(rows))

    def _after_rows(self, any_rows: bool) -> None:
        if any_rows:
            self._stack.setCurrentWidget(self.table)
        else:
            active = [*self.filters.chosen_words(), *([f"“{self.search.text()}”"] if self.search.text() else [])]
            if active or self._first_use is None:
                title = _("Nothing matches {count} filters").format(count=len(active))
                self.nothing.set_words(title if len(active) > 1 else _("Nothing matches"), ", ".join(active))
                self._clear_filters.setVisible(bool(active))
                self._stack.setCurrentWidget(self.nothing)
            else:
                self._stack.setCurrentWidget(self.empty)
        if any_rows and self._wanted_key is not None:
            self.table.set_current_key(self._wanted_key)
            self._wanted_key = None
        if any_rows and not self.table.currentIndex().isValid():
            self.table.set_current_row(1 if self.model.groups() else 0)
        self._inspect_timer.start()
        self.presented.emit()
        self.listed.emit()

    def refresh(self) -> None:
        """Ask again; the current row and the place stay."""
        self._ask_now()

    def ask_soon(self) -> None:
        """Ask after a short pause in typing."""
        self._timer.start()

    def export(self) -> None:
        """Ask where to, and write what is shown as an Excel file."""
        from ui.kit.exporting import export_list  # only when it is asked for

        export_list(self, self.export_name, self.query(), button=self.export_button)

    def clear_all(self) -> None:
        """Clear filters and search."""
        self.search.clear()
        self.filters.clear()

    def chosen_keys(self) -> list[Any]:
        """Return the ticked keys, else the selected ones."""
        return self.table.chosen_keys()

    def _ask_now(self) -> None:
        self._timer.stop()
        self._asked = True
        if self._with_filters and not self._views_loaded:
            self._views_loaded = True
            self.kept_views.load(self, self._take_own_views)
        self.table.head.set_filtered(frozenset(self.filters.chosen()))
        self.ask()

    def showEvent(self, event: object) -> None:
        """Ask on first show."""
        if not self._asked:
            self._ask_now()

    def _filters_changed(self) -> None:
        self._timer.start()
        self.presented.emit()

    def _order_changed(self) -> None:
        self.remember()
        self._ask_now()

    def _ticks_changed(self) -> None:
        self.ticks_changed()
        self.presented.emit()

    def ticks_changed(self) -> None:
        """Change the toolbar's primary action to the ticked rows ("Hand over 2")."""

    def _current_changed(self, _key: object) -> None:
        self._inspect_timer.start()

    def _inspect_now(self) -> None:
        if self.inspector.isVisibleTo(self):
            self.inspect(self.table.current_key())
        self.presented.emit()

    # saved views --------------------------------------------------------------------------------------------
    def set_views(self, views: Sequence[SavedView], *, counts: dict[str, int] | None = None) -> None:
        """Show built-in views, then the user's own."""
        self._views, self._view_counts = tuple(views), counts
        self.filters.set_views([*self._views, *self._own_views], counts=counts)
        if self._wanted_view:
            self._choose_wanted_view()

    def _take_own_views(self, views: Sequence[SavedView]) -> None:
        self._own_views = tuple(views)
        self.set_views(self._views, counts=self._view_counts)

    def save_view(self) -> None:
        """Ask for a name and keep the present filters under it."""
        from ui.kit.dialogs import ask_text  # dialogs stand above pages

        ask_text(self, _("Save view"), _("Name"), _("Save view"), self._keep_view)

    def _keep_view(self, title: str) -> None:
        view = SavedView("", title, self.filters.chosen(), self.search.text(), own=True, group=self._group)
        self.kept_views.keep(self, view, self._load_views)

    def _load_views(self) -> None:
        self.kept_views.load(self, self._take_own_views)

    def _remove_view(self, key: str) -> None:
        view = next((view for view in self._own_views if view.key == key), None)
        if view is None:
            return
        self.kept_views.forget(self, view, self._load_views)
        words = _("The view “{name}” was removed.").format(name=view.title)
        self.context.notices.show_notice(words, action=_("Undo"), act=lambda: self._keep_again(view))

    def _keep_again(self, view: SavedView) -> None:
        self.kept_views.keep(self, view, self._load_views)

    def _view_chosen(self, _key: str) -> None:
        view = self.filters.current_view()
        self.search.setText(view.search if view else "")
        if view is not None and view.group is not None:
            self._group = view.group
            self._show_group_words()
        self._ask_now()
        self.presented.emit()

    def path_chip(self) -> str:
        """Name the saved view in the path."""
        view = self.filters.current_view()
        return view.title if view else ""

    def set_grouping(self, key: str) -> None:
        """Group the list by a key of `groups`, or not."""
        self._group = key
        self._show_group_words()
        self.remember()
        self._ask_now()

    def grouping(self) -> str:
        """Return the key the list is grouped by, or nothing."""
        return self._group

    def groupings(self) -> tuple[tuple[str, str], ...]:
        """Return the (key, marked words) the list can be grouped by."""
        return self._groupings

    def reorder(self, order: SortOrder) -> None:
        """Sort by an order."""
        self.table.set_order(order)
        self._order_changed()

    def _show_group_words(self) -> None:
        words = dict(self._groupings).get(self._group, N_("None"))
        self.group_button.setAccessibleName(_("Group: {name}").format(name=_(words)))
        self._fit_tools(_("Group: {name}").format(name=_(words)), _(words))

    def _fit_tools(self, *group_words: str) -> None:
        """Give way in steps where the bar is narrow: shorter words, then buttons that the palette has too."""
        exporting = [self.export_button] if self.with_export else []
        optional: list[Button] = [self.density_button, self.columns_button, *exporting]
        fixed = [self._bar_item(box, at) for box in (self.start_tools, self.tools) for at in range(box.count())]
        shown = [button for button in fixed if button is not None and not button.isHidden()]
        words_shown = tuple(one.text() if isinstance(one, Button) else str(one.sizeHint().width()) for one in shown)
        fitted = (self._bar.width(), theme.text_size(), words_shown, group_words)
        if fitted == self._fitted:  # fitting changes sizes, which asks to be fitted again
            return
        self._fitted = fitted
        for with_keys in (True, False):
            for button in shown:
                if isinstance(button, Button):
                    button.show_key(with_keys)
            used = theme.px(96) + 24 + sum(button.sizeHint().width() + 8 for button in shown)
            room = self._bar.width() - used
            self.group_button.setText("")
            if self._optional_width(()) <= room:
                break
        for words in (*group_words, ""):
            self.group_button.setText(words)
            if self._optional_width(optional) <= room:
                break
        kept = list(optional)
        while kept and self._optional_width(kept) > room:
            kept.pop(0)
        for button in optional:
            button.setVisible(button in kept)

    def _optional_width(self, buttons: Sequence[Button]) -> int:
        group = self.group_button.sizeHint().width() + 8 if self._groupings else 0
        return group + sum(button.sizeHint().width() + 8 for button in buttons)

    @staticmethod
    def _bar_item(box: QHBoxLayout, at: int) -> QWidget | None:
        item = box.itemAt(at)
        return item.widget() if item is not None else None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Fit the toolbar whenever it changes its width or a button its words."""
        if watched is self._bar and event.type() in {QEvent.Type.Resize, QEvent.Type.LayoutRequest}:
            self._show_group_words()
        return super().eventFilter(watched, event)

    # frame --------------------------------------------------------------------------------------------------
    def list_commands(self) -> tuple[Command, ...]:
        """Return the commands that every list has; a page adds its own."""
        exports = (Command("list.export", N_("Export what is shown"), self.export, "Ctrl+E", "download"),)
        return (
            *(exports if self.export_name else ()),
            Command("list.filter", N_("Filter this list"), self._focus_search, "Ctrl+F", "search"),
            Command("list.columns", N_("Choose columns"), self._menus.columns, icon="columns-3"),
            Command("list.density", N_("Change row height"), self._menus.density, icon="rows-3"),
            Command("list.filters", N_("Show or hide filters"), self.toggle_filters, "Ctrl+B", "panel-left"),
            Command("list.inspector", N_("Show or hide inspector"), self.toggle_inspector, "Alt+Enter", "panel-right"),
        )

    def commands(self) -> tuple[Command, ...]:
        """Return the list's commands."""
        return self.list_commands()

    def hints(self) -> tuple[KeyHint, ...]:
        """Return the useful keys of a list."""
        return (KeyHint("↑ ↓", _("move")), KeyHint("Space", _("select")), KeyHint("Enter", _("open")),
                KeyHint("Ctrl F", _("filter")))  # fmt: skip

    def panels(self) -> tuple[QWidget, ...]:
        """Return filters, search, table, inspector for F6."""
        return (self.table, self.inspector.tabs, self.filters, self.search)

    def focus_first(self) -> None:
        """Start in the table, or at what can be done when it is empty."""
        shown = self._stack.currentWidget()
        if shown is self.table or not isinstance(shown, EmptyState):
            self.table.setFocus()
            return
        buttons = [one for one in shown.findChildren(Button) if not one.isHidden()]
        (buttons[0] if buttons else self.search).setFocus()

    def _focus_search(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def toggle_filters(self) -> None:
        """Hide or show the filter panel."""
        self.filters.setVisible(not self.filters.isVisible())
        self.remember()

    def toggle_inspector(self) -> None:
        """Hide or show the inspector; in a narrow window it takes the table's place."""
        shown = not self.inspector.isVisible()
        self.inspector.setVisible(shown)
        if self.window().width() < NARROW:
            self._center.setVisible(not shown)
        if shown:
            self._inspect_timer.start()
        self.remember()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape leaves the search field first, Down goes to the table."""
        if event.key() == Qt.Key.Key_Escape and self.search.hasFocus() and self.search.text():
            self.search.clear()
            self.ask_soon()
            return
        if event.key() in {Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.search.hasFocus():
            self.table.setFocus()
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give panels their width for this window; in a narrow window the inspector becomes a page."""
        super().resizeEvent(event)
        wide = self.window().width()
        if not self._center.isVisible() and wide >= NARROW:
            self._center.setVisible(True)
        self._fit_panels(wide)
        self._show_group_words()

    def _fit_panels(self, wide: int) -> None:
        if self.context.notebook.get(f"list.{self.name}.panels") is None:
            sizes = (228, 372) if wide >= 1600 else (208, 324) if wide >= 1340 else (188, 292)
            more = 1 + (theme.text_size() - 100) / 160  # larger text takes some of the table's room
            sizes = (round(sizes[0] * more), round(sizes[1] * more))
            self._splitter.setSizes([sizes[0], max(360, self.width() - sum(sizes) - 2), sizes[1]])

    def remember(self) -> None:
        """Keep widths, columns, order and density."""
        notebook, key = self.context.notebook, f"list.{self.name}"
        notebook.set(f"{key}.table", self.table.save_state())
        notebook.set(f"{key}.group", self._group)
        notebook.set(f"{key}.hidden", [self.filters.isHidden(), self.inspector.isHidden()])
        if self.sender() is self._splitter:
            notebook.set(f"{key}.panels", self._splitter.sizes())

    def _restore(self) -> None:
        notebook, key = self.context.notebook, f"list.{self.name}"
        if (table := notebook.get(f"{key}.table")) is not None:
            self.table.restore_state(table)
        known = {name for name, _words in self._groupings}
        first = self._groupings[0][0] if self._groupings else ""
        kept = notebook.get(f"{key}.group", first)
        self._group = kept if kept in known or kept == "" else ""
        hidden = notebook.get(f"{key}.hidden")
        if hidden:
            self.filters.setVisible(self._with_filters and not hidden[0])
            self.inspector.setVisible(self._with_inspector and not hidden[1])
        if (sizes := notebook.get(f"{key}.panels")) is not None:
            self._splitter.setSizes(sizes)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "search"):
            self.search.setMaximumWidth(theme.px(196))
