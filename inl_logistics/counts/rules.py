"""Rules of counts, without database or clock.

Sources: domain.md 2.6 (count, compare, resolve, adjust), 7 (adjustment above threshold); product.md 4.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from inl_logistics.counts.records import Cause, CountState
from inl_logistics.kernel.dates import short
from inl_logistics.kernel.problems import Problem, Severity
from inl_logistics.kernel.values import UnitPrice, dollars, line_value

FIRST, SECOND, RECOUNT = 1, 2, 3


@dataclass(frozen=True, slots=True)
class Scope:
    """What is counted of the store; an empty part narrows nothing.

    Args:
        bins: bins of the store.
        categories: categories of the catalog.
        classes: monitoring classes, "" for none.
        items: items by id.
        not_since: only what was not counted at its place on or after this day.
    """

    bins: tuple[int, ...] = ()
    categories: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    items: tuple[int, ...] = ()
    not_since: date | None = None


EVERYTHING = Scope()


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """A count as planned."""

    state: CountState
    title: str
    counter_one: str
    counter_two: str
    two_counters: bool


def plan_problems(facts: PlanFacts) -> list[Problem]:
    """Say what a plan lacks; who counts is asked when the count begins."""
    found = []
    if facts.state not in {CountState.PLANNED, CountState.COUNTING}:
        found.append(Problem("count-closed"))
    if not facts.title:
        found.append(Problem("count-title", where=("title",)))
    if facts.two_counters and facts.counter_one and facts.counter_one.casefold() == facts.counter_two.casefold():
        found.append(Problem("count-same-counter", params={"name": facts.counter_one}, where=("counter_two",)))
    return found


def start_problems(facts: PlanFacts, *, lines: int) -> list[Problem]:
    """Say why a count cannot begin: nobody counts, nothing is there, or it has begun."""
    found = []
    if facts.state is not CountState.PLANNED:
        found.append(Problem("count-started"))
    if not facts.counter_one:
        found.append(Problem("count-counter", where=("counter_one",)))
    if facts.two_counters and not facts.counter_two:
        found.append(Problem("count-second-counter", where=("counter_two",)))
    if facts.two_counters and facts.counter_one and facts.counter_one.casefold() == facts.counter_two.casefold():
        found.append(Problem("count-same-counter", params={"name": facts.counter_one}, where=("counter_two",)))
    if not lines:
        found.append(Problem("count-nothing-there", where=("scope",)))
    return found


@dataclass(frozen=True, slots=True)
class RoundSeen:
    """What one counter saw of a line: how many, and which serial units."""

    quantity: int
    units: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Verdict:
    """What stands as counted: the round that counts, or None while the line is not counted or the counters disagree."""

    round: int | None
    disagree: bool = False


def verdict(seen: Mapping[int, RoundSeen], *, recount: int, two_counters: bool) -> Verdict:
    """Decide which round of a line stands.

    Args:
        seen: what each round saw; a round without any scan is not in it (a counted zero is).
        recount: the round that counts again, 0 where none was asked for.
        two_counters: both counters must see the same before it stands.
    """
    if recount:
        return Verdict(recount if recount in seen else None)
    if not two_counters:
        return Verdict(FIRST if FIRST in seen else None)
    if FIRST not in seen or SECOND not in seen:
        return Verdict(None)
    agree = seen[FIRST] == seen[SECOND]
    return Verdict(FIRST if agree else None, disagree=not agree)


@dataclass(frozen=True, slots=True)
class Difference:
    """A line as judged. `out` goods stand under an issued, unsigned handover and are not missing."""

    counted: int
    books: int
    out: int

    @property
    def change(self) -> int:
        """What the adjustment adds (found) or takes away (missing)."""
        gap = self.counted - self.books
        return min(0, gap + self.out) if gap < 0 else gap


def compared(counted: int, books: int, *, reserved_out: int) -> Difference:
    """Compare what was seen with the books at that moment.

    Args:
        reserved_out: how many of them stand under issued, unsigned handovers. Source: product.md 4 (When stock moves).
    """
    return Difference(counted, books, min(reserved_out, max(0, books - counted)))


@dataclass(frozen=True, slots=True)
class LineFacts:
    """A line when the count is to be finished or posted."""

    line: str
    counted: bool
    disagree: bool
    differs: bool
    cause: Cause | None
    overtaken: bool = False


def finish_problems(lines: Sequence[LineFacts], *, undecided: int, counted_on: date, today: date) -> list[Problem]:
    """Say what is still to be counted or decided before the differences can be looked at."""
    found = []
    if counted_on > today:
        found.append(Problem("date-in-future", params={"day": short(counted_on)}, where=("counted_on",)))
    if undecided:
        found.append(Problem("count-undecided", params={"count": str(undecided)}, where=("scans",)))
    open_lines = [one for one in lines if not one.counted and not one.disagree]
    found += [Problem("count-line-open", params={"line": one.line}, where=("lines", one.line)) for one in open_lines]
    return found


def post_problems(lines: Sequence[LineFacts]) -> list[Problem]:
    """Say why a count cannot be posted: counters who disagree, or a difference without a cause."""
    found = []
    for one in lines:
        where = ("lines", one.line)
        if one.disagree:
            found.append(Problem("count-disagree", params={"line": one.line}, where=where))
        elif not one.counted:
            found.append(Problem("count-line-open", params={"line": one.line}, where=where))
        elif one.overtaken:
            found.append(Problem("count-overtaken", params={"line": one.line}, where=where))
        elif one.differs and one.cause is None:
            found.append(Problem("count-line-cause", params={"line": one.line}, where=where))
    return found


def adjustment_problems(changes: Iterable[tuple[int, int]], *, limit_usd: int) -> list[Problem]:
    """Ask for an override where an adjustment is worth more than the post's limit.

    What was found does not make up for what is missing: every difference counts by its absolute value.

    Args:
        changes: (difference in units of issue, unit price in millionths of USD) of each layer.
        limit_usd: post setting, in whole dollars.
    """
    value = sum(line_value(abs(change), UnitPrice(price)).minor for change, price in changes)
    if value <= limit_usd * 100:
        return []
    params = {"value": dollars(value), "limit": dollars(limit_usd * 100)}
    return [Problem("adjustment-above-limit", Severity.OVERRIDE, params, ("seen",))]
