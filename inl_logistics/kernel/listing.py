"""What a list asks of its query, and what it gets: sorted keys, groups, totals. Pages of rows follow by key.

Every `<feature>.queries` that serves a list has `keys(session, query) -> Listing` and
`rows(session, keys) -> list[…Row]`; sort names are those of the columns. Source: architecture.md 4 and 5.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class ListQuery:
    """Search text, ticked filters by group, order and grouping."""

    search: str = ""
    filters: Mapping[str, frozenset[str]] = field(default_factory=dict)
    sort: str = ""
    descending: bool = False
    group: str = ""

    def chosen(self, name: str) -> frozenset[str]:
        """Return the ticked options of a filter; none ticked means all."""
        return self.filters.get(name, frozenset())


@dataclass(frozen=True, slots=True)
class ListGroup:
    """A run of keys under one heading; value in minor units of USD."""

    key: str
    title: str
    count: int
    quantity: int = 0
    value_minor: int = 0


@dataclass(frozen=True, slots=True)
class Listing:
    """The keys in order, the groups they fall into, and totals of all of them."""

    keys: tuple[int, ...]
    groups: tuple[ListGroup, ...] = ()
    quantity: int = 0
    value_minor: int = 0


@dataclass(frozen=True, slots=True)
class Facet:
    """One option of a filter and how many rows it would show."""

    key: str
    title: str
    count: int
