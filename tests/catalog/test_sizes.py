"""Sizes as officers write them, and size tables. Source: domain.md 4 (Sizes)."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inl_logistics.catalog.sizerules import LETTERS, sizes_of, sorted_sizes
from inl_logistics.catalog.sizes import SizeTableDraft, delete_size_table, save_size_table, size_tables
from inl_logistics.kernel.problems import BadInput, RulesBroken
from tests.builders import new_post


@pytest.mark.parametrize(
    ("pattern", "sizes"),
    [
        ("XS-4XL", "XS S M L XL 2XL 3XL 4XL"),
        ("s - xl", "S M L XL"),
        ("XXS-XXL", "2XS XS S M L XL 2XL"),
        ("35-38", "35 36 37 38"),
        ("28-34/2 x S/R/L", "28S 28R 28L 30S 30R 30L 32S 32R 32L 34S 34R 34L"),
        ("41-42 x W/N", "41W 41N 42W 42N"),
        ("M/F", "M F"),
        ("chain, hinged", "chain hinged"),
        ("MK-3, MK-4, MK-9", "MK-3 MK-4 MK-9"),
        ("21in, 26in", "21in 26in"),
        ("S, S, M", "S M"),
        ("", ""),
        ("4XL-XS", "4XL-XS"),
    ],
)
def test_a_pattern_is_the_sizes_it_names(pattern: str, sizes: str) -> None:
    assert list(sizes_of(pattern)) == sizes.split()


def test_words_keep_their_space_and_a_name_before_numbers_stays() -> None:
    assert sizes_of("S-M x men, women") == ("S men", "S women", "M men", "M women")
    assert sizes_of("EU 35-36") == ("EU 35", "EU 36")


def test_sizes_are_listed_as_a_person_lists_them() -> None:
    assert sorted_sizes(["XL", "S", "2XL", "M"]) == ["S", "M", "XL", "2XL"]
    assert sorted_sizes(["10", "9", "100"]) == ["9", "10", "100"]
    assert sorted_sizes(["28L", "30R", "28S", "28R"]) == ["28S", "28R", "28L", "30R"]


@given(st.integers(0, 60), st.integers(0, 40), st.integers(1, 4))
def test_a_range_of_numbers_has_every_step_once(first: int, more: int, step: int) -> None:
    found = sizes_of(f"{first}-{first + more}/{step}")
    assert [int(one) for one in found] == list(range(first, first + more + 1, step))


@given(st.lists(st.sampled_from(LETTERS), min_size=1, unique=True))
def test_what_is_listed_is_what_comes_back(letters: list[str]) -> None:
    assert sizes_of(", ".join(letters)) == tuple(letters)
    assert sorted_sizes(letters) == [one for one in LETTERS if one in letters]


@given(st.text(max_size=40))
def test_whatever_is_typed_gives_sizes_once_and_never_fails(typed: str) -> None:
    found = sizes_of(typed)
    assert len(set(found)) == len(found)
    assert all(found) or not found


def test_tables_are_kept_changed_and_thrown_away(tmp_path: Path) -> None:
    with new_post(tmp_path / "post") as work:
        made = work.write(save_size_table, SizeTableDraft("Boots EU", "35-37"))
        assert [(one.name, one.sizes) for one in work.read(size_tables)] == [("Boots EU", ("35", "36", "37"))]
        work.write(save_size_table, SizeTableDraft("Boots EU", "35-36", made))
        assert work.read(size_tables)[0].sizes == ("35", "36")
        with pytest.raises(RulesBroken) as caught:
            work.write(save_size_table, SizeTableDraft("boots eu", ""))
        assert {one.code for one in caught.value.problems} == {"size-table-empty", "size-table-name-taken"}
        work.write(delete_size_table, made)
        assert work.read(size_tables) == []
        with pytest.raises(BadInput):
            work.write(delete_size_table, made)
