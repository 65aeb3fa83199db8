"""Direction levels against the Unicode conformance files and an independent implementation."""

from __future__ import annotations

import lzma
from collections.abc import Iterator
from pathlib import Path

import pytest
from bidi import get_display
from hypothesis import given, settings
from hypothesis import strategies as st

from inl_logistics.paper import bidi

DATA = Path(__file__).parents[1] / "data" / "unicode"


def _lines(name: str) -> Iterator[str]:
    with lzma.open(DATA / name, "rt", encoding="utf-8") as file:
        for line in file:
            bare = line.split("#")[0].strip()
            if bare:
                yield bare


def _order(found: list[int]) -> list[int]:
    kept = [i for i, level in enumerate(found) if level != bidi.REMOVED]
    return [kept[i] for i in bidi.visual_order([found[i] for i in kept])]


@pytest.mark.slow
def test_every_line_of_bidi_character_test_holds() -> None:
    wrong, count = [], 0
    for line in _lines("BidiCharacterTest.txt.xz"):
        text_field, direction, paragraph, expected, order = line.split(";")
        text = "".join(chr(int(code, 16)) for code in text_field.split())
        base = {"0": 0, "1": 1, "2": None}[direction]
        found_paragraph, found = bidi.levels(text, base)
        levels = [bidi.REMOVED if one == "x" else int(one) for one in expected.split()]
        if (found_paragraph, found, _order(found)) != (int(paragraph), levels, [int(i) for i in order.split()]):
            wrong.append((line, found))
        count += 1
    assert not wrong[:3], len(wrong)
    assert count > 90_000


@pytest.mark.slow
def test_every_line_of_bidi_test_holds() -> None:
    wrong, count = [], 0
    expected: list[int] = []
    order: list[int] = []
    for line in _lines("BidiTest.txt.xz"):
        if line.startswith("@Levels:"):
            expected = [bidi.REMOVED if one == "x" else int(one) for one in line[8:].split()]
        elif line.startswith("@Reorder:"):
            order = [int(one) for one in line[9:].split()]
        else:
            classes, bits = line.split(";")
            for bit, base in ((1, None), (2, 0), (4, 1)):
                if int(bits, 16) & bit:
                    count += 1
                    found = bidi.resolve(classes.split(), "", base)[1]
                    if found != expected or _order(found) != order:
                        wrong.append((line, base, found, expected))
    assert not wrong[:3], len(wrong)
    assert count > 700_000


_LATIN = ["ab", "Z", "12", "3", " ", "-", "/", ".", ",", "%", "$", "(", ")", "[", "]"]
_PIECES = st.sampled_from([*_LATIN, "مر", "حبا", "א", "ב", "٣", "\u0301"])


@settings(deadline=None, max_examples=300)
@given(st.lists(_PIECES, max_size=14).map("".join), st.booleans())
def test_display_order_agrees_with_python_bidi(text: str, rtl: bool) -> None:
    found = bidi.levels(text, int(rtl))[1]
    ours = "".join(text[i] for i in _order(found))
    # Neither swaps brackets for their mirror images here: that is the shaper's work (L4).
    assert ours == get_display(text, base_dir="R" if rtl else "L")


def test_a_date_in_arabic_flips_bare_and_stays_whole_inside_an_isolate() -> None:
    bare = "تاريخ 2026-11-23"
    assert _shown(bare) != "2026-11-23"
    isolated = f"تاريخ {bidi.LRI}2026-11-23{bidi.PDI}"
    assert "2026-11-23" in _shown(isolated)


def _shown(text: str) -> str:
    return "".join(text[i] for i in _order(bidi.levels(text, 1)[1]))
