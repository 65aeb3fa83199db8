"""What makes a figure of the balance: the orders, receipts and handovers behind it, or the amendments behind a ceiling.

Source: product.md 3 (click any number to see the movements that make it).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from inl_logistics.agreements.balances import Event
from inl_logistics.agreements.documents import PaperAmendment
from inl_logistics.kernel.translation import N_, _
from inl_logistics.kernel.values import Money
from inl_logistics.register.numbers import screen_number
from ui.kit.buttons import Button
from ui.kit.dialogs import Dialog
from ui.kit.formats import day, money, number
from ui.kit.navigation import Route
from ui.kit.tables import Column, KeyedTableModel, ListView
from ui.kit.widget import Label

if TYPE_CHECKING:
    from ui.agreements.detail import AgreementPage

REASONS = {
    "placed": N_("Placed"), "imported": N_("Imported"), "amended": N_("Amended"), "moved": N_("Moved"),
    "canceled": N_("Canceled"), "short-closed": N_("Short-closed"), "import undone": N_("Import undone"),
}  # fmt: skip


def _how(row: Event) -> str:
    return screen_number(row.document) if row.document else _(REASONS.get(row.reason, row.reason))


EVENTS: tuple[Column, ...] = (
    Column("on", N_("On"), lambda row: day(row.on), 96, "date"),
    Column("order", N_("Order"), lambda row: screen_number(row.order), 112, "link"),
    Column("line", "#", lambda row: str(row.line_no) if row.line_no else "—", 34, "numberQuiet"),
    Column("item", N_("Item"), lambda row: row.item, 200, "strong", stretch=True, sub=lambda row: row.project),
    Column("how", N_("By"), _how, 112, "text"),
    Column("quantity", N_("Units"), lambda row: number(row.quantity), 64, "number"),
    Column("amount", N_("Amount"), lambda row: money(Money(row.amount_minor)), 112, "money",
           tone=lambda row: "bad" if row.amount_minor < 0 else None),
)  # fmt: skip
CEILING: tuple[Column, ...] = (
    Column("number", N_("Amendment"), lambda row: _amendment(row[0]), 140, "strong"),
    Column("on", N_("Signed on"), lambda row: day(row[0].signed_on), 100, "date"),
    Column("note", N_("Note"), lambda row: row[0].note or "—", 200, "text", stretch=True),
    Column("amount", N_("Adds"), lambda row: money(Money(row[1])), 120, "money"),
)


def _amendment(one: PaperAmendment) -> str:
    return _("As first signed") if one.number == 0 else _("Amendment {n}").format(n=one.number)


class FigureDialog(Dialog):
    """The rows behind one figure, and their sum."""

    def __init__(
        self, page: AgreementPage, title: str, columns: Sequence[Column], rows: Sequence[Any], total: int
    ) -> None:
        super().__init__(page, title, width=820)
        self._page, self.rows = page, tuple(rows)
        as_of = page.record.as_of if page.record is not None else None
        self.body.addWidget(Label(_("As of {day}").format(day=day(as_of)), role="secondary", token="text2"))
        self.model = KeyedTableModel(tuple(columns), parent=self)
        self.model.set_rows(self.rows, keys=list(range(len(self.rows))))
        self.table = ListView(self.model, density="two-line")
        self.table.setAccessibleName(title)
        self.table.setMinimumHeight(300)
        self.table.opened.connect(self._open)
        self.table.cell_clicked.connect(lambda key, name: self._open(key) if name == "order" else None)
        self.body.addWidget(self.table, 1)
        self.note.setText(_("Together {amount}").format(amount=money(Money(total))))
        close = Button(_("Close"), key="Esc")
        close.clicked.connect(self.reject)
        self.set_buttons(close)

    def _open(self, key: Any) -> None:
        row = self.rows[key]
        if isinstance(row, Event):
            self.dismiss()
            self._page.context.navigator.open(Route("order", row.order_id))


def events_dialog(page: AgreementPage, title: str, found: Sequence[Event]) -> FigureDialog:
    """List what was ordered, accepted or handed over."""
    return FigureDialog(page, title, EVENTS, found, sum(one.amount_minor for one in found))


def ceiling_dialog(page: AgreementPage, title: str, code: str) -> FigureDialog:
    """List the amendments that give a project its ceiling."""
    amendments = page.record.amendments if page.record is not None else ()
    rows = [(one, value) for one in amendments for name, value in one.amounts if name == code]
    return FigureDialog(page, title, CEILING, rows, sum(value for _one, value in rows))
