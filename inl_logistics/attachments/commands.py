"""Putting files on records; the content is stored by `files.put` before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, update
from sqlalchemy.orm import Session

from inl_logistics.attachments.records import AttachmentRecord
from inl_logistics.kernel.actor import Actor
from inl_logistics.kernel.text import clean
from inl_logistics.users import trail


@dataclass(frozen=True, slots=True)
class AttachmentDraft:
    """A stored file and the record it belongs to."""

    subject_kind: str
    subject_id: int
    file_name: str
    size: int
    sha256: bytes
    role: str = ""
    media_type: str = ""


def attach(session: Session, draft: AttachmentDraft, *, by: Actor, at: datetime) -> int:
    """Put a file on a record."""
    found = session.execute(
        insert(AttachmentRecord)
        .values(
            subject_kind=draft.subject_kind,
            subject_id=draft.subject_id,
            role=draft.role,
            file_name=clean(draft.file_name),
            media_type=draft.media_type,
            size=draft.size,
            sha256=draft.sha256,
            added_at=at,
            added_by=by.user_id,
        )
        .returning(AttachmentRecord.id)
    ).scalar_one()
    trail.record(
        session,
        "attachment.add",
        kind=draft.subject_kind,
        subject_id=draft.subject_id,
        subject=clean(draft.file_name),
        by=by,
        at=at,
        after={"sha256": draft.sha256.hex(), "size": draft.size},
    )
    return int(found)


def remove(session: Session, attachment_id: int, *, by: Actor, at: datetime) -> None:
    """Take a file off its record; the content stays for the trail."""
    session.execute(update(AttachmentRecord).where(AttachmentRecord.id == attachment_id).values(removed_at=at))
    trail.record(session, "attachment.remove", kind="attachment", subject_id=attachment_id, subject="", by=by, at=at)
