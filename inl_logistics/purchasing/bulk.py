"""Several orders at once: placed, closed, or paid by another project; all of them or none. Each is judged as it is alone.

Source: product.md 3 (bulk actions with preview).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import text
from sqlalchemy.orm import Session

from inl_logistics.kernel.actor import Actor
from inl_logistics.kernel.problems import Problem, RulesBroken, Severity, raise_if_broken
from inl_logistics.purchasing.amendments import MoveLinesDraft, move_lines
from inl_logistics.purchasing.commands import (
    asked_of,
    draft_of,
    order_record,
    place_order,
    placing_problems,
    save_order,
)
from inl_logistics.purchasing.ending import close_order, closing_facts
from inl_logistics.purchasing.records import OrderState
from inl_logistics.purchasing.rules import closing_problems
from inl_logistics.settings.declared import local_day


@dataclass(frozen=True, slots=True)
class BulkRow:
    """What would become of one order: what stands against it, and whether an approver may set that aside."""

    order_id: int
    number: str
    title: str
    value_minor: int
    lines: int
    problems: tuple[Problem, ...]

    @property
    def refused(self) -> bool:
        """Tell whether it is left out whatever anybody approves."""
        return any(one.severity is Severity.BLOCK for one in self.problems)


def placing_preview(session: Session, order_ids: Sequence[int], *, today: date) -> list[BulkRow]:
    """Return what stands against placing each of these orders, one after the other."""
    besides: Counter[int] = Counter()
    found = []
    for one in order_ids:
        order = order_record(session, one)
        day = order.ordered_on or today
        if order.state is not OrderState.DRAFT:
            found.append(_row(session, one, [Problem("order-no-draft")]))
            continue
        row = _row(session, one, placing_problems(session, one, on=day, besides=besides))
        if not row.refused:
            besides.update(asked_of(session, one, on=day).by_project())
        found.append(row)
    return found


def moving_preview(session: Session, order_ids: Sequence[int], project_id: int | None) -> list[BulkRow]:
    """Return which of these orders have lines that another project can pay."""
    found = []
    for one in order_ids:
        problems = []
        if order_record(session, one).state is OrderState.CANCELED:
            problems.append(Problem("order-ended", params={"state": OrderState.CANCELED.value}))
        elif project_id is not None and not _elsewhere(session, one, project_id):
            problems.append(Problem("lines-already-there"))
        found.append(_row(session, one, problems))
    return found


def closing_preview(session: Session, order_ids: Sequence[int]) -> list[BulkRow]:
    """Return which of these orders are complete and can be closed."""
    found = []
    for one in order_ids:
        facts = closing_facts(session, one)
        problems = closing_problems(replace(facts, missing=0), reason="")
        if facts.missing and not problems:
            problems.append(Problem("order-incomplete", params={"units": str(facts.missing)}))
        found.append(_row(session, one, problems))
    return found


def close_orders(session: Session, order_ids: tuple[int, ...], *, by: Actor, at: datetime) -> int:
    """Close several complete orders, all or none; return how many. Raises: RulesBroken."""
    chosen = tuple(dict.fromkeys(order_ids))
    raise_if_broken(problem for row in closing_preview(session, chosen) for problem in row.problems)
    for one in chosen:
        close_order(session, one, by=by, at=at)
    return len(chosen)


def place_orders(session: Session, order_ids: tuple[int, ...], *, by: Actor, at: datetime) -> tuple[str, ...]:
    """Place several drafts and return their numbers.

    Raises: RulesBroken with what is wrong with any of them, ApprovalNeeded; then none is placed.
    """
    today = local_day(session, at)
    shown = placing_preview(session, order_ids, today=today)
    raise_if_broken((problem for row in shown for problem in row.problems), overridden=by.overridden)
    return tuple(place_order(session, one, by=by, at=at) for one in dict.fromkeys(order_ids))


def move_orders(
    session: Session, order_ids: tuple[int, ...], project_id: int, *, moved_on: date, reason: str, by: Actor, at: datetime
) -> int:  # fmt: skip
    """Let another project pay for whole orders; return how many changed.

    A draft simply names the project; of an order that was placed all lines move as `move_lines` does it.
    Raises: what `move_lines` and `save_order` raise; RulesBroken("lines-already-there") where nothing moves.
    """
    moved = 0
    for order_id in dict.fromkeys(order_ids):
        if order_record(session, order_id).state is OrderState.DRAFT:
            draft = draft_of(session, order_id)
            lines = tuple(replace(line, project_id=None) for line in draft.lines)
            agreement = session.execute(
                text("SELECT agreement_id FROM project WHERE id = :p"), {"p": project_id}
            ).scalar()
            save_order(
                session, replace(draft, project_id=project_id, agreement_id=agreement, lines=lines), by=by, at=at
            )
        elif ids := _elsewhere(session, order_id, project_id):
            move_lines(session, MoveLinesDraft(order_id, ids, project_id, moved_on, reason), by=by, at=at)
        else:
            continue
        moved += 1
    if not moved:
        raise RulesBroken([Problem("lines-already-there", where=("project_id",))])
    return moved


def _elsewhere(session: Session, order_id: int, project_id: int) -> tuple[int, ...]:
    """Return the lines of an order that another project pays."""
    found = session.execute(
        text(
            "SELECT l.id FROM order_line l JOIN purchase_order o ON o.id = l.order_id WHERE o.id = :o"
            " AND COALESCE(l.project_id, o.project_id) IS NOT :p ORDER BY l.line_no"
        ),
        {"o": order_id, "p": project_id},
    ).scalars()
    return tuple(found)


def _row(session: Session, order_id: int, problems: Sequence[Problem]) -> BulkRow:
    row = session.execute(
        text(
            "SELECT COALESCE(d.number, '') AS number, o.title, COALESCE(sum(l.value_usd_minor), 0) AS value, count(l.id) AS lines"
            " FROM purchase_order o LEFT JOIN document d ON d.id = o.document_id LEFT JOIN order_line l ON l.order_id = o.id"
            " WHERE o.id = :o GROUP BY o.id"
        ),
        {"o": order_id},
    ).one()
    shown = tuple(one for one in problems if one.severity is not Severity.WARN)
    return BulkRow(order_id, row.number, row.title, row.value, row.lines, shown)
