"""What became of each need of a plan, and putting stock aside for it: first expiry first, recipient by recipient.

Nothing is counted twice: what a recipient's handover holds or handed over is taken off before stock is put aside, and
what stock cannot give and no order line of the plan brings is the shortage. Source: product.md 3, 4 (Reservations).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import text
from sqlalchemy.orm import Session

from inl_logistics.inventory import commands as inventory
from inl_logistics.inventory.queries import proposals
from inl_logistics.kernel.actor import Actor
from inl_logistics.kernel.problems import Problem, RulesBroken
from inl_logistics.kernel.values import ItemId, LayerId, PlaceId, UnitId
from inl_logistics.register.numbers import screen_number
from inl_logistics.requirements import facts
from inl_logistics.requirements.commands import OWNER
from inl_logistics.requirements.needs import Need
from inl_logistics.requirements.records import RequirementState
from inl_logistics.settings.declared import local_day
from inl_logistics.users import trail


@dataclass(frozen=True, slots=True)
class Carried:
    """A need of one recipient and what became of it, in units of issue."""

    need: Need
    handed_over: int
    in_handover: int
    reserved: int

    @property
    def left(self) -> int:
        """How many are neither handed over nor held for the recipient."""
        return max(0, self.need.quantity - self.handed_over - self.in_handover - self.reserved)


def carried(session: Session, requirement_id: int) -> list[Carried]:
    """Return every need of a plan with what is handed over, in a handover or put aside."""
    held = _reserved(session, requirement_id)
    given, going = _handed(session, requirement_id)
    needs = facts.needs_of(session, requirement_id)
    last = {(need.recipient_id, need.variant_id or 0): at for at, need in enumerate(needs)}
    found = []
    for at, need in enumerate(needs):
        key, room, parts = (need.recipient_id, need.variant_id or 0), need.quantity, []
        for counts in (given, going, held):
            # A variant may be needed for a kit and for itself: what is there fills one need after the other.
            part = counts.get(key, 0) if last[key] == at else min(room, counts.get(key, 0))
            counts[key] = counts.get(key, 0) - part
            room = max(0, room - part)
            parts.append(part)
        found.append(Carried(need, *parts))
    return found


def _reserved(session: Session, requirement_id: int) -> dict[tuple[int, int], int]:
    rows = session.execute(
        text(
            "SELECT v.owner_id, y.variant_id, sum(v.quantity) FROM reservation v JOIN requirement_recipient r"
            " ON r.id = v.owner_id JOIN layer y ON y.id = v.layer_id WHERE v.owner_kind = :k AND r.requirement_id = :r"
            " GROUP BY 1, 2"
        ),
        {"k": OWNER, "r": requirement_id},
    )
    return {(row[0], row[1]): row[2] for row in rows}


def _handed(session: Session, requirement_id: int) -> tuple[dict[tuple[int, int], int], dict[tuple[int, int], int]]:
    """Return what was signed for and not taken back, and what lies in drafts and issued receipts.

    By recipient and variant; a receipt that was reversed as a whole is not among them.
    """
    rows = session.execute(
        text(
            "SELECT q.recipient_id, l.variant_id, h.state IN ('signed', 'variance') AS signed,"
            " sum(CASE WHEN h.state IN ('signed', 'variance') THEN COALESCE(k.signed_quantity, k.quantity)"
            " ELSE k.quantity END) AS quantity FROM requirement_handover q JOIN handover h ON h.id = q.handover_id"
            " JOIN handover_line l ON l.handover_id = h.id JOIN handover_pick k ON k.line_id = l.id"
            " WHERE q.requirement_id = :r AND h.state IN ('draft', 'issued', 'signed', 'variance') GROUP BY 1, 2, 3"
        ),
        {"r": requirement_id},
    ).all()
    back = session.execute(text(f"SELECT * FROM ({facts.TAKEN_BACK}) WHERE requirement_id = :r"), {"r": requirement_id})
    taken = {(row.recipient_id, row.variant_id): row.quantity for row in back}
    given = {(row[0], row[1]): row[3] - taken.get((row[0], row[1]), 0) for row in rows if row[2]}
    going = {(row[0], row[1]): row[3] for row in rows if not row[2]}
    return given, going


def on_order(session: Session, requirement_id: int) -> dict[int, int]:
    """Return by variant what the plan's own order lines still bring: ordered, less canceled, less accepted."""
    rows = session.execute(
        text(
            "SELECT l.variant_id, sum(l.quantity - l.canceled_quantity - COALESCE((SELECT sum(x.quantity) FROM"
            " receipt_line x JOIN receiving g ON g.id = x.receiving_id WHERE x.order_line_id = l.id"
            " AND g.state = 'posted' AND x.outcome = 'good'), 0)) FROM requirement_order q JOIN order_line l"
            " ON l.id = q.order_line_id JOIN purchase_order o ON o.id = l.order_id WHERE q.requirement_id = :r"
            " AND o.state IN ('draft', 'placed') GROUP BY 1"
        ),
        {"r": requirement_id},
    )
    return {row[0]: max(0, row[1]) for row in rows if row[0] is not None}


def free(session: Session, variants: Iterable[int]) -> dict[int, int]:
    """Return by variant how many are free in our stores."""
    wanted = ",".join(str(int(one)) for one in set(variants)) or "0"
    rows = session.execute(
        text(
            "WITH held AS (SELECT layer_id, place_id, sum(quantity) AS q FROM reservation GROUP BY 1, 2)"
            " SELECT l.variant_id, sum(b.quantity - COALESCE(h.q, 0)) FROM layer l JOIN balance b ON b.layer_id = l.id"
            " AND b.real = 1 AND b.quantity > 0 JOIN place p ON p.id = b.place_id AND p.kind = 'bin' LEFT JOIN held h"
            " ON h.layer_id = b.layer_id AND h.place_id = b.place_id WHERE b.status = 'available' AND b.title = 'usg'"
            f" AND l.variant_id IN ({wanted}) GROUP BY 1"
        )
    )
    return {row[0]: max(0, row[1]) for row in rows}


