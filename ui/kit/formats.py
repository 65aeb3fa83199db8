"""Figures and days as the screen shows them. Source: ui.md 12.

money(Money(2397600)) -> "$23,976.00"; short_money(...) -> "$846 K" (Home only); number(1717) -> "1,717"
"""

from __future__ import annotations

from datetime import date

from inl_logistics.kernel import dates
from inl_logistics.kernel.values import Money, UnitPrice, exponent
from ui.kit import paint

_SIGNS = {"USD": "$", "EUR": "€", "GBP": "£"}
DASH = "—"


def money(amount: Money | None, *, cents: bool = True) -> str:
    """Write an amount with its sign; a dash for none."""
    if amount is None:
        return DASH
    digits = exponent(amount.currency) if cents else 0
    sign = _SIGNS.get(amount.currency)
    words = f"{abs(amount.decimal()):,.{digits}f}"
    minus = "\u2212" if amount.minor < 0 else ""
    return paint.isolated(f"{minus}{sign}{words}" if sign else f"{minus}{amount.currency} {words}")


def price(amount: UnitPrice | None) -> str:
    """Write a unit price with two digits, more where it has more."""
    if amount is None:
        return DASH
    value = amount.decimal()
    digits = 2 if value == round(value, 2) else 4 if value == round(value, 4) else 6
    sign = _SIGNS.get(amount.currency, amount.currency + " ")
    return paint.isolated(f"{sign}{value:,.{digits}f}")


def short_money(amount: Money) -> str:
    """Write an amount for Home: $846 K, $2.48 M."""
    value = amount.decimal()
    sign = _SIGNS.get(amount.currency, amount.currency + " ")
    if abs(value) >= 1_000_000:
        return paint.isolated(f"{sign}{value / 1_000_000:.2f} M")
    if abs(value) >= 10_000:
        return paint.isolated(f"{sign}{value / 1000:.0f} K")
    return paint.isolated(f"{sign}{value:,.0f}")


def number(value: int | None) -> str:
    """Write a whole number with its thousands apart; a dash for none."""
    return DASH if value is None else f"{value:,}".replace("-", "\u2212")


def day(value: date | None) -> str:
    """Write a day: 24 Nov 2026."""
    return DASH if value is None else paint.isolated(dates.short(value))
