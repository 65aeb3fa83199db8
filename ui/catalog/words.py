"""Words of the catalog: how an item is followed, its end-use class, its receipt languages, its picture."""

from __future__ import annotations

from inl_logistics.kernel.translation import N_

TRACKS = {"serial": N_("Serial"), "lot": N_("Lot"), "quantity": N_("Quantity")}
MONITORING = {"A": N_("Class A, yearly"), "B": N_("Class B, sampled"), "C": N_("Class C, not monitored")}
CURRENCIES = ("USD", "EUR", "GBP", "CAD", "MXN", "COP", "UAH", "KES", "PKR")
MARKS = {
    "below": N_("Below minimum"), "held": N_("Policy hold"), "hazard": N_("Dangerous goods"),
    "export": N_("Export-controlled"), "indicative": N_("Indicative value"), "no-price": N_("Without a value"),
    "no-names": N_("Without receipt names"),
}  # fmt: skip
CODE_KINDS = {"alias": N_("Alias"), "part": N_("Part number"), "merged": N_("Was merged")}
ACTIONS = {
    "item.save": N_("Described or changed"), "item.change": N_("Changed with others"), "item.retire": N_("Retired"),
    "item.restore": N_("Offered again"), "item.merge": N_("Merged"), "item.merged": N_("Took another item in"),
    "attachment.add": N_("File added"), "attachment.remove": N_("File removed"), "attachment.restore": N_("File put back"),
    "attachment.name": N_("File named"), "attachment.describe": N_("File described"),
}  # fmt: skip
FIELDS = {
    "code": N_("code"), "name": N_("name"), "tracking": N_("tracking"), "category": N_("category"),
    "description": N_("description"), "unit_of_issue": N_("unit of issue"), "maker": N_("maker"), "model": N_("model"),
    "nsn": N_("NSN"), "fsc": N_("FSC"), "psc": N_("PSC"), "hs": N_("HS code"), "unspsc": N_("UNSPSC"),
    "export_class": N_("export class"), "un_number": N_("UN number"), "shipping_name": N_("proper shipping name"),
    "packing_group": N_("packing group"), "hazard_class": N_("hazard class"), "demil_code": N_("demil code"),
    "monitoring": N_("end-use class"), "policy_hold": N_("policy hold"), "price_micros": N_("unit value"),
    "currency": N_("currency"), "shelf_life_months": N_("shelf life"), "service_life_months": N_("service life"),
    "min_life_receipt_months": N_("least at receipt"), "min_life_handover_months": N_("least at handover"),
    "carton_quantity": N_("carton"), "carton_weight_g": N_("carton"), "carton_size_mm": N_("carton"),
    "indicative": N_("indicative"), "variants": N_("sizes and minimums"), "names": N_("receipt names"),
    "other_codes": N_("aliases"), "part_numbers": N_("part numbers"), "minimum": N_("minimum"), "store": N_("store"),
}  # fmt: skip
ICONS = {
    "Batons and irritant sprays": "triangle-alert", "Body armor": "shield", "Communications": "radio",
    "Duty belt": "link", "Entry tools": "wrench", "Fire safety": "flame", "Lights and power": "flashlight",
    "Medical response": "heart-pulse", "Protective equipment": "shield-check", "Respiratory protection": "wind",
    "Restraints": "lock", "Riot gear": "shield-half", "Search and detection": "scan-search", "Uniforms": "shirt",
    "Vehicles": "car",
}  # fmt: skip
