"""Questions about stock: one item's figures, its serials, its stock card, the life of a unit, stock as of a day.

Source: product.md 3 (Inventory); architecture.md 4 (as of, biography).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import text
from sqlalchemy.orm import Session

from inl_logistics.inventory.heldby import HELD_BY
from inl_logistics.kernel.dates import instant_from_text
from inl_logistics.kernel.text import serial_key
from inl_logistics.kernel.values import minor_of
from inl_logistics.ledger.places import name_sql

_ITEM_NAME = "i.name || CASE WHEN v.size = '' THEN '' ELSE ', ' || v.size END"


@dataclass(frozen=True, slots=True)
class VariantDetail:
    """What the inspector says of a variant over all our stores; price in millionths of USD."""

    variant_id: int
    item_id: int
    name: str
    code: str
    maker: str
    model: str
    category: str
    tracking: str
    unit_of_issue: str
    monitoring: str
    price_micros: int
    on_hand: int
    reserved: int
    available: int
    quarantined: int
    minimum: int | None
    with_partners: int
    inbound: int
    nsn: str
    hs: str
    un_number: str
    hazard_class: str
    export_class: str
    policy_hold: bool
    shelf_life_months: int | None


def variant_detail(session: Session, variant_id: int) -> VariantDetail | None:
    """Return the figures of a variant, or None."""
    row = session.execute(
        text(
            f"SELECT v.id, i.id AS item_id, {_ITEM_NAME} AS name, v.code, i.maker, i.model, i.category, i.tracking,"
            " v.unit_of_issue, i.monitoring, COALESCE((SELECT max(l.price_usd_micros) FROM layer l JOIN balance b"
            " ON b.layer_id = l.id AND b.real = 1 AND b.quantity > 0 WHERE l.item_id = v.item_id AND l.variant_id = v.id), i.price_micros) AS price,"
            " (SELECT COALESCE(sum(b.quantity), 0) FROM balance b JOIN layer l ON l.id = b.layer_id JOIN place p ON"
            " p.id = b.place_id WHERE b.item_id = v.item_id AND l.variant_id = v.id AND p.kind = 'bin') AS on_hand,"
            " (SELECT COALESCE(sum(r.quantity), 0) FROM reservation r JOIN layer l ON l.id = r.layer_id"
            " WHERE r.item_id = v.item_id AND l.variant_id = v.id) AS reserved,"
            " (SELECT COALESCE(sum(b.quantity), 0) FROM balance b JOIN layer l ON l.id = b.layer_id JOIN place p ON"
            " p.id = b.place_id WHERE b.item_id = v.item_id AND l.variant_id = v.id AND p.kind = 'bin' AND b.status = 'quarantined') AS quarantined,"
            " (SELECT COALESCE(sum(b.quantity), 0) FROM balance b JOIN layer l ON l.id = b.layer_id JOIN place p ON"
            " p.id = b.place_id WHERE b.item_id = v.item_id AND l.variant_id = v.id AND p.kind = 'facility') AS with_partners,"
            " (SELECT COALESCE(sum(s.quantity), 0) FROM shipment_line s JOIN shipment h ON h.id = s.shipment_id"
            " WHERE s.variant_id = v.id AND h.history = 0 AND h.state NOT IN ('draft', 'closed', 'canceled')) AS inbound,"
            " (SELECT quantity FROM minimum m WHERE m.variant_id = v.id AND m.store_id IS NULL) AS minimum,"
            " i.nsn, i.hs, i.un_number, i.hazard_class, i.export_class, i.policy_hold, i.shelf_life_months"
            " FROM variant v JOIN item i ON i.id = v.item_id WHERE v.id = :v"
        ),
        {"v": variant_id},
    ).first()
    if row is None:
        return None
    return VariantDetail(
        row.id, row.item_id, row.name, row.code, row.maker, row.model, row.category, row.tracking, row.unit_of_issue,
        row.monitoring, row.price, row.on_hand, row.reserved, row.on_hand - row.reserved - row.quarantined,
        row.quarantined, row.minimum, row.with_partners, row.inbound, row.nsn, row.hs, row.un_number,
        row.hazard_class, row.export_class, bool(row.policy_hold), row.shelf_life_months,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class SerialRow:
    """A unit in the inspector's list. `reserved_by` is the number (or "draft") that holds it."""

    unit_id: int
    serial: str
    location: str
    condition: str
    status: str
    title: str
    layer_id: int
    place_id: int
    reserved_by: str | None


