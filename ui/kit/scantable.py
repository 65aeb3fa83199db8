"""A list beside a scan field: the just-scanned row stays highlighted while the field has the focus. ui.md 10.

table = ScanTable(model, scan, density="compact")
"""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from ui.kit.tables import Density, KeyedTableModel, ListView


class ScanTable(ListView):
    """Counts the focus of its scan field as its own."""

    def __init__(self, model: KeyedTableModel, scan: QWidget, *, density: Density = "default") -> None:
        self._scan = scan
        super().__init__(model, density=density)

    def hasFocus(self) -> bool:
        """Tell whether the list or its scan field has the focus."""
        return super().hasFocus() or self._scan.hasFocus()
