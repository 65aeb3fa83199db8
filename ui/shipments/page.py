"""The list of inbound shipments: late ones first to see, filters by state and mode, inspector."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from inl_logistics.kernel.translation import N_, _, ngettext
from inl_logistics.kernel.values import Money
from inl_logistics.shipments import queries
from inl_logistics.shipments.queries import ShipmentDetail, ShipmentRow
from ui.kit.buttons import Button
from ui.kit.countedlist import CountedList
from ui.kit.filters import FilterGroup, FilterOption, SavedView
from ui.kit.formats import day, money, number
from ui.kit.navigation import Command, Crumb, PageContext, Route
from ui.kit.sides import SHIPMENTS, SideSwitch
from ui.kit.tokens import ToneName
from ui.shipments import words
from ui.shipments.bulk import BulkMilestoneDialog
from ui.shipments.columns import LIST
from ui.shipments.editor import ShipmentEditor

_TONES: dict[str, ToneName] = {
    "late": "bad",
    "in-customs": "warn",
    "in-transit": "info",
    "closed": "ok",
    "delivered": "ok",
    "papers": "warn",
    "demurrage": "bad",
}


class ShipmentsPage(CountedList):
    """Inbound shipments."""

    export_name = "shipments"

    questions = queries
    topics = frozenset({"shipments", "receiving", "attachments"})

    def __init__(self, context: PageContext, route: Route) -> None:
        super().__init__(context, route, name="shipments", columns=LIST, tickable=True)
        self.bulk = Button(icon="flag", key="Ctrl M", writes=True)
        self.bulk.clicked.connect(self._milestones)
        self.tools.addWidget(self.bulk)
        self.new = Button(kind="primary", icon="plus", key="Ctrl N")
        self.new.clicked.connect(self._new)
        self.tools.addWidget(self.new)
        self.switch = SideSwitch(context, SHIPMENTS, "shipments")
        self.start_tools.addWidget(self.switch)
        self.receive = Button(icon="package-open", key="Ctrl R")
        self.receive.clicked.connect(self._receive)
        self.inspector.foot.addWidget(self.receive)
        self.set_first_use("ship", self._first_use_words)
        self._retranslate()

    def _first_use_words(self) -> tuple[str, str]:
        return _("No shipments yet"), _("Book one from a purchase order, or import a vendor's list.")

    def _retranslate(self) -> None:
        self._retranslate_list()
        self.switch.retranslate()
        self.new.setText(_("New shipment"))
        self.ticks_changed()
        self.receive.setText(_("Start receiving"))
        self.set_views(
            (
                SavedView("all", _("All shipments")),
                SavedView("late", _("Late"), {"status": frozenset({"late"})}),
                SavedView("moving", _("On the road"), {"status": frozenset({"in-transit", "arrived", "in-customs"})}),
                SavedView("papers", _("Papers missing"), {"marks": frozenset({"papers"})}),
                SavedView("demurrage", _("Demurrage running"), {"marks": frozenset({"demurrage"})}),
                SavedView("hazardous", _("Dangerous goods"), {"marks": frozenset({"hazardous"})}),
            )
        )
        self.show_filters()

    def crumbs(self) -> tuple[Crumb, ...]:
        """Return the path."""
        return Crumb(_("Shipments")), Crumb(_("Inbound"))

    def show_filters(self) -> None:
        """Show the filter groups."""
        groups = []
        plain: dict[str, str] = {}
        for key, title, said in (
            ("status", _("Status"), words.STATES), ("marks", _("To watch"), words.MARKS), ("mode", _("Mode"), words.MODES),
            ("carrier", _("Carrier"), plain), ("vendor", _("Vendor"), plain),
        ):  # fmt: skip
            options = tuple(
                FilterOption(
                    one.key, _(said[one.key]) if one.key in said else one.title, one.count, _TONES.get(one.key)
                )
                for one in self.facets.get(key, ())
            )
            if options:
                groups.append(FilterGroup(key, title, options))
        self.filters.set_groups(groups)

    def show_record(self, record: ShipmentDetail | None) -> None:
        """Show a shipment beside the list."""
        if record is None:
            return
        self.inspector.set_identity(
            record.title or record.number, lines=(record.vendor, record.fields["transport_number"]),
            chips=words.detail_chips(record), icon="ship",
        )  # fmt: skip
        units = sum(line.quantity for line in record.lines)
        cartons = sum(package.kind in ("carton", "crate") for package in record.packages)
        value = Money(sum(line.value_minor for line in record.lines))
        self.inspector.set_numbers(
            ((number(len(record.lines)), _("Lines")), (number(units), _("Units")), (number(cartons), _("Cartons")))
        )
        fields = record.fields
        self.facts.set_pairs(
            (
                (_("Mode"), words.mode(fields["mode"]) or "—"),
                (_("Carrier"), record.carrier or "—"),
                (_("Vessel"), fields["vessel"] or "—"),
                (_("Weight"), words.kilograms(fields["weight_g"]) or "—"),
                (_("Declared value"), money(value)),
                (_("Their number"), fields["source_number"] or "—"),
                (_("Demurrage from"), day(record.demurrage_on)),
                *((_("It means"), said) for said in words.consequences(record, today=self.context.today())),
            )
        )
        waiting = record.state not in ("draft", "closed", "canceled") and not record.history
        self.receive.set_reason("" if waiting else _("Nothing is left to receive"))

    def open_key(self, key: Any) -> None:
        """Open a shipment."""
        self.context.navigator.open(Route("shipment", key))

    def status(self) -> tuple[str, ...]:
        """Say the totals of what is shown."""
        count = len(self.total.keys)
        return self.totals(ngettext("{n} shipment", "{n} shipments", count).format(n=number(count)))

    def commands(self) -> tuple[Command, ...]:
        """Return what can be done here."""
        return (
            *self.list_commands(),
            Command("shipment.new", N_("New inbound shipment"), self._new, "Ctrl+N", "plus"),
            Command("shipment.receive", N_("Receive this shipment"), self._receive, "Ctrl+R", "package-open"),
            Command("shipments.milestone", N_("Enter a milestone for the ticked shipments"), self._milestones, "Ctrl+M",
                    "flag", self.bulk.reason),
        )  # fmt: skip

    def ticks_changed(self) -> None:
        """Say how many the milestone would be entered for."""
        count = self.model.tick_count()
        text = (
            ngettext("Milestone for {n}", "Milestone for {n}", count).format(n=number(count))
            if count
            else _("Milestone")
        )
        self.bulk.setText(text)
        # Beside the switch there is room for one: what is done with ticked rows, else what begins a new one.
        self.bulk.setVisible(bool(count))
        self.new.setVisible(not count)

    def _milestones(self) -> None:
        keys = self.chosen_keys()
        if not keys:
            self.context.notices.show_notice(_("Tick the shipments first."))
            return
        today = self.context.today()
        self.context.jobs.read(self, queries.rows, keys, today=today, done=self._ask_milestone)

    def _ask_milestone(self, rows: list[ShipmentRow]) -> None:
        waiting = [row for row in rows if not row.history and row.state not in ("closed", "canceled")]
        if not waiting:
            self.context.notices.show_notice(_("These shipments are closed."), tone="warn")
            return
        BulkMilestoneDialog(self.context, self, waiting, self._entered).open()

    def _entered(self, count: int) -> None:
        self.model.clear_ticks()
        said = ngettext("Milestone entered for {n} shipment.", "Milestone entered for {n} shipments.", count)
        self.context.notices.show_notice(said.format(n=count))

    def link_acts(self) -> Mapping[str, Callable[[str], None]]:
        """Describe a new shipment."""
        return {"new": lambda _value: self._new()}

    def _new(self) -> None:
        ShipmentEditor(self, self.context, None, done=self.open_key).open()

    def _receive(self) -> None:
        key = self.table.current_key()
        if key is not None and not self.receive.reason():
            self.context.navigator.open(Route("receive", key))
