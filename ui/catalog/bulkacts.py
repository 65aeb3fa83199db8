"""Several items at once from the list: class, category, policy hold or minimum set, or all retired, each with a preview.

Source: product.md 3 (bulk actions with preview).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from inl_logistics.catalog import bulk, itempage, queries
from inl_logistics.catalog.bulk import ChangeRow, ItemsChange
from inl_logistics.catalog.records import MonitoringClass
from inl_logistics.kernel.text import fold
from inl_logistics.kernel.translation import N_, _, ngettext
from ui.catalog.words import MONITORING
from ui.kit.bulkpreview import BulkPreview, TickedActs
from ui.kit.combo import Combo, Option
from ui.kit.fields import Field, NumberEdit
from ui.kit.formats import number
from ui.kit.formdialog import FormDialog
from ui.kit.tables import Column
from ui.kit.widget import Label

if TYPE_CHECKING:
    from ui.catalog.page import CatalogPage

_LEFT = "left"


class BulkActs(TickedActs):
    """The acts on ticked items."""

    def __init__(self, page: CatalogPage) -> None:
        super().__init__(page)
        self._page = page

    def change(self) -> None:
        """Ask what to set on the ticked items."""
        page, keys = self._page, self._page.chosen_keys()
        page.context.jobs.read(page, bulk.preview, keys, done=lambda rows: self._open(ChangeDialog(page, rows)))

    def retire(self) -> None:
        """Show which of the ticked items would be retired."""
        page, keys = self._page, self._page.chosen_keys()
        page.context.jobs.read(page, bulk.preview, keys, done=lambda rows: self._open(RetireDialog(page, rows)))

    def _open(self, dialog: FormDialog) -> None:
        retires = isinstance(dialog, RetireDialog)
        dialog.saved.connect(self._retired if retires else self._changed)
        dialog.open()

    def _changed(self, count: int) -> None:
        self.tell(ngettext("{n} item changed.", "{n} items changed.", count).format(n=number(count)))

    def _retired(self, ids: tuple[int, ...]) -> None:
        page = self._page
        count = len(ids)

        def undo() -> None:
            page.context.jobs.write(page, bulk.restore_items, ids, done=lambda _n: page.refresh())

        said = ngettext("{n} item retired. Its past stays.", "{n} items retired. Their past stays.", count)
        self.tell(said.format(n=number(count)), undo=undo)


class _Preview(BulkPreview[ChangeRow]):
    """The items, each with what would become of it."""

    def __init__(self, page: CatalogPage, title: str, rows: Sequence[ChangeRow]) -> None:
        columns = (
            Column("code", N_("Code"), lambda r: r.code, 96, "mono"),
            Column("name", N_("Item"), lambda r: r.name, 220, "strong"),
            Column("becomes", N_("What happens"), self.becomes, 260, "text", stretch=True),
        )
        super().__init__(page, title, rows, columns, key=lambda r: r.item_id)

    def becomes(self, _row: ChangeRow) -> str:
        """Say what happens to an item."""
        return ""


class ChangeDialog(_Preview):
    """Sets class, category, policy hold or minimum on all of them; what is left as it is stays."""

    def __init__(self, page: CatalogPage, rows: Sequence[ChangeRow]) -> None:
        count = len(rows)
        title = ngettext("Change {n} item", "Change {n} items", count).format(n=count)
        super().__init__(page, title, rows)
        stays = Option(_LEFT, _("Leave as it is"))
        self.monitoring = self._choice("monitoring", _("End-use monitoring"), stays,
                                       [Option(key, _(words)) for key, words in MONITORING.items()])  # fmt: skip
        self.hold = self._choice("policy_hold", _("Policy hold"), stays,
                                 [Option("yes", _("Yes")), Option("no", _("No"))])  # fmt: skip
        self._categories: tuple[str, ...] = ()
        self.category = self.field("category", Field(Combo(search=self._find_category)), _("Category"))
        self.category.editor.setPlaceholderText(_("Leave as it is"))
        self.beside(self.monitoring, self.hold, self.category)
        self.minimum = self.field("minimum", Field(NumberEdit()), _("Minimum of each size"),
                                  hint=_("Empty: left as it is. Zero: none."))  # fmt: skip
        self.store = self._choice("store_id", _("Minimum for"), Option(_LEFT, _("Whole post")), [])
        self.beside(self.minimum, self.store)
        self.body.addWidget(self.table, 1)
        page.context.jobs.read(self, queries.categories, done=self._take_categories)
        page.context.jobs.read(self, itempage.stores, done=self._take_stores)
        for field in (self.monitoring, self.hold, self.category, self.store):
            field.editor.chosen.connect(lambda _value: self._again())
        self.minimum.editor.textChanged.connect(lambda _text: self._again())
        self._again()

    def _choice(self, name: str, label: str, stays: Option, options: list[Option]) -> Field[Combo]:
        field = self.field(name, Field(Combo(editable=False)), label)
        field.editor.set_options([stays, *options])
        field.editor.set_value(stays.value)
        return field

    def _find_category(self, typed: str) -> list[Option]:
        words = fold(typed).split()
        found = [Option(one, one) for one in self._categories if all(word in fold(one) for word in words)]
        new = typed.strip()
        if new and all(fold(new) != fold(one) for one in self._categories):
            found.append(Option(new, new, _("new category")))
        return found

    def _take_categories(self, names: Sequence[str]) -> None:
        self._categories = tuple(names)

    def _take_stores(self, stores: Sequence[tuple[int, str]]) -> None:
        options = [Option(_LEFT, _("Whole post")), *(Option(ident, name) for ident, name in stores)]
        self.store.editor.set_options(options)
        self.store.editor.set_value(_LEFT)

    def change(self) -> ItemsChange:
        """Return what is set."""
        monitoring, hold = self.monitoring.editor.value(), self.hold.editor.value()
        category, store = self.category.editor.value(), self.store.editor.value()
        return ItemsChange(
            tuple(one.item_id for one in self.rows),
            None if monitoring == _LEFT else MonitoringClass(str(monitoring)), str(category) if category else None,
            None if hold == _LEFT else hold == "yes", self.minimum.editor.integer(),
            store if isinstance(store, int) else None,
        )  # fmt: skip

    def _again(self) -> None:
        change = self.change()
        nothing = (change.monitoring, change.category, change.policy_hold, change.minimum) == (None,) * 4
        count = len(self.rows)
        self.save.setText(ngettext("Change {n} item", "Change {n} items", count).format(n=count))
        self.save.set_reason(_("Say what is to change") if nothing else "")
        self.show_preview()

    def becomes(self, row: ChangeRow) -> str:
        """Say what changes of an item; nothing where it is so already."""
        change, parts = self.change(), []
        if change.monitoring is not None and change.monitoring.value != row.monitoring:
            parts.append(_("class {old} → {new}").format(old=row.monitoring or "—", new=change.monitoring.value or "—"))
        if change.category is not None and change.category != row.category:
            parts.append(_("category {old} → {new}").format(old=row.category or "—", new=change.category))
        if change.policy_hold is not None and change.policy_hold != row.policy_hold:
            parts.append(_("policy hold set") if change.policy_hold else _("policy hold taken off"))
        if change.minimum is not None:
            old = row.minimums.replace(",", ", ") or "—"
            said = ngettext("minimum {old} → {new} in {n} size", "minimum {old} → {new} in {n} sizes", row.sizes)
            parts.append(said.format(old=old, new=number(change.minimum), n=row.sizes))
        return " · ".join(parts) or "—"

    def send(self) -> None:
        """Change them, all or none."""
        self.write(bulk.change_items, self.change())


class RetireDialog(_Preview):
    """Retires those that are not retired yet."""

    def __init__(self, page: CatalogPage, rows: Sequence[ChangeRow]) -> None:
        super().__init__(page, _("Retire these items?"), rows)
        note = _(
            "They are no longer offered in new papers. Stock, papers and history stay, and they can be offered again."
        )
        self.body.addWidget(Label(note, role="body", token="text2", wrap=True))
        self.body.addWidget(self.table, 1)
        count = len(self.ready())
        self.save.setText(ngettext("Retire {n} item", "Retire {n} items", count).format(n=count))
        self.save.set_reason("" if count else _("None of them can"))
        self.show_preview()

    def ready(self) -> tuple[int, ...]:
        """Return those that it retires."""
        return tuple(one.item_id for one in self.rows if not one.retired)

    def becomes(self, row: ChangeRow) -> str:
        """Say what happens to an item, and what is still in the stores of it."""
        if row.retired:
            return _("Is retired already")
        return _("Retired; {n} on hand stay in stock").format(n=number(row.on_hand)) if row.on_hand else _("Retired")

    def send(self) -> None:
        """Retire them, all or none."""
        self.write(bulk.retire_items, self.ready())

    def _done(self, _count: object) -> None:
        ids = self.ready()
        self.dismiss()
        self.saved.emit(ids)
