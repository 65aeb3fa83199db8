"""Writing a file whole or not at all: temporary file, fsync, rename.

Source: architecture.md 3 (the paper is written this way); also used for keys, sheets and attachments.
"""

from __future__ import annotations

import errno
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from inl_logistics.kernel.problems import EnvironmentFault


def write_whole(path: Path, content: bytes) -> None:
    """Write the bytes so that the path holds all of them or what it held before.

    Raises: EnvironmentFault for a full disk, a read-only or missing folder.
    """
    with writing(path) as stream:
        stream.write(content)


@contextmanager
def writing(path: Path) -> Iterator[BinaryIO]:
    """Give a stream to a temporary file beside `path`, moved into place when the block ends well."""
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    try:
        with temporary.open("xb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        temporary.replace(path)
        _sync_folder(path.parent)
    except OSError as cause:
        raise fault_of(cause, path) from cause
    finally:
        with suppress(OSError):
            temporary.unlink()


def fault_of(cause: OSError, path: Path) -> EnvironmentFault:
    """Say in our terms why the system did not let us write."""
    if cause.errno in {errno.ENOSPC, errno.EDQUOT}:
        return EnvironmentFault("disk-full", path=path)
    if cause.errno in {errno.EACCES, errno.EPERM, errno.EROFS}:
        return EnvironmentFault("folder-read-only", path=path.parent)
    if cause.errno in {errno.ENOENT, errno.ENOTDIR}:
        return EnvironmentFault("folder-missing", path=path.parent)
    return EnvironmentFault("cannot-write", path=path, cause=cause.strerror or cause)


def _sync_folder(folder: Path) -> None:
    # Windows cannot open folders; its rename is durable enough for one laptop.
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
