"""Numbers and amounts in the forms people write: "$62,627.00", "1.234,56", "1 234,50", "(12.00)", "40 EA".

The decimal mark is a property of a column, found from all its values: one value alone can be read two ways.
Nothing goes through a float except what the file itself stored as one. Source: product.md 3 (Import).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from enum import StrEnum

from inl_logistics.kernel.text import digits_to_ascii
from inl_logistics.sheets.cells import Cell


class Mark(StrEnum):
    """Which sign parts whole from fraction."""

    POINT = "."
    COMMA = ","


CURRENCY_SIGNS = {
    "us$": "USD", "u$s": "USD", "usd": "USD", "$": "USD", "€": "EUR", "eur": "EUR", "euro": "EUR", "euros": "EUR",
    "£": "GBP", "gbp": "GBP", "¥": "JPY", "mxn": "MXN", "mx$": "MXN", "cop": "COP", "gtq": "GTQ", "q": "GTQ",
    "hnl": "HNL", "lps": "HNL", "htg": "HTG", "pen": "PEN", "s/": "PEN", "crc": "CRC", "₡": "CRC", "brl": "BRL",
    "r$": "BRL", "xof": "XOF", "xaf": "XAF", "fcfa": "XOF", "cfa": "XOF", "dop": "DOP", "rd$": "DOP", "uah": "UAH",
    "₴": "UAH", "jod": "JOD", "jd": "JOD", "lbp": "LBP", "egp": "EGP", "tnd": "TND", "dt": "TND", "mad": "MAD",
    "dh": "MAD", "pkr": "PKR", "rs": "PKR", "afn": "AFN", "ngn": "NGN", "₦": "NGN", "kes": "KES", "ksh": "KES",
    "cad": "CAD", "c$": "CAD", "chf": "CHF", "aud": "AUD", "all": "ALL", "rsd": "RSD", "jmd": "JMD", "j$": "JMD",
    "ttd": "TTD", "bbd": "BBD", "gyd": "GYD", "php": "PHP", "₱": "PHP", "vnd": "VND", "₫": "VND", "pab": "PAB",
    "b/.": "PAB", "bob": "BOB", "bs": "BOB", "pyg": "PYG", "₲": "PYG", "uyu": "UYU", "ars": "ARS", "clp": "CLP",
}  # fmt: skip

_SPACES = re.compile(r"[\s\u00a0\u2007\u2009\u202f'’]+")
_NUMERIC = re.compile(r"[-+(]*[\d.,\s\u00a0\u2007\u2009\u202f'’]*\d[\d.,\s\u00a0\u2007\u2009\u202f'’]*[-)]?\Z")
_AROUND = re.compile(
    r"^(?P<before>[^\d(+\-.,]*)(?P<number>[-+(]*\s*[.,]?\d[\d.,\s\u00a0\u2007\u2009\u202f'’]*\)?-?)(?P<after>\D*)$"
)
_THOUSANDS = {
    Mark.POINT: re.compile(r"\d{1,3}(?:,\d{2,3})*,\d{3}(?:\.\d*)?\Z|\d+(?:\.\d*)?\Z|\.\d+\Z"),
    Mark.COMMA: re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d*)?\Z|\d+(?:,\d*)?\Z|,\d+\Z"),
}


def evidence(values: Iterable[Cell]) -> tuple[int, int, int]:
    """Count (points as decimal mark, commas as decimal mark, values that could be either) among texts."""
    point = comma = unsure = 0
    for value in values:
        if not isinstance(value, str):
            continue
        found = _AROUND.match(value.strip())
        if not found:
            continue
        digits = _SPACES.sub("", found["number"]).strip("()+-")
        verdict = _verdict(digits)
        point += verdict == "."
        comma += verdict == ","
        unsure += verdict == "?"
    return point, comma, unsure


def _verdict(digits: str) -> str:
    points, commas = digits.count("."), digits.count(",")
    if points and commas:
        return "." if digits.rfind(".") > digits.rfind(",") else ","
    if points > 1:
        return ","
    if commas > 1:
        return "."
    if not points and not commas:
        return ""
    sign = "." if points else ","
    before, _sign, after = digits.partition(sign)
    if len(after) == 3 and 1 <= len(before) <= 3 and before.lstrip("0"):
        return "?"
    return sign


def split_amount(text: str) -> tuple[str, str, str] | None:
    """Cut a text into what stands before, the number, and what stands after; None where there is no number."""
    found = _AROUND.match(digits_to_ascii(text).strip())
    return (found["before"].strip(), found["number"].strip(), found["after"].strip()) if found else None


def currency_of(text: str) -> str:
    """Return the currency a sign or word stands for, else the empty text."""
    plain = text.strip().lower().strip(" .:")
    return CURRENCY_SIGNS.get(plain, CURRENCY_SIGNS.get(plain.replace(" ", ""), ""))


def number(text: str, mark: Mark) -> Decimal | None:
    """Read a bare number with a known decimal mark; None where it is none."""
    plain = _SPACES.sub("", text)
    negative = plain.startswith("-") or plain.endswith("-") or (plain.startswith("(") and plain.endswith(")"))
    plain = plain.strip("()+-")
    if not _THOUSANDS[mark].fullmatch(plain):
        return None
    other = "," if mark is Mark.POINT else "."
    plain = plain.replace(other, "").replace(mark.value, ".")
    try:
        value = Decimal(plain)
    except InvalidOperation:
        return None
    return -value if negative else value


def from_cell(value: Cell) -> Decimal | None:
    """Read a number cell exactly as the file shows it."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return Decimal(value)
    if isinstance(value, float):
        # 15 digits are what a spreadsheet keeps: 16568.15 is not 16568.150000000001.
        shown = Decimal(repr(value))
        return shown if len(shown.as_tuple().digits) <= 15 else Decimal(f"{value:.15g}")
    return None
