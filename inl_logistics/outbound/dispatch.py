"""Vehicles leave; `returning.py` has what comes off them again without a signature.

Leaving posts store → road under the waybill's number and lets picks and reservations of the handovers follow, so that a
signature later moves road → facility. Less on hand than was put aside travels as less, and is said. Sources: product.md 4
(When stock moves), domain.md 2.8, scenarios.md 6.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select, text, update
from sqlalchemy.orm import Session

from inl_logistics.kernel.actor import Actor
from inl_logistics.kernel.problems import Problem, RulesBroken, raise_if_broken
from inl_logistics.kernel.values import Condition, ItemId, LayerId, PlaceId, UnitId
from inl_logistics.ledger import commands as ledger
from inl_logistics.ledger import places
from inl_logistics.outbound import snapshot
from inl_logistics.outbound.commands import index_outbound, record
from inl_logistics.outbound.facts import facts_of
from inl_logistics.outbound.issuing import number_waybill
from inl_logistics.outbound.records import OutboundRecord, OutboundState, StopRecord, WaybillRecord
from inl_logistics.outbound.rules import DispatchFacts, ShortFacts, VehicleFacts, dispatch_problems
from inl_logistics.register import numbers, seals
from inl_logistics.register.numbers import Document
from inl_logistics.register.records import DocumentKind, Fact
from inl_logistics.settings.declared import RULES, get, local_day
from inl_logistics.users import trail


@dataclass(frozen=True, slots=True)
class DispatchDraft:
    """Which vehicles leave (none named: all that have not), and when."""

    outbound_id: int
    waybill_ids: tuple[int, ...] = ()
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Dispatched:
    """What leaving did: our number, the waybills' numbers, units on the road, and what warns."""

    number: str
    waybills: tuple[str, ...]
    units: int
    warnings: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class _Load:
    """One pick on a vehicle, and how many of it are there."""

    pick_id: int
    handover_id: int
    waybill_id: int
    item_id: int
    item: str
    layer_id: int
    unit_id: int | None
    place_id: int
    condition: str
    quantity: int
    there: int
    hazard: str


def dispatch(session: Session, draft: DispatchDraft, *, by: Actor, at: datetime) -> Dispatched:
    """Let vehicles leave; letting them leave twice posts once.

    Raises: RulesBroken naming everything that stands against it.
    """
    outbound = record(session, draft.outbound_id)
    waybills = _waybills(session, draft)
    if not waybills:
        return _left_before(session, outbound)
    today = local_day(session, at)
    on = draft.on or today
    loads = _loads(session, [one.id for one in waybills])
    problems = dispatch_problems(_facts(session, outbound, waybills, loads, on=on, today=today))
    raise_if_broken(problems)
    document = numbers.numbered(session, f"outbound:{outbound.id}") or numbers.assign(
        session, DocumentKind.OUTBOUND, request=f"outbound:{outbound.id}", effective_on=on, title=outbound.title,
        by=by, at=at,
    )  # fmt: skip
    session.execute(
        update(OutboundRecord)
        .where(OutboundRecord.id == outbound.id)
        .values(state=OutboundState.SENT, document_id=document.id, version=OutboundRecord.version + 1)
    )
    made = [
        _leave(session, one, [load for load in loads if load.waybill_id == one.id], on, by=by, at=at)
        for one in waybills
    ]
    seals.seal(session, document.id, Fact.ISSUE, snapshot.run_of(session, outbound.id), by=by, at=at)
    index_outbound(session, outbound.id)
    units = sum(min(load.there, load.quantity) for load in loads)
    trail.record(
        session, "outbound.dispatch", kind="outbound", subject_id=outbound.id, subject=document.number, by=by, at=at,
        after={"waybills": [one.number for one in made], "units": units, "warnings": [one.code for one in problems]},
    )  # fmt: skip
    return Dispatched(document.number, tuple(one.number for one in made), units, tuple(problems))


@dataclass(frozen=True, slots=True)
class LeavingCheck:
    """What leaving would do now: units that travel, and everything that stands against it or is worth knowing."""

    units: int
    problems: tuple[Problem, ...]


def check(session: Session, draft: DispatchDraft, *, today: date) -> LeavingCheck:
    """Return what leaving would say, without leaving."""
    outbound = record(session, draft.outbound_id)
    waybills = _waybills(session, draft)
    loads = _loads(session, [one.id for one in waybills])
    facts = _facts(session, outbound, waybills, loads, on=draft.on or today, today=today)
    return LeavingCheck(facts.quantity, tuple(dispatch_problems(facts)))


