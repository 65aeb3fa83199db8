"""A window that is killed leaves no child process behind."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
WARM = "from ui.kit.warm import _submit; from os import getpid; print(_submit(getpid).result(), flush=True)"


def begin() -> None:
    """Start the child of a long job and say so."""
    import multiprocessing

    from ui.kit.jobs import _child

    context = multiprocessing.get_context("spawn")
    _ours, theirs = context.Pipe()
    context.Process(target=_child, args=(theirs, _long, ()), daemon=True).start()


def _long(*, progress: object) -> None:
    """Work that tells nobody how far it is."""
    import time

    print("started", flush=True)
    time.sleep(60)


@pytest.mark.parametrize("code", [WARM, "from tests.ui.kit.test_children import begin; begin()"])
def test_a_child_ends_with_a_window_that_was_killed(code: str) -> None:
    """The child that draws previews, 140 MB, stayed for ever; one that prints could finish a file nobody counted."""
    main = f"if __name__ == '__main__':\n    {code}\n    import time; time.sleep(60)"
    window = subprocess.Popen([sys.executable, "-c", main], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert window.stdout is not None
    assert window.stdout.readline().strip()
    window.kill()
    window.communicate(timeout=10)  # ends when nobody holds its output any more, its children neither
