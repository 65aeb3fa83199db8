"""The things that move: layers (variant + lot + source line) and serial units.

Source: product.md 4 (Layers, Serials); speed.md 2 (set-based creation).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import text
from sqlalchemy.orm import Session

from inl_logistics.database.base import uuid7
from inl_logistics.kernel.dates import instant_text
from inl_logistics.kernel.text import clean, fold, serial_key, serial_lookalike
from inl_logistics.kernel.values import ItemId, LayerId, OrderLineId, UnitId, VariantId


@dataclass(frozen=True, slots=True)
class LotDraft:
    """A batch as its label says."""

    code: str = ""
    made_on: date | None = None
    expires_on: date | None = None


@dataclass(frozen=True, slots=True)
class LayerDraft:
    """Where a quantity comes from and what one of it costs (millionths of the currency and of USD)."""

    item_id: ItemId
    variant_id: VariantId
    order_line_id: OrderLineId | None = None
    opening_line_id: int | None = None
    lot: LotDraft | None = None
    project_id: int | None = None
    price_micros: int = 0
    currency: str = "USD"
    price_usd_micros: int = 0
    refurbished: bool = False


def lot(session: Session, item_id: ItemId, draft: LotDraft) -> int:
    """Return the lot of an item with this code and these dates, made if it is new."""
    code = clean(draft.code)
    keys = {
        "i": item_id, "f": fold(code), "c": code,
        "m": draft.made_on and draft.made_on.isoformat(), "e": draft.expires_on and draft.expires_on.isoformat(),
    }  # fmt: skip
    found = session.execute(
        text("SELECT id FROM lot WHERE item_id = :i AND folded = :f AND made_on IS :m AND expires_on IS :e"), keys
    ).scalar()
    if found is None:
        found = session.execute(
            text(
                "INSERT INTO lot (item_id, code, folded, made_on, expires_on) VALUES (:i, :c, :f, :m, :e) RETURNING id"
            ),
            keys,
        ).scalar_one()
    return int(found)


def layer(session: Session, draft: LayerDraft) -> LayerId:
    """Return the layer of a source line, made if this lot or price of it is new."""
    has_lot = draft.lot is not None and (draft.lot.code or draft.lot.expires_on or draft.lot.made_on)
    lot_id = lot(session, draft.item_id, draft.lot) if draft.lot and has_lot else None
    keys = {
        "i": draft.item_id, "v": draft.variant_id, "l": lot_id, "o": draft.order_line_id,
        "g": draft.opening_line_id, "p": draft.project_id, "m": draft.price_micros, "c": draft.currency,
        "u": draft.price_usd_micros, "r": draft.refurbished,
    }  # fmt: skip
    found = session.execute(
        text(
            "SELECT id FROM layer WHERE item_id = :i AND variant_id = :v AND lot_id IS :l AND order_line_id IS :o"
            " AND opening_line_id IS :g AND project_id IS :p AND price_micros = :m AND currency = :c"
            " AND price_usd_micros = :u AND refurbished = :r"
        ),
        keys,
    ).scalar()
    if found is None:
        found = session.execute(
            text(
                "INSERT INTO layer (item_id, variant_id, lot_id, order_line_id, opening_line_id, project_id,"
                " price_micros, currency, price_usd_micros, refurbished)"
                " VALUES (:i, :v, :l, :o, :g, :p, :m, :c, :u, :r) RETURNING id"
            ),
            keys,
        ).scalar_one()
    return LayerId(found)


@dataclass(frozen=True, slots=True)
class UnitDraft:
    """A new serial unit. An empty serial means that nobody recorded it."""

    item_id: ItemId
    variant_id: VariantId
    layer_id: LayerId
    model_id: int
    serial: str
    recorded: bool = True


def new_units(session: Session, drafts: Sequence[UnitDraft]) -> list[UnitId]:
    """Make units in one go and index them for search; the caller has checked that they are new.

    Raises: sqlalchemy.exc.IntegrityError where a serial of the same model is known after all.
    """
    if not drafts:
        return []
    driver = session.connection().exec_driver_sql
    first = int(driver("SELECT COALESCE(max(id), 0) + 1 FROM unit").scalar_one())
    rows, found = [], []
    for unit_id, draft in enumerate(drafts, first):
        key = serial_key(draft.serial) if draft.recorded else ""
        rows.append(
            (
                unit_id, uuid7(), draft.item_id, draft.variant_id, draft.layer_id, draft.model_id, draft.serial,
                key or None, serial_lookalike(draft.serial) if key else None,
            )
        )  # fmt: skip
        if key:
            found.append((unit_id, key))
    driver(
        "INSERT INTO unit (id, uid, item_id, variant_id, layer_id, model_id, serial, folded, lookalike)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        rows,
    )
    if found:
        driver("INSERT INTO unit_search (rowid, serial) VALUES (?, ?)", found)
    return [UnitId(first + offset) for offset in range(len(rows))]


@dataclass(frozen=True, slots=True)
class KnownUnit:
    """A unit the ledger knows under a serial key."""

    unit_id: UnitId
    item_id: ItemId
    model_id: int
    layer_id: LayerId
    serial: str
    folded: str


def rename_unit(session: Session, unit_id: UnitId, serial: str, *, by: int, at: datetime, reason: str) -> None:
    """Give a unit the serial that it really has; the form it was known by stays findable.

    Raises: sqlalchemy.exc.IntegrityError where another unit of the same model has it after all.
    """
    keys = {
        "u": unit_id, "s": serial, "f": serial_key(serial), "l": serial_lookalike(serial), "b": by,
        "a": instant_text(at), "r": reason,
    }  # fmt: skip
    session.execute(
        text(
            "INSERT INTO unit_alias (unit_id, serial, folded, until_at, by, reason) SELECT id, serial, COALESCE(folded, ''),"
            " :a, :b, :r FROM unit WHERE id = :u"
        ),
        keys,
    )
    session.execute(text("UPDATE unit SET serial = :s, folded = :f, lookalike = :l WHERE id = :u"), keys)
    index_unit(session, unit_id)


def index_unit(session: Session, unit_id: UnitId) -> None:
    """Let a unit be found by its serial and by every form it had before."""
    driver = session.connection().exec_driver_sql
    driver("DELETE FROM unit_search WHERE rowid = ?", (unit_id,))
    driver(f"INSERT INTO unit_search (rowid, serial) {SEARCHED} AND u.id = ?", (unit_id,))


# What the search finds units by; `rebuild` writes it again from here.
SEARCHED = (
    "SELECT u.id, u.folded || COALESCE((SELECT ' ' || group_concat(a.folded, ' ') FROM unit_alias a"
    " WHERE a.unit_id = u.id AND a.folded <> ''), '') FROM unit u WHERE u.folded IS NOT NULL"
)


def relayer(session: Session, units: Sequence[UnitId], layer_id: LayerId, variant_id: VariantId) -> None:
    """Lead units that are received again back to the line that pays for them now."""
    session.connection().exec_driver_sql(
        "UPDATE unit SET layer_id = ?, variant_id = ? WHERE id = ?", [(layer_id, variant_id, unit) for unit in units]
    )


def units_by_key(session: Session, keys: Iterable[str]) -> list[KnownUnit]:
    """Return every unit with one of the serial keys, under any model."""
    driver = session.connection().exec_driver_sql
    found: list[KnownUnit] = []
    wanted = list(dict.fromkeys(keys))
    for start in range(0, len(wanted), 500):
        part = wanted[start : start + 500]
        marks = ",".join("?" * len(part))
        rows = driver(
            f"SELECT id, item_id, model_id, layer_id, serial, folded FROM unit WHERE folded IN ({marks})", tuple(part)
        )
        found += [KnownUnit(UnitId(r[0]), ItemId(r[1]), r[2], LayerId(r[3]), r[4], r[5]) for r in rows]
    return found
