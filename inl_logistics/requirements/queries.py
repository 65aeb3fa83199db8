"""Questions about requirements: the list, one plan whole, what became of each need.

The computed state comes from `rules.progress`, so that list and page can never tell different things.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row, text
from sqlalchemy.orm import Session

from inl_logistics.database.conditions import Conditions, order_by
from inl_logistics.kernel.dates import stored_day
from inl_logistics.kernel.listing import Facet, Listing, ListQuery
from inl_logistics.kernel.values import UnitPrice, line_value
from inl_logistics.requirements import carrying, planparts
from inl_logistics.requirements.facts import TAKEN_BACK, left_of, record
from inl_logistics.requirements.records import RequirementState
from inl_logistics.requirements.rules import progress

_OPEN = ("draft", "submitted", "approved", "rejected")
# Units of issue over a plan: needed; put aside or in handovers that are not signed; signed; still coming on its orders.
_FATE = f"""
WITH need AS (SELECT requirement_id AS id, sum(quantity) AS q FROM requirement_need GROUP BY 1),
 cost AS (SELECT n.requirement_id AS id, sum(n.quantity * i.price_micros) AS q FROM requirement_need n JOIN item i
  ON i.id = n.item_id AND i.currency = 'USD' GROUP BY 1),
 held AS (SELECT r.requirement_id AS id, sum(v.quantity) AS q FROM reservation v JOIN requirement_recipient r
  ON r.id = v.owner_id WHERE v.owner_kind = 'requirement' GROUP BY 1),
 hand AS (SELECT q.requirement_id AS id,
  sum(CASE WHEN h.state IN ('signed', 'variance') THEN COALESCE(k.signed_quantity, k.quantity) ELSE 0 END) AS given,
  sum(CASE WHEN h.state IN ('draft', 'issued') THEN k.quantity ELSE 0 END) AS going FROM requirement_handover q
  JOIN handover h ON h.id = q.handover_id JOIN handover_line l ON l.handover_id = h.id
  JOIN handover_pick k ON k.line_id = l.id GROUP BY 1),
 back AS (SELECT requirement_id AS id, sum(quantity) AS q FROM ({TAKEN_BACK}) GROUP BY 1),
 coming AS (SELECT q.requirement_id AS id, sum(l.quantity - l.canceled_quantity - COALESCE((SELECT sum(x.quantity)
  FROM receipt_line x JOIN receiving g ON g.id = x.receiving_id WHERE x.order_line_id = l.id AND g.state = 'posted'
  AND x.outcome = 'good'), 0)) AS q FROM requirement_order q JOIN order_line l ON l.id = q.order_line_id
  JOIN purchase_order o ON o.id = l.order_id WHERE o.state IN ('draft', 'placed') GROUP BY 1),
 people AS (SELECT requirement_id AS id, count(*) AS recipients, sum(headcount) AS heads FROM requirement_recipient
  GROUP BY 1)
SELECT r.id, COALESCE(d.number, '') AS number, r.title, COALESCE(a.name, '') AS agency, COALESCE(j.code, '') AS project,
 COALESCE(people.recipients, 0) AS recipients, COALESCE(people.heads, 0) AS heads, r.need_by, r.state, r.priority,
 COALESCE(need.q, 0) AS needed, COALESCE(held.q, 0) + COALESCE(hand.going, 0) AS ready,
 COALESCE(hand.given, 0) - COALESCE(back.q, 0) AS given, COALESCE(coming.q, 0) AS coming, COALESCE(cost.q, 0) AS cost
