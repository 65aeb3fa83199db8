"""Handovers: draft, lines, picks, and what was really signed.

Issue and sign are two chained facts (product.md 4): issue takes the number and freezes the snapshot, sign
posts the movements at the paper's date. States: domain.md 2.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from inl_logistics.database.base import Base, Key, Text, Uid, Version
from inl_logistics.handovers.documents import HandoverType
from inl_logistics.kernel.values import Condition


class HandoverState(StrEnum):
    """Stored states; copy missing is computed."""

    DRAFT = "draft"
    ISSUED = "issued"
    SIGNED = "signed"
    VARIANCE = "variance"
    REFUSED = "refused"
    VOID = "void"
    REVERSED = "reversed"


class HandoverRecord(Base):
    """One handover. `version` counts every saved change.

    `refers_to_id` is the receipt that a replacement, make-good or return refers to; one that `completes` brings what
    the other was short of. `to_bin_id` is the bin where returned goods go, `shortage_ended` why nothing more follows.
    """

    __tablename__ = "handover"
    id: Mapped[Key]
    uid: Mapped[Uid]
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"), unique=True)
    state: Mapped[HandoverState] = mapped_column(default=HandoverState.DRAFT)
    type: Mapped[HandoverType] = mapped_column(default=HandoverType.TITLE)
    agency_id: Mapped[int | None] = mapped_column(ForeignKey("partner.id"))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("partner.id"), index=True)
    facility_id: Mapped[int | None] = mapped_column(ForeignKey("partner.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    witness: Mapped[Text]
    agreement_id: Mapped[int | None] = mapped_column(ForeignKey("agreement.id"))
    project_id: Mapped[int | None] = mapped_column(ForeignKey("project.id"))
    planned_on: Mapped[date | None]
    place: Mapped[Text]
    waybill: Mapped[Text]
    requirement: Mapped[Text]
    language: Mapped[str] = mapped_column(default="es")
    show_values: Mapped[bool] = mapped_column(default=True)
    remarks: Mapped[Text]
    issued_at: Mapped[datetime | None]
    signed_on: Mapped[date | None]
    signed_place: Mapped[Text]
    signed_entered_at: Mapped[datetime | None]
    signed_by: Mapped[Text]
    signed_on_screen: Mapped[bool] = mapped_column(default=False)
    signatures: Mapped[Text]
    signed_remarks: Mapped[Text]
    variance_document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"))
    copy_attachment_id: Mapped[int | None] = mapped_column(ForeignKey("attachment.id"))
    closed_reason: Mapped[Text]
    created_at: Mapped[datetime]
    created_by: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    version: Mapped[Version]
    custodian: Mapped[str] = mapped_column(default="", server_default="")
    interpreter: Mapped[str] = mapped_column(default="", server_default="")
    refers_to_id: Mapped[int | None] = mapped_column(ForeignKey("handover.id"), index=True)
    to_bin_id: Mapped[int | None] = mapped_column(ForeignKey("bin.id"))
    completes: Mapped[bool] = mapped_column(default=False, server_default="0")
    shortage_ended: Mapped[str] = mapped_column(default="", server_default="")

    __table_args__ = (Index(None, "state", "signed_on"),)


class HandoverKitRecord(Base):
    """So many of a kit on a handover, by one version of it; its components are the lines that name the kit."""

    __tablename__ = "handover_kit"
    handover_id: Mapped[int] = mapped_column(ForeignKey("handover.id"), primary_key=True)
    kit_id: Mapped[int] = mapped_column(ForeignKey("kit.id"), primary_key=True)
    kit_version: Mapped[int]
    count: Mapped[int]
    numbers: Mapped[Text]

    __table_args__ = (CheckConstraint("count > 0", name="count_positive"), Index(None, "kit_id"))


class HandoverLineRecord(Base):
    """One printed line; `asked` is how many were wanted, `condition_to` in which condition goods were returned."""

    __tablename__ = "handover_line"
    id: Mapped[Key]
    handover_id: Mapped[int] = mapped_column(ForeignKey("handover.id"))
    line_no: Mapped[int]
    variant_id: Mapped[int] = mapped_column(ForeignKey("variant.id"))
    kit_id: Mapped[int | None] = mapped_column(ForeignKey("kit.id"))
    asked: Mapped[int | None]
    remarks: Mapped[Text]
    condition_to: Mapped[Condition | None]

    __table_args__ = (UniqueConstraint("handover_id", "line_no"),)


class HandoverPickRecord(Base):
    """What exactly a line hands over: a unit, or a quantity of a layer from a place."""

    __tablename__ = "handover_pick"
    id: Mapped[Key]
    line_id: Mapped[int] = mapped_column(ForeignKey("handover_line.id"))
    layer_id: Mapped[int] = mapped_column(ForeignKey("layer.id"))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    place_id: Mapped[int] = mapped_column(ForeignKey("place.id"))
    condition: Mapped[Condition] = mapped_column(default=Condition.NEW)
    quantity: Mapped[int]
    signed_quantity: Mapped[int | None]

    __table_args__ = (
        Index(None, "line_id"),
        CheckConstraint("quantity > 0", name="quantity_positive"),
        CheckConstraint("signed_quantity IS NULL OR signed_quantity BETWEEN 0 AND quantity", name="signed_within"),
    )
