"""What the commands of shipments need to know, read inside their transaction."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from inl_logistics.kernel.problems import BadInput, Problem
from inl_logistics.register.numbers import screen_number
from inl_logistics.shipments.cargo import CargoLine, required_papers
from inl_logistics.shipments.records import (
    MilestoneKind,
    MilestoneRecord,
    PaperKind,
    ShipmentLineRecord,
    ShipmentRecord,
)
from inl_logistics.shipments.rules import ExportLine, Step


def record(session: Session, shipment_id: int) -> ShipmentRecord:
    """Return a shipment. Raises: BadInput("not-found")."""
    stored = session.get(ShipmentRecord, shipment_id)
    if stored is None:
        raise BadInput("not-found", what=str(shipment_id))
    return stored


def steps(session: Session, shipment_id: int) -> list[Step]:
    """Return the milestones of a shipment in order."""
    rows = {
        row.kind: row
        for row in session.execute(select(MilestoneRecord).where(MilestoneRecord.shipment_id == shipment_id)).scalars()
    }
    return [
        Step(kind, rows[kind].planned_on, rows[kind].forecast_on, rows[kind].actual_on, rows[kind].skipped)
        for kind in MilestoneKind
        if kind in rows
    ]


def fixed_by_receiving(
    session: Session, shipment_id: int | None, *, ended: Iterable[str] = ("abandoned",)
) -> list[Problem]:
    """Refuse a change of contents once receiving has started; sessions that `ended` so do not count."""
    states = session.execute(text("SELECT state FROM receiving WHERE shipment_id = :s"), {"s": shipment_id}).scalars()
    started = set(states) - set(ended)
    return [Problem("shipment-being-received")] if started else []


def left(session: Session, order_line_id: int | None, shipment_id: int | None) -> int | None:
    """Return what an order line allows beside other shipments; None without an order."""
    if order_line_id is None:
        return None
    return session.execute(
        text(
            "SELECT l.quantity - l.canceled_quantity - COALESCE((SELECT sum(s.quantity) FROM shipment_line s"
            " JOIN shipment h ON h.id = s.shipment_id AND h.state <> 'canceled'"
            " WHERE s.order_line_id = l.id AND s.shipment_id IS NOT :s), 0) FROM order_line l WHERE l.id = :o"
        ),
        {"o": order_line_id, "s": shipment_id},
    ).scalar()


def export_lines(session: Session, lines: Iterable[tuple[int | None, int | None]]) -> list[ExportLine]:
    """Return what the export rule judges of (variant, order line) pairs; one without an order is not judged."""
    found = []
    for variant_id, order_line_id in dict.fromkeys(lines):
        row = session.execute(
            text(
                "SELECT i.id, i.name, i.export_class, d.number, o.source_number, o.title, o.export_authorization"
                " FROM variant v JOIN item i ON i.id = v.item_id JOIN order_line l ON l.id = :o"
                " JOIN purchase_order o ON o.id = l.order_id LEFT JOIN document d ON d.id = o.document_id WHERE v.id = :v"
            ),
            {"v": variant_id, "o": order_line_id},
        ).first()
        if row is not None:
            order = screen_number(row.number or "") or row.source_number or row.title
            found.append(ExportLine(row.id, row.name, row.export_class, order, row.export_authorization))
    return found


def stored_lines(session: Session, shipment_id: int) -> list[tuple[int | None, int | None]]:
    """Return the (variant, order line) pairs that a shipment carries."""
    rows = session.execute(
        select(ShipmentLineRecord.variant_id, ShipmentLineRecord.order_line_id).where(
            ShipmentLineRecord.shipment_id == shipment_id
        )
    )
    return [(row.variant_id, row.order_line_id) for row in rows]


def cargo(session: Session, shipment_id: int) -> list[CargoLine]:
    """Return the lines of a shipment as the rules of its cargo judge them."""
    rows = session.execute(
        text(
            "SELECT s.line_no, COALESCE(i.name || CASE WHEN v.size = '' THEN '' ELSE ', ' || v.size END, s.description),"
            " s.quantity, COALESCE(i.un_number, ''), COALESCE(i.hazard_class, ''), COALESCE(i.export_class, ''),"
            " COALESCE(i.tracking, ''), (SELECT count(*) FROM shipment_serial x WHERE x.shipment_line_id = s.id), s.lot,"
            " s.expires_on IS NOT NULL, COALESCE(l.serial_list, 0), COALESCE(l.lot_required, 0) FROM shipment_line s"
            " LEFT JOIN order_line l ON l.id = s.order_line_id LEFT JOIN variant v ON v.id = s.variant_id"
            " LEFT JOIN item i ON i.id = v.item_id WHERE s.shipment_id = :s ORDER BY s.line_no"
        ),
        {"s": shipment_id},
    )
    return [
        CargoLine(
            row[0], row[1], row[2], row[3], row[4], row[5], row[6], row[7], row[8], bool(row[9]), bool(row[10]), bool(row[11])
        )
        for row in rows
    ]  # fmt: skip


def papers_there(session: Session, shipment_id: int) -> set[str]:
    """Return the kinds of papers that have come: with a number, a date or a file."""
    return set(
        session.execute(
            text(
                "SELECT kind FROM shipment_paper WHERE shipment_id = :s AND (number <> '' OR dated_on IS NOT NULL)"
                " UNION SELECT p.kind FROM shipment_paper p JOIN attachment a ON a.id = p.attachment_id"
                " WHERE p.shipment_id = :s AND a.removed_at IS NULL UNION SELECT a.role FROM attachment a"
                " WHERE a.subject_kind = 'shipment' AND a.subject_id = :s AND a.removed_at IS NULL"
            ),
            {"s": shipment_id},
        ).scalars()
    )


def missing_papers(session: Session, shipment_id: int) -> tuple[PaperKind, ...]:
    """Return the papers that the shipment needs and that have not come, but those said not to be needed here."""
    shipment = record(session, shipment_id)
    waived = set(
        session.execute(
            text("SELECT kind FROM shipment_paper WHERE shipment_id = :s AND required = 0"), {"s": shipment_id}
        ).scalars()
    )
    there = papers_there(session, shipment_id) | waived
    needed = required_papers(cargo(session, shipment_id), shipment.mode)
    return tuple(kind for kind in needed if kind.value not in there)
