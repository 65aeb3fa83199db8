"""An order from an approved plan: a draft with what neither stock nor the plan's other orders bring.

Source: product.md 3 (Requirements and purchasing); domain.md 2 (partly ordered, ordered).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import insert, text
from sqlalchemy.orm import Session

from inl_logistics.kernel.actor import Actor
from inl_logistics.kernel.problems import Problem, RulesBroken
from inl_logistics.kernel.values import OrderId
from inl_logistics.purchasing.commands import OrderDraft, OrderLineDraft, save_order
from inl_logistics.register.numbers import screen_number
from inl_logistics.requirements import carrying
from inl_logistics.requirements.facts import record
from inl_logistics.requirements.records import RequirementOrderRecord, RequirementState
from inl_logistics.settings.declared import local_day
from inl_logistics.users import trail


@dataclass(frozen=True, slots=True)
class PlannedOrderDraft:
    """Which plan to order for, and from whom; the vendor may be chosen later."""

    requirement_id: int
    vendor_id: int | None = None
    need_by: date | None = None


def order_from_plan(session: Session, draft: PlannedOrderDraft, *, by: Actor, at: datetime) -> OrderId:
    """Make a draft order with the plan's shortage; the officer completes and places it.

    Raises: RulesBroken("plan-not-approved", "plan-nothing-short").
    """
    plan = record(session, draft.requirement_id)
    if plan.state is not RequirementState.APPROVED:
        raise RulesBroken([Problem("plan-not-approved")])
    missing = carrying.short(session, plan.id)
    if not missing:
        raise RulesBroken([Problem("plan-nothing-short")])
    lines = tuple(
        OrderLineDraft(variant, missing[variant], price) for variant, price in _priced(session, list(missing))
    )
    number = session.execute(text("SELECT number FROM document WHERE id = :d"), {"d": plan.document_id}).scalar_one()
    order = OrderDraft(
        lines, title=plan.title, vendor_id=draft.vendor_id, agreement_id=plan.agreement_id, project_id=plan.project_id,
        ordered_on=local_day(session, at), need_by=draft.need_by or plan.need_by, remarks=screen_number(number),
    )  # fmt: skip
    order_id = save_order(session, order, by=by, at=at)
    made = session.execute(text("SELECT id FROM order_line WHERE order_id = :o"), {"o": order_id}).scalars().all()
    session.execute(
        insert(RequirementOrderRecord), [{"order_line_id": line, "requirement_id": plan.id} for line in made]
    )
    trail.record(
        session, "requirement.order", kind="requirement", subject_id=plan.id, subject=number, by=by, at=at,
        after={"order": order_id, "lines": len(lines)},
    )  # fmt: skip
    return order_id


def _priced(session: Session, variants: list[int]) -> list[tuple[int, int]]:
    """Return the variants by code with the catalog's price in USD, 0 where it has none."""
    wanted = ",".join(str(int(one)) for one in variants)
    rows = session.execute(
        text(
            "SELECT v.id, CASE WHEN i.currency = 'USD' THEN i.price_micros ELSE 0 END FROM variant v JOIN item i"
            f" ON i.id = v.item_id WHERE v.id IN ({wanted}) ORDER BY v.code, v.id"
        )
    )
    return [(row[0], row[1]) for row in rows]
