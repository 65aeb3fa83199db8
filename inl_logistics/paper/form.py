"""A paper that is signed: goods in a table, then totals, remarks, certification and signatures together.

Settles how many pages there are and what stands where. Source: ui.md 15 (long receipts), product.md 8
(the conditions on a page of their own when they do not fit).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from inl_logistics.paper.blocks import remarks
from inl_logistics.paper.frame import FOOT, HEAD, INITIALS, Frame
from inl_logistics.paper.page import MARGIN, Block, Flow
from inl_logistics.paper.pdf import Document
from inl_logistics.paper.table import Row, Table

_GAP = 4.2


@dataclass(frozen=True, slots=True)
class SignedForm:
    """The content of a signed paper.

    `conditions` is the certification with all it says. Where it does not fit, `short` makes one that
    refers to the page where the conditions stand; None means that there is no shorter one.
    """

    frame: Frame
    top: tuple[Block, ...]
    table: Table
    rows: tuple[Row, ...]
    total: Block | None
    remarks: str
    conditions: Block
    signing: Block
    short: Callable[[int], Block] | None = None
    overleaf: Block | None = None  # the conditions in larger type, for a page of their own

    def write(self, document: Document, copies: Sequence[int]) -> None:
        """Lay the paper out and add its pages, once for each copy."""
        frame = self.frame
        head = self.table.head()
        atoms = [self.table.atoms(row) for row in self.rows]
        goods = head.height + sum(block.height for block in self.top) + sum(b.height for each in atoms for b in each)
        room = frame.sheet.bottom - MARGIN
        single = goods + self._end_height(self.conditions) + FOOT <= room
        overleaf = (
            not single and self.short is not None and goods + self._end_height(self.short(2)) + FOOT + INITIALS <= room
        )
        frame.initials = not single
        flow = Flow(document, frame.sheet, head=HEAD, foot=frame.foot)
        flow.place_all(self.top)
        flow.place(head)
        flow.repeat(head)
        self.table.place(flow, self.rows, atoms)
        flow.repeat(None)
        self._end(flow, overleaf=overleaf)
        frame.finish(document, flow.pages, copies)

    def _end(self, flow: Flow, *, overleaf: bool) -> None:
        """Place what is signed together on one page, the conditions overleaf or before it if they must be."""
        certification = self.conditions
        if overleaf and self.short is not None:
            certification = self.short(2)
        elif self._end_height(certification) > flow.fresh_room and self.short is not None:
            flow.turn()
            flow.place(self.overleaf or self.conditions)
            certification = self.short(len(flow.pages))
        if self._end_height(certification) > flow.room + 0.01:
            flow.turn()
        self._together(flow, certification)
        if overleaf:
            flow.turn()
            flow.place(self.overleaf or self.conditions)

    def _together(self, flow: Flow, certification: Block) -> None:
        copies = self.frame.copy_row(0)
        below = certification.height + self.signing.height + copies.height + 3 * _GAP
        if self.total is not None:
            flow.place(self.total)
        flow.skip(_GAP)
        flow.place(self._remarks(flow.room - below))
        bottom = flow.sheet.bottom - flow.foot
        flow.y = bottom - below + _GAP
        flow.place(certification)
        flow.skip(_GAP)
        flow.place(self.signing)
        self.frame.copies_on = (len(flow.pages), bottom - copies.height)

    def _remarks(self, room: float) -> Block:
        words = self.frame.words
        return remarks(words.label("remarks"), self.remarks, words, self.frame.sheet.inner, room=room)

    def _end_height(self, certification: Block) -> float:
        total = self.total.height if self.total is not None else 0.0
        fixed = certification.height + self.signing.height + self.frame.copy_row(0).height + 4 * _GAP
        return total + self._remarks(0).height + fixed
