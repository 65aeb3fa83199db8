"""How a unit stands in vetting on a day, as a chip: the same words wherever goods are planned or handed over.

    Column("vetting", N_("Vetting"), lambda row: look(row).text, 150, "chip", chip=look)

Source: ui.md 7 (Vetting).
"""

from __future__ import annotations

from datetime import date

from inl_logistics.kernel.translation import _
from inl_logistics.partners.rules import VettingStanding
from ui.kit import formats
from ui.kit.chips import ChipLook, chip


def vetting_chip(standing: VettingStanding, valid_to: date | None, *, today: date) -> ChipLook:
    """Return the chip of a unit's vetting."""
    match standing:
        case VettingStanding.NOT_NEEDED:
            return chip("vetting", "not_required")
        case VettingStanding.REQUESTED:
            return chip("vetting", "requested")
        case VettingStanding.VALID:
            return chip("vetting", "vetted", text=formats.day(valid_to))
        case VettingStanding.ENDING:
            return chip("vetting", "ends", number=max(0, (valid_to - today).days) if valid_to else 0)
        case VettingStanding.EXPIRED:
            return chip("vetting", "ended")
        case VettingStanding.CHANGED:
            return ChipLook("bad", _("Changed since vetting"), "shield-alert")
        case VettingStanding.DENIED:
            return ChipLook("bad", _("Vetting denied"), "shield-alert")
        case VettingStanding.MISSING:
            return chip("vetting", "not_vetted")
