"""What happened at a stop, in one act each: signed for, refused, or diverted to somebody else with a receipt of their own.

Closed is `commands.record_stop`; what is brought back is `returning.bring_back`. Source: domain.md 8 scenario 2.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import text, update
from sqlalchemy.orm import Session

from inl_logistics.handovers import commands as handovers
from inl_logistics.handovers import facts as handover_facts
from inl_logistics.handovers.drafts import draft_of, save_draft
from inl_logistics.handovers.records import HandoverRecord, HandoverState
from inl_logistics.handovers.rules import may_become
from inl_logistics.handovers.signing import SignDraft, Signed, sign
from inl_logistics.kernel.actor import Actor
from inl_logistics.kernel.problems import BadInput, Problem, RulesBroken, raise_if_broken
from inl_logistics.outbound.commands import StopDraft, record_stop
from inl_logistics.outbound.records import StopOutcome, StopRecord
from inl_logistics.outbound.returning import Carried, RedirectDraft, redirect


@dataclass(frozen=True, slots=True)
class StopSignedDraft:
    """What the signed paper of a stop says; its day is the day of arrival."""

    stop_id: int
    signature: SignDraft


@dataclass(frozen=True, slots=True)
class StopRefusedDraft:
    """A stop whose receipt nobody would sign."""

    stop_id: int
    on: date
    reason: str


@dataclass(frozen=True, slots=True)
class DivertDraft:
    """A stop's cartons go to another unit: `packages` are their names ("" is what is not packed), none means all.

    With `issue` the new receipt takes its number at once.
    """

    stop_id: int
    on: date
    reason: str
    unit_id: int
    facility_id: int
    person_id: int | None = None
    packages: tuple[str, ...] = ()
    issue: bool = True


@dataclass(frozen=True, slots=True)
class Diverted:
    """The handover that was made, its number, and the units on it."""

    handover_id: int
    number: str
    units: int


def sign_stop(session: Session, draft: StopSignedDraft, *, by: Actor, at: datetime) -> Signed:
    """Enter the signature of a stop's receipt and what happened there. Raises: as `sign` and `record_stop`."""
    stop = _stop(session, draft.stop_id)
    if stop.handover_id != draft.signature.handover_id:
        raise BadInput("not-found", what=str(draft.signature.handover_id))
    signed = sign(session, draft.signature, by=by, at=at)
    outcome = StopOutcome.PARTLY if signed.variance else StopOutcome.DELIVERED
    record_stop(session, StopDraft(stop.id, outcome, draft.signature.signed_on, stop.note), by=by, at=at)
    return signed


def refuse_stop(session: Session, draft: StopRefusedDraft, *, by: Actor, at: datetime) -> None:
    """Enter that a stop's receipt was refused; its goods stay on the vehicle and are free. Raises: RulesBroken."""
    stop = _stop(session, draft.stop_id)
    record_stop(session, StopDraft(stop.id, StopOutcome.REFUSED, draft.on, draft.reason), by=by, at=at)
    raise_if_broken(may_become(handover_facts.record(session, stop.handover_id).state, HandoverState.REFUSED))
    handovers.refuse(session, stop.handover_id, reason=draft.reason, by=by, at=at)


def divert_stop(session: Session, draft: DivertDraft, *, by: Actor, at: datetime) -> Diverted:
    """Void a stop's receipt and make another for some of its cartons; the rest stays on the vehicle, free.

    Raises: RulesBroken (a reason is needed; it was signed; nothing of it is on the vehicle), ApprovalNeeded.
    """
    stop = _stop(session, draft.stop_id)
    if not draft.reason.strip():
        raise RulesBroken([Problem("reason-needed", where=("reason",))])
    record_stop(session, StopDraft(stop.id, StopOutcome.DIVERTED, draft.on, draft.reason), by=by, at=at)
    cartons = _cartons(session, stop, draft.packages)
    _free(session, stop.handover_id, draft.reason, by=by, at=at)
    language = handover_facts.record(session, stop.handover_id).language
    made = redirect(
        session,
        RedirectDraft(
            stop.waybill_id, draft.unit_id, draft.facility_id, draft.person_id, tuple(one for one, _name in cartons),
            draft.reason,
        ),
        by=by, at=at,
    )  # fmt: skip
    _like(session, made, stop.handover_id, draft.on, language)
    _packed(session, made, cartons)
    number = handovers.issue(session, made, dated_on=draft.on, by=by, at=at) if draft.issue else ""
    return Diverted(made, number, sum(one.quantity for one, _name in cartons))


