"""What search finds a handover by: its number, unit, agency, facility and official."""

from __future__ import annotations

from sqlalchemy import text
from sqlalchemy.orm import Session

from inl_logistics.database.search import Entry, index
from inl_logistics.register import numbers


def index_handover(session: Session, handover_id: int) -> None:
    """Put a handover into the search, or anew."""
    row = session.execute(
        text(
            "SELECT d.number, u.name AS unit, a.name AS agency, f.name AS facility, p.name AS person,"
            " u.name_native FROM handover h LEFT JOIN document d ON d.id = h.document_id"
            " LEFT JOIN partner u ON u.id = h.unit_id LEFT JOIN partner a ON a.id = h.agency_id"
            " LEFT JOIN partner f ON f.id = h.facility_id LEFT JOIN person p ON p.id = h.person_id WHERE h.id = :h"
        ),
        {"h": handover_id},
    ).one()
    number = numbers.screen_number(row.number) if row.number else ""
    words = " ".join(filter(None, (row.number, row.agency, row.facility, row.person, row.name_native)))
    index(session, [Entry("handover", handover_id, number or row.unit or "—", row.unit or "", words)])
