"""Words of the catalog: how an item is followed, its end-use class, its receipt languages, its picture."""

from __future__ import annotations

from inl_logistics.kernel.translation import N_

TRACKS = {"serial": N_("Serial"), "lot": N_("Lot"), "quantity": N_("Quantity")}
MONITORING = {"A": N_("Class A, yearly"), "B": N_("Class B, sampled"), "C": N_("Class C, not monitored")}
LANGUAGES = {"es": N_("Spanish"), "fr": N_("French"), "ar": N_("Arabic"), "uk": N_("Ukrainian")}
CURRENCIES = ("USD", "EUR", "GBP", "CAD", "MXN", "COP", "UAH", "KES", "PKR")
ICONS = {
    "Batons and irritant sprays": "triangle-alert", "Body armor": "shield", "Communications": "radio",
    "Duty belt": "link", "Entry tools": "wrench", "Fire safety": "flame", "Lights and power": "flashlight",
    "Medical response": "heart-pulse", "Protective equipment": "shield-check", "Respiratory protection": "wind",
    "Restraints": "lock", "Riot gear": "shield-half", "Search and detection": "scan-search", "Uniforms": "shirt",
    "Vehicles": "car",
}  # fmt: skip
