"""Numbers as paper writes them: USD 23,976.00, exactly, from integers. Source: ui.md 12."""

from __future__ import annotations

from collections.abc import Iterable

from inl_logistics.kernel.values import Money, UnitPrice, exponent
from inl_logistics.paper.languages import Words


def amount(minor: int, currency: str) -> str:
    """Write an amount without its currency: 23,976.00."""
    return f"{Money(minor, currency).decimal():,.{exponent(currency)}f}"


def unit_price(micros: int, currency: str) -> str:
    """Write a unit price, with more decimals only where it has them: 412.00, 0.125."""
    shown = f"{UnitPrice(micros, currency).decimal():,.6f}"
    digits = exponent(currency)
    whole, _, part = shown.partition(".")
    part = part[:digits] + part[digits:].rstrip("0")
    return f"{whole}.{part}" if part else whole


def per_unit(quantities: Iterable[tuple[str, int]], words: Words) -> tuple[str, str]:
    """Add quantities by unit of issue: "92 each · 60 kits", in both languages."""
    sums: dict[str, int] = {}
    for unit, quantity in quantities:
        sums[unit] = sums.get(unit, 0) + quantity
    both = [(total, *words.unit(unit, total)) for unit, total in sums.items() if total]
    english = " · ".join(f"{total:,} {name}" for total, name, _ in both)
    if words.local is None:
        return english, ""
    return english, " · ".join(f"{words.local.number(total)} {name}" for total, _, name in both)
