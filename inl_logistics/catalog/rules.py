"""What a catalog item must be. Sources: product.md 3 (Catalogue), 4 (Serials); domain.md 4."""

from __future__ import annotations

import re
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
PACKING_GROUPS = ("I", "II", "III")
LONGEST_LIFE = 1200  # months: a hundred years, beyond which no day can be worked out of them

# What people write for goods that need no export authorization. Source: domain.md 4 ("-" = EAR99).
_UNCONTROLLED = frozenset({"", "-", "ear99", "none", "n/a", "na"})
_UN_NUMBER = re.compile(r"^(UN|NA|ID)\d{4}$")


def is_export_controlled(export_class: str) -> bool:
    """Tell whether an item has a USML category or an ECCN other than EAR99; one still to be verified counts as such."""
    return "".join(fold(export_class).split()) not in _UNCONTROLLED


@dataclass(frozen=True, slots=True)
class ItemFacts:
    """What the rules of an item need to know. `codes_taken` are its other codes that mean something else already."""

    code: str
    name: str
    code_taken_by: str
    tracking: Tracking
    stored_tracking: Tracking | None
    has_stock: bool
    price_micros: int
    sizes: tuple[str, ...]
    unit_changes: bool = False
    un_number: str = ""
    packing_group: str = ""
    shelf_life_months: int | None = None
    min_life_receipt_months: int | None = None
    counts: tuple[int | None, ...] = ()
    service_life_months: int | None = None
    min_life_handover_months: int | None = None
    codes_taken: tuple[tuple[str, str], ...] = ()
    sizes_in_use: tuple[str, ...] = ()
    serials_clash: tuple[str, ...] = ()
    merged_into: str = ""


def item_problems(facts: ItemFacts) -> list[Problem]:
    """Return everything that is wrong with an item as typed."""
    found = [*_identity(facts), *_figures(facts), *_sizes(facts)]
    if facts.stored_tracking not in (None, facts.tracking) and facts.has_stock:
        found.append(Problem("tracking-has-stock", where=("tracking",)))
    if facts.unit_changes and facts.has_stock:
        found.append(Problem("unit-has-stock", where=("unit_of_issue",)))
    if facts.serials_clash:
        serials = ", ".join(facts.serials_clash)
        found.append(Problem("serials-clash", params={"serials": serials}, where=("model",)))
    if not facts.price_micros:
        found.append(Problem("item-without-value", severity=Severity.WARN, where=("price",)))
    return found


def _identity(facts: ItemFacts) -> list[Problem]:
    found = []
    if facts.merged_into:
        found.append(Problem("item-is-merged", params={"item": facts.merged_into}))
    if not facts.code:
        found.append(Problem("item-code-empty", where=("code",)))
    if not facts.name:
        found.append(Problem("item-name-empty", where=("name",)))
    if facts.code_taken_by:
        found.append(Problem("item-code-taken", params={"item": facts.code_taken_by}, where=("code",)))
    for code, item in facts.codes_taken:
        found.append(Problem("other-code-taken", params={"code": code, "item": item}, where=("other_codes",)))
    if facts.un_number and not _UN_NUMBER.match(facts.un_number):
        found.append(Problem("un-number-shape", params={"found": facts.un_number}, where=("un_number",)))
    if facts.packing_group and facts.packing_group not in PACKING_GROUPS:
        found.append(Problem("packing-group-shape", params={"found": facts.packing_group}, where=("packing_group",)))
    return found


def _figures(facts: ItemFacts) -> list[Problem]:
    found = []
    if facts.price_micros < 0:
        found.append(Problem("not-an-amount", params={"found": str(facts.price_micros)}, where=("price",)))
    if any(one is not None and one < 0 for one in facts.counts):
        found.append(Problem("count-below-zero", where=("sizes",)))
    shelf = facts.shelf_life_months
    for name in ("min_life_receipt_months", "min_life_handover_months"):
        least = getattr(facts, name)
        if shelf is not None and least is not None and least > shelf:
            params = {"least": str(least), "shelf": str(shelf)}
            found.append(Problem("life-shorter-than-asked", params=params, where=(name,)))
    lives = (("shelf_life_months", shelf), ("service_life_months", facts.service_life_months))
    return found + [
        Problem("life-too-long", params={"most": str(LONGEST_LIFE)}, where=(name,))
        for name, months in lives
        if months is not None and months > LONGEST_LIFE
    ]


def _sizes(facts: ItemFacts) -> list[Problem]:
    found = []
    if len(set(facts.sizes)) != len(facts.sizes):
        found.append(Problem("size-twice", where=("sizes",)))
    return [
        *found,
        *(Problem("size-in-use", params={"size": size}, where=("sizes",)) for size in facts.sizes_in_use),
    ]
