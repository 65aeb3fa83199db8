"""Counting: every scan is a row of its own, written as it comes, so that a crash loses none.

A scan means a bin (the place in hand changes), a serial unit, a code of goods counted by quantity (then one asks how many),
or nothing the books know: that waits for a decision and does not stop the scanner. Source: ui.md 10; product.md 3.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Row, insert, text, update
from sqlalchemy.orm import Session

from inl_logistics.counts.records import CountingLineRecord, CountingScanRecord, CountState, ScanOutcome
from inl_logistics.counts.resolving import bin_of, goods_of, nameless_at, place_name, scope, serial_goods, unit_of
from inl_logistics.counts.rules import FIRST, SECOND
from inl_logistics.counts.scope import covers_item
from inl_logistics.kernel.actor import Actor
from inl_logistics.kernel.problems import BadInput, Problem, RulesBroken
from inl_logistics.kernel.text import clean, serial_key, serial_lookalike
from inl_logistics.kernel.values import ItemId
from inl_logistics.labels.resolving import meaning_of
from inl_logistics.ledger import things
from inl_logistics.users import trail


class Meaning(StrEnum):
    """What a scan came to."""

    BIN = "bin"
    COUNTED = "counted"
    ELSEWHERE = "elsewhere"  # counted; the books have it at another place
    REPEATED = "repeated"
    UNKNOWN = "unknown"
    HOW_MANY = "how-many"
    BY_SERIAL = "by-serial"  # the code of an item that is counted by its serials; nothing is written
    OUTSIDE = "outside"  # not part of this count; nothing is written


@dataclass(frozen=True, slots=True)
class ScanDraft:
    """One scan at the place in hand. `round` is the counter: 1 or 2."""

    counting_id: int
    text: str
    place_id: int
    round: int = FIRST
    counter: str = ""
    as_of: date | None = None


@dataclass(frozen=True, slots=True)
class ScanResult:
    """What the feedback bar says. For HOW_MANY: the variant; its lots at the place are asked for by the screen."""

    meaning: Meaning
    text: str
    place_id: int
    place: str
    scan_id: int | None = None
    line_id: int | None = None
    variant_id: int | None = None
    lot_id: int | None = None
    item: str = ""
    books_at: str = ""
    alike: str = ""
    # What the code itself says of the goods: their lot and its last day, and how many are in the package.
    lot: str = ""
    expires_on: date | None = None
    quantity: int | None = None


def scan(session: Session, draft: ScanDraft, *, by: Actor, at: datetime) -> ScanResult:
    """Take one scan. Raises: BadInput("scan-empty"), RulesBroken("count-not-open", "count-second-counter")."""
    count = open_count(session, draft.counting_id, draft.round)
    means = meaning_of(session, draft.text)
    typed = means.serial or means.text
    key = serial_key(typed)
    if not key:
        raise BadInput("scan-empty")
    bin_place = bin_of(session, count, means)
    if bin_place is not None:
        return ScanResult(Meaning.BIN, typed, bin_place, place_name(session, bin_place))
    unit = unit_of(session, count, means, draft.place_id)
    if unit is not None:
        return _count_unit(session, count, draft, typed, unit, by=by, at=at)
    goods = goods_of(session, means, draft.place_id)
    place = place_name(session, draft.place_id)
    if goods is not None:
        inside = covers_item(session, scope(count), goods.item_id)
        meaning = Meaning.HOW_MANY if inside else Meaning.OUTSIDE
        return ScanResult(
            meaning, typed, draft.place_id, place, variant_id=goods.variant_id, lot_id=goods.lot_id, item=goods.item,
            lot=means.lot, expires_on=means.expires_on, quantity=means.quantity,
        )  # fmt: skip
    named = serial_goods(session, typed)
    if named is not None:
        return ScanResult(
            Meaning.BY_SERIAL, typed, draft.place_id, place, variant_id=named.variant_id, item=named.item,
            line_id=_line_at(session, draft, named.variant_id),
        )  # fmt: skip
    known = session.execute(
        text("SELECT id FROM counting_scan WHERE counting_id = :c AND folded = :f AND unit_id IS NULL"
             " AND round = :r AND undone = 0"),
        {"c": draft.counting_id, "f": key, "r": draft.round},
    ).scalar()  # fmt: skip
    outcome = ScanOutcome.REPEATED if known else ScanOutcome.UNKNOWN
    scan_id = _write(session, draft, typed, outcome=outcome, round_=draft.round, by=by, at=at)
    alike = session.execute(
        text("SELECT serial FROM unit WHERE lookalike = :l AND folded <> :f LIMIT 1"), {"l": serial_lookalike(typed), "f": key}
    ).scalar()  # fmt: skip
    meaning = Meaning.REPEATED if known else Meaning.UNKNOWN
    return ScanResult(meaning, typed, draft.place_id, place, scan_id, alike=alike or "")


def _line_at(session: Session, draft: ScanDraft, variant_id: int) -> int | None:
    return session.execute(
        text("SELECT id FROM counting_line WHERE counting_id = :c AND place_id = :p AND variant_id = :v LIMIT 1"),
        {"c": draft.counting_id, "p": draft.place_id, "v": variant_id},
    ).scalar()


@dataclass(frozen=True, slots=True)
class QuantityDraft:
    """So many of goods counted by quantity, or of units without a serial; 0 says that nothing is there.

    Either the line, or the variant with its lot: a known one, or a new one as its label says.
    """

    counting_id: int
    place_id: int
    quantity: int
    line_id: int | None = None
    variant_id: int | None = None
    lot_id: int | None = None
    lot: str = ""
    expires_on: date | None = None
    status: str = "available"
    round: int = FIRST
    counter: str = ""
    as_of: date | None = None


def count_quantity(session: Session, draft: QuantityDraft, *, by: Actor, at: datetime) -> ScanResult:
    """Add a figure to a line. Raises: RulesBroken, BadInput("not-found")."""
    count = open_count(session, draft.counting_id, draft.round)
    if draft.quantity < 0:
        raise RulesBroken([Problem("count-negative-figure", where=("quantity",))])
    line_id = draft.line_id or _line_for(session, count, draft)
    line = _line(session, draft.counting_id, line_id)
    if line.tracking == "serial":
        _check_nameless(session, line, draft)
    given = ScanDraft(draft.counting_id, line.code, line.place_id, draft.round, draft.counter, draft.as_of)
    scan_id = _write(session, given, line.code, line=line, quantity=draft.quantity,
                     round_=line.recount or draft.round, by=by, at=at)  # fmt: skip
    place = place_name(session, line.place_id)
    return ScanResult(
        Meaning.COUNTED, line.code, line.place_id, place, scan_id, line_id, line.variant_id, line.lot_id, line.item
    )


def undo_last(session: Session, counting_id: int, *, by: Actor, at: datetime) -> int:
    """Take the person's last scan back; return how many went (0 or 1)."""
    last = session.execute(
        text("SELECT max(id) FROM counting_scan WHERE counting_id = :c AND undone = 0 AND by = :b"),
        {"c": counting_id, "b": by.user_id},
    ).scalar()
    if last is None:
        return 0
    undo_scan(session, last, by=by, at=at)
    return 1


