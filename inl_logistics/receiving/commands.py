"""Receiving a shipment: start, scan, undo a scan, pause, abandon.

Every scan is a row of its own, written as it comes: a crash loses none. What is decided about unknown scans is in
`deciding.py`, posting in `posting.py`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import insert, text, update
from sqlalchemy.orm import Session

from inl_logistics.kernel.actor import Actor
from inl_logistics.kernel.problems import BadInput, Problem, RulesBroken, raise_if_broken
from inl_logistics.kernel.text import clean, fold, serial_key
from inl_logistics.kernel.values import ReceivingId
from inl_logistics.labels.resolving import Meaning, meaning_of
from inl_logistics.ledger import places
from inl_logistics.partners.commands import bin_of
from inl_logistics.receiving import expected
from inl_logistics.receiving.expected import ExpectedLine
from inl_logistics.receiving.records import ReceivingRecord, ReceivingState, ScanOutcome, ScanRecord
from inl_logistics.receiving.rules import ScanFacts, count_problems, outcome
from inl_logistics.users import trail


class Mode(StrEnum):
    """How the next scan is taken."""

    GOOD = "good"
    DAMAGED = "damaged"
    CARTON = "carton"


@dataclass(frozen=True, slots=True)
class StartDraft:
    """Which shipment is counted into which store and bin."""

    shipment_id: int
    store_id: int
    bin: str = ""


def start(session: Session, draft: StartDraft, *, by: Actor, at: datetime) -> ReceivingId:
    """Open a session, or give back the one that is open for this shipment (resume).

    Raises: RulesBroken("shipment-not-booked").
    """
    known = session.execute(
        text("SELECT id FROM receiving WHERE shipment_id = :s AND state IN ('open', 'paused')"),
        {"s": draft.shipment_id},
    ).scalar()
    if known is not None:
        session.execute(update(ReceivingRecord).where(ReceivingRecord.id == known).values(state=ReceivingState.OPEN))
        return ReceivingId(known)
    state = session.execute(text("SELECT state FROM shipment WHERE id = :s"), {"s": draft.shipment_id}).scalar()
    if state is None or state in {"draft", "canceled"}:
        raise RulesBroken([Problem("shipment-not-booked")])
    place = places.of_bin(session, bin_of(session, draft.store_id, draft.bin))
    receiving_id = session.execute(
        insert(ReceivingRecord)
        .values(shipment_id=draft.shipment_id, place_id=place, started_at=at, started_by=by.user_id)
        .returning(ReceivingRecord.id)
    ).scalar_one()
    trail.record(
        session, "receiving.start", kind="shipment", subject_id=draft.shipment_id, subject=str(receiving_id),
        by=by, at=at,
    )  # fmt: skip
    return ReceivingId(receiving_id)


@dataclass(frozen=True, slots=True)
class ScanDraft:
    """One scan or typed count. `line_id` is the line the officer has in hand, for serials not on the list."""

    receiving_id: int
    text: str
    mode: Mode = Mode.GOOD
    line_id: int | None = None
    quantity: int = 1
    lot: str = ""
    made_on: date | None = None
    expires_on: date | None = None
    bin: str | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class ScanResult:
    """What the feedback bar says: outcome, the line, and how far it is counted."""

    scan_id: int
    outcome: ScanOutcome
    text: str
    line_id: int | None
    item: str
    package: str
    counted: int
    expected: int
    found_at: str = ""
    scans: int = 1
    alike: str = ""


def scan(session: Session, draft: ScanDraft, *, by: Actor, at: datetime) -> ScanResult:
    """Take one scan. A carton in carton mode counts all that its packing list says.

    Raises: BadInput("scan-empty", "carton-needs-mode"), RulesBroken("receiving-not-open").
    """
    open_session(session, draft.receiving_id)
    means = meaning_of(session, draft.text)
    typed = means.serial or means.text
    key = serial_key(typed)
    if not key:
        raise BadInput("scan-empty")
    draft = _with_code(draft, means)
    raise_if_broken(count_problems(draft.quantity, draft.made_on, draft.expires_on))
    lines = expected.lines(session, draft.receiving_id)
    package = expected.package(session, draft.receiving_id, key, means.package_id)
    if package is not None:
        if draft.mode is not Mode.CARTON:
            raise BadInput("carton-needs-mode", carton=package.code)
        return _carton(session, draft, package, lines, by=by, at=at)
    line = _line_of(session, draft, key, lines, means)
    if means.known and line is not None and line.is_serial and not means.serial:
        raise BadInput("scan-needs-serial", item=line.item)
    before = expected.already_scanned(session, draft.receiving_id, key)
    stocked = expected.in_stock(session, key, line)
    by_quantity = line is not None and not line.is_serial
    facts = ScanFacts(
        is_package=False,
        on_list=line is not None and line.is_serial and expected.listed(session, draft.receiving_id, key) is not None,
        scanned_before=before and not by_quantity,
        in_stock_at=stocked,
        serial_line=line is not None and line.is_serial,
        counts_by_quantity=by_quantity,
        damaged=draft.mode is Mode.DAMAGED,
    )
    found = outcome(facts)
    scan_id = _write(
        session, draft, typed, key, found, line if found is not ScanOutcome.UNKNOWN else None, by=by, at=at
    )
    return _result(session, draft.receiving_id, scan_id, found, typed, line, stocked)


def undo_scan(session: Session, scan_id: int, *, by: Actor, at: datetime) -> None:
    """Take back one scan; the row stays, marked."""
    row = session.execute(text("SELECT receiving_id FROM scan WHERE id = :i"), {"i": scan_id}).first()
    if row is None:
        raise BadInput("not-found", what=str(scan_id))
    open_session(session, row.receiving_id)
    session.execute(update(ScanRecord).where(ScanRecord.id == scan_id).values(undone=True))


def undo_last(session: Session, receiving_id: int, *, by: Actor, at: datetime) -> int:
    """Take back the last scan that still counts, a carton counted whole at once: its rows have one instant.

    Return how many rows were taken back.
    """
    open_session(session, receiving_id)
    taken = session.execute(
        text(
            "UPDATE scan SET undone = 1 WHERE receiving_id = :r AND undone = 0 AND (at, by) = (SELECT at, by FROM scan"
            " WHERE receiving_id = :r AND undone = 0 ORDER BY id DESC LIMIT 1) RETURNING id"
        ),
        {"r": receiving_id},
    )
    return len(taken.all())


def resume(session: Session, receiving_id: int, *, by: Actor, at: datetime) -> None:
    """Go on counting in a paused session."""
    open_session(session, receiving_id)
    session.execute(update(ReceivingRecord).where(ReceivingRecord.id == receiving_id).values(state=ReceivingState.OPEN))


def note_scan(
    session: Session, scan_id: int, note: str, *, damaged: bool | None = None, by: Actor, at: datetime
) -> None:
    """Write a note on a scan, or change it between good and damaged."""
    row = session.execute(text("SELECT receiving_id, outcome FROM scan WHERE id = :i"), {"i": scan_id}).first()
    if row is None:
        raise BadInput("not-found", what=str(scan_id))
    open_session(session, row.receiving_id)
    values: dict[str, object] = {"note": clean(note)}
    if damaged is not None and row.outcome in {"good", "damaged"}:
        values["outcome"] = ScanOutcome.DAMAGED if damaged else ScanOutcome.GOOD
    session.execute(update(ScanRecord).where(ScanRecord.id == scan_id).values(**values))


def pause(session: Session, receiving_id: int, *, by: Actor, at: datetime) -> None:
    """Pause a session; everything counted is kept."""
    open_session(session, receiving_id)
    session.execute(
        update(ReceivingRecord).where(ReceivingRecord.id == receiving_id).values(state=ReceivingState.PAUSED)
    )


def abandon(session: Session, receiving_id: int, *, reason: str, by: Actor, at: datetime) -> None:
    """Give a session up without posting; its scans stay on file."""
    open_session(session, receiving_id)
    session.execute(
        update(ReceivingRecord)
        .where(ReceivingRecord.id == receiving_id)
        .values(state=ReceivingState.ABANDONED, remarks=clean(reason))
    )
    trail.record(
        session, "receiving.abandon", kind="receiving", subject_id=receiving_id, subject=str(receiving_id),
        by=by, at=at, after={"reason": clean(reason)},
    )  # fmt: skip


def open_session(session: Session, receiving_id: int) -> None:
    """Make sure that a session still takes counts. Raises: RulesBroken("receiving-not-open")."""
    state = session.execute(text("SELECT state FROM receiving WHERE id = :r"), {"r": receiving_id}).scalar()
    if state not in {"open", "paused"}:
        raise RulesBroken([Problem("receiving-not-open")])


def _with_code(draft: ScanDraft, means: Meaning) -> ScanDraft:
    """Fill in what the code itself says; what the officer typed stands."""
    return replace(
        draft, lot=draft.lot or means.lot, made_on=draft.made_on or means.made_on,
        expires_on=draft.expires_on or means.expires_on,
        quantity=means.quantity if means.quantity and draft.quantity == 1 else draft.quantity,
    )  # fmt: skip


def _line_of(
    session: Session, draft: ScanDraft, key: str, lines: list[ExpectedLine], means: Meaning
) -> ExpectedLine | None:
    """Find the line a scan belongs to: its serial on the list, its item or lot code, else the line in hand."""
    listed = expected.listed(session, draft.receiving_id, key)
    if listed is not None:
        return next((line for line in lines if line.id == listed), None)
    folded = fold(means.text)
    for line in lines:
        if not line.is_serial and folded in line.codes:
            return line
    if means.known and (named := expected.named(lines, means)) is not None:
        return named
    in_hand = next((line for line in lines if line.id == draft.line_id), None)
    if in_hand is not None:
        return in_hand if in_hand.is_serial and in_hand.unlisted > 0 else None
    # Only one line lacks serials on its packing list: an unknown serial can only be its own.
    open_lines = [line for line in lines if line.is_serial and line.unlisted > 0]
    return open_lines[0] if len(open_lines) == 1 else None


def _carton(
    session: Session,
    draft: ScanDraft,
    package: expected.Package,
    lines: list[ExpectedLine],
    *,
    by: Actor,
    at: datetime,
) -> ScanResult:
    taken, last, first_scan = 0, None, 0
    for content in expected.contents(session, draft.receiving_id, package.id):
        line = next(one for one in lines if one.id == content.line_id)
        # Under the carton it lies in: a pallet and a carton on it, whichever is scanned first, count that carton once.
        name = content.serial or content.package.code
        key = serial_key(content.serial) if content.serial else f"{content.package.folded}:{line.id}"
        if expected.already_scanned(session, draft.receiving_id, key):
            continue
        scanned = ScanDraft(draft.receiving_id, name, quantity=content.quantity, bin=draft.bin)
        first_scan = _write(
            session, scanned, name, key, ScanOutcome.GOOD, line,
            package_id=content.package.id, is_serial=bool(content.serial), by=by, at=at,
        )  # fmt: skip
        taken, last = taken + content.quantity, line
    found = ScanOutcome.GOOD if taken else ScanOutcome.REPEATED
    if not taken:
        first_scan = _write(session, draft, package.code, package.folded, found, None, by=by, at=at)
    result = _result(session, draft.receiving_id, first_scan, found, package.code, last, "")
    return ScanResult(
        result.scan_id, found, package.code, result.line_id, result.item, package.code, result.counted,
        result.expected, scans=taken,
    )  # fmt: skip


def _write(
    session: Session, draft: ScanDraft, typed: str, key: str, found: ScanOutcome, line: ExpectedLine | None, *,
    package_id: int | None = None, is_serial: bool | None = None, by: Actor, at: datetime,
) -> int:  # fmt: skip
    serial = bool(line and line.is_serial) if is_serial is None else is_serial
    counted = line is not None and found in {ScanOutcome.GOOD, ScanOutcome.DAMAGED}
    place = None
    if draft.bin is not None and counted:
        store = session.execute(
            text("SELECT p.store_id FROM receiving r JOIN place p ON p.id = r.place_id WHERE r.id = :r"),
            {"r": draft.receiving_id},
        ).scalar_one()
        place = places.of_bin(session, bin_of(session, store, draft.bin))
    package = package_id or (line and expected.package_of(session, draft.receiving_id, key))
    found_id = session.execute(
        insert(ScanRecord)
        .values(
            receiving_id=draft.receiving_id, at=at, by=by.user_id, text=typed, folded=key, outcome=found,
            shipment_line_id=line.id if line else None, variant_id=line.variant_id if line else None,
            package_id=package, is_serial=serial, quantity=1 if serial else draft.quantity,
            lot=clean(draft.lot) or (line.lot if line else ""),
            made_on=draft.made_on or (line.made_on if line else None),
            expires_on=draft.expires_on or (line.expires_on if line else None), place_id=place,
            note=clean(draft.note),
        )
        .returning(ScanRecord.id)
    ).scalar_one()  # fmt: skip
    return int(found_id)


def _result(
    session: Session, receiving_id: int, scan_id: int, found: ScanOutcome, typed: str, line: ExpectedLine | None,
    stocked: str,
) -> ScanResult:  # fmt: skip
    if line is None:
        return ScanResult(scan_id, found, typed, None, "", "", 0, 0, stocked,
                          alike=expected.alike(session, receiving_id, typed, None))  # fmt: skip
    tally = expected.tallies(session, receiving_id)[line.id]
    package = session.execute(
        text("SELECT p.code FROM scan s JOIN package p ON p.id = s.package_id WHERE s.id = :i"), {"i": scan_id}
    ).scalar()
    return ScanResult(
        scan_id, found, typed, line.id, line.item, package or "", tally.counted, tally.expected, stocked,
        alike=expected.alike(session, receiving_id, typed, line) if line.is_serial else "",
    )  # fmt: skip
