"""Filters by month or fiscal year that a link brings into any list: shown with the list's own until they are cleared.

Route("orders", None, year_filter(2026))            # ("filter.year", "2026")
Route("handovers", None, month_filter(date(2026, 11, 1)))
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date

from PySide6.QtCore import QLocale

from inl_logistics.kernel.translation import _, language
from ui.kit.filters import FilterGroup, FilterOption

Params = tuple[tuple[str, str], ...]


def year_filter(year: int) -> Params:
    """Return the route parameters that narrow a list to what a fiscal year ordered."""
    return (("filter.year", str(year)),)


def month_filter(first: date) -> Params:
    """Return the route parameters that narrow a list to a month."""
    return (("filter.month", f"{first:%Y-%m}"),)


def period_groups(chosen: Mapping[str, Collection[str]]) -> list[FilterGroup]:
    """Return the periods among what is chosen, as groups of check boxes."""
    found = []
    if years := sorted(chosen.get("year", ())):
        options = tuple(FilterOption(year, _("FY {year}").format(year=year)) for year in years)
        found.append(FilterGroup("year", _("Ordered in"), options))
    if months := sorted(chosen.get("month", ())):
        found.append(FilterGroup("month", _("Month"), tuple(FilterOption(one, _month(one)) for one in months)))
    return found


def _month(text: str) -> str:
    year, _dash, month = text.partition("-")
    return f"{QLocale(language()).standaloneMonthName(int(month))} {year}"
