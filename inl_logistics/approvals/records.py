"""Overrides that were used, and whether a later co-signature is still open.

Source: product.md 1 (separation of duties) and 4 (Vetting).
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from inl_logistics.database.base import Base, Flag, Key, Text


class ApprovalRecord(Base):
    """One rule set aside for one document."""

    __tablename__ = "approval"
    id: Mapped[Key]
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"), index=True)
    subject_kind: Mapped[Text]
    subject_id: Mapped[int] = mapped_column(default=0)
    code: Mapped[str]
    reason: Mapped[str]
    asked_by: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    approved_by: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    at: Mapped[datetime]
    self_approved: Mapped[Flag]
    cosigned_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    cosigned_at: Mapped[datetime | None]
