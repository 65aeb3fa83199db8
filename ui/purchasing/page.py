"""The list of purchase orders."""

from __future__ import annotations

from typing import Any

from inl_logistics.kernel.listing import ListQuery
from inl_logistics.kernel.translation import N_, _, ngettext
from inl_logistics.kernel.values import Money
from inl_logistics.purchasing import queries
from inl_logistics.purchasing.queries import OrderDetail
from ui.kit.buttons import Button, IconButton
from ui.kit.countedlist import CountedList
from ui.kit.exporting import export_list
from ui.kit.filters import FilterGroup, FilterOption, SavedView
from ui.kit.formats import day, money, number
from ui.kit.menus import drop_menu
from ui.kit.navigation import Command, Crumb, PageContext, Route
from ui.kit.sides import PURCHASING, SideSwitch
from ui.kit.tokens import ToneName
from ui.purchasing import words
from ui.purchasing.bulkacts import BulkActs
from ui.purchasing.columns import list_columns

_TONES: dict[str, ToneName] = {"late": "bad", "complete": "ok", "ordered": "info", "part-shipped": "info"}


class OrdersPage(CountedList):
    """Purchase orders."""

    export_name = "orders"

    questions = queries
    topics = frozenset({"purchasing", "shipments", "receiving"})

    def __init__(self, context: PageContext, route: Route) -> None:
        super().__init__(context, route, name="orders", columns=list_columns(context.today), tickable=True)
        self.import_ = Button(icon="file-spreadsheet", key="Ctrl I")
        self.import_.clicked.connect(self._import)
        self.new = Button(kind="primary", icon="plus", key="Ctrl N")
        self.new.clicked.connect(self._primary)
        self.acting, self.more = BulkActs(self), IconButton("ellipsis")
        self.more.clicked.connect(self._open_more)
        self.switch = SideSwitch(context, PURCHASING, "orders")
        self.start_tools.addWidget(self.switch)
        self.tools.addWidget(self.import_)
        self.tools.addWidget(self.more)
        self.tools.addWidget(self.new)
        self._first = Button(kind="primary", icon="plus", key="Ctrl N", writes=True)
        self._bring = Button(icon="file-spreadsheet", key="Ctrl I")
        self._first.clicked.connect(self._new)
        self._bring.clicked.connect(self._import)
        self.set_first_use("shopping-cart", self._first_use_words, self._first, self._bring)
        self._retranslate()

    def _first_use_words(self) -> tuple[str, str]:
        return _("No orders yet"), _("Import a vendor's spreadsheet, or write the first order.")

    def _retranslate(self) -> None:
        self._retranslate_list()
        self.switch.retranslate()
        self.more.set_hint(_("Act on the ticked orders"))
        self._name_action()
        self.import_.setText(_("Import"))
        self._first.setText(_("New order"))
        self._bring.setText(_("Import"))
        self.import_.setToolTip(_("Import orders from a spreadsheet"))
        self.set_views(
            (
                SavedView("all", _("All orders")),
                SavedView("open", _("Open"), {"status": frozenset({"ordered", "part-shipped", "late"})}),
                SavedView("late", _("Late"), {"status": frozenset({"late"})}),
                SavedView("drafts", _("Drafts"), {"status": frozenset({"draft"})}),
                SavedView("complete", _("Complete"), {"status": frozenset({"complete"})}),
                SavedView("ended", _("Ended early"), {"status": frozenset({"short-closed", "canceled"})}),
            )
        )
        self.show_filters()

    def crumbs(self) -> tuple[Crumb, ...]:
        """Return the path."""
        return Crumb(_("Purchasing")), Crumb(_("Orders"))

    def show_filters(self) -> None:
        """Show the filter groups."""
        states = tuple(
            FilterOption(one.key, _(words.STATES.get(one.key, one.title)), one.count, _TONES.get(one.key, "neutral"))
            for one in self.facets.get("status", ())
        )
        groups = [FilterGroup("status", _("Status"), states)] if states else []
        for key, title in (
            ("vendor", _("Vendor")), ("project", _("Project")), ("agreement", _("Agreement")),
            ("fiscal", _("Fiscal year")), ("currency", _("Currency")),
        ):  # fmt: skip
            options = tuple(FilterOption(one.key, one.title, one.count) for one in self.facets.get(key, ())[:40])
            if len(options) > (key == "currency"):
                groups.append(FilterGroup(key, title, options))
        self.filters.set_groups(groups)

    def show_record(self, record: OrderDetail | None) -> None:
        """Show an order beside the list."""
        if record is None:
            return
        today = self.context.today()
        self.inspector.set_identity(
            record.title or record.number, lines=(record.vendor, record.contract_number or record.source_number),
            chips=(words.order_chip(record, today=today),), icon="shopping-cart",
        )  # fmt: skip
        ordered = sum(line.quantity - line.canceled for line in record.lines)
        self.inspector.set_numbers(
            (
                (number(ordered), _("Ordered")),
                (number(sum(line.shipped for line in record.lines)), _("Shipped")),
                (number(sum(line.received for line in record.lines)), _("Received")),
                (number(sum(line.handed_over for line in record.lines)), _("Handed over")),
            )
        )
        value = Money(sum(line.left_minor for line in record.lines), record.currency)
        self.facts.set_pairs(
            (
                (_("Value"), money(value)), (_("Agreement"), record.agreement), (_("Project"), record.project),
                (_("Ordered on"), day(record.ordered_on)), (_("Need by"), day(record.need_by)),
                (_("Incoterm"), f"{record.incoterm} {record.incoterm_place}".strip()),
                (_("Lines"), number(len(record.lines))), (_("Shipments"), number(len(record.shipments))),
            )
        )  # fmt: skip

    def open_key(self, key: Any) -> None:
        """Open an order."""
        self.context.navigator.open(Route("order", key))

    def status(self) -> tuple[str, ...]:
        """Say the totals of what is shown."""
        count = len(self.total.keys)
        shown = self.totals(ngettext("{n} order", "{n} orders", count).format(n=number(count)))
        ticked = self.model.tick_count()
        said = ngettext("{n} ticked", "{n} ticked", ticked).format(n=number(ticked))
        return (*shown, said) if ticked else shown

    def commands(self) -> tuple[Command, ...]:
        """Return what can be done here."""
        return (
            *self.list_commands(),
            Command("order.new", N_("New purchase order"), self._new, "Ctrl+N", "plus"),
            Command("order.place-all", N_("Place the ticked orders…"), self.acting.place, "", "check"),
            Command(
                "order.move-all",
                N_("Move the ticked orders to another project…"),
                self.acting.move,
                "",
                "arrow-right-left",
            ),
            Command("order.close-all", N_("Close the ticked orders…"), self.acting.close_ticked, "", "circle-check"),
            Command("order.import", N_("Import orders"), self._import, "Ctrl+I", "file-spreadsheet"),
        )

    # acting on ticked orders --------------------------------------------------------------------------------

    def ticks_changed(self) -> None:
        """The primary button acts on the ticked orders."""
        self._name_action()

    def _name_action(self) -> None:
        count = self.model.tick_count()
        self.new.setText(_("Place {n}…").format(n=number(count)) if count else _("New order"))
        self.new.set_icon("check" if count else "plus")
        self.new.show_key(not count)
        self.more.setVisible(bool(count))
        self.import_.setVisible(not count)

    def _primary(self) -> None:
        if self.model.tick_count():
            self.acting.place()
        else:
            self._new()

    def _open_more(self) -> None:
        drop_menu(
            self.more,
            (
                ("check", _("Place…"), "", self.acting.place),
                ("arrow-right-left", _("Move to another project…"), "", self.acting.move),
                ("circle-check", _("Close…"), "", self.acting.close_ticked),
                ("download", _("Export these"), "", self._export_ticked),
            ),
        )  # fmt: skip

    def _export_ticked(self) -> None:
        chosen = frozenset(str(key) for key in self.chosen_keys())
        export_list(self, self.export_name, ListQuery(filters={"order": chosen}), button=self.more)

    def _new(self) -> None:
        self.context.navigator.open(Route("order-draft"))

    def _import(self) -> None:
        self.context.navigator.open(Route("import", None, (("kind", "orders"),)))
