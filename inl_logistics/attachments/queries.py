"""Questions about files on records."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from inl_logistics.attachments.records import AttachmentRecord
from inl_logistics.kernel.problems import BadInput


@dataclass(frozen=True, slots=True)
class Attached:
    """A file on a record: its name, and under which hash its content is kept."""

    id: int
    name: str
    sha256: bytes


def attached(session: Session, attachment_id: int) -> Attached:
    """Return a file. Raises: BadInput("not-found")."""
    found = session.get(AttachmentRecord, attachment_id)
    if found is None:
        raise BadInput("not-found", what=str(attachment_id))
    return Attached(found.id, found.file_name, found.sha256)
