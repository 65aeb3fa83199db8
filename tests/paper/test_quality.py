"""Every language's receipt as it must come out of a printer and a fax. Source: issue "The handover and its paper", ui.md 15."""

from __future__ import annotations

import csv
import random
from dataclasses import replace
from functools import cache
from pathlib import Path

import pypdfium2 as pdfium
import pytest
import zxingcpp
from PIL import Image, ImageChops, ImageFilter

from inl_logistics.handovers.documents import Receipt, render, render_preview
from inl_logistics.paper.fonts import Family, Weight, chain, missing_characters
from inl_logistics.paper.languages import available, language
from inl_logistics.paper.model import Mark, Named, PaperSize
from inl_logistics.paper.page import MARGIN
from inl_logistics.paper.text import Style, line, paragraph
from tests.paper.reading import pages, poppler, words
from tests.paper.samples import LINES, NUMBER, PRINTED_AT, SEAL, long_lines, receipt

LANGUAGES = available()
NAMES = Path(__file__).parents[1] / "data" / "names"
FAX = 200  # dots an inch of a fine fax, and of most office copiers


@cache
def _long(code: str, paper: PaperSize) -> bytes:
    return _print(receipt(code, lines=long_lines()), code, paper)


def _print(frozen: Receipt, code: str, paper: PaperSize = PaperSize.A4, **more: object) -> bytes:
    changes = {"copies": (1,), "seal": SEAL, **more}
    return render(frozen, printed_at=PRINTED_AT, language=code, paper=paper, **changes)  # type: ignore[arg-type]


def _gray(data: bytes, page: int = 0, *, dpi: int = FAX) -> Image.Image:
    document = pdfium.PdfDocument(data)
    try:
        image: Image.Image = document[page].render(scale=dpi / 72, grayscale=True).to_pil()
    finally:
        document.close()
    return image


def _faxed(image: Image.Image, *, noise: float = 0.0005) -> Image.Image:
    """Turn a page into black and white as a fax does, a few dots wrong."""
    bits = image.point(lambda level: 255 if level > 128 else 0)
    dice = random.Random(7)  # dirt on a glass, the same each time
    put = bits.load()
    assert put is not None
    for _ in range(int(bits.width * bits.height * noise)):
        put[dice.randrange(bits.width), dice.randrange(bits.height)] = dice.choice((0, 255))
    return bits


@pytest.mark.parametrize("paper", list(PaperSize))
@pytest.mark.parametrize("code", LANGUAGES)
def test_240_lines_and_600_serials_keep_header_initials_and_conditions(code: str, paper: PaperSize) -> None:
    found = pages(_long(code, paper))
    count = len(found)
    everything = "\n".join(found)
    for number, text in enumerate(found, 1):
        assert f"Page {number} of {count}" in text
        assert NUMBER in text
        assert "Initials" in text
        assert "ORIGINAL" in text
    for each in long_lines():
        assert all(everything.count(serial) == 1 for serial in each.serials)
    assert sum("CERTIFICATION" in text for text in found) == 1
    signing = next(text for text in found if "DELIVERED BY" in text)
    for part in ("Remarks and differences", "RECEIVED BY", "USD", "Copy 5"):
        assert part in signing
    assert words(everything).count("unannounced end-use checks") == 1
    own = language(code).clauses["1"]["prevails"]
    if code != "en" and not language(code).rtl:
        assert words(own) in words(everything).replace("- ", "-")


@pytest.mark.parametrize("code", LANGUAGES)
def test_marks_copies_and_bytes_are_right_in_every_language(code: str) -> None:
    frozen = receipt(code, lines=LINES[2:])
    five = pages(_print(frozen, code, copies=None))
    assert [next(n for n in range(1, 6) if f" {n} / 5" in text) for text in five if " / 5" in text][:1] == [1]
    for number, name in enumerate(("Facility custodian", "INL file", "Agency HQ", "End-use file", "Property"), 1):
        assert f" {number} / 5" in "\n".join(five)
        assert name in "\n".join(five)
    draft = "\n".join(pages(render_preview(frozen, printed_at=PRINTED_AT, language=code)))
    assert "DRAFT" in draft
    assert SEAL.check_code not in draft
    void = "\n".join(pages(_print(frozen, code, mark=Mark.VOID, reprint=2)))
    assert "VOID" in void
    assert "REPRINT" in void
    assert _print(frozen, code) == _print(frozen, code)


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_font_is_embedded_cut_down_and_none_is_left_to_the_reader(code: str) -> None:
    data = _print(receipt(code), code)
    assert data.count(b"/FontFile2") == data.count(b"/Type0") > 2
    assert b"/Type1" not in data
    assert len(data) < 200_000


@pytest.mark.parametrize("code", LANGUAGES[1:])
def test_the_words_of_every_script_are_found_by_both_readers(code: str, tmp_path: Path) -> None:
    """Each word of the other language's labels on the paper can be searched and copied, none is parted by a space."""
    own = language(code)
    data = _print(receipt(code), code)
    texts = (words("\n".join(pages(data))), words(poppler(data, tmp_path)))
    keys = ("organization", "representative", "witness", "remarks", "quantity", "type_title", "copy_ministry")
    seen = [key for key in keys if key != "witness"]
    for text in texts:
        for key in seen:
            for word in own.label(key).replace("(", " ").replace(")", " ").split():
                assert word.strip("،,") in text, (key, word)


