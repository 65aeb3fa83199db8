"""The code lists that ship: found by code and by words, in the languages of the papers, small enough to ship."""

from __future__ import annotations

import pytest

from inl_logistics.kernel.resources import resource
from inl_logistics.reference.lists import CodeList, country_code, name_of, search


@pytest.mark.parametrize(
    ("of", "typed", "code"),
    [
        (CodeList.HS, "6506.10", "650610"),
        (CodeList.HS, "headgear safety", "650610"),
        (CodeList.PSC, "8470", "8470"),
        (CodeList.FSC, "armor personal", "8470"),
        (CodeList.UN, "aerosols non-flammable", "UN1950"),
        (CodeList.UN, "UN3481", "UN3481"),
        (CodeList.COUNTRY, "líbano", "LB"),
        (CodeList.COUNTRY, "العراق", "IQ"),
        (CodeList.PORT, "guayaquil", "ECPEV"),
        (CodeList.AIRPORT, "bogota", "BOG"),
        (CodeList.CURRENCY, "lempira", "HNL"),
        (CodeList.DEMIL, "A", "A"),
    ],
)
def test_a_code_is_found_by_what_people_type(of: CodeList, typed: str, code: str) -> None:
    assert code in [one.code for one in search(of, typed)]


def test_a_code_comes_before_words_that_hold_it() -> None:
    assert search(CodeList.HS, "85")[0].code == "85"


def test_nothing_typed_shows_the_beginning_of_the_list_and_nonsense_nothing() -> None:
    assert len(search(CodeList.COUNTRY, "", limit=5)) == 5
    assert search(CodeList.HS, "no such thing at all") == []


def test_a_code_says_what_it_means_and_an_unknown_one_nothing() -> None:
    assert name_of(CodeList.HS, "6506.10").startswith("Headgear")
    assert name_of(CodeList.COUNTRY, "hn", language="ar") == "هندوراس"
    assert name_of(CodeList.COUNTRY, "ZZ") == name_of(CodeList.UN, "") == ""


@pytest.mark.parametrize("written", ["Honduras", "HN", "hnd", "HONDURAS"])
def test_a_country_is_known_by_its_code_and_its_names(written: str) -> None:
    assert country_code(written) == "HN"


def test_fsc_are_the_four_digit_product_codes() -> None:
    assert all(len(one.code) == 4 and one.code.isdigit() for one in search(CodeList.FSC, "", limit=2000))


def test_the_lists_are_small_enough_to_ship_and_say_where_they_come_from() -> None:
    folder = resource("reference")
    assert sum(path.stat().st_size for path in folder.iterdir()) < 1_500_000
    told = (folder / "README.md").read_text(encoding="utf-8")
    assert all(f"{of.value}.csv" in told for of in CodeList if of is not CodeList.FSC)
