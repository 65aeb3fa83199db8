"""The open post behind a page: its workspace, its local time, and keeping a chosen file encrypted.

    workspace = open_post(self.context)
    printed_at = local_now(workspace)
    jobs.call(self, lambda: keep_file(workspace, path), done=self._attach)

`Jobs` knows the post only by what it needs; pages that print or keep files need the rest of it too.
"""

from __future__ import annotations

import mimetypes
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, cast
from zoneinfo import ZoneInfo

from inl_logistics.attachments import files
from inl_logistics.kernel.problems import EnvironmentFault
from inl_logistics.settings.declared import RULES, get
from ui.kit.navigation import PageContext

if TYPE_CHECKING:
    from inl_logistics.workspace import Workspace


def open_post(context: PageContext) -> Workspace:
    """Return the open post. Pages exist only while one is open."""
    workspace = context.jobs.workspace
    if workspace is None:
        raise RuntimeError("no post is open")
    return cast("Workspace", workspace)


def local_now(workspace: Workspace) -> datetime:
    """Return the present instant in the post's time zone, as papers print it."""
    return workspace.now().astimezone(ZoneInfo(workspace.post.timezone))


def local(workspace: Workspace, at: datetime) -> datetime:
    """Return an instant in the post's time zone."""
    return at.astimezone(ZoneInfo(workspace.post.timezone))


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file whose content is stored; a command still has to put it on a record."""

    name: str
    size: int
    sha256: bytes
    media_type: str


def keep_file(workspace: Workspace, path: Path) -> KeptFile:
    """Read a file and keep it encrypted beside the database. Raises: BadInput, EnvironmentFault."""
    try:
        content = path.read_bytes()
    except OSError as cause:
        raise EnvironmentFault("file-unreadable", path=path.name) from cause
    digest = keep_content(workspace, content)
    return KeptFile(path.name, len(content), digest, mimetypes.guess_type(path.name)[0] or "")


def keep_content(workspace: Workspace, content: bytes) -> bytes:
    """Keep a content encrypted, at most as large as the post allows, and return its hash. Raises: BadInput."""
    most = workspace.read(get, RULES).attachment_mb * 1_000_000
    return files.put(workspace.folder, workspace.key_for("attachments"), content, most_bytes=most)


def save_bytes(path: Path, content: bytes) -> Path:
    """Write a paper where the person chose. Raises: EnvironmentFault."""
    try:
        path.write_bytes(content)
    except OSError as cause:
        raise EnvironmentFault("folder-read-only", path=path) from cause
    return path
