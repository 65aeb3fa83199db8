"""The balance of agreements as an Excel sheet: by project, then by fiscal and by calendar year, as of any day.

The three parts add up to the same: what is moved to another project or year moves between rows, never out of the sum.
Source: domain.md 7 (report 6: LOA balance), 8 scenario 10.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy.orm import Session

from inl_logistics.agreements import queries
from inl_logistics.agreements.balances import YearMoney
from inl_logistics.agreements.queries import AgreementDetail
from inl_logistics.kernel.listing import ListQuery
from inl_logistics.kernel.translation import _
from inl_logistics.sheets.cell_xml import Kind
from inl_logistics.sheets.writing import Column, Value

Row = tuple[Value, ...]


def balance_rows(session: Session, query: ListQuery, today: date) -> list[Row]:
    """Return the balance of the agreements asked for (all without a filter) on the day asked for (else today)."""
    on = max((date.fromisoformat(one) for one in query.chosen("as_of")), default=today)
    wanted = query.chosen("agreement")
    rows: list[Row] = []
    for key in queries.keys(session, ListQuery(), today=on).keys:
        if wanted and str(key) not in wanted:
            continue
        record = queries.detail(session, key, today=today, as_of=on)
        if record is not None:
            rows += [*_projects(record), *_years(record, _("Fiscal year"), record.fiscal_years)]
            rows += _years(record, _("Calendar year"), record.calendar_years)
    return rows


def balance_columns() -> tuple[Column, ...]:
    """Return the columns of the sheet."""
    money = (
        ("ceiling", _("Ceiling, USD")), ("planned", _("Planned, USD")), ("committed", _("Committed, USD")),
        ("ordered", _("Ordered, USD")), ("received", _("Received, USD")), ("handed", _("Handed over, USD")),
        ("left", _("Left, USD")),
    )  # fmt: skip
    return (
        Column("agreement", _("Agreement"), width=18), Column("on", _("As of"), Kind.DATE, 12),
        Column("by", _("By"), width=14), Column("part", _("Project or year"), width=18),
        Column("fund", _("Fund"), width=12), Column("year", _("Funds of"), Kind.INTEGER, 10),
        *(Column(key, title, Kind.MONEY, 16) for key, title in money),
    )  # fmt: skip


def _projects(record: AgreementDetail) -> list[Row]:
    return [
        (
            record.row.number, record.as_of, _("Project"), one.code, one.fund, one.fiscal_year, one.ceiling_minor,
            one.planned_minor, one.committed_minor, one.ordered_minor, one.received_minor, one.handed_over_minor,
            one.left_minor,
        )
        for one in record.projects
    ]  # fmt: skip


def _years(record: AgreementDetail, kind: str, years: Sequence[YearMoney]) -> list[Row]:
    return [
        (
            record.row.number, record.as_of, kind, str(one.year), "", None, None, None, one.money.committed_minor,
            one.money.ordered_minor, one.money.received_minor, one.money.handed_over_minor, None,
        )
        for one in years
    ]  # fmt: skip
