"""Entering a count sheet that was filled in by hand: whole or not at all, true on the day on which it was counted.

Source: product.md 3 (counts on paper); domain.md 2.6 (count sheet).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import text
from sqlalchemy.orm import Session

from inl_logistics.counts.rules import FIRST
from inl_logistics.counts.scanning import Meaning, QuantityDraft, ScanDraft, count_quantity, open_count, scan
from inl_logistics.kernel.actor import Actor
from inl_logistics.kernel.dates import short
from inl_logistics.kernel.problems import BadInput, Problem, raise_if_broken
from inl_logistics.kernel.text import clean, serial_key
from inl_logistics.settings.declared import local_day
from inl_logistics.users import trail


@dataclass(frozen=True, slots=True)
class SheetLine:
    """What the sheet says of one line: a figure (0 is one too), or serials; None and no serials is an empty line."""

    line_id: int
    quantity: int | None = None
    serials: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SheetDraft:
    """A sheet as it was filled in: who counted, on which day, and its lines."""

    counting_id: int
    counter: str
    counted_on: date
    lines: tuple[SheetLine, ...]
    round: int = FIRST


@dataclass(frozen=True, slots=True)
class SheetEntered:
    """How many lines a sheet filled, and its serials that the books do not know."""

    lines: int
    unknown: tuple[str, ...]


def enter_sheet(session: Session, draft: SheetDraft, *, by: Actor, at: datetime) -> SheetEntered:
    """Take a sheet over; serials go through the same rules as scans. Raises: RulesBroken, BadInput."""
    open_count(session, draft.counting_id, draft.round)
    today = local_day(session, at)
    filled = [one for one in draft.lines if one.quantity is not None or one.serials]
    problems = [
        *([] if clean(draft.counter) else [Problem("count-counter", where=("counter",))]),
        *([] if filled else [Problem("nothing-counted", where=("lines",))]),
        *(
            Problem("count-negative-figure", where=("lines", one.line_id))
            for one in filled
            if one.quantity is not None and one.quantity < 0
        ),
    ]
    if draft.counted_on > today:
        problems.append(Problem("date-in-future", params={"day": short(draft.counted_on)}, where=("counted_on",)))
    raise_if_broken(problems)
    # What was counted today is true now: only an earlier day is asked of the books as they were.
    as_of = draft.counted_on if draft.counted_on < today else None
    unknown: list[str] = []
    for one in filled:
        place_id = session.execute(
            text("SELECT place_id FROM counting_line WHERE id = :l AND counting_id = :c"),
            {"l": one.line_id, "c": draft.counting_id},
        ).scalar()
        if place_id is None:
            raise BadInput("not-found", what=str(one.line_id))
        if one.quantity is not None:
            figure = QuantityDraft(
                draft.counting_id,
                place_id,
                one.quantity,
                one.line_id,
                round=draft.round,
                counter=draft.counter,
                as_of=as_of,
            )
            count_quantity(session, figure, by=by, at=at)
        for serial in {serial_key(each): clean(each) for each in one.serials if serial_key(each)}.values():
            given = ScanDraft(draft.counting_id, serial, place_id, draft.round, draft.counter, as_of)
            result = scan(session, given, by=by, at=at)
            if result.meaning is Meaning.UNKNOWN:
                unknown.append(serial)
    trail.record(
        session, "count.sheet", kind="counting", subject_id=draft.counting_id, subject=clean(draft.counter), by=by, at=at,
        after={"lines": len(filled), "day": draft.counted_on.isoformat(), "round": draft.round, "unknown": unknown},
    )  # fmt: skip
    return SheetEntered(len(filled), tuple(unknown))
