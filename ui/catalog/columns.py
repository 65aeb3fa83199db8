"""The columns of the catalog's tables."""

from __future__ import annotations

from inl_logistics.catalog.itempage import CodeRow, SizeRow
from inl_logistics.catalog.queries import ItemRow
from inl_logistics.kernel.translation import N_, _
from inl_logistics.kernel.values import UnitPrice
from ui.catalog.words import CODE_KINDS, TRACKS
from ui.kit.chips import ChipLook, chip
from ui.kit.formats import number, price
from ui.kit.tables import Column


def status(item: ItemRow) -> ChipLook:
    """Return the state of an item: what an officer must know of it first."""
    if item.retired or item.policy_hold:
        return chip("item", "retired" if item.retired else "held")
    return chip("item", "below" if item.below else "active")


def hazard(item: ItemRow) -> str:
    """Return UN number and class."""
    return " · ".join(filter(None, (item.un_number, item.hazard_class))) or "—"


def _maker(item: ItemRow) -> str:
    return " · ".join(filter(None, (item.maker, item.model))) or "—"


LIST = (
    Column("item", N_("Item"), lambda r: r.name, kind="strong", width=200, stretch=True, sort="item"),
    Column("code", N_("Code"), lambda r: r.code, kind="mono", width=88, sort="code", yields=3),
    Column("category", N_("Category"), lambda r: r.category, width=168, sort="category", shown="normal", filterable=True),
    Column("tracking", N_("Track"), lambda r: _(TRACKS.get(r.tracking, r.tracking)), width=76, sort="track", filterable=True),
    Column("unit", N_("Unit"), lambda r: r.unit_of_issue, width=48, sort="unit", shown="normal"),
    Column("monitoring", N_("Class"), lambda r: r.monitoring, width=60, sort="monitoring", filterable=True, yields=2),
    Column("sizes", N_("Sizes"), lambda r: number(r.sizes) if r.sizes else "—", kind="numberQuiet", width=60,
           shown="normal", yields=1),
    Column("price", N_("Unit value"), lambda r: price(UnitPrice(r.price_micros, r.currency) if r.price_micros else None), kind="number", width=100,
           sort="price", yields=4),
    Column("on_hand", N_("On hand"), lambda r: number(r.on_hand), kind="numberStrong", width=76, sort="on_hand"),
    Column("minimum", N_("Minimum"), lambda r: number(r.least) if r.least else "—", kind="numberQuiet", width=76,
           shown="wide"),
    Column("nsn", N_("NSN"), lambda r: r.nsn or "—", kind="mono", width=140, sort="nsn", shown="wide"),
    Column("hs", N_("HS code"), lambda r: r.hs or "—", kind="mono", width=84, sort="hs", shown="wide", yields=1),
    Column("psc", N_("PSC"), lambda r: r.psc or "—", kind="mono", width=64, sort="psc", shown="wide", yields=1),
    Column("hazard", N_("Hazard"), hazard, width=108, sort="hazard", shown="wide", yields=1),
    Column("export", N_("Export class"), lambda r: r.export_class or "—", kind="mono", width=88, sort="export", shown="wide", yields=1),
    Column("maker", N_("Maker and model"), _maker, width=150, sort="maker", shown="wide", yields=1),
    Column("status", N_("Status"), lambda r: status(r).text, kind="chip", width=124, chip=status),
)  # fmt: skip


def _least(size: SizeRow) -> str:
    own = [f"{store} {number(least)}" for store, least, _free in size.stores]
    return " · ".join(([number(size.minimum)] if size.minimum is not None else []) + own) or "—"


def size_status(size: SizeRow) -> ChipLook:
    """Return the state of a size."""
    return chip("item", "retired" if size.retired else "below" if size.below else "active")


SIZES = (
    Column("size", N_("Size"), lambda r: r.size or _("One size"), kind="strong", width=110, stretch=True),
    Column("code", N_("Code"), lambda r: r.code, kind="mono", width=120),
    Column("unit", N_("Unit"), lambda r: r.unit, kind="quiet", width=48),
    Column("minimum", N_("Minimum"), _least, kind="number", width=120),
    Column("available", N_("Available"), lambda r: number(r.available), kind="numberStrong", width=80),
    Column("on_hand", N_("On hand"), lambda r: number(r.on_hand), kind="number", width=76),
    Column("ordered", N_("On order"), lambda r: number(r.on_order) if r.on_order else "—", kind="numberQuiet", width=76),
    Column("partners", N_("With partners"), lambda r: number(r.with_partners) if r.with_partners else "—",
           kind="numberQuiet", width=100),
    Column("status", N_("Status"), lambda r: size_status(r).text, kind="chip", width=124, chip=size_status),
)  # fmt: skip
SIZES_BESIDE = (
    Column("size", N_("Size"), lambda r: r.size or "—", kind="strong", width=100, stretch=True),
    Column("minimum", N_("Minimum"), lambda r: number(r.minimum), kind="number", width=80),
    Column("available", N_("Available"), lambda r: number(r.available), kind="numberStrong", width=80),
)
CODES = (
    Column("code", N_("Code"), lambda r: r.code, kind="mono", width=170),
    Column("kind", N_("Kind"), lambda r: _(CODE_KINDS[r.kind]), width=110),
    Column("owner", N_("Of"), lambda r: r.owner or "—", width=180, stretch=True),
    Column("size", N_("Size"), lambda r: _size_of(r), kind="quiet", width=96),
)


def _size_of(code: CodeRow) -> str:
    return code.size or (_("Every size") if code.kind == "part" else "—")
