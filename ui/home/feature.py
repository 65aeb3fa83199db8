"""Home as the window knows it."""

from __future__ import annotations

from inl_logistics.home.queries import overdue
from inl_logistics.kernel.translation import N_
from ui.home.page import HomePage
from ui.kit.navigation import Feature, PageKind, Route, Section

FEATURE = Feature(
    sections=(Section("home", N_("Home"), "house", Route("home"), digit="1", badge=overdue),),
    pages=(PageKind("home", "home", HomePage),),
)
