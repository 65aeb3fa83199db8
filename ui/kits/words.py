"""Words of kits: their states and the states of those that stand assembled."""

from __future__ import annotations

from inl_logistics.kernel.translation import N_, _, ngettext
from inl_logistics.kits.queries import BuildRow, KitRow
from ui.kit.chips import ChipLook
from ui.kit.formats import number
from ui.kit.tokens import ToneName

STATES = {"ready": N_("Can be built"), "short": N_("Short"), "draft": N_("Draft"), "retired": N_("Retired")}
TONES: dict[str, ToneName] = {"ready": "ok", "short": "warn", "draft": "neutral", "retired": "neutral"}
MARKS = {"training": N_("For training"), "indicative": N_("Indicative"), "new-version": N_("New version in draft")}
BUILDS = {
    "assembled": N_("Assembled"), "in-handover": N_("In a handover"), "handed-over": N_("Handed over"),
    "came-back": N_("Came back"), "broken-up": N_("Broken up"),
}  # fmt: skip
BUILD_TONES: dict[str, ToneName] = {
    "assembled": "ok", "in-handover": "info", "handed-over": "teal", "came-back": "warn", "broken-up": "neutral",
}  # fmt: skip


def kit_chip(row: KitRow) -> ChipLook:
    """Return the state of a kit."""
    return ChipLook(TONES[row.status], _(STATES[row.status]))


def build_chip(row: BuildRow) -> ChipLook:
    """Return the state of an assembled kit; one that lacks something says how much."""
    if row.status == "assembled" and row.missing:
        return ChipLook("warn", ngettext("{n} missing", "{n} missing", row.missing).format(n=number(row.missing)))
    return ChipLook(BUILD_TONES[row.status], _(BUILDS[row.status]))


def persons(count: int) -> str:
    """Say for how many persons a kit is."""
    return ngettext("{n} person", "{n} persons", count).format(n=number(count))


def weight(grams: int) -> str:
    """Write a weight in kilograms, from its cartons."""
    return _("{n} kg").format(n=f"{grams / 1000:,.1f}") if grams else "—"
