"""Where a list's filters, table and inspector stand beside each other. Source: ui.md 2.

Each window width has its own panel widths until the officer drags one; in a narrow window the inspector takes the
table's place.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QWidget

from ui.kit import theme

NARROW = 1280
_LEAST_CENTER = 360


class ListPanels(QSplitter):
    """Filters | center | inspector."""

    def __init__(self, filters: QWidget, center: QWidget, inspector: QWidget, *, with_filters: bool,
                 with_inspector: bool) -> None:  # fmt: skip
        super().__init__(Qt.Orientation.Horizontal)
        self._filters, self._center, self._inspector = filters, center, inspector
        self._with_filters, self._with_inspector = with_filters, with_inspector
        self.setHandleWidth(1)
        self.setChildrenCollapsible(False)
        for n, part in enumerate((filters, center, inspector)):
            self.addWidget(part)
            self.setStretchFactor(n, 1 if part is center else 0)
        center.setMinimumWidth(_LEAST_CENTER)
        filters.setMinimumWidth(170)
        inspector.setMinimumWidth(260)
        self.show_sides(filters=True, inspector=True)

    def show_sides(self, *, filters: bool, inspector: bool) -> None:
        """Show or hide the panels that this list has."""
        self._filters.setVisible(self._with_filters and filters)
        self._inspector.setVisible(self._with_inspector and inspector)

    def hidden(self) -> list[bool]:
        """Tell whether the filters and the inspector are hidden."""
        return [self._filters.isHidden(), self._inspector.isHidden()]

    def toggle_filters(self) -> None:
        """Hide or show the filters."""
        self._filters.setVisible(not self._filters.isVisible())

    def toggle_inspector(self) -> bool:
        """Hide or show the inspector; return whether it is shown now."""
        shown = not self._inspector.isVisible()
        self._inspector.setVisible(shown)
        if self.window().width() < NARROW:
            self._center.setVisible(not shown)
        return shown

    def fit(self, width: int, *, kept: bool) -> None:
        """Give the panels of a page that is this wide their width, unless they were dragged and `kept`."""
        window = self.window().width()
        if not self._center.isVisible() and window >= NARROW:
            self._center.setVisible(True)
        if kept:
            return
        sizes = (228, 372) if window >= 1600 else (208, 324) if window >= 1340 else (188, 292)
        more = 1 + (theme.text_size() - 100) / 160  # larger text takes some of the table's room
        filters, inspector = round(sizes[0] * more), round(sizes[1] * more)
        self.setSizes([filters, max(_LEAST_CENTER, width - filters - inspector - 2), inspector])
