"""The vehicles of an outbound shipment: their stops, the goods of each, and what is on each of them, on any day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from typing import Any

from sqlalchemy import Row, text
from sqlalchemy.orm import Session

from inl_logistics.kernel.dates import stored_day
from inl_logistics.ledger.places import name_sql
from inl_logistics.outbound.facts import PLANNED, SENT
from inl_logistics.outbound.snapshot import is_stale
from inl_logistics.transfers.roadgoods import RoadGoods, goods_on_road, goods_on_road_at

# How much is on vehicle `w` now.
_ON_ROAD = (
    "COALESCE((SELECT sum(b.quantity) FROM place p JOIN balance b ON b.place_id = p.id AND b.quantity > 0"
    " WHERE p.document_id = w.document_id), 0)"
)


@dataclass(frozen=True, slots=True)
class StopRow:
    """Where a vehicle stops for a handover; `fate` is what is known of it: open, closed, refused, diverted, partly, delivered.

    `picks` and `picked` count the units that the store takes, `printed` how often the receipt was printed; `copy` is "filed" or
    "missing" once it was signed.
    """

    id: int
    waybill_id: int
    handover_id: int
    receipt: str
    facility: str
    unit: str
    handover_state: str
    fate: str
    arrived_on: date | None
    note: str
    units: int
    on_road: int
    signed: int
    picks: int = 0
    picked: int = 0
    cartons: int = 0
    printed: int = 0
    copy: str = ""
    unit_id: int | None = None
    facility_id: int | None = None
    person_id: int | None = None
    person: str = ""
    signed_on: date | None = None


@dataclass(frozen=True, slots=True)
class VehicleRow:
    """A vehicle with its waybill; units of issue."""

    id: int
    number: str
    vehicle: str
    trailer: str
    driver: str
    driver_phone: str
    escort: str
    transporter: str
    seal: str
    route: str
    condition: str
    departs_on: date | None
    sent_on: date | None
    back_on: date | None
    remarks: str
    units: int
    on_road: int
    stops: tuple[StopRow, ...]
    printed: int = 0
    is_stale: bool = False  # what it carries or who drives changed after its waybill was printed


@dataclass(frozen=True, slots=True)
class GoodsRow:
    """Goods of one item, lot, place and carton for a stop; `planned` where less left than was put aside."""

    waybill_id: int
    stop_id: int
    receipt: str
    item: str
    code: str
    unit: str
    place: str
    lot: str
    expires_on: date | None
    serials: tuple[str, ...]
    quantity: int
    planned: int | None
    package: str
    picked: bool
    hazard: str
    pick_ids: tuple[int, ...]
    signed: int | None
    bin: str  # its code within the store, which a picker looks for; empty on the road

    @property
    def key(self) -> int:
        """Tell it apart on the screen."""
        return self.pick_ids[0]


def vehicles(session: Session, outbound_id: int) -> tuple[VehicleRow, ...]:
    """Return the vehicles of a shipment with their stops, in their order."""
    stops: dict[int, list[StopRow]] = {}
    for stop in _stops(session, outbound_id):
        stops.setdefault(stop.waybill_id, []).append(stop)
    rows = session.execute(
        text(
            f"SELECT w.*, COALESCE(d.number, '') AS number, {_ON_ROAD} AS on_road,"
            " (SELECT count(*) FROM printing WHERE document_id = w.document_id) AS printed FROM waybill w"
            " LEFT JOIN document d ON d.id = w.document_id WHERE w.outbound_id = :o ORDER BY w.line_no"
        ),
        {"o": outbound_id},
    )
    return tuple(
        VehicleRow(
            row.id, row.number, row.vehicle, row.trailer, row.driver, row.driver_phone, row.escort, row.transporter,
            row.seal, row.route, row.condition, stored_day(row.departs_on), stored_day(row.sent_on), stored_day(row.back_on),
            row.remarks, sum(stop.units for stop in stops.get(row.id, ())), row.on_road, tuple(stops.get(row.id, ())),
            row.printed, bool(row.printed) and is_stale(session, row.id),
        )
        for row in rows
    )  # fmt: skip


def _stops(session: Session, outbound_id: int) -> list[StopRow]:
    rows = session.execute(
        text(
            "SELECT s.id, s.waybill_id, s.handover_id, COALESCE(d.number, '') AS receipt, COALESCE(f.name, '') AS facility,"
            " COALESCE(u.name, '') AS unit, h.state, s.outcome, s.arrived_on, s.note,"
            f" COALESCE(sum({SENT}), 0) AS units, COALESCE(sum(CASE WHEN p.document_id ="
            f" w.document_id AND h.state IN ('draft', 'issued') THEN MIN(k.quantity, {SENT})"
            " ELSE 0 END), 0) AS on_road, COALESCE(sum(CASE WHEN h.state IN ('signed', 'variance') THEN"
            f" COALESCE(k.signed_quantity, k.quantity) ELSE 0 END), 0) AS signed, COALESCE(sum({SENT}), 0) AS picks,"
            f" COALESCE(sum(CASE WHEN e.picked THEN {SENT} ELSE 0 END), 0) AS picked, count(DISTINCT NULLIF(e.package, '')) AS cartons, h.unit_id, h.facility_id,"
            " h.person_id, COALESCE(n.name, '') AS person, h.signed_on, CASE WHEN h.state NOT IN ('signed', 'variance') THEN ''"
            " WHEN h.copy_attachment_id IS NULL AND h.signed_on_screen = 0 THEN 'missing' ELSE 'filed' END AS copy,"
            " (SELECT count(*) FROM printing WHERE document_id = h.document_id) AS printed FROM waybill_stop s JOIN waybill w"
            " ON w.id = s.waybill_id JOIN handover h ON h.id = s.handover_id LEFT JOIN handover_line l ON l.handover_id = h.id"
            " LEFT JOIN handover_pick k ON k.line_id = l.id LEFT JOIN waybill_line e ON e.pick_id = k.id LEFT JOIN place p"
            " ON p.id = k.place_id LEFT JOIN document d ON d.id = h.document_id LEFT JOIN partner f ON f.id = h.facility_id"
            " LEFT JOIN partner u ON u.id = h.unit_id LEFT JOIN person n ON n.id = h.person_id WHERE w.outbound_id = :o"
            " GROUP BY s.id ORDER BY s.line_no"
        ),
        {"o": outbound_id},
    )
    return [
        StopRow(
            row.id, row.waybill_id, row.handover_id, row.receipt, row.facility, row.unit, row.state, _fate(row),
            stored_day(row.arrived_on), row.note, row.units, row.on_road, row.signed,
            row.picks, row.picked, row.cartons, row.printed, row.copy, row.unit_id, row.facility_id, row.person_id,
            row.person, stored_day(row.signed_on),
        )
        for row in rows
    ]  # fmt: skip


def _fate(row: Row[Any]) -> str:
    """Return what is known of a stop: the paper says more than what was entered on the way."""
    if row.state in ("signed", "variance", "reversed"):
        return "delivered" if row.signed >= row.units and row.state == "signed" else "partly"
    if row.state == "refused":
        return "refused"
    return row.outcome or "open"


def goods(session: Session, outbound_id: int) -> tuple[GoodsRow, ...]:
    """Return what a shipment carries, by vehicle and stop; serials gather under their item, place and carton."""
    rows = session.execute(
        text(
            "SELECT k.id, s.id AS stop, s.waybill_id, COALESCE(d.number, '') AS receipt, i.name || CASE WHEN v.size = '' THEN ''"
            f" ELSE ', ' || v.size END AS item, v.code, v.unit_of_issue, {name_sql('p')} AS place, COALESCE(t.code, '') AS lot,"
            f" COALESCE((SELECT code FROM bin WHERE id = p.bin_id), '') AS bin, t.expires_on, COALESCE(u.serial, '') AS serial, {SENT} AS quantity,"
            f" {PLANNED} AS planned_quantity, COALESCE(e.package, '') AS package, COALESCE(e.picked, 0) AS picked, i.un_number,"
            " i.hazard_class, CASE WHEN h.state IN ('signed', 'variance') THEN COALESCE(k.signed_quantity, k.quantity) END"
            " AS signed FROM waybill w JOIN waybill_stop s ON s.waybill_id = w.id JOIN handover h ON h.id = s.handover_id"
            " JOIN handover_line l ON l.handover_id = h.id JOIN handover_pick k ON k.line_id = l.id JOIN variant v"
            " ON v.id = l.variant_id JOIN item i ON i.id = v.item_id JOIN layer y ON y.id = k.layer_id LEFT JOIN lot t"
            " ON t.id = y.lot_id LEFT JOIN unit u ON u.id = k.unit_id JOIN place p ON p.id = k.place_id LEFT JOIN document d"
            " ON d.id = h.document_id LEFT JOIN waybill_line e ON e.pick_id = k.id WHERE w.outbound_id = :o"
            f" AND ({SENT} > 0 OR e.planned_quantity > 0) ORDER BY w.line_no, s.line_no, place, t.expires_on IS NULL, t.expires_on, v.code, package, k.id"
        ),
        {"o": outbound_id},
    )
    return tuple(
        _goods_row(list(parts))
        for _key, parts in groupby(
            rows, key=lambda row: (row.stop, row.place, row.lot, row.code, row.package, row.picked)
        )
    )


def _goods_row(parts: list[Row[Any]]) -> GoodsRow:
    first, quantity = parts[0], sum(part.quantity for part in parts)
    planned = sum(part.planned_quantity or part.quantity for part in parts)
    return GoodsRow(
        first.waybill_id, first.stop, first.receipt, first.item, first.code, first.unit_of_issue, first.place, first.lot,
        stored_day(first.expires_on), tuple(part.serial for part in parts if part.serial), quantity,
        planned if planned > quantity else None, first.package, bool(first.picked),
        " ".join(filter(None, (first.un_number, first.hazard_class))), tuple(part.id for part in parts),
        None if first.signed is None else sum(part.signed or 0 for part in parts), first.bin,
    )  # fmt: skip


def on_vehicle(session: Session, waybill_id: int, *, on: date | None = None) -> list[RoadGoods]:
    """Return what is on a vehicle now, told apart by the handover that holds it; or what was on it at the end of a day."""
    document = session.execute(text("SELECT document_id FROM waybill WHERE id = :w"), {"w": waybill_id}).scalar()
    if on is not None:
        return goods_on_road_at(session, _documents(session, waybill_id, document), on)
    held = session.execute(
        text(
            "SELECT r.layer_id, r.unit_id, r.owner_id, sum(r.quantity) AS quantity, COALESCE(d.number, '') AS number"
            " FROM place p JOIN reservation r ON r.place_id = p.id AND r.owner_kind = 'handover' JOIN handover h"
            " ON h.id = r.owner_id LEFT JOIN document d ON d.id = h.document_id WHERE p.document_id = :d GROUP BY 1, 2, 3"
            " ORDER BY r.owner_id"
        ),
        {"d": document},
    ).all()
    holders: dict[tuple[int, int | None], list[Row[Any]]] = {}
    for row in held:
        holders.setdefault((row.layer_id, row.unit_id), []).append(row)
    return [
        part
        for one in goods_on_road(session, document)
        for part in _parted(one, holders.get((one.layer_id, one.unit_id), ()))
    ]


def _parted(one: RoadGoods, holders: Sequence[Row[Any]]) -> list[RoadGoods]:
    found, left = [], one.quantity
    for row in holders:
        count = min(left, row.quantity)
        if count:
            found.append(replace(one, quantity=count, handover_id=row.owner_id, receipt=row.number))
            left -= count
    return [*found, replace(one, quantity=left)] if left else found


def _documents(session: Session, waybill_id: int, document: int | None) -> list[int]:
    """Return the waybill's document, then those that brought goods onto the vehicle from others of its shipment."""
    others = session.execute(
        text(
            "SELECT e.document_id FROM waybill_event e JOIN waybill o ON o.id = e.waybill_id JOIN waybill w ON w.id = :w"
            " AND w.outbound_id = o.outbound_id WHERE e.kind = 'reloaded' AND o.id <> w.id"
        ),
        {"w": waybill_id},
    ).scalars()
    return [document or 0, *others]