def _stop(session: Session, stop_id: int) -> StopRecord:
    found = session.get(StopRecord, stop_id)
    if found is None:
        raise BadInput("not-found", what=str(stop_id))
    return found


def _cartons(session: Session, stop: StopRecord, packages: tuple[str, ...]) -> list[tuple[Carried, str]]:
    """Return what of the stop is on its vehicle, in these cartons. Raises: RulesBroken("waybill-nothing")."""
    rows = session.execute(
        text(
            "SELECT k.layer_id, k.unit_id, MIN(k.quantity, COALESCE(e.sent_quantity, k.quantity)) AS quantity,"
            " COALESCE(e.package, '') AS package FROM handover_line l JOIN handover_pick k ON k.line_id = l.id"
            " JOIN place p ON p.id = k.place_id JOIN waybill w ON w.id = :w AND w.document_id = p.document_id"
            " LEFT JOIN waybill_line e ON e.pick_id = k.id WHERE l.handover_id = :h ORDER BY k.id"
        ),
        {"w": stop.waybill_id, "h": stop.handover_id},
    )
    found = [
        (Carried(row.layer_id, row.quantity, row.unit_id), row.package)
        for row in rows
        if row.quantity > 0 and (not packages or row.package in packages)
    ]
    if not found:
        raise RulesBroken([Problem("waybill-nothing", where=("packages",))])
    return found


def _free(session: Session, handover_id: int, reason: str, *, by: Actor, at: datetime) -> None:
    """Let go of a receipt's goods: an issued one is void, a draft is emptied; a refused or void one holds nothing."""
    state = handover_facts.record(session, handover_id).state
    if state is HandoverState.ISSUED:
        handovers.void(session, handover_id, reason=reason, by=by, at=at)
    elif state is HandoverState.DRAFT:
        save_draft(session, replace(draft_of(session, handover_id), lines=(), kits=()), by=by, at=at)
    elif state not in (HandoverState.VOID, HandoverState.REFUSED):
        raise_if_broken(may_become(state, HandoverState.VOID))


def _like(session: Session, made: int, original: int, on: date, language: str) -> None:
    """Let the new receipt name the same agreement, project and plan."""
    before = handover_facts.record(session, original)
    session.execute(
        update(HandoverRecord)
        .where(HandoverRecord.id == made)
        .values(
            agreement_id=before.agreement_id, project_id=before.project_id, requirement=before.requirement,
            show_values=before.show_values, planned_on=on, language=language,
        )
    )  # fmt: skip
    session.flush()
    session.expire_all()


def _packed(session: Session, made: int, cartons: list[tuple[Carried, str]]) -> None:
    """Keep the names of the cartons on what was picked of them."""
    names: dict[tuple[int, int | None], list[tuple[str, int]]] = defaultdict(list)
    for one, name in cartons:
        names[one.layer_id, one.unit_id].append((name, one.quantity))
    rows = session.execute(
        text(
            "SELECT k.id, k.layer_id, k.unit_id, k.quantity FROM handover_line l JOIN handover_pick k ON k.line_id = l.id"
            " WHERE l.handover_id = :h ORDER BY k.id"
        ),
        {"h": made},
    ).all()
    for row in rows:
        # Some of a layer may lie in several cartons; the picks were made in their order.
        name, left = names[row.layer_id, row.unit_id][0]
        if row.quantity >= left:
            del names[row.layer_id, row.unit_id][0]
        else:
            names[row.layer_id, row.unit_id][0] = (name, left - row.quantity)
        session.execute(
            text(
                "INSERT INTO waybill_line (pick_id, package, picked, planned_quantity, sent_quantity)"
                " VALUES (:p, :c, 1, NULL, :q)"
            ),
            {"p": row.id, "c": name, "q": row.quantity},
        )
