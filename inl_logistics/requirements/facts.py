"""What the rules of a plan need to know, read inside its command's transaction; the plan's goods for `needs`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from sqlalchemy import delete, insert, text
from sqlalchemy.orm import Session

from inl_logistics.agreements import facts as agreements
from inl_logistics.catalog.kitfacts import kits, version_in_force
from inl_logistics.kernel.problems import BadInput
from inl_logistics.kernel.text import fold
from inl_logistics.kernel.values import UnitPrice, line_value
from inl_logistics.partners.facts import vetting_of
from inl_logistics.partners.rules import standing
from inl_logistics.requirements import needs
from inl_logistics.requirements.needs import Goods, Need, Share
from inl_logistics.requirements.records import Basis, NeedRecord, RequirementRecord
from inl_logistics.requirements.rules import LineFacts, PlanFacts, RecipientFacts

# What reversals took back of a plan's signed receipts, by recipient and variant, in units of issue.
TAKEN_BACK = (
    "SELECT q.requirement_id, q.recipient_id, y.variant_id, sum(m.quantity) AS quantity FROM requirement_handover q"
    " JOIN handover h ON h.id = q.handover_id AND h.state IN ('signed', 'variance') JOIN movement m"
    " ON m.document_id = h.document_id JOIN place p ON p.id = m.to_place_id AND p.kind = 'facility' JOIN layer y"
    " ON y.id = m.layer_id WHERE EXISTS (SELECT 1 FROM movement r WHERE r.reverses_id = m.id) GROUP BY 1, 2, 3"
)


def record(session: Session, requirement_id: int) -> RequirementRecord:
    """Return a requirement. Raises: BadInput("not-found")."""
    found = session.get(RequirementRecord, requirement_id)
    if found is None:
        raise BadInput("not-found", what=str(requirement_id))
    return found


def goods(session: Session, *, on: date = date.max) -> Goods:
    """Return every kit as it is in force on a day, the newest that was released unless a day is named, and all sizes."""
    variants: dict[int, dict[str, int]] = defaultdict(dict)
    for row in session.execute(text("SELECT id, item_id, size FROM variant WHERE retired = 0 ORDER BY id")):
        variants[row.item_id].setdefault(fold(row.size), row.id)
    return Goods(kits(session, on=on), variants)


def shares(session: Session, requirement_id: int) -> list[Share]:
    """Return the recipients of a plan with the sizes of their persons."""
    sizes: dict[int, dict[tuple[int, int], str]] = defaultdict(dict)
    rows = session.execute(
        text(
            "SELECT s.recipient_id, s.person_no, s.item_id, s.size FROM requirement_size s JOIN requirement_recipient r"
            " ON r.id = s.recipient_id WHERE r.requirement_id = :r"
        ),
        {"r": requirement_id},
    )
    for row in rows:
        sizes[row.recipient_id][row.person_no, row.item_id] = fold(row.size)
    recipients = session.execute(
        text("SELECT id, headcount FROM requirement_recipient WHERE requirement_id = :r ORDER BY line_no"),
        {"r": requirement_id},
    )
    return [Share(row.id, row.headcount, sizes[row.id]) for row in recipients]


def lines(session: Session, requirement_id: int) -> list[needs.Line]:
    """Return the lines of a plan for `needs`."""
    rows = session.execute(
        text(
            "SELECT quantity, basis, recipient_id, kit_id, item_id, variant_id FROM requirement_line"
            " WHERE requirement_id = :r ORDER BY line_no"
        ),
        {"r": requirement_id},
    )
    return [needs.Line(row[0], Basis(row[1]), *row[2:]) for row in rows]


def work_out(session: Session, requirement_id: int, *, on: date) -> None:
    """Write what each recipient of a draft needs, instead of what was worked out before; kits are those of that day."""
    session.execute(delete(NeedRecord).where(NeedRecord.requirement_id == requirement_id))
    found = needs.needs(lines(session, requirement_id), shares(session, requirement_id), goods(session, on=on))
    if found:
        session.execute(
            insert(NeedRecord),
            [
                {
                    "requirement_id": requirement_id, "recipient_id": one.recipient_id, "item_id": one.item_id,
                    "variant_id": one.variant_id, "quantity": one.quantity, "kit_id": one.kit_id,
                }
                for one in found
            ],
        )  # fmt: skip


def needs_of(session: Session, requirement_id: int) -> list[Need]:
    """Return what each recipient of a plan needs."""
    rows = session.execute(
        text(
            "SELECT recipient_id, item_id, variant_id, quantity, kit_id FROM requirement_need WHERE requirement_id = :r"
            " ORDER BY id"
        ),
        {"r": requirement_id},
    )
    return [Need(*row) for row in rows]


def estimate(session: Session, found: Iterable[Need]) -> int:
    """Return what the needs would cost by the catalog's prices, in cents of USD."""
    quantities: dict[int, int] = defaultdict(int)
    for need in found:
        quantities[need.item_id] += need.quantity
    prices: dict[int, int] = {
        row[0]: row[1] for row in session.execute(text("SELECT id, price_micros FROM item WHERE currency = 'USD'"))
    }
    return sum(line_value(count, UnitPrice(prices.get(item, 0), "USD")).minor for item, count in quantities.items())


