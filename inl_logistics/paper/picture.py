"""One page with a picture, as large as the paper allows: how an attached photo or scan prints."""

from __future__ import annotations

import io

from inl_logistics.kernel.problems import BadInput
from inl_logistics.paper.model import PaperSize

_DPI = 200
_MARGIN = 0.5  # inches
_INCHES = {PaperSize.A4: (8.27, 11.69), PaperSize.LETTER: (8.5, 11.0)}


def picture_page(content: bytes, *, title: str, paper: PaperSize = PaperSize.A4) -> bytes:
    """Return a PDF of one page, turned the way the picture lies. Raises: BadInput("picture-unreadable")."""
    from PIL import Image, ImageOps, UnidentifiedImageError

    try:
        with Image.open(io.BytesIO(content)) as opened:
            image = ImageOps.exif_transpose(opened).convert("RGB")
    except (UnidentifiedImageError, OSError, ValueError) as cause:
        raise BadInput("picture-unreadable", name=title) from cause
    inches = _INCHES[paper] if image.height >= image.width else _INCHES[paper][::-1]
    width, height = (round(side * _DPI) for side in inches)
    room = (width - round(2 * _MARGIN * _DPI), height - round(2 * _MARGIN * _DPI))
    scale = min(room[0] / image.width, room[1] / image.height)
    shown = image.resize((max(1, round(image.width * scale)), max(1, round(image.height * scale))))
    page = Image.new("RGB", (width, height), "white")
    page.paste(shown, ((width - shown.width) // 2, (height - shown.height) // 2))
    out = io.BytesIO()
    page.save(out, "PDF", resolution=_DPI, title=title)
    return out.getvalue()
