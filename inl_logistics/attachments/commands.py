"""Putting files on records, naming them, taking them off and back; the content is stored by `files.put` before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select, text, update
from sqlalchemy.orm import Session

from inl_logistics.attachments.records import AttachmentRecord
from inl_logistics.kernel.actor import Actor
from inl_logistics.kernel.problems import BadInput, Problem, RulesBroken
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
            subject_kind=draft.subject_kind, subject_id=draft.subject_id, role=draft.role,
            file_name=clean(draft.file_name), media_type=draft.media_type, size=draft.size, sha256=draft.sha256,
            added_at=at, added_by=by.user_id,
        )
        .returning(AttachmentRecord.id)
    ).scalar_one()  # fmt: skip
    trail.record(
        session, "attachment.add", kind=draft.subject_kind, subject_id=draft.subject_id, subject=clean(draft.file_name),
        by=by, at=at, after={"sha256": draft.sha256.hex(), "size": draft.size},
    )  # fmt: skip
    return int(found)


def attach_new(session: Session, draft: AttachmentDraft, *, by: Actor, at: datetime) -> int:
    """Put a file on a record that does not have it yet.

    Raises: RulesBroken("attachment-twice") naming the file, so that a page scanned twice is not kept twice.
    """
    known = session.execute(
        select(AttachmentRecord.file_name).where(
            AttachmentRecord.subject_kind == draft.subject_kind, AttachmentRecord.subject_id == draft.subject_id,
            AttachmentRecord.sha256 == draft.sha256, AttachmentRecord.removed_at.is_(None),
        )
    ).scalar()  # fmt: skip
    if known is not None:
        raise RulesBroken([Problem("attachment-twice", params={"file": known}, where=("file",))])
    return attach(session, draft, by=by, at=at)


def name_file(session: Session, attachment_id: int, *, caption: str, by: Actor, at: datetime) -> None:
    """Call a file what the officer calls it; its role stays. Raises: BadInput("not-found")."""
    found = _record(session, attachment_id)
    session.execute(update(AttachmentRecord).where(AttachmentRecord.id == attachment_id).values(caption=clean(caption)))
    trail.record(
        session, "attachment.name", kind=found.subject_kind, subject_id=found.subject_id, subject=found.file_name,
        by=by, at=at, before={"caption": found.caption}, after={"caption": clean(caption)},
    )  # fmt: skip


def describe(session: Session, attachment_id: int, *, role: str, by: Actor, at: datetime) -> None:
    """Say what a file is for the record: the paper of a checklist that it makes. Raises: BadInput("not-found")."""
    found = _record(session, attachment_id)
    session.execute(update(AttachmentRecord).where(AttachmentRecord.id == attachment_id).values(role=clean(role)))
    trail.record(
        session, "attachment.describe", kind=found.subject_kind, subject_id=found.subject_id, subject=found.file_name,
        by=by, at=at, before={"role": found.role}, after={"role": clean(role)},
    )  # fmt: skip


def remove(session: Session, attachment_id: int, *, by: Actor, at: datetime) -> None:
    """Take a file off its record; the content stays for the trail. Raises: BadInput("not-found")."""
    found = _record(session, attachment_id)
    session.execute(update(AttachmentRecord).where(AttachmentRecord.id == attachment_id).values(removed_at=at))
    trail.record(
        session, "attachment.remove", kind=found.subject_kind, subject_id=found.subject_id, subject=found.file_name,
        by=by, at=at,
    )  # fmt: skip


def take_off(session: Session, attachment_id: int, *, by: Actor, at: datetime) -> None:
    """Take a file off by hand. Raises: RulesBroken where it is the signed copy of a receipt, which is unfiled there."""
    filed = session.execute(text("SELECT 1 FROM handover WHERE copy_attachment_id = :a"), {"a": attachment_id}).scalar()
    if filed:
        raise RulesBroken([Problem("attachment-is-signed-copy", where=("file",))])
    remove(session, attachment_id, by=by, at=at)


def restore(session: Session, attachment_id: int, *, by: Actor, at: datetime) -> None:
    """Put a file back on its record. Raises: BadInput("not-found")."""
    found = _record(session, attachment_id)
    session.execute(update(AttachmentRecord).where(AttachmentRecord.id == attachment_id).values(removed_at=None))
    trail.record(
        session, "attachment.restore", kind=found.subject_kind, subject_id=found.subject_id, subject=found.file_name,
        by=by, at=at,
    )  # fmt: skip


def _record(session: Session, attachment_id: int) -> AttachmentRecord:
    found = session.get(AttachmentRecord, attachment_id)
    if found is None:
        raise BadInput("not-found", what=str(attachment_id))
    return found
