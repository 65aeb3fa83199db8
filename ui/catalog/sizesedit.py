"""The sizes of an item in its editor: many at once from a table or a pattern, each with its least stock, retired or removed.

The least stock is that of the whole post or of one store, whichever is chosen above the column.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from inl_logistics.catalog.drafts import StoreMinimum, VariantDraft
from inl_logistics.catalog.sizerules import size_rank, sizes_of
from inl_logistics.catalog.sizes import SizeTable
from inl_logistics.kernel.translation import _, ngettext
from ui.kit.buttons import Button, IconButton
from ui.kit.choices import CheckBox
from ui.kit.combo import Combo, Option
from ui.kit.fields import LineEdit, NumberEdit
from ui.kit.widget import KitWidget, Label, column, emptied, row

MOST_SIZES = 120
_POST = 0


@dataclass(slots=True)
class _Line:
    """One size as it stands in the form; `least` by store, 0 for the whole post."""

    size: str
    known: bool
    retired: bool = False
    least: dict[int, int | None] = field(default_factory=dict)


class _SizeRow(QWidget):
    """The fields of one size."""

    removed = Signal()

    def __init__(self, line: _Line, store: int) -> None:
        super().__init__()
        self.line = line
        self.called, self.least = LineEdit(), NumberEdit()
        self.retired = CheckBox(_("Retired"))
        self.remove = IconButton("x", side=28)
        self.called.setText(line.size)
        self.called.setReadOnly(line.known)
        self.called.setAccessibleName(_("Size"))
        self.least.setAccessibleName(_("Minimum stock"))
        self.retired.setChecked(line.retired)
        self.retired.setVisible(line.known)
        self.remove.set_hint(_("Remove this size"))
        self.remove.clicked.connect(self.removed)
        self.show_store(store)
        tail = QWidget()
        tail.setFixedWidth(118)
        row(tail, self.retired, "stretch", self.remove)
        layout = row(self, self.called, self.least, tail, gap=14)
        layout.setStretch(0, 3)
        layout.setStretch(1, 2)

    def show_store(self, store: int) -> None:
        """Show the least stock of a store."""
        self.least.set_value(self.line.least.get(store))

    def keep(self, store: int) -> None:
        """Keep what is typed in the line."""
        self.line.size = self.called.text().strip()
        self.line.retired = self.retired.isChecked()
        self.line.least[store] = self.least.integer()


class SizesEdit(KitWidget):
    """Sizes with their least stock; a size that exists keeps its name, because stock may refer to it."""

    changed = Signal()  # other sizes, or other words for one
    table_asked = Signal(str)  # keep this pattern as a size table

    def __init__(self, variants: Sequence[VariantDraft], *, known: bool) -> None:
        super().__init__()
        self._store = _POST
        self._removed: list[str] = []
        self._rows: list[_SizeRow] = []
        self.tables = Combo()
        self.pattern = LineEdit()
        self.pattern.setPlaceholderText("XS-4XL   28-48/2 x S/R/L")
        self.pattern.setAccessibleName(_("Sizes to add"))
        self.tables.setAccessibleName(_("Size table"))
        self.add_all = Button(_("Add sizes"), icon="plus")
        self.keep_table = IconButton("save", side=30)
        self.keep_table.set_hint(_("Keep these sizes as a table"))
        self.stores = Combo(editable=False)
        self.stores.setAccessibleName(_("Minimum for"))
        self.add_one = Button(_("Add a size"), kind="ghost", icon="plus")
        self._count = Label(role="secondary", token="text3")
        self._box = QVBoxLayout()
        self._box.setSpacing(6)
        self._lay_out()
        self.set_stores(())
        for variant in variants:
            least: dict[int, int | None] = {one.store_id: one.quantity for one in variant.stores}
            least[_POST] = variant.minimum
            self._add(_Line(variant.size, known, variant.retired, least))
        self._recount()

    def _lay_out(self) -> None:
        top = row(None, self.tables, self.pattern, self.add_all, self.keep_table, gap=8)
        top.setStretch(0, 2)
        top.setStretch(1, 3)
        head = row(None, Label(_("Size (empty for none)"), role="label", token="text2"),
                   row(None, Label(_("Minimum for"), role="label", token="text2"), self.stores, gap=8), gap=14)  # fmt: skip
        head.setStretch(0, 1)
        head.setStretch(1, 2)
        column(self, top, 4, head, self._box, row(None, self.add_one, "stretch", self._count), gap=6)
        self.add_all.clicked.connect(self.add_pattern)
        self.pattern.returnPressed.connect(self.add_pattern)
        self.add_one.clicked.connect(lambda: self._add(_Line("", known=False)).called.setFocus())
        self.tables.chosen.connect(self._table_chosen)
        self.stores.chosen.connect(self._store_chosen)
        self.keep_table.clicked.connect(lambda: self.table_asked.emit(self.pattern.text().strip()))

    # what can be chosen -------------------------------------------------------------------------------------
    def set_tables(self, tables: Sequence[SizeTable]) -> None:
        """Offer the size tables of the post."""
        self.tables.set_options([Option(one.pattern, one.name, ", ".join(one.sizes[:6])) for one in tables])
        self.tables.setPlaceholderText(_("Size table"))

    def set_stores(self, stores: Sequence[tuple[int, str]]) -> None:
        """Offer the stores that can have a minimum of their own."""
        self.stores.set_options([Option(_POST, _("Whole post")), *(Option(one, name) for one, name in stores)])
        self.stores.set_value(self._store)

    def _table_chosen(self, pattern: object) -> None:
        if pattern:
            self.pattern.setText(str(pattern))
            self.add_pattern()

    def _store_chosen(self, store: object) -> None:
        self._keep()
        self._store = int(str(store or _POST))
        for one in self._rows:
            one.show_store(self._store)

    # lines --------------------------------------------------------------------------------------------------
    def add_pattern(self) -> None:
        """Add every size that the pattern stands for and that is not there yet, each in its place."""
        wanted = sizes_of(self.pattern.text())
        if not wanted:
            self.pattern.setFocus()
            return
        self._keep()
        lines = [one.line for one in self._rows]
        if len(lines) == 1 and not lines[0].size and not lines[0].known:
            lines = []  # the empty line of a new item
        there = {one.size for one in lines}
        lines += [_Line(size, known=False) for size in wanted if size not in there][: MOST_SIZES - len(lines)]
        self._show(sorted(lines, key=lambda one: size_rank(one.size)))
        self.pattern.clear()
        self.tables.set_value(None)

    def _show(self, lines: Sequence[_Line]) -> None:
        emptied(self._box)
        self._rows = []
        for line in lines:
            self._add(line)
        self._recount()

    def _add(self, line: _Line) -> _SizeRow:
        made = _SizeRow(line, self._store)
        made.removed.connect(lambda: self._drop(made))
        made.called.textEdited.connect(lambda _text: self._recount())
        self._rows.append(made)
        self._box.addWidget(made)
        self._recount()
        return made

    def _drop(self, dropped: _SizeRow) -> None:
        self._keep()
        if dropped.line.known:
            self._removed.append(dropped.line.size)
        self._show([one.line for one in self._rows if one is not dropped])

    def _recount(self) -> None:
        named = sum(bool(one.called.text().strip()) for one in self._rows)
        self._count.setText(ngettext("{n} size", "{n} sizes", named).format(n=named) if named else "")
        self.add_one.setEnabled(len(self._rows) < MOST_SIZES)
        self.changed.emit()

    def _keep(self) -> None:
        for one in self._rows:
            one.keep(self._store)

    def sizes(self) -> list[str]:
        """Return the sizes as they are typed now."""
        return [size for one in self._rows if (size := one.called.text().strip())]

    # for the dialog -----------------------------------------------------------------------------------------
    def rows(self) -> list[_SizeRow]:
        """Return the lines as they stand."""
        return self._rows

    def is_valid(self) -> bool:
        """Tell whether every minimum is a number."""
        wrong = [one.least for one in self._rows if not one.least.is_valid()]
        for one in self._rows:
            one.least.set_invalid(one.least in wrong)
        if wrong:
            self.setFocusProxy(wrong[0])
        return not wrong

    def text(self) -> str:
        """Return the sizes, for the check of empty fields."""
        return " ".join(one.called.text() for one in self._rows)

    def variants(self) -> tuple[VariantDraft, ...]:
        """Return the sizes; an added line without a size is left out when there are others."""
        self._keep()
        found = [
            VariantDraft(
                one.size, one.least.get(_POST),
                tuple(StoreMinimum(store, least) for store, least in one.least.items() if store and least is not None),
                one.retired,
            )
            for one in (each.line for each in self._rows)
            if one.known or one.size or any(least is not None for least in one.least.values())
        ]  # fmt: skip
        return tuple(found) or (VariantDraft(),)

    def removed(self) -> tuple[str, ...]:
        """Return the sizes that were taken away."""
        return tuple(one for one in self._removed if one not in {each.line.size for each in self._rows})
