"""The scope in which serials are unique: maker and model, and what happens to serials when these change.

Source: product.md 4 (Serials: unique per item's maker + model, empty text, never NULL).
"""

from __future__ import annotations

from sqlalchemy import insert, select, text
from sqlalchemy.orm import Session

from inl_logistics.catalog.records import ModelRecord
from inl_logistics.kernel.text import clean, fold
from inl_logistics.kernel.values import ItemId


def model_key(*, maker: str, model: str, code: str) -> str:
    """Return the scope in which serials are unique: maker + model, or the item where both are unknown."""
    if clean(maker) or clean(model):
        return f"{fold(clean(maker))}|{fold(clean(model))}"
    return f"item:{code}"


def model(session: Session, key: str) -> int:
    """Return the id of a serial scope, made if it is new."""
    found = session.execute(select(ModelRecord.id).where(ModelRecord.key == key)).scalar()
    if found is None:
        found = session.execute(insert(ModelRecord).values(key=key).returning(ModelRecord.id)).scalar_one()
    return found


def clashes(session: Session, item_id: int, model_id: int, *, most: int = 5) -> list[str]:
    """Return the serials of an item that another item already has in this scope."""
    rows = session.execute(
        text(
            "SELECT o.serial FROM unit u CROSS JOIN unit o ON o.folded = u.folded AND o.model_id = :m"
            " WHERE u.item_id = :i AND u.folded IS NOT NULL AND o.item_id <> u.item_id ORDER BY o.folded LIMIT :n"
        ),
        {"i": item_id, "m": model_id, "n": most},
    )
    return list(rows.scalars())


def move_serials(session: Session, item_id: ItemId, model_id: int) -> None:
    """Let the item's serials be unique in another scope; the caller has looked for clashes.

    The scope is no posted fact: it says against what a serial is compared, and follows what the catalog says of the item.
    """
    session.execute(
        text("UPDATE unit SET model_id = :m WHERE item_id = :i AND model_id <> :m"), {"i": item_id, "m": model_id}
    )
