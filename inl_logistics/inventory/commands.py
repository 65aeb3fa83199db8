"""Reservations, internal transfers, condition changes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import text
from sqlalchemy.orm import Session

from inl_logistics.approvals.commands import record_used
from inl_logistics.kernel.actor import Actor
from inl_logistics.kernel.problems import Problem, RulesBroken, Severity, raise_if_broken
from inl_logistics.kernel.values import Condition, ItemId, LayerId, PlaceId, Status, UnitId
from inl_logistics.ledger import commands as ledger
from inl_logistics.ledger import places
from inl_logistics.ledger.records import PlaceKind
from inl_logistics.ledger.rules import CountAnswer
from inl_logistics.register import numbers, seals
from inl_logistics.register.records import DocumentKind, Fact
from inl_logistics.settings.declared import RULES, get, local_day
from inl_logistics.users import trail

# Where goods can be put aside: in our stores, and on the road with a waybill.
_HELD_AT = (PlaceKind.BIN.value, PlaceKind.TRANSIT.value)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A unit, or a quantity of a layer at a place, that a document puts aside."""

    item_id: ItemId
    layer_id: LayerId
    place_id: PlaceId
    quantity: int
    unit_id: UnitId | None = None


def reserve(
    session: Session,
    owner_kind: str,
    owner_id: int,
    wanted: Sequence[Wanted],
    *,
    note: str = "",
    by: Actor,
    at: datetime,
) -> None:
    """Make these the reservations of a document, instead of those it had.

    Raises: RulesBroken naming every unit another document holds and every quantity that is not available.
    """
    release(session, owner_kind, owner_id)
    raise_if_broken([*_held_units(session, wanted), *_absent_units(session, wanted), *_short(session, wanted)])
    if not wanted:
        return
    session.connection().exec_driver_sql(
        "INSERT INTO reservation (owner_kind, owner_id, item_id, layer_id, place_id, unit_id, quantity, note,"
        " made_at, made_by) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (
                owner_kind, owner_id, one.item_id, one.layer_id, one.place_id, one.unit_id, one.quantity, note,
                at.isoformat(), by.user_id,
            )
            for one in wanted
        ],
    )  # fmt: skip


def release(session: Session, owner_kind: str, owner_id: int) -> None:
    """Give back what a document had reserved."""
    session.execute(
        text("DELETE FROM reservation WHERE owner_kind = :k AND owner_id = :i"), {"k": owner_kind, "i": owner_id}
    )


def _held_units(session: Session, wanted: Sequence[Wanted]) -> list[Problem]:
    units = [one.unit_id for one in wanted if one.unit_id is not None]
    found = []
    for start in range(0, len(units), 500):
        part = tuple(units[start : start + 500])
        rows = session.connection().exec_driver_sql(
            "SELECT u.serial, r.owner_kind, r.owner_id, COALESCE(d.number, CASE WHEN r.owner_kind IN ('hold', 'requirement', 'kit') THEN r.note END, '') FROM reservation r"
            " JOIN unit u ON u.id = r.unit_id"
            " LEFT JOIN handover h ON r.owner_kind = 'handover' AND h.id = r.owner_id"
            " LEFT JOIN document d ON d.id = h.document_id"
            f" WHERE r.unit_id IN ({','.join('?' * len(part))})",
            part,
        )
        found += [
            Problem("unit-reserved", params={"serial": row[0], "owner": row[3] or "draft"}, where=("lines",))
            for row in rows
        ]
    return [*found, *_repeated_units(session, units)]


def _repeated_units(session: Session, units: Sequence[UnitId]) -> list[Problem]:
    repeated = ",".join(str(unit) for unit, count in Counter(units).items() if count > 1)
    if not repeated:
        return []
    serials = session.execute(text(f"SELECT serial FROM unit WHERE id IN ({repeated}) ORDER BY folded, id")).scalars()
    return [Problem("unit-twice", params={"serial": serial or "—"}, where=("lines",)) for serial in serials]


def _absent_units(session: Session, wanted: Sequence[Wanted]) -> list[Problem]:
    """Name units that are not available where the document takes them: handed over, quarantined, moved."""
    places_of = {int(one.unit_id): one.place_id for one in wanted if one.unit_id is not None}
    units = list(places_of)
    found = []
    for start in range(0, len(units), 500):
        part = tuple(units[start : start + 500])
        rows = session.connection().exec_driver_sql(
            f"SELECT u.id, u.serial, o.place_id, o.status, {places.name_sql('p')}, p.kind FROM unit u"
            " LEFT JOIN position o ON o.unit_id = u.id LEFT JOIN place p ON p.id = o.place_id"
            f" WHERE u.id IN ({','.join('?' * len(part))})",
            part,
        )
        found += [
            Problem("unit-not-available", params={"serial": row[1] or "—", "place": row[4] or "—"}, where=("lines",))
            for row in rows
            if row[2] != places_of[row[0]] or row[3] != Status.AVAILABLE.value or row[5] not in _HELD_AT
        ]
    return found


