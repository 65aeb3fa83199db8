"""Registers receiving with the window: its two pages belong to Shipments; Ctrl R starts."""

from __future__ import annotations

from functools import partial

from inl_logistics.kernel.translation import N_
from ui.kit.navigation import Command, Feature, PageContext, PageKind, Route
from ui.receiving.discrepancies import DiscrepanciesPage
from ui.receiving.discrepancy import DiscrepancyPage
from ui.receiving.listpage import ReceivingsPage
from ui.receiving.page import ReceivingPage
from ui.receiving.start import StartReceivingPage


def _commands(context: PageContext) -> tuple[Command, ...]:
    receive = partial(context.navigator.open, Route("receive"))
    lists = (
        Command("receivings.open", N_("Receivings"), partial(context.navigator.open, Route("receivings")), "", "package-check"),
        Command("discrepancies.open", N_("Discrepancies and claims"), partial(context.navigator.open, Route("discrepancies")),
                "", "triangle-alert"),
    )  # fmt: skip
    return (
        *lists,
        Command("receiving.open", N_("Receive a shipment"), receive, "Ctrl+R", "package-open"),
    )


FEATURE = Feature(
    pages=(
        PageKind("receive", "shipments", StartReceivingPage),
        PageKind("receiving", "shipments", ReceivingPage),
        PageKind("receivings", "shipments", ReceivingsPage),
        PageKind("discrepancies", "shipments", DiscrepanciesPage),
        PageKind("discrepancy", "shipments", DiscrepancyPage),
    ),
    commands=_commands,
)