_UNITS_ON_HAND = (
    "SELECT COALESCE(sum(b.quantity), 0) FROM balance b JOIN layer l ON l.id = b.layer_id"
    " WHERE b.item_id = (SELECT item_id FROM variant WHERE id = :v) AND l.variant_id = :v AND b.real = 1"
    " AND b.quantity > 0 AND (:p IS NULL OR b.place_id = :p)"
)


def serials(
    session: Session, variant_id: int, *, search: str = "", place_id: int | None = None, limit: int = 200
) -> tuple[int, list[SerialRow]]:
    """Return how many units of a variant are in real places, and the first of them by serial."""
    owner = "u.item_id = (SELECT item_id FROM variant WHERE id = :v) AND u.variant_id = :v"
    where = f"{owner} AND p.real = 1 AND (:p IS NULL OR o.place_id = :p) AND (:s = '' OR u.folded LIKE :s)"
    values = {"v": variant_id, "p": place_id, "s": f"%{serial_key(search)}%" if search else "", "n": limit}
    # CROSS JOIN keeps the unit's index outermost: the first page comes in serial order without a sort.
    joins = " FROM unit u CROSS JOIN position o ON o.unit_id = u.id CROSS JOIN place p ON p.id = o.place_id"
    counted = f"SELECT count(*){joins} WHERE {where}" if search else _UNITS_ON_HAND
    total = session.execute(text(counted), values).scalar_one()
    rows = session.execute(
        text(
            f"SELECT u.id, u.serial, {name_sql('p')} AS location, o.condition, o.status, o.title, u.layer_id, o.place_id,"
            f" {HELD_BY} AS reserved_by{joins} WHERE {where} ORDER BY u.folded LIMIT :n"
        ),
        values,
    )
    return total, [SerialRow(*row) for row in rows]


@dataclass(frozen=True, slots=True)
class CardEntry:
    """One document on the stock card: signed change of what is in our stores, and the balance after it.

    `reversal` is the number of the document that took it back.
    """

    document_id: int
    number: str
    kind: str
    on: date
    by: str
    party: str
    change: int
    balance: int
    late: bool
    reversal: str = ""


def stock_card(session: Session, variant_id: int, *, store_id: int | None = None, limit: int = 100) -> list[CardEntry]:
    """Return the stock card of a variant, newest first, with the running balance of our stores."""
    rows = session.execute(
        text(
            # A return is numbered as a handover; here it is what came back.
            "SELECT x.id, x.number, CASE WHEN x.kind = 'HO' AND max(CASE WHEN f.kind = 'facility' THEN 1 ELSE 0 END) = 1"
            " THEN 'HO-return' ELSE x.kind END AS kind, m.effective_on, u.name,"
            " COALESCE(max(CASE WHEN t.kind = 'facility' THEN qt.name WHEN f.kind IN ('vendor', 'facility')"
            " THEN qf.name END), '') AS party,"
            " sum(CASE WHEN t.kind = 'bin' AND (:s IS NULL OR t.store_id = :s) THEN m.quantity ELSE 0 END)"
            " - sum(CASE WHEN f.kind = 'bin' AND (:s IS NULL OR f.store_id = :s) THEN m.quantity ELSE 0 END) AS change,"
            " x.late, COALESCE((SELECT min(y.number) FROM document y WHERE y.reverses_id = x.id), '') AS reversal"
            " FROM movement m JOIN layer l ON l.id = m.layer_id JOIN document x ON x.id = m.document_id"
            " JOIN user_account u ON u.id = x.assigned_by JOIN place f ON f.id = m.from_place_id"
            " JOIN place t ON t.id = m.to_place_id LEFT JOIN partner qf ON qf.id = f.partner_id"
            " LEFT JOIN partner qt ON qt.id = t.partner_id WHERE l.variant_id = :v AND m.item_id ="
            " (SELECT item_id FROM variant WHERE id = :v) GROUP BY x.id, m.effective_on ORDER BY m.effective_on, x.id"
        ),
        {"v": variant_id, "s": store_id},
    )
    found: list[CardEntry] = []
    balance = 0
    for row in rows:
        balance += row.change
        found.append(
            CardEntry(
                row.id, row.number, row.kind, date.fromisoformat(row.effective_on), row.name, row.party, row.change,
                balance, bool(row.late), row.reversal,
            )
        )  # fmt: skip
    return found[::-1][:limit]


