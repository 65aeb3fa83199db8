"""Questions about the register: every number without a hole, and finding a document by its code."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import text
from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """One number of the register."""

    id: int
    kind: str
    number: str
    title: str
    effective_on: date
    assigned_at: str
    by: str
    late: bool
    reverses: str


def register(session: Session, *, kind: str = "") -> list[RegisterRow]:
    """Return every number of a kind (all kinds by default), in order."""
    rows = session.execute(
        text(
            "SELECT d.id, d.kind, d.number, d.title, d.effective_on, d.assigned_at, u.name, d.late OR EXISTS"
            " (SELECT 1 FROM handover h JOIN closed_period c ON c.through_on >= h.signed_on AND c.closed_at <="
            " h.signed_entered_at WHERE h.document_id = d.id) AS late,"
            " COALESCE(r.number, '') AS reverses FROM document d JOIN user_account u ON u.id = d.assigned_by"
            " LEFT JOIN document r ON r.id = d.reverses_id WHERE :k = '' OR d.kind = :k"
            " ORDER BY d.kind, d.year, d.series, d.counter"
        ),
        {"k": kind},
    )
    return [
        RegisterRow(
            row.id, row.kind, row.number, row.title, date.fromisoformat(row.effective_on), row.assigned_at, row.name,
            bool(row.late), row.reverses,
        )
        for row in rows
    ]  # fmt: skip


def holes(session: Session) -> list[str]:
    """Name every gap in a series: kind, year, series and the first missing counter."""
    rows = session.execute(
        text(
            "SELECT c.kind, c.year, c.series, c.last, count(d.id) AS there, max(d.counter) AS top FROM counter c"
            " LEFT JOIN document d ON d.kind = c.kind AND d.year = c.year AND d.series = c.series"
            " GROUP BY c.kind, c.year, c.series HAVING there <> c.last OR top <> c.last"
        )
    )
    return [f"{row.kind}-{row.year}-{row.series}: {row.there} of {row.last}" for row in rows]
