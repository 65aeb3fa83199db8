"""The header of a shipment in sections: what and who, the way, customs, money, weights. Source: domain.md 2.4."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from PySide6.QtWidgets import QGridLayout, QScrollArea, QWidget

from inl_logistics.kernel.problems import RulesBroken
from inl_logistics.kernel.sentences import sentence
from inl_logistics.kernel.translation import N_, _
from inl_logistics.purchasing import queries as purchasing
from inl_logistics.reference.lists import CodeList
from inl_logistics.shipments import queries
from inl_logistics.shipments.commands import ShipmentDraft, save_shipment
from inl_logistics.shipments.drafting import draft_of
from inl_logistics.shipments.queries import ShipmentDetail
from inl_logistics.shipments.rules import MODES
from ui.kit import theme
from ui.kit.approval import ApprovedWrites
from ui.kit.buttons import Button
from ui.kit.cards import ErrorSummary
from ui.kit.codeedit import CodeEdit, CodeField
from ui.kit.combo import Combo, Option
from ui.kit.dialogs import Dialog
from ui.kit.fields import DateEdit, Field, LineEdit, NumberEdit, TextArea, required_note
from ui.kit.inspector import scrolled
from ui.kit.navigation import PageContext
from ui.kit.widget import Label, column, row
from ui.shipments import words

# Section → fields; the kind of each: text, day, whole, money (minor units), kilo (grams), cubic (cm³).
SECTIONS: tuple[tuple[str, tuple[tuple[str, str, str], ...]], ...] = (
    (N_("Goods and parties"), (
        ("vendor_id", N_("Vendor"), "choice"), ("source_number", N_("Their number"), "text"), ("incoterm", N_("Incoterm"), "text"),
        ("consignee", N_("Consignee"), "text"), ("notify_party", N_("Notify party"), "text"),
        ("agent", N_("Despatch agent"), "text"),
    )),
    (N_("The way"), (
        ("mode", N_("Mode"), "choice"), ("carrier_id", N_("Carrier"), "choice"), ("transport_number", N_("AWB or B/L"), "text"),
        ("vessel", N_("Vessel or flight"), "text"), ("port_from", N_("From port"), "text"), ("port_to", N_("To port"), "text"),
        ("container", N_("Container"), "text"), ("seal", N_("Seal"), "text"), ("broker", N_("Broker"), "text"),
    )),
    (N_("Customs"), (
        ("diplomatic_note", N_("Diplomatic note"), "text"), ("note_on", N_("Note of"), "day"),
        ("exemption", N_("Exemption no."), "text"), ("exemption_on", N_("Exemption filed on"), "day"),
        ("customs_entry", N_("Customs entry"), "text"), ("customs_entry_on", N_("Entry of"), "day"),
    )),
    (N_("Storage and demurrage"), (
        ("free_days", N_("Free days"), "whole"), ("demurrage_minor", N_("Demurrage a day"), "money"),
        ("demurrage_currency", N_("Its currency"), "text"), ("demurrage_cap_minor", N_("At most"), "money"),
        ("demurrage_until", N_("Container back on"), "day"),
    )),
    (N_("Value, weight, insurance"), (
        ("declared_minor", N_("Declared value"), "money"), ("currency", N_("Currency"), "text"),
        ("freight_minor", N_("Freight"), "money"), ("insurance_minor", N_("Insured for"), "money"),
        ("insurer", N_("Insurer and policy"), "text"), ("package_count", N_("Packages declared"), "whole"),
        ("weight_g", N_("Gross weight, kg"), "kilo"), ("volume_cm3", N_("Volume, m³"), "cubic"),
    )),
)  # fmt: skip
_DECIMALS = {"money": 2, "kilo": 3, "cubic": 3}
_SCALE = {"money": 100, "kilo": 1000, "cubic": 1_000_000}
_ACROSS = 3
_CODES = {
    "port_from": (CodeList.PORT, CodeList.AIRPORT), "port_to": (CodeList.PORT, CodeList.AIRPORT),
    "currency": (CodeList.CURRENCY,), "demurrage_currency": (CodeList.CURRENCY,),
}  # fmt: skip
_FLOWN = frozenset({"air", "pouch"})


class ShipmentEditor(Dialog):
    """The details of a new or booked shipment; lines come from orders or a packing list."""

    def __init__(
        self, over: QWidget, context: PageContext, record: ShipmentDetail | None, *, done: Callable[[int], None]
    ) -> None:
        super().__init__(over, _("Shipment details") if record else _("New inbound shipment"), width=740)
        self.context, self._id, self._done = context, record.id if record else None, done
        self._approved = ApprovedWrites(context, self)
        self._draft = ShipmentDraft()
        self.summary = ErrorSummary()
        self.title = self._field(LineEdit(), _("Contents"), required=True)
        self.fields: dict[str, Field[Any]] = {}
        self.kinds: dict[str, str] = {}
        self.remarks = self._field(TextArea(lines=2), _("Remarks"))
        self._lay_out()
        self.fields["mode"].editor.set_options([Option(one, words.mode(one)) for one in MODES])
        self.fields["mode"].editor.chosen.connect(self._mode_chosen)
        if self._id is not None:
            context.jobs.read(self, draft_of, self._id, done=self._fill)
        else:
            self._fill(self._draft)

    def _field(self, editor: Any, label: str, *, required: bool = False) -> Field[Any]:
        field: Field[Any] = Field(editor, required=required)
        field.set_label(label)
        return field

    @staticmethod
    def _code(name: str, label: str) -> Field[Any] | None:
        if name not in _CODES:
            return None
        field = CodeField(*_CODES[name])
        field.set_label(label)
        return field

    def _mode_chosen(self, mode: object) -> None:
        """Suggest airports first for what flies, sea ports first otherwise."""
        lists = (CodeList.AIRPORT, CodeList.PORT) if mode in _FLOWN else (CodeList.PORT, CodeList.AIRPORT)
        for name in ("port_from", "port_to"):
            self.fields[name].editor.look_in(*lists)

    def _editor(self, name: str, kind: str) -> QWidget:
        if kind == "choice":
            return Combo(editable=name != "mode")
        if kind == "day":
            return DateEdit(today=self.context.today)
        return LineEdit() if kind == "text" else NumberEdit(decimals=_DECIMALS.get(kind, 0))

    def _lay_out(self) -> None:
        form = QWidget()
        inside = column(form, self.summary, self.title, margins=(0, 0, 10, 0), gap=10)
        for title, entries in SECTIONS:
            heading = Label(_(title), role="semibold")
            heading.setContentsMargins(0, 6, 0, 0)
            inside.addLayout(row(None, heading, "stretch"))
            grid = QGridLayout()
            grid.setHorizontalSpacing(12)
            grid.setVerticalSpacing(8)
            for at, (name, label, kind) in enumerate(entries):
                self.fields[name] = self._code(name, _(label)) or self._field(self._editor(name, kind), _(label))
                self.kinds[name] = kind
                grid.addWidget(self.fields[name], at // _ACROSS, at % _ACROSS)
            for at in range(_ACROSS):
                grid.setColumnStretch(at, 1)
            inside.addLayout(grid)
        inside.addWidget(self.remarks)
        inside.addStretch(1)
        self.area: QScrollArea = scrolled(form)
        self.area.setMinimumHeight(max(theme.px(300), min(theme.px(640), self._host.height() - theme.px(220))))
        self.body.addWidget(self.area, 1)
        self.note.setText(required_note().text())
        cancel, self.save = Button(_("Cancel"), key="Esc"), Button(_("Save shipment"), kind="primary", key="Ctrl S")
        cancel.clicked.connect(self.reject)
        self.save.clicked.connect(self._save)
        self.set_buttons(cancel, self.save)

    def _fill(self, draft: ShipmentDraft) -> None:
        self._draft = draft
        self.title.editor.setText(draft.title)
        self.remarks.editor.setText(draft.remarks)
        for name, field in self.fields.items():
            value, kind = getattr(draft, name), self.kinds[name]
            if isinstance(field.editor, CodeEdit):
                field.editor.set_code(value)
            elif kind == "text":
                field.editor.setText(value)
            elif kind == "day":
                field.editor.set_day(value)
            elif kind == "choice":
                field.editor.set_value(value or None)
            elif value is not None:
                field.editor.set_value(Decimal(value) / _SCALE.get(kind, 1))
        self._mode_chosen(draft.mode)
        jobs = self.context.jobs
        jobs.read(self, purchasing.vendor_options, done=lambda found: self._options("vendor_id", found))
        jobs.read(self, queries.carrier_options, done=lambda found: self._options("carrier_id", found))

    def _options(self, name: str, options: Sequence[tuple[int, str]]) -> None:
        editor = self.fields[name].editor
        editor.set_options([Option(value, text) for value, text in options])
        editor.set_value(getattr(self._draft, name))

    def _value(self, name: str) -> Any:
        editor, kind = self.fields[name].editor, self.kinds[name]
        if kind == "text":
            return editor.text()
        if kind == "day":
            return editor.day()
        if kind == "choice":
            return editor.value() or ("" if name == "mode" else None)
        number = editor.value()
        return None if number is None else int(number * _SCALE.get(kind, 1))

    def _save(self) -> None:
        if not self._valid():
            return
        values = {name: self._value(name) for name in self.fields}
        for name in ("currency", "demurrage_currency"):
            values[name] = values[name].strip().upper() or "USD"
        draft = replace(self._draft, title=self.title.editor.text(), remarks=self.remarks.editor.text(), **values)
        self._approved.write(
            save_shipment, draft, done=self._saved, failed=self._refused, button=self.save,
            verb=_("Save with override"),
        )  # fmt: skip

    def _valid(self) -> bool:
        errors = []
        if not self.title.editor.text().strip():
            self.title.set_error(_("Say what the shipment brings."))
            errors.append(_("Contents are missing"))
        for name, field in self.fields.items():
            kind = self.kinds[name]
            if kind in ("text", "choice") or field.editor.is_valid():
                continue
            if kind == "day":
                field.set_error(_("Enter a day, such as 24 Nov."))
                errors.append(_("{field} is not a date").format(field=field.label()))
            else:
                field.set_error(_("Enter a number, such as 21."))
                errors.append(_("{field} is not a number").format(field=field.label()))
        if errors:
            wrong = next(field for field in (self.title, *self.fields.values()) if field.has_error())
            self.area.ensureWidgetVisible(wrong)
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
