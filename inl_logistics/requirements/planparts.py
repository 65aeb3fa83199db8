"""The parts of one plan as its page shows them, and the plan as its next save."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row, text
from sqlalchemy.orm import Session

from inl_logistics.kernel.dates import stored_day
from inl_logistics.partners.facts import vetting_of
from inl_logistics.partners.rules import standing
from inl_logistics.requirements import carrying
from inl_logistics.requirements.commands import PersonSize, RecipientDraft, RequirementDraft, RequirementLineDraft
from inl_logistics.requirements.facts import record
from inl_logistics.requirements.records import Basis


@dataclass(frozen=True, slots=True)
class RecipientRow:
    """A recipient of a plan: whom, how its unit stands on the day of need, its share and what became of it."""

    id: int
    facility: str
    unit_id: int | None
    unit: str
    person: str
    headcount: int
    planned_on: date | None
    vetting: str
    vetted_to: date | None
    sized: int
    needed: int
    reserved: int
    in_handover: int
    handed_over: int
    handover_id: int | None
    handover: str
    handover_state: str


@dataclass(frozen=True, slots=True)
class PlanLineRow:
    """A line as asked for; the quantity is for each person or for each recipient."""

    id: int
    item: str
    code: str
    is_kit: bool
    basis: str
    quantity: int
    total: int
    recipient: str
    unit: str
    remarks: str


@dataclass(frozen=True, slots=True)
class NeedRow:
    """A variant that the plan needs and what became of it; `short` is what neither stock nor the orders bring."""

    key: int
    item_id: int
    variant_id: int | None
    item: str
    code: str
    unit: str
    needed: int
    handed_over: int
    ready: int
    free: int
    coming: int
    short: int
    price_micros: int


@dataclass(frozen=True, slots=True)
class PlanOrder:
    """An order that was made for the plan."""

    id: int
    number: str
    title: str
    state: str
    quantity: int


def recipients(
    session: Session, requirement_id: int, found: Sequence[carrying.Carried], *, on: date
) -> tuple[RecipientRow, ...]:
    """Return the recipients with how far each share went."""
    found_recipients = session.execute(
        text(
            "SELECT r.id, COALESCE(f.name, '') AS facility, r.unit_id, COALESCE(u.name, '') AS unit,"
            " COALESCE(p.name, '') AS person, r.headcount, r.planned_on, (SELECT count(DISTINCT person_no)"
            " FROM requirement_size s WHERE s.recipient_id = r.id) AS sized, (SELECT max(h.handover_id) FROM"
            " requirement_handover h JOIN handover o ON o.id = h.handover_id WHERE h.recipient_id = r.id"
            " AND o.state NOT IN ('void', 'reversed', 'refused')) AS handover_id FROM requirement_recipient r"
            " LEFT JOIN partner f ON f.id = r.facility_id LEFT JOIN partner u ON u.id = r.unit_id"
            " LEFT JOIN person p ON p.id = r.person_id WHERE r.requirement_id = :r ORDER BY r.line_no"
        ),
        {"r": requirement_id},
    ).all()
    handovers = {
        row.id: row
        for row in session.execute(
            text(
                "SELECT o.id, COALESCE(d.number, '') AS number, o.state FROM requirement_handover h JOIN handover o"
                " ON o.id = h.handover_id LEFT JOIN document d ON d.id = o.document_id WHERE h.requirement_id = :r"
            ),
            {"r": requirement_id},
        )
    }
    rows_ = []
    for one in found_recipients:
        own = [each for each in found if each.need.recipient_id == one.id]
        vetting = vetting_of(session, one.unit_id, on=on)
        handover = handovers.get(one.handover_id)
        rows_.append(
            RecipientRow(
                one.id, one.facility, one.unit_id, one.unit, one.person, one.headcount, stored_day(one.planned_on),
                standing(vetting, on=on).value, vetting.valid_to, one.sized, sum(each.need.quantity for each in own),
                sum(each.reserved for each in own), sum(each.in_handover for each in own),
                sum(each.handed_over for each in own), one.handover_id, handover.number if handover else "",
                handover.state if handover else "",
            )
        )  # fmt: skip
    return tuple(rows_)


def lines(session: Session, requirement_id: int) -> tuple[PlanLineRow, ...]:
    """Return the lines as they were asked for."""
    found = session.execute(
        text(
            "SELECT l.id, COALESCE(k.name, i.name || CASE WHEN COALESCE(v.size, '') = '' THEN '' ELSE ', ' || v.size END)"
            " AS item, COALESCE(k.code, v.code, i.code) AS code, k.id IS NOT NULL AS is_kit, l.basis, l.quantity,"
            " l.quantity * CASE l.basis WHEN 'person' THEN COALESCE((SELECT sum(headcount) FROM requirement_recipient"
            " WHERE requirement_id = l.requirement_id AND (l.recipient_id IS NULL OR id = l.recipient_id)), 0)"
            " ELSE CASE WHEN l.recipient_id IS NULL THEN (SELECT count(*) FROM requirement_recipient"
            " WHERE requirement_id = l.requirement_id) ELSE 1 END END AS total, COALESCE(f.name, '') AS recipient,"
            " CASE WHEN k.id IS NOT NULL THEN 'KT' ELSE COALESCE(v.unit_of_issue, 'EA') END AS unit, l.remarks"
            " FROM requirement_line l LEFT JOIN kit k ON k.id = l.kit_id LEFT JOIN item i ON i.id = l.item_id"
            " LEFT JOIN variant v ON v.id = l.variant_id LEFT JOIN requirement_recipient r ON r.id = l.recipient_id"
            " LEFT JOIN partner f ON f.id = r.facility_id WHERE l.requirement_id = :r ORDER BY l.line_no"
        ),
        {"r": requirement_id},
    )
    return tuple(PlanLineRow(*row) for row in found)


def needs(session: Session, requirement_id: int, found: Sequence[carrying.Carried]) -> tuple[NeedRow, ...]:
    """Return what is needed of each variant, by the catalog's codes."""
    by_variant: dict[tuple[int, int | None], list[carrying.Carried]] = {}
    for one in found:
        by_variant.setdefault((one.need.item_id, one.need.variant_id), []).append(one)
    free = carrying.free(session, [variant for _item, variant in by_variant if variant is not None])
    coming, short = carrying.on_order(session, requirement_id), carrying.short(session, requirement_id)
    names = _names(session, requirement_id)
    rows: list[NeedRow] = []
    for (item_id, variant_id), each in by_variant.items():
        name = names[item_id, variant_id]
        variant = variant_id or 0
        needed = sum(one.need.quantity for one in each)
        rows.append(
            NeedRow(
                len(rows), item_id, variant_id, name.item, name.code or "", name.unit or "EA", needed,
                sum(one.handed_over for one in each), sum(one.reserved + one.in_handover for one in each),
                free.get(variant, 0), coming.get(variant, 0), short.get(variant, 0) if variant_id else needed,
                name.price_micros,
            )
        )  # fmt: skip
    return tuple(sorted(rows, key=lambda one: (one.code, one.key)))