@pytest.mark.parametrize("code", LANGUAGES)
def test_after_a_fax_the_qr_reads_and_the_strokes_of_the_text_are_there(code: str) -> None:
    gray = _gray(_print(receipt(code), code))
    sent = _faxed(gray)
    assert [one.text for one in zxingcpp.read_barcodes(sent)] == [SEAL.qr_text]
    # The ink of print at four times the resolution, as one sees it, beside what the fax kept within a dot of it.
    fine = _gray(_print(receipt(code), code), dpi=4 * FAX).point(lambda level: 255 if level < 110 else 0)
    wanted = fine.resize(sent.size, Image.Resampling.BOX).point(lambda level: 255 if level > 110 else 0)
    kept = ImageChops.invert(sent).filter(ImageFilter.MaxFilter(3))
    lost = ImageChops.subtract(wanted, kept)
    assert _dark(lost) / _dark(wanted) < 0.01
    # No tint has turned to black or to a pattern that eats the words: ink there is only where ink was.
    grown = wanted.filter(ImageFilter.MaxFilter(5))
    added = ImageChops.subtract(ImageChops.invert(sent), grown)
    assert _dark(added) / _dark(wanted) < 0.06


def _dark(image: Image.Image) -> int:
    return sum(count for level, count in enumerate(image.histogram()) if level > 127)


@pytest.mark.parametrize("code", LANGUAGES)
def test_nothing_reaches_over_the_edge_of_the_paper(code: str) -> None:
    """The margin of 13 mm is white on every page, but for a hair of a letter that leans out."""
    frozen = _with_long_names(code)
    for paper in PaperSize:
        data = _print(frozen, code, paper)
        for page in range(2):
            image = _gray(data, page, dpi=100)
            edge = int((MARGIN - 3) * 100 / 72)
            inner = (edge, edge, image.width - edge, image.height - edge)
            image.paste(255, inner)
            assert image.getextrema()[0] > 200


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_longest_names_wrap_and_stay_whole(code: str) -> None:
    text = words("\n".join(pages(_print(_with_long_names(code), code))))
    for word in (*_LONG.split(), "Bartholomew", "Featherstonehaugh"):
        assert word in text
    assert text.count("Llanfair") == 3


_LONG = (
    "National Directorate General for the Administration of Penitentiary Establishments, Probation, and the Social"
    " Reintegration of Adult and Juvenile Offenders of the Northern and Eastern Provinces"
)


def _with_long_names(code: str) -> Receipt:
    frozen = receipt(code)
    received = replace(
        frozen.received, organization=Named(_LONG), facility=Named("Llanfairpwllgwyngyllgogerychwyrndrobwll" * 3),
        representative=Named("Maximiliana Bartholomew-Featherstonehaugh de la Santísima Trinidad y Todos los Santos"),
        title=Named("Deputy Assistant Director General for Logistics, Armories and Transport (acting)"),
    )  # fmt: skip
    lines = (replace(LINES[0], description=f"Vest, {_LONG.lower()}", code="PE-" + "1234567890" * 4), *LINES[1:])
    return replace(frozen, received=received, lines=lines, place="Llan-y-place", remarks=_LONG)


@pytest.mark.parametrize("code", LANGUAGES)
def test_no_line_is_drawn_into_the_line_beside_it(code: str) -> None:
    """Nastaliq climbs: what a label or condition draws stays between the lines above and below it."""
    own = language(code)
    for size in (6.6, 15.5):
        for text in (*own.labels.values(), *own.clauses["1"].values(), own.embassy, own.bureau):
            for each in paragraph(text, Style(size), 240.0, code, rtl=own.rtl):
                above = below = 0.0
                spare = 0.01 if any(run.font.steep for run in each.runs) else 0.25  # for an accent on a capital
                for run in each.runs:
                    for slot in run.slots:
                        found = run.font.shaper.get_glyph_extents(slot.glyph) if slot.glyph >= 0 else None
                        if found is not None:
                            top = (slot.y + found.y_bearing) / run.font.upem
                            above = max(above, top * size)
                            below = max(below, -(top * size + found.height * size / run.font.upem))
                assert above <= each.above + spare * size, text
                assert below <= each.below + spare * size, text


def _rows(name: str) -> list[str]:
    with (NAMES / name).open(encoding="utf-8", newline="") as file:
        return [row[0] for row in csv.reader(file)]


@pytest.mark.parametrize("name", ["hosts.csv", "countries.csv", "subdivisions.csv", "ports.csv", "airports.csv"])
def test_no_name_of_a_country_place_or_host_has_a_box_for_a_letter(name: str) -> None:
    rows = _rows(name)
    assert len(rows) > 30
    assert missing_characters(rows) == ""
    fonts = chain(Family.SANS, Weight.SEMIBOLD)
    for row in rows:
        for run in line(row, Style(9.0, Weight.SEMIBOLD), rtl=None).runs:
            assert run.font in fonts
            assert all(slot.glyph != 0 for slot in run.slots), row


@pytest.mark.parametrize("mark", [Mark.NONE, Mark.VOID])
@pytest.mark.parametrize("code", LANGUAGES)
def test_what_stands_beside_the_title_ends_above_the_boxes(code: str, mark: Mark) -> None:
    """A reprint in Nastaliq has three tall lines there; the last one was struck through by the frame below."""
    text = pdfium.PdfDocument(_print(receipt(code), code, mark=mark, reprint=2))[0].get_textpage()

    def highest(words: str) -> tuple[float, float, float, float]:
        search, found = text.search(words), []
        while (at := search.get_next()) is not None:
            found.append(text.get_charbox(at[0]))
        return max(found, key=lambda box: box[1])

    assert highest("Page")[1] - highest("Receipt no.")[3] > 5.0
