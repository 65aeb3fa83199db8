"""From an order's records to its frozen paper: sealed when it is placed and at each amendment."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import text
from sqlalchemy.orm import Session

from inl_logistics.kernel.actor import Actor
from inl_logistics.kernel.dates import stored_day
from inl_logistics.kernel.problems import BadInput
from inl_logistics.kernel.values import DocumentId
from inl_logistics.paper.model import NOBODY, Named, Translation
from inl_logistics.purchasing.documents import OrderPaper, OrderPaperLine, order_from_json
from inl_logistics.register import seals
from inl_logistics.register.records import Fact
from inl_logistics.settings.declared import POST, get
from inl_logistics.settings.letterhead import letterhead

_SAME = (
    "title", "contract_number", "source_number", "pr_number", "fund_cite", "obligation_number", "ship_to", "mark_for",
    "consignee", "inspection_point", "cor", "gtm", "export_authorization", "packing", "marking", "hazmat", "remarks",
    "currency",
)  # fmt: skip


def seal(session: Session, order_id: int, *, by: Actor, at: datetime) -> None:
    """Seal an order that has a number, as it stands now."""
    session.flush()
    document = session.execute(text("SELECT document_id FROM purchase_order WHERE id = :o"), {"o": order_id}).scalar()
    if document is not None:
        paper = frozen(session, order_id)
        seals.seal(session, DocumentId(document), Fact.ISSUE, paper.to_json(), by=by, at=at)


def paper_of(session: Session, order_id: int) -> OrderPaper:
    """Return what the order record prints: as last sealed, else (a draft, an imported order) as it stands."""
    document = session.execute(text("SELECT document_id FROM purchase_order WHERE id = :o"), {"o": order_id}).scalar()
    raw = seals.snapshot(session, DocumentId(document), Fact.ISSUE) if document is not None else None
    return order_from_json(raw) if raw is not None else frozen(session, order_id)


def paper_version(session: Session, order_id: int, _today: date, *, amendment: int) -> OrderPaper:
    """Return what the order record printed after an amendment, 0 as it was placed. Raises: BadInput("not-found")."""
    document = session.execute(text("SELECT document_id FROM purchase_order WHERE id = :o"), {"o": order_id}).scalar()
    sealed = seals.snapshots(session, DocumentId(document), Fact.ISSUE) if document is not None else []
    found = next((one for one in map(order_from_json, sealed) if one.amendment == amendment), None)
    if found is None:
        raise BadInput("not-found", what=str(amendment))
    return found


def frozen(session: Session, order_id: int) -> OrderPaper:
    """Return everything that the order prints as it stands now. Raises: BadInput("not-found")."""
    row = session.execute(
        text(
            "SELECT o.*, d.number, d.assigned_at, v.name AS vendor, v.name_native, COALESCE(a.number, '') AS agreement,"
            " COALESCE(j.code, '') AS project, u.name AS by_name, u.title AS by_title,"
            " (SELECT max(m.number) FROM order_amendment m WHERE m.order_id = o.id) AS amended,"
            " (SELECT m.amended_on FROM order_amendment m WHERE m.order_id = o.id ORDER BY m.number DESC LIMIT 1)"
            " AS amended_on FROM purchase_order o LEFT JOIN document d ON d.id = o.document_id LEFT JOIN partner v"
            " ON v.id = o.vendor_id LEFT JOIN agreement a ON a.id = o.agreement_id LEFT JOIN project j"
            " ON j.id = o.project_id LEFT JOIN user_account u ON u.id = d.assigned_by WHERE o.id = :o"
        ),
        {"o": order_id},
    ).first()
    if row is None:
        raise BadInput("not-found", what=str(order_id))
    values = row._mapping
    ordered = stored_day(row.ordered_on) or date.fromisoformat(str(row.assigned_at or "2000-01-01")[:10])
    return OrderPaper(
        number=row.number, dated_on=ordered, letterhead=letterhead(get(session, POST)), lines=_lines(session, order_id),
        vendor=Named(row.vendor, row.name_native or "") if row.vendor else NOBODY, amendment=row.amended or 0,
        amended_on=stored_day(row.amended_on), ended=row.state if row.state in ("short-closed", "closed", "canceled") and row.closed_on else "",
        ended_on=stored_day(row.closed_on), ended_reason=row.closed_reason, agreement=row.agreement, agreement_amendment=values["amendment"],
        project=row.project, incoterm=f"{row.incoterm} {row.incoterm_place}".strip(), need_by=stored_day(row.need_by),
        prepared=Named(row.by_name) if row.by_name else NOBODY, prepared_title=row.by_title or "",
        **{name: values[name] for name in _SAME},
    )  # fmt: skip


def _lines(session: Session, order_id: int) -> tuple[OrderPaperLine, ...]:
    rows = session.execute(
        text(
            "SELECT l.*, COALESCE(i.name || CASE WHEN v.size = '' THEN '' ELSE ', ' || v.size END, l.description) AS item,"
            " COALESCE(v.code, '') AS code, COALESCE(v.unit_of_issue, 'EA') AS unit, v.item_id, COALESCE(j.code, '')"
            " AS project FROM order_line l LEFT JOIN variant v ON v.id = l.variant_id LEFT JOIN item i ON i.id = v.item_id"
            " LEFT JOIN project j ON j.id = l.project_id WHERE l.order_id = :o ORDER BY l.line_no"
        ),
        {"o": order_id},
    ).all()
    names: dict[int, list[Translation]] = {}
    for row in session.execute(
        text(
            "SELECT n.item_id, n.language, n.name FROM item_name n WHERE n.item_id IN (SELECT v.item_id FROM order_line l"
            " JOIN variant v ON v.id = l.variant_id WHERE l.order_id = :o) ORDER BY n.language"
        ),
        {"o": order_id},
    ):
        names.setdefault(row[0], []).append(Translation(row[1], row[2]))
    return tuple(
        OrderPaperLine(
            row.line_no, row.item, row.quantity, row.unit, row.price_micros, row.value_minor, row.code,
            tuple(names.get(row.item_id, ())), row.canceled_quantity, row.vendor_item, row.project, row.origin,
            row.warranty_months, row.min_life_months, bool(row.serial_list), bool(row.lot_required),
        )
        for row in rows
    )  # fmt: skip
