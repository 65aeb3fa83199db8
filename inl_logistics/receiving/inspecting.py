"""Inspection of goods that a receiving put into quarantine: what passes is released, what fails stays and is said so.

Both are changes of condition or status through the ledger, under a number of their own. Source: domain.md 2.5.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import insert, text
from sqlalchemy.orm import Session

from inl_logistics.inventory.commands import ConditionDraft, StockPick, change_condition
from inl_logistics.kernel.actor import Actor
from inl_logistics.kernel.dates import stored_day
from inl_logistics.kernel.problems import BadInput, raise_if_broken
from inl_logistics.kernel.text import clean, clean_lines
from inl_logistics.kernel.values import Condition, Status
from inl_logistics.ledger.rules import CountAnswer
from inl_logistics.receiving.records import InspectionRecord, InspectionResult, ReceivingRecord
from inl_logistics.receiving.rules import InspectionFacts, inspection_problems
from inl_logistics.register import numbers
from inl_logistics.settings.declared import local_day
from inl_logistics.transfers.roadgoods import RoadGoods
from inl_logistics.users import trail


@dataclass(frozen=True, slots=True)
class Inspected:
    """A unit, or so many of a layer, that was looked at."""

    layer_id: int
    quantity: int
    unit_id: int | None = None


@dataclass(frozen=True, slots=True)
class InspectionDraft:
    """What an inspection found on a day. `condition` is that of what passes; what fails is unserviceable."""

    receiving_id: int
    result: InspectionResult
    inspector: str
    on: date
    lines: tuple[Inspected, ...]
    condition: Condition = Condition.NEW
    note: str = ""
    request: str = ""
    count_answer: CountAnswer | None = None


def inspect(session: Session, draft: InspectionDraft, *, by: Actor, at: datetime) -> str:
    """Release what passed, or mark what failed; returns the number. Raises: RulesBroken, ApprovalNeeded, BadInput."""
    record = session.get(ReceivingRecord, draft.receiving_id)
    if record is None:
        raise BadInput("not-found", what=str(draft.receiving_id))
    known = numbers.numbered(session, draft.request) if draft.request else None
    if known is not None:
        return known.number
    picks, missing = _picks(session, draft)
    failed = draft.result is InspectionResult.FAILED
    facts = InspectionFacts(
        clean(draft.inspector), draft.on, local_day(session, at), record.received_on, sum(one.quantity for one in picks),
        missing, failed, clean(draft.note),
    )  # fmt: skip
    raise_if_broken(inspection_problems(facts))
    number = change_condition(
        session,
        ConditionDraft(
            tuple(picks), Condition.UNSERVICEABLE if failed else draft.condition,
            Status.QUARANTINED if failed else Status.AVAILABLE, draft.on, clean(draft.note) or f"Inspection by {clean(draft.inspector)}",
            draft.request or f"inspection:{draft.receiving_id}:{at.isoformat()}", draft.count_answer,
        ),
        by=by, at=at,
    )  # fmt: skip
    document = session.execute(text("SELECT id FROM document WHERE number = :n"), {"n": number}).scalar_one()
    session.execute(
        insert(InspectionRecord).values(
            receiving_id=draft.receiving_id, document_id=document, result=draft.result, inspector=clean(draft.inspector),
            on=draft.on, quantity=facts.quantity, note=clean_lines(draft.note),
        )
    )  # fmt: skip
    trail.record(
        session, f"receiving.{draft.result}", kind="receiving", subject_id=draft.receiving_id, subject=number, by=by, at=at,
        after={"inspector": clean(draft.inspector), "units": facts.quantity, "note": clean(draft.note)},
    )  # fmt: skip
    return number


def _picks(session: Session, draft: InspectionDraft) -> tuple[list[StockPick], list[str]]:
    """Return the stock that is meant, and the items of which less is in quarantine than that."""
    found: list[StockPick] = []
    missing = []
    for one in draft.lines:
        rows = session.execute(text(_WHERE.format(more=" AND q.layer_id = :l AND q.unit_id IS :u")), {
            "r": draft.receiving_id, "l": one.layer_id, "u": one.unit_id,
        }).all()  # fmt: skip
        left = one.quantity
        for row in rows:
            part = min(left, row.quantity)
            if part > 0:
                found.append(
                    StockPick(
                        row.item_id,
                        row.layer_id,
                        row.place_id,
                        part,
                        row.unit_id,
                        Condition(row.condition),
                        Status.QUARANTINED,
                    )
                )
                left -= part
        if left or one.quantity < 1:
            name = session.execute(
                text("SELECT i.name FROM layer y JOIN item i ON i.id = y.item_id WHERE y.id = :l"), {"l": one.layer_id}
            ).scalar()
            missing.append(str(name or one.layer_id))
    return found, missing


# Units, and quantities of layers without units, that this receiving put into quarantine and that still lie there.
_WHERE = (
    "SELECT q.* FROM (SELECT DISTINCT u.item_id, u.layer_id, o.place_id, u.id AS unit_id, o.condition, 1 AS quantity"
    " FROM receipt_line x JOIN unit u ON u.layer_id = x.layer_id JOIN position o ON o.unit_id = u.id JOIN place p"
    " ON p.id = o.place_id AND p.kind = 'bin' WHERE x.receiving_id = :r AND x.status = 'quarantined'"
    " AND o.status = 'quarantined' AND o.title = 'usg' AND EXISTS (SELECT 1 FROM movement m JOIN receiving g"
    " ON g.document_id = m.document_id WHERE g.id = :r AND m.unit_id = u.id AND m.status_to = 'quarantined')"
    " UNION ALL SELECT b.item_id, b.layer_id, b.place_id, NULL, b.condition, b.quantity FROM (SELECT DISTINCT layer_id"
    " FROM receipt_line WHERE receiving_id = :r AND status = 'quarantined') x JOIN balance b ON b.layer_id = x.layer_id"
    " AND b.quantity > 0 AND b.status = 'quarantined' AND b.title = 'usg' JOIN place p ON p.id = b.place_id AND p.kind = 'bin'"
    " WHERE NOT EXISTS (SELECT 1 FROM unit u WHERE u.layer_id = b.layer_id)) q WHERE q.quantity > 0{more}"
    " ORDER BY q.layer_id, q.place_id, q.unit_id"
)


def in_quarantine(session: Session, receiving_id: int) -> list[RoadGoods]:
    """Return what this receiving put into quarantine and still lies there, to be inspected."""
    rows = session.execute(text(_WHERE.format(more="")), {"r": receiving_id}).all()
    names = {
        row.id: row
        for row in session.execute(
            text(
                "SELECT DISTINCT y.id, i.name || CASE WHEN v.size = '' THEN '' ELSE ', ' || v.size END AS item, v.code,"
                " v.unit_of_issue, COALESCE(t.code, '') AS lot, t.expires_on FROM receipt_line x JOIN layer y"
                " ON y.id = x.layer_id JOIN variant v ON v.id = y.variant_id JOIN item i ON i.id = y.item_id LEFT JOIN lot t"
                " ON t.id = y.lot_id WHERE x.receiving_id = :r"
            ),
            {"r": receiving_id},
        )
    }
    serials = {
        row.id: row.serial
        for row in session.execute(
            text(
                "SELECT u.id, u.serial FROM receipt_line x JOIN unit u ON u.layer_id = x.layer_id WHERE x.receiving_id = :r"
            ),
            {"r": receiving_id},
        )
    }
    sums: dict[tuple[int, int | None], int] = {}
    for row in rows:
        sums[row.layer_id, row.unit_id] = sums.get((row.layer_id, row.unit_id), 0) + row.quantity
    return [
        RoadGoods(
            names[layer].item, names[layer].code, names[layer].unit_of_issue, layer, quantity, unit,
            serials.get(unit or 0, ""), names[layer].lot, stored_day(names[layer].expires_on),
        )
        for (layer, unit), quantity in sums.items()
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class InspectionRow:
    """One inspection of a receiving's goods."""

    number: str
    result: str
    inspector: str
    on: date
    quantity: int
    note: str


def inspections(session: Session, receiving_id: int) -> list[InspectionRow]:
    """Return the inspections of a receiving, the latest first."""
    rows = session.execute(
        text(
            'SELECT d.number, x.result, x.inspector, x."on", x.quantity, x.note FROM inspection x JOIN document d'
            " ON d.id = x.document_id WHERE x.receiving_id = :r ORDER BY x.id DESC"
        ),
        {"r": receiving_id},
    )
    return [
        InspectionRow(row.number, row.result, row.inspector, date.fromisoformat(row.on), row.quantity, row.note)
        for row in rows
    ]
