"""Planning an outbound shipment: which handovers, on which vehicles, picked and packed; `dispatch.py` has the road."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import delete, insert, select, text, update
from sqlalchemy.orm import Session

from inl_logistics.database.search import Entry, index
from inl_logistics.kernel.actor import Actor
from inl_logistics.kernel.problems import BadInput, Problem, RulesBroken, StaleEdit, raise_if_broken
from inl_logistics.kernel.text import clean, clean_lines
from inl_logistics.kernel.values import DocumentId
from inl_logistics.outbound.facts import facts_of, vehicles_left
from inl_logistics.outbound.records import (
    OutboundRecord,
    OutboundState,
    StopOutcome,
    StopRecord,
    WaybillRecord,
)
from inl_logistics.outbound.rules import after_leaving, handover_problems
from inl_logistics.register import seals
from inl_logistics.register.numbers import screen_number
from inl_logistics.register.records import Fact
from inl_logistics.settings.declared import local_day
from inl_logistics.users import trail


@dataclass(frozen=True, slots=True)
class VehicleDraft:
    """A vehicle and the handovers it carries, in the order of its stops."""

    vehicle: str = ""
    driver: str = ""
    handover_ids: tuple[int, ...] = ()
    trailer: str = ""
    driver_phone: str = ""
    escort: str = ""
    transporter: str = ""
    seal: str = ""
    route: str = ""
    condition: str = ""
    departs_on: date | None = None
    remarks: str = ""
    id: int | None = None


@dataclass(frozen=True, slots=True)
class OutboundDraft:
    """An outbound shipment as planned."""

    vehicles: tuple[VehicleDraft, ...] = ()
    title: str = ""
    planned_on: date | None = None
    remarks: str = ""
    id: int | None = None
    version: int = 0


_TEXTS = ("vehicle", "trailer", "driver", "driver_phone", "escort", "transporter", "seal", "route", "condition")


def save_outbound(session: Session, draft: OutboundDraft, *, by: Actor, at: datetime) -> int:
    """Keep a plan; vehicles that left already stay as they left. Returns its id. Raises: RulesBroken, StaleEdit."""
    stored = _stored(session, draft)
    gone = vehicles_left(session, draft.id)
    wanted = [one for vehicle in draft.vehicles if vehicle.id not in gone for one in vehicle.handover_ids]
    if len(set(wanted)) != len(wanted):
        raise RulesBroken([Problem("outbound-taken", params={"number": "—"}, where=("handovers",))])
    raise_if_broken(handover_problems(facts_of(session, wanted, draft.id)))
    values = {"title": clean(draft.title), "planned_on": draft.planned_on, "remarks": clean_lines(draft.remarks)}
    if stored is None:
        outbound_id = int(
            session.execute(
                insert(OutboundRecord)
                .values(**values, created_at=at, created_by=by.user_id)
                .returning(OutboundRecord.id)
            ).scalar_one()
        )
    else:
        outbound_id = stored.id
        session.execute(
            update(OutboundRecord)
            .where(OutboundRecord.id == outbound_id)
            .values(**values, version=OutboundRecord.version + 1)
        )
    _save_vehicles(session, outbound_id, draft, by=by, at=at)
    index_outbound(session, outbound_id)
    trail.record(
        session, "outbound.save", kind="outbound", subject_id=outbound_id, subject=clean(draft.title), by=by, at=at,
        after={"vehicles": len(draft.vehicles), "handovers": len(wanted)},
    )  # fmt: skip
    return outbound_id


def cancel_outbound(session: Session, outbound_id: int, *, by: Actor, at: datetime) -> None:
    """Give a plan up before anything left; its handovers stay, its numbers are void. Raises: RulesBroken("outbound-not-draft")."""
    found = record(session, outbound_id)
    raise_if_broken([] if found.state is OutboundState.DRAFT else [Problem("outbound-not-draft")])
    given = session.execute(
        text(
            "SELECT document_id FROM waybill WHERE outbound_id = :o AND document_id IS NOT NULL UNION ALL"
            " SELECT document_id FROM outbound WHERE id = :o AND document_id IS NOT NULL"
        ),
        {"o": outbound_id},
    ).scalars()
    for document in list(given):
        _void_number(session, document, by=by, at=at)
    session.execute(
        delete(StopRecord).where(
            StopRecord.waybill_id.in_(select(WaybillRecord.id).where(WaybillRecord.outbound_id == outbound_id))
        )
    )
    session.execute(
        update(OutboundRecord)
        .where(OutboundRecord.id == outbound_id)
        .values(state=OutboundState.CANCELED, version=OutboundRecord.version + 1)
    )
    trail.record(
        session, "outbound.cancel", kind="outbound", subject_id=outbound_id, subject=found.title, by=by, at=at
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class PickedDraft:
    """What was picked or packed: picks of handovers, into which carton; `picked` None leaves that as it is."""

    outbound_id: int
    pick_ids: tuple[int, ...]
    picked: bool | None = True
    package: str | None = None


def mark_picked(session: Session, draft: PickedDraft, *, by: Actor, at: datetime) -> int:
    """Keep what the store picked and packed; returns how many picks. Raises: RulesBroken("waybill-sent")."""
    rows = session.execute(
        text(
            "SELECT k.id, w.sent_on FROM handover_pick k JOIN handover_line l ON l.id = k.line_id JOIN waybill_stop s"
            " ON s.handover_id = l.handover_id JOIN waybill w ON w.id = s.waybill_id WHERE w.outbound_id = :o"
        ),
        {"o": draft.outbound_id},
    )
    known = {row.id: row.sent_on for row in rows}
    if any(one not in known for one in draft.pick_ids):
        raise BadInput("not-found", what="pick")
    if any(known[one] for one in draft.pick_ids):
        raise RulesBroken([Problem("waybill-sent")])
    for one in draft.pick_ids:
        session.execute(
            text(
                "INSERT INTO waybill_line (pick_id, package, picked) VALUES (:p, COALESCE(:c, ''), COALESCE(:d, 0))"
                " ON CONFLICT (pick_id) DO UPDATE SET package = COALESCE(:c, package), picked = COALESCE(:d, picked)"
            ),
            {"p": one, "c": None if draft.package is None else clean(draft.package), "d": draft.picked},
        )
    return len(draft.pick_ids)


@dataclass(frozen=True, slots=True)
class StopDraft:
    """What happened at a stop."""

    stop_id: int
    outcome: StopOutcome
    arrived_on: date | None = None
    note: str = ""


def record_stop(session: Session, draft: StopDraft, *, by: Actor, at: datetime) -> None:
    """Keep what happened at a stop; goods move by the handover's signature, or when they are brought back.

    Raises: RulesBroken (it has not left; it cannot have arrived on this day).
    """
    stop = session.get(StopRecord, draft.stop_id)
    if stop is None:
        raise BadInput("not-found", what=str(draft.stop_id))
    sent = session.execute(select(WaybillRecord.sent_on).where(WaybillRecord.id == stop.waybill_id)).scalar()
    raise_if_broken([] if sent else [Problem("waybill-not-sent")])
    if draft.arrived_on is not None:
        raise_if_broken(after_leaving(draft.arrived_on, sent, local_day(session, at), where="arrived_on"))
    session.execute(
        update(StopRecord)
        .where(StopRecord.id == draft.stop_id)
        .values(outcome=draft.outcome, arrived_on=draft.arrived_on, note=clean_lines(draft.note))
    )
    trail.record(
        session, "outbound.stop", kind="waybill", subject_id=stop.waybill_id, subject=draft.outcome.value, by=by, at=at,
        after={"arrived_on": draft.arrived_on, "note": clean(draft.note)},
    )  # fmt: skip


def file_return_copy(session: Session, waybill_id: int, *, on: date, by: Actor, at: datetime) -> None:
    """Keep that the signed return copy of a waybill is back; the scan itself is a file of the waybill.

    Raises: RulesBroken (it has not left; the copy cannot have come back on this day).
    """
    waybill = session.get(WaybillRecord, waybill_id)
    if waybill is None:
        raise BadInput("not-found", what=str(waybill_id))
    raise_if_broken([] if waybill.sent_on else [Problem("waybill-not-sent")])
    raise_if_broken(after_leaving(on, waybill.sent_on, local_day(session, at)))
    session.execute(update(WaybillRecord).where(WaybillRecord.id == waybill_id).values(back_on=on))
    trail.record(session, "outbound.return-copy", kind="waybill", subject_id=waybill_id, subject=waybill.vehicle, by=by,
                 at=at, after={"back_on": on})  # fmt: skip


def file_return_copies(session: Session, outbound_ids: Sequence[int], *, on: date, by: Actor, at: datetime) -> int:
    """File the return copies of every vehicle of these shipments that has left and whose copy is not back; returns how many."""
    wanted = ",".join(str(int(one)) for one in outbound_ids) or "0"
    waiting = session.execute(
        text(
            f"SELECT id FROM waybill WHERE outbound_id IN ({wanted}) AND sent_on IS NOT NULL AND back_on IS NULL ORDER BY id"
        )
    ).scalars()
    found = list(waiting)
    for waybill in found:
        file_return_copy(session, waybill, on=on, by=by, at=at)
    return len(found)


def record(session: Session, outbound_id: int) -> OutboundRecord:
    """Return an outbound shipment. Raises: BadInput("not-found")."""
    found = session.get(OutboundRecord, outbound_id)
    if found is None:
        raise BadInput("not-found", what=str(outbound_id))
    return found


def _void_number(session: Session, document_id: int, *, by: Actor, at: datetime) -> None:
    """Seal a number as void: its paper is spoiled, and it stays in the register."""
    number = session.execute(text("SELECT number FROM document WHERE id = :d"), {"d": document_id}).scalar_one()
    body = f'{{"number":"{number}","state":"void"}}'.encode()
    seals.seal(session, DocumentId(document_id), Fact.VOID, body, by=by, at=at)


def _save_vehicles(session: Session, outbound_id: int, draft: OutboundDraft, *, by: Actor, at: datetime) -> None:
    rows = session.execute(
        select(WaybillRecord.id, WaybillRecord.sent_on, WaybillRecord.document_id).where(
            WaybillRecord.outbound_id == outbound_id
        )
    ).all()
    known = {row.id: row.sent_on for row in rows}
    numbered = {row.id: row.document_id for row in rows if row.document_id is not None}
    kept = {one.id for one in draft.vehicles if one.id is not None}
    for gone in known.keys() - kept:
        if known[gone] is None:
            if gone in numbered:
                _void_number(session, numbered[gone], by=by, at=at)
            session.execute(delete(StopRecord).where(StopRecord.waybill_id == gone))
            session.execute(delete(WaybillRecord).where(WaybillRecord.id == gone))
    session.execute(text("UPDATE waybill SET line_no = -id WHERE outbound_id = :o"), {"o": outbound_id})
    for number, vehicle in enumerate(draft.vehicles, 1):
        values = {
            **{name: clean(getattr(vehicle, name)) for name in _TEXTS}, "departs_on": vehicle.departs_on,
            "remarks": clean_lines(vehicle.remarks), "line_no": number,
        }  # fmt: skip
        if vehicle.id is None or vehicle.id not in known:  # new, or taken out and put back
            waybill_id = session.execute(
                insert(WaybillRecord).values(outbound_id=outbound_id, **values).returning(WaybillRecord.id)
            ).scalar_one()
        else:
            waybill_id = vehicle.id
            session.execute(update(WaybillRecord).where(WaybillRecord.id == waybill_id).values(**values))
        if known.get(int(waybill_id)) is None:
            _save_stops(session, int(waybill_id), vehicle.handover_ids)


def _save_stops(session: Session, waybill_id: int, handover_ids: tuple[int, ...]) -> None:
    session.execute(delete(StopRecord).where(StopRecord.waybill_id == waybill_id))
    planned = select(WaybillRecord.id).where(WaybillRecord.sent_on.is_(None))
    for number, handover in enumerate(handover_ids, 1):
        session.execute(
            delete(StopRecord).where(StopRecord.handover_id == handover, StopRecord.waybill_id.in_(planned))
        )
        session.execute(insert(StopRecord).values(waybill_id=waybill_id, handover_id=handover, line_no=number))


def _stored(session: Session, draft: OutboundDraft) -> OutboundRecord | None:
    if draft.id is None:
        return None
    stored = record(session, draft.id)
    if stored.version != draft.version:
        raise StaleEdit("stale-edit", what=stored.title or "—")
    if stored.state is OutboundState.CANCELED:
        raise RulesBroken([Problem("outbound-not-draft")])
    return stored


def index_outbound(session: Session, outbound_id: int) -> None:
    """Let the search find it by number, title, vehicle, driver and facility."""
    row = session.execute(
        text(
            "SELECT d.number, o.title, (SELECT group_concat(w.vehicle || ' ' || w.driver || ' ' || COALESCE(x.number, ''), ' ')"
            " FROM waybill w LEFT JOIN document x ON x.id = w.document_id WHERE w.outbound_id = o.id) AS vehicles,"
            " (SELECT group_concat(f.name, ' ') FROM waybill w JOIN waybill_stop s ON s.waybill_id = w.id JOIN handover h"
            " ON h.id = s.handover_id JOIN partner f ON f.id = h.facility_id WHERE w.outbound_id = o.id) AS places"
            " FROM outbound o LEFT JOIN document d ON d.id = o.document_id WHERE o.id = :o"
        ),
        {"o": outbound_id},
    ).one()
    number = screen_number(row.number) if row.number else ""
    words = f"{row.number or ''} {row.vehicles or ''} {row.places or ''}"
    index(session, [Entry("outbound", outbound_id, number or row.title, row.title, words)])
