"""The catalog list: items with everything papers and stock need to know of them. Source: ui.md 10 (Catalog)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QWidget

from inl_logistics.attachments.queries import AttachedRow, files_of
from inl_logistics.catalog import itempage, queries
from inl_logistics.catalog.commands import restore_item, retire_item
from inl_logistics.catalog.drafts import ItemDraft
from inl_logistics.catalog.itempage import ItemDetail
from inl_logistics.kernel.listing import Facet, Listing
from inl_logistics.kernel.translation import N_, _, ngettext
from inl_logistics.kernel.values import ItemId, UnitPrice
from ui.catalog import facts
from ui.catalog.acting import copy_of
from ui.catalog.bulkacts import BulkActs
from ui.catalog.columns import LIST, SIZES_BESIDE
from ui.catalog.editor import ItemDialog
from ui.catalog.sizetables import SizeTablesDialog
from ui.catalog.words import ICONS, MARKS, MONITORING, TRACKS
from ui.kit.buttons import Button, IconButton
from ui.kit.filters import FilterGroup, FilterOption, SavedView
from ui.kit.formats import number, price
from ui.kit.inspector import Facts, scrolled
from ui.kit.listpage import ListPage
from ui.kit.menus import Entry, drop_menu
from ui.kit.navigation import Command, Crumb, PageContext, Route
from ui.kit.sides import CATALOG, SideSwitch
from ui.kit.tables import Group, KeyedTableModel, ListView
from ui.kit.thumbnails import Thumbnails, photo_of
from ui.kit.tokens import ToneName
from ui.kit.widget import row

GROUPS = (("category", N_("Category")), ("track", N_("Followed by")), ("monitoring", N_("End-use class")))
_TONES: dict[str, ToneName] = {"below": "bad", "held": "bad", "hazard": "warn", "export": "violet"}


class CatalogPage(ListPage):
    """Filters | items | inspector; the editor is a dialog."""

    topics = frozenset({"catalog", "ledger", "attachments"})
    export_name = "catalog"

    def __init__(self, context: PageContext, route: Route) -> None:
        super().__init__(context, route, name="catalog", columns=LIST, groups=GROUPS)
        self.new, self.more = Button(kind="primary", icon="plus", key="Ctrl N"), IconButton("ellipsis")
        self.bulk = Button(icon="pencil", key="Ctrl M", writes=True)
        self.acts = BulkActs(self)
        self.switch = SideSwitch(context, CATALOG, "catalog")
        self.start_tools.addWidget(self.switch)
        self.edit = Button(icon="pencil", writes=True)
        self.stock = Button(icon="warehouse")
        for button in (self.bulk, self.more, self.new):
            self.tools.addWidget(button)
        self._total, self._draft = Listing(()), ItemDraft("", "")
        self._facets: Mapping[str, Sequence[Facet]] = {}
        self._photo: AttachedRow | None = None
        self._record: ItemDetail | None = None
        self.thumbs = Thumbnails(self, ready=self._show_photo)
        self._facts, self._names, self._codes = Facts(label_width=116), Facts(), Facts()
        self._sizes = ListView(KeyedTableModel(SIZES_BESIDE, parent=self), density="compact")
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
        self.bulk.clicked.connect(self.acts.change)
        self.stock.clicked.connect(self.open_stock)
        self.more.clicked.connect(self._open_more)
        if not self.table.order():
            self.table.set_order((("item", False),))
        if not route.params:
            self.views.wanted = "all"
        self._retranslate()

    def _retranslate(self) -> None:
        super()._retranslate()
        self.switch.retranslate()
        self.ticks_changed()
        self.new.setText(_("New item"))
        self._first.setText(_("New item"))
        self._bring.setText(_("Import items"))
        self.edit.setText(_("Edit"))
        self.stock.setText(_("Its stock"))
        self.more.set_hint(_("Duplicate, retire, size tables"))
        self.set_views(self._built_in(), counts=self.views.counts)
        self._sizes.setAccessibleName(_("Sizes"))
        if self._draft.id is None:
            self._show_nothing()

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
            SavedView("below", _("Below minimum"), {"mark": frozenset({"below"})}),
            SavedView("hazard", _("Dangerous goods"), {"mark": frozenset({"hazard"})}),
            SavedView("export", _("Export-controlled"), {"mark": frozenset({"export"})}),
            SavedView("indicative", _("Indicative values"), {"mark": frozenset({"indicative"})}),
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
            "mark": MARKS,
            "show": {"retired": N_("Retired too")},
        }
        titles = {
            "category": _("Category"),
            "tracking": _("Followed by"),
            "monitoring": _("End-use class"),
            "mark": _("Marked"),
            "show": _("Show"),
        }
        order = ("mark", "category", "tracking", "monitoring", "show")
        self.filters.set_groups([
            FilterGroup(key, title, tuple(
                FilterOption(f.key, _(words[key].get(f.key, f.title)) if key in words else f.title, f.count,
                             _TONES.get(f.key, "neutral") if key == "mark" else None)
                for f in facets[key]))
            for key, title in ((one, titles[one]) for one in order) if facets[key]
        ])  # fmt: skip
        monitoring = {facet.key: facet.count for facet in facets["monitoring"]}
        tracking = {facet.key: facet.count for facet in facets["tracking"]}
        marks = {facet.key: facet.count for facet in facets["mark"]}
        counts = {
            "all": sum(tracking.values()), "class-a": monitoring.get("A", 0), "serial": tracking.get("serial", 0),
            **{key: marks.get(key, 0) for key in ("below", "hazard", "export", "indicative")},
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
            self._show_nothing()
        else:
            self.context.jobs.read(self, itempage.detail, key, done=self._show_detail)
            self.context.jobs.read(self, files_of, "item", [key], done=self._show_files)

    def _show_nothing(self) -> None:
        self._draft = ItemDraft("", "")
        for button in (self.edit, self.stock):
            button.hide()
        self.inspector.set_identity(_("Nothing chosen"), lines=(_("Choose an item to see it here."),), icon="book-open")
        self.inspector.set_numbers([])
        self.inspector.set_tabs([])

    def _show_detail(self, record: ItemDetail | None) -> None:
        if record is None:
            self._show_nothing()
            return
        for button in (self.edit, self.stock):
            button.show()
        self._draft = draft = record.draft
        self._record = record
        self._show_photo()
        sizes = [one for one in record.sizes if not one.retired]
        shown = sum(bool(one.size) for one in sizes)
        free = sum(one.available for one in record.sizes)
        least = sum(one.minimum or 0 for one in sizes)
        self.inspector.set_numbers([
            (number(record.on_hand), _("On hand")), (number(free), _("Available")),
            (number(least) if least else "—", _("Minimum")), (number(shown) if shown else "—", _("Sizes")),
        ])  # fmt: skip
        self._facts.set_pairs(facts.details(draft))
        self._names.set_pairs(facts.names(draft))
        self._sizes.list.set_rows(record.sizes, keys=[one.variant_id for one in record.sizes])
        self._codes.set_pairs([*facts.dangers(draft), *facts.codes(draft)[-1:]])
        words = (("facts", _("Details")), ("names", _("Names")), ("sizes", _("Sizes")), ("codes", _("Codes")))
        self.inspector.set_tabs([(key, name, page) for (key, name), page in zip(words, self._tabs, strict=True)])

    def _show_files(self, rows: list[AttachedRow]) -> None:
        self._photo = photo_of(rows)
        self._show_photo()

    def _show_photo(self) -> None:
        """Show who the item is; its photo follows when it is drawn."""
        record = self._record
        if record is None:
            return
        draft = record.draft
        image = self.thumbs.image(self._photo) if self._photo and self._photo.subject_id == draft.id else None
        worth = price(UnitPrice(draft.price_micros, draft.currency) if draft.price_micros else None)
        maker = " · ".join(filter(None, (draft.maker, draft.model)))
        self.inspector.set_identity(
            draft.name, icon=ICONS.get(draft.category, "package"), chips=facts.chips(record),
            lines=(f"{draft.code} · {worth} / {draft.unit_of_issue}", maker or draft.category),
            photo=QPixmap.fromImage(image) if image is not None else None,
        )  # fmt: skip

    # acting -------------------------------------------------------------------------------------------------
    def open_key(self, key: Any) -> None:
        """Open the item's page."""
        self.context.navigator.open(Route("item", key))

    def _edit(self, draft: ItemDraft | None) -> None:
        if draft is not None:
            dialog = ItemDialog(self.context, self, draft)
            dialog.saved.connect(self._saved)
            dialog.open()

    def change(self) -> None:
        """Edit the current item."""
        if self._draft.id:
            self._edit(self._draft)

    def link_acts(self) -> Mapping[str, Callable[[str], None]]:
        """Describe a new item."""
        return {"new": lambda _value: self.make()}

    def make(self) -> None:
        """Describe a new item."""
        self._edit(ItemDraft("", ""))

    def duplicate(self) -> None:
        """Start a new item from the current one."""
        if self._draft.id:
            self._edit(copy_of(self._draft))

    def ticks_changed(self) -> None:
        """Offer to change the ticked items together."""
        count = len(self.model.ticked())
        self.bulk.setText(ngettext("Change {n}…", "Change {n}…", count).format(n=count))
        self.bulk.setVisible(count > 0)

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
        retired = self._record is not None and self._record.retired
        last: Entry = (
            ("undo-2", _("Offer it again"), "", self.restore) if retired else ("trash-2", _("Retire"), "", self.retire)
        )
        ticked: list[Entry] = [("trash-2", _("Retire the ticked items…"), "", self.acts.retire)]
        more = ticked if self.model.ticked() else []
        more.append(("shirt", _("Size tables…"), "", self.size_tables))
        drop_menu(self.more, [("copy", _("Duplicate"), "Ctrl D", self.duplicate), last, *more])

    def size_tables(self) -> None:
        """Show the size tables of the post."""
        SizeTablesDialog(self.context, self).open()

    def _why_no_bulk(self) -> str:
        return "" if self.model.ticked() else _("Tick items first")

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
            Command(
                "items.change", N_("Change the ticked items…"), self.acts.change, "Ctrl+M", "pencil", self._why_no_bulk
            ),
            Command("items.retire", N_("Retire the ticked items…"), self.acts.retire, "", "trash-2", self._why_no_bulk),
            Command("items.sizes", N_("Size tables…"), self.size_tables, "", "shirt"),
            Command("item.retire", N_("Retire item"), self.retire, icon="trash-2", on_selection=True),
            *self.list_commands(),
        )