def _short(session: Session, wanted: Sequence[Wanted]) -> list[Problem]:
    """Judge quantities of layers against what is available: on hand and free of other reservations."""
    asked: dict[tuple[int, int], int] = {}
    for one in wanted:
        if one.unit_id is None:
            key = (one.layer_id, one.place_id)
            asked[key] = asked.get(key, 0) + one.quantity
    found = []
    for (layer_id, place_id), quantity in asked.items():
        item, free, place = _free(session, layer_id, place_id)
        if quantity > free:
            params = {"item": item, "asked": str(quantity), "found": str(max(0, free)), "place": place}
            found.append(Problem("not-available", params=params, where=("lines",)))
    return found


def _free(session: Session, layer_id: int, place_id: int) -> tuple[str, int, str]:
    """Return a layer's item, how much of it is free at a place (below 0: reserved but gone), and the place."""
    row = session.execute(
        text(
            "SELECT (SELECT name FROM item WHERE id = l.item_id) AS item,"
            " COALESCE((SELECT sum(b.quantity) FROM balance b WHERE b.layer_id = l.id AND b.place_id = :p"
            " AND b.status = 'available' AND b.quantity > 0 AND EXISTS"
            " (SELECT 1 FROM place s WHERE s.id = :p AND s.kind IN ('bin', 'transit'))), 0)"
            " - COALESCE((SELECT sum(r.quantity) FROM reservation r WHERE r.layer_id = l.id"
            " AND r.place_id = :p AND r.unit_id IS NULL), 0) AS free,"
            f" (SELECT {places.name_sql('p')} FROM place p WHERE p.id = :p) AS place"
            " FROM layer l WHERE l.id = :l"
        ),
        {"l": layer_id, "p": place_id},
    ).one()
    return row.item, row.free, row.place


@dataclass(frozen=True, slots=True)
class StockPick:
    """Something to move or change: a unit, or a quantity of a layer in a condition and status at a place."""

    item_id: int
    layer_id: int
    place_id: int
    quantity: int
    unit_id: int | None = None
    condition: Condition = Condition.NEW
    status: Status = Status.AVAILABLE


@dataclass(frozen=True, slots=True)
class MoveDraft:
    """Moving stock to another bin of the post."""

    picks: tuple[StockPick, ...]
    to_bin: int
    moved_on: date
    reason: str = ""
    request: str = ""
    count_answer: CountAnswer | None = None


def move(session: Session, draft: MoveDraft, *, by: Actor, at: datetime) -> str:
    """Move stock between bins under a transfer number; the same request twice moves once.

    Raises: RulesBroken, for goods at a partner or on the road too: these come back by a receipt, or arrive.
    """
    raise_if_broken(_not_ours(session, draft.picks))
    target = places.of_bin(session, draft.to_bin)
    lines = [_line(pick, to_place=target) for pick in draft.picks]
    return _post(session, DocumentKind.TRANSFER, draft.request, draft.moved_on, draft.reason, lines,
                 draft.count_answer, by=by, at=at)  # fmt: skip


def _not_ours(session: Session, picks: Sequence[StockPick]) -> list[Problem]:
    wanted = ",".join(str(int(one)) for one in {pick.place_id for pick in picks}) or "0"
    rows = session.execute(
        text(
            f"SELECT {places.name_sql('p')} AS place FROM place p WHERE p.id IN ({wanted}) AND p.kind <> 'bin' ORDER BY place"
        )
    )
    return [Problem("move-not-ours", params={"place": row.place}, where=("lines", row.place)) for row in rows]


@dataclass(frozen=True, slots=True)
class ConditionDraft:
    """A new condition or status of stock where it lies; no condition leaves each as it is."""

    picks: tuple[StockPick, ...]
    condition: Condition | None
    status: Status
    changed_on: date
    reason: str
    request: str = ""
    count_answer: CountAnswer | None = None


