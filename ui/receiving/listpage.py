"""The list of receivings: what is being counted, what was posted, by whom. Source: product.md 3 (Receiving)."""

from __future__ import annotations

from typing import Any

from inl_logistics.kernel.translation import N_, _, ngettext
from inl_logistics.kernel.values import Money
from inl_logistics.receiving import listing
from inl_logistics.receiving.listing import ReceivingRow
from inl_logistics.register.numbers import screen_number
from ui.kit.buttons import Button
from ui.kit.chips import ChipLook, chip
from ui.kit.countedlist import CountedList
from ui.kit.filters import FilterGroup, FilterOption, SavedView
from ui.kit.formats import day, money, number
from ui.kit.navigation import Command, Crumb, PageContext, Route
from ui.kit.openpost import local, open_post
from ui.kit.sides import RECEIVING, SideSwitch
from ui.kit.tables import Column
from ui.kit.tokens import ToneName

STATES = {
    "open": N_("Counting"), "paused": N_("Paused"), "part": N_("Received in part"), "posted": N_("Received"),
    "reversed": N_("Reversed"), "abandoned": N_("Given up"),
}  # fmt: skip
_TONES: dict[str, ToneName] = {"open": "info", "paused": "warn", "part": "info", "posted": "ok", "reversed": "bad"}


def state_chip(row: ReceivingRow) -> ChipLook:
    """Return the one chip of a receiving."""
    return chip("receiving", {"open": "counting"}.get(row.status, row.status))


COLUMNS = (
    Column("number", N_("Report"), lambda row: screen_number(row.number) or "—", 116, "strong", sort="number"),
    Column("shipment", N_("Shipment"), lambda row: screen_number(row.shipment), 116, "text", sort="shipment"),
    Column("title", N_("Contents"), lambda row: row.title or "—", 170, "text", stretch=True),
    Column("vendor", N_("Vendor"), lambda row: row.vendor or "—", 150, "quiet", sort="vendor", yields=2),
    Column("store", N_("Into"), lambda row: row.store, 130, "text", sort="store", yields=1),
    Column("received_on", N_("Received on"), lambda row: day(row.received_on) if row.received_on else "—", 100, "date",
           sort="received_on"),
    Column("good", N_("Accepted"), lambda row: number(row.good), 76, "numberStrong", sort="good"),
    Column("aside", N_("Quarantine"), lambda row: number(row.aside) if row.aside else "—", 84, "number",
           tone=lambda row: "bad" if row.aside else None, yields=3),
    Column("discrepancy", N_("Discrepancy"), lambda row: screen_number(row.discrepancy) or "—", 112, "quiet",
           shown="normal"),
    Column("counted", N_("Counted by"), lambda row: ", ".join(row.counted_by) or row.started_by, 140, "quiet", shown="wide"),
    Column("state", N_("Status"), lambda row: state_chip(row).text, 124, "chip", chip=state_chip),
)  # fmt: skip


class ReceivingsPage(CountedList):
    """Receivings."""

    export_name = "receivings"
    questions = listing
    topics = frozenset({"receiving", "shipments"})

    def __init__(self, context: PageContext, route: Route) -> None:
        super().__init__(context, route, name="receivings", columns=COLUMNS)
        self._workspace = open_post(context)
        self.new = Button(kind="primary", icon="package-open", key="Ctrl N", writes=True)
        self.new.clicked.connect(self.start)
        self.switch = SideSwitch(context, RECEIVING, "receivings")
        self.start_tools.addWidget(self.switch)
        self.tools.addWidget(self.new)
        self.set_first_use("package-check", self._first_use_words)
        self._retranslate()

    def _first_use_words(self) -> tuple[str, str]:
        return _("Nothing was received yet"), _("Scan what a shipment brings; reports and stock follow from it.")

    def _retranslate(self) -> None:
        self._retranslate_list()
        self.switch.retranslate()
        self.new.setText(_("Receive"))
        self.set_views(
            (
                SavedView("all", _("All receivings")),
                SavedView("counting", _("Being counted"), {"status": frozenset({"open", "paused"})}),
                SavedView("part", _("Received in part"), {"status": frozenset({"part"})}),
                SavedView("posted", _("Received"), {"status": frozenset({"posted"})}),
            )
        )
        self.show_filters()

    def crumbs(self) -> tuple[Crumb, ...]:
        """Return the path."""
        return Crumb(_("Shipments"), Route("shipments")), Crumb(_("Receivings"))

    def show_filters(self) -> None:
        """Show the filter groups."""
        states = tuple(
            FilterOption(one.key, _(STATES.get(one.key, one.title)), one.count, _TONES.get(one.key, "neutral"))
            for one in self.facets.get("status", ())
        )
        vendors = tuple(FilterOption(one.key, one.title, one.count) for one in self.facets.get("vendor", ())[:40])
        groups = [("status", _("Status"), states), ("vendor", _("Vendor"), vendors)]
        self.filters.set_groups([FilterGroup(*group) for group in groups if group[2]])

    def show_record(self, record: ReceivingRow | None) -> None:
        """Show a receiving beside the list."""
        if record is None:
            return
        self.inspector.set_identity(
            screen_number(record.number) or screen_number(record.shipment), lines=(record.title, record.vendor),
            icon="package-check", chips=(state_chip(record),),
        )  # fmt: skip
        self.inspector.set_numbers(((number(record.good), _("Accepted")), (number(record.aside), _("Quarantine"))))
        started = local(self._workspace, record.started_at)
        self.facts.set_pairs(
            (
                (_("Shipment"), screen_number(record.shipment)), (_("Into"), record.store),
                (_("Started"), _("{day}, {time}").format(day=day(started.date()), time=f"{started:%H:%M}")),
                (_("Started by"), record.started_by), (_("Counted by"), "\n".join(record.counted_by)),
                (_("Received on"), day(record.received_on) if record.received_on else ""),
                (_("Discrepancy"), screen_number(record.discrepancy)), (_("Value"), money(Money(record.value_minor))),
            )
        )  # fmt: skip

    def open_key(self, key: Any) -> None:
        """Open a receiving."""
        self.context.navigator.open(Route("receiving", key))

    def status(self) -> tuple[str, ...]:
        """Say the totals of what is shown."""
        count = len(self.total.keys)
        return self.totals(ngettext("{n} receiving", "{n} receivings", count).format(n=number(count)))

    def commands(self) -> tuple[Command, ...]:
        """Return what can be done here."""
        return (
            *self.list_commands(),
            Command("receivings.start", N_("Receive a shipment"), self.start, "Ctrl+N", "package-open"),
        )

    def start(self) -> None:
        """Choose what is received."""
        self.context.navigator.open(Route("receive"))
