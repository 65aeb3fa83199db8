"""What transfers give to the window; the section belongs to shipments."""

from __future__ import annotations

from functools import partial

from inl_logistics.kernel.translation import N_
from ui.kit.navigation import Command, Feature, PageContext, PageKind, Route, begins
from ui.transfers.detail import TransferPage
from ui.transfers.page import TransfersPage


def _commands(context: PageContext) -> tuple[Command, ...]:
    return (
        Command(
            "transfers.open",
            N_("Transfers"),
            partial(context.navigator.open, Route("transfers")),
            "",
            "arrow-right-left",
        ),
        begins(context, "transfer.new", N_("New transfer to another store"), "transfers", "arrow-right-left"),
    )


FEATURE = Feature(
    pages=(PageKind("transfers", "shipments", TransfersPage), PageKind("transfer", "shipments", TransferPage)),
    commands=_commands,
)
