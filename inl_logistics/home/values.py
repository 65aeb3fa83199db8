"""What Home shows as things to do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class TaskKind(StrEnum):
    """Groups of tasks, in the order of the page."""

    LATE_SHIPMENT = "late-shipment"
    ON_THE_ROAD = "on-the-road"
    UNSIGNED = "unsigned"
    COPY_MISSING = "copy-missing"
    RETURN_COPY = "return-copy"
    VETTING = "vetting"
    BELOW_MINIMUM = "below-minimum"
    EXPIRING = "expiring"
    DISCREPANCY = "discrepancy"
    COUNT = "count"
    COSIGN = "cosign"


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do. `days` is how late it is (positive) or how long until it is due (negative).

    Of a late shipment, `quantity` is how many units are waited for, `limit` its demurrage so far in minor units of
    `currency`; one that is not late and costs demurrage has no day `on` which it was due, and `days` are those that cost.
    """

    kind: TaskKind
    subject_kind: str
    subject_id: int
    title: str
    detail: str
    days: int
    quantity: int = 0
    limit: int = 0
    on: date | None = None
    currency: str = "USD"

    @property
    def is_overdue(self) -> bool:
        """Tell whether it should have been done already; a low stock has no day it was due."""
        return self.days > 0 and self.kind is not TaskKind.BELOW_MINIMUM
