"""How many of each kit can be built now, per store and in all, what blocks the next one and what it would cost.

Source: domain.md 7 (report 17), product.md 3 (Kits).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import text
from sqlalchemy.orm import Session

from inl_logistics.catalog.kitfacts import kits
from inl_logistics.catalog.kitrules import Kit, Part, parts
from inl_logistics.kernel.text import fold
from inl_logistics.kernel.values import minor_of
from inl_logistics.kits import facts, rules
from inl_logistics.kits.facts import ALL_STORES, Goods, Shelf
from inl_logistics.kits.rules import Lack, Person


@dataclass(frozen=True, slots=True)
class LackRow:
    """What is missing of an item; `size` is empty where any would do. Cost in minor units of USD."""

    item_id: int
    variant_id: int | None
    code: str
    item: str
    size: str
    unit: str
    quantity: int
    cost_minor: int


@dataclass(frozen=True, slots=True)
class Readiness:
    """How many of a kit can be built in a store (0: all stores together), and what blocks the next."""

    kit_id: int
    store_id: int
    store: str
    can: int
    blocks: tuple[LackRow, ...]

    @property
    def cost_minor(self) -> int:
        """What it would cost to be able to build the next one."""
        return sum(one.cost_minor for one in self.blocks)


@dataclass(frozen=True, slots=True)
class RosterReadiness:
    """How many persons of a plan's size roster a kit is there for, and what the others lack in all."""

    requirement_id: int
    plan: str
    facility: str
    persons: int
    equipped: int
    lacks: tuple[LackRow, ...]


@dataclass(frozen=True, slots=True)
class Worked:
    """Everything readiness is worked out from, read once for all kits."""

    kits: dict[int, Kit]
    parts: dict[int, dict[Part, int]]
    goods: dict[int, Goods]
    shelf: Shelf
    stores: dict[int, str]


def worked(session: Session, *, today: date) -> Worked:
    """Read kits, stock and prices."""
    known = kits(session, on=today)
    of_kit = {kit_id: parts(kit_id, 1, known) for kit_id in known}
    items = {item for found in of_kit.values() for item, _fixed in found}
    return Worked(
        known, of_kit, facts.goods(session, items), facts.shelf(session, items, today=today), facts.store_names(session)
    )


def of_kit(found: Worked, kit_id: int, store_id: int = ALL_STORES, *, count: int | None = None) -> Readiness:
    """Return the readiness of a kit in a store; what blocks the next, or so many as `count` says."""
    wanted, free = found.parts.get(kit_id, {}), found.shelf.free.get(store_id, {})
    can = rules.can_build(wanted, free, found.shelf.variants) if wanted else 0
    lacks = rules.lacking(wanted, can + 1 if count is None else count, free, found.shelf.variants)
    return Readiness(kit_id, store_id, found.stores.get(store_id, ""), can, tuple(lack_rows(found, lacks)))


def per_store(found: Worked, kit_id: int) -> list[Readiness]:
    """Return the readiness of a kit in all stores together, then in each where something of it lies."""
    return [
        of_kit(found, kit_id),
        *(of_kit(found, kit_id, store) for store in found.stores if store in found.shelf.free),
    ]


def lack_rows(found: Worked, lacks: Iterable[Lack]) -> list[LackRow]:
    """Return lacks with their words and cost, the dearest first."""
    rows = []
    for one in lacks:
        item = found.goods[one.item_id]
        size = found.shelf.labels.get(one.variant_id or 0, (0, ""))[1]
        cost = minor_of(item.price_micros * one.quantity)
        rows.append(LackRow(one.item_id, one.variant_id, item.code, item.name, size, item.unit, one.quantity, cost))
    return sorted(rows, key=lambda one: (-one.cost_minor, one.code))


def by_rosters(session: Session, found: Worked, kit_id: int) -> list[RosterReadiness]:
    """Return, for every approved plan that asks for the kit and has sizes, how many of its persons it is there for."""
    kit = found.kits.get(kit_id)
    if kit is None or kit.persons != 1:
        return []
    recipients = session.execute(
        text(
            "SELECT r.id, q.id AS plan_id, COALESCE(d.number, q.title) AS plan, COALESCE(f.name, '') AS facility, r.headcount"
            " FROM requirement q JOIN requirement_recipient r ON r.requirement_id = q.id LEFT JOIN document d"
            " ON d.id = q.document_id LEFT JOIN partner f ON f.id = r.facility_id WHERE q.state IN ('submitted', 'approved')"
            " AND EXISTS (SELECT 1 FROM requirement_line l WHERE l.requirement_id = q.id AND l.kit_id = :k"
            " AND (l.recipient_id IS NULL OR l.recipient_id = r.id)) AND EXISTS (SELECT 1 FROM requirement_size s"
            " WHERE s.recipient_id = r.id) ORDER BY q.need_by, q.id, r.line_no"
        ),
        {"k": kit_id},
    ).all()
    rows = []
    for one in recipients:
        roster = _roster(session, found.shelf, one.id, one.headcount)
        fits = rules.fitted(found.parts[kit_id], roster, found.shelf.free.get(ALL_STORES, {}), found.shelf.variants)
        total: dict[tuple[int, int | None], int] = {}
        for lacks in fits.lacking.values():
            for lack in lacks:
                key = (lack.item_id, lack.variant_id)
                total[key] = total.get(key, 0) + lack.quantity
        summed = [Lack(item, variant, quantity) for (item, variant), quantity in total.items()]
        rows.append(
            RosterReadiness(
                one.plan_id, one.plan, one.facility, one.headcount, len(fits.equipped), tuple(lack_rows(found, summed))
            )
        )
    return rows


def _roster(session: Session, shelf: Shelf, recipient_id: int, headcount: int) -> list[Person]:
    by_size = {(item, fold(size)): variant for variant, (item, size) in shelf.labels.items()}
    fits: dict[int, dict[int, int]] = {number: {} for number in range(1, headcount + 1)}
    for row in session.execute(
        text("SELECT person_no, item_id, size FROM requirement_size WHERE recipient_id = :r"), {"r": recipient_id}
    ):
        variant = by_size.get((row.item_id, fold(row.size)))
        if variant is not None and row.person_no in fits:
            fits[row.person_no][row.item_id] = variant
    return [Person(number, sizes) for number, sizes in fits.items()]


def cost_of(found: Worked, kit_id: int, wanted: Mapping[Part, int] | None = None) -> tuple[int, int, int, int]:
    """Return what one kit costs (minor units of USD), weighs (grams), how many units and how many serials it has."""
    cost = weight = units = serials = 0
    for (item_id, _fixed), quantity in (found.parts.get(kit_id, {}) if wanted is None else wanted).items():
        item = found.goods[item_id]
        cost += item.price_micros * quantity
        weight += item.weight_g * quantity
        units += quantity
        serials += quantity if item.tracking == "serial" else 0
    return minor_of(cost), weight, units, serials
