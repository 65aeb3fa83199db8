"""The catalog list: items with everything papers and stock need to know of them. Source: ui.md 10 (Catalog)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from inl_logistics.catalog import queries
from inl_logistics.catalog.commands import ItemDraft, restore_item, retire_item
from inl_logistics.catalog.queries import ItemRow
from inl_logistics.kernel.listing import Facet, Listing
from inl_logistics.kernel.translation import N_, _, ngettext
from inl_logistics.kernel.values import ItemId, UnitPrice
from ui.catalog.editor import ItemDialog
from ui.catalog.words import ICONS, LANGUAGES, MONITORING, TRACKS
from ui.kit.buttons import Button, IconButton
from ui.kit.chips import ChipLook, chip
from ui.kit.filters import FilterGroup, FilterOption, SavedView
from ui.kit.formats import number, price
from ui.kit.inspector import Facts, scrolled
from ui.kit.listpage import ListPage
from ui.kit.menus import drop_menu
from ui.kit.navigation import Command, Crumb, PageContext, Route
from ui.kit.tables import Column, Group, KeyedTableModel, ListView
from ui.kit.widget import row

GROUPS = (("category", N_("Category")), ("track", N_("Followed by")), ("monitoring", N_("End-use class")))


def _status(item: ItemRow) -> ChipLook:
    return chip("item", "retired" if item.retired else "held" if item.policy_hold else "active")


COLUMNS = (
    Column("item", N_("Item"), lambda r: r.name, kind="strong", width=200, stretch=True, sort="item"),
    Column("code", N_("Code"), lambda r: r.code, kind="mono", width=88, sort="code", yields=3),
    Column("category", N_("Category"), lambda r: r.category, width=168, sort="category", shown="normal", filterable=True),
    Column("tracking", N_("Track"), lambda r: _(TRACKS.get(r.tracking, r.tracking)), width=76, sort="track", filterable=True),
    Column("unit", N_("Unit"), lambda r: r.unit_of_issue, width=48, sort="unit", shown="normal"),
    Column("monitoring", N_("Class"), lambda r: r.monitoring, width=60, sort="monitoring", filterable=True, yields=2),
    Column("sizes", N_("Sizes"), lambda r: number(r.sizes) if r.sizes else "—", kind="numberQuiet", width=60,
           shown="normal", yields=1),
    Column("price", N_("Unit value"), lambda r: price(UnitPrice(r.price_micros, r.currency) if r.price_micros else None), kind="number", width=100,
           sort="price", yields=4),
    Column("on_hand", N_("On hand"), lambda r: number(r.on_hand), kind="numberStrong", width=76, sort="on_hand"),
    Column("nsn", N_("NSN"), lambda r: r.nsn or "—", kind="mono", width=140, sort="nsn", shown="wide"),
    Column("status", N_("Status"), lambda r: _status(r).text, kind="chip", width=104, chip=_status),
)  # fmt: skip
_SIZES = (
    Column("size", N_("Size"), lambda r: r.size or "—", kind="strong", width=120, stretch=True),
    Column("minimum", N_("Minimum"), lambda r: number(r.minimum), kind="number", width=90),
)


class CatalogPage(ListPage):
    """Filters | items | inspector; the editor is a dialog."""

    topics = frozenset({"catalog", "ledger"})
    export_name = "catalog"

    def __init__(self, context: PageContext, route: Route) -> None:
        super().__init__(context, route, name="catalog", columns=COLUMNS, groups=GROUPS, tickable=False)
        self.new, self.more = Button(kind="primary", icon="plus", key="Ctrl N"), IconButton("ellipsis")
        self.edit = Button(icon="pencil")
        self.stock = Button(icon="warehouse")
        for button in (self.new, self.more):
            self.tools.addWidget(button)
        self._total, self._draft = Listing(()), ItemDraft("", "")
        self._facts, self._names, self._codes = Facts(label_width=116), Facts(), Facts()
        self._sizes = ListView(KeyedTableModel(_SIZES, parent=self), density="compact")
        self._tabs: tuple[QWidget, ...] = (
            scrolled(self._facts), scrolled(self._names), self._sizes, scrolled(self._codes),
        )  # fmt: skip
        self.inspector.hold(*self._tabs)
        self.inspector.foot.addLayout(row(None, self.edit, self.stock, "stretch", gap=8))
        self._first = Button(kind="primary", icon="plus", key="Ctrl N")
        self._bring = Button(icon="file-spreadsheet")
        self.set_first_use("book-open", self._first_words, self._first, self._bring)
        for button in (self.new, self._first):
            button.clicked.connect(self.make)
        self._bring.clicked.connect(lambda: context.navigator.open(Route("import", None, (("kind", "items"),))))
        self.edit.clicked.connect(self.change)
        self.stock.clicked.connect(self.open_stock)
        self.more.clicked.connect(self._open_more)
        if not self.table.order():
            self.table.set_order((("item", False),))
        if not route.params:
            self.views.wanted = "all"
        self._retranslate()

    def _retranslate(self) -> None:
        super()._retranslate()
        self.new.setText(_("New item"))
        self._first.setText(_("New item"))
        self._bring.setText(_("Import items"))
        self.edit.setText(_("Edit"))
        self.stock.setText(_("Its stock"))
        self.more.set_hint(_("Duplicate, retire"))
        self.set_views(self._built_in(), counts=self.views.counts)
        self._sizes.setAccessibleName(_("Sizes"))
        self._show_draft(self._draft if self._draft.id else None)

    @staticmethod
    def _first_words() -> tuple[str, str]:
        return _("No items yet"), _(
            "Everything you order, store and hand over is described here once, in every language."
        )

    @staticmethod
    def _built_in() -> tuple[SavedView, ...]:
        return (
            SavedView("all", _("All items")),
            SavedView("class-a", _("End-use class A"), {"monitoring": frozenset({"A"})}),
            SavedView("serial", _("Followed by serial"), {"tracking": frozenset({"serial"})}),
        )

    # list ---------------------------------------------------------------------------------------------------
    def crumbs(self) -> tuple[Crumb, ...]:
        """Say where this is."""
        return (Crumb(_("Catalog")),)

    def ask(self) -> None:
        """Ask for items and counts."""
        query = self.query()
        self.context.jobs.read(self, queries.keys, query, done=self._listed)
        self.context.jobs.read(self, queries.facets, query, done=self._counted)

    def fetch(self, keys: Sequence[Any], deliver: Callable[[Sequence[Any]], None]) -> None:
        """Ask for a page."""
        self.context.jobs.read(self, queries.rows, keys, done=deliver)

    def _listed(self, listing: Listing) -> None:
        self._total = listing
        words = {"track": TRACKS, "monitoring": MONITORING}.get(self.grouping(), {})
        groups = [
            Group(g.key, _(words[g.title]) if g.title in words else g.title or _("No category"),
                  ngettext("{n} item", "{n} items", g.count).format(n=number(g.count)), "", g.count)
            for g in listing.groups
        ]  # fmt: skip
        self.show_keys(listing.keys, groups)

    def _counted(self, facets: Mapping[str, Sequence[Facet]]) -> None:
        words: dict[str, Mapping[str, str]] = {
            "tracking": TRACKS,
            "monitoring": MONITORING,
            "show": {"retired": N_("Retired too")},
        }
        titles = {
            "category": _("Category"),
            "tracking": _("Followed by"),
            "monitoring": _("End-use class"),
            "show": _("Show"),
        }
        self.filters.set_groups([
            FilterGroup(key, title, tuple(
                FilterOption(f.key, _(words[key].get(f.key, f.title)) if key in words else f.title, f.count)
                for f in facets[key]))
            for key, title in titles.items()
        ])  # fmt: skip
        monitoring = {facet.key: facet.count for facet in facets["monitoring"]}
        tracking = {facet.key: facet.count for facet in facets["tracking"]}
        counts = {
            "all": sum(tracking.values()), "class-a": monitoring.get("A", 0), "serial": tracking.get("serial", 0),
        }  # fmt: skip
        self.set_views(self._built_in(), counts=self.views.counts if self.search.text() else counts)

    def status(self) -> tuple[str, ...]:
        """Say how many are shown."""
        count = len(self._total.keys)
        return (ngettext("{n} item", "{n} items", count).format(n=number(count)),)

    # inspector ----------------------------------------------------------------------------------------------
    def inspect(self, key: Any) -> None:
        """Show the current item."""
        if key is None:
            self._show_draft(None)
        else:
            self.context.jobs.read(self, queries.draft, key, done=self._show_draft)

    def _show_draft(self, draft: ItemDraft | None) -> None:
        for button in (self.edit, self.stock):
            button.setVisible(draft is not None)
        if draft is None:
            self._draft = ItemDraft("", "")
            self.inspector.set_identity(
                _("Nothing chosen"), lines=(_("Choose an item to see it here."),), icon="book-open"
            )
            self.inspector.set_numbers([])
            self.inspector.set_tabs([])
            return
        self._draft = draft
        worth = price(UnitPrice(draft.price_micros, draft.currency) if draft.price_micros else None)
        chips = [chip("item", draft.tracking.value)]
        if draft.policy_hold:
            chips.append(chip("item", "held"))
        if draft.indicative:
            chips.append(ChipLook("warn", _("Indicative value")))
        maker = " · ".join(filter(None, (draft.maker, draft.model)))
        self.inspector.set_identity(
            draft.name, icon=ICONS.get(draft.category, "package"), chips=chips,
            lines=(f"{draft.code} · {worth} / {draft.unit_of_issue}", maker or draft.category),
        )  # fmt: skip
        record = self.table.current_record()
        held = record.on_hand if isinstance(record, ItemRow) and record.key == draft.id else 0
        sizes = sum(bool(one.size) for one in draft.variants)
        self.inspector.set_numbers([(number(held), _("On hand")), (number(sizes) if sizes else "—", _("Sizes"))])
        self._facts.set_pairs(_facts(draft))
        names = {one.language: one.name for one in draft.names}
        self._names.set_pairs([(_(words), names.get(key, "")) for key, words in LANGUAGES.items()])
        self._sizes.list.set_rows(draft.variants)
        self._codes.set_pairs([
            (_("NSN"), draft.nsn), (_("PSC"), draft.psc), (_("HS code"), draft.hs), (_("Export class"), draft.export_class),
            (_("UN number"), draft.un_number), (_("Hazard class"), draft.hazard_class), (_("Demil code"), draft.demil_code),
            (_("Other codes"), ", ".join(draft.other_codes)),
        ])  # fmt: skip
        words = (("facts", _("Details")), ("names", _("Names")), ("sizes", _("Sizes")), ("codes", _("Codes")))
        self.inspector.set_tabs([(key, name, page) for (key, name), page in zip(words, self._tabs, strict=True)])

    # acting -------------------------------------------------------------------------------------------------
    def open_key(self, key: Any) -> None:
        """Edit an item."""
        self.context.jobs.read(self, queries.draft, key, done=self._edit)

    def _edit(self, draft: ItemDraft | None) -> None:
        if draft is not None:
            dialog = ItemDialog(self.context, self, draft)
            dialog.saved.connect(self._saved)
            dialog.open()

    def change(self) -> None:
        """Edit the current item."""
        if self._draft.id:
            self._edit(self._draft)

    def make(self) -> None:
        """Describe a new item."""
        self._edit(ItemDraft("", ""))

    def duplicate(self) -> None:
        """Start a new item from the current one."""
        from dataclasses import replace

        if self._draft.id:
            self._edit(replace(self._draft, id=None, version=0, code="", indicative=False))

    def _saved(self, item_id: object) -> None:
        self._wanted_key = item_id
        self.context.notices.show_notice(_("Item saved."))
        self.refresh()

    def retire(self) -> None:
        """Take the current item out of new documents; the notice takes it back."""
        draft, item_id = self._draft, self._draft.id
        if item_id is None:
            return

        def undo() -> None:
            self.context.jobs.write(self, restore_item, ItemId(item_id), done=lambda _none: self.refresh())

        def done(_none: None) -> None:
            words = _("{item} is retired. Its past stays.").format(item=draft.name)
            self.context.notices.show_notice(words, action=_("Undo"), act=undo)
            self.refresh()

        self.context.jobs.write(self, retire_item, ItemId(item_id), done=done, failed=self.context.notices.show_error)

    def restore(self) -> None:
        """Offer a retired item again."""
        if self._draft.id is not None:
            self.context.jobs.write(self, restore_item, ItemId(self._draft.id), done=lambda _none: self.refresh(),
                                    failed=self.context.notices.show_error)  # fmt: skip

    def open_stock(self) -> None:
        """Show the stock of the current item."""
        if self._draft.id:
            self.context.navigator.open(Route("inventory", None, (("search", self._draft.code),)))

    def _open_more(self) -> None:
        record = self.table.current_record()
        retired = isinstance(record, ItemRow) and record.retired
        last = (
            ("undo-2", _("Offer it again"), "", self.restore) if retired else ("trash-2", _("Retire"), "", self.retire)
        )
        drop_menu(self.more, [("copy", _("Duplicate"), "Ctrl D", self.duplicate), last])

    def selection_words(self) -> str:
        """Say what actions work on."""
        return self._draft.name

    def commands(self) -> tuple[Command, ...]:
        """Return what can be done with items."""
        return (
            Command("item.new", N_("New item"), self.make, "Ctrl+N", "plus"),
            Command("item.edit", N_("Edit item"), self.change, "F2", "pencil", on_selection=True),
            Command("item.copy", N_("Duplicate item"), self.duplicate, "Ctrl+D", "copy", on_selection=True),
            Command("item.stock", N_("Show its stock"), self.open_stock, icon="warehouse", on_selection=True),
            Command("item.retire", N_("Retire item"), self.retire, icon="trash-2", on_selection=True),
            *self.list_commands(),
        )


def _months(value: int | None) -> str:
    return ngettext("{n} month", "{n} months", value).format(n=value) if value else ""


def _facts(draft: ItemDraft) -> list[tuple[str, str]]:
    weight = f"{draft.carton_weight_g / 1000:g} kg" if draft.carton_weight_g else ""
    carton = " · ".join(filter(None, (number(draft.carton_quantity) if draft.carton_quantity else "", weight,
                                      draft.carton_size_mm)))  # fmt: skip
    return [
        (_("Category"), draft.category), (_("Followed by"), _(TRACKS[draft.tracking.value])),
        (_("Unit of issue"), draft.unit_of_issue),
        (_("End-use class"), _(MONITORING.get(draft.monitoring.value, draft.monitoring.value))),
        (_("Policy hold"), _("Yes") if draft.policy_hold else _("No")), (_("Shelf life"), _months(draft.shelf_life_months)),
        (_("Least at receipt"), _months(draft.min_life_receipt_months)),
        (_("Least at handover"), _months(draft.min_life_handover_months)), (_("Carton"), carton),
        (_("Maker"), draft.maker), (_("Model"), draft.model), (_("Description"), draft.description),
    ]  # fmt: skip
