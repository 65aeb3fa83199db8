"""The panel at the start of the check step: problems grouped by repair; one fix applies to all alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal

from inl_logistics.imports.plan import ImportPlan, ImportProblem, Level, Repair, grouped
from inl_logistics.kernel.translation import N_, _, ngettext
from ui.kit.buttons import Button
from ui.kit.cards import Card
from ui.kit.combo import Combo, Option
from ui.kit.fields import Field, LineEdit
from ui.kit.formats import number
from ui.kit.tables import Column, KeyedTableModel, ListView
from ui.kit.tokens import ToneName
from ui.kit.widget import KitWidget, Label, column, row


@dataclass(frozen=True, slots=True)
class ProblemGroup:
    """Problems of one code."""

    code: str
    level: Level
    found: tuple[ImportProblem, ...]

    @property
    def title(self) -> str:
        """The first one's sentence stands for all."""
        return self.found[0].message()

    @property
    def places(self) -> str:
        """Where they are: the first few cells."""
        shown = [f"{one.column}{one.row}" for one in self.found[:3] if one.row]
        return ", ".join(shown) + (" …" if len(self.found) > 3 else "")


_TONES: dict[Level, ToneName] = {Level.ERROR: "bad", Level.WARNING: "warn", Level.NOTE: "neutral"}
COLUMNS = (
    Column("what", N_("Problem"), lambda one: one.title, 200, "strong", stretch=True, sub=lambda one: one.places),
    Column(
        "count", N_("Rows"), lambda one: number(len(one.found)), 56, "numberStrong", tone=lambda one: _TONES[one.level]
    ),
)


class ProblemsCard(Card):
    """List of groups, and the repair of the chosen one."""

    chosen = Signal(object)
    item_matched = Signal(str, str)
    cell_typed = Signal(int, str, str)
    order_chosen = Signal(bool)
    expand_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.model = KeyedTableModel(COLUMNS, parent=self)
        self.list = ListView(self.model, density="two-line")
        self.none = Label(role="body", token="text2", wrap=True)
        self.repair = RepairBox()
        self.body.addWidget(self.list, 1)
        self.body.addWidget(self.none)
        self.body.addWidget(self.repair)
        self.groups: tuple[ProblemGroup, ...] = ()
        self.list.current_changed.connect(self._chosen)
        self._retranslate()

    def _retranslate(self) -> None:
        self.set_title(_("To fix before import"))
        self.none.setText(_("Nothing to fix. Every row can be imported."))

    def set_plan(self, plan: ImportPlan) -> None:
        """Show the problems of a plan."""
        self.groups = tuple(
            ProblemGroup(code, level, tuple(found))
            for code, level, found in grouped(plan.problems)
            if level is not Level.NOTE
        )
        self.model.set_rows(self.groups)
        self.none.setContentsMargins(14, 12, 14, 12)
        self.none.setVisible(not self.groups)
        self.list.setVisible(bool(self.groups))
        self.repair.hide()
        if self.groups:
            self.list.set_current_key(0)
            self._chosen(0)

    def _chosen(self, key: object) -> None:
        if isinstance(key, int) and 0 <= key < len(self.groups):
            self.repair.set_group(self.groups[key], self)
            self.chosen.emit(self.groups[key])


class RepairBox(KitWidget):
    """What one can do about the chosen group."""

    def __init__(self) -> None:
        super().__init__()
        self.title = Label(role="strong", wrap=True)
        self.text = Label(role="secondary", token="text2", wrap=True)
        self.combo: Field[Combo] = Field(Combo())
        self.typed: Field[LineEdit] = Field(LineEdit())
        self.first, self.second = Button(kind="primary"), Button()
        column(self, self.title, self.text, self.combo, self.typed, row(None, self.first, self.second, "stretch", gap=8),
               margins=(14, 10, 14, 12), gap=8)  # fmt: skip
        self._group: ProblemGroup | None = None
        self._card: ProblemsCard | None = None
        self.first.clicked.connect(lambda: self._apply(first=True))
        self.second.clicked.connect(lambda: self._apply(first=False))
        self.hide()

    def set_choices(self, options: Sequence[tuple[str, str]]) -> None:
        """Show the closest catalog items."""
        self.combo.editor.set_options([Option(code, name, code) for code, name in options])
        if options:
            self.combo.editor.set_value(options[0][0])

    def set_group(self, group: ProblemGroup, card: ProblemsCard) -> None:
        """Show the repair of a group."""
        self._group, self._card = group, card
        one = group.found[0]
        alike = sum(problem.found == one.found for problem in group.found)
        rows = ngettext("“{found}” in {n} row", "“{found}” in {n} rows", alike)
        self.title.setText(rows.format(found=one.found or "—", n=alike))
        self.text.setText(one.message())
        matching = one.repair is Repair.MATCH_ITEM
        typing = one.repair in (Repair.EDIT, Repair.COMPARE) and group.level is Level.ERROR
        self.combo.setVisible(matching)
        self.typed.setVisible(typing)
        self.combo.set_label(_("Closest in catalog"))
        self.typed.set_label(_("Type instead, in cell {cell}").format(cell=f"{one.column}{one.row}"))
        self.typed.editor.setText(one.found)
        labels = {
            Repair.MATCH_ITEM: (ngettext("Apply to {n} row", "Apply to {n} rows", alike).format(n=alike), ""),
            Repair.EXPAND_SERIALS: (_("Expand the range"), ""),
            Repair.CHOOSE_DATE_ORDER: (_("Day first"), _("Month first")),
        }
        first, second = labels.get(one.repair, (_("Change cell") if typing else "", ""))
        self.first.setText(first)
        self.second.setText(second)
        self.first.setVisible(bool(first))
        self.second.setVisible(bool(second))
        self.show()

    def _apply(self, *, first: bool) -> None:
        if self._group is None or self._card is None:
            return
        one = self._group.found[0]
        if one.repair is Repair.MATCH_ITEM:
            value = self.combo.editor.value()
            if isinstance(value, str):
                self._card.item_matched.emit(one.found, value)
        elif one.repair is Repair.CHOOSE_DATE_ORDER:
            self._card.order_chosen.emit(first)
        elif one.repair is Repair.EXPAND_SERIALS:
            self._card.expand_asked.emit()
        elif one.index >= 0:
            self._card.cell_typed.emit(one.index, one.column, self.typed.editor.text())
