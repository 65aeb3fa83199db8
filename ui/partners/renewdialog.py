"""Renews the vetting of several units in one act, with what happens to each. Source: product.md 3 (bulk with preview)."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from inl_logistics.kernel.translation import N_, _, ngettext
from inl_logistics.partners.calendar import CalendarRow, RenewDraft, renew_vettings
from inl_logistics.partners.records import VettingResult
from ui.kit.combo import Combo, Option
from ui.kit.fields import DateEdit, Field, LineEdit
from ui.kit.formats import day, number
from ui.kit.formdialog import FormDialog
from ui.kit.navigation import PageContext
from ui.kit.tables import Column, KeyedTableModel, ListView
from ui.partners.dialogs import year_later
from ui.partners.words import RESULTS


class RenewDialog(FormDialog):
    """The same result, days and case number for all of them."""

    def __init__(self, context: PageContext, over: QWidget, rows: Sequence[CalendarRow]) -> None:
        count = len(rows)
        title = ngettext("Renew the vetting of {n} unit", "Renew the vetting of {n} units", count)
        super().__init__(context, over, title.format(n=number(count)), verb=_("Record vetting"), width=720)
        self.rows = tuple(rows)
        self.result = self.field("result", Field(Combo(editable=False), required=True), _("Result"))
        self.result.editor.set_options([Option(key, _(RESULTS[key])) for key in ("cleared", "requested")])
        self.result.editor.set_value("cleared")
        self.case = self.field("case_number", Field(LineEdit(mono=True)), _("Case number"))
        self.beside(self.result, self.case)
        self.requested = self.field("requested_on", Field(DateEdit(today=context.today)), _("Requested on"))
        self.start = self.field("valid_from", Field(DateEdit(today=context.today)), _("Valid from"))
        self.end = self.field("valid_to", Field(DateEdit(today=context.today)), _("Valid to"))
        self.beside(self.requested, self.start, self.end)
        self.remark = self.add("note", Field(LineEdit()), _("Note"))
        self.start.editor.set_day(context.today())
        self.end.editor.set_day(year_later(context.today(), 12))
        columns = (
            Column("name", N_("Unit"), lambda r: r.name, 170, "strong", sub=lambda r: r.agency or "—"),
            Column("commander", N_("Commander"), lambda r: r.commander or "—", 130),
            Column("becomes", N_("What happens"), self.becomes, 280, stretch=True),
        )
        self.model = KeyedTableModel(columns, parent=self)
        self.table = ListView(self.model, density="two-line")
        self.table.setAccessibleName(_("What happens"))
        self.table.setMinimumHeight(210)
        self.body.addWidget(self.table, 1)
        self.result.editor.chosen.connect(lambda _value: self.again())
        for field in (self.start, self.end):
            field.editor.textChanged.connect(lambda _text: self.again())
        self.again()

    def draft(self) -> RenewDraft:
        """Return what is recorded; a request has no days yet."""
        result = VettingResult(str(self.result.editor.value()))
        cleared = result is VettingResult.CLEARED
        return RenewDraft(
            tuple(one.key for one in self.rows), result, self.start.editor.day() if cleared else None,
            self.end.editor.day() if cleared else None, self.case.editor.text(),
            self.requested.editor.day() or (None if cleared else self.context.today()), self.remark.editor.text(),
        )  # fmt: skip

    def again(self) -> None:
        """Show anew what happens to each."""
        cleared = self.result.editor.value() == "cleared"
        for field in (self.start, self.end):
            field.setEnabled(cleared)
        self.model.set_rows(self.rows, keys=[one.key for one in self.rows])

    def becomes(self, row: CalendarRow) -> str:
        """Say what happens to one unit."""
        if row.result == "denied" and self.result.editor.value() == "cleared":
            return _("Denied: decided on its own page")
        if self.result.editor.value() == "requested":
            return _("Requested; not vetted until it is cleared")
        end = self.end.editor.day()
        old = day(row.valid_to) if row.valid_to and row.result == "cleared" else _("not vetted")
        return f"{old} → {day(end)}" if end else old

    def send(self) -> None:
        """Record them, all or none."""
        self.write(renew_vettings, self.draft())
