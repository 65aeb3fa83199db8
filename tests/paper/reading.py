"""How tests read a PDF back: its text as two readers see it, its pages as pictures, its codes."""

from __future__ import annotations

import re
import shutil
import subprocess
import unicodedata
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from PIL import Image

_MARKS = dict.fromkeys(map(ord, "\u202a\u202b\u202c\u202d\u202e\u200e\u200f\u2066\u2067\u2068\u2069\x02"))


def pages(data: bytes) -> list[str]:
    """Return the text of each page as PDFium reads it, one line per line of the page."""
    document = pdfium.PdfDocument(data)
    try:
        return [_plain(page.get_textpage().get_text_range()) for page in document]
    finally:
        document.close()


def poppler(data: bytes, tmp_path: Path) -> str:
    """Return the whole text as Poppler reads it."""
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext (poppler-utils) is not installed")
    path = tmp_path / "paper.pdf"
    path.write_bytes(data)
    found = subprocess.run(["pdftotext", "-enc", "UTF-8", str(path), "-"], check=True, capture_output=True)
    return _plain(found.stdout.decode("utf-8"))


def picture(data: bytes, page: int = 0, *, dpi: int = 200) -> Image.Image:
    """Return a page as a black and white picture, as a copier would make it."""
    document = pdfium.PdfDocument(data)
    try:
        image: Image.Image = document[page].render(scale=dpi / 72, grayscale=True).to_pil()
    finally:
        document.close()
    return image.point(lambda level: 255 if level > 140 else 0)


def words(text: str) -> str:
    """Return text on one line, to look for phrases that may have been broken."""
    return re.sub(r"\s+", " ", text)


def _plain(text: str) -> str:
    lines = unicodedata.normalize("NFC", text.translate(_MARKS)).replace("\r", "").split("\n")
    return "\n".join(line.rstrip() for line in lines if line.strip())
