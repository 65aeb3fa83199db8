"""The state of an order being written, without widgets: it turns what is typed into a draft."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from inl_logistics.catalog.queries import VariantOption
from inl_logistics.kernel.values import UnitPrice, line_value
from inl_logistics.purchasing.commands import OrderDraft, OrderLineDraft
from inl_logistics.purchasing.queries import OrderDetail


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
    project_id: int | None = None
    vendor_item: str = ""
    source_ref: str = ""


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
                line.value_minor, line.id, line.project_id, line.vendor_item, line.source_ref,
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
        return cls(draft, lines)

    def add(self, option: VariantOption, quantity: int, price_micros: int) -> None:
        """Add a line."""
        self.lines.append(self._line(len(self.lines) + 1, option, quantity, price_micros, None))

    def change(self, at: int, option: VariantOption, quantity: int, price_micros: int) -> None:
        """Change a line by its position."""
        before = self.lines[at]
        changed = self._line(at + 1, option, quantity, price_micros, before.id)
        vendor_item = before.vendor_item if before.variant_id == option.variant_id else ""
        self.lines[at] = replace(
            changed, project_id=before.project_id, vendor_item=vendor_item, source_ref=before.source_ref
        )

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
                one.variant_id, one.quantity, one.price_micros, one.item, one.project_id, one.vendor_item,
                one.source_ref, one.id,
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
