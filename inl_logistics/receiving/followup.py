"""Questions about discrepancy reports: the list, one report with its lines, its claim and what was written about it.

A report is one row; it is named by its receiving. Source: domain.md 2.5 (claim addressee, deadline, resolution, closed date).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Row, text
from sqlalchemy.orm import Session

from inl_logistics.database.conditions import Conditions, order_by
from inl_logistics.kernel.dates import stored_day
from inl_logistics.kernel.listing import Facet, Listing, ListQuery
from inl_logistics.paper.model import Named
from inl_logistics.receiving.documents import Cause, DiscrepancyLine, DiscrepancyReport, Resolution
from inl_logistics.receiving.queries import discrepancy, discrepancy_number

SOON_DAYS = 7
_ROW = """
WITH shown AS (SELECT x.receiving_id AS id, d.number, g.number AS report, COALESCE(h.number, s.title) AS shipment, s.title,
  COALESCE(v.name, '') AS vendor, max(x.addressee) AS addressee, r.received_on, min(CASE WHEN x.resolved_on IS NULL
  THEN x.claim_by END) AS claim_by, max(x.claimed_on) AS claimed_on, count(*) AS lines, sum(x.resolved_on IS NULL) AS open,
  sum(x.claimed_on IS NOT NULL AND x.resolved_on IS NULL) AS claimed, sum(x.quantity) AS units,
  sum(CASE WHEN x.kind IN ('short', 'damaged') THEN x.value_minor ELSE 0 END) AS value,
  COALESCE(sum(x.settled_minor), 0) AS settled, max(x.resolved_on) AS resolved_on, group_concat(DISTINCT x.kind) AS kinds
  FROM discrepancy x JOIN document d ON d.id = x.document_id JOIN receiving r ON r.id = x.receiving_id LEFT JOIN document g
  ON g.id = r.document_id JOIN shipment s ON s.id = r.shipment_id LEFT JOIN document h ON h.id = s.document_id
  LEFT JOIN partner v ON v.id = s.vendor_id GROUP BY x.receiving_id)
