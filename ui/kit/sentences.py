"""A list of sentences in a dialog: what a banner has no room for.

show_sentences(page, _("Worth a second look"), [sentence(problem) for problem in problems])
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from inl_logistics.kernel.translation import _
from ui.kit.buttons import Button
from ui.kit.dialogs import Dialog
from ui.kit.widget import IconMark, Label, column, row


def show_sentences(over: QWidget, title: str, sentences: Sequence[str]) -> Dialog:
    """Show the sentences below each other."""
    dialog = Dialog(over, title, width=520)
    for said in sentences:
        words = Label(said, role="body", wrap=True)
        words.setAlignment(Qt.AlignmentFlag.AlignTop)
        line = row(None, column(None, 2, IconMark("info", tone="info"), "stretch"), words, gap=8)
        line.setStretch(1, 1)
        dialog.body.addLayout(line)
    close = Button(_("Close"), kind="primary", key="Esc")
    close.clicked.connect(dialog.reject)
    dialog.set_buttons(close)
    dialog.open()
    return dialog
