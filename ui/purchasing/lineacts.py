"""What is done with ticked lines of a placed order: another project pays, or no more of them is awaited; and one amendment
with what it changed.

Source: domain.md 8 scenario 10; product.md 3 (short-close).
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from inl_logistics.kernel.translation import N_, _, ngettext
from inl_logistics.purchasing.amendments import MoveLinesDraft, cancel_lines, move_lines
from inl_logistics.purchasing.past import AmendmentRow
from inl_logistics.purchasing.queries import OrderLineRow, project_options
from ui.kit.buttons import Button
from ui.kit.combo import Combo, Option
from ui.kit.dialogs import Dialog, ask_text
from ui.kit.fields import DateEdit, Field, LineEdit
from ui.kit.formats import day, number
from ui.kit.formdialog import FormDialog
from ui.kit.tables import Column, KeyedTableModel, ListView
from ui.kit.widget import Label
from ui.purchasing.words import MORE_LABELS, STATES

if TYPE_CHECKING:
    from ui.purchasing.detail import OrderPage

FIELDS = {
    "quantity": N_("Quantity"), "price_micros": N_("Unit price"), "project_id": N_("Project"), "variant_id": N_("Item"),
    "description": N_("Description"), "need_by": N_("Need by"), "vendor_id": N_("Vendor"), "line": N_("Line"),
    "agreement_id": N_("Agreement"), "ordered_on": N_("Ordered on"), "title": N_("Contents"), "remarks": N_("Remarks"),
    "awaited": N_("Awaited"), "state": N_("State"), "currency": N_("Currency"), "rate_micros": N_("Rate"),
    "origin": N_("Country of origin"), "warranty_months": N_("Warranty, months"), "serial_list": N_("Serial list"),
    "min_life_months": N_("Least life left at receipt, months"), "lot_required": N_("Lot and expiry"),
    "vendor_item": N_("Vendor's item no."), "recipient_id": N_("Recipient"), "rate_on": N_("Rate of"),
    "source_number": N_("Vendor's number"), "contract_number": N_("Contract, BPA or task order"),
    "export_authorization": N_("Export authorization"), "amendment": N_("Agreement amendment"),
    "incoterm": N_("Incoterm"), "incoterm_place": N_("Named place"), "fund_cite": N_("Fund cite"),
}  # fmt: skip
_STATES = {
    "draft": "draft",
    "placed": "ordered",
    "short-closed": "short-closed",
    "closed": "closed",
    "canceled": "canceled",
}
CHANGES = (
    Column("line", "#", lambda row: str(row[0]) if row[0] else "—", 36, "numberQuiet"),
    Column("field", N_("What"), lambda row: field_words(row[1]), 130, "strong"),
    Column("before", N_("Before"), lambda row: value_words(row[1], row[2]), 170, "quiet"),
    Column("after", N_("After"), lambda row: value_words(row[1], row[3]), 170, "text", stretch=True),
)


def field_words(name: str) -> str:
    """Return what a field is called on the screen."""
    labels = {**dict(MORE_LABELS), **FIELDS}
    return _(labels[name]) if name in labels else name.replace("_", " ").capitalize()


def value_words(field: str, value: str) -> str:
    """Return a kept value as an officer reads it: prices in units of the currency, days and states in words."""
    if not value:
        return "—"
    if field in ("price_micros", "rate_micros"):
        return f"{Decimal(value).scaleb(-6):,.6f}".rstrip("0").rstrip(".")
    if field in ("serial_list", "lot_required"):
        return _("yes") if value == "True" else _("no")
    if field in ("need_by", "ordered_on", "rate_on"):
        return day(date.fromisoformat(value))
    return _(STATES[_STATES[value]]) if field == "state" and value in _STATES else value


class LineActs(QObject):
    """The acts on lines of one order's page."""

    def __init__(self, page: OrderPage) -> None:
        super().__init__(page)
        self._page = page

    def chosen(self) -> list[OrderLineRow]:
        """Return the ticked lines, else the current one."""
        record = self._page.record
        if record is None:
            return []
        keys = self._page.lines.ticked() or [self._page.table.current_key()]
        return [line for line in record.lines if line.id in keys]

    def move_lines(self) -> None:
        """Ask which project pays for the lines from when on."""
        lines = self.chosen()
        if not lines:
            self._page.context.notices.show_notice(_("Tick the lines first."))
        elif self._page.record is not None and self._page.moving.isVisibleTo(self._page):
            dialog = MoveDialog(self._page, lines)
            dialog.saved.connect(self._moved)
            dialog.open()

    def _moved(self, amendment: int) -> None:
        self._page.lines.clear_ticks()
        self._page.context.notices.show_notice(_("Moved with amendment {n}.").format(n=amendment))
        self._page.refresh()

    def cancel_lines(self) -> None:
        """Ask why no more of the lines is awaited."""
        page, lines = self._page, self.chosen()
        if not lines:
            page.context.notices.show_notice(_("Tick the lines first."))
            return
        if page.record is None or not page.drop.isVisibleTo(page):
            return
        order, ids = page.record.id, tuple(line.id for line in lines)
        left = sum(max(0, line.quantity - line.canceled - line.shipped) for line in lines)

        def done(_amendment: int) -> None:
            page.lines.clear_ticks()
            page.refresh()

        def send(reason: str) -> None:
            page.context.jobs.write(page, cancel_lines, order, ids, reason=reason, done=done, failed=page.failed)

        hint = ngettext("{n} unit is no longer awaited; its money is free again.",
                        "{n} units are no longer awaited; their money is free again.", left)  # fmt: skip
        ask_text(page, _("Cancel these lines?"), _("Reason"), _("Cancel lines"), send, hint=hint.format(n=number(left)),
                 safe=_("Keep lines"))  # fmt: skip


