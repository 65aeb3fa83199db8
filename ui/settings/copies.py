"""Which copies of a receipt are printed and who keeps them: ticks in the order of the paper. Source: product.md 8 (Receipt).

field = Field(CopiesChoice()); field.editor.set_value(("custodian", "inl_file")); field.editor.value()
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal

from inl_logistics.kernel.translation import N_, _
from inl_logistics.settings.declared import RECEIPT_COPIES
from ui.kit.choices import CheckBox
from ui.kit.widget import KitWidget, column

_WORDS = {
    "custodian": N_("Facility custodian (original)"),
    "inl_file": N_("INL file"),
    "ministry": N_("Agency HQ or ministry"),
    "end_use": N_("End-use file"),
    "property": N_("Property (GSO/APO)"),
}


class CopiesChoice(KitWidget):
    """One tick for each who may keep a copy."""

    edited = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.boxes = {key: CheckBox() for key in RECEIPT_COPIES}
        for box in self.boxes.values():
            box.clicked.connect(lambda _checked: self.edited.emit())
        column(self, *self.boxes.values(), gap=0)
        self.setFocusProxy(next(iter(self.boxes.values())))
        self._retranslate()

    def _retranslate(self) -> None:
        for key, box in self.boxes.items():
            box.setText(_(_WORDS[key]))

    def value(self) -> tuple[str, ...]:
        """Return who keeps a copy, the original first."""
        return tuple(key for key, box in self.boxes.items() if box.isChecked())

    def set_value(self, copies: Sequence[str]) -> None:
        """Tick without telling."""
        for key, box in self.boxes.items():
            box.setChecked(key in copies)
