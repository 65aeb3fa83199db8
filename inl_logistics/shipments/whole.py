"""Questions about one inbound shipment: header, milestones, packages, lines, papers, marks, what waits for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from inl_logistics.kernel.dates import stored_day
from inl_logistics.kernel.problems import Problem
from inl_logistics.shipments import contents, facts
from inl_logistics.shipments.cargo import hazard_problems, list_problems, required_papers
from inl_logistics.shipments.contents import PackageRow, ShipmentLineRow
from inl_logistics.shipments.demurrage import Demurrage, Terms, demurrage, demurrage_starts, lasts_until
from inl_logistics.shipments.drafts import PLAIN, TEXTS
from inl_logistics.shipments.marks import MarkRow, marks
from inl_logistics.shipments.records import MilestoneKind, PaperKind
from inl_logistics.shipments.rules import Step, days_late, next_step
from inl_logistics.shipments.waiting import Waiting, waiting


@dataclass(frozen=True, slots=True)
class PaperRow:
    """A paper of the checklist."""

    kind: str
    required: bool
    number: str
    dated_on: date | None
    attachment_id: int | None
    file_name: str
    size: int
    files: int = 0
    waived: bool = False

    @property
    def is_there(self) -> bool:
        """Tell whether it has come."""
        return bool(self.number or self.dated_on or self.attachment_id)


@dataclass(frozen=True, slots=True)
class ShipmentDetail:
    """One inbound shipment whole; money in minor units of `currency`, weights in grams."""

    id: int
    version: int
    number: str
    state: str
    title: str
    vendor_id: int | None
    vendor: str
    carrier_id: int | None
    carrier: str
    fields: dict[str, Any]
    history: bool
    receiving_id: int | None
    receiving_state: str
    steps: tuple[Step, ...]
    packages: tuple[PackageRow, ...]
    lines: tuple[ShipmentLineRow, ...]
    papers: tuple[PaperRow, ...]
    orders: tuple[tuple[int, str], ...]
    projects: tuple[str, ...]
    late_days: int
    due_step: str
    demurrage_on: date | None
    changed: tuple[str, str]
    demurrage: Demurrage | None = None
    marks: tuple[MarkRow, ...] = ()
    warnings: tuple[Problem, ...] = ()
    waiting: tuple[Waiting, ...] = ()
    delivery_on: date | None = None
    weight_from: tuple[tuple[int, str], ...] = ()


_FIELDS = (
    *(name for name in TEXTS if name != "title"),
    *(name for name in PLAIN if not name.endswith("r_id")),
    "remarks",
)
_DAYS = ("exemption_on", "note_on", "customs_entry_on", "demurrage_until")


def detail(session: Session, shipment_id: int, *, today: date) -> ShipmentDetail | None:
    """Return one shipment, or None."""
    row = session.execute(
        text(
            "SELECT h.*, d.number AS number, v.name AS vendor, c.name AS carrier,"
            " (SELECT r.id FROM receiving r WHERE r.shipment_id = h.id AND r.state <> 'abandoned' ORDER BY r.id DESC LIMIT 1)"
            " AS receiving_id, (SELECT r.state FROM receiving r WHERE r.shipment_id = h.id AND r.state <> 'abandoned'"
            " ORDER BY r.id DESC LIMIT 1) AS receiving_state FROM shipment h LEFT JOIN document d ON d.id = h.document_id"
            " LEFT JOIN partner v ON v.id = h.vendor_id LEFT JOIN partner c ON c.id = h.carrier_id WHERE h.id = :s"
        ),
        {"s": shipment_id},
    ).first()
    if row is None:
        return None
    found_steps = steps(session, shipment_id)
    active = not row.history and row.state not in ("draft", "closed", "canceled")
    step = next_step(found_steps)
    fields = {name: getattr(row, name) for name in _FIELDS}
    fields |= {name: stored_day(fields[name]) for name in _DAYS}
    reached = {one.kind: one.actual_on for one in found_steps}
    delivery = next((one for one in found_steps if one.kind is MilestoneKind.DELIVERED), None)
    terms = Terms(row.free_days, row.demurrage_minor, row.demurrage_currency, row.demurrage_cap_minor)
    until = lasts_until(reached.get(MilestoneKind.DELIVERED), fields["demurrage_until"])
    goods = facts.cargo(session, shipment_id)
    found_lines = contents.lines(session, shipment_id)
    orders = {line.order_id: line.order_ref.rpartition(" / ")[0] for line in found_lines if line.order_id}
    projects = session.execute(
        text(
            "SELECT DISTINCT j.code FROM shipment_line s JOIN order_line l ON l.id = s.order_line_id JOIN purchase_order o"
            " ON o.id = l.order_id JOIN project j ON j.id = COALESCE(l.project_id, o.project_id) WHERE s.shipment_id = :s"
        ),
        {"s": shipment_id},
    ).scalars()
    changed = session.execute(
        text(
            "SELECT t.at, u.name FROM trail t JOIN user_account u ON u.id = t.user_id WHERE t.subject_kind = 'shipment'"
            " AND t.subject_id = :s ORDER BY t.id DESC LIMIT 1"
        ),
        {"s": shipment_id},
    ).first()
    # What is closed history asks for nothing any more.
    checklist = tuple(one for one in papers(session, shipment_id) if one.is_there or not row.history)
    return ShipmentDetail(
        row.id, row.version, row.number or "", row.state, row.title, row.vendor_id, row.vendor or "", row.carrier_id,
        row.carrier or "", fields, bool(row.history), row.receiving_id, row.receiving_state or "", tuple(found_steps),
        contents.packages(session, shipment_id), found_lines, checklist, tuple(orders.items()), tuple(projects),
        days_late(found_steps, today=today) if active else 0, step.kind.value if step and active else "",
        demurrage_starts(reached.get(MilestoneKind.ARRIVED), row.free_days),
        (changed.at, changed.name) if changed else ("", ""),
        None if row.history else demurrage(reached.get(MilestoneKind.ARRIVED), until, terms, today=today),
        marks(session, shipment_id), () if row.history else (*hazard_problems(goods, row.mode), *list_problems(goods)),
        waiting(session, shipment_id) if not row.history and row.state not in ("closed", "canceled") else (),
        (delivery.actual_on or delivery.forecast_on or delivery.planned_on) if delivery else None,
        _booked_on(session, shipment_id),
    )  # fmt: skip


def _booked_on(session: Session, shipment_id: int) -> tuple[tuple[int, str], ...]:
    """Return the other shipments on which the weight or freight of lines of this one is booked."""
    rows = session.execute(
        text(
            "SELECT DISTINCT h.id, COALESCE(NULLIF(h.source_number, ''), d.number, h.title) FROM shipment_line s"
            " JOIN shipment_line o ON o.id IN (s.weight_line_id, s.freight_line_id) JOIN shipment h ON h.id = o.shipment_id"
            " LEFT JOIN document d ON d.id = h.document_id WHERE s.shipment_id = :s AND h.id <> :s ORDER BY h.id"
        ),
        {"s": shipment_id},
    )
    return tuple((row[0], row[1]) for row in rows)


def steps(session: Session, shipment_id: int) -> list[Step]:
    """Return the milestones of a shipment in order."""
    found = session.execute(
        text(
            "SELECT kind, planned_on, forecast_on, actual_on, skipped FROM milestone WHERE shipment_id = :s ORDER BY id"
        ),
        {"s": shipment_id},
    )
    by_kind = {
        row.kind: Step(
            MilestoneKind(row.kind),
            stored_day(row.planned_on),
            stored_day(row.forecast_on),
            stored_day(row.actual_on),
            bool(row.skipped),
        )
        for row in found
    }
    return [by_kind[kind.value] for kind in MilestoneKind if kind.value in by_kind]


def papers(session: Session, shipment_id: int) -> tuple[PaperRow, ...]:
    """Return the paper checklist: what these goods need on this way, then what came besides."""
    stored = {
        row.kind: row
        for row in session.execute(
            text(
                "SELECT p.kind, p.required, p.number, p.dated_on, a.id AS attachment_id, COALESCE(a.file_name, '') AS name,"
                " COALESCE(a.size, 0) AS size FROM shipment_paper p LEFT JOIN attachment a ON a.id = p.attachment_id"
                " AND a.removed_at IS NULL WHERE p.shipment_id = :s"
            ),
            {"s": shipment_id},
        )
    }
    files: dict[str, list[Any]] = {}
    for one in session.execute(
        text(
            "SELECT id, role, file_name, size FROM attachment WHERE subject_kind = 'shipment' AND subject_id = :s"
            " AND removed_at IS NULL ORDER BY id"
        ),
        {"s": shipment_id},
    ):
        files.setdefault(one.role, []).append(one)
    shipment = facts.record(session, shipment_id)
    needed = required_papers(facts.cargo(session, shipment_id), shipment.mode)
    found = []
    for kind in sorted(PaperKind, key=lambda kind: needed.index(kind) if kind in needed else len(needed)):
        row, own = stored.get(kind.value), files.get(kind.value, [])
        has = bool(own) or (row is not None and bool(row.number or row.dated_on or row.attachment_id))
        if kind not in needed and not has:
            continue
        required = kind in needed and (row is None or bool(row.required))
        first = own[0] if own else None
        found.append(
            PaperRow(
                kind.value, required, row.number if row else "", stored_day(row.dated_on) if row else None,
                first.id if first else row.attachment_id if row else None, first.file_name if first else row.name if row else "",
                first.size if first else row.size if row else 0, max(len(own), 1 if row is not None and row.attachment_id else 0),
            )
        )  # fmt: skip
    return tuple(found)


def carrier_options(session: Session) -> list[tuple[int, str]]:
    """Return the carriers to choose from."""
    found = session.execute(
        text("SELECT id, name FROM partner WHERE kind = 'carrier' AND retired_on IS NULL ORDER BY name")
    )
    return [(row.id, row.name) for row in found]
