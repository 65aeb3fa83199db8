"""The columns of the stock list, its saved views and its filters. Source: ui.md 10; pictures 02 and 14."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from inl_logistics.inventory.stock import StockRow
from inl_logistics.kernel.listing import Facet
from inl_logistics.kernel.translation import N_, _
from inl_logistics.kernel.values import Money, UnitPrice
from ui.inventory.words import expiry_tone, stock_chip, track
from ui.kit.filters import FilterGroup, FilterOption, SavedView
from ui.kit.formats import day, money, number, price
from ui.kit.tables import Column
from ui.kit.tokens import ToneName

GROUPS = (
    ("category", N_("Category")), ("store", N_("Store")), ("location", N_("Location")), ("project", N_("Project")),
    ("age", N_("Age")),
)  # fmt: skip
_STATUS: dict[str, tuple[str, ToneName]] = {
    "available": (N_("Available"), "ok"), "reserved": (N_("Reserved"), "info"), "below": (N_("Below minimum"), "bad"),
    "expiring": (N_("Expiring"), "warn"), "quarantine": (N_("Quarantine"), "violet"), "damaged": (N_("Damaged"), "bad"),
    "expired": (N_("Expired"), "neutral"), "aged": (N_("Over 180 days here"), "neutral"),
}  # fmt: skip
# What ageing is grouped by: the bands of inventory.stock.AGES.
AGE_BANDS = (N_("Up to 90 days"), N_("91 to 180 days"), N_("181 days to a year"), N_("Over a year"))
_CUSTODY = {"ours": N_("In our stores"), "partners": N_("With partners"), "transit": N_("In transit")}


def place_words(row: StockRow) -> str:
    """Name the bin first: it must not be lost when the cell is narrow."""
    return " · ".join(filter(None, (row.bin, row.store))) or row.location


def stock_columns(today: Callable[[], date]) -> tuple[Column, ...]:
    """Return the columns; chips and colors follow the present day."""

    def low(row: StockRow) -> ToneName | None:
        return "bad" if row.below_minimum else None

    return (
        Column("item", N_("Item"), lambda r: r.item, kind="strong", width=180, stretch=True, sort="item", elide_middle=True),
        Column("code", N_("Code"), lambda r: r.code, kind="mono", width=104, sort="code", shown="wide"),
        Column("store", N_("Location"), place_words, width=92, sort="location", filterable=True, yields=3),
        Column("track", N_("Track"), lambda r: track(r.tracking), width=56, sort="track", shown="roomy"),
        Column("on_hand", N_("On hand"), lambda r: number(r.on_hand), kind="numberStrong", width=70, sort="on_hand"),
        Column("available", N_("Avail."), lambda r: number(r.available), kind="number", width=56, sort="available", tone=low),
        Column("minimum", N_("Min"), lambda r: number(r.minimum), kind="numberQuiet", width=50, sort="minimum", yields=1),
        Column("expiry", N_("Expiry"), lambda r: day(r.expires_on), kind="date", width=98, sort="expiry",
               tone=lambda r: expiry_tone(r.expires_on, today()), yields=2),
        Column("price", N_("Unit USD"), lambda r: price(UnitPrice(r.price_micros)).replace("$", ""), kind="number",
               width=92, sort="price", shown="wide"),
        Column("value", N_("Value USD"), lambda r: money(Money(r.value_minor), cents=False).replace("$", ""),
               kind="number", width=98, sort="value", shown="wide"),
        Column("status", N_("Status"), lambda r: stock_chip(r, today()).text, kind="chip", width=124, sort="status",
               chip=lambda r: stock_chip(r, today()), filterable=True),
        Column("project", N_("Project"), lambda r: r.project or "—", kind="quiet", width=110, shown="wide"),
        Column("age", N_("Here since"), lambda r: day(r.arrived_on) if r.arrived_on else "—", kind="date", width=100,
               sort="age", shown="wide"),
    )  # fmt: skip


def stock_views() -> tuple[SavedView, ...]:
    """Return the views that every post has."""

    def only(status: str) -> Mapping[str, frozenset[str]]:
        return {"status": frozenset({status})}

    return (
        SavedView("all", _("All stock")),
        SavedView("expiring", _("Expiring in 90 days"), only("expiring")),
        SavedView("below", _("Below minimum"), only("below")),
        SavedView("reserved", _("Reserved"), only("reserved")),
        SavedView("aged", _("Over 180 days here"), only("aged")),
    )


def view_counts(facets: Mapping[str, Sequence[Facet]]) -> dict[str, int]:
    """Return how many lines each built-in view has."""
    status = {facet.key: facet.count for facet in facets["status"]}
    return {"all": sum(facet.count for facet in facets["category"]), **status}


def stock_filters(facets: Mapping[str, Sequence[Facet]]) -> list[FilterGroup]:
    """Return the groups of check boxes with their counts."""
    counts = {facet.key: facet.count for facet in facets["status"]}
    status = tuple(FilterOption(key, _(words), counts.get(key, 0), tone) for key, (words, tone) in _STATUS.items())
    custody = tuple(FilterOption(f.key, _(_CUSTODY[f.key]), f.count) for f in facets["custody"])
    return [
        FilterGroup("status", _("Status"), status),
        FilterGroup("store", _("Store"), tuple(FilterOption(f.key, f.title, f.count) for f in facets["store"])),
        FilterGroup(
            "category", _("Category"), tuple(FilterOption(f.key, f.title, f.count) for f in facets["category"])
        ),
        FilterGroup("custody", _("Custody"), custody),
    ]
