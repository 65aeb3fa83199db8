"""Read the cells of one column as what its role says; every distinct value is read once.

Gives a parsed column and, apart, the cells that could not be read or need a word. Placeholders ("NULL", "N/A",
"Pre-PQ Process", "See ASN-3562 (ID#:960)") are no values and no faults. Source: product.md 7; ../data/README.md.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache

from inl_logistics.imports.days import Order, order_of, read_day
from inl_logistics.imports.numbers import Mark, currency_of, from_cell, number, split_amount
from inl_logistics.imports.roles import Reads, Role, reads
from inl_logistics.imports.units import CODE_OF, unit_code
from inl_logistics.kernel.text import clean, fold
from inl_logistics.kernel.values import MICROS
from inl_logistics.sheets.cells import Cell, cell_text

PLACEHOLDERS = frozenset(
    {
        "null", "na", "n/a", "n.a.", "n.a", "none", "nil", "-", "--", "---", "?", "??", ".", "unknown", "unk", "blank",
        "not applicable", "no serial", "no s/n", "s/n", "sn", "s/s", "tbd", "tba", "#n/a", "(blank)", "(none)", "nan",
        "sin serie", "sin numero", "no aplica", "ninguno", "ninguna", "sans", "sans numero", "aucun", "non disponible",
        "not captured", "no disponible",
    }
)  # fmt: skip
"""Texts that say there is no value. Source: ../data/README.md, and what the same people write elsewhere."""

_KNOWN_WORDS = (
    "pre-pq process", "date not captured", "n/a - ", "weight captured separately", "freight included",
    "invoiced separately", "included in", "to be ", "pending", "asap", "por definir", "pendiente", "a definir",
    "no charge", "sin costo", "donated",
)  # fmt: skip
_REFERENCE = re.compile(r"^see\s+(\S+)\s*\(ID#:\s*(\w+)\)", re.IGNORECASE)
_NSN = re.compile(r"(\d{4})[- ]?([0-9A-Z]{2})[- ]?([0-9A-Z]{3})[- ]?([0-9A-Z]{4})\Z")
_LIMIT = Decimal(10) ** 12
_NOTED = frozenset({Role.WEIGHT_KG, Role.FREIGHT})
_EXPONENT = re.compile(r"\d+(?:[.,]\d+)?E[+-]?\d+\Z", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Reference:
    """A value booked on another line: `See ASN-3562 (ID#:960)`."""

    number: str
    line_id: str


@dataclass(frozen=True, slots=True)
class Noted:
    """Words in place of an amount that say where or why it is not given: Weight Captured Separately."""

    text: str


@dataclass(frozen=True, slots=True)
class Flaw:
    """What is to say about one distinct value; an error leaves no value behind."""

    code: str
    is_error: bool = False


@dataclass(slots=True)
class Parsed:
    """A parsed column: one value a row (None where there is none) and the flaws by row."""

    values: list[object]
    flaws: list[tuple[int, Flaw]]


@dataclass(frozen=True, slots=True)
class Forms:
    """How the numbers and dates of a column are written."""

    order: Order | None = None
    mark: Mark | None = None
    year: int = 2026


_Reader = Callable[[Cell], tuple[object, Flaw | None]]


def parse_column(role: Role, cells: Sequence[Cell], forms: Forms) -> Parsed:
    """Parse all cells of a column."""
    read = _reader(role, cells, forms)
    flawed: dict[Cell, Flaw] = {}

    class Known(dict[Cell, object]):
        def __missing__(self, cell: Cell) -> object:
            value, flaw = read(cell)
            if flaw is not None:
                flawed[cell] = flaw
            self[cell] = value
            return value

    known = Known()
    values = [known[cell] for cell in cells]
    flaws = [(place, flawed[cell]) for place, cell in enumerate(cells) if cell in flawed] if flawed else []
    return Parsed(values, flaws)


def distinct(cells: Iterable[Cell]) -> list[Cell]:
    """Return each different cell once, in order."""
    return list(dict.fromkeys(cells))


def _reader(role: Role, cells: Sequence[Cell], forms: Forms) -> _Reader:
    kind = reads(role)
    if kind is Reads.DATE:
        return _date_reader(role, cells, forms)
    if kind in {Reads.MONEY, Reads.NUMBER}:
        common = _common_words(cells)
        mark = forms.mark or Mark.POINT
        plain_amount = _money if kind is Reads.MONEY else _plain_number
        if role in _NOTED:
            return lambda cell: _with_words(cell, plain_amount(cell, mark, common))
        return lambda cell: plain_amount(cell, mark, common)
    if kind is Reads.QUANTITY:
        quantity_mark = forms.mark or _trailing_zeros(cells)
        return lambda cell: quantity(cell, quantity_mark)
    plain: dict[Reads, _Reader] = {
        Reads.TEXT: _text,
        Reads.CODE: _code,
        Reads.NSN: _nsn,
        Reads.SERIAL: _serial,
        Reads.UNIT: _unit,
        Reads.COUNTRY: _country,
    }
    return plain[kind]


def _trailing_zeros(cells: Sequence[Cell]) -> Mark | None:
    """Where every quantity ends in .000, the zeros are decimals that a system printed."""
    texts = [cell for cell in distinct(cells) if isinstance(cell, str) and any(ch.isdigit() for ch in cell)]
    if len(texts) < 3:
        return None
    for mark in Mark:
        if all(re.fullmatch(rf"\s*\d+\{mark.value}0{{2,}}\s*", text) for text in texts):
            return mark
    return None


def is_placeholder(text: str) -> bool:
    """Tell whether a text only says that there is no value."""
    return fold(text).strip() in PLACEHOLDERS


def _known_word(text: str) -> bool:
    plain = fold(text)
    return plain in PLACEHOLDERS or plain.startswith(_KNOWN_WORDS)


def _with_words(cell: Cell, read: tuple[object, Flaw | None]) -> tuple[object, Flaw | None]:
    """Keep the words that stand in place of a weight or freight: they say why there is no figure."""
    text = clean(cell_text(cell))
    if read != (None, None) or not text or fold(text) in PLACEHOLDERS:
        return read
    return Noted(text), None


def _common_words(cells: Sequence[Cell]) -> frozenset[str]:
    """Return texts without digits that stand in one of twenty filled cells or more: the source's own placeholders."""
    words = Counter(cell for cell in cells if isinstance(cell, str) and cell and not any(ch.isdigit() for ch in cell))
    if not words:
        return frozenset()
    filled = sum(1 for cell in cells if cell != "")
    return frozenset(word for word, times in words.items() if times >= 3 and times * 20 >= filled)


