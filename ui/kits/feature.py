"""What kits give to the window; the section belongs to the catalog."""

from __future__ import annotations

from functools import partial

from inl_logistics.kernel.translation import N_
from ui.kit.navigation import Command, Feature, PageContext, PageKind, Route, begins
from ui.kits.detail import KitPage
from ui.kits.page import KitsPage


def _commands(context: PageContext) -> tuple[Command, ...]:
    return (
        Command("kits.open", N_("Kits"), partial(context.navigator.open, Route("kits")), "", "boxes"),
        begins(context, "kit.new", N_("New kit"), "kits", "boxes"),
    )


FEATURE = Feature(
    pages=(PageKind("kits", "catalog", KitsPage), PageKind("kit", "catalog", KitPage)),
    commands=_commands,
)
