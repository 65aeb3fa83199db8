"""Run a dry run in a child process, with progress and cancel: parsing beside the window would freeze it.

Source: architecture.md 4 (child process), speed.md 3 (GIL). Spawn-safe, also in a packaged program.
"""

from __future__ import annotations

import multiprocessing
import pickle
from collections.abc import Callable
from multiprocessing.connection import Connection

from inl_logistics.imports.plan import ImportPlan, ImportRequest
from inl_logistics.kernel.problems import BadInput, Canceled, LogisticsError

Progress = Callable[[int, int], None]
_POLL_S = 0.05


def check_apart(
    request: ImportRequest, *, progress: Progress | None = None, is_canceled: Callable[[], bool] | None = None
) -> ImportPlan:
    """Check files in a child process and return the plan.

    Raises: whatever the check raises; Canceled("import-stopped") within a tenth of a second of being asked;
    BadInput("import-child-ended") where the system ended the child.
    """
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    child = context.Process(target=_work, args=(theirs, pickle.dumps(request)), daemon=True)
    child.start()
    theirs.close()
    try:
        return _wait(ours, request, progress, is_canceled)
    finally:
        ours.close()
        if child.is_alive():
            child.terminate()
        child.join(5)


def _wait(
    pipe: Connection, request: ImportRequest, progress: Progress | None, is_canceled: Callable[[], bool] | None
) -> ImportPlan:
    while True:
        if is_canceled is not None and is_canceled():
            raise Canceled("import-stopped")
        if not pipe.poll(_POLL_S):
            continue
        try:
            kind, content = pickle.loads(pipe.recv_bytes())  # noqa: S301 - our own child
        except EOFError:
            raise BadInput("import-child-ended", file=request.files[0].name) from None
        if kind == "progress":
            if progress is not None:
                progress(*content)
        elif kind == "error":
            raise content
        else:
            assert isinstance(content, ImportPlan)
            return content


def _work(pipe: Connection, request: bytes) -> None:
    """Run in the child: only values go in and out. It lives for one file, so nothing is worth collecting."""
    import gc

    gc.disable()
    from inl_logistics.imports.checking import check

    def say(done: int, total: int) -> None:
        pipe.send_bytes(pickle.dumps(("progress", (done, total))))

    try:
        plan = check(pickle.loads(request), say)  # noqa: S301 - from our own parent
    except LogisticsError as cause:
        pipe.send_bytes(pickle.dumps(("error", cause)))
    else:
        pipe.send_bytes(pickle.dumps(("plan", plan), protocol=pickle.HIGHEST_PROTOCOL))
    finally:
        pipe.close()
