"""What shipments give to the window."""

from __future__ import annotations

from inl_logistics.kernel.translation import N_
from ui.kit.navigation import Feature, PageKind, Route, Section
from ui.shipments.detail import ShipmentPage
from ui.shipments.page import ShipmentsPage

FEATURE = Feature(
    sections=(Section("shipments", N_("Shipments"), "ship", Route("shipments"), "3"),),
    pages=(PageKind("shipments", "shipments", ShipmentsPage), PageKind("shipment", "shipments", ShipmentPage)),
)