@dataclass(frozen=True, slots=True)
class LifeEvent:
    """One step in the life of a unit, from order to last sighting."""

    kind: str
    on: date | None
    number: str
    detail: str
    subject_kind: str
    subject_id: int
    entered_at: datetime | None = None


def biography(session: Session, unit_id: int) -> list[LifeEvent]:
    """Return the life of a unit in order: its money and order, then every movement."""
    source = session.execute(
        text(
            "SELECT o.id AS order_id, d.number, o.source_number, o.ordered_on, l.line_no, j.code AS project,"
            " a.number AS agreement, y.opening_line_id, y.price_usd_micros FROM unit u JOIN layer y ON y.id = u.layer_id"
            " LEFT JOIN order_line l ON l.id = y.order_line_id LEFT JOIN purchase_order o ON o.id = l.order_id"
            " LEFT JOIN document d ON d.id = o.document_id LEFT JOIN project j ON j.id = COALESCE(y.project_id, o.project_id)"
            " LEFT JOIN agreement a ON a.id = o.agreement_id WHERE u.id = :u"
        ),
        {"u": unit_id},
    ).first()
    events: list[LifeEvent] = []
    if source is not None and source.order_id is not None:
        money = " · ".join(filter(None, (source.agreement, source.project)))
        on = date.fromisoformat(source.ordered_on) if source.ordered_on else None
        number = source.number or source.source_number
        events.append(LifeEvent("ordered", on, f"{number} / {source.line_no}", money, "order", source.order_id))
    rows = session.execute(
        text(
            "SELECT CASE WHEN x.kind = 'HO' AND f.kind = 'facility' THEN 'HO-return' ELSE x.kind END AS kind,"
            f" m.effective_on, x.number, {name_sql('f')} AS source, {name_sql('t')} AS target, x.id,"
            " x.assigned_at, m.title_to, m.title_from, m.status_to, m.condition_to FROM movement m"
            " JOIN document x ON x.id = m.document_id JOIN place f ON f.id = m.from_place_id"
            " JOIN place t ON t.id = m.to_place_id WHERE m.unit_id = :u ORDER BY m.effective_on, m.id"
        ),
        {"u": unit_id},
    )
    events.extend(
            LifeEvent(
                row.kind, date.fromisoformat(row.effective_on), row.number, f"{row.source} → {row.target}",
                "document", row.id, instant_from_text(row.assigned_at),
            )
            for row in rows
        )  # fmt: skip
    return _with_corrections(session, unit_id, events)


def _with_corrections(session: Session, unit_id: int, events: list[LifeEvent]) -> list[LifeEvent]:
    """Add the days on which the serial was corrected, and the counts that saw the unit."""
    rows = session.execute(
        text("SELECT serial, until_at, reason FROM unit_alias WHERE unit_id = :u ORDER BY id"), {"u": unit_id}
    )
    for row in rows:
        at = instant_from_text(row.until_at)
        events.append(LifeEvent("serial", at.date(), row.serial, row.reason, "unit", unit_id, at))
    seen = session.execute(
        text(
            f"SELECT c.counted_on, d.number, d.id, {name_sql('p')} AS place FROM count_line k JOIN stock_count c ON"
            " c.id = k.count_id JOIN document d ON d.id = c.document_id JOIN place p ON p.id = k.place_id"
            " WHERE k.unit_id = :u AND k.counted = 1 ORDER BY c.counted_on"
        ),
        {"u": unit_id},
    )
    events += [
        LifeEvent("CC", date.fromisoformat(row.counted_on), row.number, row.place, "document", row.id) for row in seen
    ]
    return sorted(events, key=lambda event: event.on or date.min)


