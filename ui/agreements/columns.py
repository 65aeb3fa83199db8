"""The columns of agreements, their projects, years and clauses. Money in whole dollars: cents are on the paper."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from inl_logistics.agreements.queries import AgreementRow, ClauseRow, ProjectRow
from inl_logistics.agreements.records import ClauseKind
from inl_logistics.kernel.translation import N_, _
from inl_logistics.kernel.values import Money
from ui.agreements.words import CLAUSES, agreement_chip
from ui.kit.chips import ChipLook
from ui.kit.formats import day, money
from ui.kit.tables import Column
from ui.kit.tokens import ToneName

Parts = tuple[tuple[float, ToneName], ...]


def dollars(minor: int | None) -> str:
    """Write whole dollars, or a dash where nothing was recorded."""
    return "—" if minor is None else money(Money(minor), cents=False)


def _spent(row: ProjectRow | AgreementRow) -> Parts:
    """Return handed over, in store and still to come as parts of the ceiling."""
    whole = max(1, row.ceiling_minor or row.committed_minor)
    given = min(max(row.handed_over_minor, 0), whole)
    stored = max(0, min(row.received_minor, whole) - given)
    coming = max(0, min(row.committed_minor, whole) - given - stored)
    tone: ToneName = "bad" if row.ceiling_minor is not None and row.committed_minor > row.ceiling_minor else "info"
    return (given / whole, "ok"), (stored / whole, "teal"), (coming / whole, tone)


def _overdrawn(row: ProjectRow | AgreementRow) -> ToneName | None:
    return "bad" if (row.left_minor or 0) < 0 else None


def list_columns(today: Callable[[], date]) -> tuple[Column, ...]:
    """Return the columns of the list."""

    def look(row: AgreementRow) -> ChipLook:
        return agreement_chip(row, today=today())

    return (
        Column("number", N_("Agreement"), lambda row: row.number, 150, "strong", sort="number", stretch=True,
               sub=lambda row: row.title),
        Column("ministry", N_("Signed by"), lambda row: row.ministry or "—", 130, "quiet", sort="ministry", shown="normal"),
        Column("ceiling", N_("Ceiling"), lambda row: dollars(row.ceiling_minor), 96, "money", sort="ceiling"),
        Column("committed", N_("Committed"), lambda row: dollars(row.committed_minor), 86, "money", sort="committed"),
        Column("ordered", N_("Ordered"), lambda row: dollars(row.ordered_minor), 86, "money", shown="wide"),
        Column("received", N_("Received"), lambda row: dollars(row.received_minor), 82, "money", yields=1),
        Column("handed", N_("Handed over"), lambda row: dollars(row.handed_over_minor), 94, "money"),
        Column("left", N_("Left"), lambda row: dollars(row.left_minor), 96, "money", sort="left", tone=_overdrawn),
        Column("bar", N_("Spent"), lambda row: dollars(row.committed_minor), 80, "progress", progress=_spent, shown="normal"),
        Column("expires_on", N_("Expires"), lambda row: day(row.expires_on), 100, "date", sort="expires_on", yields=2),
        Column("state", N_("Status"), lambda row: look(row).text, 104, "chip", chip=look),
    )  # fmt: skip


def _about(row: ProjectRow) -> str:
    year = _("FY {year}").format(year=row.fiscal_year) if row.fiscal_year else ""
    allows = _("only {categories}").format(categories=row.allows) if row.allows else ""
    return " · ".join(filter(None, (row.name, row.fund, year, allows)))


# A figure that is underlined is opened: what makes it is listed.
FIGURES = {
    "ceiling": N_("Ceiling"), "committed": N_("Committed"), "ordered": N_("Ordered"), "received": N_("Received"),
    "handed": N_("Handed over"),
}  # fmt: skip
PROJECTS = (
    Column("code", N_("Project"), lambda row: row.code, 132, "strong", stretch=True, sub=_about),
    Column("ceiling", N_("Ceiling"), lambda row: dollars(row.ceiling_minor), 92, "link", align="end"),
    Column("planned", N_("Planned"), lambda row: dollars(row.planned_minor), 76, "money", yields=1),
    Column("committed", N_("Committed"), lambda row: dollars(row.committed_minor), 92, "link", align="end"),
    Column("ordered", N_("Ordered"), lambda row: dollars(row.ordered_minor), 88, "link", align="end", shown="normal"),
    Column("received", N_("Received"), lambda row: dollars(row.received_minor), 88, "link", align="end"),
    Column("handed", N_("Handed over"), lambda row: dollars(row.handed_over_minor), 96, "link", align="end"),
    Column("left", N_("Left"), lambda row: dollars(row.left_minor), 92, "money", tone=_overdrawn),
    Column("bar", N_("Spent"), lambda row: dollars(row.committed_minor), 80, "progress", progress=_spent, yields=2),
)
YEARS = (
    Column("year", N_("Year"), lambda row: str(row.year) if row.year else _("No year"), 90, "strong", stretch=True),
    Column("committed", N_("Committed"), lambda row: dollars(row.money.committed_minor), 110, "link", align="end"),
    Column("ordered", N_("Ordered"), lambda row: dollars(row.money.ordered_minor), 110, "link", align="end"),
    Column("received", N_("Received"), lambda row: dollars(row.money.received_minor), 110, "link", align="end"),
    Column("handed", N_("Handed over"), lambda row: dollars(row.money.handed_over_minor), 110, "link", align="end"),
)


def _clause(row: ClauseRow) -> str:
    return _(CLAUSES[ClauseKind(row.kind)])


CLAUSE_COLUMNS = (
    Column("kind", N_("Clause"), _clause, 120, "strong", sub=lambda row: row.reference),
    Column("wording", N_("Wording"), lambda row: row.wording, 220, "text", stretch=True),
    Column("version", N_("Version"), lambda row: f"{row.version} / {row.versions}", 66, "number"),
    Column("from", N_("From"), lambda row: day(row.from_on), 104, "date", yields=1),
)
