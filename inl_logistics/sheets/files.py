"""Write a file whole or not at all: a temporary file beside it, fsync, then rename.

Source: architecture.md 3. A full disk or a killed process leaves the old file, or none.
"""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from inl_logistics.kernel.problems import EnvironmentFault


@contextmanager
def written_whole(path: Path) -> Iterator[BinaryIO]:
    """Give a stream to write; on leaving without an error it becomes `path`.

    Raises: EnvironmentFault("disk-full", "folder-missing", "folder-read-only", "cannot-write").
    """
    if not path.parent.is_dir():
        raise EnvironmentFault("folder-missing", folder=path.parent)
    part = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    try:
        with part.open("wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        part.replace(path)
        _sync_folder(path.parent)
    except OSError as cause:
        raise _fault(path, cause) from cause
    finally:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)


def _fault(path: Path, cause: OSError) -> EnvironmentFault:
    if cause.errno in {errno.ENOSPC, errno.EDQUOT}:
        return EnvironmentFault("disk-full", path=path)
    if cause.errno in {errno.EACCES, errno.EPERM, errno.EROFS}:
        return EnvironmentFault("folder-read-only", folder=path.parent)
    return EnvironmentFault("cannot-write", path=path, cause=cause.strerror or str(cause))


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":
        return
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
