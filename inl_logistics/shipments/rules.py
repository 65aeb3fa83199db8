"""Rules of shipments: what must be there, which step follows which, what is late.

Sources: domain.md 2 and 2.4; product.md 4 (When stock moves; closed history is never late).
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from inl_logistics.catalog.rules import is_export_controlled
from inl_logistics.kernel.problems import Problem, Severity
from inl_logistics.kernel.text import serial_key, serial_lookalike
from inl_logistics.shipments.records import MilestoneKind, ShipmentState

MODES = ("air", "sea", "road", "rail", "pouch", "multimodal")
ORDER_OF_MILESTONES = tuple(MilestoneKind)
# Reaching a milestone brings the shipment into a state. Source: domain.md 2 (Shipment states).
STATE_AFTER: Mapping[MilestoneKind, ShipmentState] = {
    MilestoneKind.ORDERED: ShipmentState.PLANNED,
    MilestoneKind.READY: ShipmentState.READY,
    MilestoneKind.PICKED_UP: ShipmentState.IN_TRANSIT,
    MilestoneKind.DEPARTED: ShipmentState.IN_TRANSIT,
    MilestoneKind.ARRIVED: ShipmentState.IN_CUSTOMS,
    MilestoneKind.CUSTOMS: ShipmentState.ARRIVED,
    MilestoneKind.DELIVERED: ShipmentState.DELIVERED,
    MilestoneKind.RECEIVED: ShipmentState.DELIVERED,
}
OPEN_STATES = frozenset(
    {
        ShipmentState.PLANNED, ShipmentState.READY, ShipmentState.IN_TRANSIT, ShipmentState.ARRIVED,
        ShipmentState.IN_CUSTOMS, ShipmentState.DELIVERED, ShipmentState.PARTLY_DELIVERED,
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class LineFacts:
    """A shipment line as typed; `left` is what the order line still allows, or None without an order."""

    quantity: int
    has_item: bool
    serials: int
    left: int | None


def shipment_problems(lines: Sequence[LineFacts], *, booking: bool, has_vendor: bool) -> list[Problem]:
    """Return what is wrong with a shipment; more is asked when it is booked."""
    found: list[Problem] = []
    for number, line in enumerate(lines, 1):
        params = {"line": str(number), "quantity": str(line.quantity), "serials": str(line.serials)}
        where = ("lines", number)
        if line.quantity < 1:
            found.append(Problem("line-quantity", params=params, where=(*where, "quantity")))
        if line.serials > line.quantity:
            found.append(Problem("more-serials-than-units", params=params, where=(*where, "serials")))
        if line.left is not None and line.quantity > line.left:
            more = {**params, "left": str(line.left)}
            found.append(Problem("more-than-ordered", Severity.WARN, more, (*where, "quantity")))
        if booking and not line.has_item:
            found.append(Problem("line-without-item", params=params, where=(*where, "item")))
    if booking and not lines:
        found.append(Problem("shipment-without-lines", where=("lines",)))
    if booking and not has_vendor:
        found.append(Problem("shipment-without-vendor", Severity.WARN, where=("vendor_id",)))
    return found


@dataclass(frozen=True, slots=True)
class ExportLine:
    """A shipment line of an order: its item with the export class, and what authorizes the order's export."""

    item_id: int
    item: str
    export_class: str
    order: str
    authorization: str


def export_problems(lines: Iterable[ExportLine], *, known: Container[tuple[int, str]] = ()) -> list[Problem]:
    """Ask for an override for each controlled item that leaves the exporter without an export authorization.

    Args:
        lines: the lines that belong to an order.
        known: (item, order) pairs that the booked shipment carried before, judged when it was booked.
    Source: domain.md 7 (export authorization missing for a controlled item), 2.3.
    """
    found: dict[int, Problem] = {}
    for line in lines:
        if line.authorization or (line.item_id, line.order) in known or not is_export_controlled(line.export_class):
            continue
        params = {"item": line.item, "class": line.export_class, "order": line.order}
        found.setdefault(line.item_id, Problem("export-authorization", Severity.OVERRIDE, params, ("lines",)))
    return list(found.values())


