"""Posting a receiving session: stock in, the receiving report, the discrepancy report; all or nothing.

Vendor → store for what was accepted; damaged, wrong and set-aside go to quarantine at the same bin unless
another is named. Source: product.md 4 (When stock moves); domain.md 2.5 and 8 scenario 1.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import insert, text, update
from sqlalchemy.orm import Session

from inl_logistics.database.search import Entry, index
from inl_logistics.kernel.actor import Actor
from inl_logistics.kernel.problems import Problem, RulesBroken, raise_if_broken
from inl_logistics.kernel.text import clean, clean_lines, serial_key
from inl_logistics.kernel.values import (
    MICROS,
    Condition,
    ItemId,
    LayerId,
    OrderLineId,
    PartnerId,
    PlaceId,
    Status,
    UnitId,
    UnitPrice,
    VariantId,
    div_half_even,
    line_value,
)
from inl_logistics.ledger import commands as ledger
from inl_logistics.ledger import places, things
from inl_logistics.ledger.records import PlaceKind
from inl_logistics.ledger.rules import CountAnswer
from inl_logistics.partners.commands import bin_of
from inl_logistics.receiving import expected, reports
from inl_logistics.receiving.records import (
    DiscrepancyKind,
    DiscrepancyRecord,
    ReceiptLineRecord,
    ReceivingRecord,
    ReceivingState,
    ScanOutcome,
)
from inl_logistics.receiving.rules import FinishFacts, finish_problems
from inl_logistics.register import numbers
from inl_logistics.register.numbers import Document
from inl_logistics.register.records import DocumentKind
from inl_logistics.settings.declared import RULES, get, local_day
from inl_logistics.shipments.records import MilestoneKind, MilestoneRecord
from inl_logistics.users import trail

_STATE = {
    ScanOutcome.GOOD: (Condition.NEW, Status.AVAILABLE),
    ScanOutcome.DAMAGED: (Condition.POOR, Status.QUARANTINED),
    ScanOutcome.WRONG: (Condition.NEW, Status.QUARANTINED),
    ScanOutcome.SET_ASIDE: (Condition.NEW, Status.QUARANTINED),
}


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


@dataclass(frozen=True, slots=True)
class Batch:
    """Scans that become one receipt line: same thing, outcome, lot and place."""

    line_id: int | None
    variant_id: VariantId
    outcome: ScanOutcome
    lot: things.LotDraft
    place_id: PlaceId
    serials: tuple[str, ...]
    quantity: int
    note: str


def post(session: Session, draft: FinishDraft, *, by: Actor, at: datetime) -> Posted:
    """Post a session once; a second call gives back the same numbers.

    Raises: RulesBroken naming everything that stands against it; nothing is written then.
    """
    request = f"receiving:{draft.receiving_id}"
    known = numbers.numbered(session, request)
    if known is not None:
        return _posted_before(session, draft.receiving_id, known)
    record = session.get(ReceivingRecord, draft.receiving_id)
    if record is None:
        raise RulesBroken([Problem("receiving-not-open")])
    batches = _batches(session, record, draft)
    warnings = _check(session, record, draft, batches, at=at)
    document = numbers.assign(
        session, DocumentKind.RECEIVING, request=request, effective_on=draft.received_on,
        title=_title(session, record.shipment_id), by=by, at=at,
    )  # fmt: skip
    lines = _book(session, record, batches)
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
    reports.seal_reports(session, record.id, document, discrepancy, by=by, at=at)
    name = discrepancy.number if discrepancy else ""
    trail.record(
        session, "receiving.post", kind="receiving", subject_id=record.id, subject=document.number, by=by, at=at,
        after={
            "units": sum(line.quantity for line in lines), "discrepancy": name,
            "warnings": [[one.code, dict(one.params)] for one in warnings],
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


def _batches(session: Session, record: ReceivingRecord, draft: FinishDraft) -> list[Batch]:
    rows = session.execute(
        text(
            "SELECT shipment_line_id, variant_id, outcome, lot, made_on, expires_on, place_id, is_serial, text,"
            " quantity, note FROM scan WHERE receiving_id = :r AND undone = 0 AND variant_id IS NOT NULL"
            " AND outcome IN ('good', 'damaged', 'wrong', 'set-aside') ORDER BY id"
        ),
        {"r": record.id},
    ).all()
    quarantine = record.place_id
    if draft.quarantine_bin is not None:
        store = session.execute(text("SELECT store_id FROM place WHERE id = :p"), {"p": record.place_id}).scalar_one()
        quarantine = places.of_bin(session, bin_of(session, store, draft.quarantine_bin))
    groups: dict[tuple[object, ...], list[tuple[str, int, str]]] = defaultdict(list)
    for row in rows:
        place = row.place_id or (record.place_id if row.outcome == "good" else quarantine)
        key = (row.shipment_line_id, row.variant_id, row.outcome, row.lot, row.made_on, row.expires_on, place)
        groups[key].append((row.text if row.is_serial else "", row.quantity, row.note))
    found = []
    for (line, variant, outcome, lot, made, expires, place), scans in groups.items():
        found.append(
            Batch(
                line if isinstance(line, int) else None, VariantId(_whole(variant)), ScanOutcome(str(outcome)),
                things.LotDraft(str(lot or ""), _day(made), _day(expires)), PlaceId(_whole(place)),
                tuple(serial for serial, _quantity, _note in scans if serial),
                sum(quantity for _serial, quantity, _note in scans),
                "; ".join(dict.fromkeys(note for _serial, _quantity, note in scans if note)),
            )
        )  # fmt: skip
    return sorted(found, key=lambda batch: (batch.line_id is None, batch.line_id or 0, batch.outcome.value))


def _check(
    session: Session, record: ReceivingRecord, draft: FinishDraft, batches: Sequence[Batch], *, at: datetime
) -> tuple[Problem, ...]:
    tallies = expected.tallies(session, record.id)
    unresolved = session.execute(
        text("SELECT count(*) FROM scan WHERE receiving_id = :r AND undone = 0 AND outcome = 'unknown'"),
        {"r": record.id},
    ).scalar_one()
    missing = session.execute(
        text(
            "SELECT kind FROM shipment_paper WHERE shipment_id = :s AND required = 1 AND number = ''"
            " AND dated_on IS NULL AND attachment_id IS NULL"
        ),
        {"s": record.shipment_id},
    ).scalars()
    return raise_if_broken(
        finish_problems(
            FinishFacts(
                record.state, tuple(tallies.values()), unresolved,
                sum(batch.quantity for batch in batches if batch.line_id is None), draft.received_on,
                local_day(session, at), tuple(missing), sum(tally.over for tally in tallies.values()),
                get(session, RULES).over_receipt_percent, sum(tally.expected for tally in tallies.values()),
            )
        )
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Source:
    """Where a line's money comes from: its order line, project and price."""

    item_id: ItemId
    model_id: int
    order_line_id: OrderLineId | None
    project_id: int | None
    price_micros: int
    currency: str
    rate_micros: int


