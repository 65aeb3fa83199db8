"""Shaping, line breaking and copying: what is drawn is what was written."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from inl_logistics.paper import fonts, text
from inl_logistics.paper.languages import available, language
from inl_logistics.paper.pdf import Document
from inl_logistics.paper.text import Style, line, paragraph
from tests.paper.reading import pages, poppler, words

STYLE = Style(9.0)


def _page(lines: list[text.Line]) -> bytes:
    document = Document(title="t", language="ar", printed_at=datetime(2026, 11, 24, tzinfo=UTC))
    page = document.page(600, 800)
    for number, each in enumerate(lines):
        page.text(40, 60 + 40 * number, each)
    return document.finish()


@pytest.mark.parametrize(
    ("words_", "code"),
    [
        ("محضر تسليم واستلام", "ar"),
        ("لا إله الأصناف المُسلَّمة", "ar"),
        ("پیشن ٹھیک ہے", "ur"),
        ("صورتجلسهٔ تحویل و تسلیم", "fa"),
        ("Ґанок їжак № 117", "uk"),
        ("Œuvre à l’Île, ½ fin", "fr"),
        ("Zażółć gęślą jaźń ệ ợ", "en"),
    ],
)
def test_what_is_drawn_can_be_copied_in_every_script(words_: str, code: str, tmp_path: Path) -> None:
    rtl = code in {"ar", "ur", "fa"}
    data = _page([line(words_, STYLE, code, rtl=rtl)])
    assert words(pages(data)[0]).strip() == words_
    assert words_.replace(" ", "") in poppler(data, tmp_path).replace(" ", "")


def test_arabic_letters_are_joined() -> None:
    alone = sum(line(letter, STYLE, "ar", rtl=True).width for letter in "بيت")
    assert line("بيت", STYLE, "ar", rtl=True).width < alone * 0.8


def test_values_inside_arabic_stay_as_typed_only_when_isolated() -> None:
    shown = line(f"تاريخ {text.value('2026-11-23')} نهاية", STYLE, "ar", rtl=True)
    latin = ["".join(slot.text for slot in run.slots) for run in shown.runs if run.level % 2 == 0]
    assert [each.strip() for each in latin] == ["2026-11-23"]


def test_direction_controls_draw_nothing() -> None:
    assert line(text.value("A"), STYLE).width == line("A", STYLE).width
    assert line(text.name("A"), STYLE).width == line("A", STYLE).width


_TEXT = st.text(st.sampled_from("abc XY-/12 éяЇجبلا ،(ص)中"), max_size=60)


@settings(deadline=None, max_examples=200)
@example("2صجب", 29.0, False)
@given(_TEXT, st.floats(min_value=24, max_value=300), st.booleans())
def test_breaking_lines_keeps_every_character_and_the_width(source: str, width: float, rtl: bool) -> None:
    lines = paragraph(source, STYLE, width, "ar", rtl=rtl)
    assert all(each.width <= width + 0.1 or _letters(each) <= 1 for each in lines)
    drawn = sorted("".join(slot.text for each in lines for run in each.runs for slot in run.slots))
    wanted = sorted(source.replace("中", "[U+4E2D]"))
    assert [c for c in drawn if c != " "] == [c for c in wanted if c != " "]


def _letters(each: text.Line) -> int:
    return sum(len(slot.text) for run in each.runs for slot in run.slots)


@settings(deadline=None, max_examples=200)
@given(st.text(max_size=80))
def test_any_text_at_all_can_be_set(source: str) -> None:
    paragraph(source, STYLE, 120.0, "en", rtl=None)


def test_missing_characters_are_named_once_each() -> None:
    assert fonts.missing_characters(["a中", "中b👮", "عربي Ўї"]) == "中👮"


def test_urdu_takes_the_nastaliq_hand_and_its_height() -> None:
    urdu, arabic = line("ہے", STYLE, "ur", rtl=True), line("ہے", STYLE, "ar", rtl=True)
    assert urdu.height == pytest.approx(2.2 * STYLE.size)
    assert urdu.height > arabic.height > line("a", STYLE).height


@pytest.mark.parametrize("code", available())
def test_every_language_file_has_every_text_and_every_letter_of_it_a_font(code: str) -> None:
    english, own = language("en"), language(code)
    assert own.labels.keys() == english.labels.keys()
    assert own.units.keys() == english.units.keys()
    assert own.conditions.keys() == english.conditions.keys()
    assert own.clauses["1"].keys() == english.clauses["1"].keys()
    for key, label in english.labels.items():
        assert _fields(own.labels[key]) == _fields(label), key
    texts = [*own.labels.values(), *own.clauses["1"].values(), own.bureau, own.embassy, *own.months]
    assert fonts.missing_characters(texts) == ""


def _fields(label: str) -> set[str]:
    return {part.split("}")[0] for part in label.split("{")[1:]}
