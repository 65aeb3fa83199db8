"""Codes are read from pictures as phones make them: turned, slanted, dark, grainy, small."""

from __future__ import annotations

import io
import random
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest
import segno
import zxingcpp
from PIL import Image, ImageEnhance, ImageFilter
from reportlab.pdfgen.canvas import Canvas

from inl_logistics.kernel.problems import BadInput
from inl_logistics.labels import codes
from inl_logistics.labels.drawing import Printing, draw
from inl_logistics.labels.facts import Label
from inl_logistics.labels.layouts import layout
from inl_logistics.labels.reading import codes_in, codes_in_file, pages_in
from inl_logistics.labels.records import LabelKind
from inl_logistics.paper.codes import Symbol
from tests.paper.reading import picture

LABEL = Label(LabelKind.ITEM, "PCL0000124", "OC spray, 3 oz", "CA-0303")
AT = datetime(2026, 11, 24, tzinfo=UTC)


def printed(symbol: Symbol) -> Image.Image:
    pdf = draw([LABEL], Printing(layout("62x29"), symbol), printed_at=AT)
    label = picture(pdf, dpi=200).convert("RGB")
    desk = Image.new("RGB", (label.width + 300, label.height + 300), (205, 200, 190))
    desk.paste(label, (150, 150))
    return desk


