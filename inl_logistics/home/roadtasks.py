"""What is on the road for too long, and waybills whose return copy is not back. Source: domain.md 7 (Warn)."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import text
from sqlalchemy.orm import Session

from inl_logistics.home.values import Task, TaskKind
from inl_logistics.transfers.queries import LONG_DAYS


def on_the_road(session: Session, today: date, late_days: int) -> list[Task]:
    """Return transfers and vehicles with goods on them for longer than a way takes."""
    rows = session.execute(
        text(
            "SELECT 'transfer' AS kind, t.id, d.number, z.name AS place, t.sent_on, sum(b.quantity) AS units FROM transfer t"
            " JOIN document d ON d.id = t.document_id JOIN bin n ON n.id = t.to_bin_id JOIN store z ON z.id = n.store_id"
            " JOIN place p ON p.document_id = d.id JOIN balance b ON b.place_id = p.id AND b.quantity > 0"
            " WHERE t.state = 'in-transit' AND t.sent_on <= :transfer GROUP BY t.id UNION ALL"
            " SELECT 'outbound', w.outbound_id, d.number, w.vehicle, w.sent_on, sum(b.quantity) FROM waybill w"
            " JOIN document d ON d.id = w.document_id JOIN place p ON p.document_id = d.id"
            " JOIN balance b ON b.place_id = p.id AND b.quantity > 0 WHERE w.sent_on <= :vehicle GROUP BY w.id"
        ),
        {
            "transfer": (today - timedelta(days=LONG_DAYS + 1)).isoformat(),
            "vehicle": (today - timedelta(days=max(1, late_days))).isoformat(),
        },
    )
    return [
        Task(
            TaskKind.ON_THE_ROAD, row.kind, row.id, row.number, row.place, (today - date.fromisoformat(row.sent_on)).days,
            quantity=row.units, on=date.fromisoformat(row.sent_on),
        )
        for row in rows
    ]  # fmt: skip


def return_copies(session: Session, today: date, late_days: int) -> list[Task]:
    """Return waybills of which nothing is on the road any more and whose signed return copy is not back."""
    rows = session.execute(
        text(
            "SELECT w.outbound_id, d.number, w.vehicle, w.driver, w.sent_on FROM waybill w JOIN document d"
            " ON d.id = w.document_id WHERE w.sent_on IS NOT NULL AND w.back_on IS NULL AND NOT EXISTS (SELECT 1 FROM place p JOIN balance b"
            " ON b.place_id = p.id AND b.quantity > 0 WHERE p.document_id = d.id)"
        )
    )
    found = []
    for row in rows:
        on = date.fromisoformat(row.sent_on)
        waits = (today - on).days
        who = " · ".join(filter(None, (row.vehicle, row.driver)))
        found.append(
            Task(
                TaskKind.RETURN_COPY,
                "outbound",
                row.outbound_id,
                row.number,
                who,
                waits - late_days,
                quantity=waits,
                on=on,
            )
        )
    return found