def short(session: Session, requirement_id: int) -> dict[int, int]:
    """Return by variant what neither stock nor the plan's orders bring; needs without a size are not counted."""
    left: dict[int, int] = defaultdict(int)
    for one in carried(session, requirement_id):
        if one.need.variant_id is not None:
            left[one.need.variant_id] += one.left
    stock, coming = free(session, left), on_order(session, requirement_id)
    missing = {variant: count - stock.get(variant, 0) - coming.get(variant, 0) for variant, count in left.items()}
    return {variant: count for variant, count in missing.items() if count > 0}


@dataclass(frozen=True, slots=True)
class Reserved:
    """What putting aside did, in units of issue."""

    units: int
    still_missing: int


def reserve(session: Session, requirement_id: int, *, by: Actor, at: datetime) -> Reserved:
    """Put aside, for every recipient, what is free and still needed; what is held already stays held.

    Raises: RulesBroken where the plan is not approved, or nothing is free.
    """
    plan = facts.record(session, requirement_id)
    if plan.state is not RequirementState.APPROVED:
        raise RulesBroken([Problem("plan-not-approved")])
    number = session.execute(text("SELECT number FROM document WHERE id = :d"), {"d": plan.document_id}).scalar_one()
    wanted, units, missing = shared_out(session, requirement_id, today=local_day(session, at))
    if not units:
        raise RulesBroken([Problem("plan-nothing-free")])
    for recipient, held in wanted.items():
        inventory.reserve(session, OWNER, recipient, held, note=screen_number(number), by=by, at=at)
    trail.record(
        session, "requirement.reserve", kind="requirement", subject_id=requirement_id, subject=number, by=by, at=at,
        after={"units": units, "missing": missing},
    )  # fmt: skip
    return Reserved(units, missing)


def shared_out(
    session: Session, requirement_id: int, *, today: date
) -> tuple[dict[int, list[inventory.Wanted]], int, int]:
    """Return what each recipient holds and would get of what is free, how much of it is new, and what nothing is there for."""
    plan = facts.record(session, requirement_id)
    wanted: dict[int, list[inventory.Wanted]] = {
        share.recipient_id: _held(session, share.recipient_id) for share in facts.shares(session, requirement_id)
    }
    before = sum(one.quantity for held in wanted.values() for one in held)
    offers = _Offers(session, today, plan.project_id)
    missing = 0
    for one in carried(session, requirement_id):
        if one.need.variant_id is None:
            missing += one.left
            continue
        taken = offers.take(one.need.item_id, one.need.variant_id, one.left)
        wanted[one.need.recipient_id] += taken
        missing += one.left - sum(each.quantity for each in taken)
    return wanted, sum(one.quantity for held in wanted.values() for one in held) - before, missing


def held_by(session: Session, recipient_ids: Iterable[int]) -> Mapping[int, list[inventory.Wanted]]:
    """Return what is put aside for recipients."""
    return {recipient: _held(session, recipient) for recipient in recipient_ids}


def _held(session: Session, recipient_id: int) -> list[inventory.Wanted]:
    rows = session.execute(
        text(
            "SELECT item_id, layer_id, place_id, quantity, unit_id FROM reservation WHERE owner_kind = :k"
            " AND owner_id = :i ORDER BY id"
        ),
        {"k": OWNER, "i": recipient_id},
    )
    return [
        inventory.Wanted(
            ItemId(row[0]), LayerId(row[1]), PlaceId(row[2]), row[3], None if row[4] is None else UnitId(row[4])
        )
        for row in rows
    ]


class _Offers:
    """The free stock of each variant, given out once: what one recipient took the next cannot have."""

    def __init__(self, session: Session, today: date, project_id: int | None) -> None:
        self._session, self._today, self._project = session, today, project_id
        self._left: dict[int, list[inventory.Wanted]] = {}

    def take(self, item_id: int, variant_id: int, quantity: int) -> list[inventory.Wanted]:
        """Return up to so many, first expiry first; serial units one by one."""
        if variant_id not in self._left:
            self._left[variant_id] = self._offered(item_id, variant_id)
        taken, rest = [], []
        for one in self._left[variant_id]:
            part = min(quantity, one.quantity)
            if part:
                taken.append(_of(one, part))
                quantity -= part
            if one.quantity > part:
                rest.append(_of(one, one.quantity - part))
        self._left[variant_id] = rest
        return taken

    def _offered(self, item_id: int, variant_id: int) -> list[inventory.Wanted]:
        found: list[inventory.Wanted] = []
        for offer in proposals(self._session, variant_id, today=self._today, project_id=self._project):
            if offer.skipped == "project":
                continue
            where = (ItemId(item_id), LayerId(offer.layer_id), PlaceId(offer.place_id))
            if offer.unit_ids:
                found += [inventory.Wanted(*where, 1, UnitId(unit)) for unit in offer.unit_ids[: offer.free]]
            else:
                found.append(inventory.Wanted(*where, offer.free))
        return found


def _of(one: inventory.Wanted, quantity: int) -> inventory.Wanted:
    return inventory.Wanted(one.item_id, one.layer_id, one.place_id, quantity, one.unit_id)
