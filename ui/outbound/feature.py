"""What outbound shipments give to the window; the section belongs to shipments."""

from __future__ import annotations

from functools import partial

from inl_logistics.kernel.translation import N_
from ui.kit.navigation import Command, Feature, PageContext, PageKind, Route, begins
from ui.outbound.detail import OutboundPage
from ui.outbound.page import OutboundsPage


def _commands(context: PageContext) -> tuple[Command, ...]:
    return (
        Command(
            "outbounds.open",
            N_("Outbound shipments and distribution runs"),
            partial(context.navigator.open, Route("outbounds")),
            "",
            "truck",
        ),
        begins(context, "outbound.new", N_("New outbound shipment"), "outbounds", "truck"),
    )


FEATURE = Feature(
    pages=(PageKind("outbounds", "shipments", OutboundsPage), PageKind("outbound", "shipments", OutboundPage)),
    commands=_commands,
)
