"""The catalog as the window knows it."""

from __future__ import annotations

from functools import partial

from inl_logistics.kernel.translation import N_
from ui.catalog.detail import ItemPage
from ui.catalog.page import CatalogPage
from ui.kit.navigation import Command, Feature, PageContext, PageKind, Route, Section


def _commands(context: PageContext) -> tuple[Command, ...]:
    return (
        Command(
            "item.new",
            N_("New item"),
            partial(context.navigator.open, Route("catalog", None, (("new", "1"),))),
            "",
            "book-open",
        ),
    )


FEATURE = Feature(
    sections=(Section("catalog", N_("Catalog"), "book-open", Route("catalog"), digit="9"),),
    pages=(PageKind("catalog", "catalog", CatalogPage), PageKind("item", "catalog", ItemPage)),
    commands=_commands,
)
