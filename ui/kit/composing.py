"""The lines of a paper being composed from stock: scans and picks change them, every change is stored and can be undone.

self.composing = Composing(self)          # the page has a LinesCard, a PickPanel and a Saver
self.composing.load(lines)
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Protocol

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from inl_logistics.inventory.picking import PickOffer
from inl_logistics.kernel.problems import Problem
from ui.kit import picklines
from ui.kit.linescard import LinesCard
from ui.kit.navigation import PageContext
from ui.kit.picklines import Line
from ui.kit.pickpanel import PickPanel
from ui.kit.saver import Saver
from ui.kit.stockscan import Scanning
from ui.kit.tokens import ToneName


class ComposingPage(Protocol):
    """What composing needs of its page, which is a widget."""

    context: PageContext
    items: LinesCard
    picker: PickPanel
    problems: tuple[Problem, ...]

    @property
    def storing(self) -> Saver[Any]:
        """Return what keeps the draft stored."""

    def is_draft(self) -> bool:
        """Tell whether it can still be changed."""

    def takes_stock(self) -> bool:
        """Tell whether more can be taken from stock: not where goods come back."""

    def project(self) -> int | None:
        """Return the project chosen, whose goods come first."""

    def store(self) -> int | None:
        """Return the store goods must come from, or None for any."""


class Composing(QObject):
    """What stands on the page, what is stored of it, and what stood there before."""

    def __init__(self, page: ComposingPage, widget: QWidget) -> None:
        super().__init__(widget)
        self._page = page
        self.lines: tuple[Line, ...] = ()
        self._stored: tuple[Line, ...] = ()
        self._done: list[tuple[Line, ...]] = []
        self._undone: list[tuple[Line, ...]] = []
        self.scanning = Scanning(widget, self, page.context)
        page.items.scanned.connect(self.scanning.scan)
        page.items.picking_asked.connect(self._show_picker)
        page.items.remove_asked.connect(self.remove)
        page.items.edit_asked.connect(self.edit)
        page.picker.item_chosen.connect(lambda variant: self.scanning.offer(variant, page.picker.set_offer))
        page.picker.added.connect(self._picked)

    def load(self, lines: Sequence[Line]) -> None:
        """Take over the lines as they are stored; there is nothing to undo."""
        self.lines = self._stored = tuple(lines)
        self._done, self._undone = [], []

    def set_stored(self) -> None:
        """The lines are stored as they stand."""
        self._stored = self.lines

    def take_back(self) -> bool:
        """Go back to what is stored; False where it stands so already."""
        if self.lines == self._stored:
            return False
        self.lines = self._stored
        self.show()
        return True

    def show(self, *, current: int | None = None) -> None:
        """Show the lines with what stands against them."""
        self._page.items.show_lines(self.lines, self._page.problems, current=current)

    # what scanning needs ------------------------------------------------------------------------------------
    def change_lines(self, lines: Sequence[Line], *, current: int | None = None) -> None:
        """Take over other lines and store them at once."""
        self._done.append(self.lines)
        self._undone.clear()
        self._put(tuple(lines), current)

    def _put(self, lines: tuple[Line, ...], current: int | None = None) -> None:
        self.lines = lines
        self._page.items.hide_skipped()
        self.show(current=current)
        self._page.storing.now()

    def say(self, tone: ToneName, words: str) -> None:
        """Answer beside the scan field."""
        self._page.items.tell(tone, words)

    def when_stored(self, act: Callable[[], None]) -> None:
        """Act once everything is stored."""
        self._page.storing.then(act)

    def takes_stock(self) -> bool:
        """Tell whether more can be taken from stock."""
        return self._page.takes_stock()

    def project(self) -> int | None:
        """Return the project chosen."""
        return self._page.project()

    def store(self) -> int | None:
        """Return the store it must come from."""
        return self._page.store()

    def show_skipped(self, offer: PickOffer, key: int, wanted: int = 0) -> None:
        """Show the lot that was passed over for its short life; without a line yet, so many are wanted of it."""
        lot = picklines.skipped_lot(offer)
        if lot is not None and lot.expires_on is not None:
            days = (lot.expires_on - self._page.context.today()).days
            self._page.items.show_skipped(lot.lot, days, lambda: self._use_anyway(key, offer, wanted))

    def _use_anyway(self, key: int, offer: PickOffer, wanted: int) -> None:
        lot = picklines.skipped_lot(offer)
        self._page.items.answer.hide()  # "nothing is free" is answered
        if lot is not None and not key:
            lines, made, _missing = picklines.with_quantity(self.lines, offer, wanted, even_skipped=True)
            self.change_lines(lines, current=made)
            self._page.picker.reset()
        elif lot is not None:
            self.change_lines(picklines.with_lot_first(self.lines, key, lot), current=key)

    # by hand ------------------------------------------------------------------------------------------------
    def _show_picker(self, shown: bool) -> None:
        self._page.picker.setVisible(shown)
        (self._page.picker.item.editor if shown else self._page.items.scan).setFocus()

    def _picked(self, offer: PickOffer, quantity: int) -> None:
        if self.scanning.add(offer, quantity):
            self._page.picker.reset()

    def remove(self, key: int) -> None:
        """Remove a line."""
        if self._page.is_draft():
            self.change_lines(picklines.without(self.lines, key))

    def edit(self, key: int) -> None:
        """Open the quantity or the serials of a line."""
        line = next((line for line in self.lines if line.key == key), None)
        if line is not None:
            self.scanning.edit(line, editable=self._page.is_draft())

    def undo(self) -> None:
        """Take the last change of the lines back."""
        if self._page.is_draft() and self._done:
            self._undone.append(self.lines)
            self._put(self._done.pop())

    def redo(self) -> None:
        """Do it again."""
        if self._page.is_draft() and self._undone:
            self._done.append(self.lines)
            self._put(self._undone.pop())
