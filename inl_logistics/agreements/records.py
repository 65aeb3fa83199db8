"""Agreements (LOA) with numbered amendments, projects and ceilings. Source: domain.md 2.2."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from inl_logistics.database.base import Base, Key, Text, Uid, Version


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