def _book(session: Session, record: ReceivingRecord, batches: Sequence[Batch]) -> list[ledger.Line]:
    vendor = _vendor_place(session, record.shipment_id)
    lines: list[ledger.Line] = []
    known = _known_units(session, [serial for batch in batches for serial in batch.serials])
    problems: list[Problem] = []
    for number, batch in enumerate(batches, 1):
        source = _source(session, batch)
        layer_id = things.layer(
            session,
            things.LayerDraft(
                source.item_id, batch.variant_id, source.order_line_id, lot=batch.lot, project_id=source.project_id,
                price_micros=source.price_micros, currency=source.currency,
                price_usd_micros=div_half_even(source.price_micros * source.rate_micros, MICROS),
            ),
        )  # fmt: skip
        condition, status = _STATE[batch.outcome]
        units = _units(session, batch, source, layer_id, known, problems)
        base = ledger.Line(
            source.item_id, layer_id, batch.quantity, vendor, batch.place_id, condition=condition, status=status
        )
        lines += units_lines(base, units) if batch.serials else [base]
        session.execute(
            insert(ReceiptLineRecord).values(
                receiving_id=record.id, line_no=number, shipment_line_id=batch.line_id,
                order_line_id=source.order_line_id, variant_id=batch.variant_id, layer_id=layer_id,
                place_id=batch.place_id, outcome=batch.outcome, condition=condition, status=status,
                quantity=batch.quantity, note=batch.note,
            )
        )  # fmt: skip
    if problems:
        raise RulesBroken(problems)
    return lines


