"""Kits taken from the shelves: how many, from which store, in which sizes, and which stand assembled.

dialog = TakeDialog(context, page, title, verb); dialog.lay_sizes(); dialog.set_kit(detail)
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from inl_logistics.catalog import itempage
from inl_logistics.kernel.translation import N_, _
from inl_logistics.kits import choices as offers
from inl_logistics.kits import queries
from inl_logistics.kits.building import SizeChoice
from inl_logistics.kits.choices import SizeQuestion
from inl_logistics.kits.queries import KitDetail
from ui.kit.combo import Combo, Option
from ui.kit.fields import Field, NumberEdit
from ui.kit.formats import number
from ui.kit.formdialog import FormDialog
from ui.kit.navigation import PageContext
from ui.kit.tables import Column, KeyedTableModel, ListView
from ui.kit.widget import KitWidget, Label, column, emptied, row

_ALL = 0
_BUILDS = (
    Column("number", N_("Number"), lambda r: r.number, 140, "mono"),
    Column("store", N_("Store"), lambda r: r.store, 150),
    Column("serials", N_("Serials"), lambda r: r.serials or "—", 220, "mono", stretch=True),
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


class TakeDialog(FormDialog):
    """Asks how many of a kit, from which store and in which sizes."""

    def __init__(self, context: PageContext, over: QWidget, title: str, verb: str) -> None:
        super().__init__(context, over, title, verb=verb, width=620)
        self.kit: KitDetail | None = None
        self._stores: list[tuple[int, str]] = []
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

    def set_kit(self, kit: KitDetail) -> None:
        """Take another kit: the store where most can be built comes first."""
        self.kit = kit
        self.take_stores(self._stores)

    def kit_id(self) -> int:
        """Return the kit, or 0 while none is chosen."""
        return self.kit.row.key if self.kit is not None else 0

    def take_stores(self, stores: list[tuple[int, str]]) -> None:
        """Offer the stores, the one where most can be built first."""
        self._stores = stores
        ready = {one.store_id: (-one.can, len(one.blocks)) for one in self.kit.stores} if self.kit else {}
        ordered = sorted(stores, key=lambda one: ready.get(one[0], (1, 0)))
        self.store.editor.set_options(self.store_options(ordered))
        first = self.store.editor.options()[0].value if ordered else None
        self.store.editor.set_value(first)
        self._store_chosen(first)

    def store_options(self, stores: Sequence[tuple[int, str]]) -> list[Option]:
        """Return the stores as options."""
        return [Option(ident, name) for ident, name in stores]

    def _store_chosen(self, store: object) -> None:
        if self.kit is None:
            self.can.setText("")
            return
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


class KitsOutDialog(TakeDialog):
    """Takes kits for a handover: those that stand assembled, and so many from the shelves of one store or all."""

    def __init__(self, context: PageContext, over: QWidget, title: str, verb: str) -> None:
        super().__init__(context, over, title, verb)
        self.builds = KeyedTableModel(_BUILDS, tickable=True, parent=self)
        self.builds_title = Label(_("Assembled kits"), role="label", token="text2")
        self.table = ListView(self.builds)
        self.table.setMinimumHeight(140)
        self.table.setAccessibleName(_("Assembled kits"))
        self.builds.ticks_changed.connect(self._again)
        self.count.editor.textChanged.connect(lambda _text: self._again())

    def lay_kits(self) -> None:
        """Put the assembled kits, how many more, the store and the sizes below each other."""
        self.body.addWidget(self.builds_title)
        self.body.addWidget(self.table)
        self.count.set_label(_("From the shelves"))
        self.beside(self.count, self.store)
        self.lay_sizes()
        self._show_builds(())

    def set_kit(self, kit: KitDetail, ticked: Sequence[int] = ()) -> None:
        """Take another kit with what stands assembled of it."""
        super().set_kit(kit)
        self._show_builds(ticked)

    def _show_builds(self, ticked: Sequence[int]) -> None:
        standing = [one for one in self.kit.builds if one.status == "assembled"] if self.kit else []
        self.builds.set_rows(standing, keys=[one.id for one in standing])
        self.builds.set_ticked([one.id for one in standing if one.id in ticked], True)
        self.builds_title.setVisible(bool(standing))
        self.table.setVisible(bool(standing))
        self.count.editor.set_value(0 if standing else 1)
        self._again()

    def store_options(self, stores: Sequence[tuple[int, str]]) -> list[Option]:
        """Return the stores, all of them first."""
        return [Option(_ALL, _("All stores")), *super().store_options(stores)]

    def _again(self) -> None:
        nothing = not self.builds.ticked() and not self.count.editor.integer()
        self.save.set_reason(_("Say how many, or tick assembled ones") if nothing else "")
