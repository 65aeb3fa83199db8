"""The papers of a run take their numbers before it leaves: shipment and waybills, then every receipt, in one act.

A waybill's number is sealed when it is given and again, as it left, when the vehicle leaves; goods move only then.
Source: product.md 5 (HO, OUT and WB take theirs at issue), domain.md 8 scenario 2.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select, text, update
from sqlalchemy.orm import Session

from inl_logistics.handovers import facts as handover_facts
from inl_logistics.handovers.commands import issue
from inl_logistics.handovers.rules import handover_problems
from inl_logistics.kernel.actor import Actor
from inl_logistics.kernel.problems import Problem, raise_if_broken
from inl_logistics.outbound import snapshot
from inl_logistics.outbound.commands import index_outbound, record
from inl_logistics.outbound.records import OutboundRecord, OutboundState, WaybillRecord
from inl_logistics.register import numbers, seals
from inl_logistics.register.numbers import Document
from inl_logistics.register.records import DocumentKind, Fact
from inl_logistics.settings.declared import local_day
from inl_logistics.users import trail


@dataclass(frozen=True, slots=True)
class IssueRunDraft:
    """Issue every receipt of a shipment that is a draft still; without a day each on its own planned one."""

    outbound_id: int
    on: date | None = None


@dataclass(frozen=True, slots=True)
class IssuedRun:
    """What was issued: the shipment's number, the waybills' numbers, and those of the receipts that were drafts."""

    number: str
    waybills: tuple[str, ...]
    receipts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ToIssue:
    """A draft of a run and what stands against issuing it, or is worth knowing."""

    handover_id: int
    facility: str
    unit: str
    units: int
    problems: tuple[Problem, ...]


def issue_run(session: Session, draft: IssueRunDraft, *, by: Actor, at: datetime) -> IssuedRun:
    """Number the shipment and its waybills and issue every receipt, all or nothing; doing it twice numbers once.

    Raises: RulesBroken, ApprovalNeeded, naming what stands against any of the receipts.
    """
    outbound = record(session, draft.outbound_id)
    today = local_day(session, at)
    waiting = to_issue(session, outbound.id, on=draft.on, today=today)
    problems = [Problem("outbound-not-draft")] if outbound.state is OutboundState.CANCELED else []
    raise_if_broken(
        [*problems, *_once([problem for one in waiting for problem in one.problems])], overridden=by.overridden
    )
    day = draft.on or outbound.planned_on or today
    number, waybills = _number_papers(session, outbound, day, by=by, at=at)
    receipts = tuple(issue(session, one.handover_id, dated_on=draft.on, by=by, at=at) for one in waiting)
    index_outbound(session, outbound.id)
    trail.record(
        session, "outbound.issue-run", kind="outbound", subject_id=outbound.id, subject=number.number, by=by, at=at,
        after={"waybills": waybills, "receipts": receipts, "overrides": sorted(by.overridden)},
    )  # fmt: skip
    return IssuedRun(number.number, waybills, receipts)


def to_issue(session: Session, outbound_id: int, *, today: date, on: date | None = None) -> tuple[ToIssue, ...]:
    """Return the drafts of a shipment in the order of its stops, each with its problems on its day."""
    rows = session.execute(
        text(
            "SELECT h.id, COALESCE(f.name, '') AS facility, COALESCE(u.name, '') AS unit, (SELECT COALESCE(sum(k.quantity), 0)"
            " FROM handover_line l JOIN handover_pick k ON k.line_id = l.id WHERE l.handover_id = h.id) AS units"
            " FROM waybill w JOIN waybill_stop s ON s.waybill_id = w.id JOIN handover h ON h.id = s.handover_id"
            " LEFT JOIN partner f ON f.id = h.facility_id LEFT JOIN partner u ON u.id = h.unit_id"
            " WHERE w.outbound_id = :o AND h.state = 'draft' ORDER BY w.line_no, s.line_no"
        ),
        {"o": outbound_id},
    ).all()
    found = []
    for row in rows:
        handover = handover_facts.record(session, row.id)
        day = on or handover.planned_on or today
        problems = handover_problems(handover_facts.facts_of(session, handover, on=day))
        found.append(ToIssue(row.id, row.facility, row.unit, row.units, tuple(problems)))
    return tuple(found)


def _once(problems: list[Problem]) -> list[Problem]:
    """Return each thing that is said once, however many receipts it stands against."""
    return list({(one.code, one.severity, tuple(sorted(one.params.items()))): one for one in problems}.values())


def _number_papers(
    session: Session, outbound: OutboundRecord, day: date, *, by: Actor, at: datetime
) -> tuple[Document, tuple[str, ...]]:
    """Number the shipment and every vehicle that has a stop; what has its number keeps it."""
    request = f"outbound:{outbound.id}"
    document = numbers.numbered(session, request)
    fresh = document is None
    if document is None:
        document = numbers.assign(session, DocumentKind.OUTBOUND, request=request, effective_on=day,
                                  title=outbound.title, by=by, at=at)  # fmt: skip
        session.execute(
            update(OutboundRecord)
            .where(OutboundRecord.id == outbound.id)
            .values(document_id=document.id, version=OutboundRecord.version + 1)
        )
    vehicles = session.execute(
        select(WaybillRecord).where(WaybillRecord.outbound_id == outbound.id).order_by(WaybillRecord.line_no)
    ).scalars()
    found = []
    for one in list(vehicles):
        stops = session.execute(text("SELECT count(*) FROM waybill_stop WHERE waybill_id = :w"), {"w": one.id}).scalar()
        if stops:
            found.append(number_waybill(session, one, day, by=by, at=at).number)
    if fresh:
        seals.seal(session, document.id, Fact.NUMBER, snapshot.run_of(session, outbound.id), by=by, at=at)
    return document, tuple(found)


def number_waybill(session: Session, waybill: WaybillRecord, day: date, *, by: Actor, at: datetime) -> Document:
    """Give a waybill its number once; receipts that are drafts name it from then on."""
    # Named by its uid: the id of a vehicle that was taken out of the plan is given to another one.
    request = f"waybill:{waybill.uid.hex()}"
    known = numbers.numbered(session, request)
    if known is not None:
        return known
    document = numbers.assign(session, DocumentKind.WAYBILL, request=request, effective_on=day, title=waybill.vehicle,
                              by=by, at=at)  # fmt: skip
    session.execute(update(WaybillRecord).where(WaybillRecord.id == waybill.id).values(document_id=document.id))
    session.execute(
        text(
            "UPDATE handover SET waybill = :n WHERE state = 'draft' AND id IN"
            " (SELECT handover_id FROM waybill_stop WHERE waybill_id = :w)"
        ),
        {"n": numbers.screen_number(document.number), "w": waybill.id},
    )
    session.flush()
    seals.seal(session, document.id, Fact.NUMBER, snapshot.waybill_of(session, waybill.id).to_json(), by=by, at=at)
    return document
