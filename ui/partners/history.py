"""The trail of a partner, as entries of a timeline: what was done, by whom, and what it changed."""

from __future__ import annotations

from inl_logistics.kernel import dates
from inl_logistics.kernel.translation import N_, _
from inl_logistics.partners.queries import ParentRow, PartnerDetail
from inl_logistics.partners.whole import Change
from ui.kit.formats import day
from ui.kit.timeline import Entry
from ui.kit.tokens import ToneName

_ACTIONS: dict[str, tuple[str, str, ToneName]] = {
    "partner.save": (N_("Saved"), "pencil", "neutral"),
    "partner.move": (N_("Moved"), "arrow-right-left", "info"),
    "partner.move-undone": (N_("Move taken back"), "undo-2", "neutral"),
    "partner.change": (N_("Changed"), "pencil", "neutral"),
    "partner.retire": (N_("Retired"), "trash-2", "warn"),
    "partner.restore": (N_("Offered again"), "undo-2", "ok"),
    "person.save": (N_("Person saved"), "user", "neutral"),
    "person.retire": (N_("Person left"), "user", "warn"),
    "person.restore": (N_("Person back"), "user", "ok"),
    "attachment.add": (N_("File added"), "file-text", "neutral"),
    "attachment.describe": (N_("File described"), "pencil", "neutral"),
    "attachment.remove": (N_("File removed"), "trash-2", "neutral"),
    "attachment.restore": (N_("File put back"), "undo-2", "neutral"),
    "attachment.name": (N_("File named"), "pencil", "neutral"),
    "vetting.record": (N_("Vetting recorded"), "badge-check", "ok"),
}
_SHOWN = ("name", "parent", "from", "reason", "result", "valid_to", "case", "title")


def change_entry(change: Change) -> Entry:
    """Return one entry of the trail."""
    words, icon, tone = _ACTIONS.get(change.action, (change.action, "circle", "neutral"))
    values = [str(change.after[key]) for key in _SHOWN if change.after.get(key) and key != "parent"]
    parent = change.after.get("parent")
    if change.action == "partner.move":
        values.insert(0, f"{change.before.get('parent') or '—'} → {parent or _('At the top')}")
    note = " · ".join((f"{dates.short(change.at.date())}", change.by, *values))
    return Entry(_(words), note, icon, tone, key=change.id)


def parent_entries(detail: PartnerDetail) -> list[Entry]:
    """Return who it stood under, the newest first."""
    return [
        Entry(
            one.parent,
            " · ".join(filter(None, (_span(one), one.reason))),
            "landmark" if one.to_on is None else "history", "info" if one.to_on is None else "neutral", key=one.parent_id,
        )
        for one in detail.parents
    ]  # fmt: skip


def _span(one: ParentRow) -> str:
    until = day(one.to_on) if one.to_on else _("now")
    return f"{day(one.from_on)} – {until}"
