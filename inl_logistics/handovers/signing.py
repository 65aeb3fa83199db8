"""Signing and reversing a handover: custody and title move at the day on the paper.

What the paper says wins: fewer units than printed make a variance note, and the rest stays in stock.
Source: product.md 4 (Handover; title passes at the paper's date), domain.md 2.10, scenarios 3 and 6.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import msgspec
from sqlalchemy import text, update
from sqlalchemy.orm import Session

from inl_logistics.approvals.commands import record_used
from inl_logistics.handovers import facts, noting
from inl_logistics.handovers.documents import HandoverType
from inl_logistics.handovers.records import HandoverRecord, HandoverState
from inl_logistics.handovers.rules import SignedLine, may_become, signing_problems
from inl_logistics.inventory import commands as inventory
from inl_logistics.kernel.actor import Actor
from inl_logistics.kernel.dates import short
from inl_logistics.kernel.problems import BadInput, Problem, Severity, raise_if_broken
from inl_logistics.kernel.text import clean, clean_lines, serial_key
from inl_logistics.kernel.values import Condition, ItemId, LayerId, PartnerId, PlaceId, Status, Title, UnitId
from inl_logistics.ledger import commands as ledger
from inl_logistics.ledger import places
from inl_logistics.ledger.records import PlaceKind
from inl_logistics.ledger.rules import CountAnswer
from inl_logistics.paper.model import Signature
from inl_logistics.partners.commands import agency_of
from inl_logistics.partners.facts import vetting_of
from inl_logistics.partners.rules import vetting_problems
from inl_logistics.register import numbers, seals
from inl_logistics.register.numbers import Document
from inl_logistics.register.records import DocumentKind, Fact
from inl_logistics.settings.declared import RULES, get, local_day
from inl_logistics.users import trail


@dataclass(frozen=True, slots=True)
class SignedQuantity:
    """How many of a printed line were signed for, where it is not all of it."""

    line_no: int
    quantity: int


@dataclass(frozen=True, slots=True)
class StruckSerial:
    """A serial that was struck out; two makes may have used it on one receipt, and `line_no` says on which line."""

    serial: str
    line_no: int | None = None


@dataclass(frozen=True, slots=True)
class SignDraft:
    """What the signed paper says. Struck serials and quantities are the differences from the print.

    A serial that stands on one line only needs no line number; one that stands on several does.
    """

    handover_id: int
    signed_on: date
    signed_by: str = ""
    place: str = ""
    struck: tuple[StruckSerial, ...] = ()
    quantities: tuple[SignedQuantity, ...] = ()
    remarks: str = ""
    on_screen: bool = False
    signatures: tuple[Signature, ...] = ()
    count_answer: CountAnswer | None = None


@dataclass(frozen=True, slots=True)
class Signed:
    """What signing did."""

    number: str
    units: int
    printed: int
    variance: str


def sign(session: Session, draft: SignDraft, *, by: Actor, at: datetime) -> Signed:
    """Post what was signed, at the paper's date; signing it twice posts once.

    Raises: RulesBroken, ApprovalNeeded (vetting at the day of signature), BadInput("not-found") for a line that the
    receipt does not have; nothing is written then.
    """
    handover = facts.record(session, draft.handover_id)
    document = numbers.numbered(session, f"handover:{draft.handover_id}")
    if document is not None and handover.signed_on is not None:
        return _signed_before(session, handover, document)
    raise_if_broken(may_become(handover.state, HandoverState.SIGNED))
    if document is None:
        raise AssertionError(draft.handover_id)
    picks = facts.picks(session, draft.handover_id)
    signed = _signed_quantities(picks, draft)
    problems = _problems(session, handover, draft, picks, signed, at=at)
    raise_if_broken(problems, overridden=by.overridden)
    inventory.release(session, "handover", draft.handover_id)
    _post(session, handover, draft, document, picks, signed, at=at)
    printed, taken = sum(pick.quantity for pick in picks), sum(signed.values())
    variance = _variance(session, draft, document, picks, signed, by=by, at=at) if taken < printed else None
    _keep(session, draft, signed, variance, at=at)
    record_used(session, problems, document_id=document.id, by=by, at=at)
    body = {
        "number": document.number, "signed_on": draft.signed_on, "signed_by": clean(draft.signed_by),
        "lines": [[pick.line_no, pick.serial or pick.lot, pick.quantity, signed[pick.id]] for pick in picks],
        "remarks": clean_lines(draft.remarks),
    }  # fmt: skip
    seals.seal(session, document.id, Fact.SIGN, msgspec.json.encode(body, order="deterministic"), by=by, at=at)
    trail.record(
        session, "handover.sign", kind="handover", subject_id=draft.handover_id, subject=document.number, by=by,
        at=at, after={"signed_on": draft.signed_on, "signed": taken, "printed": printed},
    )  # fmt: skip
    return Signed(document.number, taken, printed, variance.number if variance else "")


def _signed_before(session: Session, handover: HandoverRecord, document: Document) -> Signed:
    picks = facts.picks(session, handover.id)
    note = session.execute(
        text("SELECT number FROM document WHERE id = :d"), {"d": handover.variance_document_id}
    ).scalar()
    taken = sum(pick.quantity if pick.signed is None else pick.signed for pick in picks)
    return Signed(document.number, taken, sum(pick.quantity for pick in picks), note or "")


def _signed_quantities(picks: Sequence[facts.Pick], draft: SignDraft) -> dict[int, int]:
    """Return how many of each pick were signed: struck serials none, quantities taken from the last picks."""
    struck = _struck(picks, draft)
    found = {pick.id: 0 if pick.id in struck else pick.quantity for pick in picks}
    for change in draft.quantities:
        line = [pick for pick in picks if pick.line_no == change.line_no]
        less = sum(found[pick.id] for pick in line) - change.quantity
        for pick in reversed(line):
            take = min(max(less, 0), found[pick.id])
            found[pick.id] -= take
            less -= take
        if not line:
            raise BadInput("not-found", what=str(change.line_no))
        found[line[0].id] -= less  # more than was printed, or less than nothing: the rules refuse either
    return found


def _struck(picks: Sequence[facts.Pick], draft: SignDraft) -> set[int]:
    """Return the picks that were struck out."""
    struck = {(one.line_no, serial_key(one.serial)) for one in draft.struck}
    return {
        pick.id
        for pick in picks
        if pick.serial and not struck.isdisjoint((line, serial_key(pick.serial)) for line in (None, pick.line_no))
    }


def _problems(
    session: Session, handover: HandoverRecord, draft: SignDraft, picks: Sequence[facts.Pick],
    signed: Mapping[int, int], *, at: datetime,
) -> list[Problem]:  # fmt: skip
    document_day = session.execute(
        text("SELECT effective_on FROM document WHERE id = :d"), {"d": handover.document_id}
    ).scalar_one()
    person = clean(draft.signed_by) or (
        session.execute(text("SELECT name FROM person WHERE id = :p"), {"p": handover.person_id}).scalar() or ""
    )
    lines = [SignedLine(pick.quantity, signed[pick.id], pick.serial or pick.item) for pick in picks]
    found = [
        *signing_problems(
            lines, signed_on=draft.signed_on, issued_on=date.fromisoformat(document_day),
            today=local_day(session, at), person=person,
        ),
        *unknown_struck(picks, draft),
        *unnamed_struck(picks, draft, signed),
    ]  # fmt: skip
    if handover.type is not HandoverType.RETURN:
        unit = session.execute(text("SELECT name FROM partner WHERE id = :u"), {"u": handover.unit_id}).scalar()
        vetting = vetting_of(session, handover.unit_id, on=draft.signed_on)
        found += vetting_problems(unit or "—", vetting, on=draft.signed_on)
        found += _agency_problems(session, handover, unit or "—", on=draft.signed_on)
    return found


def _agency_problems(session: Session, handover: HandoverRecord, unit: str, *, on: date) -> list[Problem]:
    """The paper names an agency that the unit does not belong to any more. Source: domain.md 8 scenario 9."""
    now = agency_of(session, handover.unit_id, on) if handover.unit_id else None
    if now is None or now == handover.agency_id:
        return []
    named = {
        row.id: row.name
        for row in session.execute(
            text("SELECT id, name FROM partner WHERE id IN (:a, :n)"), {"a": handover.agency_id, "n": now}
        )
    }
    number = session.execute(
        text("SELECT number FROM document WHERE id = :d"), {"d": handover.document_id}
    ).scalar_one()
    params = {
        "number": numbers.screen_number(number), "agency": named.get(handover.agency_id, "—"), "unit": unit,
        "now": named[now], "day": short(on),
    }  # fmt: skip
    return [Problem("agency-changed-since-issue", Severity.OVERRIDE, params, ("unit_id",))]


def unknown_struck(picks: Sequence[facts.Pick], draft: SignDraft) -> list[Problem]:
    """Refuse a struck serial that is not on the receipt, or on which line is not said: it is no guess."""
    lines: dict[str, list[int]] = defaultdict(list)
    for pick in picks:
        if pick.serial:
            lines[serial_key(pick.serial)].append(pick.line_no)
    found = []
    for one in draft.struck:
        there = lines[serial_key(one.serial)]
        params = {"serial": one.serial}
        if not there or one.line_no not in (None, *there):
            found.append(Problem("struck-not-on-receipt", params=params, where=("struck",)))
        elif one.line_no is None and len(there) > 1:
            params["lines"] = ", ".join(map(str, there))
            found.append(Problem("struck-on-several-lines", params=params, where=("struck",)))
    return found


def unnamed_struck(picks: Sequence[facts.Pick], draft: SignDraft, signed: Mapping[int, int]) -> list[Problem]:
    """Ask which serials were struck where a line has fewer than it printed: which unit stays here is no guess."""
    struck = _struck(picks, draft)
    lines = {pick.line_no: pick.item for pick in picks if pick.serial and not signed[pick.id] and pick.id not in struck}
    return [
        Problem("struck-not-named", params={"line": str(line), "item": item}, where=("struck",))
        for line, item in lines.items()
    ]


def _post(
    session: Session, handover: HandoverRecord, draft: SignDraft, document: Document, picks: Sequence[facts.Pick],
    signed: Mapping[int, int], *, at: datetime,
) -> None:  # fmt: skip
    taken = [pick for pick in picks if signed[pick.id]]
    if handover.type is HandoverType.RETURN:
        lines = _returning(session, handover, taken, signed)
    else:
        lines = _handing_over(session, handover, taken, signed)
    window = get(session, RULES).backdating_days
    posting = ledger.Posting(document.id, draft.signed_on, local_day(session, at), window, draft.count_answer)
    ledger.post(session, posting, lines)


def _handing_over(
    session: Session, handover: HandoverRecord, taken: Sequence[facts.Pick], signed: Mapping[int, int]
) -> list[ledger.Line]:
    facility = places.of_partner(session, PlaceKind.FACILITY, PartnerId(handover.facility_id or 0))
    title = Title.USG if facts.passing(session, handover) is HandoverType.CUSTODY else Title.HOST
    return [
        ledger.Line(
            ItemId(pick.item_id), LayerId(pick.layer_id), signed[pick.id], PlaceId(pick.place_id), facility,
            unit_id=None if pick.unit_id is None else UnitId(pick.unit_id), condition=Condition(pick.condition),
            title_to=title,
        )
        for pick in taken
    ]  # fmt: skip


def _returning(
    session: Session, handover: HandoverRecord, taken: Sequence[facts.Pick], signed: Mapping[int, int]
) -> list[ledger.Line]:
    """Bring goods back to the bin of the return, with title where it had passed, in the condition they were found in.

    What cannot be handed over again as it is waits in quarantine for its inspection.
    """
    titles = facts.held_titles(session, handover, taken)
    target = places.of_bin(session, handover.to_bin_id or 0)
    found = facts.returned_conditions(session, handover.id)
    lines = []
    for pick in taken:
        condition = found.get(pick.line_id) or Condition(pick.condition)
        usable = condition in {Condition.NEW, Condition.GOOD}
        lines.append(
            ledger.Line(
                ItemId(pick.item_id), LayerId(pick.layer_id), signed[pick.id], PlaceId(pick.place_id),
                target, unit_id=None if pick.unit_id is None else UnitId(pick.unit_id),
                condition=Condition(pick.condition), condition_to=condition, title=titles[pick.id], title_to=Title.USG,
                status_to=Status.AVAILABLE if usable else Status.QUARANTINED,
            )
        )  # fmt: skip
    return lines


def _variance(
    session: Session, draft: SignDraft, document: Document, picks: Sequence[facts.Pick], signed: Mapping[int, int],
    *, by: Actor, at: datetime,
) -> Document:  # fmt: skip
    note = numbers.assign(
        session, DocumentKind.VARIANCE, request=f"variance:{draft.handover_id}", effective_on=draft.signed_on,
        title=document.number, by=by, at=at,
    )  # fmt: skip
    body = noting.variance_of(
        session, note, document, picks, signed, signed_on=draft.signed_on, place=clean(draft.place),
        signed_by=clean(draft.signed_by), remarks=clean_lines(draft.remarks),
    )  # fmt: skip
    seals.seal(session, note.id, Fact.POST, body.to_json(), by=by, at=at)
    return note


def _keep(
    session: Session,
    draft: SignDraft,
    signed: Mapping[int, int],
    variance: Document | None,
    *,
    at: datetime,
) -> None:
    session.connection().exec_driver_sql(
        "UPDATE handover_pick SET signed_quantity = ? WHERE id = ?",
        [(quantity, pick) for pick, quantity in signed.items()],
    )
    session.execute(
        update(HandoverRecord)
        .where(HandoverRecord.id == draft.handover_id)
        .values(
            state=HandoverState.VARIANCE if variance else HandoverState.SIGNED, signed_on=draft.signed_on,
            signed_place=clean(draft.place), signed_entered_at=at, signed_by=clean(draft.signed_by),
            signed_on_screen=draft.on_screen, signed_remarks=clean_lines(draft.remarks),
            signatures=msgspec.json.encode(draft.signatures).decode() if draft.signatures else "",
            variance_document_id=variance.id if variance else None, version=HandoverRecord.version + 1,
        )
    )  # fmt: skip
