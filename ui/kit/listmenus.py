"""The menus of a list: row height, columns, grouping, and the menu of one column."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from inl_logistics.kernel.translation import N_, _
from ui.kit.tablelook import left_out

if TYPE_CHECKING:
    from ui.kit.listpage import ListPage

_DENSITIES = {"compact": N_("Compact rows"), "default": N_("Default rows"), "roomy": N_("Roomy rows")}


class ListMenus(QObject):
    """Opens the menus of one list page."""

    def __init__(self, page: ListPage) -> None:
        super().__init__(page)
        self._page = page
        page.table.menu_asked.connect(self._column)
        page.bar.density_button.clicked.connect(self.density)
        page.bar.columns_button.clicked.connect(self.columns)
        page.bar.group_button.clicked.connect(self._group)

    def density(self) -> None:
        """Offer the row heights."""
        menu = QMenu(self._page)
        group = QActionGroup(menu)
        for key, words in _DENSITIES.items():
            group.addAction(_checkable(menu, _(words), key, on=self._page.table.density() == key))
        group.triggered.connect(self._density_chosen)
        _drop(menu, self._page.bar.density_button)

    def _density_chosen(self, action: QAction) -> None:
        self._page.table.set_density(action.data())
        self._page.remember()

    def columns(self) -> None:
        """Offer the columns, and the filters of those that have one."""
        menu = QMenu(self._page)
        hidden, narrow = self._page.table.hidden_columns(), left_out(self._page.table)
        for entry in self._page.model.columns:
            words = _("{column}  ·  hidden at this width") if entry.key in narrow else "{column}"
            words = words.format(column=_(entry.title))
            action = _checkable(menu, words, entry.key, on=entry.key not in hidden)
            action.setEnabled(not entry.stretch)
        menu.triggered.connect(self._column_toggled)
        filtered = [entry for entry in self._page.model.columns if entry.filterable]
        if filtered:
            menu.addSeparator()
        for entry in filtered:
            part = menu.addMenu(_("Filter {column}").format(column=_(entry.title)))
            self._add_options(part, entry.key)
        _drop(menu, self._page.bar.columns_button)

    def _add_options(self, menu: QMenu, key: str) -> None:
        """Offer the check boxes of the filter group that belongs to a column."""
        chosen = self._page.filters.chosen().get(key, frozenset())
        group = next((group for group in self._page.filters.groups() if group.key == key), None)
        for option in group.options if group is not None else ():
            words = option.text if option.count is None else f"{option.text}  {option.count:,}"
            _checkable(menu, words, ("filter", key, option.value), on=option.value in chosen)

    def _column_toggled(self, action: QAction) -> None:
        if isinstance(action.data(), tuple | list):
            self._column_acted(action)
            return
        self._page.table.hide_column(action.data(), not action.isChecked())

    def _group(self) -> None:
        menu = QMenu(self._page)
        for key, words in (("", N_("None")), *self._page.groupings()):
            _checkable(menu, _(words), key, on=key == self._page.grouping())
        menu.triggered.connect(self._group_chosen)
        _drop(menu, self._page.bar.group_button)

    def _group_chosen(self, action: QAction) -> None:
        self._page.set_grouping(action.data())

    def _column(self, key: str, at: QPoint) -> None:
        entry = next(entry for entry in self._page.model.columns if entry.key == key)
        menu = QMenu(self._page)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if entry.sort:
            menu.addAction(_("Sort ascending")).setData(("sort", key, False))
            menu.addAction(_("Sort descending")).setData(("sort", key, True))
        if not entry.stretch:
            menu.addAction(_("Hide column")).setData(("hide", key, True))
        if entry.filterable:
            menu.addSeparator()
            self._add_options(menu, key)
        menu.triggered.connect(self._column_acted)
        menu.popup(at)

    def _column_acted(self, action: QAction) -> None:
        what, key, down = action.data()
        if what == "filter":
            self._page.filters.toggle(key, down)
        elif what == "hide":
            self._page.table.hide_column(key, True)
        else:
            self._page.reorder(((key, down),))


def _checkable(menu: QMenu, words: str, key: object, *, on: bool) -> QAction:
    action = menu.addAction(words)
    action.setCheckable(True)
    action.setChecked(on)
    action.setData(key)
    return action


def _drop(menu: QMenu, button: QWidget) -> None:
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    shown = button if button.isVisible() else button.parentWidget() or button
    menu.popup(shown.mapToGlobal(QPoint(0, shown.height() + 4)))
