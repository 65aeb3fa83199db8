"""The editor of a catalog item: every field checked when it is left and on save. Source: ui.md 11; picture 12."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from inl_logistics.catalog import itempage, queries
from inl_logistics.catalog.commands import save_item
from inl_logistics.catalog.drafts import ItemDraft, LocalName
from inl_logistics.catalog.records import MonitoringClass
from inl_logistics.catalog.rules import PACKING_GROUPS, UNITS_OF_ISSUE
from inl_logistics.catalog.sizes import SizeTableDraft, save_size_table, size_tables
from inl_logistics.kernel.problems import BadInput
from inl_logistics.kernel.text import fold
from inl_logistics.kernel.translation import _
from inl_logistics.kernel.values import Tracking, UnitPrice, price_from_text
from inl_logistics.reference.lists import CodeList, name_of
from inl_logistics.settings.declared import POST, get
from ui.catalog.codesedit import PartNumbersEdit
from ui.catalog.sizesedit import SizesEdit
from ui.catalog.words import CURRENCIES, MONITORING, TRACKS
from ui.kit.choices import CheckBox
from ui.kit.codeedit import CodeField
from ui.kit.combo import Combo, Option
from ui.kit.dialogs import ask_text
from ui.kit.fields import Field, LineEdit, NumberEdit, TextArea
from ui.kit.formdialog import FormDialog
from ui.kit.navigation import PageContext
from ui.kit.openpost import open_post
from ui.kit.paperlanguages import language_options
from ui.kit.widget import Label, Line, column, row


class ItemDialog(FormDialog):
    """Makes or changes an item."""

    def __init__(self, context: PageContext, over: QWidget, draft: ItemDraft) -> None:
        title = _("Edit {item}").format(item=draft.name) if draft.id else _("New catalog item")
        super().__init__(context, over, title, verb=_("Save item"), width=760)
        self.draft = draft
        self._categories: tuple[str, ...] = ()
        self._identity()
        self._value()
        self._section(_("Sizes and minimum stock"))
        self.sizes = self.add("sizes", Field(SizesEdit(draft.variants, known=draft.id is not None)), "",
                              hint=_("Home warns when less than the minimum is free."))  # fmt: skip
        self.sizes.editor.table_asked.connect(self._keep_table)
        self._section(_("Names on receipts"))
        self._local_names()
        self._section(_("Codes"))
        self._more_codes()
        self._section(_("Part numbers of vendors and makers"))
        sizes = [one.size for one in draft.variants]
        self.numbers = self.add("part_numbers", Field(PartNumbersEdit(draft.part_numbers, sizes)), "",
                                hint=_("Imports of their files find the item by these."))  # fmt: skip
        self.sizes.editor.changed.connect(lambda: self.numbers.editor.set_sizes(self.sizes.editor.sizes()))
        self._section(_("Dangerous goods and export"))
        self._dangers()
        self._section(_("Life and packing"))
        self._life()
        context.jobs.read(self, queries.categories, done=self._take_categories)
        context.jobs.read(self, size_tables, done=self.sizes.editor.set_tables)
        context.jobs.read(self, itempage.stores, done=self.sizes.editor.set_stores)
        context.jobs.read(self, itempage.code_owners, done=self.numbers.editor.set_owners)

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
        """Lay a line for each language of paper; those without a name, but the post's own, wait until they are chosen."""
        known = {one.language: one for one in self.draft.names}
        own = open_post(self.context).read(get, POST).language
        self.local: dict[str, tuple[Field[LineEdit], Field[LineEdit]]] = {}
        self._local_lines: dict[str, QWidget] = {}
        for option in language_options():
            key = str(option.value)
            one = known.get(key, LocalName(key, ""))
            name = self._line(f"name_{key}", option.text, one.name)
            said = self._line(f"said_{key}", _("Description, {language}").format(language=option.text), one.description)
            self.local[key] = (name, said)
            line = self._local_lines[key] = QWidget()
            both = row(line, name, said, gap=14)
            both.setStretch(0, 1)
            both.setStretch(1, 1)
            self.body.addWidget(line)
            line.setVisible(key in known or key == own)
        self.languages = Field(Combo())
        self.languages.set_label(_("Name in another language"))
        self.languages.editor.chosen.connect(self._show_language)
        self.body.addWidget(self.languages)
        self._offer_languages()

    def _offer_languages(self) -> None:
        rest = [one for one in language_options() if self._local_lines[str(one.value)].isHidden()]
        self.languages.editor.set_options(rest)
        self.languages.setVisible(bool(rest))

    def _show_language(self, key: object) -> None:
        if key in self._local_lines:
            self._local_lines[str(key)].show()
            self.languages.editor.set_value(None)
            self._offer_languages()
            self.local[str(key)][0].editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def _code(self, name: str, label: str, value: str, *lists: CodeList) -> CodeField:
        field = self.field(name, CodeField(*lists), label)
        field.editor.set_code(value)
        return field

    def _more_codes(self) -> None:
        draft = self.draft
        self.codes: dict[str, Field[Any]] = {
            "nsn": self._line("nsn", _("NSN"), draft.nsn, mono=True),
            "fsc": self._code("fsc", _("FSC"), draft.fsc, CodeList.FSC),
            "psc": self._code("psc", _("PSC"), draft.psc, CodeList.PSC),
            "hs": self._code("hs", _("HS code"), draft.hs, CodeList.HS),
            "unspsc": self._line("unspsc", _("UNSPSC"), draft.unspsc, mono=True),
            "demil_code": self._code("demil_code", _("Demil code"), draft.demil_code, CodeList.DEMIL),
        }
        fields = list(self.codes.values())
        for at in range(0, len(fields), 3):
            self.beside(*fields[at : at + 3])
        self.others = self._line("other_codes", _("Other codes"), ", ".join(draft.other_codes), mono=True,
                                 hint=_("Aliases and older codes, parted by commas."))  # fmt: skip
        self.body.addWidget(self.others)

    def _dangers(self) -> None:
        draft = self.draft
        self.codes["un_number"] = self._code("un_number", _("UN number"), draft.un_number, CodeList.UN)
        self.codes["hazard_class"] = self._line("hazard_class", _("Hazard class"), draft.hazard_class, mono=True)
        groups = [Option("", "—"), *(Option(one, one) for one in PACKING_GROUPS)]
        self.packing = self._pick("packing_group", _("Packing group"), groups, draft.packing_group)
        self.codes["shipping_name"] = self._line("shipping_name", _("Proper shipping name"), draft.shipping_name)
        self.codes["export_class"] = self._line(
            "export_class", _("ECCN or USML"), draft.export_class, mono=True,
            hint=_("EAR99 or empty: not controlled."),
        )  # fmt: skip
        self.beside(self.codes["un_number"], self.codes["hazard_class"], self.packing)
        self.beside(self.codes["shipping_name"], self.codes["export_class"])
        self.codes["un_number"].editor.chosen.connect(self._un_chosen)

    def _un_chosen(self, code: object) -> None:
        """Take over the proper shipping name of the number that was picked, where none is written."""
        field = self.codes["shipping_name"].editor
        if code and not field.text().strip():
            field.setText(name_of(CodeList.UN, str(code)))

    def _keep_table(self, pattern: str) -> None:
        """Keep the sizes that are written as a table with a name, for the next item."""
        if not pattern:
            self.sizes.editor.pattern.setFocus()
            return

        def save(name: str) -> None:
            self.context.jobs.write(
                self, save_size_table, SizeTableDraft(name, pattern), done=self._table_kept, failed=self.refused
            )

        ask_text(self, _("Keep as a size table"), _("Name"), _("Save table"), save, hint=pattern)

    def _table_kept(self, _table_id: int) -> None:
        self.context.jobs.read(self, size_tables, done=self.sizes.editor.set_tables)
        self.sizes.editor.add_pattern()

    def _life(self) -> None:
        draft = self.draft
        self.shelf = self._count("shelf_life_months", _("Shelf life, months"), draft.shelf_life_months)
        self.at_receipt = self._count("min_life_receipt_months", _("Least at receipt"), draft.min_life_receipt_months)
        self.at_handover = self._count(
            "min_life_handover_months", _("Least at handover"), draft.min_life_handover_months
        )
        self.service = self._count("service_life_months", _("Service life, months"), draft.service_life_months)
        self.beside(self.shelf, self.service, self.at_receipt, self.at_handover)
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
        """Check the amount, which is typed as a decimal, and that part numbers are whole."""
        found = {}
        if self._price() is None:
            found["price"] = _("Enter a number, such as {sample}.").format(sample="412.00")
        for key, (name, said) in self.local.items():
            if said.editor.text().strip() and not name.editor.text().strip():
                found[f"name_{key}"] = _("Enter the name too: a receipt shows a description under its name.")
        if self.numbers.editor.is_half():
            found["part_numbers"] = _("Each number needs the vendor or maker it belongs to.")
        return found

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
        other_names = tuple(one for one in self.draft.names if one.language not in self.local)
        names = tuple(
            LocalName(key, name.editor.text().strip(), said.editor.text().strip())
            for key, (name, said) in self.local.items()
            if name.editor.text().strip()
        )
        monitoring = self.monitoring.editor.value()
        plain = {key: field.editor.text().strip() for key, field in self.codes.items()}
        if plain["nsn"] != self.draft.nsn and self.draft.nsn.startswith(plain["fsc"]):
            plain["fsc"] = ""  # it stood in the old stock number; the new one brings its own
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
            service_life_months=self.service.editor.integer(), fsc=plain["fsc"], unspsc=plain["unspsc"],
            shipping_name=plain["shipping_name"], packing_group=str(self.packing.editor.value() or ""),
            part_numbers=self.numbers.editor.numbers(), removed_sizes=self.sizes.editor.removed(),
        )  # fmt: skip
