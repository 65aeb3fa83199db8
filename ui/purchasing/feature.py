"""What purchasing gives to the window."""

from __future__ import annotations

from functools import partial

from inl_logistics.kernel.translation import N_
from ui.kit.navigation import Command, Feature, PageContext, PageKind, Route, Section
from ui.purchasing.detail import OrderPage
from ui.purchasing.editor import OrderEditor
from ui.purchasing.page import OrdersPage


def _commands(context: PageContext) -> tuple[Command, ...]:
    return (
        Command("orders.open", N_("Orders"), partial(context.navigator.open, Route("orders")), "", "shopping-cart"),
        Command(
            "order.new",
            N_("New purchase order"),
            partial(context.navigator.open, Route("order-draft")),
            "",
            "shopping-cart",
        ),
    )


FEATURE = Feature(
    sections=(Section("purchasing", N_("Purchasing"), "shopping-cart", Route("orders"), "2"),),
    pages=(
        PageKind("orders", "purchasing", OrdersPage),
        PageKind("order", "purchasing", OrderPage),
        PageKind("order-draft", "purchasing", OrderEditor),
    ),
    commands=_commands,
)
