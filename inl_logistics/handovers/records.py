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
    """One handover. `rows_version` counts every saved change of the draft."""

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

    __table_args__ = (Index(None, "state", "signed_on"),)


class HandoverLineRecord(Base):
    """One printed line."""

    __tablename__ = "handover_line"
    id: Mapped[Key]
    handover_id: Mapped[int] = mapped_column(ForeignKey("handover.id"))
    line_no: Mapped[int]
    variant_id: Mapped[int] = mapped_column(ForeignKey("variant.id"))
    kit_id: Mapped[int | None] = mapped_column(ForeignKey("kit.id"))
    asked: Mapped[int | None]
    remarks: Mapped[Text]

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
