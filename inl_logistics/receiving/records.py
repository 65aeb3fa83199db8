"""Receiving sessions: every scan is kept as it comes, the posted result as lines.

Source: product.md 3 (Receiving), 4 (When stock moves); domain.md 2.5.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from inl_logistics.database.base import Base, Flag, Key, Text, Uid, Version
from inl_logistics.kernel.values import Condition, Status
from inl_logistics.receiving.documents import Cause


class ReceivingState(StrEnum):
    """States of a counting session."""

    OPEN = "open"
    PAUSED = "paused"
    POSTED = "posted"
    REVERSED = "reversed"
    ABANDONED = "abandoned"


class ScanOutcome(StrEnum):
    """What one scan meant."""

    GOOD = "good"
    DAMAGED = "damaged"
    OVER = "over"
    WRONG = "wrong"
    REPEATED = "repeated"
    UNKNOWN = "unknown"
    SET_ASIDE = "set-aside"
    IGNORED = "ignored"


class ReceivingRecord(Base):
    """Counting one shipment into one store."""

    __tablename__ = "receiving"
    id: Mapped[Key]
    uid: Mapped[Uid]
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"), unique=True)
    shipment_id: Mapped[int] = mapped_column(ForeignKey("shipment.id"), index=True)
    state: Mapped[ReceivingState] = mapped_column(default=ReceivingState.OPEN)
    place_id: Mapped[int] = mapped_column(ForeignKey("place.id"))
    received_on: Mapped[date | None]
    final: Mapped[bool] = mapped_column(default=True)
    seal_intact: Mapped[bool | None]
    packages_received: Mapped[int | None]
    driver: Mapped[Text]
    remarks: Mapped[Text]
    started_at: Mapped[datetime]
    started_by: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    version: Mapped[Version]


class ScanRecord(Base):
    """One scan or typed quantity, in the order in which it came."""

    __tablename__ = "scan"
    id: Mapped[Key]
    receiving_id: Mapped[int] = mapped_column(ForeignKey("receiving.id"))
    at: Mapped[datetime]
    by: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    text: Mapped[str]
    folded: Mapped[Text]
    outcome: Mapped[ScanOutcome]
    shipment_line_id: Mapped[int | None] = mapped_column(ForeignKey("shipment_line.id"))
    variant_id: Mapped[int | None] = mapped_column(ForeignKey("variant.id"))
    package_id: Mapped[int | None] = mapped_column(ForeignKey("package.id"))
    is_serial: Mapped[Flag]
    quantity: Mapped[int] = mapped_column(default=1)
    lot: Mapped[Text]
    made_on: Mapped[date | None]
    expires_on: Mapped[date | None]
    place_id: Mapped[int | None] = mapped_column(ForeignKey("place.id"))
    note: Mapped[Text]
    undone: Mapped[Flag]
    counter: Mapped[str] = mapped_column(
        default="", server_default=""
    )  # who counted it on a tally sheet, where that is not who typed it in

    __table_args__ = (Index(None, "receiving_id", "folded"), Index(None, "receiving_id", "id"))


class ReceiptLineRecord(Base):
    """One line of a posted receiving report: what was booked, where and how."""

    __tablename__ = "receipt_line"
    id: Mapped[Key]
    receiving_id: Mapped[int] = mapped_column(ForeignKey("receiving.id"))
    line_no: Mapped[int]
    shipment_line_id: Mapped[int | None] = mapped_column(ForeignKey("shipment_line.id"), index=True)
    order_line_id: Mapped[int | None] = mapped_column(ForeignKey("order_line.id"), index=True)
    variant_id: Mapped[int] = mapped_column(ForeignKey("variant.id"))
    layer_id: Mapped[int] = mapped_column(ForeignKey("layer.id"))
    place_id: Mapped[int] = mapped_column(ForeignKey("place.id"))
    outcome: Mapped[ScanOutcome]
    condition: Mapped[Condition]
    status: Mapped[Status]
    quantity: Mapped[int]
    note: Mapped[Text]

    __table_args__ = (
        UniqueConstraint("receiving_id", "line_no"),
        CheckConstraint("quantity > 0", name="quantity_positive"),
    )


class DiscrepancyKind(StrEnum):
    """Types of the OS&D report."""

    OVER = "over"
    SHORT = "short"
    DAMAGED = "damaged"
    WRONG = "wrong"
    SET_ASIDE = "set-aside"


class AddresseeRole(StrEnum):
    """To whom a claim goes. Source: domain.md 2.5."""

    VENDOR = "vendor"
    CARRIER = "carrier"
    INSURER = "insurer"


class DiscrepancyRecord(Base):
    """One line of a discrepancy report, followed until it is resolved.

    `addressee` is claimed from since `claimed_on`; `settled_minor` is what was credited or replaced, in cents of USD.
    """

    __tablename__ = "discrepancy"
    id: Mapped[Key]
    uid: Mapped[Uid]
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"), index=True)
    receiving_id: Mapped[int] = mapped_column(ForeignKey("receiving.id"), index=True)
    shipment_line_id: Mapped[int | None] = mapped_column(ForeignKey("shipment_line.id"))
    variant_id: Mapped[int | None] = mapped_column(ForeignKey("variant.id"))
    kind: Mapped[DiscrepancyKind]
    quantity: Mapped[int]
    value_minor: Mapped[int] = mapped_column(default=0)
    detail: Mapped[Text]
    addressee: Mapped[Text]
    claim_by: Mapped[date | None]
    resolution: Mapped[Text]
    resolved_on: Mapped[date | None]
    version: Mapped[Version]
    cause: Mapped[Cause] = mapped_column(default=Cause.UNKNOWN, server_default="unknown")
    addressee_role: Mapped[AddresseeRole] = mapped_column(default=AddresseeRole.VENDOR, server_default="vendor")
    claimed_on: Mapped[date | None]
    claim_reference: Mapped[str] = mapped_column(default="", server_default="")
    settled_minor: Mapped[int | None]


class ClaimNoteRecord(Base):
    """A step in following a discrepancy report: a letter, a call, an answer."""

    __tablename__ = "claim_note"
    id: Mapped[Key]
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"), index=True)
    on: Mapped[date]
    what: Mapped[str]
    note: Mapped[Text]
    written_at: Mapped[datetime]
    written_by: Mapped[int] = mapped_column(ForeignKey("user_account.id"))


class InspectionResult(StrEnum):
    """What an inspection of goods in quarantine found."""

    PASSED = "passed"
    FAILED = "failed"


class InspectionRecord(Base):
    """Goods of a receiving that were inspected in quarantine: released, or found unfit; the document posted it."""

    __tablename__ = "inspection"
    id: Mapped[Key]
    uid: Mapped[Uid]
    receiving_id: Mapped[int] = mapped_column(ForeignKey("receiving.id"), index=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"), unique=True)
    result: Mapped[InspectionResult]
    inspector: Mapped[Text]
    on: Mapped[date]
    quantity: Mapped[int]
    note: Mapped[Text]