@dataclass(frozen=True, slots=True)
class MissingCopy:
    """A vehicle that has left and whose signed return copy is not back."""

    waybill_id: int
    outbound_id: int
    number: str
    vehicle: str
    driver: str
    sent_on: date
    on_road: int


def waybills_without_copy(session: Session, outbound_ids: Sequence[int]) -> list[MissingCopy]:
    """Return the vehicles of these shipments whose return copy is missing, in the order of the shipments."""
    wanted = ",".join(str(int(one)) for one in outbound_ids) or "0"
    rows = session.execute(
        text(
            "SELECT w.id, w.outbound_id, COALESCE(d.number, '') AS number, w.vehicle, w.driver, w.sent_on,"
            f" {_ON_ROAD} AS on_road FROM waybill w LEFT JOIN document d ON d.id = w.document_id"
            f" WHERE w.outbound_id IN ({wanted}) AND w.sent_on IS NOT NULL AND w.back_on IS NULL ORDER BY w.line_no"
        )
    )
    order = {one: at for at, one in enumerate(outbound_ids)}
    found = [
        MissingCopy(row.id, row.outbound_id, row.number, row.vehicle, row.driver, date.fromisoformat(row.sent_on), row.on_road)
        for row in rows
    ]  # fmt: skip
    return sorted(found, key=lambda one: order[one.outbound_id])


@dataclass(frozen=True, slots=True)
class RoadEvent:
    """What came off a vehicle without a signature."""

    vehicle: str
    kind: str
    number: str
    on: date
    quantity: int
    note: str


def road_events(session: Session, outbound_id: int) -> list[RoadEvent]:
    """Return what was brought back, reloaded or lost, the latest first."""
    rows = session.execute(
        text(
            'SELECT w.vehicle, e.kind, d.number, e."on", e.quantity, e.note FROM waybill_event e JOIN waybill w'
            " ON w.id = e.waybill_id JOIN document d ON d.id = e.document_id WHERE w.outbound_id = :o ORDER BY e.id DESC"
        ),
        {"o": outbound_id},
    )
    return [
        RoadEvent(row.vehicle, row.kind, row.number, date.fromisoformat(row.on), row.quantity, row.note) for row in rows
    ]
