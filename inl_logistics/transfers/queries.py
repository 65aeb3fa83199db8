"""Questions about transfers: the list, and one transfer with its lines, what became of them and what is on the road."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Row, text
from sqlalchemy.orm import Session

from inl_logistics.database.conditions import Conditions, order_by
from inl_logistics.kernel.dates import stored_day
from inl_logistics.kernel.listing import Facet, Listing, ListQuery
from inl_logistics.kernel.values import Condition, Status, UnitPrice, line_value
from inl_logistics.ledger.places import name_sql
from inl_logistics.transfers.roadgoods import RoadGoods, goods_on_road

_ROW = """
WITH sent AS (SELECT l.transfer_id AS id, sum(l.quantity) AS q, sum(l.quantity * y.price_usd_micros) AS micros
  FROM transfer_line l JOIN layer y ON y.id = l.layer_id GROUP BY 1),
 road AS (SELECT p.document_id AS id, sum(b.quantity) AS q FROM place p JOIN balance b ON b.place_id = p.id
  WHERE p.document_id IS NOT NULL AND b.quantity > 0 GROUP BY 1),
 shown AS (SELECT t.id, COALESCE(d.number, '') AS number, t.reason, s.id AS source_id, s.name AS source,
  z.id AS target_id, z.name AS target, z.name || CASE WHEN b.code = '' THEN '' ELSE ' ' || b.code END AS target_bin,
  t.planned_on, t.sent_on, t.received_on, t.driver, t.vehicle, COALESCE(sent.q, 0) AS units,
  COALESCE(sent.micros, 0) AS micros, COALESCE(road.q, 0) AS on_road,
  CASE WHEN t.state = 'in-transit' AND COALESCE(road.q, 0) < COALESCE(sent.q, 0) THEN 'partly-received'
   ELSE t.state END AS status
  FROM transfer t LEFT JOIN document d ON d.id = t.document_id JOIN store s ON s.id = t.from_store_id
  JOIN bin b ON b.id = t.to_bin_id JOIN store z ON z.id = b.store_id LEFT JOIN sent ON sent.id = t.id
  LEFT JOIN road ON road.id = t.document_id)