def _names(session: Session, requirement_id: int) -> dict[tuple[int, int | None], Row[Any]]:
    rows_ = session.execute(
        text(
            "SELECT DISTINCT n.item_id, n.variant_id, i.name || CASE WHEN COALESCE(v.size, '') = '' THEN '' ELSE ', ' ||"
            " v.size END AS item, COALESCE(v.code, i.code) AS code, COALESCE(v.unit_of_issue, (SELECT unit_of_issue"
            " FROM variant WHERE item_id = i.id LIMIT 1)) AS unit, i.price_micros FROM requirement_need n JOIN item i"
            " ON i.id = n.item_id LEFT JOIN variant v ON v.id = n.variant_id WHERE n.requirement_id = :r"
        ),
        {"r": requirement_id},
    )
    return {(row.item_id, row.variant_id): row for row in rows_}


def orders(session: Session, requirement_id: int) -> tuple[PlanOrder, ...]:
    """Return the orders that were made for a plan."""
    found = session.execute(
        text(
            "SELECT o.id, COALESCE(d.number, '') AS number, o.title, o.state, sum(l.quantity - l.canceled_quantity)"
            " FROM requirement_order q JOIN order_line l ON l.id = q.order_line_id JOIN purchase_order o"
            " ON o.id = l.order_id LEFT JOIN document d ON d.id = o.document_id WHERE q.requirement_id = :r"
            " GROUP BY o.id ORDER BY o.id"
        ),
        {"r": requirement_id},
    )
    return tuple(PlanOrder(*row) for row in found)


def draft(session: Session, requirement_id: int) -> RequirementDraft:
    """Return a plan as its next save. Raises: BadInput("not-found")."""
    plan = record(session, requirement_id)
    sizes: dict[int, list[PersonSize]] = {}
    for row in session.execute(
        text(
            "SELECT s.recipient_id, s.person_no, s.item_id, s.size FROM requirement_size s JOIN requirement_recipient r"
            " ON r.id = s.recipient_id WHERE r.requirement_id = :r ORDER BY s.person_no, s.item_id"
        ),
        {"r": requirement_id},
    ):
        sizes.setdefault(row[0], []).append(PersonSize(*row[1:]))
    found_recipients = session.execute(
        text(
            "SELECT id, facility_id, unit_id, person_id, headcount, planned_on FROM requirement_recipient"
            " WHERE requirement_id = :r ORDER BY line_no"
        ),
        {"r": requirement_id},
    ).all()
    places = {row.id: number for number, row in enumerate(found_recipients, 1)}
    found_lines = session.execute(
        text("SELECT * FROM requirement_line WHERE requirement_id = :r ORDER BY line_no"), {"r": requirement_id}
    )
    kept = ("title", "agency_id", "agreement_id", "project_id", "justification", "priority", "need_by",
            "training_event", "maintenance", "host_request", "remarks", "requested_by")  # fmt: skip
    return RequirementDraft(
        tuple(
            RecipientDraft(
                row.facility_id, row.unit_id, row.person_id, row.headcount, stored_day(row.planned_on),
                tuple(sizes.get(row.id, ())), row.id,
            )
            for row in found_recipients
        ),
        tuple(
            RequirementLineDraft(
                row.quantity, Basis(row.basis), row.kit_id, row.item_id, row.variant_id, places.get(row.recipient_id),
                row.remarks,
            )
            for row in found_lines
        ),
        plan.id, plan.version, **{name: getattr(plan, name) for name in kept},
    )  # fmt: skip
