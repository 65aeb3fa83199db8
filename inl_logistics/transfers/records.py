"""Transfers with a way between: what was sent is on the road until it is received, returned or written off.

Source: domain.md 2.7; product.md 3 (internal transfers with an in-transit leg).
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from inl_logistics.database.base import Base, Key, Text, Uid, Version
from inl_logistics.kernel.values import Condition, Status


class TransferState(StrEnum):
    """Stored states; how much is still on the road is computed."""

    DRAFT = "draft"
    IN_TRANSIT = "in-transit"
    RECEIVED = "received"
    CANCELED = "canceled"


class TransferRecord(Base):
    """One transfer from a store to a bin of another."""

    __tablename__ = "transfer"
    id: Mapped[Key]
    uid: Mapped[Uid]
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"), unique=True)
    state: Mapped[TransferState] = mapped_column(default=TransferState.DRAFT)
    from_store_id: Mapped[int] = mapped_column(ForeignKey("store.id"))
    to_bin_id: Mapped[int] = mapped_column(ForeignKey("bin.id"))
    reason: Mapped[Text]
    sender: Mapped[Text]
    receiver: Mapped[Text]
    driver: Mapped[Text]
    vehicle: Mapped[Text]
    planned_on: Mapped[date | None]
    sent_on: Mapped[date | None]
    received_on: Mapped[date | None]
    remarks: Mapped[Text]
    created_at: Mapped[datetime]
    created_by: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    version: Mapped[Version]

    __table_args__ = (Index(None, "state", "sent_on"),)


class TransferLineRecord(Base):
    """A unit, or a quantity of a layer, that a transfer takes from a place."""

    __tablename__ = "transfer_line"
    id: Mapped[Key]
    transfer_id: Mapped[int] = mapped_column(ForeignKey("transfer.id"))
    line_no: Mapped[int]
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"))
    layer_id: Mapped[int] = mapped_column(ForeignKey("layer.id"))
    place_id: Mapped[int] = mapped_column(ForeignKey("place.id"))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    condition: Mapped[Condition]
    status: Mapped[Status]
    quantity: Mapped[int]

    __table_args__ = (
        UniqueConstraint("transfer_id", "line_no"),
        CheckConstraint("quantity > 0", name="quantity_positive"),
    )


class TransferEventRecord(Base):
    """What was received, returned or written off of a transfer, with the document that posted it."""

    __tablename__ = "transfer_event"
    id: Mapped[Key]
    transfer_id: Mapped[int] = mapped_column(ForeignKey("transfer.id"), index=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"), unique=True)
    kind: Mapped[str]
    on: Mapped[date]
    quantity: Mapped[int]
    note: Mapped[Text]
