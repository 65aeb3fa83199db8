"""Kits taken from the shelves: how many, from which store, in which sizes, and which stand assembled.

dialog = TakeDialog(context, page, title, verb); dialog.lay_sizes(); dialog.set_kit(detail)
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from inl_logistics.catalog import itempage
from inl_logistics.kernel.problems import BadInput
from inl_logistics.kernel.sentences import sentence
from inl_logistics.kernel.translation import N_, _
from inl_logistics.kits import choices as offers
from inl_logistics.kits.building import SizeChoice
from inl_logistics.kits.choices import SizeQuestion, mixed_sizes
from inl_logistics.kits.queries import KitDetail
from ui.kit.combo import Combo, Option
from ui.kit.fields import Field, LineEdit, NumberEdit
from ui.kit.formats import number
from ui.kit.formdialog import FormDialog
from ui.kit.lackwords import lack_words
from ui.kit.navigation import PageContext
from ui.kit.tables import Column, KeyedTableModel, ListView
from ui.kit.widget import KitWidget, Label, column, emptied, row

_ALL = 0
_MIX = "mix"
_BUILDS = (
    Column("number", N_("Number"), lambda r: r.number, 140, "mono"),
    Column("version", N_("Version"), lambda r: number(r.version), 64, "number"),
    Column("store", N_("Store"), lambda r: r.store, 130),
    Column("serials", N_("Serials"), lambda r: r.serials or "—", 220, "mono", stretch=True),
)


class _SizeLine(KitWidget):
    """One sized item: its size, or where several are allowed how many of each."""

    changed = Signal()

    def __init__(self, question: SizeQuestion, *, mixed: bool) -> None:
        super().__init__()
        self.question = question
        self.combo, self.mix = Combo(editable=False), LineEdit()
        name = f"{question.code} {question.name}"
        self.combo.setAccessibleName(name)
        self.mix.setAccessibleName(_("Sizes of {item}").format(item=name))
        self.mix.setPlaceholderText(_("Such as {sample}").format(sample=_sample(question)))
        options = [
            Option(ident, _("{size} · {n} free").format(size=size, n=number(free)))
            for ident, size, free in question.sizes
        ]
        if mixed:
            options.append(Option(_MIX, _("Several sizes…")))
        self.combo.set_options(options)
        self.combo.set_value(question.sizes[0][0])
        label = Label(_("{quantity} × {item}").format(quantity=number(question.quantity), item=name), role="label",
                      token="text2", elide=True)  # fmt: skip
        layout = row(self, label, self.combo, self.mix, gap=10)
        for at, share in enumerate((3, 2, 2)):
            layout.setStretch(at, share)
        self.mix.hide()
        self.combo.chosen.connect(self._chosen)
        self.mix.edited.connect(self.changed)

    def _chosen(self, value: object) -> None:
        self.mix.setVisible(value == _MIX)
        if value == _MIX:
            self.mix.setFocus()
        self.changed.emit()

    def mixes(self) -> bool:
        """Tell whether several sizes are typed."""
        return self.combo.value() == _MIX

    def can_be_read(self) -> bool:
        """Tell whether the sizes typed are sizes of it."""
        try:
            self.choices()
        except BadInput:
            return False
        return True

    def choices(self) -> tuple[SizeChoice, ...]:
        """Return what was chosen. Raises: BadInput for sizes that cannot be read."""
        item, value = self.question.item_id, self.combo.value()
        if value == _MIX:
            found = mixed_sizes(self.mix.text(), self.question.sizes)
            return tuple(SizeChoice(item, variant, n) for variant, n in found.items())
        return (SizeChoice(item, value),) if isinstance(value, int) else ()


def _sample(question: SizeQuestion) -> str:
    return ", ".join(f"{size} {n}" for (_id, size, _free), n in zip(question.sizes[:2], (5, 7), strict=False))


class SizesChoice(KitWidget):
    """Which size of each sized item, the one of which most is free first; `mixed` allows several of one item."""

    def __init__(self, *, mixed: bool = False) -> None:
        super().__init__()
        self._mixed = mixed
        self._box = QVBoxLayout()
        self._box.setSpacing(6)
        self.lines: dict[int, _SizeLine] = {}
        column(self, self._box)

    def ask(self, questions: Sequence[SizeQuestion]) -> None:
        """Show the items whose size has to be chosen; what was chosen stays chosen."""
        kept = {item: (line.combo.value(), line.mix.text()) for item, line in self.lines.items()}
        emptied(self._box)
        self.lines = {}
        for one in questions:
            line = self.lines[one.item_id] = _SizeLine(one, mixed=self._mixed)
            self._box.addWidget(line)
            value, mix = kept.get(one.item_id, (None, ""))
            if value is not None:
                line.combo.set_value(value)
                line.mix.setText(mix)
                line.mix.setVisible(value == _MIX)
        self.setVisible(bool(questions))

    def combos(self) -> dict[int, Combo]:
        """Return the fields by item."""
        return {item: line.combo for item, line in self.lines.items()}

    def text(self) -> str:
        """Return nothing: every item has a size."""
        return ""

    def set_invalid(self, invalid: bool) -> None:
        """Mark the sizes that were typed and are wrong; the focus goes to the first of them."""
        typed = [line for line in self.lines.values() if line.mixes()]
        unread = [line for line in typed if not line.can_be_read()]
        marked = (unread or typed) if invalid else []
        for line in self.lines.values():
            line.mix.set_invalid(line in marked)
        if marked:
            self.setFocusProxy(marked[0].mix)

    def wrong(self) -> str:
        """Say what of the sizes cannot be read, or nothing."""
        try:
            self.chosen()
        except BadInput as error:
            return sentence(error)
        return ""

    def chosen(self) -> tuple[SizeChoice, ...]:
        """Return the sizes. Raises: BadInput for sizes that cannot be read."""
        return tuple(choice for line in self.lines.values() for choice in line.choices())


class TakeDialog(FormDialog):
    """Asks how many of a kit, from which store and in which sizes."""

    def __init__(self, context: PageContext, over: QWidget, title: str, verb: str, *, mixed: bool = False) -> None:
        super().__init__(context, over, title, verb=verb, width=620)
        self.kit: KitDetail | None = None
        self._stores: list[tuple[int, str]] = []
        self.count = self.field("count", Field(NumberEdit(), required=True), _("How many"))
        self.count.editor.set_value(1)
        self.store = self.field("store_id", Field(Combo(editable=False), required=True), _("From store"))
        self.can = Label(role="secondary", token="text2", wrap=True)
        self.sizes = Field(SizesChoice(mixed=mixed))

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
            said += " " + _("The next lacks {what}.").format(what=lack_words(ready.blocks))
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

    def problems(self) -> Mapping[str, str]:
        """Sizes that cannot be read."""
        wrong = self.sizes.editor.wrong()
        return {"sizes": wrong} if wrong else {}

    def field_of(self, where: tuple[str | int, ...]) -> str:
        """What is short is said at the sizes."""
        return "sizes" if where and where[0] == "lines" else super().field_of(where)


class KitsOutDialog(TakeDialog):
    """Takes kits for a handover: those that stand assembled, and so many from the shelves of one store or all."""

    def __init__(self, context: PageContext, over: QWidget, title: str, verb: str) -> None:
        super().__init__(context, over, title, verb, mixed=True)
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
