"""Partners, the vetting calendar and holding lists as Excel sheets. Source: domain.md 7 (reports 9 and 15)."""

from __future__ import annotations

from datetime import date

from sqlalchemy import text
from sqlalchemy.orm import Session

from inl_logistics.kernel.listing import ListQuery
from inl_logistics.kernel.statewords import condition_words, title_words
from inl_logistics.kernel.translation import _
from inl_logistics.partners import calendar
from inl_logistics.partners import queries as partners
from inl_logistics.partners.holdings import held
from inl_logistics.sheets.cell_xml import Kind
from inl_logistics.sheets.writing import Column, Value

Rows = list[tuple[Value, ...]]
_PART = 400


def partner_rows(session: Session, query: ListQuery, today: date) -> Rows:
    """Return the partners that the query finds."""
    keys = partners.keys(session, query, today=today).keys
    return [
        (
            row.kind, row.name, row.name_native, row.name_latin, row.code, row.parent, row.country, row.region, row.service,
            row.vetted_to, row.people, row.holds,
        )
        for at in range(0, len(keys), _PART)
        for row in partners.rows(session, keys[at : at + _PART])
    ]  # fmt: skip


def partner_columns() -> tuple[Column, ...]:
    """Return the columns of the partners."""
    return (
        Column("kind", _("Kind"), width=12), Column("name", _("Name"), width=40), Column("native", _("Own name"), width=40),
        Column("latin", _("Latin name"), width=34), Column("code", _("Code"), width=12),
        Column("parent", _("Stands under"), width=34), Column("country", _("Country"), width=10),
        Column("region", _("Region"), width=12), Column("service", _("Service"), width=14),
        Column("vetted", _("Vetted to"), Kind.DATE, 12), Column("people", _("People"), Kind.INTEGER, 10),
        Column("holds", _("Units held"), Kind.INTEGER, 12),
    )  # fmt: skip


def vetting_rows(session: Session, query: ListQuery, today: date) -> Rows:
    """Return who must be vetted until when."""
    keys = calendar.keys(session, query, today=today).keys
    return [
        (
            row.name, row.name_native, row.agency, row.commander, row.case_number, row.valid_from, row.valid_to,
            row.days_left, row.standing.value, row.waiting,
        )
        for row in calendar.rows(session, keys, today=today)
    ]  # fmt: skip


def vetting_columns() -> tuple[Column, ...]:
    """Return the columns of the vetting calendar."""
    return (
        Column("unit", _("Unit"), width=36), Column("native", _("Own name"), width=36), Column("agency", _("Agency"), width=34),
        Column("commander", _("Commander"), width=24), Column("case", _("Case number"), width=16),
        Column("from", _("Valid from"), Kind.DATE, 12), Column("to", _("Valid to"), Kind.DATE, 12),
        Column("left", _("Days left"), Kind.INTEGER, 10), Column("state", _("Vetting"), width=14),
        Column("waiting", _("Handovers wait"), Kind.INTEGER, 14),
    )  # fmt: skip


def holding_rows(session: Session, query: ListQuery, today: date) -> Rows:
    """Return what partners hold on a day: those chosen by `partner`, else everyone at the top; `as_of` names the day."""
    days = query.chosen("as_of")
    on = date.fromisoformat(min(days)) if days else today
    chosen = sorted(int(one) for one in query.chosen("partner")) or _tops(session, on)
    return [
        (
            line.holder, line.holder_native, line.code, line.item, line.lot, line.expires_on,
            serial or ", ".join(line.serials), 1 if serial else line.quantity, line.unit, condition_words(line.condition), title_words(line.title),
            line.monitoring, ", ".join(line.papers), "", "", line.value_minor // line.quantity if serial else line.value_minor,
        )
        for partner in chosen
        for line in held(session, partner, on=on)
        for serial in (line.serials or ("",))
    ]  # fmt: skip


def _tops(session: Session, on: date) -> list[int]:
    found = session.execute(
        text(
            "SELECT p.id FROM partner p WHERE p.kind IN ('country', 'ministry', 'agency', 'unit', 'facility') AND NOT EXISTS"
            " (SELECT 1 FROM partner_link l WHERE l.child_id = p.id AND l.from_on <= :d AND (l.to_on IS NULL"
            " OR l.to_on >= :d)) ORDER BY p.name, p.id"
        ),
        {"d": on.isoformat()},
    ).scalars()
    return list(found)


def holding_columns() -> tuple[Column, ...]:
    """Return the columns of a holding list; the empty ones are filled in on the visit."""
    return (
        Column("holder", _("At"), width=30), Column("holder_native", _("Own name"), width=30),
        Column("code", _("Code"), width=14), Column("item", _("Item"), width=38), Column("lot", _("Lot"), width=14),
        Column("expires", _("Expires"), Kind.DATE, 12), Column("serial", _("Serial"), width=20),
        Column("units", _("Units"), Kind.INTEGER, 9), Column("uoi", _("Unit of issue"), width=10),
        Column("condition", _("Condition"), width=14), Column("title", _("Title"), width=18),
        Column("class", _("End-use class"), width=12), Column("papers", _("Receipts"), width=24),
        Column("seen", _("Seen"), width=9), Column("remarks", _("Remarks"), width=30),
        Column("value", _("Value, USD"), Kind.MONEY, 14),
    )  # fmt: skip
