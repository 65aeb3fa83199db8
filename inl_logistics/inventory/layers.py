"""What lies at a place, layer by layer, and the movements that made a figure.

For moving, changing condition, and for "click any number to see the movements that make it" (product.md 3).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import text
from sqlalchemy.orm import Session

from inl_logistics.inventory.heldby import HELD_BY
from inl_logistics.kernel.values import minor_of
from inl_logistics.ledger.places import name_sql


@dataclass(frozen=True, slots=True)
class LayerRow:
    """A quantity of one layer in one place, condition and status; where its money came from."""

    item_id: int
    variant_id: int
    layer_id: int
    place_id: int
    location: str
    place_kind: str
    lot: str
    expires_on: date | None
    condition: str
    status: str
    title: str
    quantity: int
    reserved: int
    serials: int
    price_micros: int
    value_minor: int
    order_id: int | None
    source: str
    project: str
    lot_id: int | None = None


def layers(session: Session, variant_id: int, *, place_id: int | None = None, ours: bool = False) -> list[LayerRow]:
    """Return the layers of a variant that lie somewhere, first expiry first."""
    rows = session.execute(
        text(
            f"SELECT b.item_id, l.variant_id, b.layer_id, b.place_id, {name_sql('p')} AS location, p.kind,"
            " COALESCE(t.code, '') AS lot, t.expires_on, b.condition, b.status, b.title, b.quantity,"
            " COALESCE((SELECT sum(r.quantity) FROM reservation r WHERE r.layer_id = b.layer_id AND r.place_id = b.place_id"
            " AND b.status = 'available'), 0) AS reserved, (SELECT count(*) FROM unit u JOIN position o ON o.unit_id = u.id"
            " WHERE u.layer_id = b.layer_id AND o.place_id = b.place_id AND o.condition = b.condition AND o.status ="
            " b.status AND o.title = b.title) AS serials, l.price_usd_micros, q.order_id, COALESCE(d.number,"
            " k.source_number, '') AS source, COALESCE(j.code, '') AS project, l.lot_id FROM balance b JOIN layer l ON l.id ="
            " b.layer_id JOIN place p ON p.id = b.place_id LEFT JOIN lot t ON t.id = l.lot_id LEFT JOIN order_line q ON"
            " q.id = l.order_line_id LEFT JOIN purchase_order k ON k.id = q.order_id LEFT JOIN document d ON d.id ="
            " k.document_id LEFT JOIN project j ON j.id = COALESCE(l.project_id, k.project_id) WHERE b.item_id = (SELECT"
            " item_id FROM variant WHERE id = :v) AND l.variant_id = :v AND b.real = 1 AND b.quantity > 0 AND (:p IS NULL OR b.place_id = :p) AND (:o = 0 OR p.kind = 'bin')"
            " ORDER BY p.kind, t.expires_on IS NULL, t.expires_on, b.layer_id, b.place_id"
        ),
        {"v": variant_id, "p": place_id, "o": int(ours)},
    )
    return [
        LayerRow(
            row.item_id, row.variant_id, row.layer_id, row.place_id, row.location, row.kind, row.lot,
            date.fromisoformat(row.expires_on) if row.expires_on else None, row.condition, row.status, row.title,
            row.quantity, row.reserved, row.serials, row.price_usd_micros, minor_of(row.quantity * row.price_usd_micros),
            row.order_id, row.source, row.project, row.lot_id,
        )
        for row in rows
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class LayerUnit:
    """A unit of a layer at a place."""

    unit_id: int
    serial: str
    reserved_by: str


def layer_units(session: Session, row: LayerRow) -> list[LayerUnit]:
    """Return the units that lie together: same layer, place, condition, status and title."""
    found = session.execute(
        text(
            f"SELECT u.id, u.serial, COALESCE({HELD_BY}, '') AS held FROM unit u JOIN position o"
            " ON o.unit_id = u.id WHERE u.layer_id = :l AND o.place_id = :p AND o.condition = :c AND o.status = :s"
            " AND o.title = :t ORDER BY u.folded"
        ),
        {"l": row.layer_id, "p": row.place_id, "c": row.condition, "s": row.status, "t": row.title},
    )
    return [LayerUnit(*one) for one in found]


@dataclass(frozen=True, slots=True)
class MovementRow:
    """One movement of a document: how much of what from where to where, and what changed."""

    id: int
    document_id: int
    number: str
    kind: str
    on: date
    serial: str
    unit_id: int | None
    lot: str
    quantity: int
    source: str
    target: str
    condition: str
    status: str
    title: str


def movements(
    session: Session, variant_id: int, *, document_id: int | None = None, limit: int = 5000
) -> list[MovementRow]:
    """Return the movements of a variant, of one document or of all, newest first."""
    rows = session.execute(
        text(
            "SELECT m.id, m.document_id, x.number, x.kind, m.effective_on, COALESCE(u.serial, '') AS serial, m.unit_id,"
            f" COALESCE(t.code, '') AS lot, m.quantity, {name_sql('f')} AS source, {name_sql('g')} AS target,"
            " m.condition_to, m.status_to, m.title_to FROM movement m JOIN layer l ON l.id = m.layer_id JOIN document x"
            " ON x.id = m.document_id JOIN place f ON f.id = m.from_place_id JOIN place g ON g.id = m.to_place_id"
            " LEFT JOIN lot t ON t.id = l.lot_id LEFT JOIN unit u ON u.id = m.unit_id WHERE l.variant_id = :v AND"
            " m.item_id = (SELECT item_id FROM variant WHERE id = :v) AND (:d IS NULL OR m.document_id = :d)"
            " ORDER BY m.effective_on DESC, m.id DESC LIMIT :n"
        ),
        {"v": variant_id, "d": document_id, "n": limit},
    )
    return [
        MovementRow(
            row.id, row.document_id, row.number, row.kind, date.fromisoformat(row.effective_on), row.serial, row.unit_id,
            row.lot, row.quantity, row.source, row.target, row.condition_to, row.status_to, row.title_to,
        )
        for row in rows
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class UnitHead:
    """A unit as the top of its biography."""

    unit_id: int
    serial: str
    variant_id: int
    item: str
    code: str
    location: str
    condition: str
    status: str
    title: str
    place_kind: str
    reserved_by: str
    price_micros: int
    since: date
    holder_id: int | None = None


def unit_head(session: Session, unit_id: int) -> UnitHead | None:
    """Return where a unit is now, or None."""
    row = session.execute(
        text(
            "SELECT u.id, u.serial, v.id AS variant_id, i.name || CASE WHEN v.size = '' THEN '' ELSE ', ' || v.size END"
            f" AS item, v.code, {name_sql('p')} AS location, o.condition, o.status, o.title, p.kind,"
            f" COALESCE({HELD_BY}, '') AS held, l.price_usd_micros, o.since, p.partner_id FROM unit u JOIN variant v ON v.id ="
            " u.variant_id JOIN item i ON i.id = u.item_id JOIN layer l ON l.id = u.layer_id JOIN position o ON o.unit_id"
            " = u.id JOIN place p ON p.id = o.place_id WHERE u.id = :u"
        ),
        {"u": unit_id},
    ).first()
    if row is None:
        return None
    return UnitHead(
        row.id, row.serial, row.variant_id, row.item, row.code, row.location, row.condition, row.status, row.title,
        row.kind, row.held, row.price_usd_micros, date.fromisoformat(row.since), row.partner_id,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class BinOption:
    """A bin that stock can be moved to."""

    bin_id: int
    label: str
    address: str


def bin_options(session: Session) -> list[BinOption]:
    """Return every bin of the post, by store and code."""
    rows = session.execute(
        text(
            "SELECT b.id, s.name || CASE WHEN b.code = '' THEN '' ELSE ' ' || b.code END AS label, s.code FROM bin b"
            " JOIN store s ON s.id = b.store_id WHERE b.retired_on IS NULL AND s.retired_on IS NULL"
            " ORDER BY s.name, b.code"
        )
    )
    return [BinOption(*row) for row in rows]


# Which record a document belongs to: (kind of record, what names its id). What moved off a vehicle or arrived of a transfer
# has a number of its own and opens the record it belongs to.
_TARGETS = (
    ("handover", "SELECT id FROM handover WHERE document_id = :d"),
    ("receiving", "SELECT id FROM receiving WHERE document_id = :d"),
    ("shipment", "SELECT id FROM shipment WHERE document_id = :d"),
    ("order", "SELECT id FROM purchase_order WHERE document_id = :d"),
    ("transfer", "SELECT id FROM transfer WHERE document_id = :d"),
    ("count", "SELECT id FROM counting WHERE document_id = :d"),
    (
        "count",
        "SELECT c.id FROM counting c JOIN stock_count k ON k.document_id = c.document_id WHERE k.adjustment_id = :d",
    ),
    ("transfer", "SELECT transfer_id FROM transfer_event WHERE document_id = :d"),
    ("outbound", "SELECT id FROM outbound WHERE document_id = :d"),
    ("outbound", "SELECT outbound_id FROM waybill WHERE document_id = :d"),
    (
        "outbound",
        "SELECT w.outbound_id FROM waybill_event e JOIN waybill w ON w.id = e.waybill_id WHERE e.document_id = :d",
    ),
)


def document_target(session: Session, document_id: int) -> tuple[str, int] | None:
    """Return the record behind a document as (kind, id): "handover", "receiving", "shipment", "order", "transfer"…"""
    for kind, sql in _TARGETS:
        found = session.execute(text(sql), {"d": document_id}).scalar()
        if found is not None:
            return kind, int(found)
    return None
