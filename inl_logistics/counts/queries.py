"""Questions about one count: its page, its scans, what could be counted next."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

import msgspec
from sqlalchemy import Row, text
from sqlalchemy.orm import Session

from inl_logistics.counts import scope as scopes
from inl_logistics.counts.judging import JudgedLine, judge
from inl_logistics.counts.records import Cause, CountState, Finding
from inl_logistics.counts.rules import RoundSeen, Scope, verdict
from inl_logistics.kernel.dates import instant_from_text, stored_day
from inl_logistics.kernel.problems import BadInput
from inl_logistics.kernel.text import serial_lookalike
from inl_logistics.kernel.values import UnitPrice, line_value
from inl_logistics.ledger.places import name_sql


@dataclass(frozen=True, slots=True)
class CountRow:
    """A line of the page. `counted` is None while nobody counted it, or two counters disagree.

    `seen` by round; `serials` by finding (only where it is known); value of the difference in cents of USD.
    """

    line_id: int
    place_id: int
    place: str
    variant_id: int
    item: str
    code: str
    unit: str
    is_serial: bool
    lot: str
    expires_on: date | None
    status: str
    expected: int
    seen: dict[int, int]
    recount: int
    counted: int | None
    disagree: bool
    books: int
    out: int = 0
    out_document: str = ""
    change: int = 0
    differs: bool = False
    overtaken: bool = False
    cause: Cause | None = None
    note: str = ""
    value_minor: int = 0
    serials: tuple[tuple[Finding, tuple[str, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class SeenScan:
    """One entry of the log, newest first."""

    id: int
    at: datetime
    text: str
    outcome: str
    item: str
    place: str
    quantity: int
    line_id: int | None
    by: str
    round: int
    is_unit: bool
    books_at: str = ""
    alike: str = ""
    alike_id: int | None = None


@dataclass(frozen=True, slots=True)
class PlaceOption:
    """A place that can be counted."""

    place_id: int
    name: str
    bin: str


@dataclass(frozen=True, slots=True)
class CountPage:
    """A count whole."""

    id: int
    version: int
    number: str
    state: CountState
    kind: str
    title: str
    store_id: int | None
    store: str
    scope: Scope
    blind: bool
    two_counters: bool
    frozen: bool
    counter_one: str
    counter_two: str
    planned_on: date | None
    counted_on: date | None
    started_at: datetime | None
    remarks: str
    adjustment: str
    reversal: str
    lines: tuple[CountRow, ...]
    scans: tuple[SeenScan, ...]
    scan_count: int
    undecided: int
    places: tuple[PlaceOption, ...]

    @property
    def counts_apart(self) -> bool:
        """Tell whether two count and neither sees what the other found."""
        return self.blind and self.two_counters


def page(session: Session, counting_id: int, *, most_scans: int = 200) -> CountPage:
    """Return a count as its page shows it. Raises: BadInput("not-found")."""
    row = session.execute(
        text(
            "SELECT c.*, COALESCE(d.number, '') AS number, COALESCE(s.name, '') AS store, COALESCE(x.number, '') AS adjustment,"
            " COALESCE((SELECT number FROM document v WHERE v.reverses_id = x.id), '') AS reversal FROM counting c"
            " LEFT JOIN document d ON d.id = c.document_id LEFT JOIN store s ON s.id = c.store_id"
            " LEFT JOIN stock_count k ON k.document_id = c.document_id LEFT JOIN document x ON x.id = k.adjustment_id"
            " WHERE c.id = :c"
        ),
        {"c": counting_id},
    ).first()
    if row is None:
        raise BadInput("not-found", what=str(counting_id))
    state = CountState(row.state)
    scope = msgspec.json.decode(row.scope, type=Scope)
    scans_, total, undecided = _scans(session, counting_id, most_scans)
    return CountPage(
        counting_id, row.version, row.number, state, row.kind, row.title, row.store_id, row.store, scope, bool(row.blind),
        bool(row.two_counters), bool(row.frozen), row.counter_one, row.counter_two, stored_day(row.planned_on),
        stored_day(row.counted_on), instant_from_text(row.started_at) if row.started_at else None, row.remarks,
        row.adjustment, row.reversal, tuple(_lines_of(session, counting_id, state, two=bool(row.two_counters))), scans_,
        total, undecided, place_options(session, row.store_id, scope) if state is CountState.COUNTING else (),
    )  # fmt: skip


def _lines_of(session: Session, counting_id: int, state: CountState, *, two: bool) -> list[CountRow]:
    match state:
        case CountState.CHECKED:
            return [_judged(one) for one in judge(session, counting_id)]
        case CountState.POSTED:
            return _posted(session, counting_id)
        case _:
            return _counting(session, counting_id, two=two)


_LINE = (
    f"SELECT l.*, {name_sql('p')} AS place_name, COALESCE(NULLIF(v.code, ''), i.code) AS code,"
    " i.name || CASE WHEN v.size = '' THEN '' ELSE ', ' || v.size END AS item, v.unit_of_issue, i.tracking,"
    " COALESCE(t.code, '') AS lot, t.expires_on, i.price_micros FROM counting_line l JOIN place p ON p.id = l.place_id"
    " JOIN variant v ON v.id = l.variant_id JOIN item i ON i.id = v.item_id LEFT JOIN lot t ON t.id = l.lot_id"
    " WHERE l.counting_id = :c ORDER BY place_name, item, t.expires_on, lot, l.id"
)


def _counting(session: Session, counting_id: int, *, two: bool) -> list[CountRow]:
    """Return the lines while they are counted: what each round saw, without asking the books."""
    seen: dict[int, dict[int, int]] = defaultdict(dict)
    for row in session.execute(
        text(
            "SELECT line_id, round, sum(quantity) AS q FROM counting_scan WHERE counting_id = :c AND undone = 0"
            " AND outcome = 'counted' AND line_id IS NOT NULL GROUP BY 1, 2"
        ),
        {"c": counting_id},
    ):
        seen[row.line_id][row.round] = row.q
    found = []
    for line in session.execute(text(_LINE), {"c": counting_id}):
        rounds = seen.get(line.id, {})
        facts = {number: RoundSeen(quantity) for number, quantity in rounds.items()}
        stands = verdict(facts, recount=line.recount, two_counters=two)
        counted = rounds[stands.round] if stands.round is not None else None
        found.append(_row(line, rounds, counted, disagree=stands.disagree, books=line.expected))
    return found


def _row(line: Row[Any], seen: dict[int, int], counted: int | None, *, disagree: bool, books: int) -> CountRow:
    return CountRow(
        line.id, line.place_id, line.place_name, line.variant_id, line.item, line.code, line.unit_of_issue,
        line.tracking == "serial", line.lot, stored_day(line.expires_on), line.status, line.expected, seen, line.recount,
        counted, disagree, books, cause=Cause(line.cause) if line.cause else None, note=line.note,
    )  # fmt: skip


def _judged(one: JudgedLine) -> CountRow:
    value = (
        sum(
            line_value(1, UnitPrice(each.price_micros)).minor
            for each in one.findings
            if each.finding in {Finding.MISSING, Finding.FOUND}
        )
        if one.is_serial
        else line_value(abs(one.change), UnitPrice(one.price_micros)).minor
    )
    return CountRow(
        one.line_id, one.place_id, one.place, one.variant_id, one.item, one.code, one.unit, one.is_serial, one.lot,
        one.expires_on, one.status, one.expected, one.seen, one.recount, one.counted if one.round is not None else None,
        one.disagree, one.books, one.out, one.out_document, one.change, one.differs, one.overtaken, one.cause, one.note, value,
        _by_finding((each.finding, each.serial, each.book_place, each.document) for each in one.findings),
    )  # fmt: skip


def _by_finding(rows: Iterable[tuple[Finding, str, str, str]]) -> tuple[tuple[Finding, tuple[str, ...]], ...]:
    groups: dict[Finding, list[str]] = defaultdict(list)
    for finding, serial, place, document in rows:
        more = {Finding.MOVED: place, Finding.AWAY: place, Finding.UNEXPECTED: place, Finding.OUT: document}.get(
            finding, ""
        )
        groups[finding].append(f"{serial} ({more})" if more else serial)
    return tuple((finding, tuple(serials)) for finding, serials in groups.items())


def _posted(session: Session, counting_id: int) -> list[CountRow]:
    """Return the lines as judged when the count was posted."""
    units: dict[tuple[int, int], list[tuple[Finding, str, str, str]]] = defaultdict(list)
    rows = session.execute(
        text(
            f"SELECT k.place_id, u.variant_id, k.finding, u.serial, COALESCE({name_sql('b')}, '') AS book_place,"
            " y.price_usd_micros FROM count_line k"
            " JOIN stock_count n ON n.id = k.count_id JOIN counting c ON c.document_id = n.document_id"
            " JOIN unit u ON u.id = k.unit_id JOIN layer y ON y.id = k.layer_id LEFT JOIN place b ON b.id = k.book_place_id"
            " WHERE c.id = :c AND k.finding <> '' ORDER BY k.line_no"
        ),
        {"c": counting_id},
    ).all()
    worth: dict[tuple[int, int], int] = defaultdict(int)
    for row in rows:
        finding = Finding(row.finding)
        units[row.place_id, row.variant_id].append((finding, row.serial or "—", row.book_place or "", ""))
        if finding in {Finding.MISSING, Finding.FOUND}:
            worth[row.place_id, row.variant_id] += line_value(1, UnitPrice(row.price_usd_micros)).minor
    found = []
    for line in session.execute(text(_LINE), {"c": counting_id}):
        serial = line.tracking == "serial"
        key = (line.place_id, line.variant_id)
        base = _row(line, {}, line.counted, disagree=False, books=line.books or 0)
        differs = bool(line.change) or (serial and any(one[0] is not Finding.OUT for one in units[key]))
        value = worth[key] if serial else line_value(abs(line.change or 0), UnitPrice(line.price_micros)).minor
        found.append(
            replace(
                base, out=line.out or 0, change=line.change or 0, differs=differs, value_minor=value,
                serials=_by_finding(units[key]) if serial else (),
            )
        )  # fmt: skip
    return found


def _scans(session: Session, counting_id: int, most: int) -> tuple[tuple[SeenScan, ...], int, int]:
    rows = session.execute(
        text(
            "SELECT s.id, s.at, s.text, s.outcome, s.quantity, s.line_id, s.round, s.unit_id,"
            " CASE WHEN s.counter = '' THEN a.name ELSE s.counter END AS by_name,"
            f" COALESCE(i.name || CASE WHEN v.size = '' THEN '' ELSE ', ' || v.size END, '') AS item, {name_sql('p')} AS place,"
            f" CASE WHEN q.place_id IS NOT NULL AND q.place_id <> s.place_id THEN {name_sql('w')} ELSE '' END AS books_at,"
            " s.folded FROM counting_scan s JOIN user_account a ON a.id = s.by JOIN place p ON p.id = s.place_id"
            " LEFT JOIN counting_line l ON l.id = s.line_id LEFT JOIN variant v ON v.id = l.variant_id"
            " LEFT JOIN item i ON i.id = v.item_id LEFT JOIN position q ON q.unit_id = s.unit_id"
            " LEFT JOIN place w ON w.id = q.place_id WHERE s.counting_id = :c AND s.undone = 0 ORDER BY s.id DESC LIMIT :n"
        ),
        {"c": counting_id, "n": most},
    ).all()
    totals = session.execute(
        text("SELECT count(*), COALESCE(sum(outcome = 'unknown'), 0) FROM counting_scan WHERE counting_id = :c AND undone = 0"),
        {"c": counting_id},
    ).one()  # fmt: skip
    alike = _alike(session, [row.folded for row in rows if row.outcome == "unknown"])
    found = tuple(
        SeenScan(
            row.id, instant_from_text(row.at), row.text, row.outcome, row.item, row.place, row.quantity, row.line_id,
            row.by_name, row.round, row.unit_id is not None, row.books_at or "", *alike.get(row.folded, ("", None)),
        )
        for row in rows
    )  # fmt: skip
    return found, totals[0], totals[1]


def _alike(session: Session, keys: Sequence[str]) -> dict[str, tuple[str, int | None]]:
    """Return the unit that each unknown serial looks like (O and 0, I and 1, leading zeros)."""
    wanted = {serial_lookalike(key): key for key in keys if key}
    rows = session.execute(
        text("SELECT id, serial, lookalike FROM unit WHERE lookalike IN (SELECT value FROM json_each(:k))"),
        {"k": json.dumps(list(wanted))},
    )
    return {wanted[row.lookalike]: (row.serial, row.id) for row in rows}


def place_options(session: Session, store_id: int | None, scope: Scope) -> tuple[PlaceOption, ...]:
    """Return the places of a scope that there are, by name."""
    rows = session.execute(
        text(
            f"SELECT p.id, {name_sql('p')} AS name, b.code FROM place p JOIN bin b ON b.id = p.bin_id"
            " WHERE p.kind = 'bin' AND b.retired_on IS NULL AND (:store IS NULL OR p.store_id = :store)"
            " AND (:bins = '[]' OR b.id IN (SELECT value FROM json_each(:bins))) ORDER BY name"
        ),
        {"store": store_id, "bins": json.dumps(scope.bins)},
    )
    return tuple(PlaceOption(row.id, row.name, row.code) for row in rows)


def serials_to_see(session: Session, line_id: int) -> tuple[str, ...]:
    """Return the serials that the books have at a line's place, for a sheet that is not blind."""
    rows = session.execute(
        text(
            "SELECT u.serial FROM counting_line l JOIN position q ON q.place_id = l.place_id JOIN unit u ON u.id = q.unit_id"
            " AND u.variant_id = l.variant_id WHERE l.id = :l AND u.folded IS NOT NULL ORDER BY u.folded"
        ),
        {"l": line_id},
    )
    return tuple(rows.scalars())


