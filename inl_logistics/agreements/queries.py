"""Questions about agreements: the list, one whole as of a day, and the orders that make a figure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
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
    committed_minor: int
    ordered_minor: int
    received_minor: int
    handed_over_minor: int

    @property
    def left_minor(self) -> int | None:
        """What the ceiling still leaves after orders and approved plans."""
        return None if self.ceiling_minor is None else self.ceiling_minor - self.committed_minor - self.planned_minor


_FIGURES: Mapping[str, Callable[[AgreementRow], int]] = {
    "ceiling": lambda row: row.ceiling_minor or 0,
    "committed": lambda row: row.committed_minor,
    "left": lambda row: row.left_minor or 0,
}


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
    if (figure := _FIGURES.get(query.sort)) is not None:
        kept.sort(key=figure, reverse=query.descending)
    return Listing(
        tuple(row.key for row in kept), (), sum(row.projects for row in kept), sum(row.committed_minor for row in kept)
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
    money, planned = _by_agreement(session, on=today), balances.planned(session, on=today)
    ceilings, expiries = facts.ceilings(session, on=today), facts.expiries(session, on=today)
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
        limits = [ceilings.get(project) for project in own]
        expires, total = expiries[row.id], money.get(row.id, Money())
        by_key[row.id] = AgreementRow(
            row.id, row.number, row.ours, row.title, row.ministry, stored_day(row.signed_on), expires,
            _status(row.document_id is not None or row.signed_on is not None, expires, limits, total, today), len(own),
            None if not limits or None in limits else sum(one or 0 for one in limits),
            sum(planned.get(project, 0) for project in own), total.committed_minor, total.ordered_minor,
            total.received_minor, total.handed_over_minor,
        )  # fmt: skip
    return [by_key[key] for key in agreement_ids if key in by_key]


def _by_agreement(session: Session, *, on: date) -> dict[int | None, Money]:
    found: dict[int | None, Money] = {}
    for (_project, agreement), money in balances.by_project(session, on=on).items():
        found[agreement] = found.get(agreement, Money()) + money
    return found


def _status(signed: bool, expires: date | None, limits: Sequence[int | None], total: Money, today: date) -> str:
    if not signed:
        return "draft"
    if expires is not None and expires < today:
        return "ended"
    if limits and None not in limits and total.committed_minor > sum(one or 0 for one in limits):
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
class FundCite:
    """A fund cite of a project; the amount in cents of USD where it is known."""

    appropriation: str
    allotment: str
    obligation_number: str
    object_code: str
    amount_minor: int | None

    @property
    def text(self) -> str:
        """The cite in one line."""
        return " · ".join(filter(None, (self.appropriation, self.allotment, self.obligation_number, self.object_code)))


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
    committed_minor: int
    ordered_minor: int
    received_minor: int
    handed_over_minor: int
    allows: str
    allowed_items: tuple[int, ...]
    cites: tuple[FundCite, ...]

    @property
    def left_minor(self) -> int | None:
        """What the ceiling still leaves."""
        return None if self.ceiling_minor is None else self.ceiling_minor - self.committed_minor - self.planned_minor


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
class Overridden:
    """A rule that was set aside for an order under the agreement, or for itself (order 0): why, by whom, on which day."""

    order_id: int
    order: str
    code: str
    reason: str
    by: str
    on: date


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
    fund_years: tuple[YearMoney, ...]
    loose_minor: int
    overrides: tuple[Overridden, ...] = ()


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
    money = balances.by_project(session, on=day)
    projects = _projects(session, agreement_id, money, on=day)
    return AgreementDetail(
        shown[0], agreement_id, row.version, day, row.partner_id, row.host_signer, row.remarks, paper.amendments,
        projects, _clauses(session, agreement_id, on=day),
        tuple(balances.by_year(session, agreement_id, on=day, fiscal=True)),
        tuple(balances.by_year(session, agreement_id, on=day, fiscal=False)),
        _fund_years(projects, money.get((None, agreement_id), Money())), money.get((None, agreement_id), Money()).committed_minor, _overrides(session, agreement_id, on=day),
    )  # fmt: skip


def _fund_years(projects: Sequence[ProjectRow], loose: Money) -> tuple[YearMoney, ...]:
    """Return the money by the fiscal year of the projects' funds; 0 is what names no year."""
    found: dict[int, Money] = {0: loose} if loose != Money() else {}
    for one in projects:
        money = Money(one.committed_minor, one.ordered_minor, one.received_minor, one.handed_over_minor)
        found[one.fiscal_year or 0] = found.get(one.fiscal_year or 0, Money()) + money
    return tuple(YearMoney(year, found[year]) for year in sorted(found))


