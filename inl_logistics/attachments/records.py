"""Files on records: the content is stored once, encrypted, under its own hash."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from inl_logistics.database.base import Added, Base, Key, Text, Uid


class AttachmentRecord(Base):
    """One file on one record: `role` is what it is for the program (a paper's kind), `caption` what the officer calls it."""

    __tablename__ = "attachment"
    id: Mapped[Key]
    uid: Mapped[Uid]
    subject_kind: Mapped[str]
    subject_id: Mapped[int]
    role: Mapped[Text]
    file_name: Mapped[str]
    media_type: Mapped[Text]
    size: Mapped[int]
    sha256: Mapped[bytes]
    added_at: Mapped[datetime]
    added_by: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    removed_at: Mapped[datetime | None]
    caption: Mapped[Added]

    __table_args__ = (Index(None, "subject_kind", "subject_id"), Index(None, "sha256"))
