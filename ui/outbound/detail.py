"""One outbound shipment, a distribution run: vehicles and stops with their papers, what is picked, and what comes next.

Source: ui.md 10, picture 03.
"""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from inl_logistics.kernel.problems import LogisticsError
from inl_logistics.kernel.sentences import sentence
from inl_logistics.kernel.translation import N_, _, ngettext
from inl_logistics.outbound import queries
from inl_logistics.outbound.loads import GoodsRow, VehicleRow
from inl_logistics.outbound.queries import OutboundDetail
from inl_logistics.register.numbers import screen_number
from ui.kit import paint, theme
from ui.kit.buttons import Button
from ui.kit.cards import Card
from ui.kit.filescard import FilesCard
from ui.kit.formats import day, number
from ui.kit.inspector import Facts, scrolled
from ui.kit.navigation import Command, Crumb, KeyHint, PageContext, Route
from ui.kit.recordpage import RecordPage
from ui.kit.steps import Stepper
from ui.kit.timeline import Entry, Timeline
from ui.kit.widget import column, row
from ui.outbound import nextstep, words
from ui.outbound.acting import OutboundActs
from ui.outbound.loadcard import LoadCard
from ui.outbound.nextstep import Next
from ui.outbound.vehicles import VehiclesCard

_SIDE = 280


