"""Settings as the window knows them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from inl_logistics.kernel.translation import N_
from ui.kit.navigation import Command, Feature, PageContext, PageKind, Route, Section
from ui.settings.clauses import ClausesPage
from ui.settings.numbers import NumbersPage
from ui.settings.page import SettingsPage


def _commands(context: PageContext) -> tuple[Command, ...]:
    numbers = partial(context.navigator.open, Route("numbers"))

    def part(name: str) -> Callable[[], None]:
        return partial(context.navigator.open, Route("settings", None, (("part", name),)))

    return (
        Command("settings.numbers", N_("Number register"), numbers, icon="hash"),
        Command("settings.months", N_("Close a month…"), part("months"), icon="lock"),
        Command("settings.devices", N_("Devices and their keys"), part("devices"), icon="key-round"),
        Command("settings.conditions", N_("Conditions on receipts"), part("conditions"), icon="file-text"),
    )


FEATURE = Feature(
    sections=(Section("settings", N_("Settings"), "settings", Route("settings"), at_end=True),),
    pages=(
        PageKind("settings", "settings", SettingsPage),
        PageKind("clauses", "settings", ClausesPage),
        PageKind("numbers", "settings", NumbersPage),
    ),
    commands=_commands,
)
