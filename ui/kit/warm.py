"""One child process that stays warm for small drawings that follow typing; the newest request wins.

    self._preview = NewestWins(self, show=self._show_pdf, failed=self._say)
    self._preview.ask(partial(render_preview, receipt, printed_at=..., language="es"))
    warm_up(preload)                                     # start the child before it is needed

`jobs.compute` starts a fresh process for long work with progress; starting one takes longer than a preview may.
Source: ui.md 10 (visible page within 200 ms), architecture.md 4 (Python-heavy work in a child process).
"""

from __future__ import annotations

import logging
import multiprocessing
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal

from ui.kit.children import end_with_parent

Work = Callable[[], Any]
_LOG = logging.getLogger(__name__)


@dataclass(slots=True)
class _Child:
    """The one child; tests draw in their own process instead."""

    pool: ProcessPoolExecutor | None = None
    inline: bool = False


_child = _Child()


def draw_inline(inline: bool) -> None:
    """Draw in this process (tests), or in the child."""
    _child.inline = inline


def _submit(work: Work) -> Future[Any]:
    if _child.pool is None:
        context = multiprocessing.get_context("spawn")
        _child.pool = ProcessPoolExecutor(1, mp_context=context, initializer=end_with_parent)
    try:
        return _child.pool.submit(work)
    except BrokenProcessPool:
        # The child was killed (memory, a virus scanner): the next request gets a new one.
        _child.pool = None
        raise


def warm_up(preload: Work) -> None:
    """Start the child and let it import what it will need."""
    if not _child.inline:
        _submit(preload)


class NewestWins(QObject):
    """Runs one request at a time; of those that wait only the last is done."""

    _finished = Signal(object, object)

    def __init__(self, owner: QObject, *, show: Callable[[Any], None],
                 failed: Callable[[BaseException], None] | None = None) -> None:  # fmt: skip
        super().__init__(owner)
        self._show, self._failed = show, failed
        self._waiting: Work | None = None
        self._running = False
        self._finished.connect(self._end, Qt.ConnectionType.QueuedConnection)

    def ask(self, work: Work) -> None:
        """Ask for a drawing; its function and arguments can be sent to another process."""
        if _child.inline:
            self._show(work())
            return
        self._waiting = work
        if not self._running:
            self._start()

    def _start(self) -> None:
        work, self._waiting = self._waiting, None
        if work is None:
            return
        self._running = True
        try:
            _submit(work).add_done_callback(self._done)
        except BrokenProcessPool as error:
            self._end(None, error)

    def _done(self, future: Future[Any]) -> None:
        error = None if future.cancelled() else future.exception()
        result = future.result() if error is None and not future.cancelled() else None
        try:
            self._finished.emit(result, error)
        except RuntimeError:
            _LOG.debug("a drawing came after its page had gone")

    def _end(self, result: object, error: BaseException | None) -> None:
        self._running = False
        if isinstance(error, BrokenProcessPool):
            _child.pool = None
        if error is not None and self._failed is not None:
            self._failed(error)
        elif error is None and self._waiting is None:
            self._show(result)
        self._start()
