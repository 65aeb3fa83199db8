"""Questions about the register: whether every number is there."""

from __future__ import annotations

from sqlalchemy import text
from sqlalchemy.orm import Session


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
