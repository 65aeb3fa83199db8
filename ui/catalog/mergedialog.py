"""Two items that are one: which stays, what moves along, what stands against it. Source: issue item 1."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from inl_logistics.catalog import itempage
from inl_logistics.catalog.drafts import ItemDraft
from inl_logistics.inventory import merging
from inl_logistics.inventory.merging import MergeDraft, MergePreview, SizeMerge
from inl_logistics.kernel.problems import Severity
from inl_logistics.kernel.sentences import sentence
from inl_logistics.kernel.translation import N_, _
from ui.catalog.words import FIELDS
from ui.kit.combo import Combo, Option
from ui.kit.fields import Field
from ui.kit.formats import number
from ui.kit.formdialog import FormDialog
from ui.kit.inspector import Facts
from ui.kit.navigation import PageContext
from ui.kit.openpost import open_post
from ui.kit.tables import Column, KeyedTableModel, ListView
from ui.kit.widget import Label, column, emptied

_MOVES = {
    "units": N_("Serial units"), "movements": N_("Movements"), "orders": N_("Orders"), "shipments": N_("Shipments"),
    "handovers": N_("Handovers"), "plans": N_("Plans"), "kits": N_("Kits"), "codes": N_("Other codes"), "files": N_("Files"),
}  # fmt: skip
_SIZES = (
    Column("size", N_("Size"), lambda r: r.size or _("One size"), 130, "strong"),
    Column("unit", N_("Unit"), lambda r: r.unit, 56, "quiet"),
    Column("on_hand", N_("On hand"), lambda r: number(r.on_hand), 76, "number"),
    Column("becomes", N_("What happens"), lambda r: _becomes(r), 220, "text", stretch=True),
)


def _becomes(size: SizeMerge) -> str:
    return _("One with the same size there") if size.joins else _("A size of its own there")


class MergeDialog(FormDialog):
    """Asks which item it really is and shows what becomes of everything before it is done."""

    def __init__(self, context: PageContext, over: QWidget, gone: ItemDraft) -> None:
        super().__init__(context, over, _("Merge {item} into another item").format(item=gone.name),
                         verb=_("Merge"), width=640)  # fmt: skip
        self._gone = gone
        self.into = self.add("into_id", Field(Combo(search=self._find), required=True), _("It is really this item"),
                             hint=_("That one stays; the code of the other still finds it."))  # fmt: skip
        self.sizes = KeyedTableModel(_SIZES, parent=self)
        self.table = ListView(self.sizes)
        self.table.setAccessibleName(_("Sizes"))
        self.table.setMinimumHeight(130)
        self.moves = Facts(label_width=140)
        self.against = QWidget()
        self._lines = column(self.against, gap=6)
        self.said = Label(role="secondary", token="text2", wrap=True)
        self.said.setText(
            _("Stock, serials, orders, plans and kits become those of the item that stays, on every day. Sealed papers keep "
              "their words. This cannot be taken back.")
        )  # fmt: skip
        for part in (self.table, self.moves, self.against, self.said):
            self.body.addWidget(part)
        self._parts = (self.table, self.moves, self.against, self.said)
        self._show(None)
        self.into.editor.chosen.connect(self._chosen)

    def _find(self, typed: str) -> Sequence[Option]:
        found = open_post(self.context).read(itempage.item_choices, typed, but=self._gone.id)
        return [Option(one.id, one.name, one.code) for one in found]

    def _chosen(self, into: object) -> None:
        if isinstance(into, int) and self._gone.id is not None:
            self.context.jobs.read(self, merging.preview, self._gone.id, into, done=self._show)
        else:
            self._show(None)

    def _show(self, found: MergePreview | None) -> None:
        for part in self._parts:
            part.setVisible(found is not None)
        if found is None:
            self.save.set_reason(_("Choose the item that stays"))
            return
        self.sizes.set_rows(found.sizes, keys=list(range(len(found.sizes))))
        taken = list(dict.fromkeys(_(FIELDS.get(one, one)) for one in found.takes_over))
        self.moves.set_pairs([
            *((_(_MOVES[name]), number(count)) for name, count in found.moves),
            (_("Takes over"), ", ".join(taken)),
        ])  # fmt: skip
        emptied(self._lines)
        refused = False
        for problem in found.problems:
            blocks = problem.severity is not Severity.WARN
            refused = refused or blocks
            self._lines.addWidget(Label(sentence(problem), role="label", tone="bad" if blocks else "warn", wrap=True))
        self.against.setVisible(bool(found.problems))
        self.save.setText(_("Merge into {code}").format(code=found.into_code))
        self.save.set_reason(_("Something stands against it") if refused else "")
        self._place()

    def send(self) -> None:
        """Merge them."""
        into = self.into.editor.value()
        if isinstance(into, int) and self._gone.id is not None:
            self.write(merging.merge_items, MergeDraft(self._gone.id, into))
