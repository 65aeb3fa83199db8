"""The list of transfers between our stores. Source: product.md 8 (Shipments: Inbound · Outbound · Transfers)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from inl_logistics.kernel.translation import N_, _, ngettext
from inl_logistics.kernel.values import Money
from inl_logistics.register.numbers import screen_number
from inl_logistics.transfers import queries
from inl_logistics.transfers.queries import TransferDetail, TransferRow
from ui.kit.buttons import Button
from ui.kit.countedlist import CountedList
from ui.kit.filters import FilterGroup, FilterOption, SavedView
from ui.kit.formats import day, money, number
from ui.kit.navigation import Command, Crumb, PageContext, Route
from ui.kit.sides import SHIPMENTS, SideSwitch
from ui.kit.tokens import ToneName
from ui.transfers import words
from ui.transfers.bulk import ReceiveAllDialog
from ui.transfers.columns import LIST
from ui.transfers.dialogs import HeadDialog

_TONES: dict[str, ToneName] = {"in-transit": "info", "partly-received": "warn", "received": "ok", "long": "bad"}


class TransfersPage(CountedList):
    """Transfers. `variants` in the route names what a transfer is begun with at once."""

    export_name = "transfers"
    questions = queries
    topics = frozenset({"transfers", "inventory"})

    def __init__(self, context: PageContext, route: Route) -> None:
        super().__init__(context, route, name="transfers", columns=LIST, tickable=True)
        self.bulk = Button(icon="arrow-down-to-line", key="Ctrl M", writes=True)
        self.bulk.clicked.connect(self.receive)
        self.tools.addWidget(self.bulk)
        self.new = Button(kind="primary", icon="plus", key="Ctrl N", writes=True)
        self.new.clicked.connect(lambda: self.start())
        self.switch = SideSwitch(context, SHIPMENTS, "transfers")
        self.start_tools.addWidget(self.switch)
        self.tools.addWidget(self.new)
        self.set_first_use("arrow-right-left", self._first_use_words)
        self._retranslate()

    def _first_use_words(self) -> tuple[str, str]:
        words_ = _("Send goods to another of your stores; they stay in sight until they arrive.")
        return _("No transfers yet"), words_

    def _retranslate(self) -> None:
        self._retranslate_list()
        self.switch.retranslate()
        self.new.setText(_("New transfer"))
        self.ticks_changed()
        road = frozenset({"in-transit", "partly-received"})
        self.set_views(
            (
                SavedView("all", _("All transfers")), SavedView("road", _("On the road"), {"status": road}),
                SavedView("long", _("Long on the road"), {"status": frozenset({"long"})}),
                SavedView("drafts", _("Drafts"), {"status": frozenset({"draft"})}),
                SavedView("received", _("Received"), {"status": frozenset({"received"})}),
            )
        )  # fmt: skip
        self.show_filters()

    def link_acts(self) -> Mapping[str, Callable[[str], None]]:
        """Start a transfer, also with what was chosen in the stock list."""
        return {"new": lambda _value: self.start(), "variants": self.start}

    def crumbs(self) -> tuple[Crumb, ...]:
        """Return the path."""
        return Crumb(_("Shipments")), Crumb(_("Transfers"))

    def show_filters(self) -> None:
        """Show the filter groups."""
        states = tuple(
            FilterOption(one.key, _(words.STATES.get(one.key, one.title)), one.count, _TONES.get(one.key, "neutral"))
            for one in self.facets.get("status", ())
        )
        groups = [("status", _("Status"), states)]
        for name, title in (("source", _("From")), ("target", _("To"))):
            groups.append(
                (name, title, tuple(FilterOption(one.key, one.title, one.count) for one in self.facets.get(name, ())))
            )
        self.filters.set_groups([FilterGroup(*group) for group in groups if group[2]])

    def show_record(self, record: TransferDetail | None) -> None:
        """Show a transfer beside the list."""
        if record is None:
            return
        shown = record.row
        self.inspector.set_identity(
            screen_number(shown.number) or shown.reason or _("Draft"), lines=(f"{shown.source} → {shown.target_bin}",),
            icon="arrow-right-left", chips=tuple(words.transfer_chips(shown)),
        )  # fmt: skip
        came = {kind: sum(getattr(line, kind) for line in record.lines) for kind in ("received", "returned")}
        self.inspector.set_numbers(
            (
                (number(shown.units), _("Units")), (number(came["received"]), _("Received")),
                (number(came["returned"]), _("Sent back")), (number(shown.on_road), _("On the road")),
            )
        )  # fmt: skip
        self.facts.set_pairs(
            (
                (_("Reason"), shown.reason), (_("Sent on"), day(shown.sent_on) if shown.sent_on else ""),
                (_("Driver"), shown.driver), (_("Vehicle"), shown.vehicle), (_("Sent by"), record.sender),
                (_("Received by"), record.receiver), (_("Value"), money(Money(shown.value_minor))),
                (_("Remarks"), record.remarks),
            )
        )  # fmt: skip

    def open_key(self, key: Any) -> None:
        """Open a transfer."""
        self.context.navigator.open(Route("transfer", key))

    def status(self) -> tuple[str, ...]:
        """Say the totals of what is shown."""
        count = len(self.total.keys)
        shown = ngettext("{n} transfer", "{n} transfers", count).format(n=number(count))
        road = ngettext("{n} unit on the road", "{n} units on the road", self.total.quantity)
        value = money(Money(self.total.value_minor), cents=False)
        return (f"{shown} · {road.format(n=number(self.total.quantity))} · {value}",)

    def commands(self) -> tuple[Command, ...]:
        """Return what can be done here."""
        return (
            *self.list_commands(),
            Command(
                "transfers.receive",
                N_("Receive the ticked transfers whole"),
                self.receive,
                "Ctrl+M",
                "arrow-down-to-line",
            ),
            Command("transfer.new", N_("New transfer to another store"), self.start, "Ctrl+N", "plus"),
        )

    def ticks_changed(self) -> None:
        """Say how many transfers would be received."""
        count = self.model.tick_count()
        text = ngettext("Receive {n}…", "Receive {n}…", count).format(n=number(count)) if count else _("Receive…")
        self.bulk.setText(text)
        # Beside the switch there is room for one: what is done with ticked rows, else what begins a new one.
        self.bulk.setVisible(bool(count))
        self.new.setVisible(not count)

    def receive(self) -> None:
        """Receive the ticked transfers whole, with a preview."""
        keys = [int(key) for key in self.chosen_keys()]
        self.context.jobs.read(self, queries.rows, keys, today=self.context.today(), done=self._ask)

    def _ask(self, rows: list[TransferRow]) -> None:
        waiting = [row for row in rows if row.on_road]
        if not waiting:
            self.context.notices.show_notice(_("Nothing of these transfers is on the road."), tone="warn")
            return
        dialog = ReceiveAllDialog(self.context, self, waiting)
        dialog.saved.connect(lambda _numbers: self.model.clear_ticks())
        dialog.open()

    def start(self, variants: str = "") -> None:
        """Ask where from and where to, then open the draft."""
        params = (("variants", variants),) if variants else ()
        dialog = HeadDialog(self.context, self)
        dialog.saved.connect(lambda key: self.context.navigator.open(Route("transfer", key, params)))
        dialog.open()
