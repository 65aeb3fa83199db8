"""Reservations: rows owned by `inventory`; other features write them through it.

There is no reserved counter: reserved is the sum of open rows. Source: product.md 4.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from inl_logistics.database.base import Base, Key, Text


class ReservationRecord(Base):
    """Units or a quantity of a layer at a place that a document has put aside."""

    __tablename__ = "reservation"
    id: Mapped[Key]
    owner_kind: Mapped[str]
    owner_id: Mapped[int]
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"), index=True)
    layer_id: Mapped[int] = mapped_column(ForeignKey("layer.id"))
    place_id: Mapped[int] = mapped_column(ForeignKey("place.id"))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    quantity: Mapped[int]
    note: Mapped[Text]
    made_at: Mapped[datetime]
    made_by: Mapped[int] = mapped_column(ForeignKey("user_account.id"))

    __table_args__ = (
        Index(None, "owner_kind", "owner_id"),
        # Two drafts cannot hold the same unit.
        Index("uq_reservation_unit", "unit_id", unique=True, sqlite_where=unit_id.isnot(None)),
        Index(None, "place_id", "layer_id"),
        CheckConstraint("quantity > 0", name="quantity_positive"),
    )
