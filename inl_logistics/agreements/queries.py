"""Questions about agreements: the list, one whole as of a day, and the orders that make a figure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import text
from sqlalchemy.orm import Session

from inl_logistics.agreements import balances, facts, snapshot
from inl_logistics.agreements.balances import Money, YearMoney
from inl_logistics.agreements.documents import AgreementPaper, PaperAmendment
from inl_logistics.database.conditions import Conditions, order_by
from inl_logistics.kernel.dates import stored_day
from inl_logistics.kernel.listing import Facet, Listing, ListQuery

_ENDING_DAYS = 90
_SORTS = {
    "number": "a.number", "title": "a.title", "ministry": "ministry", "expires_on": "a.expires_on IS NULL, a.expires_on",
}  # fmt: skip
_FROM = " FROM agreement a LEFT JOIN partner p ON p.id = a.partner_id LEFT JOIN document d ON d.id = a.document_id"


@dataclass(frozen=True, slots=True)
class AgreementRow:
    """An agreement in the list; money in cents of USD, the ceiling None where a project has none recorded."""

    key: int
    number: str
    ours: str
    title: str
    ministry: str
    signed_on: date | None
    expires_on: date | None
    status: str
    projects: int
    ceiling_minor: int | None
    planned_minor: int
    ordered_minor: int
    received_minor: int
    handed_over_minor: int

    @property
    def left_minor(self) -> int | None:
        """What the ceiling still leaves after orders and approved plans."""
        return None if self.ceiling_minor is None else self.ceiling_minor - self.ordered_minor - self.planned_minor


def keys(session: Session, query: ListQuery, *, today: date) -> Listing:
    """Return the agreements that match."""
    where = Conditions()
    where.found("a.id", "agreement", query.search)
    where.among("a.partner_id", [int(one) for one in query.chosen("ministry")])
    found = session.execute(
        text(
            f"SELECT a.id, COALESCE(p.name, '') AS ministry{_FROM} WHERE {where}"
            f" ORDER BY {order_by(query, _SORTS, 'a.number')}, a.id"
        ),
        where.values,
    )
    shown = rows(session, [row[0] for row in found], today=today)
    states, years = query.chosen("status"), query.chosen("year")
    kept = [row for row in shown if not states or row.status in states]
    if years:
        of_year = _of_years(session, years)
        kept = [row for row in kept if row.key in of_year]
    return Listing(
        tuple(row.key for row in kept), (), sum(row.projects for row in kept), sum(row.ordered_minor for row in kept)
    )


def _of_years(session: Session, years: frozenset[str]) -> set[int]:
    wanted = ",".join(str(int(year)) for year in years)
    found = session.execute(
        text(f"SELECT DISTINCT agreement_id FROM project WHERE fiscal_year IN ({wanted})")
    ).scalars()
    return {int(one) for one in found if one is not None}


def rows(session: Session, agreement_ids: Sequence[int], *, today: date) -> list[AgreementRow]:
    """Return the rows of these agreements, in the same order."""
    if not agreement_ids:
        return []
    wanted = ",".join(str(int(one)) for one in agreement_ids)
    money, planned = _money(session, on=today), balances.planned(session, on=today)
    projects: dict[int, list[int]] = {}
    for row in session.execute(text(f"SELECT agreement_id, id FROM project WHERE agreement_id IN ({wanted})")):
        projects.setdefault(row[0], []).append(row[1])
    found = session.execute(
        text(
            "SELECT a.id, a.number, COALESCE(d.number, '') AS ours, a.title, COALESCE(p.name, '') AS ministry, a.signed_on,"
            f" a.document_id{_FROM} WHERE a.id IN ({wanted})"
        )
    )
    by_key = {}
    for row in found:
        own = projects.get(row.id, [])
        limits = [facts.ceiling(session, project, on=today) for project in own]
        term = facts.term(session, row.id, on=today)
        expires = term.expires_on if term else None
        total = sum((one for key, one in money.items() if key[1] == row.id), Money())
        by_key[row.id] = AgreementRow(
            row.id, row.number, row.ours, row.title, row.ministry, stored_day(row.signed_on), expires,
            _status(row.document_id is not None or row.signed_on is not None, expires, limits, total, today), len(own),
            None if not limits or None in limits else sum(one or 0 for one in limits),
            sum(planned.get(project, 0) for project in own), total.ordered_minor, total.received_minor,
            total.handed_over_minor,
        )  # fmt: skip
    return [by_key[key] for key in agreement_ids if key in by_key]


def _money(session: Session, *, on: date) -> Mapping[tuple[int | None, int | None], Money]:
    return balances.by_project(session, on=on)


def _status(signed: bool, expires: date | None, limits: Sequence[int | None], total: Money, today: date) -> str:
    if not signed:
        return "draft"
    if expires is not None and expires < today:
        return "ended"
    if limits and None not in limits and total.ordered_minor > sum(one or 0 for one in limits):
        return "over-ceiling"
    if expires is not None and (expires - today).days <= _ENDING_DAYS:
        return "ends"
    return "active"


def facets(session: Session, *, today: date) -> dict[str, tuple[Facet, ...]]:
    """Return the filter options of the list."""
    ids = list(session.execute(text("SELECT id FROM agreement")).scalars())
    states: dict[str, int] = {}
    for row in rows(session, ids, today=today):
        states[row.status] = states.get(row.status, 0) + 1
    ministries = session.execute(
        text(
            "SELECT p.id, p.name, count(*) FROM agreement a JOIN partner p ON p.id = a.partner_id GROUP BY p.id ORDER BY 2"
        )
    )
    years = session.execute(
        text(
            "SELECT fiscal_year, count(DISTINCT agreement_id) FROM project WHERE fiscal_year IS NOT NULL"
            " AND agreement_id IS NOT NULL GROUP BY 1 ORDER BY 1 DESC"
        )
    )
    return {
        "status": tuple(Facet(key, key, count) for key, count in sorted(states.items())),
        "ministry": tuple(Facet(str(row[0]), row[1], row[2]) for row in ministries),
        "year": tuple(Facet(str(row[0]), f"FY {row[0]}", row[1]) for row in years),
    }


@dataclass(frozen=True, slots=True)
class ProjectRow:
    """A project with its balance on the day, in cents of USD."""

    id: int
    code: str
    name: str
    fund: str
    fiscal_year: int | None
    ceiling_minor: int | None
    planned_minor: int
    ordered_minor: int
    received_minor: int
    handed_over_minor: int
    allows: str
    allowed_items: tuple[int, ...]
    cites: tuple[str, ...]

    @property
    def left_minor(self) -> int | None:
        """What the ceiling still leaves."""
        return None if self.ceiling_minor is None else self.ceiling_minor - self.ordered_minor - self.planned_minor


@dataclass(frozen=True, slots=True)
class ClauseRow:
    """A clause as worded on the day; `versions` counts all wordings it ever had."""

    kind: str
    version: int
    reference: str
    wording: str
    from_on: date | None
    versions: int


@dataclass(frozen=True, slots=True)
class PaidLine:
    """An order line that makes a figure: what it took of the project, got and gave by the day, in cents of USD."""

    order_id: int
    order: str
    line_no: int
    item: str
    ordered_on: date | None
    amount_minor: int


@dataclass(frozen=True, slots=True)
class AgreementDetail:
    """One agreement whole, as of a day."""

    row: AgreementRow
    id: int
    version: int
    as_of: date
    partner_id: int | None
    host_signer: str
    remarks: str
    amendments: tuple[PaperAmendment, ...]
    projects: tuple[ProjectRow, ...]
    clauses: tuple[ClauseRow, ...]
    fiscal_years: tuple[YearMoney, ...]
    calendar_years: tuple[YearMoney, ...]
    loose_minor: int


def detail(session: Session, agreement_id: int, *, today: date, as_of: date | None = None) -> AgreementDetail | None:
    """Return one agreement as of a day (today where none is said), or None."""
    day = as_of or today
    shown = rows(session, [agreement_id], today=day)
    if not shown:
        return None
    paper = snapshot.frozen(session, agreement_id, as_of=day)
    row = session.execute(
        text("SELECT version, partner_id, host_signer, remarks FROM agreement WHERE id = :a"), {"a": agreement_id}
    ).one()
    money = _money(session, on=day)
    return AgreementDetail(
        shown[0], agreement_id, row.version, day, row.partner_id, row.host_signer, row.remarks, paper.amendments,
        _projects(session, agreement_id, money, on=day), _clauses(session, agreement_id, on=day),
        tuple(balances.by_year(session, agreement_id, on=day, fiscal=True)),
        tuple(balances.by_year(session, agreement_id, on=day, fiscal=False)),
        money.get((None, agreement_id), Money()).ordered_minor,
    )  # fmt: skip


def _projects(
    session: Session, agreement_id: int, money: Mapping[tuple[int | None, int | None], Money], *, on: date
) -> tuple[ProjectRow, ...]:
    planned = balances.planned(session, on=on)
    found = session.execute(
        text(
            "SELECT j.id, j.code, j.name, j.fund, j.fiscal_year, (SELECT group_concat(w.category, ', ') FROM project_allows w"
            " WHERE w.project_id = j.id AND w.category <> '') AS allows, (SELECT group_concat(w.item_id) FROM project_allows w"
            " WHERE w.project_id = j.id AND w.item_id IS NOT NULL) AS items FROM project j WHERE j.agreement_id = :a"
            " ORDER BY j.code"
        ),
        {"a": agreement_id},
    ).all()
    cites: dict[int, list[str]] = {}
    for row in session.execute(
        text(
            "SELECT f.project_id, f.appropriation, f.allotment, f.obligation_number, f.object_code FROM fund_cite f"
            " JOIN project j ON j.id = f.project_id WHERE j.agreement_id = :a ORDER BY f.id"
        ),
        {"a": agreement_id},
    ):
        cites.setdefault(row[0], []).append(" · ".join(filter(None, row[1:])))
    listed = []
    for one in found:
        own = money.get((one.id, agreement_id), Money())
        listed.append(
            ProjectRow(
                one.id, one.code, one.name, one.fund, one.fiscal_year, facts.ceiling(session, one.id, on=on),
                planned.get(one.id, 0), own.ordered_minor, own.received_minor, own.handed_over_minor, one.allows or "",
                tuple(int(item) for item in (one.items or "").split(",") if item), tuple(cites.get(one.id, ())),
            )
        )  # fmt: skip
    return tuple(listed)


def _clauses(session: Session, agreement_id: int, *, on: date) -> tuple[ClauseRow, ...]:
    found = session.execute(
        text(
            "SELECT kind, version, reference, wording, from_on, (SELECT count(*) FROM agreement_clause x"
            " WHERE x.agreement_id = c.agreement_id AND x.kind = c.kind) AS versions FROM agreement_clause c"
            " WHERE agreement_id = :a AND version = (SELECT max(version) FROM agreement_clause x"
            " WHERE x.agreement_id = c.agreement_id AND x.kind = c.kind AND (x.from_on IS NULL OR x.from_on <= :d))"
            " ORDER BY kind"
        ),
        {"a": agreement_id, "d": on.isoformat()},
    )
    return tuple(ClauseRow(row[0], row[1], row[2], row[3], stored_day(row[4]), row[5]) for row in found)


def paid_lines(session: Session, agreement_id: int, project_id: int | None, *, on: date) -> list[PaidLine]:
    """Return the order lines that make what a project had ordered by a day; what was given back is negative."""
    found = session.execute(
        text(
            "SELECT o.id, COALESCE(d.number, o.source_number, o.title) AS number, COALESCE(l.line_no, 0) AS line_no,"
            " COALESCE(i.name || CASE WHEN v.size = '' THEN '' ELSE ', ' || v.size END, l.description, '—') AS item,"
            " o.ordered_on, sum(c.amount_minor) AS amount FROM commitment c JOIN purchase_order o ON o.id = c.order_id"
            " LEFT JOIN document d ON d.id = o.document_id LEFT JOIN order_line l ON l.id = c.order_line_id"
            " LEFT JOIN variant v ON v.id = l.variant_id LEFT JOIN item i ON i.id = v.item_id"
            " WHERE c.effective_on <= :d AND c.agreement_id IS :a AND c.project_id IS :p"
            " GROUP BY c.order_line_id HAVING sum(c.amount_minor) <> 0 ORDER BY o.ordered_on, o.id, l.line_no"
        ),
        {"d": on.isoformat(), "a": agreement_id, "p": project_id},
    )
    return [PaidLine(row[0], row[1], row[2], row[3], stored_day(row[4]), row[5]) for row in found]


def paper(session: Session, agreement_id: int, *, on: date) -> AgreementPaper:
    """Return the agreement record with the balance of a day."""
    money = {
        key[0]: (one.ordered_minor, one.received_minor, one.handed_over_minor)
        for key, one in _money(session, on=on).items()
        if key[0] is not None and key[1] == agreement_id
    }
    return snapshot.frozen(session, agreement_id, as_of=on, money=money)


def ministry_options(session: Session) -> list[tuple[int, str]]:
    """Return who can sign an agreement for the host."""
    found = session.execute(
        text(
            "SELECT id, name FROM partner WHERE kind IN ('ministry', 'agency', 'country') AND retired_on IS NULL"
            " ORDER BY kind <> 'ministry', name"
        )
    )
    return [(row[0], row[1]) for row in found]
