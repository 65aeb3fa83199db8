"""What agreements give to the window; the section belongs to purchasing."""

from __future__ import annotations

from functools import partial

from inl_logistics.kernel.translation import N_
from ui.agreements.detail import AgreementPage
from ui.agreements.page import AgreementsPage
from ui.kit.navigation import Command, Feature, PageContext, PageKind, Route, begins


def _commands(context: PageContext) -> tuple[Command, ...]:
    return (
        Command(
            "agreements.open", N_("Agreements"), partial(context.navigator.open, Route("agreements")), "", "file-check"
        ),
        begins(context, "agreement.new", N_("New agreement"), "agreements", "file-check"),
    )


FEATURE = Feature(
    pages=(
        PageKind("agreements", "purchasing", AgreementsPage),
        PageKind("agreement", "purchasing", AgreementPage),
    ),
    commands=_commands,
)
