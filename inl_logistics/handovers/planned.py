"""Handovers from an approved plan: a draft for each recipient with what is put aside for it, or free in the stores.

What a plan had put aside for the recipient goes over to the draft, so that nobody can take it in between. Kits stand on
it as kits; what is short stands on its lines as asked and not picked, and follows later.
Source: product.md 3 (Handover: from a distribution plan), domain.md 5 (kits are exploded to components).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import insert, select, text, update
from sqlalchemy.orm import Session

from inl_logistics.handovers import facts
from inl_logistics.handovers.documents import HandoverType
from inl_logistics.handovers.drafts import HandoverDraft, KitCount, LineDraft, PickDraft, save_draft
from inl_logistics.handovers.following import to_follow
from inl_logistics.handovers.records import HandoverRecord
from inl_logistics.inventory import commands as inventory
from inl_logistics.kernel.actor import Actor
from inl_logistics.kernel.problems import Problem, RulesBroken
from inl_logistics.kernel.values import Condition
from inl_logistics.register.numbers import screen_number
from inl_logistics.requirements import carrying
from inl_logistics.requirements.commands import OWNER
from inl_logistics.requirements.facts import record
from inl_logistics.requirements.records import (
    Basis,
    RecipientRecord,
    RequirementHandoverRecord,
    RequirementRecord,
    RequirementState,
)
from inl_logistics.settings.declared import POST, get
from inl_logistics.users import trail


@dataclass(frozen=True, slots=True)
class PlannedHandoversDraft:
    """Which recipients of a plan to make handovers for; none named means all that have something to get.

    `on` is the day they are for; each recipient's own where none is said.
    """

    requirement_id: int
    recipient_ids: tuple[int, ...] = ()
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Share:
    """What a recipient would get: the lines of its handover, and the kits they are components of."""

    lines: tuple[LineDraft, ...]
    kits: tuple[KitCount, ...]

    @property
    def units(self) -> int:
        """Return how many units are picked."""
        return sum(pick.quantity for line in self.lines for pick in line.picks)


def handovers_from_plan(session: Session, draft: PlannedHandoversDraft, *, by: Actor, at: datetime) -> tuple[int, ...]:
    """Make a handover draft for each recipient and return their ids, in the plan's order.

    Each takes what is put aside for the recipient and what of its other needs is free; a recipient that would get
    nothing is passed over. Raises: RulesBroken("plan-not-approved", "plan-nothing-to-hand-over").
    """
    plan = record(session, draft.requirement_id)
    if plan.state is not RequirementState.APPROVED:
        raise RulesBroken([Problem("plan-not-approved")])
    try:
        carrying.reserve(session, plan.id, by=by, at=at)
    except RulesBroken as nothing_more:
        if [one.code for one in nothing_more.problems] != ["plan-nothing-free"]:
            raise
    wanted = [one for one in _recipients(session, plan.id) if not draft.recipient_ids or one.id in draft.recipient_ids]
    made = []
    for one in wanted:
        held = carrying.held_by(session, [one.id])[one.id]
        if held:
            made.append(_handover(session, plan, one, held, on=draft.on, by=by, at=at))
    if not made:
        raise RulesBroken([Problem("plan-nothing-to-hand-over")])
    return tuple(made)


def shares(session: Session, requirement_id: int, *, today: date) -> dict[int, Share]:
    """Return what each recipient's handover would hold now, in the plan's order, without making it."""
    wanted, _new, _missing = carrying.shared_out(session, requirement_id, today=today)
    return {
        one.id: share_of(session, requirement_id, one, wanted[one.id]) for one in _recipients(session, requirement_id)
    }


def _recipients(session: Session, requirement_id: int) -> list[RecipientRecord]:
    found = select(RecipientRecord).where(RecipientRecord.requirement_id == requirement_id)
    return list(session.execute(found.order_by(RecipientRecord.line_no)).scalars())


def _handover(
    session: Session,
    plan: RequirementRecord,
    recipient: RecipientRecord,
    held: list[inventory.Wanted],
    *,
    on: date | None,
    by: Actor,
    at: datetime,
) -> int:
    number = session.execute(text("SELECT number FROM document WHERE id = :d"), {"d": plan.document_id}).scalar_one()
    share = share_of(session, plan.id, recipient, held)
    inventory.release(session, OWNER, recipient.id)
    paid = facts.paid_by(session, (pick.layer_id for line in share.lines for pick in line.picks))
    under = plan.agreement_id if plan.agreement_id is not None or paid is None else paid.agreement_id
    project = paid.project_id if paid is not None and paid.agreement_id == under else None
    draft = HandoverDraft(
        share.lines, unit_id=recipient.unit_id, facility_id=recipient.facility_id, person_id=recipient.person_id,
        agreement_id=under, project_id=project if plan.project_id is None else plan.project_id, planned_on=on or recipient.planned_on,
        requirement=screen_number(number), language=_language(session, recipient.unit_id), kits=share.kits,
    )  # fmt: skip
    completes = _completed(session, recipient.id, share)
    if completes is not None:
        draft = replace(draft, type=HandoverType.REPLACEMENT, refers_to_id=completes)
    saved = save_draft(session, draft, by=by, at=at)
    if completes is not None:
        session.execute(update(HandoverRecord).where(HandoverRecord.id == saved.id).values(completes=True))
    session.execute(
        insert(RequirementHandoverRecord).values(
            handover_id=saved.id, requirement_id=plan.id, recipient_id=recipient.id
        )
    )
    trail.record(
        session, "requirement.handover", kind="requirement", subject_id=plan.id, subject=number, by=by, at=at,
        after={"handover": saved.id, "recipient": recipient.id},
    )  # fmt: skip
    return int(saved.id)


def _language(session: Session, unit_id: int | None) -> str:
    """Return the language of a unit's last receipt, else the post's."""
    found = session.execute(
        text("SELECT language FROM handover WHERE unit_id = :u ORDER BY id DESC LIMIT 1"), {"u": unit_id}
    ).scalar()
    return str(found or get(session, POST).language)


def _completed(session: Session, recipient_id: int, share: Share) -> int | None:
    """Return the signed receipt of the recipient that this one brings the rest of, where there is such a one."""
    earlier = session.execute(
        text(
            "SELECT h.id FROM requirement_handover q JOIN handover h ON h.id = q.handover_id WHERE q.recipient_id = :r"
            " AND h.state IN ('signed', 'variance') AND h.completes = 0 ORDER BY h.id DESC"
        ),
        {"r": recipient_id},
    ).scalars()
    brought = {line.variant_id: sum(pick.quantity for pick in line.picks) for line in share.lines if line.picks}
    for one in earlier:
        owed = {following.variant_id: following.quantity for following in to_follow(session, one)}
        if brought and all(count <= owed.get(variant, 0) for variant, count in brought.items()):
            return int(one)
    return None


def share_of(
    session: Session, requirement_id: int, recipient: RecipientRecord, held: list[inventory.Wanted]
) -> Share:  # fmt: skip
    """Return the lines and kits of a recipient's handover: what is held fills kits first; the rest is asked for."""
    picks = _picks(session, held)
    kits = _kits_left(session, requirement_id, recipient)
    open_ = [
        (one.need.variant_id, one.need.kit_id, one.need.quantity - one.handed_over - one.in_handover)
        for one in carrying.carried(session, requirement_id)
        if one.need.recipient_id == recipient.id and one.need.variant_id is not None
    ]
    lines: list[LineDraft] = []
    for variant, kit, asked in sorted(open_, key=lambda one: one[1] is None):
        if asked <= 0:
            continue
        taken, picks[variant] = _taken(picks.get(variant, []), asked)
        lines.append(LineDraft(variant, taken, asked, kit_id=kit))
    lines += [LineDraft(variant, tuple(rest)) for variant, rest in picks.items() if rest]
    shown = {one.kit_id for one in lines if one.picks} & kits.keys()
    codes = _mapped(session, "SELECT id, code FROM variant WHERE id IN ({ids})", [one.variant_id for one in lines])
    names = _mapped(
        session, "SELECT id, code FROM kit WHERE id IN ({ids})", [one.kit_id for one in lines if one.kit_id]
    )
    # A component of kits that an earlier receipt counted, or of which nothing is here, stands for itself and names its kit.
    lines = [
        one if one.kit_id is None or one.kit_id in shown else replace(one, kit_id=None, remarks=names[one.kit_id])
        for one in lines
    ]
    ordered = sorted(
        lines, key=lambda one: (one.kit_id is None, one.kit_id or 0, codes[one.variant_id], one.variant_id)
    )
    return Share(tuple(ordered), tuple(kits[one] for one in sorted(kits) if one in shown))


