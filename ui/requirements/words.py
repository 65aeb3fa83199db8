"""How plans are said on the screen: states as chips, priorities, what a quantity counts. Source: ui.md 7."""

from __future__ import annotations

from datetime import date

from inl_logistics.kernel.translation import N_
from inl_logistics.requirements.queries import RequirementRow
from ui.kit.chips import ChipLook, chip

STATES = {
    "draft": N_("Draft"), "submitted": N_("Submitted"), "approved": N_("Approved"), "rejected": N_("Rejected"),
    "canceled": N_("Canceled"), "partly-ordered": N_("Partly ordered"), "ordered": N_("Ordered"),
    "ready": N_("Ready to hand over"), "partly-handed-over": N_("Partly handed over"),
    "handed-over": N_("Handed over"), "late": N_("Late"),
}  # fmt: skip
PRIORITIES = {"routine": N_("Routine"), "urgent": N_("Urgent"), "emergency": N_("Emergency")}
BASES = {"person": N_("For each person"), "total": N_("For the recipient")}


def plan_chip(row: RequirementRow) -> ChipLook:
    """Return the one chip of a plan."""
    return chip("requirement", row.status.replace("-", "_"))


def plan_chips(row: RequirementRow, *, today: date) -> list[ChipLook]:
    """Return the state, and what is unusual: late, urgent."""
    found = [plan_chip(row)]
    if row.late and row.need_by is not None:
        found.append(chip("requirement", "late", number=(today - row.need_by).days))
    if row.priority != "routine":
        found.append(chip("requirement", row.priority))
    return found
