"""What imports give to the window: no rail entry of their own, a command everywhere."""

from __future__ import annotations

from inl_logistics.kernel.translation import N_
from ui.imports.page import ImportPage
from ui.kit.navigation import Command, Feature, PageContext, PageKind, Route


def _commands(context: PageContext) -> tuple[Command, ...]:
    return (
        Command(
            "import",
            N_("Import a spreadsheet"),
            lambda: context.navigator.open(Route("import")),
            "Ctrl+I",
            "file-spreadsheet",
        ),
    )


FEATURE = Feature(pages=(PageKind("import", "purchasing", ImportPage),), commands=_commands)
