"""Rules of receiving: what one scan means, and what is over, short, damaged or wrong.

Sources: product.md 4 (When stock moves: counted = good + damaged, overs included, wrong apart; Received on the
screen = accepted), ui.md 10 (Received + Damaged + Short − Over = Expected), domain.md 8 scenario 1.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from inl_logistics.kernel.problems import Problem, Severity
from inl_logistics.receiving.records import ReceivingState, ScanOutcome


@dataclass(frozen=True, slots=True)
class Tally:
    """What was counted of one line, in units of issue."""

    expected: int
    good: int = 0
    damaged: int = 0

    @property
    def counted(self) -> int:
        """Good and damaged together."""
        return self.good + self.damaged

    @property
    def over(self) -> int:
        """How many more than expected."""
        return max(0, self.counted - self.expected)

    @property
    def short(self) -> int:
        """How many fewer than expected (so far, while counting)."""
        return max(0, self.expected - self.counted)


@dataclass(frozen=True, slots=True)
class ScanFacts:
    """What is known about a scanned text."""

    is_package: bool
    on_list: bool
    scanned_before: bool
    in_stock_at: str
    serial_line: bool
    counts_by_quantity: bool
    damaged: bool


def outcome(facts: ScanFacts) -> ScanOutcome:
    """Tell what one scan means; a serial that is neither on the list nor placeable is unknown."""
    if facts.scanned_before:
        return ScanOutcome.REPEATED
    if facts.in_stock_at:
        return ScanOutcome.UNKNOWN
    if facts.on_list or facts.serial_line or facts.counts_by_quantity:
        return ScanOutcome.DAMAGED if facts.damaged else ScanOutcome.GOOD
    return ScanOutcome.UNKNOWN


@dataclass(frozen=True, slots=True)
class FinishFacts:
    """A session that is to be posted."""

    state: ReceivingState
    tallies: Sequence[Tally]
    unresolved: int
    wrong: int
    received_on: date
    today: date
    papers_missing: Sequence[str]
    over_order: int
    over_percent: int
    ordered: int


def finish_problems(facts: FinishFacts) -> list[Problem]:
    """Return what stands against posting; missing papers only warn (product.md 4: the goods are at the door)."""
    found: list[Problem] = []
    if facts.state not in (ReceivingState.OPEN, ReceivingState.PAUSED):
        found.append(Problem("receiving-not-open"))
    if not any(tally.counted for tally in facts.tallies) and not facts.wrong:
        found.append(Problem("nothing-counted"))
    if facts.received_on > facts.today:
        found.append(Problem("date-in-future", params={"day": facts.received_on.isoformat()}, where=("received_on",)))
    if facts.unresolved:
        found.append(Problem("scans-unresolved", Severity.WARN, {"count": str(facts.unresolved)}))
    if facts.papers_missing:
        found.append(Problem("papers-missing", Severity.WARN, {"papers": ", ".join(facts.papers_missing)}))
    if facts.over_order * 100 > facts.over_percent * max(1, facts.ordered):
        found.append(Problem("over-receipt", Severity.WARN, {"count": str(facts.over_order)}))
    return found
