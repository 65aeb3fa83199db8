"""How orders are said on the screen: states as chips. Source: ui.md 7."""

from __future__ import annotations

from datetime import date

from inl_logistics.kernel.translation import N_, _
from inl_logistics.purchasing.queries import OrderDetail, OrderRow
from ui.kit.chips import ChipLook, chip
from ui.kit.formats import day
from ui.kit.timeline import Entry

STATES = {
    "draft": N_("Draft"), "ordered": N_("Ordered"), "part-shipped": N_("Part shipped"), "complete": N_("Complete"),
    "late": N_("Late"), "short-closed": N_("Short-closed"), "closed": N_("Closed"), "canceled": N_("Canceled"),
}  # fmt: skip
_DUE_SOON = 14


def order_chip(order: OrderRow | OrderDetail, *, today: date) -> ChipLook:
    """Return the one chip of an order."""
    days = (order.need_by - today).days if order.need_by else None
    if order.status == "late" and days is not None:
        return chip("order", "late", number=-days)
    if order.status in ("ordered", "part-shipped") and days is not None and 0 <= days <= _DUE_SOON:
        return chip("order", "due", number=days)
    return chip("order", order.status.replace("-", "_"))


MORE_LABELS = (
    ("pr_number", N_("PR no.")), ("obligation_number", N_("Obligation no.")), ("object_code", N_("Object code")),
    ("appropriation", N_("Appropriation")), ("allotment", N_("Allotment")), ("ship_to", N_("Ship to")),
    ("mark_for", N_("Mark for")), ("consignee", N_("Consignee")), ("inspection_point", N_("Inspection")),
    ("cor", N_("COR")), ("gtm", N_("GTM")), ("packing", N_("Packing")), ("marking", N_("Marking")),
    ("hazmat", N_("Dangerous goods")),
)  # fmt: skip
RULES = {
    "agreement-ceiling": N_("above the ceiling"), "agreement-expired": N_("expired agreement"),
    "item-not-in-project": N_("item not allowed"), "over-receipt": N_("over-receipt"),
}  # fmt: skip


def rule_words(code: str) -> str:
    """Return the short name of a rule that was set aside."""
    return _(RULES[code]) if code in RULES else code


def history_entries(order: OrderDetail) -> list[Entry]:
    """Return what happened to an order: its amendments, the newest first, what was set aside for it, its placing."""
    entries = [
        Entry(
            _("Amendment {n} · {day}").format(n=one.number, day=day(one.amended_on)), one.reason, "file-pen", "info",
            key=one.number,
        )
        for one in order.amendments
    ]  # fmt: skip
    entries += [
        Entry(
            _("Override: {rule}").format(rule=rule_words(one.code)), f"{one.by} · {one.reason}", "shield-alert", "warn"
        )
        for one in order.approvals
    ]
    if order.sealed and not order.history:
        entries.append(Entry(_("Placed · {day}").format(day=day(order.ordered_on)), order.vendor, "check", "ok", key=0))
    return entries
