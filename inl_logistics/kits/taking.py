"""Taking the parts of kits from a store's shelves: named serials first, then first expiry first.

What lies in quarantine, expires too soon or is put aside is not taken. Source: product.md 4 (Picking), domain.md 5.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Row, text
from sqlalchemy.orm import Session

from inl_logistics.catalog.kitrules import Part
from inl_logistics.inventory.picking import offer
from inl_logistics.inventory.scanning import BY_SERIAL
from inl_logistics.kernel.problems import Problem
from inl_logistics.kernel.text import serial_key
from inl_logistics.kernel.values import Condition
from inl_logistics.kits.facts import ALL_STORES, Shelf
from inl_logistics.labels.resolving import meaning_of


@dataclass(frozen=True, slots=True)
class Taken:
    """A unit, or a quantity of a layer at a place, that goes into a kit."""

    item_id: int
    variant_id: int
    layer_id: int
    place_id: int
    quantity: int
    unit_id: int | None = None
    condition: Condition = Condition.NEW


@dataclass(slots=True)
class Basket:
    """What was taken, how much of each size was asked for, and what is missing by item and size."""

    taken: list[Taken] = field(default_factory=list)
    asked: Counter[int] = field(default_factory=Counter)
    short: Counter[tuple[int, int | None]] = field(default_factory=Counter)


def sized(wanted: Mapping[Part, int], chosen: Mapping[int, int], shelf: Shelf, store_id: int | None) -> dict[Part, int]:
    """Give every part a size: the one the kit names, the one chosen, else the one of which most is free."""
    free = shelf.free.get(store_id or ALL_STORES, {})
    found: Counter[Part] = Counter()
    for (item_id, fixed), quantity in wanted.items():
        sizes = shelf.variants.get(item_id, ())
        best = max(sizes, key=lambda one: free.get(one, 0), default=None)
        found[item_id, fixed if fixed is not None else chosen.get(item_id, best)] += quantity
    return dict(found)


class Taker:
    """Takes parts one after the other, so that several kits never take the same piece."""

    def __init__(self, session: Session, *, today: date, store_id: int | None = None) -> None:
        self._session, self._today, self._store = session, today, store_id
        self._used: Counter[tuple[int, int, str]] = Counter()
        self._units: set[int] = set()

    def take(self, wanted: Mapping[Part, int], *, named: Sequence[int] = ()) -> Basket:
        """Take what is there of the parts; units that are named come first."""
        basket = Basket()
        for (item_id, variant_id), quantity in wanted.items():
            if variant_id is None:
                basket.short[item_id, None] += quantity
                continue
            basket.asked[variant_id] += quantity
            left = self._of_variant(basket, item_id, variant_id, quantity, named)
            if left:
                basket.short[item_id, variant_id] += left
        return basket

    def _of_variant(self, basket: Basket, item_id: int, variant_id: int, quantity: int, named: Sequence[int]) -> int:
        found = offer(self._session, variant_id, today=self._today, most_units=100_000)
        left = quantity
        offers = [
            one
            for one in (found.proposals if found is not None else ())
            if not one.skipped and (self._store is None or self._is_here(one.place_id))
        ]
        # Who names a serial has the piece in hand: it goes in before any other, whatever would come first.
        pieces = [(unit, each) for each in offers for unit in sorted(each.unit_ids)]
        for unit, one in sorted(pieces, key=lambda piece: piece[0] not in named):
            if left > 0 and unit not in self._units:
                self._units.add(unit)
                condition = Condition(one.condition)
                basket.taken.append(Taken(item_id, variant_id, one.layer_id, one.place_id, 1, unit, condition))
                left -= 1
        for one in offers:
            if one.unit_ids:
                continue
            condition = Condition(one.condition)
            key = (one.layer_id, one.place_id, one.condition)
            count = min(left, one.free - self._used[key])
            if count > 0:
                self._used[key] += count
                basket.taken.append(Taken(item_id, variant_id, one.layer_id, one.place_id, count, None, condition))
                left -= count
        return left

    def _is_here(self, place_id: int) -> bool:
        store = self._session.execute(text("SELECT store_id FROM place WHERE id = :p"), {"p": place_id}).scalar()
        return bool(store == self._store)


def named_units(
    session: Session, serials: Sequence[str], wanted: Mapping[Part, int], store_id: int
) -> tuple[tuple[int, ...], dict[int, int], list[Problem]]:
    """Return the units with these serials, the sizes that they settle, and what stands against taking any of them."""
    units: list[int] = []
    sizes: dict[int, int] = {}
    problems = []
    items = {item for item, _fixed in wanted}
    for number, typed in enumerate(serials):
        row = next((one for one in _units_of(session, typed) if one.item_id in items), None)
        where = ("serials", number)
        if row is None:
            problems.append(Problem("kit-serial-not-part", params={"serial": typed}, where=where))
        elif row.held or row.status != "available" or row.store_id != store_id or row.id in units:
            problems.append(Problem("kit-serial-not-free", params={"serial": typed}, where=where))
        else:
            units.append(row.id)
            sizes[row.item_id] = row.variant_id
    return tuple(units), sizes, problems


def _units_of(session: Session, typed: str) -> Sequence[Row[Any]]:
    """Return the units that a serial, a former one, or a tag means."""
    means = meaning_of(session, typed)
    if means.known and not means.units:
        return ()
    which = f"u.id IN ({','.join(map(str, means.units))})" if means.units else BY_SERIAL
    key = serial_key(means.text)
    return session.execute(
        text(
            "SELECT u.id, u.item_id, u.variant_id, p.store_id, o.status, EXISTS (SELECT 1 FROM reservation r"
            " WHERE r.unit_id = u.id) AS held FROM unit u JOIN position o ON o.unit_id = u.id JOIN place p"
            f" ON p.id = o.place_id WHERE {which} ORDER BY u.folded IS NOT :k, u.id"
        ),
        {"k": key},
    ).all()