def serial_problems(lines: Sequence[tuple[int, str, Sequence[str]]]) -> list[Problem]:
    """Name every serial that two places of a packing list share, all at once.

    Args:
        lines: (line number, serial scope of its item, serials as typed). Serials are compared as product.md 4 says:
            case, spaces, dashes and digit script folded; O/0, I/1 and leading zeros only warn.
    """
    seen: dict[tuple[str, str], tuple[int, str]] = {}
    alike: dict[tuple[str, str], tuple[int, str]] = {}
    found: list[Problem] = []
    for number, scope, serials in lines:
        for serial in serials:
            key, second = (scope, serial_key(serial)), (scope, serial_lookalike(serial))
            where = ("lines", number, "serials")
            if not key[1]:
                found.append(Problem("serial-empty", params={"line": str(number)}, where=where))
            elif key in seen:
                params = {"serial": serial, "line": str(number), "other": str(seen[key][0])}
                found.append(Problem("serial-twice-on-list", params=params, where=where))
            elif second in alike:
                params = {"serial": serial, "line": str(number), "other": alike[second][1]}
                found.append(Problem("serial-looks-alike", Severity.WARN, params, where))
            seen.setdefault(key, (number, serial))
            alike.setdefault(second, (number, serial))
    return found


@dataclass(frozen=True, slots=True)
class Step:
    """A milestone and its dates."""

    kind: MilestoneKind
    planned_on: date | None
    forecast_on: date | None
    actual_on: date | None
    skipped: bool = False


def next_step(steps: Sequence[Step]) -> Step | None:
    """Return the first milestone after the furthest one reached that is not skipped; nobody waits for those before it."""
    return next(_ahead(steps), None)


def due_step(steps: Sequence[Step]) -> Step | None:
    """Return the first milestone ahead for which a day is known: one without a day does not hide that the next is late."""
    return next((step for step in _ahead(steps) if step.planned_on or step.forecast_on), None)


def _ahead(steps: Sequence[Step]) -> Iterator[Step]:
    reached = max((at for at, step in enumerate(steps) if step.actual_on is not None), default=-1)
    return (step for step in steps[reached + 1 :] if not step.skipped)


def days_late(steps: Sequence[Step], *, today: date) -> int:
    """Return by how many days the next milestone with a day is overdue, 0 when it is not."""
    step = due_step(steps)
    if step is None:
        return 0
    due = step.planned_on or step.forecast_on
    return max(0, (today - due).days) if due else 0


def milestone_problems(steps: Sequence[Step], kind: MilestoneKind, actual_on: date, *, today: date) -> list[Problem]:
    """Refuse a milestone in the future, before an earlier one that has happened already, or after a later one."""
    if actual_on > today:
        return [Problem("milestone-in-future", where=("actual_on",))]
    place = ORDER_OF_MILESTONES.index(kind)
    for step in reversed(steps):
        if ORDER_OF_MILESTONES.index(step.kind) < place and step.actual_on and step.actual_on > actual_on:
            return [Problem("milestone-before-earlier", params={"earlier": step.kind.value}, where=("actual_on",))]
    for step in steps:
        if ORDER_OF_MILESTONES.index(step.kind) > place and step.actual_on and step.actual_on < actual_on:
            return [Problem("milestone-after-later", params={"later": step.kind.value}, where=("actual_on",))]
    return []


def state_of(steps: Sequence[Step]) -> ShipmentState:
    """Return the state of a booked shipment: that of the furthest milestone it has reached, whichever was entered last."""
    reached = [step.kind for step in steps if step.actual_on is not None]
    return STATE_AFTER[max(reached, key=ORDER_OF_MILESTONES.index)] if reached else ShipmentState.PLANNED
