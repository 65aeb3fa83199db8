"""Questions about outbound shipments: the list, one shipment with its vehicles, stops and goods.

Whether it is delivered is computed: everything left and nothing is on the road any more.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row, text
from sqlalchemy.orm import Session

from inl_logistics.database.conditions import Conditions, order_by
from inl_logistics.kernel.dates import stored_day
from inl_logistics.kernel.listing import Facet, Listing, ListQuery
from inl_logistics.kernel.values import UnitPrice, line_value
from inl_logistics.outbound.facts import SENT, TRAVELS_WITH
from inl_logistics.outbound.loads import GoodsRow, RoadEvent, StopRow, VehicleRow, goods, road_events, vehicles

# What is on a receipt that nobody will sign is on another receipt, or comes home: it is not counted twice.
_COUNTED = f"CASE WHEN h.state IN ('void', 'refused') THEN 0 ELSE {SENT} END"
_ROW = f"""
WITH load AS (SELECT w.outbound_id AS id, count(DISTINCT s.handover_id) AS handovers,
  COALESCE(sum({_COUNTED}), 0) AS units,
  COALESCE(sum({_COUNTED} * y.price_usd_micros), 0) AS micros,
  COALESCE(sum({_COUNTED}), 0) AS picks, COALESCE(sum(CASE WHEN e.picked THEN {_COUNTED} ELSE 0 END), 0) AS picked
  FROM waybill w JOIN waybill_stop s ON s.waybill_id = w.id JOIN handover h ON h.id = s.handover_id
  JOIN handover_line l ON l.handover_id = s.handover_id
  LEFT JOIN handover_pick k ON k.line_id = l.id LEFT JOIN layer y ON y.id = k.layer_id
  LEFT JOIN waybill_line e ON e.pick_id = k.id GROUP BY 1),
 car AS (SELECT w.outbound_id AS id, count(*) AS vehicles, sum(w.sent_on IS NOT NULL) AS sent,
  sum(w.sent_on IS NOT NULL AND w.back_on IS NULL) AS missing, min(w.sent_on) AS sent_on,
  group_concat(CASE WHEN w.driver = '' THEN NULL ELSE w.driver END, ', ') AS drivers,
  COALESCE(sum((SELECT sum(b.quantity) FROM place p JOIN balance b ON b.place_id = p.id AND b.quantity > 0
   WHERE p.document_id = w.document_id)), 0) AS on_road FROM waybill w GROUP BY 1),
 shown AS (SELECT o.id, COALESCE(d.number, '') AS number, o.title, o.state, o.planned_on, car.sent_on,
  COALESCE(car.vehicles, 0) AS vehicles, COALESCE(car.sent, 0) AS sent, COALESCE(car.missing, 0) AS missing,
  COALESCE(car.on_road, 0) AS on_road, COALESCE(car.drivers, '') AS drivers, COALESCE(load.handovers, 0) AS handovers,
  COALESCE(load.units, 0) AS units, COALESCE(load.micros, 0) AS micros, COALESCE(load.picks, 0) AS picks,
  COALESCE(load.picked, 0) AS picked,
  CASE WHEN o.state = 'canceled' THEN 'canceled'
   WHEN o.state = 'draft' THEN CASE WHEN load.picks > 0 AND load.picked = load.picks THEN 'ready'
     WHEN o.document_id IS NOT NULL THEN 'issued' ELSE 'draft' END
   WHEN car.on_road > 0 OR car.sent < car.vehicles THEN 'on-the-road'
   WHEN car.missing > 0 THEN 'copy-missing' ELSE 'delivered' END AS status
  FROM outbound o LEFT JOIN document d ON d.id = o.document_id LEFT JOIN load ON load.id = o.id
  LEFT JOIN car ON car.id = o.id)
