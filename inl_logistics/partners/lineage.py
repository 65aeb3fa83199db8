"""Who stood under whom on which day, as values: a partner's parents are steps, each in force until the next.

A move puts a step on its day. What is recorded for later days stays, so entering a decree late never undoes a newer one;
every day from the first step on has exactly one answer. Source: product.md 3 (Partners), domain.md 6 (effective dates).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from inl_logistics.kernel.dates import short
from inl_logistics.kernel.problems import Problem
from inl_logistics.partners.records import PartnerKind
from inl_logistics.partners.rules import stands_above

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Step:
    """From this day on it stands under this parent; None is under nobody."""

    from_on: date
    parent_id: int | None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Span:
    """The days on which it stood under a parent; `to_on` None is until now."""

    parent_id: int
    from_on: date
    to_on: date | None
    reason: str = ""


def steps_of(spans: Sequence[Span]) -> tuple[Step, ...]:
    """Return the steps that spans in the order of their first day amount to; a day between two is under nobody."""
    steps: list[Step] = []
    end: date | None = None
    for span in spans:
        if end is not None and end + _DAY < span.from_on:
            steps.append(Step(end + _DAY, None))
        steps = [one for one in steps if one.from_on < span.from_on]
        steps.append(Step(span.from_on, span.parent_id, span.reason))
        end = span.to_on
    if end is not None:
        steps.append(Step(end + _DAY, None))
    return tuple(steps)


def moved(steps: Sequence[Step], step: Step) -> tuple[Step, ...]:
    """Return the steps with one more; what changes nothing is left out."""
    found: list[Step] = []
    for one in sorted((*(old for old in steps if old.from_on != step.from_on), step), key=lambda each: each.from_on):
        before = found[-1].parent_id if found else None
        if one.parent_id != before:
            found.append(one)
    return tuple(found)


def spans_of(steps: Sequence[Step]) -> tuple[Span, ...]:
    """Return the days of each parent."""
    ends = [*(one.from_on - _DAY for one in steps[1:]), None]
    return tuple(
        Span(one.parent_id, one.from_on, end, one.reason)
        for one, end in zip(steps, ends[: len(steps)], strict=True)
        if one.parent_id is not None
    )


def parent_on(steps: Sequence[Step], day: date) -> int | None:
    """Return the parent of a day."""
    return next((one.parent_id for one in reversed(steps) if one.from_on <= day), None)


@dataclass(frozen=True, slots=True)
class MoveFacts:
    """One partner that is to stand elsewhere; a parent of None is under nobody."""

    name: str
    kind: PartnerKind
    parent: str
    parent_kind: PartnerKind | None
    parent_retired: bool
    stands_there: bool


def move_problems(facts: MoveFacts, *, from_on: date | None, reason: str, today: date) -> list[Problem]:
    """Return why a partner cannot be moved so."""
    found = []
    if facts.parent_kind is not None and not stands_above(facts.parent_kind, facts.kind):
        found.append(Problem("parent-not-above", where=("parent_id",)))
    if facts.parent_retired:
        found.append(Problem("parent-retired", params={"parent": facts.parent}, where=("parent_id",)))
    if from_on is None:
        found.append(Problem("move-day-missing", where=("from_on",)))
    elif from_on > today:
        found.append(Problem("move-in-future", params={"day": short(from_on)}, where=("from_on",)))
    elif facts.stands_there:
        params = {"name": facts.name, "day": short(from_on)}
        found.append(Problem("move-changes-nothing", params=params, where=("parent_id",)))
    if not reason:
        found.append(Problem("move-reason-missing", where=("reason",)))
    return found
