"""The stock card of a variant: what made its figures, where it lies, who holds it. Source: product.md 3
("click any number to see the movements that make it")."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from inl_logistics.inventory import holding, layers, queries
from inl_logistics.inventory.holding import HolderRow, release_hold
from inl_logistics.inventory.layers import LayerRow, MovementRow
from inl_logistics.inventory.queries import CardEntry, VariantDetail
from inl_logistics.kernel.statewords import CONDITIONS, STATUSES, TITLES
from inl_logistics.kernel.translation import N_, _
from inl_logistics.kernel.values import Money, UnitPrice
from inl_logistics.register.numbers import screen_number
from ui.inventory.inspector import open_entry
from ui.inventory.reversing import ask_reversal, can_reverse
from ui.inventory.words import document_words
from ui.kit.buttons import Button
from ui.kit.cards import BigNumber, Card
from ui.kit.chips import chip
from ui.kit.choices import Segmented
from ui.kit.formats import day, money, number, price
from ui.kit.navigation import Command, Crumb, KeyHint, PageContext, Route
from ui.kit.recordpage import RecordPage
from ui.kit.tables import Column, KeyedTableModel, ListView
from ui.kit.widget import row


def _signed(value: int) -> str:
    return f"+{value:,}" if value > 0 else number(value)


def _entry(row: CardEntry) -> str:
    whole = row.kind in {"RR", "TR", "CH"}  # of a handover, single lines are reversed
    return _("reversed") if row.reversal and whole else _("late entry") if row.late else ""


_CARD = (
    Column("on", N_("Date"), lambda r: day(r.on), kind="date", width=108),
    Column("what", N_("Document"), lambda r: document_words(r.kind, screen_number(r.number))[0], kind="strong", width=200,
           stretch=True),
    Column("party", N_("From or to"), lambda r: r.party or "—", width=190),
    Column("by", N_("By"), lambda r: r.by, kind="quiet", width=120),
    Column("late", N_("Entry"), _entry, kind="quiet", width=80),
    Column("change", N_("Change"), lambda r: _signed(r.change), kind="numberStrong", width=80),
    Column("balance", N_("Balance"), lambda r: number(r.balance), kind="number", width=80),
    Column("reverse", "", lambda r: _("Reverse…") if can_reverse(r.kind, r.reversal) else "", kind="link", width=88),
)  # fmt: skip
_MOVES = (
    Column("on", N_("Date"), lambda r: day(r.on), kind="date", width=108),
    Column("number", N_("Document"), lambda r: screen_number(r.number), kind="strong", width=120),
    Column("serial", N_("Serial or lot"), lambda r: r.serial or r.lot or "—", kind="mono", width=150),
    Column("source", N_("From"), lambda r: r.source, width=160, stretch=True),
    Column("target", N_("To"), lambda r: r.target, width=170),
    Column("state", N_("Condition"), lambda r: _(CONDITIONS.get(r.condition, r.condition)), kind="quiet", width=90),
    Column("quantity", N_("Units"), lambda r: number(r.quantity), kind="numberStrong", width=64),
)
_PLACES = (
    Column("place", N_("Place"), lambda r: r.location, kind="strong", width=180, stretch=True),
    Column("lot", N_("Lot"), lambda r: r.lot or "—", kind="link", width=110),
    Column("expiry", N_("Expiry"), lambda r: day(r.expires_on), kind="date", width=108),
    Column("condition", N_("Condition"), lambda r: _(CONDITIONS.get(r.condition, r.condition)), width=96),
    Column("status", N_("Status"), lambda r: _(STATUSES.get(r.status, r.status)), width=96),
    Column("title", N_("Title"), lambda r: _(TITLES.get(r.title, r.title)), kind="quiet", width=126),
    Column("source", N_("Bought by"), lambda r: screen_number(r.source) or "—", kind="quiet", width=112),
    Column("project", N_("Project"), lambda r: r.project or "—", kind="quiet", width=108),
    Column("quantity", N_("Units"), lambda r: number(r.quantity), kind="numberStrong", width=64),
    Column("value", N_("Value USD"), lambda r: money(Money(r.value_minor)).replace("$", ""), kind="number", width=100),
)
_HOLDERS = (
    Column("what", N_("Reserved by"), lambda r: _holder_words(r), kind="strong", width=220, stretch=True),
    Column("party", N_("For"), lambda r: r.party or "—", width=200),
    Column("place", N_("Place"), lambda r: r.location, width=160),
    Column("on", N_("Since"), lambda r: day(r.made_at.date()), kind="date", width=108),
    Column("by", N_("By"), lambda r: r.by, kind="quiet", width=130),
    Column("quantity", N_("Units"), lambda r: number(r.quantity), kind="numberStrong", width=70),
    Column("release", "", lambda r: _("Release") if r.kind == holding.HOLD else "", kind="link", width=84),
)


def _holder_words(row: HolderRow) -> str:
    return screen_number(row.number) if row.number else row.note or _("Draft handover")


class StockCardPage(RecordPage):
    """Documents with the running balance, all movements, places, reservations."""

    topics = frozenset({"ledger", "inventory", "catalog"})

    def __init__(self, context: PageContext, route: Route) -> None:
        super().__init__(context, route)
        self._detail: VariantDetail | None = None
        self._moves: dict[int, MovementRow] = {}
        self._places: tuple[LayerRow, ...] = ()
        self._holders: tuple[HolderRow, ...] = ()
        self._entries: dict[int, CardEntry] = {}
        self.figures = tuple(BigNumber() for _n in range(4))
        self.views = Segmented()
        self.catalog = Button(icon="book-open")
        self.head.add_action(self.catalog)
        self.head.add_line(row(None, *self.figures, "stretch", gap=36))
        self.tables: dict[str, ListView] = {
            key: ListView(KeyedTableModel(columns, parent=self))
            for key, columns in (("card", _CARD), ("movements", _MOVES), ("places", _PLACES), ("reserved", _HOLDERS))
        }
        self.card = Card()
        self.card.add_action(self.views)
        for table in self.tables.values():
            self.card.body.addWidget(table, 1)
        self.body.addWidget(self.card, 1)
        self.views.chosen.connect(self._show_view)
        self.catalog.clicked.connect(self._open_item)
        for figure, view in zip(self.figures, ("places", "reserved", "places", "card"), strict=True):
            figure.set_linked(True)
            figure.clicked.connect(lambda key=view: self._choose(key))
        self.tables["card"].opened.connect(
            lambda ident: open_entry(context, self, self._variant(), ("document", ident))
        )
        self.tables["card"].cell_clicked.connect(lambda ident, _column: self._reverse(ident))
        self.tables["movements"].opened.connect(self._open_movement)
        self.tables["places"].opened.connect(self._open_place)
        self.tables["places"].cell_clicked.connect(lambda at, _column: self._open_lot(at))
        self.tables["reserved"].opened.connect(self._open_holder)
        self.tables["reserved"].cell_clicked.connect(lambda key, _column: self._release(key))
        self._retranslate()
        self._choose(route.param("show", "movements" if route.param("document") else "card"))
        self.refresh()

    def _retranslate(self) -> None:
        self.views.set_options([("card", _("Documents")), ("movements", _("Movements")), ("places", _("Places")),
                                ("reserved", _("Reserved"))])  # fmt: skip
        self.catalog.setText(_("Open in catalog"))
        for key, words in (("card", _("Stock card")), ("movements", _("Movements")), ("places", _("Places")),
                           ("reserved", _("Reserved"))):  # fmt: skip
            self.tables[key].setAccessibleName(words)
        if self._detail is not None:
            self._show(self._detail)

    def _variant(self) -> int:
        return int(self.route.id or 0)

    def crumbs(self) -> tuple[Crumb, ...]:
        """Say where this is."""
        return (Crumb(_("Inventory"), Route("inventory")), Crumb(self.head.title() or _("Stock card")))

    def reopen(self, route: Route) -> None:
        """Show another part."""
        super().reopen(route)
        self._choose(route.param("show", "movements" if route.param("document") else "card"))
        self.refresh()

    def refresh(self) -> None:
        """Ask everything again."""
        read, variant = self.context.jobs.read, self._variant()
        document = self.route.param("document")
        read(self, queries.variant_detail, variant, done=self._show)
        read(self, queries.stock_card, variant, limit=100_000, done=self._show_card)
        read(self, layers.movements, variant, document_id=int(document) if document else None, done=self._show_moves)
        read(self, layers.layers, variant, done=self._show_places)
        read(self, holding.holders, variant, done=self._show_holders)

    def _show(self, detail: VariantDetail | None) -> None:
        if detail is None:
            self.head.set_title(_("This item is not there any more."))
            return
        self._detail = detail
        self.head.set_title(detail.name)
        self.head.set_chips((chip("item", detail.tracking),))
        worth = price(UnitPrice(detail.price_micros))
        self.head.set_summary(_("{code} · {price} each").format(code=detail.code, price=worth))
        words = ((detail.on_hand, _("On hand, all stores")), (detail.reserved, _("Reserved")),
                 (detail.available, _("Available")), (detail.with_partners, _("With partners")))  # fmt: skip
        for figure, (value, caption) in zip(self.figures, words, strict=True):
            figure.set_words(number(value), caption)
        self._show_view(self.views.current())
        self.presented.emit()

    def _show_card(self, rows: Sequence[CardEntry]) -> None:
        self._entries = {row.document_id: row for row in rows}
        self._model("card").set_rows(rows, keys=[row.document_id for row in rows])
        self._show_view(self.views.current())

    def _show_moves(self, rows: Sequence[MovementRow]) -> None:
        self._model("movements").set_rows(rows, keys=[row.id for row in rows])
        self._moves = {row.id: row for row in rows}
        self._show_view(self.views.current())

    def _show_places(self, rows: Sequence[LayerRow]) -> None:
        self._places = tuple(rows)
        self._model("places").set_rows(rows)
        self._show_view(self.views.current())

    def _show_holders(self, rows: Sequence[HolderRow]) -> None:
        self._holders = tuple(rows)
        self._model("reserved").set_rows(rows)
        self._show_view(self.views.current())

    def _model(self, key: str) -> KeyedTableModel:
        return self.tables[key].list

    def _choose(self, view: str) -> None:
        self.views.choose(view if view in self.tables else "card", tell=False)
        self._show_view(self.views.current())

    def _show_view(self, view: str) -> None:
        for key, table in self.tables.items():
            table.setVisible(key == view)
        count = self._model(view).rowCount()
        titles = {
            "card": _("Documents that changed it"), "movements": _("Movements"), "places": _("Where it is now"),
            "reserved": _("Who has reserved it"),
        }  # fmt: skip
        self.card.set_title(titles[view], number(count))

    # opening ------------------------------------------------------------------------------------------------
    def _open_item(self) -> None:
        if self._detail is not None:
            self.context.navigator.open(Route("catalog", None, (("key", str(self._detail.item_id)),)))

    def _open_movement(self, ident: Any) -> None:
        found = self._moves.get(ident)
        if found is not None and found.unit_id is not None:
            self.context.navigator.open(Route("unit", found.unit_id))
        elif found is not None:
            open_entry(self.context, self, self._variant(), ("document", found.document_id))

    def _open_place(self, at: Any) -> None:
        order = self._places[int(at)].order_id
        if order is not None:
            self.context.navigator.open(Route("order", order))

    def _open_lot(self, at: Any) -> None:
        lot = self._places[int(at)].lot_id
        if lot is not None:
            self.context.navigator.open(Route("lot", lot))

    def _open_current_lot(self) -> None:
        key = self.tables["places"].current_key()
        if key is not None and self.views.current() == "places":
            self._open_lot(key)

    def _open_holder(self, at: Any) -> None:
        holder = self._holders[int(at)]
        if holder.kind == "handover":
            self.context.navigator.open(Route("handover", holder.owner_id))

    def _reverse(self, ident: Any) -> None:
        entry = self._entries.get(ident)
        if entry is not None and can_reverse(entry.kind, entry.reversal):
            ask_reversal(self.context, self, entry.number)

    def _reverse_current(self) -> None:
        self._reverse(self.tables["card"].current_key())

    def _reverse_reason(self) -> str:
        entry = self._entries.get(self.tables["card"].current_key() or 0)
        chosen = self.views.current() == "card" and entry is not None and can_reverse(entry.kind, entry.reversal)
        return "" if chosen else _("Choose a move or a change of condition among the documents")

    def _release(self, at: Any) -> None:
        holder = self._holders[int(at)]
        if holder.kind == holding.HOLD:
            words = _("{what}: given back.").format(what=holder.note)
            self.context.jobs.write(self, release_hold, holder.owner_id,
                                    done=lambda _none: self.context.notices.show_notice(words),
                                    failed=self.context.notices.show_error)  # fmt: skip

    def _release_current(self) -> None:
        key = self.tables["reserved"].current_key()
        if key is not None and self.views.current() == "reserved":
            self._release(key)

    def commands(self) -> tuple[Command, ...]:
        """Return what can be done here."""
        return (
            Command("card.catalog", N_("Open in catalog"), self._open_item, icon="book-open"),
            Command(
                "card.reverse",
                N_("Reverse the chosen move or change"),
                self._reverse_current,
                icon="undo-2",
                enabled_reason=self._reverse_reason,
            ),
            Command("card.lot", N_("Open the lot: who has it"), self._open_current_lot, "Ctrl+O", "layers"),
            Command("card.release", N_("Release the chosen reservation"), self._release_current, "Del", "lock"),
        )

    def hints(self) -> tuple[KeyHint, ...]:
        """Return the useful keys."""
        return (KeyHint("↑ ↓", _("move")), KeyHint("Enter", _("open")), KeyHint("Esc", _("back")))

    def focus_first(self) -> None:
        """Start in the table."""
        self.tables[self.views.current() or "card"].setFocus()
