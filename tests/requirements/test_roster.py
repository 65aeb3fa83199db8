"""A size roster as officers keep it: headings in their own words, names that are not taken in, sizes as typed."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from inl_logistics.requirements.commands import PersonSize
from inl_logistics.requirements.roster import SizedItem, form_rows, read_rows, read_text, sized_items
from tests.requirements.plans import planned

SHIRT = SizedItem(1, "UNI-01", "Duty shirt, ripstop", ("S", "M", "L", "2XL"))
BOOTS = SizedItem(2, "UNI-06", "Boots, duty 8 in", ("42", "43 W"))
ITEMS = (SHIRT, BOOTS)


def test_a_pasted_roster_is_read_and_names_are_left_out() -> None:
    pasted = (
        "Class 41\t\t\t\nNo.\tName\tDuty shirt, ripstop\tUNI-06\n1\tPérez\tm\t42\n2\tRuiz\t2 xl\t43W\n3\tSoto\t\t\n"
    )
    found = read_text(pasted, ITEMS)
    assert found.persons == 3
    assert found.left_out == ("Name",)
    assert found.problems == ()
    assert set(found.sizes) == {
        PersonSize(1, 1, "M"), PersonSize(1, 2, "42"), PersonSize(2, 1, "2XL"), PersonSize(2, 2, "43 W"),
    }  # fmt: skip
    assert "Pérez" not in repr(found)


def test_every_unknown_size_is_named_with_its_row() -> None:
    found = read_rows([["UNI-01", "UNI-06"], ["M", 42.0], ["XXXL", 39.0]], ITEMS)
    said = [(one.params["row"], one.params["found"]) for one in found.problems]
    assert said == [("3", "XXXL"), ("3", "39")]
    assert PersonSize(1, 2, "42") in found.sizes, "Excel's 42.0 is the size 42"


def test_a_table_without_an_item_in_its_heading_says_so() -> None:
    assert [one.code for one in read_text("Name\tRank\nA\tB", ITEMS).problems] == ["roster-without-heading"]
    assert [one.code for one in read_text("", ITEMS).problems] == ["roster-without-heading"]


def test_the_empty_form_reads_back_as_persons_without_sizes() -> None:
    found = read_rows(form_rows(ITEMS, 25), ITEMS)
    assert (found.persons, found.sizes, found.problems, found.left_out) == (25, (), (), ())


@given(st.lists(st.tuples(st.sampled_from(("", *SHIRT.sizes)), st.sampled_from(("", *BOOTS.sizes))), max_size=30))
def test_what_is_written_into_the_form_reads_back(chosen: list[tuple[str, str]]) -> None:
    rows = form_rows(ITEMS, len(chosen))
    for row, (shirt, boots) in zip(rows[1:], chosen, strict=True):
        row[1], row[2] = shirt, boots
    found = read_rows(rows, ITEMS)
    wanted = {
        PersonSize(number, item, size)
        for number, sizes in enumerate(chosen, 1)
        for item, size in zip((1, 2), sizes, strict=True)
        if size
    }
    assert (set(found.sizes), found.persons) == (wanted, len(chosen))


@given(st.text())
def test_no_text_crashes_it(typed: str) -> None:
    read_text(typed, ITEMS)


def test_only_items_with_sizes_are_asked_for(tmp_path: Path) -> None:
    made = planned(tmp_path / "post")
    found = made.post.work.read(sized_items, [made.kit], [made.cuffs_item])
    assert [(one.code, one.sizes) for one in found] == [("UNI-01", ("M", "L"))]
