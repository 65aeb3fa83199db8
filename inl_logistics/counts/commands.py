"""Posting a count: what was seen is kept for ever; only the difference moves, as an adjustment.

Source: product.md 4 (Counts and back-dating); architecture.md 2 (no absolute count entries).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime

import msgspec
from sqlalchemy import insert, text
from sqlalchemy.orm import Session

from inl_logistics.approvals.commands import record_used
from inl_logistics.counts.records import CountLineRecord, CountRecord
from inl_logistics.counts.rules import adjustment_problems
from inl_logistics.kernel.actor import Actor
from inl_logistics.kernel.problems import BadInput, Problem, RulesBroken, raise_if_broken
from inl_logistics.kernel.text import clean
from inl_logistics.kernel.values import Condition, ItemId, LayerId, PlaceId, Status, Title
from inl_logistics.ledger import commands as ledger
from inl_logistics.ledger import places
from inl_logistics.ledger.records import PlaceKind
from inl_logistics.register import numbers, seals
from inl_logistics.register.records import DocumentKind, Fact
from inl_logistics.settings.declared import RULES, get, local_day
from inl_logistics.users import trail


@dataclass(frozen=True, slots=True)
class SeenDraft:
    """What was seen of one layer at one place; a cause is needed where it differs from the books."""

    layer_id: int
    place_id: int
    counted: int
    cause: str = ""


@dataclass(frozen=True, slots=True)
class CountDraft:
    """A count of quantities. Serial units are counted by name in a later version of this command."""

    seen: tuple[SeenDraft, ...]
    counted_on: date
    counter: str = ""
    request: str = ""


@dataclass(frozen=True, slots=True)
class Counted:
    """The numbers of the count and of the adjustment it caused, if any."""

    number: str
    adjustment: str


def post(session: Session, draft: CountDraft, *, by: Actor, at: datetime) -> Counted:
    """Post a count; its differences become one adjustment.

    Raises: RulesBroken for a negative figure, a serial layer, or a difference without a cause; ApprovalNeeded where the
    adjustment is above the post's limit.
    """
    request = draft.request or f"count:{at.isoformat()}:{by.user_id}"
    known = numbers.numbered(session, request)
    if known is not None:
        other = numbers.numbered(session, f"adjustment:{known.id}")
        return Counted(known.number, other.number if other else "")
    _check(session, draft, at)
    lines, rows = _differences(session, draft)
    rules = get(session, RULES)
    problems = adjustment_problems(_changes(session, rows), limit_usd=rules.adjustment_limit_usd)
    raise_if_broken(problems, overridden=by.overridden)
    document = numbers.assign(
        session,
        DocumentKind.COUNT,
        request=request,
        effective_on=draft.counted_on,
        title=clean(draft.counter),
        by=by,
        at=at,
    )
    adjustment = None
    if lines:
        adjustment = numbers.assign(
            session, DocumentKind.ADJUSTMENT, request=f"adjustment:{document.id}", effective_on=draft.counted_on,
            title=document.number, by=by, at=at,
        )  # fmt: skip
        posting = ledger.Posting(adjustment.id, draft.counted_on, local_day(session, at), rules.backdating_days)
        ledger.post(session, posting, lines)
        record_used(session, problems, document_id=adjustment.id, by=by, at=at)
        body = ledger.snapshot_of(session, adjustment.id, count=document.number)
        seals.seal(session, adjustment.id, Fact.POST, body, by=by, at=at)
    _keep(session, draft, document.id, adjustment.id if adjustment else None, rows, at=at)
    body = msgspec.json.encode({"number": document.number, "rows": rows}, order="deterministic")
    seals.seal(session, document.id, Fact.POST, body, by=by, at=at)
    trail.record(
        session, "count.post", kind="document", subject_id=document.id, subject=document.number, by=by, at=at,
        after={
            "lines": len(rows), "adjustment": adjustment.number if adjustment else "",
            "overrides": sorted(by.overridden),
        },
    )  # fmt: skip
    return Counted(document.number, adjustment.number if adjustment else "")


def _check(session: Session, draft: CountDraft, at: datetime) -> None:
    problems = []
    if not draft.seen:
        problems.append(Problem("nothing-counted"))
    if draft.counted_on > local_day(session, at):
        problems.append(Problem("date-in-future", params={"day": draft.counted_on.isoformat()}))
    known: set[tuple[int, int]] = set()
    for number, seen in enumerate(draft.seen, 1):
        if (seen.layer_id, seen.place_id) in known:
            problems.append(Problem("count-twice", params={"line": str(number)}, where=("seen", number)))
        known.add((seen.layer_id, seen.place_id))
        if seen.counted < 0:
            problems.append(Problem("count-negative", params={"line": str(number)}, where=("seen", number)))
        serial = session.execute(
            text("SELECT i.tracking FROM layer l JOIN item i ON i.id = l.item_id WHERE l.id = :l"), {"l": seen.layer_id}
        ).scalar()
        if serial is None:
            raise BadInput("not-found", what=str(seen.layer_id))
        if serial == "serial":
            problems.append(Problem("count-by-serial", params={"line": str(number)}, where=("seen", number)))
    if problems:
        raise RulesBroken(problems)


_Row = tuple[int, int, int, int, str]


def _differences(session: Session, draft: CountDraft) -> tuple[list[ledger.Line], list[_Row]]:
    adjustment = places.virtual(session, PlaceKind.ADJUSTMENT)
    lines: list[ledger.Line] = []
    rows: list[_Row] = []
    problems = []
    for number, seen in enumerate(draft.seen, 1):
        item = session.execute(text("SELECT item_id FROM layer WHERE id = :l"), {"l": seen.layer_id}).scalar_one()
        recorded = _recorded(session, seen, draft.counted_on)
        rows.append((seen.place_id, seen.layer_id, seen.counted, recorded, clean(seen.cause)))
        change = seen.counted - recorded
        if change and not clean(seen.cause):
            problems.append(Problem("count-needs-cause", params={"line": str(number)}, where=("seen", number)))
        if change:
            place, layer = PlaceId(seen.place_id), LayerId(seen.layer_id)
            source, target = (adjustment, place) if change > 0 else (place, adjustment)
            lines.append(
                ledger.Line(
                    ItemId(item), layer, abs(change), source, target, condition=Condition.NEW, status=Status.AVAILABLE,
                    title=Title.USG,
                )
            )  # fmt: skip
    if problems:
        raise RulesBroken(problems)
    return lines, rows


def _changes(session: Session, rows: list[_Row]) -> list[tuple[int, int]]:
    """Return the differences with their unit prices in millionths of USD."""
    return [
        (
            counted - recorded,
            session.execute(text("SELECT price_usd_micros FROM layer WHERE id = :l"), {"l": layer}).scalar_one(),
        )
        for _place, layer, counted, recorded, _cause in rows
        if counted != recorded
    ]


def _recorded(session: Session, seen: SeenDraft, on: date) -> int:
    """Return what the books had at the end of the count's day."""
    now = session.execute(
        text(
            "SELECT COALESCE(sum(quantity), 0) FROM balance WHERE layer_id = :l AND place_id = :p AND status = 'available'"
        ),
        {"l": seen.layer_id, "p": seen.place_id},
    ).scalar_one()
    later = session.execute(
        text(
            "SELECT COALESCE(sum(CASE WHEN to_place_id = :p AND status_to = 'available' THEN quantity ELSE 0 END)"
            " - sum(CASE WHEN from_place_id = :p AND status_from = 'available' THEN quantity ELSE 0 END), 0)"
            " FROM movement WHERE layer_id = :l"
            " AND effective_on > :d"
        ),
        {"l": seen.layer_id, "p": seen.place_id, "d": on.isoformat()},
    ).scalar_one()
    return int(now - later)


def _keep(
    session: Session, draft: CountDraft, document_id: int, adjustment_id: int | None, rows: list[_Row], *, at: datetime
) -> None:
    count_id = session.execute(
        insert(CountRecord)
        .values(
            document_id=document_id, adjustment_id=adjustment_id, counted_on=draft.counted_on,
            counter=clean(draft.counter), at=at,
        )
        .returning(CountRecord.id)
    ).scalar_one()  # fmt: skip
    by_item: dict[tuple[int, int], list[int]] = defaultdict(lambda: [0, 0])
    for number, (place, layer, counted, recorded, cause) in enumerate(rows, 1):
        session.execute(
            insert(CountLineRecord).values(
                count_id=count_id, line_no=number, place_id=place, layer_id=layer, counted=counted, recorded=recorded,
                cause=cause,
            )
        )  # fmt: skip
        item = session.execute(text("SELECT item_id FROM layer WHERE id = :l"), {"l": layer}).scalar_one()
        by_item[place, item][0] += counted
        by_item[place, item][1] += recorded
    for (place, item), (counted, recorded) in by_item.items():
        ledger.record_count(
            session, document_id=document_id, place_id=place, item_id=item, on=draft.counted_on, counted=counted,
            recorded=recorded,
        )  # fmt: skip
