"""The stock list: find stock and act on it. Source: ui.md 10 (Inventory); pictures 02, 08, 14."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from inl_logistics.inventory import stock
from inl_logistics.inventory.stock import StockRow
from inl_logistics.kernel.listing import Facet, ListGroup, Listing, ListQuery
from inl_logistics.kernel.translation import N_, _, ngettext
from inl_logistics.kernel.values import Money
from inl_logistics.labels.queries import of_stock
from ui.inventory.columns import AGE_BANDS, GROUPS, stock_columns, stock_filters, stock_views, view_counts
from ui.inventory.dialogs import MOST_LINES, ConditionDialog, DayDialog, HoldDialog, MoveDialog, PickedLine
from ui.inventory.inspector import StockInspector
from ui.kit.buttons import Button, IconButton
from ui.kit.formats import day as day_words
from ui.kit.formats import money, number
from ui.kit.listpage import ListPage
from ui.kit.menus import drop_menu
from ui.kit.navigation import Command, Crumb, KeyHint, PageContext, Route
from ui.kit.tables import Group
from ui.kit.thumbnails import Thumbnails
from ui.labels.dialog import print_labels

_MOST_SUMMED = 5000


class InventoryPage(ListPage):
    """Saved views and filters | stock lines | inspector."""

    topics = frozenset({"ledger", "inventory", "catalog", "partners", "attachments"})
    export_name = "stock"

    def __init__(self, context: PageContext, route: Route) -> None:
        super().__init__(
            context, route, name="inventory", columns=stock_columns(lambda: self.day or context.today()), groups=GROUPS
        )
        self.reserve, self.hand_over = Button(icon="lock", writes=True), Button(kind="primary", icon="handshake")
        self.more = IconButton("ellipsis")
        self.day: date | None = None  # a past day that the list is asked of
        self.as_of = Button(icon="calendar", pad=8)
        self.as_of.clicked.connect(self.ask_day)
        self.tools.addWidget(self.as_of)
        for button in (self.reserve, self.hand_over, self.more):
            self.tools.addWidget(button)
        self._total, self._chosen = Listing(()), ""
        self._counted_for: tuple[object, ...] | None = None
        self._about: StockInspector = StockInspector(context, self.inspector, changed=self.presented.emit,
                                                   today=lambda: self.day or context.today())  # fmt: skip
        self._about.thumbs = Thumbnails(self, ready=self._about.show_photo)
        self.receive, self.bring = (
            Button(kind="primary", icon="package-open", key="Ctrl R"),
            Button(icon="file-spreadsheet"),
        )
        self.set_first_use("warehouse", self._first_words, self.receive, self.bring)
        self.set_views(stock_views())
        self.reserve.clicked.connect(self.reserve_chosen)
        self.hand_over.clicked.connect(self.hand_over_chosen)
        self.more.clicked.connect(self._open_more)
        self.receive.clicked.connect(lambda: context.navigator.open(Route("receive")))
        self.bring.clicked.connect(lambda: context.navigator.open(Route("import")))
        if not self.table.order():
            self.table.set_order((("item", False),))
        if not route.params:
            self.views.wanted = "all"
        self._retranslate()

    def _retranslate(self) -> None:
        super()._retranslate()
        self.receive.setText(_("Receive"))
        self.bring.setText(_("Import stock"))
        self._name_day()
        self.reserve.setText(_("Reserve"))
        self._name_reserve()
        self.more.set_hint(_("Move, change condition"))
        self._name_action()
        self.set_views(stock_views(), counts=self.views.counts)
        if hasattr(self, "_about"):
            self._about.retranslate()

    @staticmethod
    def _first_words() -> tuple[str, str]:
        return _("No stock yet"), _(
            "What you receive, and the opening balance you import, is listed here by item and bin."
        )

    # what is shown ------------------------------------------------------------------------------------------
    def crumbs(self) -> tuple[Crumb, ...]:
        """Say where this is."""
        return (Crumb(_("Inventory")),)

    def ask(self) -> None:
        """Ask for the lines and for the counts beside the filters."""
        query, today = self.query(), self.context.today()
        self.context.jobs.read(self, stock.keys, query, today=today, done=self._listed)
        counted_for = (query.search, query.chosen("custody"), query.chosen("year"), query.chosen("day"), today)
        if counted_for != self._counted_for:  # the counts follow the search alone, not the ticks
            self._counted_for = counted_for
            self.context.jobs.read(self, stock.facets, query, today=today, done=self._counted)

    def query(self) -> ListQuery:
        """Return what is asked, as of the day that is set."""
        query = super().query()
        return (
            replace(query, filters={**query.filters, "day": frozenset({self.day.isoformat()})}) if self.day else query
        )

    def ask_day(self) -> None:
        """Ask of which day the stock is shown."""
        DayDialog(self.context, self, self.day, done=self.show_day).open()

    def show_day(self, day: date | None) -> None:
        """Show the stock as of the end of a day, or of now; what can be done with stock is done now."""
        self.day = None if day is None or day >= self.context.today() else day
        for button in (self.reserve, self.hand_over, self.more):
            button.setEnabled(self.day is None)
        self._name_reserve()
        self._name_day()
        self._ask_now()

    def _name_reserve(self) -> None:
        self.reserve.setToolTip(self._why_not() or _("Put the chosen lines aside") + "  Ctrl L")
        self.hand_over.setToolTip(self._why_not())

    def _why_not(self) -> str:
        """Say why nothing can be done with what is listed."""
        if self.day is None:
            return ""
        return _("This is the stock of {day}. Show today's to act on it.").format(day=day_words(self.day))

    def _name_day(self) -> None:
        self.as_of.setText(day_words(self.day) if self.day else "")
        self.as_of.setAccessibleName(_("Stock as of a day…"))
        self.as_of.setToolTip(_("Stock as of the end of a day; reservations and minimums are those of today only"))

    def refresh(self) -> None:
        """Something was stored: count again too."""
        self._counted_for = None
        super().refresh()

    def fetch(self, keys: Sequence[Any], deliver: Callable[[Sequence[Any]], None]) -> None:
        """Ask for a page of lines."""
        query = self.query()
        years, day_ = query.chosen("year"), stock.day_of(query)
        self.context.jobs.read(self, stock.rows, keys, years=years, day=day_, done=deliver)

    def _listed(self, listing: Listing) -> None:
        self._total = listing
        self.show_keys(listing.keys, [self._group_row(group) for group in listing.groups])

    def _group_row(self, group: ListGroup) -> Group:
        names = {"project": _("No project"), "category": _("No category")}
        title = _(AGE_BANDS[int(group.key)]) if self.grouping() == "age" else group.title
        items = ngettext("{n} item", "{n} items", group.count).format(n=f"{group.count:,}")
        units = ngettext("{n} unit", "{n} units", group.quantity).format(n=f"{group.quantity:,}")
        return Group(group.key, title or names.get(self.grouping(), _("Elsewhere")), f"{items} · {units}",
                     money(Money(group.value_minor), cents=False), group.count)  # fmt: skip

    def _counted(self, facets: Mapping[str, Sequence[Facet]]) -> None:
        self.filters.set_groups(stock_filters(facets))
        chosen = self.filters.chosen()
        bare = not self.search.text() and not chosen.get("custody") and not chosen.get("year")
        self.set_views(stock_views(), counts=view_counts(facets) if bare else self.views.counts)

    def inspect(self, key: Any) -> None:
        """Show the current line."""
        row = self.table.current_record()
        if isinstance(row, StockRow):
            self._about.show_row(row)
        elif key is None:
            self._about.show_nothing()
        else:
            self.fetch([key], self._inspected)

    def _inspected(self, rows: Sequence[StockRow]) -> None:
        if rows and rows[0].key == self.table.current_key():
            self._about.show_row(rows[0])

    def status(self) -> tuple[str, ...]:
        """Say the totals of what is shown and of what is ticked."""
        count = len(self._total.keys)
        shown = _("{items} · {units} · {value}").format(
            items=ngettext("{n} item", "{n} items", count).format(n=number(count)),
            units=ngettext("{n} unit", "{n} units", self._total.quantity).format(n=number(self._total.quantity)),
            value=money(Money(self._total.value_minor), cents=False),
        )
        if self.day is not None:
            shown = _("{day}: {shown}").format(day=day_words(self.day), shown=shown)
        return (shown, self._chosen) if self._chosen else (shown,)

    # acting -------------------------------------------------------------------------------------------------
    def open_key(self, key: Any) -> None:
        """Open the stock card of a line's item."""
        self.context.navigator.open(Route("stock-card", int(key) >> 32))

    def ticks_changed(self) -> None:
        """Let the primary action and the status bar follow the ticks."""
        self._name_action()
        ticked, hidden = self.model.ticked(), self.model.hidden_tick_count()
        if not ticked:
            words = ngettext("{n} selected line is hidden by the filter", "{n} selected lines are hidden by the filter",
                             hidden)  # fmt: skip
            self._chosen = words.format(n=number(hidden)) if hidden else ""
            return
        self.model.gather(ticked[:_MOST_SUMMED], self._sum_ticked)

    def _name_action(self) -> None:
        count = self.model.tick_count()
        self.hand_over.setText(_("Hand over {n}").format(n=count) if count else _("Hand over"))

    def _sum_ticked(self, rows: Sequence[Any]) -> None:
        lines: list[StockRow] = [ready.row for ready in rows]
        units, value = sum(line.on_hand for line in lines), sum(line.value_minor for line in lines)
        hidden = self.model.hidden_tick_count()
        words = (
            _("{n} selected, {hidden} hidden · {units} · {value}") if hidden else _("{n} selected · {units} · {value}")
        )
        self._chosen = words.format(
            n=number(self.model.tick_count()),
            hidden=number(hidden),
            units=ngettext("{n} unit", "{n} units", units).format(n=number(units)),
            value=money(Money(value), cents=False),
        )
        self.presented.emit()

    def _with_rows(self, act: Callable[[list[StockRow]], None]) -> None:
        def gathered(rows: Sequence[Any]) -> None:
            lines = [ready.row for ready in rows]
            if lines:
                act(lines)

        self.model.gather(self.chosen_keys(), gathered)

    def hand_over_chosen(self) -> None:
        """Start a handover with the chosen items."""
        self._with_rows(self._hand_over)

    def _hand_over(self, lines: list[StockRow]) -> None:
        free = [line for line in lines if line.place_kind == "bin" and line.available > 0]
        if not free:
            words = _("None of the chosen lines is available. Choose lines with something available.")
            self.context.notices.show_notice(words, tone="warn")
            return
        variants = list(dict.fromkeys(str(line.variant_id) for line in free))
        self.model.clear_ticks()
        self.context.navigator.open(Route("handover", "new", (("variants", ",".join(variants)),)))

    def send_chosen(self) -> None:
        """Start a transfer to another store with the chosen items."""
        self._with_rows(self._send)

    def _send(self, lines: list[StockRow]) -> None:
        free = [line for line in lines if line.place_kind == "bin" and line.available > 0]
        if not free:
            words = _("None of the chosen lines is available. Choose lines with something available.")
            self.context.notices.show_notice(words, tone="warn")
            return
        variants = list(dict.fromkeys(str(line.variant_id) for line in free))
        self.model.clear_ticks()
        self.context.navigator.open(Route("transfers", None, (("variants", ",".join(variants)),)))

    def reserve_chosen(self) -> None:
        """Put the chosen lines aside."""
        self._with_rows(self._reserve)

    def _reserve(self, lines: list[StockRow]) -> None:
        free = [line for line in lines if line.place_kind == "bin" and line.available > 0]
        if not free:
            words = _("Nothing of the chosen lines is free to reserve.")
            self.context.notices.show_notice(words, tone="warn")
            return
        picked = [PickedLine(line.variant_id, line.place_id, line.item, line.location, line.available) for line in free]
        HoldDialog(self.context, self, picked, done=lambda: self._reserved(free)).open()

    def _reserved(self, lines: list[StockRow]) -> None:
        """Only what was reserved is no longer ticked: the others are next."""
        self.model.set_ticked([line.key for line in lines[:MOST_LINES]], False)

    def move_current(self) -> None:
        """Move stock of the current line to another bin."""
        row = self._current_line()
        if row is not None:
            MoveDialog(self.context, self, row.variant_id, row.place_id, row.item, row.location).open()

    def change_current(self) -> None:
        """Change the condition or status of stock of the current line."""
        row = self._current_line()
        if row is not None:
            ConditionDialog(self.context, self, row.variant_id, row.place_id, row.item, row.location).open()

    def _current_line(self) -> StockRow | None:
        row = self.table.current_record()
        if isinstance(row, StockRow) and row.place_kind == "bin":
            return row
        self.context.notices.show_notice(_("Choose a line that lies in our stores."), tone="warn")
        return None

    def open_life(self) -> None:
        """Open the catalog item of the current line."""
        row = self.table.current_record()
        if isinstance(row, StockRow):
            self.context.navigator.open(Route("catalog", None, (("key", str(row.item_id)),)))

    def print_labels(self) -> None:
        """Print labels for what the chosen lines stand for: units, lots, goods."""
        self._with_rows(lambda lines: print_labels(self, of_stock, [(one.variant_id, one.place_id) for one in lines]))

    def _open_more(self) -> None:
        acts = (("arrow-right-left", _("Move to another bin…"), "Ctrl M", self.move_current),
                ("truck", _("Send to another store…"), "", self.send_chosen),
                ("pencil", _("Change condition or status…"), "", self.change_current),
                ("tag", _("Print labels…"), "", self.print_labels),
                ("book-open", _("Open in catalog"), "", self.open_life))  # fmt: skip
        drop_menu(self.more, acts)

    def selection_words(self) -> str:
        """Say what actions of the palette work on."""
        count = self.model.tick_count()
        if count:
            return ngettext("{n} line", "{n} lines", count).format(n=count)
        row = self.table.current_record()
        return row.item if isinstance(row, StockRow) else ""

    def commands(self) -> tuple[Command, ...]:
        """Return what can be done with stock."""
        return (
            *(
                Command(name, words, act, key, icon, enabled_reason=self._why_not, on_selection=True)
                for name, words, act, key, icon in (
                    ("stock.handover", N_("Hand over"), self.hand_over_chosen, "Ctrl+Enter", "handshake"),
                    ("stock.reserve", N_("Reserve"), self.reserve_chosen, "Ctrl+L", "lock"),
                    ("stock.move", N_("Move to another bin"), self.move_current, "Ctrl+M", "arrow-right-left"),
                    ("stock.send", N_("Send to another store"), self.send_chosen, "", "truck"),
                    ("stock.condition", N_("Change condition or status"), self.change_current, "", "pencil"),
                    ("stock.labels", N_("Print labels…"), self.print_labels, "", "tag"),
                )
            ),
            Command("stock.catalog", N_("Open in catalog"), self.open_life, icon="book-open", on_selection=True),
            Command("stock.day", N_("Stock as of a day…"), self.ask_day, "", "calendar"),
            *self.list_commands(),
        )  # fmt: skip

    def hints(self) -> tuple[KeyHint, ...]:
        """Return the useful keys."""
        return (KeyHint("↑ ↓", _("move")), KeyHint("Space", _("select")), KeyHint("Enter", _("open")),
                KeyHint("Ctrl F", _("filter")))  # fmt: skip
