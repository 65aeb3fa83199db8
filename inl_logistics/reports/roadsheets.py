"""Transfers, outbound shipments and everything that is on the road as Excel sheets."""

from __future__ import annotations

from datetime import date

from sqlalchemy import text
from sqlalchemy.orm import Session

from inl_logistics.kernel.dates import stored_day
from inl_logistics.kernel.listing import ListQuery
from inl_logistics.kernel.translation import _
from inl_logistics.outbound import queries as outbound
from inl_logistics.outbound.loads import on_vehicle
from inl_logistics.register.numbers import screen_number
from inl_logistics.sheets.cell_xml import Kind
from inl_logistics.sheets.writing import Column, Value
from inl_logistics.transfers import queries as transfers
from inl_logistics.transfers.roadgoods import goods_on_road

Rows = list[tuple[Value, ...]]


def transfer_rows(session: Session, query: ListQuery, today: date) -> Rows:
    """Return the transfers that the query finds."""
    keys = transfers.keys(session, query, today=today).keys
    return [
        (
            screen_number(row.number), row.reason, row.source, row.target_bin, row.planned_on, row.sent_on, row.received_on,
            row.driver, row.vehicle, row.status, row.units, row.on_road, row.value_minor,
        )
        for row in transfers.rows(session, keys, today=today)
    ]  # fmt: skip


def transfer_columns() -> tuple[Column, ...]:
    """Return the columns of the transfers."""
    return (
        Column("number", _("Transfer"), width=15), Column("reason", _("Reason"), width=30), Column("from", _("From"), width=22),
        Column("to", _("To"), width=24), Column("planned", _("Planned for"), Kind.DATE, 12),
        Column("sent", _("Sent on"), Kind.DATE, 12), Column("received", _("Received on"), Kind.DATE, 12),
        Column("driver", _("Driver"), width=18), Column("vehicle", _("Vehicle"), width=14),
        Column("status", _("Status"), width=15), Column("units", _("Units"), Kind.INTEGER, 10),
        Column("on_road", _("On the road"), Kind.INTEGER, 12), Column("value", _("Value, USD"), Kind.MONEY, 16),
    )  # fmt: skip


def outbound_rows(session: Session, query: ListQuery, today: date) -> Rows:
    """Return the outbound shipments that the query finds."""
    keys = outbound.keys(session, query, today=today).keys
    return [
        (
            screen_number(row.number), row.title, row.planned_on, row.sent_on, row.vehicles, row.drivers, row.handovers,
            row.status, row.units, row.picked, row.on_road, row.copies_missing, row.value_minor,
        )
        for row in outbound.rows(session, keys, today=today)
    ]  # fmt: skip


def outbound_columns() -> tuple[Column, ...]:
    """Return the columns of the outbound shipments."""
    return (
        Column("number", _("Shipment"), width=15), Column("title", _("Run"), width=30),
        Column("planned", _("Planned for"), Kind.DATE, 12), Column("sent", _("Left on"), Kind.DATE, 12),
        Column("vehicles", _("Vehicles"), Kind.INTEGER, 10), Column("drivers", _("Drivers"), width=24),
        Column("handovers", _("Handovers"), Kind.INTEGER, 11), Column("status", _("Status"), width=15),
        Column("units", _("Units"), Kind.INTEGER, 10), Column("picked", _("Picks picked"), Kind.INTEGER, 12),
        Column("on_road", _("On the road"), Kind.INTEGER, 12), Column("copies", _("Copies missing"), Kind.INTEGER, 14),
        Column("value", _("Value, USD"), Kind.MONEY, 16),
    )  # fmt: skip


def road_rows(session: Session) -> Rows:
    """Return everything that is on the road now: with which transfer or waybill, on which vehicle, for whom."""
    found: Rows = []
    for row in session.execute(
        text(
            "SELECT d.id, d.number, t.vehicle, t.driver, t.sent_on, NULL AS waybill FROM transfer t JOIN document d"
            " ON d.id = t.document_id WHERE t.state = 'in-transit' UNION ALL SELECT d.id, d.number, w.vehicle, w.driver,"
            " w.sent_on, w.id FROM waybill w JOIN document d ON d.id = w.document_id ORDER BY 5, 1"
        )
    ).all():
        goods = on_vehicle(session, row.waybill) if row.waybill is not None else goods_on_road(session, row.id)
        found += [
            (
                screen_number(row.number), row.vehicle, row.driver, stored_day(row.sent_on), one.code, one.item, one.serial,
                one.lot, one.expires_on, one.quantity, one.unit, screen_number(one.receipt),
            )
            for one in goods
        ]  # fmt: skip
    return found


def road_columns() -> tuple[Column, ...]:
    """Return the columns of what is on the road."""
    return (
        Column("number", _("Number"), width=15), Column("vehicle", _("Vehicle"), width=14), Column("driver", _("Driver"), width=18),
        Column("since", _("Since"), Kind.DATE, 12), Column("code", _("Code"), width=14), Column("item", _("Item"), width=36),
        Column("serial", _("Serial"), width=18), Column("lot", _("Lot"), width=14), Column("expiry", _("Expiry"), Kind.DATE, 12),
        Column("quantity", _("Quantity"), Kind.INTEGER, 10), Column("unit", _("Unit"), width=8), Column("for", _("For"), width=15),
    )  # fmt: skip
