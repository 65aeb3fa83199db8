"""The serials that were struck out on a paper, each with a link that takes it back.

struck = StruckList(self._unstrike)
struck.show_serials({StruckSerial(2, "BA3-77"): ""})     # with the item where the serial stands on several lines
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtWidgets import QWidget

from inl_logistics.handovers.signing import StruckSerial
from inl_logistics.kernel.translation import _
from ui.kit.widget import KitWidget, Label, Link, column, emptied, row


class StruckList(KitWidget):
    """Hidden until something was struck."""

    def __init__(self, back: Callable[[StruckSerial], None]) -> None:
        super().__init__()
        self._back = back
        self._list = column(self, gap=2)
        self.hide()

    def show_serials(self, serials: Mapping[StruckSerial, str]) -> None:
        """Show other serials, each with what it is where that must be said."""
        emptied(self._list)
        for struck, item in serials.items():
            link = Link(_("Keep it"))
            link.clicked.connect(lambda struck=struck: self._back(struck))
            words = Label(struck.serial, role="mono")
            words.setAccessibleName(_("Struck: {serial}").format(serial=struck.serial))
            line = QWidget()
            row(line, words, *([Label(item, token="text2")] if item else []), link, "stretch", gap=12)
            self._list.addWidget(line)
        self.setVisible(bool(serials))
