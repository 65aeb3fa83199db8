"""Outbound shipments, their waybills and stops.

A feature of its own, not a direction of inbound shipments: it stands above handovers, whose goods it carries, while inbound
shipments stand below receiving. What is on a vehicle is the balance of its waybill's place. Source: domain.md 2.8.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from inl_logistics.database.base import Base, Flag, Key, Text, Uid, Version


class OutboundState(StrEnum):
    """Stored states; delivered is computed: nothing is on the road any more."""

    DRAFT = "draft"
    SENT = "sent"
    CANCELED = "canceled"


class StopOutcome(StrEnum):
    """What happened at a stop."""

    OPEN = ""
    DELIVERED = "delivered"
    PARTLY = "partly"
    CLOSED = "closed"
    REFUSED = "refused"
    DIVERTED = "diverted"


class OutboundRecord(Base):
    """One distribution run: several handovers on one or several vehicles."""

    __tablename__ = "outbound"
    id: Mapped[Key]
    uid: Mapped[Uid]
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"), unique=True)
    state: Mapped[OutboundState] = mapped_column(default=OutboundState.DRAFT)
    title: Mapped[Text]
    planned_on: Mapped[date | None]
    remarks: Mapped[Text]
    created_at: Mapped[datetime]
    created_by: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    version: Mapped[Version]

    __table_args__ = (Index(None, "state", "planned_on"),)


class WaybillRecord(Base):
    """One vehicle's paper. `back_on` is the day on which the signed return copy came back."""

    __tablename__ = "waybill"
    id: Mapped[Key]
    uid: Mapped[Uid]
    outbound_id: Mapped[int] = mapped_column(ForeignKey("outbound.id"), index=True)
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"), unique=True)
    line_no: Mapped[int]
    vehicle: Mapped[Text]
    trailer: Mapped[Text]
    driver: Mapped[Text]
    driver_phone: Mapped[Text]
    escort: Mapped[Text]
    transporter: Mapped[Text]
    seal: Mapped[Text]
    route: Mapped[Text]
    condition: Mapped[Text]
    departs_on: Mapped[date | None]
    sent_on: Mapped[date | None]
    back_on: Mapped[date | None]
    remarks: Mapped[Text]

    __table_args__ = (UniqueConstraint("outbound_id", "line_no"),)


class StopRecord(Base):
    """A handover on a vehicle: where it goes, and what happened there.

    A handover that nobody took can travel again: then it has a stop for each time.
    """

    __tablename__ = "waybill_stop"
    id: Mapped[Key]
    waybill_id: Mapped[int] = mapped_column(ForeignKey("waybill.id"), index=True)
    handover_id: Mapped[int] = mapped_column(ForeignKey("handover.id", ondelete="CASCADE"), index=True)
    line_no: Mapped[int]
    outcome: Mapped[StopOutcome] = mapped_column(default=StopOutcome.OPEN)
    arrived_on: Mapped[date | None]
    note: Mapped[Text]


class WaybillLineRecord(Base):
    """What the store did with one pick: picked, packed into which carton, how many left.

    A pick that is saved anew loses it: then it is picked again.
    """

    __tablename__ = "waybill_line"
    pick_id: Mapped[int] = mapped_column(ForeignKey("handover_pick.id", ondelete="CASCADE"), primary_key=True)
    package: Mapped[Text]
    picked: Mapped[Flag]
    planned_quantity: Mapped[int | None]
    sent_quantity: Mapped[int | None]


class WaybillEventRecord(Base):
    """What came off a vehicle without a signature, with the document that posted it: returned, reloaded, lost."""

    __tablename__ = "waybill_event"
    id: Mapped[Key]
    waybill_id: Mapped[int] = mapped_column(ForeignKey("waybill.id"), index=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"), unique=True)
    kind: Mapped[str]
    on: Mapped[date]
    quantity: Mapped[int]
    note: Mapped[Text]