def _projects(
    session: Session, agreement_id: int, money: Mapping[tuple[int | None, int | None], Money], *, on: date
) -> tuple[ProjectRow, ...]:
    planned, ceilings = balances.planned(session, on=on), facts.ceilings(session, on=on)
    found = session.execute(
        text(
            "SELECT j.id, j.code, j.name, j.fund, j.fiscal_year, (SELECT group_concat(w.category, ', ') FROM project_allows w"
            " WHERE w.project_id = j.id AND w.category <> '') AS allows, (SELECT group_concat(w.item_id) FROM project_allows w"
            " WHERE w.project_id = j.id AND w.item_id IS NOT NULL) AS items FROM project j WHERE j.agreement_id = :a"
            " ORDER BY j.code"
        ),
        {"a": agreement_id},
    ).all()
    cites: dict[int, list[FundCite]] = {}
    for row in session.execute(
        text(
            "SELECT f.project_id, f.appropriation, f.allotment, f.obligation_number, f.object_code, f.amount_minor FROM fund_cite f"
            " JOIN project j ON j.id = f.project_id WHERE j.agreement_id = :a ORDER BY f.id"
        ),
        {"a": agreement_id},
    ):
        cites.setdefault(row[0], []).append(FundCite(*row[1:]))
    listed = []
    for one in found:
        own = money.get((one.id, agreement_id), Money())
        listed.append(
            ProjectRow(
                one.id, one.code, one.name, one.fund, one.fiscal_year, ceilings.get(one.id),
                planned.get(one.id, 0), own.committed_minor, own.ordered_minor, own.received_minor, own.handed_over_minor, one.allows or "",
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


def _overrides(session: Session, agreement_id: int, *, on: date) -> tuple[Overridden, ...]:
    """Return the rules of the money that were set aside for the agreement and orders under it, the newest first."""
    found = session.execute(
        text(
            "SELECT COALESCE(o.id, 0), d.number, a.code, a.reason, u.name, substr(a.at, 1, 10) FROM approval a"
            " JOIN document d ON d.id = a.document_id JOIN user_account u ON u.id = a.approved_by LEFT JOIN purchase_order o"
            " ON o.document_id = a.document_id LEFT JOIN agreement g ON g.document_id = a.document_id WHERE a.code IN"
            " ('agreement-ceiling', 'agreement-expired', 'item-not-in-project', 'ceiling-below-committed',"
            " 'handover-above-ceiling')"
            " AND substr(a.at, 1, 10) <= :d AND (g.id = :a OR o.id IN (SELECT c.order_id FROM commitment c LEFT JOIN project j"
            " ON j.id = c.project_id WHERE COALESCE(j.agreement_id, c.agreement_id) = :a)) ORDER BY a.id DESC"
        ),
        {"a": agreement_id, "d": on.isoformat()},
    )
    return tuple(Overridden(row[0], row[1], row[2], row[3], row[4], date.fromisoformat(row[5])) for row in found)


def paper(session: Session, agreement_id: int, *, on: date) -> AgreementPaper:
    """Return the agreement record with the balance of a day."""
    planned = balances.planned(session, on=on)
    money = {
        key[0]: (one.committed_minor, one.received_minor, one.handed_over_minor, planned.get(key[0], 0))
        for key, one in balances.by_project(session, on=on).items()
        if key[0] is not None and key[1] == agreement_id
    }
    return snapshot.frozen(session, agreement_id, as_of=on, money=money)


def clause_versions(session: Session, agreement_id: int, kind: str) -> list[ClauseRow]:
    """Return every wording that a clause ever had, the newest first."""
    found = session.execute(
        text(
            "SELECT kind, version, reference, wording, from_on, count(*) OVER () FROM agreement_clause"
            " WHERE agreement_id = :a AND kind = :k ORDER BY version DESC"
        ),
        {"a": agreement_id, "k": kind},
    )
    return [ClauseRow(row[0], row[1], row[2], row[3], stored_day(row[4]), row[5]) for row in found]


def room(session: Session, project_id: int, *, on: date) -> int | None:
    """Return what a project's ceiling leaves on a day after orders and approved plans; None where it has none."""
    ceiling = facts.ceiling(session, project_id, on=on)
    if ceiling is None:
        return None
    return ceiling - facts.committed(session, project_id) - balances.planned(session, on=on).get(project_id, 0)


def ministry_options(session: Session) -> list[tuple[int, str]]:
    """Return who can sign an agreement for the host."""
    found = session.execute(
        text(
            "SELECT id, name FROM partner WHERE kind IN ('ministry', 'agency', 'country') AND retired_on IS NULL"
            " ORDER BY kind <> 'ministry', name"
        )
    )
    return [(row[0], row[1]) for row in found]
