"""What handovers hold of goods follows the goods: put aside and picked where they are now, never where they were.

Goods that nobody holds go first, unless it is said whose they are. A pick of which a part stays behind is parted in two, the
part that went last: a signature for less strikes the last picks of a line first, and that is what was not there to sign for.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.orm import Session

from inl_logistics.kernel.values import PlaceId
from inl_logistics.ledger.road import OnRoad

_MINE = "place_id = :f AND layer_id = :l AND unit_id IS :u"
_RESERVED = (
    "SELECT id, quantity, CASE WHEN owner_kind = 'handover' THEN owner_id END AS handover FROM reservation"
    f" WHERE {_MINE} AND (:h IS NULL OR (owner_kind = 'handover' AND owner_id = :h)) ORDER BY id"
)
_PICKED = (
    "SELECT k.id, k.quantity, h.id AS handover FROM handover_pick k JOIN handover_line n ON n.id = k.line_id JOIN handover h"
    " ON h.id = n.handover_id WHERE k.place_id = :f AND k.layer_id = :l AND k.unit_id IS :u AND h.state IN ('draft', 'issued')"
    " AND h.id = :h ORDER BY k.id"
)


@dataclass(frozen=True, slots=True)
class Gone:
    """So many of what was on the road went elsewhere; `handover_id` says whose they were, where that is known."""

    goods: OnRoad
    count: int
    handover_id: int | None = None


def follow(session: Session, gone: Gone, target: PlaceId | None) -> None:
    """Let reservations and picks of open handovers stand at `target`; without one (lost) they are held no longer."""
    one = gone.goods
    values: dict[str, object] = {
        "f": one.place_id, "l": one.layer_id, "u": one.unit_id, "t": target, "h": gone.handover_id
    }  # fmt: skip
    held = int(
        session.execute(text(f"SELECT COALESCE(sum(quantity), 0) FROM reservation WHERE {_MINE}"), values).scalar_one()
    )
    loose = max(0, one.quantity - held) if gone.handover_id is None else 0
    taken = max(0, gone.count - loose)
    for handover, count in _move(session, _RESERVED, values, taken, _part_reservation, "reservation").items():
        if target is not None:
            own = {**values, "h": handover}
            rest = session.execute(text(f"SELECT 1 FROM ({_RESERVED}) LIMIT 1"), own).first()
            # Of an issued paper less may have left than it says. Once nothing of it is left on the vehicle, the pick
            # goes whole: a rest of it would ask for goods there that were never loaded.
            _move(session, _PICKED, own, count if rest else None, _part_pick, "handover_pick")


def _move(
    session: Session, which: str, values: dict[str, object], count: int | None,
    part: Callable[[Session, int, int, object], None], table: str,
) -> dict[int, int]:  # fmt: skip
    """Move so many (None: all) to the place, or let go of them where there is none; return how many of each handover."""
    lost = values["t"] is None
    left = count
    moved: dict[int, int] = {}
    for row in session.execute(text(which), values).all():
        went = row.quantity if left is None else min(left, row.quantity)
        if not went:
            break
        left = None if left is None else left - went
        if row.handover is not None:
            moved[row.handover] = moved.get(row.handover, 0) + went
        if went < row.quantity:
            session.execute(
                text(f"UPDATE {table} SET quantity = quantity - :n WHERE id = :i"), {"n": went, "i": row.id}
            )
            if not lost:
                part(session, row.id, went, values["t"])
        elif lost:
            session.execute(text(f"DELETE FROM {table} WHERE id = :i"), {"i": row.id})
        else:
            session.execute(text(f"UPDATE {table} SET place_id = :t WHERE id = :i"), {"t": values["t"], "i": row.id})
    return moved


def _part_reservation(session: Session, row_id: int, count: int, place: object) -> None:
    session.execute(
        text(
            "INSERT INTO reservation (owner_kind, owner_id, item_id, layer_id, place_id, quantity, note, made_at, made_by)"
            " SELECT owner_kind, owner_id, item_id, layer_id, :t, :n, note, made_at, made_by FROM reservation WHERE id = :i"
        ),
        {"i": row_id, "n": count, "t": place},
    )


def _part_pick(session: Session, row_id: int, count: int, place: object) -> None:
    made = session.execute(
        text(
            "INSERT INTO handover_pick (line_id, layer_id, place_id, condition, quantity)"
            " SELECT line_id, layer_id, :t, condition, :n FROM handover_pick WHERE id = :i RETURNING id"
        ),
        {"i": row_id, "n": count, "t": place},
    ).scalar_one()
    # What left is kept at the pick that left; the part that came off says nothing of its own.
    session.execute(
        text(
            "INSERT INTO waybill_line (pick_id, package, picked, planned_quantity, sent_quantity)"
            " SELECT :m, package, 1, 0, 0 FROM waybill_line WHERE pick_id = :i"
        ),
        {"i": row_id, "m": made},
    )
