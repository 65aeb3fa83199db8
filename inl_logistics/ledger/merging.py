"""Filing what was posted under the item that its own item turned out to be.

`item_id` and `variant_id` of a movement, layer, unit, lot, opening line or count say under which entry of the catalog the fact
is filed; they are copies kept for speed (speed.md 2). What was posted is layer, unit, quantity, places, states and day, and
nothing of that changes, so every balance stays the sum of its movements, on every day. The other ways were worse: a redirect
followed by each of a hundred queries (one forgotten shows two items), or movements out of one item and into the other (the
past would still have two items, serials would be two units, and no receipt would belong to its order line any more).
The guards of the tables let exactly this through, and only once `item.merged_into_id` names the survivor.
"""

from __future__ import annotations

from sqlalchemy import text
from sqlalchemy.orm import Session

from inl_logistics.kernel.values import ItemId

# By layer: movement and balance have an index for it, and an item has few layers.
_BY_LAYER = ("movement", "balance")
_BY_ITEM = ("layer", "unit", "lot", "counted", "position")
TABLES = frozenset({*_BY_LAYER, *_BY_ITEM, "opening_line"})


def refile(session: Session, gone: ItemId, into: ItemId, sizes: dict[int, int]) -> None:
    """File all that was posted of one item under another; `sizes` are the variants that are one with a variant there."""
    keys = {"o": gone, "n": into}
    for old, new in sizes.items():
        for table in ("layer", "unit", "opening_line"):
            session.execute(text(f"UPDATE {table} SET variant_id = :n WHERE variant_id = :o"), {"o": old, "n": new})
    for table in _BY_LAYER:
        of = "(SELECT id FROM layer WHERE item_id = :o)"
        session.execute(text(f"UPDATE {table} SET item_id = :n WHERE layer_id IN {of}"), keys)
    for table in _BY_ITEM:
        session.execute(text(f"UPDATE {table} SET item_id = :n WHERE item_id = :o"), keys)
    # Serials are unique within the survivor's maker and model now; the caller has looked for clashes.
    session.execute(
        text(
            "UPDATE unit SET model_id = (SELECT model_id FROM item WHERE id = :n) WHERE item_id = :n"
            " AND model_id <> (SELECT model_id FROM item WHERE id = :n)"
        ),
        keys,
    )
