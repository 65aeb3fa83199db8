"""The columns of agreements, their projects, years and clauses. Money in whole dollars: cents are on the paper."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from inl_logistics.agreements.queries import AgreementRow, ClauseRow, PaidLine, ProjectRow
from inl_logistics.agreements.records import ClauseKind
from inl_logistics.kernel.translation import N_, _
from inl_logistics.kernel.values import Money
from inl_logistics.register.numbers import screen_number
from ui.agreements.words import CLAUSES, agreement_chip
from ui.kit.chips import ChipLook
from ui.kit.formats import day, money
from ui.kit.tables import Column
from ui.kit.tokens import ToneName

Parts = tuple[tuple[float, ToneName], ...]


def dollars(minor: int | None) -> str:
    """Write whole dollars, or a dash where nothing was recorded."""
    return "—" if minor is None else money(Money(minor), cents=False)


def _spent(ceiling: int | None, handed: int, received: int, ordered: int) -> Parts:
    """Return handed over, in store and still to come as parts of the ceiling."""
    whole = max(1, ceiling or ordered)
    given = min(max(handed, 0), whole)
    stored = max(0, min(received, whole) - given)
    coming = max(0, min(ordered, whole) - given - stored)
    tone: ToneName = "bad" if ceiling is not None and ordered > ceiling else "info"
    return (given / whole, "ok"), (stored / whole, "teal"), (coming / whole, tone)


def list_columns(today: Callable[[], date]) -> tuple[Column, ...]:
    """Return the columns of the list."""

    def look(row: AgreementRow) -> ChipLook:
        return agreement_chip(row, today=today())

    return (
        Column("number", N_("Agreement"), lambda row: row.number, 112, "strong", sort="number"),
        Column("title", N_("Title"), lambda row: row.title or "—", 170, "text", sort="title", stretch=True),
        Column("ministry", N_("Signed by"), lambda row: row.ministry or "—", 130, "quiet", sort="ministry", yields=1),
        Column("ceiling", N_("Ceiling"), lambda row: dollars(row.ceiling_minor), 92, "money"),
        Column("ordered", N_("Ordered"), lambda row: dollars(row.ordered_minor), 88, "money"),
        Column("received", N_("Received"), lambda row: dollars(row.received_minor), 88, "money", shown="normal"),
        Column("handed", N_("Handed over"), lambda row: dollars(row.handed_over_minor), 96, "money", shown="normal"),
        Column("left", N_("Left"), lambda row: dollars(row.left_minor), 88, "money",
               tone=lambda row: "bad" if (row.left_minor or 0) < 0 else None),
        Column("expires_on", N_("Expires"), lambda row: day(row.expires_on), 100, "date", sort="expires_on"),
        Column("state", N_("Status"), lambda row: look(row).text, 104, "chip", chip=look),
    )  # fmt: skip


def _allowed(row: ProjectRow) -> str:
    fund = " · ".join(filter(None, (row.fund, _("FY {year}").format(year=row.fiscal_year) if row.fiscal_year else "")))
    return " · ".join(filter(None, (row.name, fund)))


PROJECTS = (
    Column("code", N_("Project"), lambda row: row.code, 150, "strong", stretch=True, sub=_allowed),
    Column("ceiling", N_("Ceiling"), lambda row: dollars(row.ceiling_minor), 90, "money"),
    Column("planned", N_("Planned"), lambda row: dollars(row.planned_minor), 80, "money", yields=2),
    Column("ordered", N_("Ordered"), lambda row: dollars(row.ordered_minor), 90, "link", align="end"),
    Column("received", N_("Received"), lambda row: dollars(row.received_minor), 90, "money"),
    Column("handed", N_("Handed over"), lambda row: dollars(row.handed_over_minor), 96, "money", yields=1),
    Column("left", N_("Left"), lambda row: dollars(row.left_minor), 90, "money",
           tone=lambda row: "bad" if (row.left_minor or 0) < 0 else None),
    Column("bar", N_("Spent"), lambda row: dollars(row.ordered_minor), 90, "progress",
           progress=lambda row: _spent(row.ceiling_minor, row.handed_over_minor, row.received_minor, row.ordered_minor)),
)  # fmt: skip
YEARS = (
    Column("year", N_("Year"), lambda row: str(row.year), 70, "strong", stretch=True),
    Column("ordered", N_("Ordered"), lambda row: dollars(row.money.ordered_minor), 96, "money"),
    Column("received", N_("Received"), lambda row: dollars(row.money.received_minor), 96, "money"),
    Column("handed", N_("Handed over"), lambda row: dollars(row.money.handed_over_minor), 100, "money"),
)


def _clause(row: ClauseRow) -> str:
    return _(CLAUSES[ClauseKind(row.kind)])


CLAUSE_COLUMNS = (
    Column("kind", N_("Clause"), _clause, 120, "strong", sub=lambda row: row.reference),
    Column("wording", N_("Wording"), lambda row: row.wording, 220, "text", stretch=True),
    Column("version", N_("Version"), lambda row: f"{row.version} / {row.versions}", 66, "number"),
    Column("from", N_("From"), lambda row: day(row.from_on), 92, "date", yields=1),
)
PAID: tuple[Column, ...] = (
    Column("order", N_("Order"), lambda row: screen_number(row.order), 116, "link"),
    Column("line", "#", lambda row: str(row.line_no) if row.line_no else "—", 36, "numberQuiet"),
    Column("item", N_("Item"), lambda row: row.item, 220, "strong", stretch=True),
    Column("on", N_("Ordered on"), lambda row: day(row.ordered_on), 96, "date"),
    Column("amount", N_("Amount"), lambda row: money(Money(row.amount_minor)), 110, "money"),
)


def paid_key(row: PaidLine) -> tuple[int, int]:
    """Return what tells paid lines apart."""
    return row.order_id, row.line_no
