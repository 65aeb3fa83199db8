"""The history of a placed order: each change is an amendment with its number, day, reason, and what was before and after.

The order is sealed as it stands after each, so that its paper can be printed again as it was. Source: domain.md 2.3.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import msgspec
from sqlalchemy import insert, text
from sqlalchemy.orm import Session

from inl_logistics.kernel.actor import Actor
from inl_logistics.kernel.dates import short
from inl_logistics.kernel.problems import Problem
from inl_logistics.kernel.text import clean
from inl_logistics.purchasing import snapshot
from inl_logistics.purchasing.commitments import last_day
from inl_logistics.purchasing.records import OrderAmendmentRecord, OrderRecord
from inl_logistics.users import trail


@dataclass(frozen=True, slots=True)
class Change:
    """One field of the order or of a line: what it said and what it says. Line 0 is the order itself."""

    line: int
    field: str
    before: str
    after: str


def day_of_change(session: Session, order_id: int, *, today: date) -> date:
    """Return the day a change counts from that is made today: a placed order may bear a day to come."""
    return max(today, last_day(session, order_id) or today)


def amendment_problems(
    session: Session, order: OrderRecord, *, reason: str, on: date | None, today: date, where: str
) -> list[Problem]:
    """Judge reason and typed day of a change: not in the future, not before the order or its last change."""
    found = [] if clean(reason) else [Problem("reason-needed", where=("reason",))]
    last = last_day(session, order.id)
    if on is None:
        return found
    if on > today:
        found.append(Problem("date-in-future", params={"day": short(on)}, where=(where,)))
    elif order.ordered_on and on < order.ordered_on:
        found.append(Problem("amended-before-ordered", params={"day": short(on)}, where=(where,)))
    elif last and on < last:
        found.append(Problem("amended-before-last", params={"day": short(on), "last": short(last)}, where=(where,)))
    return found


def record(
    session: Session, order: OrderRecord, changes: Sequence[Change], *, reason: str, on: date, by: Actor, at: datetime
) -> int:
    """Keep an amendment, seal the order as it is now, say it in the trail; return the amendment's number."""
    last = session.execute(
        text("SELECT COALESCE(max(number), 0) FROM order_amendment WHERE order_id = :o"), {"o": order.id}
    ).scalar_one()
    number = int(last) + 1
    session.execute(
        insert(OrderAmendmentRecord).values(
            order_id=order.id, number=number, amended_on=on, reason=clean(reason),
            changes=msgspec.json.encode(list(changes)).decode(), entered_at=at, entered_by=by.user_id,
        )
    )  # fmt: skip
    snapshot.seal(session, order.id, by=by, at=at)
    told = {_name(one): (one.before, one.after) for one in changes}
    trail.record(
        session, "order.amend", kind="order", subject_id=order.id, subject=order.title, by=by, at=at,
        before={name: before for name, (before, _after) in told.items()},
        after={"amendment": number, "reason": clean(reason), **{name: after for name, (_before, after) in told.items()}},
    )  # fmt: skip
    return number


def _name(change: Change) -> str:
    return f"line {change.line}: {change.field}" if change.line else change.field
