"""Counts that wait: planned for a day that has come, begun and left lying, differences that nobody decided about; and
counts whose goods did not leave after all with the receipt that they were put down to."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import text
from sqlalchemy.orm import Session

from inl_logistics.home.values import Task, TaskKind
from inl_logistics.kernel.dates import stored_day

_AHEAD = timedelta(days=7)


def waiting(session: Session, today: date) -> list[Task]:
    """Return the counts of this week and those that are late; `detail` is their state, `quantity` the lines that differ."""
    rows = session.execute(
        text(
            "SELECT c.id, COALESCE(d.number, c.title) AS title, c.state, c.different, c.planned_on,"
            " COALESCE(c.counted_on, c.planned_on, substr(c.created_at, 1, 10)) AS day FROM counting c"
            " LEFT JOIN document d ON d.id = c.document_id WHERE c.state IN ('counting', 'checked')"
            " OR (c.state = 'planned' AND c.planned_on <= :soon)"
        ),
        {"soon": (today + _AHEAD).isoformat()},
    )
    found = []
    for row in rows:
        on = stored_day(row.day) or today
        found.append(
            Task(
                TaskKind.COUNT, "count", row.id, row.title, row.state, (today - on).days, quantity=row.different, on=on
            )
        )
    return found + _again(session, today)


def _again(session: Session, today: date) -> list[Task]:
    """Return the counts to make again; `quantity` is what the books have back though the count did not see it.

    It was put down to a receipt that was void, refused, or signed for less; a later count of the place settles it.
    What left on a vehicle left the place with its waybill, whatever became of the receipt.
    """
    rows = session.execute(
        text(
            "SELECT g.id, d.number, c.counted_on, sum(max(0, o.quantity - COALESCE((SELECT sum(m.quantity) FROM movement m"
            " WHERE m.document_id = o.document_id AND m.from_place_id = c.place_id AND m.layer_id = o.layer_id), 0)))"
            " AS units FROM counted_out o JOIN counted c ON c.id = o.counted_id JOIN handover h"
            " ON h.document_id = o.document_id AND h.state IN ('void', 'refused', 'variance') JOIN document d"
            " ON d.id = c.document_id JOIN counting g ON g.document_id = d.id WHERE NOT EXISTS (SELECT 1 FROM waybill_stop s"
            " JOIN waybill w ON w.id = s.waybill_id WHERE s.handover_id = h.id AND w.sent_on IS NOT NULL)"
            " AND NOT EXISTS (SELECT 1 FROM counted l"
            " WHERE l.place_id = c.place_id AND l.item_id = c.item_id AND l.id > c.id) GROUP BY g.id"
        )
    )
    found = []
    for row in rows:
        on = date.fromisoformat(row.counted_on)
        if row.units:
            days = (today - on).days
            found.append(Task(TaskKind.COUNT, "count", row.id, row.number, "again", days, quantity=row.units, on=on))
    return found
