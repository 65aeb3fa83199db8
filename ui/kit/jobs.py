"""Work off the window's thread: read, write, and compute in a child process. Source: architecture.md 3, 4;
conventions.md 32 to 34.

    jobs.read(self, inventory.queries.keys, view, done=self._show_keys)
    jobs.write(self, handovers.commands.issue, draft, done=self._issued, failed=self._refused, button=self._issue)
    jobs.compute(self, make_pdf, snapshot, done=self._show_pdf, title=_("Making 120 receipts"))

The first argument owns the callbacks: when that widget dies, they are forgotten. `button` stays busy meanwhile.
A compute function is importable by name and takes `progress(done, total, what)`, which raises Canceled after
a cancel. In tests `Jobs(workspace, inline=True)` runs everything at once, in order.
"""

from __future__ import annotations

import logging
import multiprocessing
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import count
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar

from PySide6.QtCore import QObject, Qt, Signal

from inl_logistics.kernel.problems import Canceled, LogisticsError
from ui.kit.buttons import Button
from ui.kit.children import end_with_parent

P = ParamSpec("P")
T = TypeVar("T")
Failed = Callable[[BaseException], object]
Progress = Callable[[int, int, str], None]
_LOG = logging.getLogger(__name__)
_CANCEL_GRACE_S = 1.0


class Workspace(Protocol):
    """What the window needs of an open post. The session parameter is the workspace's own business."""

    def read(self, question: Callable[..., T], /, *args: Any, **kwargs: Any) -> T:
        """Answer a question on a reader connection."""

    def write(self, command: Callable[..., T], /, *args: Any, **kwargs: Any) -> T:
        """Run a command in one transaction."""


class JobState(StrEnum):
    """Where a job is."""

    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELED = "canceled"


@dataclass(slots=True, eq=False)
class Job:
    """One running piece of work, as the Activity list shows it."""

    number: int
    title: str
    kind: str
    state: JobState = JobState.RUNNING
    done: int = 0
    total: int = 0
    what: str = ""
    kept: str = ""
    can_cancel: bool = False
    _stop: threading.Event = field(default_factory=threading.Event)

    def cancel(self) -> None:
        """Ask the work to stop; a child process is ended within a second."""
        self._stop.set()

    @property
    def canceled(self) -> bool:
        """Tell whether it was asked to stop."""
        return self._stop.is_set()


class _Relay(QObject):
    """Lives on the window's thread as a child of the owner, and dies with it."""

    finished = Signal(object, object)
    progressed = Signal(int, int, str)

    def __init__(self, owner: QObject, end: Callable[[object, BaseException | None], None],
                 progress: Callable[[int, int, str], None]) -> None:  # fmt: skip
        super().__init__(owner)
        self._end, self._progress = end, progress
        self.finished.connect(self._finish, Qt.ConnectionType.QueuedConnection)
        self.progressed.connect(self._show_progress, Qt.ConnectionType.QueuedConnection)

    def _finish(self, result: object, error: BaseException | None) -> None:
        end = self._end
        self.deleteLater()
        end(result, error)

    def _show_progress(self, done: int, total: int, what: str) -> None:
        self._progress(done, total, what)


