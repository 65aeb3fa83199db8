"""The editor of a catalog item: every field checked when it is left and on save. Source: ui.md 11; picture 12."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from inl_logistics.catalog import queries
from inl_logistics.catalog.commands import ItemDraft, LocalName, VariantDraft, save_item
from inl_logistics.catalog.records import MonitoringClass
from inl_logistics.catalog.rules import UNITS_OF_ISSUE
from inl_logistics.kernel.problems import BadInput
from inl_logistics.kernel.text import fold
from inl_logistics.kernel.translation import _
from inl_logistics.kernel.values import Tracking, UnitPrice, price_from_text
from ui.catalog.words import CURRENCIES, LANGUAGES, MONITORING, TRACKS
from ui.kit.buttons import Button
from ui.kit.choices import CheckBox
from ui.kit.combo import Combo, Option
from ui.kit.fields import Field, LineEdit, NumberEdit, TextArea
from ui.kit.formdialog import FormDialog
from ui.kit.navigation import PageContext
from ui.kit.widget import Label, Line, column, row

_MOST_SIZES = 40


class _Sizes(QWidget):
    """Sizes with their least stock; a size that exists keeps its name, because stock may refer to it."""

    def __init__(self, variants: Sequence[VariantDraft], *, known: bool) -> None:
        super().__init__()
        self._known = known
        self._lines: list[tuple[LineEdit, NumberEdit]] = []
        self._box = QVBoxLayout()
        self._box.setSpacing(6)
        self._add = Button(_("Add a size"), kind="ghost", icon="plus")
        self._add.clicked.connect(lambda: self._line(VariantDraft(), fixed=False).setFocus())
        head = row(None, Label(_("Size (empty for none)"), role="label", token="text2"),
                   Label(_("Minimum stock"), role="label", token="text2"), gap=14)  # fmt: skip
        head.setStretch(0, 1)
        head.setStretch(1, 1)
        column(self, head, self._box, row(None, self._add, "stretch"), gap=5)
        for variant in variants:
            self._line(variant, fixed=known)

    def _line(self, variant: VariantDraft, *, fixed: bool) -> LineEdit:
        size, least = LineEdit(), NumberEdit()
        size.setText(variant.size)
        size.setReadOnly(fixed)
        size.setAccessibleName(_("Size"))
        least.set_value(variant.minimum)
        least.setAccessibleName(_("Minimum stock"))
        self._lines.append((size, least))
        line = row(None, size, least, gap=14)
        line.setStretch(0, 1)
        line.setStretch(1, 1)
        self._box.addLayout(line)
        self._add.setEnabled(len(self._lines) < _MOST_SIZES)
        return size

    def is_valid(self) -> bool:
        """Tell whether every minimum is a number."""
        return all(least.is_valid() for _size, least in self._lines)

    def text(self) -> str:
        """Return the sizes, for the check of empty fields."""
        return " ".join(size.text() for size, _least in self._lines)

    def variants(self) -> tuple[VariantDraft, ...]:
        """Return the sizes; an added line without a size is left out when there are others."""
        found = [VariantDraft(size.text().strip(), least.integer()) for size, least in self._lines]
        named = [one for one in found if one.size or one.minimum is not None]
        if self._known:
            fixed = sum(size.isReadOnly() for size, _least in self._lines)
            return (*found[:fixed], *(one for one in found[fixed:] if one.size))
        return tuple(named) or (VariantDraft(),)


class ItemDialog(FormDialog):
    """Makes or changes an item."""

    def __init__(self, context: PageContext, over: QWidget, draft: ItemDraft) -> None:
        title = _("Edit {item}").format(item=draft.name) if draft.id else _("New catalog item")
        super().__init__(context, over, title, verb=_("Save item"), width=620)
        self.draft = draft
        self._categories: tuple[str, ...] = ()
        self._identity()
        self._value()
        self._section(_("Sizes and minimum stock"))
        self.sizes = self.add("sizes", Field(_Sizes(draft.variants, known=draft.id is not None)), "",
                              hint=_("Warns on Home when less is available in all stores."))  # fmt: skip
        self._section(_("Names on receipts"))
        self._local_names()
        self._section(_("Codes"))
        self._more_codes()
        self._section(_("Life and packing"))
        self._life()
        context.jobs.read(self, queries.categories, done=self._take_categories)

    def _section(self, words: str) -> None:
        self.body.addWidget(Line())
        self.body.addWidget(Label(words, role="section"))

    def _line(
        self, name: str, label: str, value: str, *, required: bool = False, mono: bool = False, hint: str = ""
    ) -> Field[LineEdit]:
        field = self.field(name, Field(LineEdit(mono=mono), required=required), label, hint=hint)
        field.editor.setText(value)
        return field

    def _count(self, name: str, label: str, value: int | None, *, hint: str = "") -> Field[NumberEdit]:
        field = self.field(name, Field(NumberEdit()), label, hint=hint)
        field.editor.set_value(value)
        return field

    def _pick(
        self, name: str, label: str, options: Sequence[Option], value: object, *, required: bool = False
    ) -> Field[Combo]:
        field = self.field(name, Field(Combo(editable=len(options) > 8), required=required), label)
        field.editor.set_options(options)
        field.editor.set_value(value)
        return field

    def _identity(self) -> None:
        draft = self.draft
        self.code = self._line("code", _("Item code"), draft.code, required=True, mono=True)
        self.name = self._line("name", _("Name"), draft.name, required=True)
        self.beside(self.code, self.name)
        self.category = self.field("category", Field(Combo(search=self._find_category), required=True), _("Category"))
        self.category.editor.set_value(draft.category or None, draft.category)
        tracks = [Option(key, _(words)) for key, words in TRACKS.items()]
        self.tracking = self._pick("tracking", _("Tracking"), tracks, draft.tracking.value, required=True)
        self.beside(self.category, self.tracking)
        self.maker = self._line("maker", _("Maker"), draft.maker, hint=_("Serials are unique for a maker and model."))
        self.model = self._line("model", _("Model"), draft.model)
        self.beside(self.maker, self.model)

    def _find_category(self, typed: str) -> list[Option]:
        words = fold(typed).split()
        found = [Option(one, one) for one in self._categories if all(word in fold(one) for word in words)]
        new = typed.strip()
        if new and all(fold(new) != fold(one) for one in self._categories):
            found.append(Option(new, new, _("new category")))
        return found

    def _take_categories(self, names: Sequence[str]) -> None:
        self._categories = tuple(names)

    def _value(self) -> None:
        draft = self.draft
        amount = UnitPrice(draft.price_micros, draft.currency).decimal()
        shown = f"{amount:,.2f}" if amount == round(amount, 2) else f"{amount.normalize():,f}"
        self.price = self._line("price", _("Unit value"), shown if draft.price_micros else "")
        self.currency = self._pick("currency", _("Currency"), [Option(one, one) for one in CURRENCIES], draft.currency)
        units = [Option(one, one) for one in UNITS_OF_ISSUE]
        self.unit = self._pick("unit_of_issue", _("Unit of issue"), units, draft.unit_of_issue, required=True)
        self.beside(self.price, self.currency, self.unit)
        classes = [Option(key, _(words)) for key, words in MONITORING.items()]
        known = draft.monitoring.value if draft.monitoring.value in MONITORING else None
        self.monitoring = self._pick("monitoring", _("End-use monitoring"), classes, known)
        self.hold = CheckBox(_("Policy hold: not handed over without an override"))
        self.hold.setChecked(draft.policy_hold)
        held = column(None, 20, self.hold)
        line = row(None, self.monitoring, gap=14)
        line.addLayout(held, 1)
        line.setStretch(0, 1)
        self.body.addLayout(line)

    def _local_names(self) -> None:
        known = {one.language: one for one in self.draft.names}
        self.local: dict[str, Field[LineEdit]] = {}
        for key, words in LANGUAGES.items():
            self.local[key] = self._line(f"name_{key}", _(words), known[key].name if key in known else "")
        pairs = list(self.local.values())
        for at in range(0, len(pairs), 2):
            self.beside(*pairs[at : at + 2])

    def _more_codes(self) -> None:
        draft = self.draft
        self.codes = {
            "nsn": self._line("nsn", _("NSN"), draft.nsn, mono=True), "psc": self._line("psc", _("PSC"), draft.psc, mono=True),
            "hs": self._line("hs", _("HS code"), draft.hs, mono=True),
            "export_class": self._line("export_class", _("ECCN or USML"), draft.export_class, mono=True),
            "un_number": self._line("un_number", _("UN number"), draft.un_number, mono=True),
            "hazard_class": self._line("hazard_class", _("Hazard class"), draft.hazard_class, mono=True),
            "demil_code": self._line("demil_code", _("Demil code"), draft.demil_code, mono=True),
        }  # fmt: skip
        self.others = self._line("other_codes", _("Other codes"), ", ".join(draft.other_codes), mono=True)
        fields = [*self.codes.values(), self.others]
        for at in range(0, len(fields), 2):
            self.beside(*fields[at : at + 2])

    def _life(self) -> None:
        draft = self.draft
        self.shelf = self._count("shelf_life_months", _("Shelf life, months"), draft.shelf_life_months)
        self.at_receipt = self._count("min_life_receipt_months", _("Least at receipt"), draft.min_life_receipt_months)
        self.at_handover = self._count(
            "min_life_handover_months", _("Least at handover"), draft.min_life_handover_months
        )
        self.beside(self.shelf, self.at_receipt, self.at_handover)
        self.carton = self._count("carton_quantity", _("Units in a carton"), draft.carton_quantity)
        self.weight = self._count("carton_weight_g", _("Carton, grams"), draft.carton_weight_g)
        self.carton_size = self._line("carton_size_mm", _("Carton, mm"), draft.carton_size_mm)
        self.beside(self.carton, self.weight, self.carton_size)
        self.description = self.add("description", Field(TextArea(lines=3)), _("Description"))
        self.description.editor.setText(draft.description)

    # checking -----------------------------------------------------------------------------------------------
    def sample(self, name: str) -> str:
        """Return a number as a field takes it."""
        return "412.00" if name == "price" else "60"

    def problems(self) -> dict[str, str]:
        """Check the amount, which is typed as a decimal."""
        if self._price() is None:
            return {"price": _("Enter a number, such as {sample}.").format(sample="412.00")}
        return {}

    def _price(self) -> int | None:
        typed = self.price.editor.text().strip()
        try:
            return price_from_text(typed or "0", str(self.currency.editor.value())).micros
        except BadInput:
            return None

    def send(self) -> None:
        """Save the item."""
        self.write(save_item, self.typed())

    def typed(self) -> ItemDraft:
        """Return the item as it stands in the fields."""
        described = {one.language: one.description for one in self.draft.names}
        other_names = tuple(one for one in self.draft.names if one.language not in LANGUAGES)
        names = tuple(
            LocalName(key, field.editor.text().strip(), described.get(key, ""))
            for key, field in self.local.items()
            if field.editor.text().strip()
        )
        monitoring = self.monitoring.editor.value()
        plain = {key: field.editor.text().strip() for key, field in self.codes.items()}
        return ItemDraft(
            code=self.code.editor.text(), name=self.name.editor.text(), tracking=Tracking(str(self.tracking.editor.value())),
            id=self.draft.id, version=self.draft.version, category=str(self.category.editor.value() or ""),
            description=self.description.editor.text(), unit_of_issue=str(self.unit.editor.value()),
            maker=self.maker.editor.text(), model=self.model.editor.text(), nsn=plain["nsn"], psc=plain["psc"],
            hs=plain["hs"], export_class=plain["export_class"], un_number=plain["un_number"],
            hazard_class=plain["hazard_class"], demil_code=plain["demil_code"],
            monitoring=MonitoringClass(str(monitoring)) if monitoring else self.draft.monitoring,
            policy_hold=self.hold.isChecked(), price_micros=self._price() or 0,
            currency=str(self.currency.editor.value() or "USD"), shelf_life_months=self.shelf.editor.integer(),
            min_life_receipt_months=self.at_receipt.editor.integer(),
            min_life_handover_months=self.at_handover.editor.integer(), carton_quantity=self.carton.editor.integer(),
            carton_weight_g=self.weight.editor.integer(), carton_size_mm=self.carton_size.editor.text(),
            indicative=self.draft.indicative and self._price() == self.draft.price_micros,
            variants=self.sizes.editor.variants(), names=(*names, *other_names),
            other_codes=tuple(filter(None, (one.strip() for one in self.others.editor.text().split(",")))),
        )  # fmt: skip