def undo_scan(session: Session, scan_id: int, *, by: Actor, at: datetime) -> None:  # noqa: ARG001 - a command
    """Take one scan back; the row stays, marked. Raises: RulesBroken("count-not-open").

    Where the same unit or unknown serial was scanned again, that scan counts, or asks, in its stead.
    """
    counting_id = _counting_of(session, scan_id)
    open_count(session, counting_id)
    session.execute(update(CountingScanRecord).where(CountingScanRecord.id == scan_id).values(undone=True))
    session.execute(
        text(
            "UPDATE counting_scan SET outcome = CASE WHEN unit_id IS NULL THEN 'unknown' ELSE 'counted' END WHERE id ="
            " (SELECT min(s.id) FROM counting_scan s JOIN counting_scan u ON u.id = :i AND u.outcome <> 'repeated'"
            " AND s.counting_id = u.counting_id AND s.round = u.round AND (s.unit_id = u.unit_id"
            " OR (s.unit_id IS NULL AND s.folded <> '' AND s.folded = u.folded)) WHERE s.undone = 0 AND s.outcome = 'repeated')"
        ),
        {"i": scan_id},
    )


@dataclass(frozen=True, slots=True)
class Decision:
    """What an unknown scan is: goods of a variant that the books lack, a unit whose serial was misread, or nothing."""

    scan_id: int
    variant_id: int | None = None
    unit_id: int | None = None


