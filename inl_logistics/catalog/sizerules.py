"""Sizes as officers write them: a range, a list, one list for each of another. Pure; values in, values out.

    sizes_of("XS-4XL")           -> XS, S, M, L, XL, 2XL, 3XL, 4XL
    sizes_of("EU 35-48")         -> EU 35, EU 36, … EU 48
    sizes_of("28-48/2 x S/R/L")  -> 28S, 28R, 28L, 30S, …          (every second number; "/2" is the step)
    sizes_of("S, M, L x men, women")

Source: domain.md 4 (Sizes).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import product

from inl_logistics.kernel.text import clean

LETTERS = ("3XS", "2XS", "XS", "S", "M", "L", "XL", "2XL", "3XL", "4XL", "5XL", "6XL")
_ALIASES = {"XXS": "2XS", "XXXS": "3XS", "XXL": "2XL", "XXXL": "3XL", "XXXXL": "4XL"}
_RANK = {letter: at for at, letter in enumerate(LETTERS)}
_LENGTHS = {**_RANK, "R": _RANK["M"]}  # short, regular, long behind a number
_MOST = 400
_NUMBERS = re.compile(
    r"^(?P<head>\D*?)(?P<first>\d{1,3})\s*[-–]\s*(?P<last>\d{1,3})(?:\s*/\s*(?P<step>\d))?(?P<tail>\D*)$"
)
_WORDS = re.compile(r"^(?P<first>\w+)\s*[-–]\s*(?P<last>\w+)$")
_PIECES = re.compile(r"\d+|\D+")


def sizes_of(pattern: str) -> tuple[str, ...]:
    """Return the sizes that a pattern stands for, each once, in order; an unreadable part is one size as written."""
    parts = [_listed(part) for part in re.split(r"\s+[x×]\s+", clean(pattern)) if part]
    found = dict.fromkeys(_joined(sizes) for sizes in product(*parts)) if parts else {}
    return tuple(found)[:_MOST]


def sorted_sizes(sizes: Iterable[str]) -> list[str]:
    """Return sizes as a person lists them: XS before S before M, 9 before 10, whatever the order of the alphabet."""
    return sorted(sizes, key=size_rank)


def size_rank(size: str) -> tuple[tuple[int, int, str], ...]:
    """Return the key by which sizes are sorted."""
    found: list[tuple[int, int, str]] = []
    for word in clean(size).upper().split():
        letter = _ALIASES.get(word, word)
        if letter in _RANK:
            found.append((1, _RANK[letter], ""))
            continue
        found += [
            (0, int(piece), "") if piece.isdigit() else (1, _LENGTHS.get(piece, len(LETTERS)), piece)
            for piece in _PIECES.findall(word)
        ]
    return tuple(found)


def _listed(part: str) -> list[str]:
    found: list[str] = []
    for one in re.split(r"[,;]", part):
        found += _range(clean(one))
    return found


def _range(written: str) -> list[str]:
    numbers = _NUMBERS.match(written)
    if numbers:
        first, last, step = int(numbers["first"]), int(numbers["last"]), int(numbers["step"] or 1) or 1
        if first <= last:
            return [clean(f"{numbers['head']}{one}{numbers['tail']}") for one in range(first, last + 1, step)]
    words = _WORDS.match(written)
    if words:
        first_at, last_at = (_RANK.get(_letter(words[name])) for name in ("first", "last"))
        if first_at is not None and last_at is not None and first_at <= last_at:
            return list(LETTERS[first_at : last_at + 1])
    split = [clean(one) for one in written.split("/")] if "/" in written else []
    if len(split) > 1 and all(split):
        return split
    return [written] if written else []


def _letter(written: str) -> str:
    upper = written.upper()
    return _ALIASES.get(upper, upper)


def _joined(sizes: Sequence[str]) -> str:
    """Join as tailors do: 32 and R are 32R; words keep a space between them."""
    text = sizes[0]
    for one in sizes[1:]:
        text += one if text[-1:].isdigit() and len(one) == 1 and one.isalpha() else f" {one}"
    return text
