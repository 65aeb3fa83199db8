"""What happened to an order: its numbered changes, the rules that were set aside for it, the plans it was made from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import msgspec
from sqlalchemy import text
from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class AmendmentRow:
    """A numbered change of the order; the changes are (line, field, before, after), line 0 the order itself."""

    number: int
    amended_on: date
    reason: str
    by: str
    changes: tuple[tuple[int, str, str, str], ...]


@dataclass(frozen=True, slots=True)
class UsedApproval:
    """A rule that was set aside for the order."""

    code: str
    reason: str
    by: str


def amendments(session: Session, order_id: int) -> tuple[AmendmentRow, ...]:
    """Return the numbered changes of an order, the newest first."""
    found = session.execute(
        text(
            "SELECT m.number, m.amended_on, m.reason, u.name, m.changes FROM order_amendment m JOIN user_account u"
            " ON u.id = m.entered_by WHERE m.order_id = :o ORDER BY m.number DESC"
        ),
        {"o": order_id},
    )
    return tuple(
        AmendmentRow(
            row.number, date.fromisoformat(row.amended_on), row.reason, row.name,
            tuple((one["line"], one["field"], one["before"], one["after"]) for one in msgspec.json.decode(row.changes)),
        )
        for row in found
    )  # fmt: skip


def approvals(session: Session, order_id: int) -> tuple[UsedApproval, ...]:
    """Return the rules that were set aside for an order."""
    found = session.execute(
        text(
            "SELECT a.code, a.reason, u.name FROM approval a JOIN purchase_order o ON o.document_id = a.document_id"
            " JOIN user_account u ON u.id = a.approved_by WHERE o.id = :o ORDER BY a.id"
        ),
        {"o": order_id},
    )
    return tuple(UsedApproval(*row) for row in found)


def requirements(session: Session, order_id: int) -> tuple[tuple[int, str], ...]:
    """Return the plans that an order was made from."""
    found = session.execute(
        text(
            "SELECT DISTINCT r.id, COALESCE(d.number, r.title) FROM requirement_order q JOIN order_line l"
            " ON l.id = q.order_line_id JOIN requirement r ON r.id = q.requirement_id LEFT JOIN document d"
            " ON d.id = r.document_id WHERE l.order_id = :o ORDER BY r.id"
        ),
        {"o": order_id},
    )
    return tuple((row[0], row[1]) for row in found)
