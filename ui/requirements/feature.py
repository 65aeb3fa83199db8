"""What requirements give to the window; the section belongs to purchasing."""

from __future__ import annotations

from functools import partial

from inl_logistics.kernel.translation import N_
from ui.kit.navigation import Command, Feature, PageContext, PageKind, Route
from ui.requirements.detail import RequirementPage
from ui.requirements.editor import RequirementEditor
from ui.requirements.page import RequirementsPage


def _commands(context: PageContext) -> tuple[Command, ...]:
    return (
        Command(
            "requirements.open",
            N_("Requirements and distribution plans"),
            partial(context.navigator.open, Route("requirements")),
            "",
            "users",
        ),
        Command(
            "requirement.new",
            N_("New requirement or distribution plan"),
            partial(context.navigator.open, Route("requirement-draft")),
            "",
            "users",
        ),
    )


FEATURE = Feature(
    pages=(
        PageKind("requirements", "purchasing", RequirementsPage),
        PageKind("requirement", "purchasing", RequirementPage),
        PageKind("requirement-draft", "purchasing", RequirementEditor),
    ),
    commands=_commands,
)
