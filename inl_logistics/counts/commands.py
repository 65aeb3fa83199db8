"""A count that was made elsewhere, entered in one act: it goes the way of every count.

Source: product.md 4 (Counts and back-dating); product.md 7 (the command line).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import text
from sqlalchemy.orm import Session

from inl_logistics.counts.closing import CauseDraft, FinishDraft, finish_count, set_cause
from inl_logistics.counts.planning import begin
from inl_logistics.counts.posting import Counted, post_count
from inl_logistics.counts.records import Cause, CountKind
from inl_logistics.counts.scanning import QuantityDraft, count_quantity
from inl_logistics.kernel.actor import Actor
from inl_logistics.kernel.problems import BadInput, Problem, RulesBroken
from inl_logistics.kernel.text import clean
from inl_logistics.settings.declared import local_day

Goods = tuple[int, int, int | None]  # place, variant, lot


@dataclass(frozen=True, slots=True)
class SeenDraft:
    """How many of the goods of a layer (its item, size and lot) stand at a place; a difference needs a cause."""

    layer_id: int
    place_id: int
    counted: int
    cause: str = ""


@dataclass(frozen=True, slots=True)
class CountDraft:
    """A count of quantities, as of the end of a day."""

    seen: tuple[SeenDraft, ...]
    counted_on: date
    counter: str = ""
    request: str = ""


def post(session: Session, draft: CountDraft, *, by: Actor, at: datetime) -> Counted:
    """Post a count; its differences become one adjustment.

    Raises: RulesBroken for a negative figure, a serial layer, or a difference without a cause; ApprovalNeeded where the
    adjustment is above the post's limit.
    """
    request = draft.request or f"count:{at.isoformat()}:{by.user_id}"
    known = session.execute(text("SELECT id FROM counting WHERE request = :r"), {"r": request}).scalar()
    if known is not None:
        return post_count(session, known, by=by, at=at)
    _check(session, draft, at)
    goods, causes = _goods(session, draft)
    title = clean(draft.counter) or draft.counted_on.isoformat()
    counting_id = begin(
        session, title, kind=CountKind.SPOT, counter=clean(draft.counter), request=request, by=by, at=at
    )
    lines: dict[int, Goods] = {}
    for key, counted in goods.items():
        place, variant, lot = key
        given = QuantityDraft(
            counting_id, place, counted, variant_id=variant, lot_id=lot, as_of=draft.counted_on, counter=draft.counter
        )
        result = count_quantity(session, given, by=by, at=at)
        lines[result.line_id or 0] = key
    finish_count(session, FinishDraft(counting_id, draft.counted_on), by=by, at=at)
    for line_id, key in lines.items():
        if causes[key]:
            set_cause(session, CauseDraft(counting_id, (line_id,), Cause.UNKNOWN, causes[key]), by=by, at=at)
    return post_count(session, counting_id, by=by, at=at)


def _check(session: Session, draft: CountDraft, at: datetime) -> None:
    problems = []
    if not draft.seen:
        problems.append(Problem("nothing-counted"))
    if draft.counted_on > local_day(session, at):
        problems.append(Problem("date-in-future", params={"day": draft.counted_on.isoformat()}))
    known: set[tuple[int, int]] = set()
    for number, seen in enumerate(draft.seen, 1):
        where, params = ("seen", number), {"line": str(number)}
        if (seen.layer_id, seen.place_id) in known:
            problems.append(Problem("count-twice", params=params, where=where))
        known.add((seen.layer_id, seen.place_id))
        if seen.counted < 0:
            problems.append(Problem("count-negative", params=params, where=where))
        tracking = session.execute(
            text("SELECT i.tracking FROM layer l JOIN item i ON i.id = l.item_id WHERE l.id = :l"), {"l": seen.layer_id}
        ).scalar()
        if tracking is None:
            raise BadInput("not-found", what=str(seen.layer_id))
        if tracking == "serial":
            problems.append(Problem("count-by-serial", params=params, where=where))
    if problems:
        raise RulesBroken(problems)


def _goods(session: Session, draft: CountDraft) -> tuple[dict[Goods, int], dict[Goods, str]]:
    """Add the layers of equal goods up: a shelf does not show which order paid for a piece."""
    goods: dict[Goods, int] = defaultdict(int)
    causes: dict[Goods, str] = defaultdict(str)
    for seen in draft.seen:
        row = session.execute(text("SELECT variant_id, lot_id FROM layer WHERE id = :l"), {"l": seen.layer_id}).one()
        key = (seen.place_id, row.variant_id, row.lot_id)
        goods[key] += seen.counted
        causes[key] = clean(f"{causes[key]} {seen.cause}")
    return goods, causes
