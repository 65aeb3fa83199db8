"""What is still to follow: a receipt's shortages, later made good by another receipt that refers to it, or ended.

Source: product.md 3 (Handover: kits with shortage annex and later make-good), domain.md 8 scenario 11.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import text, update
from sqlalchemy.orm import Session

from inl_logistics.handovers.documents import HandoverType
from inl_logistics.handovers.drafts import HandoverDraft, LineDraft, PickDraft, draft_of, save_draft
from inl_logistics.handovers.records import HandoverRecord
from inl_logistics.inventory.picking import offer
from inl_logistics.kernel.actor import Actor
from inl_logistics.kernel.problems import Problem, RulesBroken
from inl_logistics.kernel.text import clean
from inl_logistics.kernel.values import Condition
from inl_logistics.register import numbers
from inl_logistics.settings.declared import POST, get, local_day
from inl_logistics.users import trail

# What is owed of each size of each signed receipt: asked, less what was signed for, less what later receipts that complete it
# bring and what was not taken back of them: those of `{states}`. `{only}` narrows it to some receipts.
_OWED = (
    "SELECT s.handover_id, s.variant_id, s.kit, s.line_no, s.quantity - COALESCE((SELECT sum(COALESCE(p.signed_quantity,"
    " p.quantity)) FROM handover g JOIN handover_line n ON n.handover_id = g.id JOIN handover_pick p ON p.line_id = n.id"
    " WHERE g.refers_to_id = s.handover_id AND g.completes = 1 AND g.state IN ({states}) AND n.variant_id = s.variant_id),"
    " 0) + COALESCE((SELECT sum(m.quantity) FROM handover g JOIN movement m ON m.document_id = g.document_id JOIN place q"
    " ON q.id = m.to_place_id AND q.kind = 'facility' JOIN layer y ON y.id = m.layer_id WHERE g.refers_to_id = s.handover_id"
    " AND g.completes = 1 AND g.state IN ({states}) AND y.variant_id = s.variant_id"
    " AND EXISTS (SELECT 1 FROM movement r WHERE r.reverses_id = m.id)), 0) AS quantity FROM (SELECT l.handover_id, l.variant_id, max(COALESCE(c.code, '')) AS kit, min(l.line_no) AS line_no,"
    " sum(max(0, l.asked - COALESCE((SELECT sum(COALESCE(k.signed_quantity, k.quantity)) FROM handover_pick k"
    " WHERE k.line_id = l.id), 0))) AS quantity FROM handover_line l JOIN handover h ON h.id = l.handover_id"
    " LEFT JOIN kit c ON c.id = l.kit_id WHERE l.asked IS NOT NULL AND h.completes = 0 AND h.type <> 'return'"
    " AND h.state IN ('signed', 'variance') AND h.shortage_ended = '' {only} GROUP BY l.handover_id, l.variant_id"
    " HAVING quantity > 0) s"
)
_BROUGHT, _BEGUN = "'signed', 'variance'", "'draft', 'issued', 'signed', 'variance'"

# The receipts of which something is still to follow.
OWING = (
    f"SELECT o.handover_id, sum(o.quantity) AS owed FROM ({_OWED.format(states=_BROUGHT, only='')}) o"
    " WHERE o.quantity > 0 GROUP BY o.handover_id"
)


@dataclass(frozen=True, slots=True)
class Following:
    """So many units of one size that are still to follow, for a kit or for themselves."""

    variant_id: int
    item: str
    code: str
    kit: str
    quantity: int


def to_follow(session: Session, handover_id: int, *, begun: bool = True) -> list[Following]:
    """Return what of a receipt is not handed over, in the order of the paper.

    What a make-good has picked that is not signed yet is left out, unless `begun` is False.
    """
    owed = _OWED.format(states=_BEGUN if begun else _BROUGHT, only="AND h.id = :h")
    rows = session.execute(
        text(
            "SELECT o.variant_id, i.name || CASE WHEN v.size = '' THEN '' ELSE ', ' || v.size END AS item, v.code, o.kit,"
            f" o.quantity FROM ({owed}) o JOIN variant v ON v.id = o.variant_id JOIN item i ON i.id = v.item_id"
            " WHERE o.quantity > 0 ORDER BY o.line_no"
        ),
        {"h": handover_id},
    )
    return [Following(*row) for row in rows]


def make_good(session: Session, handover_id: int, *, by: Actor, at: datetime) -> int:
    """Begin the receipt that brings what is still to follow, and return its id: a draft with what is free now.

    Picks go by first expiry. Raises: RulesBroken("nothing-to-follow", "nothing-free-to-follow").
    """
    owed = to_follow(session, handover_id)
    if not owed:
        raise RulesBroken([Problem("nothing-to-follow")])
    today = local_day(session, at)
    lines = tuple(LineDraft(one.variant_id, _picks(session, one, today=today), one.quantity, one.kit) for one in owed)
    if not any(line.picks for line in lines):
        raise RulesBroken([Problem("nothing-free-to-follow")])
    original = draft_of(session, handover_id)
    saved = save_draft(
        session,
        HandoverDraft(
            lines, type=HandoverType.REPLACEMENT, planned_on=today, place=get(session, POST).place,
            unit_id=original.unit_id, facility_id=original.facility_id,
            person_id=original.person_id, agreement_id=original.agreement_id, project_id=original.project_id,
            requirement=original.requirement, language=original.language, show_values=original.show_values,
            refers_to_id=handover_id,
        ),
        by=by, at=at,
    )  # fmt: skip
    session.execute(update(HandoverRecord).where(HandoverRecord.id == saved.id).values(completes=True))
    number = numbers.numbered(session, f"handover:{handover_id}")
    trail.record(
        session, "handover.make-good", kind="handover", subject_id=handover_id, subject=number.number if number else "",
        by=by, at=at, after={"handover": saved.id, "units": sum(one.quantity for one in owed)},
    )  # fmt: skip
    return int(saved.id)


def end_shortage(session: Session, handover_id: int, *, reason: str, by: Actor, at: datetime) -> None:
    """Enter that nothing more of what is short will follow. Raises: RulesBroken("nothing-to-follow", "reason-needed")."""
    if not clean(reason):
        raise RulesBroken([Problem("reason-needed", where=("reason",))])
    if not to_follow(session, handover_id):
        raise RulesBroken([Problem("nothing-to-follow")])
    session.execute(
        update(HandoverRecord)
        .where(HandoverRecord.id == handover_id)
        .values(shortage_ended=clean(reason), version=HandoverRecord.version + 1)
    )
    number = numbers.numbered(session, f"handover:{handover_id}")
    trail.record(
        session, "handover.end-shortage", kind="handover", subject_id=handover_id,
        subject=number.number if number else "", by=by, at=at, after={"reason": clean(reason)},
    )  # fmt: skip


def _picks(session: Session, one: Following, *, today: date) -> tuple[PickDraft, ...]:
    """Take by first expiry; one size is asked for once, so no two lines take the same unit."""
    found = offer(session, one.variant_id, today=today, most_units=one.quantity)
    if found is None:
        return ()
    if found.tracking == "serial":
        return tuple(
            PickDraft(unit.layer_id, unit.place_id, 1, unit.unit_id, Condition(unit.condition))
            for unit in found.units[: one.quantity]
        )
    picks: list[PickDraft] = []
    left = one.quantity
    for lot in found.proposals:
        take = 0 if lot.skipped else min(left, lot.free)
        if take > 0:
            picks.append(PickDraft(lot.layer_id, lot.place_id, take, None, Condition(lot.condition)))
            left -= take
    return tuple(picks)
