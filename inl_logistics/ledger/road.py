"""What is on the road: goods that left a store with a document (a transfer, a waybill) and have not come anywhere yet."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.orm import Session

from inl_logistics.kernel.values import Condition, Status


@dataclass(frozen=True, slots=True)
class OnRoad:
    """What travels with a transfer or waybill: a unit, or a quantity of a layer."""

    item_id: int
    layer_id: int
    place_id: int
    unit_id: int | None
    condition: Condition
    status: Status
    quantity: int


def on_road(session: Session, document_id: int | None) -> list[OnRoad]:
    """Return what is still on the road with a document."""
    rows = session.execute(
        text(
            "SELECT u.item_id, u.layer_id, o.place_id, u.id AS unit, o.condition, o.status, 1 AS quantity FROM place p"
            " JOIN position o ON o.place_id = p.id JOIN unit u ON u.id = o.unit_id WHERE p.document_id = :d"
            " UNION ALL SELECT b.item_id, b.layer_id, b.place_id, NULL, b.condition, b.status, b.quantity FROM place p"
            " JOIN balance b ON b.place_id = p.id AND b.quantity > 0 WHERE p.document_id = :d AND NOT EXISTS"
            " (SELECT 1 FROM position o JOIN unit u ON u.id = o.unit_id WHERE o.place_id = p.id AND u.layer_id = b.layer_id)"
        ),
        {"d": document_id},
    )
    return [
        OnRoad(
            row.item_id,
            row.layer_id,
            row.place_id,
            row.unit,
            Condition(row.condition),
            Status(row.status),
            row.quantity,
        )
        for row in rows
    ]
