"""Every number of every kind, year and series, with what became of it, as a sheet. Source: product.md 5."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from inl_logistics.kernel.dates import instant_from_text
from inl_logistics.kernel.listing import ListQuery
from inl_logistics.kernel.translation import N_, _
from inl_logistics.register import listing
from inl_logistics.settings.declared import POST, get
from inl_logistics.sheets.cell_xml import Kind
from inl_logistics.sheets.writing import Column, Value

Rows = list[tuple[Value, ...]]
STATES = {
    "posted": N_("Posted"), "issued": N_("Issued, not signed"), "signed": N_("Signed"),
    "variance": N_("With differences"), "void": N_("Void"), "refused": N_("Refused"), "reversed": N_("Taken back"),
    "canceled": N_("Canceled"), "missing": N_("Missing"),
}  # fmt: skip


def number_rows(session: Session, query: ListQuery, today: date) -> Rows:
    """Return the numbers that the query finds, in order and without a gap."""
    keys, zone = listing.keys(session, query, today=today).keys, ZoneInfo(get(session, POST).timezone)
    found: Rows = []
    for start in range(0, len(keys), 500):
        found += [
            (
                row.kind, row.year, row.series, row.number, row.title, row.effective_on,
                instant_from_text(row.entered_at).astimezone(zone) if row.entered_at else None,
                row.by, _(STATES.get(row.state, row.state)), row.reason, row.linked, _("late") if row.late else "",
            )
            for row in listing.rows(session, keys[start : start + 500], today=today)
        ]  # fmt: skip
    return found


def number_columns() -> tuple[Column, ...]:
    """Return the columns."""
    return (
        Column("kind", _("Kind"), width=7), Column("year", _("Year"), width=7), Column("series", _("Series"), width=8),
        Column("number", _("Number"), width=23), Column("title", _("About"), width=32),
        Column("on", _("Effective"), Kind.DATE, 12), Column("at", _("Entered"), Kind.INSTANT, 17), Column("by", _("By"), width=18),
        Column("state", _("Status"), width=20), Column("reason", _("Reason"), width=28),
        Column("linked", _("Reverses or reversed by"), width=24), Column("late", _("Late entry"), width=9),
    )  # fmt: skip
