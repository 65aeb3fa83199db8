"""Codes on paper, drawn as shapes so that they print sharp at any size. Source: product.md 8 (QR level M, 22 mm), 3 (Labels)."""

from __future__ import annotations

from enum import StrEnum
from functools import lru_cache
from typing import cast

import segno

from inl_logistics.paper.pdf import Page


class Symbol(StrEnum):
    """Kinds of codes that the program draws."""

    QR = "qr"
    DATA_MATRIX = "data-matrix"
    CODE128 = "code-128"


# How many modules around a code must stay white.
QUIET = {Symbol.QR: 4, Symbol.DATA_MATRIX: 2, Symbol.CODE128: 10}


def draw_qr(page: Page, x: float, y: float, size: float, text: str) -> None:
    """Draw a QR code, its quiet zone left to the caller, as one filled shape."""
    draw_symbol(page, x, y, size, size, Symbol.QR, text)


def draw_symbol(page: Page, x: float, y: float, width: float, height: float, symbol: Symbol, text: str) -> None:
    """Draw a code into a box, its quiet zone left to the caller, as one filled shape."""
    rows = modules(symbol, text)
    across, down = width / len(rows[0]), height / len(rows)
    rectangles = []
    for row, cells in enumerate(rows):
        start = None
        for column, dark in enumerate([*cells, 0]):
            if dark and start is None:
                start = column
            elif not dark and start is not None:
                rectangles.append((x + start * across, y + row * down, (column - start) * across, down))
                start = None
    page.squares(rectangles)


@lru_cache(maxsize=4096)
def modules(symbol: Symbol, text: str) -> tuple[tuple[int, ...], ...]:
    """Return a code as rows of dark (1) and light (0) modules; a bar code is one row."""
    if symbol is Symbol.QR:
        code = segno.make(text, error="m", micro=False, boost_error=False)
        return tuple(tuple(row) for row in code.matrix)
    import zxingcpp

    kind = zxingcpp.BarcodeFormat.DataMatrix if symbol is Symbol.DATA_MATRIX else zxingcpp.BarcodeFormat.Code128
    made = zxingcpp.create_barcode(text, kind)
    image = zxingcpp.write_barcode_to_image(made, scale=1, add_quiet_zones=False)
    cells = cast("list[list[int]]", memoryview(cast("bytes", image)).tolist())  # its buffer is not declared
    rows = tuple(tuple(int(cell < 128) for cell in row) for row in cells)
    return rows[:1] if symbol is Symbol.CODE128 else rows
