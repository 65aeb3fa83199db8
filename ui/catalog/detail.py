"""One item of the catalog: its sizes with their stock, its codes and names, its photo and files, what was changed.

Source: product.md 3 (Catalogue); ui.md 10.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QWidget

from inl_logistics.attachments.queries import AttachedRow, files_of
from inl_logistics.catalog import itempage
from inl_logistics.catalog.itempage import ItemDetail
from inl_logistics.kernel.translation import N_, _, ngettext
from inl_logistics.kernel.values import UnitPrice
from ui.catalog import facts
from ui.catalog.acting import Acting
from ui.catalog.columns import CODES, SIZES
from ui.catalog.words import ICONS
from ui.kit.buttons import Button, IconButton
from ui.kit.cards import Card, EmptyState
from ui.kit.choices import Segmented
from ui.kit.filescard import FilesCard
from ui.kit.formats import number, price
from ui.kit.inspector import Facts, scrolled
from ui.kit.menus import drop_menu
from ui.kit.navigation import Command, Crumb, KeyHint, PageContext, Route
from ui.kit.phototile import PhotoTile
from ui.kit.recordpage import RecordPage
from ui.kit.tables import KeyedTableModel, ListView
from ui.kit.thumbnails import Thumbnails, photo_of
from ui.kit.timeline import Timeline
from ui.kit.widget import Label, Link, column, emptied, row

_PANELS = (("sizes", N_("Sizes")), ("codes", N_("Codes")), ("names", N_("Names")), ("history", N_("History")))


class ItemPage(RecordPage):
    """One item whole."""

    topics = frozenset({"catalog", "ledger", "inventory", "purchasing", "attachments", "kits"})

    def __init__(self, context: PageContext, route: Route) -> None:
        super().__init__(context, route)
        self.record: ItemDetail | None = None
        self._photo: AttachedRow | None = None
        self.acting = Acting(self)
        self.thumbs = Thumbnails(self, ready=self._show_photo)
        self._build()
        self._connect()
        self._retranslate()
        self.refresh()

    def _build(self) -> None:
        self.stock, self.more = Button(icon="warehouse"), IconButton("ellipsis")
        self.primary = Button(kind="primary", icon="pencil", key="F2", writes=True)
        self.head.add_action(self.stock)
        self.head.add_action(self.more)
        self.head.set_primary(self.primary)
        self.card, self.panel = Card(), Segmented(height=26)
        self.card.add_action(self.panel)
        self.sizes, self.codes = KeyedTableModel(SIZES, parent=self), KeyedTableModel(CODES, parent=self)
        self.size_table, self.code_table = ListView(self.sizes), ListView(self.codes)
        self.names, self.timeline = Facts(label_width=150), Timeline()
        self.nothing = EmptyState("book-open")
        self.panels_: dict[str, QWidget] = {
            "sizes": self.size_table, "codes": self.code_table, "names": scrolled(self.names),
            "history": scrolled(self.timeline),
        }  # fmt: skip
        for part in self.panels_.values():
            part.setMinimumHeight(200)
            self.card.body.addWidget(part, 1)
        self.card.body.addWidget(self.nothing, 1)
        self.sums = Label(role="secondary", token="text2")
        self.card.body.addLayout(row(None, self.sums, "stretch", margins=(14, 9, 14, 9)))
        self.picture = PhotoTile(side=96)
        self.details, self.facts = Card(), Facts(label_width=104)
        self.details.body.addLayout(row(None, self.picture, "stretch", margins=(14, 12, 14, 0)))
        self.details.body.addWidget(self.facts)
        self.danger, self.danger_facts = Card(), Facts(label_width=104)
        self.danger.body.addWidget(self.danger_facts)
        self.kits = Card()
        self.kit_links = column(None, margins=(14, 8, 14, 10), gap=6)
        self.kits.body.addLayout(self.kit_links)
        self.files = FilesCard(self, "item", roles={"photo": N_("Photo")})
        self.picture.dropped.connect(self.files.add_photo)
        self.picture.clicked.connect(self.files.choose_photo)
        side = QWidget()
        side.setFixedWidth(284)
        column(side, self.details, self.danger, self.kits, self.files, "stretch", gap=12)
        panel = scrolled(side)
        panel.setFixedWidth(296)
        cards = row(None, self.card, panel, gap=12)
        cards.setStretch(0, 1)
        self.body.addLayout(cards, 1)

    def _connect(self) -> None:
        self.primary.clicked.connect(self.acting.change)
        self.stock.clicked.connect(self.acting.stock)
        self.more.clicked.connect(lambda: drop_menu(self.more, self.acting.menu()))
        self.panel.chosen.connect(self._show_panel)
        self.size_table.opened.connect(lambda key: self.context.navigator.open(Route("stock-card", key)))

    def _retranslate(self) -> None:
        self.primary.setText(_("Change"))
        self.stock.setText(_("Its stock"))
        self.more.set_hint(_("Duplicate, merge, retire"))
        self.picture.set_hint(_("Photo: drop a picture here, or click to choose one"))
        self.panel.set_options([(key, _(words)) for key, words in _PANELS])
        self.panel.choose(self.panel.current() or "sizes", tell=False)
        self.card.set_title(_("Item"))
        self.details.set_title(_("Details"))
        self.danger.set_title(_("Codes and dangers"))
        self.kits.set_title(_("In kits"))
        for part, words in ((self.size_table, _("Sizes")), (self.code_table, _("Codes"))):
            part.setAccessibleName(words)
        self.timeline.setAccessibleName(_("History"))
        self.files.retranslate()
        if self.record is not None:
            self._show(self.record)

    def crumbs(self) -> tuple[Crumb, ...]:
        """Return the path."""
        return Crumb(_("Catalog"), Route("catalog")), Crumb(self.record.draft.code if self.record else "")

    def refresh(self) -> None:
        """Read the item again."""
        self.context.jobs.read(self, itempage.detail, self.route.id, done=self._show)
        self.context.jobs.read(self, files_of, "item", [self.route.id], done=self._show_files)

    def _show(self, record: ItemDetail | None) -> None:
        if record is None:
            self.banner.show_message("bad", _("This item is no longer there."))
            return
        self.record = record
        draft = record.draft
        self.head.set_title(draft.name)
        self.head.set_chips(facts.chips(record))
        worth = price(UnitPrice(draft.price_micros, draft.currency) if draft.price_micros else None)
        maker = " ".join(filter(None, (draft.maker, draft.model)))
        self.head.set_summary(
            " · ".join(filter(None, (draft.code, draft.category, f"{worth} / {draft.unit_of_issue}", maker)))
        )
        self._show_banner(record)
        self.sizes.set_rows(record.sizes, keys=[one.variant_id for one in record.sizes])
        self.codes.set_rows(record.codes, keys=list(range(len(record.codes))))
        self.names.set_pairs(facts.names(draft))
        self.timeline.set_entries([facts.entry(one) for one in record.history])
        self.facts.set_pairs(facts.details(draft))
        self.danger_facts.set_pairs(facts.dangers(draft))
        self._show_kits(record)
        self._show_panel()
        self._show_photo()
        self.files.show_of(int(self.route.id or 0))
        self.presented.emit()

    def _show_banner(self, record: ItemDetail) -> None:
        low = [one.size or record.draft.code for one in record.sizes if one.below]
        if record.merged_into is not None:
            ident, name = record.merged_into
            said = _("This item is now part of “{item}”; its code still finds it.").format(item=name)
            self.banner.show_message("info", said, _("Open it"), partial(self._open, Route("item", ident)))
        elif record.retired:
            words = _("Retired: it is not offered in new papers. Its past stays.")
            self.banner.show_message("neutral", words, _("Offer it again"), self.acting.restore)
        elif low:
            said = ngettext("{sizes} is below its minimum.", "{sizes} are below their minimum.", len(low)).format(
                sizes=", ".join(low[:8])
            )
            self.banner.show_message("warn", said, _("Its stock"), self.acting.stock)
        else:
            self.banner.hide()
        self.head.set_reason(_("Part of another item now") if record.merged_into else "")

    def _open(self, route: Route) -> None:
        self.context.navigator.open(route)

    def _show_kits(self, record: ItemDetail) -> None:
        emptied(self.kit_links)
        for one in record.kits:
            link = Link(f"{one.code} {one.name}")
            link.clicked.connect(partial(self._open, Route("kit", one.kit_id)))
            self.kit_links.addWidget(link)
        self.kits.setVisible(bool(record.kits))

    def _show_panel(self, _key: str = "") -> None:
        shown, record = self.panel.current(), self.record
        empty = record is not None and shown == "codes" and not record.codes
        for key, part in self.panels_.items():
            part.setVisible(key == shown and not empty)
        self.nothing.setVisible(empty)
        if empty:
            self.nothing.set_words(
                _("No other codes"), _("Aliases and vendors' part numbers let imports find this item.")
            )
        self.sums.setText("" if record is None else facts.sums(record))

    # photo --------------------------------------------------------------------------------------------------
    def _show_files(self, rows: list[AttachedRow]) -> None:
        self._photo = photo_of(rows)
        self._show_photo()

    def _show_photo(self) -> None:
        image = self.thumbs.image(self._photo) if self._photo is not None else None
        icon = ICONS.get(self.record.draft.category, "package") if self.record else "package"
        self.picture.set_photo(QPixmap.fromImage(image) if image is not None else None, icon=icon)

    # acting -------------------------------------------------------------------------------------------------
    def commands(self) -> tuple[Command, ...]:
        """Return what can be done with the item."""
        acting = self.acting
        return (
            Command("item.edit", N_("Change this item"), acting.change, "F2", "pencil", self.primary.reason),
            Command("item.copy", N_("Duplicate this item"), acting.duplicate, "Ctrl+D", "copy"),
            Command("item.labels", N_("Print labels of this item…"), acting.print_labels, "Ctrl+P", "tag"),
            Command("item.stock", N_("Show its stock"), acting.stock, "", "warehouse"),
            Command("item.photo", N_("Add a photo or file to this item"), self.files.choose, "", "camera"),
            Command(
                "item.merge", N_("Merge this item into another…"), acting.merge, "", "layers", acting.why_not_merge
            ),
            Command("item.retire", N_("Retire this item, or offer it again"), acting.retire_or_restore, "", "trash-2"),
        )

    def hints(self) -> tuple[KeyHint, ...]:
        """Return the keys of this screen."""
        return (
            KeyHint("F2", _("change")), KeyHint("Enter", _("stock card")), KeyHint("F6", _("next panel")),
            KeyHint("Esc", _("back to list")),
        )  # fmt: skip

    def status(self) -> tuple[str, ...]:
        """Say what is in stock of it."""
        if self.record is None:
            return ()
        return (_("{n} on hand").format(n=number(self.record.on_hand)),)

    def panels(self) -> tuple[QWidget, ...]:
        """Return the panels that F6 goes through."""
        return self.size_table if self.size_table.isVisible() else self.code_table, self.panel, self.files

    def focus_first(self) -> None:
        """Put the focus into the sizes."""
        self.size_table.setFocus(Qt.FocusReason.OtherFocusReason)

    def dialog_saved(self, _result: Any) -> None:
        """Show what was saved."""
        self.context.notices.show_notice(_("Item saved."))
        self.refresh()