def _left_before(session: Session, outbound: OutboundRecord) -> Dispatched:
    known = numbers.numbered(session, f"outbound:{outbound.id}")
    if known is None:
        raise RulesBroken([Problem("outbound-empty", where=("handovers",))])
    rows = session.execute(
        text(
            "SELECT d.number FROM waybill w JOIN document d ON d.id = w.document_id WHERE w.outbound_id = :o AND w.sent_on IS NOT NULL"
        ),
        {"o": outbound.id},
    )
    return Dispatched(known.number, tuple(rows.scalars()), 0, ())


def _waybills(session: Session, draft: DispatchDraft) -> list[WaybillRecord]:
    found = session.execute(
        select(WaybillRecord)
        .where(WaybillRecord.outbound_id == draft.outbound_id, WaybillRecord.sent_on.is_(None))
        .order_by(WaybillRecord.line_no)
    ).scalars()
    return [one for one in found if not draft.waybill_ids or one.id in draft.waybill_ids]


def _loads(session: Session, waybill_ids: Sequence[int]) -> list[_Load]:
    """Return the picks on vehicles with how many of each are really there, each unit given out once."""
    wanted = ",".join(str(int(one)) for one in waybill_ids)
    rows = session.execute(
        text(
            "SELECT k.id, l.handover_id, s.waybill_id, v.item_id, i.name, k.layer_id, k.unit_id, k.place_id, k.condition,"
            " k.quantity, CASE WHEN k.unit_id IS NULL THEN COALESCE((SELECT b.quantity FROM balance b WHERE b.place_id ="
            " k.place_id AND b.item_id = v.item_id AND b.layer_id = k.layer_id AND b.condition = k.condition"
            " AND b.status = 'available' AND b.title = 'usg'), 0) ELSE EXISTS (SELECT 1 FROM position o WHERE o.unit_id ="
            " k.unit_id AND o.place_id = k.place_id AND o.condition = k.condition AND o.status = 'available') END AS there,"
            " CASE WHEN i.un_number <> '' THEN i.un_number ELSE '' END AS hazard FROM waybill_stop s JOIN handover_line l"
            " ON l.handover_id = s.handover_id JOIN handover_pick k ON k.line_id = l.id JOIN variant v ON v.id = l.variant_id"
            f" JOIN item i ON i.id = v.item_id WHERE s.waybill_id IN ({wanted}) ORDER BY s.waybill_id, s.line_no, l.line_no, k.id"
        )
    )
    left: dict[tuple[int, int, str], int] = {}
    found = []
    for row in rows:
        there = int(row.there)
        if row.unit_id is None:
            key = (row.place_id, row.layer_id, row.condition)
            free = left.setdefault(key, there)
            there = min(free, row.quantity)
            left[key] = free - there
        found.append(
            _Load(
                row.id, row.handover_id, row.waybill_id, row.item_id, row.name, row.layer_id, row.unit_id, row.place_id,
                row.condition, row.quantity, there, row.hazard,
            )
        )  # fmt: skip
    return found


def _facts(
    session: Session, outbound: OutboundRecord, waybills: Sequence[WaybillRecord], loads: Sequence[_Load], *, on: date,
    today: date,
) -> DispatchFacts:  # fmt: skip
    ids = session.execute(
        select(StopRecord.handover_id).where(StopRecord.waybill_id.in_([one.id for one in waybills]))
    ).scalars()
    short = [ShortFacts(load.item, load.quantity, load.there) for load in loads if load.there < load.quantity]
    hazards = dict.fromkeys((load.item, load.hazard) for load in loads if load.hazard)
    return DispatchFacts(
        outbound.state, on, today, facts_of(session, list(ids), outbound.id),
        [VehicleFacts(one.vehicle, one.driver, one.sent_on is not None) for one in waybills], short, list(hazards),
        sum(min(load.there, load.quantity) for load in loads), _misnamed(session, [one.id for one in waybills]),
        _dated_later(session, [one.id for one in waybills], on), _stale(session, waybills),
    )  # fmt: skip


def _stale(session: Session, waybills: Sequence[WaybillRecord]) -> list[str]:
    """Return the numbers of the waybills whose print says something else than what would leave."""
    found = {one.document_id for one in waybills if one.document_id is not None and snapshot.is_stale(session, one.id)}
    listed = ",".join(str(one) for one in sorted(found)) or "0"
    rows = session.execute(text(f"SELECT number FROM document WHERE id IN ({listed}) ORDER BY number")).scalars()
    return [numbers.screen_number(one) for one in rows]


def _dated_later(session: Session, waybill_ids: Sequence[int], on: date) -> list[tuple[str, date]]:
    """Return the receipts whose paper is dated after the day of leaving: they cannot be signed before it."""
    wanted = ",".join(str(int(one)) for one in waybill_ids) or "0"
    rows = session.execute(
        text(
            "SELECT d.number, d.effective_on FROM waybill_stop s JOIN handover h ON h.id = s.handover_id JOIN document d"
            f" ON d.id = h.document_id WHERE s.waybill_id IN ({wanted}) AND h.state = 'issued' AND d.effective_on > :on"
        ),
        {"on": on.isoformat()},
    )
    return [(numbers.screen_number(row.number), date.fromisoformat(row.effective_on)) for row in rows]


