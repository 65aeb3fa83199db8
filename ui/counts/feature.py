"""Registers counts with the window: a section of its own, the page of one count, accuracy over time."""

from __future__ import annotations

from functools import partial

from inl_logistics.kernel.translation import N_
from ui.counts.accuracy import AccuracyPage
from ui.counts.detail import CountDetailPage
from ui.counts.page import CountsPage
from ui.kit.navigation import Command, Feature, PageContext, PageKind, Route, Section, begins


def _commands(context: PageContext) -> tuple[Command, ...]:
    return (
        Command("counts.open", N_("Counts"), partial(context.navigator.open, Route("counts")), "", "clipboard-check"),
        begins(context, "counts.plan", N_("New count"), "counts", "clipboard-check"),
        Command("counts.accuracy", N_("Accuracy of counts"), partial(context.navigator.open, Route("count-accuracy")), "",
                "chart-column"),
    )  # fmt: skip


FEATURE = Feature(
    sections=(Section("counts", N_("Counts"), "clipboard-check", digit="7", route=Route("counts")),),
    pages=(
        PageKind("counts", "counts", CountsPage),
        PageKind("count", "counts", CountDetailPage),
        PageKind("count-accuracy", "counts", AccuracyPage),
    ),
    commands=_commands,
)
