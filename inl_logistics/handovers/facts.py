"""What the rules of a handover need to know, read from the database.

Kept apart from `queries.py` because commands need it inside their transaction.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from sqlalchemy import text
from sqlalchemy.orm import Session

from inl_logistics.agreements import facts as agreements
from inl_logistics.handovers.documents import HandoverType
from inl_logistics.handovers.records import HandoverRecord
from inl_logistics.handovers.rules import HandoverFacts, LineFacts
from inl_logistics.kernel.dates import stored_day
from inl_logistics.kernel.problems import BadInput
from inl_logistics.kernel.values import Condition, Title, minor_of
from inl_logistics.partners.commands import agency_of
from inl_logistics.partners.facts import may_sign, vetting_of
from inl_logistics.settings.declared import RULES, get

# Whether a pick can be signed as it stands: in our stores or on the road, ours, available, in the condition it was picked in, and
# all of what this handover takes of it. Source: domain.md 7 (no quarantined, lost or already handed-over units).
_THERE = (
    "CASE WHEN k.id IS NULL THEN 1 WHEN p.kind NOT IN ('bin', 'transit') THEN 0"
    " WHEN k.unit_id IS NOT NULL THEN COALESCE(o.place_id = k.place_id AND o.condition = k.condition"
    "  AND o.status = 'available' AND o.title = 'usg', 0)"
    " ELSE COALESCE((SELECT b.quantity FROM balance b WHERE b.place_id = k.place_id AND b.item_id = v.item_id"
    "  AND b.layer_id = k.layer_id AND b.condition = k.condition AND b.status = 'available' AND b.title = 'usg'), 0)"
    "  >= (SELECT sum(s.quantity) FROM handover_pick s JOIN handover_line n ON n.id = s.line_id"
    "  WHERE n.handover_id = l.handover_id AND s.layer_id = k.layer_id AND s.place_id = k.place_id"
    "  AND s.condition = k.condition AND s.unit_id IS NULL) END"
)

# Whether goods to be returned still lie where the host had them, and no other return that is issued takes them.
_HELD = (
    "CASE WHEN k.id IS NULL THEN 1 WHEN p.kind <> 'facility' THEN 0"
    " WHEN k.unit_id IS NOT NULL THEN COALESCE(o.place_id = k.place_id, 0) AND NOT EXISTS (SELECT 1 FROM handover_pick s"
    "  JOIN handover_line n ON n.id = s.line_id JOIN handover g ON g.id = n.handover_id WHERE s.unit_id = k.unit_id"
    "  AND g.type = 'return' AND g.state = 'issued' AND g.id <> l.handover_id)"
    " ELSE COALESCE((SELECT sum(b.quantity) FROM balance b WHERE b.place_id = k.place_id AND b.item_id = v.item_id"
    "  AND b.layer_id = k.layer_id AND b.condition = k.condition), 0) >= (SELECT sum(s.quantity) FROM handover_pick s"
    "  JOIN handover_line n ON n.id = s.line_id JOIN handover g ON g.id = n.handover_id WHERE s.layer_id = k.layer_id"
    "  AND s.place_id = k.place_id AND s.condition = k.condition AND s.unit_id IS NULL AND (g.id = l.handover_id"
    "  OR (g.type = 'return' AND g.state = 'issued'))) END"
)

# What came back of a handover h by a reversal is no longer handed over; only the few documents that have one are looked through.
BACK = (
    "CASE WHEN EXISTS (SELECT 1 FROM document r WHERE r.reverses_id = h.document_id) THEN"
    " (SELECT COALESCE(sum({what}), 0) FROM movement m JOIN place p ON p.id IN (m.to_place_id, m.from_place_id)"
    " AND p.kind = 'facility' JOIN layer y ON y.id = m.layer_id WHERE m.document_id = h.document_id"
    " AND EXISTS (SELECT 1 FROM movement r WHERE r.reverses_id = m.id)) ELSE 0 END"
)


def record(session: Session, handover_id: int) -> HandoverRecord:
    """Return a handover. Raises: BadInput("not-found")."""
    found = session.get(HandoverRecord, handover_id)
    if found is None:
        raise BadInput("not-found", what=str(handover_id))
    return found


def passing(session: Session, handover: HandoverRecord) -> HandoverType:
    """Return by which type title passes: a replacement or return follows the receipt that it refers to."""
    seen = {handover.id}
    while handover.type in {HandoverType.REPLACEMENT, HandoverType.RETURN} and handover.refers_to_id not in {
        None,
        *seen,
    }:
        handover = record(session, handover.refers_to_id or 0)
        seen.add(handover.id)
    return HandoverType.CUSTODY if handover.type is HandoverType.CUSTODY else HandoverType.TITLE


def facts_of(session: Session, handover: HandoverRecord, *, on: date) -> HandoverFacts:
    """Gather what the rules judge for one day."""
    unit = session.execute(text("SELECT name FROM partner WHERE id = :u"), {"u": handover.unit_id}).scalar()
    term = agreements.term(session, handover.agreement_id, on=on)
    return HandoverFacts(
        type=handover.type, on=on, unit=unit or "—", has_unit=unit is not None,
        has_agency=agency_of(session, handover.unit_id, on) is not None if handover.unit_id else False,
        has_facility=handover.facility_id is not None, has_person=handover.person_id is not None,
        person_may_sign=may_sign(session, handover.person_id, on=on), vetting=vetting_of(session, handover.unit_id, on=on),
        agreement=term.agreement if term else "", agreement_expires_on=term.expires_on if term else None,
        lines=_line_facts(session, handover), show_values=handover.show_values,
        default_min_life_months=get(session, RULES).min_life_months,
        scope=agreements.scope(session, handover.project_id, handover.agreement_id),
        project=_project_code(session, handover.project_id),
        ceiling_minor=agreements.ceiling(session, handover.project_id, on=on) if handover.project_id else None,
        given_minor=_given(session, handover), training_kits=_training_kits(session, handover.id), has_original=handover.refers_to_id is not None, has_bin=handover.to_bin_id is not None,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class PaidBy:
    """The one project that paid all of some goods, and its agreement."""

    project_id: int
    agreement_id: int | None


def paid_by(session: Session, layer_ids: Iterable[int]) -> PaidBy | None:
    """Return the project that paid all of these layers; None where several did, or one is not known, or there are none."""
    wanted = ",".join(str(one) for one in sorted({int(one) for one in layer_ids})) or "0"
    rows = session.execute(
        text(
            "SELECT DISTINCT y.project_id, p.agreement_id FROM layer y LEFT JOIN project p ON p.id = y.project_id"
            f" WHERE y.id IN ({wanted}) LIMIT 2"
        )
    ).all()
    if len(rows) != 1 or rows[0].project_id is None:
        return None
    return PaidBy(rows[0].project_id, rows[0].agreement_id)


def _project_code(session: Session, project_id: int | None) -> str:
    return agreements.project_codes(session, [project_id]).get(project_id, "") if project_id is not None else ""


def _training_kits(session: Session, handover_id: int) -> list[str]:
    rows = session.execute(
        text(
            "SELECT c.name FROM handover_kit k JOIN kit c ON c.id = k.kit_id WHERE k.handover_id = :h AND c.training = 1"
            " ORDER BY c.code"
        ),
        {"h": handover_id},
    )
    return list(rows.scalars())


def _given(session: Session, handover: HandoverRecord) -> int:
    """Return the value of the other receipts under the project that count, in cents of USD; returns take theirs off."""
    if handover.project_id is None:
        return 0
    micros = session.execute(
        text(
            "SELECT COALESCE(sum(((SELECT COALESCE(sum(COALESCE(k.signed_quantity, k.quantity) * y.price_usd_micros), 0)"
            " FROM handover_line l JOIN handover_pick k ON k.line_id = l.id JOIN layer y ON y.id = k.layer_id"
            f" WHERE l.handover_id = h.id) - {BACK.format(what='m.quantity * y.price_usd_micros')})"
            " * CASE WHEN h.type = 'return' THEN -1 ELSE 1 END), 0) FROM handover h"
            " WHERE h.project_id = :p AND h.id <> :h AND h.state IN ('issued', 'signed', 'variance')"
        ),
        {"p": handover.project_id, "h": handover.id},
    ).scalar_one()
    return minor_of(micros)


def _line_facts(session: Session, handover: HandoverRecord) -> list[LineFacts]:
    there = _HELD if handover.type is HandoverType.RETURN else _THERE
    rows = session.execute(
        text(
            "SELECT l.line_no, i.name || CASE WHEN v.size = '' THEN '' ELSE ', ' || v.size END AS item,"
            " sum(k.quantity) AS quantity, i.tracking, count(k.unit_id) AS units, i.policy_hold,"
            " min(t.expires_on) AS expires_on, i.min_life_handover_months, max(y.price_usd_micros) AS price,"
            f" COALESCE(min({there}), 1) AS there, i.id AS item_id, i.category, l.asked"
            " FROM handover_line l JOIN variant v ON v.id = l.variant_id JOIN item i ON i.id = v.item_id"
            " LEFT JOIN handover_pick k ON k.line_id = l.id LEFT JOIN layer y ON y.id = k.layer_id"
            " LEFT JOIN lot t ON t.id = y.lot_id LEFT JOIN position o ON o.unit_id = k.unit_id"
            " LEFT JOIN place p ON p.id = k.place_id WHERE l.handover_id = :h GROUP BY l.id ORDER BY l.line_no"
        ),
        {"h": handover.id},
    )
    return [
        LineFacts(
            row.line_no, row.item, row.quantity or 0, row.tracking == "serial", row.units, bool(row.policy_hold),
            stored_day(row.expires_on), row.min_life_handover_months, row.price or 0,
            bool(row.there), row.item_id, row.category, bool(row.asked),
        )
        for row in rows
    ]  # fmt: skip


class Pick(NamedTuple):
    """One pick of a handover with what the paper and the ledger need."""

    id: int
    line_id: int
    line_no: int
    variant_id: int
    item_id: int
    layer_id: int
    unit_id: int | None
    place_id: int
    condition: str
    quantity: int
    signed: int | None
    serial: str
    lot: str
    expires_on: str | None
    price_micros: int
    item: str


def picks(session: Session, handover_id: int) -> list[Pick]:
    """Return the picks of a handover in the order in which the paper shows them."""
    rows = session.execute(
        text(
            "SELECT k.id, l.id AS line_id, l.line_no, l.variant_id, v.item_id, k.layer_id, k.unit_id, k.place_id,"
            " k.condition, k.quantity, k.signed_quantity, COALESCE(u.serial, '') AS serial,"
            " COALESCE(t.code, '') AS lot,"
            " t.expires_on, y.price_usd_micros, i.name || CASE WHEN v.size = '' THEN '' ELSE ', ' || v.size END"
            " FROM handover_line l JOIN handover_pick k ON k.line_id = l.id JOIN variant v ON v.id = l.variant_id"
            " JOIN item i ON i.id = v.item_id JOIN layer y ON y.id = k.layer_id LEFT JOIN lot t ON t.id = y.lot_id"
            " LEFT JOIN unit u ON u.id = k.unit_id WHERE l.handover_id = :h ORDER BY l.line_no, k.id"
        ),
        {"h": handover_id},
    )
    return [Pick(*row) for row in rows]


def held_titles(session: Session, handover: HandoverRecord, taken: Sequence[Pick]) -> dict[int, Title]:
    """Return whose the goods of a return are while the host holds them, by pick.

    A unit says it itself. A quantity of which some is theirs and some on loan follows the receipt that it returns.
    """
    usual = Title.USG if passing(session, handover) is HandoverType.CUSTODY else Title.HOST
    found: dict[int, Title] = {}
    for pick in taken:
        if pick.unit_id is not None:
            query = "SELECT title FROM position WHERE unit_id = :u"
        else:
            query = (
                "SELECT title FROM balance WHERE place_id = :p AND layer_id = :l AND condition = :c AND quantity >= :q"
                " ORDER BY title <> :t LIMIT 1"
            )
        stored = session.execute(
            text(query),
            {
                "u": pick.unit_id, "p": pick.place_id, "l": pick.layer_id, "c": pick.condition, "q": pick.quantity,
                "t": usual.value,
            },
        ).scalar()  # fmt: skip
        found[pick.id] = Title(stored) if stored else usual
    return found


def returned_conditions(session: Session, handover_id: int) -> dict[int, Condition]:
    """Return the condition in which each line came back, where it differs from how it was held."""
    rows = session.execute(
        text("SELECT id, condition_to FROM handover_line WHERE handover_id = :h AND condition_to IS NOT NULL"),
        {"h": handover_id},
    )
    return {row.id: Condition(row.condition_to) for row in rows}


def returned(session: Session, handover_id: int, document_id: int | None) -> frozenset[int]:
    """Return the picks that a reversal brought back.

    Signing posts one movement for each signed pick, in the order of the paper.
    """
    if document_id is None:
        return frozenset()
    moves = session.execute(
        text(
            "SELECT EXISTS (SELECT 1 FROM movement r WHERE r.reverses_id = m.id) FROM movement m"
            " WHERE m.document_id = :d ORDER BY m.seq"
        ),
        {"d": document_id},
    ).scalars()
    signed = [pick.id for pick in picks(session, handover_id) if pick.signed]
    return frozenset(pick for pick, back in zip(signed, moves, strict=False) if back)