@dataclass(frozen=True, slots=True)
class LotOption:
    """A lot of goods at a place, and how the books call its status."""

    lot_id: int | None
    lot: str
    expires_on: date | None
    status: str
    line_id: int | None


def lots_at(session: Session, counting_id: int, place_id: int, variant_id: int) -> tuple[LotOption, ...]:
    """Return the lines of a variant at a place: one asks which lot was counted where there are several."""
    rows = session.execute(
        text(
            "SELECT l.id, l.lot_id, COALESCE(t.code, '') AS lot, t.expires_on, l.status FROM counting_line l"
            " LEFT JOIN lot t ON t.id = l.lot_id WHERE l.counting_id = :c AND l.place_id = :p AND l.variant_id = :v"
            " ORDER BY l.status, t.expires_on, lot"
        ),
        {"c": counting_id, "p": place_id, "v": variant_id},
    )
    return tuple(LotOption(row.lot_id, row.lot, stored_day(row.expires_on), row.status, row.id) for row in rows)


@dataclass(frozen=True, slots=True)
class ScopeChoices:
    """What a count can be narrowed by in a store, and how big it would be."""

    bins: tuple[tuple[int, str], ...]
    categories: tuple[str, ...]
    classes: tuple[str, ...]
    lines: int
    units: int


def scope_choices(session: Session, store_id: int | None, scope: Scope) -> ScopeChoices:
    """Return bins, categories and classes of what is there, and the size of the scope."""
    bins = session.execute(
        text(
            "SELECT b.id, CASE WHEN :store IS NULL THEN s.name || ' ' || b.code ELSE b.code END AS name FROM bin b"
            " JOIN store s ON s.id = b.store_id WHERE b.retired_on IS NULL AND b.code <> ''"
            " AND (:store IS NULL OR b.store_id = :store) ORDER BY name"
        ),
        {"store": store_id},
    )
    there = session.execute(
        text(
            "SELECT DISTINCT i.category, i.monitoring FROM balance b JOIN place p ON p.id = b.place_id JOIN item i"
            " ON i.id = b.item_id WHERE b.real = 1 AND b.quantity > 0 AND p.kind = 'bin'"
            " AND (:store IS NULL OR p.store_id = :store)"
        ),
        {"store": store_id},
    ).all()
    lines, units = scopes.size_of(session, store_id, scope)
    return ScopeChoices(
        tuple((row.id, row.name) for row in bins), tuple(sorted({row.category for row in there})),
        tuple(sorted({row.monitoring for row in there})), lines, units,
    )  # fmt: skip
