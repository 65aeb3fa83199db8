"""Counts: what was seen at a place on a day. The difference is posted as an adjustment.

Source: product.md 4 (Counts and back-dating); architecture.md 2.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from inl_logistics.database.base import Base, Key, Text, Uid, append_only


class CountRecord(Base):
    """One posted count of one store."""

    __tablename__ = "stock_count"
    id: Mapped[Key]
    uid: Mapped[Uid]
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"), unique=True)
    adjustment_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"))
    counted_on: Mapped[date]
    counter: Mapped[Text]
    approver: Mapped[Text]
    at: Mapped[datetime]


class CountLineRecord(Base):
    """One counted thing: what was seen and what the books said; it never changes."""

    __tablename__ = "count_line"
    id: Mapped[Key]
    count_id: Mapped[int] = mapped_column(ForeignKey("stock_count.id"))
    line_no: Mapped[int]
    place_id: Mapped[int] = mapped_column(ForeignKey("place.id"))
    layer_id: Mapped[int] = mapped_column(ForeignKey("layer.id"))
    counted: Mapped[int]
    recorded: Mapped[int]
    cause: Mapped[Text]

    __table_args__ = (UniqueConstraint("count_id", "line_no"),)


append_only("stock_count")
append_only("count_line")
