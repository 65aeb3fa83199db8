"""The conditions and the order of a list's SQL, written from what the list asks; every value is bound.

    where = Conditions("h.direction = 'in'")
    where.found("h.id", "shipment", query.search)
    where.among("h.mode", query.chosen("mode"))
    text(f"SELECT … WHERE {where} ORDER BY {order_by(query, _SORTS, 'h.id DESC')}, h.id DESC"), where.values

Source: architecture.md 4 (lists).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from inl_logistics.kernel.dates import fiscal_start
from inl_logistics.kernel.listing import ListQuery
from inl_logistics.kernel.text import fold


class Conditions:
    """Conditions that must all hold, and the values bound in them."""

    def __init__(self, *first: str) -> None:
        self.values: dict[str, str | int] = {}
        self._all = list(first)

    def add(self, sql: str) -> None:
        """Add a condition without a value."""
        self._all.append(sql)

    def words(self, sql: str, search: str) -> None:
        """Add a condition for each searched word; `{word}` stands for the word, to be compared with LIKE."""
        for word in fold(search).split():
            self._all.append(sql.format(word=self._bound(f"%{word}%")))

    def found(self, column: str, kind: str, search: str) -> None:
        """Keep the records of a kind that the search index knows under all words."""
        self.words(
            f"{column} IN (SELECT subject_id FROM search_text WHERE kind = '{kind}' AND folded LIKE {{word}})", search
        )

    def among(self, column: str, options: Collection[str | int]) -> None:
        """Keep the rows whose column is one of the options; none ticked means all."""
        if options:
            self._all.append(f"{column} IN ({', '.join(self._bound(one) for one in sorted(options, key=str))})")

    def _bound(self, value: str | int) -> str:
        name = f"c{len(self.values)}"
        self.values[name] = value
        return f":{name}"

    def __str__(self) -> str:
        return " AND ".join(self._all) or "1"


def order_by(query: ListQuery, sorts: Mapping[str, str], otherwise: str) -> str:
    """Return the SQL of the order that is asked for by a column's sort name, else the list's own order."""
    asked = sorts.get(query.sort)
    if asked is None:
        return otherwise
    return f"{asked} DESC" if query.descending else asked


def in_fiscal_years(column: str, years: Collection[str]) -> str:
    """Return the SQL that a day lies in one of these U.S. fiscal years; the days are made here from numbers."""
    spans = [(fiscal_start(year).isoformat(), fiscal_start(year + 1).isoformat()) for year in map(int, sorted(years))]
    return "(" + " OR ".join(f"({column} >= '{first}' AND {column} < '{after}')" for first, after in spans) + ")"
