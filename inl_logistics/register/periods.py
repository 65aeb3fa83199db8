"""Closing a month: later entries with earlier dates are marked late. Source: product.md 4 (Periods)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import insert, text
from sqlalchemy.orm import Session

from inl_logistics.kernel.actor import Actor
from inl_logistics.kernel.dates import short
from inl_logistics.kernel.problems import Problem, RulesBroken
from inl_logistics.register.records import PeriodRecord
from inl_logistics.settings.declared import local_day
from inl_logistics.users import trail


@dataclass(frozen=True, slots=True)
class CloseDraft:
    """The last day of the period to close."""

    through_on: date


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
