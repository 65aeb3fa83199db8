"""The package tree as a value, and what one can do with it: move, put in, take out, split, delete.

    packing, code = add(packing, PackageKind.CARTON, parent="PALLET 1")
    packing = put(packing, line_id, 20, code)
    packing = move(packing, code, "PALLET 2")

Each returns a new value, so the old one is the undo. Raises: RulesBroken with the reason. Source: domain.md 2.4.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace

from inl_logistics.kernel.problems import Problem, RulesBroken
from inl_logistics.kernel.text import clean, fold
from inl_logistics.shipments.drafts import PackageDraft, PackedQuantity, PackedSerial, parents_first
from inl_logistics.shipments.records import PackageKind

# What is larger holds what is smaller.
_RANK = {PackageKind.CONTAINER: 0, PackageKind.PALLET: 1, PackageKind.CRATE: 2, PackageKind.CARTON: 3}
_STEM = {
    PackageKind.CONTAINER: "CONTAINER", PackageKind.PALLET: "PALLET", PackageKind.CRATE: "CRATE",
    PackageKind.CARTON: "CTN",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class PackedLine:
    """What of a line lies where; `quantity` is the whole line's."""

    line_id: int
    quantity: int
    packed: tuple[PackedQuantity, ...] = ()
    serials: tuple[PackedSerial, ...] = ()

    def loose(self) -> int:
        """Return how many lie in no package yet."""
        return self.quantity - sum(one.quantity for one in self.packed)

    def inside(self, code: str) -> int:
        """Return how many lie in a package."""
        return sum(one.quantity for one in self.packed if one.package == code)


@dataclass(frozen=True, slots=True)
class Packing:
    """Packages, each before what it holds, and what lies in them."""

    packages: tuple[PackageDraft, ...] = ()
    lines: tuple[PackedLine, ...] = ()

    def package(self, code: str) -> PackageDraft:
        """Return a package. Raises: RulesBroken("package-gone")."""
        found = next((one for one in self.packages if one.code == code), None)
        if found is None:
            raise _broken("package-gone", code=code)
        return found

    def below(self, code: str) -> set[str]:
        """Return a package and all that lie in it, by code."""
        found = {code}
        for one in self.packages:
            if one.parent in found:
                found.add(one.code)
        return found


def can_hold(outer: PackageKind, inner: PackageKind) -> bool:
    """Tell whether a package may lie in another: pallets in containers, cartons on pallets, never the other way."""
    return _RANK[outer] < _RANK[inner]


def problems(packing: Packing) -> list[Problem]:
    """Return what is wrong with a package tree, all at once."""
    found: list[Problem] = []
    kinds = {one.code: one.kind for one in packing.packages}
    seen: set[str] = set()
    for one in packing.packages:
        key = fold(one.code)
        if not clean(one.code):
            found.append(Problem("package-code-empty", where=("packages",)))
        elif key in seen:
            found.append(Problem("package-code-twice", params={"code": one.code}, where=("packages",)))
        seen.add(key)
        if one.parent and one.parent not in kinds:
            found.append(Problem("package-gone", params={"code": one.parent}, where=("packages",)))
        elif one.parent and not can_hold(kinds[one.parent], one.kind):
            found.append(_cannot(one.parent, one.code))
    for number, line in enumerate(packing.lines, 1):
        if line.loose() < 0:
            packed = line.quantity - line.loose()
            params = {"line": str(number), "packed": str(packed), "quantity": str(line.quantity)}
            found.append(Problem("packed-more-than-line", params=params, where=("lines", number)))
        found += [
            Problem("package-gone", params={"code": one.package}, where=("lines", number))
            for one in line.packed
            if one.package not in kinds
        ]
    return found


def free_code(packages: Sequence[PackageDraft], kind: PackageKind) -> str:
    """Return the next code of a kind, counted on from those that are there: CTN 007 after CTN 006."""
    alike = [one.code for one in packages if one.kind is kind]
    for code in reversed(alike):
        stem, digits = re.fullmatch(r"(.*?)(\d*)", code).groups()  # type: ignore[union-attr]  # it matches any text
        if digits:
            taken = {fold(one.code) for one in packages}
            number = int(digits)
            while fold(f"{stem}{number:0{len(digits)}d}") in taken:
                number += 1
            return f"{stem}{number:0{len(digits)}d}"
    width = 3 if kind is PackageKind.CARTON else 1
    return f"{_STEM[kind]} {len(alike) + 1:0{width}d}"


