"""Posting a receiving session: stock in, the receiving report, the discrepancy report; all or nothing.

Vendor → store for what was accepted; damaged, wrong and set-aside go to quarantine at the same bin unless
another is named. Source: product.md 4 (When stock moves); domain.md 2.5 and 8 scenario 1.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import insert, text, update
from sqlalchemy.orm import Session

from inl_logistics.approvals.commands import record_used
from inl_logistics.database.search import Entry, index
from inl_logistics.kernel.actor import Actor
from inl_logistics.kernel.problems import Problem, RulesBroken, raise_if_broken
from inl_logistics.kernel.text import clean, clean_lines, serial_key
from inl_logistics.kernel.values import (
    UnitPrice,
    line_value,
)
from inl_logistics.ledger import commands as ledger
from inl_logistics.ledger.rules import CountAnswer
from inl_logistics.purchasing.facts import line_terms
from inl_logistics.receiving import expected, reports
from inl_logistics.receiving.booking import Batch, batches_of, book
from inl_logistics.receiving.records import (
    DiscrepancyKind,
    DiscrepancyRecord,
    ReceivingRecord,
    ReceivingState,
    ScanOutcome,
)
from inl_logistics.receiving.rules import FinishFacts, TermFacts, finish_problems
from inl_logistics.register import numbers
from inl_logistics.register.numbers import Document
from inl_logistics.register.records import DocumentKind
from inl_logistics.settings.declared import RULES, get, local_day
from inl_logistics.shipments.facts import missing_papers
from inl_logistics.shipments.records import MilestoneKind, MilestoneRecord
from inl_logistics.users import trail


@dataclass(frozen=True, slots=True)
class FinishDraft:
    """What the officer adds when finishing. `quarantine_bin` takes damaged and wrong goods."""

    receiving_id: int
    received_on: date
    remarks: str = ""
    seal_intact: bool | None = None
    packages_received: int | None = None
    driver: str = ""
    quarantine_bin: str | None = None
    final: bool = True
    count_answer: CountAnswer | None = None


@dataclass(frozen=True, slots=True)
class Posted:
    """The numbers of the papers; no discrepancy report when nothing differed."""

    receiving_id: int
    report: str
    discrepancy: str
    units: int


def post(session: Session, draft: FinishDraft, *, by: Actor, at: datetime) -> Posted:
    """Post a session once; a second call gives back the same numbers.

    Raises: RulesBroken naming everything that stands against it, ApprovalNeeded (more than ordered); nothing is
    written then.
    """
    request = f"receiving:{draft.receiving_id}"
    known = numbers.numbered(session, request)
    if known is not None:
        return _posted_before(session, draft.receiving_id, known)
    record = session.get(ReceivingRecord, draft.receiving_id)
    if record is None:
        raise RulesBroken([Problem("receiving-not-open")])
    batches = batches_of(session, record, quarantine_bin=draft.quarantine_bin)
    problems = raise_if_broken(_problems(session, record, draft, batches, at=at), overridden=by.overridden)
    document = numbers.assign(
        session, DocumentKind.RECEIVING, request=request, effective_on=draft.received_on,
        title=_title(session, record.shipment_id), by=by, at=at,
    )  # fmt: skip
    lines = book(session, record, batches)
    rules = get(session, RULES)
    ledger.post(
        session,
        ledger.Posting(
            document.id, draft.received_on, local_day(session, at), rules.backdating_days, draft.count_answer
        ),
        lines,
    )
    discrepancy = _discrepancies(session, record, draft, claim_days=rules.claim_days, by=by, at=at)
    _close(session, record, draft, document)
    record_used(session, problems, document_id=document.id, by=by, at=at)
    reports.seal_reports(session, record.id, document, discrepancy, by=by, at=at)
    name = discrepancy.number if discrepancy else ""
    trail.record(
        session, "receiving.post", kind="receiving", subject_id=record.id, subject=document.number, by=by, at=at,
        after={
            "units": sum(line.quantity for line in lines), "discrepancy": name,
            "warnings": [[one.code, dict(one.params)] for one in problems],
        },
    )  # fmt: skip
    index(session, [Entry("receiving", record.id, numbers.screen_number(document.number), document.number, name)])
    return Posted(record.id, document.number, name, sum(line.quantity for line in lines))


def _posted_before(session: Session, receiving_id: int, known: Document) -> Posted:
    discrepancy = session.execute(
        text(
            "SELECT d.number FROM discrepancy x JOIN document d ON d.id = x.document_id"
            " WHERE x.receiving_id = :r LIMIT 1"
        ),
        {"r": receiving_id},
    ).scalar()
    units = session.execute(
        text("SELECT COALESCE(sum(quantity), 0) FROM receipt_line WHERE receiving_id = :r"), {"r": receiving_id}
    ).scalar_one()
    return Posted(receiving_id, known.number, discrepancy or "", units)


def _problems(
    session: Session, record: ReceivingRecord, draft: FinishDraft, batches: Sequence[Batch], *, at: datetime
) -> list[Problem]:
    tallies = expected.tallies(session, record.id)
    unresolved = session.execute(
        text("SELECT count(*) FROM scan WHERE receiving_id = :r AND undone = 0 AND outcome = 'unknown'"),
        {"r": record.id},
    ).scalar_one()
    missing = [kind.value for kind in missing_papers(session, record.shipment_id)]
    return finish_problems(
        FinishFacts(
            record.state, tuple(tallies.values()), unresolved,
            sum(batch.quantity for batch in batches if batch.line_id is None), draft.received_on,
            local_day(session, at), tuple(missing), get(session, RULES).over_receipt_percent,
            expected.against_orders(session, record.id), _terms(session, batches),
        )
    )  # fmt: skip


def _terms(session: Session, batches: Sequence[Batch]) -> list[TermFacts]:
    """Return what the order lines ask of the goods that are accepted."""
    accepted = [one for one in batches if one.line_id is not None and one.outcome is ScanOutcome.GOOD]
    ids = ",".join(str(one.line_id) for one in accepted) or "0"
    rows = session.execute(
        text(
            "SELECT s.id, s.order_line_id, i.name || CASE WHEN v.size = '' THEN '' ELSE ', ' || v.size END AS item,"
            " (SELECT group_concat(x.folded, char(10)) FROM shipment_serial x WHERE x.shipment_line_id = s.id) AS listed"
            " FROM shipment_line s JOIN variant v ON v.id = s.variant_id JOIN item i ON i.id = v.item_id"
            f" WHERE s.id IN ({ids}) AND s.order_line_id IS NOT NULL"
        )
    )
    lines = {row.id: row for row in rows}
    terms = line_terms(session, [row.order_line_id for row in lines.values()] or [0])
    found = []
    for one in accepted:
        line = lines.get(one.line_id)
        asked = terms.get(line.order_line_id) if line is not None else None
        if line is None or asked is None:
            continue
        listed = set(str(line.listed or "").split("\n"))
        found.append(
            TermFacts(
                line.item,
                one.quantity,
                one.lot.code,
                one.lot.expires_on,
                asked.lot_required,
                asked.min_life_months,
                asked.serial_list,
                sum(serial_key(serial) not in listed for serial in one.serials),
            )
        )
    return found


def _discrepancies(
    session: Session, record: ReceivingRecord, draft: FinishDraft, *, claim_days: int, by: Actor, at: datetime
) -> Document | None:
    rows = reports.differences(session, record.id, with_short=draft.final)
    if not rows:
        return None
    document = numbers.assign(
        session, DocumentKind.DISCREPANCY, request=f"discrepancy:{record.id}", effective_on=draft.received_on,
        title=_title(session, record.shipment_id), by=by, at=at,
    )  # fmt: skip
    vendor = session.execute(
        text("SELECT p.name FROM shipment s JOIN partner p ON p.id = s.vendor_id WHERE s.id = :s"),
        {"s": record.shipment_id},
    ).scalar()
    for row in rows:
        value = line_value(row.quantity, UnitPrice(row.price_micros)).minor
        session.execute(
            insert(DiscrepancyRecord).values(
                document_id=document.id, receiving_id=record.id, shipment_line_id=row.line_id,
                variant_id=row.variant_id, kind=DiscrepancyKind(row.kind), quantity=row.quantity, value_minor=value,
                detail=row.detail, addressee=vendor or "",
                claim_by=draft.received_on + timedelta(days=claim_days),
            )
        )  # fmt: skip
    return document


def _close(session: Session, record: ReceivingRecord, draft: FinishDraft, document: Document) -> None:
    session.execute(
        update(ReceivingRecord)
        .where(ReceivingRecord.id == record.id)
        .values(
            state=ReceivingState.POSTED, document_id=document.id, received_on=draft.received_on, final=draft.final,
            seal_intact=draft.seal_intact, packages_received=draft.packages_received, driver=clean(draft.driver),
            remarks=clean_lines(draft.remarks), version=ReceivingRecord.version + 1,
        )
    )  # fmt: skip
    if not draft.final:
        return
    session.execute(
        update(MilestoneRecord)
        .where(MilestoneRecord.shipment_id == record.shipment_id, MilestoneRecord.kind == MilestoneKind.RECEIVED)
        .values(actual_on=draft.received_on)
    )
    session.execute(
        update(MilestoneRecord)
        .where(
            MilestoneRecord.shipment_id == record.shipment_id,
            MilestoneRecord.kind == MilestoneKind.DELIVERED,
            MilestoneRecord.actual_on.is_(None),
        )
        .values(actual_on=draft.received_on)
    )
    session.execute(
        text("UPDATE shipment SET state = 'closed', version = version + 1 WHERE id = :s"), {"s": record.shipment_id}
    )


def _title(session: Session, shipment_id: int) -> str:
    return session.execute(text("SELECT title FROM shipment WHERE id = :s"), {"s": shipment_id}).scalar() or ""