def units_lines(base: ledger.Line, units: Sequence[tuple[UnitId, LayerId, Condition, Status]]) -> list[ledger.Line]:
    """Return one line for each unit; a unit that comes back from the vendor starts in the state it left in."""
    return [
        ledger.Line(
            base.item_id, layer, 1, base.from_place, base.to_place, unit_id=unit, condition=condition,
            condition_to=base.condition, status=status, status_to=base.status,
        )
        for unit, layer, condition, status in units
    ]  # fmt: skip


def _units(
    session: Session, batch: Batch, source: _Source, layer_id: LayerId,
    known: dict[str, list[tuple[things.KnownUnit, str, str, bool]]], problems: list[Problem],
) -> list[tuple[UnitId, LayerId, Condition, Status]]:  # fmt: skip
    condition, status = _STATE[batch.outcome]
    found: list[tuple[UnitId, LayerId, Condition, Status]] = []
    fresh: list[things.UnitDraft] = []
    for serial in batch.serials:
        same = [one for one in known.get(serial_key(serial), []) if one[0].model_id == source.model_id]
        if not same:
            fresh.append(things.UnitDraft(source.item_id, batch.variant_id, layer_id, source.model_id, clean(serial)))
            continue
        unit, was, stat, real = same[0]
        if real:
            problems.append(Problem("serial-in-stock", params={"serial": serial}, where=("scans", serial)))
        else:
            found.append((unit.unit_id, unit.layer_id, Condition(was), Status(stat)))
    made = things.new_units(session, fresh) if fresh and not problems else []
    return found + [(unit_id, layer_id, condition, status) for unit_id in made]


def _known_units(session: Session, serials: Sequence[str]) -> dict[str, list[tuple[things.KnownUnit, str, str, bool]]]:
    units = things.units_by_key(session, map(serial_key, serials))
    found: dict[str, list[tuple[things.KnownUnit, str, str, bool]]] = defaultdict(list)
    for unit in units:
        row = session.execute(
            text(
                "SELECT o.condition, o.status, p.real FROM position o JOIN place p ON p.id = o.place_id"
                " WHERE o.unit_id = :u"
            ),
            {"u": unit.unit_id},
        ).first()
        if row is not None:
            found[unit.folded].append((unit, row.condition, row.status, bool(row.real)))
    return found


def _source(session: Session, batch: Batch) -> _Source:
    row = session.execute(
        text(
            "SELECT v.item_id, i.model_id, s.order_line_id, COALESCE(l.project_id, o.project_id) AS project_id,"
            " COALESCE(l.price_micros, NULLIF(s.price_micros, 0), i.price_micros) AS price,"
            " COALESCE(o.currency, h.currency, i.currency) AS currency, COALESCE(o.rate_micros, 1000000) AS rate"
            " FROM variant v JOIN item i ON i.id = v.item_id LEFT JOIN shipment_line s ON s.id = :s"
            " LEFT JOIN shipment h ON h.id = s.shipment_id LEFT JOIN order_line l ON l.id = s.order_line_id"
            " LEFT JOIN purchase_order o ON o.id = l.order_id WHERE v.id = :v"
        ),
        {"s": batch.line_id, "v": batch.variant_id},
    ).one()
    order_line = None if row.order_line_id is None else OrderLineId(row.order_line_id)
    return _Source(ItemId(row.item_id), row.model_id, order_line, row.project_id, row.price, row.currency, row.rate)


def _vendor_place(session: Session, shipment_id: int) -> PlaceId:
    vendor = session.execute(text("SELECT vendor_id FROM shipment WHERE id = :s"), {"s": shipment_id}).scalar()
    if vendor is None:
        return places.virtual(session, PlaceKind.VENDOR)
    return places.of_partner(session, PlaceKind.VENDOR, PartnerId(vendor))


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


def _whole(value: object) -> int:
    if not isinstance(value, int):
        raise TypeError(value)
    return value


def _day(value: object) -> date | None:
    return date.fromisoformat(str(value)) if value else None
