"""A list whose filters say how many rows they would show, with totals in the status bar and facts beside it.

class OrdersPage(CountedList):
    questions = queries                 # the feature's `queries`: keys, rows, facets and detail, each of a day
    def show_filters(self): ...         # from `self.facets`
    def show_record(self, record): ...  # the current row's detail in the inspector, or None
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, Protocol

from inl_logistics.kernel.listing import Facet, Listing, ListQuery
from inl_logistics.kernel.translation import _
from inl_logistics.kernel.values import Money
from ui.kit.formats import money, number
from ui.kit.inspector import Facts
from ui.kit.listpage import ListPage
from ui.kit.navigation import PageContext, Route
from ui.kit.tables import Column, Density


class ListQuestions(Protocol):
    """What such a list asks; the session is the reader's."""

    def keys(self, session: Any, query: ListQuery, *, today: date) -> Listing:
        """Return the keys that match, with totals."""

    def rows(self, session: Any, keys: Sequence[int], /, *, today: date) -> Sequence[Any]:
        """Return the rows of keys."""

    def facets(self, session: Any, *, today: date) -> Mapping[str, Sequence[Facet]]:
        """Return the filter options."""

    def detail(self, session: Any, key: int, /, *, today: date) -> Any:
        """Return one record whole, or None."""


class CountedList(ListPage):
    """Asks for keys, rows, filter counts and the current record; a feature says what to show of them."""

    questions: ListQuestions

    def __init__(
        self, context: PageContext, route: Route, *, name: str, columns: Sequence[Column], tickable: bool = False,
        density: Density = "default",
    ) -> None:  # fmt: skip
        super().__init__(context, route, name=name, columns=columns, tickable=tickable, density=density)
        self.total = Listing(())
        self.facets: Mapping[str, Sequence[Facet]] = {}
        self.facts = Facts()
        self.inspector.set_tabs((("facts", "", self.facts),))

    def show_filters(self) -> None:
        """Show the filter groups of `facets`."""

    def show_record(self, record: Any) -> None:
        """Show a record beside the list; None when it is no longer there."""

    def ask(self) -> None:
        """Ask for the keys and the filter counts."""
        today = self.context.today()
        self.context.jobs.read(self, self.questions.keys, self.query(), today=today, done=self._listed)
        self.context.jobs.read(self, self.questions.facets, today=today, done=self._faceted)

    def fetch(self, keys: Sequence[Any], deliver: Callable[[Sequence[Any]], None]) -> None:
        """Ask for rows by key."""
        self.context.jobs.read(self, self.questions.rows, keys, today=self.context.today(), done=deliver)

    def inspect(self, key: Any) -> None:
        """Ask for the current record."""
        if key is not None:
            today = self.context.today()
            self.context.jobs.read(self, self.questions.detail, key, today=today, done=self.show_record)

    def _listed(self, listing: Listing) -> None:
        self.total = listing
        self.show_keys(listing.keys)
        self.presented.emit()

    def _faceted(self, facets: Mapping[str, Sequence[Facet]]) -> None:
        self.facets = facets
        self.show_filters()

    def totals(self, shown: str) -> tuple[str, ...]:
        """Say how many are shown (in the feature's words), with their units and value."""
        units = _("{n} units").format(n=number(self.total.quantity))
        return (f"{shown} · {units} · {money(Money(self.total.value_minor), cents=False)}",)
