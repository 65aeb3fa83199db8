"""Numbers and seals of documents.

A document takes its number once; each posted fact of it (post, issue, sign, void, reverse) is a seal:
a snapshot, its content hash, chained to the device's previous seal and signed (Ed25519).
Source: product.md 5; architecture.md 2.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from inl_logistics.database.base import Base, Key, Text, Uid, append_only


class DocumentKind(StrEnum):
    """Kinds of numbered documents. Source: product.md 5."""

    REQUIREMENT = "RQ"
    AGREEMENT = "AG"
    ORDER = "PO"
    INBOUND = "IN"
    RECEIVING = "RR"
    DISCREPANCY = "DR"
    TRANSFER = "TR"
    OUTBOUND = "OUT"
    WAYBILL = "WB"
    CONDITION = "CH"
    HANDOVER = "HO"
    VARIANCE = "VN"
    REVERSAL = "RV"
    END_USE = "EUM"
    COUNT = "CC"
    ADJUSTMENT = "AD"
    CASE = "LD"
    DISPOSAL = "DC"
    OPENING = "OP"


class Fact(StrEnum):
    """What a seal seals."""

    NUMBER = "number"
    POST = "post"
    ISSUE = "issue"
    SIGN = "sign"
    VOID = "void"


class DocumentRecord(Base):
    """One number of the register, with no hole between its neighbors."""

    __tablename__ = "document"
    id: Mapped[Key]
    uid: Mapped[Uid]
    kind: Mapped[DocumentKind]
    number: Mapped[str] = mapped_column(unique=True)
    year: Mapped[int]
    series: Mapped[str]
    counter: Mapped[int]
    title: Mapped[Text]
    effective_on: Mapped[date]
    assigned_at: Mapped[datetime]
    assigned_by: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    device_id: Mapped[int] = mapped_column(ForeignKey("device.id"))
    # The draft this number was given to: posting the same draft twice finds the first posting.
    request: Mapped[str] = mapped_column(unique=True)
    reverses_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"))
    late: Mapped[bool] = mapped_column(default=False)

    __table_args__ = (
        UniqueConstraint("kind", "year", "series", "counter"),
        CheckConstraint("counter > 0", name="counter_positive"),
        Index(None, "kind", "id"),
        Index("ix_document_reverses", "reverses_id", sqlite_where=reverses_id.isnot(None)),
    )


class CounterRecord(Base):
    """The last number given in one series; changed in the transaction that gives the next one."""

    __tablename__ = "counter"
    kind: Mapped[DocumentKind] = mapped_column(primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    series: Mapped[str] = mapped_column(primary_key=True)
    last: Mapped[int]


class SealRecord(Base):
    """One sealed fact. `chain_hash` covers the content hash and the device's previous chain hash."""

    __tablename__ = "seal"
    id: Mapped[Key]
    device_id: Mapped[int] = mapped_column(ForeignKey("device.id"))
    sequence: Mapped[int]
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"), index=True)
    fact: Mapped[Fact]
    sealed_at: Mapped[datetime]
    sealed_by: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    snapshot: Mapped[bytes]
    content_hash: Mapped[bytes]
    chain_hash: Mapped[bytes]
    signature: Mapped[bytes]

    __table_args__ = (UniqueConstraint("device_id", "sequence"), Index(None, "content_hash"))


class PrintRecord(Base):
    """One printing of a paper after it was issued: the first is the original, later ones are reprints."""

    __tablename__ = "printing"
    id: Mapped[Key]
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"), index=True)
    ordinal: Mapped[int]
    at: Mapped[datetime]
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    language: Mapped[str]
    paper: Mapped[str]
    # What stood on it, as a hash, where that can change after it was printed; empty where it cannot.
    content: Mapped[str] = mapped_column(default="", server_default="")

    __table_args__ = (UniqueConstraint("document_id", "ordinal"),)


class PeriodRecord(Base):
    """A month that an officer closed; later entries with earlier dates are marked late."""

    __tablename__ = "closed_period"
    id: Mapped[Key]
    through_on: Mapped[date]
    closed_at: Mapped[datetime]
    closed_by: Mapped[int] = mapped_column(ForeignKey("user_account.id"))


class KnownKeyRecord(Base):
    """The public key of a device of another post, taken in from its key file, so that its papers can be checked here."""

    __tablename__ = "known_key"
    id: Mapped[Key]
    post: Mapped[str]
    post_name: Mapped[Text]
    device: Mapped[Text]
    series: Mapped[str]
    public_key: Mapped[bytes] = mapped_column(unique=True)
    certificate: Mapped[bytes | None]
    added_at: Mapped[datetime]
    added_by: Mapped[int] = mapped_column(ForeignKey("user_account.id"))


append_only("document")
append_only("seal")
append_only("printing")
append_only("closed_period")
