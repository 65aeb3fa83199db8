"""Work in progress in the window: nothing under 300 ms, a mark in the status bar to 2 s, then a dialog.

Source: ui.md 11 (Progress).
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QTimer
from PySide6.QtWidgets import QWidget

from inl_logistics.kernel.translation import ngettext
from ui.kit import theme
from ui.kit.dialogs import open_overlay
from ui.kit.jobs import Job, Jobs, JobState
from ui.kit.progress import ActivityList, ProgressDialog
from ui.shell.bars import StatusBar

QUIET_MS, DIALOG_MS = 300, 2_000


class Activity(QObject):
    """Watches jobs that have a title."""

    def __init__(self, window: QWidget, jobs: Jobs, status: StatusBar) -> None:
        super().__init__(window)
        self._window, self._jobs, self._status = window, jobs, status
        self.list = ActivityList(jobs)
        self.list.setParent(window)
        self.list.hide()
        jobs.started.connect(self._started)
        jobs.ended.connect(self._ended)
        status.activity_asked.connect(self.toggle)
        window.installEventFilter(self)

    def toggle(self) -> None:
        """Show or hide the list above the status bar."""
        self.list.setVisible(self.list.isHidden())
        if self.list.isVisible():
            width, height = theme.px(432), theme.px(260)
            self.list.setGeometry(0, 0, width, height)
            self.list.move(QPoint((self._window.width() - width) // 2, self._window.height() - height - 34))
            self.list.raise_()

    def _started(self, job: Job) -> None:
        if job.title:
            QTimer.singleShot(QUIET_MS, self, self._show_mark)
            if job.kind == "compute":
                QTimer.singleShot(DIALOG_MS, self, lambda: self._open_dialog(job))

    def _open_dialog(self, job: Job) -> None:
        if job.state is JobState.RUNNING and open_overlay(self._window) is None:
            ProgressDialog(self._window, self._jobs, job).open()

    def _ended(self, _job: Job) -> None:
        self._show_mark()

    def _show_mark(self) -> None:
        count = sum(1 for job in self._jobs.running() if job.title)
        words = ngettext("{n} task running", "{n} tasks running", count).format(n=count)
        self._status.activity.set_text(words)
        self._status.activity.setVisible(count > 0)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Close the list when the window changes its size."""
        if event.type() == QEvent.Type.Resize:
            self.list.hide()
        return False
