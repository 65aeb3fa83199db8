"""Imports the screens while the password is typed, piece by piece, so that signing in does not wait for them.

Each piece is short, and typing goes first: after a key the next piece waits. Source: architecture.md 4 (start).
"""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module
from threading import Lock

from PySide6.QtCore import QObject, QTimer

from ui.kit.keys import KeyRouter

# Held by whoever imports much at once. Two threads that import parts of one package in different orders can each get a
# half-made module of the other: opening a post holds this, and the next piece waits.
IMPORTING = Lock()
_PAUSE_MS = 30
_AFTER_A_KEY_MS = 500


class Preload(QObject):
    """Imports modules one by one while nothing else is to do."""

    def __init__(self, parent: QObject, modules: Iterable[str], router: KeyRouter) -> None:
        super().__init__(parent)
        self._left = list(modules)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._step)
        router.touched.connect(self._wait)
        self._timer.start(_PAUSE_MS)

    def is_done(self) -> bool:
        """Tell whether everything is imported."""
        return not self._left

    def stop(self) -> None:
        """Leave the rest to whoever needs it: a post is being opened."""
        self._left.clear()
        self._timer.stop()

    def _wait(self) -> None:
        if self._left:
            self._timer.start(_AFTER_A_KEY_MS)

    def _step(self) -> None:
        if not self._left:
            return
        if IMPORTING.acquire(blocking=False):
            try:
                import_module(self._left.pop(0))
            finally:
                IMPORTING.release()
        self._timer.start(_PAUSE_MS)
