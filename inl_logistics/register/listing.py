"""The register of numbers as a list: every number of every kind, year and series in order, and every hole between them.

Nothing is left out: what was voided, refused, taken back or canceled stays with its reason, and a number that no document
has is a row of its own. Source: product.md 5 (a spoiled form is Void and stays in the register).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import text
from sqlalchemy.orm import Session

from inl_logistics.database.conditions import Conditions, order_by
from inl_logistics.kernel.listing import Facet, Listing, ListQuery
from inl_logistics.settings.declared import POST, get

# What a document became. Kinds without a state of their own stand as they were posted.
_CANCELED = {
    "PO": "purchase_order", "IN": "shipment", "RQ": "requirement", "TR": "transfer", "OUT": "outbound", "CC": "counting",
}  # fmt: skip
_OWN = " ".join(
    f"WHEN '{kind}' THEN (SELECT CASE t.state WHEN 'canceled' THEN 'canceled' ELSE 'posted' END FROM {table} t"
    " WHERE t.document_id = d.id)"
    for kind, table in _CANCELED.items()
)
STATE = (
    "CASE WHEN d.kind = 'HO' THEN COALESCE((SELECT h.state FROM handover h WHERE h.document_id = d.id), 'posted')"
    " WHEN EXISTS (SELECT 1 FROM document r WHERE r.reverses_id = d.id) THEN 'reversed'"
    f" ELSE COALESCE(CASE d.kind {_OWN} END, 'posted') END"
)
# An entry of a closed month: the number was given late, or the signature was entered late.
LATE = (
    "(d.late OR EXISTS (SELECT 1 FROM handover h JOIN closed_period c ON c.through_on >= h.signed_on AND c.closed_at <="
    " h.signed_entered_at WHERE h.document_id = d.id))"
)
# The page that a number is opened on, as "kind:id": that of its record, of the one that it takes back or belongs to, else the
# stock card of what it moved. `t.id` is the document, or the one that it reverses.
_PAGES = (
    ("handover", "SELECT x.id FROM handover x WHERE x.document_id = t.id"),
    ("order", "SELECT x.id FROM purchase_order x WHERE x.document_id = t.id"),
    ("shipment", "SELECT x.id FROM shipment x WHERE x.document_id = t.id"),
    ("requirement", "SELECT x.id FROM requirement x WHERE x.document_id = t.id"),
    ("agreement", "SELECT x.id FROM agreement x WHERE x.document_id = t.id"),
    ("receiving", "SELECT x.id FROM receiving x WHERE x.document_id = t.id"),
    ("receiving", "SELECT x.receiving_id FROM inspection x WHERE x.document_id = t.id"),
    ("discrepancy", "SELECT x.receiving_id FROM discrepancy x WHERE x.document_id = t.id LIMIT 1"),
    ("transfer", "SELECT x.id FROM transfer x WHERE x.document_id = t.id"),
    ("transfer", "SELECT x.transfer_id FROM transfer_event x WHERE x.document_id = t.id"),
    ("outbound", "SELECT x.id FROM outbound x WHERE x.document_id = t.id"),
    ("outbound", "SELECT x.outbound_id FROM waybill x WHERE x.document_id = t.id"),
    ("outbound", "SELECT w.outbound_id FROM waybill_event x JOIN waybill w ON w.id = x.waybill_id WHERE x.document_id = t.id"),
    ("count", "SELECT x.id FROM counting x WHERE x.document_id = t.id"),
    ("count", "SELECT c.id FROM stock_count x JOIN counting c ON c.document_id = x.document_id WHERE x.adjustment_id = t.id"),
    ("handover", "SELECT h.id FROM document x JOIN handover h ON h.document_id = x.id WHERE t.kind = 'VN' AND x.number = t.title"),
    ("stock-card", "SELECT x.item_id FROM movement x WHERE x.document_id = t.id LIMIT 1"),
)  # fmt: skip
_PAGE = ", ".join(f"'{kind}:' || ({found})" for kind, found in _PAGES)
# A receipt takes effect on the day of its signature, however late that is entered.
_ON = "COALESCE((SELECT h.signed_on FROM handover h WHERE h.document_id = d.id), d.effective_on)"
_AT = "COALESCE((SELECT h.signed_entered_at FROM handover h WHERE h.document_id = d.id), d.assigned_at)"
MISSING = "missing"
_SORTS = {
    "number": "d.kind, d.year, d.series, d.counter", "title": "d.title", "on": _ON, "at": _AT,
    "by": "by_name", "state": "state",
}  # fmt: skip
_IN_ORDER = "d.kind, d.year, d.series, d.counter"


@dataclass(frozen=True, slots=True)
class NumberRow:
    """One number; `reason` is why it was voided, refused or taken back, `linked` the numbers on either side of a reversal.

    `effective_on` and `entered_at` are those of the signature once there is one; `subject` is the page that shows it.
    """

    key: int
    kind: str
    year: int
    series: str
    number: str
    title: str
    effective_on: date | None
    entered_at: str
    by: str
    late: bool
    state: str
    reason: str
    linked: str
    subject: tuple[str, int] | None = None


@dataclass(frozen=True, slots=True)
class Hole:
    """A number that was given out and that no document has."""

    kind: str
    year: int
    series: str
    counter: int


def missing(session: Session) -> list[Hole]:
    """Return every hole; nothing in a post that holds."""
    found = []
    for row in session.execute(
        text(
            "SELECT c.kind, c.year, c.series, max(c.last, COALESCE(max(d.counter), 0)) AS last, count(d.id) AS there"
            " FROM counter c LEFT JOIN document d ON d.kind = c.kind AND d.year = c.year AND d.series = c.series"
            " GROUP BY c.kind, c.year, c.series HAVING there <> max(c.last, COALESCE(max(d.counter), 0))"
            " ORDER BY c.kind, c.year, c.series"
        )
    ).all():
        there = set(
            session.execute(
                text("SELECT counter FROM document WHERE kind = :k AND year = :y AND series = :s"),
                {"k": row.kind, "y": row.year, "s": row.series},
            ).scalars()
        )
        found += [Hole(row.kind, row.year, row.series, n) for n in range(1, row.last + 1) if n not in there]
    return found


def keys(session: Session, query: ListQuery, *, today: date) -> Listing:  # noqa: ARG001 - every list has a day
    """Return the numbers that match, by kind, year and series; a hole has a negative key and stands at its place."""
    where = Conditions()
    where.words("(lower(d.number) LIKE {word} OR lower(d.title) LIKE {word})", query.search)
    where.among("d.kind", query.chosen("kind"))
    where.among("d.year", [int(one) for one in query.chosen("year")])
    where.among("d.series", query.chosen("series"))
    where.among("state", query.chosen("state"))
    if "late" in query.chosen("mark"):
        where.add(LATE)
    rows = session.execute(
        text(
            f"SELECT d.id, d.kind, d.year, d.series, d.counter, {STATE} AS state, u.name AS by_name FROM document d"
            f" JOIN user_account u ON u.id = d.assigned_by WHERE {where}"
            f" ORDER BY {order_by(query, _SORTS, _IN_ORDER)}, d.id"
        ),
        where.values,
    ).all()
    placed = [((row.kind, row.year, row.series, row.counter), row.id) for row in rows]
    holes = [
        ((one.kind, one.year, one.series, one.counter), -at)
        for at, one in enumerate(missing(session), 1)
        if _asked(one, query)
    ]
    if holes and not query.sort:
        placed = sorted([*placed, *holes])
    else:
        placed += holes
    return Listing(tuple(key for _place, key in placed))


def _asked(hole: Hole, query: ListQuery) -> bool:
    chosen = {"kind": hole.kind, "year": str(hole.year), "series": hole.series, "state": MISSING}
    fits = all(not query.chosen(name) or value in query.chosen(name) for name, value in chosen.items())
    return fits and not query.search and not query.chosen("mark")


def rows(session: Session, wanted: Sequence[int], *, today: date) -> list[NumberRow]:  # noqa: ARG001
    """Return these numbers, in the same order."""
    ids = ",".join(str(int(one)) for one in wanted if one > 0) or "0"
    found = session.execute(
        text(
            f"SELECT d.*, {_ON} AS on_day, {_AT} AS entered_at, COALESCE({_PAGE}) AS page, {STATE} AS state, {LATE} AS entered_late, u.name AS by_name, o.number AS original,"
            " (SELECT group_concat(r.number, ', ') FROM document r WHERE r.reverses_id = d.id) AS reversals,"
            " CASE WHEN h.document_id = d.id THEN h.closed_reason ELSE '' END AS closed_reason,"
            " COALESCE((SELECT p.closed_reason FROM purchase_order p WHERE p.document_id = d.id), '') AS order_reason"
            " FROM document d JOIN document t ON t.id = COALESCE(d.reverses_id, d.id)"
            " JOIN user_account u ON u.id = d.assigned_by LEFT JOIN document o ON o.id = d.reverses_id"
            " LEFT JOIN handover h ON h.document_id = CASE d.kind WHEN 'HO' THEN d.id WHEN 'RV' THEN d.reverses_id"
            " WHEN 'VN' THEN (SELECT x.id FROM document x WHERE x.number = d.title) END"
            f" WHERE d.id IN ({ids})"
        )
    )
    by_key = {
        row.id: NumberRow(
            row.id, row.kind, row.year, row.series, row.number, row.title, date.fromisoformat(row.on_day),
            row.entered_at, row.by_name, bool(row.entered_late), row.state, row.closed_reason or row.order_reason,
            row.original or row.reversals or "", _subject(row.page),
        )
        for row in found
    }  # fmt: skip
    if any(one < 0 for one in wanted):
        code = get(session, POST).code
        for at, one in enumerate(missing(session), 1):
            number = f"{code}-{one.kind}-{one.year}-{one.series}{one.counter:04d}"
            by_key[-at] = NumberRow(
                -at, one.kind, one.year, one.series, number, "", None, "", "", False, MISSING, "", ""
            )
    return [by_key[key] for key in wanted if key in by_key]


def _subject(page: str | None) -> tuple[str, int] | None:
    kind, _colon, key = (page or "").partition(":")
    return (kind, int(key)) if key else None


def register(session: Session, *, today: date, kind: str = "") -> list[NumberRow]:
    """Return every number of a kind (all kinds by default), in order."""
    query = ListQuery(filters={"kind": frozenset({kind})} if kind else {})
    return rows(session, keys(session, query, today=today).keys, today=today)


def detail(session: Session, key: int, *, today: date) -> NumberRow | None:
    """Return one number, or None."""
    return next(iter(rows(session, [key], today=today)), None)


def facets(session: Session, *, today: date) -> dict[str, tuple[Facet, ...]]:  # noqa: ARG001
    """Return the filter options."""

    def counted(column: str, order: str = "1") -> tuple[Facet, ...]:
        found = session.execute(text(f"SELECT {column} AS one, count(*) FROM document d GROUP BY 1 ORDER BY {order}"))
        return tuple(Facet(str(row[0]), str(row[0]), row[1]) for row in found)

    states = {one.key: one.count for one in counted(STATE)}
    # Those that the views ask for are there even where nothing is so: a view of nothing is empty, not everything.
    states = dict.fromkeys(("void", "refused", "reversed", "canceled"), 0) | states | {MISSING: len(missing(session))}
    kinds = {"HO": 0} | {one.key: one.count for one in counted("d.kind")}
    late = session.execute(text(f"SELECT count(*) FROM document d WHERE {LATE}")).scalar_one()
    return {
        "kind": tuple(Facet(key, key, kinds[key]) for key in sorted(kinds)),
        "year": counted("d.year", "1 DESC"), "series": counted("d.series"),
        "state": tuple(Facet(key, key, count) for key, count in states.items()),
        "mark": (Facet("late", "late", late),) if late else (),
    }  # fmt: skip