def _misnamed(session: Session, waybill_ids: Sequence[int]) -> list[tuple[str, str, str]]:
    """Return the issued receipts whose paper names another waybill: their stop changed vehicles after they were issued."""
    wanted = ",".join(str(int(one)) for one in waybill_ids) or "0"
    rows = session.execute(
        text(
            "SELECT d.number, h.waybill, b.number AS travels, w.vehicle FROM waybill w JOIN waybill_stop s ON s.waybill_id = w.id"
            " JOIN handover h ON h.id = s.handover_id JOIN document d ON d.id = h.document_id LEFT JOIN document b"
            f" ON b.id = w.document_id WHERE w.id IN ({wanted}) AND h.state = 'issued' AND h.waybill <> ''"
        )
    )
    found = []
    for row in rows:
        travels = numbers.screen_number(row.travels) if row.travels else row.vehicle
        if row.waybill != travels:
            found.append((numbers.screen_number(row.number), row.waybill, travels))
    return found


def _leave(
    session: Session, waybill: WaybillRecord, loads: Sequence[_Load], on: date, *, by: Actor, at: datetime
) -> Document:
    document = number_waybill(session, waybill, on, by=by, at=at)
    road = places.on_the_road(session, document.id)
    moved = [load for load in loads if min(load.there, load.quantity)]
    if moved:
        _post(session, document, on, [_line(load, road) for load in moved], at)
    for load in loads:
        _follow(session, load, road)
    session.execute(update(WaybillRecord).where(WaybillRecord.id == waybill.id).values(sent_on=on))
    session.flush()
    seals.seal(session, document.id, Fact.ISSUE, snapshot.waybill_of(session, waybill.id).to_json(), by=by, at=at)
    return document


def _line(load: _Load, to_place: PlaceId) -> ledger.Line:
    return ledger.Line(
        ItemId(load.item_id), LayerId(load.layer_id), min(load.there, load.quantity), PlaceId(load.place_id), to_place,
        unit_id=None if load.unit_id is None else UnitId(load.unit_id), condition=Condition(load.condition),
    )  # fmt: skip


def _follow(session: Session, load: _Load, road: PlaceId) -> None:
    """Let the pick and its reservation stand for what left; a draft's paper will say no more than that."""
    sent = min(load.there, load.quantity)
    session.execute(
        text(
            "INSERT INTO waybill_line (pick_id, package, picked, planned_quantity, sent_quantity) VALUES (:p, '', 1, :q, :s)"
            " ON CONFLICT (pick_id) DO UPDATE SET planned_quantity = :q, sent_quantity = :s"
        ),
        {"p": load.pick_id, "q": load.quantity, "s": sent},
    )
    held = (
        "owner_kind = 'handover' AND owner_id = :h AND layer_id = :l AND place_id = :f AND"
        " (unit_id IS :u OR (unit_id IS NULL AND :u IS NULL))"
    )
    values = {"h": load.handover_id, "l": load.layer_id, "f": load.place_id, "u": load.unit_id, "r": road, "s": sent,
              "q": load.quantity}  # fmt: skip
    row = session.execute(text(f"SELECT id FROM reservation WHERE {held} AND quantity = :q LIMIT 1"), values).first()
    if row is not None and sent:
        session.execute(
            text("UPDATE reservation SET place_id = :r, quantity = :s WHERE id = :i"), {**values, "i": row.id}
        )
    elif row is not None:
        session.execute(text("DELETE FROM reservation WHERE id = :i"), {"i": row.id})
    draft = session.execute(text("SELECT state FROM handover WHERE id = :h"), values).scalar() == "draft"
    if draft and sent < load.quantity:
        session.execute(
            text(
                "UPDATE handover_line SET asked = COALESCE(asked, (SELECT sum(quantity) FROM handover_pick WHERE line_id ="
                " handover_line.id)) WHERE id = (SELECT line_id FROM handover_pick WHERE id = :p)"
            ),
            {"p": load.pick_id},
        )
    if draft and not sent:
        session.execute(text("DELETE FROM handover_pick WHERE id = :p"), {"p": load.pick_id})
        return
    session.execute(
        text("UPDATE handover_pick SET place_id = :r, quantity = CASE WHEN :d THEN :s ELSE quantity END WHERE id = :p"),
        {**values, "d": draft, "p": load.pick_id},
    )


def _post(session: Session, document: Document, on: date, lines: Sequence[ledger.Line], at: datetime) -> None:
    window = get(session, RULES).backdating_days
    ledger.post(session, ledger.Posting(document.id, on, local_day(session, at), window), lines)
