"""Home: what needs the officer today, where this year's goods are, handovers by month, recent activity.

Everything is computed from facts; nothing here is stored. Source: ui.md 10 (Home); product.md 8 (Pipeline).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import text
from sqlalchemy.orm import Session

from inl_logistics.handovers.queries import HANDED_OVER, SUMS
from inl_logistics.home import counttasks, roadtasks
from inl_logistics.home.values import Task, TaskKind
from inl_logistics.kernel.dates import fiscal_start, fiscal_year, instant_from_text, stored_day
from inl_logistics.kernel.values import minor_of
from inl_logistics.partners.facts import last_first
from inl_logistics.settings.declared import RULES, get
from inl_logistics.shipments.queries import DEMURRAGE_RUNS, NEXT_DUE, OPEN
from inl_logistics.shipments.queries import rows as shipment_rows
from inl_logistics.shipments.waiting import waiting


def tasks(session: Session, *, today: date) -> list[Task]:
    """Return everything that needs the officer, the worst of each kind first."""
    rules = get(session, RULES)
    found = [
        *_late_shipments(session, today),
        *roadtasks.on_the_road(session, today, rules.late_signature_days),
        *_papers(session, today, rules.late_signature_days),
        *roadtasks.return_copies(session, today, rules.late_signature_days),
        *_vettings(session, today),
        *_minimums(session),
        *_expiring(session, today, rules.expiring_days),
        *_discrepancies(session, today),
        *counttasks.waiting(session, today),
        *_cosignatures(session, today),
    ]
    order = list(TaskKind)
    return sorted(found, key=lambda task: (order.index(task.kind), -task.days, task.title))


def overdue(session: Session, today: date) -> int:
    """Return how many tasks should have been done already: the badge on the rail."""
    return sum(task.is_overdue for task in tasks(session, today=today))


def _late_shipments(session: Session, today: date) -> list[Task]:
    """Return the shipments that are late, and those that cost demurrage whether late or not."""
    runs = DEMURRAGE_RUNS.format(today=today.isoformat())
    rows = session.execute(
        text(
            f"SELECT h.id, COALESCE(d.number, h.source_number) AS number, h.title, {NEXT_DUE} AS due, h.state"
            f" FROM shipment h LEFT JOIN document d ON d.id = h.document_id WHERE h.direction = 'in' AND {OPEN}"
            f" AND ({NEXT_DUE} < :t OR {runs})"
        ),
        {"t": today.isoformat()},
    ).all()
    costs = {one.key: one.demurrage for one in shipment_rows(session, [row.id for row in rows], today=today)}
    found = []
    for row in rows:
        due, cost, waits = stored_day(row.due), costs.get(row.id), waiting(session, row.id)
        late = due is not None and due < today
        days = (today - due).days if late and due is not None else cost.days if cost is not None else 0
        found.append(
            Task(
                TaskKind.LATE_SHIPMENT, "shipment", row.id, row.number, row.title, days,
                sum(one.quantity for one in waits if one.kind != "order"),
                cost.minor if cost is not None else 0, on=due if late else None,
                currency=cost.currency if cost is not None else "USD",
            )
        )  # fmt: skip
    return found


def _papers(session: Session, today: date, late_days: int) -> list[Task]:
    rows = session.execute(
        text(
            "SELECT h.id, d.number, h.state, COALESCE(u.name, '') AS unit, h.signed_on, d.effective_on FROM handover h"
            " JOIN document d ON d.id = h.document_id LEFT JOIN partner u ON u.id = h.unit_id WHERE h.state = 'issued'"
            " OR (h.state IN ('signed', 'variance') AND h.copy_attachment_id IS NULL AND h.signed_on_screen = 0)"
        )
    )
    found = []
    for row in rows:
        on = date.fromisoformat(row.signed_on or row.effective_on)
        kind = TaskKind.UNSIGNED if row.state == "issued" else TaskKind.COPY_MISSING
        waits = (today - on).days
        if waits < 0:
            continue  # made out for a later day: nobody can sign it yet
        found.append(Task(kind, "handover", row.id, row.number, row.unit, waits - late_days, quantity=waits, on=on))
    return found


def _vettings(session: Session, today: date) -> list[Task]:
    rows = session.execute(
        text(
            "SELECT p.id, p.name, v.valid_to, (SELECT count(*) FROM handover h WHERE h.unit_id = p.id"
            " AND h.state IN ('draft', 'issued')) AS waiting FROM partner p JOIN vetting v ON v.id ="
            " (SELECT x.id FROM vetting x WHERE x.partner_id = p.id AND x.result <> 'requested'"
            f" ORDER BY {last_first('x')} LIMIT 1) WHERE p.vetting_needed = 1"
            " AND p.retired_on IS NULL AND v.result = 'cleared' AND v.valid_to <= :t"
        ),
        {"t": (today + timedelta(days=30)).isoformat()},
    )
    return [
        Task(
            TaskKind.VETTING, "partner", row.id, row.name, "", (today - date.fromisoformat(row.valid_to)).days,
            quantity=row.waiting, on=date.fromisoformat(row.valid_to),
        )
        for row in rows
    ]  # fmt: skip


def _minimums(session: Session) -> list[Task]:
    """A minimum is for the whole post, or for one store, which is named then."""
    rows = session.execute(
        text(
            "SELECT v.id, v.code, i.name || CASE WHEN v.size = '' THEN '' ELSE ', ' || v.size END || CASE WHEN s.id IS NULL"
            " THEN '' ELSE ', ' || s.name END AS item, m.quantity AS least,"
            " COALESCE((SELECT sum(b.quantity) FROM layer l CROSS JOIN balance b ON b.layer_id = l.id JOIN place p ON"
            " p.id = b.place_id WHERE l.item_id = v.item_id AND l.variant_id = v.id AND p.kind = 'bin'"
            " AND b.status = 'available' AND (s.id IS NULL OR p.store_id = s.id)), 0) - COALESCE((SELECT sum(r.quantity)"
            " FROM reservation r JOIN layer l ON l.id = r.layer_id JOIN place p ON p.id = r.place_id"
            " WHERE r.item_id = v.item_id AND l.variant_id = v.id AND (s.id IS NULL OR p.store_id = s.id)), 0) AS free"
            " FROM minimum m JOIN variant v ON v.id = m.variant_id JOIN item i ON i.id = v.item_id LEFT JOIN store s"
            " ON s.id = m.store_id WHERE m.quantity > 0 AND v.retired = 0 AND i.retired_at IS NULL ORDER BY m.id"
        )
    )
    return [
        Task(TaskKind.BELOW_MINIMUM, "variant", row.id, row.code, row.item, row.least - row.free, row.free, row.least)
        for row in rows
        if row.free < row.least
    ]


def _expiring(session: Session, today: date, within: int) -> list[Task]:
    rows = session.execute(
        text(
            "SELECT v.id, t.code, t.expires_on, i.name || CASE WHEN v.size = '' THEN '' ELSE ', ' || v.size END AS item,"
            " sum(b.quantity) AS quantity FROM lot t JOIN layer l ON l.lot_id = t.id JOIN balance b ON b.layer_id = l.id"
            " AND b.real = 1 AND b.quantity > 0 JOIN place p ON p.id = b.place_id AND p.kind = 'bin' JOIN variant v"
            " ON v.id = l.variant_id JOIN item i ON i.id = v.item_id WHERE t.expires_on <= :e GROUP BY t.id, v.id"
        ),
        {"e": (today + timedelta(days=within)).isoformat()},
    )
    return [
        Task(
            TaskKind.EXPIRING, "variant", row.id, row.code or "—", row.item, (today - date.fromisoformat(row.expires_on)).days,
            row.quantity, on=date.fromisoformat(row.expires_on),
        )
        for row in rows
    ]  # fmt: skip


def _discrepancies(session: Session, today: date) -> list[Task]:
    rows = session.execute(
        text(
            "SELECT r.id, d.number, min(x.claim_by) AS claim_by, sum(x.quantity) AS quantity, max(x.addressee) AS addressee"
            " FROM discrepancy x JOIN document d ON d.id = x.document_id JOIN receiving r ON r.id = x.receiving_id"
            " WHERE x.resolved_on IS NULL AND x.claimed_on IS NULL GROUP BY d.id"
        )
    )
    return [
        Task(
            TaskKind.DISCREPANCY, "discrepancy", row.id, row.number, row.addressee,
            (today - date.fromisoformat(row.claim_by)).days if row.claim_by else 0, row.quantity,
            on=date.fromisoformat(row.claim_by) if row.claim_by else None,
        )
        for row in rows
    ]  # fmt: skip


def _cosignatures(session: Session, today: date) -> list[Task]:
    """Return approvals that one gave oneself, each with the record of its document; an adjustment has no page."""
    rows = session.execute(
        text(
            "SELECT d.number, a.code, a.at, CASE WHEN h.id THEN 'handover' WHEN o.id THEN 'order' WHEN s.id THEN 'shipment'"
            " WHEN r.id THEN 'receiving' WHEN g.id THEN 'agreement' ELSE '' END AS kind,"
            " COALESCE(h.id, o.id, s.id, r.id, g.id, 0) AS subject"
            " FROM approval a JOIN document d ON d.id = a.document_id LEFT JOIN handover h ON h.document_id = d.id"
            " LEFT JOIN purchase_order o ON o.document_id = d.id LEFT JOIN shipment s ON s.document_id = d.id"
            " LEFT JOIN receiving r ON r.document_id = d.id LEFT JOIN agreement g ON g.document_id = d.id WHERE a.self_approved = 1 AND a.cosigned_at IS NULL"
            " ORDER BY a.id"
        )
    )
    return [
        Task(
            TaskKind.COSIGN, row.kind, row.subject, row.number, row.code,
            (today - date.fromisoformat(row.at[:10])).days - 30,
        )
        for row in rows
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage of the pipeline: value in cents of USD, units of issue, and how many papers stand for it."""

    name: str
    value_minor: int
    units: int
    papers: int


