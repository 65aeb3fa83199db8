"""How agreements are said on the screen."""

from __future__ import annotations

from datetime import date

from inl_logistics.agreements.queries import AgreementRow
from inl_logistics.agreements.records import ClauseKind
from inl_logistics.kernel.translation import N_, _
from ui.kit.chips import ChipLook, chip

STATES = {
    "draft": N_("Draft"), "active": N_("Active"), "ends": N_("Ends soon"), "ended": N_("Ended"),
    "over-ceiling": N_("Over ceiling"),
}  # fmt: skip
CLAUSES = {
    ClauseKind.END_USE: N_("End-use checks"), ClauseKind.EXEMPTION: N_("Duty exemption"), ClauseKind.TITLE: N_("Title to goods"),
    ClauseKind.OTHER: N_("Other"),
}  # fmt: skip


def agreement_chip(row: AgreementRow, *, today: date) -> ChipLook:
    """Return the one chip of an agreement."""
    days = (row.expires_on - today).days if row.expires_on else 0
    return chip("agreement", row.status.replace("-", "_"), number=max(0, days))


RULES = {
    "agreement-ceiling": N_("above the ceiling"), "handover-above-ceiling": N_("handed over above the ceiling"),
    "agreement-expired": N_("expired agreement"),
    "item-not-in-project": N_("item not allowed"), "ceiling-below-committed": N_("ceiling below what is committed"),
}  # fmt: skip


def rule_words(code: str) -> str:
    """Return the short name of a rule that was set aside."""
    return _(RULES[code]) if code in RULES else code
