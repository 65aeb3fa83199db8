"""Words of conditions, statuses and titles, the same on the screen and in sheets."""

from __future__ import annotations

from inl_logistics.kernel.translation import N_, _

CONDITIONS = {
    "new": N_("New"), "good": N_("Good"), "fair": N_("Fair"), "poor": N_("Poor"), "unserviceable": N_("Unserviceable"),
}  # fmt: skip
STATUSES = {"available": N_("Available"), "quarantined": N_("Quarantined")}
TITLES = {"usg": N_("U.S. Government"), "host": N_("Host government")}


def condition_words(code: str) -> str:
    """Return a condition in the present language."""
    return _(CONDITIONS[code]) if code in CONDITIONS else code


def status_words(code: str) -> str:
    """Return a status in the present language."""
    return _(STATUSES[code]) if code in STATUSES else code


def title_words(code: str) -> str:
    """Return who owns it in the present language."""
    return _(TITLES[code]) if code in TITLES else code
