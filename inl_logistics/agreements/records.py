"""Agreements (LOA) with numbered amendments, projects and ceilings. Source: domain.md 2.2."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from inl_logistics.database.base import Added, Base, Key, Text, Uid, Version


class AgreementRecord(Base):
    """A letter of agreement with a host ministry. `number` is the agreement's own number."""

    __tablename__ = "agreement"
    id: Mapped[Key]
    uid: Mapped[Uid]
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"))
    number: Mapped[str] = mapped_column(unique=True)
    title: Mapped[Text]
    partner_id: Mapped[int | None] = mapped_column(ForeignKey("partner.id"))
    signed_on: Mapped[date | None]
    expires_on: Mapped[date | None]
    version: Mapped[Version]
    remarks: Mapped[Added]
    host_signer: Mapped[Added]


class AmendmentRecord(Base):
    """One numbered change; number 0 is the agreement as first signed."""

    __tablename__ = "amendment"
    id: Mapped[Key]
    agreement_id: Mapped[int] = mapped_column(ForeignKey("agreement.id"))
    number: Mapped[int]
    signed_on: Mapped[date]
    expires_on: Mapped[date | None]
    note: Mapped[Text]

    __table_args__ = (UniqueConstraint("agreement_id", "number"),)


class ProjectRecord(Base):
    """A project of an agreement, with its fund and fiscal year."""

    __tablename__ = "project"
    id: Mapped[Key]
    uid: Mapped[Uid]
    agreement_id: Mapped[int | None] = mapped_column(ForeignKey("agreement.id"))
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[Text]
    fund: Mapped[Text]
    fiscal_year: Mapped[int | None]
    version: Mapped[Version]


class CeilingRecord(Base):
    """The amount an amendment adds to a project, in minor units of USD."""

    __tablename__ = "ceiling"
    id: Mapped[Key]
    amendment_id: Mapped[int] = mapped_column(ForeignKey("amendment.id"))
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"))
    amount_minor: Mapped[int]

    __table_args__ = (UniqueConstraint("amendment_id", "project_id"),)


class ClauseKind(StrEnum):
    """What a clause of an agreement is about. Source: domain.md 2.2."""

    END_USE = "end-use"
    EXEMPTION = "duty-exemption"
    TITLE = "title"
    OTHER = "other"


class ClauseRecord(Base):
    """The wording of one clause from a day on; an amendment that changes it adds a version."""

    __tablename__ = "agreement_clause"
    id: Mapped[Key]
    agreement_id: Mapped[int] = mapped_column(ForeignKey("agreement.id"))
    kind: Mapped[ClauseKind]
    version: Mapped[int]
    reference: Mapped[Text]
    wording: Mapped[Text]
    from_on: Mapped[date | None]

    __table_args__ = (UniqueConstraint("agreement_id", "kind", "version"),)


class FundRecord(Base):
    """A fund cite of a project: appropriation, allotment, obligation and object code, and what it gives."""

    __tablename__ = "fund_cite"
    id: Mapped[Key]
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"), index=True)
    appropriation: Mapped[Text]
    allotment: Mapped[Text]
    obligation_number: Mapped[Text]
    object_code: Mapped[Text]
    amount_minor: Mapped[int | None]


class AllowedRecord(Base):
    """A category of the catalog or one item that a project allows; a project without any allows everything."""

    __tablename__ = "project_allows"
    id: Mapped[Key]
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"))
    category: Mapped[Text]
    item_id: Mapped[int | None] = mapped_column(ForeignKey("item.id"))

    __table_args__ = (
        CheckConstraint("(category = '') = (item_id IS NOT NULL)", name="category_or_item"),
        Index(None, "project_id"),
    )
