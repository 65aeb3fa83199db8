"""What the rules of the money need to know of an order, read inside its command's transaction.

Source: domain.md 7 (LOA expired, above the amended ceiling, item not allowed by the project), 2.2.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import text
from sqlalchemy.orm import Session

from inl_logistics.agreements import facts as agreements
from inl_logistics.agreements.rules import (
    ProjectMoney,
    ScopedLine,
    Term,
    ceiling_problems,
    scope_problems,
    term_problems,
)
from inl_logistics.kernel.problems import Problem
from inl_logistics.kernel.values import div_half_even

_NOTHING: Mapping[int, int] = {}


@dataclass(frozen=True, slots=True)
class AskedLine:
    """A line, the project that pays it, and its value in cents of USD."""

    line_no: int
    variant_id: int | None
    project_id: int | None
    value_minor: int


@dataclass(frozen=True, slots=True)
class Asked:
    """What an order asks of agreements and projects on its day."""

    order_id: int
    day: date
    agreement_id: int | None
    project_id: int | None
    lines: tuple[AskedLine, ...]

    def by_project(self) -> dict[int, int]:
        """Return what the order takes of each project, in cents of USD."""
        sums: dict[int, int] = {}
        for line in self.lines:
            if line.project_id is not None:
                sums[line.project_id] = sums.get(line.project_id, 0) + line.value_minor
        return sums

    @property
    def value_minor(self) -> int:
        """What the order is worth, in cents of USD."""
        return sum(line.value_minor for line in self.lines)


@dataclass(frozen=True, slots=True)
class LineTerms:
    """What a line asks of its goods: a list of serials, lot and expiry, so many months of life left at receipt."""

    serial_list: bool
    lot_required: bool
    min_life_months: int | None
    warranty_months: int | None
    origin: str


def line_terms(session: Session, order_line_ids: Iterable[int]) -> dict[int, LineTerms]:
    """Return by order line what shipments and receivings must see kept; lines that ask nothing are left out."""
    wanted = ",".join(str(int(one)) for one in order_line_ids)
    rows = session.execute(
        text(
            "SELECT id, serial_list, lot_required, min_life_months, warranty_months, origin FROM order_line"
            f" WHERE id IN ({wanted}) AND (serial_list OR lot_required OR min_life_months IS NOT NULL"
            " OR warranty_months IS NOT NULL OR origin <> '')"
        )
    )
    return {row[0]: LineTerms(bool(row[1]), bool(row[2]), row[3], row[4], row[5]) for row in rows}


def ceilings(session: Session, asked: Asked, *, besides: Mapping[int, int] = _NOTHING) -> list[Problem]:
    """Judge each project that pays for the order against its amended ceiling.

    `besides`: what other orders that are placed along with it take by project, in cents of USD.
    """
    sums = asked.by_project()
    codes = agreements.project_codes(session, sums)
    judged = []
    for project, value in sums.items():
        committed, before = _committed(session, project, asked.order_id)
        ceiling = agreements.ceiling(session, project, on=asked.day)
        judged.append(ProjectMoney(codes[project], ceiling, committed + besides.get(project, 0), value, before))
    if asked.agreement_id is not None and (loose := [line for line in asked.lines if line.project_id is None]):
        judged.append(_agreement_money(session, asked, sum(line.value_minor for line in loose)))
    return ceiling_problems(judged)


def _agreement_money(session: Session, asked: Asked, value: int) -> ProjectMoney:
    """Judge lines without a project against what the agreement's projects may take together."""
    agreement = asked.agreement_id or 0
    number = session.execute(text("SELECT number FROM agreement WHERE id = :a"), {"a": agreement}).scalar_one()
    projects = session.execute(text("SELECT id FROM project WHERE agreement_id = :a"), {"a": agreement}).scalars().all()
    limits = [agreements.ceiling(session, project, on=asked.day) for project in projects]
    limit = None if not limits or None in limits else sum(one or 0 for one in limits)
    own = sum(line.value_minor for line in asked.lines if line.project_id in projects)
    committed, before = _committed(session, None, asked.order_id, agreement=agreement)
    for project in projects:
        others, mine = _committed(session, project, asked.order_id)
        committed, before = committed + others, before + mine
    return ProjectMoney(number, limit, committed, value + own, before)


