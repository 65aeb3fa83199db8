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
        def link_acts(self): return {"new": lambda _value: self.make()}    # Route("items", None, (("new", "1"),))

Ctrl B hides the filters, Alt Enter the inspector; widths, columns, order and density are remembered by name.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from inl_logistics.kernel.listing import ListQuery
from inl_logistics.kernel.translation import N_, _
from ui.kit import listmemory
from ui.kit.buttons import Button
from ui.kit.cards import Banner
from ui.kit.filters import FilterPanel, SavedView
from ui.kit.inspector import Inspector
from ui.kit.keptviews import KeptViews, PostViews
from ui.kit.listbar import ListBar
from ui.kit.listbody import ListBody
from ui.kit.listmenus import ListMenus
from ui.kit.listpanels import ListPanels
from ui.kit.listviews import ListViews
from ui.kit.navigation import Command, KeyHint, Page, PageContext, Route
from ui.kit.periods import period_groups
from ui.kit.tables import Column, Density, Group, KeyedTableModel, ListView, SortOrder
from ui.kit.widget import column

_DEBOUNCE_MS, _INSPECT_MS = 90, 30


@dataclass(frozen=True, slots=True)
class ListState:
    """What is asked of the query: search text, ticked filters, order, grouping."""

    search: str
    filters: dict[str, frozenset[str]]
    order: SortOrder
    group: str


