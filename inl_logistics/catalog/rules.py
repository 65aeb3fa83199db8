"""What a catalog item must be. Sources: product.md 3 (Catalogue); domain.md 4."""

from __future__ import annotations

from dataclasses import dataclass

from inl_logistics.kernel.problems import Problem, Severity
from inl_logistics.kernel.text import fold
from inl_logistics.kernel.values import Tracking

UNITS_OF_ISSUE = (
    "AM", "AT", "AY", "BD", "BE", "BF", "BG", "BK", "BT", "BX", "CA", "CL", "CN", "CO", "CY", "CZ", "DZ", "EA",
    "FT", "GL", "GP", "GR", "HD", "KT", "LB", "LT", "ME", "MR", "OT", "PD", "PG", "PK", "PR", "PT", "PZ", "QT",
    "RA", "RL", "RM", "RO", "SD", "SE", "SF", "SH", "SK", "SL", "SO", "SP", "SX", "SY", "TD", "TE", "TF", "TN",
    "TO", "TS", "TU", "UN", "VI", "YD",
)  # fmt: skip


# What people write for goods that need no export authorization. Source: domain.md 4 ("-" = EAR99).
_UNCONTROLLED = frozenset({"", "-", "ear99", "none", "n/a", "na"})


def is_export_controlled(export_class: str) -> bool:
    """Tell whether an item has a USML category or an ECCN other than EAR99; one still to be verified counts as such."""
    return "".join(fold(export_class).split()) not in _UNCONTROLLED


@dataclass(frozen=True, slots=True)
class ItemFacts:
    """What the rules of an item need to know."""

    code: str
    name: str
    code_taken_by: str
    tracking: Tracking
    stored_tracking: Tracking | None
    has_stock: bool
    price_micros: int
    sizes: tuple[str, ...]


def item_problems(facts: ItemFacts) -> list[Problem]:
    """Return everything that is wrong with an item as typed."""
    found = []
    if not facts.code:
        found.append(Problem("item-code-empty", where=("code",)))
    if not facts.name:
        found.append(Problem("item-name-empty", where=("name",)))
    if facts.code_taken_by:
        found.append(Problem("item-code-taken", params={"item": facts.code_taken_by}, where=("code",)))
    if facts.stored_tracking not in (None, facts.tracking) and facts.has_stock:
        found.append(Problem("tracking-has-stock", where=("tracking",)))
    if facts.price_micros < 0:
        found.append(Problem("not-an-amount", params={"found": str(facts.price_micros)}, where=("price",)))
    if len(set(facts.sizes)) != len(facts.sizes):
        found.append(Problem("size-twice", where=("sizes",)))
    if not facts.price_micros:
        found.append(Problem("item-without-value", severity=Severity.WARN, where=("price",)))
    return found
