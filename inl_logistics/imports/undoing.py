"""Take back what an import wrote: one reversal for its stock, canceled orders, retired masters.

Set-based: the reasons against it are looked for in all lines at once and named. Source: product.md 4 (Undo).
"""

from __future__ import annotations

from datetime import date, datetime

import msgspec
from sqlalchemy import text
from sqlalchemy.orm import Session

from inl_logistics.kernel.actor import Actor
from inl_logistics.kernel.dates import instant_text
from inl_logistics.kernel.problems import BadInput
from inl_logistics.kernel.values import DocumentId
from inl_logistics.ledger import facts
from inl_logistics.ledger.commands import Line, Posting, post
from inl_logistics.purchasing.commitments import withdraw
from inl_logistics.register import numbers, seals
from inl_logistics.register.records import DocumentKind, Fact
from inl_logistics.settings.declared import local_day

_ALWAYS = 100_000


def reverse_opening(session: Session, document_id: int, import_id: int, *, by: Actor, at: datetime) -> tuple[str, int]:
    """Post the opposite of an opening; return the reversal's number and id.

    Raises: BadInput("import-in-use") naming the first later fact that depends on it.
    """
    _refuse_used(session, document_id)
    originals = facts.movements(session, facts.of_document(session, DocumentId(document_id)))
    today = local_day(session, at)
    opening = session.execute(
        text("SELECT number, title, effective_on FROM document WHERE id = :d"), {"d": document_id}
    ).one()
    document = numbers.assign(
        session, DocumentKind.REVERSAL, request=f"undo:{import_id}", effective_on=today, title=opening.title, by=by,
        at=at, reverses=DocumentId(document_id),
    )  # fmt: skip
    lines = [
        Line(
            one.item_id, one.layer_id, one.quantity, one.to_place, one.from_place, unit_id=one.unit_id,
            condition=one.condition_to, condition_to=one.condition_from, status=one.status_to,
            status_to=one.status_from, title=one.title_to, title_to=one.title_from, reverses=one.id,
        )
        for one in originals
    ]  # fmt: skip
    post(session, Posting(document.id, today, today, window_days=_ALWAYS), lines)
    _free_serials(session, document_id)
    snapshot = msgspec.json.encode(
        {"number": document.number, "reverses": opening.number, "import": import_id, "lines": len(lines)},
        order="deterministic",
    )
    seals.seal(session, document.id, Fact.POST, snapshot, by=by, at=at)
    return document.number, document.id


def _free_serials(session: Session, document_id: int) -> None:
    """Let the serials of the reversed units come again: their text stays, their keys go."""
    driver = session.connection().exec_driver_sql
    units = [
        (row[0],)
        for row in driver(
            "SELECT m.unit_id FROM movement m JOIN unit u ON u.id = m.unit_id WHERE m.document_id = ? AND u.folded IS NOT NULL",
            (document_id,),
        )
    ]
    if units:
        driver("UPDATE unit SET folded = NULL, lookalike = NULL WHERE id = ?", units)
        driver("DELETE FROM unit_search WHERE rowid = ?", units)


def _refuse_used(session: Session, document_id: int) -> None:
    """Find a piece that moved since, or a quantity that was taken from, and name the document."""
    driver = session.connection().exec_driver_sql
    unit = driver(
        "SELECT u.serial, x.number FROM movement m JOIN position p ON p.unit_id = m.unit_id JOIN unit u ON u.id = m.unit_id"
        " JOIN movement n ON n.id = p.movement_id JOIN document x ON x.id = n.document_id"
        " WHERE m.document_id = ? AND m.unit_id IS NOT NULL AND p.movement_id <> m.id LIMIT 1",
        (document_id,),
    ).first()
    if unit is not None:
        raise BadInput("import-in-use", what=unit[0] or "—", document=unit[1])
    taken = driver(
        "SELECT i.name, x.number FROM movement m JOIN movement n ON n.layer_id = m.layer_id AND n.id > m.id"
        " JOIN document x ON x.id = n.document_id JOIN item i ON i.id = m.item_id"
        " WHERE m.document_id = ? AND m.unit_id IS NULL AND n.document_id <> m.document_id"
        " AND (SELECT COALESCE(sum(b.quantity), 0) FROM balance b WHERE b.place_id = m.to_place_id"
        "  AND b.item_id = m.item_id AND b.layer_id = m.layer_id AND b.condition = m.condition_to"
        "  AND b.status = m.status_to AND b.title = m.title_to) < m.quantity LIMIT 1",
        (document_id,),
    ).first()
    if taken is not None:
        raise BadInput("import-in-use", what=taken[0], document=taken[1])


