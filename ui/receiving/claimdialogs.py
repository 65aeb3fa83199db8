"""Dialogs of a discrepancy report: claim, a step that was taken, how lines ended."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from inl_logistics.kernel.translation import N_, _, ngettext
from inl_logistics.kernel.values import Money
from inl_logistics.receiving import claims
from inl_logistics.receiving.claims import ClaimDraft, ClaimNoteDraft, SettleDraft
from inl_logistics.receiving.documents import Cause, Resolution
from inl_logistics.receiving.followup import DiscrepancyLineRow
from inl_logistics.receiving.records import AddresseeRole
from ui.kit import theme
from ui.kit.combo import Combo, Option
from ui.kit.fields import DateEdit, Field, LineEdit, NumberEdit, TextArea
from ui.kit.formats import money, number
from ui.kit.formdialog import FormDialog
from ui.kit.navigation import PageContext
from ui.kit.tables import Column, KeyedTableModel, ListView
from ui.kit.widget import Label
from ui.receiving import claimwords as words

PREVIEW = (
    Column("item", N_("Item"), lambda line: line.item or "—", 150, "strong", stretch=True),
    Column("kind", N_("What"), lambda line: _(words.KINDS.get(line.kind, line.kind)), 80, "text"),
    Column("quantity", N_("Units"), lambda line: number(line.quantity), 56, "number"),
    Column("now", N_("Claim from"), lambda line: line.addressee or "—", 140, "quiet"),
)


def _about(lines: Sequence[DiscrepancyLineRow]) -> Label:
    value = Money(sum(line.value_minor for line in lines if line.kind in ("short", "damaged")))
    said = ngettext("{n} line, loss {value}", "{n} lines, loss {value}", len(lines))
    return Label(said.format(n=number(len(lines)), value=money(value)), role="body", token="text2", wrap=True)


class ClaimDialog(FormDialog):
    """From whom the lines are claimed, until when, and since when."""

    def __init__(self, context: PageContext, over: QWidget, lines: Sequence[DiscrepancyLineRow]) -> None:
        super().__init__(context, over, _("Claim"), verb=_("Save claim"), width=520)
        self._lines, first = tuple(lines), lines[0]
        self.body.addWidget(_about(lines))
        if len({line.addressee for line in lines}) > 1 or len(lines) > 1:
            self.preview = KeyedTableModel(PREVIEW, parent=self)
            table = ListView(self.preview, density="compact")
            table.setFixedHeight(theme.px(28 * min(len(lines), 5) + 34))
            self.preview.set_rows(self._lines, keys=[line.id for line in self._lines])
            self.body.addWidget(table)
        self.addressee = self.field("addressee", Field(LineEdit(), required=True), _("Claim from"))
        self.role = self.field("role", Field(Combo(editable=False)), _("Who that is"))
        self.cause = self.field("cause", Field(Combo(editable=False)), _("Cause"))
        self.reference = self.field("reference", Field(LineEdit()), _("Their reference"))
        self.claim_by = self.field("claim_by", Field(DateEdit(today=context.today)), _("Claim by"))
        self.claimed_on = self.field("on", Field(DateEdit(today=context.today)), _("Claimed on"),
                                     hint=_("Empty while it is not sent yet."))  # fmt: skip
        self.beside(self.addressee, self.role)
        self.beside(self.cause, self.reference)
        self.beside(self.claim_by, self.claimed_on)
        self.role.editor.set_options([Option(one.value, _(text)) for one, text in words.ROLES.items()])
        self.cause.editor.set_options([Option(one.value, _(text)) for one, text in words.CAUSES.items()])
        self.addressee.editor.setText(first.addressee)
        self.role.editor.set_value(first.role)
        self.cause.editor.set_value(first.cause)
        self.reference.editor.setText(first.reference)
        self.claim_by.editor.set_day(first.claim_by)
        self.claimed_on.editor.set_day(first.claimed_on or context.today())

    def send(self) -> None:
        """Keep it."""
        draft = ClaimDraft(
            tuple(line.id for line in self._lines), self.addressee.editor.text(),
            AddresseeRole(str(self.role.editor.value())), Cause(str(self.cause.editor.value())),
            self.claim_by.editor.day(), self.claimed_on.editor.day(), self.reference.editor.text(),
        )  # fmt: skip
        self.write(claims.claim, draft)


class StepDialog(FormDialog):
    """What happened with a report: a letter, a call, an answer."""

    def __init__(self, context: PageContext, over: QWidget, receiving_id: int) -> None:
        super().__init__(context, over, _("What happened"), verb=_("Write down"))
        self._receiving_id = receiving_id
        self.day = self.add("on", Field(DateEdit(today=context.today), required=True), _("Day"))
        self.day.editor.set_day(context.today())
        self.what = self.add("what", Field(LineEdit(), required=True), _("What"))
        self.said = self.add("note", Field(TextArea(lines=3)), _("Note"))

    def open(self) -> None:
        """Start with what happened."""
        super().open()
        self.what.editor.setFocus()

    def send(self) -> None:
        """Keep it."""
        day = self.day.editor.day()
        if day is not None:
            draft = ClaimNoteDraft(self._receiving_id, day, self.what.editor.text(), self.said.editor.text())
            self.write(claims.note_claim, draft)


class SettleDialog(FormDialog):
    """How lines ended, and what was made good."""

    def __init__(self, context: PageContext, over: QWidget, lines: Sequence[DiscrepancyLineRow]) -> None:
        super().__init__(context, over, _("Close lines"), verb=_("Close"), width=480)
        self._lines = tuple(lines)
        self.body.addWidget(_about(lines))
        self.how = self.field("resolution", Field(Combo(editable=False), required=True), _("How it ended"))
        self.day = self.field("resolved_on", Field(DateEdit(today=context.today), required=True), _("Day"))
        self.amount = self.add_amount()
        self.said = self.field("note", Field(TextArea(lines=2)), _("Reason or note"))
        self.how.editor.set_options([Option(one.value, _(text)) for one, text in words.RESOLUTIONS.items()])
        self.day.editor.set_day(context.today())
        self.beside(self.how, self.day)
        self.body.addWidget(self.amount)
        self.body.addWidget(self.said)

    def add_amount(self) -> Field[NumberEdit]:
        """Return the field for what was made good."""
        return self.field("settled", Field(NumberEdit(decimals=2)), _("Credited or replaced, USD"))

    def sample(self, _name: str) -> str:
        """An amount has cents."""
        return "1,250.00"

    def send(self) -> None:
        """Keep it."""
        day, value = self.day.editor.day(), self.amount.editor.value()
        if day is None:
            return
        draft = SettleDraft(
            tuple(line.id for line in self._lines), Resolution(str(self.how.editor.value())), day,
            None if value is None else round(value * 100), self.said.editor.text(),
        )  # fmt: skip
        self.write(claims.settle, draft)
