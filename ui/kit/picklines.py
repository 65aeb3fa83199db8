"""Goods being picked from stock: lines and their picks as values, without Qt and without the database.

Every change gives a new tuple of lines, so that undo is keeping the old one.

    lines = with_unit(lines, unit)            # a scanned serial joins the last line of its item
    lines, missing = with_quantity(lines, offer, 48)
    lines = without(lines, key)

Handovers and transfers are composed with it. Source: ui.md 10 (Handover), product.md 4 (Layers: first expiry, then first in).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import count

from inl_logistics.handovers.whole import HandoverLineRow
from inl_logistics.inventory.picking import PickOffer, Started, UnitPick
from inl_logistics.inventory.queries import Proposal
from inl_logistics.kernel.text import fold
from inl_logistics.kernel.values import Condition, Money, UnitPrice, line_value

_keys = count(1)


def _next_key() -> int:
    return next(_keys)


@dataclass(frozen=True, slots=True)
class Picked:
    """One pick with what the table shows of it."""

    layer_id: int
    place_id: int
    quantity: int
    price_micros: int
    unit_id: int | None = None
    serial: str = ""
    lot: str = ""
    expires_on: date | None = None
    condition: Condition = Condition.NEW
    signed: int | None = None
    returned: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One line of goods; the key stays while it moves."""

    variant_id: int
    item: str
    code: str
    tracking: str
    unit: str
    picks: tuple[Picked, ...]
    asked: int | None = None
    remarks: str = ""
    kit_id: int | None = None
    condition_to: Condition | None = None
    key: int = field(default_factory=_next_key)

    @property
    def quantity(self) -> int:
        """Units of issue on this line."""
        return sum(pick.quantity for pick in self.picks)

    @property
    def signed(self) -> int | None:
        """What was signed for, once the paper is entered."""
        if any(pick.signed is None for pick in self.picks) or not self.picks:
            return None
        return sum(pick.signed or 0 for pick in self.picks)

    @property
    def returned(self) -> int:
        """How many of the signed units a reversal brought back."""
        return sum(pick.signed or 0 for pick in self.picks if pick.returned)

    @property
    def lacks(self) -> int:
        """How many that were asked for are not picked."""
        return max(0, (self.asked or 0) - self.quantity)

    @property
    def is_serial(self) -> bool:
        """Tell whether its units have serial numbers."""
        return self.tracking == "serial"

    @property
    def serials(self) -> tuple[str, ...]:
        """Return the serial numbers in the order in which they came."""
        return tuple(pick.serial for pick in self.picks if pick.serial and pick.quantity)

    @property
    def lots(self) -> tuple[str, ...]:
        """Return the lots it is taken from."""
        return tuple(dict.fromkeys(pick.lot for pick in self.picks if pick.lot))

    @property
    def price(self) -> UnitPrice | None:
        """Return the unit price where all picks have the same."""
        prices = {pick.price_micros for pick in self.picks}
        return UnitPrice(prices.pop()) if len(prices) == 1 else None

    @property
    def value(self) -> Money:
        """Return the line's value, rounded once per printed price as the receipt does."""
        by_price: dict[int, int] = {}
        for pick in self.picks:
            by_price[pick.price_micros] = by_price.get(pick.price_micros, 0) + pick.quantity
        return Money(sum(line_value(quantity, UnitPrice(price)).minor for price, quantity in by_price.items()))


def paper_numbers(lines: Sequence[Line]) -> tuple[str, ...]:
    """Return the number of each line as its paper has it: 1, of a kit 2.1, and S1 for what is wholly to follow.

    What is printed in several rows, by lots or prices, has the number of the first.
    """
    found: list[str] = []
    number = part = late = 0
    kit: int | None = None
    for line in lines:
        late += bool(line.lacks)
        rows = len({(one.lot, one.expires_on, one.condition, one.price_micros) for one in line.picks if one.quantity})
        if not rows:
            found.append(f"S{late}" if line.lacks else "")
        elif line.kit_id is None:
            found.append(str(number + 1))
            number, kit = number + rows, None
        else:
            if line.kit_id != kit:
                number, part, kit = number + 1, 0, line.kit_id
            found.append(f"{number}.{part + 1}")
            part += rows
    return tuple(found)


@dataclass(frozen=True, slots=True)
class KitHead:
    """So many of a kit among the lines; its components are the lines that name it."""

    kit_id: int
    code: str
    name: str
    version: int
    count: int
    numbers: str = ""


@dataclass(frozen=True, slots=True)
class Totals:
    """The foot of the lines card."""

    lines: int
    units: int
    serials: int
    value: Money


