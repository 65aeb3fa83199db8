"""Pages that fill from the top: sizes, blocks that stay together, and what stands on every page.

Content is laid out once; what differs by page and copy (page x of y, copy name) is drawn afterwards on
every page of every copy. Source: ui.md 15.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from inl_logistics.paper.model import PaperSize
from inl_logistics.paper.pdf import Document, Page
from inl_logistics.paper.text import Line, Style

MM = 72 / 25.4
MARGIN = 13 * MM
_SIZES = {PaperSize.A4: (595.28, 841.89), PaperSize.LETTER: (612.0, 792.0)}

Draw = Callable[[Page, float, float], None]


@dataclass(frozen=True, slots=True)
class Block:
    """Something of a known height that is drawn at x, y (its top left corner) and never cut."""

    height: float
    draw: Draw


@dataclass(frozen=True, slots=True)
class Sheet:
    """A paper size with its margins, in points."""

    width: float
    height: float

    @classmethod
    def of(cls, size: PaperSize) -> Sheet:
        """Return the sheet of a paper size."""
        return cls(*_SIZES[size])

    @property
    def left(self) -> float:
        """Return where text begins."""
        return MARGIN

    @property
    def right(self) -> float:
        """Return where text ends."""
        return self.width - MARGIN

    @property
    def inner(self) -> float:
        """Return the width between the margins."""
        return self.width - 2 * MARGIN

    @property
    def bottom(self) -> float:
        """Return the lowest line that may be printed on."""
        return self.height - MARGIN


class Flow:
    """Pages being filled. `foot` is kept free at the bottom, `head` at the top of each page but the first."""

    def __init__(self, document: Document, sheet: Sheet, *, head: float, foot: float) -> None:
        self._document = document
        self.sheet = sheet
        self._head = head
        self.foot = foot
        self._repeated: Block | None = None
        self.pages: list[Page] = []
        self.y = 0.0
        self._begin(MARGIN)

    @property
    def page(self) -> Page:
        """Return the page being filled."""
        return self.pages[-1]

    @property
    def room(self) -> float:
        """Return how much height is left on the page."""
        return self.sheet.bottom - self.foot - self.y

    @property
    def fresh_room(self) -> float:
        """Return how much height a new page has."""
        return self.sheet.bottom - self.foot - MARGIN - self._head

    def repeat(self, block: Block | None) -> None:
        """Say what to draw at the top of each further page, or nothing any more."""
        self._repeated = block

    def turn(self) -> None:
        """Begin a new page."""
        self._begin(MARGIN + self._head)
        if self._repeated is not None:
            self._put(self._repeated)

    def place(self, block: Block, *, with_next: float = 0.0) -> bool:
        """Draw a block, on a new page where it (and what must follow it) does not fit.

        Returns True if a page was turned.
        """
        turned = block.height + with_next > self.room + 0.01
        if turned:
            self.turn()
        self._put(block)
        return turned

    def place_all(self, blocks: Iterable[Block]) -> None:
        """Draw blocks below each other."""
        for block in blocks:
            self.place(block)

    def skip(self, height: float) -> None:
        """Leave some room."""
        self.y += height

    def _put(self, block: Block) -> None:
        block.draw(self.page, self.sheet.left, self.y)
        self.y += block.height

    def _begin(self, y: float) -> None:
        self.pages.append(self._document.loose_page(self.sheet.width, self.sheet.height))
        self.y = y


def put(page: Page, lines: Sequence[Line], x: float, y: float, *, width: float = 0.0, align: float = 0.0) -> float:
    """Draw lines below each other from y; `align` 0 is left, 0.5 centered, 1 right. Returns the y below them."""
    for each in lines:
        page.text(x + (width - each.width) * align, y + each.above, each)
        y += each.above + each.below
    return y


def gap(height: float) -> Block:
    """Return an empty block."""
    return Block(height, _nothing)


def _nothing(_page: Page, _x: float, _y: float) -> None:
    return


def below(blocks: Sequence[Block]) -> Block:
    """Join blocks into one that stays together."""

    def draw(page: Page, x: float, y: float) -> None:
        for block in blocks:
            block.draw(page, x, y)
            y += block.height

    return Block(sum(block.height for block in blocks), draw)


# The styles of paper. Source: ui.md 15 (labels at least 6.5 pt, serials 7 pt mono, values 7.5 to 10 pt).
GRAY = 0.33
LABEL = Style(6.8, gray=GRAY)
SMALL = Style(6.6, gray=GRAY)
BODY = Style(7.6)
HAIR = 0.4  # line between rows
THIN = 0.7  # outline of boxes
TINT = 0.94
