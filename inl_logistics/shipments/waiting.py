"""What waits for a shipment: distribution plans, handovers that lack goods, orders whose need-by day comes.

The consequence of lateness is said with it. Source: ui.md 1 (say the number and the consequence).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import text
from sqlalchemy.orm import Session

from inl_logistics.kernel.dates import stored_day

_LEFT = (
    "s.quantity - COALESCE((SELECT sum(x.quantity) FROM receipt_line x JOIN receiving r ON r.id = x.receiving_id"
    " WHERE x.shipment_line_id = s.id AND r.state = 'posted'), 0)"
)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A record that waits: "plan", "handover" or "order", by number or name, for so many units, needed on a day.

    `complete` is how many percent of a plan have come or are put aside for it, None where that is not known.
    """

    kind: str
    id: int
    name: str
    quantity: int
    on: date | None = None
    complete: int | None = None

    def days_over(self, delivery: date | None) -> int:
        """Return how many days after the day it is needed the goods come, 0 when in time or not known."""
        return max(0, (delivery - self.on).days) if delivery is not None and self.on is not None else 0


def waiting(session: Session, shipment_id: int) -> tuple[Waiting, ...]:
    """Return what waits for this shipment, soonest first."""
    found = [*_orders(session, shipment_id), *_plans(session, shipment_id), *_handovers(session, shipment_id)]
    return tuple(sorted(found, key=lambda one: (one.on is None, one.on or date.max)))


def _orders(session: Session, shipment_id: int) -> list[Waiting]:
    rows = session.execute(
        text(
            f"SELECT o.id, COALESCE(d.number, NULLIF(o.source_number, ''), o.title) AS name, sum({_LEFT}) AS quantity, o.need_by"
            " FROM shipment_line s JOIN order_line l ON l.id = s.order_line_id JOIN purchase_order o ON o.id = l.order_id"
            " LEFT JOIN document d ON d.id = o.document_id WHERE s.shipment_id = :s AND o.need_by IS NOT NULL GROUP BY o.id"
        ),
        {"s": shipment_id},
    )
    return [
        Waiting("order", row.id, row.name, row.quantity, stored_day(row.need_by)) for row in rows if row.quantity > 0
    ]


def _plans(session: Session, shipment_id: int) -> list[Waiting]:
    rows = session.execute(
        text(
            f"SELECT q.id, COALESCE(d.number, q.title) AS name, sum({_LEFT}) AS quantity, q.need_by FROM shipment_line s"
            " JOIN requirement_order w ON w.order_line_id = s.order_line_id JOIN requirement q ON q.id = w.requirement_id"
            " LEFT JOIN document d ON d.id = q.document_id WHERE s.shipment_id = :s AND q.state = 'approved' GROUP BY q.id"
        ),
        {"s": shipment_id},
    )
    return [
        Waiting("plan", row.id, row.name, row.quantity, stored_day(row.need_by), _complete(session, row.id))
        for row in rows
        if row.quantity > 0
    ]


def _complete(session: Session, plan_id: int) -> int | None:
    """Return how many percent of what a plan needs were received for it or are put aside for it, by item."""
    row = session.execute(
        text(
            "SELECT sum(n.needed) AS needed, sum(min(n.needed, max(n.came, n.aside))) AS there FROM (SELECT w.item_id,"
            " sum(w.quantity) AS needed, COALESCE((SELECT sum(x.quantity) FROM requirement_order o JOIN receipt_line x"
            " ON x.order_line_id = o.order_line_id JOIN receiving r ON r.id = x.receiving_id AND r.state = 'posted'"
            " JOIN variant v ON v.id = x.variant_id WHERE o.requirement_id = w.requirement_id AND v.item_id = w.item_id"
            " AND x.outcome = 'good'), 0) AS came, COALESCE((SELECT sum(b.quantity) FROM reservation b"
            " JOIN requirement_recipient p ON p.id = b.owner_id WHERE b.owner_kind = 'requirement'"
            " AND p.requirement_id = w.requirement_id AND b.item_id = w.item_id), 0) AS aside"
            " FROM requirement_need w WHERE w.requirement_id = :p GROUP BY w.item_id) n"
        ),
        {"p": plan_id},
    ).one()
    return row.there * 100 // row.needed if row.needed else None


def _handovers(session: Session, shipment_id: int) -> list[Waiting]:
    """Drafts that ask for more of an item than they could pick, of an item that this shipment brings."""
    rows = session.execute(
        text(
            "SELECT h.id, COALESCE(u.name, '') AS name, sum(n.asked - n.picked) AS quantity FROM (SELECT l.handover_id,"
            " l.variant_id, l.asked, COALESCE((SELECT sum(p.quantity) FROM handover_pick p WHERE p.line_id = l.id), 0)"
            " AS picked FROM handover_line l WHERE l.asked IS NOT NULL) n JOIN handover h ON h.id = n.handover_id"
            " LEFT JOIN partner u ON u.id = h.unit_id WHERE h.state = 'draft' AND n.asked > n.picked AND n.variant_id IN"
            " (SELECT s.variant_id FROM shipment_line s WHERE s.shipment_id = :s) GROUP BY h.id"
        ),
        {"s": shipment_id},
    )
    return [Waiting("handover", row.id, row.name, row.quantity) for row in rows]
