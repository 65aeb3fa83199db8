"""What outbound shipments give to the window; the section belongs to shipments."""

from __future__ import annotations

from ui.kit.navigation import Feature, PageKind
from ui.outbound.detail import OutboundPage
from ui.outbound.page import OutboundsPage

FEATURE = Feature(
    pages=(PageKind("outbounds", "shipments", OutboundsPage), PageKind("outbound", "shipments", OutboundPage)),
)
