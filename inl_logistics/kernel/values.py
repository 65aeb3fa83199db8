"""Exact values: money in minor units, unit prices in millionths, quantities in the unit of issue.

Source: product.md 4 (Money), architecture.md 2 (Exact). No float ever touches a stored figure.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from enum import StrEnum
from typing import NewType

from inl_logistics.kernel.problems import BadInput

UserId = NewType("UserId", int)
DeviceId = NewType("DeviceId", int)
DocumentId = NewType("DocumentId", int)
ItemId = NewType("ItemId", int)
VariantId = NewType("VariantId", int)
UnitId = NewType("UnitId", int)
LayerId = NewType("LayerId", int)
PlaceId = NewType("PlaceId", int)
PartnerId = NewType("PartnerId", int)
OrderId = NewType("OrderId", int)
OrderLineId = NewType("OrderLineId", int)
ShipmentId = NewType("ShipmentId", int)
HandoverId = NewType("HandoverId", int)
ReceivingId = NewType("ReceivingId", int)

MICROS = 1_000_000

# ISO 4217 minor units that are not two digits, of currencies a post may meet.
_EXPONENTS = {
    "BHD": 3, "IQD": 3, "JOD": 3, "KWD": 3, "LYD": 3, "OMR": 3, "TND": 3,
    "CLP": 0, "DJF": 0, "GNF": 0, "JPY": 0, "KMF": 0, "KRW": 0, "PYG": 0, "RWF": 0, "UGX": 0, "VND": 0,
    "VUV": 0, "XAF": 0, "XOF": 0, "XPF": 0,
}  # fmt: skip


def exponent(currency: str) -> int:
    """Return how many decimal digits the currency's minor unit has."""
    return _EXPONENTS.get(currency, 2)


class Condition(StrEnum):
    """Physical condition. Source: product.md 4."""

    NEW = "new"
    GOOD = "good"
    FAIR = "fair"
    POOR = "poor"
    UNSERVICEABLE = "unserviceable"


class Status(StrEnum):
    """Whether stock may be used. Source: product.md 4."""

    AVAILABLE = "available"
    QUARANTINED = "quarantined"


class Title(StrEnum):
    """Who owns the goods, apart from who holds them. Source: architecture.md 2."""

    USG = "usg"
    HOST = "host"


class Tracking(StrEnum):
    """How an item is followed. Source: domain.md 4."""

    SERIAL = "serial"
    LOT = "lot"
    QUANTITY = "quantity"


@dataclass(frozen=True, slots=True, order=True)
class Money:
    """An amount in minor units (cents) of one currency."""

    minor: int
    currency: str = "USD"

    def decimal(self) -> Decimal:
        """Return the amount in whole units, exactly."""
        return Decimal(self.minor).scaleb(-exponent(self.currency))


@dataclass(frozen=True, slots=True, order=True)
class UnitPrice:
    """A price of one unit, in millionths of the currency unit."""

    micros: int
    currency: str = "USD"

    def decimal(self) -> Decimal:
        """Return the price in whole units, exactly."""
        return Decimal(self.micros).scaleb(-6)


def dollars(minor: int) -> str:
    """Write cents of USD for a sentence: $23,976.00. Source: ui.md 12."""
    return f"${Money(minor).decimal():,.2f}"


def line_value(quantity: int, price: UnitPrice) -> Money:
    """Return quantity × price, rounded half-even once. Source: product.md 4 (Money)."""
    return Money(minor_of(quantity * price.micros, price.currency), price.currency)


def minor_of(micros: int, currency: str = "USD") -> int:
    """Round millionths to minor units, half-even."""
    return div_half_even(micros, 10 ** (6 - exponent(currency)))


def div_half_even(numerator: int, denominator: int) -> int:
    """Divide integers, rounding half to even; the denominator is positive."""
    quotient, rest = divmod(numerator, denominator)
    twice = 2 * rest
    if twice > denominator or (twice == denominator and quotient % 2):
        return quotient + 1
    return quotient


_PLAIN = re.compile(r"[-−]?\d+(?:\.\d*)?")
_ENGLISH = re.compile(r"[-−]?\d{1,3}(?:[, ]\d{3})+(?:\.\d*)?")
_CONTINENTAL = re.compile(r"[-−]?(?:\d{1,3}(?:[. ]\d{3})+|\d+),\d+")
_ONE_COMMA = re.compile(r"[-−]?\d{1,3},\d{3}")


def value_left(value_minor: int, quantity: int, canceled: int) -> int:
    """Return what is left of a line's value when some of its quantity is canceled, rounded half-even once."""
    return div_half_even(value_minor * (quantity - canceled), quantity) if canceled else value_minor


def typed_number(typed: str) -> Decimal | None:
    """Read a number as people write it, or nothing; it is never read a thousand times too large or too small.

    `1,234.50`, `1 234.50`, `1.234,50`, `12,5` are read; `1,234` has thousands, as the screen writes them.
    """
    text = typed.strip().replace("\u00a0", " ").replace("\u202f", " ")
    if _PLAIN.fullmatch(text) or _ENGLISH.fullmatch(text):
        plain = text.replace(",", "").replace(" ", "")
    elif _CONTINENTAL.fullmatch(text) and not _ONE_COMMA.fullmatch(text):
        plain = text.replace(".", "").replace(" ", "").replace(",", ".")
    else:
        return None
    return Decimal(plain.replace("−", "-"))


def price_from_text(text: str, currency: str = "USD") -> UnitPrice:
    """Read a decimal such as "412.00", "1,234.50" or "1.234,50" as a unit price.

    Raises: BadInput("not-an-amount") for anything else, negative or finer than a millionth.
    """
    return UnitPrice(_scaled(text, 6), currency)


def money_from_text(text: str, currency: str = "USD") -> Money:
    """Read a decimal as money. Raises: BadInput("not-an-amount")."""
    return Money(_scaled(text, exponent(currency)), currency)


def _scaled(text: str, digits: int) -> int:
    value = typed_number(text)
    if value is None or value < 0 or value >= Decimal(10) ** 12:
        raise BadInput("not-an-amount", found=text)
    scaled = value.scaleb(digits)
    rounded = scaled.quantize(Decimal(1), rounding=ROUND_HALF_EVEN)
    if rounded != scaled:
        raise BadInput("not-an-amount", found=text)
    return int(rounded)
