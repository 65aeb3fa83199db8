"""Goods that come back from the host: a return with its own receipt, begun from the receipt that handed them over.

Nothing moves until the return is signed. Source: product.md 3 (Handover: return), domain.md 2.7 (turned-in items) and 2.9.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import text
from sqlalchemy.orm import Session

from inl_logistics.handovers.documents import HandoverType
from inl_logistics.handovers.drafts import HandoverDraft, LineDraft, PickDraft, draft_of, save_draft
from inl_logistics.kernel.actor import Actor
from inl_logistics.kernel.problems import Problem, RulesBroken
from inl_logistics.kernel.values import Condition
from inl_logistics.register import numbers
from inl_logistics.settings.declared import POST, get, local_day
from inl_logistics.users import trail

# What a receipt gave its facility of each unit or layer, less what its reversals and returns took back.
_GIVEN = (
    "SELECT m.unit_id, m.layer_id, m.to_place_id AS place_id, m.condition_to AS condition, sum(m.quantity) AS quantity"
    " FROM movement m JOIN place p ON p.id = m.to_place_id AND p.kind = 'facility' WHERE m.document_id = :d"
    " AND NOT EXISTS (SELECT 1 FROM movement r WHERE r.reverses_id = m.id) GROUP BY 1, 2, 3, 4"
)
# Quantities on its returns: as printed where one is not signed yet, then what moved and was not taken back.
_TAKEN = (
    "SELECT layer_id, condition, sum(quantity) AS quantity FROM (SELECT k.layer_id, k.condition, k.quantity FROM handover g"
    " JOIN handover_line n ON n.handover_id = g.id JOIN handover_pick k ON k.line_id = n.id WHERE g.refers_to_id = :h"
    " AND g.type = 'return' AND g.state = 'issued' AND k.unit_id IS NULL UNION ALL"
    " SELECT m.layer_id, m.condition_from, m.quantity FROM handover g JOIN movement m ON m.document_id = g.document_id"
    " JOIN place p ON p.id = m.from_place_id AND p.kind = 'facility' WHERE g.refers_to_id = :h AND g.type = 'return'"
    " AND g.state IN ('signed', 'variance') AND m.unit_id IS NULL"
    " AND NOT EXISTS (SELECT 1 FROM movement r WHERE r.reverses_id = m.id)) GROUP BY 1, 2"
)


def held(session: Session, handover_id: int) -> list[PickDraft]:
    """Return what the facility still holds of a signed receipt: units that lie there, quantities up to its balance."""
    document = numbers.numbered(session, f"handover:{handover_id}")
    taken = {(row.layer_id, row.condition): row.quantity for row in session.execute(text(_TAKEN), {"h": handover_id})}
    rows = session.execute(
        text(
            "SELECT g.*, o.place_id AS now_at, o.condition AS now_in, (SELECT sum(b.quantity) FROM balance b"
            " WHERE b.place_id = g.place_id AND b.layer_id = g.layer_id AND b.condition = g.condition) AS there"
            f" FROM ({_GIVEN}) g LEFT JOIN position o ON o.unit_id = g.unit_id"
            " WHERE g.unit_id IS NULL OR NOT EXISTS (SELECT 1 FROM handover_pick k JOIN handover_line n ON n.id = k.line_id"
            " JOIN handover r ON r.id = n.handover_id WHERE k.unit_id = g.unit_id AND r.type = 'return'"
            " AND r.state = 'issued')"
        ),
        {"d": document.id if document else None},
    )
    found = []
    for row in rows:
        if row.unit_id is not None:
            if row.now_at == row.place_id:
                found.append(PickDraft(row.layer_id, row.place_id, 1, row.unit_id, Condition(row.now_in)))
            continue
        left = min(row.quantity - taken.get((row.layer_id, row.condition), 0), row.there or 0)
        if left > 0:
            found.append(PickDraft(row.layer_id, row.place_id, left, None, Condition(row.condition)))
    return found


@dataclass(frozen=True, slots=True)
class HeldGoods:
    """What a facility holds and gives back: one item in one size, named units of it, or all that it holds."""

    facility_id: int
    variant_id: int | None = None
    unit_ids: tuple[int, ...] = ()


def begin_return(session: Session, handover_id: int, *, to_bin_id: int | None = None, by: Actor, at: datetime) -> int:
    """Begin the return of a receipt and return its id: a draft with all that its facility still holds of it.

    What does not come back is taken off the draft. Raises: RulesBroken("nothing-to-return").
    """
    original = draft_of(session, handover_id)
    order = {line.variant_id: number for number, line in reversed(list(enumerate(original.lines)))}
    head = HandoverDraft(
        unit_id=original.unit_id, facility_id=original.facility_id, person_id=original.person_id,
        agreement_id=original.agreement_id, project_id=original.project_id, language=original.language,
        show_values=original.show_values, refers_to_id=handover_id, to_bin_id=to_bin_id,
    )  # fmt: skip
    made = _begin(session, head, held(session, handover_id), order, by=by, at=at)
    number = numbers.numbered(session, f"handover:{handover_id}")
    trail.record(
        session, "handover.begin-return", kind="handover", subject_id=handover_id,
        subject=number.number if number else "", by=by, at=at, after={"handover": made},
    )  # fmt: skip
    return made


def return_held(session: Session, goods: HeldGoods, *, by: Actor, at: datetime) -> int:
    """Begin the return of goods that came without a receipt of ours, an old property book's, and return its id.

    Raises: RulesBroken("nothing-to-return").
    """
    parent = session.execute(
        text("SELECT l.parent_id FROM partner_link l WHERE l.child_id = :f AND l.to_on IS NULL"),
        {"f": goods.facility_id},
    ).scalar()
    head = HandoverDraft(unit_id=parent, facility_id=goods.facility_id, language=get(session, POST).language)
    made = _begin(session, head, _lying(session, goods), {}, by=by, at=at)
    trail.record(
        session, "handover.return-held", kind="partner", subject_id=goods.facility_id, subject=str(goods.facility_id),
        by=by, at=at, after={"handover": made},
    )  # fmt: skip
    return made


def _lying(session: Session, goods: HeldGoods) -> list[PickDraft]:
    values = {"f": goods.facility_id, "v": goods.variant_id}
    among = ",".join(str(int(one)) for one in goods.unit_ids)
    wanted = f" AND u.id IN ({among})" if among else ""
    units = session.execute(
        text(
            "SELECT u.id, u.layer_id, o.place_id, o.condition FROM position o JOIN unit u ON u.id = o.unit_id JOIN place p"
            " ON p.id = o.place_id WHERE p.partner_id = :f AND p.kind = 'facility' AND (:v IS NULL OR u.variant_id = :v)"
            f"{wanted} AND NOT EXISTS (SELECT 1 FROM handover_pick k JOIN handover_line n ON n.id = k.line_id JOIN handover r"
            " ON r.id = n.handover_id WHERE k.unit_id = u.id AND r.type = 'return' AND r.state = 'issued') ORDER BY u.id"
        ),
        values,
    )
    found = [PickDraft(row.layer_id, row.place_id, 1, row.id, Condition(row.condition)) for row in units]
    if goods.unit_ids:
        return found
    rest = session.execute(
        text(
            "SELECT b.layer_id, b.place_id, b.condition, sum(b.quantity) AS quantity FROM balance b JOIN place p"
            " ON p.id = b.place_id JOIN layer y ON y.id = b.layer_id JOIN item i ON i.id = y.item_id WHERE p.partner_id = :f"
            " AND p.kind = 'facility' AND i.tracking <> 'serial' AND (:v IS NULL OR y.variant_id = :v)"
            " GROUP BY 1, 2, 3 HAVING sum(b.quantity) > 0 ORDER BY b.layer_id"
        ),
        values,
    )
    return found + [PickDraft(r.layer_id, r.place_id, r.quantity, None, Condition(r.condition)) for r in rest]


def _begin(
    session: Session, head: HandoverDraft, picks: list[PickDraft], order: dict[int, int], *, by: Actor, at: datetime
) -> int:
    if not picks:
        raise RulesBroken([Problem("nothing-to-return")])
    layers = ",".join(str(one.layer_id) for one in picks)
    rows = session.execute(text(f"SELECT id, variant_id FROM layer WHERE id IN ({layers})"))
    variants = {row[0]: row[1] for row in rows}
    grouped: dict[int, list[PickDraft]] = defaultdict(list)
    for one in picks:
        grouped[variants[one.layer_id]].append(one)
    lines = tuple(
        LineDraft(each, tuple(grouped[each])) for each in sorted(grouped, key=lambda each: (order.get(each, 0), each))
    )
    draft = replace(
        head, lines=lines, type=HandoverType.RETURN, planned_on=local_day(session, at),
        place=get(session, POST).place, to_bin_id=head.to_bin_id or _usual_bin(session),
    )  # fmt: skip
    return int(save_draft(session, draft, by=by, at=at).id)


def _usual_bin(session: Session) -> int | None:
    """Return the bin for goods without a bin where there is one store only; else the officer chooses."""
    own = list(session.execute(text("SELECT b.id FROM bin b WHERE b.code = '' LIMIT 2")).scalars())
    return int(own[0]) if len(own) == 1 else None
