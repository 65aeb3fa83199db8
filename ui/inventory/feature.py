"""Inventory as the window knows it: rail entry, pages, and the palette's and scanner's answers about stock."""

from __future__ import annotations

from inl_logistics.kernel.translation import N_
from ui.inventory.cardpage import StockCardPage
from ui.inventory.lotpage import LotPage
from ui.inventory.page import InventoryPage
from ui.inventory.unitpage import UnitPage
from ui.kit.navigation import Feature, PageKind, Route, Section

FEATURE = Feature(
    sections=(Section("inventory", N_("Inventory"), "warehouse", Route("inventory"), digit="4"),),
    pages=(
        PageKind("inventory", "inventory", InventoryPage), PageKind("stock-card", "inventory", StockCardPage),
        PageKind("unit", "inventory", UnitPage), PageKind("lot", "inventory", LotPage),
    ),
)  # fmt: skip
