"""Receivings, and discrepancies line by line with their claims, as Excel sheets."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from inl_logistics.kernel.listing import ListQuery
from inl_logistics.kernel.translation import _
from inl_logistics.receiving import followup, listing
from inl_logistics.register.numbers import screen_number
from inl_logistics.sheets.cell_xml import Kind
from inl_logistics.sheets.writing import Column, Value

Rows = list[tuple[Value, ...]]


def receiving_rows(session: Session, query: ListQuery, today: date) -> Rows:
    """Return the receivings that the query finds."""
    keys = listing.keys(session, query, today=today).keys
    return [
        (
            screen_number(row.number), screen_number(row.shipment), row.title, row.vendor, row.store, row.received_on,
            row.good, row.aside, row.value_minor, screen_number(row.discrepancy), ", ".join(row.counted_by), row.status,
        )
        for row in listing.rows(session, keys, today=today)
    ]  # fmt: skip


def receiving_columns() -> tuple[Column, ...]:
    """Return the columns of the receivings."""
    return (
        Column("number", _("Report"), width=15), Column("shipment", _("Shipment"), width=15),
        Column("title", _("Contents"), width=34), Column("vendor", _("Vendor"), width=26), Column("store", _("Into"), width=22),
        Column("received", _("Received on"), Kind.DATE, 12), Column("good", _("Accepted"), Kind.INTEGER, 10),
        Column("aside", _("Quarantine"), Kind.INTEGER, 11), Column("value", _("Value, USD"), Kind.MONEY, 16),
        Column("discrepancy", _("Discrepancy"), width=15), Column("counted", _("Counted by"), width=30),
        Column("status", _("Status"), width=14),
    )  # fmt: skip


def discrepancy_rows(session: Session, query: ListQuery, today: date) -> Rows:
    """Return the lines of the reports that the query finds."""
    found: Rows = []
    for report in followup.rows(session, followup.keys(session, query, today=today).keys, today=today):
        found += [
            (
                screen_number(report.number), screen_number(report.shipment), report.vendor, line.code, line.item, line.kind,
                line.quantity, line.unit, line.detail, line.value_minor if line.kind in ("short", "damaged") else None,
                line.cause, line.addressee, line.claim_by, line.claimed_on, line.reference, line.resolution,
                line.settled_minor, line.resolved_on,
            )
            for line in followup.lines(session, report.key)
        ]  # fmt: skip
    return found


def discrepancy_columns() -> tuple[Column, ...]:
    """Return the columns of the discrepancies."""
    return (
        Column("number", _("Report"), width=15), Column("shipment", _("Shipment"), width=15),
        Column("vendor", _("Vendor"), width=26), Column("code", _("Code"), width=14), Column("item", _("Item"), width=36),
        Column("kind", _("What"), width=12), Column("quantity", _("Quantity"), Kind.INTEGER, 10),
        Column("unit", _("Unit"), width=8), Column("detail", _("Remarks"), width=30),
        Column("value", _("Loss, USD"), Kind.MONEY, 14), Column("cause", _("Cause"), width=12),
        Column("addressee", _("Claim from"), width=26), Column("claim_by", _("Claim by"), Kind.DATE, 12),
        Column("claimed", _("Claimed on"), Kind.DATE, 12), Column("reference", _("Reference"), width=16),
        Column("resolution", _("How it ended"), width=14), Column("settled", _("Made good, USD"), Kind.MONEY, 16),
        Column("resolved", _("Closed on"), Kind.DATE, 12),
    )  # fmt: skip
