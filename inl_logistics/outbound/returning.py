"""What comes off a vehicle again: brought back to a store, loaded onto another, given to somebody else, or lost.

A delivery is none of these: the signature of its handover moves the goods from the road to the facility. What handovers
hold of the goods follows them. Source: domain.md 2.8 (dispatch, receipt), 8 scenario 2.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import text
from sqlalchemy.orm import Session

from inl_logistics.approvals.commands import record_used
from inl_logistics.handovers.drafts import HandoverDraft, LineDraft, PickDraft, save_draft
from inl_logistics.kernel.actor import Actor
from inl_logistics.kernel.problems import BadInput, Problem, RulesBroken, Severity, raise_if_broken
from inl_logistics.kernel.text import clean
from inl_logistics.kernel.values import Condition, ItemId, LayerId, PlaceId, Status, UnitId
from inl_logistics.ledger import commands as ledger
from inl_logistics.ledger import places
from inl_logistics.ledger.records import PlaceKind
from inl_logistics.ledger.road import OnRoad, on_road
from inl_logistics.outbound.following import Gone, follow
from inl_logistics.outbound.records import StopRecord, WaybillEventRecord, WaybillRecord
from inl_logistics.outbound.rules import RoadFacts, after_leaving, road_problems
from inl_logistics.register import numbers, seals
from inl_logistics.register.records import DocumentKind, Fact
from inl_logistics.settings.declared import POST, RULES, get, local_day
from inl_logistics.users import trail


@dataclass(frozen=True, slots=True)
class Carried:
    """A unit, or so many of a layer, on a vehicle; damaged ones go into quarantine where they come back."""

    layer_id: int
    quantity: int
    unit_id: int | None = None
    damaged: bool = False
    handover_id: int | None = None  # whose goods, where several that travel hold the same; None takes loose ones first


@dataclass(frozen=True, slots=True)
class BackDraft:
    """What comes back from a vehicle into a bin. No lines means everything that is on it."""

    waybill_id: int
    to_bin: int
    on: date
    reason: str
    lines: tuple[Carried, ...] = ()
    request: str = ""


def bring_back(session: Session, draft: BackDraft, *, by: Actor, at: datetime) -> str:
    """Take goods off a vehicle back into a store; handovers that are not signed keep them put aside there.

    Raises: RulesBroken (a reason is needed; nothing of it is on the vehicle).
    """
    return _off(session, draft, places.of_bin(session, draft.to_bin), "returned", by=by, at=at)


@dataclass(frozen=True, slots=True)
class LossDraft:
    """What was on a vehicle and never came anywhere."""

    waybill_id: int
    on: date
    reason: str
    lines: tuple[Carried, ...]
    request: str = ""


def write_off(session: Session, draft: LossDraft, *, by: Actor, at: datetime) -> str:
    """Write off what was lost on the road. Raises: RulesBroken; ApprovalNeeded("transfer-write-off")."""
    return _off(session, draft, places.virtual(session, PlaceKind.LOST), "lost", by=by, at=at)


@dataclass(frozen=True, slots=True)
class ReloadDraft:
    """What changes from one vehicle to another that is on the road."""

    waybill_id: int
    to_waybill_id: int
    on: date
    reason: str
    lines: tuple[Carried, ...] = ()
    request: str = ""


def reload(session: Session, draft: ReloadDraft, *, by: Actor, at: datetime) -> str:
    """Move goods from one vehicle to another.

    Raises: RulesBroken (it is the same, has not left by that day; nothing is on it: "waybill-nothing").
    """
    other = session.get(WaybillRecord, draft.to_waybill_id)
    if other is None or other.document_id is None or other.sent_on is None:
        raise RulesBroken([Problem("waybill-not-sent", where=("to_waybill_id",))])
    if other.id == draft.waybill_id:
        raise RulesBroken([Problem("waybill-same", where=("to_waybill_id",))])
    raise_if_broken(after_leaving(draft.on, other.sent_on, local_day(session, at)))
    target = places.on_the_road(session, other.document_id)
    number = _off(session, draft, target, "reloaded", by=by, at=at)
    _move_stops(session, draft.waybill_id, draft.to_waybill_id, target)
    return number


@dataclass(frozen=True, slots=True)
class RedirectDraft:
    """Goods on a vehicle that nobody's paper holds go to another unit: a handover draft is made for them."""

    waybill_id: int
    unit_id: int
    facility_id: int
    person_id: int | None
    lines: tuple[Carried, ...]
    note: str = ""


def redirect(session: Session, draft: RedirectDraft, *, by: Actor, at: datetime) -> int:
    """Make the handover draft and its stop on the vehicle; return the handover's id.

    Raises: RulesBroken where the goods are not on the vehicle, or a handover holds them (void it first).
    """
    waybill = _sent(session, draft.waybill_id)
    there = on_road(session, waybill.document_id)
    chosen = _chosen(draft.lines, there)
    variants = _variants(session, [one.layer_id for one, _count, _said in chosen])
    lines: dict[int, list[PickDraft]] = {}
    for one, count, _said in chosen:
        lines.setdefault(variants[one.layer_id], []).append(
            PickDraft(one.layer_id, one.place_id, count, one.unit_id, one.condition)
        )
    number = numbers.screen_number(
        session.execute(text("SELECT number FROM document WHERE id = :d"), {"d": waybill.document_id}).scalar_one()
    )
    saved = save_draft(
        session,
        HandoverDraft(
            tuple(LineDraft(variant, tuple(picks)) for variant, picks in lines.items()), unit_id=draft.unit_id,
            facility_id=draft.facility_id, person_id=draft.person_id, waybill=number, remarks=draft.note,
            language=get(session, POST).language,
        ),
        by=by, at=at,
    )  # fmt: skip
    last = session.execute(
        text("SELECT COALESCE(max(line_no), 0) FROM waybill_stop WHERE waybill_id = :w"), {"w": waybill.id}
    ).scalar_one()
    session.add(StopRecord(waybill_id=waybill.id, handover_id=saved.id, line_no=int(last) + 1, note=clean(draft.note)))
    session.flush()
    trail.record(
        session, "outbound.redirect", kind="waybill", subject_id=waybill.id, subject=number, by=by, at=at,
        after={"handover": saved.id, "units": sum(count for _one, count, _said in chosen)},
    )  # fmt: skip
    return int(saved.id)


