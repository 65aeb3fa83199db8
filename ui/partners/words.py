"""Words, icons and chips of partners."""

from __future__ import annotations

from datetime import date

from inl_logistics.kernel.translation import N_
from inl_logistics.partners.queries import VETTING_ENDS_DAYS
from ui.kit.chips import ChipLook, chip
from ui.kit.formats import day

KINDS = {
    "country": N_("Country"), "ministry": N_("Ministry"), "agency": N_("Agency"), "unit": N_("Unit"),
    "facility": N_("Facility"), "vendor": N_("Vendor"), "carrier": N_("Carrier"), "maker": N_("Maker"),
}  # fmt: skip
HOST, COMPANIES = ("country", "ministry", "agency", "unit", "facility"), ("vendor", "carrier", "maker")
VETTED = frozenset({"agency", "unit", "facility"})
ICONS = {
    "country": "globe", "ministry": "landmark", "agency": "building-2", "unit": "users", "facility": "map-pin",
    "vendor": "shopping-cart", "carrier": "truck", "maker": "package",
}  # fmt: skip
SERVICES = {"corrections": N_("Corrections"), "police": N_("Police"), "other": N_("Other")}
RESULTS = {"requested": N_("Requested"), "cleared": N_("Cleared"), "denied": N_("Denied")}
VETTING = {
    "valid": N_("Vetted"), "ending": N_("Ends within 30 days"), "ended": N_("Ended"), "missing": N_("Not vetted"),
    "denied": N_("Denied"),
}  # fmt: skip


def vetting_chip(*, needed: bool, result: str, valid_to: date | None, today: date) -> ChipLook:
    """Return how a unit stands in vetting."""
    if result == "requested":
        return chip("vetting", "requested")
    if result == "denied":
        return chip("vetting", "denied")
    if result == "cleared" and valid_to is not None:
        left = (valid_to - today).days
        if left < 0:
            return chip("vetting", "ended")
        if left <= VETTING_ENDS_DAYS:
            return chip("vetting", "ends", number=left)
        return chip("vetting", "vetted", text=day(valid_to))
    return chip("vetting", "not_vetted" if needed else "not_required")
