"""Guess what each column means, from the words of its header and the look of its values.

Source: product.md 3 (mapped columns); ui.md 10 Import (matching is guessed, shown, editable).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from difflib import SequenceMatcher
from functools import cache

from inl_logistics.imports.days import read_day
from inl_logistics.imports.numbers import Mark, from_cell, number, split_amount
from inl_logistics.imports.roles import NEEDS, Kind, Reads, Role, reads
from inl_logistics.imports.synonyms import BY_KIND, COMMON
from inl_logistics.imports.units import CODE_OF
from inl_logistics.kernel.text import fold
from inl_logistics.sheets.cells import Cell, Row, cell_text

EXACT, ALMOST, PARTLY, TYPED, LOOKS = 100, 96, 80, 70, 50
_NSN = re.compile(r"\d{4}-?[0-9A-Z]{2}-?[0-9A-Z]{3}-?[0-9A-Z]{2,4}\Z")
_SIGN = re.compile(r"[^\w]+")
_VAGUE = frozenset(
    {
        Role.FACILITY, Role.LINE_NUMBER, Role.ROW_NUMBER, Role.STATUS, Role.MODE, Role.BIN, Role.STORE, Role.REGION,
        Role.CATEGORY, Role.FUND, Role.SIZE, Role.TRACKING, Role.COUNTRY, Role.ORIGIN, Role.REASON, Role.DESCRIPTION,
        Role.PARTNER_TYPE, Role.PARTNER_PARENT, Role.PARTNER_CODE,
    }
)  # fmt: skip
"""Roles whose single words say little inside a longer header: `Manufacturing Site`, `First Line Designation`."""
_PARENS = re.compile(r"\([^)]*\)|\[[^\]]*\]")


@dataclass(frozen=True, slots=True)
class Guess:
    """What a column seems to mean."""

    role: Role | None = None
    score: int = 0


def header_key(text: str) -> str:
    """Return a header as it is compared: folded, `#`, `nº` and `№` as "no", without punctuation."""
    plain = fold(text).replace("№", " no ").replace("#", " no ").replace("n°", " no ").replace("nº", " no ")
    return " ".join(_SIGN.sub(" ", plain.replace("_", " ")).split())


@cache
def _words(kind: Kind) -> tuple[tuple[str, Role, int], ...]:
    """Return (header, role, rank) of a kind; the kind's own words come before the common ones."""
    found: list[tuple[str, Role, int]] = []
    for rank, source in enumerate((BY_KIND.get(kind, {}), COMMON)):
        for role, words in source.items():
            if role in NEEDS[kind].not_used:
                continue
            found += [(header_key(word), role, rank * 100 + place) for place, word in enumerate(words.split("|"))]
    return tuple(found)


@cache
def known_headers(kind: Kind) -> dict[str, Role]:
    """Return every header we know for a kind → its role."""
    found: dict[str, Role] = {}
    for word, role, _rank in _words(kind):
        found.setdefault(word, role)
    return found


@cache
def _candidates(kind: Kind, header: str) -> tuple[tuple[int, Role], ...]:
    """Return (score, role) of a header, best first; words high in their list score a little higher."""
    best: dict[Role, int] = {}

    def offer(role: Role, score: int) -> None:
        best[role] = max(best.get(role, 0), score)

    key, bare = header_key(header), header_key(_PARENS.sub(" ", header))
    tokens = bare.split()
    for word, role, rank in _words(kind):
        step = min(rank % 100, 12) // 4
        if word == key:
            offer(role, EXACT - step if rank < 100 else EXACT - step - 1)
        elif word == bare:
            offer(role, ALMOST - step)
        elif len(word) > 3 and (" " in word or role not in _VAGUE) and _inside(word.split(), tokens):
            offer(role, PARTLY - 4 * (len(tokens) - len(word.split())))
    if not best and len(bare) > 4:
        for word, role, _rank in _words(kind):
            if len(word) > 4 and SequenceMatcher(None, word, bare).ratio() >= 0.85:
                offer(role, TYPED)
    return tuple(sorted(((score, role) for role, score in best.items()), key=lambda pair: -pair[0]))


def _inside(word: list[str], tokens: list[str]) -> bool:
    size = len(word)
    return size < len(tokens) and any(tokens[at : at + size] == word for at in range(len(tokens) - size + 1))


def guess_roles(kind: Kind, names: Sequence[str], body: Sequence[Row]) -> list[Guess]:
    """Return the best role of each column; every role is given once."""
    columns = [[row[place] for row in body if place < len(row) and row[place] != ""] for place in range(len(names))]
    offers: list[tuple[int, int, Role]] = []
    for place, name in enumerate(names):
        for score, role in _candidates(kind, name) if name else ():
            if score >= 90 or _fits(role, columns[place]) is not False:
                offers.append((score, place, role))
    offers += _by_look(kind, names, columns)
    offers = _prices(offers, body)
    offers.sort(key=lambda offer: (-offer[0], offer[1]))
    guesses = [Guess() for _name in names]
    given: set[Role] = set()
    for score, place, role in offers:
        if role not in given and guesses[place].role is None:
            guesses[place] = Guess(role, score)
            given.add(role)
    return guesses


