"""Partners: the host tree with effective dates, people, vetting, companies, stores and bins.

Source: product.md 3 (Partners), 4 (Vetting); domain.md 6.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from inl_logistics.database.base import Added, Base, Key, Text, Uid, Version


class PartnerKind(StrEnum):
    """What a partner is; the first five form the host tree from top to bottom."""

    COUNTRY = "country"
    MINISTRY = "ministry"
    AGENCY = "agency"
    UNIT = "unit"
    FACILITY = "facility"
    VENDOR = "vendor"
    CARRIER = "carrier"
    MAKER = "maker"


class Service(StrEnum):
    """Which service an agency is, for the charts."""

    CORRECTIONS = "corrections"
    POLICE = "police"
    OTHER = "other"


class VettingResult(StrEnum):
    """Outcome of a vetting request."""

    REQUESTED = "requested"
    CLEARED = "cleared"
    DENIED = "denied"


class PartnerRecord(Base):
    """One partner, its name in three forms. `folded` is the search form of all of them."""

    __tablename__ = "partner"
    id: Mapped[Key]
    uid: Mapped[Uid]
    kind: Mapped[PartnerKind]
    name: Mapped[str]
    name_native: Mapped[Text]
    name_latin: Mapped[Text]
    code: Mapped[Text]
    folded: Mapped[str]
    name_key: Mapped[str]
    country: Mapped[Text]
    region: Mapped[Text]
    place: Mapped[Text]
    service: Mapped[Service] = mapped_column(default=Service.OTHER)
    vetting_needed: Mapped[bool] = mapped_column(default=False)
    retired_on: Mapped[date | None]
    import_id: Mapped[int | None]
    version: Mapped[Version]

    __table_args__ = (Index(None, "kind", "region", "name_key"), Index(None, "import_id"))


class PartnerLinkRecord(Base):
    """Who stood under whom, from when to when: a unit that changes its ministry keeps its past."""

    __tablename__ = "partner_link"
    id: Mapped[Key]
    child_id: Mapped[int] = mapped_column(ForeignKey("partner.id"), index=True)
    parent_id: Mapped[int] = mapped_column(ForeignKey("partner.id"), index=True)
    from_on: Mapped[date]
    to_on: Mapped[date | None]
    reason: Mapped[Added]

    __table_args__ = (CheckConstraint("to_on IS NULL OR to_on >= from_on", name="order"),)


class PersonRecord(Base):
    """A host official: name, title, unit and authority to sign, and nothing more.

    `authority` says what may be signed, in words; the days bound it, none leaves it open. Source: domain.md 7 (PII minimum).
    """

    __tablename__ = "person"
    id: Mapped[Key]
    uid: Mapped[Uid]
    partner_id: Mapped[int] = mapped_column(ForeignKey("partner.id"), index=True)
    name: Mapped[str]
    name_native: Mapped[Text]
    title: Mapped[Text]
    title_native: Mapped[Text]
    may_sign: Mapped[bool] = mapped_column(default=True)
    commands: Mapped[bool] = mapped_column(default=False)
    retired_on: Mapped[date | None]
    version: Mapped[Version]
    authority: Mapped[Added]
    signs_from: Mapped[date | None]
    signs_to: Mapped[date | None]
    commands_from: Mapped[date | None]


class VettingRecord(Base):
    """One vetting of a unit and its commander; the facts it was cleared for are kept to see a change."""

    __tablename__ = "vetting"
    id: Mapped[Key]
    uid: Mapped[Uid]
    partner_id: Mapped[int] = mapped_column(ForeignKey("partner.id"), index=True)
    commander: Mapped[Text]
    agency_id: Mapped[int | None] = mapped_column(ForeignKey("partner.id"))
    result: Mapped[VettingResult]
    requested_on: Mapped[date | None]
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
    case_number: Mapped[Text]
    note: Mapped[Text]


class StoreRecord(Base):
    """A store of the post."""

    __tablename__ = "store"
    id: Mapped[Key]
    uid: Mapped[Uid]
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    address: Mapped[Text]
    retired_on: Mapped[date | None]
    version: Mapped[Version]


class BinRecord(Base):
    """A bin of a store; every store has one with an empty code for goods without a bin."""

    __tablename__ = "bin"
    id: Mapped[Key]
    store_id: Mapped[int] = mapped_column(ForeignKey("store.id"))
    code: Mapped[Text]
    retired_on: Mapped[date | None]

    __table_args__ = (UniqueConstraint("store_id", "code"),)
