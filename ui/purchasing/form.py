"""The state of an order being written, without widgets: it turns what is typed into a draft."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from inl_logistics.catalog.queries import VariantOption
from inl_logistics.kernel.values import UnitPrice, line_value
from inl_logistics.purchasing.commands import OrderDraft, OrderLineDraft
from inl_logistics.purchasing.queries import MORE, OrderDetail


@dataclass(frozen=True, slots=True)
class LineTerms:
    """What the vendor must keep for a line: his own number, origin, warranty, life left, lists that come along.

    The project pays the line where it is not the order's.
    """

    vendor_item: str = ""
    origin: str = ""
    warranty_months: int | None = None
    min_life_months: int | None = None
    serial_list: bool = False
    lot_required: bool = False
    project_id: int | None = None
    project: str = ""


@dataclass(frozen=True, slots=True)
class FormLine:
    """One line as shown; price in millionths of the order's currency."""

    line_no: int
    variant_id: int | None
    item: str
    code: str
    unit: str
    quantity: int
    price_micros: int
    value_minor: int
    id: int | None = None
    source_ref: str = ""
    terms: LineTerms = LineTerms()
    description: str = ""


@dataclass
class OrderForm:
    """Header and lines."""

    draft: OrderDraft = field(default_factory=OrderDraft)
    lines: list[FormLine] = field(default_factory=list)

    @classmethod
    def of(cls, record: OrderDetail) -> OrderForm:
        """Take over an order that is there."""
        lines = [
            FormLine(
                line.line_no, line.variant_id, line.item, line.code, line.unit, line.quantity, line.price_micros,
                line.value_minor, line.id, line.source_ref,
                LineTerms(
                    line.vendor_item, line.origin, line.warranty_months, line.min_life_months, line.serial_list,
                    line.lot_required, line.project_id, line.project,
                ),
                line.description,
            )
            for line in record.lines
        ]  # fmt: skip
        draft = OrderDraft(
            id=record.id, version=record.version, title=record.title, vendor_id=record.vendor_id,
            recipient_id=record.recipient_id, agreement_id=record.agreement_id, project_id=record.project_id,
            source_number=record.source_number, contract_number=record.contract_number, fund_cite=record.fund_cite,
            incoterm=record.incoterm, incoterm_place=record.incoterm_place, ordered_on=record.ordered_on,
            need_by=record.need_by, currency=record.currency, rate_micros=record.rate_micros, rate_on=record.rate_on,
            remarks=record.remarks, export_authorization=record.export_authorization,
        )  # fmt: skip
        more: dict[str, Any] = {name: record.more[name] for name in MORE}
        return cls(replace(draft, **more), lines)

    def add(self, option: VariantOption, quantity: int, price_micros: int, terms: LineTerms | None = None) -> None:
        """Add a line."""
        made = self._line(len(self.lines) + 1, option, quantity, price_micros, None)
        self.lines.append(replace(made, terms=terms or LineTerms()))

    def change(
        self, at: int, option: VariantOption, quantity: int, price_micros: int, terms: LineTerms | None = None
    ) -> None:
        """Change a line by its position; another item does not keep the vendor's number of the one before."""
        before = self.lines[at]
        changed = self._line(at + 1, option, quantity, price_micros, before.id)
        kept = before.terms if before.variant_id == option.variant_id else replace(before.terms, vendor_item="")
        same = before.variant_id == option.variant_id
        words = before.description if same else ""
        self.lines[at] = replace(changed, source_ref=before.source_ref, terms=terms or kept, description=words)

    def set_currency(self, currency: str, rate_micros: int, rate_on: date | None) -> None:
        """Take another currency; the lines keep their typed prices."""
        self.draft = replace(self.draft, currency=currency, rate_micros=rate_micros, rate_on=rate_on)
        self.lines = [
            replace(line, value_minor=line_value(line.quantity, UnitPrice(line.price_micros, currency)).minor)
            for line in self.lines
        ]

    def remove(self, at: int) -> None:
        """Remove a line by its position."""
        del self.lines[at]
        self.lines = [replace(line, line_no=number) for number, line in enumerate(self.lines, 1)]

    def total_minor(self) -> int:
        """Return the total in minor units of the order's currency."""
        return sum(line.value_minor for line in self.lines)

    def finished(self) -> OrderDraft:
        """Return the draft as it is to be saved."""
        lines = tuple(
            OrderLineDraft(
                one.variant_id, one.quantity, one.price_micros, one.description or one.item, one.terms.project_id,
                one.terms.vendor_item, one.source_ref, one.id, one.terms.origin, one.terms.warranty_months, one.terms.min_life_months,
                one.terms.serial_list, one.terms.lot_required,
            )
            for one in self.lines
        )  # fmt: skip
        return replace(self.draft, lines=lines)

    def _line(
        self, line_no: int, option: VariantOption, quantity: int, price_micros: int, ident: int | None
    ) -> FormLine:
        value = line_value(quantity, UnitPrice(price_micros, self.draft.currency)).minor
        return FormLine(
            line_no,
            option.variant_id,
            option.label,
            option.code,
            option.unit_of_issue,
            quantity,
            price_micros,
            value,
            ident,
        )