@dataclass(frozen=True, slots=True)
class AsOfRow:
    """What was where at the end of a day."""

    variant_id: int
    place_id: int
    quantity: int
    value_minor: int


def as_of(session: Session, day: date) -> list[AsOfRow]:
    """Return the stock of every real place at the end of a day: balances less what moved after it."""
    rows = session.connection().exec_driver_sql(
        "WITH later AS MATERIALIZED (SELECT item_id, layer_id, from_place_id AS f, to_place_id AS t,"
        " sum(quantity) AS q FROM movement WHERE effective_on > ? GROUP BY 1, 2, 3, 4),"
        " now AS (SELECT place_id AS p, layer_id, sum(quantity) AS q FROM balance WHERE real = 1 GROUP BY 1, 2"
        " UNION ALL SELECT t, layer_id, -sum(q) FROM later GROUP BY 1, 2"
        " UNION ALL SELECT f, layer_id, sum(q) FROM later GROUP BY 1, 2)"
        " SELECT l.variant_id, n.p, sum(n.q), sum(n.q * l.price_usd_micros) FROM now n JOIN layer l ON l.id = n.layer_id"
        " JOIN place z ON z.id = n.p AND z.real = 1 GROUP BY 1, 2 HAVING sum(n.q) <> 0",
        (day.isoformat(),),
    )
    return [AsOfRow(row[0], row[1], row[2], minor_of(row[3])) for row in rows]


@dataclass(frozen=True, slots=True)
class Proposal:
    """A layer to take from, first-expiry first; `skipped` says why it is passed over ("life", "project")."""

    layer_id: int
    place_id: int
    location: str
    lot: str
    expires_on: date | None
    condition: str
    free: int
    unit_ids: tuple[int, ...]
    price_micros: int
    skipped: str = ""


def proposals(
    session: Session, variant_id: int, *, today: date, min_life_days: int = 0, project_id: int | None = None,
    store_id: int | None = None,
) -> list[Proposal]:  # fmt: skip
    """Return what of a variant can be picked, by first expiry and then first in; short-lived lots come last."""
    rows = session.execute(
        text(
            f"SELECT b.layer_id, b.place_id, {name_sql('p')} AS location, COALESCE(t.code, '') AS lot, t.expires_on,"
            " b.condition, b.quantity - COALESCE((SELECT sum(r.quantity) FROM reservation r WHERE r.layer_id ="
            " b.layer_id AND r.place_id = b.place_id), 0) AS free, l.price_usd_micros, l.project_id,"
            " (SELECT group_concat(u.id) FROM unit u JOIN position o ON o.unit_id = u.id WHERE u.layer_id = b.layer_id"
            " AND o.place_id = b.place_id AND o.condition = b.condition AND o.status = 'available' AND o.title = b.title AND NOT EXISTS"
            " (SELECT 1 FROM reservation r WHERE r.unit_id = u.id)) AS units"
            " FROM layer l JOIN balance b ON b.layer_id = l.id AND b.real = 1 AND b.quantity > 0"
            " JOIN place p ON p.id = b.place_id AND p.kind = 'bin' LEFT JOIN lot t ON t.id = l.lot_id"
            " WHERE l.item_id = (SELECT item_id FROM variant WHERE id = :v) AND l.variant_id = :v"
            " AND b.status = 'available' AND b.title = 'usg' AND (:s IS NULL OR p.store_id = :s)"
            " ORDER BY t.expires_on IS NULL, t.expires_on, l.id"
        ),
        {"v": variant_id, "s": store_id},
    )
    found = []
    for row in rows:
        expires = date.fromisoformat(row.expires_on) if row.expires_on else None
        short = expires is not None and (expires - today).days < min_life_days
        other = project_id is not None and row.project_id not in (None, project_id)
        units = tuple(int(one) for one in row.units.split(",")) if row.units else ()
        # What is put aside is known by layer and place. Of units it is known which, so the others of any condition are free.
        free = len(units) or row.free
        if free > 0:
            found.append(
                Proposal(
                    row.layer_id, row.place_id, row.location, row.lot, expires, row.condition, free,
                    units, row.price_usd_micros,
                    "life" if short else "project" if other else "",
                )
            )  # fmt: skip
    return sorted(found, key=lambda one: bool(one.skipped))
