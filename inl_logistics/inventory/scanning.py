"""What a scanned text means in stock, for every place that takes goods out of it.

Source: product.md 3 (Labels); ui.md 9 (scanner rule).
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.orm import Session

from inl_logistics.inventory.heldby import HELD_BY
from inl_logistics.kernel.text import fold, serial_key
from inl_logistics.labels.resolving import Meaning, meaning_of
from inl_logistics.ledger.places import name_sql

_ITEM_NAME = "i.name || CASE WHEN v.size = '' THEN '' ELSE ', ' || v.size END"
# A unit by its serial or a former one; `:k` is the folded text.
BY_SERIAL = "u.folded = :k OR u.id IN (SELECT unit_id FROM unit_alias WHERE folded = :k)"


@dataclass(frozen=True, slots=True)
class Scanned:
    """What a scanned text means in stock: a unit, or a variant to take a quantity of."""

    kind: str
    variant_id: int
    item: str
    code: str
    unit_id: int | None = None
    serial: str = ""
    layer_id: int | None = None
    place_id: int | None = None
    location: str = ""
    condition: str = "new"
    status: str = "available"
    reserved_by: str = ""
    real: bool = True
    in_store: bool = True
    lot: str = ""
    store_id: int | None = None
    quantity: int = 1  # how many the code itself says


def scanned(session: Session, typed: str) -> list[Scanned]:
    """Return what a scan can mean: units with the serial, else items or lots with the code."""
    meaning = meaning_of(session, typed)
    if meaning.known and not meaning.units:
        return _scanned_goods(session, meaning)
    chosen = f"u.id IN ({','.join(map(str, meaning.units))})" if meaning.units else BY_SERIAL
    units = session.execute(
        text(
            f"SELECT u.variant_id, {_ITEM_NAME} AS item, v.code, u.id, u.serial, u.layer_id, o.place_id,"
            f" {name_sql('p')} AS location, o.condition, o.status, p.real, p.kind, p.store_id,"
            f" {HELD_BY} AS held FROM unit u JOIN variant v ON v.id = u.variant_id JOIN item i ON i.id = u.item_id"
            f" JOIN position o ON o.unit_id = u.id JOIN place p ON p.id = o.place_id WHERE {chosen}"
            " ORDER BY u.folded IS NOT :k"
        ),
        {"k": serial_key(meaning.text)},
    ).all()
    if units:
        return [
            Scanned(
                "unit", row.variant_id, row.item, row.code, row.id, row.serial, row.layer_id, row.place_id, row.location,
                row.condition, row.status, row.held or "", bool(row.real), row.kind == "bin",
                store_id=row.store_id,
            )
            for row in units
        ]  # fmt: skip
    rows = session.execute(
        text(
            f"SELECT DISTINCT v.id, {_ITEM_NAME} AS item, v.code, '' AS lot FROM variant v JOIN item i ON i.id = v.item_id"
            " WHERE v.merged_into_id IS NULL AND (lower(v.code) = :c OR (lower(i.code) = :c AND v.size = '')"
            " OR (i.nsn <> '' AND i.nsn = :t))"
            # What was merged, and what others call it, still means the item.
            f" UNION SELECT v.id, {_ITEM_NAME}, v.code, '' FROM variant w JOIN variant v ON v.id = w.merged_into_id"
            " JOIN item i ON i.id = v.item_id WHERE lower(w.code) = :c"
            f" UNION SELECT v.id, {_ITEM_NAME}, v.code, '' FROM item_code k JOIN item i ON i.id = k.item_id JOIN variant v"
            " ON v.item_id = i.id AND (v.id = k.variant_id OR (k.variant_id IS NULL AND v.size = '')) WHERE k.folded = :f"
            f" UNION SELECT v.id, {_ITEM_NAME}, v.code, t.code FROM lot t JOIN layer l ON l.lot_id = t.id"
            " JOIN variant v ON v.id = l.variant_id JOIN item i ON i.id = v.item_id WHERE t.folded = :f"
        ),
        {"c": meaning.text.lower(), "t": meaning.text, "f": fold(meaning.text)},
    )
    return [Scanned("item", row.id, row.item, row.code, lot=row.lot) for row in rows]


def _scanned_goods(session: Session, meaning: Meaning) -> list[Scanned]:
    """Return the goods that a tag or a trade number names, with the lot it says; a bin's or carton's tag names none."""
    if not meaning.variants:
        return []
    rows = session.execute(
        text(
            f"SELECT v.id, {_ITEM_NAME} AS item, v.code FROM variant v JOIN item i ON i.id = v.item_id"
            f" WHERE v.id IN ({','.join(map(str, meaning.variants))}) ORDER BY v.id"
        )
    )
    return [
        Scanned("item", row.id, row.item, row.code, lot=meaning.lot, quantity=meaning.quantity or 1) for row in rows
    ]