FROM requirement r LEFT JOIN document d ON d.id = r.document_id LEFT JOIN partner a ON a.id = r.agency_id
LEFT JOIN project j ON j.id = r.project_id LEFT JOIN need ON need.id = r.id LEFT JOIN held ON held.id = r.id
LEFT JOIN hand ON hand.id = r.id LEFT JOIN coming ON coming.id = r.id LEFT JOIN people ON people.id = r.id
LEFT JOIN cost ON cost.id = r.id LEFT JOIN back ON back.id = r.id
"""
_SORTS = {
    "number": "d.id IS NULL DESC, r.id", "title": "r.title", "agency": "agency", "need_by": "r.need_by IS NULL, r.need_by",
    "heads": "heads", "estimate": "cost",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class RequirementRow:
    """A plan in the list; the estimate in cents of USD, quantities in units of issue."""

    key: int
    number: str
    title: str
    agency: str
    project: str
    recipients: int
    headcount: int
    need_by: date | None
    status: str
    priority: str
    needed: int
    ready: int
    handed_over: int
    coming: int
    estimate_minor: int
    late: bool = False


def keys(session: Session, query: ListQuery, *, today: date) -> Listing:
    """Return the plans that match, newest first unless said otherwise."""
    where = Conditions()
    where.found("r.id", "requirement", query.search)
    where.among("r.agency_id", [int(one) for one in query.chosen("agency")])
    where.among("r.priority", query.chosen("priority"))
    order = order_by(query, _SORTS, "r.id DESC")
    found = session.execute(text(f"{_FATE} WHERE {where} ORDER BY {order}, r.id DESC"), where.values)
    shown = [row for row in (_row(one, today) for one in found) if _chosen(row, query)]
    return Listing(
        tuple(row.key for row in shown), (), sum(row.needed for row in shown), sum(row.estimate_minor for row in shown)
    )


def _chosen(row: RequirementRow, query: ListQuery) -> bool:
    states = query.chosen("status")
    return not states or row.status in states or (row.late and "late" in states)


def rows(session: Session, requirement_ids: Sequence[int], *, today: date) -> list[RequirementRow]:
    """Return the rows of these plans, in the same order."""
    if not requirement_ids:
        return []
    wanted = ",".join(str(int(one)) for one in requirement_ids)
    found = {row.id: _row(row, today) for row in session.execute(text(f"{_FATE} WHERE r.id IN ({wanted})"))}
    return [found[key] for key in requirement_ids if key in found]


def _row(row: Row[Any], today: date) -> RequirementRow:
    status = progress(
        state=RequirementState(row.state), needed=row.needed, ordered=row.coming, ready=row.ready + row.given,
        handed_over=row.given,
    )  # fmt: skip
    need_by = stored_day(row.need_by)
    late = need_by is not None and need_by < today and row.state in _OPEN and status != "handed-over"
    return RequirementRow(
        row.id, row.number, row.title, row.agency, row.project, row.recipients, row.heads, need_by, status,
        row.priority, row.needed, row.ready, row.given, row.coming, line_value(1, UnitPrice(row.cost, "USD")).minor, late,
    )  # fmt: skip


def facets(session: Session, *, today: date) -> dict[str, tuple[Facet, ...]]:
    """Return the filter options of the list."""
    counts: dict[str, int] = {}
    priorities: dict[str, int] = {}
    for row in session.execute(text(_FATE)):
        shown = _row(row, today)
        counts[shown.status] = counts.get(shown.status, 0) + 1
        priorities[shown.priority] = priorities.get(shown.priority, 0) + 1
        if shown.late:
            counts["late"] = counts.get("late", 0) + 1
    agencies = session.execute(
        text(
            "SELECT a.id, a.name, count(*) FROM requirement r JOIN partner a ON a.id = r.agency_id GROUP BY a.id ORDER BY a.name"
        )
    )
    return {
        "status": tuple(Facet(key, key, count) for key, count in sorted(counts.items())),
        "agency": tuple(Facet(str(row[0]), row[1], row[2]) for row in agencies),
        "priority": tuple(Facet(key, key, count) for key, count in sorted(priorities.items())),
    }


@dataclass(frozen=True, slots=True)
class RequirementDetail:
    """One plan whole."""

    row: RequirementRow
    id: int
    version: int
    state: str
    agency_id: int | None
    agreement_id: int | None
    agreement: str
    project_id: int | None
    left_minor: int | None
    justification: str
    training_event: str
    maintenance: str
    host_request: str
    remarks: str
    requested_by: str
    submitted_by: str
    decided_by: str
    decided_on: date | None
    decision: str
    recipients: tuple[planparts.RecipientRow, ...]
    lines: tuple[planparts.PlanLineRow, ...]
    needs: tuple[planparts.NeedRow, ...]
    orders: tuple[planparts.PlanOrder, ...]

    @property
    def open_sizes(self) -> int:
        """How many units have no size yet."""
        return sum(need.needed for need in self.needs if need.variant_id is None)


def detail(session: Session, requirement_id: int, *, today: date) -> RequirementDetail | None:
    """Return one plan with its recipients, lines and needs, or None."""
    shown = rows(session, [requirement_id], today=today)
    if not shown:
        return None
    plan = record(session, requirement_id)
    names = session.execute(
        text(
            "SELECT COALESCE(a.number, '') AS agreement, COALESCE(s.name, '') AS submitted, COALESCE(x.name, '') AS decided"
            " FROM requirement r LEFT JOIN agreement a ON a.id = r.agreement_id LEFT JOIN user_account s"
            " ON s.id = r.submitted_by LEFT JOIN user_account x ON x.id = r.decided_by WHERE r.id = :r"
        ),
        {"r": requirement_id},
    ).one()
    found = carrying.carried(session, requirement_id)
    return RequirementDetail(
        shown[0], plan.id, plan.version, plan.state.value, plan.agency_id, plan.agreement_id, names.agreement,
        plan.project_id, left_of(session, plan.project_id, on=today), plan.justification, plan.training_event,
        plan.maintenance, plan.host_request, plan.remarks, plan.requested_by, names.submitted, names.decided,
        plan.decided_at.date() if plan.decided_at else None, plan.decision,
        planparts.recipients(session, requirement_id, found, on=plan.need_by or today), planparts.lines(session, requirement_id),
        planparts.needs(session, requirement_id, found), planparts.orders(session, requirement_id),
    )  # fmt: skip
