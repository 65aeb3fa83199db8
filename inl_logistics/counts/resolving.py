"""What a scanned text means to a count: a bin, a serial unit, goods counted by quantity. Source: ui.md 9 and 10."""

from __future__ import annotations

from typing import Any

import msgspec
from sqlalchemy import Row, text
from sqlalchemy.orm import Session

from inl_logistics.counts.rules import Scope
from inl_logistics.kernel.problems import BadInput, Problem, RulesBroken
from inl_logistics.kernel.text import fold, serial_key
from inl_logistics.labels.resolving import Meaning
from inl_logistics.ledger import places
from inl_logistics.ledger.places import name_sql

_BY_SERIAL = "u.folded = :f OR u.id IN (SELECT unit_id FROM unit_alias WHERE folded = :f)"


def place_name(session: Session, place_id: int) -> str:
    """Return the name of a place."""
    found = session.execute(text(f"SELECT {name_sql('p')} FROM place p WHERE p.id = :p"), {"p": place_id}).scalar()
    if found is None:
        raise BadInput("not-found", what=str(place_id))
    return str(found)


def scope(count: Row[Any]) -> Scope:
    """Return what a count covers."""
    return msgspec.json.decode(count.scope, type=Scope)


def bin_of(session: Session, count: Row[Any], means: Meaning) -> int | None:
    """Return the place of a bin by its tag, its code, or the store's code and the bin's."""
    inside_of = scope(count)
    if means.known and means.bin_id is None:
        return None
    rows = session.execute(
        text(
            "SELECT b.id, b.code, s.code AS store FROM bin b JOIN store s ON s.id = b.store_id WHERE b.code <> ''"
            " AND b.retired_on IS NULL AND (:s IS NULL OR b.store_id = :s)"
        ),
        {"s": count.store_id},
    )
    wanted = serial_key(means.text)
    found = [
        row.id
        for row in rows
        if row.id == means.bin_id or wanted in {serial_key(row.code), serial_key(f"{row.store}{row.code}")}
    ]
    inside = [one for one in found if not inside_of.bins or one in inside_of.bins]
    if not inside and (found or means.bin_id is not None):
        raise RulesBroken([Problem("count-other-bin", params={"bin": means.text})])
    return int(places.of_bin(session, inside[0])) if len(inside) == 1 else None


def unit_of(session: Session, count: Row[Any], means: Meaning, place_id: int) -> Row[Any] | None:
    """Return the unit of a tag or serial: of two makers' units the one that the books have here, then in our stores."""
    if means.known and not means.units:
        return None
    which = f"u.id IN ({','.join(map(str, means.units))})" if means.units else _BY_SERIAL
    return session.execute(
        text(
            f"SELECT u.id, u.item_id, u.variant_id, q.place_id, {name_sql('p')} AS place, p.kind,"
            " i.name || CASE WHEN v.size = '' THEN '' ELSE ', ' || v.size END AS item FROM unit u"
            " JOIN item i ON i.id = u.item_id JOIN variant v ON v.id = u.variant_id"
            f" LEFT JOIN position q ON q.unit_id = u.id LEFT JOIN place p ON p.id = q.place_id WHERE {which}"
            " ORDER BY u.folded IS NOT :f, q.place_id IS :here DESC, p.store_id IS :store DESC, p.kind = 'bin' DESC, u.id LIMIT 1"
        ),
        {"f": serial_key(means.serial or means.text), "here": place_id, "store": count.store_id},
    ).first()


def goods_of(session: Session, means: Meaning, place_id: int) -> Row[Any] | None:
    """Return the goods of a code: a lot that is here first, then a variant's or item's code, its aliases and NSN."""
    folded = fold(means.text)
    name = "i.name || CASE WHEN v.size = '' THEN '' ELSE ', ' || v.size END AS item"
    if means.known:
        return session.execute(
            text(
                f"SELECT v.item_id, v.id AS variant_id, :l AS lot_id, {name} FROM variant v JOIN item i ON i.id = v.item_id"
                f" WHERE v.id IN ({','.join(map(str, means.variants)) or 'NULL'}) AND i.tracking <> 'serial'"
                " ORDER BY NOT EXISTS (SELECT 1 FROM layer l JOIN balance b ON b.layer_id = l.id"
                " WHERE l.variant_id = v.id AND b.place_id = :p AND b.quantity > 0), v.id LIMIT 1"
            ),
            {"l": means.lot_id, "p": place_id},
        ).first()
    lot = session.execute(
        text(
            f"SELECT l.item_id, l.variant_id, t.id AS lot_id, {name} FROM lot t JOIN layer l ON l.lot_id = t.id"
            " JOIN item i ON i.id = t.item_id JOIN variant v ON v.id = l.variant_id LEFT JOIN balance b"
            " ON b.layer_id = l.id AND b.place_id = :p AND b.quantity > 0 WHERE t.folded = :f AND t.folded <> ''"
            " AND i.tracking <> 'serial' ORDER BY b.quantity IS NULL LIMIT 1"
        ),
        {"f": folded, "p": place_id},
    ).first()
    if lot is not None:
        return lot
    return session.execute(
        text(
            f"SELECT v.item_id, v.id AS variant_id, NULL AS lot_id, {name} FROM variant v JOIN item i ON i.id = v.item_id"
            " WHERE i.tracking <> 'serial' AND i.retired_at IS NULL AND (lower(v.code) = :f OR lower(i.code) = :f"
            " OR (i.nsn <> '' AND replace(i.nsn, '-', '') = replace(:f, '-', ''))"
            " OR EXISTS (SELECT 1 FROM item_code c WHERE c.item_id = i.id AND c.folded = :f"
            " AND (c.variant_id IS NULL OR c.variant_id = v.id)))"
            " ORDER BY lower(v.code) <> :f, NOT EXISTS (SELECT 1 FROM layer l JOIN balance b ON b.layer_id = l.id"
            " WHERE l.variant_id = v.id AND b.place_id = :p AND b.quantity > 0), v.id LIMIT 1"
        ),
        {"f": folded, "p": place_id},
    ).first()


def serial_goods(session: Session, typed: str) -> Row[Any] | None:
    """Return the size or item of a code whose goods are counted by their serials, not by a figure."""
    return session.execute(
        text(
            "SELECT v.id AS variant_id, i.name || CASE WHEN v.size = '' THEN '' ELSE ', ' || v.size END AS item FROM variant v"
            " JOIN item i ON i.id = v.item_id WHERE i.tracking = 'serial' AND (lower(v.code) = :f OR lower(i.code) = :f)"
            " ORDER BY lower(v.code) <> :f, v.id LIMIT 1"
        ),
        {"f": fold(typed)},
    ).first()


def nameless_at(session: Session, line_id: int, /) -> int:
    """Return how many units of a line's goods stand at its place without a serial: only those are counted by a figure."""
    return int(
        session.execute(
            text(
                "SELECT count(*) FROM counting_line l JOIN position q ON q.place_id = l.place_id JOIN unit u"
                " ON u.id = q.unit_id AND u.variant_id = l.variant_id WHERE l.id = :l AND u.folded IS NULL"
            ),
            {"l": line_id},
        ).scalar_one()
    )