def as_signed(lines: Iterable[Line]) -> tuple[Line, ...]:
    """Return the lines with what the recipient has of them instead of what was printed, once that is known."""

    def held(pick: Picked) -> int:
        return 0 if pick.returned else pick.quantity if pick.signed is None else pick.signed

    return tuple(replace(line, picks=tuple(replace(p, quantity=held(p)) for p in line.picks)) for line in lines)


def totals(lines: Iterable[Line]) -> Totals:
    """Add the lines up."""
    listed = tuple(lines)
    return Totals(
        len(listed), sum(line.quantity for line in listed), sum(len(line.serials) for line in listed),
        Money(sum(line.value.minor for line in listed)),
    )  # fmt: skip


def line_with_unit(lines: Sequence[Line], unit_id: int) -> int:
    """Return the number, from 1, of the line that has a unit, or 0."""
    return next((n for n, line in enumerate(lines, 1) if any(p.unit_id == unit_id for p in line.picks)), 0)


def _joining(lines: Sequence[Line], variant_id: int) -> int | None:
    """Return the place of the line that more of a variant joins: one that lacks some, else the last outside of a kit."""
    own = [at for at, line in enumerate(lines) if line.variant_id == variant_id]
    lacking = [at for at in own if lines[at].lacks]
    loose = [at for at in own if lines[at].kit_id is None]
    return lacking[0] if lacking else loose[-1] if loose else None


def with_unit(lines: Sequence[Line], unit: UnitPick) -> tuple[tuple[Line, ...], int]:
    """Put a unit on the line of its item that it joins, or on a new one; return the lines and that line's key."""
    pick = picked_unit(unit)
    at = _joining(lines, unit.variant_id)
    if at is not None:
        line = lines[at]
        return (*lines[:at], replace(line, picks=(*line.picks, pick)), *lines[at + 1 :]), line.key
    made = Line(unit.variant_id, unit.item, unit.code, "serial", unit.unit, (pick,))
    return (*lines, made), made.key


def picked_unit(unit: UnitPick) -> Picked:
    """Return the pick of one unit."""
    return Picked(
        unit.layer_id, unit.place_id, 1, unit.price_micros, unit.unit_id, unit.serial, unit.lot, unit.expires_on,
        Condition(unit.condition),
    )  # fmt: skip


def of_lot(offer: PickOffer, lot: str) -> PickOffer:
    """Return what there is of one lot, where a scan named it and some of it is free; else the whole offer."""
    named = tuple(one for one in offer.proposals if lot and fold(one.lot) == fold(lot) and one.free)
    return replace(offer, proposals=named) if named else offer


def first_expiry(offer: PickOffer, quantity: int, *, even_skipped: bool = False) -> tuple[Picked, ...]:
    """Return the picks for a quantity, first expiry first; fewer where there is no more."""
    if offer.tracking == "serial":
        return tuple(picked_unit(unit) for unit in offer.units[:quantity])
    picks: list[Picked] = []
    for one in sorted(offer.proposals, key=lambda p: p.expires_on or date.max) if even_skipped else offer.proposals:
        if quantity <= 0:
            break
        if one.skipped and not (even_skipped and one.skipped == "life"):
            continue
        take = min(quantity, one.free)
        picks.append(_of(one, take))
        quantity -= take
    return tuple(picks)


def _of(one: Proposal, quantity: int) -> Picked:
    return Picked(
        one.layer_id, one.place_id, quantity, one.price_micros, None, "", one.lot, one.expires_on,
        Condition(one.condition),
    )  # fmt: skip


def skipped_lot(offer: PickOffer) -> Proposal | None:
    """Return the lot that would come first by expiry and was passed over for its short life."""
    short = [one for one in offer.proposals if one.skipped == "life" and one.lot]
    return min(short, key=lambda one: one.expires_on or date.max) if short else None


def with_quantity(
    lines: Sequence[Line], offer: PickOffer, quantity: int, *, new_line: bool = False, even_skipped: bool = False
) -> tuple[tuple[Line, ...], int, int]:
    """Add a quantity by first expiry; return the lines, the line's key, and how many are missing."""
    picks = first_expiry(offer, quantity, even_skipped=even_skipped)
    missing = quantity - sum(pick.quantity for pick in picks)
    if not picks:
        return tuple(lines), 0, missing
    at = None if new_line else _joining(lines, offer.variant_id)
    if at is not None:
        line = lines[at]
        grown = replace(line, picks=merged((*line.picks, *picks)))
        return (*lines[:at], grown, *lines[at + 1 :]), line.key, missing
    made = Line(offer.variant_id, offer.item, offer.code, offer.tracking, offer.unit, merged(picks))
    return (*lines, made), made.key, missing


def begun(found: Started) -> tuple[Line, ...]:
    """Return the lines a paper is begun with: the units, and one of each variant by first expiry."""
    lines: tuple[Line, ...] = ()
    for unit in found.units:
        lines, _key = with_unit(lines, unit)
    for offer in found.offers:
        lines, _key, _missing = with_quantity(lines, offer, 1)
    return lines


