"""Which version of a kit is in force on a day, and what it holds."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from sqlalchemy import text
from sqlalchemy.orm import Session

from inl_logistics.catalog.kitrules import Component, Kit

# A version without a row of its own is in force since ever: it came with the starter catalog or from schema 3.
IN_FORCE = (
    "(SELECT max(o.kit_version) FROM kit_line o LEFT JOIN kit_version w ON w.kit_id = o.kit_id AND w.number ="
    " o.kit_version WHERE o.kit_id = {kit} AND (w.id IS NULL OR w.from_on <= :on))"
)


def version_in_force(session: Session, kit_id: int | None, *, on: date) -> int | None:
    """Return the version of a kit that is in force on a day, or None."""
    found = session.execute(text(f"SELECT {IN_FORCE.format(kit=':k')}"), {"k": kit_id, "on": on.isoformat()}).scalar()
    return None if found is None else int(found)


def kits(session: Session, *, on: date) -> dict[int, Kit]:
    """Return every kit as it is in force on a day."""
    components: dict[int, list[Component]] = defaultdict(list)
    rows = session.execute(
        text(
            "SELECT l.kit_id, l.item_id, l.component_kit_id, l.quantity, l.optional, l.variant_id FROM kit_line l"
            f" WHERE l.kit_version = {IN_FORCE.format(kit='l.kit_id')} ORDER BY l.id"
        ),
        {"on": on.isoformat()},
    )
    for row in rows:
        components[row.kit_id].append(
            Component(row.quantity, row.item_id, row.component_kit_id, bool(row.optional), row.variant_id)
        )
    return {
        row.id: Kit(row.persons, tuple(components[row.id]))
        for row in session.execute(text("SELECT id, persons FROM kit"))
    }