"""
_WAITING = ("draft", "issued", "ready")
_STATES = frozenset({*_WAITING, "on-the-road", "copy-missing", "delivered", "canceled"})
_SORTS = {
    "number": "number = '' DESC, id", "title": "title", "planned_on": "planned_on IS NULL, planned_on",
    "sent_on": "sent_on IS NULL DESC, sent_on", "units": "units", "on_road": "on_road", "vehicles": "vehicles",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class OutboundListRow:
    """A shipment in the list; units of issue, value in cents of USD, `days` since it left while something is on the road."""

    key: int
    number: str
    title: str
    status: str
    planned_on: date | None
    sent_on: date | None
    vehicles: int
    drivers: str
    handovers: int
    units: int
    picks: int
    picked: int
    on_road: int
    copies_missing: int
    value_minor: int
    late: bool
    days: int


def keys(session: Session, query: ListQuery, *, today: date) -> Listing:
    """Return the shipments that match, newest first unless said otherwise; the quantity is what is on the road."""
    where = Conditions()
    where.found("id", "outbound", query.search)
    if chosen := query.chosen("status"):
        late = f"(status IN {_WAITING} AND planned_on < '{today.isoformat()}')" if "late" in chosen else "0"
        ticked = ", ".join(f"'{one}'" for one in sorted(chosen & _STATES)) or "''"
        where.add(f"(status IN ({ticked}) OR {late})")
    order = order_by(query, _SORTS, "id DESC")
    found = session.execute(
        text(f"{_ROW} SELECT id, on_road, micros FROM shown WHERE {where} ORDER BY {order}, id DESC"), where.values
    ).all()
    value = sum(line_value(1, UnitPrice(row.micros, "USD")).minor for row in found)
    return Listing(tuple(row.id for row in found), (), sum(row.on_road for row in found), value)


def rows(session: Session, outbound_ids: Sequence[int], *, today: date) -> list[OutboundListRow]:
    """Return the rows of these shipments, in the same order."""
    wanted = ",".join(str(int(one)) for one in outbound_ids) or "0"
    found = {
        row.id: _row(row, today) for row in session.execute(text(f"{_ROW} SELECT * FROM shown WHERE id IN ({wanted})"))
    }
    return [found[key] for key in outbound_ids if key in found]


def _row(row: Row[Any], today: date) -> OutboundListRow:
    planned, sent = stored_day(row.planned_on), stored_day(row.sent_on)
    return OutboundListRow(
        row.id, row.number, row.title, row.status, planned, sent, row.vehicles, row.drivers, row.handovers, row.units,
        row.picks, row.picked, row.on_road, row.missing, line_value(1, UnitPrice(row.micros, "USD")).minor,
        row.status in _WAITING and planned is not None and planned < today,
        (today - sent).days if sent and row.on_road else 0,
    )  # fmt: skip


def facets(session: Session, *, today: date) -> dict[str, tuple[Facet, ...]]:
    """Return the filter options of the list."""
    counts: dict[str, int] = {}
    for row in session.execute(text(f"{_ROW} SELECT * FROM shown")):
        shown = _row(row, today)
        counts[shown.status] = counts.get(shown.status, 0) + 1
        if shown.late:
            counts["late"] = counts.get("late", 0) + 1
    return {"status": tuple(Facet(key, key, count) for key, count in sorted(counts.items()))}


@dataclass(frozen=True, slots=True)
class OutboundDetail:
    """One shipment whole."""

    row: OutboundListRow
    id: int
    version: int
    state: str
    remarks: str
    vehicles: tuple[VehicleRow, ...]
    goods: tuple[GoodsRow, ...]
    events: tuple[RoadEvent, ...]

    @property
    def stops(self) -> tuple[StopRow, ...]:
        """Every stop of every vehicle."""
        return tuple(stop for vehicle in self.vehicles for stop in vehicle.stops)


def detail(session: Session, outbound_id: int, *, today: date) -> OutboundDetail | None:
    """Return one shipment, or None."""
    shown = rows(session, [outbound_id], today=today)
    if not shown:
        return None
    one = session.execute(text("SELECT * FROM outbound WHERE id = :o"), {"o": outbound_id}).one()
    return OutboundDetail(
        shown[0],
        one.id,
        one.version,
        one.state,
        one.remarks,
        vehicles(session, outbound_id),
        goods(session, outbound_id),
        tuple(road_events(session, outbound_id)),
    )


@dataclass(frozen=True, slots=True)
class HandoverChoice:
    """A handover that can travel: not signed, on no other shipment."""

    id: int
    number: str
    state: str
    facility: str
    unit: str
    planned_on: date | None
    units: int
    requirement: str


def handovers_to_carry(session: Session, outbound_id: int | None = None) -> list[HandoverChoice]:
    """Return the handovers that wait for a vehicle, the earliest first."""
    found = session.execute(
        text(
            "SELECT h.id, COALESCE(d.number, '') AS number, h.state, COALESCE(f.name, '') AS facility,"
            " COALESCE(u.name, '') AS unit, h.planned_on, COALESCE(sum(k.quantity), 0) AS units, h.requirement FROM handover h"
            " JOIN handover_line l ON l.handover_id = h.id JOIN handover_pick k ON k.line_id = l.id LEFT JOIN document d"
            " ON d.id = h.document_id LEFT JOIN partner f ON f.id = h.facility_id LEFT JOIN partner u ON u.id = h.unit_id"
            " WHERE h.state IN ('draft', 'issued') AND h.type <> 'return' AND NOT EXISTS (SELECT 1 FROM waybill_stop s"
            f" JOIN waybill w ON w.id = s.waybill_id WHERE s.handover_id = h.id AND {TRAVELS_WITH} AND (:o IS NULL"
            " OR w.outbound_id <> :o OR w.sent_on IS NOT NULL)) GROUP BY h.id ORDER BY h.planned_on IS NULL, h.planned_on, h.id"
        ),
        {"o": outbound_id},
    )
    return [
        HandoverChoice(
            row.id,
            row.number,
            row.state,
            row.facility,
            row.unit,
            stored_day(row.planned_on),
            row.units,
            row.requirement,
        )
        for row in found
    ]