def _text(cell: Cell) -> tuple[object, Flaw | None]:
    text = clean(cell_text(cell))
    if text.startswith("#") and text.rstrip("!?").upper() in _CELL_ERRORS:
        return None, Flaw("cell-error")
    return text or None, None


_CELL_ERRORS = frozenset({"#N/A", "#REF", "#DIV/0", "#VALUE", "#NAME", "#NULL", "#NUM", "#SPILL", "#GETTING_DATA"})


def _code(cell: Cell) -> tuple[object, Flaw | None]:
    value, flaw = _text(cell)
    if isinstance(cell, str) and value is not None and cell != value and flaw is None:
        flaw = Flaw("spaces-removed")
    if value is not None and is_placeholder(str(value)):
        return None, None
    return value, flaw


def _nsn(cell: Cell) -> tuple[object, Flaw | None]:
    text = clean(cell_text(cell)).upper()
    if not text or is_placeholder(text):
        return None, None
    return format_nsn(text), (None if re.match(r"\d{4}-", format_nsn(text)) else Flaw("nsn-odd"))


def format_nsn(text: str) -> str:
    """Write a stock number with its dashes; what has another shape stays as it is."""
    found = _NSN.fullmatch(text)
    return "-".join(found.groups()) if found else text


def nsn_of(fsc: object, niin: object) -> str | None:
    """Join class and item number, giving back the zeros a number cell lost."""
    if not niin:
        return None
    group = str(fsc or "").zfill(4)
    item = str(niin)
    return format_nsn(group + (item.zfill(9) if item.isdecimal() else item).replace("-", ""))


