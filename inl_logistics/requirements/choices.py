"""What the editor of a plan offers: agencies, facilities with their units and officials, kits and items."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class FacilityChoice:
    """A facility, and the unit it belongs to now."""

    id: int
    name: str
    unit_id: int | None
    unit: str


@dataclass(frozen=True, slots=True)
class GoodsChoice:
    """A kit, an item in all its sizes, or one size of it. `kind` is "kit", "item" or "variant"."""

    kind: str
    id: int
    label: str
    code: str
    item_id: int | None = None
    persons: int = 1
    sizes: int = 1


def agencies(session: Session) -> list[tuple[int, str]]:
    """Return the host agencies and ministries."""
    rows = session.execute(
        text(
            "SELECT id, name FROM partner WHERE kind IN ('agency', 'ministry') AND retired_on IS NULL"
            " ORDER BY kind <> 'agency', name"
        )
    )
    return [(row.id, row.name) for row in rows]


def facilities(session: Session) -> list[FacilityChoice]:
    """Return the facilities with the unit above each."""
    rows = session.execute(
        text(
            "SELECT f.id, f.name, u.id AS unit_id, COALESCE(u.name, '') AS unit FROM partner f LEFT JOIN partner_link l"
            " ON l.child_id = f.id AND l.to_on IS NULL LEFT JOIN partner u ON u.id = l.parent_id AND u.kind = 'unit'"
            " WHERE f.kind = 'facility' AND f.retired_on IS NULL ORDER BY f.name"
        )
    )
    return [FacilityChoice(*row) for row in rows]


def units(session: Session) -> list[tuple[int, str]]:
    """Return the host units."""
    rows = session.execute(
        text("SELECT id, name FROM partner WHERE kind = 'unit' AND retired_on IS NULL ORDER BY name")
    )
    return [(row.id, row.name) for row in rows]


def officials(session: Session, unit_id: int | None, facility_id: int | None) -> list[tuple[int, str]]:
    """Return who may sign for a unit or facility."""
    rows = session.execute(
        text(
            "SELECT id, name, title FROM person WHERE partner_id IN (:u, :f) AND may_sign = 1 AND retired_on IS NULL"
            " ORDER BY name"
        ),
        {"u": unit_id, "f": facility_id},
    )
    return [(row.id, f"{row.name} · {row.title}" if row.title else row.name) for row in rows]


def goods(session: Session) -> list[GoodsChoice]:
    """Return what a line can ask for: kits first, then items, then their sizes."""
    kits = session.execute(text("SELECT id, name, code, persons FROM kit WHERE retired_at IS NULL ORDER BY code"))
    found = [GoodsChoice("kit", row.id, row.name, row.code, persons=row.persons) for row in kits]
    items = session.execute(
        text(
            "SELECT i.id, i.name, i.code, count(v.id) AS sizes, min(v.id) AS variant FROM item i JOIN variant v"
            " ON v.item_id = i.id WHERE i.retired_at IS NULL GROUP BY i.id ORDER BY i.name"
        )
    ).all()
    found += [
        GoodsChoice("item", row.id, row.name, row.code, row.id, sizes=row.sizes)
        if row.sizes > 1
        else GoodsChoice("variant", row.variant, row.name, row.code, row.id)
        for row in items
    ]
    sizes = session.execute(
        text(
            "SELECT v.id, i.name || ', ' || v.size AS label, v.code, i.id AS item FROM variant v JOIN item i"
            " ON i.id = v.item_id WHERE v.size <> '' AND i.retired_at IS NULL AND (SELECT count(*) FROM variant w"
            " WHERE w.item_id = i.id) > 1 ORDER BY i.name, v.id"
        )
    )
    return found + [GoodsChoice("variant", row.id, row.label, row.code, row.item) for row in sizes]
