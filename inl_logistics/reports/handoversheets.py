"""Receipts whose signed copy is missing, the longest missing first, as an Excel sheet. Source: domain.md 7, product.md 3."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from sqlalchemy import text
from sqlalchemy.orm import Session

from inl_logistics.handovers import queries
from inl_logistics.kernel.listing import ListQuery
from inl_logistics.kernel.translation import _
from inl_logistics.sheets.cell_xml import Kind
from inl_logistics.sheets.writing import Column, Value

Rows = list[tuple[Value, ...]]
_STATUS = frozenset({"copy-missing"})


def missing_rows(session: Session, query: ListQuery, today: date) -> Rows:
    """Return the signed receipts without a filed copy."""
    asked = replace(query, filters={**query.filters, "status": _STATUS})
    keys = queries.keys(session, asked).keys
    signed = {
        row[0]: (row[1], row[2])
        for row in session.execute(
            text(
                "SELECT id, signed_by, signed_place FROM handover WHERE state IN ('signed', 'variance')"
                " AND copy_attachment_id IS NULL"
            )
        )
    }
    found: Rows = []
    for start in range(0, len(keys), 500):
        for row in queries.rows(session, keys[start : start + 500], today=today):
            by, place = signed.get(row.key, ("", ""))
            found.append(
                (row.number, row.on, row.waiting_days, row.unit, row.agency, row.facility, by, place, row.units,
                 row.value_minor, row.created_by)
            )  # fmt: skip
    return found


def missing_columns() -> tuple[Column, ...]:
    """Return the columns."""
    return (
        Column("number", _("Receipt"), width=22), Column("on", _("Signed on"), Kind.DATE, 12),
        Column("days", _("Days without a copy"), Kind.INTEGER, 12), Column("unit", _("Recipient unit"), width=30),
        Column("agency", _("Agency"), width=30), Column("facility", _("Facility"), width=26),
        Column("signed_by", _("Signed by"), width=24), Column("place", _("Place"), width=20),
        Column("units", _("Units"), Kind.INTEGER, 10), Column("value", _("Value, USD"), Kind.MONEY, 16),
        Column("by", _("By"), width=20),
    )  # fmt: skip
