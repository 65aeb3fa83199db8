"""Who has a lot now, as an Excel sheet for a recall. `search` of the query is the lot's code."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from inl_logistics.inventory import recall
from inl_logistics.kernel.listing import ListQuery
from inl_logistics.kernel.statewords import condition_words, status_words, title_words
from inl_logistics.kernel.translation import _
from inl_logistics.register.numbers import screen_number
from inl_logistics.sheets.cell_xml import Kind
from inl_logistics.sheets.writing import Column, Value

Rows = list[tuple[Value, ...]]


def holder_rows(session: Session, query: ListQuery, _today: date) -> Rows:
    """Return where every lot with this code is."""
    found: Rows = []
    for hit in recall.lots(session, query.search, limit=1000):
        lot = recall.lot(session, hit.lot_id)
        found += [
            (
                lot.code, row.item, lot.expires_on, row.place, row.holder, row.quantity, row.reserved,
                condition_words(row.condition),
                status_words(row.status), title_words(row.title), screen_number(row.document), row.value_minor, row.since, ", ".join(row.serials),
            )
            for row in lot.rows
        ]  # fmt: skip
    return found


def holder_columns() -> tuple[Column, ...]:
    """Return the columns."""
    return (
        Column("lot", _("Lot"), width=14), Column("item", _("Item"), width=34), Column("expires", _("Expires"), Kind.DATE, 12),
        Column("place", _("Place"), width=28), Column("holder", _("Agency or unit"), width=28),
        Column("units", _("Units"), Kind.INTEGER, 9), Column("reserved", _("Reserved"), Kind.INTEGER, 9),
        Column("condition", _("Condition"), width=12), Column("status", _("Status"), width=12),
        Column("title", _("Title"), width=18), Column("document", _("Brought by"), width=15),
        Column("value", _("Value, USD"), Kind.MONEY, 14), Column("since", _("Since"), Kind.DATE, 12),
        Column("serials", _("Serials"), width=40),
    )  # fmt: skip
