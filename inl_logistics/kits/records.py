"""Kits that stand assembled in a store, each with its own number and the exact goods in it.

What a build holds is put aside for it by inventory's reservations (owner kind "kit"), so that nothing else takes it.
Source: product.md 3 (Kits), domain.md 5.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from inl_logistics.database.base import Base, Key, Text, Uid


class BuildState(StrEnum):
    """Stored states; whether a taken build is handed over already is what its handover says."""

    ASSEMBLED = "assembled"
    TAKEN = "taken"
    BROKEN_UP = "broken-up"


class KitBuildRecord(Base):
    """One assembled kit. Its number is never used twice."""

    __tablename__ = "kit_build"
    id: Mapped[Key]
    uid: Mapped[Uid]
    kit_id: Mapped[int] = mapped_column(ForeignKey("kit.id"))
    kit_version: Mapped[int]
    number: Mapped[str] = mapped_column(unique=True)
    state: Mapped[BuildState] = mapped_column(default=BuildState.ASSEMBLED)
    store_id: Mapped[int] = mapped_column(ForeignKey("store.id"))
    built_on: Mapped[date]
    note: Mapped[Text]
    handover_id: Mapped[int | None] = mapped_column(ForeignKey("handover.id", ondelete="SET NULL"))
    built_at: Mapped[datetime]
    built_by: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    ended_at: Mapped[datetime | None]
    ended_reason: Mapped[Text]

    __table_args__ = (Index(None, "kit_id", "state"), Index(None, "handover_id"))


class KitBuildPartRecord(Base):
    """What lies in a build: a unit, or a quantity of a layer from a place."""

    __tablename__ = "kit_build_part"
    id: Mapped[Key]
    build_id: Mapped[int] = mapped_column(ForeignKey("kit_build.id"), index=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"))
    variant_id: Mapped[int] = mapped_column(ForeignKey("variant.id"))
    layer_id: Mapped[int] = mapped_column(ForeignKey("layer.id"))
    place_id: Mapped[int] = mapped_column(ForeignKey("place.id"))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    quantity: Mapped[int]

    __table_args__ = (CheckConstraint("quantity > 0", name="quantity_positive"), Index(None, "unit_id"))
