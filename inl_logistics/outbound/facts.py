"""What the rules of outbound shipments must know, and the SQL that says how much travels."""

from __future__ import annotations

from sqlalchemy import text
from sqlalchemy.orm import Session

from inl_logistics.outbound.rules import HandoverFacts
from inl_logistics.register.numbers import screen_number

# Of a pick `k` on vehicle `w` (its line `e` of the waybill): how many leave or left, and how many were put aside.
SENT = "CASE WHEN w.sent_on IS NULL THEN k.quantity ELSE COALESCE(e.sent_quantity, k.quantity) END"
PLANNED = "CASE WHEN w.sent_on IS NULL THEN NULL ELSE e.planned_quantity END"
# A stop `s` of vehicle `w` still holds its handover: not where nobody took it and nothing of it is on the vehicle any more.
TRAVELS_WITH = (
    "NOT (w.sent_on IS NOT NULL AND s.outcome IN ('closed', 'refused', 'diverted') AND NOT EXISTS (SELECT 1 FROM handover_line"
    " n JOIN handover_pick q ON q.line_id = n.id JOIN place r ON r.id = q.place_id WHERE n.handover_id = s.handover_id"
    " AND r.document_id = w.document_id))"
)


def facts_of(session: Session, handover_ids: list[int], outbound_id: int | None) -> list[HandoverFacts]:
    """Return what the rules must know of handovers that are to travel."""
    wanted = ",".join(str(int(one)) for one in handover_ids) or "0"
    rows = session.execute(
        text(
            "SELECT h.id, COALESCE(d.number, f.name, u.name, '—') AS number, h.state, EXISTS (SELECT 1 FROM waybill_stop s JOIN waybill w"
            f" ON w.id = s.waybill_id WHERE s.handover_id = h.id AND {TRAVELS_WITH} AND (w.sent_on IS NOT NULL OR :o IS NULL"
            f" OR w.outbound_id <> :o)) AS elsewhere FROM handover h LEFT JOIN document d ON d.id = h.document_id"
            " LEFT JOIN partner f ON f.id = h.facility_id LEFT JOIN partner u ON u.id = h.unit_id"
            f" WHERE h.id IN ({wanted})"
        ),
        {"o": outbound_id},
    )
    return [HandoverFacts(screen_number(row.number), row.state, bool(row.elsewhere)) for row in rows]


def vehicles_left(session: Session, outbound_id: int | None) -> set[int]:
    """Return the vehicles of a shipment that have left: what they carry is no plan any more."""
    rows = session.execute(
        text("SELECT id FROM waybill WHERE outbound_id = :o AND sent_on IS NOT NULL"), {"o": outbound_id}
    )
    return set(rows.scalars())
