"""The catalog as the window knows it."""

from __future__ import annotations

from inl_logistics.kernel.translation import N_
from ui.catalog.detail import ItemPage
from ui.catalog.page import CatalogPage
from ui.kit.navigation import Command, Feature, PageContext, PageKind, Route, Section, begins


def _commands(context: PageContext) -> tuple[Command, ...]:
    return (begins(context, "item.new", N_("New item"), "catalog", "book-open"),)


FEATURE = Feature(
    sections=(Section("catalog", N_("Catalog"), "book-open", Route("catalog"), digit="9"),),
    pages=(PageKind("catalog", "catalog", CatalogPage), PageKind("item", "catalog", ItemPage)),
    commands=_commands,
)
