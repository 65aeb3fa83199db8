"""Where a list keeps its own saved views: in the post, so that they are there on every laptop.

page.kept_views.load(page, done)           # done receives SavedView values
page.kept_views.keep(page, title, view, done)
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Protocol

from inl_logistics.settings.commands import remove_view, rename_view, save_view
from inl_logistics.settings.views import ViewContent, ViewRow, views_of
from ui.kit.filters import SavedView

if TYPE_CHECKING:
    from ui.kit.listpage import ListPage

Done = Callable[[Sequence[SavedView]], None]


class KeptViews(Protocol):
    """Loading, keeping and forgetting a list's own views."""

    def load(self, page: ListPage, done: Done) -> None:
        """Hand the views over."""

    def keep(self, page: ListPage, view: SavedView, done: Callable[[], None]) -> None:
        """Keep a view under its title."""

    def rename(self, page: ListPage, view: SavedView, title: str, done: Callable[[], None]) -> None:
        """Give a view another title."""

    def forget(self, page: ListPage, view: SavedView, done: Callable[[], None]) -> None:
        """Forget a view."""


class PostViews:
    """Views in the database of the open post."""

    def load(self, page: ListPage, done: Done) -> None:
        """Hand the views over."""

        def take(rows: Sequence[ViewRow]) -> None:
            done([_shown(row) for row in rows])

        page.context.jobs.read(page, views_of, page.name, done=take)

    def keep(self, page: ListPage, view: SavedView, done: Callable[[], None]) -> None:
        """Keep a view under its title."""
        filters = {key: tuple(sorted(values)) for key, values in view.filters.items()}
        content = ViewContent(filters, view.search, view.group or "")
        page.context.jobs.write(page, save_view, page.name, view.title, content, done=lambda _id: done())

    def rename(self, page: ListPage, view: SavedView, title: str, done: Callable[[], None]) -> None:
        """Give a view another title."""
        page.context.jobs.write(page, rename_view, _ident(view), title, done=lambda _none: done(),
                                failed=page.context.notices.show_error)  # fmt: skip

    def forget(self, page: ListPage, view: SavedView, done: Callable[[], None]) -> None:
        """Forget a view."""
        page.context.jobs.write(page, remove_view, _ident(view), done=lambda _none: done())


def _ident(view: SavedView) -> int:
    return int(view.key.split(":")[1])


def _shown(row: ViewRow) -> SavedView:
    filters = {key: frozenset(values) for key, values in row.content.filters.items()}
    return SavedView(f"own:{row.id}", row.name, filters, row.content.search, own=True, group=row.content.group)
