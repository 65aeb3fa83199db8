"""Progress: the bar, the dialog with Cancel and Run in background, the Activity list. Source: ui.md 11; picture 12.

bar = ProgressBar(); bar.set_parts([(0.7, "ok"), (0.01, "bad")])
ProgressDialog(self, jobs, job).open()
activity = ActivityList(jobs)
"""

from __future__ import annotations

import time
from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from inl_logistics.kernel.translation import _, ngettext
from ui.kit import paint, theme
from ui.kit.buttons import Button
from ui.kit.dialogs import Dialog
from ui.kit.jobs import Job, Jobs, JobState
from ui.kit.tokens import ToneName
from ui.kit.widget import IconMark, KitWidget, Label, Line, Link, column, row

_ICONS: dict[JobState, tuple[str, ToneName]] = {
    JobState.RUNNING: ("refresh-cw", "info"), JobState.DONE: ("circle-check", "ok"),
    JobState.FAILED: ("circle-alert", "bad"), JobState.CANCELED: ("circle-x", "neutral"),
}  # fmt: skip


class ProgressBar(KitWidget):
    """A round bar of one or several parts."""

    def __init__(self, *, height: int = 8) -> None:
        super().__init__()
        self._parts: tuple[tuple[float, ToneName | None], ...] = ()
        self._height = height
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_parts(self, parts: Sequence[tuple[float, ToneName | None]], *, spoken: str = "") -> None:
        """Show shares of 1; None is the accent color."""
        self._parts = tuple(parts)
        self.setAccessibleName(spoken or f"{sum(share for share, _tone in parts):.0%}")
        self.update()

    def sizeHint(self) -> QSize:
        """Be as high as asked."""
        return QSize(120, self._height)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw track and parts."""
        parts = tuple((share, theme.tone(tone).dot if tone else theme.color("accent")) for share, tone in self._parts)
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        paint.bar(QPainter(self), QRectF(self.rect()), parts, rtl=rtl)


def time_left(job: Job, started: float, now: float) -> str:
    """Say how long a job still takes at its pace, or nothing while unknown."""
    if job.done <= 0 or job.total <= 0 or now - started < 1:
        return ""
    seconds = round((now - started) / job.done * (job.total - job.done))
    if seconds >= 90:
        minutes = round(seconds / 60)
        return ngettext("About {n} minute left.", "About {n} minutes left.", minutes).format(n=minutes)
    return ngettext("About {n} second left.", "About {n} seconds left.", seconds).format(n=seconds)


def progress_line(job: Job) -> str:
    """Say "34 of 120 · what"."""
    if not job.total:
        return job.what or _("Working…")
    counted = _("{done} of {total}").format(done=f"{job.done:,}", total=f"{job.total:,}")
    return f"{counted} · {job.what}" if job.what else counted


class ProgressDialog(Dialog):
    """What is done, how far, how long; Cancel says what it keeps."""

    def __init__(self, over: QWidget, jobs: Jobs, job: Job) -> None:
        super().__init__(over, job.title or _("Working…"), width=434)
        self._jobs, self._job, self._started = jobs, job, time.monotonic()
        self._what, self._share = Label(role="body", elide=True), Label(role="semibold")
        self._bar, self._left = ProgressBar(), Label(role="secondary", token="text2", wrap=True)
        line = row(None, self._what, self._share, gap=10)
        line.setStretch(0, 1)
        self.body.setSpacing(8)
        for part in (line, self._bar, self._left):
            if isinstance(part, QWidget):
                self.body.addWidget(part)
            else:
                self.body.addLayout(part)
        hide = Button(_("Run in background"), kind="ghost")
        self._cancel = Button(_("Cancel"), key="Esc")
        hide.clicked.connect(self.dismiss)
        self._cancel.clicked.connect(self.reject)
        foot = self.note.parentWidget()
        del foot
        self.buttons.insertWidget(0, hide)
        self.set_buttons(self._cancel)
        self._cancel.setVisible(job.can_cancel)
        jobs.changed.connect(self._changed)
        jobs.ended.connect(self._ended)
        self._show()

    def reject(self) -> None:
        """Ask the work to stop; the dialog closes when it has."""
        if self._job.can_cancel:
            self._job.cancel()
            self._cancel.set_busy(True)
        else:
            self.dismiss()

    def _changed(self, job: Job) -> None:
        if job is self._job:
            self._show()

    def _ended(self, job: Job) -> None:
        if job is self._job:
            self.dismiss()

    def _show(self) -> None:
        job = self._job
        share = job.done / job.total if job.total else 0.0
        self._what.setText(progress_line(job))
        self._share.setText(f"{share:.0%}" if job.total else "")
        self._bar.set_parts([(share, None)])
        left = time_left(job, self._started, time.monotonic())
        self._left.setText(f"{left} {job.kept}".strip())


class _ActivityRow(KitWidget):
    def __init__(self, job: Job) -> None:
        super().__init__()
        self._job, self._started = job, time.monotonic()
        self._icon = IconMark("refresh-cw")
        self._title, self._line = Label(role="strong", elide=True), Label(role="secondary", token="text2", elide=True)
        self._bar, self._action = ProgressBar(height=4), Link(_("Cancel"), role="body")
        self._action.clicked.connect(job.cancel)
        words = column(None, self._title, self._line, 3, self._bar, 4, Line())
        mark = column(None, 2, self._icon, "stretch")
        end = column(None, self._action, "stretch")
        row(self, mark, words, end, margins=(14, 8, 14, 0), gap=10).setStretch(1, 1)
        self.show_job()

    def show_job(self) -> None:
        job = self._job
        name, tone = _ICONS[job.state]
        self._icon.set_icon(name, tone=tone)
        self._title.setText(job.title)
        running = job.state is JobState.RUNNING
        words = {JobState.DONE: _("Done"), JobState.FAILED: _("Not done"), JobState.CANCELED: _("Canceled by you")}
        left = time_left(job, self._started, time.monotonic())
        line = f"{progress_line(job)} {left}" if running else words[job.state]
        self._line.setText(f"{line} · {job.kept}" if job.state is JobState.CANCELED and job.kept else line)
        self._bar.setVisible(running)
        self._bar.set_parts([(job.done / job.total if job.total else 0.0, None)])
        self._action.setVisible(running and job.can_cancel)


class ActivityList(KitWidget):
    """Running and finished work that has a title."""

    def __init__(self, jobs: Jobs) -> None:
        super().__init__()
        self._rows: dict[int, _ActivityRow] = {}
        self._title, self._clear = Label(role="section"), Button(kind="ghost")
        self._list: QVBoxLayout = column(None)
        head = row(None, self._title, "stretch", self._clear, margins=(14, 6, 8, 6))
        column(self, head, Line(), self._list, "stretch")
        jobs.started.connect(self._started)
        jobs.changed.connect(self._changed)
        jobs.ended.connect(self._changed)
        self._clear.clicked.connect(self.clear_done)
        self._retranslate()

    def _retranslate(self) -> None:
        self._title.setText(_("Activity"))
        self._clear.setText(_("Clear done"))

    def _started(self, job: Job) -> None:
        if job.title:
            line = self._rows[job.number] = _ActivityRow(job)
            self._list.insertWidget(0, line)

    def _changed(self, job: Job) -> None:
        if (line := self._rows.get(job.number)) is not None:
            line.show_job()

    def clear_done(self) -> None:
        """Remove what has ended."""
        for number, line in tuple(self._rows.items()):
            if line._job.state is not JobState.RUNNING:
                del self._rows[number]
                line.hide()
                line.deleteLater()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the card."""
        paint.rounded(
            QPainter(self), QRectF(self.rect()), fill=theme.color("raised"), border=theme.color("border"), radius=8
        )
