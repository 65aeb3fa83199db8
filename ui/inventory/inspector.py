"""Fills the inspector of the stock list: identity, figures, serials or layers, stock card, details."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from functools import partial

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QWidget

from inl_logistics.attachments.queries import AttachedRow, files_of
from inl_logistics.inventory import holding, layers, queries
from inl_logistics.inventory.holding import HolderRow
from inl_logistics.inventory.layers import LayerRow
from inl_logistics.inventory.queries import CardEntry, SerialRow, VariantDetail
from inl_logistics.inventory.stock import StockRow
from inl_logistics.kernel import dates
from inl_logistics.kernel.statewords import CONDITIONS
from inl_logistics.kernel.translation import N_, _, ngettext
from inl_logistics.kernel.values import UnitPrice
from inl_logistics.register.numbers import screen_number
from ui.inventory.words import MONITORING, category_icon, document_words, stock_chip, track, unit_chip
from ui.kit.chips import ChipLook, chip
from ui.kit.fields import LineEdit
from ui.kit.formats import day, number, price
from ui.kit.inspector import Facts, Inspector, scrolled
from ui.kit.navigation import PageContext, Route
from ui.kit.tables import Column, KeyedTableModel, ListView
from ui.kit.thumbnails import Thumbnails, photo_of
from ui.kit.timeline import Entry, Timeline
from ui.kit.widget import Line, Link, column

_FEW, _MANY, _CARD_FEW = 6, 500, 5

_SERIAL_COLUMNS = (
    Column("serial", N_("Serial"), lambda r: r.serial, kind="mono", width=70, stretch=True),
    Column("bin", N_("Bin"), lambda r: r.location, kind="quiet", width=52),
    Column("status", N_("Status"), lambda r: _serial_chip(r).text, kind="chip", width=140, align="end",
           chip=lambda r: _serial_chip(r)),
)  # fmt: skip
_LAYER_COLUMNS = (
    Column("lot", N_("Lot"), lambda r: r.lot or r.location, kind="mono", width=62, stretch=True),
    Column("expiry", N_("Expiry"), lambda r: day(r.expires_on), kind="date", width=98),
    Column("condition", N_("Condition"), lambda r: _(CONDITIONS.get(r.condition, r.condition)), kind="quiet", width=78),
    Column("quantity", N_("Units"), lambda r: number(r.quantity), kind="numberStrong", width=48),
)


def _serial_chip(row: SerialRow) -> ChipLook:
    kind = "facility" if row.title == "host" else "bin"
    held = screen_number(row.reserved_by or "")
    return unit_chip(place_kind=kind, condition=row.condition, status=row.status, reserved_by=held)


class _Serials(QWidget):
    """Find a serial, the first of them, n more, and the last entries of the stock card."""

    def __init__(self) -> None:
        super().__init__()
        self.search = LineEdit(icon="search", strong=True)
        self.model = KeyedTableModel(_SERIAL_COLUMNS, parent=self)
        self.list = _headless(self.model)
        self.more = Link(role="label")
        self.card = Timeline()
        column(self, column(None, self.search, 2, margins=(14, 10, 14, 0)), self.list,
               column(None, self.more, margins=(14, 0, 14, 4)), Line(), self.card, "stretch")  # fmt: skip


def _headless(model: KeyedTableModel) -> ListView:
    view = ListView(model, density="compact")
    view.head.hide()
    view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    return view


class StockInspector(QObject):
    """What the inspector shows of one line of stock."""

    def __init__(
        self, context: PageContext, panel: Inspector, *, changed: Callable[[], None], today: Callable[[], date]
    ) -> None:
        super().__init__(panel)
        self._today = today
        self._context, self._panel, self._changed = context, panel, changed
        self._row: StockRow | None = None
        self._limit = _FEW
        self.thumbs: Thumbnails | None = None  # given by the page, which draws them
        self._photo: AttachedRow | None = None
        self.serials, self.card, self.facts = _Serials(), Timeline(), Facts(label_width=110)
        self._layers = KeyedTableModel(_LAYER_COLUMNS, parent=self)
        self.layers = ListView(self._layers, density="compact")
        self._pages = (scrolled(self.serials), self.layers, scrolled(self.card), scrolled(self.facts))
        panel.hold(*self._pages)
        panel.set_figures_linked(True)
        panel.figure_opened.connect(self._open_figure)
        self.serials.search.edited.connect(self._ask_serials)
        self.serials.more.clicked.connect(self._show_more)
        self.serials.list.opened.connect(self._open_unit)
        self.serials.card.clicked.connect(self._open_entry)
        self.card.clicked.connect(self._open_entry)
        self.layers.opened.connect(self._open_card)
        self.show_nothing()

    def retranslate(self) -> None:
        """Write everything again."""
        if self._row is None:
            self.show_nothing()
        else:
            self.show_row(self._row)

    def show_nothing(self) -> None:
        """Say that nothing is chosen."""
        self._row = None
        self._panel.set_identity(_("Nothing chosen"), lines=(_("Choose a line to see it here."),), icon="warehouse")
        self._panel.set_numbers([])
        self._panel.set_tabs([])

    def show_row(self, row: StockRow) -> None:
        """Show a line: what the list knows at once, the rest when it arrives."""
        if self._row is None or self._row.key != row.key:
            self._limit = _FEW
            self.serials.search.clear()
        if self._row is None or self._row.variant_id != row.variant_id:
            self._photo = None
        self._row = row
        today = self._today()
        worth = price(UnitPrice(row.price_micros))
        lines = (f"{row.code} · {row.location}",
                 _("{price} each · {end_use}").format(price=worth, end_use=_(MONITORING.get(row.monitoring, row.monitoring))))  # fmt: skip
        self._panel.set_identity(row.item, lines=lines, icon=category_icon(row.category),
                                 chips=(stock_chip(row, today), chip("item", row.tracking)))  # fmt: skip
        self.show_photo()
        self._panel.set_numbers([
            (number(row.on_hand), _("On hand")), (number(row.reserved), _("Reserved")),
            (number(row.available), _("Available")), (number(row.minimum), _("Minimum"), True),
        ])  # fmt: skip
        first = self._pages[0] if row.tracking == "serial" else self._pages[1]
        name = _("Serials") if row.tracking == "serial" else _("Lots") if row.tracking == "lot" else _("Where")
        self._panel.set_tabs([
            ("serials" if row.tracking == "serial" else "layers", name, first), ("card", _("Stock card"), self._pages[2]),
            ("facts", _("Details"), self._pages[3]),
        ])  # fmt: skip
        read, key = self._context.jobs.read, row.key
        if row.tracking == "serial":
            self._ask_serials()
        else:
            read(self, layers.layers, row.variant_id, place_id=row.place_id, done=partial(self._show_layers, key))
        read(self, queries.stock_card, row.variant_id, done=partial(self._take_card, key))
        read(self, queries.variant_detail, row.variant_id, done=partial(self._show_facts, key))

    def _same(self, key: int) -> bool:
        return self._row is not None and self._row.key == key

    # serials ------------------------------------------------------------------------------------------------
    def _ask_serials(self) -> None:
        row = self._row
        if row is not None:
            self._context.jobs.read(
                self, queries.serials, row.variant_id, search=self.serials.search.text(), place_id=row.place_id,
                limit=self._limit, done=partial(self._show_serials, row.key),
            )  # fmt: skip

    def _show_serials(self, key: int, found: tuple[int, list[SerialRow]]) -> None:
        if not self._same(key) or self._row is None:
            return
        total, rows = found
        words = ngettext("Find a serial in {n}", "Find a serial in {n}", self._row.on_hand)
        self.serials.search.setPlaceholderText(words.format(n=number(self._row.on_hand)))
        self.serials.search.setAccessibleName(words.format(n=number(self._row.on_hand)))
        self.serials.list.setAccessibleName(_("Serials"))
        self.serials.model.set_rows(
            [replace(row, location=self._row.bin or row.location) for row in rows], keys=[row.unit_id for row in rows]
        )
        self.serials.list.setFixedHeight(self.serials.list.row_height() * min(14, max(1, len(rows))) + 2)
        left = total - len(rows)
        self.serials.more.setVisible(left > 0 or not rows)
        self.serials.more.setEnabled(left > 0)
        self.serials.more.set_text(_("{n} more").format(n=number(left)) if left else _("No serial here matches."))

    def _show_more(self) -> None:
        self._limit = _MANY
        self._ask_serials()

    def _open_unit(self, unit_id: object) -> None:
        self._context.navigator.open(Route("unit", int(str(unit_id))))

    def _show_layers(self, key: int, rows: Sequence[LayerRow]) -> None:
        if self._same(key):
            self.layers.setAccessibleName(_("Lots"))
            self._layers.set_rows(rows)

    # stock card ---------------------------------------------------------------------------------------------
    def _take_card(self, key: int, entries: Sequence[CardEntry]) -> None:
        row = self._row
        if row is not None and row.key == key:
            self._context.jobs.read(self, holding.holders, row.variant_id,
                                    done=partial(self._show_card, key, tuple(entries)))  # fmt: skip

    def _show_card(self, key: int, entries: Sequence[CardEntry], holders: Sequence[HolderRow]) -> None:
        if not self._same(key):
            return
        listed = [*(holder_entry(one) for one in holders), *(card_entry(one) for one in entries)]
        for card in (self.card, self.serials.card):
            card.set_titles(_("Stock card, all stores"), _("Balance"))
        self.card.set_entries(listed)
        self.serials.card.set_entries(listed[:_CARD_FEW])

    def _open_entry(self, key: object) -> None:
        if self._row is not None and isinstance(key, tuple):
            open_entry(self._context, self, self._row.variant_id, key)

    def _open_card(self, _key: object) -> None:
        self._open_figure(0)

    def _open_figure(self, at: int) -> None:
        if self._row is not None:
            show = ("places", "reserved", "places", "movements")[min(at, 3)]
            self._context.navigator.open(Route("stock-card", self._row.variant_id, (("show", show),)))

    # details ------------------------------------------------------------------------------------------------
    def _show_facts(self, key: int, detail: VariantDetail | None) -> None:
        if self._same(key) and detail is not None:
            self.facts.set_pairs(fact_pairs(detail))
            read = partial(self._show_files, key)
            self._context.jobs.read(self, files_of, "item", [detail.item_id], done=read)

    def _show_files(self, key: int, found: list[AttachedRow]) -> None:
        if self._same(key):
            self._photo = photo_of(found)
            self.show_photo()

    def show_photo(self) -> None:
        """Put the item's photo in the place of its sign, as soon as it is drawn."""
        image = self.thumbs.image(self._photo) if self.thumbs is not None and self._photo is not None else None
        if self._row is not None and image is not None:
            self._panel.picture.set_photo(QPixmap.fromImage(image), icon=category_icon(self._row.category))


