"""Lines of a shipment: what is known of one, and choosing some from the orders that still await goods."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal

from PySide6.QtWidgets import QWidget

from inl_logistics.kernel.translation import N_, _, ngettext
from inl_logistics.register.numbers import screen_number
from inl_logistics.shipments.drafts import PackedSerial, ShipmentDraft, ShipmentLineDraft
from inl_logistics.shipments.open_lines import OpenLine, open_lines
from ui.kit.buttons import Button
from ui.kit.dialogs import Dialog
from ui.kit.fields import DateEdit, Field, LineEdit, NumberEdit, TextArea
from ui.kit.formats import day, number
from ui.kit.formdialog import FormDialog
from ui.kit.navigation import PageContext
from ui.kit.tables import Column, KeyedTableModel, ListView
from ui.kit.widget import Label

Drafted = Callable[[ShipmentDraft], None]
OPEN = (
    Column("order", N_("Order"), lambda line: screen_number(line.order) or line.order, 100, "strong"),
    Column("line", "#", lambda line: str(line.line_no), 34, "numberQuiet"),
    Column("item", N_("Item"), lambda line: line.item, 200, "text", stretch=True),
    Column("vendor", N_("Vendor"), lambda line: line.vendor or "—", 140, "quiet"),
    Column("need", N_("Need by"), lambda line: day(line.need_by), 96, "date"),
    Column("ordered", N_("Ordered"), lambda line: number(line.ordered), 72, "numberQuiet"),
    Column("left", N_("Still open"), lambda line: number(line.left), 84, "numberStrong"),
)


class LineDialog(FormDialog):
    """One line: quantity, customs code, origin, lot, dates, price, and the serials its packing list names."""

    def __init__(
        self, context: PageContext, over: QWidget, draft: ShipmentDraft, at: int, item: str, done: Drafted
    ) -> None:
        super().__init__(context, over, item, verb=_("Save line"), width=500)
        self._draft, self._at, self._finish = draft, at, done
        line = draft.lines[at]
        self.quantity = self.field("quantity", Field(NumberEdit(), required=True), _("Units shipped"))
        self.price = self.field(
            "price", Field(NumberEdit(decimals=6)), _("Unit price, {currency}").format(currency=draft.currency)
        )
        self.beside(self.quantity, self.price)
        self.hs = self.field("hs", Field(LineEdit()), _("HS code"), hint=_("Empty: as in the catalog."))
        self.origin = self.field("origin", Field(LineEdit()), _("Country of origin"))
        self.beside(self.hs, self.origin)
        self.lot = self.field("lot", Field(LineEdit()), _("Lot"))
        self.made = self.field("made", Field(DateEdit(today=context.today)), _("Made on"))
        self.expires = self.field("expires", Field(DateEdit(today=context.today)), _("Expires on"))
        self.beside(self.lot, self.made, self.expires)
        self.serials = self.add("serials", Field(TextArea(lines=4)), _("Serials of the packing list"),
                                hint=_("One below the other; they keep the carton they lie in."))  # fmt: skip
        self.quantity.editor.set_value(line.quantity)
        self.price.editor.set_value(Decimal(line.price_micros) / 1_000_000 if line.price_micros else None)
        for field, text in ((self.hs, line.hs), (self.origin, line.origin), (self.lot, line.lot)):
            field.editor.setText(text)
        self.made.editor.set_day(line.made_on)
        self.expires.editor.set_day(line.expires_on)
        self.serials.editor.setText("\n".join(one.serial for one in line.serials))

    def send(self) -> None:
        """Hand the shipment with the changed line back."""
        line = self._draft.lines[self._at]
        price = self.price.editor.value()
        known = {one.serial: one for one in line.serials}
        named = dict.fromkeys(one.strip() for one in self.serials.editor.text().split("\n") if one.strip())
        changed = replace(
            line, quantity=self.quantity.editor.integer() or 0, price_micros=int(price * 1_000_000) if price else 0,
            hs=self.hs.editor.text(), origin=self.origin.editor.text(), lot=self.lot.editor.text(),
            made_on=self.made.editor.day(), expires_on=self.expires.editor.day(),
            serials=tuple(known.get(one, PackedSerial(one)) for one in named),
        )  # fmt: skip
        lines = (*self._draft.lines[: self._at], changed, *self._draft.lines[self._at + 1 :])
        self.dismiss()
        self._finish(replace(self._draft, lines=lines))


class OrderLinesDialog(Dialog):
    """Ticks order lines, of one order or several, that come with this shipment; what is still open of each is taken."""

    def __init__(self, context: PageContext, over: QWidget, draft: ShipmentDraft, done: Drafted) -> None:
        super().__init__(over, _("Lines from orders"), width=860)
        self._context, self._draft, self._done = context, draft, done
        self._lines: list[OpenLine] = []
        self.model = KeyedTableModel(OPEN, tickable=True, parent=self)
        self.table = ListView(self.model)
        self.table.setMinimumHeight(280)
        self.said = Label(role="secondary", token="text2", wrap=True)
        self.body.addWidget(self.said)
        self.body.addWidget(self.table, 1)
        cancel, self.save = Button(_("Cancel"), key="Esc"), Button(_("Add lines"), kind="primary", key="Ctrl S")
        cancel.clicked.connect(self.reject)
        self.save.clicked.connect(self._add)
        self.set_buttons(cancel, self.save)
        self.table.opened.connect(self._toggle)
        self.model.ticks_changed.connect(self._ticked)
        context.jobs.read(self, open_lines, done=self._show)

    def _show(self, found: Sequence[OpenLine]) -> None:
        """List the shipment's own vendor first; goods of one shipment seldom come from two."""
        own = self._draft.vendor_id
        self._lines = sorted(found, key=lambda line: own is not None and line.vendor_id != own)
        self.model.set_rows(self._lines, keys=[line.id for line in self._lines])
        self.said.setText(
            _("Space ticks a line. It is added with all that is still open; change the units on the line afterwards.")
            if found else _("No placed order awaits anything that is not shipped yet.")
        )  # fmt: skip
        self._ticked()
        self.table.setFocus()

    def _toggle(self, key: object) -> None:
        self.model.set_ticked([key], not self.model.is_ticked(key))

    def chosen(self) -> list[OpenLine]:
        """Return the ticked lines."""
        keys = set(self.model.ticked())
        return [line for line in self._lines if line.id in keys]

    def _ticked(self) -> None:
        lines = self.chosen()
        self.save.set_reason("" if lines else _("Tick at least one line"))
        units = number(sum(line.left for line in lines))
        orders = len({line.order_id for line in lines})
        words = ngettext("{units} units of {n} order", "{units} units of {n} orders", orders)
        self.note.setText(words.format(units=units, n=orders) if lines else "")

    def _add(self) -> None:
        lines = self.chosen()
        if not lines:
            return
        # An empty shipment takes the currency of its first order; the price of another order follows by its rate.
        currency = self._draft.currency if self._draft.lines else lines[0].currency
        added = tuple(
            ShipmentLineDraft(
                line.variant_id, line.left, line.id,
                price_micros=line.price_micros if line.currency == currency else 0,
            )
            for line in lines
        )  # fmt: skip
        vendor = self._draft.vendor_id if self._draft.vendor_id is not None else lines[0].vendor_id
        title = self._draft.title or lines[0].item
        self.dismiss()
        self._done(
            replace(self._draft, lines=(*self._draft.lines, *added), vendor_id=vendor, title=title, currency=currency)
        )
