"""What a count found: each line against the books at the moment at which it was counted.

What moved later is no difference, and what stands under an issued, unsigned handover is out, not missing.
Source: product.md 4 (When stock moves; Counts and back-dating); scenarios.md 8.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from sqlalchemy import Row, text
from sqlalchemy.orm import Session

from inl_logistics.counts.records import Cause, Finding
from inl_logistics.counts.rules import RoundSeen, Verdict, compared, verdict
from inl_logistics.kernel.dates import stored_day
from inl_logistics.ledger.places import name_sql

Key = tuple[int, int, int | None, str]  # place, variant, lot, status


@dataclass(frozen=True, slots=True)
class UnitFinding:
    """A serial unit that differs; without a unit id the books do not know the serial. Price in millionths of USD."""

    finding: Finding
    serial: str
    unit_id: int | None = None
    layer_id: int | None = None
    book_place_id: int | None = None
    book_place: str = ""
    document: str = ""
    condition: str = "new"
    status: str = "available"
    title: str = "usg"
    price_micros: int = 0


@dataclass(frozen=True, slots=True)
class OutWith:
    """What a count did not see and an issued receipt (document) holds: so many of a layer."""

    document_id: int
    layer_id: int
    quantity: int


@dataclass(frozen=True, slots=True)
class JudgedLine:
    """A line of a count as it stands; quantities in the unit of issue.

    `expected`: the books when the count began; `books`: when this line was counted; `seen`: by round; `change`: what an
    adjustment adds or takes away; `matched`: serial units that are where the books have them.
    """

    line_id: int
    place_id: int
    place: str
    variant_id: int
    item_id: int
    item: str
    code: str
    unit: str
    is_serial: bool
    lot_id: int | None
    lot: str
    expires_on: date | None
    status: str
    expected: int
    seen: dict[int, int]
    recount: int
    round: int | None
    disagree: bool
    counted: int = 0
    books: int = 0
    out: int = 0
    out_document: str = ""
    out_with: tuple[OutWith, ...] = ()
    change: int = 0
    matched: tuple[tuple[int, int], ...] = ()  # unit, layer
    findings: tuple[UnitFinding, ...] = ()
    cause: Cause | None = None
    note: str = ""
    price_micros: int = 0
    overtaken: bool = False  # more is missing than is there now: what moved away since must have been there

    @property
    def differs(self) -> bool:
        """Tell whether the books must change or somebody must look into it."""
        return bool(self.change) or any(one.finding is not Finding.OUT for one in self.findings)


def judge(session: Session, counting_id: int) -> list[JudgedLine]:
    """Judge every line of a count, in the order of places and items."""
    count = session.execute(
        text("SELECT two_counters, ledger_at FROM counting WHERE id = :c"), {"c": counting_id}
    ).one()
    lines = _lines(session, counting_id)
    rounds, units = _seen(session, counting_id)
    books = _Books(session, lines, start=count.ledger_at, as_of=_earliest(rounds))
    standing = {line.id: _verdict(line, rounds, units, two=bool(count.two_counters)) for line in lines}
    at_hand = {
        one.unit_id: line.place
        for line in lines
        for one in units.get((line.id, standing[line.id].round or 0), [])
        if one.unit_id is not None
    }
    found = []
    for line in lines:
        seen, stands = rounds.get(line.id, {}), standing[line.id]
        base = _base(line, {n: one.quantity for n, one in seen.items()}, stands.round, disagree=stands.disagree)
        if stands.round is None:
            found.append(JudgedLine(**base, books=line.expected))
        elif line.tracking == "serial":
            found.append(_serial_line(base, seen[stands.round], units[line.id, stands.round], books, at_hand))
        else:
            found.append(_quantity_line(base, seen[stands.round], books))
    return found


@dataclass(slots=True)
class _Round:
    quantity: int
    ledger_at: int
    as_of: date | None
    nameless: int = 0


@dataclass(frozen=True, slots=True)
class _UnitSeen:
    unit_id: int | None
    serial: str


def _lines(session: Session, counting_id: int) -> Sequence[Row[Any]]:
    return session.execute(
        text(
            f"SELECT l.*, {name_sql('p')} AS place, v.item_id, COALESCE(NULLIF(v.code, ''), i.code) AS code,"
            " i.name || CASE WHEN v.size = '' THEN '' ELSE ', ' || v.size END AS item, v.unit_of_issue, i.tracking,"
            " COALESCE(t.code, '') AS lot, t.expires_on, i.price_micros FROM counting_line l"
            " JOIN place p ON p.id = l.place_id JOIN variant v ON v.id = l.variant_id JOIN item i ON i.id = v.item_id"
            " LEFT JOIN lot t ON t.id = l.lot_id WHERE l.counting_id = :c ORDER BY place, item, t.expires_on, lot, l.id"
        ),
        {"c": counting_id},
    ).all()


def _seen(
    session: Session, counting_id: int
) -> tuple[dict[int, dict[int, _Round]], dict[tuple[int, int], list[_UnitSeen]]]:
    rounds: dict[int, dict[int, _Round]] = defaultdict(dict)
    units: dict[tuple[int, int], list[_UnitSeen]] = defaultdict(list)
    rows = session.execute(
        text(
            "SELECT line_id, round, unit_id, text, folded, quantity, ledger_at, as_of FROM counting_scan"
            " WHERE counting_id = :c AND undone = 0 AND outcome = 'counted' AND line_id IS NOT NULL ORDER BY id"
        ),
        {"c": counting_id},
    )
    for row in rows:
        seen = rounds[row.line_id].setdefault(row.round, _Round(0, 0, None))
        seen.quantity += row.quantity
        seen.ledger_at = max(seen.ledger_at, row.ledger_at)
        seen.as_of = max(filter(None, (seen.as_of, stored_day(row.as_of))), default=None)
        if row.unit_id is not None or row.folded:
            units[row.line_id, row.round].append(_UnitSeen(row.unit_id, row.text))
        else:
            seen.nameless += row.quantity
    return rounds, units


def _earliest(rounds: dict[int, dict[int, _Round]]) -> date | None:
    return min((one.as_of for seen in rounds.values() for one in seen.values() if one.as_of), default=None)


def _verdict(
    line: Row[Any],
    rounds: dict[int, dict[int, _Round]],
    units: dict[tuple[int, int], list[_UnitSeen]],
    *,
    two: bool,
) -> Verdict:
    seen = {
        number: RoundSeen(one.quantity, frozenset(u.unit_id for u in units.get((line.id, number), []) if u.unit_id))
        for number, one in rounds.get(line.id, {}).items()
    }
    return verdict(seen, recount=line.recount, two_counters=two)


def _base(line: Row[Any], seen: dict[int, int], stands: int | None, *, disagree: bool) -> dict[str, Any]:
    return {
        "line_id": line.id, "place_id": line.place_id, "place": line.place, "variant_id": line.variant_id,
        "item_id": line.item_id, "item": line.item, "code": line.code, "unit": line.unit_of_issue,
        "is_serial": line.tracking == "serial", "lot_id": line.lot_id, "lot": line.lot,
        "expires_on": stored_day(line.expires_on), "status": line.status, "expected": line.expected, "seen": seen,
        "recount": line.recount, "round": stands, "disagree": disagree,
        "cause": Cause(line.cause) if line.cause else None, "note": line.note, "price_micros": line.price_micros,
    }  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Held:
    """Goods that an issued receipt holds."""

    number: str
    of: OutWith


@dataclass(slots=True)
class _Books:
    """The books at the places of a count: now, and what moved since it began. Read in a handful of statements."""

    session: Session
    lines: Sequence[Row[Any]]
    start: int
    as_of: date | None
    now: dict[Key, int] = field(default_factory=lambda: defaultdict(int))
    moves: dict[Key, list[tuple[int, str, int]]] = field(default_factory=lambda: defaultdict(list))
    out: dict[tuple[int, int, int | None], list[_Held]] = field(default_factory=lambda: defaultdict(list))
    out_units: dict[int, _Held] = field(default_factory=dict)
    units: dict[tuple[int, int], list[Row[Any]]] = field(default_factory=lambda: defaultdict(list))
    known: dict[int, Row[Any]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        places = json.dumps(sorted({line.place_id for line in self.lines}))
        self._read_balances(places)
        self._read_moves(places)
        self._read_out(places)
        self._read_units(places)

    def _read_balances(self, places: str) -> None:
        rows = self.session.execute(
            text(
                "SELECT b.place_id, l.variant_id, l.lot_id, b.status, sum(b.quantity) AS q FROM balance b JOIN layer l"
                " ON l.id = b.layer_id WHERE b.real = 1 AND b.quantity > 0 AND b.place_id IN (SELECT value FROM json_each(:p))"
                " GROUP BY 1, 2, 3, 4"
            ),
            {"p": places},
        )
        for row in rows:
            self.now[row.place_id, row.variant_id, row.lot_id, row.status] = row.q

    def _read_moves(self, places: str) -> None:
        later = " OR m.effective_on > :d" if self.as_of else ""
        rows = self.session.execute(
            text(
                "SELECT m.id, m.effective_on, y.variant_id, y.lot_id, m.quantity, m.from_place_id, m.to_place_id,"
                " m.status_from, m.status_to FROM movement m JOIN layer y ON y.id = m.layer_id WHERE m.unit_id IS NULL"
                f" AND (m.id > :s{later}) AND (m.from_place_id IN (SELECT value FROM json_each(:p))"
                " OR m.to_place_id IN (SELECT value FROM json_each(:p)))"
            ),
            {"p": places, "s": self.start, "d": self.as_of and self.as_of.isoformat()},
        )
        for row in rows:
            into = (row.to_place_id, row.variant_id, row.lot_id, row.status_to)
            out_of = (row.from_place_id, row.variant_id, row.lot_id, row.status_from)
            self.moves[into].append((row.id, row.effective_on, row.quantity))
            self.moves[out_of].append((row.id, row.effective_on, -row.quantity))

    def _read_out(self, places: str) -> None:
        rows = self.session.execute(
            text(
                "SELECT r.place_id, y.variant_id, y.lot_id, r.layer_id, r.unit_id, r.quantity, d.number, d.id FROM reservation r"
                " JOIN handover h ON h.id = r.owner_id AND h.state = 'issued' JOIN document d ON d.id = h.document_id"
                " JOIN layer y ON y.id = r.layer_id WHERE r.owner_kind = 'handover'"
                " AND r.place_id IN (SELECT value FROM json_each(:p)) ORDER BY r.id"
            ),
            {"p": places},
        )
        for row in rows:
            held = _Held(row.number, OutWith(row.id, row.layer_id, row.quantity))
            if row.unit_id is not None:
                self.out_units[row.unit_id] = held
            else:
                self.out[row.place_id, row.variant_id, row.lot_id].append(held)

    def _read_units(self, places: str) -> None:
        counting = self.lines[0].counting_id if self.lines else 0
        rows = self.session.execute(
            text(
                "SELECT u.id, u.serial, u.folded, u.variant_id, u.layer_id, q.place_id, q.condition, q.status, q.title,"
                f" q.since, q.movement_id, p.kind, {name_sql('p')} AS place, x.number, y.price_usd_micros FROM position q"
                " JOIN unit u ON u.id = q.unit_id JOIN place p ON p.id = q.place_id JOIN layer y ON y.id = u.layer_id"
                " JOIN movement m ON m.id = q.movement_id JOIN document x ON x.id = m.document_id"
                " WHERE q.place_id IN (SELECT value FROM json_each(:p)) OR u.id IN"
                " (SELECT unit_id FROM counting_scan WHERE counting_id = :c AND unit_id IS NOT NULL)"
            ),
            {"p": places, "c": counting},
        )
        for row in rows:
            self.known[row.id] = row
            self.units[row.place_id, row.variant_id].append(row)

    def at(self, key: Key, seen: _Round) -> int:
        """Return what the books had of a quantity when it was counted."""
        if seen.as_of is not None:
            day = seen.as_of.isoformat()
            later = sum(change for _id, on, change in self.moves[key] if on > day)
        else:
            later = sum(change for ident, _on, change in self.moves[key] if ident > seen.ledger_at)
        return self.now[key] - later


def _quantity_line(base: dict[str, Any], seen: _Round, books: _Books) -> JudgedLine:
    place, variant, lot, status = base["place_id"], base["variant_id"], base["lot_id"], base["status"]
    out = books.out[place, variant, lot] if status == "available" else []
    result = compared(
        seen.quantity, books.at((place, variant, lot, status), seen), reserved_out=sum(one.of.quantity for one in out)
    )
    return JudgedLine(
        **base, counted=seen.quantity, books=result.books, out=result.out,
        out_document=", ".join(dict.fromkeys(one.number for one in out)) if result.out else "", change=result.change,
        out_with=_out_with(result.out, out),
        overtaken=-result.change > books.now[place, variant, lot, status],
    )  # fmt: skip


def _out_with(quantity: int, receipts: Iterable[_Held]) -> tuple[OutWith, ...]:
    """Share what is out among the receipts that hold it, the earliest first."""
    found = []
    for held in receipts:
        taken = min(quantity, held.of.quantity)
        quantity -= taken
        if taken:
            found.append(replace(held.of, quantity=taken))
    return tuple(found)


def _moved_since(row: Row[Any], seen: _Round) -> bool:
    if seen.as_of is not None:
        return str(row.since) > seen.as_of.isoformat()
    return bool(row.movement_id > seen.ledger_at)


def _serial_line(
    base: dict[str, Any], seen: _Round, scanned: Iterable[_UnitSeen], books: _Books, at_hand: dict[int, str]
) -> JudgedLine:
    place = base["place_id"]
    findings: list[UnitFinding] = []
    matched: list[tuple[int, int]] = []
    in_hand: set[int] = set()
    for one in scanned:
        row = books.known.get(one.unit_id) if one.unit_id is not None else None
        if row is None:
            findings.append(UnitFinding(Finding.FOUND, one.serial, one.unit_id, price_micros=base["price_micros"]))
            continue
        in_hand.add(row.id)
        if row.place_id == place or _moved_since(row, seen):
            matched.append((row.id, row.layer_id))
        elif row.kind == "bin":
            findings.append(_finding(Finding.MOVED, row))
        else:
            back = row.kind in {"adjustment", "lost"}
            findings.append(_finding(Finding.FOUND if back else Finding.UNEXPECTED, row))
    here = [
        row for row in books.units[place, base["variant_id"]] if row.id not in in_hand and not _moved_since(row, seen)
    ]
    nameless = [row for row in here if row.folded is None][: seen.nameless]
    matched += [(row.id, row.layer_id) for row in nameless]
    counted_nameless = {row.id for row in nameless}
    for row in here:
        if row.id in at_hand:
            findings.append(replace(_finding(Finding.AWAY, row), book_place=at_hand[row.id]))
        elif row.id not in counted_nameless:
            held = books.out_units.get(row.id)
            findings.append(_finding(Finding.OUT, row, held.number) if held else _finding(Finding.MISSING, row))
    tally = {kind: sum(one.finding is kind for one in findings) for kind in Finding}
    return JudgedLine(
        **base, counted=seen.quantity, books=len(matched) + tally[Finding.MISSING] + tally[Finding.OUT] + tally[Finding.AWAY],
        out=tally[Finding.OUT], matched=tuple(matched), findings=tuple(findings),
        out_document=", ".join(dict.fromkeys(one.document for one in findings if one.finding is Finding.OUT)),
        change=tally[Finding.FOUND] + tally[Finding.MOVED] - tally[Finding.MISSING] - tally[Finding.AWAY],
        out_with=tuple(books.out_units[one.unit_id].of for one in findings if one.finding is Finding.OUT and one.unit_id),
    )  # fmt: skip


def _finding(kind: Finding, row: Row[Any], document: str = "") -> UnitFinding:
    return UnitFinding(
        kind, row.serial or "—", row.id, row.layer_id, row.place_id, row.place, document or row.number, row.condition,
        row.status, row.title, row.price_usd_micros,
    )  # fmt: skip
