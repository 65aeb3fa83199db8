"""Rules of the money: the ceiling of a project, the term of an agreement, what a project allows.

Source: domain.md 7 (block with approver override), 2.2 (agreements are amended upward).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from inl_logistics.kernel.dates import short
from inl_logistics.kernel.problems import Problem, Severity
from inl_logistics.kernel.text import fold
from inl_logistics.kernel.values import dollars


@dataclass(frozen=True, slots=True)
class ProjectMoney:
    """What one order asks of one project, in cents of USD.

    `ceiling` is the amended ceiling on the order's day, None where the project has none recorded; `committed` is what
    other placed orders took; `before` is what this order took already, 0 until it is placed.
    """

    project: str
    ceiling_minor: int | None
    committed_minor: int
    order_minor: int
    before_minor: int = 0


def ceiling_problems(projects: Iterable[ProjectMoney]) -> list[Problem]:
    """Ask for an override where an order brings a project above its ceiling; an order that asks no more is let be.

    Source: domain.md 7 (cumulative value above the amended ceiling).
    """
    found: list[Problem] = []
    for one in projects:
        if one.ceiling_minor is None or one.order_minor <= one.before_minor:
            continue
        above = one.committed_minor + one.order_minor - one.ceiling_minor
        if above > 0:
            params = {
                "project": one.project, "ceiling": dollars(one.ceiling_minor), "committed": dollars(one.committed_minor),
                "order": dollars(one.order_minor), "above": dollars(above),
            }  # fmt: skip
            found.append(Problem("agreement-ceiling", Severity.OVERRIDE, params, ("project_id",)))
    return found


@dataclass(frozen=True, slots=True)
class LoweredCeiling:
    """A project whose ceiling an amendment lowers: what is left of it, and what its orders take, in cents of USD."""

    project: str
    ceiling_minor: int
    committed_minor: int


def lowered_problems(projects: Iterable[LoweredCeiling]) -> list[Problem]:
    """Ask for an override where a lowered ceiling does not cover what is committed."""
    return [
        Problem(
            "ceiling-below-committed", Severity.OVERRIDE,
            {"project": one.project, "ceiling": dollars(one.ceiling_minor), "committed": dollars(one.committed_minor)},
            ("amounts",),
        )
        for one in projects
        if one.ceiling_minor < one.committed_minor
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Term:
    """An agreement and the last day it holds, None where it has no end."""

    agreement: str
    expires_on: date | None


def term_problems(terms: Iterable[Term], *, on: date) -> list[Problem]:
    """Ask for an override where an agreement has expired on the day. Source: domain.md 7 (LOA expired)."""
    return [
        Problem(
            "agreement-expired", Severity.OVERRIDE, {"agreement": one.agreement, "day": short(one.expires_on)},
            ("agreement_id",),
        )
        for one in terms
        if one.expires_on is not None and one.expires_on < on
    ]  # fmt: skip


def end_problems(signed_on: date | None, expires_on: date | None) -> list[Problem]:
    """Refuse an agreement or amendment that would end before it was signed."""
    if signed_on is not None and expires_on is not None and expires_on < signed_on:
        return [Problem("agreement-ends-before", params={"day": short(signed_on)}, where=("expires_on",))]
    return []


@dataclass(frozen=True, slots=True)
class Scope:
    """What a project allows: categories of the catalog, folded, and single items. Both empty: everything."""

    name: str
    categories: frozenset[str] = frozenset()
    items: frozenset[int] = frozenset()

    def allows(self, item_id: int, category: str) -> bool:
        """Tell whether an item may be bought or handed over under it."""
        everything = not self.categories and not self.items
        return everything or item_id in self.items or fold(category) in self.categories


@dataclass(frozen=True, slots=True)
class ScopedLine:
    """A line with its item and the scope that its project gives, None where it has no project."""

    line_no: int
    item: str
    item_id: int
    category: str
    scope: Scope | None


def scope_problems(lines: Sequence[ScopedLine]) -> list[Problem]:
    """Ask for an override for each line whose item its project does not allow.

    Source: domain.md 7 (item not allowed by that LOA's project).
    """
    return [
        Problem(
            "item-not-in-project", Severity.OVERRIDE,
            {"line": str(line.line_no), "item": line.item, "project": line.scope.name}, ("lines", line.line_no, "item"),
        )
        for line in lines
        if line.scope is not None and not line.scope.allows(line.item_id, line.category)
    ]  # fmt: skip