def decide(session: Session, decision: Decision, *, by: Actor, at: datetime) -> None:
    """Decide about a scan that nothing is known of. Raises: RulesBroken, BadInput("not-found")."""
    counting_id = _counting_of(session, decision.scan_id)
    count = open_count(session, counting_id)
    row = session.execute(text("SELECT * FROM counting_scan WHERE id = :i"), {"i": decision.scan_id}).one()
    if row.line_id is not None or row.outcome != ScanOutcome.UNKNOWN:
        return
    values: dict[str, object] = {"outcome": ScanOutcome.IGNORED}
    variant = decision.variant_id
    if decision.unit_id is not None:
        variant = session.execute(
            text("SELECT variant_id FROM unit WHERE id = :u"), {"u": decision.unit_id}
        ).scalar_one()
        seen = _seen_before(session, counting_id, decision.unit_id, row.round)
        values = {"outcome": ScanOutcome.REPEATED if seen else ScanOutcome.COUNTED, "unit_id": decision.unit_id}
    elif variant is not None:
        values = {"outcome": ScanOutcome.COUNTED}
    if variant is not None:
        draft = QuantityDraft(counting_id, row.place_id, 1, variant_id=variant)
        line_id = _line_for(session, count, draft)
        values |= {"line_id": line_id, "round": _line(session, counting_id, line_id).recount or row.round}
    session.execute(update(CountingScanRecord).where(CountingScanRecord.id == decision.scan_id).values(**values))
    trail.record(
        session, "count.decide", kind="counting", subject_id=counting_id, subject=row.text, by=by, at=at,
        after={"variant": variant, "unit": decision.unit_id},
    )  # fmt: skip


def open_count(session: Session, counting_id: int, round_: int = FIRST) -> Row[Any]:
    """Return a count that is being counted. Raises: RulesBroken, BadInput("not-found")."""
    row = session.execute(text("SELECT * FROM counting WHERE id = :c"), {"c": counting_id}).first()
    if row is None:
        raise BadInput("not-found", what=str(counting_id))
    if row.state != CountState.COUNTING:
        raise RulesBroken([Problem("count-not-open")])
    if round_ == SECOND and not row.two_counters:
        raise RulesBroken([Problem("count-one-counter")])
    return row


def _counting_of(session: Session, scan_id: int) -> int:
    found = session.execute(text("SELECT counting_id FROM counting_scan WHERE id = :i"), {"i": scan_id}).scalar()
    if found is None:
        raise BadInput("not-found", what=str(scan_id))
    return int(found)


def _count_unit(
    session: Session, count: Row[Any], draft: ScanDraft, typed: str, unit: Row[Any], *, by: Actor, at: datetime
) -> ScanResult:
    place = place_name(session, draft.place_id)
    if not covers_item(session, scope(count), unit.item_id):
        return ScanResult(Meaning.OUTSIDE, typed, draft.place_id, place, item=unit.item)
    line_id = _line_for(session, count, QuantityDraft(draft.counting_id, draft.place_id, 1, variant_id=unit.variant_id))
    line = _line(session, draft.counting_id, line_id)
    round_ = line.recount or draft.round
    repeated = _seen_before(session, draft.counting_id, unit.id, round_)
    scan_id = _write(
        session, draft, typed, line=line, unit_id=unit.id, round_=round_,
        outcome=ScanOutcome.REPEATED if repeated else ScanOutcome.COUNTED, by=by, at=at,
    )  # fmt: skip
    books_at = "" if unit.place_id == draft.place_id else unit.place or "—"
    meaning = Meaning.REPEATED if repeated else Meaning.ELSEWHERE if books_at else Meaning.COUNTED
    return ScanResult(
        meaning, typed, draft.place_id, place, scan_id, line_id, unit.variant_id, None, unit.item, books_at
    )


