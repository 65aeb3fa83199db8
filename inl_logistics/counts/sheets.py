"""Entering a count sheet that was filled in by hand: whole or not at all, true on the day on which it was counted.

Source: product.md 3 (counts on paper); domain.md 2.6 (count sheet).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Row, text
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


class Again(StrEnum):
    """What a sheet's figures do with those that a line has already."""

    REPLACE = "replace"
    ADD = "add"


@dataclass(frozen=True, slots=True)
class SheetDraft:
    """A sheet as it was filled in: who counted, on which day, and its lines.

    `again` says what becomes of figures that lines have already; without it a sheet that names such lines is refused.
    """

    counting_id: int
    counter: str
    counted_on: date
    lines: tuple[SheetLine, ...]
    round: int = FIRST
    again: Again | None = None


@dataclass(frozen=True, slots=True)
class SheetEntered:
    """How many lines a sheet filled, and its serials that the books do not know."""

    lines: int
    unknown: tuple[str, ...]


# The figures that the lines of a sheet have in its round; serials are told apart by themselves.
_FIGURES = (
    "counting_scan s JOIN counting_line l ON l.id = s.line_id WHERE s.counting_id = :c AND s.undone = 0 AND s.unit_id IS NULL"
    " AND s.folded = '' AND s.round = COALESCE(NULLIF(l.recount, 0), :r) AND s.line_id IN (SELECT value FROM json_each(:lines))"
)


def _named(draft: SheetDraft) -> dict[str, object]:
    lines = [one.line_id for one in draft.lines if one.quantity is not None]
    return {"c": draft.counting_id, "r": draft.round, "lines": json.dumps(lines)}


def _counted_already(session: Session, draft: SheetDraft) -> Sequence[Row[Any]]:
    """Return the lines of a sheet that have a figure already, with it: the same sheet would add its figures again."""
    return session.execute(
        text(
            "SELECT f.line_id, f.figure, i.name || CASE WHEN v.size = '' THEN '' ELSE ', ' || v.size END AS item FROM"
            f" (SELECT s.line_id, l.variant_id, sum(s.quantity) AS figure FROM {_FIGURES} GROUP BY s.line_id) f"
            " JOIN variant v ON v.id = f.variant_id JOIN item i ON i.id = v.item_id ORDER BY f.line_id"
        ),
        _named(draft),
    ).all()


def _take_back(session: Session, draft: SheetDraft) -> None:
    """Take the figures back that a sheet replaces; their rows stay, marked."""
    session.execute(
        text(f"UPDATE counting_scan SET undone = 1 WHERE id IN (SELECT s.id FROM {_FIGURES})"), _named(draft)
    )


def enter_sheet(session: Session, draft: SheetDraft, *, by: Actor, at: datetime) -> SheetEntered:
    """Take a sheet over; serials go through the same rules as scans. Raises: RulesBroken, BadInput."""
    open_count(session, draft.counting_id, draft.round)
    today = local_day(session, at)
    filled = [one for one in draft.lines if one.quantity is not None or one.serials]
    raise_if_broken(_problems(session, draft, filled, today=today))
    if draft.again is Again.REPLACE:
        _take_back(session, draft)
    # What was counted today is true now: only an earlier day is asked of the books as they were.
    as_of = draft.counted_on if draft.counted_on < today else None
    unknown = [serial for one in filled for serial in _enter_line(session, draft, one, as_of, by=by, at=at)]
    trail.record(
        session, "count.sheet", kind="counting", subject_id=draft.counting_id, subject=clean(draft.counter), by=by, at=at,
        after={"lines": len(filled), "day": draft.counted_on.isoformat(), "round": draft.round, "unknown": unknown},
    )  # fmt: skip
    return SheetEntered(len(filled), tuple(unknown))


def _problems(session: Session, draft: SheetDraft, filled: Sequence[SheetLine], *, today: date) -> list[Problem]:
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
    counted = _counted_already(session, draft)
    if counted and draft.again is None:
        params = {"count": str(len(counted)), "item": counted[0].item, "figure": str(counted[0].figure)}
        problems.append(Problem("count-sheet-again", params=params, where=("again",)))
    return problems


def _enter_line(
    session: Session, draft: SheetDraft, one: SheetLine, as_of: date | None, *, by: Actor, at: datetime
) -> list[str]:
    """Enter the figure and the serials of a line; return the serials that nothing in the books has."""
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
    unknown = []
    for serial in {serial_key(each): clean(each) for each in one.serials if serial_key(each)}.values():
        given = ScanDraft(draft.counting_id, serial, place_id, draft.round, draft.counter, as_of)
        if scan(session, given, by=by, at=at).meaning is Meaning.UNKNOWN:
            unknown.append(serial)
    return unknown