def add(packing: Packing, kind: PackageKind, parent: str = "", *, code: str = "") -> tuple[Packing, str]:
    """Put a new package into another (or beside it, where it cannot lie in it) and return its code."""
    outer = parent
    while outer and not can_hold(packing.package(outer).kind, kind):
        outer = packing.package(outer).parent
    new = clean(code) or free_code(packing.packages, kind)
    return _checked(replace(packing, packages=(*packing.packages, PackageDraft(new, kind, outer)))), new


def change(packing: Packing, code: str, draft: PackageDraft) -> Packing:
    """Change what is known of a package; with another code its contents follow it."""
    packing.package(code)
    new = replace(draft, code=clean(draft.code))
    packages = tuple(
        new if one.code == code else replace(one, parent=new.code) if one.parent == code else one
        for one in packing.packages
    )
    return _checked(Packing(packages, _relabeled(packing.lines, lambda at: new.code if at == code else at)))


def move(packing: Packing, code: str, parent: str, *, before: str = "") -> Packing:
    """Put a package with all its contents into another, or to the top; `before` names its next neighbor."""
    moved = packing.package(code)
    if parent in packing.below(code):
        raise _broken("package-inside-itself", code=code)
    if parent and not can_hold(packing.package(parent).kind, moved.kind):
        raise RulesBroken([_cannot(parent, code)])
    rest = [one for one in packing.packages if one.code != code]
    at = next((n for n, one in enumerate(rest) if one.code == before), len(rest))
    rest.insert(at, replace(moved, parent=parent))
    return _checked(replace(packing, packages=tuple(rest)))


def shift(packing: Packing, code: str, step: int) -> Packing:
    """Move a package up (-1) or down (+1) among its neighbors."""
    parent = packing.package(code).parent
    neighbors = [one.code for one in packing.packages if one.parent == parent]
    at = neighbors.index(code) + step
    if not 0 <= at < len(neighbors):
        return packing
    neighbors.remove(code)
    neighbors.insert(at, code)
    order = {one: n for n, one in enumerate(neighbors)}
    places = [n for n, one in enumerate(packing.packages) if one.parent == parent]
    sorted_ = sorted((packing.packages[n] for n in places), key=lambda one: order[one.code])
    packages = list(packing.packages)
    for place, one in zip(places, sorted_, strict=True):
        packages[place] = one
    return _checked(replace(packing, packages=tuple(packages)))


def indent(packing: Packing, code: str) -> Packing:
    """Put a package into the nearest neighbor above that can hold it."""
    own = packing.package(code)
    above: list[PackageDraft] = []
    for one in packing.packages:
        if one.code == code:
            break
        if one.parent == own.parent:
            above.append(one)
    holder = next((one for one in reversed(above) if can_hold(one.kind, own.kind)), None)
    if holder is None:
        raise _broken("package-no-holder", code=code)
    return move(packing, code, holder.code)


def outdent(packing: Packing, code: str) -> Packing:
    """Take a package out of the one that holds it, to stand behind it."""
    own = packing.package(code)
    if not own.parent:
        return packing
    holder = packing.package(own.parent)
    neighbors = [one.code for one in packing.packages if one.parent == holder.parent]
    behind = neighbors[neighbors.index(holder.code) + 1 :]
    return move(packing, code, holder.parent, before=behind[0] if behind else "")


def remove(packing: Packing, code: str) -> Packing:
    """Delete a package: what it holds goes to the one around it, its goods are loose again."""
    gone = packing.package(code)
    packages = tuple(
        replace(one, parent=gone.parent) if one.parent == code else one for one in packing.packages if one.code != code
    )
    return _checked(Packing(packages, _relabeled(packing.lines, lambda at: "" if at == code else at)))


