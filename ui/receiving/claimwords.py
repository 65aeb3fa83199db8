"""How discrepancies and claims are said on the screen."""

from __future__ import annotations

from inl_logistics.kernel.translation import N_, _
from inl_logistics.receiving.documents import Cause, Resolution
from inl_logistics.receiving.followup import DiscrepancyLineRow, DiscrepancyRow
from inl_logistics.receiving.records import AddresseeRole
from ui.kit.chips import ChipLook, chip
from ui.kit.formats import day
from ui.kit.tokens import ToneName

KINDS: dict[str, str] = {
    "over": N_("Over"), "short": N_("Short"), "damaged": N_("Damaged"), "wrong": N_("Wrong item"),
    "set-aside": N_("Set aside"),
}  # fmt: skip
KIND_TONES: dict[str, ToneName] = {
    "over": "violet", "short": "warn", "damaged": "bad", "wrong": "violet", "set-aside": "violet"
}  # fmt: skip
CAUSES = {
    Cause.UNKNOWN: N_("Not known"), Cause.CARRIER: N_("Carrier"), Cause.VENDOR: N_("Vendor"),
    Cause.HANDLING: N_("Handling"), Cause.CUSTOMS: N_("Customs"),
}  # fmt: skip
ROLES = {
    AddresseeRole.VENDOR: N_("Vendor"), AddresseeRole.CARRIER: N_("Carrier"), AddresseeRole.INSURER: N_("Insurer")
}  # fmt: skip
RESOLUTIONS = {
    Resolution.REPLACE: N_("Replaced"), Resolution.CREDIT: N_("Credited"), Resolution.ACCEPT: N_("Accepted as it is"),
    Resolution.RETURN: N_("Sent back"),
}  # fmt: skip
STATES = {
    "open": N_("Open"), "due": N_("Claim soon"), "overdue": N_("Too late to claim"), "claimed": N_("Claimed"),
    "resolved": N_("Closed"),
}  # fmt: skip


def report_chip(row: DiscrepancyRow) -> ChipLook:
    """Return the one chip of a report: its deadline while it is not claimed."""
    if row.status in ("due", "overdue") and row.claim_by is not None:
        look = chip("discrepancy", "due", text=day(row.claim_by))
        return look if row.status == "due" else chip("discrepancy", "overdue", text=day(row.claim_by))
    return chip("discrepancy", row.status)


def line_chip(line: DiscrepancyLineRow) -> ChipLook:
    """Return how a line stands."""
    return chip("discrepancy", line.status)


def resolution_words(key: str) -> str:
    """Say how a line ended."""
    if key == "reversed":
        return _("Receiving reversed")
    found = next((text for one, text in RESOLUTIONS.items() if one.value == key), "")
    return _(found) if found else ""


def note_words(what: str) -> str:
    """Say a step; a closing is kept as its resolution."""
    if what.startswith("settled:"):
        return _("Closed: {how}").format(how=resolution_words(what.removeprefix("settled:")))
    return what
