"""Questions about files on records."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import text
from sqlalchemy.orm import Session

from inl_logistics.attachments.records import AttachmentRecord
from inl_logistics.kernel.dates import instant_from_text
from inl_logistics.kernel.problems import BadInput


@dataclass(frozen=True, slots=True)
class Attached:
    """A file on a record: its name, and under which hash its content is kept."""

    id: int
    name: str
    sha256: bytes


@dataclass(frozen=True, slots=True)
class AttachedRow:
    """A file as a card lists it; size in bytes, `role` what the officer calls it."""

    id: int
    name: str
    role: str
    media_type: str
    size: int
    sha256: bytes
    added_at: datetime
    by: str
    subject_kind: str
    subject_id: int
    caption: str = ""

    @property
    def is_picture(self) -> bool:
        """Tell whether it can be drawn as a picture."""
        return self.media_type.startswith("image/")

    @property
    def is_pdf(self) -> bool:
        """Tell whether it is a PDF."""
        return self.media_type == "application/pdf" or self.name.lower().endswith(".pdf")


def attached(session: Session, attachment_id: int) -> Attached:
    """Return a file. Raises: BadInput("not-found")."""
    found = session.get(AttachmentRecord, attachment_id)
    if found is None:
        raise BadInput("not-found", what=str(attachment_id))
    return Attached(found.id, found.file_name, found.sha256)


def files_of(session: Session, subject_kind: str, subject_ids: Sequence[int]) -> list[AttachedRow]:
    """Return the files of records of one kind, in the order in which they came."""
    return files_of_all(session, [(subject_kind, subject_ids)])


def files_of_all(session: Session, subjects: Sequence[tuple[str, Sequence[int]]]) -> list[AttachedRow]:
    """Return the files of records of several kinds, such as a receiving and its scans, in the order they came."""
    tests = [
        f"(a.subject_kind = :k{at} AND a.subject_id IN ({','.join(str(int(one)) for one in ids) or '0'}))"
        for at, (_kind, ids) in enumerate(subjects)
    ]
    rows = session.execute(
        text(
            "SELECT a.id, a.file_name, a.role, a.media_type, a.size, a.sha256, a.added_at, u.name, a.subject_kind,"
            " a.subject_id, a.caption FROM attachment a JOIN user_account u ON u.id = a.added_by WHERE a.removed_at IS NULL"
            f" AND ({' OR '.join(tests) or '0'}) ORDER BY a.id"
        ),
        {f"k{at}": kind for at, (kind, _ids) in enumerate(subjects)},
    )
    return [
        AttachedRow(
            row.id, row.file_name, row.role, row.media_type, row.size, bytes(row.sha256), instant_from_text(row.added_at),
            row.name, row.subject_kind, row.subject_id, row.caption,
        )
        for row in rows
    ]  # fmt: skip


def contents(session: Session) -> dict[bytes, str]:
    """Return every content that some record refers to or referred to, by hash, with a file name to call it by."""
    rows = session.execute(text("SELECT sha256, max(file_name) FROM attachment GROUP BY sha256"))
    return {bytes(row[0]): row[1] for row in rows}
