"""Words of conditions, for columns and choices."""

from __future__ import annotations

from inl_logistics.kernel.translation import N_

CONDITIONS = {
    "new": N_("New"), "good": N_("Good"), "fair": N_("Fair"), "poor": N_("Poor"), "unserviceable": N_("Unserviceable"),
}  # fmt: skip
