"""F6 and Shift F6: the focus goes from panel to panel."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget


def step_panel(panels: Sequence[QWidget], step: int) -> None:
    """Put the focus into the next panel from where it is, or into the one before."""
    focused = QApplication.focusWidget()
    inside = (n for n, panel in enumerate(panels) if focused is panel or (focused and panel.isAncestorOf(focused)))
    at = next(inside, -1)
    target = panels[(at + step) % len(panels)]
    if target.focusPolicy() == Qt.FocusPolicy.NoFocus:
        inner = [w for w in target.findChildren(QWidget) if w.focusPolicy() != Qt.FocusPolicy.NoFocus and w.isVisible()]
        target = inner[0] if inner else target
    target.setFocus(Qt.FocusReason.TabFocusReason)
