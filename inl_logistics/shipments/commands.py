"""Making, booking and canceling inbound shipments; `following.py` has their milestones and papers.

Inbound shipments post nothing: "in transit" inbound is booked minus received (product.md 4).
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import insert, select, text, update
from sqlalchemy.orm import Session

from inl_logistics.approvals.commands import record_used
from inl_logistics.kernel.actor import Actor
from inl_logistics.kernel.problems import Problem, StaleEdit, raise_if_broken
from inl_logistics.kernel.text import clean, clean_lines
from inl_logistics.kernel.values import ShipmentId
from inl_logistics.register import numbers
from inl_logistics.register.records import DocumentKind
from inl_logistics.settings.declared import local_day
from inl_logistics.shipments import facts
from inl_logistics.shipments.drafts import (
    PLAIN,
    TEXTS,
    PackageDraft,
    PackedQuantity,
    PackedSerial,
    ShipmentDraft,
    ShipmentLineDraft,
)
from inl_logistics.shipments.following import save_steps
from inl_logistics.shipments.lines import save_lines
from inl_logistics.shipments.packing import clear_contents, store_packages
from inl_logistics.shipments.records import ShipmentLineRecord, ShipmentRecord, ShipmentState
from inl_logistics.shipments.rules import LineFacts, export_problems, serial_problems, shipment_problems, state_of
from inl_logistics.shipments.search import index_shipment
from inl_logistics.users import trail

__all__ = [
    "PackageDraft", "PackedQuantity", "PackedSerial", "ShipmentDraft", "ShipmentLineDraft", "book_shipment",
    "cancel_shipment", "save_shipment",
]  # fmt: skip


def save_shipment(session: Session, draft: ShipmentDraft, *, by: Actor, at: datetime) -> ShipmentId:
    """Make an inbound shipment, or change it until something of it was received.

    Raises: RulesBroken, StaleEdit; ApprovalNeeded where a booked shipment gets a controlled item without an export
    authorization.
    """
    stored = _stored(session, draft)
    booked = stored is not None and stored.state is not ShipmentState.DRAFT
    problems = [
        *facts.fixed_by_receiving(session, draft.id),
        *shipment_problems(_facts(session, draft), booking=booked, has_vendor=draft.vendor_id is not None),
        *serial_problems(_serials(session, draft)),
        *(_added_export_problems(session, stored, draft) if stored and booked else ()),
    ]
    raise_if_broken(problems, overridden=by.overridden)
    values = {
        **{name: clean(getattr(draft, name)) for name in TEXTS},
        **{name: getattr(draft, name) for name in PLAIN},
        "remarks": clean_lines(draft.remarks),
    }
    if stored is None:
        shipment_id = ShipmentId(
            session.execute(insert(ShipmentRecord).values(**values).returning(ShipmentRecord.id)).scalar_one()
        )
    else:
        shipment_id = ShipmentId(stored.id)
        session.execute(
            update(ShipmentRecord)
            .where(ShipmentRecord.id == shipment_id)
            .values(**values, version=ShipmentRecord.version + 1)
        )
    clear_contents(session, shipment_id)
    save_lines(session, shipment_id, draft, store_packages(session, shipment_id, draft.packages))
    save_steps(session, shipment_id, draft.steps)
    if stored is not None and stored.document_id is not None:
        record_used(session, problems, document_id=stored.document_id, by=by, at=at)
    index_shipment(session, shipment_id)
    trail.record(
        session, "shipment.save", kind="shipment", subject_id=shipment_id, subject=clean(draft.title), by=by, at=at,
        after={"lines": len(draft.lines), "packages": len(draft.packages), "overrides": sorted(by.overridden)},
    )  # fmt: skip
    return shipment_id


def book_shipment(session: Session, shipment_id: int, *, by: Actor, at: datetime) -> str:
    """Book a draft: it takes its number and its milestones. Booking it twice returns the same number.

    Raises: RulesBroken, ApprovalNeeded where a controlled item has no export authorization: here the goods leave the
    exporter.
    """
    request = f"shipment:{shipment_id}"
    known = numbers.numbered(session, request)
    if known is not None:
        return known.number
    shipment = facts.record(session, shipment_id)
    lines = session.execute(
        select(ShipmentLineRecord.quantity, ShipmentLineRecord.variant_id).where(
            ShipmentLineRecord.shipment_id == shipment_id
        )
    ).all()
    judged = [LineFacts(row.quantity, row.variant_id is not None, 0, None) for row in lines]
    carried = () if shipment.history else facts.stored_lines(session, shipment_id)
    problems = [
        *([] if shipment.state is ShipmentState.DRAFT else [Problem("shipment-not-draft")]),
        *shipment_problems(judged, booking=True, has_vendor=shipment.vendor_id is not None),
        *export_problems(facts.export_lines(session, carried)),
    ]
    raise_if_broken(problems, overridden=by.overridden)
    document = numbers.assign(
        session,
        DocumentKind.INBOUND,
        request=request,
        effective_on=local_day(session, at),
        title=shipment.title,
        by=by,
        at=at,
    )
    state = state_of(facts.steps(session, shipment_id))
    session.execute(
        update(ShipmentRecord)
        .where(ShipmentRecord.id == shipment_id)
        .values(document_id=document.id, state=state, version=ShipmentRecord.version + 1)
    )
    record_used(session, problems, document_id=document.id, by=by, at=at)
    index_shipment(session, shipment_id)
    trail.record(
        session, "shipment.book", kind="shipment", subject_id=shipment_id, subject=document.number, by=by, at=at,
        after={"overrides": sorted(by.overridden)},
    )  # fmt: skip
    return document.number


def cancel_shipment(session: Session, shipment_id: int, *, reason: str, by: Actor, at: datetime) -> None:
    """Cancel a shipment of which nothing was received. Raises: RulesBroken."""
    shipment = facts.record(session, shipment_id)
    problems = facts.fixed_by_receiving(session, shipment_id, ended=("abandoned", "reversed"))
    if shipment.history or shipment.state in (ShipmentState.CLOSED, ShipmentState.CANCELED):
        problems.append(Problem("shipment-has-ended", where=("state",)))
    if not clean(reason):
        problems.append(Problem("reason-needed", where=("reason",)))
    raise_if_broken(problems)
    session.execute(
        update(ShipmentRecord)
        .where(ShipmentRecord.id == shipment_id)
        .values(state=ShipmentState.CANCELED, version=ShipmentRecord.version + 1)
    )
    trail.record(
        session, "shipment.cancel", kind="shipment", subject_id=shipment_id, subject=shipment.title, by=by, at=at,
        after={"reason": clean(reason)},
    )  # fmt: skip


def _facts(session: Session, draft: ShipmentDraft) -> list[LineFacts]:
    return [
        LineFacts(
            line.quantity,
            line.variant_id is not None,
            len(line.serials),
            facts.left(session, line.order_line_id, draft.id),
        )
        for line in draft.lines
    ]


def _added_export_problems(session: Session, stored: ShipmentRecord, draft: ShipmentDraft) -> list[Problem]:
    """Judge the controlled items that a change of a booked shipment adds."""
    if stored.history:
        return []
    known = {(line.item_id, line.order) for line in facts.export_lines(session, facts.stored_lines(session, stored.id))}
    lines = [(line.variant_id, line.order_line_id) for line in draft.lines]
    return export_problems(facts.export_lines(session, lines), known=known)


def _serials(session: Session, draft: ShipmentDraft) -> list[tuple[int, str, list[str]]]:
    scopes = {
        row.id: str(row.model_id)
        for row in session.execute(text("SELECT v.id, i.model_id FROM variant v JOIN item i ON i.id = v.item_id"))
    } if any(line.serials for line in draft.lines) else {}  # fmt: skip
    return [
        (number, scopes.get(line.variant_id or 0, f"line {number}"), [one.serial for one in line.serials])
        for number, line in enumerate(draft.lines, 1)
    ]


def _stored(session: Session, draft: ShipmentDraft) -> ShipmentRecord | None:
    if draft.id is None:
        return None
    stored = facts.record(session, draft.id)
    if stored.version != draft.version:
        raise StaleEdit("stale-edit", what=stored.title or "—")
    return stored
