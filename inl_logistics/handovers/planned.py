"""Handovers from an approved plan: a draft for each recipient with what is put aside for it, or free in the stores.

What a plan had put aside for the recipient goes over to the draft, so that nobody can take it in between.
Source: product.md 3 (Handover: from a distribution plan), domain.md 5 (kits are exploded to components).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select, text
from sqlalchemy.orm import Session

from inl_logistics.handovers.drafts import HandoverDraft, LineDraft, PickDraft, save_draft
from inl_logistics.inventory import commands as inventory
from inl_logistics.kernel.actor import Actor
from inl_logistics.kernel.problems import Problem, RulesBroken
from inl_logistics.kernel.values import Condition
from inl_logistics.register.numbers import screen_number
from inl_logistics.requirements import carrying
from inl_logistics.requirements.commands import OWNER
from inl_logistics.requirements.facts import record
from inl_logistics.requirements.records import (
    RecipientRecord,
    RequirementHandoverRecord,
    RequirementRecord,
    RequirementState,
)
from inl_logistics.settings.declared import POST, get
from inl_logistics.users import trail


@dataclass(frozen=True, slots=True)
class PlannedHandoversDraft:
    """Which recipients of a plan to make handovers for; none named means all that have something to get."""

    requirement_id: int
    recipient_ids: tuple[int, ...] = ()


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
    recipients = session.execute(
        select(RecipientRecord).where(RecipientRecord.requirement_id == plan.id).order_by(RecipientRecord.line_no)
    ).scalars()
    wanted = [one for one in recipients if not draft.recipient_ids or one.id in draft.recipient_ids]
    made = []
    for one in wanted:
        held = carrying.held_by(session, [one.id])[one.id]
        if held:
            made.append(_handover(session, plan, one, held, by=by, at=at))
    if not made:
        raise RulesBroken([Problem("plan-nothing-to-hand-over")])
    return tuple(made)


def _handover(
    session: Session,
    plan: RequirementRecord,
    recipient: RecipientRecord,
    held: list[inventory.Wanted],
    *,
    by: Actor,
    at: datetime,
) -> int:
    number = session.execute(text("SELECT number FROM document WHERE id = :d"), {"d": plan.document_id}).scalar_one()
    inventory.release(session, OWNER, recipient.id)
    asked = _asked(session, plan.id, recipient.id)
    saved = save_draft(
        session,
        HandoverDraft(
            _lines(session, held, asked), unit_id=recipient.unit_id, facility_id=recipient.facility_id,
            person_id=recipient.person_id, agreement_id=plan.agreement_id, project_id=plan.project_id,
            planned_on=recipient.planned_on, requirement=screen_number(number),
            language=get(session, POST).language,
        ),
        by=by, at=at,
    )  # fmt: skip
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


def _asked(session: Session, requirement_id: int, recipient_id: int) -> dict[int, int]:
    """Return by variant how many the recipient still lacks, whatever is in stock: the paper shows what is short."""
    return {
        one.need.variant_id: one.need.quantity - one.handed_over - one.in_handover
        for one in carrying.carried(session, requirement_id)
        if one.need.recipient_id == recipient_id and one.need.variant_id is not None
    }


def _lines(session: Session, held: list[inventory.Wanted], asked: dict[int, int]) -> tuple[LineDraft, ...]:
    """Return a line for each variant, in the order of the catalog's codes."""
    variants = _mapped(session, "SELECT id, variant_id FROM layer WHERE id IN ({ids})", [one.layer_id for one in held])
    units = [one.unit_id for one in held if one.unit_id is not None]
    conditions = _mapped(session, "SELECT unit_id, condition FROM position WHERE unit_id IN ({ids})", units)
    picks: dict[int, list[PickDraft]] = defaultdict(list)
    for one in held:
        found = _condition(session, one) if one.unit_id is None else conditions[one.unit_id]
        picks[variants[one.layer_id]].append(
            PickDraft(one.layer_id, one.place_id, one.quantity, one.unit_id, Condition(found))
        )
    codes = _mapped(session, "SELECT id, code FROM variant WHERE id IN ({ids})", list(picks))
    ordered = sorted(picks, key=lambda variant: (codes[variant], variant))
    return tuple(LineDraft(variant, tuple(picks[variant]), asked.get(variant)) for variant in ordered)


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
