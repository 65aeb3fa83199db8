"""What can be picked from stock, first expiry first: by search, by quantity, unit by unit. Source: product.md 4 (Layers)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import text
from sqlalchemy.orm import Session

from inl_logistics.inventory.queries import Proposal, proposals
from inl_logistics.kernel.dates import stored_day
from inl_logistics.kernel.text import fold
from inl_logistics.settings.declared import RULES, get

_NAME = "i.name || CASE WHEN v.size = '' THEN '' ELSE ', ' || v.size END"


@dataclass(frozen=True, slots=True)
class StockChoice:
    """A variant of which something is free in our stores."""

    variant_id: int
    item: str
    code: str
    tracking: str
    unit: str
    free: int


def stock_choices(
    session: Session, search: str = "", *, store_id: int | None = None, limit: int = 40
) -> list[StockChoice]:
    """Return the variants that can be picked now, by name or code, in one store or all; with how many are free."""
    where = ["1"]
    bound: dict[str, object] = {"n": limit, "s": store_id}
    for number, word in enumerate(fold(search).split()):
        where.append(f"(i.folded LIKE :w{number} OR lower(v.code) LIKE :w{number} OR lower(v.size) = :e{number})")
        bound[f"w{number}"], bound[f"e{number}"] = f"%{word}%", word
    rows = session.execute(
        text(
            "WITH held AS (SELECT layer_id, place_id, sum(quantity) AS q FROM reservation GROUP BY 1, 2),"
            " there AS (SELECT b.layer_id, b.place_id, sum(b.quantity) AS q FROM balance b JOIN place p ON p.id = b.place_id"
            " AND p.kind = 'bin' AND (:s IS NULL OR p.store_id = :s) WHERE b.real = 1 AND b.quantity > 0"
            " AND b.status = 'available' AND b.title = 'usg' GROUP BY 1, 2),"
            " free AS (SELECT l.variant_id AS v, sum(t.q - COALESCE(h.q, 0)) AS q FROM there t JOIN layer l"
            " ON l.id = t.layer_id LEFT JOIN held h ON h.layer_id = t.layer_id AND h.place_id = t.place_id GROUP BY 1)"
            f" SELECT v.id, {_NAME} AS item, v.code, i.tracking, v.unit_of_issue, f.q AS free FROM free f JOIN variant v"
            f" ON v.id = f.v JOIN item i ON i.id = v.item_id WHERE f.q > 0 AND {' AND '.join(where)}"
            " ORDER BY item LIMIT :n"
        ),
        bound,
    )
    return [StockChoice(row.id, row.item, row.code, row.tracking, row.unit_of_issue, row.free) for row in rows]


@dataclass(frozen=True, slots=True)
class UnitPick:
    """A serial unit that can be put on a line."""

    unit_id: int
    serial: str
    layer_id: int
    place_id: int
    condition: str
    lot: str
    expires_on: date | None
    price_micros: int
    variant_id: int
    item: str
    code: str
    unit: str


def unit_picks(session: Session, unit_ids: Sequence[int]) -> list[UnitPick]:
    """Return what a line needs to know of these units, in the order asked for."""
    if not unit_ids:
        return []
    wanted = ",".join(str(int(one)) for one in unit_ids)
    rows = session.execute(
        text(
            "SELECT u.id, u.serial, u.layer_id, o.place_id, o.condition, COALESCE(t.code, '') AS lot, t.expires_on,"
            f" y.price_usd_micros, u.variant_id, {_NAME} AS item, v.code, v.unit_of_issue FROM unit u"
            " JOIN position o ON o.unit_id = u.id JOIN layer y ON y.id = u.layer_id JOIN variant v ON v.id = u.variant_id"
            f" JOIN item i ON i.id = u.item_id LEFT JOIN lot t ON t.id = y.lot_id WHERE u.id IN ({wanted})"
        )
    )
    found = {
        row.id: UnitPick(
            row.id, row.serial, row.layer_id, row.place_id, row.condition, row.lot,
            stored_day(row.expires_on), row.price_usd_micros, row.variant_id, row.item, row.code, row.unit_of_issue,
        )
        for row in rows
    }  # fmt: skip
    return [found[one] for one in unit_ids if one in found]


@dataclass(frozen=True, slots=True)
class PickOffer:
    """What of one variant can be taken: first expiry first, lots with too little life left at the end."""

    variant_id: int
    item: str
    code: str
    tracking: str
    unit: str
    proposals: tuple[Proposal, ...]
    units: tuple[UnitPick, ...]

    @property
    def free(self) -> int:
        """How much can be taken without asking anybody."""
        return sum(one.free for one in self.proposals if not one.skipped)


def offer(
    session: Session,
    variant_id: int,
    *,
    today: date,
    project_id: int | None = None,
    store_id: int | None = None,
    most_units: int = 500,
) -> PickOffer | None:
    """Return what can be picked of a variant; for serial items the units too, first expiry first.

    From one store, every lot can be taken: it only moves. Without a store it is to be handed over, and what has less life left
    than the rules ask comes last.
    """
    row = session.execute(
        text(
            f"SELECT {_NAME} AS item, v.code, i.tracking, v.unit_of_issue, i.min_life_handover_months AS months"
            " FROM variant v JOIN item i ON i.id = v.item_id WHERE v.id = :v"
        ),
        {"v": variant_id},
    ).first()
    if row is None:
        return None
    months = get(session, RULES).min_life_months if row.months is None else row.months
    days = 0 if store_id is not None else months * 30
    found = proposals(session, variant_id, today=today, min_life_days=days, project_id=project_id, store_id=store_id)
    usable = [unit for one in found if not one.skipped for unit in one.unit_ids]
    units = unit_picks(session, sorted(usable)[:most_units]) if row.tracking == "serial" else []
    return PickOffer(variant_id, row.item, row.code, row.tracking, row.unit_of_issue, tuple(found), tuple(units))


@dataclass(frozen=True, slots=True)
class Started:
    """What a paper is begun with from another list: serial units, and variants to take some of."""

    units: tuple[UnitPick, ...]
    offers: tuple[PickOffer, ...]


def started(
    session: Session, unit_ids: Sequence[int], variant_ids: Sequence[int], *, today: date, store_id: int | None = None
) -> Started:
    """Return the units and variants that were chosen in another list."""
    offers = [offer(session, variant_id, today=today, store_id=store_id) for variant_id in dict.fromkeys(variant_ids)]
    return Started(tuple(unit_picks(session, unit_ids)), tuple(one for one in offers if one is not None))
