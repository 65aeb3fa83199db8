"""Codes on paper. Source: product.md 8 (QR level M, 22 mm)."""

from __future__ import annotations

from functools import lru_cache

import segno

from inl_logistics.paper.pdf import Page


def draw_qr(page: Page, x: float, y: float, size: float, text: str) -> None:
    """Draw a QR code, its quiet zone left to the caller, as one filled shape."""
    rows = _matrix(text)
    module = size / len(rows)
    rectangles = []
    for row, cells in enumerate(rows):
        start = None
        for column, dark in enumerate([*cells, 0]):
            if dark and start is None:
                start = column
            elif not dark and start is not None:
                rectangles.append((x + start * module, y + row * module, (column - start) * module, module))
                start = None
    page.squares(rectangles)


@lru_cache(maxsize=64)
def _matrix(text: str) -> tuple[tuple[int, ...], ...]:
    code = segno.make(text, error="m", micro=False, boost_error=False)
    return tuple(tuple(row) for row in code.matrix)
