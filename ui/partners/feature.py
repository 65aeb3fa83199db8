"""Partners as the window knows them."""

from __future__ import annotations

from functools import partial

from inl_logistics.kernel.translation import N_
from ui.kit.navigation import Command, Feature, PageContext, PageKind, Route, Section, begins
from ui.partners.detail import PartnerPage
from ui.partners.page import PartnersPage
from ui.partners.stores import StoresPage
from ui.partners.treepage import TreePage
from ui.partners.vettings import VettingsPage


def _commands(context: PageContext) -> tuple[Command, ...]:
    """Return a command for each side of the section, for who looks for it by name, and what begins a new one."""
    sides = tuple(
        Command(f"{kind}.open", words, partial(context.navigator.open, Route(kind)), "", icon)
        for kind, words, icon in (
            ("partner-tree", N_("Host tree"), "building-2"), ("vettings", N_("Vetting"), "badge-check"),
            ("vendors", N_("Vendors"), "building-2"), ("stores", N_("Stores"), "warehouse"),
        )
    )  # fmt: skip
    return (
        *sides,
        begins(context, "partner.new", N_("New partner"), "partners", "building-2"),
        begins(context, "store.new", N_("New store"), "stores", "warehouse"),
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
