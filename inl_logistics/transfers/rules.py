"""Rules of transfers. Source: domain.md 2.7 (in-transit balance; the receiver signs), 7 (same day rules as every posting)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from inl_logistics.kernel.dates import short
from inl_logistics.kernel.problems import Problem
from inl_logistics.transfers.records import TransferState


@dataclass(frozen=True, slots=True)
class TransferFacts:
    """A transfer that is saved or sent."""

    state: TransferState
    lines: int
    from_store: int
    to_store: int
    foreign: Sequence[str] = ()  # what does not lie in the sending store
    quantities: Sequence[int] = ()


def transfer_problems(facts: TransferFacts, *, sending: bool) -> list[Problem]:
    """Return what is wrong with a transfer; more is asked when it is sent."""
    found: list[Problem] = []
    if facts.state is not TransferState.DRAFT:
        found.append(Problem("transfer-not-draft"))
    if facts.from_store == facts.to_store:
        found.append(Problem("transfer-same-store", where=("to_store",)))
    found += [Problem("transfer-foreign", params={"item": name}, where=("lines",)) for name in facts.foreign[:20]]
    if (least := min(facts.quantities, default=1)) < 1:
        found.append(Problem("quantity-not-positive", params={"quantity": str(least)}, where=("lines",)))
    if sending and not facts.lines:
        found.append(Problem("transfer-empty", where=("lines",)))
    return found


@dataclass(frozen=True, slots=True)
class ArrivalFacts:
    """What is received, returned or written off of a transfer on a day."""

    state: TransferState
    sent_on: date | None
    on: date
    today: date
    lines: int
    reason: str
    needs_reason: bool


def arrival_problems(facts: ArrivalFacts) -> list[Problem]:
    """Return what stands against taking goods off the road."""
    found: list[Problem] = []
    if facts.state is not TransferState.IN_TRANSIT:
        found.append(Problem("transfer-not-on-road"))
    if not facts.lines:
        found.append(Problem("nothing-counted", where=("lines",)))
    if facts.on > facts.today:
        found.append(Problem("date-in-future", params={"day": short(facts.on)}, where=("on",)))
    elif facts.sent_on and facts.on < facts.sent_on:
        found.append(Problem("arrived-before-sent", params={"day": short(facts.on), "sent": short(facts.sent_on)},
                             where=("on",)))  # fmt: skip
    if facts.needs_reason and not facts.reason:
        found.append(Problem("reason-needed", where=("reason",)))
    return found
