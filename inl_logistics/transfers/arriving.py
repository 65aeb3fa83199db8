"""What comes off the road: received, sent back, written off; each under a number of its own that is linked to the transfer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import insert, text, update
from sqlalchemy.orm import Session

from inl_logistics.approvals.commands import record_used
from inl_logistics.kernel.actor import Actor
from inl_logistics.kernel.problems import Problem, Severity, raise_if_broken
from inl_logistics.kernel.text import clean
from inl_logistics.kernel.values import Condition, ItemId, LayerId, PlaceId, Status, UnitId
from inl_logistics.ledger import commands as ledger
from inl_logistics.ledger import places
from inl_logistics.ledger.records import PlaceKind
from inl_logistics.ledger.road import OnRoad, on_road
from inl_logistics.ledger.rules import CountAnswer
from inl_logistics.register import numbers
from inl_logistics.register.numbers import Document
from inl_logistics.register.records import DocumentKind
from inl_logistics.settings.declared import local_day
from inl_logistics.transfers.commands import post_goods, record
from inl_logistics.transfers.records import TransferEventRecord, TransferRecord, TransferState
from inl_logistics.transfers.rules import ArrivalFacts, arrival_problems
from inl_logistics.users import trail


@dataclass(frozen=True, slots=True)
class Arrived:
    """A unit, or so many of a layer, that came off the road."""

    layer_id: int
    quantity: int
    unit_id: int | None = None
    damaged: bool = False


@dataclass(frozen=True, slots=True)
class ArrivalDraft:
    """What came in on a day. No lines means everything that is still on the road."""

    transfer_id: int
    on: date
    arrived: tuple[Arrived, ...] = ()
    receiver: str = ""
    note: str = ""
    request: str = ""
    count_answer: CountAnswer | None = None


def receive(session: Session, draft: ArrivalDraft, *, by: Actor, at: datetime) -> str:
    """Take goods off the road into the bin they were sent to; damaged ones into quarantine. Returns the number.

    Raises: RulesBroken where more is received than is on the road, or the day does not fit.
    """
    transfer = record(session, draft.transfer_id)
    target = places.of_bin(session, transfer.to_bin_id)
    return _arrive(session, transfer, draft, "received", target, by=by, at=at)


@dataclass(frozen=True, slots=True)
class ReceiveAllDraft:
    """Several transfers that came in whole on a day. `request` makes the same press twice receive once."""

    transfer_ids: tuple[int, ...]
    on: date
    receiver: str = ""
    request: str = ""


def receive_all(session: Session, draft: ReceiveAllDraft, *, by: Actor, at: datetime) -> list[str]:
    """Receive everything that is on the road with each of them, all or none; returns the numbers. Raises: RulesBroken."""
    return [
        receive(
            session,
            ArrivalDraft(one, draft.on, receiver=draft.receiver, request=f"{draft.request}:{one}" if draft.request else ""),
            by=by, at=at,
        )
        for one in draft.transfer_ids
    ]  # fmt: skip


def send_back(session: Session, draft: ArrivalDraft, *, by: Actor, at: datetime) -> str:
    """Take goods off the road back to the bins they came from, damaged ones into quarantine. Raises: RulesBroken (a reason is needed)."""
    transfer = record(session, draft.transfer_id)
    rows = session.execute(
        text("SELECT layer_id, unit_id, place_id FROM transfer_line WHERE transfer_id = :t ORDER BY line_no DESC"),
        {"t": transfer.id},
    )
    # Of one layer out of two bins nobody can tell which came from where: it goes back to the first.
    origins = {(row.layer_id, row.unit_id): PlaceId(row.place_id) for row in rows}
    return _arrive(session, transfer, draft, "returned", origins, by=by, at=at)


def write_off(session: Session, draft: ArrivalDraft, *, by: Actor, at: datetime) -> str:
    """Write goods off that never came. Raises: RulesBroken; ApprovalNeeded("transfer-write-off")."""
    transfer = record(session, draft.transfer_id)
    return _arrive(session, transfer, draft, "lost", places.virtual(session, PlaceKind.LOST), by=by, at=at)


def _arrive(
    session: Session,
    transfer: TransferRecord,
    draft: ArrivalDraft,
    kind: str,
    target: PlaceId | Mapping[tuple[int, int | None], PlaceId],
    *,
    by: Actor,
    at: datetime,
) -> str:
    request = draft.request or f"transfer:{transfer.id}:{at.isoformat()}"
    known = numbers.numbered(session, request)
    if known is not None:
        return known.number
    today = local_day(session, at)
    there = on_road(session, transfer.document_id)
    wanted = _wanted(draft, there)
    problems = [
        *arrival_problems(
            ArrivalFacts(
                transfer.state, transfer.sent_on, draft.on, today, len(wanted), clean(draft.note), kind != "received"
            )
        ),
        *_not_there(draft, there),
        *([Problem("transfer-write-off", Severity.OVERRIDE)] if kind == "lost" else ()),
    ]
    raise_if_broken(problems, overridden=by.overridden)
    document = numbers.assign(
        session, DocumentKind.TRANSFER, request=request, effective_on=draft.on, title=transfer.reason, by=by, at=at
    )
    lines = [
        _off_road(one, held, count, target[held.layer_id, held.unit_id] if isinstance(target, Mapping) else target, kind)
        for one, held, count in wanted
    ]  # fmt: skip
    post_goods(session, document, draft.on, lines, draft.count_answer, clean(draft.note), by=by, at=at)
    count = sum(line.quantity for line in lines)
    left = _note(session, transfer, draft, document, kind, count)
    record_used(session, problems, document_id=document.id, by=by, at=at)
    trail.record(
        session, f"transfer.{kind}", kind="transfer", subject_id=transfer.id, subject=document.number, by=by, at=at,
        after={"units": count, "left": left, "note": clean(draft.note)},
    )  # fmt: skip
    return document.number


def _note(
    session: Session, transfer: TransferRecord, draft: ArrivalDraft, document: Document, kind: str, count: int
) -> int:  # fmt: skip
    """Keep what came off the road; a transfer of which nothing is left there is received. Return how many are left."""
    session.execute(
        insert(TransferEventRecord).values(
            transfer_id=transfer.id, document_id=document.id, kind=kind, on=draft.on, quantity=count,
            note=clean(draft.note),
        )
    )  # fmt: skip
    left = sum(held.quantity for held in on_road(session, transfer.document_id))
    values: dict[str, object] = {"receiver": clean(draft.receiver) or transfer.receiver}
    if not left:
        values |= {"state": TransferState.RECEIVED, "received_on": draft.on}
    session.execute(
        update(TransferRecord)
        .where(TransferRecord.id == transfer.id)
        .values(**values, version=TransferRecord.version + 1)
    )
    return left


def _wanted(draft: ArrivalDraft, there: Sequence[OnRoad]) -> list[tuple[Arrived, OnRoad, int]]:
    if not draft.arrived:
        return [(Arrived(one.layer_id, one.quantity, one.unit_id), one, one.quantity) for one in there]
    found = []
    left = {id(one): one.quantity for one in there}
    for one in draft.arrived:
        missing = one.quantity
        for held in there:
            same = held.layer_id == one.layer_id and held.unit_id == one.unit_id
            part = min(missing, left[id(held)]) if same else 0
            if part:
                found.append((one, held, part))
                left[id(held)] -= part
                missing -= part
    return found


def _not_there(draft: ArrivalDraft, there: Sequence[OnRoad]) -> list[Problem]:
    """Name what is said to have come but is not on the road with this transfer."""
    found = []
    for one in draft.arrived:
        held = sum(h.quantity for h in there if h.layer_id == one.layer_id and h.unit_id == one.unit_id)
        said = sum(o.quantity for o in draft.arrived if o.layer_id == one.layer_id and o.unit_id == one.unit_id)
        if said > held:
            params = {"asked": str(said), "found": str(held)}
            found.append(Problem("more-than-on-road", params=params, where=("arrived",)))
    return list({problem.params["asked"] + problem.params["found"]: problem for problem in found}.values())


def _off_road(one: Arrived, held: OnRoad, count: int, target: PlaceId, kind: str) -> ledger.Line:
    damaged = one.damaged and kind != "lost"
    return ledger.Line(
        ItemId(held.item_id), LayerId(held.layer_id), count, PlaceId(held.place_id), target,
        unit_id=None if held.unit_id is None else UnitId(held.unit_id), condition=held.condition,
        condition_to=Condition.POOR if damaged else None, status=held.status,
        status_to=Status.QUARANTINED if damaged else None,
    )  # fmt: skip
