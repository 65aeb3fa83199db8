"""What was imported: one row for each import, and the mappings remembered for each source.

Source: product.md 7 (import, undo, mapping).
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from inl_logistics.database.base import Base, Key, Text, Uid


class ImportRecord(Base):
    """One finished import. `report` is the JSON of `import --json` without the problems."""

    __tablename__ = "import_run"
    id: Mapped[Key]
    uid: Mapped[Uid]
    kind: Mapped[str]
    files: Mapped[Text]
    content_hash: Mapped[bytes]
    mapping: Mapped[Text]
    rows: Mapped[int] = mapped_column(default=0)
    accepted: Mapped[int] = mapped_column(default=0)
    report: Mapped[Text]
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"))
    subject_kind: Mapped[Text]
    subject_id: Mapped[int | None]
    at: Mapped[datetime]
    by: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    undone_at: Mapped[datetime | None]
    undo_document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"))

    __table_args__ = (Index(None, "kind", "content_hash"),)


class MappingRecord(Base):
    """Which column of a source means what, remembered by the source's header fingerprint."""

    __tablename__ = "import_mapping"
    id: Mapped[Key]
    name: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    signature: Mapped[Text] = mapped_column(index=True)
    content: Mapped[str]
    used_at: Mapped[datetime | None]
