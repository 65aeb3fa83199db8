"""Shipments: header, milestones, package tree, lines, serials, papers. Source: domain.md 2.4."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from inl_logistics.database.base import Added, AddedCount, Base, Flag, Key, Text, Uid, Version


class Direction(StrEnum):
    """Inbound from a vendor or outbound to a host unit."""

    INBOUND = "in"
    OUTBOUND = "out"


class ShipmentState(StrEnum):
    """Stored states. Source: domain.md 2; received and late are computed."""

    DRAFT = "draft"
    PLANNED = "planned"
    READY = "ready"
    IN_TRANSIT = "in-transit"
    ARRIVED = "arrived"
    IN_CUSTOMS = "in-customs"
    DELIVERED = "delivered"
    PARTLY_DELIVERED = "partly-delivered"
    RETURNED = "returned"
    CLOSED = "closed"
    CANCELED = "canceled"


class MilestoneKind(StrEnum):
    """The eight milestones of an inbound shipment, in order (ui.md picture 03)."""

    ORDERED = "ordered"
    READY = "ready"
    PICKED_UP = "picked-up"
    DEPARTED = "departed"
    ARRIVED = "arrived"
    CUSTOMS = "customs"
    DELIVERED = "delivered"
    RECEIVED = "received"


class PackageKind(StrEnum):
    """Handling units of the package tree."""

    CONTAINER = "container"
    PALLET = "pallet"
    CARTON = "carton"
    CRATE = "crate"


class PaperKind(StrEnum):
    """Papers that travel with an inbound shipment."""

    INVOICE = "invoice"
    PACKING_LIST = "packing-list"
    TRANSPORT = "transport"
    DIPLOMATIC_NOTE = "diplomatic-note"
    INSURANCE = "insurance"
    CUSTOMS_RELEASE = "customs-release"
    ORIGIN = "certificate-of-origin"
    DANGEROUS_GOODS = "dangerous-goods"
    EXPORT_FILING = "export-filing"
    SAFETY_DATA = "safety-data-sheet"
    EXPORT_LICENSE = "export-license"
    EXEMPTION = "exemption"
    CUSTOMS_ENTRY = "customs-entry"
    ARRIVAL_NOTICE = "arrival-notice"
    AGENT_NOTICE = "agent-notice"


class ShipmentRecord(Base):
    """One shipment. `history` marks closed history that an import brought: never late, no stock."""

    __tablename__ = "shipment"
    id: Mapped[Key]
    uid: Mapped[Uid]
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"), unique=True)
    direction: Mapped[Direction] = mapped_column(default=Direction.INBOUND)
    state: Mapped[ShipmentState] = mapped_column(default=ShipmentState.DRAFT)
    title: Mapped[Text]
    vendor_id: Mapped[int | None] = mapped_column(ForeignKey("partner.id"))
    carrier_id: Mapped[int | None] = mapped_column(ForeignKey("partner.id"))
    recipient_id: Mapped[int | None] = mapped_column(ForeignKey("partner.id"))
    source_number: Mapped[Text]
    mode: Mapped[Text]
    transport_number: Mapped[Text]
    container: Mapped[Text]
    seal: Mapped[Text]
    vessel: Mapped[Text]
    port_from: Mapped[Text]
    port_to: Mapped[Text]
    broker: Mapped[Text]
    consignee: Mapped[Text]
    incoterm: Mapped[Text]
    declared_minor: Mapped[int | None]
    currency: Mapped[str] = mapped_column(default="USD")
    diplomatic_note: Mapped[Text]
    exemption: Mapped[Text]
    exemption_on: Mapped[date | None]
    customs_entry: Mapped[Text]
    free_days: Mapped[int | None]
    demurrage_minor: Mapped[int | None]
    weight_g: Mapped[int | None]
    volume_cm3: Mapped[int | None]
    freight_minor: Mapped[int | None]
    insurance_minor: Mapped[int | None]
    remarks: Mapped[Text]
    history: Mapped[Flag]
    import_id: Mapped[int | None] = mapped_column(index=True)
    version: Mapped[Version]
    # Last, with a default in the database: ADD COLUMN puts them there in older files.
    notify_party: Mapped[Added]
    agent: Mapped[Added]
    note_on: Mapped[date | None]
    customs_entry_on: Mapped[date | None]
    demurrage_currency: Mapped[str] = mapped_column(default="USD", server_default="USD")
    demurrage_cap_minor: Mapped[int | None]
    demurrage_until: Mapped[date | None]
    insurer: Mapped[Added]
    package_count: Mapped[int | None]

    __table_args__ = (Index(None, "source_number"), Index(None, "direction", "state"))


class MilestoneRecord(Base):
    """One step of the way with its three dates."""

    __tablename__ = "milestone"
    id: Mapped[Key]
    shipment_id: Mapped[int] = mapped_column(ForeignKey("shipment.id"))
    kind: Mapped[MilestoneKind]
    planned_on: Mapped[date | None]
    forecast_on: Mapped[date | None]
    actual_on: Mapped[date | None]
    skipped: Mapped[Flag]
    note: Mapped[Text]

    __table_args__ = (UniqueConstraint("shipment_id", "kind"),)


class PackageRecord(Base):
    """A container, pallet, carton or crate; `folded` is what a scan of its label is compared with."""

    __tablename__ = "package"
    id: Mapped[Key]
    shipment_id: Mapped[int] = mapped_column(ForeignKey("shipment.id"))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("package.id"))
    kind: Mapped[PackageKind] = mapped_column(default=PackageKind.CARTON)
    code: Mapped[str]
    folded: Mapped[str]
    note: Mapped[Text]
    weight_g: Mapped[int | None]
    size_mm: Mapped[Text]
    seal: Mapped[Added]
    volume_cm3: Mapped[int | None]
    position: Mapped[AddedCount]

    __table_args__ = (UniqueConstraint("shipment_id", "code"),)


class ShipmentLineRecord(Base):
    """What the shipment brings of one order line: quantity in the unit of issue, lot and dates.

    An imported line whose weight or freight is booked on another line keeps the source's words and that line's id.
    """

    __tablename__ = "shipment_line"
    id: Mapped[Key]
    uid: Mapped[Uid]
    shipment_id: Mapped[int] = mapped_column(ForeignKey("shipment.id"))
    line_no: Mapped[int]
    order_line_id: Mapped[int | None] = mapped_column(ForeignKey("order_line.id"), index=True)
    variant_id: Mapped[int | None] = mapped_column(ForeignKey("variant.id"))
    description: Mapped[Text]
    quantity: Mapped[int]
    price_micros: Mapped[int] = mapped_column(default=0)
    value_minor: Mapped[int] = mapped_column(default=0)
    lot: Mapped[Text]
    made_on: Mapped[date | None]
    expires_on: Mapped[date | None]
    weight_g: Mapped[int | None]
    freight_minor: Mapped[int | None]
    source_ref: Mapped[Text]
    hs: Mapped[Added]
    origin: Mapped[Added]
    weight_note: Mapped[Added]
    freight_note: Mapped[Added]
    weight_line_id: Mapped[int | None]
    freight_line_id: Mapped[int | None]

    __table_args__ = (
        UniqueConstraint("shipment_id", "line_no"),
        CheckConstraint("quantity >= 0", name="quantity_not_negative"),
    )


class PackageContentRecord(Base):
    """How many of a line lie in a package."""

    __tablename__ = "package_content"
    package_id: Mapped[int] = mapped_column(ForeignKey("package.id"), primary_key=True)
    shipment_line_id: Mapped[int] = mapped_column(ForeignKey("shipment_line.id"), primary_key=True)
    quantity: Mapped[int]


class ShipmentSerialRecord(Base):
    """A serial that the packing list announces."""

    __tablename__ = "shipment_serial"
    id: Mapped[Key]
    shipment_line_id: Mapped[int] = mapped_column(ForeignKey("shipment_line.id"))
    package_id: Mapped[int | None] = mapped_column(ForeignKey("package.id"))
    serial: Mapped[str]
    folded: Mapped[str]

    __table_args__ = (UniqueConstraint("shipment_line_id", "folded"), Index(None, "folded"))


class ShipmentPaperRecord(Base):
    """What is known of a paper of the checklist; it is there when it has a number, a date or a file of its kind.

    Which papers are needed follows from mode, hazards and exports; `required` False says that this one is not needed here.
    """

    __tablename__ = "shipment_paper"
    id: Mapped[Key]
    shipment_id: Mapped[int] = mapped_column(ForeignKey("shipment.id"))
    kind: Mapped[PaperKind]
    required: Mapped[bool] = mapped_column(default=True)
    number: Mapped[Text]
    dated_on: Mapped[date | None]
    attachment_id: Mapped[int | None] = mapped_column(ForeignKey("attachment.id"))

    __table_args__ = (UniqueConstraint("shipment_id", "kind"),)
