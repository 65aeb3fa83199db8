"""Questions about handovers: the list, one handover whole, its check, its frozen receipt, the draft's preview."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import msgspec
from sqlalchemy import text
from sqlalchemy.orm import Session

from inl_logistics.database.conditions import Conditions, in_fiscal_years, order_by
from inl_logistics.handovers import facts, snapshot
from inl_logistics.handovers.documents import Receipt, from_json
from inl_logistics.handovers.rules import handover_problems
from inl_logistics.kernel.actor import Actor
from inl_logistics.kernel.dates import instant_from_text, stored_day
from inl_logistics.kernel.listing import Facet, Listing, ListQuery
from inl_logistics.kernel.problems import BadInput, Problem
from inl_logistics.kernel.values import DocumentId, minor_of
from inl_logistics.paper.model import Mark, Seal, Signature
from inl_logistics.partners.facts import vetting_of
from inl_logistics.partners.rules import VettingFacts, VettingStanding, standing
from inl_logistics.register import codes, seals
from inl_logistics.register.records import Fact

_SORTS = {
    "number": "d.id IS NULL DESC, h.id",
    "unit": "unit",
    "facility": "facility",
    "on": "on_day",
    "value": "value",
    "units": "units",
    "state": "status",
}
_STATUS = (
    "CASE WHEN h.state IN ('signed', 'variance') AND h.copy_attachment_id IS NULL AND h.signed_on_screen = 0"
    " THEN 'copy-missing'"
    " WHEN h.state IN ('signed', 'variance') THEN 'complete' ELSE h.state END"
)
# The receipts by which goods of orders `o` are with partners; what was taken back whole is left out.
HANDED_OVER = (
    "SELECT m.document_id FROM order_line l JOIN purchase_order o ON o.id = l.order_id JOIN layer y"
    " ON y.order_line_id = l.id JOIN movement m ON m.layer_id = y.id JOIN place p ON p.id = m.to_place_id"
    " WHERE p.kind = 'facility' AND NOT EXISTS (SELECT 1 FROM movement b WHERE b.reverses_id = m.id)"
)
# Units and value of a handover h. What came back by a reversal is no longer handed over; only the few documents that have one are looked through.
_BACK = (
    "CASE WHEN EXISTS (SELECT 1 FROM document r WHERE r.reverses_id = h.document_id) THEN"
    " (SELECT COALESCE(sum({what}), 0) FROM movement m JOIN place p ON p.id = m.to_place_id AND p.kind = 'facility'"
    " JOIN layer y ON y.id = m.layer_id WHERE m.document_id = h.document_id"
    " AND EXISTS (SELECT 1 FROM movement r WHERE r.reverses_id = m.id)) ELSE 0 END"
)
SUMS = (
    "(SELECT COALESCE(sum(COALESCE(k.signed_quantity, k.quantity)), 0) FROM handover_pick k JOIN handover_line l"
    f" ON l.id = k.line_id WHERE l.handover_id = h.id) - {_BACK.format(what='m.quantity')} AS units,"
    " (SELECT COALESCE(sum(COALESCE(k.signed_quantity, k.quantity) * y.price_usd_micros), 0) FROM handover_pick k"
    " JOIN handover_line l ON l.id = k.line_id JOIN layer y ON y.id = k.layer_id WHERE l.handover_id = h.id)"
    f" - {_BACK.format(what='m.quantity * y.price_usd_micros')} AS value"
)


@dataclass(frozen=True, slots=True)
class HandoverRow:
    """A handover in the list; value in cents of USD. `waiting_days`: how long a signed copy is missing."""

    key: int
    number: str
    unit: str
    agency: str
    facility: str
    on: date | None
    state: str
    status: str
    type: str
    units: int
    value_minor: int
    waiting_days: int
    created_by: str
    partly_reversed: bool = False


def keys(session: Session, query: ListQuery) -> Listing:
    """Return the handovers that match, newest first unless said otherwise."""
    where = Conditions()
    where.found("h.id", "handover", query.search)
    where.among("status", query.chosen("status"))
    where.among("h.agency_id", [int(one) for one in query.chosen("agency")])
    if months := query.chosen("month"):
        where.add("h.state IN ('signed', 'variance')")
        where.among("substr(h.signed_on, 1, 7)", months)
    if years := query.chosen("year"):
        where.add(f"h.document_id IN ({HANDED_OVER} AND {in_fiscal_years('o.ordered_on', years)})")
    rows = session.execute(
        text(
            f"SELECT h.id, {_STATUS} AS status, COALESCE(u.name, '') AS unit, COALESCE(f.name, '') AS facility,"
            f" COALESCE(h.signed_on, h.planned_on, '') AS on_day, {SUMS} FROM handover h"
            " LEFT JOIN document d ON d.id = h.document_id LEFT JOIN partner u ON u.id = h.unit_id"
            f" LEFT JOIN partner f ON f.id = h.facility_id WHERE {where}"
            f" ORDER BY {order_by(query, _SORTS, 'h.id DESC')}, h.id DESC"
        ),
        where.values,
    ).all()
    return Listing(
        tuple(row.id for row in rows), (), sum(row.units for row in rows), minor_of(sum(row.value for row in rows))
    )


def rows(session: Session, handover_ids: Sequence[int], *, today: date) -> list[HandoverRow]:
    """Return the rows of these handovers, in the same order."""
    if not handover_ids:
        return []
    wanted = ",".join(str(int(one)) for one in handover_ids)
    found = session.execute(
        text(
            f"SELECT h.id, COALESCE(d.number, '') AS number, COALESCE(u.name, '') AS unit, COALESCE(a.name, '') AS agency,"
            f" COALESCE(f.name, '') AS facility, h.signed_on, h.planned_on, h.state, {_STATUS} AS status, h.type, {SUMS},"
            " w.name AS by_name, h.state <> 'reversed' AND EXISTS (SELECT 1 FROM document r"
            " WHERE r.reverses_id = h.document_id) AS partly FROM handover h JOIN user_account w ON w.id = h.created_by LEFT JOIN document d"
            " ON d.id = h.document_id LEFT JOIN partner u ON u.id = h.unit_id LEFT JOIN partner a ON a.id = h.agency_id"
            f" LEFT JOIN partner f ON f.id = h.facility_id WHERE h.id IN ({wanted})"
        )
    )
    by_key = {}
    for row in found:
        on = stored_day(row.signed_on) or stored_day(row.planned_on)
        waits = row.status in ("copy-missing", "issued") and on is not None
        by_key[row.id] = HandoverRow(
            row.id, row.number, row.unit, row.agency, row.facility, on, row.state, row.status, row.type, row.units,
            minor_of(row.value), max(0, (today - on).days) if waits and on else 0, row.by_name,
            bool(row.partly),
        )  # fmt: skip
    return [by_key[key] for key in handover_ids if key in by_key]


def facets(session: Session) -> dict[str, tuple[Facet, ...]]:
    """Return the filter options of the handover list."""
    states = session.execute(text(f"SELECT {_STATUS} AS status, count(*) FROM handover h GROUP BY 1 ORDER BY 1"))
    agencies = session.execute(
        text(
            "SELECT a.id, a.name, count(*) FROM handover h JOIN partner a ON a.id = h.agency_id GROUP BY a.id ORDER BY a.name"
        )
    )
    return {
        "status": tuple(Facet(row[0], row[0], row[1]) for row in states),
        "agency": tuple(Facet(str(row[0]), row[1], row[2]) for row in agencies),
    }


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

    @property
    def quantity(self) -> int:
        """Units of issue on this line."""
        return sum(pick.quantity for pick in self.picks)

    @property
    def value_minor(self) -> int:
        """Cents of USD on this line."""
        return minor_of(sum(pick.quantity * pick.price_micros for pick in self.picks))


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


_FIELDS = (
    "witness", "place", "waybill", "requirement", "language", "show_values", "remarks", "signed_place", "signed_by",
    "signed_remarks", "signed_on_screen", "closed_reason",
)  # fmt: skip


def detail(session: Session, handover_id: int, *, today: date) -> HandoverDetail | None:
    """Return one handover, or None."""
    row = session.execute(
        text(
            f"SELECT h.*, {_STATUS} AS status, d.number AS number, u.name AS unit, u.name_native AS unit_native,"
            " a.name AS agency, a.name_native AS agency_native, f.name AS facility, p.name AS person, g.number AS agreement,"
            " j.code AS project, x.number AS variance, c.file_name AS copy_name FROM handover h"
            " LEFT JOIN document d ON d.id = h.document_id LEFT JOIN partner u ON u.id = h.unit_id"
            " LEFT JOIN partner a ON a.id = h.agency_id LEFT JOIN partner f ON f.id = h.facility_id"
            " LEFT JOIN person p ON p.id = h.person_id LEFT JOIN agreement g ON g.id = h.agreement_id"
            " LEFT JOIN project j ON j.id = h.project_id LEFT JOIN document x ON x.id = h.variance_document_id"
            " LEFT JOIN attachment c ON c.id = h.copy_attachment_id WHERE h.id = :h"
        ),
        {"h": handover_id},
    ).first()
    if row is None:
        return None
    reversals = session.execute(
        text("SELECT number FROM document WHERE reverses_id = :d ORDER BY id"), {"d": row.document_id or 0}
    ).scalars()
    on = stored_day(row.signed_on) or stored_day(row.planned_on) or today
    if row.state == "issued":
        on = max(on, today)  # it will be signed today at the earliest
    vetting = vetting_of(session, row.unit_id, on=on)
    return HandoverDetail(
        row.id, row.version, row.document_id, row.number or "", row.state, row.status, row.type, row.unit_id,
        row.unit or "", row.unit_native or "", row.agency or "", row.agency_native or "", row.facility_id,
        row.facility or "", row.person_id, row.person or "", row.agreement_id, row.agreement or "", row.project_id,
        row.project or "", {name: getattr(row, name) for name in _FIELDS}, stored_day(row.planned_on),
        stored_day(row.signed_on), instant_from_text(row.issued_at) if row.issued_at else None, row.variance or "",
        tuple(reversals), row.copy_attachment_id, row.copy_name or "", vetting, standing(vetting, on=on),
        lines(session, handover_id, row.document_id), _signatures(row.signatures),
    )  # fmt: skip


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
            " v.code, i.tracking, v.unit_of_issue, l.asked, l.remarks FROM handover_line l JOIN variant v"
            " ON v.id = l.variant_id JOIN item i ON i.id = v.item_id WHERE l.handover_id = :h ORDER BY l.line_no"
        ),
        {"h": handover_id},
    )
    return tuple(
        HandoverLineRow(
            row.line_no, row.variant_id, row.item, row.code, row.tracking, row.unit_of_issue, row.asked, row.remarks,
            tuple(picks.get(row.id, ())),
        )
        for row in found
    )  # fmt: skip


def problems(session: Session, handover_id: int, *, on: date) -> list[Problem]:
    """Return what stands against issuing a draft on a day, for the composer to show as it is typed."""
    return handover_problems(facts.facts_of(session, facts.record(session, handover_id), on=on))


@dataclass(frozen=True, slots=True)
class Paper:
    """Everything to print a receipt: the frozen snapshot, its seal, its mark and on-screen signatures.

    `printed` is how many times it was printed before: 0 makes this the original.
    """

    document_id: int | None
    receipt: Receipt
    seal: Seal | None
    mark: Mark
    printed: int
    signatures: tuple[Signature, ...]
    language: str
    show_values: bool


def paper(session: Session, handover_id: int, *, today: date, by: Actor) -> Paper:
    """Return a handover's paper: from the seal once issued, else as a draft. Raises: BadInput("not-found")."""
    handover = facts.record(session, handover_id)
    if handover.document_id is None:
        draft = snapshot.receipt_of(session, handover_id, number=None, dated_on=handover.planned_on or today, by=by)
        return Paper(None, draft, None, Mark.DRAFT, 0, (), handover.language, handover.show_values)
    return _issued(session, handover.document_id, handover_id)


