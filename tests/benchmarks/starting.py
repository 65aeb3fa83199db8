"""Benchmark of starting: from the accepted password to Home shown, in a process of its own.

Measured twice: with the screens imported meanwhile, as the window does while the password is typed, and at once.
Run by `storage.run` on its post; as a program it measures once: `python -m tests.benchmarks.starting FOLDER PASSWORD [wait]`.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks.measure import Result, timed

BARE = (
    "from PySide6.QtWidgets import QApplication, QWidget; a = QApplication([]); w = QWidget(); w.show();"
    " a.processEvents()"
)


def run(folder: Path) -> Iterator[Result]:
    """Measure a few starts of the window on a post, and the memory it then has."""
    base, _high = timed(lambda: subprocess.run([sys.executable, "-c", BARE], check=True, capture_output=True), times=3)
    size = 0.0
    for words, waits in (("password accepted to Home shown", True), ("the same, at once after the start", False)):
        seen = [_measured(folder, waits=waits) for _time in range(4)][1:]
        times = sorted(milliseconds for milliseconds, _size in seen)
        yield Result(words, times[1], times[-1], base, "≤ 1.0 s; bare window + 0.5 s")
        size = max(size, *(megabytes for _milliseconds, megabytes in seen))
    yield Result("memory of the window with Home", size, size, None, "≤ 300 MB", unit="MB")


def _measured(folder: Path, *, waits: bool) -> tuple[float, float]:
    from tests.builders import PASSWORD

    command = [sys.executable, "-m", "tests.benchmarks.starting", str(folder), PASSWORD, "wait" if waits else "go"]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
    return float(said[0]), float(said[1])


def once(folder: Path, password: str, *, waits: bool) -> None:
    """Open a post for reading in a real window; print milliseconds and megabytes."""
    from PySide6.QtWidgets import QApplication

    from inl_logistics.database import keys
    from ui import app as window_app
    from ui.kit.navigation import Notebook
    from ui.shell.preload import Preload

    # Loaded by then: the start page and the key file's reader, not the database layer nor the screens.
    application = QApplication([])
    window = window_app.build(application, Notebook())
    window.show()
    application.processEvents()
    preload = window.findChild(Preload)
    while waits and preload is not None and not preload.is_done():
        application.processEvents()
    key = keys.unlock(keys.read_keys(folder), login="dana", password=password)
    begun = time.perf_counter()
    from inl_logistics.workspace import open_with_key

    shown: list[float] = []
    window.pages.presented.connect(lambda: shown.append(time.perf_counter()))
    window.open_post(open_with_key(folder, key, login="dana", read_only=True))
    while not shown:
        application.processEvents()
    application.processEvents()
    spent = (time.perf_counter() - begun) * 1000
    size = _megabytes()
    sys.stdout.write(f"{spent} {size}\n")
    sys.stdout.flush()
    os._exit(0)  # measured: nothing of this window is to be asked or saved


def _megabytes() -> float:
    """Return the most memory this process had; the usual question would count that of the process it came from."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmHWM"):
            return int(line.split()[1]) / 1024
    raise RuntimeError("the system does not say")


if __name__ == "__main__":
    once(Path(sys.argv[1]), sys.argv[2], waits=sys.argv[3:] == ["wait"])
