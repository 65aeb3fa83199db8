"""Putting stock aside by hand, for a purpose named in words, and giving it back.

A hold is reservations with one owner of kind "hold"; the note says for whom. Source: product.md 3 (reservations).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import text
from sqlalchemy.orm import Session

from inl_logistics.inventory.commands import Wanted, release, reserve
from inl_logistics.inventory.queries import proposals
from inl_logistics.kernel.actor import Actor
from inl_logistics.kernel.dates import instant_from_text
from inl_logistics.kernel.problems import Problem, RulesBroken
from inl_logistics.kernel.text import clean
from inl_logistics.kernel.values import ItemId, LayerId, PlaceId, UnitId
from inl_logistics.ledger.places import name_sql
from inl_logistics.settings.declared import local_day
from inl_logistics.users import trail

HOLD = "hold"


@dataclass(frozen=True, slots=True)
class HoldLine:
    """How much of a variant to put aside at a place."""

    variant_id: int
    place_id: int
    quantity: int


@dataclass(frozen=True, slots=True)
class HoldDraft:
    """What to put aside, and for whom or what."""

    lines: tuple[HoldLine, ...]
    note: str


def hold(session: Session, draft: HoldDraft, *, by: Actor, at: datetime) -> int:
    """Put stock aside, first expiry first, and return the hold's id.

    Raises: RulesBroken when no purpose is said, nothing is asked for, or less is free than asked.
    """
    note, today = clean(draft.note), local_day(session, at)
    problems = [] if note else [Problem("hold-needs-purpose", where=("note",))]
    wanted: list[Wanted] = []
    for number, line in enumerate(draft.lines):
        taken, short = _taken(session, line, today)
        wanted += taken
        if short or line.quantity < 0:
            problems.append(_short(session, line, line.quantity - short, ("lines", number)))
    if not wanted and not problems:
        problems.append(Problem("nothing-to-hold", where=("lines", 0)))
    if problems:
        raise RulesBroken(problems)
    last = session.execute(
        text("SELECT COALESCE(max(owner_id), 0) FROM reservation WHERE owner_kind = :k"), {"k": HOLD}
    ).scalar_one()
    # A released hold's number may come again; the trail keeps what each was for.
    hold_id = int(last) + 1
    reserve(session, HOLD, hold_id, wanted, note=note, by=by, at=at)
    trail.record(
        session, "stock.hold", kind="hold", subject_id=hold_id, subject=note, by=by, at=at,
        after={"quantity": sum(one.quantity for one in wanted)},
    )  # fmt: skip
    return hold_id


def release_hold(session: Session, hold_id: int, *, by: Actor, at: datetime) -> None:
    """Give back what a hold put aside."""
    note = session.execute(
        text("SELECT max(note) FROM reservation WHERE owner_kind = :k AND owner_id = :i"), {"k": HOLD, "i": hold_id}
    ).scalar()
    if note is None:
        return
    release(session, HOLD, hold_id)
    trail.record(session, "stock.release", kind="hold", subject_id=hold_id, subject=note, by=by, at=at)


def _taken(session: Session, line: HoldLine, today: date) -> tuple[list[Wanted], int]:
    """Return the reservations that fill a line, and how much is lacking."""
    item_id = session.execute(text("SELECT item_id FROM variant WHERE id = :v"), {"v": line.variant_id}).scalar_one()
    left, found = line.quantity, []
    for offer in proposals(session, line.variant_id, today=today):
        if left <= 0 or offer.place_id != line.place_id:
            continue
        ids = (ItemId(item_id), LayerId(offer.layer_id), PlaceId(offer.place_id))
        if offer.unit_ids:
            units = offer.unit_ids[: min(left, offer.free)]
            found += [Wanted(*ids, 1, UnitId(unit)) for unit in units]
            left -= len(units)
        else:
            quantity = min(left, offer.free)
            found.append(Wanted(*ids, quantity))
            left -= quantity
    return found, max(0, left)


def _short(session: Session, line: HoldLine, free: int, where: tuple[str | int, ...]) -> Problem:
    row = session.execute(
        text(
            f"SELECT i.name AS item, (SELECT {name_sql('p')} FROM place p WHERE p.id = :p) AS place FROM variant v"
            " JOIN item i ON i.id = v.item_id WHERE v.id = :v"
        ),
        {"v": line.variant_id, "p": line.place_id},
    ).one()
    params = {"item": row.item, "asked": str(line.quantity), "found": str(free), "place": row.place}
    return Problem("not-available", params=params, where=where)


@dataclass(frozen=True, slots=True)
class HolderRow:
    """Who has put a variant aside: a handover (number or draft) or a hold by hand (note)."""

    kind: str
    owner_id: int
    number: str
    party: str
    note: str
    quantity: int
    location: str
    made_at: datetime
    by: str


def holders(session: Session, variant_id: int, *, place_id: int | None = None) -> Sequence[HolderRow]:
    """Return who holds a variant, newest first."""
    among = "r.item_id = (SELECT item_id FROM variant WHERE id = :v) AND l.variant_id = :v AND (:p IS NULL OR r.place_id = :p)"
    return holders_among(session, among, {"v": variant_id, "p": place_id})


def holders_among(session: Session, among: str, values: Mapping[str, object]) -> list[HolderRow]:
    """Return who holds what a condition on reservations (r) and their layers (l) names, newest first."""
    rows = session.execute(
        text(
            "SELECT r.owner_kind, r.owner_id, COALESCE(d.number, '') AS number, COALESCE(u.name, '') AS party,"
            f" max(r.note) AS note, sum(r.quantity) AS quantity, {name_sql('p')} AS location, max(r.made_at) AS made_at,"
            " max(a.name) AS by FROM reservation r JOIN layer l ON l.id = r.layer_id JOIN place p ON p.id = r.place_id"
            " JOIN user_account a ON a.id = r.made_by LEFT JOIN handover h ON r.owner_kind = 'handover' AND h.id ="
            " r.owner_id LEFT JOIN document d ON d.id = h.document_id LEFT JOIN partner u ON u.id = h.unit_id"
            f" WHERE {among} GROUP BY r.owner_kind, r.owner_id, r.place_id ORDER BY made_at DESC"
        ),
        dict(values),
    )
    return [
        HolderRow(
            row.owner_kind, row.owner_id, row.number, row.party, row.note, row.quantity, row.location,
            instant_from_text(row.made_at), row.by,
        )
        for row in rows
    ]  # fmt: skip
