"""A paper language is a data file: all are whole, and a post puts its own in place. Source: product.md 3, domain.md 6."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from inl_logistics.handovers.documents import render
from inl_logistics.kernel.problems import BadInput
from inl_logistics.paper import languagefiles
from inl_logistics.paper.languages import Words, available, forget, language, solar_hijri
from tests.paper.reading import pages, words
from tests.paper.samples import PRINTED_AT, receipt

NOVEMBER = date(2026, 11, 24)

Put = Callable[[str, str], None]


@pytest.fixture
def put(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Put]:
    """Put a file into the post's own folder of languages."""
    monkeypatch.setenv(languagefiles.OWN_FOLDER_VARIABLE, str(tmp_path))

    def written(name: str, content: str) -> None:
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(content, encoding="utf-8")
        forget()

    forget()
    yield written
    monkeypatch.undo()
    forget()


def _whole(code: str, **entries: str) -> str:
    """Return the file of a new language: that of the English one under another name, without its labels."""
    shipped = (languagefiles.shipped_folder() / "en.toml").read_text(encoding="utf-8")
    head, rest = shipped.split("[labels]")
    lines = [line for line in head.splitlines() if line.partition(" ")[0] not in {"code", *entries}]
    own = [f'code = "{code}"', *(f"{key} = {text}" for key, text in entries.items())]
    return "\n".join([*lines, *own, "[labels]", 'total = "Kabuuan"', rest[rest.index("[units]") :]])


def test_the_twelve_languages_of_the_product_ship() -> None:
    assert {"en", "es", "fr", "pt", "ar", "uk", "prs", "ps", "ur", "ht", "sq", "sr"} <= set(available())
    assert all(not language(code).reviewed for code in available() if code != "en")


def test_numbers_dates_and_plurals_are_those_of_the_readers() -> None:
    assert language("pt").number(12345) == "12.345"
    assert language("fr").number(Decimal("1234.5")) == "1\u00a0234,5"
    assert [language("sr").unit("PR", n) for n in (1, 2, 5, 11, 21, 112)] == [
        "par", "para", "pari", "pari", "par", "pari",
    ]  # fmt: skip
    assert [language("uk").unit("BX", n) for n in (1, 3, 12)] == ["коробка", "коробки", "коробок"]
    assert language("prs").day(NOVEMBER) == "24 نومبر 2026"
    assert Words.of("prs").day(NOVEMBER)[1] == "24 نومبر 2026 · 3 قوس 1405"
    assert Words.of("ps").day(NOVEMBER)[1] == "24 نومبر 2026 · 3 لیندۍ 1405"
    assert Words.of("sr").day(NOVEMBER)[1] == ""


@pytest.mark.parametrize(
    ("day", "shown"),
    [
        ((2021, 3, 20), (1399, 12, 30)), ((2021, 3, 21), (1400, 1, 1)), ((2024, 3, 20), (1403, 1, 1)),
        ((2025, 3, 20), (1403, 12, 30)), ((2026, 9, 22), (1405, 6, 31)), ((2026, 9, 23), (1405, 7, 1)),
        ((1979, 2, 11), (1357, 11, 22)), ((2050, 12, 31), (1429, 10, 10)),
    ],
)  # fmt: skip
def test_the_solar_hijri_calendar(day: tuple[int, int, int], shown: tuple[int, int, int]) -> None:
    assert solar_hijri(date(*day)) == shown


def test_single_entries_of_a_post_replace_shipped_ones(put: Put) -> None:
    put("prs.toml", 'digits = "۰۱۲۳۴۵۶۷۸۹"\n[labels]\nwitness = "گواه"\n')
    assert language("prs").label("witness") == "گواه"
    assert Words.of("prs").day(NOVEMBER)[1] == "۲۴ نومبر ۲۰۲۶ · ۳ قوس ۱۴۰۵"
    assert language("prs").label("stamp") == "مهر"


def test_a_language_that_a_post_adds_is_printed_and_english_stands_for_what_it_lacks(put: Put) -> None:
    put("tl.toml", _whole("tl", name='"Filipino"', native_name='"Filipino"'))
    assert "tl" in available()
    made = render(receipt("en"), printed_at=PRINTED_AT, language="tl", copies=(1,))
    assert "Total Kabuuan" in words("\n".join(pages(made)))
    assert Words.of("tl").label("witness") == ("Witness", "")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("labels = 3\n", "labels is not a table"),
        ('[labels]\ntotal = "x {count}"', "total has not the placeholders"),
        ('[labels]\ntotal = "x }{ y"', "total has not the placeholders"),
        ('date_form = "{day}. {moon} {year}"', "date_form needs"),
        ('date_form = "{day} {month} {year"', "date_form needs"),
        ('[clauses.1]\nreceived = "x"', "conditions are changed in Settings"),
        ('colour = "red"', "nothing is called colour"),
        ('months = ["x"]', "twelve"),
        ('digits = "123"', "ten digits"),
        ('plural = "import os"', "plural"),
        ("= =", "Invalid"),
    ],
)
def test_a_file_that_would_fail_in_the_middle_of_a_paper_is_refused_with_the_reason(
    put: Put, content: str, reason: str
) -> None:
    put("es.toml", content)
    with pytest.raises(BadInput) as caught:
        language("es")
    assert reason in str(caught.value.params["reason"])


def test_a_condition_that_does_not_name_the_agreement_is_refused(put: Put) -> None:
    put("tl.toml", _whole("tl").replace("{agreement}", "the agreement"))
    with pytest.raises(BadInput) as caught:
        language("tl")
    assert "clause use of version 1 has not the placeholders" in str(caught.value.params["reason"])


def test_a_new_language_without_all_conditions_is_refused(put: Put) -> None:
    put("tl.toml", _whole("tl").replace("prevails =", "other ="))
    with pytest.raises(BadInput) as caught:
        language("tl")
    assert "clause prevails of version 1 is missing" in str(caught.value.params["reason"])
