"""The list of purchase orders."""

from __future__ import annotations

from typing import Any

from inl_logistics.kernel.translation import N_, _, ngettext
from inl_logistics.kernel.values import Money
from inl_logistics.purchasing import queries
from inl_logistics.purchasing.queries import OrderDetail
from ui.kit.buttons import Button
from ui.kit.countedlist import CountedList
from ui.kit.filters import FilterGroup, FilterOption, SavedView
from ui.kit.formats import day, money, number
from ui.kit.navigation import Command, Crumb, PageContext, Route
from ui.kit.sides import PURCHASING, SideSwitch
from ui.kit.tokens import ToneName
from ui.purchasing import words
from ui.purchasing.columns import list_columns

_TONES: dict[str, ToneName] = {"late": "bad", "complete": "ok", "ordered": "info", "part-shipped": "info"}


class OrdersPage(CountedList):
    """Purchase orders."""

    export_name = "orders"

    questions = queries
    topics = frozenset({"purchasing", "shipments", "receiving"})

    def __init__(self, context: PageContext, route: Route) -> None:
        super().__init__(context, route, name="orders", columns=list_columns(context.today))
        self.import_ = Button(icon="file-spreadsheet", key="Ctrl I")
        self.import_.clicked.connect(self._import)
        self.new = Button(kind="primary", icon="plus", key="Ctrl N")
        self.new.clicked.connect(self._new)
        self.switch = SideSwitch(context, PURCHASING, "orders")
        self.start_tools.addWidget(self.switch)
        self.tools.addWidget(self.import_)
        self.tools.addWidget(self.new)
        self.set_first_use("shopping-cart", self._first_use_words)
        self._retranslate()

    def _first_use_words(self) -> tuple[str, str]:
        return _("No orders yet"), _("Import a vendor's spreadsheet, or write the first order.")

    def _retranslate(self) -> None:
        self._retranslate_list()
        self.switch.retranslate()
        self.new.setText(_("New order"))
        self.import_.setText(_("Import"))
        self.set_views(
            (
                SavedView("all", _("All orders")),
                SavedView("open", _("Open"), {"status": frozenset({"ordered", "part-shipped", "late"})}),
                SavedView("late", _("Late"), {"status": frozenset({"late"})}),
                SavedView("drafts", _("Drafts"), {"status": frozenset({"draft"})}),
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
            ("vendor", _("Vendor")), ("project", _("Project")), ("agreement", _("Agreement")), ("currency", _("Currency"))
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
        value = Money(sum(line.value_minor for line in record.lines), record.currency)
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
        return self.totals(ngettext("{n} order", "{n} orders", count).format(n=number(count)))

    def commands(self) -> tuple[Command, ...]:
        """Return what can be done here."""
        return (
            *self.list_commands(),
            Command("order.new", N_("New purchase order"), self._new, "Ctrl+N", "plus"),
            Command("order.import", N_("Import orders"), self._import, "Ctrl+I", "file-spreadsheet"),
        )

    def _new(self) -> None:
        self.context.navigator.open(Route("order-draft"))

    def _import(self) -> None:
        self.context.navigator.open(Route("import", None, (("kind", "orders"),)))
