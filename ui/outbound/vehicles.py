"""The vehicles of a shipment and their stops as a tree: it filters the goods; stops are arranged by drag and by keyboard.

Alt Shift arrows move a stop, also onto another vehicle; F2 changes, Del takes off with undo. Source: picture 03, domain.md 2.8.
"""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent

from inl_logistics.kernel.translation import _
from inl_logistics.outbound.loads import StopRow, VehicleRow
from inl_logistics.outbound.queries import OutboundDetail
from ui.kit.buttons import IconButton
from ui.kit.cards import Card
from ui.kit.formats import number
from ui.kit.inspector import scrolled
from ui.kit.keys import name_of
from ui.kit.tree import Node, Tree
from ui.kit.widget import Label
from ui.outbound import words

Key = tuple[str, int]  # ("vehicle", waybill) or ("stop", handover)


class RunTree(Tree):
    """The tree with the keys that arrange it."""

    asked = Signal(str)

    _KEYS = {"Alt+Shift+Up": "up", "Alt+Shift+Down": "down", "Del": "remove", "F2": "change"}  # noqa: RUF012 - fixed

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrange, or move about."""
        asked = self._KEYS.get(name_of(event), "")
        if asked:
            self.asked.emit(asked)
        else:
            super().keyPressEvent(event)


class VehiclesCard(Card):
    """Vehicles with their stops; `chosen` says that another one is current."""

    chosen = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.record: OutboundDetail | None = None
        self.tree = RunTree()
        self.add, self.more = IconButton("plus", side=28), IconButton("ellipsis", side=28)
        self.add_action(self.add)
        self.add_action(self.more)
        self.empty = Label(role="secondary", token="text3", wrap=True)
        self.empty.setContentsMargins(14, 10, 14, 10)
        self.body.addWidget(self.empty)
        self.body.addWidget(scrolled(self.tree), 1)
        self.tree.current_changed.connect(lambda _key: self.chosen.emit())

    def retranslate(self) -> None:
        """Set the words again."""
        count = len(self.record.vehicles) if self.record else 0
        self.set_title(_("Vehicles and stops"), number(count) if count else "")
        self.tree.setAccessibleName(_("Vehicles and stops"))
        self.empty.setText(_("No vehicle yet. Add handovers; they go on a vehicle of their own."))
        self.add.set_hint(_("Add handovers or a vehicle"))
        self.more.set_hint(_("What can be done with it"))

    def show_record(self, record: OutboundDetail) -> None:
        """Show the vehicles of a shipment."""
        self.record = record
        self.tree.set_movable(any(vehicle.sent_on is None for vehicle in record.vehicles))
        self.tree.set_nodes([_node(vehicle) for vehicle in record.vehicles])
        self.empty.setVisible(not record.vehicles)
        self.retranslate()

    def vehicle(self) -> VehicleRow | None:
        """Return the current vehicle, or that of the current stop."""
        stop = self.stop()
        key = self.tree.current_key()
        wanted = stop.waybill_id if stop else key[1] if isinstance(key, tuple) else None
        vehicles = self.record.vehicles if self.record else ()
        return next((one for one in vehicles if one.id == wanted), None)

    def stop(self) -> StopRow | None:
        """Return the current stop."""
        key = self.tree.current_key()
        if not isinstance(key, tuple) or key[0] != "stop" or self.record is None:
            return None
        return next((one for one in self.record.stops if one.handover_id == key[1]), None)


def _node(vehicle: VehicleRow) -> Node:
    stops = tuple(
        Node(
            ("stop", stop.handover_id), words.stop_name(stop), _stop_note(stop), number(stop.units), icon="map-pin",
            tone=words.FATES[stop.fate],
        )
        for stop in vehicle.stops
    )  # fmt: skip
    value = number(vehicle.on_road if vehicle.sent_on else vehicle.units)
    return Node(
        ("vehicle", vehicle.id), words.vehicle_name(vehicle), vehicle.driver, value, icon="truck", children=stops
    )


def _stop_note(stop: StopRow) -> str:
    if stop.fate != "open":
        return words.stop_chip(stop).text
    return "" if stop.receipt else _("Draft")  # the list of stops beside it has the numbers
