"""What the forms of kits offer: components, sizes with what is free of each, bins."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import text
from sqlalchemy.orm import Session

from inl_logistics.kernel.problems import BadInput
from inl_logistics.kernel.text import fold
from inl_logistics.kits import readiness


@dataclass(frozen=True, slots=True)
class ComponentChoice:
    """An item or a kit to choose as a component; `sizes` as (variant, size)."""

    kind: str
    id: int
    name: str
    code: str
    sizes: tuple[tuple[int, str], ...]
    retired: bool = False


def component_choices(session: Session, *, but: int | None = None) -> list[ComponentChoice]:
    """Return what can be a component of a kit: every item and other kit that is offered, and what stands in it already."""
    own = {"b": but or 0}
    sizes: dict[int, list[tuple[int, str]]] = {}
    for row in session.execute(
        text(
            "SELECT id, item_id, size FROM variant WHERE size <> '' AND (retired = 0 OR id IN"
            " (SELECT variant_id FROM kit_line WHERE kit_id = :b)) ORDER BY id"
        ),
        own,
    ):
        sizes.setdefault(row.item_id, []).append((row.id, row.size))
    items = session.execute(
        text(
            "SELECT id, name, code, retired_at IS NOT NULL AS retired FROM item WHERE retired_at IS NULL OR id IN"
            " (SELECT item_id FROM kit_line WHERE kit_id = :b) ORDER BY code"
        ),
        own,
    )
    found = [
        ComponentChoice("item", row.id, row.name, row.code, tuple(sizes.get(row.id, ())), bool(row.retired))
        for row in items
    ]
    others = session.execute(
        text(
            "SELECT id, name, code, retired_at IS NOT NULL AS retired FROM kit WHERE id <> :b AND (retired_at IS NULL"
            " OR id IN (SELECT component_kit_id FROM kit_line WHERE kit_id = :b)) ORDER BY code"
        ),
        own,
    )
    kits = [ComponentChoice("kit", row.id, row.name, row.code, (), bool(row.retired)) for row in others]
    return [*kits, *found]


@dataclass(frozen=True, slots=True)
class SizeQuestion:
    """An item of a kit that comes in sizes: which to take, with how many are free of each in the store."""

    item_id: int
    code: str
    name: str
    quantity: int
    sizes: tuple[tuple[int, str, int], ...]


def size_questions(session: Session, kit_id: int, store_id: int | None, *, today: date) -> list[SizeQuestion]:
    """Return the items of a kit whose size has to be chosen, the size of which most is free first."""
    known = readiness.worked(session, today=today)
    free = known.shelf.free.get(store_id or 0, {})
    found = []
    for (item_id, fixed), quantity in known.parts.get(kit_id, {}).items():
        variants = known.shelf.variants.get(item_id, ())
        if fixed is None and len(variants) > 1:
            item = known.goods[item_id]
            sizes = [(one, known.shelf.labels[one][1], free.get(one, 0)) for one in variants]
            sizes.sort(key=lambda one: -one[2])
            found.append(SizeQuestion(item_id, item.code, item.name, quantity, tuple(sizes)))
    return found


_MIXED = re.compile(r"(?P<size>[^,;]*?\S)\s*[x×:=\s]\s*(?P<n>\d+)")


def mixed_sizes(written: str, sizes: Sequence[tuple[int, str, int]]) -> dict[int, int]:
    """Read "M 5, L 7" as pieces by size; several mentions of a size add up.

    Raises: BadInput("kit-sizes-unreadable") naming the part that is no size of the item with a number.
    """
    known = {fold(size): variant for variant, size, _free in sizes}
    found: dict[int, int] = {}
    for part in filter(None, (one.strip() for one in re.split("[,;\n]", written))):
        match = _MIXED.fullmatch(part)
        variant = known.get(fold(match["size"])) if match else None
        if match is None or variant is None:
            raise BadInput("kit-sizes-unreadable", found=part, known=", ".join(size for _id, size, _free in sizes))
        found[variant] = found.get(variant, 0) + int(match["n"])
    return {variant: n for variant, n in found.items() if n}


def bin_choices(session: Session) -> list[tuple[int, str]]:
    """Return the bins that kits can be sent to, with their store."""
    rows_ = session.execute(
        text(
            "SELECT b.id, s.name || CASE WHEN b.code = '' THEN '' ELSE ' ' || b.code END AS name FROM bin b JOIN store s"
            " ON s.id = b.store_id WHERE s.retired_on IS NULL ORDER BY s.name, b.code"
        )
    )
    return [(row.id, row.name) for row in rows_]
