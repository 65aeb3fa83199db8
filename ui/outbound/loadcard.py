"""What a shipment carries, three ways: its stops with the state of each, the goods to pick, what is on a vehicle on a day."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedWidget

from inl_logistics.kernel.translation import _, ngettext
from inl_logistics.outbound.loads import GoodsRow, StopRow, VehicleRow, on_vehicle
from inl_logistics.outbound.queries import OutboundDetail
from inl_logistics.transfers.roadgoods import RoadGoods
from ui.kit import theme
from ui.kit.buttons import Button
from ui.kit.cards import Card
from ui.kit.choices import Segmented
from ui.kit.fields import DateEdit
from ui.kit.formats import number
from ui.kit.navigation import Page
from ui.kit.tables import KeyedTableModel, ListView
from ui.kit.widget import Label, row
from ui.outbound import words
from ui.outbound.columns import GOODS, ROAD, StopLine, stop_columns

_MOVES = {
    Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown, Qt.Key.Key_Home, Qt.Key.Key_End,
}  # fmt: skip


class LoadCard(Card):
    """Stops, goods, or what is on a vehicle. `stop_chosen` says which stop (its handover) is current in the list."""

    stop_chosen = Signal(object)
    stop_opened = Signal(object)
    cell_clicked = Signal(str, object, str)

    def __init__(self, page: Page) -> None:
        super().__init__()
        self._page, self._moves = page, False
        self.record: OutboundDetail | None = None
        self._vehicle: VehicleRow | None = None
        self.scope = Segmented(height=26)
        self.on = DateEdit(today=page.context.today)
        self.on.setFixedWidth(theme.px(116))
        self.pack = Button(icon="box", kind="ghost", key="Ctrl B", writes=True)
        self.pick = Button(icon="check", kind="ghost", key="Ctrl L", writes=True)
        for part in (self.pick, self.pack, self.on, self.scope):
            self.add_action(part)
        self.stops = KeyedTableModel(stop_columns(), parent=self)
        self.goods, self.road = KeyedTableModel(GOODS, tickable=True, parent=self), KeyedTableModel(ROAD, parent=self)
        self.stop_table = ListView(self.stops, density="two-line")
        self.table, self.road_table = ListView(self.goods, density="two-line"), ListView(self.road, density="two-line")
        self._stack = QStackedWidget()
        for table in (self.stop_table, self.table, self.road_table):
            self._stack.addWidget(table)
        self._stack.setMinimumHeight(theme.px(160))
        self.sum_start = Label(role="secondary", token="text2", elide=True)
        self.sum_end = Label(role="strong")
        sums = row(None, self.sum_start, self.sum_end, margins=(14, 9, 14, 9), gap=10)
        sums.setStretch(0, 1)
        self.body.addWidget(self._stack, 1)
        self.body.addLayout(sums)
        self.scope.chosen.connect(self.show_scope)
        self.on.edited.connect(self.show_scope)
        self.goods.ticks_changed.connect(self._show_sums)
        self.stop_table.opened.connect(self.stop_opened)
        self.stop_table.cell_clicked.connect(lambda key, name: self.cell_clicked.emit("stops", key, name))
        self.table.cell_clicked.connect(lambda key, name: self.cell_clicked.emit("goods", key, name))
        # A list that gets the focus has a current row, but nobody chose that stop: only keys and clicks do.
        self.stop_table.installEventFilter(self)
        self.stop_table.current_changed.connect(self._stop_current)
        self.stop_table.pressed.connect(lambda index: self.stop_chosen.emit(self.stops.key_at(index.row())))

    def retranslate(self) -> None:
        """Set the words again."""
        self.pick.setText(_("Picked"))
        self.pack.setText(_("Pack"))
        self.stop_table.setAccessibleName(_("Stops"))
        self.table.setAccessibleName(_("Goods to pick"))
        self.road_table.setAccessibleName(_("Goods on the vehicle"))
        self.on.setAccessibleName(_("On the vehicle at the end of this day"))
        self.on.setPlaceholderText(_("Now"))
        kept = self.scope.current() or "stops"
        self.scope.set_options((("stops", _("Stops")), ("goods", _("Goods")), ("road", _("On the vehicle"))))
        self.scope.choose(kept, tell=False)

    def show_record(self, record: OutboundDetail) -> None:
        """Show the stops of a shipment, by vehicle."""
        self.record = record
        lines = [StopLine(stop, vehicle) for vehicle in record.vehicles for stop in vehicle.stops]
        self.stops.set_rows(lines, keys=[one.stop.handover_id for one in lines])

    def show_part(self, record: OutboundDetail, vehicle: VehicleRow | None, stop: StopRow | None) -> None:
        """Show the goods of a vehicle or a stop, else of all."""
        self._vehicle = vehicle
        shown = [
            one for one in record.goods
            if (stop is None or one.stop_id == stop.id) and (vehicle is None or one.waybill_id == vehicle.id)
        ]  # fmt: skip
        self.goods.set_rows(shown, keys=[one.key for one in shown])
        if stop is not None and self.stop_table.current_key() != stop.handover_id:
            self.stop_table.set_current_key(stop.handover_id)
        self.show_scope()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Know that the next change of the current stop comes from a key."""
        if watched is self.stop_table and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            self._moves = event.key() in _MOVES
        return super().eventFilter(watched, event)

    def _stop_current(self, key: object) -> None:
        if self._moves and key is not None:
            self._moves = False
            self.stop_chosen.emit(key)

    def show_scope(self, _scope: str = "") -> None:
        """Show what was chosen."""
        scope = self.scope.current()
        vehicle = self._vehicle or (self.record.vehicles[0] if self.record and self.record.vehicles else None)
        tables = {"stops": self.stop_table, "goods": self.table, "road": self.road_table}
        self._stack.setCurrentWidget(tables[scope])
        self.on.setVisible(scope == "road")
        self.pick.setVisible(scope == "goods")
        self.pack.setVisible(scope == "goods")
        title = (
            words.vehicle_name(vehicle) if scope == "road" and vehicle else {"stops": _("Stops")}.get(scope, _("Goods"))
        )
        self.set_title(title)
        if scope == "road" and vehicle is not None and self.on.is_valid():
            self._page.context.jobs.read(self._page, on_vehicle, vehicle.id, on=self.on.day(), done=self._show_road)
        self._show_sums()

    def _show_road(self, found: Sequence[RoadGoods]) -> None:
        self.road.set_rows(found, keys=[one.key for one in found])
        self._show_sums()

    def _show_sums(self) -> None:
        start, end = {"stops": self._stop_sums, "road": self._road_sums}.get(self.scope.current(), self._goods_sums)()
        self.sum_start.setText(start)
        self.sum_end.setText(_("{n} units").format(n=number(end)))

    def _stop_sums(self) -> tuple[str, int]:
        rows: list[StopRow] = [self.stops.record(at).stop for at in range(self.stops.rowCount())]
        signed = sum(one.copy != "" for one in rows)
        missing = sum(one.copy == "missing" for one in rows)
        said = [_("{n} of {all} receipts signed").format(n=number(signed), all=number(len(rows)))] if rows else []
        if missing:
            said.append(
                ngettext("{n} signed copy missing", "{n} signed copies missing", missing).format(n=number(missing))
            )
        return " · ".join(said) or _("Nothing yet: add handovers."), sum(
            one.units for one in rows if one.handover_state not in ("void", "refused")
        )

    def _road_sums(self) -> tuple[str, int]:
        rows = [self.road.record(at) for at in range(self.road.rowCount())]
        said = _("On the vehicle at the end of the day") if self.on.day() else _("On the vehicle now")
        return said, sum(one.quantity for one in rows)

    def _goods_sums(self) -> tuple[str, int]:
        rows = [self.goods.record(at) for at in range(self.goods.rowCount())]
        units, picked = sum(one.quantity for one in rows), sum(one.quantity for one in rows if one.picked)
        ticked = self.goods.tick_count()
        said = _("{n} of {all} units picked").format(n=number(picked), all=number(units))
        if ticked:
            said += " · " + ngettext("{n} line ticked", "{n} lines ticked", ticked).format(n=number(ticked))
        return (said if rows else _("Nothing yet: add handovers.")), units

    def chosen_goods(self) -> list[GoodsRow]:
        """Return the ticked goods, else the current line; in the list of stops, the goods of the current one."""
        goods = self.record.goods if self.record else ()
        if self.scope.current() == "stops" and not self.goods.tick_count():
            key = self.stop_table.current_key()
            stop = next((one.id for one in self.record.stops if one.handover_id == key), None) if self.record else None
            return [one for one in goods if one.stop_id == stop]
        keys: set[Any] = set(self.goods.ticked()) or {self.table.current_key()}
        return [one for one in goods if one.key in keys]

    def current_table(self) -> ListView:
        """Return the table that is shown."""
        found = self._stack.currentWidget()
        return found if isinstance(found, ListView) else self.stop_table