def holder_entry(row: HolderRow) -> Entry:
    """Return who holds stock as an entry of the timeline."""
    name = screen_number(row.number) if row.number else row.note or _("draft handover")
    note = " · ".join(filter(None, (dates.day_month(row.made_at.date()), row.party or row.by)))
    return Entry(_("Reserved {what}").format(what=name), note, "lock", "info", number(row.quantity),
                 key=(row.kind, row.owner_id))  # fmt: skip


def card_entry(row: CardEntry) -> Entry:
    """Return a document of the stock card as an entry of the timeline."""
    words, icon, tone = document_words(row.kind, screen_number(row.number))
    late = _("late entry") if row.late else ""
    note = " · ".join(filter(None, (dates.short(row.on), row.party or row.by, late)))
    change = f"+{row.change:,}" if row.change > 0 else number(row.change)
    return Entry(words, note, icon, tone, change, number(row.balance), key=("document", row.document_id))


def open_entry(context: PageContext, owner: QObject, variant_id: int, key: tuple[object, ...]) -> None:
    """Open what an entry stands for: its document's record, else its movements."""
    kind, ident = str(key[0]), int(str(key[1]))
    if kind == "handover":
        context.navigator.open(Route("handover", ident))
        return
    if kind != "document":
        context.navigator.open(Route("stock-card", variant_id, (("show", "reserved"),)))
        return

    def go(target: tuple[str, int] | None) -> None:
        if target is None:
            context.navigator.open(Route("stock-card", variant_id, (("document", str(ident)),)))
        else:
            context.navigator.open(Route(*target))

    context.jobs.read(owner, layers.document_target, ident, done=go)


def fact_pairs(detail: VariantDetail) -> list[tuple[str, str]]:
    """Return everything the catalog and the stock know of a variant."""
    life = detail.shelf_life_months
    return [
        (_("Code"), detail.code),
        (_("Maker"), " · ".join(filter(None, (detail.maker, detail.model)))),
        (_("Category"), detail.category),
        (_("Followed by"), track(detail.tracking)),
        (_("Unit of issue"), detail.unit_of_issue),
        (_("In all stores"), number(detail.on_hand)),
        (_("Available"), number(detail.available)),
        (_("With partners"), number(detail.with_partners)),
        (_("On the way"), number(detail.inbound)),
        (_("End-use class"), _(MONITORING.get(detail.monitoring, detail.monitoring))),
        (_("NSN"), detail.nsn),
        (_("HS code"), detail.hs),
        (_("Export class"), detail.export_class),
        (_("UN number"), " · ".join(filter(None, (detail.un_number, detail.hazard_class)))),
        (_("Shelf life"), ngettext("{n} month", "{n} months", life).format(n=life) if life else ""),
        (_("Policy hold"), _("Yes") if detail.policy_hold else _("No")),
    ]


__all__ = ["StockInspector", "card_entry", "fact_pairs", "holder_entry", "open_entry"]
