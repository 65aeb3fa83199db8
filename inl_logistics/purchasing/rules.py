"""Rules of purchase orders. Sources: domain.md 2.3 and 7; states: domain.md 2."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from inl_logistics.kernel.problems import Problem, Severity
from inl_logistics.kernel.values import MICROS
from inl_logistics.purchasing.records import OrderState

TRANSITIONS: dict[OrderState, frozenset[OrderState]] = {
    OrderState.DRAFT: frozenset({OrderState.PLACED, OrderState.CANCELED}),
    OrderState.PLACED: frozenset({OrderState.SHORT_CLOSED, OrderState.CLOSED, OrderState.CANCELED}),
    OrderState.SHORT_CLOSED: frozenset({OrderState.CLOSED}),
    OrderState.CLOSED: frozenset(),
    OrderState.CANCELED: frozenset(),
}

# Most millionths of a currency unit that a line may be worth: beyond, a slip of the hand, and more than a column holds.
_MOST = 10**18


@dataclass(frozen=True, slots=True)
class LineFacts:
    """A line as typed and what became of it already (units of issue)."""

    quantity: int
    has_item: bool
    price_micros: int
    shipped: int = 0
    canceled: int = 0


@dataclass(frozen=True, slots=True)
class OrderFacts:
    """An order as typed."""

    state: OrderState
    has_vendor: bool
    has_agreement: bool
    ordered_on: date | None
    need_by: date | None
    lines: Sequence[LineFacts]
    rate_micros: int = MICROS


def order_problems(facts: OrderFacts, *, placing: bool) -> list[Problem]:
    """Return what is wrong with an order; more is asked when it is placed."""
    found: list[Problem] = []
    for number, line in enumerate(facts.lines, 1):
        found += _line_problems(number, line, facts.rate_micros)
        if placing and not line.has_item:
            params, where = {"line": str(number)}, ("lines", number, "item")
            found.append(Problem("line-without-item", params=params, where=where))
    if facts.rate_micros < 1:
        found.append(Problem("rate-not-positive", where=("rate_micros",)))
    if facts.need_by and facts.ordered_on and facts.need_by < facts.ordered_on:
        found.append(Problem("need-before-order", where=("need_by",)))
    if placing:
        if not facts.lines:
            found.append(Problem("order-without-lines", where=("lines",)))
        if not facts.has_vendor:
            found.append(Problem("order-without-vendor", where=("vendor_id",)))
        if not facts.has_agreement:
            found.append(Problem("order-without-agreement", Severity.WARN, where=("agreement_id",)))
    return found


def _line_problems(number: int, line: LineFacts, rate_micros: int) -> list[Problem]:
    params, where = {"line": str(number)}, ("lines", number)
    found = []
    if line.quantity < 1:
        found.append(Problem("line-quantity", params=params, where=(*where, "quantity")))
    if line.price_micros < 0:
        found.append(Problem("line-price-negative", params=params, where=(*where, "price")))
    worth = line.quantity * line.price_micros * max(rate_micros, MICROS) // MICROS
    if worth > _MOST or line.quantity > _MOST // MICROS:
        found.append(Problem("line-too-large", params=params, where=(*where, "quantity")))
    if line.canceled and line.quantity - line.canceled < line.shipped:
        more = {**params, "shipped": str(line.shipped), "canceled": str(line.canceled)}
        found.append(Problem("line-below-canceled", params=more, where=(*where, "quantity")))
    elif line.quantity < line.shipped:
        more = {**params, "shipped": str(line.shipped)}
        found.append(Problem("line-below-shipped", params=more, where=(*where, "quantity")))
    return found


def may_become(state: OrderState, wanted: OrderState) -> list[Problem]:
    """Refuse a step that the order's life does not have."""
    if wanted in TRANSITIONS[state]:
        return []
    return [Problem("order-step", params={"state": state.value, "wanted": wanted.value}, where=("state",))]


@dataclass(frozen=True, slots=True)
class ClosingFacts:
    """What is known of an order that is to be closed, in units of issue.

    `missing` were ordered, not canceled and not accepted; `coming` are on `shipments` and have not been counted.
    """

    state: OrderState
    missing: int = 0
    coming: int = 0
    shipments: str = ""


def closing_problems(facts: ClosingFacts, *, reason: str) -> list[Problem]:
    """Refuse to close an order while goods are on the road; one that is not complete needs a reason."""
    found = may_become(facts.state, OrderState.CLOSED)
    if facts.coming:
        params = {"units": str(facts.coming), "shipments": facts.shipments}
        found.append(Problem("order-on-the-road", params=params, where=("state",)))
    if facts.missing and not reason:
        found.append(Problem("reason-needed", where=("reason",)))
    return found
