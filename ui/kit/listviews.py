"""The saved views of a list: those that come with it, then the user's own.

page.views.show((SavedView("all", _("All items")),), counts={"all": 12})
page.views.wanted = "all"   # chosen as soon as it is there
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from inl_logistics.kernel.text import clean
from inl_logistics.kernel.translation import _
from ui.kit.filters import SavedView

if TYPE_CHECKING:
    from ui.kit.listpage import ListPage


class ListViews(QObject):
    """Shows, keeps and forgets the views of one list page."""

    def __init__(self, page: ListPage) -> None:
        super().__init__(page)
        self._page = page
        self._built_in: tuple[SavedView, ...] = ()
        self._own: tuple[SavedView, ...] = ()
        self._loaded = False
        self.counts: dict[str, int] | None = None
        self.wanted = self._saved = ""
        page.filters.save_asked.connect(self.save)
        page.filters.view_removed.connect(self._remove)
        page.filters.view_renamed.connect(self.rename)

    def show(self, views: Sequence[SavedView], *, counts: dict[str, int] | None = None) -> None:
        """Show built-in views, then the user's own."""
        self._built_in, self.counts = tuple(views), counts
        self._page.filters.set_views([*self._built_in, *self._own], counts=counts)
        if self.wanted:
            self._choose_wanted()

    def want(self, key: str) -> None:
        """Choose a view that a link names, now or when it is there."""
        self.wanted = key
        if key and self._built_in:
            self._choose_wanted()

    def _choose_wanted(self) -> None:
        view = next((view for view in self._page.filters.views() if view.key == self.wanted), None)
        if view is not None:
            self.wanted = ""
            self._page.filters.choose_view(view.key)

    def load_once(self) -> None:
        """Ask for the user's own views, the first time."""
        if not self._loaded:
            self._loaded = True
            self._load()

    def _load(self) -> None:
        self._page.kept_views.load(self._page, self._take_own)

    def _take_own(self, views: Sequence[SavedView]) -> None:
        self._own = tuple(views)
        self.show(self._built_in, counts=self.counts)
        saved = next((view for view in views if view.title == self._saved), None)
        self._saved = ""
        if saved is not None:  # its filters are those shown
            self._page.filters.mark_view(saved.key)
            self._page.presented.emit()

    def save(self) -> None:
        """Ask for a name and keep the present filters under it."""
        from ui.kit.dialogs import ask_text  # dialogs stand above pages

        ask_text(self._page, _("Save view"), _("Name"), _("Save view"), self._keep)

    def _keep(self, title: str) -> None:
        page = self._page
        chosen, search = page.filters.chosen(), page.search.text()
        self._saved = clean(title)
        self._keep_view(SavedView("", title, chosen, search, own=True, group=page.grouping()))

    def _keep_view(self, view: SavedView) -> None:
        self._page.kept_views.keep(self._page, view, self._load)

    def rename(self, key: str) -> None:
        """Ask for another name of an own view."""
        from ui.kit.dialogs import ask_text  # dialogs stand above pages

        view = next((view for view in self._own if view.key == key), None)
        if view is None:
            return

        def keep(title: str) -> None:
            if title != view.title:
                self._page.kept_views.rename(self._page, view, title, self._load)

        ask_text(self._page, _("Rename view"), _("Name"), _("Rename view"), keep, text=view.title)

    def _remove(self, key: str) -> None:
        view = next((view for view in self._own if view.key == key), None)
        if view is None:
            return
        self._page.kept_views.forget(self._page, view, self._load)
        words = _("The view “{name}” was removed.").format(name=view.title)
        self._page.context.notices.show_notice(words, action=_("Undo"), act=lambda: self._keep_view(view))
