"""Keeps a draft stored while it is composed: one save at a time, the newest state wins. ui.md 1 (never lose work).

saver = Saver(self, jobs, self._draft, save=save_draft, saved=self._saved, failed=self._not_saved)
saver.soon()                 # after typing
saver.then(self._read)       # when everything is stored
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QObject, QTimer

from ui.kit.jobs import Jobs

_PAUSE_MS = 300
R = TypeVar("R")


class Saver(QObject, Generic[R]):
    """Writes the draft behind the screen; `R` is what the save command returns."""

    def __init__(self, owner: QObject, jobs: Jobs, draft: Callable[[], Any], *, save: Callable[..., R],
                 saved: Callable[[R], None], failed: Callable[[BaseException], None]) -> None:  # fmt: skip
        super().__init__(owner)
        self._jobs, self._draft, self._save, self._saved, self._failed = jobs, draft, save, saved, failed
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE_MS)
        self._timer.timeout.connect(self.now)
        self._dirty = self._saving = False
        self._after: list[Callable[[], None]] = []

    def soon(self) -> None:
        """Save after a short pause in typing."""
        self._dirty = True
        self._timer.start()

    def now(self) -> None:
        """Save at once, or right after the save that runs."""
        self._timer.stop()
        self._dirty = True
        self._start()

    def then(self, act: Callable[[], None]) -> None:
        """Run something once all is stored."""
        self._after.append(act)
        if self._dirty:
            self.now()
        else:
            self._run_waiting()

    def flush(self, write: Callable[..., R], save: Callable[..., R]) -> None:
        """Store what is not stored yet before the page goes, with `save`; waits for it."""
        if not self.is_idle():
            self._timer.stop()
            self._dirty = False
            self._after.clear()
            self._saved(write(save, self._draft()))

    def drop(self) -> None:
        """Forget unsaved changes and what waits for them."""
        self._timer.stop()
        self._dirty = False
        self._after.clear()

    def is_idle(self) -> bool:
        """Tell whether everything is stored."""
        return not (self._dirty or self._saving)

    def _start(self) -> None:
        if self._saving or not self._dirty:
            return
        self._dirty, self._saving = False, True
        self._jobs.write(self, self._save, self._draft(), done=self._done, failed=self._refused)

    def _done(self, result: R) -> None:
        self._saving = False
        self._saved(result)
        self._start()
        self._run_waiting()

    def _refused(self, error: BaseException) -> None:
        self._saving = False
        self._after.clear()
        self._failed(error)
        self._start()

    def _run_waiting(self) -> None:
        while self._after and self.is_idle():
            self._after.pop(0)()
