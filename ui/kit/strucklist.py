"""The serials that were struck out on a paper, each with a link that takes it back.

struck = StruckList(self._unstrike)
struck.show_serials({StruckSerial("BA3-77", 2): ""})     # with the item where the serial stands on several lines
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea, QWidget

from inl_logistics.handovers.signing import StruckSerial
from inl_logistics.kernel.translation import _
from ui.kit import theme
from ui.kit.widget import KitWidget, Label, Link, column, emptied, row

_HIGH = 22
_ROWS = 5  # more of them scroll, so that the fields below stay where they are


class StruckList(KitWidget):
    """Hidden until something was struck; what was struck last stands on top."""

    def __init__(self, back: Callable[[StruckSerial], None]) -> None:
        super().__init__()
        self._back = back
        content = QWidget()
        content.setProperty("plain", "true")
        self._list = column(content, gap=0)
        self._area = QScrollArea()
        self._area.setWidget(content)
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QScrollArea.Shape.NoFrame)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column(self, self._area)
        self.hide()

    def show_serials(self, serials: dict[StruckSerial, str]) -> None:
        """Show other serials, each with what it is where that must be said."""
        emptied(self._list)
        for struck, item in reversed(serials.items()):
            link = Link(_("Keep it"))
            link.clicked.connect(lambda struck=struck: self._back(struck))
            words = Label(struck.serial, role="mono")
            words.setAccessibleName(_("Struck: {serial}").format(serial=struck.serial))
            line = QWidget()
            line.setFixedHeight(theme.px(_HIGH))
            row(line, words, *([Label(item, token="text2")] if item else []), link, "stretch", gap=12)
            self._list.addWidget(line)
        self._area.setFixedHeight(theme.px(_HIGH * min(len(serials), _ROWS)))
        self.setVisible(bool(serials))
