"""What the search box finds a shipment by: its numbers, its papers, its containers and seals, its vendor."""

from __future__ import annotations

from sqlalchemy import text
from sqlalchemy.orm import Session

from inl_logistics.database.search import Entry, index
from inl_logistics.kernel.text import fold
from inl_logistics.register import numbers


def index_shipment(session: Session, shipment_id: int) -> None:
    """Let a shipment be found by what is known of it now."""
    row = session.execute(
        text(
            "SELECT d.number, s.title, s.source_number, s.transport_number, s.container, s.diplomatic_note, s.exemption,"
            " s.customs_entry, s.vessel, p.name AS vendor, (SELECT group_concat(k.code || ' ' || k.seal, ' ') FROM package k"
            " WHERE k.shipment_id = s.id AND k.kind = 'container') AS containers FROM shipment s LEFT JOIN document d"
            " ON d.id = s.document_id LEFT JOIN partner p ON p.id = s.vendor_id WHERE s.id = :s"
        ),
        {"s": shipment_id},
    ).one()
    number = numbers.screen_number(row.number) if row.number else ""
    known = (
        row.number, row.source_number, row.transport_number, row.container, row.diplomatic_note, row.exemption,
        row.customs_entry, row.vessel, row.vendor, row.containers,
    )  # fmt: skip
    words = " ".join(filter(None, known))
    index(session, [Entry("shipment", shipment_id, number or row.title, row.title, fold(words))])
