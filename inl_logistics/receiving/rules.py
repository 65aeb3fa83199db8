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
from inl_logistics.receiving.documents import Resolution
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


MOST = 9_999_999  # units of one count: more is a serial that slipped into the quantity


def count_problems(quantity: int, made_on: date | None = None, expires_on: date | None = None) -> list[Problem]:
    """Return what stands against a count: no units or impossibly many, goods that expired before they were made."""
    found: list[Problem] = []
    if quantity < 1:
        found.append(Problem("quantity-not-positive", params={"quantity": str(quantity)}, where=("quantity",)))
    if quantity > MOST:
        params = {"quantity": f"{quantity:,}", "most": f"{MOST:,}"}
        found.append(Problem("count-too-large", params=params, where=("quantity",)))
    if made_on and expires_on and expires_on <= made_on:
        params = {"expires": short(expires_on), "made": short(made_on)}
        found.append(Problem("expires-before-made", params=params, where=("expires_on",)))
    return found


@dataclass(frozen=True, slots=True)
class DecisionFacts:
    """A scan that somebody decides about; `on_books` is where a unit with its serial lies already.

    `counted` tells that another scan of this receiving counted the same serial.
    """

    text: str
    outcome: ScanOutcome
    undone: bool
    quantity: int
    ignored: bool
    on_books: str = ""
    counted: bool = False


def decision_problems(facts: DecisionFacts) -> list[Problem]:
    """Return what stands against a decision: counted goods are no question, and a unit is on the books once."""
    found: list[Problem] = []
    if facts.undone or facts.outcome in (ScanOutcome.GOOD, ScanOutcome.DAMAGED, ScanOutcome.REPEATED):
        found.append(Problem("scan-decided", params={"text": facts.text}))
    if not facts.ignored:
        found += count_problems(facts.quantity)
        if facts.on_books:
            found.append(Problem("serial-in-stock", params={"serial": facts.text, "place": facts.on_books}))
        if facts.counted:
            found.append(Problem("serial-counted", params={"serial": facts.text}))
    return found


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
class TermFacts:
    """Goods accepted of one lot, and what their order line asks of them; `unlisted` serials were not on the packing list."""

    item: str
    quantity: int
    lot: str
    expires_on: date | None
    lot_required: bool
    min_life_months: int | None
    serial_list: bool
    unlisted: int


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
    terms: Sequence[TermFacts] = ()


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
    found += [problem for line in facts.orders for problem in _over_receipt(line, facts.over_percent)]
    return found + [problem for terms in facts.terms for problem in _term_problems(terms, facts.received_on)]


def _term_problems(terms: TermFacts, received_on: date) -> list[Problem]:
    """What the order line asks: lot and expiry, a list of serials, life left at receipt. Source: domain.md 2.3, 7."""
    found: list[Problem] = []
    if terms.lot_required and not (terms.lot and terms.expires_on):
        params = {"item": terms.item, "count": str(terms.quantity)}
        found.append(Problem("lot-missing", Severity.WARN, params, ("lines", terms.item)))
    if terms.serial_list and terms.unlisted:
        params = {"item": terms.item, "count": str(terms.unlisted)}
        found.append(Problem("serials-unlisted", Severity.WARN, params, ("lines", terms.item)))
    left = (terms.expires_on - received_on).days if terms.expires_on else None
    if terms.min_life_months and terms.expires_on and left is not None and left < terms.min_life_months * 30:
        params = {
            "item": terms.item, "lot": terms.lot or "—", "expires": short(terms.expires_on),
            "months": str(terms.min_life_months),
        }  # fmt: skip
        found.append(Problem("life-short-at-receipt", Severity.OVERRIDE, params, ("lines", terms.item)))
    return found


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


@dataclass(frozen=True, slots=True)
class ClaimFacts:
    """Lines that are claimed, or a step that is written down, on a day."""

    words: str
    on: date | None
    today: date
    closed: Sequence[bool]


def claim_problems(facts: ClaimFacts, *, what: str = "addressee") -> list[Problem]:
    """Return what stands against claiming or noting; `what` names the field whose words are needed."""
    found: list[Problem] = []
    if not facts.words:
        found.append(Problem("claim-addressee" if what == "addressee" else "reason-needed", where=(what,)))
    if facts.on is not None and facts.on > facts.today:
        found.append(Problem("date-in-future", params={"day": short(facts.on)}, where=("on",)))
    if any(facts.closed):
        found.append(Problem("claim-closed", where=("lines",)))
    return found


@dataclass(frozen=True, slots=True)
class SettleFacts:
    """Lines of a discrepancy report that are closed; the amount in cents of USD."""

    resolution: Resolution
    on: date
    today: date
    note: str
    settled_minor: int | None
    closed: Sequence[bool]
    claimed: Sequence[date]


def settle_problems(facts: SettleFacts) -> list[Problem]:
    """Return what stands against closing: accepting a loss needs its reason, a credit its amount. Source: domain.md 2.5."""
    found: list[Problem] = []
    if facts.resolution is Resolution.OPEN:
        found.append(Problem("claim-resolution", where=("resolution",)))
    if facts.resolution is Resolution.ACCEPT and not facts.note:
        found.append(Problem("reason-needed", where=("note",)))
    if facts.resolution is Resolution.CREDIT and not facts.settled_minor:
        found.append(Problem("claim-amount", where=("settled",)))
    if facts.settled_minor is not None and facts.settled_minor < 0:
        found.append(Problem("claim-amount", where=("settled",)))
    if facts.on > facts.today:
        found.append(Problem("date-in-future", params={"day": short(facts.on)}, where=("resolved_on",)))
    if facts.claimed and facts.on < max(facts.claimed):
        params = {"day": short(facts.on), "claimed": short(max(facts.claimed))}
        found.append(Problem("claim-settled-before", params=params, where=("resolved_on",)))
    if any(facts.closed):
        found.append(Problem("claim-closed", where=("lines",)))
    return found


@dataclass(frozen=True, slots=True)
class InspectionFacts:
    """Goods in quarantine that were inspected."""

    inspector: str
    on: date
    today: date
    received_on: date | None
    quantity: int
    missing: Sequence[str]
    failed: bool
    note: str


def inspection_problems(facts: InspectionFacts) -> list[Problem]:
    """Return what stands against an inspection. Source: domain.md 2.5 (quarantine until inspected; inspected by)."""
    found: list[Problem] = []
    if not facts.inspector:
        found.append(Problem("inspector-needed", where=("inspector",)))
    if facts.failed and not facts.note:
        found.append(Problem("reason-needed", where=("note",)))
    if not facts.quantity:
        found.append(Problem("nothing-counted", where=("lines",)))
    if facts.on > facts.today:
        found.append(Problem("date-in-future", params={"day": short(facts.on)}, where=("on",)))
    elif facts.received_on is not None and facts.on < facts.received_on:
        params = {"day": short(facts.on), "received": short(facts.received_on)}
        found.append(Problem("inspected-before-received", params=params, where=("on",)))
    found += [Problem("not-in-quarantine", params={"item": one}, where=("lines",)) for one in facts.missing]
    return found
