"""What overstaying costs: days after the free ones, times the rate, up to a cap. Source: domain.md 2.4, 3 (Demurrage)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Terms:
    """What a carrier or port allows and asks; money in minor units of `currency`."""

    free_days: int | None
    rate_minor: int | None
    currency: str = "USD"
    cap_minor: int | None = None


@dataclass(frozen=True, slots=True)
class Demurrage:
    """Where the charge stands: the first day that costs, days that cost so far, and the amount."""

    starts_on: date
    days: int
    minor: int
    rate_minor: int
    currency: str
    running: bool
    capped: bool = False


def demurrage_starts(arrived_on: date | None, free_days: int | None) -> date | None:
    """Return the first day that costs: the day after the free days that follow arrival."""
    if arrived_on is None or free_days is None:
        return None
    return arrived_on + timedelta(days=free_days + 1)


def demurrage(arrived_on: date | None, until: date | None, terms: Terms, *, today: date) -> Demurrage | None:
    """Return where the charge stands, or None where no term is known or nothing has arrived.

    Args:
        until: the day on which the goods left the port or the empty container went back; None while they stay. Both the
            first and the last day count.
    """
    starts = demurrage_starts(arrived_on, terms.free_days)
    if starts is None or terms.rate_minor is None:
        return None
    end = today if until is None else until
    days = max(0, (end - starts).days + 1)
    owed = days * terms.rate_minor
    capped = terms.cap_minor is not None and owed > terms.cap_minor
    return Demurrage(
        starts, days, terms.cap_minor if capped and terms.cap_minor is not None else owed, terms.rate_minor,
        terms.currency, running=until is None and days > 0 and not capped, capped=capped,
    )  # fmt: skip


def lasts_until(delivered_on: date | None, gone_back_on: date | None) -> date | None:
    """Return the day on which the charge ends: the empty container's return, else delivery to the store."""
    return gone_back_on or delivered_on
