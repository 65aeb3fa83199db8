"""From a plan's records to the frozen paper: built when it is submitted and approved, and sealed."""

from __future__ import annotations

from collections import defaultdict

from sqlalchemy import text
from sqlalchemy.orm import Session

from inl_logistics.kernel.dates import stored_day
from inl_logistics.kernel.values import DocumentId, UnitPrice, line_value
from inl_logistics.paper.model import NOBODY, Named, Translation
from inl_logistics.register import seals
from inl_logistics.register.records import Fact
from inl_logistics.requirements import facts
from inl_logistics.requirements.documents import PlanGoods, PlanPaper, PlanShare, plan_from_json
from inl_logistics.requirements.needs import Need
from inl_logistics.requirements.records import Basis, RequirementState
from inl_logistics.settings.declared import POST, get, local_day
from inl_logistics.settings.letterhead import letterhead


def paper_of(session: Session, requirement_id: int) -> PlanPaper:
    """Return what the plan's paper prints: as it was approved or submitted, else the draft as it stands."""
    plan = facts.record(session, requirement_id)
    if plan.document_id is not None and plan.state is not RequirementState.DRAFT:
        for fact in (Fact.POST, Fact.ISSUE):
            wanted = plan.state is RequirementState.APPROVED or fact is Fact.ISSUE
            raw = seals.snapshot(session, DocumentId(plan.document_id), fact) if wanted else None
            if raw is not None:
                return plan_from_json(raw)
    return frozen(session, requirement_id, draft=True)


def frozen(session: Session, requirement_id: int, *, draft: bool = False) -> PlanPaper:
    """Return everything that the plan prints as it stands now."""
    plan = facts.record(session, requirement_id)
    row = session.execute(
        text(
            "SELECT d.number, COALESCE(g.number, '') AS agreement, COALESCE(j.code, '') AS project, a.name AS agency,"
            " a.name_native, COALESCE(s.name, c.name) AS requester, COALESCE(s.title, c.title) AS requester_title,"
            " u.name AS approver, u.title AS approver_title FROM requirement r"
            " JOIN user_account c ON c.id = r.created_by LEFT JOIN document d ON d.id = r.document_id"
            " LEFT JOIN agreement g ON g.id = r.agreement_id LEFT JOIN project j ON j.id = r.project_id"
            " LEFT JOIN partner a ON a.id = r.agency_id LEFT JOIN user_account s ON s.id = r.submitted_by"
            " LEFT JOIN user_account u ON u.id = r.decided_by WHERE r.id = :r"
        ),
        {"r": requirement_id},
    ).one()
    approved = plan.state is RequirementState.APPROVED and not draft
    requested = plan.requested_by or row.requester
    names = _names(session)
    found = facts.needs_of(session, requirement_id)
    decided = local_day(session, plan.decided_at) if approved and plan.decided_at else None
    submitted = local_day(session, plan.submitted_at or plan.created_at)
    return PlanPaper(
        number=None if draft else row.number, dated_on=submitted, letterhead=letterhead(get(session, POST)),
        title=plan.title, shares=_shares(session, requirement_id, names), goods=_goods(session, found, names),
        agency=Named(row.agency, row.name_native or "") if row.agency else NOBODY, agreement=row.agreement,
        project=row.project, priority=plan.priority.value, need_by=plan.need_by, justification=plan.justification,
        training_event=plan.training_event, maintenance=plan.maintenance, host_request=plan.host_request,
        remarks=plan.remarks, requested=Named(requested),
        requested_title=row.requester_title if requested == row.requester else "",
        approved=Named(row.approver) if approved else NOBODY, approved_title=row.approver_title if approved else "",
        approved_on=decided,
    )  # fmt: skip


def _names(session: Session) -> dict[int, tuple[Translation, ...]]:
    """Return the names of items in the languages of paper."""
    found: dict[int, list[Translation]] = defaultdict(list)
    for row in session.execute(text("SELECT item_id, language, name FROM item_name ORDER BY language")):
        found[row.item_id].append(Translation(row.language, row.name))
    return {item: tuple(names) for item, names in found.items()}


def _shares(session: Session, requirement_id: int, names: dict[int, tuple[Translation, ...]]) -> tuple[PlanShare, ...]:
    recipients = session.execute(
        text(
            "SELECT r.id, r.headcount, r.planned_on, COALESCE(f.name, '') AS facility, COALESCE(f.name_native, '')"
            " AS facility_native, COALESCE(u.name, '') AS unit, COALESCE(u.name_native, '') AS unit_native"
            " FROM requirement_recipient r LEFT JOIN partner f ON f.id = r.facility_id LEFT JOIN partner u"
            " ON u.id = r.unit_id WHERE r.requirement_id = :r ORDER BY r.line_no"
        ),
        {"r": requirement_id},
    ).all()
    lines = session.execute(
        text(
            "SELECT l.recipient_id, l.quantity, l.basis, l.remarks, l.item_id, COALESCE(k.name, i.name ||"
            " CASE WHEN COALESCE(v.size, '') = '' THEN '' ELSE ', ' || v.size END) AS description,"
            " COALESCE(k.code, v.code, i.code) AS code,"
            " CASE WHEN k.id IS NOT NULL THEN 'KT' ELSE COALESCE(v.unit_of_issue, (SELECT unit_of_issue FROM variant"
            " WHERE item_id = i.id LIMIT 1)) END AS unit FROM requirement_line l LEFT JOIN kit k ON k.id = l.kit_id"
            " LEFT JOIN item i ON i.id = l.item_id LEFT JOIN variant v ON v.id = l.variant_id"
            " WHERE l.requirement_id = :r ORDER BY l.line_no"
        ),
        {"r": requirement_id},
    ).all()
    found = []
    for one in recipients:
        goods = tuple(
            PlanGoods(
                line.description, line.quantity * (one.headcount if line.basis == Basis.PERSON.value else 1),
                line.unit or "EA", line.code or "", names.get(line.item_id, ()), remarks=line.remarks,
            )
            for line in lines
            if line.recipient_id in (None, one.id)
        )  # fmt: skip
        found.append(
            PlanShare(Named(one.facility, one.facility_native), Named(one.unit, one.unit_native), one.headcount,
                      goods, stored_day(one.planned_on))
        )  # fmt: skip
    return tuple(found)


def _goods(session: Session, found: list[Need], names: dict[int, tuple[Translation, ...]]) -> tuple[PlanGoods, ...]:
    """Return all needs together, each variant once, in the order of the catalog's codes."""
    quantities: dict[tuple[int, int | None], int] = defaultdict(int)
    for need in found:
        quantities[need.item_id, need.variant_id] += need.quantity
    goods = []
    for (item_id, variant_id), quantity in quantities.items():
        row = session.execute(
            text(
                "SELECT i.name || CASE WHEN COALESCE(v.size, '') = '' THEN '' ELSE ', ' || v.size END AS name,"
                " COALESCE(v.code, i.code) AS code, COALESCE(v.unit_of_issue, (SELECT unit_of_issue FROM variant"
                " WHERE item_id = i.id LIMIT 1), 'EA') AS unit, i.price_micros FROM item i LEFT JOIN variant v"
                " ON v.id = :v WHERE i.id = :i"
            ),
            {"i": item_id, "v": variant_id},
        ).one()
        value = line_value(quantity, UnitPrice(row.price_micros, "USD")).minor
        goods.append(
            PlanGoods(row.name, quantity, row.unit, row.code or "", names.get(item_id, ()), value,
                      size_open=variant_id is None)
        )  # fmt: skip
    return tuple(sorted(goods, key=lambda one: one.code))
