"""Counts that wait: planned for a day that has come, begun and left lying, differences that nobody decided about."""

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
    return found