def _seen_before(session: Session, counting_id: int, unit_id: int, round_: int) -> bool:
    return bool(
        session.execute(
            text(
                "SELECT 1 FROM counting_scan WHERE counting_id = :c AND unit_id = :u AND round = :r AND undone = 0"
                " AND outcome = 'counted'"
            ),
            {"c": counting_id, "u": unit_id, "r": round_},
        ).scalar()
    )


def _line_for(session: Session, count: Row[Any], draft: QuantityDraft) -> int:
    """Return the line of goods at a place, made where the books had none of it when the count began."""
    goods = session.execute(
        text("SELECT i.id, i.tracking FROM variant v JOIN item i ON i.id = v.item_id WHERE v.id = :v"), {"v": draft.variant_id}
    ).first()  # fmt: skip
    if goods is None:
        raise BadInput("not-found", what=str(draft.variant_id))
    if not covers_item(session, scope(count), goods.id):
        raise RulesBroken([Problem("count-other-item", where=("variant_id",))])
    lot_id, status = draft.lot_id, draft.status
    if goods.tracking == "serial":
        lot_id, status = None, ""
    elif lot_id is None and (clean(draft.lot) or draft.expires_on):
        lot_id = things.lot(session, ItemId(goods.id), things.LotDraft(draft.lot, None, draft.expires_on))
    keys = {"c": count.id, "p": draft.place_id, "v": draft.variant_id, "l": lot_id, "s": status}
    found = session.execute(
        text(
            "SELECT id FROM counting_line WHERE counting_id = :c AND place_id = :p AND variant_id = :v AND lot_id IS :l"
            " AND status = :s"
        ),
        keys,
    ).scalar()
    if found is None:
        found = session.execute(
            insert(CountingLineRecord)
            .values(counting_id=count.id, place_id=draft.place_id, variant_id=draft.variant_id, lot_id=lot_id,
                    status=status, expected=0)
            .returning(CountingLineRecord.id)
        ).scalar_one()  # fmt: skip
    return int(found)


def _line(session: Session, counting_id: int, line_id: int) -> Row[Any]:
    row = session.execute(
        text(
            "SELECT l.*, i.tracking, COALESCE(NULLIF(v.code, ''), i.code) AS code,"
            " i.name || CASE WHEN v.size = '' THEN '' ELSE ', ' || v.size END AS item FROM counting_line l"
            " JOIN variant v ON v.id = l.variant_id JOIN item i ON i.id = v.item_id"
            " WHERE l.id = :i AND l.counting_id = :c"
        ),
        {"i": line_id, "c": counting_id},
    ).first()
    if row is None:
        raise BadInput("not-found", what=str(line_id))
    return row


def _check_nameless(session: Session, line: Row[Any], draft: QuantityDraft) -> None:
    """A serial item is counted by its serials; a figure only says how many units stand there whose serial nobody knows."""
    nameless = nameless_at(session, line.id)
    before = session.execute(
        text("SELECT COALESCE(sum(quantity), 0) FROM counting_scan WHERE line_id = :l AND round = :r AND undone = 0"
             " AND unit_id IS NULL AND folded = ''"),
        {"l": line.id, "r": line.recount or draft.round},
    ).scalar_one()  # fmt: skip
    if before + draft.quantity > nameless:
        params = {"item": line.item, "count": str(nameless)}
        raise RulesBroken([Problem("count-nameless", params=params, where=("quantity",))])


def _write(
    session: Session,
    draft: ScanDraft,
    typed: str,
    *,
    round_: int,
    by: Actor,
    at: datetime,
    line: Row[Any] | None = None,
    unit_id: int | None = None,
    quantity: int = 1,
    outcome: ScanOutcome = ScanOutcome.COUNTED,
) -> int:
    last = session.execute(text("SELECT COALESCE(max(id), 0) FROM movement")).scalar_one()
    figure = line is not None and unit_id is None
    return int(
        session.execute(
            insert(CountingScanRecord)
            .values(
                counting_id=draft.counting_id, line_id=None if line is None else line.id, round=round_, at=at,
                by=by.user_id, counter=clean(draft.counter), place_id=draft.place_id, text=typed,
                folded="" if figure else serial_key(typed), unit_id=unit_id, quantity=quantity, outcome=outcome,
                ledger_at=last, as_of=draft.as_of,
            )
            .returning(CountingScanRecord.id)
        ).scalar_one()
    )  # fmt: skip
