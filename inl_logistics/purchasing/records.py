"""Purchase orders and their lines. Source: domain.md 2.3; states: domain.md 2."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from inl_logistics.database.base import Base, Flag, Key, Text, Uid, Version


class OrderState(StrEnum):
    """Stored states; partly received, received and late are computed from facts."""

    DRAFT = "draft"
    PLACED = "placed"
    SHORT_CLOSED = "short-closed"
    CLOSED = "closed"
    CANCELED = "canceled"


class OrderRecord(Base):
    """One purchase order. `source_number` is the vendor's or agency's number beside ours.

    `export_authorization` is the license or exception under which controlled items leave the exporter.
    """

    __tablename__ = "purchase_order"
    id: Mapped[Key]
    uid: Mapped[Uid]
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"), unique=True)
    state: Mapped[OrderState] = mapped_column(default=OrderState.DRAFT)
    title: Mapped[Text]
    vendor_id: Mapped[int | None] = mapped_column(ForeignKey("partner.id"), index=True)
    recipient_id: Mapped[int | None] = mapped_column(ForeignKey("partner.id"))
    agreement_id: Mapped[int | None] = mapped_column(ForeignKey("agreement.id"))
    project_id: Mapped[int | None] = mapped_column(ForeignKey("project.id"))
    source_number: Mapped[Text]
    contract_number: Mapped[Text]
    fund_cite: Mapped[Text]
    incoterm: Mapped[Text]
    incoterm_place: Mapped[Text]
    ordered_on: Mapped[date | None]
    need_by: Mapped[date | None]
    currency: Mapped[str] = mapped_column(default="USD")
    rate_micros: Mapped[int] = mapped_column(default=1_000_000)
    rate_on: Mapped[date | None]
    remarks: Mapped[Text]
    history: Mapped[Flag]
    import_id: Mapped[int | None] = mapped_column(index=True)
    version: Mapped[Version]
    # Last, with a default in the database: ADD COLUMN puts it there in older files.
    export_authorization: Mapped[str] = mapped_column(default="", server_default="")

    __table_args__ = (Index(None, "source_number"), Index(None, "state", "ordered_on"))


class OrderLineRecord(Base):
    """One line: what, how many in the unit of issue, at what price."""

    __tablename__ = "order_line"
    id: Mapped[Key]
    uid: Mapped[Uid]
    order_id: Mapped[int] = mapped_column(ForeignKey("purchase_order.id"))
    line_no: Mapped[int]
    variant_id: Mapped[int | None] = mapped_column(ForeignKey("variant.id"), index=True)
    description: Mapped[Text]
    quantity: Mapped[int]
    canceled_quantity: Mapped[int] = mapped_column(default=0)
    price_micros: Mapped[int] = mapped_column(default=0)
    value_minor: Mapped[int] = mapped_column(default=0)
    value_usd_minor: Mapped[int] = mapped_column(default=0)
    project_id: Mapped[int | None] = mapped_column(ForeignKey("project.id"))
    vendor_item: Mapped[Text]
    source_ref: Mapped[Text]

    __table_args__ = (
        UniqueConstraint("order_id", "line_no"),
        CheckConstraint("quantity >= 0", name="quantity_not_negative"),
        CheckConstraint("canceled_quantity BETWEEN 0 AND quantity", name="canceled_within"),
    )
