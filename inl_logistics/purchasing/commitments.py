"""The journal of what orders take of projects: after every change of placed orders the differences are written.

The journal is append-only, so the sum through a day is what was committed then; a line that is moved to another project
gives back to the one and takes from the other on the day of the move. What is canceled is no longer committed, but was
ordered: the journal keeps both figures. Source: domain.md 2.2; product.md 3 (Agreements).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from sqlalchemy import text
from sqlalchemy.orm import Session

from inl_logistics.kernel.actor import Actor
from inl_logistics.kernel.dates import instant_text
from inl_logistics.kernel.values import value_left

# The states of orders that were placed; a canceled one commits nothing, for all its lines are canceled.
PLACED = ("placed", "short-closed", "closed", "canceled")
_PART = 500

_Key = tuple[int, int, int | None, int | None]  # order, line, project, agreement
_Taken = tuple[int, int, int]  # committed and ordered in cents of USD, committed units of issue
_NOTHING: _Taken = (0, 0, 0)


def settle(
    session: Session, order_ids: Sequence[int], *, on: date | None, reason: str, by: Actor, at: datetime
) -> None:
    """Write what the orders take now, less what the journal says they took.

    Args:
        on: the day on which it counts; None takes each order's own day (orders as they are placed or imported).
    """
    for start in range(0, len(order_ids), _PART):
        _settle(session, order_ids[start : start + _PART], on=on, reason=reason, by=by, at=at)


def withdraw(session: Session, order_ids: Sequence[int], *, on: date, reason: str, by: Actor, at: datetime) -> None:
    """Give everything back, as if it had never been ordered: an import that is undone."""
    for start in range(0, len(order_ids), _PART):
        taken, days = _taken(session, order_ids[start : start + _PART])
        _write(
            session, {key: _less(_NOTHING, had) for key, had in taken.items()}, days, on=on, reason=reason, by=by, at=at
        )


def differences(session: Session) -> Iterator[str]:
    """Name the orders of which the journal says another amount than their lines; for the self-check."""
    placed = (
        session.execute(text("SELECT id FROM purchase_order WHERE document_id IS NOT NULL ORDER BY id")).scalars().all()
    )
    for start in range(0, len(placed), _PART):
        part = placed[start : start + _PART]
        now, taken = _now(session, part)[0], _taken(session, part)[0]
        wrong = {key[0] for key in {**now, **taken} if now.get(key, _NOTHING)[0] != taken.get(key, _NOTHING)[0]}
        for order_id in sorted(wrong):
            yield str(
                session.execute(
                    text(
                        "SELECT d.number FROM purchase_order o JOIN document d ON d.id = o.document_id WHERE o.id = :o"
                    ),
                    {"o": order_id},
                ).scalar_one()
            )


def last_day(session: Session, order_id: int) -> date | None:
    """Return the day of the last entry of an order: a later change cannot count before it."""
    found = session.execute(
        text("SELECT max(effective_on) FROM commitment WHERE order_id = :o"), {"o": order_id}
    ).scalar()
    return date.fromisoformat(found) if found else None


def _settle(
    session: Session, order_ids: Sequence[int], *, on: date | None, reason: str, by: Actor, at: datetime
) -> None:
    now, days = _now(session, order_ids)
    taken, first = _taken(session, order_ids)
    changed = {key: _less(now.get(key, _NOTHING), taken.get(key, _NOTHING)) for key in {**now, **taken}}
    _write(session, changed, first | days, on=on, reason=reason, by=by, at=at)


def _now(session: Session, order_ids: Sequence[int]) -> tuple[dict[_Key, _Taken], dict[int, str]]:
    """Return what the lines take as they are written now, and the day of each order."""
    wanted = ",".join(str(int(one)) for one in order_ids)
    rows = session.execute(
        text(
            "SELECT o.id, l.id AS line, COALESCE(l.project_id, o.project_id) AS project,"
            " COALESCE(j.agreement_id, o.agreement_id) AS agreement, l.value_usd_minor AS value, l.quantity,"
            " l.canceled_quantity AS canceled, COALESCE(o.ordered_on, d.effective_on) AS day FROM order_line l"
            " JOIN purchase_order o ON o.id = l.order_id JOIN document d ON d.id = o.document_id LEFT JOIN project j"
            f" ON j.id = COALESCE(l.project_id, o.project_id) WHERE o.id IN ({wanted}) AND o.state IN {PLACED}"
        )
    )
    found: dict[_Key, _Taken] = {}
    days: dict[int, str] = {}
    for row in rows:
        left = row.quantity - row.canceled
        committed = value_left(row.value, row.quantity, row.canceled)
        found[row.id, row.line, row.project, row.agreement] = (committed, row.value, left)
        days[row.id] = row.day
    return found, days


def _taken(session: Session, order_ids: Sequence[int]) -> tuple[dict[_Key, _Taken], dict[int, str]]:
    """Return what the journal says the orders took, and the first day of each."""
    wanted = ",".join(str(int(one)) for one in order_ids)
    rows = session.execute(
        text(
            "SELECT order_id, order_line_id, project_id, agreement_id, sum(amount_minor), sum(ordered_minor), sum(quantity),"
            f" min(effective_on) FROM commitment WHERE order_id IN ({wanted}) GROUP BY 1, 2, 3, 4"
        )
    ).all()
    return {(row[0], row[1], row[2], row[3]): (row[4], row[5], row[6]) for row in rows}, {
        row[0]: row[7] for row in rows
    }


def _less(now: _Taken, before: _Taken) -> _Taken:
    return now[0] - before[0], now[1] - before[1], now[2] - before[2]


def _write(
    session: Session, changed: dict[_Key, _Taken], days: dict[int, str], *, on: date | None, reason: str, by: Actor,
    at: datetime,
) -> None:  # fmt: skip
    entries = [
        (*key, on.isoformat() if on else days[key[0]], *taken, reason, instant_text(at), by.user_id)
        for key, taken in changed.items()
        if taken != _NOTHING
    ]
    if entries:
        session.connection().exec_driver_sql(
            "INSERT INTO commitment (order_id, order_line_id, project_id, agreement_id, effective_on, amount_minor,"
            " ordered_minor, quantity, reason, entered_at, entered_by) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            entries,
        )
