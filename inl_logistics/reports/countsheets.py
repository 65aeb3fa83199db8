"""Counts, their lines with every difference, and their accuracy by month, as Excel sheets. Source: domain.md 7 (report 14)."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from inl_logistics.counts import listing, queries
from inl_logistics.kernel.listing import ListQuery
from inl_logistics.kernel.translation import _
from inl_logistics.register.numbers import screen_number
from inl_logistics.sheets.cell_xml import Kind
from inl_logistics.sheets.writing import Column, Value

Rows = list[tuple[Value, ...]]


def count_rows(session: Session, query: ListQuery, today: date) -> Rows:
    """Return the counts that the query finds."""
    keys = listing.keys(session, query, today=today).keys
    return [
        (
            screen_number(row.number), row.title, row.kind, row.store, ", ".join(row.counters), row.planned_on,
            row.counted_on, row.state, row.lines, row.counted, row.different,
            None if row.accuracy is None else row.accuracy * 10, row.missing_minor, row.found_minor,
            screen_number(row.adjustment),
        )
        for row in listing.rows(session, keys, today=today)
    ]  # fmt: skip


def count_columns() -> tuple[Column, ...]:
    """Return the columns of the counts."""
    return (
        Column("number", _("Count"), width=15), Column("title", _("What is counted"), width=34),
        Column("kind", _("Kind"), width=12), Column("store", _("Store"), width=22), Column("counters", _("Counted by"), width=26),
        Column("planned", _("Planned for"), Kind.DATE, 12), Column("counted_on", _("Counted on"), Kind.DATE, 12),
        Column("state", _("Status"), width=12), Column("lines", _("Lines"), Kind.INTEGER, 9),
        Column("counted", _("Lines counted"), Kind.INTEGER, 10), Column("different", _("Lines that differ"), Kind.INTEGER, 10),
        Column("accuracy", _("Accuracy"), Kind.PERCENT, 10), Column("missing", _("Missing, USD"), Kind.MONEY, 14),
        Column("found", _("Found, USD"), Kind.MONEY, 14), Column("adjustment", _("Adjustment"), width=15),
    )  # fmt: skip


def line_rows(session: Session, query: ListQuery, today: date) -> Rows:
    """Return the lines of the counts that the query finds; a blind count under way keeps the books to itself."""
    found: Rows = []
    for key in listing.keys(session, query, today=today).keys:
        page = queries.page(session, key, most_scans=0)
        hidden = page.blind and page.state == "counting"
        found += [
            (
                screen_number(page.number), page.title, page.counted_on, line.place, line.code, line.item, line.lot,
                line.expires_on, line.unit, None if hidden else line.books, line.counted, None if hidden else line.out,
                None if hidden else line.change, None if hidden else line.value_minor,
                line.cause.value if line.cause else "", line.note,
                "; ".join(f"{kind.value}: {', '.join(serials)}" for kind, serials in line.serials),
            )
            for line in page.lines
        ]  # fmt: skip
    return found


def line_columns() -> tuple[Column, ...]:
    """Return the columns of the lines."""
    return (
        Column("number", _("Count"), width=15), Column("title", _("What is counted"), width=30),
        Column("counted_on", _("Counted on"), Kind.DATE, 12), Column("place", _("Place"), width=22),
        Column("code", _("Code"), width=14), Column("item", _("Item"), width=34), Column("lot", _("Lot"), width=14),
        Column("expires", _("Expires"), Kind.DATE, 12), Column("unit", _("Unit"), width=8),
        Column("books", _("Books"), Kind.INTEGER, 9), Column("counted", _("Counted"), Kind.INTEGER, 9),
        Column("out", _("Out with a handover"), Kind.INTEGER, 10), Column("change", _("Difference"), Kind.INTEGER, 10),
        Column("value", _("Value, USD"), Kind.MONEY, 14), Column("cause", _("Cause"), width=16),
        Column("note", _("Remarks"), width=30), Column("serials", _("Serials"), width=40),
    )  # fmt: skip


def accuracy_rows(session: Session, _query: ListQuery, _today: date) -> Rows:
    """Return how right the counts of each month were."""
    return [
        (
            one.month,
            one.counts,
            one.lines,
            one.matched,
            one.matched * 10_000 // one.lines,
            one.missing_minor,
            one.found_minor,
        )
        for one in listing.accuracy(session)
    ]


def accuracy_columns() -> tuple[Column, ...]:
    """Return the columns of the accuracy."""
    return (
        Column("month", _("Month"), width=10), Column("counts", _("Counts"), Kind.INTEGER, 9),
        Column("lines", _("Lines counted"), Kind.INTEGER, 12), Column("matched", _("Lines that agree"), Kind.INTEGER, 12),
        Column("accuracy", _("Accuracy"), Kind.PERCENT, 10), Column("missing", _("Missing, USD"), Kind.MONEY, 14),
        Column("found", _("Found, USD"), Kind.MONEY, 14),
    )  # fmt: skip