def pipeline(session: Session, *, year: int) -> tuple[Stage, ...]:
    """Return where goods ordered in a U.S. fiscal year are now: ordered, in transit, in store, handed over."""
    days = {"a": fiscal_start(year).isoformat(), "b": fiscal_start(year + 1).isoformat()}
    return (_ordered(session, days), _in_transit(session, days), *_arrived(session, days))


def _ordered(session: Session, days: dict[str, str]) -> Stage:
    row = session.execute(
        text(
            "SELECT COALESCE(sum(l.value_usd_minor), 0), COALESCE(sum(l.quantity - l.canceled_quantity), 0),"
            " count(DISTINCT o.id) FROM order_line l JOIN purchase_order o ON o.id = l.order_id WHERE o.ordered_on >= :a"
            " AND o.ordered_on < :b AND o.state NOT IN ('draft', 'canceled') AND o.history = 0"
        ),
        days,
    ).one()
    return Stage("ordered", row[0], row[1], row[2])


def _in_transit(session: Session, days: dict[str, str]) -> Stage:
    """Return what is booked and not received yet, at the prices of its orders."""
    row = session.execute(
        text(
            "SELECT COALESCE(sum(q * price), 0), COALESCE(sum(q), 0), count(DISTINCT sid) FROM (SELECT h.id AS sid,"
            " CASE WHEN l.quantity = 0 THEN 0 ELSE l.value_usd_minor * 1.0 / l.quantity END AS price,"
            " max(0, s.quantity - COALESCE((SELECT sum(x.quantity) FROM receipt_line x JOIN receiving r"
            " ON r.id = x.receiving_id WHERE x.shipment_line_id = s.id AND r.state = 'posted'), 0)) AS q"
            " FROM shipment_line s JOIN shipment h ON h.id = s.shipment_id JOIN order_line l ON l.id = s.order_line_id"
            " JOIN purchase_order o ON o.id = l.order_id WHERE o.ordered_on >= :a AND o.ordered_on < :b"
            " AND o.state NOT IN ('draft', 'canceled') AND o.history = 0 AND h.history = 0"
            " AND h.state NOT IN ('draft', 'closed', 'canceled')) WHERE q > 0"
        ),
        days,
    ).one()
    return Stage("in-transit", round(row[0]), row[1], row[2])


