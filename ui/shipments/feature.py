"""What shipments give to the window."""

from __future__ import annotations

from inl_logistics.kernel.translation import N_
from ui.kit.navigation import Command, Feature, PageContext, PageKind, Route, Section, begins
from ui.shipments.detail import ShipmentPage
from ui.shipments.page import ShipmentsPage


def _commands(context: PageContext) -> tuple[Command, ...]:
    return (begins(context, "shipment.new", N_("New inbound shipment"), "shipments", "ship"),)


FEATURE = Feature(
    sections=(Section("shipments", N_("Shipments"), "ship", Route("shipments"), "3"),),
    pages=(PageKind("shipments", "shipments", ShipmentsPage), PageKind("shipment", "shipments", ShipmentPage)),
    commands=_commands,
)
