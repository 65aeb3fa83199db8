"""Words, icons and chips of stock: one place, so that list, inspector and records say the same. Source: ui.md 7."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from inl_logistics.inventory.stock import EXPIRING_DAYS, StockRow
from inl_logistics.kernel.translation import N_, _, ngettext
from inl_logistics.labels.queries import TagRow
from ui.kit import paint
from ui.kit.chips import ChipLook, chip
from ui.kit.tokens import ToneName

TRACKS = {"serial": N_("Serial"), "lot": N_("Lot"), "quantity": N_("Qty")}
MONITORING = {"A": N_("Class A, yearly"), "B": N_("Class B, sampled"), "C": N_("Class C, not monitored")}

_CATEGORY_ICONS = {
    "Batons and irritant sprays": "triangle-alert", "Body armor": "shield", "Communications": "radio",
    "Duty belt": "link", "Entry tools": "wrench", "Fire safety": "flame", "Lights and power": "flashlight",
    "Medical response": "heart-pulse", "Protective equipment": "shield-check", "Respiratory protection": "wind",
    "Restraints": "lock", "Riot gear": "shield-half", "Search and detection": "scan-search", "Uniforms": "shirt",
    "Vehicles": "car",
}  # fmt: skip

# What a document does to stock: words with its number, icon, tone.
DOCUMENTS: dict[str, tuple[str, str, ToneName]] = {
    "RR": (N_("Received {number}"), "arrow-down-to-line", "ok"),
    "HO": (N_("Handed over {number}"), "arrow-up-from-line", "violet"),
    "HO-return": (N_("Returned {number}"), "arrow-down-to-line", "ok"),
    "TR": (N_("Moved {number}"), "arrow-right-left", "neutral"),
    "CH": (N_("Condition changed {number}"), "pencil", "warn"),
    "OP": (N_("Opening balance {number}"), "book-open", "neutral"),
    "AD": (N_("Adjusted {number}"), "pencil", "warn"),
    "CC": (N_("Counted {number}"), "clipboard-check", "neutral"),
    "RV": (N_("Reversed {number}"), "undo-2", "bad"),
    "VN": (N_("Variance {number}"), "triangle-alert", "warn"),
    "OUT": (N_("Sent out {number}"), "truck", "info"),
    "WB": (N_("Sent out {number}"), "truck", "info"),
    "LD": (N_("Lost or damaged {number}"), "circle-alert", "bad"),
    "DC": (N_("Disposed of {number}"), "trash-2", "neutral"),
    "serial": (N_("Serial corrected, it was {number}"), "pencil", "warn"),
    "ordered": (N_("Ordered {number}"), "shopping-cart", "info"),
}


def category_icon(category: str) -> str:
    """Return the neutral picture of a category."""
    return _CATEGORY_ICONS.get(category, "package")


def document_words(kind: str, number: str) -> tuple[str, str, ToneName]:
    """Return the words, the icon and the tone of what a document did."""
    words, icon, tone = DOCUMENTS.get(kind, ("{number}", "file-text", "neutral"))
    return _(words).format(number=number), icon, tone


def track(tracking: str) -> str:
    """Return how an item is followed, in a word."""
    return _(TRACKS.get(tracking, tracking))


def stock_chip(row: StockRow, today: date) -> ChipLook:
    """Return the one state that matters most of a line of stock."""
    if row.place_kind == "facility":
        return chip("unit", "handed_over")
    if row.place_kind == "transit":
        return chip("unit", "in_transit")
    if row.expires_on is not None and row.expires_on < today:
        return chip("stock", "expired")
    if row.below_minimum:
        return chip("stock", "below_minimum")
    if row.expires_on is not None and (row.expires_on - today).days <= EXPIRING_DAYS:
        return chip("stock", "expires", number=(row.expires_on - today).days)
    if row.quarantined:
        return chip("stock", "quarantine", number=row.quarantined)
    if row.damaged:
        return chip("stock", "damaged")
    if row.reserved:
        return chip("stock", "reserved", number=row.reserved)
    return chip("stock", "available")


def expiry_tone(expires_on: date | None, today: date) -> ToneName | None:
    """Color a day that is past or near."""
    if expires_on is None or (expires_on - today).days > EXPIRING_DAYS:
        return None
    return "bad" if expires_on < today else "warn"


def unit_chip(*, place_kind: str, condition: str, status: str, reserved_by: str) -> ChipLook:
    """Return the state of one unit."""
    if place_kind == "facility":
        return chip("unit", "handed_over")
    if place_kind == "transit":
        return chip("unit", "in_transit")
    if status == "quarantined":
        return chip("unit", "quarantine")
    if condition in {"poor", "unserviceable"}:
        return chip("unit", "damaged")
    if reserved_by:
        return chip("unit", "reserved", text=reserved_by)
    return chip("unit", "available")


def tag_words(tags: Sequence[TagRow]) -> str:
    """Return the tag in use and how often its label was printed; nothing where there is none."""
    tag = next((one for one in tags if not one.spoiled_at), None)
    if tag is None:
        return _("spoiled, print a new label") if tags else ""
    if not tag.printed:
        return tag.tag
    printed = ngettext("printed {n} time", "printed {n} times", tag.printed).format(n=tag.printed)
    return f"{paint.isolated(tag.tag)} · {printed}"