def _fits(role: Role, values: Sequence[Cell]) -> bool | None:
    """Tell whether values look like a role; None where one cannot tell."""
    sample = values[:120]
    if len(sample) < 3:
        return None
    kind = reads(role)
    if kind in {Reads.QUANTITY, Reads.MONEY, Reads.NUMBER}:
        return _share(sample, _is_amount) >= 0.5
    if kind is Reads.DATE:
        return _share(sample, _is_day) >= 0.4
    if kind is Reads.NSN:
        return _share(sample, _is_nsn) >= 0.5
    if kind is Reads.UNIT:
        return _share(sample, _is_unit) >= 0.5
    if role in {Role.AGENCY, Role.ITEM_NAME, Role.VENDOR, Role.DESCRIPTION, Role.PARTNER_NAME}:
        return _share(sample, _is_amount) < 0.5 and _share(sample, _is_day) < 0.5
    return None


def _share(values: Sequence[Cell], test: object) -> float:
    assert callable(test)
    return sum(1 for value in values if test(value)) / len(values)


def _is_amount(cell: Cell) -> bool:
    if from_cell(cell) is not None:
        return True
    parts = split_amount(cell) if isinstance(cell, str) else None
    return parts is not None and len(parts[0]) <= 4 and len(parts[2]) <= 8


def _is_day(cell: Cell) -> bool:
    if isinstance(cell, float | int):
        return False
    return read_day(cell, order=None, year=2026) is not None or (
        isinstance(cell, str) and bool(re.fullmatch(r"\d{1,2}/\d{1,2}/\d{2,4}.*", cell.strip()))
    )


def _is_nsn(cell: Cell) -> bool:
    return bool(_NSN.fullmatch(cell_text(cell).strip().upper())) and len(cell_text(cell).strip()) >= 13


def _is_unit(cell: Cell) -> bool:
    return isinstance(cell, str) and (fold(cell).strip(" .") in CODE_OF or (len(cell) == 2 and cell.isalpha()))


def _is_words(cell: Cell) -> bool:
    return isinstance(cell, str) and sum(ch.isalpha() for ch in cell) >= 4 and len(cell) >= 6


def _by_look(kind: Kind, names: Sequence[str], columns: Sequence[Sequence[Cell]]) -> list[tuple[int, int, Role]]:
    """Offer roles by the values alone, for columns whose header says nothing."""
    offers: list[tuple[int, int, Role]] = []
    wordy: list[tuple[float, int]] = []
    for place, values in enumerate(columns):
        sample = values[:120]
        known = names[place] and any(score >= PARTLY for score, _role in _candidates(kind, names[place]))
        if known or len(sample) < (1 if kind is Kind.SERIALS else 3):
            continue
        if _share(sample, _is_nsn) >= 0.8:
            offers.append((LOOKS + 5, place, Role.NSN))
        elif _share(sample, _is_unit) >= 0.8:
            offers.append((LOOKS, place, Role.UNIT))
        elif _share(sample, _is_whole) >= 0.9 and not names[place]:
            offers.append((LOOKS - 5, place, Role.QUANTITY))
        elif kind is Kind.SERIALS and len(columns) == 1:
            offers.append((LOOKS, place, Role.SERIAL))
        elif _share(sample, _is_words) >= 0.6:
            wordy.append((sum(len(cell_text(value)) for value in sample) / len(sample), place))
    if wordy and kind is not Kind.PARTNERS:
        offers.append((LOOKS - 8, max(wordy)[1], Role.ITEM_NAME))
    return offers


def _is_whole(cell: Cell) -> bool:
    value = from_cell(cell)
    if value is None and isinstance(cell, str) and cell.strip().isdecimal():
        value = Decimal(cell.strip())
    return value is not None and value == value.to_integral_value() and 0 < value < 100_000


def _prices(offers: list[tuple[int, int, Role]], body: Sequence[Row]) -> list[tuple[int, int, Role]]:
    """Where several columns could be the unit value, prefer the one that times quantity makes the line value."""
    first: dict[int, tuple[int, Role]] = {}
    for score, place, role in offers:
        if place not in first or score > first[place][0]:
            first[place] = (score, role)
    places = {place for place, (_score, role) in first.items() if role is Role.UNIT_VALUE}
    best = {
        wanted: max(((s, p) for p, (s, role) in first.items() if role is wanted), default=None)
        for wanted in (Role.QUANTITY, Role.LINE_VALUE)
    }
    counted, total = best[Role.QUANTITY], best[Role.LINE_VALUE]
    if len(places) < 2 or counted is None or total is None:
        return offers
    hits = {place: _product_hits(body, counted[1], place, total[1]) for place in places}
    winner = max(hits, key=lambda place: hits[place])
    if hits[winner] * 2 < min(len(body), 100):
        return offers
    kept = [(s, p, r) for s, p, r in offers if r is not Role.UNIT_VALUE or p == winner]
    others = [(EXACT, place, Role.PIECE_VALUE) for place in sorted(places - {winner})[:1]]
    return [*kept, (EXACT + 1, winner, Role.UNIT_VALUE), *others]


def _product_hits(body: Sequence[Row], quantity: int, price: int, total: int) -> int:
    hits = 0
    for row in body[:100]:
        values = [_plain(row[place]) if place < len(row) else None for place in (quantity, price, total)]
        if None not in values:
            counted, each, whole = (value for value in values if value is not None)
            hits += abs(counted * each - whole) <= max(abs(whole) / 100, Decimal("0.02"))
    return hits


def _plain(cell: Cell) -> Decimal | None:
    exact = from_cell(cell)
    if exact is None and isinstance(cell, str) and (parts := split_amount(cell)):
        exact = number(parts[1], Mark.POINT) or number(parts[1], Mark.COMMA)
    return exact