def late_terms(session: Session, asked: Asked, *, on: date) -> list[Problem]:
    """Judge on a later day whether the agreements behind an order still hold."""
    return term_problems(_terms(session, asked, on=on), on=on)


def terms_and_scopes(session: Session, asked: Asked) -> list[Problem]:
    """Judge whether the agreements still hold on the day, and whether each line may be bought under its project."""
    return [
        *term_problems(_terms(session, asked, on=asked.day), on=asked.day),
        *scope_problems(_scoped_lines(session, asked)),
    ]


def unknown_before(now: Iterable[Problem], before: Iterable[Problem]) -> list[Problem]:
    """Return what an edit brings: what stood against the order already was approved when it was placed."""
    known = {_subject(problem) for problem in before}
    return [problem for problem in now if _subject(problem) not in known]


def _subject(problem: Problem) -> tuple[str, tuple[tuple[str, str], ...]]:
    """Say what a problem is about, whatever number its line has."""
    return problem.code, tuple(sorted((key, value) for key, value in problem.params.items() if key != "line"))


def _committed(
    session: Session, project_id: int | None, order_id: int, *, agreement: int | None = None
) -> tuple[int, int]:
    """Return what other placed orders and this one take of a project; canceled quantities do not count.

    Without a project: of an agreement, by lines that name none.
    """
    payer = "COALESCE(l.project_id, o.project_id)"
    which = f"{payer} = :p" if project_id is not None else f"{payer} IS NULL AND o.agreement_id = :a"
    rows = session.execute(
        text(
            "SELECT o.id = :o AS own, sum(l.value_usd_minor) AS value, max(l.quantity) AS quantity,"
            " max(l.canceled_quantity) AS canceled FROM order_line l JOIN purchase_order o ON o.id = l.order_id"
            f" WHERE {which} AND o.state IN ('placed', 'short-closed', 'closed')"
            " GROUP BY own, CASE l.canceled_quantity WHEN 0 THEN 0 ELSE l.id END"
        ),
        {"p": project_id, "o": order_id, "a": agreement},
    ).all()
    sums = {False: 0, True: 0}
    for row in rows:
        left = row.quantity - row.canceled
        sums[bool(row.own)] += div_half_even(row.value * left, row.quantity) if row.canceled else row.value
    return sums[False], sums[True]


def _terms(session: Session, asked: Asked, *, on: date) -> list[Term]:
    """Return the agreements that stand behind the order: its own, and those of the projects that pay."""
    projects = dict.fromkeys(line.project_id for line in asked.lines)
    own = asked.agreement_id or agreements.agreement_of(session, asked.project_id)
    ids = dict.fromkeys([own, *(agreements.agreement_of(session, project) for project in projects)])
    found = (agreements.term(session, agreement, on=on) for agreement in ids if agreement is not None)
    return [term for term in found if term is not None]


def _scoped_lines(session: Session, asked: Asked) -> list[ScopedLine]:
    projects = dict.fromkeys(line.project_id for line in asked.lines)
    scopes = {project: agreements.scope(session, project, asked.agreement_id) for project in projects}
    found = []
    for line in asked.lines:
        row = session.execute(
            text(
                "SELECT i.id, i.name || CASE WHEN v.size = '' THEN '' ELSE ', ' || v.size END AS item, i.category"
                " FROM variant v JOIN item i ON i.id = v.item_id WHERE v.id = :v"
            ),
            {"v": line.variant_id},
        ).first()
        if row is not None:
            found.append(ScopedLine(line.line_no, row.item, row.id, row.category, scopes[line.project_id]))
    return found
