"""Child processes end with the window: killed, it cannot end them itself, and what they draw would be recorded nowhere."""

from __future__ import annotations

import multiprocessing
import os
from threading import Thread


def end_with_parent() -> None:
    """End this child process as soon as its parent is gone; to be called first of all in the child."""
    parent = multiprocessing.parent_process()
    if parent is not None:

        def wait() -> None:
            parent.join()
            os._exit(1)  # nobody is left to hand an error to

        Thread(target=wait, name="parent", daemon=True).start()
