"""Purchase orders and their lines. Source: domain.md 2.3; states: domain.md 2."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from inl_logistics.database.base import Added, AddedFlag, Base, Flag, Key, Text, Uid, Version, append_only


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
    amendment: Mapped[Added]
    pr_number: Mapped[Added]
    appropriation: Mapped[Added]
    allotment: Mapped[Added]
    obligation_number: Mapped[Added]
    object_code: Mapped[Added]
    ship_to: Mapped[Added]
    mark_for: Mapped[Added]
    consignee: Mapped[Added]
    inspection_point: Mapped[Added]
    cor: Mapped[Added]
    gtm: Mapped[Added]
    packing: Mapped[Added]
    marking: Mapped[Added]
    hazmat: Mapped[Added]
    closed_reason: Mapped[Added]
    closed_on: Mapped[date | None]

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
    origin: Mapped[Added]
    warranty_months: Mapped[int | None]
    min_life_months: Mapped[int | None]
    serial_list: Mapped[AddedFlag]
    lot_required: Mapped[AddedFlag]

    __table_args__ = (
        UniqueConstraint("order_id", "line_no"),
        CheckConstraint("quantity >= 0", name="quantity_not_negative"),
        CheckConstraint("canceled_quantity BETWEEN 0 AND quantity", name="canceled_within"),
    )


class OrderAmendmentRecord(Base):
    """A numbered change of a placed order; `changes` is JSON: field or line, before, after."""

    __tablename__ = "order_amendment"
    id: Mapped[Key]
    order_id: Mapped[int] = mapped_column(ForeignKey("purchase_order.id"))
    number: Mapped[int]
    amended_on: Mapped[date]
    reason: Mapped[Text]
    changes: Mapped[Text]
    entered_at: Mapped[datetime]
    entered_by: Mapped[int] = mapped_column(ForeignKey("user_account.id"))

    __table_args__ = (UniqueConstraint("order_id", "number"),)


class CommitmentRecord(Base):
    """What a placed order line took of a project on a day, in cents of USD; what it gives back is negative.

    `amount_minor` and `quantity` are what is committed (ordered less canceled); `ordered_minor` is what was ordered,
    canceled or not.
    Append-only: the sum through a day is what was committed then. The line may be gone (an amendment removed it), so
    its id is kept without a reference. Source: domain.md 2.2 (agreement + amendments + cumulative amount).
    """

    __tablename__ = "commitment"
    id: Mapped[Key]
    order_id: Mapped[int] = mapped_column(ForeignKey("purchase_order.id"), index=True)
    order_line_id: Mapped[int]
    project_id: Mapped[int | None] = mapped_column(ForeignKey("project.id"))
    agreement_id: Mapped[int | None] = mapped_column(ForeignKey("agreement.id"))
    effective_on: Mapped[date]
    amount_minor: Mapped[int]
    ordered_minor: Mapped[int]
    quantity: Mapped[int]
    reason: Mapped[Text]
    entered_at: Mapped[datetime]
    entered_by: Mapped[int] = mapped_column(ForeignKey("user_account.id"))

    __table_args__ = (Index(None, "project_id", "effective_on"), Index(None, "agreement_id", "effective_on"))


append_only("commitment")
append_only("order_amendment")
