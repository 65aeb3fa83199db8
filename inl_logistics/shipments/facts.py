"""What the commands of shipments need to know, read inside their transaction."""

from __future__ import annotations

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from inl_logistics.kernel.problems import BadInput, Problem
from inl_logistics.shipments.records import MilestoneKind, MilestoneRecord, ShipmentRecord
from inl_logistics.shipments.rules import Step


def record(session: Session, shipment_id: int) -> ShipmentRecord:
    """Return a shipment. Raises: BadInput("not-found")."""
    stored = session.get(ShipmentRecord, shipment_id)
    if stored is None:
        raise BadInput("not-found", what=str(shipment_id))
    return stored


def steps(session: Session, shipment_id: int) -> list[Step]:
    """Return the milestones of a shipment in order."""
    rows = {
        row.kind: row
        for row in session.execute(select(MilestoneRecord).where(MilestoneRecord.shipment_id == shipment_id)).scalars()
    }
    return [
        Step(kind, rows[kind].planned_on, rows[kind].forecast_on, rows[kind].actual_on, rows[kind].skipped)
        for kind in MilestoneKind
        if kind in rows
    ]


def fixed_by_receiving(session: Session, shipment_id: int | None) -> list[Problem]:
    """Refuse a change of contents once receiving has started."""
    started = session.execute(
        text("SELECT 1 FROM receiving WHERE shipment_id = :s AND state <> 'abandoned' LIMIT 1"), {"s": shipment_id}
    ).first()
    return [Problem("shipment-being-received")] if started else []


def left(session: Session, order_line_id: int | None, shipment_id: int | None) -> int | None:
    """Return what an order line allows beside other shipments; None without an order."""
    if order_line_id is None:
        return None
    return session.execute(
        text(
            "SELECT l.quantity - l.canceled_quantity - COALESCE((SELECT sum(s.quantity) FROM shipment_line s"
            " WHERE s.order_line_id = l.id AND s.shipment_id IS NOT :s), 0) FROM order_line l WHERE l.id = :o"
        ),
        {"o": order_line_id, "s": shipment_id},
    ).scalar()
