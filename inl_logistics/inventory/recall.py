"""A lot recalled by its maker: where all of it is now, who got it under which receipt, and putting ours aside in one act.

Source: product.md 3 (Inventory, lot); issue item "lot recall (who has it now)".
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import text
from sqlalchemy.orm import Session

from inl_logistics.inventory.commands import ConditionDraft, StockPick, change_condition
from inl_logistics.inventory.holding import HolderRow, holders_among
from inl_logistics.kernel.actor import Actor
from inl_logistics.kernel.dates import stored_day
from inl_logistics.kernel.problems import BadInput, Problem, RulesBroken
from inl_logistics.kernel.text import clean, fold
from inl_logistics.kernel.values import Condition, Status, minor_of
from inl_logistics.ledger.places import name_sql
from inl_logistics.ledger.rules import CountAnswer


@dataclass(frozen=True, slots=True)
class HeldRow:
    """Some of a lot at a place; `document` brought it there, or made it what it is. Value in cents of USD."""

    variant_id: int
    item: str
    place_id: int
    place: str
    place_kind: str
    holder: str
    condition: str
    status: str
    title: str
    quantity: int
    reserved: int
    value_minor: int
    document: str
    document_id: int | None
    since: date | None
    serials: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LotHead:
    """A lot and its figures; all lots of an item with the same code stand together. `holders` have put some of it aside."""

    lot_id: int
    code: str
    item_id: int
    item: str
    item_code: str
    made_on: date | None
    expires_on: date | None
    vendor: str
    received: int
    ours: int
    with_partners: int
    on_the_road: int
    gone: int
    rows: tuple[HeldRow, ...]
    holders: tuple[HolderRow, ...] = ()


_SAME = (
    "(SELECT b.id FROM lot a JOIN lot b ON b.item_id = a.item_id AND b.folded = a.folded WHERE a.id = :l AND a.folded <> ''"
    " UNION SELECT :l)"
)


def lot(session: Session, lot_id: int) -> LotHead:
    """Return a lot with everything of it that is anywhere. Raises: BadInput("not-found")."""
    row = session.execute(
        text(
            "SELECT t.*, i.name AS item, i.code AS item_code, COALESCE((SELECT group_concat(DISTINCT p.name) FROM layer y"
            " JOIN order_line q ON q.id = y.order_line_id JOIN purchase_order o ON o.id = q.order_id"
            f" JOIN partner p ON p.id = o.vendor_id WHERE y.lot_id IN {_SAME}), '') AS vendor"
            " FROM lot t JOIN item i ON i.id = t.item_id WHERE t.id = :l"
        ),
        {"l": lot_id},
    ).first()
    if row is None:
        raise BadInput("not-found", what=str(lot_id))
    rows = _held(session, lot_id)
    received = session.execute(
        text(
            "SELECT COALESCE(sum(-b.quantity), 0) FROM balance b JOIN layer y ON y.id = b.layer_id JOIN place p"
            f" ON p.id = b.place_id WHERE p.real = 0 AND p.kind IN ('vendor', 'opening') AND y.lot_id IN {_SAME}"
        ),
        {"l": lot_id},
    ).scalar_one()
    by_kind = {
        kind: sum(one.quantity for one in rows if one.place_kind == kind) for kind in ("bin", "facility", "transit")
    }
    return LotHead(
        row.id, row.code, row.item_id, row.item, row.item_code, stored_day(row.made_on), stored_day(row.expires_on),
        row.vendor, received, by_kind["bin"], by_kind["facility"], by_kind["transit"],
        max(0, received - sum(by_kind.values())), tuple(rows),
        tuple(holders_among(session, f"l.lot_id IN {_SAME}", {"l": lot_id})),
    )  # fmt: skip


def _held(session: Session, lot_id: int) -> list[HeldRow]:
    found = session.execute(
        text(
            "SELECT y.variant_id, i.name || CASE WHEN v.size = '' THEN '' ELSE ', ' || v.size END AS item, b.place_id,"
            f" {name_sql('p')} AS place, p.kind, COALESCE((SELECT a.name FROM partner_link k JOIN partner a ON"
            " a.id = k.parent_id WHERE k.child_id = p.partner_id AND k.to_on IS NULL), '') AS holder, b.condition, b.status,"
            " b.title, sum(b.quantity) AS quantity, sum(b.quantity * y.price_usd_micros) AS value,"
            " COALESCE((SELECT sum(r.quantity) FROM reservation r JOIN layer z ON z.id = r.layer_id WHERE"
            f" r.place_id = b.place_id AND z.variant_id = y.variant_id AND z.lot_id IN {_SAME}), 0) AS reserved,"
            " (SELECT m.document_id FROM movement m JOIN layer z ON z.id = m.layer_id WHERE m.to_place_id = b.place_id"
            " AND m.condition_to = b.condition AND m.status_to = b.status AND m.title_to = b.title"
            f" AND z.variant_id = y.variant_id AND z.lot_id IN {_SAME} ORDER BY m.effective_on DESC, m.id DESC LIMIT 1)"
            " AS document_id FROM balance b JOIN layer y ON y.id = b.layer_id JOIN place p ON p.id = b.place_id"
            " JOIN variant v ON v.id = y.variant_id JOIN item i ON i.id = v.item_id"
            f" WHERE b.real = 1 AND b.quantity > 0 AND y.lot_id IN {_SAME}"
            " GROUP BY y.variant_id, b.place_id, b.condition, b.status, b.title ORDER BY p.kind, place, item"
        ),
        {"l": lot_id},
    ).all()
    serials = _serials(session, lot_id)
    documents = {
        one.id: one
        for one in session.execute(
            text(
                "SELECT id, number, effective_on FROM document WHERE id IN (SELECT m.document_id FROM movement m"
                f" JOIN layer z ON z.id = m.layer_id WHERE z.lot_id IN {_SAME})"
            ),
            {"l": lot_id},
        )
    }
    rows = []
    for row in found:
        document = documents.get(row.document_id)
        rows.append(
            HeldRow(
                row.variant_id, row.item, row.place_id, row.place, row.kind, row.holder, row.condition, row.status,
                row.title, row.quantity, row.reserved if row.status == "available" else 0, minor_of(row.value),
                document.number if document else "", row.document_id,
                stored_day(document.effective_on) if document else None,
                serials.get((row.place_id, row.variant_id, row.condition, row.status), ()),
            )
        )  # fmt: skip
    return rows


def _serials(session: Session, lot_id: int) -> dict[tuple[int, int, str, str], tuple[str, ...]]:
    found: dict[tuple[int, int, str, str], tuple[str, ...]] = {}
    rows = session.execute(
        text(
            "SELECT q.place_id, u.variant_id, q.condition, q.status, u.serial FROM unit u JOIN layer y ON y.id = u.layer_id"
            f" JOIN position q ON q.unit_id = u.id WHERE y.lot_id IN {_SAME} ORDER BY u.folded"
        ),
        {"l": lot_id},
    )
    for row in rows:
        key = (row.place_id, row.variant_id, row.condition, row.status)
        found[key] = (*found.get(key, ()), row.serial)
    return found


@dataclass(frozen=True, slots=True)
class LotHit:
    """A lot found by its code."""

    lot_id: int
    code: str
    item: str
    expires_on: date | None
    on_hand: int


def lots(session: Session, typed: str, *, limit: int = 30) -> list[LotHit]:
    """Return lots whose code contains the text, those that are somewhere first."""
    rows = session.execute(
        text(
            "SELECT min(t.id) AS id, t.code, i.name, min(t.expires_on) AS expires_on, COALESCE(sum((SELECT sum(b.quantity)"
            " FROM layer y JOIN balance b ON b.layer_id = y.id AND b.real = 1 WHERE y.lot_id = t.id)), 0) AS on_hand"
            " FROM lot t JOIN item i ON i.id = t.item_id WHERE t.folded LIKE :f AND t.folded <> ''"
            " GROUP BY t.item_id, t.folded ORDER BY t.folded <> :e, on_hand = 0, t.code LIMIT :n"
        ),
        {"f": f"%{fold(typed)}%", "e": fold(typed), "n": limit},
    )
    return [LotHit(row.id, row.code, row.name, stored_day(row.expires_on), row.on_hand) for row in rows]


@dataclass(frozen=True, slots=True)
class RecallDraft:
    """Put what we have of a lot into quarantine."""

    lot_id: int
    on: date
    reason: str
    count_answer: CountAnswer | None = None


def quarantine_lot(session: Session, draft: RecallDraft, *, by: Actor, at: datetime) -> str:
    """Quarantine all of a lot that lies in our stores, under one document; return its number.

    What handovers and holds have put aside stays theirs; the lot's page names it. Raises: RulesBroken where nothing is
    free or no reason is said.
    """
    problems = []
    if not clean(draft.reason):
        problems.append(Problem("reason-needed", where=("reason",)))
    picks = _picks(session, draft.lot_id)
    if not picks:
        problems.append(Problem("recall-nothing"))
    if problems:
        raise RulesBroken(problems)
    given = ConditionDraft(
        picks, None, Status.QUARANTINED, draft.on, clean(draft.reason), count_answer=draft.count_answer
    )
    return change_condition(session, given, by=by, at=at)


def _picks(session: Session, lot_id: int) -> tuple[StockPick, ...]:
    """Return what of a lot lies free in our stores: what a document has put aside stays until it lets go of it."""
    rows = session.execute(
        text(
            "SELECT b.item_id, b.layer_id, b.place_id, b.condition, b.quantity - COALESCE((SELECT sum(r.quantity)"
            " FROM reservation r WHERE r.layer_id = b.layer_id AND r.place_id = b.place_id), 0) AS free FROM balance b"
            " JOIN layer y ON y.id = b.layer_id JOIN place p ON p.id = b.place_id AND p.kind = 'bin' JOIN item i"
            " ON i.id = b.item_id WHERE b.quantity > 0 AND b.status = 'available' AND i.tracking <> 'serial'"
            f" AND y.lot_id IN {_SAME}"
        ),
        {"l": lot_id},
    ).all()
    units = session.execute(
        text(
            "SELECT u.id, u.item_id, u.layer_id, q.place_id, q.condition FROM unit u JOIN layer y ON y.id = u.layer_id"
            " JOIN position q ON q.unit_id = u.id JOIN place p ON p.id = q.place_id AND p.kind = 'bin'"
            " WHERE q.status = 'available' AND NOT EXISTS (SELECT 1 FROM reservation r WHERE r.unit_id = u.id)"
            f" AND y.lot_id IN {_SAME}"
        ),
        {"l": lot_id},
    ).all()
    found = [
        StockPick(row.item_id, row.layer_id, row.place_id, row.free, condition=Condition(row.condition))
        for row in rows
        if row.free > 0
    ]
    found += [StockPick(row.item_id, row.layer_id, row.place_id, 1, row.id, Condition(row.condition)) for row in units]
    return tuple(found)
