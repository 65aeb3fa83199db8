"""What a plan needs: kits exploded, sizes taken from the roster, nothing lost and nothing guessed."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from inl_logistics.requirements.needs import Component, Goods, Kit, Line, Need, Share, exploded, needs, open_sizes
from inl_logistics.requirements.records import Basis

SHIRT, BOOTS, CUFFS, SHIELD, VAN = 1, 2, 3, 4, 5
GRADUATE, TEAM = 10, 11
GOODS = Goods(
    {
        GRADUATE: Kit(1, (Component(3, SHIRT), Component(1, BOOTS), Component(1, CUFFS))),
        TEAM: Kit(4, (Component(4, kit_id=GRADUATE), Component(3, SHIELD), Component(1, VAN, optional=True))),
    },
    {SHIRT: {"m": 101, "l": 102}, BOOTS: {"42": 201, "43": 202}, CUFFS: {"": 301}, SHIELD: {"": 401}, VAN: {"": 501}},
)


def sizes(*persons: tuple[str, str]) -> dict[tuple[int, int], str]:
    """A roster: shirt and boots of each person."""
    found = {}
    for number, (shirt, boots) in enumerate(persons, 1):
        found[number, SHIRT], found[number, BOOTS] = shirt, boots
    return found


def test_a_kit_for_each_person_takes_the_persons_size() -> None:
    share = Share(7, 3, sizes(("m", "42"), ("l", "43"), ("m", "43")))
    found = needs([Line(1, Basis.PERSON, kit_id=GRADUATE)], [share], GOODS)
    assert set(found) == {
        Need(7, SHIRT, 101, 6, GRADUATE), Need(7, SHIRT, 102, 3, GRADUATE), Need(7, BOOTS, 201, 1, GRADUATE),
        Need(7, BOOTS, 202, 2, GRADUATE), Need(7, CUFFS, 301, 3, GRADUATE),
    }  # fmt: skip


def test_a_person_without_a_size_leaves_it_open() -> None:
    found = needs([Line(1, Basis.PERSON, kit_id=GRADUATE)], [Share(7, 2, sizes(("m", "")))], GOODS)
    assert Need(7, SHIRT, None, 3, GRADUATE) in found
    assert Need(7, BOOTS, None, 2, GRADUATE) in found
    assert open_sizes(found) == 5


def test_a_team_set_gives_each_member_a_kit_and_shares_the_rest() -> None:
    share = Share(7, 0, sizes(("m", "42"), ("m", "42"), ("l", "43"), ("l", "43")))
    found = needs([Line(1, Basis.TOTAL, kit_id=TEAM)], [share], GOODS)
    assert Need(7, SHIRT, 101, 6, TEAM) in found
    assert Need(7, SHIELD, 401, 3, TEAM) in found
    assert not any(need.item_id == VAN for need in found), "what is optional is not counted"


def test_a_line_without_a_recipient_is_for_all_of_them() -> None:
    shares = [Share(7, 25), Share(8, 20), Share(9, 15)]
    found = needs([Line(1, Basis.PERSON, item_id=CUFFS), Line(5, Basis.TOTAL, 8, item_id=SHIELD)], shares, GOODS)
    assert [need.quantity for need in found] == [25, 20, 15, 5]


def test_the_same_variant_from_two_lines_is_one_need_but_a_kits_share_of_it_stands_apart() -> None:
    lines = [
        Line(2, Basis.TOTAL, item_id=CUFFS),
        Line(1, Basis.TOTAL, kit_id=GRADUATE),
        Line(1, Basis.TOTAL, item_id=CUFFS),
    ]
    found = needs(lines, [Share(7, 1)], GOODS)
    assert [one for one in found if one.item_id == CUFFS] == [Need(7, CUFFS, 301, 3), Need(7, CUFFS, 301, 1, GRADUATE)]


def test_a_chosen_size_needs_no_roster() -> None:
    assert needs([Line(4, Basis.TOTAL, item_id=SHIRT, variant_id=102)], [Share(7, 9)], GOODS) == [
        Need(7, SHIRT, 102, 4)
    ]


def test_a_kit_that_holds_itself_ends() -> None:
    circle = Goods({1: Kit(1, (Component(1, kit_id=1), Component(1, CUFFS)))}, GOODS.variants)
    assert exploded(1, 1, circle)[CUFFS] < 20


@given(
    heads=st.lists(st.integers(0, 30), min_size=1, max_size=4),
    each=st.integers(1, 5),
    known=st.lists(st.sampled_from(["m", "l", "", "xxl"]), max_size=30),
)
def test_sizes_never_add_or_lose_a_unit(heads: list[int], each: int, known: list[str]) -> None:
    roster = {(number, SHIRT): size for number, size in enumerate(known, 1)}
    shares = [Share(number, head, roster) for number, head in enumerate(heads)]
    found = needs([Line(each, Basis.PERSON, kit_id=GRADUATE)], shares, GOODS)
    for item, per_kit in ((SHIRT, 3), (BOOTS, 1), (CUFFS, 1)):
        assert sum(need.quantity for need in found if need.item_id == item) == each * per_kit * sum(heads)