def png(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def turned(angle: float) -> Callable[[Image.Image], Image.Image]:
    return lambda image: image.rotate(angle, Image.Resampling.BICUBIC, expand=True, fillcolor=(205, 200, 190))


def slanted(image: Image.Image) -> Image.Image:
    width, height = image.size
    # Seen from the side: the far edge is shorter.
    quad = (0, 0, int(width * 0.06), height, int(width * 0.92), int(height * 0.95), width, int(height * 0.08))
    return image.transform(image.size, Image.Transform.QUAD, quad, Image.Resampling.BICUBIC)


def dark(image: Image.Image) -> Image.Image:
    dim = ImageEnhance.Contrast(ImageEnhance.Brightness(image).enhance(0.22)).enhance(0.6)
    grain = random.Random(7)
    pixels = dim.load()
    assert pixels is not None
    for _ in range(dim.width * dim.height // 30):
        x, y = grain.randrange(dim.width), grain.randrange(dim.height)
        pixels[x, y] = (grain.randrange(70),) * 3
    return dim


def blurred(image: Image.Image) -> Image.Image:
    return image.filter(ImageFilter.GaussianBlur(1.6))


def shaded(image: Image.Image) -> Image.Image:
    shade = Image.linear_gradient("L").resize(image.size).rotate(90)
    return Image.composite(image, ImageEnhance.Brightness(image).enhance(0.3), shade.resize(image.size))


@pytest.mark.parametrize("symbol", list(Symbol))
@pytest.mark.parametrize(
    "damage", [turned(0), turned(17), turned(90), turned(-33), turned(180), slanted, dark, blurred, shaded],
    ids=["straight", "17", "90", "-33", "180", "slanted", "dark", "blurred", "shaded"],
)  # fmt: skip
def test_a_photo_of_a_label_is_read(symbol: Symbol, damage: Callable[[Image.Image], Image.Image]) -> None:
    seen = codes_in(png(damage(printed(symbol))), "photo.png")
    assert [one.text for one in seen] == ["PCL0000124"]


def test_several_codes_and_pages_of_a_pdf(tmp_path: Path) -> None:
    labels = [LABEL, Label(LabelKind.BIN, "PCL0000125", "A-04")]
    path = tmp_path / "scan.pdf"
    path.write_bytes(draw(labels, Printing(layout("100x50")), printed_at=AT))
    assert [one.text for one in codes_in_file(path)] == ["PCL0000124", "PCL0000125"]
    sheet = picture(draw(labels, Printing(layout("a4-21"), start=1), printed_at=AT), dpi=150)
    assert [one.text for one in codes_in(png(sheet), "sheet.png")] == ["PCL0000124", "PCL0000125"]


def test_a_makers_code_keeps_its_separators() -> None:
    made = zxingcpp.create_barcode("(01)09506000134352(10)AB7(21)X1", zxingcpp.BarcodeFormat.DataMatrix, gs1=True)
    image = zxingcpp.write_barcode_to_image(made, scale=6)
    view = memoryview(image)
    content = png(Image.frombytes("L", (view.shape[1], view.shape[0]), view.tobytes()))
    (seen,) = codes_in(content, "photo.png")
    found = codes.read(seen.text)
    assert (found.gtin, found.lot, found.serial) == ("09506000134352", "AB7", "X1")


def test_a_transparent_picture_has_a_white_ground() -> None:
    out = io.BytesIO()
    segno.make("PCL0000124").save(out, kind="png", scale=8, light=None)
    assert codes_in(out.getvalue(), "clip.png")[0].text == "PCL0000124"


def test_no_code_is_said_kindly(tmp_path: Path) -> None:
    with pytest.raises(BadInput) as caught:
        codes_in(png(Image.new("RGB", (400, 300), "gray")), "wall.png")
    assert (caught.value.code, caught.value.params["name"]) == ("picture-no-code", "wall.png")
    for content, code in (
        (b"", "picture-empty"), (b"%PDF-1.7 broken", "picture-incomplete"), (b"\x89PNG\r\n", "picture-incomplete"),
        (b"hello", "picture-other-kind"), (b"\0\0\0\x18ftypheic", "picture-of-phone"),
        (b"BM-7 radios, ten of them", "picture-other-kind"), (b"RIFFLE sights and mounts", "picture-other-kind"),
        (b"BM\x36\x90\x01\0\0\0\0\0\x36\0\0\0", "picture-incomplete"), (b"RIFF\x24\x08\0\0WEBPVP8 ", "picture-incomplete"),
    ):  # fmt: skip
        with pytest.raises(BadInput) as caught:
            codes_in(content, "x")
        assert caught.value.code == code
    with pytest.raises(BadInput):
        codes_in_file(tmp_path / "gone.png")


def test_a_pdf_with_a_password_is_said_to_have_one() -> None:
    out = io.BytesIO()
    sheet = Canvas(out, encrypt="secret")
    sheet.drawString(72, 700, "PCL-HO-2026-A0001")
    sheet.save()
    with pytest.raises(BadInput) as caught:
        codes_in(out.getvalue(), "locked.pdf")
    assert caught.value.code == "picture-locked"


def _feeder(codes: Sequence[str]) -> bytes:
    """Return what a scanner's feeder makes of pages with a code each."""
    sheets = []
    for code in codes:
        sheet = Image.new("L", (300, 400), 255)
        square = io.BytesIO()
        segno.make(code).save(square, kind="png", scale=5)
        sheet.paste(Image.open(square).convert("L"), (20, 20))
        sheets.append(sheet)
    out = io.BytesIO()
    sheets[0].save(out, "TIFF", save_all=True, append_images=sheets[1:], compression="tiff_lzw")
    return out.getvalue()


def _texts(content: bytes) -> list[list[str] | None]:
    return [page if page is None else [one.text for one in page] for page in pages_in(content, "feeder.tif")]


@pytest.mark.filterwarnings("ignore:Corrupt EXIF data")
def test_a_page_that_is_damaged_keeps_the_others_from_nobody() -> None:
    content = _feeder(["HO-1", "HO-2", "HO-3"])
    assert _texts(content) == [["HO-1"], ["HO-2"], ["HO-3"]]
    with Image.open(io.BytesIO(content)) as opened:
        opened.seek(1)
        start = opened.tag_v2[273][0]
        length = opened.tag_v2[279][0]
    burnt = content[:start] + b"\xff" * length + content[start + length :]
    assert _texts(burnt) == [["HO-1"], None, ["HO-3"]]
    assert [one.text for one in codes_in(burnt, "feeder.tif")] == ["HO-1", "HO-3"]
    assert _texts(content[: start + length])[:2] == [["HO-1"], None], "the rest of the file was never copied"
    with pytest.raises(BadInput) as caught:
        pages_in(content[:60], "feeder.tif")
    assert caught.value.code == "picture-incomplete"


def test_a_damaged_page_of_a_pdf_is_told_from_one_without_a_code() -> None:
    out = io.BytesIO()
    sheet = Canvas(out, pageCompression=0)
    for at in range(2):
        sheet.drawString(72, 700, f"page {at}")
        sheet.showPage()
    sheet.save()
    content = out.getvalue()
    second = content.rindex(b"/Type /Page\n")
    damaged = content[:second] + b"/Type /Pag \n" + content[second + 12 :]
    assert pages_in(damaged, "x.pdf") == [[], None]
    with pytest.raises(BadInput) as caught:
        codes_in(damaged, "x.pdf")
    assert caught.value.code == "picture-incomplete", "the code may stand on the page that is lost"


def test_a_scanned_page_of_a_pdf_is_looked_at_with_help() -> None:
    """It has a picture on it, here as faint as a copy of a copy."""
    out = io.BytesIO()
    printed(Symbol.QR).convert("L").point(lambda shade: 128 + shade // 20).save(out, "PDF", resolution=200)
    assert [[one.text for one in page or ()] for page in pages_in(out.getvalue(), "scan.pdf")] == [["PCL0000124"]]


def test_the_frames_of_what_moves_are_no_pages() -> None:
    frames = [Image.new("L", (60, 60), shade) for shade in (0, 120, 250)]
    out = io.BytesIO()
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:])
    assert pages_in(out.getvalue(), "moving.gif") == [[]]


def test_a_drawn_page_without_a_code_is_looked_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    out = io.BytesIO()
    sheet = Canvas(out)
    sheet.drawString(72, 700, "The conditions of this receipt")
    sheet.save()
    looked: list[object] = []
    monkeypatch.setattr(zxingcpp, "read_barcodes", lambda *given, **_named: (looked.append(given), [])[1])
    assert pages_in(out.getvalue(), "conditions.pdf") == [[]]
    assert len(looked) == 2
