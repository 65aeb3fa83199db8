"""What a scan or a pick does to the lines of the composer, and what the answer beside the field says."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Protocol

from PySide6.QtWidgets import QWidget

from inl_logistics.inventory import picking
from inl_logistics.inventory.picking import PickOffer, UnitPick
from inl_logistics.inventory.scanning import Scanned, scanned
from inl_logistics.kernel.problems import LogisticsError
from inl_logistics.kernel.sentences import sentence
from inl_logistics.kernel.translation import _, ngettext
from inl_logistics.labels import codes
from ui.kit import formats, paint, picklines
from ui.kit.buttons import Button
from ui.kit.dialogs import Dialog
from ui.kit.navigation import PageContext
from ui.kit.picklines import Line
from ui.kit.pickpanel import QuantityDialog, SerialsDialog
from ui.kit.tokens import ToneName


class Composer(Protocol):
    """What scanning needs of the page."""

    lines: tuple[Line, ...]

    def change_lines(self, lines: Sequence[Line], *, current: int | None = None) -> None:
        """Take over other lines and store them."""

    def say(self, tone: ToneName, words: str) -> None:
        """Answer beside the scan field."""

    def when_stored(self, act: Callable[[], None]) -> None:
        """Act once everything is stored, so that what is free is known."""

    def takes_stock(self) -> bool:
        """Tell whether more can be taken from stock."""

    def project(self) -> int | None:
        """Return the project chosen."""

    def store(self) -> int | None:
        """Return the store it must come from, or None for any."""

    def show_skipped(self, offer: PickOffer, key: int, wanted: int = 0) -> None:
        """Show the lot that was passed over; without a line yet, so many are wanted of it."""


class Scanning:
    """Turns scans, picks and quantities into lines."""

    def __init__(self, page: QWidget, composer: Composer, context: PageContext) -> None:
        self._page, self._composer, self._context = page, composer, context

    # scans --------------------------------------------------------------------------------------------------
    def scan(self, text: str) -> None:
        """Ask what a scanned text is in stock."""
        typed = codes.read(text).text

        def ask() -> None:
            self._context.jobs.read(
                self._page, scanned, text, done=partial(self._found, typed), failed=self._refused
            )  # fmt: skip

        self._composer.when_stored(ask)

    def _refused(self, error: BaseException) -> None:
        if isinstance(error, LogisticsError):
            self._composer.say("bad", sentence(error))
        else:
            self._context.jobs.unhandled(error)

    def _found(self, typed: str, found: Sequence[Scanned]) -> None:
        if not found:
            self._composer.say("bad", _("{text} is not known here.").format(text=paint.isolated(typed)))
            return
        usable = [one for one in found if one.kind == "item" or self._stops(one) == ""]
        if len(usable) > 1:
            _WhichDialog(self._page, typed, usable, self._take).open()
        elif usable:
            self._take(usable[0])
        else:
            self._composer.say("warn" if self._on_line(found[0]) else "bad", self._stops(found[0]))

    def _on_line(self, one: Scanned) -> int:
        return picklines.line_with_unit(self._composer.lines, one.unit_id or 0)

    def _stops(self, one: Scanned) -> str:
        """Say why a unit cannot be handed over, or nothing."""
        serial = paint.isolated(one.serial)
        if line := self._on_line(one):
            return _("{serial} is on line {line} already.").format(serial=serial, line=line)
        if not one.in_store:
            return _("{serial} is not in our stores: {place}.").format(serial=serial, place=one.location)
        store = self._composer.store()
        if store is not None and one.store_id != store:
            return _("{serial} is in another store: {place}.").format(serial=serial, place=one.location)
        if one.reserved_by == "draft":
            return _("{serial} is reserved by another draft.").format(serial=serial)
        if one.reserved_by:
            return _("{serial} is reserved by {number}.").format(serial=serial, number=paint.isolated(one.reserved_by))
        if one.status != "available":
            return _("{serial} is in quarantine at {place}.").format(serial=serial, place=one.location)
        return ""

    def _take(self, one: Scanned) -> None:
        if one.kind == "unit" and one.unit_id is not None:
            self._context.jobs.read(self._page, picking.unit_picks, [one.unit_id], done=self._take_units)
        else:
            self._offer(one.variant_id, partial(self._take_one, one))

    def _take_units(self, units: Sequence[UnitPick]) -> None:
        for unit in units:
            # The same serial may have been scanned again while the first scan was being looked up.
            if picklines.line_with_unit(self._composer.lines, unit.unit_id):
                continue
            lines, key = picklines.with_unit(self._composer.lines, unit)
            self._composer.change_lines(lines, current=key)
            number = next(n for n, line in enumerate(lines, 1) if line.key == key)
            line = lines[number - 1]
            serial = paint.isolated(unit.serial)
            if line.asked:
                words = _("{serial} added, {n} of {asked} requested").format(
                    serial=serial, n=line.quantity, asked=line.asked
                )
            else:
                words = _("{serial} added, {n} on line {line}").format(serial=serial, n=line.quantity, line=number)
            self._composer.say("ok", words)

    def _take_one(self, one: Scanned, offer: PickOffer) -> None:
        if offer.tracking == "serial":
            self._composer.say("warn", _("{item} has serials: scan them, or pick from stock.").format(item=one.item))
            return
        self.add(picklines.of_lot(offer, one.lot), one.quantity)

    # picks --------------------------------------------------------------------------------------------------
    def _offer(self, variant_id: int, done: Callable[[PickOffer], None]) -> None:
        def answered(offer: PickOffer | None) -> None:
            if offer is not None:
                done(offer)

        def ask() -> None:
            project, store = self._composer.project(), self._composer.store()
            self._context.jobs.read(self._page, picking.offer, variant_id, today=self._context.today(),
                                    project_id=project, store_id=store, done=answered)  # fmt: skip

        self._composer.when_stored(ask)

    def offer(self, variant_id: int, done: Callable[[PickOffer], None]) -> None:
        """Ask what is free of an item, for the pick panel."""
        self._offer(variant_id, done)

    def add(self, offer: PickOffer, quantity: int, *, new_line: bool = False) -> bool:
        """Add a quantity by first expiry; say what is missing."""
        lines, key, missing = picklines.with_quantity(self._composer.lines, offer, quantity, new_line=new_line)
        if not key:
            self._composer.say("bad", _("Nothing of {item} is free.").format(item=offer.item))
            self._composer.show_skipped(offer, 0, quantity)  # all there is may be a lot with too little life left
            return False
        self._composer.change_lines(lines, current=key)
        if missing:
            words = ngettext(
                "{item}: only {n} is free, {missing} are missing.", "{item}: only {n} are free, {missing} are missing.",
                quantity - missing,
            )  # fmt: skip
            self._composer.say("warn", words.format(item=offer.item, n=quantity - missing, missing=missing))
        else:
            self._composer.say("ok", _("{n} × {item} added").format(n=formats.number(quantity), item=offer.item))
        self._composer.show_skipped(offer, key)
        return True

    def duplicate(self, line: Line) -> None:
        """Add another line of the same item and quantity, from what is still free."""
        if not self._composer.takes_stock():
            return

        def add(offer: PickOffer) -> None:
            self.add(offer, line.quantity, new_line=True)

        self._offer(line.variant_id, add)

    # editing a line -----------------------------------------------------------------------------------------
    def edit(self, line: Line, *, editable: bool) -> None:
        """Open the serials of a line, or its quantity."""
        if editable and not self._composer.takes_stock():
            self._edit_back(line)
        elif line.is_serial:
            if editable:
                self._offer(line.variant_id, partial(self._edit_serials, line))
            else:
                SerialsDialog(self._page, line, (), editable=False, done=lambda _serials: None).open()
        elif editable:
            self._offer(line.variant_id, partial(self._edit_quantity, line))

    def _edit_back(self, line: Line) -> None:
        """Goods that come back: less of the line can be said, never more."""
        offer = PickOffer(line.variant_id, line.item, line.code, line.tracking, line.unit, (), ())
        if line.is_serial:
            self._edit_serials(line, offer)
        else:
            self._edit_quantity(line, offer)

    def _edit_quantity(self, line: Line, offer: PickOffer) -> None:
        most = line.quantity + offer.free
        hint = _("{n} can be taken.").format(n=formats.number(most))
        QuantityDialog(
            self._page, line.item, line.quantity, hint, partial(self._set_quantity, line, offer), most=most
        ).open()

    def _set_quantity(self, line: Line, offer: PickOffer, wanted: int) -> None:
        if wanted < line.quantity:
            self._composer.change_lines(picklines.with_less(self._composer.lines, line.key, wanted), current=line.key)
        elif wanted > line.quantity:
            self._grow(line, offer, wanted - line.quantity)

    def _grow(self, line: Line, offer: PickOffer, more: int) -> None:
        picks = picklines.first_expiry(offer, more)
        got = sum(pick.quantity for pick in picks)
        grown = picklines.with_picks(self._composer.lines, line.key, picklines.merged((*line.picks, *picks)))
        self._composer.change_lines(grown, current=line.key)
        if got < more:
            self._composer.say("warn", _("{item}: {n} more are not free.").format(item=line.item, n=more - got))

    def _edit_serials(self, line: Line, offer: PickOffer) -> None:
        free = [unit.serial for unit in offer.units]
        SerialsDialog(self._page, line, free, editable=True, done=partial(self._set_serials, line, offer)).open()

    def _set_serials(self, line: Line, offer: PickOffer, serials: Sequence[str]) -> None:
        wanted = set(serials)
        kept = [pick for pick in line.picks if pick.serial in wanted]
        have = {pick.serial for pick in kept}
        fresh = [picklines.picked_unit(u) for u in offer.units if u.serial in wanted and u.serial not in have]
        lines = picklines.with_picks(self._composer.lines, line.key, (*kept, *fresh))
        self._composer.change_lines(lines, current=line.key)


class _WhichDialog(Dialog):
    """Asks which of several things a scan means."""

    def __init__(self, over: QWidget, typed: str, found: Sequence[Scanned], done: Callable[[Scanned], None]) -> None:
        super().__init__(over, _("Which one is {text}?").format(text=paint.isolated(typed)), width=420)
        for one in found:
            words = " · ".join(filter(None, (one.item, one.lot, one.location)))
            choice = Button(words or formats.DASH)
            choice.clicked.connect(partial(self._chosen, done, one))
            self.body.addWidget(choice)
        cancel = Button(_("Cancel"), key="Esc")
        cancel.clicked.connect(self.reject)
        self.set_buttons(cancel)

    def _chosen(self, done: Callable[[Scanned], None], one: Scanned) -> None:
        self.dismiss()
        done(one)
