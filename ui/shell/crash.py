"""What happens when the program itself fails: hooks, the log in memory, one report file per fault.

The report names places in the code, versions and the last log lines; no names, serials or values: the texts of
exceptions are left out, only their types stay. Source: conventions.md 37 and 38.
"""

from __future__ import annotations

import faulthandler
import hashlib
import logging
import logging.handlers
import platform
import sys
import threading
import traceback
from collections import deque
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType

import PySide6
from PySide6.QtCore import QMessageLogContext, QObject, Qt, QtMsgType, Signal, qInstallMessageHandler

ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
_LINES = 500
_LOG = logging.getLogger(__name__)
_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG, QtMsgType.QtInfoMsg: logging.INFO, QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR, QtMsgType.QtFatalMsg: logging.CRITICAL,
}  # fmt: skip


class _Plain(logging.Formatter):
    """Writes where a fault was and its type, never its text."""

    def formatException(self, ei: ExcInfo) -> str:
        return "".join(traceback.format_tb(ei[2])) + (ei[0].__name__ if ei[0] else "")


class _Memory(logging.Handler):
    """Keeps the last lines; exceptions by type only."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: deque[str] = deque(maxlen=_LINES)

    def emit(self, record: logging.LogRecord) -> None:
        kind = record.exc_info[0] if record.exc_info else None
        tail = f" [{kind.__name__}]" if kind else ""
        self.lines.append(f"{record.levelname} {record.name}: {record.getMessage()}{tail}")


class CrashReporter(QObject):
    """Catches faults on every thread and tells the window once per kind of fault."""

    reported = Signal(str)  # path of the report
    _caught = Signal(str, str)

    def __init__(self, folder: Path, *, version: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folder, self._version = folder, version
        self._seen: set[str] = set()
        self._memory = _Memory()
        # Faults on other threads only post; the report is written and shown on the window's thread.
        self._caught.connect(self._write, Qt.ConnectionType.QueuedConnection)

    def install(self) -> None:
        """Take over all hooks."""
        self._folder.mkdir(parents=True, exist_ok=True)
        root = logging.getLogger()
        root.setLevel(logging.INFO)
        rotating = logging.handlers.RotatingFileHandler(
            self._folder / "log.txt", maxBytes=1_000_000, backupCount=3, encoding="utf-8"
        )
        rotating.setFormatter(_Plain("%(asctime)s %(levelname)s %(name)s: %(message)s"))
        root.addHandler(rotating)
        root.addHandler(self._memory)
        self._fatal = (self._folder / "fatal.txt").open("a", encoding="utf-8")
        faulthandler.enable(self._fatal)
        sys.excepthook = self.take
        threading.excepthook = self._take_thread
        qInstallMessageHandler(_log_qt)

    def take(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """Record one fault; may run on any thread."""
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        _LOG.error("fault %s", kind.__name__)
        self._caught.emit(kind.__name__, "".join(traceback.format_tb(trace)))

    def _take_thread(self, caught: threading.ExceptHookArgs) -> None:
        if caught.exc_value is not None:
            self.take(caught.exc_type, caught.exc_value, caught.exc_traceback)

    def report(self, kind: str, trace: str) -> str:
        """Return the text of a report."""
        return "\n".join((
            f"INL Logistics {self._version}",
            f"Python {platform.python_version()}, Qt {PySide6.__version__}, {platform.system()} {platform.release()}",
            f"At {datetime.now(UTC):%Y-%m-%d %H:%M} UTC",
            "", f"{kind}", trace, "Last log lines:", *self._memory.lines, "",
        ))  # fmt: skip

    def _write(self, kind: str, trace: str) -> None:
        fingerprint = hashlib.sha256(f"{kind}{trace}".encode()).hexdigest()[:12]
        if fingerprint in self._seen:
            return
        self._seen.add(fingerprint)
        self._folder.mkdir(parents=True, exist_ok=True)
        path = self._folder / f"report-{fingerprint}.txt"
        path.write_text(self.report(kind, trace), encoding="utf-8")
        self.reported.emit(str(path))


def _log_qt(kind: QtMsgType, _context: QMessageLogContext, message: str) -> None:
    logging.getLogger("qt").log(_LEVELS.get(kind, logging.WARNING), "%s", message)
