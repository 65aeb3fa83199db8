"""Keeps a draft stored while it is composed: one save at a time, the newest state wins. ui.md 1 (never lose work).

saver.soon()                 # after typing
saver.then(self._read)       # when everything is stored
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from inl_logistics.handovers.commands import HandoverDraft, SavedDraft, save_draft, save_over
from ui.kit.jobs import Jobs

_PAUSE_MS = 300


class Saver(QObject):
    """Writes the draft behind the screen."""

    def __init__(self, owner: QObject, jobs: Jobs, draft: Callable[[], HandoverDraft], *,
                 saved: Callable[[SavedDraft], None], failed: Callable[[BaseException], None]) -> None:  # fmt: skip
        super().__init__(owner)
        self._jobs, self._draft, self._saved, self._failed = jobs, draft, saved, failed
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

    def flush(self, write: Callable[..., SavedDraft]) -> None:
        """Store what is not stored yet before the page goes; waits for it."""
        if not self.is_idle():
            self._timer.stop()
            self._dirty = False
            self._after.clear()
            self._saved(write(save_over, self._draft()))

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
        self._jobs.write(self, save_draft, self._draft(), done=self._done, failed=self._refused)

    def _done(self, result: SavedDraft) -> None:
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
