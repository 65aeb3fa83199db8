"""Rules of outbound shipments. Sources: domain.md 2.8, 7 (waybill), product.md 4 (When stock moves)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from inl_logistics.kernel.dates import short
from inl_logistics.kernel.problems import Problem, Severity
from inl_logistics.outbound.records import OutboundState

TRAVELS = ("draft", "issued")  # states of a handover whose goods are not handed over yet


@dataclass(frozen=True, slots=True)
class HandoverFacts:
    """A handover that is to travel, a draft by where it goes; `elsewhere` tells that it stands on another vehicle."""

    number: str
    state: str
    elsewhere: bool


@dataclass(frozen=True, slots=True)
class VehicleFacts:
    """A vehicle that is to leave."""

    vehicle: str
    driver: str
    sent: bool


@dataclass(frozen=True, slots=True)
class ShortFacts:
    """A pick of which less is there than was put aside."""

    item: str
    asked: int
    found: int


@dataclass(frozen=True, slots=True)
class DispatchFacts:
    """What leaves on a day."""

    state: OutboundState
    on: date
    today: date
    handovers: Sequence[HandoverFacts]
    vehicles: Sequence[VehicleFacts]
    short: Sequence[ShortFacts] = ()
    hazards: Sequence[tuple[str, str]] = ()  # item, mark
    quantity: int = 0
    misnamed: Sequence[tuple[str, str, str]] = ()  # receipt, the waybill its paper names, the one it travels with
    dated_later: Sequence[tuple[str, date]] = ()  # receipt, the day on its paper
    stale: Sequence[str] = ()  # waybills that changed after they were printed


def handover_problems(handovers: Sequence[HandoverFacts]) -> list[Problem]:
    """Return why handovers may not travel with a shipment."""
    found: list[Problem] = []
    for one in handovers:
        params, where = {"number": one.number, "state": one.state}, ("handovers",)
        if one.state not in TRAVELS:
            found.append(Problem("outbound-handover-state", params=params, where=where))
        if one.elsewhere:
            found.append(Problem("outbound-taken", params=params, where=where))
    return found


def dispatch_problems(facts: DispatchFacts) -> list[Problem]:
    """Return what stands against leaving; what only warns is on the paper's trail."""
    found = handover_problems(facts.handovers)
    if facts.state is OutboundState.CANCELED:
        found.append(Problem("outbound-not-draft"))
    if not facts.handovers:
        found.append(Problem("outbound-empty", where=("handovers",)))
    found += _vehicle_problems(facts.vehicles)
    if facts.on > facts.today:
        found.append(Problem("date-in-future", params={"day": short(facts.on)}, where=("on",)))
    for one in facts.handovers:
        if one.state == "draft":
            found.append(Problem("outbound-not-issued", Severity.WARN, {"unit": one.number}, ("handovers",)))
    for less in facts.short:
        params = {"item": less.item, "asked": str(less.asked), "found": str(less.found)}
        found.append(Problem("outbound-short", Severity.WARN, params, ("lines",)))
    if facts.handovers and not facts.quantity:
        found.append(Problem("outbound-nothing-left", where=("lines",)))
    for receipt, named, travels in facts.misnamed:
        params = {"number": receipt, "named": named, "waybill": travels}
        found.append(Problem("outbound-other-waybill", Severity.WARN, params, ("handovers",)))
    for receipt, day in facts.dated_later:
        params = {"number": receipt, "day": short(day)}
        found.append(Problem("outbound-dated-later", Severity.WARN, params, ("on",)))
    for number in facts.stale:
        found.append(Problem("waybill-stale", Severity.WARN, {"number": number}, ("vehicles",)))
    for item, mark in facts.hazards:
        found.append(Problem("outbound-mixed", Severity.WARN, {"item": item, "mark": mark}, ("lines",)))
    return found


def _vehicle_problems(vehicles: Sequence[VehicleFacts]) -> list[Problem]:
    found: list[Problem] = []
    for number, vehicle in enumerate(vehicles, 1):
        if vehicle.sent:
            found.append(Problem("waybill-sent", where=("vehicles", number)))
        if not vehicle.vehicle:
            found.append(Problem("waybill-vehicle", where=("vehicles", number, "vehicle")))
        if not vehicle.driver:
            found.append(Problem("waybill-driver", where=("vehicles", number, "driver")))
    return found


@dataclass(frozen=True, slots=True)
class RoadFacts:
    """Goods that come off a vehicle on a day without a signature."""

    sent_on: date | None
    on: date
    today: date
    reason: str


def after_leaving(on: date, sent_on: date | None, today: date, *, where: str = "on") -> list[Problem]:
    """Return why nothing can have happened to a vehicle on this day: not yet, or before it left."""
    if on > today:
        return [Problem("date-in-future", params={"day": short(on)}, where=(where,))]
    if sent_on and on < sent_on:
        return [Problem("arrived-before-sent", params={"day": short(on), "sent": short(sent_on)}, where=(where,))]
    return []


def road_problems(facts: RoadFacts) -> list[Problem]:
    """Return what stands against taking goods off a vehicle."""
    found = after_leaving(facts.on, facts.sent_on, facts.today)
    if not facts.reason:
        found.append(Problem("reason-needed", where=("reason",)))
    return found
