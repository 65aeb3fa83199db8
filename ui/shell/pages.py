"""The page stack: builds pages for routes, keeps the last ones as they were left, refreshes them after commits."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping, Sequence

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QStackedWidget

from ui.kit.navigation import Feature, Page, PageContext, PageKind, Route

KEPT = 12
REFRESH_MS = 120
Place = tuple[str, int | str | None]


class PageStack(QStackedWidget):
    """Pages by route; going back shows the same widget, so scroll, selection and filters are as they were."""

    shown = Signal(object)  # Page
    presented = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._context: PageContext | None = None
        self._kinds: Mapping[str, PageKind] = {}
        self._kept: OrderedDict[Place, Page] = OrderedDict()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(REFRESH_MS)
        self._timer.timeout.connect(self._refresh_current)

    def start(self, context: PageContext, features: Sequence[Feature]) -> None:
        """Serve the pages of an open post."""
        self.clear()
        self._context = context
        self._kinds = {kind.kind: kind for feature in features for kind in feature.pages}

    def clear(self) -> None:
        """Drop all pages: the post is being closed."""
        for page in self._kept.values():
            self.removeWidget(page)
            page.deleteLater()
        self._kept.clear()

    def unsaved(self) -> Page | None:
        """Return a page whose text would be lost, if there is one."""
        return next((page for page in self._kept.values() if page.is_unsaved()), None)

    def knows(self, route: Route) -> bool:
        """Tell whether a route has a page."""
        return route.kind in self._kinds

    def section_of(self, route: Route) -> str:
        """Return the rail entry that a route belongs to."""
        return self._kinds[route.kind].section if route.kind in self._kinds else ""

    def current(self) -> Page | None:
        """Return the page shown."""
        widget = self.currentWidget()
        return widget if isinstance(widget, Page) else None

    def open(self, route: Route) -> Page | None:
        """Show the page of a route; None when the present page does not let go or the kind is unknown."""
        if self._context is None or route.kind not in self._kinds:
            return None
        leaving = self.current()
        place = (route.kind, route.id)
        page = self._kept.get(place)
        if leaving is not None and leaving is not page and not leaving.leave():
            return None
        if page is not None and page is not leaving and page.is_done():
            del self._kept[place]
            self.removeWidget(page)
            page.deleteLater()
            page = None
        if page is None:
            page = self._kinds[route.kind].build(self._context, route)
            page.setObjectName(f"page.{route.kind}")
            page.presented.connect(self._page_presented)
            self._kept[place] = page
            self.addWidget(page)
        elif page.route != route:
            page.reopen(route)
        self._kept.move_to_end(place)
        self._drop_oldest(page)
        self.setCurrentWidget(page)
        if page.stale:
            page.stale = False
            page.refresh()
        self.shown.emit(page)
        return page

    def committed(self, topics: frozenset[str]) -> None:
        """Refresh the visible page soon if the commit touched it; mark the others."""
        for page in self._kept.values():
            if page.topics & topics:
                page.stale = True
        current = self.current()
        if current is not None and current.stale:
            self._timer.start()

    def _refresh_current(self) -> None:
        page = self.current()
        if page is not None and page.stale:
            page.stale = False
            page.refresh()

    def _page_presented(self) -> None:
        if self.sender() is self.current():
            self.presented.emit()

    def _drop_oldest(self, shown: QObject) -> None:
        while len(self._kept) > KEPT:
            place = next((at for at, kept in self._kept.items() if not kept.is_unsaved()), None)
            if place is None or self._kept[place] is shown:
                return
            page = self._kept[place]
            del self._kept[place]
            self.removeWidget(page)
            page.deleteLater()
