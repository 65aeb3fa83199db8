"""One line of an order: item, quantity, price, and what the vendor must keep for it. Source: domain.md 2.3."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from PySide6.QtWidgets import QWidget

from inl_logistics.catalog import queries as catalog
from inl_logistics.catalog.queries import VariantOption
from inl_logistics.kernel.problems import BadInput
from inl_logistics.kernel.sentences import sentence
from inl_logistics.kernel.translation import _
from inl_logistics.kernel.values import price_from_text
from inl_logistics.purchasing.queries import project_options
from ui.kit.buttons import Button
from ui.kit.choices import CheckBox
from ui.kit.combo import Combo, Option
from ui.kit.dialogs import Dialog
from ui.kit.fields import Field, LineEdit, NumberEdit
from ui.kit.navigation import PageContext
from ui.kit.widget import row
from ui.purchasing.form import LineTerms


class LineDialog(Dialog):
    """One line: item, quantity, unit price."""

    def __init__(
        self, over: QWidget, context: PageContext, option: VariantOption | None, *,
        done: Callable[[VariantOption, int, int, LineTerms], None], quantity: int | None = None,
        price: int | None = None, terms: LineTerms | None = None, agreement: int | None = None,
    ) -> None:  # fmt: skip
        super().__init__(over, _("Order line"), width=520)
        self.context, self._done = context, done
        self._found: dict[int, VariantOption] = {option.variant_id: option} if option else {}
        self.item: Field[Combo] = Field(Combo(), required=True, name="line-item")
        self.item.set_label(_("Item"))
        self.quantity: Field[NumberEdit] = Field(NumberEdit(), required=True, name="line-quantity")
        self.quantity.set_label(_("Quantity"))
        self.price: Field[NumberEdit] = Field(NumberEdit(decimals=6), name="line-price")
        self.price.set_label(_("Unit price"))
        self.body.addWidget(self.item)
        self.body.addLayout(row(None, self.quantity, self.price, gap=12))
        had, self._is_new = terms or LineTerms(), terms is None
        self.vendor_item, self.origin = Field(LineEdit()), Field(LineEdit())
        self.vendor_item.set_label(_("Vendor's item no."))
        self.origin.set_label(_("Country of origin"))
        self.warranty, self.min_life = Field(NumberEdit()), Field(NumberEdit())
        self.warranty.set_label(_("Warranty, months"))
        self.min_life.set_label(_("Least life left at receipt, months"))
        self.serial_list, self.lot_required = (
            CheckBox(_("The vendor sends a list of serials")), CheckBox(_("Lot and expiry are required"))
        )  # fmt: skip
        self.project: Field[Combo] = Field(Combo(), name="line-project")
        self.project.set_label(_("Paid by another project"))
        self.project.set_hint(_("Empty: the project of the order."))
        self._had = had
        self.body.addWidget(self.project)
        self.body.addLayout(row(None, self.vendor_item, self.origin, gap=12))
        self.body.addLayout(row(None, self.warranty, self.min_life, gap=12))
        self.body.addWidget(self.serial_list)
        self.body.addWidget(self.lot_required)
        self.vendor_item.editor.setText(had.vendor_item)
        self.origin.editor.setText(had.origin)
        self.warranty.editor.set_value(had.warranty_months)
        self.min_life.editor.set_value(had.min_life_months)
        self.serial_list.setChecked(had.serial_list)
        self.lot_required.setChecked(had.lot_required)
        cancel, self.save = Button(_("Cancel"), key="Esc"), Button(_("Save line"), kind="primary", key="Enter")
        cancel.clicked.connect(self.reject)
        self.save.clicked.connect(self._save)
        self.set_buttons(cancel, self.save)
        self.item.editor.chosen.connect(self._chosen)
        for editor in (self.quantity.editor, self.price.editor):
            editor.returnPressed.connect(self._save)
        self.quantity.editor.set_value(quantity)
        if price is not None:
            self.price.editor.set_value(Decimal(price).scaleb(-6))
        context.jobs.read(self, project_options, agreement, done=self._projects)
        context.jobs.read(
            self, catalog.variant_options, "", limit=20_000, done=lambda found: self._options(found, option)
        )

    def _options(self, found: list[VariantOption], option: VariantOption | None) -> None:
        self._found |= {one.variant_id: one for one in found}
        self.item.editor.set_options([Option(one.variant_id, one.label, one.code) for one in found])
        if option is not None:
            self.item.editor.set_value(option.variant_id)

    def _projects(self, found: list[tuple[int, str]]) -> None:
        self.project.editor.set_options([Option(*one) for one in found])
        self.project.editor.set_value(self._had.project_id)

    def _chosen(self, value: Any) -> None:
        option = self._found.get(value)
        if option is None:
            return
        if not self.price.editor.text():
            self.price.editor.set_value(Decimal(option.price_micros).scaleb(-6))
        if self._is_new:  # what the catalog asks of the item is asked of the vendor, until somebody says otherwise
            self.serial_list.setChecked(option.tracking == "serial")
            self.lot_required.setChecked(option.tracking == "lot")
            self.min_life.editor.set_value(option.min_life_months)

    def _save(self) -> None:
        value = self.item.editor.value() if self.item.editor.settle() else None
        option = self._found.get(value) if isinstance(value, int) else None
        quantity, price = self.quantity.editor.integer() or 0, self._price()
        read = self._can_be_read()
        if option is None:
            self.item.set_error(_("Choose an item of the catalog."))
        if quantity < 1:
            self.quantity.set_error(_("Enter 1 or more."))
        if read and option is not None and quantity >= 1 and price is not None:
            self.dismiss()
            self._done(option, quantity, price, self._terms())

    def _price(self) -> int | None:
        """Return the price in millionths, or None with what is wrong at its field."""
        try:
            return price_from_text(self.price.editor.text() or "0").micros
        except BadInput as error:
            self.price.set_error(sentence(error))
            return None

    def _can_be_read(self) -> bool:
        """Tell whether project and numbers are readable; what is not says so, all at once."""
        numbers = [field for field in (self.warranty, self.min_life) if not field.editor.is_valid()]
        for field in numbers:
            field.set_error(_("Enter a number, such as 12."))
        if self.project.editor.settle():
            return not numbers
        self.project.set_error(_("Choose a project of the list, or leave it empty."))
        return False

    def _terms(self) -> LineTerms:
        project = self.project.editor.value()
        named = self.project.editor.text().split(" · ")[0] if isinstance(project, int) else ""
        return LineTerms(
            self.vendor_item.editor.text().strip(), self.origin.editor.text().strip(), self.warranty.editor.integer(),
            self.min_life.editor.integer(), self.serial_list.isChecked(), self.lot_required.isChecked(),
            project if isinstance(project, int) else None, named,
        )  # fmt: skip