def _arrived(session: Session, days: dict[str, str]) -> tuple[Stage, Stage]:
    """Return what lies in our stores and what partners hold; items stand for the one, receipts for the other."""
    held = {
        row.kind: row
        for row in session.execute(
            text(
                "SELECT p.kind, sum(b.quantity * y.price_usd_micros) AS micros, sum(b.quantity) AS units,"
                " count(DISTINCT y.variant_id * 4294967296 + b.place_id) AS items FROM order_line l JOIN purchase_order o ON o.id = l.order_id"
                " JOIN layer y ON y.order_line_id = l.id JOIN balance b ON b.layer_id = y.id AND b.real = 1"
                " JOIN place p ON p.id = b.place_id WHERE o.ordered_on >= :a AND o.ordered_on < :b AND b.quantity > 0"
                " GROUP BY p.kind"
            ),
            days,
        )
    }
    receipts = session.execute(
        text(f"SELECT count(DISTINCT document_id) FROM ({HANDED_OVER} AND o.ordered_on >= :a AND o.ordered_on < :b)"),
        days,
    ).scalar_one()
    store, facility = held.get("bin"), held.get("facility")
    return (
        Stage(
            "in-store", minor_of(store.micros) if store else 0, store.units if store else 0, store.items if store else 0
        ),
        Stage("handed-over", minor_of(facility.micros) if facility else 0, facility.units if facility else 0, receipts),
    )


