"""An outbound shipment's plan as a value: which handover on which vehicle, in which order; every change gives a new plan."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from inl_logistics.outbound.commands import OutboundDraft, VehicleDraft, record
from inl_logistics.outbound.records import StopRecord, WaybillRecord

TEXTS = (
    "vehicle", "trailer", "driver", "driver_phone", "escort", "transporter", "seal", "route", "condition", "remarks"
)  # fmt: skip


def draft_of(session: Session, outbound_id: int) -> OutboundDraft:
    """Return a shipment as it would be saved again. Raises: BadInput("not-found")."""
    found = record(session, outbound_id)
    stops: dict[int, list[int]] = {}
    own = select(WaybillRecord.id).where(WaybillRecord.outbound_id == outbound_id)
    held = select(StopRecord).where(StopRecord.waybill_id.in_(own)).order_by(StopRecord.line_no)
    for stop in session.execute(held).scalars():
        stops.setdefault(stop.waybill_id, []).append(stop.handover_id)
    vehicles = session.execute(
        select(WaybillRecord).where(WaybillRecord.outbound_id == outbound_id).order_by(WaybillRecord.line_no)
    ).scalars()
    return OutboundDraft(
        tuple(
            VehicleDraft(
                **{name: getattr(one, name) for name in TEXTS}, departs_on=one.departs_on, id=one.id,
                handover_ids=tuple(stops.get(one.id, ())),
            )
            for one in vehicles
        ),
        found.title, found.planned_on, found.remarks, found.id, found.version,
    )  # fmt: skip


def with_handovers(draft: OutboundDraft, handover_ids: Sequence[int], at: int = -1) -> OutboundDraft:
    """Put handovers on a vehicle, the last unless said otherwise; a plan without a vehicle gets one."""
    vehicles = list(draft.vehicles) or [VehicleDraft()]
    fresh = tuple(one for one in handover_ids if all(one not in vehicle.handover_ids for vehicle in vehicles))
    vehicles[at] = replace(vehicles[at], handover_ids=(*vehicles[at].handover_ids, *fresh))
    return replace(draft, vehicles=tuple(vehicles))


def with_stop(draft: OutboundDraft, handover_id: int, vehicle: int, before: int | None = None) -> OutboundDraft:
    """Move a stop to a vehicle (its place in the plan), before another handover or to the end."""
    plan = without_stop(draft, handover_id)
    vehicles = list(plan.vehicles)
    order = list(vehicles[vehicle].handover_ids)
    order.insert(order.index(before) if before in order else len(order), handover_id)
    vehicles[vehicle] = replace(vehicles[vehicle], handover_ids=tuple(order))
    return replace(plan, vehicles=tuple(vehicles))


def without_stop(draft: OutboundDraft, handover_id: int) -> OutboundDraft:
    """Take a handover off its vehicle."""
    vehicles = tuple(
        replace(one, handover_ids=tuple(each for each in one.handover_ids if each != handover_id))
        for one in draft.vehicles
    )
    return replace(draft, vehicles=vehicles)


def shifted(draft: OutboundDraft, handover_id: int, step: int) -> OutboundDraft:
    """Move a stop up (-1) or down (1) in its vehicle's order; from its end onto the next vehicle."""
    for at, vehicle in enumerate(draft.vehicles):
        if handover_id not in vehicle.handover_ids:
            continue
        order = list(vehicle.handover_ids)
        here = order.index(handover_id)
        if 0 <= here + step < len(order):
            order.insert(here + step, order.pop(here))
            return replace(draft, vehicles=_put(draft, at, replace(vehicle, handover_ids=tuple(order))))
        other = at + step
        if 0 <= other < len(draft.vehicles):
            first = draft.vehicles[other].handover_ids[:1]
            return with_stop(draft, handover_id, other, first[0] if step > 0 and first else None)
    return draft


def with_vehicle(draft: OutboundDraft, vehicle: VehicleDraft) -> OutboundDraft:
    """Change the vehicle with the same id, or add it; stops stay as they are planned."""
    for at, one in enumerate(draft.vehicles):
        if vehicle.id is not None and one.id == vehicle.id:
            return replace(draft, vehicles=_put(draft, at, replace(vehicle, handover_ids=one.handover_ids)))
    return replace(draft, vehicles=(*draft.vehicles, vehicle))


def without_vehicle(draft: OutboundDraft, waybill_id: int) -> OutboundDraft:
    """Take a vehicle out of the plan; its stops go to the vehicle before it, else to the next."""
    at = next((n for n, one in enumerate(draft.vehicles) if one.id == waybill_id), None)
    if at is None:
        return draft
    gone = draft.vehicles[at].handover_ids
    rest = replace(draft, vehicles=(*draft.vehicles[:at], *draft.vehicles[at + 1 :]))
    return with_handovers(rest, gone, max(0, at - 1)) if gone else rest


def _put(draft: OutboundDraft, at: int, vehicle: VehicleDraft) -> tuple[VehicleDraft, ...]:
    return (*draft.vehicles[:at], vehicle, *draft.vehicles[at + 1 :])
