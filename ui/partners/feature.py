"""Partners as the window knows them."""

from __future__ import annotations

from inl_logistics.kernel.translation import N_
from ui.kit.navigation import Feature, PageKind, Route, Section
from ui.partners.detail import PartnerPage
from ui.partners.page import PartnersPage
from ui.partners.stores import StoresPage
from ui.partners.treepage import TreePage
from ui.partners.vettings import VettingsPage

FEATURE = Feature(
    sections=(Section("partners", N_("Partners"), "building-2", Route("partners"), digit="0"),),
    pages=(
        PageKind("partners", "partners", PartnersPage), PageKind("vendors", "partners", PartnersPage),
        PageKind("partner-tree", "partners", TreePage), PageKind("partner", "partners", PartnerPage),
        PageKind("stores", "partners", StoresPage), PageKind("vettings", "partners", VettingsPage),
    ),
)  # fmt: skip
