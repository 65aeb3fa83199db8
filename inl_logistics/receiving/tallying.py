"""What was counted on paper, entered afterwards, and counts that are corrected: lot, expiry, bin.

A sheet is entered whole or not at all; who counted and when stays apart from who typed it in. Source: product.md 3 (Receiving),
domain.md 2.5 (inbound document tally; corrections).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, text, update
from sqlalchemy.orm import Session

from inl_logistics.kernel.actor import Actor
from inl_logistics.kernel.problems import BadInput, Problem, raise_if_broken
from inl_logistics.kernel.text import clean, serial_key
from inl_logistics.ledger import places
from inl_logistics.partners.commands import bin_of
from inl_logistics.receiving import expected
from inl_logistics.receiving.commands import Mode, ScanDraft, open_session, scan
from inl_logistics.receiving.records import ScanOutcome, ScanRecord
from inl_logistics.receiving.rules import count_problems
from inl_logistics.users import trail


@dataclass(frozen=True, slots=True)
class TallyLine:
    """What a sheet says of one line of the shipment: quantities, or serials for goods that have them."""

    line_id: int
    good: int = 0
    damaged: int = 0
    good_serials: tuple[str, ...] = ()
    damaged_serials: tuple[str, ...] = ()
    lot: str = ""
    expires_on: date | None = None
    bin: str | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class TallyDraft:
    """A tally sheet as it was filled in: who counted, and the lines."""

    receiving_id: int
    counter: str
    lines: tuple[TallyLine, ...]


@dataclass(frozen=True, slots=True)
class TallyEntered:
    """How many units a sheet brought in, and its serials that are not on the shipment or were counted before."""

    units: int
    unknown: tuple[str, ...]
    repeated: tuple[str, ...]


def enter_tally(session: Session, draft: TallyDraft, *, by: Actor, at: datetime) -> TallyEntered:
    """Take over a sheet; serials go through the same rules as scans. Raises: RulesBroken, BadInput."""
    open_session(session, draft.receiving_id)
    counter = clean(draft.counter)
    lines = {line.id: line for line in expected.lines(session, draft.receiving_id)}
    filled = [one for one in draft.lines if one.good or one.damaged or one.good_serials or one.damaged_serials]
    problems = [
        *([] if counter else [Problem("tally-counter", where=("counter",))]),
        *([] if filled else [Problem("tally-empty", where=("lines",))]),
        *(
            Problem("quantity-not-positive", params={"quantity": str(min(one.good, one.damaged))}, where=("lines", one.line_id))
            for one in filled
            if min(one.good, one.damaged) < 0
        ),
    ]  # fmt: skip
    raise_if_broken(problems)
    units, unknown, repeated = 0, [], []
    for one in filled:
        line = lines.get(one.line_id)
        if line is None:
            raise BadInput("not-found", what=str(one.line_id))
        drafts = _scans(draft.receiving_id, one, line.code, serial=line.is_serial)
        for each in drafts:
            result = scan(session, each, by=by, at=at)
            session.execute(update(ScanRecord).where(ScanRecord.id == result.scan_id).values(counter=counter))
            if result.outcome is ScanOutcome.UNKNOWN:
                unknown.append(each.text)
            elif result.outcome is ScanOutcome.REPEATED:
                repeated.append(each.text)
            else:
                units += each.quantity
    trail.record(
        session, "receiving.tally", kind="receiving", subject_id=draft.receiving_id, subject=counter, by=by, at=at,
        after={"units": units, "unknown": unknown, "repeated": repeated},
    )  # fmt: skip
    return TallyEntered(units, tuple(unknown), tuple(repeated))


def _scans(receiving_id: int, one: TallyLine, code: str, *, serial: bool) -> list[ScanDraft]:
    more = {"lot": one.lot, "expires_on": one.expires_on, "bin": one.bin, "note": one.note}
    found = []
    for mode, quantity, serials in (
        (Mode.GOOD, one.good, one.good_serials), (Mode.DAMAGED, one.damaged, one.damaged_serials)
    ):  # fmt: skip
        if serial:
            named = {key: written for written in reversed(serials) if (key := serial_key(written))}
            found += [
                ScanDraft(receiving_id, clean(written), mode, one.line_id, **more)  # type: ignore[arg-type]
                for written in reversed(named.values())
            ]
        elif quantity:
            found.append(ScanDraft(receiving_id, code, mode, one.line_id, quantity, **more))  # type: ignore[arg-type]
    return found


@dataclass(frozen=True, slots=True)
class CorrectionDraft:
    """What the goods of a scan really say: lot, dates, bin, and how many where they are counted by quantity."""

    scan_id: int
    lot: str = ""
    made_on: date | None = None
    expires_on: date | None = None
    bin: str | None = None
    quantity: int | None = None
    whole_line: bool = False  # every scan of the same line, good or damaged as this one; how many stays


def correct(session: Session, draft: CorrectionDraft, *, by: Actor, at: datetime) -> None:
    """Correct a scan while the receiving is open; what it said before is in the trail. Raises: RulesBroken, BadInput."""
    row = session.execute(
        text(
            "SELECT s.receiving_id, s.is_serial, s.quantity, s.lot, s.made_on, s.expires_on, s.place_id, p.store_id,"
            " s.shipment_line_id, s.outcome"
            " FROM scan s JOIN receiving r ON r.id = s.receiving_id JOIN place p ON p.id = r.place_id WHERE s.id = :i"
        ),
        {"i": draft.scan_id},
    ).first()
    if row is None:
        raise BadInput("not-found", what=str(draft.scan_id))
    open_session(session, row.receiving_id)
    quantity = row.quantity if draft.quantity is None or row.is_serial else draft.quantity
    raise_if_broken(count_problems(quantity, draft.made_on, draft.expires_on))
    values: dict[str, object] = {"lot": clean(draft.lot), "made_on": draft.made_on, "expires_on": draft.expires_on}
    if draft.quantity is not None and not row.is_serial:
        values["quantity"] = draft.quantity
    if draft.bin is not None:
        values["place_id"] = places.of_bin(session, bin_of(session, row.store_id, draft.bin))
    alike: ColumnElement[bool] = ScanRecord.id == draft.scan_id
    if draft.whole_line and row.shipment_line_id is not None:
        values.pop("quantity", None)
        alike = and_(
            ScanRecord.receiving_id == row.receiving_id, ScanRecord.shipment_line_id == row.shipment_line_id,
            ScanRecord.outcome == row.outcome, ScanRecord.undone.is_(False),
        )  # fmt: skip
    session.execute(update(ScanRecord).where(alike).values(**values))
    trail.record(
        session, "receiving.correct", kind="receiving", subject_id=row.receiving_id, subject=str(draft.scan_id), by=by,
        at=at, before={"lot": row.lot, "expires_on": row.expires_on, "quantity": row.quantity},
        after={"lot": clean(draft.lot), "expires_on": draft.expires_on, "quantity": draft.quantity or row.quantity},
    )  # fmt: skip