def _kits_left(session: Session, requirement_id: int, recipient: RecipientRecord) -> dict[int, KitCount]:
    """Return how many of each kit the recipient's lines ask for, less those that its receipts count already."""
    rows = session.execute(
        text(
            "SELECT kit_id, kit_version, basis, quantity FROM requirement_line WHERE requirement_id = :r"
            " AND kit_id IS NOT NULL AND (recipient_id IS NULL OR recipient_id = :p)"
        ),
        {"r": requirement_id, "p": recipient.id},
    )
    wanted: dict[int, int] = defaultdict(int)
    versions: dict[int, int] = {}
    for row in rows:
        wanted[row.kit_id] += row.quantity * (recipient.headcount if row.basis == Basis.PERSON.value else 1)
        versions[row.kit_id] = row.kit_version or 1
    counted = session.execute(
        text(
            "SELECT k.kit_id, sum(k.count) FROM requirement_handover q JOIN handover h ON h.id = q.handover_id"
            " JOIN handover_kit k ON k.handover_id = h.id WHERE q.recipient_id = :p"
            " AND h.state IN ('draft', 'issued', 'signed', 'variance') GROUP BY 1"
        ),
        {"p": recipient.id},
    )
    for kit, count in counted:
        wanted[kit] -= count
    return {kit: KitCount(kit, count, versions[kit]) for kit, count in wanted.items() if count > 0}