def cancel_orders(session: Session, import_id: int, *, by: Actor, at: datetime) -> None:
    """Cancel the orders and shipments of an import; their numbers stay in the register.

    Raises: BadInput("import-in-use") where something was received or shipped against them since.
    """
    driver = session.connection().exec_driver_sql
    later = driver(
        "SELECT o.source_number, COALESCE(d.number, 'shipment ' || s.id) FROM purchase_order o"
        " JOIN order_line l ON l.order_id = o.id JOIN shipment_line sl ON sl.order_line_id = l.id"
        " JOIN shipment s ON s.id = sl.shipment_id LEFT JOIN document d ON d.id = s.document_id"
        " WHERE o.import_id = ?1 AND s.import_id IS NOT ?1 AND s.state <> 'canceled' LIMIT 1",
        (import_id,),
    ).first()
    received = driver(
        "SELECT s.source_number, 'receiving ' || r.id FROM shipment s JOIN receiving r ON r.shipment_id = s.id"
        " WHERE s.import_id = ? AND r.state <> 'abandoned' LIMIT 1",
        (import_id,),
    ).first()
    if (used := later or received) is not None:
        raise BadInput("import-in-use", what=used[0] or "—", document=used[1])
    driver("UPDATE shipment SET state = 'canceled', version = version + 1 WHERE import_id = ?", (import_id,))
    driver(
        "UPDATE order_line SET canceled_quantity = quantity WHERE order_id IN"
        " (SELECT id FROM purchase_order WHERE import_id = ?)",
        (import_id,),
    )
    driver("UPDATE purchase_order SET state = 'canceled', version = version + 1 WHERE import_id = ?", (import_id,))
    orders = [row[0] for row in driver("SELECT id FROM purchase_order WHERE import_id = ?", (import_id,))]
    withdraw(session, orders, on=local_day(session, at), reason="import undone", by=by, at=at)


def cancel_shipment(session: Session, shipment_id: int) -> None:
    """Cancel the shipment that a packing list made. Raises: BadInput("import-in-use") once it is received."""
    row = session.execute(
        text("SELECT id FROM receiving WHERE shipment_id = :s AND state <> 'abandoned' LIMIT 1"), {"s": shipment_id}
    ).first()
    if row is not None:
        raise BadInput("import-in-use", what=str(shipment_id), document=f"receiving {row.id}")
    session.execute(
        text("UPDATE shipment SET state = 'canceled', version = version + 1 WHERE id = :s"), {"s": shipment_id}
    )


def retire_masters(session: Session, import_id: int, *, at: datetime, day: date) -> int:
    """Retire items and partners that the import made and nothing else uses; return how many."""
    driver = session.connection().exec_driver_sql
    items = driver(
        "UPDATE item SET retired_at = ?1 WHERE import_id = ?2 AND retired_at IS NULL"
        " AND NOT EXISTS (SELECT 1 FROM balance b WHERE b.item_id = item.id AND b.real = 1 AND b.quantity > 0)"
        " AND NOT EXISTS (SELECT 1 FROM variant v JOIN order_line l ON l.variant_id = v.id JOIN purchase_order o"
        "  ON o.id = l.order_id WHERE v.item_id = item.id AND o.state <> 'canceled')"
        " AND NOT EXISTS (SELECT 1 FROM variant v JOIN shipment_line l ON l.variant_id = v.id JOIN shipment s"
        "  ON s.id = l.shipment_id WHERE v.item_id = item.id AND s.state <> 'canceled')",
        (instant_text(at), import_id),
    ).rowcount
    partners = driver(
        "UPDATE partner SET retired_on = ?1 WHERE import_id = ?2 AND retired_on IS NULL"
        " AND NOT EXISTS (SELECT 1 FROM place p JOIN balance b ON b.place_id = p.id WHERE p.partner_id = partner.id"
        "  AND b.real = 1 AND b.quantity > 0)"
        " AND NOT EXISTS (SELECT 1 FROM purchase_order o WHERE (o.vendor_id = partner.id OR o.recipient_id = partner.id)"
        "  AND o.state <> 'canceled')"
        " AND NOT EXISTS (SELECT 1 FROM shipment s WHERE (s.vendor_id = partner.id OR s.recipient_id = partner.id)"
        "  AND s.state <> 'canceled')"
        " AND NOT EXISTS (SELECT 1 FROM partner_link k JOIN partner c ON c.id = k.child_id WHERE k.parent_id = partner.id"
        "  AND k.to_on IS NULL AND c.retired_on IS NULL AND c.import_id IS NOT ?2)",
        (day.isoformat(), import_id),
    ).rowcount
    return int(items) + int(partners)
