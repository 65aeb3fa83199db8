"""What scanners type, in each of the ways in which they type it."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inl_logistics.labels.codes import GS, Form, elements_of, gtin_forms, is_checked, read

GTIN = "09506000134352"
CHARS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-./+_"
values = st.text(CHARS, min_size=1, max_size=20)
days = st.dates(date(2000, 1, 1), date(2079, 12, 31))


def _checked(digits: str) -> str:
    return next(digits + str(n) for n in range(10) if is_checked(digits + str(n)))


gtins = st.from_regex(r"[0-9]{13}", fullmatch=True).map(_checked)


@pytest.mark.parametrize("separator", [GS, "\u241d", "<GS>", "{GS}", "[FNC1]", "^]", "\\x1d", "~d029", "&#29;", "\x1e"])
@pytest.mark.parametrize("prefix", ["", "]C1", "]d2", "]Q3"])
def test_every_way_of_sending_the_separator(separator: str, prefix: str) -> None:
    found = read(f"{prefix}01{GTIN}10AB-7{separator}17270300{separator}21S/N 5\r")
    assert (found.form, found.gtin, found.lot, found.serial) == (Form.GS1, GTIN, "AB-7", "S/N 5")
    assert found.expires_on == date(2027, 3, 31)


def test_brackets_links_and_messages() -> None:
    printed = read(f"(01){GTIN}(17)270331(10)AB7(21)X1")
    link = read(f"https://id.example.org/01/{GTIN}/10/AB7/21/X1?17=270331")
    for found in (printed, link):
        assert (found.gtin, found.lot, found.serial, found.expires_on) == (GTIN, "AB7", "X1", date(2027, 3, 31))
    mark = read("[)>\x1e06\x1d17V0ABC1\x1d1PHX-200\x1dS004512\x1d14D20281231\x1e\x04")
    assert (mark.part, mark.serial, mark.expires_on) == ("HX-200", "004512", date(2028, 12, 31))
    assert read(f"[)>\x1e05\x1d01{GTIN}\x1d21X9\x1e\x04").serial == "X9"


@pytest.mark.parametrize(
    "typed", ["BA3-224018", "0123", "2411B", "8470-01-520-7373", "01A2", "(12)", "https://x.org/a", "]", ""]
)
def test_plain_codes_stay_plain(typed: str) -> None:
    found = read(typed)
    assert (found.form, found.text) == (Form.PLAIN, typed)


def test_aim_prefix_of_a_plain_code_goes() -> None:
    assert read("]C0BA3-224018") == read("BA3-224018")
    assert read("]E09506000134352").gtin == GTIN


def test_a_tag_in_any_writing() -> None:
    for typed in ("PCL0000123", "pcl0000123", "]Q1PCL0000123", "PCL 0000123"):
        assert (read(typed).form, read(typed).tag) == (Form.TAG, "PCL0000123")
    assert read("PCL000123").form is Form.PLAIN


def test_a_receipt_is_recognised() -> None:
    assert read("]Q1INL:6BFOXN").form is Form.PAPER


def test_a_code_without_any_mark_may_be_plain_after_all() -> None:
    assert not read(f"01{GTIN}10AB7").certain
    assert read(f"]d201{GTIN}10AB7").certain


def test_trade_numbers_in_each_length() -> None:
    assert set(gtin_forms(GTIN)) == {GTIN, "9506000134352"}
    assert "96385074" in gtin_forms("00000096385074")


@given(st.text(max_size=80))
def test_reading_never_fails(typed: str) -> None:
    read(typed)


@given(gtins, values, values, days, days)
def test_element_strings_are_read_back(gtin: str, lot: str, serial: str, made: date, expires: date) -> None:
    text = f"01{gtin}11{made:%y%m%d}17{expires:%y%m%d}10{lot}{GS}21{serial}"
    found = read(f"]d2{text}")
    assert (found.gtin, found.lot, found.serial) == (gtin, lot, serial)
    assert (found.made_on, found.expires_on) == (made, expires)
    assert [name for name, _ in elements_of(text)] == ["01", "11", "17", "10", "21"]


@given(gtins, values, values, days)
def test_printed_identifiers_say_the_same(gtin: str, lot: str, serial: str, expires: date) -> None:
    printed = read(f"(01){gtin}(10){lot}(17){expires:%y%m%d}(21){serial}")
    scanned = read(f"]C101{gtin}10{lot}{GS}17{expires:%y%m%d}21{serial}")
    assert (printed.gtin, printed.lot, printed.serial, printed.expires_on) == (
        scanned.gtin, scanned.lot, scanned.serial, scanned.expires_on,
    )  # fmt: skip


@given(st.from_regex(r"[A-Z]{2,5}[0-9]{7}", fullmatch=True))
def test_tags_are_read_back(tag: str) -> None:
    assert read(f"]C0{tag.lower()}").tag == tag
