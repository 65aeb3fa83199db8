"""What a kit is made of, worked out: kits within kits, sizes that are fixed, options. Values in, values out.

Source: domain.md 5 (rules of kits).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

DEEPEST = 6  # kits within kits; a kit that holds itself ends here

Part = tuple[int, int | None]  # an item, and the size of it where the kit names one


@dataclass(frozen=True, slots=True)
class Component:
    """One line of a kit: an item, in the size it names or in any, or another kit. Options count only when asked for."""

    quantity: int
    item_id: int | None = None
    kit_id: int | None = None
    optional: bool = False
    variant_id: int | None = None


@dataclass(frozen=True, slots=True)
class Kit:
    """A kit and for how many persons one of it is."""

    persons: int
    components: tuple[Component, ...]


def parts(
    kit_id: int, count: int, kits: Mapping[int, Kit], *, options: bool = False, depth: int = 0
) -> dict[Part, int]:
    """Return the items of so many kits, kits within kits taken apart too."""
    found: Counter[Part] = Counter()
    kit = kits.get(kit_id)
    if kit is None or depth > DEEPEST:
        return dict(found)
    for one in kit.components:
        if one.optional and not options:
            continue
        if one.item_id is not None:
            found[one.item_id, one.variant_id] += one.quantity * count
        elif one.kit_id is not None:
            found.update(parts(one.kit_id, one.quantity * count, kits, options=options, depth=depth + 1))
    return dict(found)


def holds_itself(kit_id: int, kits: Mapping[int, Kit]) -> bool:
    """Tell whether a kit is among its own parts, at any depth."""
    return _reaches(kit_id, kit_id, kits, frozenset())


def _reaches(kit_id: int, wanted: int, kits: Mapping[int, Kit], seen: frozenset[int]) -> bool:
    if kit_id in seen or kit_id not in kits:
        return False
    inner = [one.kit_id for one in kits[kit_id].components if one.kit_id is not None]
    return wanted in inner or any(_reaches(one, wanted, kits, seen | {kit_id}) for one in inner)