def merged(picks: Iterable[Picked]) -> tuple[Picked, ...]:
    """Join picks of the same layer, place and condition; units stay apart."""
    found: dict[tuple[int, int, Condition, int | None], Picked] = {}
    for pick in picks:
        key = (pick.layer_id, pick.place_id, pick.condition, pick.unit_id)
        known = found.get(key)
        if known is None:
            found[key] = pick
        elif pick.unit_id is None:
            found[key] = replace(known, quantity=known.quantity + pick.quantity)
    return tuple(found.values())


def with_less(lines: Sequence[Line], key: int, quantity: int) -> tuple[Line, ...]:
    """Cut a line down to a quantity, giving back what was picked last."""
    return tuple(replace(line, picks=cut(line.picks, quantity)) if line.key == key else line for line in lines)


def cut(picks: Sequence[Picked], quantity: int) -> tuple[Picked, ...]:
    """Keep the first picks up to a quantity."""
    kept: list[Picked] = []
    for pick in picks:
        take = min(pick.quantity, quantity)
        if take > 0:
            kept.append(replace(pick, quantity=take))
        quantity -= take
    return tuple(kept)


def with_lot_first(lines: Sequence[Line], key: int, lot: Proposal) -> tuple[Line, ...]:
    """Take a lot that was passed over after all, instead of what was picked last."""
    changed = []
    for line in lines:
        if line.key == key:
            take = min(lot.free, line.quantity)
            picks = merged((_of(lot, take), *cut(line.picks, line.quantity - take)))
            changed.append(replace(line, picks=picks))
        else:
            changed.append(line)
    return tuple(changed)


def without(lines: Sequence[Line], key: int) -> tuple[Line, ...]:
    """Remove a line, or with the key of a kit's head all that belongs to the kit."""
    return tuple(line for line in lines if line.key != key and (line.kit_id is None or head_key(line.kit_id) != key))


def head_key(kit_id: int) -> int:
    """Return the key under which the head of a kit stands among the lines."""
    return -kit_id


def without_serial(lines: Sequence[Line], key: int, serial: str) -> tuple[Line, ...]:
    """Take one serial off a line; a line without any goes too, unless something of it is to follow."""
    changed = []
    for line in lines:
        if line.key == key:
            line = replace(line, picks=tuple(pick for pick in line.picks if pick.serial != serial))
        if line.picks or line.asked:
            changed.append(line)
    return tuple(changed)


def with_condition(
    lines: Sequence[Line], key: int, condition: Condition, *, serials: Sequence[str] = (), quantity: int | None = None
) -> tuple[Line, ...]:
    """Say in which condition a line came back: all of it, some serials, or a quantity; the rest stays a line of its own."""
    changed: list[Line] = []
    for line in lines:
        if line.key != key:
            changed.append(line)
            continue
        if serials:
            apart = tuple(pick for pick in line.picks if pick.serial in serials)
            rest = tuple(pick for pick in line.picks if pick.serial not in serials)
        elif quantity is not None and quantity < line.quantity:
            rest = cut(line.picks, line.quantity - quantity)
            apart = _less(line.picks, rest)
        else:
            apart, rest = line.picks, ()
        if rest:
            changed.append(replace(line, picks=rest))
            line = replace(line, key=_next_key())
        changed.append(replace(line, picks=apart, condition_to=condition))
    return tuple(changed)


def _less(picks: Sequence[Picked], kept: Sequence[Picked]) -> tuple[Picked, ...]:
    """Return what of the picks is not among those kept, which are the first of them."""
    found = []
    for at, pick in enumerate(picks):
        left = pick.quantity - (kept[at].quantity if at < len(kept) else 0)
        if left > 0:
            found.append(replace(pick, quantity=left))
    return tuple(found)


def with_picks(lines: Sequence[Line], key: int, picks: Sequence[Picked]) -> tuple[Line, ...]:
    """Give a line other picks; a line without any goes, unless something of it is to follow."""
    changed = (replace(line, picks=tuple(picks)) if line.key == key else line for line in lines)
    return tuple(line for line in changed if line.picks or line.asked)


def from_rows(rows: Sequence[HandoverLineRow]) -> tuple[Line, ...]:
    """Take over stored lines."""
    return tuple(
        Line(
            row.variant_id, row.item, row.code, row.tracking, row.unit,
            tuple(
                Picked(
                    pick.layer_id, pick.place_id, pick.quantity, pick.price_micros, pick.unit_id, pick.serial, pick.lot,
                    pick.expires_on, Condition(pick.condition), pick.signed, pick.returned,
                )
                for pick in row.picks
            ),
            row.asked, row.remarks, row.kit_id, row.condition_to,
        )
        for row in rows
    )  # fmt: skip