"""
_SORTS = {
    "number": "id", "shipment": "shipment", "addressee": "addressee", "claim_by": "claim_by IS NULL, claim_by",
    "received_on": "received_on", "value": "value", "units": "units", "settled": "settled",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class DiscrepancyRow:
    """A discrepancy report in the list; amounts in cents of USD. `status`: open, due, overdue, claimed, resolved."""

    key: int
    number: str
    report: str
    shipment: str
    title: str
    vendor: str
    addressee: str
    received_on: date | None
    claim_by: date | None
    claimed_on: date | None
    lines: int
    open: int
    units: int
    kinds: tuple[str, ...]
    value_minor: int
    settled_minor: int
    resolved_on: date | None
    status: str


def _status(row: Row[Any], today: date) -> str:
    """Tell how a report stands: a claim that was made in time has no deadline any more."""
    if not row.open:
        return "resolved"
    if row.claimed >= row.open:
        return "claimed"
    claim_by = stored_day(row.claim_by)
    if claim_by is None:
        return "open"
    if claim_by < today:
        return "overdue"
    return "due" if claim_by <= today + timedelta(days=SOON_DAYS) else "open"


def _row(row: Row[Any], today: date) -> DiscrepancyRow:
    return DiscrepancyRow(
        row.id, row.number, row.report or "", row.shipment or "", row.title, row.vendor, row.addressee or "",
        stored_day(row.received_on), stored_day(row.claim_by), stored_day(row.claimed_on), row.lines, row.open, row.units,
        tuple(str(row.kinds).split(",")), row.value, row.settled, stored_day(row.resolved_on), _status(row, today),
    )  # fmt: skip


def keys(session: Session, query: ListQuery, *, today: date) -> Listing:
    """Return the reports that match, the newest first unless said otherwise; the value is what is short or damaged."""
    where = Conditions()
    where.words("(lower(number || ' ' || shipment || ' ' || title || ' ' || vendor || ' ' || addressee) LIKE {word})",
                query.search)  # fmt: skip
    order = order_by(query, _SORTS, "id DESC")
    found = session.execute(
        text(f"{_ROW} SELECT * FROM shown WHERE {where} ORDER BY {order}, id DESC"), where.values
    ).all()
    states, kinds, addressees = query.chosen("status"), query.chosen("kind"), query.chosen("addressee")
    shown = [
        row for row in (_row(one, today) for one in found)
        if (not states or row.status in states)
        and (not kinds or kinds & set(row.kinds))
        and (not addressees or row.addressee in addressees)
    ]  # fmt: skip
    return Listing(
        tuple(row.key for row in shown), (), sum(row.units for row in shown), sum(row.value_minor for row in shown)
    )


def rows(session: Session, receiving_ids: Sequence[int], *, today: date) -> list[DiscrepancyRow]:
    """Return the rows of these reports, in the same order."""
    wanted = ",".join(str(int(one)) for one in receiving_ids) or "0"
    found = {
        row.id: _row(row, today) for row in session.execute(text(f"{_ROW} SELECT * FROM shown WHERE id IN ({wanted})"))
    }
    return [found[key] for key in receiving_ids if key in found]


def facets(session: Session, *, today: date) -> dict[str, tuple[Facet, ...]]:
    """Return the filter options of the list."""
    states: dict[str, int] = {}
    kinds: dict[str, int] = {}
    addressees: dict[str, int] = {}
    for one in session.execute(text(f"{_ROW} SELECT * FROM shown")):
        row = _row(one, today)
        states[row.status] = states.get(row.status, 0) + 1
        for kind in row.kinds:
            kinds[kind] = kinds.get(kind, 0) + 1
        if row.addressee:
            addressees[row.addressee] = addressees.get(row.addressee, 0) + 1
    return {
        name: tuple(Facet(key, key, count) for key, count in sorted(found.items()))
        for name, found in (("status", states), ("kind", kinds), ("addressee", addressees))
    }


@dataclass(frozen=True, slots=True)
class DiscrepancyLineRow:
    """One line of a report: what differed, what is thought to have caused it, from whom it is claimed, how it ended."""

    id: int
    kind: str
    item: str
    code: str
    unit: str
    quantity: int
    value_minor: int
    detail: str
    cause: str
    addressee: str
    role: str
    claim_by: date | None
    claimed_on: date | None
    reference: str
    resolution: str
    resolved_on: date | None
    settled_minor: int | None

    @property
    def status(self) -> str:
        """How it stands, as the chips name it."""
        return "resolved" if self.resolved_on else "claimed" if self.claimed_on else "open"


@dataclass(frozen=True, slots=True)
class ClaimNote:
    """A step in following the report."""

    on: date
    what: str
    note: str
    by: str


@dataclass(frozen=True, slots=True)
class DiscrepancyDetail:
    """One report whole."""

    row: DiscrepancyRow
    shipment_id: int
    lines: tuple[DiscrepancyLineRow, ...]
    notes: tuple[ClaimNote, ...]
    scan_ids: tuple[int, ...]


def detail(session: Session, receiving_id: int, *, today: date) -> DiscrepancyDetail | None:
    """Return one report, or None."""
    shown = rows(session, [receiving_id], today=today)
    if not shown:
        return None
    shipment = session.execute(
        text("SELECT shipment_id FROM receiving WHERE id = :r"), {"r": receiving_id}
    ).scalar_one()
    notes = session.execute(
        text(
            'SELECT DISTINCT n.id, n."on", n.what, n.note, u.name FROM claim_note n JOIN discrepancy x'
            " ON x.document_id = n.document_id JOIN user_account u ON u.id = n.written_by WHERE x.receiving_id = :r"
            ' ORDER BY n."on" DESC, n.id DESC'
        ),
        {"r": receiving_id},
    )
    photos = session.execute(
        text(
            "SELECT DISTINCT s.id FROM scan s JOIN attachment a ON a.subject_kind = 'scan' AND a.subject_id = s.id"
            " WHERE s.receiving_id = :r AND s.undone = 0"
        ),
        {"r": receiving_id},
    )
    return DiscrepancyDetail(
        shown[0], shipment, lines(session, receiving_id),
        tuple(ClaimNote(date.fromisoformat(row.on), row.what, row.note, row.name) for row in notes), tuple(photos.scalars()),
    )  # fmt: skip


def lines(session: Session, receiving_id: int) -> tuple[DiscrepancyLineRow, ...]:
    """Return the lines of a report in their order."""
    return tuple(_lines_of(session, [receiving_id]))


def open_lines(session: Session, receiving_ids: Sequence[int]) -> list[DiscrepancyLineRow]:
    """Return the lines of several reports that are not closed, in the order of the reports."""
    return [line for line in _lines_of(session, receiving_ids) if line.resolved_on is None]


def _lines_of(session: Session, receiving_ids: Sequence[int]) -> list[DiscrepancyLineRow]:
    wanted = ",".join(str(int(one)) for one in receiving_ids) or "0"
    order = {one: at for at, one in enumerate(receiving_ids)}
    found = session.execute(
        text(
            "SELECT x.*, COALESCE(i.name || CASE WHEN v.size = '' THEN '' ELSE ', ' || v.size END, '') AS item,"
            " COALESCE(v.code, '') AS code, COALESCE(v.unit_of_issue, 'EA') AS unit FROM discrepancy x LEFT JOIN variant v"
            f" ON v.id = x.variant_id LEFT JOIN item i ON i.id = v.item_id WHERE x.receiving_id IN ({wanted}) ORDER BY x.id"
        )
    )
    return [
        DiscrepancyLineRow(
            row.id, row.kind, row.item, row.code, row.unit, row.quantity, row.value_minor, row.detail, row.cause,
            row.addressee, row.addressee_role, stored_day(row.claim_by), stored_day(row.claimed_on), row.claim_reference,
            row.resolution, stored_day(row.resolved_on), row.settled_minor,
        )
        for row in sorted(found, key=lambda row: order[row.receiving_id])
    ]  # fmt: skip


def as_it_stands(session: Session, receiving_id: int) -> DiscrepancyReport:
    """Return the report with what became of it since: cause, addressee, deadline and resolution of each line.

    What was counted is as sealed. Raises: BadInput("not-found").
    """
    sealed = discrepancy(session, discrepancy_number(session, receiving_id))
    now = lines(session, receiving_id)
    changed = tuple(_line_now(line, now[at]) if at < len(now) else line for at, line in enumerate(sealed.lines))
    first = now[0] if now else None
    return replace(
        sealed, lines=changed,
        addressee=Named(first.addressee) if first else sealed.addressee,
        addressee_role=first.role if first else sealed.addressee_role,
        claim_by=first.claim_by if first else sealed.claim_by,
    )  # fmt: skip


def _line_now(line: DiscrepancyLine, now: DiscrepancyLineRow) -> DiscrepancyLine:
    ended = Resolution(now.resolution) if now.resolution in set(Resolution) else Resolution.OPEN
    return replace(line, cause=Cause(now.cause), resolution=ended)
