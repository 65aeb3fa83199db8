"""Readiness of kits by rule alone: equal to counting by brute force, sizes and options and rosters included."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from inl_logistics.catalog.kitrules import Component, Kit, Part, holds_itself, parts
from inl_logistics.kits.rules import Lack, Person, can_build, fitted, lacking

SHIRT, BOOTS, CUFFS = 1, 2, 3
VARIANTS = {SHIRT: (11, 12), BOOTS: (21, 22, 23), CUFFS: (31,)}
SIZED = [(item, size) for item, sizes in VARIANTS.items() for size in (None, *sizes)]
PARTS = st.dictionaries(st.sampled_from(SIZED), st.integers(1, 3), min_size=1, max_size=5)
FREE = st.fixed_dictionaries({size: st.integers(0, 6) for sizes in VARIANTS.values() for size in sizes})


def can_take(wanted: dict[Part, int], free: dict[int, int]) -> dict[int, int] | None:
    """Take one kit by trying; what is of any size takes what no size of this or a later kit names."""
    left = dict(free)
    for (_item, variant), quantity in wanted.items():
        if variant is not None:
            left[variant] -= quantity
            if left[variant] < 0:
                return None
    return left


def brute_force(wanted: dict[Part, int], free: dict[int, int]) -> int:
    """Count kits one by one: named sizes for all of them first, then see whether what is left does for the rest."""
    count = 0
    while True:
        left: dict[int, int] | None = dict(free)
        for _each in range(count + 1):
            left = can_take(wanted, left) if left is not None else None
        if left is None:
            return count
        for (item, variant), quantity in wanted.items():
            if variant is None and sum(left[size] for size in VARIANTS[item]) < quantity * (count + 1):
                return count
        count += 1


@given(PARTS, FREE)
def test_readiness_is_what_counting_one_by_one_gives(wanted: dict[Part, int], free: dict[int, int]) -> None:
    assert can_build(wanted, free, VARIANTS) == brute_force(wanted, free)


@given(PARTS, FREE, st.integers(0, 4))
def test_what_is_lacking_is_just_enough(wanted: dict[Part, int], free: dict[int, int], more: int) -> None:
    count = can_build(wanted, free, VARIANTS) + more
    filled = dict(free)
    lacks = lacking(wanted, count, free, VARIANTS)
    assert bool(lacks) == (more > 0)
    for one in lacks:
        filled[one.variant_id or VARIANTS[one.item_id][0]] += one.quantity
    assert can_build(wanted, filled, VARIANTS) == count or more == 0
    for one in lacks:
        less = {
            **filled,
            (one.variant_id or VARIANTS[one.item_id][0]): filled[one.variant_id or VARIANTS[one.item_id][0]] - 1,
        }
        assert can_build(wanted, less, VARIANTS) < count, "one less of anything lacking is too little"


def test_a_size_that_the_kit_names_is_not_replaced_by_another() -> None:
    assert can_build({(SHIRT, 11): 1}, {11: 0, 12: 9}, VARIANTS) == 0
    assert lacking({(SHIRT, 11): 1}, 1, {11: 0, 12: 9}, VARIANTS) == [Lack(SHIRT, 11, 1)]


def test_kits_within_kits_are_taken_apart_and_options_count_when_asked() -> None:
    kits = {
        1: Kit(1, (Component(2, SHIRT), Component(1, CUFFS, variant_id=31))),
        2: Kit(12, (Component(12, kit_id=1), Component(1, BOOTS, optional=True))),
    }
    assert parts(2, 1, kits) == {(SHIRT, None): 24, (CUFFS, 31): 12}
    assert parts(2, 1, kits, options=True)[BOOTS, None] == 1


def test_a_kit_that_would_hold_itself_is_found_at_any_depth() -> None:
    kits = {
        1: Kit(1, (Component(1, kit_id=2),)),
        2: Kit(1, (Component(1, kit_id=3),)),
        3: Kit(1, (Component(1, SHIRT),)),
    }
    assert not holds_itself(1, kits)
    assert holds_itself(1, {**kits, 3: Kit(1, (Component(1, kit_id=1),))})


def test_a_roster_is_equipped_in_its_order_and_one_who_cannot_be_is_passed_over() -> None:
    roster = [Person(1, {SHIRT: 11}), Person(2, {SHIRT: 12}), Person(3, {SHIRT: 11}), Person(4, {})]
    found = fitted({(SHIRT, None): 2, (CUFFS, 31): 1}, roster, {11: 4, 12: 1, 31: 9}, VARIANTS)
    assert found.equipped == (1, 3)
    assert found.lacking == {2: (Lack(SHIRT, 12, 1),), 4: (Lack(SHIRT, None, 2),)}


@given(FREE, st.lists(st.fixed_dictionaries({SHIRT: st.sampled_from((11, 12)), BOOTS: st.sampled_from((21, 22, 23))}),
                      max_size=8))  # fmt: skip
def test_a_roster_never_takes_more_than_there_is(free: dict[int, int], sizes: list[dict[int, int]]) -> None:
    roster = [Person(number, one) for number, one in enumerate(sizes, 1)]
    found = fitted({(SHIRT, None): 2, (BOOTS, None): 1}, roster, free, VARIANTS)
    assert set(found.equipped) | found.lacking.keys() == {one.number for one in roster}
    for variant, there in free.items():
        used = sum(
            quantity for number in found.equipped for item, quantity in ((SHIRT, 2), (BOOTS, 1))
            if sizes[number - 1][item] == variant
        )  # fmt: skip
        assert used <= there
