"""Settings as the window knows them."""

from __future__ import annotations

from functools import partial

from inl_logistics.kernel.translation import N_
from ui.kit.navigation import Command, Feature, PageContext, PageKind, Route, Section
from ui.settings.clauses import ClausesPage
from ui.settings.numbers import NumbersPage
from ui.settings.page import SettingsPage


def _commands(context: PageContext) -> tuple[Command, ...]:
    numbers = partial(context.navigator.open, Route("numbers"))
    return (Command("settings.numbers", N_("Number register"), numbers, icon="hash"),)


FEATURE = Feature(
    sections=(Section("settings", N_("Settings"), "settings", Route("settings"), at_end=True),),
    pages=(
        PageKind("settings", "settings", SettingsPage),
        PageKind("clauses", "settings", ClausesPage),
        PageKind("numbers", "settings", NumbersPage),
    ),
    commands=_commands,
)
