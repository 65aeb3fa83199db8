"""Labels as the window knows them: what the palette offers everywhere."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QApplication

from inl_logistics.kernel.translation import N_, _
from ui.kit.navigation import Command, Feature, PageContext
from ui.labels.spoil import SpoilDialog


def _spoil(context: PageContext) -> None:
    over = QApplication.activeWindow()
    if over is None:
        return
    dialog = SpoilDialog(context, over)
    words = _("The tag is out of use. Print a new label for what it stood for.")
    dialog.saved.connect(lambda _none: context.notices.show_notice(words))
    dialog.open()


def commands(context: PageContext) -> tuple[Command, ...]:
    """Return what can be done with labels from anywhere."""
    return (Command("labels.spoil", N_("A label is spoiled…"), partial(_spoil, context), icon="tag"),)


FEATURE = Feature(commands=commands)
