"""The journal of what orders take of projects: after every change of placed orders the differences are written.

The journal is append-only, so the sum through a day is what was committed then; a line that is moved to another project
gives back to the one and takes from the other on the day of the move. Source: domain.md 2.2; product.md 3 (Agreements).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import text
from sqlalchemy.orm import Session

from inl_logistics.kernel.actor import Actor
from inl_logistics.kernel.dates import instant_text
from inl_logistics.kernel.values import div_half_even

# The states in which an order takes money. Source: agreements.rules (placed orders take their USD value).
TAKING = ("placed", "short-closed", "closed")
_PART = 500

_Key = tuple[int, int, int | None, int | None]  # order, line, project, agreement


def settle(
    session: Session, order_ids: Sequence[int], *, on: date | None, reason: str, by: Actor, at: datetime
) -> None:
    """Write what the orders take now, less what the journal says they took.

    Args:
        on: the day on which it counts; None takes each order's own day (orders as they are placed or imported).
    """
    for start in range(0, len(order_ids), _PART):
        _settle(session, order_ids[start : start + _PART], on=on, reason=reason, by=by, at=at)


def _settle(
    session: Session, order_ids: Sequence[int], *, on: date | None, reason: str, by: Actor, at: datetime
) -> None:
    wanted = ",".join(str(int(one)) for one in order_ids)
    difference: Counter[_Key] = Counter()
    days: dict[int, str] = {}
    rows = session.execute(
        text(
            "SELECT o.id, l.id AS line, COALESCE(l.project_id, o.project_id) AS project,"
            " COALESCE(j.agreement_id, o.agreement_id) AS agreement, l.value_usd_minor AS value, l.quantity,"
            " l.canceled_quantity AS canceled, COALESCE(o.ordered_on, d.effective_on) AS day FROM order_line l"
            " JOIN purchase_order o ON o.id = l.order_id LEFT JOIN document d ON d.id = o.document_id LEFT JOIN project j"
            f" ON j.id = COALESCE(l.project_id, o.project_id) WHERE o.id IN ({wanted}) AND o.state IN {TAKING}"
        )
    )
    for row in rows:
        left = row.quantity - row.canceled
        value = div_half_even(row.value * left, row.quantity) if row.canceled else row.value
        difference[row.id, row.line, row.project, row.agreement] += value
        days[row.id] = row.day
    taken = session.execute(
        text(
            "SELECT order_id, order_line_id, project_id, agreement_id, sum(amount_minor), min(effective_on) FROM commitment"
            f" WHERE order_id IN ({wanted}) GROUP BY 1, 2, 3, 4"
        )
    )
    for row in taken:
        difference[row[0], row[1], row[2], row[3]] -= row[4]
        days.setdefault(row[0], row[5])
    entries = [
        (*key, on.isoformat() if on else days[key[0]], amount, reason, instant_text(at), by.user_id)
        for key, amount in difference.items()
        if amount
    ]
    if entries:
        session.connection().exec_driver_sql(
            "INSERT INTO commitment (order_id, order_line_id, project_id, agreement_id, effective_on, amount_minor,"
            " reason, entered_at, entered_by) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            entries,
        )
