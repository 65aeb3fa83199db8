"""What the ledger refuses, as pure functions over facts.

Sources: domain.md 7 (block, invariants), product.md 4 (Counts and back-dating), architecture.md 2.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from inl_logistics.kernel.dates import short
from inl_logistics.kernel.problems import Problem


class CountAnswer(StrEnum):
    """What the officer says of a back-dated entry before a count. Source: product.md 4."""

    ALREADY_COUNTED = "already-in-the-count"
    MISSED = "missed-by-the-count"


@dataclass(frozen=True, slots=True)
class DayFacts:
    """The days a posting is judged by."""

    effective_on: date
    today: date
    window_days: int


def day_problems(facts: DayFacts) -> list[Problem]:
    """Refuse a day in the future or before the window for back-dating."""
    if facts.effective_on > facts.today:
        return [Problem("date-in-future", params={"day": short(facts.effective_on)}, where=("effective_on",))]
    oldest = facts.today - timedelta(days=facts.window_days)
    if facts.effective_on < oldest:
        params = {"day": short(facts.effective_on), "oldest": short(oldest)}
        return [Problem("date-too-old", params=params, where=("effective_on",))]
    return []


@dataclass(frozen=True, slots=True)
class UnitFacts:
    """A unit that is to move; `there`: where and as the draft says. `since` is its last day of movement."""

    seq: int
    serial: str
    item: str
    there: bool
    place: str
    since: date | None
    last_document: str


def unit_problems(units: Iterable[UnitFacts], *, effective_on: date) -> list[Problem]:
    """Refuse units that are not where the draft takes them from, or moved after its day."""
    found = []
    for unit in units:
        base = {"serial": unit.serial or "—", "item": unit.item, "document": unit.last_document}
        where = ("lines", unit.seq, "unit")
        if not unit.there:
            found.append(Problem("unit-not-there", params={**base, "place": unit.place}, where=where))
        elif unit.since is not None and unit.since > effective_on:
            found.append(Problem("unit-moved-later", params={**base, "day": short(unit.since)}, where=where))
    return found


@dataclass(frozen=True, slots=True)
class StockFacts:
    """A quantity that is to leave a real place: `lowest` is the least there from that day on, and `low_on` when."""

    seq: int
    item: str
    place: str
    asked: int
    now: int
    lowest: int
    low_on: date | None


def stock_problems(stock: Iterable[StockFacts]) -> list[Problem]:
    """Refuse to take more than is there, now or on any later day (the day is named)."""
    found = []
    for fact in stock:
        params = {"item": fact.item, "place": fact.place, "asked": str(fact.asked), "found": str(fact.now)}
        where = ("lines", fact.seq, "quantity")
        if fact.asked > fact.now:
            found.append(Problem("not-enough-stock", params=params, where=where))
        elif fact.asked > fact.lowest and fact.low_on is not None:
            later = {**params, "day": short(fact.low_on), "found": str(fact.lowest)}
            found.append(Problem("below-zero-later", params=later, where=where))
    return found


def lowest_after(now: int, changes: Sequence[tuple[date, int]], *, start: date) -> tuple[int, date | None]:
    """Return the least end-of-day balance from `start` on, and its day.

    Args:
        now: the balance after all changes.
        changes: (day, signed change) of every day after `start`, in order of day.
    """
    balance = now - sum(change for _day, change in changes)
    lowest, low_on = balance, start
    for day, change in changes:
        balance += change
        if balance < lowest:
            lowest, low_on = balance, day
    return lowest, low_on


@dataclass(frozen=True, slots=True)
class CountBetween:
    """A count of the same item at the same place on or after the entry's day."""

    item: str
    place: str
    counted_on: date
    counted: int
    document: str


def count_problems(counts: Iterable[CountBetween], *, answer: CountAnswer | None) -> list[Problem]:
    """Ask what a back-dated entry means for a count that came after its day."""
    if answer is not None:
        return []
    return [
        Problem(
            "count-between",
            params={
                "item": one.item, "place": one.place, "day": short(one.counted_on),
                "counted": str(one.counted), "document": one.document,
            },
            where=("count_answer",),
        )
        for one in counts
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class FrozenFacts:
    """A place that a count has frozen."""

    place: str
    document: str


def frozen_problems(places: Iterable[FrozenFacts]) -> list[Problem]:
    """Refuse to move what is being counted. Source: domain.md 2.6 (announce the count and freeze movements)."""
    return [
        Problem("place-frozen", params={"place": one.place, "document": one.document}, where=("place",))
        for one in places
    ]
