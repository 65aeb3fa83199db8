"""The catalog as the window knows it."""

from __future__ import annotations

from inl_logistics.kernel.translation import N_
from ui.catalog.detail import ItemPage
from ui.catalog.page import CatalogPage
from ui.kit.navigation import Feature, PageKind, Route, Section

FEATURE = Feature(
    sections=(Section("catalog", N_("Catalog"), "book-open", Route("catalog"), digit="9"),),
    pages=(PageKind("catalog", "catalog", CatalogPage), PageKind("item", "catalog", ItemPage)),
)
