"""Rules in a few words, where one that was set aside is named: the whole sentence of a rule needs its figures.

rule_words("vetting-expired")     # "Vetting expired"
"""

from __future__ import annotations

from inl_logistics.kernel.sentences import say
from inl_logistics.kernel.translation import N_, _

_RULES: dict[str, str] = {
    "vetting-missing": N_("Vetting missing"), "vetting-expired": N_("Vetting expired"),
    "vetting-changed": N_("Changed since vetting"), "policy-hold": N_("Policy hold"), "stock-expired": N_("Expired stock"),
    "life-too-short": N_("Too little life left"), "life-short-at-receipt": N_("Too little life at receipt"),
    "over-receipt": N_("More accepted than ordered"), "ceiling-below-committed": N_("Ceiling below what is committed"),
    "self-approval": N_("Own plan approved"), "agreement-ceiling": N_("Above the ceiling"),
    "handover-above-ceiling": N_("Handed over above the ceiling"),
    "agency-changed-since-issue": N_("Unit passed to another agency"), "agreement-expired": N_("Agreement expired"),
    "item-not-in-project": N_("Item not in the project"), "export-authorization": N_("No export authorization"),
    "never-ordered": N_("Surplus let into stock"), "adjustment-above-limit": N_("Adjustment above the limit"),
    "reversal-approval": N_("Reversal without an approver"),
}  # fmt: skip


def rule_words(code: str) -> str:
    """Return the short name of a rule, or its sentence where it has none."""
    return _(_RULES[code]) if code in _RULES else say(code, {})