def change_condition(session: Session, draft: ConditionDraft, *, by: Actor, at: datetime) -> str:
    """Change the condition or status of stock, with a reason.

    Raises: RulesBroken, ApprovalNeeded (goods that nobody ordered become free).
    """
    if not draft.reason.strip():
        raise RulesBroken([Problem("reason-needed", where=("reason",))])
    known = numbers.numbered(session, draft.request) if draft.request else None
    if known is not None:
        return known.number
    used = raise_if_broken(_never_ordered(session, draft), overridden=by.overridden)
    lines = [
        _line(pick, to_place=PlaceId(pick.place_id), condition=draft.condition, status=draft.status)
        for pick in draft.picks
        if (pick.condition, pick.status) != (draft.condition or pick.condition, draft.status)
    ]
    number = _post(session, DocumentKind.CONDITION, draft.request, draft.changed_on, draft.reason, lines,
                   draft.count_answer, by=by, at=at)  # fmt: skip
    if used:
        found = session.execute(text("SELECT id FROM document WHERE number = :n"), {"n": number}).scalar_one()
        record_used(session, used, document_id=found, by=by, at=at)
    return number


def _never_ordered(session: Session, draft: ConditionDraft) -> list[Problem]:
    """Goods set aside as surplus or as wrong were accepted by nobody; to make them free is to accept them.

    Source: domain.md 7 (more than ordered needs an approver), as when they are accepted at once.
    """
    freed = {
        one.layer_id for one in draft.picks if (one.status, draft.status) == (Status.QUARANTINED, Status.AVAILABLE)
    }
    rows = session.execute(
        text(
            "SELECT DISTINCT i.name || CASE WHEN v.size = '' THEN '' ELSE ', ' || v.size END AS item FROM receipt_line x"
            " JOIN receiving r ON r.id = x.receiving_id JOIN variant v ON v.id = x.variant_id JOIN item i ON i.id = v.item_id"
            f" WHERE x.layer_id IN ({','.join(map(str, freed)) or '0'}) AND r.state = 'posted'"
            " AND x.outcome IN ('set-aside', 'wrong') ORDER BY 1"
        )
    )
    return [Problem("never-ordered", Severity.OVERRIDE, {"item": row.item}, ("lines", row.item)) for row in rows]


def _line(
    pick: StockPick, *, to_place: PlaceId, condition: Condition | None = None, status: Status | None = None
) -> ledger.Line:
    return ledger.Line(
        ItemId(pick.item_id), LayerId(pick.layer_id), pick.quantity, PlaceId(pick.place_id), to_place,
        unit_id=None if pick.unit_id is None else UnitId(pick.unit_id), condition=pick.condition,
        condition_to=condition, status=pick.status, status_to=status,
    )  # fmt: skip


def _taken_from_others(session: Session, lines: Sequence[ledger.Line]) -> list[Problem]:
    moved = [
        Wanted(line.item_id, line.layer_id, line.from_place, line.quantity, line.unit_id)
        for line in lines
        if line.status is Status.AVAILABLE
    ]
    return put_aside(session, moved)


def put_aside(session: Session, moved: Sequence[Wanted]) -> list[Problem]:
    """Name, after posting, what was taken although a document had put it aside: its paper names it at this place."""
    found = _held_units(session, moved)
    asked: dict[tuple[LayerId, PlaceId], int] = {}
    for one in moved:
        if one.unit_id is None:
            asked[one.layer_id, one.place_id] = asked.get((one.layer_id, one.place_id), 0) + one.quantity
    for (layer_id, place_id), quantity in asked.items():
        item, free, place = _free(session, layer_id, place_id)
        if free < 0:
            params = {"item": item, "asked": str(quantity), "found": str(max(0, quantity + free)), "place": place}
            found.append(Problem("not-available", params=params, where=("lines",)))
    return found


def _post(
    session: Session, kind: DocumentKind, request: str, on: date, reason: str, lines: list[ledger.Line],
    answer: CountAnswer | None, *, by: Actor, at: datetime,
) -> str:  # fmt: skip
    known = numbers.numbered(session, request) if request else None
    if known is not None:
        return known.number
    document = numbers.assign(
        session, kind, request=request or f"{kind.value}:{at.isoformat()}:{by.user_id}", effective_on=on,
        title=reason, by=by, at=at,
    )  # fmt: skip
    window = get(session, RULES).backdating_days
    ledger.post(session, ledger.Posting(document.id, on, local_day(session, at), window, answer), lines)
    raise_if_broken(_taken_from_others(session, lines))
    snapshot = ledger.snapshot_of(session, document.id, reason=reason)
    seals.seal(session, document.id, Fact.POST, snapshot, by=by, at=at)
    trail.record(
        session, "stock." + kind.value.lower(), kind="document", subject_id=document.id, subject=document.number,
        by=by, at=at, after={"reason": reason, "lines": len(lines)},
    )  # fmt: skip
    return document.number