def put(packing: Packing, line_id: int, quantity: int, code: str, *, source: str = "") -> Packing:
    """Put units of a line into a package: loose ones, or those of another package.

    Serials that are named go along, in the order of the list, where they lie with the units.
    """
    packing.package(code)

    def moved(line: PackedLine) -> PackedLine:
        there = line.inside(source) if source else line.loose()
        if quantity < 1 or quantity > there:
            raise _broken("packed-more-than-loose", quantity=quantity, loose=there)
        counts = {one.package: one.quantity for one in line.packed}
        if source:
            counts[source] -= quantity
        counts[code] = counts.get(code, 0) + quantity
        going = [one.serial for one in line.serials if one.package == source][:quantity]
        return _placed(line, counts, going, code)

    return _with_line(packing, line_id, moved)


def put_serials(packing: Packing, line_id: int, serials: Collection[str], code: str) -> Packing:
    """Put exactly these units of a line into a package, wherever they lay."""
    packing.package(code)

    def moved(line: PackedLine) -> PackedLine:
        where = {one.serial: one.package for one in line.serials}
        unknown = [serial for serial in serials if serial not in where]
        if unknown:
            raise _broken("serial-not-on-line", serial=unknown[0])
        counts = {one.package: one.quantity for one in line.packed}
        for serial in serials:
            if where[serial] in counts:
                counts[where[serial]] -= 1
        counts[code] = counts.get(code, 0) + len(set(serials))
        return _placed(line, counts, serials, code)

    return _with_line(packing, line_id, moved)


def take_out(packing: Packing, line_id: int, code: str) -> Packing:
    """Make all units of a line in a package loose again."""

    def moved(line: PackedLine) -> PackedLine:
        return _relabeled((line,), lambda at: "" if at == code else at)[0]

    return _with_line(packing, line_id, moved)


def split(packing: Packing, code: str) -> tuple[Packing, str]:
    """Divide what lies in a package: half of each line goes into a new one beside it."""
    own = packing.package(code)
    halves = [(line.line_id, line.inside(code) // 2) for line in packing.lines if line.inside(code) > 1]
    if not halves:
        raise _broken("package-not-divisible", code=code)
    new = free_code(packing.packages, own.kind)
    at = packing.packages.index(own) + 1
    weight = own.weight_g // 2 if own.weight_g else None
    packages = [*packing.packages]
    packages[at - 1] = replace(own, weight_g=own.weight_g - weight if own.weight_g and weight else own.weight_g)
    packages.insert(at, replace(own, code=new, weight_g=weight, seal=""))
    made = replace(packing, packages=tuple(packages))
    for line_id, half in halves:
        made = put(made, line_id, half, new, source=code)
    return _checked(made), new


def volume_cm3(package: PackageDraft) -> int | None:
    """Return a package's volume: as declared, else from its outer size."""
    if package.volume_cm3 is not None:
        return package.volume_cm3
    sides = [int(side) for side in re.findall(r"\d+", package.size_mm)]
    return sides[0] * sides[1] * sides[2] // 1000 if len(sides) == 3 else None


def _placed(line: PackedLine, counts: dict[str, int], going: Collection[str], code: str) -> PackedLine:
    packed = tuple(PackedQuantity(package, count) for package, count in counts.items() if count > 0)
    gone = set(going)
    serials = tuple(replace(one, package=code) if one.serial in gone else one for one in line.serials)
    return replace(line, packed=packed, serials=serials)


def _relabeled(lines: Sequence[PackedLine], label: Callable[[str], str]) -> tuple[PackedLine, ...]:
    """Give packages other codes in what lies where; an empty one makes it loose."""
    return tuple(
        replace(
            line,
            packed=tuple(replace(one, package=label(one.package)) for one in line.packed if label(one.package)),
            serials=tuple(replace(one, package=label(one.package)) for one in line.serials),
        )
        for line in lines
    )


def _with_line(packing: Packing, line_id: int, moved: Callable[[PackedLine], PackedLine]) -> Packing:
    lines = tuple(moved(line) if line.line_id == line_id else line for line in packing.lines)
    return _checked(replace(packing, lines=lines))


def _checked(packing: Packing) -> Packing:
    arranged = replace(packing, packages=tuple(parents_first(packing.packages)))
    found = problems(arranged)
    if found:
        raise RulesBroken(found)
    return arranged


def _cannot(outer: str, inner: str) -> Problem:
    return Problem("package-cannot-hold", params={"outer": outer, "inner": inner}, where=("packages",))


def _broken(code: str, /, **params: object) -> RulesBroken:
    return RulesBroken([Problem(code, params={name: str(value) for name, value in params.items()})])
