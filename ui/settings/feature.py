"""Settings as the window knows them."""

from __future__ import annotations

from inl_logistics.kernel.translation import N_
from ui.kit.navigation import Feature, PageKind, Route, Section
from ui.settings.clauses import ClausesPage
from ui.settings.page import SettingsPage

FEATURE = Feature(
    sections=(Section("settings", N_("Settings"), "settings", Route("settings"), at_end=True),),
    pages=(PageKind("settings", "settings", SettingsPage), PageKind("clauses", "settings", ClausesPage)),
)
