"""Codes in a picture: from a photo, a scan or a PDF, turned, slanted, dark or small. Runs in a child process.

    codes_in(content, "IMG_0042.jpg")  ->  [Seen("PCL0000123", "QR Code"), …], what lies on top and at the left first

Source: product.md 8 (pictures from file, drag, clipboard or a watched folder).
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from inl_logistics.kernel.problems import BadInput

if TYPE_CHECKING:
    from PIL import Image

MOST_PAGES = 20
MOST_RECEIPT_PAGES = 600  # the papers of a whole run lie in one file
_MOST_SIDE = 4_000
_SMALL = 1_200  # a picture smaller than this is looked at enlarged too
_PDF_DPI = 250
_MOST_BYTES = 100_000_000
# How pictures and PDFs begin, also those whose rest is lost; and the photos of phones, which nothing here can open.
_BEGINNINGS = (b"%PDF-", b"\x89PNG", b"\xff\xd8\xff", b"II*\0", b"MM\0*", b"GIF8")
_PHONE_PHOTOS = (b"heic", b"heix", b"hevc", b"mif1", b"msf1")


@dataclass(frozen=True, slots=True)
class Seen:
    """One code: its text as a scanner would type it, and the kind of symbol."""

    text: str
    kind: str


@dataclass(frozen=True, slots=True)
class _Picture:
    """A picture to look at; `drawn` when it is a page of a PDF without any picture on it."""

    image: Image.Image
    drawn: bool = False


def codes_in(content: bytes, name: str, progress: Any = None, *, squares: bool = False) -> list[Seen]:  # noqa: ARG001
    """Return the codes of a picture or PDF; `squares` looks for QR codes only, three times as fast.

    Raises: BadInput("picture-no-code"), and those of `unreadable`. It is called as a job.
    """
    found: dict[str, Seen] = {}
    whole = True
    for picture in _pictures(content, name, MOST_RECEIPT_PAGES if squares else MOST_PAGES):
        whole = whole and picture is not None
        for seen in _read(picture, squares=squares) if picture is not None else ():
            found.setdefault(seen.text, seen)
    if not found:
        raise BadInput("picture-no-code", name=name) if whole else unreadable(content, name)
    return list(found.values())


def pages_in(content: bytes, name: str, *, most: int = MOST_PAGES) -> list[list[Seen] | None]:
    """Return the QR codes of each page of a PDF or TIFF, or of the one picture; None for a page that is damaged.

    Raises: BadInput, those of `unreadable`, where no page can be read.
    """
    found = [_read(one, squares=True) if one is not None else None for one in _pictures(content, name, most)]
    if all(one is None for one in found):
        raise unreadable(content, name)
    return found


def codes_in_file(path: Path, progress: Any = None, *, squares: bool = False) -> list[Seen]:
    """Return the codes of a file. Raises: BadInput, as codes_in."""
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise BadInput("picture-unreadable", name=path.name)
        content = path.read_bytes()
    except OSError as cause:
        raise BadInput("picture-unreadable", name=path.name) from cause
    return codes_in(content, path.name, progress, squares=squares)


def unreadable(content: bytes, name: str) -> BadInput:
    """Return what is wrong with a file that is no picture or PDF, so that the person knows what to do."""
    if not content:
        return BadInput("picture-empty", name=name)
    if content[4:8] == b"ftyp" and content[8:12] in _PHONE_PHOTOS:
        return BadInput("picture-of-phone", name=name)
    # Two letters of BMP and four of WEBP begin many a text too: the bytes behind them decide.
    bmp, webp = content[:2] == b"BM" and content[6:10] == bytes(4), content[:4] == b"RIFF" and content[8:12] == b"WEBP"
    if content.startswith(_BEGINNINGS) or bmp or webp:
        return BadInput("picture-incomplete", name=name)
    return BadInput("picture-other-kind", name=name)


def _pictures(content: bytes, name: str, most: int = MOST_PAGES) -> Iterator[_Picture | None]:
    """Give the pages, None for each that is damaged; what stands on the others is read all the same."""
    if content[:5] == b"%PDF-":
        yield from _pages(content, name, most)
        return
    from PIL import Image

    try:
        opened = Image.open(io.BytesIO(content))
    except _damages() as cause:
        raise unreadable(content, name) from cause
    with opened:
        opened.draft("L", (_MOST_SIDE, _MOST_SIDE))
        # A fax or a scanner's feeder makes a TIFF of many pages; the frames of what moves are no pages.
        for number in range(most if opened.format == "TIFF" else 1):
            try:
                opened.seek(number)
            except EOFError:
                return
            except _damages():  # where the next page begins is lost, and with it how many follow
                yield None
                return
            try:
                yield _Picture(_plain(opened))
            except _damages():
                yield None


def _damages() -> tuple[type[Exception], ...]:
    """Return what Pillow raises of a damaged picture; a TypeError where a page of a TIFF has lost its size."""
    from PIL import Image

    return (Image.DecompressionBombError, OSError, ValueError, SyntaxError, TypeError)


def _plain(opened: Image.Image) -> Image.Image:
    """Return a picture upright, gray, on a white ground."""
    from PIL import Image, ImageOps

    upright = ImageOps.exif_transpose(opened).convert("RGBA")
    plain = Image.new("RGB", upright.size, "white")
    plain.paste(upright, mask=upright.getchannel("A"))
    picture = plain.convert("L")
    picture.thumbnail((_MOST_SIDE, _MOST_SIDE))
    return picture


def _pages(content: bytes, name: str, most: int) -> Iterator[_Picture | None]:
    import pypdfium2
    from pypdfium2 import raw

    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as cause:
        locked = cause.err_code == raw.FPDF_ERR_PASSWORD
        raise BadInput("picture-locked", name=name) if locked else unreadable(content, name) from cause
    try:
        for number in range(min(len(document), most)):
            try:
                page = document[number]
            except pypdfium2.PdfiumError:
                yield None
                continue
            scale = min(_PDF_DPI / 72, _MOST_SIDE / max(page.get_size()))
            scanned = next(page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE]), None) is not None
            yield _Picture(page.render(scale=scale, grayscale=True).to_pil().convert("L"), drawn=not scanned)
    finally:
        document.close()


def _read(picture: _Picture, *, squares: bool = False) -> list[Seen]:
    """Look at a picture as it is, then with more and more help, until something is seen.

    A page that a program drew is as sharp as it can be: what is not seen at once is not there.
    """
    import zxingcpp

    formats = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode] if squares else [])
    for attempt in (picture.image,) if picture.drawn else _attempts(picture.image):
        for binarizer in (zxingcpp.Binarizer.LocalAverage, zxingcpp.Binarizer.GlobalHistogram):
            codes = zxingcpp.read_barcodes(attempt, formats, text_mode=zxingcpp.TextMode.Plain, binarizer=binarizer)
            sound = sorted(
                (code for code in codes if code.valid and code.text),
                key=lambda code: (code.position.top_left.y // 20, code.position.top_left.x),
            )
            if sound:
                return [_seen(code) for code in sound]
    return []


def _attempts(picture: Image.Image) -> Iterator[Image.Image]:
    from PIL import Image, ImageChops, ImageFilter, ImageOps

    yield picture
    clear = ImageOps.autocontrast(picture, cutoff=1)
    yield clear
    around = clear.filter(ImageFilter.BoxBlur(max(12, max(clear.size) // 16)))
    yield ImageOps.autocontrast(ImageChops.subtract(clear, around, 1.0, 160), cutoff=1)  # without its shadows
    calm = clear.filter(ImageFilter.MedianFilter(3))
    yield ImageOps.autocontrast(calm, cutoff=2)
    yield ImageOps.autocontrast(clear.filter(ImageFilter.GaussianBlur(1.5)), cutoff=2)
    yield clear.filter(ImageFilter.UnsharpMask(3, 200, 2))
    side = max(picture.size)
    if side < _SMALL:
        yield clear.resize((picture.width * 2, picture.height * 2), Image.Resampling.LANCZOS)
    elif side > 2 * _SMALL:
        yield ImageOps.autocontrast(picture.reduce(2), cutoff=1)
    small = clear.reduce(max(1, side // 1_600))
    for angle in (15, -15, 30, -30, 45):
        yield small.rotate(angle, Image.Resampling.BICUBIC, expand=True, fillcolor=255)


def _seen(code: Any) -> Seen:
    """Return a code as a scanner sends it: the mark of its kind goes with it where that says how it is read."""
    mark = code.symbology_identifier if code.content_type.name == "GS1" else ""
    return Seen(f"{mark}{code.text}", str(code.format))
