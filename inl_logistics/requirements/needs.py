"""What a plan needs, worked out from its lines: kits exploded, sizes taken from the roster. Values in, values out.

A kit for several persons gives each of them the components whose number divides evenly; what does not (8 shields for a
team of 12) is shared by the team. An item with sizes takes each person's size from the roster; a person without one leaves
a need whose size is open, so that a shortage is seen and never guessed. Source: domain.md 5 (rules of kits), 2.1.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from inl_logistics.catalog.kitrules import Component, Kit, Part, parts
from inl_logistics.requirements.records import Basis

__all__ = ["Component", "Goods", "Kit", "Line", "Need", "Share", "exploded", "needs", "open_sizes", "persons_of"]


@dataclass(frozen=True, slots=True)
class Share:
    """A recipient: how many persons, and the size of each by (person number, item)."""

    recipient_id: int
    headcount: int
    sizes: Mapping[tuple[int, int], str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the plan; no recipient means every one. A variant is a size that was chosen."""

    quantity: int
    basis: Basis
    recipient_id: int | None = None
    kit_id: int | None = None
    item_id: int | None = None
    variant_id: int | None = None


@dataclass(frozen=True, slots=True)
class Goods:
    """What the catalog knows: kits by id, and each item's variants by folded size."""

    kits: Mapping[int, Kit]
    variants: Mapping[int, Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class Need:
    """How many a recipient needs of a variant; without a variant the size is not known yet.

    `kit_id` is the kit of the plan's line that it is a part of.
    """

    recipient_id: int
    item_id: int
    variant_id: int | None
    quantity: int
    kit_id: int | None = None


def needs(lines: Iterable[Line], shares: Sequence[Share], goods: Goods) -> list[Need]:
    """Return what each recipient needs, each variant once for each kit, in the order in which the lines name them."""
    found: Counter[tuple[int, int, int | None, int | None]] = Counter()
    for line in lines:
        for share in shares:
            if line.recipient_id in (None, share.recipient_id):
                _add(found, line, share, goods)
    return [
        Need(recipient, item, variant, quantity, kit)
        for (recipient, item, variant, kit), quantity in found.items()
        if quantity
    ]


def persons_of(line: Line, share: Share, goods: Goods) -> int:
    """Return how many persons of the recipient a line is for."""
    if line.basis is Basis.PERSON:
        return share.headcount
    kit = goods.kits.get(line.kit_id or 0)
    return line.quantity * kit.persons if kit else share.headcount


def _add(found: Counter[tuple[int, int, int | None, int | None]], line: Line, share: Share, goods: Goods) -> None:
    count = line.quantity * (share.headcount if line.basis is Basis.PERSON else 1)
    persons = persons_of(line, share, goods)
    if line.variant_id is not None and line.item_id is not None:
        found[share.recipient_id, line.item_id, line.variant_id, None] += count
        return
    found_parts: dict[Part, int] = (
        {(line.item_id, None): count} if line.item_id is not None else parts(line.kit_id or 0, count, goods.kits)
    )
    for (item_id, fixed), quantity in found_parts.items():
        sized = {fixed: quantity} if fixed is not None else _sized(item_id, quantity, persons, share, goods)
        for variant_id, taken in sized.items():
            found[share.recipient_id, item_id, variant_id, line.kit_id] += taken


def exploded(kit_id: int, count: int, goods: Goods) -> dict[int, int]:
    """Return the items of so many kits whatever their size, kits within kits taken apart too."""
    found: Counter[int] = Counter()
    for (item_id, _fixed), quantity in parts(kit_id, count, goods.kits).items():
        found[item_id] += quantity
    return dict(found)


def _sized(item_id: int, quantity: int, persons: int, share: Share, goods: Goods) -> dict[int | None, int]:
    """Share a quantity out over the sizes of the persons it is for; None counts what has no size yet."""
    variants = goods.variants.get(item_id, {})
    if len(variants) <= 1:
        return {next(iter(variants.values()), None): quantity}
    if persons < 1 or quantity % persons:
        return {None: quantity}
    each = quantity // persons
    found: Counter[int | None] = Counter()
    for person in range(1, persons + 1):
        size = share.sizes.get((person, item_id), "")
        found[variants.get(size)] += each
    return dict(found)


def open_sizes(found: Iterable[Need]) -> int:
    """Return how many units have no size yet."""
    return sum(need.quantity for need in found if need.variant_id is None)
