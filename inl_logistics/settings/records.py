"""Where settings are kept: one row for each that differs from its default; views; the conditions of receipts."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from inl_logistics.database.base import Base, Key, Text, append_only


class SettingRecord(Base):
    """One setting as JSON text."""

    __tablename__ = "setting"
    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]


class SavedViewRecord(Base):
    """A named filter, grouping and column choice of one list."""

    __tablename__ = "saved_view"
    id: Mapped[Key]
    list_name: Mapped[str] = mapped_column(index=True)
    name: Mapped[str]
    content: Mapped[Text]
    position: Mapped[int] = mapped_column(default=0)


class ClauseTextRecord(Base):
    """The conditions of receipts in one language as the post words them; each saved change is a row, none is lost."""

    __tablename__ = "clause_text"
    id: Mapped[Key]
    language: Mapped[str]
    number: Mapped[int]  # counted up by each saved change of this language
    shipped: Mapped[str]  # version of the shipped text that it began with
    content: Mapped[str]  # every condition by its name, as JSON
    saved_at: Mapped[datetime]
    saved_by: Mapped[int] = mapped_column(ForeignKey("user_account.id"))

    __table_args__ = (UniqueConstraint("language", "number"),)


class ClauseApprovalRecord(Base):
    """A native speaker's word that a version says the same as a version of the English text."""

    __tablename__ = "clause_approval"
    id: Mapped[Key]
    language: Mapped[str]
    version: Mapped[str]
    english_version: Mapped[str]
    person: Mapped[str]
    title: Mapped[Text]
    approved_on: Mapped[date]
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[int] = mapped_column(ForeignKey("user_account.id"))

    __table_args__ = (Index("ix_clause_approval_language_version", "language", "version"),)


append_only("clause_text")
append_only("clause_approval")
