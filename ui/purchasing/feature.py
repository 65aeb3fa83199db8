"""What purchasing gives to the window."""

from __future__ import annotations

from inl_logistics.kernel.translation import N_
from ui.kit.navigation import Feature, PageKind, Route, Section
from ui.purchasing.detail import OrderPage
from ui.purchasing.editor import OrderEditor
from ui.purchasing.page import OrdersPage

FEATURE = Feature(
    sections=(Section("purchasing", N_("Purchasing"), "shopping-cart", Route("orders"), "2"),),
    pages=(
        PageKind("orders", "purchasing", OrdersPage),
        PageKind("order", "purchasing", OrderPage),
        PageKind("order-draft", "purchasing", OrderEditor),
    ),
)
