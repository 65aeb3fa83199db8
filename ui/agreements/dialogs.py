"""The dialogs of an agreement: itself, an amendment, a clause. Source: ui.md 11."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from PySide6.QtWidgets import QWidget

from inl_logistics.agreements.amending import (
    AmendmentDraft,
    ClauseDraft,
    ProjectAmount,
    amend_agreement,
    save_clause,
)
from inl_logistics.agreements.commands import AgreementDraft, save_agreement
from inl_logistics.agreements.queries import AgreementDetail, ClauseRow, clause_versions, ministry_options
from inl_logistics.agreements.records import ClauseKind
from inl_logistics.kernel.translation import _
from ui.agreements.columns import dollars
from ui.agreements.words import CLAUSES
from ui.kit.combo import Combo, Option
from ui.kit.fields import DateEdit, Field, LineEdit, NumberEdit, TextArea
from ui.kit.formats import day
from ui.kit.formdialog import FormDialog
from ui.kit.navigation import PageContext
from ui.kit.widget import Label

_MOST_VERSIONS = 4  # wordings that a dialog has room for


def cents(field: Field[NumberEdit]) -> int | None:
    value = field.editor.value()
    return None if value is None else int((value * 100).to_integral_value())


class AgreementDialog(FormDialog):
    """A letter of agreement as first signed."""

    def __init__(self, context: PageContext, over: QWidget, record: AgreementDetail | None) -> None:
        title = _("Change {name}").format(name=record.row.number) if record else _("New agreement")
        super().__init__(context, over, title, verb=_("Save agreement"), width=560)
        self._record = record
        self.number = self.field("number", Field(LineEdit(), required=True), _("Agreement number"))
        self.ministry = self.field("partner_id", Field(Combo()), _("Signed for the host by"))
        self.beside(self.number, self.ministry)
        self.called = self.add("title", Field(LineEdit()), _("Title"))
        self.signer = self.field("host_signer", Field(LineEdit()), _("Name of the host's signer"))
        self.signed = self.field("signed_on", Field(DateEdit(today=context.today)), _("Signed on"))
        self.expires = self.field("expires_on", Field(DateEdit(today=context.today)), _("Expires on"))
        self.beside(self.signer, self.signed, self.expires)
        self.remarks = self.add("remarks", Field(TextArea(lines=2)), _("Remarks"))
        if record is not None:
            row = record.row
            self.number.editor.setText(row.number)
            self.number.setEnabled(False)
            self.called.editor.setText(row.title)
            self.signer.editor.setText(record.host_signer)
            self.signed.editor.set_day(row.signed_on)
            first = next((one for one in record.amendments if one.number == 0), None)
            self.expires.editor.set_day(first.expires_on if first else row.expires_on)
            self.remarks.editor.setText(record.remarks)
        context.jobs.read(self, ministry_options, done=self._ministries)

    def _ministries(self, found: list[tuple[int, str]]) -> None:
        self.ministry.editor.set_options([Option(*one) for one in found])
        self.ministry.editor.set_value(self._record.partner_id if self._record else None)

    def problems(self) -> Mapping[str, str]:
        """An agreement ends after it begins."""
        signed, expires = self.signed.editor.day(), self.expires.editor.day()
        if signed and expires and expires < signed:
            return {"expires_on": _("It cannot end before it was signed.")}
        return {}

    def send(self) -> None:
        """Save it."""
        partner = self.ministry.editor.value()
        self.write(
            save_agreement,
            AgreementDraft(
                self.number.editor.text(), self.called.editor.text(), partner if isinstance(partner, int) else None,
                self.signed.editor.day(), self.expires.editor.day(), (), self.signer.editor.text(),
                self.remarks.editor.text(), is_new=self._record is None,
            ),
        )  # fmt: skip


class AmendmentDialog(FormDialog):
    """A signed amendment: what it adds to each project, a new end, a note."""

    def __init__(
        self, context: PageContext, over: QWidget, record: AgreementDetail, *, number: int | None = None
    ) -> None:
        had = next((one for one in record.amendments if one.number == number), None) if number is not None else None
        shown = number if number is not None else max((one.number for one in record.amendments), default=-1) + 1
        super().__init__(context, over, _("Amendment {n}").format(n=shown), verb=_("Save amendment"), width=520)
        self._record, self._number = record, number
        self.signed = self.field("signed_on", Field(DateEdit(today=context.today), required=True), _("Signed on"))
        self.signed.editor.set_day(had.signed_on if had else context.today())
        self.expires = self.field("expires_on", Field(DateEdit(today=context.today)), _("New end"))
        self.expires.editor.set_day(had.expires_on if had else None)
        self.beside(self.signed, self.expires)
        amounts = dict(had.amounts) if had else {}
        self.amounts: dict[int, Field[NumberEdit]] = {}
        for project in record.projects:
            field = self.add(f"amount-{project.id}", Field(NumberEdit(decimals=2, negative=True)),
                             _("Adds to {project}, USD").format(project=project.code))  # fmt: skip
            now = _("Ceiling now {ceiling}, committed {committed}.")
            field.set_hint(
                now.format(ceiling=dollars(project.ceiling_minor), committed=dollars(project.committed_minor))
            )
            if project.code in amounts:
                field.editor.set_value(Decimal(amounts[project.code]) / 100)
            self.amounts[project.id] = field
        self.remark = self.add("note", Field(TextArea(lines=2)), _("What it changes"))
        if had is not None:
            self.remark.editor.setText(had.note)

    def send(self) -> None:
        """Save it."""
        amounts = tuple(
            ProjectAmount(project, cents(field) or 0)
            for project, field in self.amounts.items()
            if cents(field) is not None or self._number is not None
        )
        self.write(
            amend_agreement,
            AmendmentDraft(
                self._record.id, self.signed.editor.day() or self.context.today(), amounts, (),
                self.expires.editor.day(), self.remark.editor.text(), self._number,
            ),
        )  # fmt: skip


class ClauseDialog(FormDialog):
    """The wording of a clause; another wording becomes its next version."""

    def __init__(self, context: PageContext, over: QWidget, record: AgreementDetail, clause: ClauseRow | None) -> None:
        super().__init__(context, over, _("Clause"), verb=_("Save clause"), width=560)
        self._record = record
        self.kind = self.field("kind", Field(Combo(editable=False), required=True), _("About"))
        self.kind.editor.set_options([Option(kind.value, _(words)) for kind, words in CLAUSES.items()])
        self.reference = self.field("reference", Field(LineEdit()), _("Article"))
        self.since = self.field("from_on", Field(DateEdit(today=context.today)), _("In force from"))
        self.beside(self.kind, self.reference, self.since)
        self.wording = self.add("wording", Field(TextArea(lines=5), required=True), _("Wording"),
                                hint=_("The wording before is kept and stays on the papers that printed it."))  # fmt: skip
        self.kind.editor.set_value(clause.kind if clause else ClauseKind.END_USE.value)
        start: date | None = context.today() if clause else record.row.signed_on
        self.since.editor.set_day(start)
        if clause is not None:
            self.reference.editor.setText(clause.reference)
            self.wording.editor.setText(clause.wording)
            context.jobs.read(self, clause_versions, record.id, clause.kind, done=self._versions)

    def _versions(self, found: list[ClauseRow]) -> None:
        """Show the wordings before, each with its first day."""
        for one in found[1:_MOST_VERSIONS]:
            said = _("Version {n}, from {day}: {wording}").format(
                n=one.version, day=day(one.from_on), wording=one.wording
            )
            self.body.addWidget(Label(said, role="secondary", token="text2", wrap=True))
        self._place()

    def send(self) -> None:
        """Save it."""
        clause = ClauseDraft(
            ClauseKind(str(self.kind.editor.value())), self.wording.editor.text(), self.reference.editor.text()
        )
        self.write(save_clause, self._record.id, clause, from_on=self.since.editor.day())
