"""Posting a count: what was seen is written down for good, and one adjustment moves the difference.

Source: product.md 4 (Counts and back-dating); architecture.md 2.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import msgspec
from sqlalchemy import Row, insert, text, update
from sqlalchemy.orm import Session

from inl_logistics.approvals.commands import record_used
from inl_logistics.counts import snapshot
from inl_logistics.counts.booking import Booking, book, values_of, worth
from inl_logistics.counts.closing import facts_of
from inl_logistics.counts.judging import JudgedLine, judge
from inl_logistics.counts.records import CountingRecord, CountLineRecord, CountRecord, CountState, Finding
from inl_logistics.counts.rules import adjustment_problems, post_problems
from inl_logistics.kernel.actor import Actor
from inl_logistics.kernel.problems import BadInput, Problem, RulesBroken, raise_if_broken
from inl_logistics.kernel.values import (
    DocumentId,
)
from inl_logistics.ledger import commands as ledger
from inl_logistics.ledger.rules import CountAnswer
from inl_logistics.register import numbers, seals
from inl_logistics.register.records import DocumentKind, Fact
from inl_logistics.settings.declared import RULES, get, local_day
from inl_logistics.users import trail


@dataclass(frozen=True, slots=True)
class Counted:
    """The numbers of a count and of the adjustment it caused, if any."""

    number: str
    adjustment: str


def post_count(
    session: Session, counting_id: int, *, count_answer: CountAnswer | None = None, by: Actor, at: datetime
) -> Counted:
    """Post a count that was looked at; twice posted, it is posted once.

    Raises: RulesBroken for counters who disagree or a difference without a cause; ApprovalNeeded above the post's limit.
    """
    row = session.execute(text("SELECT * FROM counting WHERE id = :c"), {"c": counting_id}).first()
    if row is None:
        raise BadInput("not-found", what=str(counting_id))
    document = numbers.numbered(session, f"counting:{counting_id}")
    if document is not None and row.state == CountState.POSTED:
        other = numbers.numbered(session, f"adjustment:{document.id}")
        return Counted(document.number, other.number if other else "")
    if document is None or row.state != CountState.CHECKED:
        raise RulesBroken([Problem("count-not-checked")])
    judged = judge(session, counting_id)
    raise_if_broken(post_problems(facts_of(judged)))
    rules = get(session, RULES)
    problems = adjustment_problems(values_of(session, judged), limit_usd=rules.adjustment_limit_usd)
    raise_if_broken(problems, overridden=by.overridden)
    counted_on = date.fromisoformat(row.counted_on)
    ledger.thaw(session, document.id)
    adjustment = None
    if any(one.differs for one in judged):
        adjustment = numbers.assign(
            session, DocumentKind.ADJUSTMENT, request=f"adjustment:{document.id}", effective_on=counted_on,
            title=document.number, by=by, at=at,
        )  # fmt: skip
    booking = book(session, judged, adjustment.id if adjustment else None)
    if adjustment is not None:
        posting = ledger.Posting(adjustment.id, counted_on, local_day(session, at), rules.backdating_days, count_answer)
        if booking.moves:
            ledger.post(session, posting, booking.moves)
        record_used(session, problems, document_id=adjustment.id, by=by, at=at)
        body = ledger.snapshot_of(session, adjustment.id, count=document.number)
        seals.seal(session, adjustment.id, Fact.POST, body, by=by, at=at)
    _keep(session, row, judged, booking, document.id, adjustment, by=by, at=at)
    number = adjustment.number if adjustment else ""
    paper = snapshot.certificate_of(session, counting_id, judged, worth(booking.values), adjustment=number)
    seals.seal(session, document.id, Fact.POST, msgspec.json.encode(paper, order="deterministic"), by=by, at=at)
    session.execute(
        update(CountingRecord)
        .where(CountingRecord.id == counting_id)
        .values(state=CountState.POSTED, version=CountingRecord.version + 1)
    )
    trail.record(
        session, "count.post", kind="document", subject_id=document.id, subject=document.number, by=by, at=at,
        after={
            "lines": len(judged), "adjustment": adjustment.number if adjustment else "",
            "overrides": sorted(by.overridden),
        },
    )  # fmt: skip
    return Counted(document.number, adjustment.number if adjustment else "")


def _keep(
    session: Session, row: Row[Any], judged: Sequence[JudgedLine], booking: Booking, document_id: DocumentId,
    adjustment: numbers.Document | None, *, by: Actor, at: datetime,
) -> None:  # fmt: skip
    """Write the posted count: its lines, and that these goods were counted at these places on this day."""
    counters = ", ".join(filter(None, (row.counter_one, row.counter_two)))
    value = worth(booking.values)
    count_id = session.execute(
        insert(CountRecord)
        .values(
            document_id=document_id, adjustment_id=adjustment.id if adjustment else None,
            counted_on=date.fromisoformat(row.counted_on), counter=counters, approver=by.name, at=at, lines=len(judged),
            matched=sum(not one.differs for one in judged),
            missing_minor=sum(missing for missing, _found in value.values()),
            found_minor=sum(found for _missing, found in value.values()),
        )
        .returning(CountRecord.id)
    ).scalar_one()  # fmt: skip
    if booking.seen:
        session.execute(insert(CountLineRecord), _rows(count_id, booking, judged))
    session.connection().exec_driver_sql(
        'UPDATE counting_line SET counted = ?, books = ?, "out" = ?, change = ? WHERE id = ?',
        [(one.counted, one.books, one.out, one.change, one.line_id) for one in judged],
    )
    totals: dict[tuple[int, int], list[int]] = defaultdict(lambda: [0, 0])
    out: dict[tuple[int, int], Counter[tuple[int, int]]] = defaultdict(Counter)
    for line in judged:
        for one in line.out_with:
            out[line.place_id, line.item_id][one.document_id, one.layer_id] += one.quantity
        totals[line.place_id, line.item_id][0] += line.counted
        totals[line.place_id, line.item_id][1] += line.books
    for (place_id, item_id), (counted, recorded) in totals.items():
        ledger.record_count(
            session, document_id=document_id, place_id=place_id, item_id=item_id,
            on=date.fromisoformat(row.counted_on), counted=counted, recorded=recorded,
            out=out[place_id, item_id],
        )  # fmt: skip


def _rows(count_id: int, booking: Booking, judged: Sequence[JudgedLine]) -> list[dict[str, object]]:
    notes = {one.line_id: (one.cause.value if one.cause else "", one.note) for one in judged}
    none = ("", "")
    found: list[dict[str, object]] = []
    for number, one in enumerate(booking.seen, 1):
        cause, note = none if one.finding is Finding.MATCHED else notes[one.line_id]
        found.append(
            {
                "count_id": count_id, "line_no": number, "place_id": one.place_id, "layer_id": one.layer_id,
                "counted": one.counted, "recorded": one.recorded, "unit_id": one.unit_id,
                "book_place_id": one.book_place_id, "finding": one.finding, "cause": cause, "note": note,
            }
        )  # fmt: skip
    return found
