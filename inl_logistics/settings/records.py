"""Where settings are kept: one row for each that differs from its default."""

from __future__ import annotations

from sqlalchemy.orm import Mapped, mapped_column

from inl_logistics.database.base import Base, Key, Text


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
