"""The header of an order being written: its fields in four parts, the reason of an amendment, the currency.

Source: domain.md 2.3 (fields of an order); product.md 4 (Money: a foreign order keeps its typed rate and date).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from inl_logistics.kernel.translation import N_, _
from inl_logistics.kernel.values import MICROS
from inl_logistics.purchasing.commands import OrderDraft
from ui.kit.cards import Card, ErrorSummary
from ui.kit.choices import Segmented
from ui.kit.combo import Combo
from ui.kit.fields import DateEdit, Field, LineEdit, NumberEdit, TextArea
from ui.kit.widget import row

# The header in parts, each a grid of four across.
PARTS = (("order", N_("Order")), ("money", N_("Money and contract")), ("delivery", N_("Delivery")),
         ("clauses", N_("Clauses")))  # fmt: skip
_TEXTS = {
    "order": (("source_number", N_("Vendor's number")), ("export_authorization", N_("Export authorization"))),
    "money": (
        ("contract_number", N_("Contract, BPA or task order")), ("pr_number", N_("PR no.")), ("fund_cite", N_("Fund cite")),
        ("amendment", N_("Agreement amendment")), ("appropriation", N_("Appropriation")), ("allotment", N_("Allotment")),
        ("obligation_number", N_("Obligation no.")), ("object_code", N_("Object code")), ("cor", N_("COR")),
        ("gtm", N_("GTM")),
    ),
    "delivery": (
        ("incoterm", N_("Incoterm")), ("incoterm_place", N_("Named place")), ("ship_to", N_("Ship to")),
        ("mark_for", N_("Mark for")), ("consignee", N_("Consignee wording")),
        ("inspection_point", N_("Inspection and acceptance")),
    ),
    "clauses": (),
}  # fmt: skip
_BLOCKS = (("packing", N_("Packing")), ("marking", N_("Marking")), ("hazmat", N_("Dangerous goods")))


class OrderHead(Card):
    """All header fields of one order."""

    edited = Signal()

    def __init__(self, today: Callable[[], date]) -> None:
        super().__init__(margins=14)
        self._today = today
        self._build()
        self._connect()

    def _build(self) -> None:
        self.summary = ErrorSummary()
        self.title_: Field[LineEdit] = Field(LineEdit(), required=True, name="order-title")
        self.vendor: Field[Combo] = Field(Combo(), required=True, name="order-vendor")
        self.agreement: Field[Combo] = Field(Combo())
        self.project: Field[Combo] = Field(Combo())
        self.texts: dict[str, Field[LineEdit]] = {
            name: Field(LineEdit()) for texts in _TEXTS.values() for name, _label in texts
        }
        self.blocks: dict[str, Field[TextArea]] = {name: Field(TextArea(lines=2)) for name, _label in _BLOCKS}
        self.remarks: Field[TextArea] = Field(TextArea(lines=2))
        self.ordered_on, self.need_by, self.rate_on, self.amended_on = (
            Field(DateEdit(today=self._today), name=name)
            for name in ("order-ordered-on", "order-need-by", "order-rate-on", "order-amended-on")
        )
        self.reason: Field[LineEdit] = Field(LineEdit(), required=True, name="order-reason")
        self.currency: Field[LineEdit] = Field(LineEdit(), name="order-currency")
        self.currency.editor.setMaxLength(3)
        self.rate: Field[NumberEdit] = Field(NumberEdit(decimals=6), name="order-rate")
        self.amending, self.part = QWidget(), Segmented(height=26)
        line = row(self.amending, self.reason, self.amended_on, gap=12)
        line.setStretch(0, 3)
        line.setStretch(1, 1)
        self.amending.hide()
        self.add_action(self.part)
        self.body.setSpacing(8)
        self.body.addWidget(self.summary)
        self.body.addWidget(self.amending)
        named = {key: [self.texts[name] for name, _label in texts] for key, texts in _TEXTS.items()}
        dated = (self.ordered_on, self.need_by)
        self.parts = {
            "order": _grid([self.title_, self.vendor, self.agreement, self.project, *dated, *named["order"]]),
            "money": _grid([*named["money"], self.currency, self.rate, self.rate_on]),
            "delivery": _grid(named["delivery"]),
            "clauses": _grid([*self.blocks.values(), self.remarks]),
        }
        for part in self.parts.values():
            self.body.addWidget(part)

    def _connect(self) -> None:
        fields: list[Field[Any]] = [
            self.title_, self.vendor, self.agreement, self.project, self.ordered_on, self.need_by, self.remarks, self.reason,
            self.currency, self.rate, self.rate_on, *self.texts.values(), *self.blocks.values(),
        ]  # fmt: skip
        for field in fields:
            field.editor.edited.connect(self.edited)
        self.currency.editor.left.connect(self.show_rate)
        self.part.chosen.connect(self.show_part)

    def retranslate(self) -> None:
        """Set the words again."""
        self.set_title(_("Order"))
        labels = (
            (self.title_, _("Contents")), (self.vendor, _("Vendor")), (self.agreement, _("Agreement")),
            (self.project, _("Project")), (self.ordered_on, _("Ordered on")), (self.need_by, _("Need by")),
            (self.remarks, _("Remarks")), (self.reason, _("Reason of this amendment")), (self.amended_on, _("Counts from")),
            (self.currency, _("Currency")), (self.rate, _("USD for one unit of it")), (self.rate_on, _("Rate of")),
        )  # fmt: skip
        for field, label in labels:
            field.set_label(label)
        for texts in _TEXTS.values():
            for name, label in texts:
                self.texts[name].set_label(_(label))
        for name, label in _BLOCKS:
            self.blocks[name].set_label(_(label))
        self.part.set_options([(key, _(title)) for key, title in PARTS])
        self.part.choose(self.part.current() or "order", tell=False)
        self.show_part()

    # parts --------------------------------------------------------------------------------------------------

    def show_part(self, _key: str = "") -> None:
        """Show the chosen part."""
        for key, part in self.parts.items():
            part.setVisible(key == (self.part.current() or "order"))

    def next_part(self) -> None:
        """Go to the next part of the header."""
        keys = [key for key, _title in PARTS]
        self.part.choose(keys[(keys.index(self.part.current() or "order") + 1) % len(keys)])

    def is_amending(self) -> bool:
        """Tell whether this changes a placed order."""
        return self.amending.isVisibleTo(self)

    def show_rate(self) -> None:
        """A foreign order has a typed rate and its day."""
        for field in (self.rate, self.rate_on):
            field.setEnabled(self.is_foreign())

    def is_foreign(self) -> bool:
        """Tell whether the order is not in dollars."""
        return self.currency_code() != "USD"

    def currency_code(self) -> str:
        """Return the currency as typed, dollars where nothing is."""
        return self.currency.editor.text().strip().upper() or "USD"

    # what is typed ------------------------------------------------------------------------------------------

    def take(self, draft: OrderDraft, *, amending: bool) -> None:
        """Show an order."""
        self.title_.editor.setText(draft.title)
        self.vendor.editor.set_value(draft.vendor_id)
        self.agreement.editor.set_value(draft.agreement_id)
        self.project.editor.set_value(draft.project_id)
        for name, field in self._written():
            field.editor.setText(getattr(draft, name))
        self.ordered_on.editor.set_day(draft.ordered_on)
        self.need_by.editor.set_day(draft.need_by)
        self.amending.setVisible(amending)
        self.amended_on.editor.set_day(self._today())
        self.currency.editor.setText(draft.currency)
        self.rate.editor.set_value(Decimal(draft.rate_micros).scaleb(-6) if draft.currency != "USD" else None)
        self.rate_on.editor.set_day(draft.rate_on)
        self.show_rate()

    def give(self, draft: OrderDraft) -> OrderDraft:
        """Return the draft with what is typed; its lines stay."""
        texts: dict[str, Any] = {name: field.editor.text() for name, field in self._written()}
        rate, foreign = self.rate.editor.value(), self.is_foreign()
        return replace(
            draft, title=self.title_.editor.text(), vendor_id=_id(self.vendor), agreement_id=_id(self.agreement),
            project_id=_id(self.project), ordered_on=self.ordered_on.editor.day(), need_by=self.need_by.editor.day(),
            currency=self.currency_code(),
            rate_micros=int((rate * MICROS).to_integral_value()) if foreign and rate is not None else MICROS,
            rate_on=self.rate_on.editor.day() if foreign else None, **texts,
        )  # fmt: skip

    def amended_day(self) -> date | None:
        """Return the typed day of the amendment; today is not said, for an order may bear a day to come."""
        day = self.amended_on.editor.day()
        return None if day == self._today() else day

    def agreement_id(self) -> int | None:
        """Return the chosen agreement."""
        return _id(self.agreement)

    def _written(self) -> list[tuple[str, Field[Any]]]:
        return [*self.texts.items(), *self.blocks.items(), ("remarks", self.remarks)]

    def is_valid(self) -> bool:
        """Check what is typed; say what is wrong at the fields, show the part of the first."""
        wrong: list[tuple[str, str]] = []
        if not self.title_.editor.text().strip():
            self.title_.set_error(_("Say what is ordered."))
            wrong.append(("order", _("Contents are missing")))
        if self.is_amending() and not self.reason.editor.text().strip():
            self.reason.set_error(_("Say why the placed order changes; it is kept with its history."))
            wrong.append(("", _("The reason is missing")))
        days = (("order", self.ordered_on), ("order", self.need_by), ("", self.amended_on), ("money", self.rate_on))
        for part, field in days:
            if not field.editor.is_valid():
                field.set_error(_("Enter a day, such as 24 Nov."))
                wrong.append((part, _("{field} is not a date").format(field=field.label())))
        if self.is_foreign() and not self.rate.editor.value():
            self.rate.set_error(_("Say how many dollars one unit of the currency is worth."))
            wrong.append(("money", _("The rate of the currency is missing")))
        self.summary.show_errors(
            _("Some fields need a change"), [words for _part, words in wrong] if len(wrong) > 1 else []
        )
        if first := next((part for part, _words in wrong if part), ""):
            self.part.choose(first)
        return not wrong


def _id(field: Field[Combo]) -> int | None:
    value = field.editor.value()
    return value if isinstance(value, int) else None


def _grid(cells: Sequence[QWidget]) -> QWidget:
    """Lay fields out four across."""
    holder = QWidget()
    grid = QGridLayout(holder)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(10)
    for at, cell in enumerate(cells):
        grid.addWidget(cell, at // 4, at % 4)
    for at in range(4):
        grid.setColumnStretch(at, 1)
    return holder
