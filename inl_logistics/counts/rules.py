"""Rules of counts. Source: domain.md 7 (write-off or adjustment above threshold), 2.6 (management approves adjustments)."""

from __future__ import annotations

from collections.abc import Iterable

from inl_logistics.kernel.problems import Problem, Severity
from inl_logistics.kernel.values import UnitPrice, dollars, line_value


def adjustment_problems(changes: Iterable[tuple[int, int]], *, limit_usd: int) -> list[Problem]:
    """Ask for an override where an adjustment is worth more than the post's limit.

    What was found does not make up for what is missing: every difference counts by its absolute value.

    Args:
        changes: (difference in units of issue, unit price in millionths of USD) of each layer.
        limit_usd: post setting, in whole dollars.
    """
    value = sum(line_value(abs(change), UnitPrice(price)).minor for change, price in changes)
    if value <= limit_usd * 100:
        return []
    params = {"value": dollars(value), "limit": dollars(limit_usd * 100)}
    return [Problem("adjustment-above-limit", Severity.OVERRIDE, params, ("seen",))]