class MoveDialog(FormDialog):
    """Another project pays for lines from a day on; what it means is said before."""

    def __init__(self, page: OrderPage, lines: list[OrderLineRow]) -> None:
        count = len(lines)
        title = ngettext("Move {n} line to another project", "Move {n} lines to another project", count).format(n=count)
        super().__init__(page.context, page, title, verb=_("Move"), width=480)
        self._order, self._ids = page.record.id if page.record else 0, tuple(line.id for line in lines)
        self.body.addWidget(
            Label(_("What was ordered, received and handed over of them belongs to the new project from that day on; the "
                    "balance of earlier days stays as it was."), role="secondary", token="text2", wrap=True)
        )  # fmt: skip
        self.project = self.add("project_id", Field(Combo(), required=True), _("Project"))
        self.moved_on = self.field("moved_on", Field(DateEdit(today=page.context.today), required=True), _("From"))
        self.moved_on.editor.set_day(page.context.today())
        self.reason = self.field("reason", Field(LineEdit(), required=True), _("Reason"))
        self.beside(self.moved_on, self.reason)
        page.context.jobs.read(self, project_options, None, done=self._options)

    def _options(self, found: list[tuple[int, str]]) -> None:
        self.project.editor.set_options([Option(*one) for one in found])

    def send(self) -> None:
        """Move them."""
        project: Any = self.project.editor.value()
        day = self.moved_on.editor.day() or self.context.today()
        self.write(move_lines, MoveLinesDraft(self._order, self._ids, project, day, self.reason.editor.text()))


class AmendmentDialog(Dialog):
    """What one amendment changed."""

    def __init__(self, page: OrderPage, amendment: AmendmentRow) -> None:
        super().__init__(page, _("Amendment {n}").format(n=amendment.number), width=620)
        self.body.addWidget(
            Label(
                " · ".join((day(amendment.amended_on), amendment.by, amendment.reason)),
                role="secondary",
                token="text2",
                wrap=True,
            )
        )
        self.model = KeyedTableModel(CHANGES, parent=self)
        self.model.set_rows(amendment.changes, keys=list(range(len(amendment.changes))))
        table = ListView(self.model)
        table.setMinimumHeight(220)
        self.body.addWidget(table, 1)
        close = Button(_("Close"), key="Esc")
        close.clicked.connect(self.reject)
        self._page, self._number = page, amendment.number
        self.print = Button(_("Print this version"), icon="printer")
        self.print.clicked.connect(self._print)
        self.set_buttons(self.print, close)

    def _print(self) -> None:
        self.dismiss()
        self._page.print_version(self._number)