def paper_by_number(session: Session, number: str) -> Paper:
    """Return the paper of an issued receipt by its number, printed or short. Raises: BadInput("not-found")."""
    row = session.execute(
        text(
            "SELECT h.id, h.document_id FROM handover h JOIN document d ON d.id = h.document_id WHERE d.number = :n"
            " OR substr(d.number, instr(d.number, '-') + 1) = :n"
            " OR replace(substr(d.number, instr(d.number, '-') + 1), '-20', '-') = :n"
        ),
        {"n": number.strip().upper()},
    ).first()
    if row is None:
        raise BadInput("not-found", what=number)
    return _issued(session, row.document_id, row.id)


def _issued(session: Session, document_id: int, handover_id: int) -> Paper:
    handover = facts.record(session, handover_id)
    raw = seals.snapshot(session, DocumentId(document_id), Fact.ISSUE)
    if raw is None:
        raise BadInput("not-found", what=str(handover_id))
    receipt = from_json(raw)
    printed = session.execute(
        text("SELECT count(*) FROM printing WHERE document_id = :d"), {"d": document_id}
    ).scalar_one()
    mark = Mark.VOID if handover.state.value in ("void", "refused") else Mark.NONE
    return Paper(
        document_id, receipt, seal_of(session, document_id, receipt), mark, printed, _signatures(handover.signatures),
        handover.language, handover.show_values,
    )  # fmt: skip


def seal_of(session: Session, document_id: int, receipt: Receipt) -> Seal:
    """Return the check code and QR of an issued receipt; the same receipt always has the same."""
    row = session.execute(
        text(
            "SELECT s.content_hash, v.private_key, v.public_key FROM seal s JOIN device v ON v.id = s.device_id"
            " WHERE s.document_id = :d AND s.fact = 'issue'"
        ),
        {"d": document_id},
    ).one()
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    qr = codes.make_code(
        Ed25519PrivateKey.from_private_bytes(row.private_key), number=receipt.number or "", dated_on=receipt.dated_on,
        lines=len(receipt.lines), units=receipt.units, content_hash=row.content_hash,
    )  # fmt: skip
    return Seal(codes.check_code(row.content_hash), qr)


def _signatures(stored: str) -> tuple[Signature, ...]:
    return msgspec.json.decode(stored, type=tuple[Signature, ...]) if stored else ()
