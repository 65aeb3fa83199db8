"""Accounts, devices and the trail. The trail is chained by hash and guarded against change.

Source: product.md 3 (Users and trail), 4 (Restored device: series letters).
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from inl_logistics.database.base import Base, Flag, Key, Text, Uid, Version, append_only


class UserRecord(Base):
    """A person who signs in. The password is not here: it wraps the data key in key.json."""

    __tablename__ = "user_account"
    id: Mapped[Key]
    uid: Mapped[Uid]
    login: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    title: Mapped[Text]
    roles: Mapped[Text]
    active: Mapped[bool] = mapped_column(default=True)
    version: Mapped[Version]


class DeviceRecord(Base):
    """A laptop: its series letter for numbers and its Ed25519 key for seals."""

    __tablename__ = "device"
    id: Mapped[Key]
    uid: Mapped[Uid]
    name: Mapped[Text]
    series: Mapped[str] = mapped_column(unique=True)
    public_key: Mapped[bytes]
    private_key: Mapped[bytes | None]
    here: Mapped[Flag]
    created_at: Mapped[datetime]
    # The P-256 certificate that signs PDFs, DER, and its key: made when it is first needed (viewers read Ed25519 poorly).
    certificate: Mapped[bytes | None]
    certificate_key: Mapped[bytes | None]


class TrailRecord(Base):
    """One change: who, when, on which device, before and after."""

    __tablename__ = "trail"
    id: Mapped[Key]
    at: Mapped[datetime]
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    device_id: Mapped[int] = mapped_column(ForeignKey("device.id"))
    action: Mapped[str]
    subject_kind: Mapped[str]
    subject_id: Mapped[int]
    subject: Mapped[Text]
    before: Mapped[Text]
    after: Mapped[Text]
    hash: Mapped[bytes]

    __table_args__ = (Index(None, "subject_kind", "subject_id"),)


append_only("trail")
