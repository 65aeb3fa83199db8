"""What transfers give to the window; the section belongs to shipments."""

from __future__ import annotations

from ui.kit.navigation import Feature, PageKind
from ui.transfers.detail import TransferPage
from ui.transfers.page import TransfersPage

FEATURE = Feature(
    pages=(PageKind("transfers", "shipments", TransfersPage), PageKind("transfer", "shipments", TransferPage)),
)
