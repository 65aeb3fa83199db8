"""One outbound shipment: vehicles and stops, its pick list, what is on each vehicle, papers. Source: ui.md 10, picture 03."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QWidget

from inl_logistics.kernel.problems import LogisticsError
from inl_logistics.kernel.sentences import sentence
from inl_logistics.kernel.translation import N_, _, ngettext
from inl_logistics.outbound import queries
from inl_logistics.outbound.loads import GoodsRow, VehicleRow, on_vehicle
from inl_logistics.outbound.queries import OutboundDetail
from inl_logistics.register.numbers import screen_number
from inl_logistics.transfers.roadgoods import RoadGoods
from ui.kit import theme
from ui.kit.buttons import Button
from ui.kit.cards import Card
from ui.kit.choices import Segmented
from ui.kit.fields import DateEdit
from ui.kit.filescard import FilesCard
from ui.kit.formats import day, number
from ui.kit.inspector import Facts, scrolled
from ui.kit.navigation import Command, Crumb, KeyHint, PageContext, Route
from ui.kit.recordpage import RecordPage
from ui.kit.steps import State, Step, Stepper
from ui.kit.tables import KeyedTableModel, ListView
from ui.kit.timeline import Entry, Timeline
from ui.kit.widget import Label, column, row
from ui.outbound import words
from ui.outbound.acting import OutboundActs
from ui.outbound.columns import GOODS, ROAD
from ui.outbound.vehicles import VehiclesCard

_STEPS = (N_("Planned"), N_("Picked"), N_("On the road"), N_("Delivered"), N_("Copies back"))
_SIDE = 280


class OutboundPage(RecordPage):
    """One outbound shipment whole."""

    topics = frozenset({"outbound", "handovers", "inventory"})

    def __init__(self, context: PageContext, route: Route) -> None:
        super().__init__(context, route)
        self.record: OutboundDetail | None = None
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
        self.primary = Button(kind="primary", icon="truck", key="Ctrl Enter", writes=True)
        self.head.add_action(self.print)
        self.head.add_action(self.edit)
        self.head.set_primary(self.primary)
        self.vehicles = VehiclesCard()
        self.vehicles.setFixedWidth(theme.px(286))
        self._build_goods()
        self.details_card, self.facts = Card(), Facts()
        self.details_card.body.addWidget(self.facts)
        self.history_card, self.history = Card(), Timeline()
        self.history_card.body.addWidget(self.history)
        self.files = FilesCard(self, "outbound")
        side = QWidget()
        column(side, self.details_card, self.history_card, self.files, "stretch", gap=12, margins=(0, 0, 8, 0))
        beside = scrolled(side)
        beside.setFixedWidth(theme.px(_SIDE))
        cards = row(None, self.vehicles, self.goods_card, beside, gap=12)
        cards.setStretch(1, 1)
        self.body.addLayout(cards, 1)

    def _build_goods(self) -> None:
        self.goods_card, self.scope = Card(), Segmented(height=26)
        self.on = DateEdit(today=self.context.today)
        self.on.setFixedWidth(theme.px(116))
        self.pack = Button(icon="box", kind="ghost", key="Ctrl B", writes=True)
        self.pick = Button(icon="check", kind="ghost", key="Ctrl L", writes=True)
        self.goods_card.add_action(self.pick)
        self.goods_card.add_action(self.pack)
        self.goods_card.add_action(self.on)
        self.goods_card.add_action(self.scope)
        self.goods, self.road = KeyedTableModel(GOODS, tickable=True, parent=self), KeyedTableModel(ROAD, parent=self)
        self.table, self.road_table = ListView(self.goods, density="two-line"), ListView(self.road, density="two-line")
        self.stack = QStackedWidget()
        self.stack.addWidget(self.table)
        self.stack.addWidget(self.road_table)
        self.stack.setMinimumHeight(theme.px(160))
        self.sum_start = Label(role="secondary", token="text2", elide=True)
        self.sum_end = Label(role="strong")
        sums = row(None, self.sum_start, self.sum_end, margins=(14, 9, 14, 9), gap=10)
        sums.setStretch(0, 1)
        self.goods_card.body.addWidget(self.stack, 1)
        self.goods_card.body.addLayout(sums)

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
        self.scope.chosen.connect(self._show_scope)
        self.on.edited.connect(self._show_scope)
        self.table.cell_clicked.connect(self._cell)
        self.goods.ticks_changed.connect(self._show_sums)

    def _retranslate(self) -> None:
        self.print.setText(_("Print"))
        self.edit.setText(_("Change"))
        self.pick.setText(_("Picked"))
        self.pack.setText(_("Pack"))
        self.table.setAccessibleName(_("Goods to pick"))
        self.road_table.setAccessibleName(_("Goods on the vehicle"))
        self.on.setAccessibleName(_("On the vehicle at the end of this day"))
        self.scope.set_options((("goods", _("Goods")), ("road", _("On the vehicle"))))
        self.scope.choose("goods", tell=False)
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
        self.life.set_steps(_life(record))
        self.vehicles.show_record(record)
        self._show_actions(record)
        self._show_banner(record)
        self._chosen()
        self.presented.emit()

    def _show_actions(self, record: OutboundDetail) -> None:
        waiting = any(one.sent_on is None and one.stops for one in record.vehicles)
        open_ = any(stop.fate == "open" for stop in record.stops)
        copies = any(one.sent_on and one.back_on is None for one in record.vehicles)
        sent = record.state == "sent"
        title, icon = (
            (_("Leave…"), "truck") if waiting or not sent
            else (_("What happened…"), "flag") if open_
            else (_("Return copy…"), "file-check")
        )  # fmt: skip
        self.primary.setText(title)
        self.primary.set_icon(icon)
        self.primary.setVisible(record.state != "canceled" and (not sent or waiting or open_ or copies))
        self.head.set_reason("" if waiting or sent else _("Add handovers first"))
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
        shown = [
            one for one in record.goods
            if (stop is None or one.stop_id == stop.id) and (vehicle is None or one.waybill_id == vehicle.id)
        ]  # fmt: skip
        self.goods.set_rows(shown, keys=[one.key for one in shown])
        self._show_side(record, vehicle)
        self._show_scope()
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

    def _show_scope(self, _scope: str = "") -> None:
        road = self.scope.current() == "road"
        vehicle = self.vehicles.vehicle() or (self.record.vehicles[0] if self.record and self.record.vehicles else None)
        self.stack.setCurrentWidget(self.road_table if road else self.table)
        self.on.setVisible(road)
        self.pick.setVisible(not road)
        self.pack.setVisible(not road)
        self.goods_card.set_title(words.vehicle_name(vehicle) if road and vehicle else _("Goods"))
        if road and vehicle is not None and self.on.is_valid():
            self.context.jobs.read(self, on_vehicle, vehicle.id, on=self.on.day(), done=self._show_road)
        self._show_sums()

    def _show_road(self, found: Sequence[RoadGoods]) -> None:
        self.road.set_rows(found, keys=[one.key for one in found])
        self._show_sums()

    def _show_sums(self) -> None:
        if self.scope.current() == "road":
            rows = [self.road.record(at) for at in range(self.road.rowCount())]
            self.sum_start.setText(
                _("On the vehicle at the end of the day") if self.on.day() else _("On the vehicle now")
            )
            self.sum_end.setText(_("{n} units").format(n=number(sum(one.quantity for one in rows))))
            return
        rows = [self.goods.record(at) for at in range(self.goods.rowCount())]
        units, picked = sum(one.quantity for one in rows), sum(one.quantity for one in rows if one.picked)
        ticked = self.goods.tick_count()
        said = _("{n} of {all} units picked").format(n=number(picked), all=number(units))
        if ticked:
            said += " · " + ngettext("{n} line ticked", "{n} lines ticked", ticked).format(n=number(ticked))
        self.sum_start.setText(said if rows else _("Nothing yet: add handovers."))
        self.sum_end.setText(_("{n} units").format(n=number(units)))

    def chosen_goods(self) -> list[GoodsRow]:
        """Return the ticked goods, else the current line."""
        keys = set(self.goods.ticked()) or {self.table.current_key()}
        return [one for one in (self.record.goods if self.record else ()) if one.key in keys]

    def _cell(self, key: Any, name: str) -> None:
        if name == "package" and not self.why_not_pick():
            self.table.set_current_key(key)
            self.acting.pack()
        elif name == "picked" and not self.why_not_pick():
            self.table.set_current_key(key)
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
            Command("outbound.act", N_("Leave, say what happened, or file the return copy"), acts.act, "Ctrl+Enter",
                    "truck", self.primary.reason),
            Command("outbound.print", N_("Print pick list, packing list or waybill"), acts.print_menu, "Ctrl+P", "printer"),
            Command("outbound.add", N_("Add handovers to this shipment"), acts.add_handovers, "Ctrl+N", "handshake"),
            Command("outbound.vehicle", N_("Add a vehicle to this shipment"), acts.change_vehicle, "", "truck"),
            Command("outbound.change", N_("Change this shipment or the current vehicle"), acts.change, "F2", "pencil"),
            Command("outbound.pick", N_("Mark the ticked goods as picked"), acts.pick, "Ctrl+L", "check",
                    self.why_not_pick),
            Command("outbound.pack", N_("Pack the ticked goods into a carton"), acts.pack, "Ctrl+B", "box",
                    self.why_not_pick),
            Command("outbound.stop", N_("Say what happened at the current stop…"), acts.stop, "", "flag"),
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
        if not self.why_not_pick():
            found += [KeyHint("Space", _("tick")), KeyHint("Ctrl L", _("picked")), KeyHint("Ctrl B", _("pack"))]
        return (*found, KeyHint("Ctrl P", _("print")), KeyHint("Esc", _("back to list")))

    def status(self) -> tuple[str, ...]:
        """Say which shipment this is."""
        return (screen_number(self.record.row.number) or _("Draft"),) if self.record else ()

    def panels(self) -> tuple[QWidget, ...]:
        """Return the panels that F6 goes through."""
        return self.vehicles.tree, self.road_table if self.scope.current() == "road" else self.table, self.files

    def focus_first(self) -> None:
        """Put the focus into the goods."""
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)


def _life(record: OutboundDetail) -> list[Step]:
    """Return how far the shipment is."""
    row_, sent = record.row, record.state == "sent"
    done = (
        bool(row_.handovers), sent or bool(row_.picks and row_.picked == row_.picks), sent,
        sent and not row_.on_road and all(one.sent_on for one in record.vehicles),
        sent and not row_.copies_missing and not row_.on_road,
    )  # fmt: skip
    current = next((at for at, is_done in enumerate(done) if not is_done), len(done))
    states: list[State] = [
        "done" if is_done and at < current else "current" if at == current else "todo"
        for at, is_done in enumerate(done)
    ]
    return [Step(_(title), state) for title, state in zip(_STEPS, states, strict=True)]
