"""The list of outbound shipments. Source: product.md 8 (Shipments: Inbound · Outbound · Transfers)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from inl_logistics.kernel.translation import N_, _, ngettext
from inl_logistics.kernel.values import Money
from inl_logistics.outbound import queries
from inl_logistics.outbound.loads import MissingCopy, waybills_without_copy
from inl_logistics.outbound.queries import OutboundDetail
from inl_logistics.register.numbers import screen_number
from ui.kit.buttons import Button
from ui.kit.countedlist import CountedList
from ui.kit.filters import FilterGroup, FilterOption, SavedView
from ui.kit.formats import day, money, number
from ui.kit.navigation import Command, Crumb, PageContext, Route
from ui.kit.sides import SHIPMENTS, SideSwitch
from ui.kit.tokens import ToneName
from ui.outbound import words
from ui.outbound.bulk import CopiesDialog
from ui.outbound.columns import LIST
from ui.outbound.dialogs import PlanDialog
from ui.outbound.rundialog import RunDialog

_TONES: dict[str, ToneName] = {
    "issued": "info", "ready": "info", "on-the-road": "info", "delivered": "ok", "copy-missing": "warn", "late": "bad",
    "canceled": "bad",
}  # fmt: skip


class OutboundsPage(CountedList):
    """Outbound shipments. `handovers` in the route names those to plan a shipment for at once, `plan` the plan to run."""

    export_name = "outbound"
    questions = queries
    topics = frozenset({"outbound", "handovers", "inventory"})

    def __init__(self, context: PageContext, route: Route) -> None:
        super().__init__(context, route, name="outbound", columns=LIST, tickable=True)
        self.bulk = Button(icon="file-check", key="Ctrl M", writes=True)
        self.bulk.clicked.connect(self.copies)
        self.tools.addWidget(self.bulk)
        self.new = Button(kind="primary", icon="plus", key="Ctrl N", writes=True)
        self.new.clicked.connect(self.start)
        self.switch = SideSwitch(context, SHIPMENTS, "outbounds")
        self.start_tools.addWidget(self.switch)
        self.tools.addWidget(self.new)
        self.set_first_use("truck", self._first_use_words)
        self._retranslate()

    def _first_use_words(self) -> tuple[str, str]:
        words_ = _("Put handovers on vehicles: pick list, packing list and waybills follow from them.")
        return _("Nothing has left yet"), words_

    def _retranslate(self) -> None:
        self._retranslate_list()
        self.switch.retranslate()
        self.new.setText(_("New shipment"))
        self.ticks_changed()
        self.set_views(
            (
                SavedView("all", _("All shipments")),
                SavedView("planned", _("Planned"), {"status": frozenset({"draft", "issued", "ready"})}),
                SavedView("road", _("On the road"), {"status": frozenset({"on-the-road"})}),
                SavedView("late", _("Late"), {"status": frozenset({"late"})}),
                SavedView("copies", _("Return copy missing"), {"status": frozenset({"copy-missing"})}),
            )
        )
        self.show_filters()

    def link_acts(self) -> Mapping[str, Callable[[str], None]]:
        """Plan a shipment, also for the handovers that are named, or the run of a plan."""
        return {
            "new": lambda _value: self.start(),
            "handovers": lambda value: self.start([int(one) for one in value.split(",") if one.isdigit()]),
            "plan": lambda value: self.run_of(int(value)),
        }

    def run_of(self, requirement_id: int) -> None:
        """Ask which recipients of a plan on which vehicles, and open the run that was made."""
        dialog = RunDialog(self.context, self, requirement_id)
        dialog.saved.connect(lambda key: self.context.navigator.open(Route("outbound", key)))
        dialog.open()

    def crumbs(self) -> tuple[Crumb, ...]:
        """Return the path."""
        return Crumb(_("Shipments")), Crumb(_("Outbound"))

    def show_filters(self) -> None:
        """Show the filter groups."""
        states = tuple(
            FilterOption(one.key, _(words.STATES.get(one.key, one.title)), one.count, _TONES.get(one.key, "neutral"))
            for one in self.facets.get("status", ())
        )
        self.filters.set_groups([FilterGroup("status", _("Status"), states)] if states else [])

    def show_record(self, record: OutboundDetail | None) -> None:
        """Show a shipment beside the list."""
        if record is None:
            return
        shown = record.row
        places = ", ".join(dict.fromkeys(words.stop_name(stop) for stop in record.stops))
        self.inspector.set_identity(
            screen_number(shown.number) or shown.title or _("Draft"), lines=(places,), icon="truck",
            chips=tuple(words.outbound_chips(shown)),
        )  # fmt: skip
        self.inspector.set_numbers(
            (
                (number(shown.handovers), _("Handovers")), (number(shown.units), _("Units")),
                (number(shown.picked), _("Picked")), (number(shown.on_road), _("On the road")),
            )
        )  # fmt: skip
        vehicles = [" · ".join(filter(None, (words.vehicle_name(one), one.driver))) for one in record.vehicles]
        self.facts.set_pairs(
            (
                (_("Planned for"), day(shown.planned_on) if shown.planned_on else ""),
                (_("Left on"), day(shown.sent_on) if shown.sent_on else ""),
                (_("Vehicles"), "\n".join(vehicles)), (_("Value"), money(Money(shown.value_minor))),
                (_("Copies missing"), number(shown.copies_missing) if shown.copies_missing else ""),
                (_("Remarks"), record.remarks),
            )
        )  # fmt: skip

    def open_key(self, key: Any) -> None:
        """Open a shipment."""
        self.context.navigator.open(Route("outbound", key))

    def status(self) -> tuple[str, ...]:
        """Say the totals of what is shown."""
        count = len(self.total.keys)
        shown = ngettext("{n} shipment", "{n} shipments", count).format(n=number(count))
        road = ngettext("{n} unit on the road", "{n} units on the road", self.total.quantity)
        value = money(Money(self.total.value_minor), cents=False)
        return (f"{shown} · {road.format(n=number(self.total.quantity))} · {value}",)

    def commands(self) -> tuple[Command, ...]:
        """Return what can be done here."""
        return (
            *self.list_commands(),
            Command(
                "outbounds.copies",
                N_("The return copies of the ticked shipments are back"),
                self.copies,
                "Ctrl+M",
                "file-check",
            ),
            Command("outbound.new", N_("New outbound shipment"), self.start, "Ctrl+N", "plus"),
        )

    def ticks_changed(self) -> None:
        """Say for how many shipments the copies would be filed."""
        count = self.model.tick_count()
        self.bulk.setText(
            ngettext("Copies {n}…", "Copies {n}…", count).format(n=number(count)) if count else _("Copies…")
        )
        # Beside the switch there is room for one: what is done with ticked rows, else what begins a new one.
        self.bulk.setVisible(bool(count))
        self.new.setVisible(not count)

    def copies(self) -> None:
        """File the return copies of the ticked shipments, with a preview."""
        keys = [int(key) for key in self.chosen_keys()]
        self.context.jobs.read(self, waybills_without_copy, keys, done=self._ask)

    def _ask(self, found: list[MissingCopy]) -> None:
        if not found:
            self.context.notices.show_notice(_("No return copy of these shipments is missing."), tone="warn")
            return
        dialog = CopiesDialog(self.context, self, found)
        dialog.saved.connect(lambda _count: self.model.clear_ticks())
        dialog.open()

    def start(self, handovers: list[int] | None = None) -> None:
        """Ask which handovers go on which vehicle, then open the plan."""
        dialog = PlanDialog(self.context, self, ticked=handovers or ())
        dialog.saved.connect(lambda key: self.context.navigator.open(Route("outbound", key)))
        dialog.open()
