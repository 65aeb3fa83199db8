"""Requirements (distribution plans): recipients with headcount, lines with kits, the anonymous size roster.

Source: domain.md 2.1; product.md 3 (Requirements and purchasing), 5 (RQ); domain.md 5 (size roster: line number, not name).
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from inl_logistics.database.base import Base, Key, Text, Uid, Version


class RequirementState(StrEnum):
    """Stored states; partly ordered, ordered and handed over are computed. Source: domain.md 2."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    APPROVED = "approved"
    REJECTED = "rejected"
    CANCELED = "canceled"


class Priority(StrEnum):
    """How urgent it is."""

    ROUTINE = "routine"
    URGENT = "urgent"
    EMERGENCY = "emergency"


class Basis(StrEnum):
    """What the quantity of a line counts."""

    PERSON = "person"  # for each person of the recipient
    TOTAL = "total"  # for the recipient as a whole


class RequirementRecord(Base):
    """One requirement, which is also the plan of who gets what."""

    __tablename__ = "requirement"
    id: Mapped[Key]
    uid: Mapped[Uid]
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"), unique=True)
    state: Mapped[RequirementState] = mapped_column(default=RequirementState.DRAFT)
    title: Mapped[Text]
    agency_id: Mapped[int | None] = mapped_column(ForeignKey("partner.id"), index=True)
    agreement_id: Mapped[int | None] = mapped_column(ForeignKey("agreement.id"))
    project_id: Mapped[int | None] = mapped_column(ForeignKey("project.id"))
    justification: Mapped[Text]
    priority: Mapped[Priority] = mapped_column(default=Priority.ROUTINE)
    need_by: Mapped[date | None]
    training_event: Mapped[Text]
    maintenance: Mapped[Text]
    host_request: Mapped[Text]
    remarks: Mapped[Text]
    requested_by: Mapped[Text]
    submitted_at: Mapped[datetime | None]
    submitted_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    decision: Mapped[Text]
    created_at: Mapped[datetime]
    created_by: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    version: Mapped[Version]

    __table_args__ = (Index(None, "state", "need_by"),)


class RecipientRecord(Base):
    """A facility that gets a share, with how many persons it is for."""

    __tablename__ = "requirement_recipient"
    id: Mapped[Key]
    requirement_id: Mapped[int] = mapped_column(ForeignKey("requirement.id"), index=True)
    line_no: Mapped[int]
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("partner.id"))
    facility_id: Mapped[int | None] = mapped_column(ForeignKey("partner.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    headcount: Mapped[int] = mapped_column(default=0)
    planned_on: Mapped[date | None]

    __table_args__ = (
        UniqueConstraint("requirement_id", "line_no"),
        CheckConstraint("headcount >= 0", name="headcount_not_negative"),
    )


class RequirementLineRecord(Base):
    """What is asked for: a kit, an item in the sizes of the roster, or one variant. No recipient means all of them."""

    __tablename__ = "requirement_line"
    id: Mapped[Key]
    requirement_id: Mapped[int] = mapped_column(ForeignKey("requirement.id"), index=True)
    line_no: Mapped[int]
    recipient_id: Mapped[int | None] = mapped_column(ForeignKey("requirement_recipient.id"))
    kit_id: Mapped[int | None] = mapped_column(ForeignKey("kit.id"))
    kit_version: Mapped[int | None]
    item_id: Mapped[int | None] = mapped_column(ForeignKey("item.id"))
    variant_id: Mapped[int | None] = mapped_column(ForeignKey("variant.id"))
    basis: Mapped[Basis] = mapped_column(default=Basis.TOTAL)
    quantity: Mapped[int]
    remarks: Mapped[Text]

    __table_args__ = (
        UniqueConstraint("requirement_id", "line_no"),
        CheckConstraint("(kit_id IS NULL) <> (item_id IS NULL)", name="kit_or_item"),
        CheckConstraint("quantity > 0", name="quantity_positive"),
    )


class RosterSizeRecord(Base):
    """The size one person of a recipient takes of one item; persons are numbered, never named."""

    __tablename__ = "requirement_size"
    recipient_id: Mapped[int] = mapped_column(ForeignKey("requirement_recipient.id"), primary_key=True)
    person_no: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"), primary_key=True)
    size: Mapped[str]

    __table_args__ = (CheckConstraint("person_no > 0", name="person_positive"),)


class NeedRecord(Base):
    """What a recipient needs of one item, worked out from lines, kits and sizes when the draft is saved.

    Kept, so that a plan stays as it was approved when a kit changes. No variant: the size is not known yet. `kit_id` is
    the kit that it is a part of: the handover shows it so.
    """

    __tablename__ = "requirement_need"
    id: Mapped[Key]
    requirement_id: Mapped[int] = mapped_column(ForeignKey("requirement.id"), index=True)
    recipient_id: Mapped[int] = mapped_column(ForeignKey("requirement_recipient.id"))
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"))
    variant_id: Mapped[int | None] = mapped_column(ForeignKey("variant.id"))
    quantity: Mapped[int]
    kit_id: Mapped[int | None] = mapped_column(ForeignKey("kit.id"))

    __table_args__ = (CheckConstraint("quantity > 0", name="quantity_positive"),)


class RequirementOrderRecord(Base):
    """An order line that was made for a requirement; it goes with a draft line that is thrown away."""

    __tablename__ = "requirement_order"
    order_line_id: Mapped[int] = mapped_column(ForeignKey("order_line.id", ondelete="CASCADE"), primary_key=True)
    requirement_id: Mapped[int] = mapped_column(ForeignKey("requirement.id"), index=True)


class RequirementHandoverRecord(Base):
    """A handover that gives a recipient its share."""

    __tablename__ = "requirement_handover"
    handover_id: Mapped[int] = mapped_column(ForeignKey("handover.id", ondelete="CASCADE"), primary_key=True)
    requirement_id: Mapped[int] = mapped_column(ForeignKey("requirement.id"), index=True)
    recipient_id: Mapped[int] = mapped_column(ForeignKey("requirement_recipient.id"), index=True)
