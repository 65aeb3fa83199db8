"""Rules of receiving: what one scan means, and what is over, short, damaged or wrong.

Sources: product.md 4 (When stock moves: counted = good + damaged, overs included, wrong apart; Received on the
screen = accepted), ui.md 10 (Received + Damaged + Short − Over = Expected), domain.md 8 scenario 1.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from inl_logistics.kernel.dates import short
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
class OrderedFacts:
    """An order line that this session received: accepted counts what is good, as on the screen (product.md 4)."""

    item: str
    ordered: int
    accepted_before: int
    accepted_now: int

    @property
    def over(self) -> int:
        """How many more than ordered are accepted with this session."""
        return max(0, self.accepted_before + self.accepted_now - self.ordered)


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
    over_percent: int
    orders: Sequence[OrderedFacts] = ()


def finish_problems(facts: FinishFacts) -> list[Problem]:
    """Return what stands against posting; missing papers only warn (product.md 4: the goods are at the door)."""
    found: list[Problem] = []
    if facts.state not in (ReceivingState.OPEN, ReceivingState.PAUSED):
        found.append(Problem("receiving-not-open"))
    if not any(tally.counted for tally in facts.tallies) and not facts.wrong:
        found.append(Problem("nothing-counted"))
    if facts.received_on > facts.today:
        found.append(Problem("date-in-future", params={"day": short(facts.received_on)}, where=("received_on",)))
    if facts.unresolved:
        found.append(Problem("scans-unresolved", Severity.WARN, {"count": str(facts.unresolved)}))
    if facts.papers_missing:
        found.append(Problem("papers-missing", Severity.WARN, {"papers": ", ".join(facts.papers_missing)}))
    over = sum(tally.over for tally in facts.tallies)
    if over:
        found.append(Problem("over-list", Severity.WARN, {"count": str(over)}))
    return found + [problem for line in facts.orders for problem in _over_receipt(line, facts.over_percent)]


def _over_receipt(line: OrderedFacts, percent: int) -> list[Problem]:
    """More accepted than ordered, beyond the post's tolerance, needs an approver. Source: domain.md 7.

    Set aside instead, the surplus waits in quarantine and needs no approval.
    """
    if not line.accepted_now or line.over * 100 <= percent * line.ordered:
        return []
    params = {
        "item": line.item, "ordered": str(line.ordered), "accepted": str(line.accepted_before + line.accepted_now),
        "over": str(line.over),
    }  # fmt: skip
    return [Problem("over-receipt", Severity.OVERRIDE, params, ("lines", line.item))]


@dataclass(frozen=True, slots=True)
class ReverseFacts:
    """A receiving that is to be taken back whole."""

    state: ReceivingState
    reason: str
    reversed_on: date
    received_on: date | None
    today: date


def reverse_problems(facts: ReverseFacts) -> list[Problem]:
    """Return what stands against reversing; whether later facts depend on it is the ledger's to say."""
    found: list[Problem] = []
    if facts.state is not ReceivingState.POSTED:
        found.append(Problem("receiving-not-posted", params={"state": facts.state.value}))
    if not facts.reason:
        found.append(Problem("reason-needed", where=("reason",)))
    if facts.reversed_on > facts.today:
        params = {"day": short(facts.reversed_on)}
        found.append(Problem("date-in-future", params=params, where=("reversed_on",)))
    if facts.received_on is not None and facts.reversed_on < facts.received_on:
        params = {"day": short(facts.reversed_on), "received": short(facts.received_on)}
        found.append(Problem("reversed-before-received", params=params, where=("reversed_on",)))
    return found
