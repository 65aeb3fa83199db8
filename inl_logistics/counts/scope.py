"""What a count covers: its places, and its lines as the books have them. Source: domain.md 2.6 (scope of a count)."""

from __future__ import annotations

import json

from sqlalchemy import text
from sqlalchemy.orm import Session

from inl_logistics.counts.rules import Scope
from inl_logistics.ledger import places

# Quantities by lot and status, serial units by place alone: one reads their serials, not their lot.
_STOCK = """
WITH there AS (SELECT b.place_id, l.variant_id, l.item_id, l.lot_id, b.status, b.quantity FROM balance b
   JOIN layer l ON l.id = b.layer_id JOIN item i ON i.id = b.item_id
   WHERE b.real = 1 AND b.quantity > 0 AND i.tracking <> 'serial'
  UNION ALL SELECT q.place_id, u.variant_id, u.item_id, NULL, '', 1 FROM position q JOIN unit u ON u.id = q.unit_id),
scoped AS (SELECT t.* FROM there t JOIN place p ON p.id = t.place_id JOIN item i ON i.id = t.item_id
  WHERE p.kind = 'bin' AND (:store IS NULL OR p.store_id = :store)
  AND (:bins = '[]' OR p.bin_id IN (SELECT value FROM json_each(:bins)))
  AND (:categories = '[]' OR i.category IN (SELECT value FROM json_each(:categories)))
  AND (:classes = '[]' OR i.monitoring IN (SELECT value FROM json_each(:classes)))
  AND (:items = '[]' OR i.id IN (SELECT value FROM json_each(:items)))
  AND (:since IS NULL OR NOT EXISTS (SELECT 1 FROM counted c WHERE c.place_id = t.place_id AND c.item_id = t.item_id
    AND c.counted_on >= :since)))
"""


def _bound(store_id: int | None, scope: Scope) -> dict[str, object]:
    return {
        "store": store_id, "bins": json.dumps(scope.bins), "categories": json.dumps(scope.categories),
        "classes": json.dumps(scope.classes), "items": json.dumps(scope.items),
        "since": scope.not_since.isoformat() if scope.not_since else None,
    }  # fmt: skip


def make_lines(session: Session, counting_id: int, store_id: int | None, scope: Scope) -> int:
    """Write down what the books have of the scope, a line for each thing at each place; return how many lines."""
    return int(
        session.connection()
        .execute(
            text(
                "INSERT INTO counting_line (counting_id, place_id, variant_id, lot_id, status, expected, recount, note)"
                f" {_STOCK} SELECT :counting, place_id, variant_id, lot_id, status, sum(quantity), 0, '' FROM scoped"
                " GROUP BY place_id, variant_id, lot_id, status ORDER BY place_id, variant_id, lot_id"
            ),
            {**_bound(store_id, scope), "counting": counting_id},
        )
        .rowcount
    )


def size_of(session: Session, store_id: int | None, scope: Scope) -> tuple[int, int]:
    """Return how many lines and units of issue a count of this scope would have now."""
    row = session.execute(
        text(
            f"{_STOCK} SELECT count(*), COALESCE(sum(q), 0) FROM (SELECT sum(quantity) AS q FROM scoped"
            " GROUP BY place_id, variant_id, lot_id, status)"
        ),
        _bound(store_id, scope),
    ).one()
    return int(row[0]), int(row[1])


def places_of(session: Session, store_id: int | None, scope: Scope) -> list[int]:
    """Return the places of the scope, empty bins included: something may lie where nothing should."""
    bins = session.execute(
        text(
            "SELECT id FROM bin WHERE retired_on IS NULL AND (:store IS NULL OR store_id = :store)"
            " AND (:bins = '[]' OR id IN (SELECT value FROM json_each(:bins))) ORDER BY id"
        ),
        {"store": store_id, "bins": json.dumps(scope.bins)},
    ).scalars()
    return [int(places.of_bin(session, one)) for one in bins.all()]


def covers_item(session: Session, scope: Scope, item_id: int) -> bool:
    """Tell whether an item belongs to what is counted."""
    if not (scope.categories or scope.classes or scope.items):
        return True
    row = session.execute(text("SELECT category, monitoring FROM item WHERE id = :i"), {"i": item_id}).one()
    return (
        (not scope.categories or row.category in scope.categories)
        and (not scope.classes or row.monitoring in scope.classes)
        and (not scope.items or item_id in scope.items)
    )