def _picks(session: Session, held: list[inventory.Wanted]) -> dict[int, list[PickDraft]]:
    variants = _mapped(session, "SELECT id, variant_id FROM layer WHERE id IN ({ids})", [one.layer_id for one in held])
    units = [one.unit_id for one in held if one.unit_id is not None]
    conditions = _mapped(session, "SELECT unit_id, condition FROM position WHERE unit_id IN ({ids})", units)
    picks: dict[int, list[PickDraft]] = defaultdict(list)
    for one in held:
        found = _condition(session, one) if one.unit_id is None else conditions[one.unit_id]
        picks[variants[one.layer_id]].append(
            PickDraft(one.layer_id, one.place_id, one.quantity, one.unit_id, Condition(found))
        )
    return picks


def _taken(picks: Sequence[PickDraft], quantity: int) -> tuple[tuple[PickDraft, ...], list[PickDraft]]:
    """Return so many of picks, and what is left of them."""
    taken, rest = [], []
    for one in picks:
        part = min(quantity, one.quantity)
        quantity -= part
        if part:
            taken.append(replace(one, quantity=part))
        if one.quantity > part:
            rest.append(replace(one, quantity=one.quantity - part))
    return tuple(taken), rest


def _mapped(session: Session, query: str, ids: Sequence[int]) -> dict[int, Any]:
    """Return a column of rows by id, in one statement."""
    wanted = ",".join(str(int(one)) for one in ids) or "0"
    return {row[0]: row[1] for row in session.execute(text(query.format(ids=wanted)))}


def _condition(session: Session, one: inventory.Wanted) -> str:
    """Return the condition of most of a layer at a place."""
    found = session.execute(
        text(
            "SELECT condition FROM balance WHERE layer_id = :l AND place_id = :p AND status = 'available'"
            " AND quantity > 0 ORDER BY quantity DESC LIMIT 1"
        ),
        {"l": one.layer_id, "p": one.place_id},
    ).scalar()
    return str(found or Condition.NEW.value)
