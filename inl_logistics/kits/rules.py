"""How many kits can be built of what is free, what blocks the next, what it would cost. Values in, values out.

A size that a kit names must be there; of an item whose size is the person's, any size will do, unless a roster says whose.
Source: domain.md 5 and 7 (report 17: kit readiness).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from inl_logistics.catalog.kitrules import Part

MANY = 1_000_000  # of a kit that holds nothing


@dataclass(frozen=True, slots=True)
class Lack:
    """What is missing of an item; without a variant any size would do."""

    item_id: int
    variant_id: int | None
    quantity: int


@dataclass(frozen=True, slots=True)
class Person:
    """One line of a size roster: the variant that fits, by item; an item that is not there has no size yet."""

    number: int
    fits: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class Fitted:
    """Which persons of a roster can be equipped in its order, and what the others lack."""

    equipped: tuple[int, ...]
    lacking: Mapping[int, tuple[Lack, ...]]


def can_build(parts: Mapping[Part, int], free: Mapping[int, int], variants: Mapping[int, Sequence[int]]) -> int:
    """Return how many whole kits can be built; `free` is by variant, `variants` the sizes of each item."""
    counts = [MANY]
    for item_id, (fixed, loose) in _by_item(parts).items():
        total = sum(free.get(one, 0) for one in variants.get(item_id, ()))
        counts += [max(0, free.get(variant, 0)) // each for variant, each in fixed.items()]
        counts.append(max(0, total) // (sum(fixed.values()) + loose))
    return min(counts)


def lacking(
    parts: Mapping[Part, int], count: int, free: Mapping[int, int], variants: Mapping[int, Sequence[int]]
) -> list[Lack]:
    """Return what is missing to build so many kits."""
    found = []
    for item_id, (fixed, loose) in _by_item(parts).items():
        left = 0
        for variant in variants.get(item_id, ()):
            wanted = fixed.get(variant, 0) * count
            there = max(0, free.get(variant, 0))
            if wanted > there:
                found.append(Lack(item_id, variant, wanted - there))
            left += max(0, there - wanted)
        found += [
            Lack(item_id, variant, each * count)
            for variant, each in fixed.items()
            if variant not in variants.get(item_id, ())
        ]
        if loose * count > left:
            found.append(Lack(item_id, None, loose * count - left))
    return found


def fitted(
    parts: Mapping[Part, int], roster: Sequence[Person], free: Mapping[int, int], variants: Mapping[int, Sequence[int]]
) -> Fitted:
    """Equip the persons of a roster in its order, each with what fits; one who cannot be is passed over, not waited for."""
    left = Counter({variant: max(0, quantity) for variant, quantity in free.items()})
    equipped: list[int] = []
    missing: dict[int, tuple[Lack, ...]] = {}
    for person in roster:
        wanted, open_sizes = _of_person(parts, person, variants)
        short = [Lack(*key, quantity - left[key[1]]) for key, quantity in wanted.items() if quantity > left[key[1]]]
        lacks = [*open_sizes, *(Lack(one.item_id, one.variant_id, one.quantity) for one in short)]
        if lacks:
            missing[person.number] = tuple(lacks)
        else:
            left.subtract({variant: quantity for (_item, variant), quantity in wanted.items()})
            equipped.append(person.number)
    return Fitted(tuple(equipped), missing)


def _of_person(
    parts: Mapping[Part, int], person: Person, variants: Mapping[int, Sequence[int]]
) -> tuple[dict[tuple[int, int], int], list[Lack]]:
    wanted: Counter[tuple[int, int]] = Counter()
    unknown = []
    for (item_id, fixed), quantity in parts.items():
        sizes = variants.get(item_id, ())
        variant = fixed if fixed is not None else sizes[0] if len(sizes) == 1 else person.fits.get(item_id)
        if variant is None:
            unknown.append(Lack(item_id, None, quantity))
        else:
            wanted[item_id, variant] += quantity
    return dict(wanted), unknown


def _by_item(parts: Mapping[Part, int]) -> dict[int, tuple[dict[int, int], int]]:
    """Return by item how many one kit needs of each size it names, and how many of any size."""
    fixed: dict[int, Counter[int]] = defaultdict(Counter)
    loose: Counter[int] = Counter()
    for (item_id, variant), quantity in parts.items():
        if variant is None:
            loose[item_id] += quantity
        else:
            fixed[item_id][variant] += quantity
    return {item: (dict(fixed[item]), loose[item]) for item in dict.fromkeys([*fixed, *loose])}
