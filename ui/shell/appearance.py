"""Theme and text size: switched at once and remembered on this laptop."""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from ui.kit import theme
from ui.kit.navigation import Notebook

_TEXT_SIZES = (100, 115, 130)


def set_theme(notebook: Notebook, choice: theme.SchemeChoice) -> None:
    """Switch the scheme."""
    app = QGuiApplication.instance()
    if isinstance(app, QApplication):
        theme.apply(app, scheme=choice, text_size=theme.text_size())
        notebook.set("scheme", choice)


def next_text_size(notebook: Notebook) -> None:
    """Switch to the next text size."""
    app = QGuiApplication.instance()
    size = _TEXT_SIZES[(_TEXT_SIZES.index(theme.text_size()) + 1) % len(_TEXT_SIZES)]
    if isinstance(app, QApplication):
        theme.apply(app, scheme=notebook.get("scheme", "system"), text_size=size)
        notebook.set("text_size", size)
