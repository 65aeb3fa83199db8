"""Kits taken from the shelves: assembled with exact serials, handed over, sent to another store."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from inl_logistics.catalog import itempage
from inl_logistics.kernel.translation import N_, _
from inl_logistics.kits import choices as offers
from inl_logistics.kits import queries
from inl_logistics.kits.building import AssembleDraft, SizeChoice, assemble
from inl_logistics.kits.choices import SizeQuestion
from inl_logistics.kits.handing import KitHandoverDraft, KitTransferDraft, hand_over, transfer
from inl_logistics.kits.queries import KitDetail
from inl_logistics.requirements import choices
from ui.kit.choices import CheckBox
from ui.kit.combo import Combo, Option
from ui.kit.fields import Field, LineEdit, NumberEdit, TextArea
from ui.kit.formats import number
from ui.kit.formdialog import FormDialog
from ui.kit.navigation import PageContext
from ui.kit.tables import Column, KeyedTableModel, ListView
from ui.kit.widget import KitWidget, Label, column, emptied, row
from ui.kits import words

_ALL = 0
_BUILDS = (
    Column("number", N_("Number"), lambda r: r.number, 140, "mono"),
    Column("store", N_("Store"), lambda r: r.store, 150),
    Column("serials", N_("Serials"), lambda r: r.serials or "—", 180, "mono", stretch=True),
    Column("status", N_("Status"), lambda r: words.build_chip(r).text, 110, "chip", chip=words.build_chip),
)


class SizesChoice(KitWidget):
    """Which size of each sized item, the one of which most is free first."""

    def __init__(self) -> None:
        super().__init__()
        self._box = QVBoxLayout()
        self._box.setSpacing(6)
        self._combos: dict[int, Combo] = {}
        column(self, self._box)

    def ask(self, questions: Sequence[SizeQuestion]) -> None:
        """Show the items whose size has to be chosen; what was chosen stays chosen."""
        kept = {item: combo.value() for item, combo in self._combos.items()}
        emptied(self._box)
        self._combos = {}
        for one in questions:
            combo = Combo(editable=False)
            combo.setAccessibleName(f"{one.code} {one.name}")
            combo.set_options([
                Option(ident, _("{size} · {n} free").format(size=size, n=number(free))) for ident, size, free in one.sizes
            ])  # fmt: skip
            combo.set_value(kept.get(one.item_id) or one.sizes[0][0])
            self._combos[one.item_id] = combo
            line = QWidget()
            label = Label(_("{quantity} × {item}").format(quantity=number(one.quantity), item=f"{one.code} {one.name}"),
                          role="label", token="text2", elide=True)  # fmt: skip
            layout = row(line, label, combo, gap=10)
            layout.setStretch(0, 3)
            layout.setStretch(1, 2)
            self._box.addWidget(line)
        self.setVisible(bool(questions))

    def combos(self) -> dict[int, Combo]:
        """Return the fields by item."""
        return self._combos

    def text(self) -> str:
        """Return nothing: every item has a size."""
        return ""

    def chosen(self) -> tuple[SizeChoice, ...]:
        """Return the sizes."""
        return tuple(
            SizeChoice(item, size) for item, combo in self._combos.items() if isinstance(size := combo.value(), int)
        )


class _TakeDialog(FormDialog):
    """Asks how many, from which store and in which sizes."""

    def __init__(self, context: PageContext, over: QWidget, kit: KitDetail, title: str, verb: str) -> None:
        super().__init__(context, over, title, verb=verb, width=620)
        self.kit = kit
        self.count = self.field("count", Field(NumberEdit(), required=True), _("How many"))
        self.count.editor.set_value(1)
        self.store = self.field("store_id", Field(Combo(editable=False), required=True), _("From store"))
        self.can = Label(role="secondary", token="text2", wrap=True)
        self.sizes = Field(SizesChoice())

    def lay_sizes(self) -> None:
        """Put what can be built and the sizes below each other, and ask which stores there are."""
        self.body.addWidget(self.can)
        self.add("sizes", self.sizes, _("Sizes"))
        self.store.editor.chosen.connect(self._store_chosen)
        self.context.jobs.read(self, itempage.stores, done=self.take_stores)

    def take_stores(self, stores: list[tuple[int, str]]) -> None:
        """Offer the stores, the one where most can be built first."""
        ready = {one.store_id: (-one.can, len(one.blocks)) for one in self.kit.stores}
        ordered = sorted(stores, key=lambda one: ready.get(one[0], (1, 0)))
        self.store.editor.set_options(self.store_options(ordered))
        first = self.store.editor.options()[0].value if ordered else None
        self.store.editor.set_value(first)
        self._store_chosen(first)

    def store_options(self, stores: Sequence[tuple[int, str]]) -> list[Option]:
        """Return the stores as options."""
        return [Option(ident, name) for ident, name in stores]

    def _store_chosen(self, store: object) -> None:
        store_id = store if isinstance(store, int) and store != _ALL else None
        ready = next((one for one in self.kit.stores if one.store_id == (store_id or _ALL)), None)
        said = _("{n} can be built here.").format(n=number(ready.can if ready else 0))
        if ready is not None and ready.blocks:
            said += " " + _("The next lacks {what}.").format(what=queries.block_words(ready))
        self.can.setText(said)
        self.context.jobs.read(
            self, offers.size_questions, self.kit.row.key, store_id, today=self.context.today(), done=self._ask_sizes
        )

    def _ask_sizes(self, found: list[SizeQuestion]) -> None:
        self.sizes.editor.ask(found)
        self.sizes.setVisible(bool(found))
        self._place()

    def store_id(self) -> int | None:
        """Return the store, or nothing for all of them."""
        value = self.store.editor.value()
        return value if isinstance(value, int) and value != _ALL else None

    def field_of(self, where: tuple[str | int, ...]) -> str:
        """What is short is said at the sizes."""
        return "sizes" if where and where[0] == "lines" else super().field_of(where)


class AssembleDialog(_TakeDialog):
    """Assembles kits: each gets a number of its own, its serials are put aside for it."""

    def __init__(self, context: PageContext, over: QWidget, kit: KitDetail) -> None:
        super().__init__(context, over, kit, _("Assemble {kit}").format(kit=kit.row.name), _("Assemble"))
        self.beside(self.count, self.store)
        self.lay_sizes()
        self.serials = self.add("serials", Field(TextArea(lines=3)), _("These serials (scan or type, one a line)"),
                                hint=_("Others are taken by themselves, first expiry first."))  # fmt: skip
        self.incomplete = CheckBox(_("Also with something missing: it can be completed later"))
        self.options_ = CheckBox(_("With its options"))
        has_options = any(one.optional for one in kit.lines)
        self.options_.setVisible(has_options)
        self.body.addWidget(self.incomplete)
        self.body.addWidget(self.options_)
        self.remark = self.add("note", Field(LineEdit()), _("Note"))

    def send(self) -> None:
        """Assemble them, all or none."""
        serials = tuple(one.strip() for one in self.serials.editor.text().splitlines() if one.strip())
        self.write(
            assemble,
            AssembleDraft(
                self.kit.row.key, self.store_id() or 0, self.count.editor.integer() or 0, self.sizes.editor.chosen(),
                serials, self.incomplete.isChecked(), self.options_.isChecked(), self.remark.editor.text(),
            ),
        )  # fmt: skip


class HandOverDialog(_TakeDialog):
    """Puts kits on a handover: those that stand assembled, and so many from the shelves."""

    def __init__(self, context: PageContext, over: QWidget, kit: KitDetail, ticked: Sequence[int] = ()) -> None:
        super().__init__(context, over, kit, _("Hand over {kit}").format(kit=kit.row.name), _("Make handover"))
        self._units_of: dict[int, int | None] = {}
        self.unit = self.field("unit_id", Field(Combo()), _("Unit"))
        self.facility = self.field("facility_id", Field(Combo()), _("Facility"))
        self.beside(self.unit, self.facility)
        standing = [one for one in kit.builds if one.status == "assembled"]
        self.builds = KeyedTableModel(_BUILDS, tickable=True, parent=self)
        self.builds.set_rows(standing, keys=[one.id for one in standing])
        self.builds.set_ticked([one.id for one in standing if one.id in ticked], True)
        self.table = ListView(self.builds)
        self.table.setMinimumHeight(140)
        self.table.setAccessibleName(_("Assembled kits"))
        if standing:
            self.body.addWidget(Label(_("Assembled kits"), role="label", token="text2"))
            self.body.addWidget(self.table)
        self.count.set_label(_("From the shelves"))
        self.count.editor.set_value(0 if standing else 1)
        self.beside(self.count, self.store)
        self.lay_sizes()
        self.builds.ticks_changed.connect(self._again)
        self.count.editor.textChanged.connect(lambda _text: self._again())
        context.jobs.read(self, choices.units, done=self._take_units)
        context.jobs.read(self, choices.facilities, done=self._take_facilities)
        self._again()

    def store_options(self, stores: Sequence[tuple[int, str]]) -> list[Option]:
        """Return the stores, all of them first."""
        return [Option(_ALL, _("All stores")), *super().store_options(stores)]

    def _take_units(self, units: list[tuple[int, str]]) -> None:
        self.unit.editor.set_options([Option(ident, name) for ident, name in units])

    def _take_facilities(self, found: list[choices.FacilityChoice]) -> None:
        self.facility.editor.set_options([Option(one.id, one.name, one.unit) for one in found])
        self._units_of = {one.id: one.unit_id for one in found}
        self.facility.editor.chosen.connect(self._facility_chosen)

    def _facility_chosen(self, facility: object) -> None:
        """Propose the unit that the facility belongs to."""
        unit = self._units_of.get(facility) if isinstance(facility, int) else None
        if unit is not None and self.unit.editor.value() is None:
            self.unit.editor.set_value(unit)

    def _again(self) -> None:
        nothing = not self.builds.ticked() and not self.count.editor.integer()
        self.save.set_reason(_("Say how many, or tick assembled ones") if nothing else "")

    def send(self) -> None:
        """Make the handover draft."""
        unit, facility = self.unit.editor.value(), self.facility.editor.value()
        self.write(
            hand_over,
            KitHandoverDraft(
                self.kit.row.key, self.count.editor.integer() or 0, tuple(self.builds.ticked()), self.store_id(),
                self.sizes.editor.chosen(), unit_id=unit if isinstance(unit, int) else None,
                facility_id=facility if isinstance(facility, int) else None,
            ),
        )  # fmt: skip


class TransferDialog(_TakeDialog):
    """Sends whole kits to another store."""

    def __init__(self, context: PageContext, over: QWidget, kit: KitDetail) -> None:
        super().__init__(
            context, over, kit, _("Send {kit} to another store").format(kit=kit.row.name), _("Make transfer")
        )
        self.target = self.field("to_bin", Field(Combo(), required=True), _("To"))
        self.beside(self.count, self.store, self.target)
        self.lay_sizes()
        context.jobs.read(self, offers.bin_choices, done=self._take_bins)

    def _take_bins(self, found: list[tuple[int, str]]) -> None:
        self.target.editor.set_options([Option(ident, name) for ident, name in found])

    def send(self) -> None:
        """Make the transfer draft."""
        target = self.target.editor.value()
        if isinstance(target, int):
            self.write(transfer, KitTransferDraft(self.kit.row.key, self.count.editor.integer() or 0, self.store_id() or 0,
                                                  target, self.sizes.editor.chosen()))  # fmt: skip
