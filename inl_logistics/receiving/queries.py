"""Questions about receiving: the counting screen's figures, its scan log, the papers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import text
from sqlalchemy.orm import Session

from inl_logistics.kernel.dates import instant_from_text, stored_day
from inl_logistics.kernel.problems import BadInput
from inl_logistics.kernel.values import DocumentId
from inl_logistics.ledger.places import name_sql
from inl_logistics.receiving import expected
from inl_logistics.receiving.documents import (
    DiscrepancyReport,
    ReceivingReport,
    discrepancy_from_json,
    report_from_json,
)
from inl_logistics.register import seals
from inl_logistics.register.records import Fact
from inl_logistics.shipments.facts import missing_papers


@dataclass(frozen=True, slots=True)
class CountLine:
    """A line of the counting screen; Received + Damaged + Short − Over = Expected (ui.md 10)."""

    line_id: int | None
    variant_id: int
    item: str
    code: str
    packages: str
    by_quantity: bool
    expected: int
    received: int
    damaged: int
    short: int
    over: int
    wrong: int = 0
    lot: str = ""
    made_on: date | None = None
    expires_on: date | None = None
    codes: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class ScanRow:
    """One entry of the scan log, newest first."""

    id: int
    at: datetime
    text: str
    outcome: str
    item: str
    note: str
    quantity: int
    line_id: int | None
    is_serial: bool
    photos: int
    lot: str = ""
    made_on: date | None = None
    expires_on: date | None = None
    bin: str = ""
    by: str = ""  # who counted it: on the scanner, or on a tally sheet


@dataclass(frozen=True, slots=True)
class Counting:
    """The counting screen whole."""

    receiving_id: int
    state: str
    shipment_id: int
    shipment: str
    title: str
    vendor: str
    place: str
    store_id: int
    started_at: datetime
    lines: tuple[CountLine, ...]
    scans: tuple[ScanRow, ...]
    scan_count: int
    problem_count: int
    missing_papers: tuple[str, ...]
    report: str
    discrepancy: str
    seal: str
    reversal: str = ""


def counting(session: Session, receiving_id: int, *, most_scans: int = 200) -> Counting:
    """Return the session as it stands. Raises: BadInput("not-found")."""
    row = session.execute(
        text(
            f"SELECT r.*, COALESCE(d.number, s.title) AS shipment, s.title, COALESCE(v.name, '') AS vendor,"
            f" {name_sql('p')} AS place, p.store_id, x.number AS report,"
            " (SELECT y.number FROM discrepancy q JOIN document y ON y.id = q.document_id WHERE q.receiving_id = r.id LIMIT 1)"
            " AS discrepancy, s.seal, (SELECT y.number FROM document y WHERE y.reverses_id = r.document_id LIMIT 1)"
            " AS reversal FROM receiving r JOIN shipment s ON s.id = r.shipment_id JOIN place p ON p.id = r.place_id"
            " LEFT JOIN document d ON d.id = s.document_id LEFT JOIN partner v ON v.id = s.vendor_id"
            " LEFT JOIN document x ON x.id = r.document_id WHERE r.id = :r"
        ),
        {"r": receiving_id},
    ).first()
    if row is None:
        raise BadInput("not-found", what=str(receiving_id))
    log = scans(session, receiving_id, limit=most_scans)
    totals = session.execute(
        text(
            "SELECT count(*), COALESCE(sum(outcome IN ('unknown', 'damaged', 'wrong', 'set-aside')), 0) FROM scan"
            " WHERE receiving_id = :r AND undone = 0"
        ),
        {"r": receiving_id},
    ).one()
    missing = [kind.value for kind in missing_papers(session, row.shipment_id)]
    return Counting(
        receiving_id, row.state, row.shipment_id, row.shipment, row.title, row.vendor, row.place, row.store_id,
        instant_from_text(row.started_at), _lines(session, receiving_id), tuple(log), totals[0], totals[1],
        tuple(missing), row.report or "", row.discrepancy or "", row.seal, row.reversal or "",
    )  # fmt: skip


def _span(first: str, last: str) -> str:
    """Write the first and last package of a line: CTN 004–005."""
    if first == last:
        return first
    alike = 0
    while alike < min(len(first), len(last)) and first[alike] == last[alike]:
        alike += 1
    start = len(first[:alike].rstrip("0123456789"))
    return f"{first}–{last[start:]}" if len(first) == len(last) and last[start:].isdigit() else f"{first}–{last}"


def _lines(session: Session, receiving_id: int) -> tuple[CountLine, ...]:
    tallies = expected.tallies(session, receiving_id)
    packages = {
        row.line: (row.first, row.last)
        for row in session.execute(
            text(
                "SELECT line, min(code) AS first, max(code) AS last FROM ("
                " SELECT x.shipment_line_id AS line, p.code FROM shipment_serial x JOIN package p ON p.id = x.package_id"
                " JOIN receiving r ON r.shipment_id = p.shipment_id WHERE r.id = :r"
                " UNION SELECT c.shipment_line_id, p.code FROM package_content c JOIN package p ON p.id = c.package_id"
                " JOIN receiving r ON r.shipment_id = p.shipment_id WHERE r.id = :r) GROUP BY line"
            ),
            {"r": receiving_id},
        )
    }
    found = []
    for line in expected.lines(session, receiving_id):
        tally = tallies[line.id]
        first, last = packages.get(line.id, ("", ""))
        found.append(
            CountLine(
                line.id, line.variant_id, line.item, line.code, _span(first, last),
                not line.is_serial, tally.expected, tally.good, tally.damaged, tally.short, tally.over, lot=line.lot,
                made_on=line.made_on, expires_on=line.expires_on, codes=line.codes,
            )
        )  # fmt: skip
    odd = session.execute(
        text(
            "SELECT s.variant_id, i.name || CASE WHEN v.size = '' THEN '' ELSE ', ' || v.size END AS item, v.code,"
            " sum(s.quantity) AS quantity, i.tracking FROM scan s JOIN variant v ON v.id = s.variant_id JOIN item i"
            " ON i.id = v.item_id WHERE s.receiving_id = :r AND s.undone = 0 AND s.outcome IN ('wrong', 'set-aside')"
            " GROUP BY s.variant_id"
        ),
        {"r": receiving_id},
    )
    found += [
        CountLine(None, row.variant_id, row.item, row.code, "", row.tracking != "serial", 0, 0, 0, 0, 0, row.quantity)
        for row in odd
    ]
    return tuple(found)


def scans(session: Session, receiving_id: int, *, limit: int = 200, problems_only: bool = False) -> list[ScanRow]:
    """Return the scan log, newest first."""
    only = " AND s.outcome IN ('unknown', 'damaged', 'wrong', 'set-aside')" if problems_only else ""
    rows = session.execute(
        text(
            "SELECT s.id, s.at, s.text, s.outcome, COALESCE(i.name || CASE WHEN v.size = '' THEN '' ELSE ', ' || v.size END,"
            " '') AS item, s.note, s.quantity, s.shipment_line_id, s.is_serial, (SELECT count(*) FROM attachment a"
            " WHERE a.subject_kind = 'scan' AND a.subject_id = s.id AND a.removed_at IS NULL) AS photos, s.lot, s.made_on,"
            " s.expires_on, COALESCE(b.code, '') AS bin, CASE WHEN s.counter = '' THEN u.name ELSE s.counter END AS name FROM scan s"
            " JOIN user_account u ON u.id = s.by LEFT JOIN place p ON p.id = s.place_id LEFT JOIN bin b ON b.id = p.bin_id"
            " LEFT JOIN variant v ON v.id = s.variant_id LEFT JOIN item i ON i.id = v.item_id"
            f" WHERE s.receiving_id = :r AND s.undone = 0{only} ORDER BY s.id DESC LIMIT :n"
        ),
        {"r": receiving_id, "n": limit},
    )
    return [
        ScanRow(
            row.id, instant_from_text(row.at), row.text, row.outcome, row.item, row.note, row.quantity,
            row.shipment_line_id, bool(row.is_serial), row.photos, row.lot, stored_day(row.made_on),
            stored_day(row.expires_on), row.bin, row.name,
        )
        for row in rows
    ]  # fmt: skip


def bins(session: Session, receiving_id: int) -> list[str]:
    """Return the bins of the store that a session counts into."""
    rows = session.execute(
        text(
            "SELECT b.code FROM receiving r JOIN place p ON p.id = r.place_id JOIN bin b ON b.store_id = p.store_id"
            " WHERE r.id = :r AND b.code <> '' ORDER BY b.code"
        ),
        {"r": receiving_id},
    )
    return list(rows.scalars())


@dataclass(frozen=True, slots=True)
class Receivable:
    """A booked shipment that can be counted now; `open_id` is a session that is not finished, then what it has."""

    shipment_id: int
    number: str
    title: str
    vendor: str
    open_id: int | None
    paused: bool = False
    started_at: datetime | None = None
    scans: int = 0


def receivable(session: Session) -> list[Receivable]:
    """Return the inbound shipments to receive, those being counted first."""
    rows = session.execute(
        text(
            "SELECT s.id, COALESCE(d.number, '') AS number, s.title, COALESCE(v.name, '') AS vendor, r.id AS open_id,"
            " r.state, r.started_at, (SELECT count(*) FROM scan c WHERE c.receiving_id = r.id AND c.undone = 0) AS scans"
            " FROM shipment s LEFT JOIN document d ON d.id = s.document_id LEFT JOIN partner v ON v.id = s.vendor_id"
            " LEFT JOIN receiving r ON r.shipment_id = s.id AND r.state IN ('open', 'paused')"
            " WHERE s.direction = 'in' AND s.history = 0 AND s.state NOT IN ('draft', 'closed', 'canceled')"
            " ORDER BY open_id IS NULL, s.id DESC"
        )
    )
    return [
        Receivable(
            row.id, row.number, row.title, row.vendor, row.open_id, row.state == "paused",
            instant_from_text(row.started_at) if row.started_at else None, row.scans,
        )
        for row in rows
    ]  # fmt: skip


def open_session(session: Session, shipment_id: int) -> int | None:
    """Return the session of a shipment that is open or paused."""
    return session.execute(
        text("SELECT id FROM receiving WHERE shipment_id = :s AND state IN ('open', 'paused')"), {"s": shipment_id}
    ).scalar()


def report_number(session: Session, receiving_id: int) -> str:
    """Return the number of a posted session's receiving report, empty while there is none."""
    found = session.execute(
        text("SELECT d.number FROM receiving r JOIN document d ON d.id = r.document_id WHERE r.id = :r"),
        {"r": receiving_id},
    ).scalar()
    return str(found or "")