def left_of(session: Session, project_id: int | None, *, on: date) -> int | None:
    """Return what a project's ceiling still leaves on a day, in cents of USD; None where it has none."""
    if project_id is None:
        return None
    ceiling = agreements.ceiling(session, project_id, on=on)
    if ceiling is None:
        return None
    return ceiling - agreements.committed(session, project_id)


def facts_of(session: Session, plan: RequirementRecord, *, today: date) -> PlanFacts:
    """Gather what the rules judge of a stored plan."""
    found = needs_of(session, plan.id)
    need_day = plan.need_by or today
    agreement = plan.agreement_id or agreements.agreement_of(session, plan.project_id)
    term = agreements.term(session, agreement, on=today)
    project = session.execute(text("SELECT code FROM project WHERE id = :p"), {"p": plan.project_id}).scalar()
    return PlanFacts(
        plan.title, plan.agency_id is not None, plan.justification, plan.need_by,
        _recipients(session, plan.id, on=need_day), _lines(session, plan),
        needs.open_sizes(found), estimate(session, found), left_of(session, plan.project_id, on=today),
        project or "", term.expires_on if term else None,
    )  # fmt: skip


def _recipients(session: Session, requirement_id: int, *, on: date) -> list[RecipientFacts]:
    rows = session.execute(
        text(
            "SELECT r.unit_id, r.facility_id, r.headcount, COALESCE(u.name, f.name, '') AS name FROM"
            " requirement_recipient r LEFT JOIN partner u ON u.id = r.unit_id LEFT JOIN partner f ON f.id = r.facility_id"
            " WHERE r.requirement_id = :r ORDER BY r.line_no"
        ),
        {"r": requirement_id},
    ).all()
    found = []
    for row in rows:
        vetting = vetting_of(session, row.unit_id, on=on)
        found.append(
            RecipientFacts(
                row.name or "—", row.headcount, row.facility_id is not None, row.unit_id is not None,
                standing(vetting, on=on), vetting.valid_to,
            )
        )  # fmt: skip
    return found


def _lines(session: Session, plan: RequirementRecord) -> list[LineFacts]:
    scope = agreements.scope(session, plan.project_id, plan.agreement_id)
    rows = session.execute(
        text(
            "SELECT l.quantity, l.basis, l.kit_id, l.kit_version, COALESCE(k.code, i.name, '') AS item, i.id AS item_id, i.category,"
            " COALESCE(i.policy_hold, 0) AS hold FROM requirement_line l LEFT JOIN kit k ON k.id = l.kit_id"
            " LEFT JOIN item i ON i.id = l.item_id WHERE l.requirement_id = :r ORDER BY l.line_no"
        ),
        {"r": plan.id},
    ).all()
    return [
        LineFacts(
            row.item, row.quantity, Basis(row.basis), True, True, bool(row.hold),
            None if scope is None or row.kit_id is not None else scope.allows(row.item_id, row.category),
            row.kit_id is not None and row.kit_version is None,
        )
        for row in rows
    ]  # fmt: skip


def take_released(session: Session, requirement_id: int, *, on: date) -> None:
    """Work a draft out again where a kit was released since it was saved."""
    rows = session.execute(
        text(
            "SELECT id, kit_id FROM requirement_line WHERE requirement_id = :r AND kit_id IS NOT NULL AND kit_version IS NULL"
        ),
        {"r": requirement_id},
    ).all()
    released = [
        (row.id, version) for row in rows if (version := version_in_force(session, row.kit_id, on=on)) is not None
    ]
    for line, version in released:
        session.execute(text("UPDATE requirement_line SET kit_version = :v WHERE id = :l"), {"v": version, "l": line})
    if released:
        work_out(session, requirement_id, on=on)