class ListPage(Page):
    """Filters, table and inspector; a feature fills them."""

    kept_views: KeptViews = PostViews()
    with_export = True  # without, the export button is left out
    export_name = ""  # the list's name in `reports.exports`; with one, Ctrl E writes what is shown

    def __init__(
        self, context: PageContext, route: Route, *, name: str, columns: Sequence[Column], tickable: bool = True,
        filters: bool = True, inspector: bool = True, density: Density = "default",
        groups: Sequence[tuple[str, str]] = (),
    ) -> None:  # fmt: skip
        super().__init__(context, route)
        self.name = name
        self._wanted_key: Any = None
        self.model = KeyedTableModel(columns, tickable=tickable, parent=self)
        self.model.fetch = self.fetch
        self.table = ListView(self.model, density=density)
        self._groupings, self._group = tuple(groups), ""
        self._with_filters = filters
        self._asked = False
        self._timer, self._inspect_timer = QTimer(self), QTimer(self)
        for timer, pause_ms in ((self._timer, _DEBOUNCE_MS), (self._inspect_timer, _INSPECT_MS)):
            timer.setSingleShot(True)
            timer.setInterval(pause_ms)
        self._build_list(with_inspector=inspector)
        self._connect_list()
        self._group = listmemory.restore(self)
        self._retranslate_list()
        self._take_route(route)

    # building -----------------------------------------------------------------------------------------------
    def _build_list(self, *, with_inspector: bool) -> None:
        self.filters, self.inspector, self.banner = FilterPanel(), Inspector(), Banner()
        self.bar = ListBar(with_export=self.with_export, with_groups=bool(self._groupings))
        self.search, self.export_button = self.bar.search, self.bar.export_button
        self.start_tools, self.tools = self.bar.start_tools, self.bar.tools
        self.body = ListBody(self.table)
        self.empty, self.nothing = self.body.empty, self.body.nothing
        center = QWidget()
        column(center, self.bar, self.banner, self.body).setStretch(2, 1)
        self.sides = ListPanels(
            self.filters, center, self.inspector, with_filters=self._with_filters, with_inspector=with_inspector
        )
        self.views = ListViews(self)
        column(self, self.sides)

    def _connect_list(self) -> None:
        self._timer.timeout.connect(self._ask_now)
        self._inspect_timer.timeout.connect(self._inspect_now)
        self.search.edited.connect(self.ask_soon)
        self.filters.changed.connect(self._filters_changed)
        self.filters.view_chosen.connect(self._view_chosen)
        self.table.opened.connect(self.open_key)
        self.table.current_changed.connect(self._current_changed)
        self.table.order_changed.connect(self._order_changed)
        self.table.columns_changed.connect(self.remember)
        self.model.ticks_changed.connect(self._ticks_changed)
        self.sides.splitterMoved.connect(self._panels_moved)
        self.body.clear_filters.clicked.connect(self.clear_all)
        self._menus = ListMenus(self)
        if self.export_name:
            self.export_button.clicked.connect(self.export)

    def _retranslate(self) -> None:
        self._retranslate_list()

    def _retranslate_list(self) -> None:
        self.bar.retranslate()
        self._show_group()
        self.body.retranslate()
        self.table.setAccessibleName(self.crumbs()[-1].text)
        if self._asked:
            self.refresh()  # filters, groups and totals speak too

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
        if self.isVisible():
            self._do_asked()

    def link_acts(self) -> Mapping[str, Callable[[str], None]]:
        """Return what a link may ask for besides what is shown: by the name of its parameter, called with its value."""
        return {}

    def _do_asked(self) -> None:
        """Do what the route asks for, once: going back to this page does not ask again."""
        acts = self.link_acts()
        asked = [(acts[name], value) for name, value in self.route.params if name in acts]
        if asked:
            rest = tuple(one for one in self.route.params if one[0] not in acts)
            self.route = replace(self.route, params=rest)
            self.context.navigator.amend(self.route)
            for act, value in asked:
                # Only once the page before has gone: hiding it hands the focus on, to what lies behind a dialog.
                QTimer.singleShot(0, self, partial(act, value))

    def _take_route(self, route: Route) -> bool:
        """Read `view`, `search`, `key` and `filter.<group>` (values joined by commas) from a route."""
        params, chosen = dict(route.params), route.filters()
        if chosen or "search" in params:
            self.filters.leave_view()
            self.filters.set_periods(period_groups(chosen))
            self.filters.set_chosen(chosen, tell=False)
            self.search.setText(params.get("search", ""))
        if "key" in params:
            self._wanted_key = int(params["key"]) if params["key"].isdigit() else params["key"]
        self.views.want(params.get("view", ""))
        return bool(params)

    def set_first_use(self, icon: str, words: Callable[[], tuple[str, str]], *buttons: Button) -> None:
        """Say what will be here when there is nothing yet."""
        self.body.set_first_use(icon, words, *buttons)

    def show_keys(self, keys: Sequence[Any], groups: Sequence[Group] = ()) -> None:
        """Show the answer of `ask`."""
        self.model.set_snapshot(keys, groups=groups)
        if not self.search.text() and not self.filters.chosen():
            self.model.drop_hidden_ticks()
        self._after_rows(bool(keys))

    def show_rows(self, rows: Sequence[Any], keys: Sequence[Any], groups: Sequence[Group] = ()) -> None:
        """Show a short list that is in hand."""
        self.model.set_rows(rows, keys=keys, groups=groups)
        self._after_rows(bool(rows))

    def _after_rows(self, any_rows: bool) -> None:
        if any_rows:
            self.body.show_rows()
        else:
            searched = [f"“{self.search.text()}”"] if self.search.text() else []
            self.body.show_none([*self.filters.chosen_words(), *searched])
        if any_rows and self._wanted_key is not None:
            self.table.set_current_key(self._wanted_key)
            self._wanted_key = None
        if any_rows and not self.table.currentIndex().isValid():
            self.table.set_current_row(1 if self.model.groups() else 0)
        self._inspect_timer.start()
        self.presented.emit()

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
        if self._with_filters:
            self.views.load_once()
        self.table.head.set_filtered(frozenset(self.filters.chosen()))
        self.ask()

    def showEvent(self, event: object) -> None:
        """Ask on first show, and do what a link asks for."""
        if not self._asked:
            self._ask_now()
        self._do_asked()

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
        self.views.show(views, counts=counts)

    def _view_chosen(self, _key: str) -> None:
        view = self.filters.current_view()
        self.filters.set_periods(period_groups(self.filters.chosen()))
        self.search.setText(view.search if view else "")
        if view is not None and view.group is not None:
            self._group = view.group
            self._show_group()
        self._ask_now()
        self.presented.emit()

    def path_chip(self) -> str:
        """Name the saved view in the path."""
        view = self.filters.current_view()
        return view.title if view else ""

    def set_grouping(self, key: str) -> None:
        """Group the list by a key of `groups`, or not."""
        self._group = key
        self._show_group()
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

    def _show_group(self) -> None:
        self.bar.show_group(dict(self._groupings).get(self._group, N_("None")))

    # frame --------------------------------------------------------------------------------------------------
    def list_commands(self) -> tuple[Command, ...]:
        """Return the commands that every list has; a page adds its own."""
        exports = (Command("list.export", N_("Export what is shown"), self.export, "Ctrl+E", "download"),)
        return (
            *(exports if self.export_name else ()),
            Command("list.filter", N_("Filter this list"), self.bar.focus_search, "Ctrl+F", "search"),
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
        if self.body.shows_rows():
            self.table.setFocus()
        else:
            (self.body.first_button() or self.search).setFocus()

    def toggle_filters(self) -> None:
        """Hide or show the filter panel."""
        self.sides.toggle_filters()
        self.remember()

    def toggle_inspector(self) -> None:
        """Hide or show the inspector; in a narrow window it takes the table's place."""
        if self.sides.toggle_inspector():
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
        self.sides.fit(self.width(), kept=listmemory.has_widths(self))
        self.bar.fit()

    def remember(self) -> None:
        """Keep how the list looks now."""
        listmemory.remember(self)

    def _panels_moved(self) -> None:
        listmemory.remember(self)
        listmemory.remember_widths(self)
