"""A label that was torn, misprinted or stuck on the wrong thing: its tag is never used again."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from inl_logistics.kernel.translation import _
from inl_logistics.labels.tags import SpoilDraft, spoil_tag
from ui.kit.fields import Field, LineEdit
from ui.kit.formdialog import FormDialog
from ui.kit.navigation import PageContext


class SpoilDialog(FormDialog):
    """Which tag, and why; the thing it stood for gets another one with its next label."""

    def __init__(self, context: PageContext, over: QWidget, tag: str = "") -> None:
        super().__init__(context, over, _("A label is spoiled"), verb=_("Take it out of use"), width=420)
        self.tag = self.add(
            "tag",
            Field(LineEdit(mono=True), required=True),
            _("Tag"),
            hint=_("Scan it, or type what is printed on it."),
        )
        self.reason = self.add(
            "reason", Field(LineEdit(), required=True), _("Why"), hint=_("Torn off, misprinted, on the wrong unit …")
        )
        self.tag.editor.setText(tag)

    def send(self) -> None:
        """Take the tag out of use."""
        self.write(spoil_tag, SpoilDraft(self.tag.editor.text(), self.reason.editor.text()))