class Jobs(QObject):
    """The pools: one writer, two readers, one child process at a time."""

    started = Signal(object)
    changed = Signal(object)
    ended = Signal(object)

    def __init__(self, workspace: Workspace | None = None, *, inline: bool = False,
                 parent: QObject | None = None) -> None:  # fmt: skip
        super().__init__(parent)
        self._workspace, self._inline, self._closed = workspace, inline, False
        self._writer = ThreadPoolExecutor(1, "writer")
        self._readers = ThreadPoolExecutor(2, "reader")
        self._computers = ThreadPoolExecutor(2, "compute")
        self._numbers = count(1)
        self._running: set[Job] = set()
        self.unhandled: Failed = self._log_failure

    @property
    def workspace(self) -> Workspace | None:
        """The open post."""
        return self._workspace

    def set_workspace(self, workspace: Workspace | None) -> None:
        """Work on another post, or on none."""
        self._workspace = workspace

    def read(self, owner: QObject, question: Callable[Concatenate[Any, P], T], /, *args: Any,
             done: Callable[[T], object], failed: Failed | None = None, button: Button | None = None,
             **kwargs: Any) -> Job:  # fmt: skip
        """Ask a question on a reader."""
        return self._start(owner, "read", "", self._readers, lambda _job, _progress: self._open().read(
            question, *args, **kwargs), done, failed, button)  # fmt: skip

    def write(self, owner: QObject, command: Callable[Concatenate[Any, P], T], /, *args: Any,
              done: Callable[[T], object], failed: Failed | None = None, button: Button | None = None,
              title: str = "", **kwargs: Any) -> Job:  # fmt: skip
        """Run a command on the one writer."""
        return self._start(owner, "write", title, self._writer, lambda _job, _progress: self._open().write(
            command, *args, **kwargs), done, failed, button)  # fmt: skip

    def call(self, owner: QObject, function: Callable[[], T], /, *, done: Callable[[T], object],
             failed: Failed | None = None, button: Button | None = None, title: str = "") -> Job:  # fmt: skip
        """Run something that mostly waits (a file, a key derivation) on a reader thread."""
        return self._start(
            owner, "read", title, self._readers, lambda _job, _progress: function(), done, failed, button
        )

    def compute(self, owner: QObject, function: Callable[..., T], /, *args: Any, done: Callable[[T], object],
                failed: Failed | None = None, button: Button | None = None, title: str = "", kept: str = "",
                progress: Progress | None = None) -> Job:  # fmt: skip
        """Run a Python-heavy function in a child process, with progress and cancel."""

        def work(job: Job, report: Progress) -> T:
            if self._inline:
                return function(*args, progress=report)
            return _in_child(function, args, job, report)

        return self._start(owner, "compute", title, self._computers, work, done, failed, button, kept=kept,
                           progress=progress)  # fmt: skip

    def close(self) -> None:
        """Wait for the writer, drop waiting reads, stop child processes."""
        self._closed = True
        for job in tuple(self._running):
            if job.kind == "compute":
                job.cancel()
        self._readers.shutdown(wait=True, cancel_futures=True)
        self._computers.shutdown(wait=True, cancel_futures=True)
        self._writer.shutdown(wait=True)

    def busy(self) -> bool:
        """Tell whether anything runs."""
        return bool(self._running)

    def running(self) -> tuple[Job, ...]:
        """Return what runs, oldest first."""
        return tuple(sorted(self._running, key=lambda job: job.number))

    def _open(self) -> Workspace:
        if self._workspace is None:
            raise RuntimeError("no post is open")
        return self._workspace

    def _start(self, owner: QObject, kind: str, title: str, pool: ThreadPoolExecutor,
               work: Callable[[Job, Progress], T], done: Callable[[T], object], failed: Failed | None,
               button: Button | None, *, kept: str = "", progress: Progress | None = None) -> Job:  # fmt: skip
        job = Job(next(self._numbers), title, kind, kept=kept, can_cancel=kind == "compute")

        def show(number: int, total: int, what: str) -> None:
            job.done, job.total, job.what = number, total, what
            self.changed.emit(job)
            if progress is not None:
                progress(number, total, what)

        def end(result: object, error: BaseException | None) -> None:
            self._ended(job, error)
            if button is not None:
                button.set_busy(False)
            if error is None:
                done(result)  # type: ignore[arg-type]
            else:
                (failed or self.unhandled)(error)

        self._running.add(job)
        if button is not None:
            button.set_busy(True)
        self.started.emit(job)
        if self._inline:
            _run_inline(job, work, show, end)
            return job
        relay = _Relay(owner, end, show)
        finished, progressed = relay.finished, relay.progressed
        owner.destroyed.connect(lambda: self._running.discard(job))

        def run() -> None:
            result, error = _attempt(lambda: work(job, lambda n, t, w: _emit(progressed, n, t, w)))
            self._running.discard(job)
            _emit(finished, result, error)

        pool.submit(run)
        return job

    def _ended(self, job: Job, error: BaseException | None) -> None:
        self._running.discard(job)
        if error is None:
            job.state = JobState.DONE
        else:
            job.state = JobState.CANCELED if isinstance(error, Canceled) else JobState.FAILED
            if not isinstance(error, (Canceled, LogisticsError)):
                # Whoever hears of it says no more than "a fault in the program": where it was stands in the log.
                _LOG.error("job failed", exc_info=error)
        self.ended.emit(job)

    @staticmethod
    def _log_failure(error: BaseException) -> None:
        if isinstance(error, LogisticsError):
            _LOG.error("job failed", exc_info=error)


def _run_inline(job: Job, work: Callable[[Job, Progress], T], show: Progress,
                end: Callable[[object, BaseException | None], None]) -> None:  # fmt: skip
    result, error = _attempt(lambda: work(job, show))
    end(result, error)


def _attempt(work: Callable[[], T]) -> tuple[T | None, BaseException | None]:
    try:
        return work(), None
    except Exception as error:  # noqa: BLE001 - the barrier of conventions.md 36: jobs hand every failure back
        return None, error


def _emit(signal: Any, *values: object) -> None:
    try:
        signal.emit(*values)
    except RuntimeError:
        # The owner died while the work ran; nobody waits for the result any more (conventions.md 34).
        _LOG.debug("a result came after its owner had gone")


def _in_child(function: Callable[..., T], args: tuple[Any, ...], job: Job, report: Progress) -> T:
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    child = context.Process(target=_child, args=(theirs, function, args), daemon=True)
    child.start()
    theirs.close()
    try:
        return _listen(ours, child, job, report)  # type: ignore[return-value]
    finally:
        ours.close()
        child.join(_CANCEL_GRACE_S)
        if child.is_alive():
            child.terminate()
            child.join()


def _listen(ours: Connection, child: SpawnProcess, job: Job, report: Progress) -> object:
    while True:
        if job.canceled:
            raise Canceled("job-canceled")
        if not ours.poll(0.1):
            continue
        try:
            kind, *values = ours.recv()
        except EOFError:
            child.join()
            raise ChildProcessError(f"the child process ended with code {child.exitcode}") from None
        if kind == "progress":
            report(*values)
        elif kind == "done":
            return values[0]
        else:
            raise values[0]


def _child(pipe: Connection, function: Callable[..., object], args: tuple[Any, ...]) -> None:
    end_with_parent()

    def progress(done: int, total: int, what: str = "") -> None:
        pipe.send(("progress", done, total, what))

    try:
        answer: tuple[object, ...] = ("done", function(*args, progress=progress))
    except Exception as error:  # noqa: BLE001 - handed to the parent, which raises it
        answer = ("failed", error)
    pipe.send(answer)
    pipe.close()
