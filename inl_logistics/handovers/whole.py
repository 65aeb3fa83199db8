"""One handover whole: its record, its lines with their picks, what stands against it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from inl_logistics.approvals.queries import SetAside, set_aside
from inl_logistics.handovers import facts
from inl_logistics.handovers.following import Following, to_follow
from inl_logistics.handovers.papers import signatures_of
from inl_logistics.handovers.queries import STATUS
from inl_logistics.handovers.rules import handover_problems
from inl_logistics.kernel.dates import instant_from_text, stored_day
from inl_logistics.kernel.problems import Problem
from inl_logistics.kernel.values import Condition, minor_of
from inl_logistics.paper.model import Signature
from inl_logistics.partners.facts import vetting_of
from inl_logistics.partners.rules import VettingFacts, VettingStanding, standing
from inl_logistics.register.periods import closed_before
from inl_logistics.settings.declared import local_day


@dataclass(frozen=True, slots=True)
class PickRow:
    """One pick; price in millionths of USD. `signed` is None until the paper is entered; a reversal `returned` it."""

    id: int
    layer_id: int
    place_id: int
    unit_id: int | None
    serial: str
    lot: str
    expires_on: date | None
    condition: str
    quantity: int
    signed: int | None
    price_micros: int
    returned: bool = False


@dataclass(frozen=True, slots=True)
class HandoverLineRow:
    """One line of the composer."""

    line_no: int
    variant_id: int
    item: str
    code: str
    tracking: str
    unit: str
    asked: int | None
    remarks: str
    picks: tuple[PickRow, ...]
    kit_id: int | None = None
    condition_to: Condition | None = None

    @property
    def quantity(self) -> int:
        """Units of issue on this line."""
        return sum(pick.quantity for pick in self.picks)

    @property
    def value_minor(self) -> int:
        """Cents of USD on this line."""
        return minor_of(sum(pick.quantity * pick.price_micros for pick in self.picks))


@dataclass(frozen=True, slots=True)
class KitRow:
    """So many of a kit on the handover, by one version; `numbers` are those that stood assembled."""

    kit_id: int
    code: str
    name: str
    version: int
    count: int
    numbers: str


@dataclass(frozen=True, slots=True)
class LinkedReceipt:
    """A receipt that refers to this one: a replacement, a return, or one that completes it."""

    id: int
    number: str
    type: str
    state: str
    completes: bool


@dataclass(frozen=True, slots=True)
class HandoverDetail:
    """One handover whole; `fields` are the plain values of the record."""

    id: int
    version: int
    document_id: int | None
    number: str
    state: str
    status: str
    type: str
    unit_id: int | None
    unit: str
    unit_native: str
    agency: str
    agency_native: str
    facility_id: int | None
    facility: str
    person_id: int | None
    person: str
    agreement_id: int | None
    agreement: str
    project_id: int | None
    project: str
    fields: dict[str, Any]
    planned_on: date | None
    signed_on: date | None
    issued_at: datetime | None
    variance: str
    reversals: tuple[str, ...]
    copy_attachment_id: int | None
    copy_name: str
    vetting: VettingFacts
    standing: VettingStanding
    lines: tuple[HandoverLineRow, ...]
    signatures: tuple[Signature, ...]
    kits: tuple[KitRow, ...]
    follow: tuple[Following, ...]
    linked: tuple[LinkedReceipt, ...]
    refers_to_id: int | None
    refers_to: str
    completes: bool
    to_bin_id: int | None
    entered_at: datetime | None
    closed_through: date | None  # the books were closed through this day when the signature was entered
    variance_document_id: int | None = None
    reversal_document_ids: tuple[int, ...] = ()
    set_aside: tuple[SetAside, ...] = ()  # the rules that an approver set aside for it and for its reversals
    ended_by: str = ""  # who voided it, entered it as refused or reversed it, and on which day
    ended_on: date | None = None

    @property
    def to_follow(self) -> int:
        """Units that are neither handed over nor on a receipt that completes this one."""
        return sum(one.quantity for one in self.follow)


_FIELDS = (
    "witness", "custodian", "interpreter", "shortage_ended", "place", "waybill", "requirement", "language", "show_values", "remarks", "signed_place", "signed_by",
    "signed_remarks", "signed_on_screen", "closed_reason",
)  # fmt: skip


def detail(session: Session, handover_id: int, *, today: date) -> HandoverDetail | None:
    """Return one handover, or None."""
    row = session.execute(
        text(
            f"SELECT h.*, {STATUS} AS status, d.number AS number, u.name AS unit, u.name_native AS unit_native,"
            " a.name AS agency, a.name_native AS agency_native, f.name AS facility, p.name AS person, g.number AS agreement,"
            " j.code AS project, x.number AS variance, c.file_name AS copy_name, o.number AS refers_to FROM handover h"
            " LEFT JOIN document d ON d.id = h.document_id LEFT JOIN partner u ON u.id = h.unit_id"
            " LEFT JOIN partner a ON a.id = h.agency_id LEFT JOIN partner f ON f.id = h.facility_id"
            " LEFT JOIN person p ON p.id = h.person_id LEFT JOIN agreement g ON g.id = h.agreement_id"
            " LEFT JOIN project j ON j.id = h.project_id LEFT JOIN document x ON x.id = h.variance_document_id"
            " LEFT JOIN attachment c ON c.id = h.copy_attachment_id LEFT JOIN handover e ON e.id = h.refers_to_id"
            " LEFT JOIN document o ON o.id = e.document_id WHERE h.id = :h"
        ),
        {"h": handover_id},
    ).first()
    if row is None:
        return None
    reversals = session.execute(
        text("SELECT id, number FROM document WHERE reverses_id = :d ORDER BY id"), {"d": row.document_id or 0}
    ).all()
    on = stored_day(row.signed_on) or stored_day(row.planned_on) or today
    if row.state == "issued":
        on = max(on, today)  # it will be signed today at the earliest
    vetting = vetting_of(session, row.unit_id, on=on)
    entered = instant_from_text(row.signed_entered_at) if row.signed_entered_at else None
    return HandoverDetail(
        row.id, row.version, row.document_id, row.number or "", row.state, row.status, row.type, row.unit_id,
        row.unit or "", row.unit_native or "", row.agency or "", row.agency_native or "", row.facility_id,
        row.facility or "", row.person_id, row.person or "", row.agreement_id, row.agreement or "", row.project_id,
        row.project or "", {name: getattr(row, name) for name in _FIELDS}, stored_day(row.planned_on),
        stored_day(row.signed_on), instant_from_text(row.issued_at) if row.issued_at else None, row.variance or "",
        tuple(one.number for one in reversals), row.copy_attachment_id, row.copy_name or "", vetting, standing(vetting, on=on),
        lines(session, handover_id, row.document_id), signatures_of(row.signatures), _kits(session, handover_id),
        tuple(to_follow(session, handover_id)), _linked(session, handover_id), row.refers_to_id, row.refers_to or "",
        bool(row.completes), row.to_bin_id, entered, closed_before(session, stored_day(row.signed_on), entered),
        row.variance_document_id, tuple(one.id for one in reversals),
        set_aside(session, [row.document_id or 0, *(one.id for one in reversals)]), *_ended(session, handover_id),
    )  # fmt: skip


def _ended(session: Session, handover_id: int) -> tuple[str, date | None]:
    row = session.execute(
        text(
            "SELECT u.name, t.at FROM trail t JOIN user_account u ON u.id = t.user_id WHERE t.subject_kind = 'handover'"
            " AND t.subject_id = :h AND t.action IN ('handover.void', 'handover.refused', 'handover.reverse')"
            " ORDER BY t.id DESC LIMIT 1"
        ),
        {"h": handover_id},
    ).first()
    return (row.name, local_day(session, instant_from_text(row.at))) if row is not None else ("", None)


def _kits(session: Session, handover_id: int) -> tuple[KitRow, ...]:
    rows = session.execute(
        text(
            "SELECT k.kit_id, c.code, c.name, k.kit_version, k.count AS kits, k.numbers FROM handover_kit k JOIN kit c"
            " ON c.id = k.kit_id WHERE k.handover_id = :h ORDER BY c.code"
        ),
        {"h": handover_id},
    )
    return tuple(KitRow(*row) for row in rows)


def _linked(session: Session, handover_id: int) -> tuple[LinkedReceipt, ...]:
    rows = session.execute(
        text(
            "SELECT h.id, COALESCE(d.number, '') AS number, h.type, h.state, h.completes FROM handover h LEFT JOIN document d"
            " ON d.id = h.document_id WHERE h.refers_to_id = :h ORDER BY h.id"
        ),
        {"h": handover_id},
    )
    return tuple(LinkedReceipt(row.id, row.number, row.type, row.state, bool(row.completes)) for row in rows)


def lines(session: Session, handover_id: int, document_id: int | None = None) -> tuple[HandoverLineRow, ...]:
    """Return the lines of a handover with their picks."""
    back = facts.returned(session, handover_id, document_id)
    picks: dict[int, list[PickRow]] = {}
    for pick in facts.picks(session, handover_id):
        picks.setdefault(pick.line_id, []).append(
            PickRow(
                pick.id, pick.layer_id, pick.place_id, pick.unit_id, pick.serial, pick.lot, stored_day(pick.expires_on),
                pick.condition, pick.quantity, pick.signed, pick.price_micros, pick.id in back,
            )
        )  # fmt: skip
    found = session.execute(
        text(
            "SELECT l.id, l.line_no, l.variant_id, i.name || CASE WHEN v.size = '' THEN '' ELSE ', ' || v.size END AS item,"
            " v.code, i.tracking, v.unit_of_issue, l.asked, l.remarks, l.kit_id, l.condition_to FROM handover_line l JOIN variant v"
            " ON v.id = l.variant_id JOIN item i ON i.id = v.item_id WHERE l.handover_id = :h ORDER BY l.line_no"
        ),
        {"h": handover_id},
    )
    return tuple(
        HandoverLineRow(
            row.line_no, row.variant_id, row.item, row.code, row.tracking, row.unit_of_issue, row.asked, row.remarks,
            tuple(picks.get(row.id, ())), row.kit_id, Condition(row.condition_to) if row.condition_to else None,
        )
        for row in found
    )  # fmt: skip


def problems(session: Session, handover_id: int, *, on: date) -> list[Problem]:
    """Return what stands against issuing a draft on a day, for the composer to show as it is typed."""
    return handover_problems(facts.facts_of(session, facts.record(session, handover_id), on=on))
