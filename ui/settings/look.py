"""How the program looks on this computer: each choice takes effect at once and is remembered here."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication

from ui.kit import theme
from ui.kit.languages import switch_language
from ui.kit.navigation import Notebook

_CHOICES: dict[str, theme.SchemeChoice] = {"system": "system", "light": "light", "dark": "dark", "contrast": "contrast"}


def choose_scheme(notebook: Notebook, key: str) -> None:
    """Switch the colors."""
    app = QApplication.instance()
    if isinstance(app, QApplication):
        notebook.set("scheme", key)
        theme.apply(app, scheme=_CHOICES[key], text_size=theme.text_size())


def choose_size(notebook: Notebook, key: str) -> None:
    """Switch the size of the text."""
    app = QApplication.instance()
    if isinstance(app, QApplication):
        notebook.set("text_size", int(key))
        theme.apply(app, scheme=notebook.get("scheme", "system"), text_size=int(key))


def choose_language(notebook: Notebook, code: object) -> None:
    """Switch the language of the screen."""
    app = QApplication.instance()
    if isinstance(app, QApplication):
        notebook.set("language", str(code))
        switch_language(app, str(code))
