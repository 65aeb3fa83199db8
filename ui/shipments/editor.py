"""Dialogs of a shipment: its details, a milestone, a paper."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from inl_logistics.attachments.commands import AttachmentDraft, attach
from inl_logistics.kernel.problems import RulesBroken
from inl_logistics.kernel.sentences import sentence
from inl_logistics.kernel.translation import _
from inl_logistics.purchasing import queries as purchasing
from inl_logistics.shipments import commands, following, queries
from inl_logistics.shipments.commands import (
    PackageDraft,
    PackedQuantity,
    PackedSerial,
    ShipmentDraft,
    ShipmentLineDraft,
)
from inl_logistics.shipments.following import MilestoneDraft, PaperDraft
from inl_logistics.shipments.queries import ShipmentDetail
from inl_logistics.shipments.records import MilestoneKind, PackageKind, PaperKind
from inl_logistics.shipments.rules import MODES
from ui.kit.buttons import Button
from ui.kit.cards import ErrorSummary
from ui.kit.combo import Combo, Option
from ui.kit.dialogs import Dialog
from ui.kit.fields import DateEdit, Field, LineEdit, NumberEdit, TextArea, required_note
from ui.kit.files import choose_file
from ui.kit.navigation import PageContext
from ui.kit.openpost import keep_file, open_post
from ui.kit.widget import Label
from ui.shipments import words

Failed = Callable[[BaseException], None]


class ShipmentEditor(Dialog):
    """The details of a new or draft shipment; lines come from an order or a packing list."""

    def __init__(
        self, over: QWidget, context: PageContext, record: ShipmentDetail | None, *, done: Callable[[int], None]
    ) -> None:
        super().__init__(over, _("Shipment details") if record else _("New inbound shipment"), width=620)
        self.context, self.record, self._done = context, record, done
        self.summary = ErrorSummary()
        self.body.addWidget(self.summary)
        self.title = self._field(LineEdit(), _("Contents"), required=True)
        self.vendor, self.carrier = self._field(Combo(), _("Vendor")), self._field(Combo(), _("Carrier"))
        self.mode = self._field(Combo(editable=False), _("Mode"))
        texts = (
            ("transport_number", _("AWB or B/L")), ("container", _("Container")), ("seal", _("Seal")),
            ("vessel", _("Vessel or flight")), ("port_from", _("From port")), ("port_to", _("To port")),
            ("broker", _("Broker")), ("consignee", _("Consignee")), ("incoterm", _("Incoterm")),
            ("source_number", _("Their number")), ("diplomatic_note", _("Diplomatic note")), ("exemption", _("Exemption no.")),
        )  # fmt: skip
        self.texts = {name: self._field(LineEdit(), label) for name, label in texts}
        self.exempted = self._field(DateEdit(today=context.today), _("Exemption filed on"))
        self.free_days = self._field(NumberEdit(), _("Free days"))
        self.demurrage = self._field(NumberEdit(decimals=2), _("Demurrage a day, USD"))
        self.weight = self._field(NumberEdit(decimals=3), _("Gross weight, kg"))
        self.remarks = self._field(TextArea(lines=2), _("Remarks"))
        self._lay_out()
        self._fill()

    def _field(self, editor: Any, label: str, *, required: bool = False) -> Field[Any]:
        field: Field[Any] = Field(editor, required=required)
        field.set_label(label)
        return field

    def _lay_out(self) -> None:
        self.body.addWidget(self.title)
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(10)
        cells = [
            self.vendor, self.carrier, self.mode, *self.texts.values(), self.exempted, self.free_days, self.demurrage,
            self.weight,
        ]  # fmt: skip
        for number, field in enumerate(cells):
            grid.addWidget(field, number // 3, number % 3)
        self.body.addLayout(grid)
        self.body.addWidget(self.remarks)
        self.note.setText(required_note().text())
        cancel, self.save = Button(_("Cancel"), key="Esc"), Button(_("Save shipment"), kind="primary", key="Ctrl S")
        cancel.clicked.connect(self.reject)
        self.save.clicked.connect(self._save)
        self.set_buttons(cancel, self.save)

    def _fill(self) -> None:
        self.mode.editor.set_options([Option(one, words.mode(one)) for one in MODES])
        self.context.jobs.read(self, purchasing.vendor_options, done=self._vendors)
        self.context.jobs.read(self, queries.carrier_options, done=self._carriers)
        if self.record is None:
            return
        fields = self.record.fields
        self.title.editor.setText(self.record.title)
        self.mode.editor.set_value(fields["mode"])
        for name, field in self.texts.items():
            field.editor.setText(fields[name])
        self.exempted.editor.set_day(fields["exemption_on"])
        self.free_days.editor.set_value(fields["free_days"])
        if fields["demurrage_minor"] is not None:
            self.demurrage.editor.set_value(Decimal(fields["demurrage_minor"]) / 100)
        if fields["weight_g"] is not None:
            self.weight.editor.set_value(Decimal(fields["weight_g"]) / 1000)
        self.remarks.editor.setText(fields["remarks"])

    def _vendors(self, options: list[tuple[int, str]]) -> None:
        self.vendor.editor.set_options([Option(value, text) for value, text in options])
        if self.record is not None:
            self.vendor.editor.set_value(self.record.vendor_id)

    def _carriers(self, options: list[tuple[int, str]]) -> None:
        self.carrier.editor.set_options([Option(value, text) for value, text in options])
        if self.record is not None:
            self.carrier.editor.set_value(self.record.carrier_id)

    def _save(self) -> None:
        if not self._valid():
            return
        draft = draft_of(self.record) if self.record else ShipmentDraft()
        cents, grams = self.demurrage.editor.value(), self.weight.editor.value()
        draft = replace(
            draft, title=self.title.editor.text(), vendor_id=self.vendor.editor.value(),
            carrier_id=self.carrier.editor.value(), mode=self.mode.editor.value() or "",
            exemption_on=self.exempted.editor.day(), free_days=self.free_days.editor.integer(),
            demurrage_minor=None if cents is None else int(cents * 100),
            weight_g=None if grams is None else int(grams * 1000), remarks=self.remarks.editor.text(),
            **{name: field.editor.text() for name, field in self.texts.items()},
        )  # fmt: skip
        self.context.jobs.write(
            self, commands.save_shipment, draft, done=self._saved, failed=self._refused, button=self.save
        )

    def _valid(self) -> bool:
        errors = []
        if not self.title.editor.text().strip():
            self.title.set_error(_("Say what the shipment brings."))
            errors.append(_("Contents are missing"))
        for field in (self.free_days, self.demurrage, self.weight):
            if not field.editor.is_valid():
                field.set_error(_("Enter a number, such as 21."))
                errors.append(_("{field} is not a number").format(field=field.label()))
        if not self.exempted.editor.is_valid():
            self.exempted.set_error(_("Enter a day, such as 24 Nov."))
            errors.append(_("{field} is not a date").format(field=self.exempted.label()))
        self.summary.show_errors(_("Some fields need a change"), errors if len(errors) > 1 else [])
        return not errors

    def _saved(self, shipment_id: int) -> None:
        self.dismiss()
        self._done(shipment_id)

    def _refused(self, error: BaseException) -> None:
        if isinstance(error, RulesBroken):
            self.summary.show_errors(_("This cannot be saved yet"), [sentence(one) for one in error.problems])
        else:
            self.context.notices.show_error(error)


def draft_of(record: ShipmentDetail) -> ShipmentDraft:
    """Return a shipment as its next save: what is not edited here stays as it is."""
    codes = {package.id: package.code for package in record.packages}
    packages = tuple(
        PackageDraft(
            one.code, PackageKind(one.kind), codes.get(one.parent_id or 0, ""), one.note, one.weight_g
        )
        for one in record.packages
    )  # fmt: skip
    lines = tuple(
        ShipmentLineDraft(
            line.variant_id, line.quantity, line.order_line_id, price_micros=line.price_micros, lot=line.lot,
            made_on=line.made_on, expires_on=line.expires_on,
            serials=tuple(PackedSerial(serial, package) for serial, package in line.serial_list),
            packed=tuple(PackedQuantity(codes[package], quantity) for package, quantity in line.packages),
        )
        for line in record.lines
    )  # fmt: skip
    plain = {name: value for name, value in record.fields.items() if name != "currency"}
    return ShipmentDraft(
        lines, packages, id=record.id, version=record.version, title=record.title, vendor_id=record.vendor_id,
        carrier_id=record.carrier_id, currency=record.fields["currency"], **plain,
    )  # fmt: skip


class MilestoneDialog(Dialog):
    """The days of one milestone."""

    def __init__(
        self, over: QWidget, context: PageContext, record: ShipmentDetail, kind: MilestoneKind, *, failed: Failed
    ) -> None:
        super().__init__(over, _("Milestone"), width=420)
        self.context, self.record, self._failed = context, record, failed
        self.kind: Field[Combo] = Field(Combo(editable=False))
        self.kind.set_label(_("Milestone"))
        self.kind.editor.set_options([Option(one.value, _(words.MILESTONES[one])) for one in MilestoneKind])
        self.kind.editor.set_value(kind.value)
        self.actual: Field[DateEdit] = Field(DateEdit(today=context.today))
        self.actual.set_label(_("Happened on"))
        self.forecast: Field[DateEdit] = Field(DateEdit(today=context.today))
        self.forecast.set_label(_("Or forecast for"))
        self.planned: Field[DateEdit] = Field(DateEdit(today=context.today))
        self.planned.set_label(_("Planned for"))
        self.note_field: Field[LineEdit] = Field(LineEdit())
        self.note_field.set_label(_("Note"))
        for field in (self.kind, self.actual, self.forecast, self.planned, self.note_field):
            self.body.addWidget(field)
        cancel, self.save = Button(_("Cancel"), key="Esc"), Button(_("Save milestone"), kind="primary")
        cancel.clicked.connect(self.reject)
        self.save.clicked.connect(self._save)
        self.set_buttons(cancel, self.save)
        self.kind.editor.chosen.connect(lambda _value: self._fill())
        self._fill()

    def open(self) -> None:
        """Start with the day on which it happened."""
        super().open()
        self.actual.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def _fill(self) -> None:
        step = next((one for one in self.record.steps if one.kind.value == self.kind.editor.value()), None)
        if step is not None:
            self.actual.editor.set_day(step.actual_on)
            self.forecast.editor.set_day(step.forecast_on)
            self.planned.editor.set_day(step.planned_on)

    def _save(self) -> None:
        for field in (self.actual, self.forecast, self.planned):
            if not field.editor.is_valid():
                field.set_error(_("Enter a day, such as 24 Nov or +7."))
                return
        draft = MilestoneDraft(
            self.record.id, MilestoneKind(str(self.kind.editor.value())), self.actual.editor.day(),
            self.planned.editor.day(), self.forecast.editor.day(), note=self.note_field.editor.text(),
        )  # fmt: skip
        self.context.jobs.write(
            self,
            following.set_milestone,
            draft,
            done=lambda _none: self.dismiss(),
            failed=self._refused,
            button=self.save,
        )

    def _refused(self, error: BaseException) -> None:
        if isinstance(error, RulesBroken):
            self.actual.set_error(" ".join(sentence(one) for one in error.problems))
        else:
            self.dismiss()
            self._failed(error)


class PaperDialog(Dialog):
    """Number, date and file of one paper."""

    def __init__(
        self, over: QWidget, context: PageContext, record: ShipmentDetail, kind: PaperKind, *, failed: Failed
    ) -> None:
        super().__init__(over, _(words.PAPERS[kind]), width=420)
        self.context, self.record, self.paper_kind, self._failed = context, record, kind, failed
        known = next((paper for paper in record.papers if paper.kind == kind.value), None)
        self._attachment = known.attachment_id if known else None
        self._path: Path | None = None
        self.number: Field[LineEdit] = Field(LineEdit())
        self.number.set_label(_("Number"))
        self.dated: Field[DateEdit] = Field(DateEdit(today=context.today))
        self.dated.set_label(_("Date"))
        self.file = Label(role="secondary", token="text2")
        self.file.setText(known.file_name if known and known.file_name else _("No file attached"))
        self.choose = Button(_("Attach file…"), icon="paperclip")
        self.choose.clicked.connect(self._choose)
        if known is not None:
            self.number.editor.setText(known.number)
            self.dated.editor.set_day(known.dated_on)
        for part in (self.number, self.dated, self.file, self.choose):
            self.body.addWidget(part)
        cancel, self.save = Button(_("Cancel"), key="Esc"), Button(_("Save document"), kind="primary")
        cancel.clicked.connect(self.reject)
        self.save.clicked.connect(self._save)
        self.set_buttons(cancel, self.save)

    def _choose(self) -> None:
        kinds = [(_("Documents and pictures"), "*.pdf *.png *.jpg *.jpeg *.xlsx *.docx")]
        choose_file(self, _("Attach file"), kinds, self._chosen)

    def _chosen(self, path: Path) -> None:
        self._path = path
        self.file.setText(path.name)

    def _save(self) -> None:
        if not self.dated.editor.is_valid():
            self.dated.set_error(_("Enter a day, such as 24 Nov."))
            return
        if self._path is None:
            self._write(self._attachment)
            return
        path, workspace, shipment, role = self._path, open_post(self.context), self.record.id, self.paper_kind.value

        def store() -> int:
            kept = keep_file(workspace, path)
            draft = AttachmentDraft("shipment", shipment, kept.name, kept.size, kept.sha256, role, kept.media_type)
            return int(workspace.write(attach, draft))

        self.context.jobs.call(self, store, done=self._write, failed=self._refused)

    def _write(self, attachment_id: int | None) -> None:
        draft = PaperDraft(
            self.record.id, self.paper_kind, self.number.editor.text(), self.dated.editor.day(), attachment_id
        )
        self.context.jobs.write(
            self, following.set_paper, draft, done=lambda _none: self.dismiss(), failed=self._refused, button=self.save
        )

    def _refused(self, error: BaseException) -> None:
        self.dismiss()
        self._failed(error)
