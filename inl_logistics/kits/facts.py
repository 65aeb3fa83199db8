"""What the readiness of kits is worked out from: what is free by store and size, what an item costs and weighs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import text
from sqlalchemy.orm import Session

from inl_logistics.settings.declared import RULES, get

ALL_STORES = 0


@dataclass(frozen=True, slots=True)
class Goods:
    """An item as kits see it; price in millionths of USD, weight in grams (a share of its carton)."""

    item_id: int
    code: str
    name: str
    tracking: str
    unit: str
    price_micros: int
    weight_g: int


@dataclass(frozen=True, slots=True)
class Shelf:
    """What is free, by store (0: all of them) and variant, and the variants of each item, those still ordered first."""

    free: dict[int, dict[int, int]]
    variants: dict[int, tuple[int, ...]]
    labels: dict[int, tuple[int, str]]


def goods(session: Session, item_ids: Iterable[int]) -> dict[int, Goods]:
    """Return what kits need to know of items."""
    ids = ",".join(str(int(one)) for one in set(item_ids)) or "0"
    rows = session.execute(
        text(
            "SELECT id, code, name, tracking, unit_of_issue, price_micros, CASE WHEN carton_quantity > 0 THEN"
            f" COALESCE(carton_weight_g, 0) / carton_quantity ELSE 0 END AS weight FROM item WHERE id IN ({ids})"
        )
    )
    return {row.id: Goods(*row) for row in rows}


def shelf(session: Session, item_ids: Iterable[int], *, today: date) -> Shelf:
    """Return what of these items can be picked now: free, available, ours, and with life enough to be handed over."""
    ids = ",".join(str(int(one)) for one in set(item_ids)) or "0"
    variants: dict[int, list[int]] = defaultdict(list)
    labels = {}
    for row in session.execute(
        text(
            "SELECT v.id, v.item_id, v.size FROM variant v WHERE v.merged_into_id IS NULL AND"
            f" v.item_id IN ({ids}) ORDER BY v.retired, v.id"
        )
    ):
        variants[row.item_id].append(row.id)
        labels[row.id] = (row.item_id, row.size)
    free: dict[int, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    rows = session.execute(
        text(
            "WITH held AS (SELECT layer_id, place_id, sum(quantity) AS q FROM reservation GROUP BY 1, 2)"
            " SELECT p.store_id, l.variant_id, sum(b.quantity) - COALESCE(max(h.q), 0) AS q FROM balance b JOIN layer l"
            " ON l.id = b.layer_id JOIN item i ON i.id = b.item_id JOIN place p ON p.id = b.place_id AND p.kind = 'bin'"
            " LEFT JOIN lot t ON t.id = l.lot_id LEFT JOIN held h ON h.layer_id = b.layer_id AND h.place_id = b.place_id"
            f" WHERE b.item_id IN ({ids}) AND b.real = 1 AND b.quantity > 0 AND b.status = 'available' AND b.title = 'usg'"
            " AND (t.expires_on IS NULL OR t.expires_on >= date(:today, '+' ||"
            " (COALESCE(i.min_life_handover_months, :months) * 30) || ' days')) GROUP BY b.layer_id, b.place_id"
        ),
        {"today": today.isoformat(), "months": get(session, RULES).min_life_months},
    )
    for row in rows:
        if row.q > 0:
            free[row.store_id][row.variant_id] += row.q
            free[ALL_STORES][row.variant_id] += row.q
    return Shelf(
        {store: dict(found) for store, found in free.items()},
        {one: tuple(ids_) for one, ids_ in variants.items()},
        labels,
    )


def store_names(session: Session) -> dict[int, str]:
    """Return the stores by id."""
    rows = session.execute(text("SELECT id, name FROM store WHERE retired_on IS NULL ORDER BY name, id"))
    return {row.id: row.name for row in rows}
