"""Questions about handovers: the list, one handover whole, its check, its frozen receipt, the draft's preview."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import text
from sqlalchemy.orm import Session

from inl_logistics.database.conditions import Conditions, in_fiscal_years, order_by
from inl_logistics.handovers.facts import BACK
from inl_logistics.handovers.following import OWING
from inl_logistics.kernel.dates import stored_day
from inl_logistics.kernel.listing import Facet, Listing, ListQuery
from inl_logistics.kernel.values import minor_of

_SORTS = {
    "number": "d.id IS NULL DESC, h.id",
    "unit": "unit",
    "facility": "facility",
    "on": "on_day",
    "value": "value",
    "units": "units",
    "state": "status",
    # The earliest day waits longest; what does not wait comes after all that does.
    "waiting": "CASE WHEN status IN ('copy-missing', 'issued') AND on_day <> '' THEN -julianday(on_day) ELSE -9999999 END",
}
_OLDEST = "on_day, h.id"
# A make-good is a replacement that brings what was short on its receipt: the paper and the list call it so.
TYPE = "CASE WHEN h.completes = 1 THEN 'make-good' ELSE h.type END"
STATUS = (
    "CASE WHEN h.state IN ('signed', 'variance') AND h.copy_attachment_id IS NULL AND h.signed_on_screen = 0"
    " THEN 'copy-missing'"
    " WHEN h.state IN ('signed', 'variance') THEN 'complete' ELSE h.state END"
)
# The receipts by which goods of orders `o` are with partners; what was taken back whole is left out.
HANDED_OVER = (
    "SELECT m.document_id FROM order_line l JOIN purchase_order o ON o.id = l.order_id JOIN layer y"
    " ON y.order_line_id = l.id JOIN movement m ON m.layer_id = y.id JOIN place p ON p.id = m.to_place_id"
    " WHERE p.kind = 'facility' AND NOT EXISTS (SELECT 1 FROM movement b WHERE b.reverses_id = m.id)"
)
# Units and value of a handover h, without what came back by a reversal.
SUMS = (
    "(SELECT COALESCE(sum(COALESCE(k.signed_quantity, k.quantity)), 0) FROM handover_pick k JOIN handover_line l"
    f" ON l.id = k.line_id WHERE l.handover_id = h.id) - {BACK.format(what='m.quantity')} AS units,"
    " (SELECT COALESCE(sum(COALESCE(k.signed_quantity, k.quantity) * y.price_usd_micros), 0) FROM handover_pick k"
    " JOIN handover_line l ON l.id = k.line_id JOIN layer y ON y.id = k.layer_id WHERE l.handover_id = h.id)"
    f" - {BACK.format(what='m.quantity * y.price_usd_micros')} AS value"
)


@dataclass(frozen=True, slots=True)
class HandoverRow:
    """A handover in the list; value in cents of USD. `waiting_days`: how long a signed copy is missing."""

    key: int
    number: str
    unit: str
    agency: str
    facility: str
    on: date | None
    state: str
    status: str
    type: str
    units: int
    value_minor: int
    waiting_days: int
    created_by: str
    partly_reversed: bool = False
    owed: int = 0


def keys(session: Session, query: ListQuery) -> Listing:
    """Return the handovers that match, newest first unless said otherwise; missing copies the longest missing first."""
    where = Conditions()
    where.found("h.id", "handover", query.search)
    where.among("status", query.chosen("status"))
    where.among(TYPE, query.chosen("type"))
    if "to-follow" in query.chosen("mark"):
        where.add(f"h.id IN (SELECT w.handover_id FROM ({OWING}) w)")
    where.among("h.agency_id", [int(one) for one in query.chosen("agency")])
    if months := query.chosen("month"):
        where.add("h.state IN ('signed', 'variance')")
        where.among("substr(h.signed_on, 1, 7)", months)
    if years := query.chosen("year"):
        where.add(f"h.document_id IN ({HANDED_OVER} AND {in_fiscal_years('o.ordered_on', years)})")
    usual = _OLDEST if query.chosen("status") == {"copy-missing"} else "h.id DESC"
    rows = session.execute(
        text(
            f"SELECT h.id, {STATUS} AS status, COALESCE(u.name, '') AS unit, COALESCE(f.name, '') AS facility,"
            f" COALESCE(h.signed_on, h.planned_on, '') AS on_day, {SUMS} FROM handover h"
            " LEFT JOIN document d ON d.id = h.document_id LEFT JOIN partner u ON u.id = h.unit_id"
            f" LEFT JOIN partner f ON f.id = h.facility_id WHERE {where}"
            f" ORDER BY {order_by(query, _SORTS, usual)}, h.id DESC"
        ),
        where.values,
    ).all()
    return Listing(
        tuple(row.id for row in rows), (), sum(row.units for row in rows), minor_of(sum(row.value for row in rows))
    )


def rows(session: Session, handover_ids: Sequence[int], *, today: date) -> list[HandoverRow]:
    """Return the rows of these handovers, in the same order."""
    if not handover_ids:
        return []
    wanted = ",".join(str(int(one)) for one in handover_ids)
    found = session.execute(
        text(
            f"SELECT h.id, COALESCE(d.number, '') AS number, COALESCE(u.name, '') AS unit, COALESCE(a.name, '') AS agency,"
            f" COALESCE(f.name, '') AS facility, h.signed_on, h.planned_on, h.state, {STATUS} AS status, {TYPE} AS type, {SUMS},"
            " w.name AS by_name, h.state <> 'reversed' AND EXISTS (SELECT 1 FROM document r"
            " WHERE r.reverses_id = h.document_id) AS partly FROM handover h JOIN user_account w ON w.id = h.created_by LEFT JOIN document d"
            " ON d.id = h.document_id LEFT JOIN partner u ON u.id = h.unit_id LEFT JOIN partner a ON a.id = h.agency_id"
            f" LEFT JOIN partner f ON f.id = h.facility_id WHERE h.id IN ({wanted})"
        )
    )
    owing = session.execute(text(f"SELECT w.handover_id, w.owed FROM ({OWING}) w WHERE w.handover_id IN ({wanted})"))
    owed: dict[int, int] = {row.handover_id: row.owed for row in owing}
    by_key = {}
    for row in found:
        on = stored_day(row.signed_on) or stored_day(row.planned_on)
        waits = row.status in ("copy-missing", "issued") and on is not None
        by_key[row.id] = HandoverRow(
            row.id, row.number, row.unit, row.agency, row.facility, on, row.state, row.status, row.type, row.units,
            minor_of(row.value), max(0, (today - on).days) if waits and on else 0, row.by_name,
            bool(row.partly), owed.get(row.id, 0),
        )  # fmt: skip
    return [by_key[key] for key in handover_ids if key in by_key]


def facets(session: Session) -> dict[str, tuple[Facet, ...]]:
    """Return the filter options of the handover list."""
    states = session.execute(text(f"SELECT {STATUS} AS status, count(*) FROM handover h GROUP BY 1 ORDER BY 1"))
    agencies = session.execute(
        text(
            "SELECT a.id, a.name, count(*) FROM handover h JOIN partner a ON a.id = h.agency_id GROUP BY a.id ORDER BY a.name"
        )
    )
    types = session.execute(text(f"SELECT {TYPE}, count(*) FROM handover h GROUP BY 1 ORDER BY 1"))
    owing = session.execute(text(f"SELECT count(*) FROM ({OWING})")).scalar_one()
    return {
        "status": tuple(Facet(row[0], row[0], row[1]) for row in states),
        "type": tuple(Facet(row[0], row[0], row[1]) for row in types),
        "mark": (Facet("to-follow", "to-follow", owing),) if owing else (),
        "agency": tuple(Facet(str(row[0]), row[1], row[2]) for row in agencies),
    }