def _move_stops(session: Session, waybill_id: int, other_id: int, place: PlaceId) -> None:
    """Let the stops whose goods are all on the other vehicle now stand there."""
    session.execute(
        text(
            "UPDATE waybill_stop SET waybill_id = :o, line_no = line_no + COALESCE((SELECT max(n.line_no) FROM waybill_stop n"
            " WHERE n.waybill_id = :o), 0) WHERE waybill_id = :w AND EXISTS (SELECT 1 FROM handover h JOIN handover_line l"
            " ON l.handover_id = h.id JOIN handover_pick k ON k.line_id = l.id WHERE h.id = waybill_stop.handover_id"
            " AND h.state IN ('draft', 'issued') GROUP BY h.id HAVING min(k.place_id = :p) = 1)"
        ),
        {"o": other_id, "w": waybill_id, "p": place},
    )


def _sent(session: Session, waybill_id: int) -> WaybillRecord:
    found = session.get(WaybillRecord, waybill_id)
    if found is None:
        raise BadInput("not-found", what=str(waybill_id))
    if found.document_id is None or found.sent_on is None:
        raise RulesBroken([Problem("waybill-not-sent")])
    return found


def _chosen(lines: Iterable[Carried], there: Sequence[OnRoad]) -> list[tuple[OnRoad, int, Carried | None]]:
    """Return what of the vehicle is meant; everything where nothing is named. Raises: RulesBroken."""
    wanted = list(lines)
    if not there:
        raise RulesBroken([Problem("waybill-nothing", where=("lines",))])
    if not wanted:
        return [(one, one.quantity, None) for one in there]
    left = [one.quantity for one in there]
    found: list[tuple[OnRoad, int, Carried | None]] = []
    for one in wanted:
        missing = one.quantity
        for at, held in enumerate(there):
            same = held.layer_id == one.layer_id and held.unit_id == one.unit_id
            part = min(missing, left[at]) if same else 0
            if part > 0:
                found.append((held, part, one))
                left[at] -= part
                missing -= part
        if missing or one.quantity < 1:
            params = {"asked": str(one.quantity), "found": str(one.quantity - missing)}
            raise RulesBroken([Problem("more-than-on-road", params=params, where=("lines",))])
    return found


def _off(
    session: Session, draft: BackDraft | ReloadDraft | LossDraft, target: PlaceId, action: str, *, by: Actor, at: datetime
) -> str:  # fmt: skip
    request = draft.request or f"waybill-{action}:{draft.waybill_id}:{at.isoformat()}"
    known = numbers.numbered(session, request)
    if known is not None:
        return known.number
    waybill = _sent(session, draft.waybill_id)
    today, reason = local_day(session, at), clean(draft.reason)
    problems = [
        *road_problems(RoadFacts(waybill.sent_on, draft.on, today, reason)),
        *([Problem("transfer-write-off", Severity.OVERRIDE)] if action == "lost" else ()),
    ]
    raise_if_broken(problems, overridden=by.overridden)
    chosen = _chosen(draft.lines, on_road(session, waybill.document_id))
    document = numbers.assign(
        session, DocumentKind.TRANSFER, request=request, effective_on=draft.on, title=reason, by=by, at=at
    )  # fmt: skip
    posted = [
        _line(one, count, target, damaged=said is not None and said.damaged and action == "returned")
        for one, count, said in chosen
    ]
    window = get(session, RULES).backdating_days
    ledger.post(session, ledger.Posting(document.id, draft.on, today, window), posted)
    for one, count, said in chosen:
        follow(session, Gone(one, count, said.handover_id if said else None), None if action == "lost" else target)
    body = ledger.snapshot_of(session, document.id, number=document.number, reason=reason)
    seals.seal(session, document.id, Fact.POST, body, by=by, at=at)
    count = sum(line.quantity for line in posted)
    session.add(WaybillEventRecord(waybill_id=waybill.id, document_id=document.id, kind=action, on=draft.on,
                                   quantity=count, note=reason))  # fmt: skip
    session.flush()
    record_used(session, problems, document_id=document.id, by=by, at=at)
    trail.record(
        session, f"outbound.{action}", kind="waybill", subject_id=waybill.id, subject=document.number, by=by, at=at,
        after={"reason": reason, "units": count},
    )  # fmt: skip
    return document.number


def _line(one: OnRoad, count: int, target: PlaceId, *, damaged: bool) -> ledger.Line:
    return ledger.Line(
        ItemId(one.item_id), LayerId(one.layer_id), count, PlaceId(one.place_id), target,
        unit_id=None if one.unit_id is None else UnitId(one.unit_id), condition=one.condition, status=one.status,
        condition_to=Condition.POOR if damaged else None, status_to=Status.QUARANTINED if damaged else None,
    )  # fmt: skip


def _variants(session: Session, layers: Sequence[int]) -> dict[int, int]:
    wanted = ",".join(str(int(one)) for one in layers) or "0"
    return {row[0]: row[1] for row in session.execute(text(f"SELECT id, variant_id FROM layer WHERE id IN ({wanted})"))}
