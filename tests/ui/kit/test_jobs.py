"""Jobs: off the window's thread, callbacks that die with their widget, child processes.

Source: conventions.md 32 to 34.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import QThread
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from inl_logistics.kernel.problems import BadInput, Canceled
from ui.kit.buttons import Button
from ui.kit.jobs import Job, Jobs, JobState


class Threads:
    """A workspace that notes which thread it is called on."""

    def __init__(self) -> None:
        self.names: list[str] = []

    def read(self, question: Any, *args: Any, **kwargs: Any) -> Any:
        """Answer."""
        self.names.append(threading.current_thread().name)
        return question(None, *args, **kwargs)

    write = read


@pytest.fixture
def real() -> Iterator[Jobs]:
    made = Jobs(Threads())
    yield made
    made.close()


def double(_session: object, number: int) -> int:
    """Answer a question."""
    return number * 2


def refuse(_session: object) -> int:
    """Refuse."""
    raise BadInput("not-an-amount", found="x")


def slow_count(until: int, *, progress: Callable[[int, int, str], None]) -> int:
    """Count with progress, in a child process."""
    for n in range(until):
        time.sleep(0.02)
        progress(n + 1, until, "row")
    return until


def test_a_read_answers_on_the_windows_thread(qtbot: QtBot, host: QWidget, real: Jobs) -> None:
    answers: list[tuple[int, bool]] = []
    main = QThread.currentThread()
    real.read(host, double, 21, done=lambda n: answers.append((n, QThread.currentThread() is main)))
    qtbot.waitUntil(lambda: bool(answers))
    assert answers == [(42, True)]
    workspace = real.workspace
    assert isinstance(workspace, Threads)
    assert workspace.names[0].startswith("reader")


def test_writes_run_one_after_the_other_on_one_thread(qtbot: QtBot, host: QWidget, real: Jobs) -> None:
    done: list[int] = []
    for number in range(5):
        real.write(host, double, number, done=done.append)
    qtbot.waitUntil(lambda: len(done) == 5)
    assert done == [0, 2, 4, 6, 8]
    workspace = real.workspace
    assert isinstance(workspace, Threads)
    assert len(set(workspace.names)) == 1


def test_a_failure_is_handed_back_and_the_button_is_free_again(qtbot: QtBot, host: QWidget, real: Jobs) -> None:
    button, failures = Button("Post"), []
    button.setParent(host)
    real.write(host, refuse, done=lambda _n: None, failed=failures.append, button=button)
    assert button.is_busy()
    qtbot.waitUntil(lambda: bool(failures))
    assert isinstance(failures[0], BadInput)
    assert not button.is_busy()


def test_a_fault_is_logged_whoever_hears_of_it_and_a_refusal_is_not(
    host: QWidget, jobs: Jobs, caplog: pytest.LogCaptureFixture
) -> None:
    """The window says "a fault in the program" at most: where it was must stand somewhere."""
    jobs.read(host, refuse, done=lambda _n: None, failed=lambda _error: None)
    assert caplog.records == []
    jobs.read(host, lambda _session: {}["gone"], done=lambda _n: None, failed=lambda _error: None)
    assert [(one.message, one.exc_info and one.exc_info[0]) for one in caplog.records] == [("job failed", KeyError)]


def test_a_callback_dies_with_its_widget(qtbot: QtBot, host: QWidget, real: Jobs) -> None:
    owner, answers, gate = QWidget(host), [], threading.Event()

    def wait(_session: object) -> int:
        gate.wait(5)
        return 1

    real.read(owner, wait, done=answers.append)
    gone: list[int] = []
    owner.destroyed.connect(lambda: gone.append(1))
    owner.deleteLater()
    qtbot.waitUntil(lambda: bool(gone))
    gate.set()
    others: list[int] = []
    real.read(host, double, 1, done=others.append)
    qtbot.waitUntil(lambda: bool(others))
    assert answers == []


def test_a_child_process_reports_progress_and_its_answer(qtbot: QtBot, host: QWidget, real: Jobs) -> None:
    answers, seen = [], []
    real.compute(
        host, slow_count, 3, done=answers.append, title="Counting", progress=lambda n, t, w: seen.append((n, t, w))
    )
    qtbot.waitUntil(lambda: bool(answers), timeout=20_000)
    assert answers == [3]
    assert seen[-1] == (3, 3, "row")


def test_cancel_ends_a_child_process_within_a_second(qtbot: QtBot, host: QWidget, real: Jobs) -> None:
    failures: list[BaseException] = []
    job = real.compute(host, slow_count, 10_000, done=lambda _n: None, failed=failures.append, title="Counting")
    qtbot.waitUntil(lambda: job.done > 0, timeout=20_000)
    start = time.monotonic()
    job.cancel()
    qtbot.waitUntil(lambda: bool(failures), timeout=5_000)
    assert time.monotonic() - start < 2.5
    assert isinstance(failures[0], Canceled)
    assert job.state is JobState.CANCELED


def test_closing_waits_for_the_writer(host: QWidget) -> None:
    jobs, written = Jobs(Threads()), []

    def write(_session: object) -> None:
        time.sleep(0.05)
        written.append(1)

    jobs.write(host, write, done=lambda _n: None)
    jobs.close()
    assert written == [1]


def test_started_and_ended_are_told_for_the_activity_list(host: QWidget, jobs: Jobs) -> None:
    told: list[tuple[str, JobState]] = []
    jobs.started.connect(lambda job: told.append(("started", job.state)))
    jobs.ended.connect(lambda job: told.append(("ended", job.state)))
    job: Job = jobs.write(host, double, 2, done=lambda _n: None, title="Posting")
    assert told == [("started", JobState.RUNNING), ("ended", JobState.DONE)]
    assert job.title == "Posting"
