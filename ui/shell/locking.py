"""When the open post is locked: by itself after the minutes of the post's rules, or when asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from ui.kit.jobs import Jobs
from ui.shell.lock import AutoLock, LockScreen

if TYPE_CHECKING:
    from inl_logistics.workspace import Workspace


class Locking(QObject):
    """Covers a window until the password of the open post is given."""

    sign_out_asked = Signal()

    def __init__(self, window: QWidget, jobs: Jobs) -> None:
        super().__init__(window)
        self._window, self._jobs = window, jobs
        self._workspace: Workspace | None = None
        self._screen: LockScreen | None = None
        self.auto = AutoLock(self)
        self.auto.due.connect(self.lock)

    def start(self, workspace: Workspace) -> None:
        """Watch over an open post."""
        self._workspace = workspace
        self.read_minutes()

    def stop(self) -> None:
        """The post is being closed."""
        if self._screen is not None:
            self._screen.dismiss()
        self.auto.stop()
        self._workspace = None

    def read_minutes(self) -> None:
        """Begin the idle minutes anew, as the post's rules have them now."""
        if self._workspace is None or self._screen is not None:
            return
        from inl_logistics.settings.declared import RULES, get

        self._jobs.read(self, get, RULES, done=self._start_auto)

    def _start_auto(self, rules: Any) -> None:
        self.auto.start(rules.lock_after_minutes)

    def lock(self) -> None:
        """Hide everything until the password is given."""
        workspace = self._workspace
        if workspace is None or self._screen is not None:
            return
        self._screen = LockScreen(self._window, jobs=self._jobs, check=workspace.unlock, post=workspace.post.name,
                                  user=workspace.actor.name)  # fmt: skip
        self._screen.closed.connect(self._unlocked)
        self._screen.sign_out_asked.connect(self.sign_out_asked)
        self.auto.stop()
        self._screen.open()

    def _unlocked(self) -> None:
        self._screen = None
        if self._workspace is not None:
            self.read_minutes()
