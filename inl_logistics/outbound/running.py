"""A distribution run in one act: from an approved plan to a handover draft for each recipient and the shipment with its vehicles.

Before it, a preview says what each recipient would get and lack; it is worked out by the same code. Source: product.md 3
(Handover: a batch of receipts for one distribution run), domain.md 8 scenario 2.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import text
from sqlalchemy.orm import Session

from inl_logistics.handovers.planned import PlannedHandoversDraft, Share, handovers_from_plan, shares
from inl_logistics.kernel.actor import Actor
from inl_logistics.kernel.dates import stored_day
from inl_logistics.kernel.problems import BadInput, Problem, RulesBroken, raise_if_broken
from inl_logistics.outbound.commands import OutboundDraft, VehicleDraft, save_outbound
from inl_logistics.partners.facts import vetting_of
from inl_logistics.partners.rules import standing
from inl_logistics.register.numbers import screen_number
from inl_logistics.requirements import carrying
from inl_logistics.requirements.facts import record
from inl_logistics.requirements.records import RequirementState
from inl_logistics.users import trail


@dataclass(frozen=True, slots=True)
class RunVehicle:
    """A vehicle and the recipients that it goes to, in the order of its stops."""

    recipient_ids: tuple[int, ...] = ()
    vehicle: str = ""
    driver: str = ""
    driver_phone: str = ""
    trailer: str = ""
    escort: str = ""
    transporter: str = ""
    seal: str = ""
    route: str = ""


@dataclass(frozen=True, slots=True)
class RunDraft:
    """A plan's distribution run: its vehicles, and the day; without a title it is named after the plan."""

    requirement_id: int
    vehicles: tuple[RunVehicle, ...]
    title: str = ""
    on: date | None = None


def make_run(session: Session, draft: RunDraft, *, by: Actor, at: datetime) -> int:
    """Make handover drafts and the outbound shipment that carries them, all or nothing; return the shipment's id.

    Raises: RulesBroken (plan not approved, no stop, a recipient twice or with nothing to get).
    """
    plan = record(session, draft.requirement_id)
    chosen = [one for vehicle in draft.vehicles for one in vehicle.recipient_ids]
    names = _facilities(session, plan.id)
    if unknown := set(chosen) - names.keys():
        raise BadInput("not-found", what=str(min(unknown)))
    problems = [] if chosen else [Problem("outbound-empty", where=("vehicles",))]
    problems += [
        Problem("run-recipient-twice", params={"facility": names[one]}, where=("vehicles",))
        for one in dict.fromkeys(chosen)
        if chosen.count(one) > 1
    ]
    raise_if_broken(problems)
    made = handovers_from_plan(session, PlannedHandoversDraft(plan.id, tuple(chosen), draft.on), by=by, at=at)
    handovers = _recipients_of(session, made)
    raise_if_broken(
        Problem("run-nothing-to-get", params={"facility": names[one]}, where=("vehicles",))
        for one in chosen
        if one not in handovers
    )
    vehicles = tuple(
        VehicleDraft(
            one.vehicle, one.driver, tuple(handovers[each] for each in one.recipient_ids), one.trailer,
            one.driver_phone, one.escort, one.transporter, one.seal, one.route, departs_on=draft.on,
        )
        for one in draft.vehicles
        if one.recipient_ids
    )  # fmt: skip
    outbound_id = save_outbound(session, OutboundDraft(vehicles, draft.title or plan.title, draft.on), by=by, at=at)
    trail.record(
        session, "outbound.make-run", kind="outbound", subject_id=outbound_id, subject=draft.title or plan.title, by=by,
        at=at, after={"requirement": plan.id, "handovers": len(made), "vehicles": len(vehicles)},
    )  # fmt: skip
    return outbound_id


def _facilities(session: Session, requirement_id: int) -> dict[int, str]:
    rows = session.execute(
        text(
            "SELECT r.id, COALESCE(f.name, u.name, '—') FROM requirement_recipient r LEFT JOIN partner f"
            " ON f.id = r.facility_id LEFT JOIN partner u ON u.id = r.unit_id WHERE r.requirement_id = :r"
            " ORDER BY r.line_no"
        ),
        {"r": requirement_id},
    )
    return {row[0]: row[1] for row in rows}


def _recipients_of(session: Session, handovers: Sequence[int]) -> dict[int, int]:
    """Return the handovers that were made, by their recipient."""
    ids = ",".join(str(int(one)) for one in handovers)
    rows = session.execute(
        text(f"SELECT recipient_id, handover_id FROM requirement_handover WHERE handover_id IN ({ids})")
    )
    return {row[0]: row[1] for row in rows}


@dataclass(frozen=True, slots=True)
class ShareLine:
    """So many of one size for a recipient, now and later; `kit` is the code of the kit that it is a part of."""

    item: str
    code: str
    unit: str
    kit: str
    gets: int
    lacks: int


