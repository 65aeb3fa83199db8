"""The list of stores and bins of the post."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from inl_logistics.kernel.text import fold
from inl_logistics.kernel.translation import N_, _, ngettext
from inl_logistics.labels.queries import of_store
from inl_logistics.partners.stores import StoreRow, stores
from ui.kit.buttons import Button
from ui.kit.formats import number
from ui.kit.inspector import Facts, scrolled
from ui.kit.listpage import ListPage
from ui.kit.navigation import Command, Crumb, PageContext, Route
from ui.kit.sides import PARTNERS, SideSwitch
from ui.kit.tables import Column
from ui.kit.widget import row
from ui.labels.dialog import print_labels
from ui.partners.dialogs import StoreDialog

COLUMNS = (
    Column("name", N_("Store"), lambda r: r.name, kind="strong", width=200, stretch=True),
    Column("code", N_("Code"), lambda r: r.code, kind="mono", width=110),
    Column("address", N_("Address"), lambda r: r.address or "—", width=260, yields=1),
    Column("bins", N_("Bins"), lambda r: number(len(r.bins)), kind="numberQuiet", width=70),
    Column("on_hand", N_("On hand"), lambda r: number(r.on_hand), kind="numberStrong", width=90),
)


class StoresPage(ListPage):
    """Stores | inspector with the bins."""

    topics = frozenset({"partners", "ledger"})
    with_export = False

    def __init__(self, context: PageContext, route: Route) -> None:
        super().__init__(context, route, name="stores", columns=COLUMNS, tickable=False, filters=False)
        self._rows: tuple[StoreRow, ...] = ()
        self.switch = SideSwitch(context, PARTNERS, "stores")
        self.start_tools.addWidget(self.switch)
        self.export_button.hide()
        self.new, self.edit, self.stock, self.labels = (
            Button(kind="primary", icon="plus", key="Ctrl N"),
            Button(icon="pencil"),
            Button(icon="warehouse"),
            Button(icon="tag"),
        )
        self.tools.addWidget(self.new)
        self.inspector.foot.addLayout(row(None, self.edit, self.stock, self.labels, "stretch", gap=8))
        self._facts = Facts()
        self._inside = scrolled(self._facts)
        self._first = Button(kind="primary", icon="plus", key="Ctrl N")
        self.set_first_use("warehouse", self._first_words, self._first)
        for button in (self.new, self._first):
            button.clicked.connect(lambda: self._edit(None))
        self.edit.clicked.connect(self.change)
        self.stock.clicked.connect(self.open_stock)
        self.labels.clicked.connect(self.print_labels)
        self._retranslate()

    def _retranslate(self) -> None:
        super()._retranslate()
        self.switch.retranslate()
        self.new.setText(_("New store"))
        self._first.setText(_("New store"))
        self.edit.setText(_("Edit"))
        self.stock.setText(_("Its stock"))
        self.labels.setText(_("Bin labels…"))
        self.inspect(self.table.current_key())

    @staticmethod
    def _first_words() -> tuple[str, str]:
        return _("No stores yet"), _("Goods are received into a store. Make the first one with its bins.")

    def crumbs(self) -> tuple[Crumb, ...]:
        """Say where this is."""
        return (Crumb(_("Partners"), Route("partners")), Crumb(_("Stores")))

    def ask(self) -> None:
        """Ask for the stores."""
        self.context.jobs.read(self, stores, done=self._listed)

    def _listed(self, rows: Sequence[StoreRow]) -> None:
        words = fold(self.search.text()).split()
        found = [
            one for one in rows if all(word in fold(f"{one.name} {one.code} {' '.join(one.bins)}") for word in words)
        ]
        self._rows = tuple(rows)
        self.show_rows(found, [one.id for one in found])

    def _store(self, key: Any) -> StoreRow | None:
        return next((one for one in self._rows if one.id == key), None)

    def inspect(self, key: Any) -> None:
        """Show the current store."""
        store = self._store(key)
        self.edit.setVisible(store is not None)
        self.stock.setVisible(store is not None)
        if store is None:
            self.inspector.set_identity(_("Nothing chosen"), icon="warehouse")
            self.inspector.set_numbers([])
            return
        self.inspector.set_identity(store.name, lines=(store.code, store.address), icon="warehouse")
        self.inspector.set_numbers([(number(store.on_hand), _("On hand")), (number(len(store.bins)), _("Bins"))])
        self._facts.set_pairs([(_("Bins"), ", ".join(store.bins)), (_("Address"), store.address)])
        self.inspector.set_tabs([("facts", _("Details"), self._inside)])

    def status(self) -> tuple[str, ...]:
        """Say how many there are."""
        count = len(self._rows)
        return (ngettext("{n} store", "{n} stores", count).format(n=number(count)),)

    def open_key(self, key: Any) -> None:
        """Edit a store."""
        self._edit(self._store(key))

    def change(self) -> None:
        """Edit the current store."""
        if (store := self._store(self.table.current_key())) is not None:
            self._edit(store)

    def link_acts(self) -> Mapping[str, Callable[[str], None]]:
        """Describe a new store."""
        return {"new": lambda _value: self.make()}

    def make(self) -> None:
        """Make a store."""
        self._edit(None)

    def _edit(self, store: StoreRow | None) -> None:
        dialog = StoreDialog(self.context, self, store)
        dialog.saved.connect(self._saved)
        dialog.open()

    def _saved(self, store_id: object) -> None:
        self._wanted_key = store_id
        self.context.notices.show_notice(_("Store saved."))
        self.refresh()

    def open_stock(self) -> None:
        """Show what lies in the current store."""
        key = self.table.current_key()
        if key is not None:
            self.context.navigator.open(Route("inventory", None, (("filter.store", str(key)),)))

    def print_labels(self) -> None:
        """Print the labels of the bins of the current store."""
        key = self.table.current_key()
        if key is not None:
            print_labels(self, of_store, int(key))

    def commands(self) -> tuple[Command, ...]:
        """Return what can be done with stores."""
        return (
            Command("store.new", N_("New store"), self.make, "Ctrl+N", "plus"),
            Command("store.edit", N_("Edit store"), self.change, "F2", "pencil", on_selection=True),
            Command("store.stock", N_("Show its stock"), self.open_stock, icon="warehouse", on_selection=True),
            Command(
                "store.labels",
                N_("Print the labels of its bins…"),
                self.print_labels,
                "Ctrl+P",
                "tag",
                on_selection=True,
            ),
            *self.list_commands(),
        )
