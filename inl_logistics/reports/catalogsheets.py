"""The catalog, the kits and their readiness as Excel sheets. Source: domain.md 7 (report 17)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sqlalchemy.orm import Session

from inl_logistics.catalog import queries as catalog
from inl_logistics.kernel.listing import ListQuery
from inl_logistics.kernel.translation import _
from inl_logistics.kits import queries as kits
from inl_logistics.kits import readiness
from inl_logistics.kits.readiness import LackRow, Readiness
from inl_logistics.sheets.cell_xml import Kind
from inl_logistics.sheets.writing import Column, Value

Rows = list[tuple[Value, ...]]
_PART = 400


def catalog_rows(session: Session, query: ListQuery) -> Rows:
    """Return the items that the query finds."""
    keys = catalog.keys(session, query).keys
    return [
        (
            row.code, row.name, row.category, row.tracking, row.unit_of_issue, row.sizes, row.nsn, row.psc, row.hs,
            row.monitoring, _("yes") if row.policy_hold else "", row.un_number, row.hazard_class, row.export_class, row.maker,
            row.model, row.price_micros, row.currency, _("yes") if row.indicative else "", row.least, row.on_hand,
            _("yes") if row.below else "",
        )
        for at in range(0, len(keys), _PART)
        for row in catalog.rows(session, keys[at : at + _PART])
    ]  # fmt: skip


def catalog_columns() -> tuple[Column, ...]:
    """Return the columns of the catalog."""
    return (
        Column("code", _("Code"), width=16), Column("item", _("Item"), width=40), Column("category", _("Category"), width=22),
        Column("track", _("Track"), width=10), Column("unit", _("Unit"), width=8), Column("sizes", _("Sizes"), Kind.INTEGER, 8),
        Column("nsn", _("NSN"), width=18), Column("psc", _("PSC"), width=8), Column("hs", _("HS code"), width=11),
        Column("monitoring", _("End-use class"), width=14), Column("hold", _("Policy hold"), width=11),
        Column("un", _("UN number"), width=11), Column("hazard", _("Hazard class"), width=12),
        Column("export", _("Export class"), width=13), Column("maker", _("Maker"), width=20), Column("model", _("Model"), width=20),
        Column("price", _("Unit value"), Kind.PRICE, 14), Column("currency", _("Currency"), width=9),
        Column("indicative", _("Indicative value"), width=11), Column("minimum", _("Minimum"), Kind.INTEGER, 10),
        Column("on_hand", _("On hand"), Kind.INTEGER, 10), Column("below", _("Below minimum"), width=11),
    )  # fmt: skip


def kit_rows(session: Session, query: ListQuery, today: date) -> Rows:
    """Return the kits that the query finds, a row for each component of the version in force."""
    known = readiness.worked(session, today=today)
    found = kits.rows(session, kits.keys(session, query, today=today).keys, today=today)
    return [
        (
            kit.code, kit.name, kit.persons, kit.version, line.code, line.name, line.size, line.quantity, line.unit,
            _("yes") if line.optional else "", line.free, line.cost_minor,
        )
        for kit in found
        for line in kits.lines(session, known, kit.key, kit.version or 0)
    ]  # fmt: skip


def kit_columns() -> tuple[Column, ...]:
    """Return the columns of the kits."""
    return (
        Column("kit", _("Kit"), width=12), Column("name", _("Name"), width=34), Column("persons", _("Persons"), Kind.INTEGER, 9),
        Column("version", _("Version"), Kind.INTEGER, 9), Column("code", _("Component"), width=16),
        Column("item", _("Item"), width=36), Column("size", _("Size"), width=10),
        Column("quantity", _("Quantity"), Kind.INTEGER, 10), Column("unit", _("Unit"), width=8),
        Column("optional", _("Option"), width=9), Column("free", _("Free now"), Kind.INTEGER, 10),
        Column("cost", _("Cost, USD"), Kind.MONEY, 14),
    )  # fmt: skip


def readiness_rows(session: Session, query: ListQuery, today: date) -> Rows:
    """Return, for each kit in all stores and in each, how many can be built and a row for each thing that blocks the next."""
    known = readiness.worked(session, today=today)
    found = kits.rows(session, kits.keys(session, query, today=today).keys, today=today)
    return [
        row
        for kit in found
        if kit.version is not None
        for one in readiness.per_store(known, kit.key)
        for row in _blocked(kit, one)
    ]


def _blocked(kit: kits.KitRow, ready: Readiness) -> Iterator[tuple[Value, ...]]:
    place = ready.store or _("All stores")
    first: tuple[LackRow | None, ...] = ready.blocks or (None,)
    for at, lack in enumerate(first):
        figures = (
            (ready.can, kit.assembled if not ready.store_id else None, ready.cost_minor) if at == 0 else (None,) * 3
        )
        lacks = (lack.code, lack.item, lack.size, lack.quantity, lack.cost_minor) if lack else ("", "", "", None, None)
        yield (kit.code, kit.name, place, *figures, *lacks)


def readiness_columns() -> tuple[Column, ...]:
    """Return the columns of the readiness of kits."""
    return (
        Column("kit", _("Kit"), width=12), Column("name", _("Name"), width=34), Column("store", _("Store"), width=22),
        Column("can", _("Can be built"), Kind.INTEGER, 12), Column("assembled", _("Assembled"), Kind.INTEGER, 11),
        Column("next", _("The next costs, USD"), Kind.MONEY, 18), Column("code", _("Blocked by"), width=16),
        Column("item", _("Item"), width=34), Column("size", _("Size"), width=10),
        Column("missing", _("Missing"), Kind.INTEGER, 10), Column("cost", _("Cost, USD"), Kind.MONEY, 14),
    )  # fmt: skip


def build_rows(session: Session) -> Rows:
    """Return the kits that were assembled, with their serials and what became of them."""
    return [
        (
            one.number, one.code, one.version, one.store, one.built_on, one.status, one.units, one.missing, one.serials,
            one.handover, one.by, one.note,
        )
        for one in kits.builds(session)
    ]  # fmt: skip


def build_columns() -> tuple[Column, ...]:
    """Return the columns of the assembled kits."""
    return (
        Column("number", _("Number"), width=16), Column("kit", _("Kit"), width=12), Column("version", _("Version"), Kind.INTEGER, 9),
        Column("store", _("Store"), width=22), Column("built", _("Built on"), Kind.DATE, 12), Column("status", _("Status"), width=14),
        Column("units", _("Units"), Kind.INTEGER, 8), Column("missing", _("Missing"), Kind.INTEGER, 9),
        Column("serials", _("Serials"), width=44), Column("handover", _("Handover"), width=22), Column("by", _("By"), width=18),
        Column("note", _("Note"), width=30),
    )  # fmt: skip