class OutboundPage(RecordPage):
    """One outbound shipment whole."""

    topics = frozenset({"outbound", "handovers", "inventory"})

    def __init__(self, context: PageContext, route: Route) -> None:
        super().__init__(context, route)
        self.record: OutboundDetail | None = None
        self.next = Next.NOTHING
        self._build()
        self.acting = OutboundActs(self)
        self._connect()
        self._retranslate()
        self.refresh()

    # building -------------------------------------------------------------------------------------------------
    def _build(self) -> None:
        self.life = Stepper()
        self.head.set_life(self.life)
        self.print, self.edit = Button(icon="printer", key="Ctrl P"), Button(icon="pencil", writes=True)
        self.depart = Button(icon="truck", writes=True)
        self.primary = Button(kind="primary", icon="truck", key="Ctrl Enter", writes=True)
        self.head.add_action(self.print)
        self.head.add_action(self.edit)
        self.head.add_action(self.depart)
        self.head.set_primary(self.primary)
        self.vehicles = VehiclesCard()
        self.vehicles.setFixedWidth(theme.px(286))
        self.load = LoadCard(self)
        self.scope, self.on, self.pick, self.pack = self.load.scope, self.load.on, self.load.pick, self.load.pack
        self.goods, self.road, self.table, self.road_table = (
            self.load.goods, self.load.road, self.load.table, self.load.road_table
        )  # fmt: skip
        self.details_card, self.facts = Card(), Facts()
        self.details_card.body.addWidget(self.facts)
        self.history_card, self.history = Card(), Timeline()
        self.history_card.body.addWidget(self.history)
        self.files = FilesCard(self, "outbound")
        side = QWidget()
        column(side, self.details_card, self.history_card, self.files, "stretch", gap=12, margins=(0, 0, 8, 0))
        beside = scrolled(side)
        beside.setFixedWidth(theme.px(_SIDE))
        cards = row(None, self.vehicles, self.load, beside, gap=12)
        cards.setStretch(1, 1)
        self.body.addLayout(cards, 1)

    def _connect(self) -> None:
        acts = self.acting
        self.print.clicked.connect(acts.print_menu)
        self.edit.clicked.connect(acts.change)
        self.primary.clicked.connect(acts.act)
        self.pick.clicked.connect(acts.pick)
        self.pack.clicked.connect(acts.pack)
        self.vehicles.add.clicked.connect(acts.add_menu)
        self.vehicles.more.clicked.connect(acts.node_menu)
        self.vehicles.chosen.connect(self._chosen)
        self.vehicles.tree.asked.connect(acts.arrange)
        self.vehicles.tree.dropped.connect(acts.dropped)
        self.vehicles.tree.opened.connect(lambda _key: acts.open_handover())
        self.depart.clicked.connect(acts.leave)
        self.load.cell_clicked.connect(self._cell)
        self.load.stop_chosen.connect(lambda key: self.vehicles.tree.set_current_key(("stop", key)))
        self.load.stop_opened.connect(lambda key: acts.open_handover(int(key)))

    def _retranslate(self) -> None:
        self.print.setText(_("Print"))
        self.edit.setText(_("Change"))
        self.depart.setText(_("Leave…"))
        self.load.retranslate()
        self.details_card.set_title(_("Details"))
        self.history_card.set_title(_("History"))
        self.vehicles.retranslate()
        self.files.retranslate()
        if self.record is not None:
            self._show(self.record)

    # showing --------------------------------------------------------------------------------------------------
    def refresh(self) -> None:
        """Read the shipment again."""
        self.context.jobs.read(self, queries.detail, self.route.id, today=self.context.today(), done=self._show)

    def picked(self) -> None:
        """Show what was picked or packed; nothing stays ticked."""
        self.goods.clear_ticks()
        self.refresh()

    def _show(self, record: OutboundDetail | None) -> None:
        if record is None:
            self.banner.show_message("bad", _("This shipment is no longer there."))
            return
        self.record = record
        shown = record.row
        self.head.set_title(shown.title or screen_number(shown.number) or _("Outbound shipment"))
        self.head.set_chips(words.outbound_chips(shown))
        parts = (
            screen_number(shown.number),
            ngettext("{n} vehicle", "{n} vehicles", shown.vehicles).format(n=number(shown.vehicles)),
            ngettext("{n} handover", "{n} handovers", shown.handovers).format(n=number(shown.handovers)),
            _("planned for {day}").format(day=day(shown.planned_on)) if shown.planned_on and not shown.sent_on else "",
            _("left on {day}").format(day=day(shown.sent_on)) if shown.sent_on else "",
        )  # fmt: skip
        self.head.set_summary(" · ".join(part for part in parts if part))
        self.life.set_steps(nextstep.life(record))
        self.vehicles.show_record(record)
        self.load.show_record(record)
        self._show_actions(record)
        self._show_banner(record)
        self._chosen()
        self.presented.emit()

    def _show_actions(self, record: OutboundDetail) -> None:
        waiting = any(one.sent_on is None and one.stops for one in record.vehicles)
        self.next = nextstep.next_of(record)
        title, icon = nextstep.TITLES[self.next]
        self.primary.setText(_(title) if title else "")
        self.primary.set_icon(icon or "truck")
        self.primary.setVisible(self.next is not Next.NOTHING)
        self.head.set_reason("" if waiting or record.state == "sent" else _("Add handovers first"))
        # Papers may also be made one by one: leaving never waits for the whole run's.
        self.depart.setVisible(waiting and self.next in (Next.ISSUE, Next.PRINT))
        self.edit.setVisible(record.state != "canceled")
        self.vehicles.add.setVisible(record.state != "canceled")
        for button in (self.pick, self.pack):
            button.set_reason(self.why_not_pick())

    def why_not_pick(self) -> str:
        """Say why nothing can be picked any more."""
        there = self.record is not None and any(one.sent_on is None and one.stops for one in self.record.vehicles)
        return "" if there else _("The vehicles have left")

    def _show_banner(self, record: OutboundDetail) -> None:
        vehicle = next(
            (one for one in record.vehicles if one.sent_on and one.back_on is None and not one.on_road), None
        )
        if record.state == "canceled":
            self.banner.show_message("neutral", _("This shipment is canceled; its handovers stay."))
        elif ended := nextstep.ended_stops(record):
            said = _("{number} will not be signed any more. Take its stop off the vehicle before it leaves.").format(
                number=paint.isolated(screen_number(ended[0].receipt))
            )
            self.banner.show_message("warn", said, _("Take it off"), self.acting.take_off_ended)
        elif any(one.is_stale for one in record.vehicles):
            stale = [words.vehicle_name(one) for one in record.vehicles if one.is_stale]
            said = _("The papers of {name} were printed before the last change.").format(
                name=", ".join(paint.isolated(one) for one in stale)
            )
            self.banner.show_message("warn", said, _("Print again…"), self.acting.print_all)
        elif record.row.late:
            self.banner.show_message("warn", _("It should have left by now."), _("Leave…"), self.acting.leave)
        elif vehicle is not None and all(stop.fate != "open" for stop in vehicle.stops):
            said = _("The signed return copy of {name} is not back yet.").format(name=words.vehicle_name(vehicle))
            self.banner.show_message("warn", said, _("It is back…"), lambda: self.acting.copy(vehicle))
        else:
            self.banner.hide()

    def _chosen(self) -> None:
        """Show goods, details and files of the current vehicle or stop, else of the shipment."""
        record, vehicle, stop = self.record, self.vehicles.vehicle(), self.vehicles.stop()
        if record is None:
            return
        self.load.show_part(record, vehicle, stop)
        self._show_side(record, vehicle)
        if vehicle is None:
            self.files.show_of(record.id, also=[("waybill", [one.id for one in record.vehicles])])
        else:
            self.files.show_of(record.id, also=[("waybill", [vehicle.id])])

    def _show_side(self, record: OutboundDetail, vehicle: VehicleRow | None) -> None:
        stop = self.vehicles.stop()
        if vehicle is None:
            pairs = [(_("Planned for"), day(record.row.planned_on) if record.row.planned_on else ""),
                     (_("Remarks"), record.remarks)]  # fmt: skip
        else:
            pairs = [
                (_("Waybill"), screen_number(vehicle.number)), (_("Vehicle"), vehicle.vehicle),
                (_("Trailer"), vehicle.trailer), (_("Driver"), vehicle.driver), (_("Phone"), vehicle.driver_phone),
                (_("Escort"), vehicle.escort), (_("Transporter"), vehicle.transporter), (_("Seal"), vehicle.seal),
                (_("Route"), vehicle.route), (_("Leaves on"), day(vehicle.departs_on) if vehicle.departs_on else ""),
                (_("Left on"), day(vehicle.sent_on) if vehicle.sent_on else ""),
                (_("Condition"), vehicle.condition), (_("Copy back on"), day(vehicle.back_on) if vehicle.back_on else ""),
                (_("Remarks"), vehicle.remarks),
            ]  # fmt: skip
        if stop is not None:
            pairs = [
                (_("Facility"), stop.facility), (_("Unit"), stop.unit), (_("Handover"), screen_number(stop.receipt)),
                (_("What happened"), words.stop_chip(stop).text),
                (_("Arrived on"), day(stop.arrived_on) if stop.arrived_on else ""), (_("Note"), stop.note),
                (_("Still on the road"), number(stop.on_road) if stop.on_road else ""), *pairs[:4],
            ]  # fmt: skip
        self.facts.set_pairs([pair for pair in pairs if pair[1]] or [(_("Vehicles"), number(len(record.vehicles)))])
        entries = []
        for event in record.events:
            title, icon, tone = words.EVENTS[event.kind]
            note = " · ".join(filter(None, (screen_number(event.number), day(event.on), event.vehicle, event.note)))
            entries.append(Entry(_(title).format(n=number(event.quantity)), note, icon, tone))
        self.history.set_entries(entries)
        self.history_card.setVisible(bool(entries))

    def chosen_goods(self) -> list[GoodsRow]:
        """Return the goods that are meant."""
        return self.load.chosen_goods()

    def _cell(self, table: str, key: Any, name: str) -> None:
        if table == "stops":
            self.vehicles.tree.set_current_key(("stop", key))
            acts = {"receipt": self.acting.open_handover, "outcome": self.acting.stop, "copy": self.acting.file_copy}
            if (act := acts.get(name)) is not None:
                act()
        elif name in ("package", "picked") and not self.why_not_pick():
            self.table.set_current_key(key)
            if name == "package":
                self.acting.pack()
            else:
                self.acting.pick()

    # the frame ------------------------------------------------------------------------------------------------
    def failed(self, error: BaseException) -> None:
        """Say what stands against an act."""
        if isinstance(error, LogisticsError):
            self.banner.show_message("bad", sentence(error))
        else:
            self.context.notices.show_error(error)

    def crumbs(self) -> tuple[Crumb, ...]:
        """Return the path."""
        name = "" if self.record is None else screen_number(self.record.row.number) or _("Draft")
        return Crumb(_("Shipments"), Route("shipments")), Crumb(_("Outbound"), Route("outbounds")), Crumb(name)

    def commands(self) -> tuple[Command, ...]:
        """Return what can be done here."""
        acts = self.acting
        return (
            Command("outbound.act", N_("The next step of this run"), acts.act, "Ctrl+Enter", "truck",
                    self.primary.reason),
            Command("outbound.issue", N_("Issue all receipts of this run…"), acts.issue_all, "", "file-check"),
            Command("outbound.print-run", N_("Print everything of this run…"), acts.print_all, "", "printer"),
            Command("outbound.leave", N_("Let vehicles leave…"), acts.leave, "", "truck"),
            Command("outbound.print", N_("Print pick list, packing list or waybill"), acts.print_menu, "Ctrl+P", "printer"),
            Command("outbound.add", N_("Add handovers to this shipment"), acts.add_handovers, "Ctrl+N", "handshake"),
            Command("outbound.vehicle", N_("Add a vehicle to this shipment"), acts.change_vehicle, "", "truck"),
            Command("outbound.change", N_("Change this shipment or the current vehicle"), acts.change, "F2", "pencil"),
            Command("outbound.pick", N_("Mark the ticked goods as picked"), acts.pick, "Ctrl+L", "check",
                    self.why_not_pick),
            Command("outbound.pack", N_("Pack the ticked goods into a carton"), acts.pack, "Ctrl+B", "box",
                    self.why_not_pick),
            Command("outbound.stop", N_("Say what happened at the current stop…"), acts.stop, "", "flag"),
            Command("outbound.divert", N_("Divert the cartons of the current stop…"), acts.divert, "", "arrow-right-left"),
            Command("outbound.file", N_("File the signed copy of the current stop…"), acts.file_copy, "", "file-check"),
            Command("outbound.back", N_("Bring goods back to a store…"), lambda: acts.off("back"), "", "undo-2"),
            Command("outbound.reload", N_("Load goods onto another vehicle…"), lambda: acts.off("reload"), "",
                    "arrow-right-left"),
            Command("outbound.redirect", N_("Give goods to another unit…"), lambda: acts.off("redirect"), "", "handshake"),
            Command("outbound.lost", N_("Write off what is lost on the road…"), lambda: acts.off("lost"), "", "circle-x"),
            Command("outbound.copy", N_("The return copy of the current vehicle is back…"), acts.copy, "", "file-check"),
            Command("outbound.cancel", N_("Cancel this outbound shipment…"), acts.cancel, "", "ban"),
        )  # fmt: skip

    def hints(self) -> tuple[KeyHint, ...]:
        """Return the keys of this screen."""
        verb = self.primary.text().rstrip("…")
        found = [KeyHint("Ctrl Enter", verb[:1].lower() + verb[1:])] if verb and not self.primary.isHidden() else []
        if not self.why_not_pick() and self.scope.current() == "goods":
            found += [KeyHint("Space", _("tick")), KeyHint("Ctrl L", _("picked")), KeyHint("Ctrl B", _("pack"))]
        return (*found, KeyHint("Ctrl P", _("print")), KeyHint("Esc", _("back to list")))

    def status(self) -> tuple[str, ...]:
        """Say which shipment this is."""
        return (screen_number(self.record.row.number) or _("Draft"),) if self.record else ()

    def panels(self) -> tuple[QWidget, ...]:
        """Return the panels that F6 goes through."""
        return self.vehicles.tree, self.load.current_table(), self.files

    def focus_first(self) -> None:
        """Put the focus into the list."""
        self.load.current_table().setFocus(Qt.FocusReason.OtherFocusReason)
