"""Sizes of labels: sheets for an office printer and single labels, as a data file says them.

Source: product.md 3 (Labels: sheets and single labels); resources/labels/layouts.toml.
"""

from __future__ import annotations

import tomllib
from functools import cache

import msgspec

from inl_logistics.kernel.problems import UsageFault
from inl_logistics.kernel.resources import resource
from inl_logistics.paper.codes import QUIET, Symbol, modules
from inl_logistics.paper.model import PaperSize

PAPERS_MM = {PaperSize.A4: (210.0, 297.0), PaperSize.LETTER: (215.9, 279.4)}
# The smallest module that is read from a 203 dpi printer: two and a half dots of a square code, two of a bar.
_SMALLEST = {Symbol.QR: 0.33, Symbol.DATA_MATRIX: 0.33, Symbol.CODE128: 0.25}
EDGE = 0.6  # millimeters of each label that no printer may reach


class Layout(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One size of label; on a sheet, so many in columns and rows. Millimeters."""

    name: str
    width: float
    height: float
    title: str = ""
    paper: PaperSize | None = None
    columns: int = 1
    rows: int = 1
    across: float = 0.0
    down: float = 0.0

    @property
    def places(self) -> int:
        """Return how many labels a sheet has."""
        return self.columns * self.rows

    @property
    def page(self) -> tuple[float, float]:
        """Return width and height of a page."""
        return PAPERS_MM[self.paper] if self.paper else (self.width, self.height)

    def corner(self, place: int) -> tuple[float, float]:
        """Return the top left corner of a place, counted from 0 along the rows."""
        width, height = self.page
        left = (width - (self.columns - 1) * self.across - self.width) / 2
        top = (height - (self.rows - 1) * self.down - self.height) / 2
        row, column = divmod(place, self.columns)
        return left + column * self.across, top + row * self.down

    def size_words(self) -> str:
        """Return the measures: 63.5 × 38.1 mm."""
        return f"{self.width:g} × {self.height:g} mm"


class _File(msgspec.Struct, forbid_unknown_fields=True):
    layout: list[Layout]


@cache
def layouts() -> tuple[Layout, ...]:
    """Return all layouts in the order of the file."""
    with resource("labels", "layouts.toml").open("rb") as file:
        return tuple(msgspec.convert(tomllib.load(file), type=_File).layout)


def layout(name: str) -> Layout:
    """Return a layout by its name. Raises: UsageFault("label-layout-unknown")."""
    found = next((one for one in layouts() if one.name == name), None)
    if found is None:
        raise UsageFault("label-layout-unknown", layout=name, known=", ".join(one.name for one in layouts()))
    return found


def module_size(symbol: Symbol, text: str, width: float, height: float) -> float:
    """Return how large one module of a code can be in a box with its quiet zone."""
    rows = modules(symbol, text)
    quiet = 2 * QUIET[symbol]
    along = width / (len(rows[0]) + quiet)
    return along if symbol is Symbol.CODE128 else min(along, height / (len(rows) + quiet))


def fits(symbol: Symbol, text: str, size: Layout) -> bool:
    """Tell whether a code can be printed on a label so that it is read again."""
    inner = (size.width - 2 * EDGE, size.height - 2 * EDGE)
    return module_size(symbol, text, *inner) >= _SMALLEST[symbol]
