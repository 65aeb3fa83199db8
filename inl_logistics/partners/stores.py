"""The stores of the post with their bins.

Source: product.md 3 (Partners).
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class StoreRow:
    """A store with its bins."""

    id: int
    version: int
    code: str
    name: str
    address: str
    bins: tuple[str, ...]
    on_hand: int


def stores(session: Session) -> list[StoreRow]:
    """Return the stores of the post."""
    found = []
    for row in session.execute(text("SELECT * FROM store WHERE retired_on IS NULL ORDER BY id")).all():
        bins = session.execute(
            text("SELECT code FROM bin WHERE store_id = :s AND code <> '' ORDER BY code"), {"s": row.id}
        ).scalars()
        held = session.execute(
            text(
                "SELECT COALESCE(sum(b.quantity), 0) FROM balance b JOIN place p ON p.id = b.place_id WHERE p.store_id = :s"
                " AND b.real = 1 AND b.quantity > 0"
            ),
            {"s": row.id},
        ).scalar_one()
        found.append(StoreRow(row.id, row.version, row.code, row.name, row.address, tuple(bins), held))
    return found
