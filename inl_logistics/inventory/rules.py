"""When a move, a change of condition or the adjustment of a count may be taken back. No database, no clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from inl_logistics.kernel.dates import short
from inl_logistics.kernel.problems import Problem
from inl_logistics.register.records import DocumentKind

REVERSIBLE = frozenset({DocumentKind.TRANSFER, DocumentKind.CONDITION, DocumentKind.ADJUSTMENT})


@dataclass(frozen=True, slots=True)
class ReverseFacts:
    """A posted document of stock that is to be taken back whole."""

    kind: DocumentKind
    number: str
    reason: str
    reversed_on: date
    posted_on: date
    today: date


def reverse_problems(facts: ReverseFacts) -> list[Problem]:
    """Return what stands against reversing; whether later facts depend on it is the ledger's to say."""
    found: list[Problem] = []
    if facts.kind not in REVERSIBLE:
        found.append(Problem("stock-not-reversible", params={"number": facts.number}))
    if not facts.reason:
        found.append(Problem("reason-needed", where=("reason",)))
    if facts.reversed_on > facts.today:
        params = {"day": short(facts.reversed_on)}
        found.append(Problem("date-in-future", params=params, where=("reversed_on",)))
    if facts.reversed_on < facts.posted_on:
        params = {"day": short(facts.reversed_on), "number": facts.number, "posted": short(facts.posted_on)}
        found.append(Problem("reversed-before-posted", params=params, where=("reversed_on",)))
    return found
