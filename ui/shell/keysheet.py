"""F1: all keys of the present screen, page first, then everywhere. Source: ui.md 9."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from inl_logistics.kernel.translation import N_, _
from ui.kit import paint
from ui.kit.buttons import Button
from ui.kit.dialogs import Dialog
from ui.kit.navigation import Command, KeyHint, shortcut_text
from ui.kit.widget import KitWidget, Label, column

_LIST_KEYS = (
    ("↑ ↓ PgUp PgDn Home End", N_("move; Shift extends")), ("Space", N_("tick")), ("Ctrl A", N_("tick all shown")),
    ("Enter", N_("open")), ("Esc", N_("back or close")), ("F2", N_("edit cell")),
)  # fmt: skip


class KeyCaps(KitWidget):
    """Key caps in a row."""

    def __init__(self, keys: str) -> None:
        super().__init__()
        self._keys = keys.split(" ") if not keys.startswith("↑") else [keys]
        self.setFixedSize(sum(paint.key_cap_width(key) + 4 for key in self._keys), 24)
        self.setAccessibleName(keys)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the caps."""
        painter, x = QPainter(self), 0.0
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        for key in self._keys:
            width = paint.key_cap_width(key)
            paint.key_cap(painter, self.width() - x - width if rtl else x, QRectF(self.rect()).center().y(), key)
            x += width + 4


def show_keys(over: QWidget, *, page: Sequence[Command], hints: Sequence[KeyHint], window: Sequence[Command]) -> Dialog:
    """Open the sheet of keys."""
    dialog = Dialog(over, _("Keys on this screen"), width=660)
    here = [(c.key_text(), c.words()) for c in page if c.shortcut]
    known = {key for key, _words in here}
    here += [(hint.key, hint.words) for hint in hints if hint.key not in known]
    rows = [(key, _(words)) for key, words in _LIST_KEYS if key not in {k for k, _w in here}]
    everywhere = [(shortcut_text(c.shortcut.split(", ")[0]), c.words()) for c in window if c.shortcut]
    grid = QGridLayout()
    grid.setHorizontalSpacing(28)
    grid.setVerticalSpacing(2)
    left, right = _block(_("This screen"), [*here, *rows]), _block(_("Everywhere"), everywhere)
    grid.addWidget(left, 0, 0, Qt.AlignmentFlag.AlignTop)
    grid.addWidget(right, 0, 1, Qt.AlignmentFlag.AlignTop)
    dialog.body.addLayout(grid)
    close = Button(_("Close"), key="Esc")
    close.clicked.connect(dialog.reject)
    dialog.set_buttons(close)
    dialog.open()
    return dialog


def _block(title: str, rows: Sequence[tuple[str, str]]) -> QWidget:
    holder = QWidget()
    grid = QGridLayout()
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(3)
    grid.setColumnStretch(1, 1)
    for n, (key, words) in enumerate(rows):
        grid.addWidget(KeyCaps(key), n, 0)
        grid.addWidget(Label(words, role="body", token="text2"), n, 1)
    column(holder, Label(title, role="header", token="text2"), 6, grid)
    return holder