def _serial(cell: Cell) -> tuple[object, Flaw | None]:
    text = clean(cell_text(cell))
    if not text or is_placeholder(text):
        return None, None
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        if abs(cell) >= 1e15:
            return None, Flaw("serial-digits-lost", is_error=True)
        return text, Flaw("serial-from-number")
    if isinstance(cell, date):
        return None, Flaw("serial-is-date", is_error=True)
    if _EXPONENT.fullmatch(text):
        return text, Flaw("serial-exponent")
    if not any(ch.isdigit() for ch in text):
        return text, Flaw("serial-without-digit")
    if isinstance(cell, str) and cell != text:
        return text, Flaw("spaces-removed")
    return text, None


def _unit(cell: Cell) -> tuple[object, Flaw | None]:
    code, known = unit_code(cell_text(cell))
    return code or None, None if known else Flaw("unit-unknown")


def quantity(cell: Cell, mark: Mark | None) -> tuple[object, Flaw | None]:
    """Read a quantity: a whole number, perhaps with a unit behind it."""
    exact = from_cell(cell)
    if exact is None:
        text = clean(cell_text(cell))
        if not text or is_placeholder(text):
            return None, Flaw("quantity-missing", is_error=True)
        parts = split_amount(text)
        if parts is None or parts[0] or (parts[2] and fold(parts[2]).strip(".") not in CODE_OF):
            return None, Flaw("quantity-not-a-number", is_error=True)
        exact = _whole(parts[1], mark)
        if exact is None:
            return None, Flaw("quantity-not-a-number", is_error=True)
    if exact != exact.to_integral_value():
        return exact, Flaw("quantity-not-whole", is_error=True)
    if abs(exact) >= _LIMIT:
        return None, Flaw("quantity-too-large", is_error=True)
    if exact < 0:
        return int(exact), Flaw("quantity-negative", is_error=True)
    if exact == 0:
        return 0, Flaw("quantity-zero", is_error=True)
    return int(exact), None


def _whole(text: str, mark: Mark | None) -> Decimal | None:
    """Read a whole number: a lone sign before three digits parts thousands, whichever sign it is."""
    for chosen in (mark,) if mark else (Mark.POINT, Mark.COMMA):
        value = number(text, chosen)
        if value is not None and (mark or value == value.to_integral_value()):
            # Alone, "1.000" is a thousand: nobody writes thousandths of a shield.
            lone = mark is None and value < 1000 and re.fullmatch(r"\d{1,3}[.,]000", text)
            return value * 1000 if lone else value
    return number(text, Mark.POINT)


def _money(cell: Cell, mark: Mark, common: frozenset[str]) -> tuple[object, Flaw | None]:
    """Read an amount as a Decimal; a Reference or None where the amount stands elsewhere."""
    exact = from_cell(cell)
    if exact is None:
        text = clean(cell_text(cell))
        if not text or _known_word(text) or cell in common:
            return None, None
        if reference := _REFERENCE.match(text):
            return Reference(reference[1], reference[2]), None
        exact = _amount(text, mark)
        if exact is None:
            return None, Flaw("amount-not-a-number", is_error=True)
    if abs(exact) >= _LIMIT:
        return None, Flaw("amount-too-large", is_error=True)
    if exact < 0:
        return exact, Flaw("amount-negative")
    scaled = exact.scaleb(6)
    return exact, None if scaled == scaled.to_integral_value() else Flaw("amount-rounded")


def _amount(text: str, mark: Mark) -> Decimal | None:
    parts = split_amount(text)
    if parts is None:
        return None
    before, digits, after = parts
    signs = [sign for sign in (before.strip("()-+ "), after.strip("()-+ .")) if sign]
    if any(not currency_of(sign) and fold(sign).lstrip("/").strip() not in CODE_OF for sign in signs):
        return None
    value = number(digits, mark)
    return -value if value is not None and before.endswith(("-", "(")) else value