def discrepancy_number(session: Session, receiving_id: int) -> str:
    """Return the number of a session's discrepancy report, empty where nothing differed."""
    found = session.execute(
        text(
            "SELECT d.number FROM discrepancy x JOIN document d ON d.id = x.document_id WHERE x.receiving_id = :r LIMIT 1"
        ),
        {"r": receiving_id},
    ).scalar()
    return str(found or "")


def report(session: Session, number: str) -> ReceivingReport:
    """Return a posted receiving report by number. Raises: BadInput("not-found")."""
    return report_from_json(_sealed(session, number))


def discrepancy(session: Session, number: str) -> DiscrepancyReport:
    """Return a posted discrepancy report by number. Raises: BadInput("not-found")."""
    return discrepancy_from_json(_sealed(session, number))


def _sealed(session: Session, number: str) -> bytes:
    document = session.execute(text("SELECT id FROM document WHERE number = :n"), {"n": number}).scalar()
    raw = seals.snapshot(session, DocumentId(document), Fact.POST) if document else None
    if raw is None:
        raise BadInput("not-found", what=number)
    return raw


def store_options(session: Session) -> list[tuple[int, str, tuple[str, ...]]]:
    """Return the stores to receive into, with their bins."""
    stores = session.execute(text("SELECT id, name FROM store WHERE retired_on IS NULL ORDER BY id")).all()
    found = []
    for row in stores:
        bins = session.execute(
            text("SELECT code FROM bin WHERE store_id = :s AND code <> '' ORDER BY code"), {"s": row.id}
        ).scalars()
        found.append((row.id, row.name, tuple(bins)))
    return found