"""
_STATES = frozenset({"draft", "in-transit", "partly-received", "received", "canceled"})
LONG_DAYS = 7  # domain.md 7: a receipt unsigned this many days after departure is asked about
_FATES = ("received", "returned", "lost")
_SORTS = {
    "number": "number = '' DESC, id", "sent_on": "sent_on IS NULL DESC, sent_on", "source": "source", "target": "target",
    "units": "units", "on_road": "on_road", "reason": "reason",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class TransferRow:
    """A transfer in the list; units of issue, value in cents of USD; `status` as the chips name it."""

    key: int
    number: str
    reason: str
    source: str
    target: str
    target_bin: str
    planned_on: date | None
    sent_on: date | None
    received_on: date | None
    driver: str
    vehicle: str
    units: int
    on_road: int
    status: str
    value_minor: int
    days: int = 0  # on the road, while something is


def keys(session: Session, query: ListQuery, *, today: date) -> Listing:
    """Return the transfers that match, newest first unless said otherwise; the quantity is what is on the road."""
    where = Conditions()
    where.found("id", "transfer", query.search)
    if chosen := query.chosen("status"):
        ticked = ", ".join(f"'{one}'" for one in sorted(chosen & _STATES)) or "''"
        where.add(f"(status IN ({ticked}) OR ({_long(today) if 'long' in chosen else '0'}))")
    where.among("source_id", [int(one) for one in query.chosen("source")])
    where.among("target_id", [int(one) for one in query.chosen("target")])
    order = order_by(query, _SORTS, "id DESC")
    found = session.execute(
        text(f"{_ROW} SELECT id, on_road, micros FROM shown WHERE {where} ORDER BY {order}, id DESC"), where.values
    ).all()
    value = sum(line_value(1, UnitPrice(row.micros, "USD")).minor for row in found)
    return Listing(tuple(row.id for row in found), (), sum(row.on_road for row in found), value)


def _long(today: date) -> str:
    """Return the SQL that something is on the road for longer than a way within the country takes."""
    return f"on_road > 0 AND sent_on < '{(today - timedelta(days=LONG_DAYS)).isoformat()}'"


def rows(session: Session, transfer_ids: Sequence[int], *, today: date) -> list[TransferRow]:
    """Return the rows of these transfers, in the same order."""
    wanted = ",".join(str(int(one)) for one in transfer_ids) or "0"
    found = {
        row.id: _row(row, today) for row in session.execute(text(f"{_ROW} SELECT * FROM shown WHERE id IN ({wanted})"))
    }
    return [found[key] for key in transfer_ids if key in found]


def _row(row: Row[Any], today: date) -> TransferRow:
    sent = stored_day(row.sent_on)
    return TransferRow(
        row.id, row.number, row.reason, row.source, row.target, row.target_bin, stored_day(row.planned_on), sent,
        stored_day(row.received_on), row.driver, row.vehicle, row.units, row.on_road, row.status,
        line_value(1, UnitPrice(row.micros, "USD")).minor, (today - sent).days if sent and row.on_road else 0,
    )  # fmt: skip


def facets(session: Session, *, today: date) -> dict[str, tuple[Facet, ...]]:
    """Return the filter options of the list."""

    def grouped(key: str, title: str) -> tuple[Facet, ...]:
        sql = f"{_ROW} SELECT {key}, {title}, count(*) FROM shown GROUP BY 1 ORDER BY 2"
        return tuple(Facet(str(row[0]), row[1], row[2]) for row in session.execute(text(sql)))

    long = session.execute(text(f"{_ROW} SELECT count(*) FROM shown WHERE {_long(today)}")).scalar_one()
    states = (*grouped("status", "status"), *((Facet("long", "long", long),) if long else ()))
    return {
        "status": states, "source": grouped("source_id", "source"),
        "target": grouped("target_id", "target"),
    }  # fmt: skip


@dataclass(frozen=True, slots=True)
class TransferPickRow:
    """What a draft takes, exactly."""

    variant_id: int
    item: str
    code: str
    tracking: str
    unit: str
    layer_id: int
    place_id: int
    quantity: int
    price_micros: int
    unit_id: int | None
    serial: str
    lot: str
    expires_on: date | None
    condition: Condition
    status: Status


@dataclass(frozen=True, slots=True)
class TransferLineRow:
    """Goods of one item, lot and place: sent, and what became of them."""

    item: str
    code: str
    unit: str
    lot: str
    expires_on: date | None
    place: str
    serials: tuple[str, ...]
    sent: int
    received: int
    returned: int
    lost: int
    value_minor: int

    @property
    def on_road(self) -> int:
        """What is still on the road of it."""
        return self.sent - self.received - self.returned - self.lost


@dataclass(frozen=True, slots=True)
class TransferEvent:
    """What was received, returned or written off on a day, under which number, by whom."""

    kind: str
    number: str
    on: date
    quantity: int
    note: str
    by: str


@dataclass(frozen=True, slots=True)
class TransferDetail:
    """One transfer whole."""

    row: TransferRow
    id: int
    version: int
    state: str
    from_store_id: int
    to_bin_id: int
    sender: str
    receiver: str
    remarks: str
    picks: tuple[TransferPickRow, ...]
    lines: tuple[TransferLineRow, ...]
    events: tuple[TransferEvent, ...]
    road: tuple[RoadGoods, ...]


def detail(session: Session, transfer_id: int, *, today: date) -> TransferDetail | None:
    """Return one transfer, or None."""
    shown = rows(session, [transfer_id], today=today)
    if not shown:
        return None
    one = session.execute(text("SELECT * FROM transfer WHERE id = :t"), {"t": transfer_id}).one()
    return TransferDetail(
        shown[0], one.id, one.version, one.state, one.from_store_id, one.to_bin_id, one.sender, one.receiver, one.remarks,
        _picks(session, transfer_id) if one.state == "draft" else (), _lines(session, transfer_id),
        _events(session, transfer_id), tuple(goods_on_road(session, one.document_id)),
    )  # fmt: skip


_GOODS = (
    "SELECT v.id AS variant_id, i.name || CASE WHEN v.size = '' THEN '' ELSE ', ' || v.size END AS item, v.code, i.tracking,"
    " v.unit_of_issue, l.layer_id, l.place_id, l.quantity, y.price_usd_micros, l.unit_id, COALESCE(u.serial, '') AS serial,"
    f" COALESCE(t.code, '') AS lot, t.expires_on, l.condition, l.status, {name_sql('p')} AS place FROM transfer_line l"
    " JOIN layer y ON y.id = l.layer_id JOIN variant v ON v.id = y.variant_id JOIN item i ON i.id = y.item_id JOIN place p"
    " ON p.id = l.place_id LEFT JOIN lot t ON t.id = y.lot_id LEFT JOIN unit u ON u.id = l.unit_id"
    " WHERE l.transfer_id = :t ORDER BY l.line_no"
)


def _picks(session: Session, transfer_id: int) -> tuple[TransferPickRow, ...]:
    return tuple(
        TransferPickRow(
            row.variant_id, row.item, row.code, row.tracking, row.unit_of_issue, row.layer_id, row.place_id, row.quantity,
            row.price_usd_micros, row.unit_id, row.serial, row.lot, stored_day(row.expires_on), Condition(row.condition),
            Status(row.status),
        )
        for row in session.execute(text(_GOODS), {"t": transfer_id})
    )  # fmt: skip


def _lines(session: Session, transfer_id: int) -> tuple[TransferLineRow, ...]:
    fate = _fate(session, transfer_id)
    groups: dict[tuple[int, int], list[Row[Any]]] = {}
    for row in session.execute(text(_GOODS), {"t": transfer_id}):
        groups.setdefault((row.layer_id, row.place_id), []).append(row)
    found = []
    for (layer_id, _place), parts in groups.items():
        first, sent = parts[0], sum(part.quantity for part in parts)
        left, came = sent, {}
        for kind in _FATES:
            taken = 0
            for part in parts:
                key = (layer_id, part.unit_id or 0, kind)
                # What came of a layer that was taken from two places counts for the first until that is full.
                count = min(fate.get(key, 0), left)
                fate[key] = fate.get(key, 0) - count
                taken, left = taken + count, left - count
            came[kind] = taken
        found.append(
            TransferLineRow(
                first.item, first.code, first.unit_of_issue, first.lot, stored_day(first.expires_on), first.place,
                tuple(part.serial for part in parts if part.serial), sent, came["received"], came["returned"], came["lost"],
                line_value(sent, UnitPrice(first.price_usd_micros)).minor,
            )
        )  # fmt: skip
    return tuple(found)


def _fate(session: Session, transfer_id: int) -> dict[tuple[int, int, str], int]:
    rows = session.execute(
        text(
            "SELECT m.layer_id, COALESCE(m.unit_id, 0) AS unit, e.kind, sum(m.quantity) AS q FROM transfer_event e"
            " JOIN movement m ON m.document_id = e.document_id WHERE e.transfer_id = :t GROUP BY 1, 2, 3"
        ),
        {"t": transfer_id},
    )
    return {(row.layer_id, row.unit, row.kind): row.q for row in rows}


def _events(session: Session, transfer_id: int) -> tuple[TransferEvent, ...]:
    rows = session.execute(
        text(
            "SELECT e.kind, d.number, e.\"on\", e.quantity, e.note, COALESCE(u.name, '') AS name FROM transfer_event e"
            " JOIN document d ON d.id = e.document_id LEFT JOIN user_account u ON u.id = d.assigned_by"
            " WHERE e.transfer_id = :t ORDER BY e.id"
        ),
        {"t": transfer_id},
    )
    return tuple(
        TransferEvent(row.kind, row.number, date.fromisoformat(row.on), row.quantity, row.note, row.name)
        for row in rows
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class StoreChoice:
    """A store goods can be sent from, and how much lies there."""

    id: int
    name: str
    units: int


def stores(session: Session) -> list[StoreChoice]:
    """Return the stores that are in use."""
    rows = session.execute(
        text(
            "SELECT s.id, s.name, COALESCE((SELECT sum(b.quantity) FROM place p JOIN balance b ON b.place_id = p.id"
            " AND b.quantity > 0 WHERE p.kind = 'bin' AND p.store_id = s.id), 0) AS units FROM store s"
            " WHERE s.retired_on IS NULL ORDER BY s.name"
        )
    )
    return [StoreChoice(row.id, row.name, row.units) for row in rows]