def currency_in(cell: Cell) -> str:
    """Return the currency that stands beside an amount, else the empty text."""
    if not isinstance(cell, str):
        return ""
    parts = split_amount(cell)
    return (currency_of(parts[0].strip("()-+ ")) or currency_of(parts[2].strip("()-+ "))) if parts else ""


def _plain_number(cell: Cell, mark: Mark, common: frozenset[str]) -> tuple[object, Flaw | None]:
    exact = from_cell(cell)
    if exact is not None:
        return exact, None
    text = clean(cell_text(cell))
    if not text or _known_word(text) or cell in common:
        return None, None
    if reference := _REFERENCE.match(text):
        return Reference(reference[1], reference[2]), None
    parts = split_amount(text)
    value = number(parts[1], mark) if parts and not parts[0] else None
    return value, None if value is not None else Flaw("number-not-read")


def _date_reader(role: Role, cells: Sequence[Cell], forms: Forms) -> _Reader:
    order = forms.order
    if order is None:
        order, _contradicts = order_of(distinct(cells))
    common = _common_words(cells)
    end = role is Role.EXPIRY

    def read(cell: Cell) -> tuple[object, Flaw | None]:
        if cell == "":
            return None, None
        found = read_day(cell, order=order, year=forms.year, end_of_month=end)
        if found is None:
            text = clean(cell_text(cell))
            if not text or _known_word(text) or cell in common:
                return None, None
            return None, Flaw("date-not-read", is_error=True)
        if not 1900 <= found.day.year <= 2150:
            return None, Flaw("date-not-read", is_error=True)
        if found.assumed_order:
            return found.day, Flaw("date-day-first")
        if found.from_number:
            return found.day, Flaw("date-from-number")
        return found.day, Flaw("date-month-only") if found.month_only else None

    return read


def _country(cell: Cell) -> tuple[object, Flaw | None]:
    text = clean(cell_text(cell))
    if not text or is_placeholder(text):
        return None, None
    code = _countries().get(fold(text).replace("'", " ").replace(".", ""))
    return (code, None) if code else (text, Flaw("country-unknown"))


@cache
def _countries() -> dict[str, str]:
    """Return every way to write a country in five languages → its ISO 3166 code."""
    from babel import Locale

    found: dict[str, str] = {}
    for language in ("pt", "fr", "es", "ar", "uk", "en"):
        for code, name in Locale.parse(language).territories.items():
            if len(code) == 2 and code.isalpha():
                found[fold(name).replace("'", " ").replace("’", " ").replace(".", "")] = code
                found[code.lower()] = code
    aliases = {
        "usa": "US", "united states of america": "US", "ivory coast": "CI", "cote d ivoire": "CI", "burma": "MM",
        "drc": "CD", "congo dr": "CD", "democratic republic of the congo": "CD", "congo, dem rep": "CD",
        "republic of the congo": "CG", "viet nam": "VN", "tanzania, united republic of": "TZ", "swaziland": "SZ",
        "macedonia": "MK", "czech republic": "CZ", "turkey": "TR", "palestine": "PS", "west bank": "PS",
        "west bank and gaza": "PS", "bahamas": "BS", "the bahamas": "BS", "gambia": "GM", "kosovo": "XK",
        "south korea": "KR", "korea, republic of": "KR", "russia": "RU", "syria": "SY", "laos": "LA",
        "lao pdr": "LA", "moldova, republic of": "MD", "republica dominicana": "DO", "estados unidos": "US",
        "kyrgyz republic": "KG", "cabo verde": "CV", "east timor": "TL", "uk": "GB", "great britain": "GB",
    }  # fmt: skip
    return found | aliases


def micros(amount: Decimal) -> int:
    """Return an amount in millionths, half-even."""
    scaled = amount * MICROS
    return int(scaled.to_integral_value(rounding="ROUND_HALF_EVEN"))
