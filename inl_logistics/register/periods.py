"""Closing a month: later entries with earlier dates are marked late. Source: product.md 4 (Periods)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import insert, text
from sqlalchemy.orm import Session

from inl_logistics.kernel.actor import Actor
from inl_logistics.kernel.dates import instant_from_text, instant_text, short
from inl_logistics.kernel.problems import Problem, RulesBroken
from inl_logistics.register.records import PeriodRecord
from inl_logistics.settings.declared import local_day
from inl_logistics.users import trail


@dataclass(frozen=True, slots=True)
class CloseDraft:
    """The last day of the period to close."""

    through_on: date


@dataclass(frozen=True, slots=True)
class ClosedMonth:
    """Everything through a day was closed; `late` papers were entered into it afterwards."""

    through_on: date
    closed_at: datetime
    by: str
    late: int


def closed_months(session: Session) -> list[ClosedMonth]:
    """Return what was closed, the newest first."""
    rows = session.execute(
        text(
            "SELECT c.through_on, c.closed_at, u.name AS by, (SELECT count(*) FROM document d LEFT JOIN handover h"
            " ON h.document_id = d.id WHERE (d.effective_on <= c.through_on AND d.assigned_at >= c.closed_at"
            " AND d.effective_on > COALESCE((SELECT max(e.through_on) FROM closed_period e WHERE e.through_on <"
            " c.through_on), '')) OR (h.signed_on <= c.through_on AND h.signed_entered_at >= c.closed_at"
            " AND h.signed_on > COALESCE((SELECT max(e.through_on) FROM closed_period e WHERE e.through_on <"
            " c.through_on), ''))) AS late FROM closed_period c JOIN user_account u ON u.id = c.closed_by"
            " ORDER BY c.through_on DESC"
        )
    )
    return [
        ClosedMonth(date.fromisoformat(row.through_on), instant_from_text(row.closed_at), row.by, row.late)
        for row in rows
    ]


def closed_before(session: Session, day: date | None, entered_at: datetime | None) -> date | None:
    """Return through which day the books were closed when something of a day was entered, if the day lies in it."""
    if day is None or entered_at is None:
        return None
    found = session.execute(
        text("SELECT max(through_on) FROM closed_period WHERE through_on >= :d AND closed_at <= :e"),
        {"d": day.isoformat(), "e": instant_text(entered_at)},
    ).scalar()
    return None if found is None else date.fromisoformat(found)


def close(session: Session, draft: CloseDraft, *, by: Actor, at: datetime) -> None:
    """Close everything through a day. Raises: RulesBroken for a day to come or one that is closed."""
    last = session.execute(text("SELECT max(through_on) FROM closed_period")).scalar()
    if draft.through_on >= local_day(session, at):
        raise RulesBroken([Problem("period-not-over", params={"day": short(draft.through_on)})])
    if last is not None and draft.through_on.isoformat() <= last:
        raise RulesBroken([Problem("period-closed", params={"day": short(date.fromisoformat(last))})])
    session.execute(insert(PeriodRecord).values(through_on=draft.through_on, closed_at=at, closed_by=by.user_id))
    trail.record(
        session, "period.close", kind="period", subject_id=0, subject=draft.through_on.isoformat(), by=by, at=at
    )