@dataclass(frozen=True, slots=True)
class RunShare:
    """A recipient in the preview of a run. `held` is what lies in its handovers already."""

    recipient_id: int
    facility: str
    unit: str
    person: str
    headcount: int
    planned_on: date | None
    vetting: str
    vetted_to: date | None
    kits: tuple[tuple[str, int], ...]
    lines: tuple[ShareLine, ...]
    open_sizes: int
    held: int

    @property
    def gets(self) -> int:
        """Return how many units it gets now."""
        return sum(one.gets for one in self.lines)

    @property
    def lacks(self) -> int:
        """Return how many units follow later, those without a size too."""
        return sum(one.lacks for one in self.lines) + self.open_sizes


@dataclass(frozen=True, slots=True)
class RunPreview:
    """What a run of a plan would be now."""

    requirement_id: int
    number: str
    title: str
    shares: tuple[RunShare, ...]


def preview(session: Session, requirement_id: int, *, today: date) -> RunPreview:
    """Return what each recipient of an approved plan would get and lack. Raises: RulesBroken("plan-not-approved")."""
    plan = record(session, requirement_id)
    if plan.state is not RequirementState.APPROVED:
        raise RulesBroken([Problem("plan-not-approved")])
    number = session.execute(text("SELECT number FROM document WHERE id = :d"), {"d": plan.document_id}).scalar()
    found = shares(session, requirement_id, today=today)
    goods = _goods(session, [line.variant_id for share in found.values() for line in share.lines])
    kits = {row[0]: row[1] for row in session.execute(text("SELECT id, code FROM kit"))}
    carried = carrying.carried(session, requirement_id)
    rows = session.execute(
        text(
            "SELECT r.id, COALESCE(f.name, '') AS facility, r.unit_id, COALESCE(u.name, '') AS unit,"
            " COALESCE(p.name, '') AS person, r.headcount, r.planned_on FROM requirement_recipient r"
            " LEFT JOIN partner f ON f.id = r.facility_id LEFT JOIN partner u ON u.id = r.unit_id"
            " LEFT JOIN person p ON p.id = r.person_id WHERE r.requirement_id = :r ORDER BY r.line_no"
        ),
        {"r": requirement_id},
    )
    listed = []
    for row in rows:
        own = [one for one in carried if one.need.recipient_id == row.id]
        vetting = vetting_of(session, row.unit_id, on=today)
        share = found[row.id]
        listed.append(
            RunShare(
                row.id, row.facility, row.unit, row.person, row.headcount, stored_day(row.planned_on),
                standing(vetting, on=today).value, vetting.valid_to,
                tuple((kits[one.kit_id], one.count) for one in share.kits), _share_lines(share, goods, kits),
                sum(one.left for one in own if one.need.variant_id is None), sum(one.in_handover for one in own),
            )
        )  # fmt: skip
    return RunPreview(requirement_id, screen_number(number or ""), plan.title, tuple(listed))


def _goods(session: Session, variants: Sequence[int]) -> dict[int, tuple[str, str, str]]:
    ids = ",".join(str(int(one)) for one in set(variants)) or "0"
    rows = session.execute(
        text(
            "SELECT v.id, i.name || CASE WHEN v.size = '' THEN '' ELSE ', ' || v.size END AS item, v.code, v.unit_of_issue"
            f" FROM variant v JOIN item i ON i.id = v.item_id WHERE v.id IN ({ids})"
        )
    )
    return {row.id: (row.item, row.code or "", row.unit_of_issue) for row in rows}


def _share_lines(share: Share, goods: dict[int, tuple[str, str, str]], kits: dict[int, str]) -> tuple[ShareLine, ...]:
    found = []
    for line in share.lines:
        item, code, unit = goods[line.variant_id]
        gets = sum(pick.quantity for pick in line.picks)
        kit = line.remarks if line.kit_id is None else kits[line.kit_id]
        found.append(ShareLine(item, code, unit, kit, gets, max(0, (line.asked or 0) - gets)))
    return tuple(found)


def proposed(found: Sequence[RunShare], vehicles: int) -> tuple[tuple[int, ...], ...]:
    """Share the recipients that get something out over so many vehicles: in the plan's order, loads as even as that allows."""
    stops = [(one.recipient_id, one.gets) for one in found if one.gets]
    loads: list[tuple[int, ...]] = []
    rest = stops
    for left in range(max(1, vehicles), 0, -1):
        if left == 1:
            loads.append(tuple(key for key, _units in rest))
            break
        target = sum(units for _key, units in rest) / left
        taken = 0
        load: list[int] = []
        # A stop comes along while that brings the load nearer to its share and leaves a stop for each other vehicle.
        while rest and (not load or (abs(taken + rest[0][1] - target) < abs(taken - target) and len(rest) >= left)):
            load.append(rest[0][0])
            taken += rest[0][1]
            rest = rest[1:]
        loads.append(tuple(load))
    return tuple(loads)