@dataclass(frozen=True, slots=True)
class Month:
    """Handovers of a month by service, in cents of USD."""

    first: date
    police_minor: int
    corrections_minor: int
    other_minor: int
    count: int

    @property
    def total_minor(self) -> int:
        """Cents of USD over all services."""
        return self.police_minor + self.corrections_minor + self.other_minor


def months(session: Session, *, today: date, count: int = 12) -> list[Month]:
    """Return the last months, this one included, with the value signed for in each."""
    starts = [_month_back(today, back) for back in range(count - 1, -1, -1)]
    rows = session.execute(
        text(
            "SELECT month, service, sum(value) AS micros, count(*) AS n FROM (SELECT substr(h.signed_on, 1, 7) AS month,"
            f" COALESCE(a.service, 'other') AS service, {SUMS} FROM handover h LEFT JOIN partner a ON a.id = h.agency_id"
            " WHERE h.state IN ('signed', 'variance') AND h.type <> 'return' AND h.signed_on >= :f) GROUP BY 1, 2"
        ),
        {"f": starts[0].isoformat()},
    )
    sums: dict[tuple[str, str], int] = {}
    counts: dict[str, int] = {}
    for row in rows:
        sums[row.month, row.service] = minor_of(row.micros)
        counts[row.month] = counts.get(row.month, 0) + row.n
    return [
        Month(
            start, sums.get((key, "police"), 0), sums.get((key, "corrections"), 0), sums.get((key, "other"), 0),
            counts.get(key, 0),
        )
        for start in starts
        for key in (start.isoformat()[:7],)
    ]  # fmt: skip


def _month_back(today: date, back: int) -> date:
    number = today.year * 12 + today.month - 1 - back
    return date(number // 12, number % 12 + 1, 1)


@dataclass(frozen=True, slots=True)
class Activity:
    """One entry of the trail as Home shows it."""

    at: datetime
    action: str
    subject_kind: str
    subject_id: int
    subject: str
    by: str
    detail: str = ""


_SHOWN = (
    "receiving.post", "receiving.reverse", "handover.sign", "handover.issue", "handover.void", "handover.reverse", "vetting.record",
    "order.place", "shipment.book", "import.run", "import.undo", "stock.tr", "stock.ch", "stock.reverse", "handover.file-copy", "count.post",
)  # fmt: skip


def activity(session: Session, *, limit: int = 8) -> list[Activity]:
    """Return the last acts worth telling, newest first."""
    marks = ",".join(f"'{one}'" for one in _SHOWN)
    rows = session.execute(
        text(
            "SELECT t.at, t.action, t.subject_kind, t.subject_id, COALESCE(d.number, t.subject) AS subject, u.name,"
            " COALESCE(p.name, s.title, o.title, '') AS detail FROM trail t JOIN user_account u ON u.id = t.user_id"
            " LEFT JOIN handover h ON t.subject_kind = 'handover' AND h.id = t.subject_id LEFT JOIN document d ON"
            " d.id = h.document_id LEFT JOIN partner p ON p.id = h.unit_id LEFT JOIN receiving r ON t.subject_kind ="
            " 'receiving' AND r.id = t.subject_id LEFT JOIN shipment s ON s.id = CASE t.subject_kind WHEN 'shipment' THEN"
            " t.subject_id ELSE r.shipment_id END LEFT JOIN purchase_order o ON t.subject_kind = 'order' AND o.id ="
            f" t.subject_id WHERE t.action IN ({marks}) ORDER BY t.id DESC LIMIT :n"
        ),
        {"n": limit},
    )
    return [
        Activity(
            instant_from_text(row.at), row.action, row.subject_kind, row.subject_id, row.subject, row.name,
            "" if row.detail == row.subject else row.detail,
        )
        for row in rows
    ]  # fmt: skip


def fiscal_years(session: Session) -> list[int]:
    """Return the U.S. fiscal years in which something was ordered, newest first."""
    days = session.execute(
        text(
            "SELECT DISTINCT ordered_on FROM purchase_order WHERE ordered_on IS NOT NULL AND history = 0"
            " AND state NOT IN ('draft', 'canceled')"
        )
    )
    return sorted({fiscal_year(date.fromisoformat(row.ordered_on)) for row in days}, reverse=True)
