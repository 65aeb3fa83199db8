"""Partners as the window knows them."""

from __future__ import annotations

from functools import partial

from inl_logistics.kernel.translation import N_
from ui.kit.navigation import Command, Feature, PageContext, PageKind, Route, Section
from ui.partners.detail import PartnerPage
from ui.partners.page import PartnersPage
from ui.partners.stores import StoresPage
from ui.partners.treepage import TreePage
from ui.partners.vettings import VettingsPage


def _commands(context: PageContext) -> tuple[Command, ...]:
    """Return a command for each side of the section, for who looks for it by name, and what begins a new one."""
    go = context.navigator.open
    sides = tuple(
        Command(f"{kind}.open", words, partial(go, Route(kind)), "", icon)
        for kind, words, icon in (
            ("partner-tree", N_("Host tree"), "building-2"), ("vettings", N_("Vetting"), "badge-check"),
            ("vendors", N_("Vendors"), "building-2"), ("stores", N_("Stores"), "warehouse"),
        )
    )  # fmt: skip
    new = (("new", "1"),)
    return (
        *sides,
        Command("partner.new", N_("New partner"), partial(go, Route("partners", None, new)), "", "building-2"),
        Command("store.new", N_("New store"), partial(go, Route("stores", None, new)), "", "warehouse"),
    )


FEATURE = Feature(
    sections=(Section("partners", N_("Partners"), "building-2", Route("partners"), digit="0"),),
    pages=(
        PageKind("partners", "partners", PartnersPage), PageKind("vendors", "partners", PartnersPage),
        PageKind("partner-tree", "partners", TreePage), PageKind("partner", "partners", PartnerPage),
        PageKind("stores", "partners", StoresPage), PageKind("vettings", "partners", VettingsPage),
    ),
    commands=_commands,
)  # fmt: skip
